//! How what arrives becomes part of a session: entries, versions, companions, agenda, board.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::products::{self, Products};
use super::publish::{Change, PaperNote, SessionPart, TextNote};
use super::{NO_SESSION, order};
use crate::model::decision::{Adopted, BoardEntry};
use crate::model::paper::Kind;
use crate::model::session::{HeadingEntry, Held, PaperEntry, State};
use crate::model::{AgendaItem, Block, Language, Outcome, Paper, Session, Symbol, Texts};
use crate::strings::Saying;
use crate::text;

/// What taking in a text did.
pub(super) struct Taken {
    pub(super) change: Change,
    /// The session is different in some way, be it only an ETag.
    pub(super) different: bool,
    /// What is read is different though the text is held: by a better reader, or with the help of another product.
    pub(super) reread: bool,
    /// What this is for the paper: another product of a text held leaves it unchanged.
    pub(super) touches: Change,
}

/// The name of a file's format: as the reader tells it by the content, else by the word of the source or the name.
pub(super) fn format_of(file_name: &str, media_type: Option<&str>, bytes: &[u8]) -> &'static str {
    if let Some(format) = crate::reading::detect(bytes, Some(file_name)) {
        return format.extension();
    }
    let lower = file_name.to_ascii_lowercase();
    match (lower.rsplit_once('.').map_or("", |(_, extension)| extension), media_type.unwrap_or_default()) {
        ("pdf", _) | (_, "application/pdf") => "pdf",
        ("docx", _) => "docx",
        ("html" | "htm", _) | (_, "text/html") => "html",
        _ => "bin",
    }
}

/// The symbol of a text, from what the source says and what the text itself carries; with a remark when they disagree.
pub(super) fn symbol_of(given: Option<&Symbol>, printed: Option<&Symbol>) -> (Option<Symbol>, Option<Saying>) {
    match (given, printed) {
        (None, None) => (None, None),
        (Some(one), None) | (None, Some(one)) => (Some(one.clone()), None),
        (Some(given), Some(printed)) if given.paper() == printed.paper() => {
            // the one that names a version knows more
            let one = if *given == given.paper() { printed } else { given };
            (Some(one.clone()), None)
        }
        (Some(given), Some(printed)) => (
            Some(given.clone()),
            Some(Saying::new(
                "fault.other_symbol",
                &[("given", &given.to_string()), ("printed", &printed.to_string())],
            )),
        ),
    }
}

/// A session of which nothing is held yet.
pub(super) fn empty(number: u16) -> Session {
    let mut session = Session { session: number, ..Session::default() };
    if number == NO_SESSION {
        let names = [
            (Language::EN, "Texts without a session"),
            (Language::FR, "Textes sans session"),
            (Language::ES, "Textos sin reunión"),
        ];
        session.title.0.extend(names.map(|(language, name)| (language, name.to_owned())));
    }
    session
}

/// The entry with this key, made when it is not there.
pub(super) fn entry<'a>(session: &'a mut Session, key: &str) -> &'a mut PaperEntry {
    let at = session.papers.iter().position(|entry| entry.key == key).unwrap_or_else(|| {
        session.papers.push(PaperEntry {
            symbol: None,
            key: key.to_owned(),
            title: Texts::default(),
            date: None,
            kind: String::new(),
            change_note: Texts::default(),
            held: Vec::new(),
            beside: Vec::new(),
            state: State::default(),
            decisions: Vec::new(),
            headings: Vec::new(),
            gone: false,
            withdrawn: Vec::new(),
        });
        session.papers.len() - 1
    });
    &mut session.papers[at]
}

