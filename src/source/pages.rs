//! A web page as lines with links, in reading order. No class or id is ever relied on: what is kept is text, links,
//! headings, and where repeated boxes ("cards", rows of a list or table) begin and end.

use std::collections::{HashMap, HashSet};

use ego_tree::iter::Edge;
use reqwest::Url;
use scraper::node::Node;
use scraper::{ElementRef, Html};

use super::{Body, lexicon, shortened};
use crate::model::Language;

/// Larger pages are no lists of papers.
pub const LARGEST: usize = 8 << 20;
/// The longest line kept, in characters.
const LONGEST_LINE: usize = 4000;

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it was found.
    pub url: Url,
    /// Its title.
    pub title: String,
    /// The language that its text is in, else the one it declares.
    pub language: Option<Language>,
    /// What it says.
    pub events: Vec<Event>,
    /// The same page in other languages.
    pub alternates: Vec<(Language, Url)>,
    /// The next page of the same list.
    pub next: Option<Url>,
    /// It asks for a password, a consent or a proof of being human.
    pub asks_for_login: bool,
}

/// What comes next on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A box with papers begins.
    Open,
    /// It ends.
    Close,
    /// A line.
    Line(Line),
}

/// A line of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// One harmless line.
    pub text: String,
    /// The links in it.
    pub links: Vec<Link>,
    /// It is a heading.
    pub heading: bool,
    /// It stands in the navigation, the head or the foot of the page.
    pub chrome: bool,
    /// The language that the head of its column names.
    pub column: Option<Language>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, without fragment.
    pub url: Url,
    /// Its words.
    pub text: String,
    /// What its title or label adds.
    pub label: String,
    /// The language that it declares.
    pub language: Option<Language>,
    /// Its words begin here in the line, in bytes.
    pub at: usize,
}

impl Link {
    /// True when it leads to a file of a paper.
    #[must_use]
    pub fn is_file(&self) -> bool {
        let path = self.url.path().to_ascii_lowercase();
        [".pdf", ".docx"].iter().any(|ending| path.ends_with(ending)) || is_media(&path)
    }
}

/// `/media/31156/download`, also with more behind it.
fn is_media(path: &str) -> bool {
    let mut parts = path.split('/').skip_while(|part| *part != "media");
    parts.next().is_some()
        && parts.next().is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
        && parts.next() == Some("download")
}

/// The text of a body in the character set that it has.
#[must_use]
pub fn decode(body: &Body) -> String {
    let head =
        String::from_utf8_lossy(body.bytes.get(..body.bytes.len().min(2048)).unwrap_or_default()).to_ascii_lowercase();
    let declared = head.find("charset=").and_then(|at| {
        let rest = head.get(at + 8..)?.trim_start_matches(['"', '\'']);
        rest.split(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).next()
    });
    let label = body.charset.as_deref().or(declared);
    let encoding = label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes())).unwrap_or(
        // pages of the 1990s say nothing and are Windows-1252
        if std::str::from_utf8(&body.bytes).is_ok() { encoding_rs::UTF_8 } else { encoding_rs::WINDOWS_1252 },
    );
    encoding.decode(&body.bytes).0.into_owned()
}

/// What is known of an element before its lines are made.
#[derive(Clone, Copy, Default)]
struct Weight {
    /// Letters that are no label of a download.
    letters: usize,
    /// Links that may lead to a paper.
    links: usize,
}

const SKIPPED: [&str; 8] = ["script", "style", "template", "svg", "head", "iframe", "object", "noscript"];
const CHROME: [&str; 3] = ["nav", "header", "footer"];
const BOXES: [&str; 9] = ["article", "li", "tr", "div", "section", "dd", "p", "details", "dl"];
const BLOCKS: [&str; 37] = [
    "p",
    "div",
    "li",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "ul",
    "ol",
    "table",
    "tbody",
    "thead",
    "dl",
    "dt",
    "dd",
    "br",
    "hr",
    "header",
    "footer",
    "nav",
    "main",
    "aside",
    "body",
    "form",
    "fieldset",
    "details",
    "summary",
    "figure",
    "blockquote",
    "option",
];

