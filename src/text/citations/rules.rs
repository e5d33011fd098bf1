//! Articles of the Constitution and of the Standing Orders: `article 13(4) of the Constitution`,
//! `article 17, paragraph 2, of the Standing Orders of the Conference`, `l'article 11 de la Constitution`.

use super::words::{self, Head};
use super::{Next, Scan, numbers, numbers::Manner};
use crate::model::Target;
use crate::model::reference::Span;

/// What articles are of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Book {
    Constitution,
    StandingOrders(&'static str),
}

impl Book {
    fn target(self, article: String) -> Target {
        match self {
            Self::Constitution => Target::Constitution(article),
            Self::StandingOrders(of) => Target::StandingOrders { of: of.to_owned(), article },
        }
    }
}

impl Scan<'_> {
    /// Articles at `at`, or paragraphs of articles, or a rule book with articles after it.
    pub(super) fn articles(&mut self, at: usize) -> Option<Next> {
        if let Some(next) = self.paragraph_of_article(at) {
            return Some(next);
        }
        if let Some((book, next)) = self.book(at)
            && let Some(next) = self.articles_after(at, book, next)
        {
            return Some(next);
        }
        let (articles, next) = self.article_list(at)?;
        let (articles, next) = self.with_paragraphs(articles, next);
        match self.book_after(next) {
            Some((book, end)) => {
                for article in articles {
                    self.push(at, end, book.target(article.to_string()));
                }
                Some(end)
            }
            // articles of something else: taken, so that their paragraphs are not taken for this paper's
            None => Some(next),
        }
    }

    /// `article 19`, `articles 5 and 26ter`; the list and the token after it.
    fn article_list(&self, at: usize) -> Option<(Vec<Span>, Next)> {
        let (Head::Article, plural) = words::head(self.tokens.word(at))? else { return None };
        let mut next = at + 1;
        next += usize::from(self.tokens.is_sign(next, '.') && self.tokens.word(at).starts_with("art"));
        let (mut spans, mut end) = numbers::list(&self.tokens, next, Manner::Articles)?;
        if !plural {
            // "article 5 and 12 members" hardly happens; "article 19 and article 22" is two citations
            spans.truncate(spans.len().max(1));
        }
        end = self.more_articles(end, &mut spans);
        Some((spans, end))
    }

    /// "articles 19 and articles 22", "article 24 and article 26 of the Constitution".
    fn more_articles(&self, at: usize, spans: &mut Vec<Span>) -> Next {
        let mut end = at;
        for _ in 0..8 {
            let after = numbers::separator(&self.tokens, end);
            let mut head = after;
            while head < after + 2 && words::is_determiner(self.tokens.word(head)) {
                head += 1;
            }
            let article = after > end && matches!(words::head(self.tokens.word(head)), Some((Head::Article, _)));
            let Some((more, next)) = article.then(|| numbers::list(&self.tokens, head + 1, Manner::Articles)).flatten()
            else {
                break;
            };
            spans.extend(more);
            end = next;
        }
        end
    }

    /// `, paragraph 2,` and `, paragraphs 1 and 2` after an article.
    fn with_paragraphs(&self, mut articles: Vec<Span>, at: usize) -> (Vec<Span>, Next) {
        let head = at + usize::from(self.tokens.is_sign(at, ','));
        let Some((Head::Paragraph | Head::Subparagraph, _)) = words::head(self.tokens.word(head)) else {
            return (articles, at);
        };
        let mut number = head + 1;
        number += usize::from(self.tokens.is_sign(number, '.'));
        let Some((mut paragraphs, next)) = numbers::list(&self.tokens, number, Manner::Singular) else {
            return (articles, at);
        };
        // "artículo 19, párrafo 5, apartado e)"
        let next = self.subparagraph_after(next, &mut paragraphs);
        if let Some(last) = articles.pop() {
            articles.extend(paragraphs.iter().map(|paragraph| of_article(&last.from, paragraph)));
        }
        (articles, next)
    }

    /// `paragraph 2 of article 17 of the Standing Orders …`
    fn paragraph_of_article(&mut self, at: usize) -> Option<Next> {
        let (Head::Paragraph | Head::Subparagraph, plural) = words::head(self.tokens.word(at))? else { return None };
        let manner = if plural { Manner::Plural } else { Manner::Singular };
        let number = at + 1 + usize::from(self.tokens.is_sign(at + 1, '.'));
        let (paragraphs, mut next) = match self.place(at).map(|place| (place.locators, place.next)) {
            // "subparagraph (e) of paragraph 5 of article 19"
            Some((locators, next)) if numbers::sub_list(&self.tokens, number).is_some() => match locators.as_slice() {
                [crate::model::Locator::Paragraphs(spans)] => (spans.clone(), next),
                _ => return None,
            },
            _ => numbers::list(&self.tokens, number, manner)?,
        };
        next += usize::from(self.tokens.is_sign(next, ','));
        if !words::is_of(self.tokens.word(next)) {
            return None;
        }
        next += 1;
        while words::is_determiner(self.tokens.word(next)) && words::head(self.tokens.word(next)).is_none() {
            next += 1;
            if next > number + 40 {
                return None;
            }
        }
        let (articles, end) = self.article_list(next)?;
        let book = self.book_after(end);
        if let (Some((book, end)), Some(article)) = (book, articles.last()) {
            for paragraph in &paragraphs {
                let article = of_article(&article.from, paragraph).to_string();
                self.push(at, end, book.target(article));
            }
            return Some(end);
        }
        Some(end)
    }

    /// `Constitution, article 19`, `Standing Orders of the Conference (articles 5 and 6)`.
    fn articles_after(&mut self, at: usize, book: Book, next: Next) -> Option<Next> {
        let sign = self.tokens.is_sign(next, ',') || self.tokens.is_sign(next, '(');
        if !sign {
            return None;
        }
        let (articles, end) = self.article_list(next + 1)?;
        let (articles, end) = self.with_paragraphs(articles, end);
        if words::is_of(self.tokens.word(end)) {
            return None;
        }
        for article in articles {
            self.push(at, end, book.target(article.to_string()));
        }
        Some(end)
    }

    /// "of the Constitution" and the like at `at`.
    fn book_after(&self, at: usize) -> Option<(Book, Next)> {
        let mut next = at + usize::from(self.tokens.is_sign(at, ','));
        if !words::is_of(self.tokens.word(next)) && !matches!(self.tokens.word(next), "in" | "under" | "en") {
            return None;
        }
        for _ in 0..10 {
            next += 1;
            if let Some(found) = self.book(next) {
                return Some(found);
            }
            let word = self.tokens.word(next);
            let passes = words::is_determiner(word)
                || matches!(
                    word,
                    "ilo"
                        | "oit"
                        | "organization"
                        | "organisation"
                        | "s"
                        | "international"
                        | "labour"
                        | "governing"
                        | "body"
                        | "conference"
                        | "current"
                        | "revised"
                        | "amended"
                        | "present"
                        | "de"
                );
            if !passes {
                return None;
            }
        }
        None
    }

    /// The Constitution or Standing Orders at `at`, with the words that say whose they are.
    fn book(&self, at: usize) -> Option<(Book, Next)> {
        if let Some((of, next)) = self.standing_orders(at) {
            return Some((Book::StandingOrders(of), next));
        }
        if !matches!(self.tokens.word(at), "constitution" | "constitucion") || !self.tokens.is_capital(at) {
            return None;
        }
        let mut next = at + 1;
        if !matches!(self.tokens.word(next), "of" | "de" | "du" | "del") {
            return Some((Book::Constitution, next));
        }
        next += 1;
        while words::is_determiner(self.tokens.word(next)) && next < at + 5 {
            next += 1;
        }
        match [self.tokens.word(next), self.tokens.word(next + 1), self.tokens.word(next + 2)] {
            ["international", "labour", "organization" | "organisation"] => Some((Book::Constitution, next + 3)),
            ["organisation", "internationale", _] => {
                Some((Book::Constitution, self.after_words(next + 2, &["du", "travail"])))
            }
            ["organizacion", "internacional", _] => {
                Some((Book::Constitution, self.after_words(next + 2, &["del", "trabajo"])))
            }
            ["ilo" | "oit" | "organization" | "organisation" | "organizacion", ..] => {
                Some((Book::Constitution, next + 1))
            }
            // a country's
            _ => None,
        }
    }

    /// `Standing Orders of the Governing Body`, `Règlement de la Conférence`, `Conference Standing Orders` at `at`.
    pub(super) fn standing_orders(&self, at: usize) -> Option<(&'static str, Next)> {
        let word = |ahead: usize| self.tokens.word(at + ahead);
        match (word(0), word(1), word(2)) {
            ("standing", "orders", "of") => {
                let from = at + 3 + usize::from(word(3) == "the");
                self.body(from)
            }
            ("conference", "standing", "orders") => Some(("ILC", at + 3)),
            ("conference", "s", "standing") if word(3) == "orders" => Some(("ILC", at + 4)),
            ("governing", "body", "standing") if word(3) == "orders" => Some(("GB", at + 4)),
            ("governing", "body", "s") if word(3) == "standing" && word(4) == "orders" => Some(("GB", at + 5)),
            ("reglement" | "reglamento", "de" | "du" | "del", _) => {
                let from = at + 2 + usize::from(words::is_determiner(word(2)));
                self.body(from)
            }
            _ => None,
        }
    }

    fn body(&self, at: usize) -> Option<(&'static str, Next)> {
        let word = |ahead: usize| self.tokens.word(at + ahead);
        match (word(0), word(1), word(2)) {
            ("governing", "body", _) => Some(("GB", at + 2)),
            ("international", "labour", "conference") => Some(("ILC", at + 3)),
            ("conference", "internationale", _) => Some(("ILC", self.after_words(at + 2, &["du", "travail"]))),
            ("conferencia", "internacional", _) => Some(("ILC", self.after_words(at + 2, &["del", "trabajo"]))),
            ("conference" | "conferencia", ..) => Some(("ILC", at + 1)),
            ("conseil", "d", "administration") | ("consejo", "de", "administracion") => Some(("GB", at + 3)),
            _ => None,
        }
    }

    fn after_words(&self, at: usize, wanted: &[&str]) -> Next {
        let all = wanted.iter().enumerate().all(|(ahead, word)| self.tokens.word(at + ahead) == *word);
        if all { at + wanted.len() } else { at }
    }
}

/// Article 17 and paragraph 2 are article 17(2); paragraph 2(b) makes it 17(2)(b).
fn of_article(article: &str, paragraph: &Span) -> Span {
    let part = |number: &str| {
        let (base, subs) = number.split_at(number.find('(').unwrap_or(number.len()));
        format!("{article}({base}){subs}")
    };
    Span { from: part(&paragraph.from), to: paragraph.to.as_deref().map(part) }
}