/// Takes a text into a session. A former text of the same symbol and language is kept as replaced; another product of the
/// same text, which `products` knows, stands beside the one that is shown.
pub(super) fn absorb(
    session: &mut Session,
    key: &str,
    mut held: Held,
    arrived: &BTreeSet<String>,
    now: &str,
    products: &Products,
) -> Taken {
    let entry = entry(session, key);
    let fetched = held.url.is_some();
    let same_place = |one: &Held| one.symbol == held.symbol && one.language == held.language;
    let known = |one: &Held| one.original == held.original && same_place(one);
    if let Some(at) = entry.held.iter().position(known) {
        let came_back = fetched && entry.held[at].replaced.is_some();
        let reread = products::alone(&entry.held[at]) != held.paper;
        if came_back {
            // the source shows again what it had replaced
            for other in entry.held.iter_mut().filter(|one| same_place(one) && one.replaced.is_none()) {
                other.replaced = Some(now.to_owned());
            }
        } else {
            held.replaced.clone_from(&entry.held[at].replaced);
        }
        if !reread {
            held.paper.clone_from(&entry.held[at].paper);
            held.alone.clone_from(&entry.held[at].alone);
        }
        remember(&mut held, &entry.held[at]);
        let different = entry.held[at] != held || entry.gone;
        entry.gone = false;
        entry.held[at] = held;
        let change = if came_back { Change::Changed } else { Change::Unchanged };
        return Taken { change, different, reread, touches: change };
    }
    if let Some(at) = entry.beside.iter().position(|one| known(one) && (one.replaced.is_none() || !fetched)) {
        held.replaced.clone_from(&entry.beside[at].replaced);
        let reread = entry.beside[at].paper != held.paper;
        remember(&mut held, &entry.beside[at]);
        let different = entry.beside[at] != held || entry.gone;
        entry.gone = false;
        entry.beside[at] = held;
        return Taken { change: Change::Unchanged, different, reread, touches: Change::Unchanged };
    }
    // one that had been replaced beside another and is shown by the source again arrives anew
    entry.beside.retain(|one| !known(one));
    entry.gone = false;
    let change = if entry.held.is_empty() { Change::New } else { Change::Changed };
    let shown = entry.held.iter().position(|one| same_place(one) && one.replaced.is_none());
    if let Some(shown) = shown
        && entry.held[shown].format != held.format
        && products.are_of_one_text(&entry.held[shown], &held)
    {
        let aside = if products.is_first(&held, &entry.held[shown]) {
            std::mem::replace(&mut entry.held[shown], held)
        } else {
            held
        };
        products::put_beside(entry, aside, now);
        // the words were held already: nothing is new for the delegate
        return Taken { change, different: true, reread: true, touches: Change::Unchanged };
    }
    for other in entry.held.iter_mut().filter(|one| same_place(one) && one.replaced.is_none()) {
        if arrived.contains(&other.original) && !products.is_first(&held, other) {
            held.replaced = Some(now.to_owned());
        } else {
            other.replaced = Some(now.to_owned());
        }
    }
    entry.held.push(held);
    Taken { change, different: true, reread: false, touches: change }
}

/// An import of a file that a source had given before does not forget the source.
fn remember(held: &mut Held, known: &Held) {
    if held.url.is_none() {
        held.url.clone_from(&known.url);
        held.etag.clone_from(&known.etag);
        held.last_modified.clone_from(&known.last_modified);
        held.file_name.clone_from(&known.file_name);
    }
}

/// Takes in what a source says; gives the keys of papers that it no longer lists.
pub(super) fn describe(session: &mut Session, part: SessionPart) -> Vec<String> {
    for (language, text) in part.title.0 {
        session.title.0.insert(language, text);
    }
    session.dates = part.dates.or(session.dates.take());
    session.place = part.place.or(session.place.take());
    session.source = part.source.or(session.source.take());
    session.sittings = part.sittings.unwrap_or(std::mem::take(&mut session.sittings));
    if let Some(items) = part.items {
        let derived = session.items.extract_if(.., |item| item.derived).collect::<Vec<_>>();
        session.items = items;
        session.items.extend(derived);
    }
    for adopted in part.adopted {
        let same = |known: &&mut Adopted| known.paper == adopted.paper && known.paragraph == adopted.paragraph;
        match session.adopted.iter_mut().find(same) {
            Some(known) => *known = adopted,
            None => session.adopted.push(adopted),
        }
    }
    let mut listed: BTreeSet<String> = part.papers.iter().map(|note| note.symbol.paper().to_string()).collect();
    name_texts(session, &part.texts);
    listed.extend(part.texts.into_iter().map(|note| note.key));
    for note in &part.papers {
        apply(session, note);
    }
    let mut gone = Vec::new();
    if part.complete {
        for entry in &mut session.papers {
            let fetched = entry.held.iter().chain(&entry.beside).any(|held| held.url.is_some());
            if fetched && !entry.gone && !listed.contains(&entry.key) {
                entry.gone = true;
                gone.push(entry.key.clone());
            }
        }
    }
    gone
}