/// Reads a page.
#[must_use]
pub fn read(url: &Url, body: &Body) -> Page {
    let text = decode(body);
    let html = Html::parse_document(&text);
    let base = base(&html, url);
    let weights = weigh(&html, &base);
    let cards = cards(&html, &weights);
    let mut maker = Maker {
        base,
        events: Vec::new(),
        line: Line::default(),
        chrome: 0,
        skipped: 0,
        heading: 0,
        columns: Vec::new(),
        cell: 0,
        link: None,
    };
    let mut page = Page {
        url: url.clone(),
        title: String::new(),
        language: None,
        events: Vec::new(),
        alternates: Vec::new(),
        next: None,
        asks_for_login: false,
    };
    let mut declared = None;
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(text) => maker.text(text),
                Node::Element(element) => {
                    if element.name() == "html" {
                        declared = element.attr("lang").and_then(|code| code.parse().ok());
                    }
                    if element.name() == "input"
                        && element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("password"))
                    {
                        page.asks_for_login = true;
                    }
                    if cards.contains(&node.id()) {
                        maker.end_line();
                        maker.events.push(Event::Open);
                    }
                    maker.open(element);
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    maker.close(element);
                    if cards.contains(&node.id()) {
                        maker.end_line();
                        maker.events.push(Event::Close);
                    }
                }
            }
        }
    }
    maker.end_line();
    page.title = html
        .tree
        .nodes()
        .filter_map(ElementRef::wrap)
        .find(|element| element.value().name() == "title")
        .map(|element| shortened(&element.text().collect::<String>(), 300))
        .unwrap_or_default();
    for element in html.tree.nodes().filter_map(ElementRef::wrap) {
        link_element(&maker.base, &element, &mut page);
    }
    let prose: String = maker
        .events
        .iter()
        .filter_map(|event| if let Event::Line(line) = event { Some(line.text.as_str()) } else { None })
        .collect::<Vec<_>>()
        .join(" ");
    page.asks_for_login |= is_gate(&page.title, &prose);
    page.language = lexicon::language_of_text(&prose).or(declared).or_else(|| lexicon::language_of_address(url.path()));
    page.events = maker.events;
    for event in &page.events {
        let Event::Line(line) = event else { continue };
        for link in &line.links {
            if page.next.is_none() && (lexicon::is_next(&link.text) || lexicon::is_next(&link.label)) {
                page.next = Some(link.url.clone());
            }
            // the switch of languages: a link that is nothing but the name of a language and leads to a page
            if !link.is_file()
                && let Some(language) = lexicon::language_in(&link.text).filter(|_| lexicon::is_label(&link.text))
                && line.chrome
            {
                page.alternates.push((language, link.url.clone()));
            }
        }
    }
    page
}

/// The address that relative links start from.
fn base(html: &Html, url: &Url) -> Url {
    let named = html.tree.nodes().filter_map(ElementRef::wrap).find(|element| element.value().name() == "base");
    let named = named.and_then(|element| element.value().attr("href").and_then(|href| url.join(href).ok()));
    named.filter(|base| super::address::same_host(base, url)).unwrap_or_else(|| url.clone())
}

/// `<link rel=alternate hreflang=fr>`, `rel=next`.
fn link_element(base: &Url, element: &ElementRef<'_>, page: &mut Page) {
    let value = element.value();
    if !matches!(value.name(), "link" | "a") {
        return;
    }
    let Some(url) = value.attr("href").and_then(|href| base.join(href.trim()).ok()) else { return };
    let rel = value.attr("rel").unwrap_or_default().to_ascii_lowercase();
    let has = |word: &str| rel.split_whitespace().any(|part| part == word);
    if has("next") {
        page.next.get_or_insert(url);
    } else if value.name() == "link"
        && has("alternate")
        && let Some(language) = value.attr("hreflang").and_then(|code| code.parse().ok())
    {
        page.alternates.push((language, url));
    }
}