/// Takes in what a source says of texts without symbol: it goes before the name of the file.
pub(super) fn name_texts(session: &mut Session, notes: &[TextNote]) {
    for note in notes {
        let Some(entry) = session.papers.iter_mut().find(|entry| entry.key == note.key) else { continue };
        entry.gone = false;
        if !note.title.is_empty() {
            entry.title = note.title.clone();
        }
        entry.date = note.date.clone().or(entry.date.take());
        entry.kind = note.kind.clone().unwrap_or(std::mem::take(&mut entry.kind));
    }
}

/// Takes in what a source says of a paper. It goes before what the text itself says.
fn apply(session: &mut Session, note: &PaperNote) {
    let entry = entry(session, &note.symbol.paper().to_string());
    entry.gone = false;
    // what is said of an older version or of a companion does not describe the paper as it is now
    let newest = order::newest(entry).and_then(|held| held.symbol.as_ref());
    if newest.is_some_and(|newest| *newest != note.symbol) {
        return;
    }
    entry.symbol.get_or_insert_with(|| note.symbol.clone());
    for (language, text) in &note.title.0 {
        entry.title.0.insert(*language, text.clone());
    }
    if note.date.is_some() {
        entry.date.clone_from(&note.date);
    }
    if let Some(kind) = &note.kind {
        entry.kind.clone_from(kind);
    }
    entry.change_note = note.change_note.clone();
}

/// Brings everything that follows from the texts held up to date: the touched entries, the agenda, the board.
pub(super) fn complete<'a>(
    session: &mut Session,
    touched: impl Iterator<Item = &'a String>,
    notes: &[PaperNote],
    paper_of: &dyn Fn(&Held) -> Option<Arc<Paper>>,
) {
    let mut rows = std::mem::take(&mut session.board);
    let keys: Vec<&String> = touched.collect();
    for key in &keys {
        let Some(entry) = session.papers.iter_mut().find(|entry| entry.key == **key) else { continue };
        rows.retain(|row| row.paper.paper().to_string() != **key);
        rows.extend(refresh_entry(entry, paper_of));
    }
    for note in notes {
        apply(session, note);
    }
    session.papers.sort_by(order::papers);
    record(session, &keys, paper_of);
    derive_items(session);
    let place = |row: &BoardEntry| {
        let key = row.paper.paper().to_string();
        session.papers.iter().position(|entry| entry.key == key).unwrap_or(usize::MAX)
    };
    rows.sort_by_cached_key(place);
    let places: Vec<(Symbol, Option<String>)> =
        rows.iter().map(|row| (row.paper.unrevised(), row.paragraph.clone())).collect();
    for row in &mut rows {
        decide(row, &session.adopted, &places);
    }
    session.board = rows;
}

/// Takes in what the records of decisions among the touched papers say, whichever way they came: the newest version of
/// each record, in every language held.
fn record(session: &mut Session, touched: &[&String], paper_of: &dyn Fn(&Held) -> Option<Arc<Paper>>) {
    let mut found: Vec<Adopted> = Vec::new();
    for entry in session.papers.iter().filter(|entry| touched.contains(&&entry.key)) {
        for held in order::in_force(entry) {
            // only records are read: the paper itself says whether it is one
            let Some(paper) = paper_of(held) else { continue };
            if paper.kind == Kind::Decision || held.symbol.as_ref().is_some_and(Symbol::is_product) {
                found.extend(text::record::of_paper(&paper, held.symbol.as_ref()));
            }
        }
    }
    for one in found {
        let here = one.paper.parse::<Symbol>().is_ok_and(|symbol| symbol.session() == session.session);
        if here {
            adopt(&mut session.adopted, one);
        }
    }
}

/// Puts what a record says beside what is known of the same draft: its words replace those in the same language, and what
/// it does not say stays as a source said it.
fn adopt(known: &mut Vec<Adopted>, one: Adopted) {
    let same = |other: &&mut Adopted| other.paper == one.paper && other.paragraph == one.paragraph;
    let Some(other) = known.iter_mut().find(same) else {
        known.push(one);
        return;
    };
    // a record in another language that says nothing of how it was adopted knows less than the first
    if one.outcome != Outcome::AsDrafted || matches!(other.outcome, Outcome::Pending) {
        other.outcome = one.outcome;
    }
    if one.date.is_some() {
        other.date = one.date;
    }
    other.text.0.extend(one.text.0);
}

/// What the newest texts say of their paper; gives its rows of the board.
fn refresh_entry(entry: &mut PaperEntry, paper_of: &dyn Fn(&Held) -> Option<Arc<Paper>>) -> Vec<BoardEntry> {
    let Some(newest) = order::newest(entry).cloned() else { return Vec::new() };
    if entry.symbol != newest.symbol {
        // what a source said of the former version does not hold for this one
        entry.change_note = Texts::default();
        entry.date = None;
    }
    entry.symbol.clone_from(&newest.symbol);
    let mut rows = Vec::new();
    let mut first = true;
    for held in order::in_force(entry).into_iter().cloned().collect::<Vec<_>>() {
        let Some(paper) = paper_of(&held) else { continue };
        let own = held.symbol == newest.symbol;
        let companion = held.symbol.as_ref().is_some_and(|symbol| order::version(symbol).companion);
        if let Some(title) = paper.title.clone().filter(|_| !companion || own) {
            entry.title.0.insert(held.language, title);
        }
        if own && first {
            first = false;
            if paper.date.is_some() {
                entry.date.clone_from(&paper.date);
            }
            if entry.kind.is_empty() {
                entry.kind = serde_json::to_value(paper.kind)
                    .ok()
                    .and_then(|kind| kind.as_str().map(str::to_owned))
                    .unwrap_or_default();
            }
            entry.decisions = paper.decisions.iter().filter_map(|one| one.paragraph.clone()).collect();
            entry.headings.clear();
        }
        if own && !entry.headings.iter().any(|heading| heading.language == Some(held.language)) {
            entry.headings.extend(headings(&paper, held.language));
        }
        let Some(symbol) = held.symbol.clone() else { continue };
        rows.extend(paper.decisions.iter().map(|decision| BoardEntry {
            paper: symbol.clone(),
            paragraph: decision.paragraph.clone(),
            id: decision.id.clone(),
            language: Some(held.language),
            title: paper.title.clone(),
            text: decision.text.clone(),
            items: decision.items.clone(),
            outcome: Outcome::Pending,
            adopted_text: None,
            decided_on: None,
        }));
    }
    if entry.title.is_empty() && entry.symbol.is_none() {
        entry.title = Texts::one(newest.language, newest.file_name.clone());
    }
    rows
}

fn headings(paper: &Paper, language: Language) -> impl Iterator<Item = HeadingEntry> {
    paper.blocks.iter().filter_map(move |block| match block {
        Block::Heading(heading) => Some(HeadingEntry {
            id: heading.id.clone(),
            level: heading.level,
            text: heading.text.clone(),
            language: Some(language),
        }),
        _ => None,
    })
}