/// A page that stands before the page: a login, a consent, a proof of being human.
fn is_gate(title: &str, prose: &str) -> bool {
    const SIGNS: [&str; 11] = [
        "just a moment",
        "verify you are human",
        "are you a robot",
        "captcha",
        "enable javascript and cookies",
        "access denied",
        "sign in to continue",
        "log in to continue",
        "before you continue",
        "checking your browser",
        "request unsuccessful",
    ];
    let text = crate::text::fold::fold(&format!("{title} {}", prose.chars().take(3000).collect::<String>()));
    let consent = text.contains("cookie")
        && ["accept all", "tout accepter", "aceptar tod", "your consent", "votre consentement"]
            .iter()
            .any(|sign| text.contains(sign));
    prose.chars().count() < 3000
        && lexicon::symbols(prose).is_empty()
        && (SIGNS.iter().any(|sign| text.contains(sign)) || consent)
}

type NodeId = ego_tree::NodeId;

/// Letters and links of every element with all that is in it.
fn weigh(html: &Html, base: &Url) -> HashMap<NodeId, Weight> {
    let mut weights: HashMap<NodeId, Weight> = HashMap::new();
    let mut open: Vec<(NodeId, Weight)> = Vec::new();
    let mut skipped = 0_usize;
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    skipped += usize::from(SKIPPED.contains(&element.name()));
                    let links = usize::from(address_of(element).is_some_and(|href| base.join(href.trim()).is_ok()));
                    open.push((node.id(), Weight { letters: 0, links }));
                }
                Node::Text(text) if skipped == 0 && !lexicon::is_label(text) => {
                    if let Some((_, weight)) = open.last_mut() {
                        weight.letters += text.chars().filter(|c| c.is_alphabetic()).count();
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value()
                    && let Some((id, weight)) = open.pop()
                {
                    skipped = skipped.saturating_sub(usize::from(SKIPPED.contains(&element.name())));
                    if let Some((_, parent)) = open.last_mut() {
                        parent.letters += weight.letters;
                        parent.links += weight.links;
                    }
                    weights.insert(id, weight);
                }
            }
        }
    }
    weights
}

/// Where an element leads: a link, or a choice of languages whose values are addresses.
fn address_of(element: &scraper::node::Element) -> Option<&str> {
    match element.name() {
        "a" => element.attr("href"),
        "option" => element.attr("value").filter(|value| value.contains(['/', '.'])),
        _ => None,
    }
}

/// Elements that are one of several alike, each with words and links of its own.
fn cards(html: &Html, weights: &HashMap<NodeId, Weight>) -> HashSet<NodeId> {
    let mut alike: HashMap<(Option<NodeId>, &str, &str), Vec<NodeId>> = HashMap::new();
    for node in html.tree.nodes() {
        if let Node::Element(element) = node.value()
            && BOXES.contains(&element.name())
            && weights.get(&node.id()).is_some_and(|weight| weight.letters >= 8 && weight.links > 0)
        {
            let class = element.attr("class").unwrap_or_default().split_whitespace().next().unwrap_or_default();
            alike.entry((node.parent().map(|parent| parent.id()), element.name(), class)).or_default().push(node.id());
        }
    }
    alike.into_values().filter(|group| group.len() > 1).flatten().collect()
}

/// Makes lines.
struct Maker {
    base: Url,
    events: Vec<Event>,
    line: Line,
    chrome: usize,
    skipped: usize,
    heading: usize,
    columns: Vec<Option<Language>>,
    cell: usize,
    link: Option<Link>,
}