/// Items for papers that no source put on the agenda, marked as derived, in the order of the papers.
fn derive_items(session: &mut Session) {
    session.items.retain(|item| !item.derived);
    let sourced = !session.items.is_empty();
    for entry in &session.papers {
        let Some(symbol) = entry.symbol.as_ref().map(Symbol::paper) else { continue };
        let Some(section) = symbol.body() else { continue };
        if session.items.iter().any(|item| item.papers.contains(&symbol)) {
            continue;
        }
        // PV, INF and the like are papers of a section, no items of its agenda
        let Some(number) = symbol.item().filter(|_| symbol.agenda_item().is_some()) else { continue };
        // the list named the item and left it to the paper to tell its symbol
        let named = |item: &&mut AgendaItem| !item.derived && item.section == section && item.number == number;
        if let Some(item) = session.items.iter_mut().find(named) {
            item.papers.push(symbol);
            continue;
        }
        let derived = AgendaItem {
            section: section.to_owned(),
            number,
            title: entry.title.clone(),
            papers: vec![symbol],
            derived: true,
            ..AgendaItem::default()
        };
        // behind the last item of its section with a lower number; the order of a source is left as it is
        let lower = |item: &AgendaItem| {
            item.section == derived.section && order::keys(&item.number, &derived.number) == std::cmp::Ordering::Less
        };
        let same = |item: &AgendaItem| item.section == derived.section;
        let behind = session.items.iter().rposition(lower).map(|at| at + 1);
        let at = behind.or_else(|| session.items.iter().position(same)).unwrap_or(session.items.len());
        session.items.insert(at, derived);
    }
    if !sourced {
        session.items.sort_by(|a, b| {
            let key = |item: &AgendaItem| format!("{}/{}", item.section, item.number);
            order::keys(&key(a), &key(b))
        });
    }
}

/// The outcome of a draft decision, from what is known of adopted ones. `drafts` are all drafts of the board. What names
/// the very text (paper or addendum) goes before what names the paper; one without a paragraph holds for a text with a
/// single draft, or for all of them when the paper was deferred.
fn decide(row: &mut BoardEntry, adopted: &[Adopted], drafts: &[(Symbol, Option<String>)]) {
    row.outcome = Outcome::Pending;
    row.adopted_text = None;
    row.decided_on = None;
    let (text, paper) = (row.paper.unrevised(), row.paper.paper());
    let of: Vec<(Symbol, &Adopted)> = adopted
        .iter()
        .filter_map(|one| Some((one.paper.parse::<Symbol>().ok()?.unrevised(), one)))
        .filter(|(symbol, _)| symbol.paper() == paper)
        .collect();
    let mut own: Vec<&Option<String>> =
        drafts.iter().filter(|(draft, _)| *draft == text).map(|(_, paragraph)| paragraph).collect();
    own.sort_unstable();
    own.dedup();
    let numbered = |one: &Adopted| one.paragraph.is_some() && one.paragraph == row.paragraph;
    // the record may name the paper for a draft of its addendum, or the other way about, when what it names has no draft
    let elsewhere = |symbol: &Symbol| drafts.iter().any(|(draft, _)| draft == symbol);
    // a single draft whose number was lost is the one that the record numbers
    let lone = |one: &Adopted| row.paragraph.is_none() && own.len() == 1 && one.paragraph.is_some();
    let exact = of.iter().rfind(|(symbol, one)| *symbol == text && (numbered(one) || lone(one)));
    let near = || of.iter().rfind(|(symbol, one)| *symbol != text && numbered(one) && !elsewhere(symbol));
    let whole = || {
        of.iter().rfind(|(symbol, one)| {
            *symbol == text && one.paragraph.is_none() && (own.len() <= 1 || one.outcome == Outcome::Deferred)
        })
    };
    // an addendum that is a revised draft decision: what was adopted is the draft of the paper in that form
    let companions = |symbol: &Symbol| drafts.iter().filter(|(draft, _)| draft == symbol).count() == 1;
    let revised = || {
        let lone = |symbol: &Symbol| own.len() == 1 && companions(symbol);
        of.iter().rfind(|(symbol, _)| text.companion().is_none() && symbol.companion().is_some() && lone(symbol))
    };
    let direct = exact.or_else(near).or_else(whole);
    let by_addendum = direct.is_none();
    if let Some((_, found)) = direct.or_else(revised) {
        row.outcome = match found.outcome {
            Outcome::AsDrafted if by_addendum => Outcome::AsAmended,
            outcome => outcome,
        };
        row.decided_on.clone_from(&found.date);
        row.adopted_text = row.language.and_then(|language| found.text.0.get(&language).cloned());
        if row.adopted_text.is_none() && found.outcome != Outcome::AsDrafted {
            row.adopted_text = found.text.best(&[]).map(str::to_owned);
        }
    }
}