impl Maker {
    fn text(&mut self, text: &str) {
        if self.skipped > 0 || self.line.text.len() > LONGEST_LINE * 4 {
            return;
        }
        self.line.text.push_str(text);
    }

    fn open(&mut self, element: &scraper::node::Element) {
        let name = element.name();
        self.skipped += usize::from(SKIPPED.contains(&name));
        self.chrome += usize::from(CHROME.contains(&name));
        if BLOCKS.contains(&name) {
            self.end_line();
        } else if matches!(name, "span" | "a" | "strong" | "b")
            && self.line.text.ends_with(|c: char| c.is_alphanumeric() || c == ')')
            && name != "b"
        {
            // two boxes side by side are two words, whatever the source's blanks
            self.line.text.push(' ');
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading += 1,
            "table" => self.columns.clear(),
            "tr" => self.cell = 0,
            "td" | "th" => self.cell += 1,
            "a" | "option" if self.skipped == 0 => {
                let url = address_of(element).and_then(|href| self.base.join(href.trim()).ok());
                self.link = url.filter(|url| matches!(url.scheme(), "http" | "https")).map(|mut url| {
                    url.set_fragment(None);
                    let label = [element.attr("title"), element.attr("aria-label")]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .join(" ");
                    let language =
                        element.attr("hreflang").or_else(|| element.attr("lang")).and_then(|code| code.parse().ok());
                    Link { url, text: String::new(), label: shortened(&label, 300), language, at: self.line.text.len() }
                });
            }
            "img" if self.skipped == 0 => {
                // the only words of an icon
                if let Some(words) = element.attr("alt")
                    && self.link.is_some()
                {
                    self.text(&format!(" {words} "));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, element: &scraper::node::Element) {
        let name = element.name();
        if matches!(name, "a" | "option") {
            self.end_link();
        }
        if name == "th" || (name == "td" && self.columns.len() < self.cell) {
            // a head of a column may name a language
            let named = lexicon::language_in(&self.line.text).filter(|_| self.line.links.is_empty());
            if name == "th" {
                while self.columns.len() < self.cell {
                    self.columns.push(None);
                }
                if let Some(slot) = self.columns.get_mut(self.cell.saturating_sub(1)) {
                    *slot = named;
                }
            }
        }
        if name == "td" {
            self.line.column = self.columns.get(self.cell.saturating_sub(1)).copied().flatten();
        }
        if BLOCKS.contains(&name) {
            self.end_line();
        }
        if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            self.heading = self.heading.saturating_sub(1);
        }
        self.skipped = self.skipped.saturating_sub(usize::from(SKIPPED.contains(&name)));
        self.chrome = self.chrome.saturating_sub(usize::from(CHROME.contains(&name)));
    }

    fn end_link(&mut self) {
        if let Some(mut link) = self.link.take() {
            link.text = shortened(self.line.text.get(link.at..).unwrap_or_default(), 400);
            self.line.links.push(link);
        }
    }

    fn end_line(&mut self) {
        // a link around blocks (a whole card that can be clicked) goes on in the next line
        let carried = self.link.take();
        if let Some(link) = &carried {
            let words = shortened(self.line.text.get(link.at..).unwrap_or_default(), 400);
            if !words.is_empty() {
                self.line.links.push(Link { text: words, ..link.clone() });
            }
        }
        let mut line = std::mem::take(&mut self.line);
        self.link = carried.map(|link| Link { at: 0, ..link });
        let raw = std::mem::take(&mut line.text);
        line.text = shortened(&raw, LONGEST_LINE);
        for link in &mut line.links {
            // offsets into the harmless line; the blank before the link is the line's, not the link's
            let at = shortened(raw.get(..link.at).unwrap_or_default(), LONGEST_LINE).len();
            link.at = at + line.text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        }
        if line.text.is_empty() && line.links.is_empty() {
            return;
        }
        line.heading = self.heading > 0;
        line.chrome = self.chrome > 0;
        self.events.push(Event::Line(line));
    }
}
