//! The public web pages of the Governing Body, old layout and new, or any page in their manner: session pages, section
//! pages, pages of papers, records of decisions, the order of business. Followed within one site and a limit, one request
//! after the other, with a pause.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::PathBuf;

use reqwest::Url;

use super::http::{Client, Want};
use super::list::Entry;
use super::pages::{Event, Link, Page};
use super::{
    Body, Control, Fault, FaultKind, Fetched, Known, Listing, Offer, OfferedFile, Source, SourceConfig, address, clean,
    lexicon, list, pages, programme, record, shortened,
};
use crate::model::decision::Adopted;
use crate::model::feed::FeedItem;
use crate::model::{Language, Symbol, Texts};

mod kept;
mod merge;
mod session;

use kept::{Kept, keep, note};
use merge::{deferred, merged};
use session::{
    common_session, decided_on, heading, is_section_address, of_session, page_lines, page_text, session_dates,
    session_link, session_of,
};

/// Names under which the Office's site has answered.
const FAMILY: [&str; 9] = [
    "ilo.org",
    "www.ilo.org",
    "www2.ilo.org",
    "webapps.ilo.org",
    "ilo.int",
    "www.ilo.int",
    "ilo.ch",
    "www.ilo.ch",
    "www.oit.org",
];

/// Public web pages.
#[derive(Debug)]
pub struct WebPages {
    start: Url,
    config: SourceConfig,
    client: Client,
    allowed: Vec<String>,
}

/// Why a page is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// The start, or a session's page.
    Session,
    /// A list of papers, or its next page.
    Section,
    /// The order of business.
    Programme,
}

/// What has been gathered so far.
#[derive(Default)]
struct Gathered {
    /// Entries by symbol or first file, in the order of the list.
    entries: Vec<(Option<Language>, Entry)>,
    decisions: Vec<Adopted>,
    records: Vec<(Url, Option<Symbol>)>,
    /// Pages that are not there.
    missing: HashMap<Url, Fault>,
    listing: Listing,
    pages: usize,
    left_out: usize,
    /// The address is that of one decision: what else the session has is not known from it.
    of_one: bool,
}

impl WebPages {
    /// The pages from this address on.
    pub fn new(start: Url, config: &SourceConfig) -> Result<Self, Fault> {
        let mut allowed = config.allowed_hosts.clone();
        if start.host_str().is_some_and(|host| FAMILY.contains(&host)) {
            allowed.extend(FAMILY.iter().map(|host| (*host).to_owned()));
        }
        Ok(Self { client: Client::new(config, config.pause)?, start, config: config.clone(), allowed })
    }

    fn on_site(&self, url: &Url) -> bool {
        matches!(url.scheme(), "http" | "https")
            && !(self.start.scheme() == "https" && url.scheme() == "http")
            && (address::same_host(&self.start, url) || address::is_allowed(url, &self.allowed))
    }

    fn wants(&self, language: Language) -> bool {
        self.config.languages.is_empty() || self.config.languages.contains(&language)
    }

    fn cache_file(&self, url: &Url) -> Option<PathBuf> {
        Some(self.config.page_cache.as_ref()?.join(format!("{}.json", super::feed::sha256(url.as_str().as_bytes()))))
    }

    /// A page, from the last time when it has not changed since.
    fn page(&self, url: &Url, gathered: &mut Gathered, control: &Control) -> Result<Page, Fault> {
        // many pages may lead to the same page that is not there
        if let Some(fault) = gathered.missing.get(url) {
            return Err(fault.clone());
        }
        let page = self.ask(url, gathered, control);
        if let Err(fault) = &page
            && fault.kind == FaultKind::Missing
        {
            gathered.missing.insert(url.clone(), fault.clone());
        }
        page
    }

    fn ask(&self, url: &Url, gathered: &mut Gathered, control: &Control) -> Result<Page, Fault> {
        control.say(format!("page {}: {}", gathered.pages + 1, shortened(url.path(), 60)));
        gathered.pages += 1;
        let file = self.cache_file(url);
        let kept: Option<Kept> = file
            .as_ref()
            .and_then(|file| std::fs::read(file).ok())
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .filter(|kept: &Kept| kept.url == url.as_str());
        let known = kept.as_ref().map(|kept| Known {
            etag: kept.etag.clone(),
            last_modified: kept.last_modified.clone(),
            sha256: None,
        });
        let body = match (self.client.get(url, &known.unwrap_or_default(), Want::Text, &self.allowed, control)?, kept) {
            (Fetched::File(body), _) => {
                if let Some(file) = file.filter(|_| body.etag.is_some() || body.last_modified.is_some()) {
                    keep(&file, url, &body);
                }
                body
            }
            (Fetched::Unchanged, Some(kept)) => {
                Body { bytes: kept.text.into_bytes(), charset: Some("utf-8".to_owned()), ..Body::default() }
            }
            (Fetched::Unchanged, None) => return Err(refused(url, "fault.page_not_sent")),
        };
        if body.bytes.len() > pages::LARGEST || super::http::is_pdf(&body.bytes) {
            return Err(refused(url, "fault.no_page"));
        }
        let page = pages::read(url, &body);
        if page.asks_for_login {
            let (place, title) = (clean(url.as_str()), shortened(&page.title, 60));
            let values = [("place", place.as_str()), ("title", title.as_str())];
            return Err(Fault::said(FaultKind::Refused, "fault.gate", &values, "advice.other_road"));
        }
        Ok(page)
    }

    /// Reads a list page: its entries, and which pages to go on with.
    fn take_list(page: &Page, session: Option<u16>, gathered: &mut Gathered) {
        let language = page.language;
        for entry in list::entries(page) {
            if let (Some(session), Some(symbol)) = (session, &entry.symbol)
                && symbol.session() != session
            {
                continue;
            }
            if entry.is_decision
                && entry.files.is_empty()
                && let Some(url) = entry.page.clone().or(entry.record.clone())
            {
                gathered.records.push((url, entry.symbol));
                continue;
            }
            if let Some(url) = &entry.record {
                gathered.records.push((url.clone(), entry.symbol.clone()));
            }
            gathered.entries.push((language, entry));
        }
    }

    /// Links of a list page that lead on: sections, next pages, other languages, the order of business.
    fn leads(&self, page: &Page, role: Role, session: Option<u16>) -> Vec<(Url, Role)> {
        let mut leads = Vec::new();
        if let Some(next) = &page.next {
            leads.push((next.clone(), role));
        }
        for event in &page.events {
            let Event::Line(line) = event else { continue };
            for link in &line.links {
                if link.is_file() || !self.on_site(&link.url) || !of_session(link, session) {
                    continue;
                }
                let slug = link.url.path().replace(['-', '_'], " ");
                if lexicon::is_order_of_business(&link.text) {
                    leads.push((link.url.clone(), Role::Programme));
                } else if role == Role::Session
                    && (lexicon::section(&link.text).is_some()
                        || is_section_address(&link.url, session)
                        || slug
                            .rsplit('/')
                            .find(|part| !part.is_empty())
                            .is_some_and(|last| lexicon::section(last).is_some()))
                    && lexicon::symbols(&link.text).is_empty()
                {
                    leads.push((link.url.clone(), Role::Section));
                }
            }
        }
        for (language, url) in self.alternates(page) {
            if self.wants(language) {
                leads.push((url, role));
            }
        }
        leads.retain(|(url, _)| self.on_site(url));
        leads
    }

    /// The page in other languages: as it links them, and as the old addresses spell them.
    fn alternates(&self, page: &Page) -> Vec<(Language, Url)> {
        let mut found = page.alternates.clone();
        let text = page.url.as_str();
        if let Some(at) = text.find("lang--")
            && let (Some(before), Some(after)) = (text.get(..at + 6), text.get(at + 8..))
        {
            for language in &self.config.languages {
                if let Ok(url) = Url::parse(&format!("{before}{language}{after}")) {
                    found.push((*language, url));
                }
            }
        }
        found.retain(|(language, url)| *url != page.url && self.wants(*language) && self.on_site(url));
        found
    }

    /// Fills an entry from the page of its paper, in each language wanted.
    fn take_paper(
        &self,
        first: &Url,
        entry: &mut Entry,
        titles: &mut Texts,
        notes: &mut Texts,
        gathered: &mut Gathered,
        control: &Control,
    ) -> Result<(), Fault> {
        let session = gathered.listing.session;
        let mut queue = VecDeque::from([first.clone()]);
        let mut seen = HashSet::from([first.clone()]);
        while let Some(url) = queue.pop_front() {
            if seen.len() > 8 || gathered.pages >= self.config.most_pages {
                break;
            }
            let page = match self.page(&url, gathered, control) {
                Ok(page) => page,
                // a translation that is not there is no fault of the paper
                Err(fault) if url != *first && fault.kind != FaultKind::Cancelled => continue,
                Err(fault) => return Err(fault),
            };
            let language = page.language;
            let mut own = entry.symbol.as_ref().map(Symbol::paper);
            let mut some = false;
            for other in list::entries(&page) {
                // a card with a page of its own is another paper
                let elsewhere = other.page.as_ref().is_some_and(|page| *page != url) && other.symbol.is_none();
                let symbol = other.symbol.as_ref().map(Symbol::paper);
                let fits = |symbol: &Symbol| match &own {
                    Some(own) => symbol == own,
                    None => session.is_none_or(|session| symbol.session() == session),
                };
                if elsewhere || !symbol.as_ref().is_none_or(fits) {
                    continue;
                }
                // the first that the page names is its own
                own = own.or(symbol);
                if let Some(symbol) = other.symbol {
                    // the page is newer than the list: it names the revision
                    if !symbol.is_product()
                        && entry.symbol.as_ref().is_none_or(|known| known.companion() == symbol.companion())
                    {
                        entry.symbol = Some(symbol);
                    }
                }
                entry.date = entry.date.take().or(other.date);
                entry.record = entry.record.take().or(other.record);
                if entry.summary.is_empty() {
                    entry.summary = other.summary;
                }
                if let (Some(note), Some(language)) = (&other.change_note, language) {
                    notes.0.entry(language).or_insert_with(|| note.clone());
                }
                for (named, url) in other.files {
                    // on a page of one language a nameless file is in that language
                    let named = named.or(language);
                    if !entry.files.iter().any(|(_, known)| *known == url) {
                        some = true;
                        entry.files.push((named, url));
                    }
                }
            }
            if let Some(language) = language
                && let Some(title) = heading(&page)
            {
                titles.0.entry(language).or_insert(title);
            }
            if !some && url == *first && page_text(&page).chars().count() > 2500 && entry.files.is_empty() {
                // the page is the paper
                entry.files.push((language, url.clone()));
            }
            for (other, url) in self.alternates(&page) {
                let have = entry.files.iter().any(|(named, _)| *named == Some(other));
                if !have && seen.insert(url.clone()) {
                    queue.push_back(url);
                }
            }
        }
        Ok(())
    }

    fn gather(&self, control: &Control) -> Result<Gathered, Fault> {
        let mut gathered = Gathered::default();
        let mut session = self.config.session;
        let mut queue = VecDeque::from([(self.start.clone(), Role::Session)]);
        let mut seen = HashSet::from([self.start.clone()]);
        let mut chosen = false;
        while let Some((url, role)) = queue.pop_front() {
            control.check()?;
            if gathered.pages >= self.config.most_pages {
                gathered.left_out += queue.len() + 1;
                break;
            }
            let page = match self.page(&url, &mut gathered, control) {
                Ok(page) => page,
                Err(fault) if url == self.start || fault.kind == FaultKind::Cancelled => return Err(fault),
                Err(fault) => {
                    // another language of a list that is not there is not a gap in the list
                    if lexicon::language_of_address(url.path())
                        .is_none_or(|language| Some(language) == lexicon::language_of_address(self.start.path()))
                    {
                        gathered.listing.remarks.push(fault);
                    }
                    continue;
                }
            };
            if role == Role::Programme {
                let lines: Vec<String> = page_lines(&page);
                let year = gathered.listing.dates.as_ref().and_then(|dates| dates[0].get(..4)).map(str::to_owned);
                let sittings = programme::sittings(&lines, year.as_deref(), page.language);
                if sittings.len() > gathered.listing.sittings.len() {
                    gathered.listing.sittings = sittings;
                }
                continue;
            }
            if url == self.start {
                session = session.or_else(|| session_of(&page));
                let decided = decided_on(&page);
                if !decided.is_empty() {
                    // the page of one decision: nothing else of the session stands there
                    let paper = decided.first().and_then(|one| one.paper.parse::<Symbol>().ok());
                    session = self.config.session.or(paper.map(|symbol| symbol.session())).or(session);
                    gathered.decisions = decided;
                    gathered.of_one = true;
                    for (_, url) in self.alternates(&page) {
                        match self.page(&url, &mut gathered, control) {
                            Ok(page) => gathered.decisions.extend(decided_on(&page)),
                            Err(fault) if fault.kind == FaultKind::Cancelled => return Err(fault),
                            // a translation that is not there is no fault of the decision
                            Err(_) => {}
                        }
                    }
                    break;
                }
            }
            // a page that lists sessions leads to the one wanted, or to the newest
            if role == Role::Session
                && !chosen
                && let Some((number, link)) = session_link(&page, session, |url| self.on_site(url))
                && seen.insert(link.clone())
            {
                chosen = true;
                session = Some(number);
                gathered.entries.clear();
                gathered.records.clear();
                queue.clear();
                queue.push_back((link, Role::Session));
                continue;
            }
            if gathered.listing.title.is_empty() || role == Role::Session {
                let language = page.language.unwrap_or(Language::EN);
                let named = page.title.split(" | ").next().unwrap_or_default().to_owned();
                let names = |title: &String| lexicon::session(title).is_some() && lexicon::section(title).is_none();
                if let Some(title) = heading(&page).into_iter().chain([named]).find(names) {
                    gathered.listing.title.0.entry(language).or_insert(title);
                }
                let dates = session_dates(&page);
                gathered.listing.dates = gathered.listing.dates.take().or(dates);
            }
            Self::take_list(&page, session, &mut gathered);
            for (lead, role) in self.leads(&page, role, session) {
                if seen.insert(lead.clone()) {
                    queue.push_back((lead, role));
                }
            }
        }
        gathered.listing.session = session;
        Ok(gathered)
    }
}

/// A page that cannot be had.
fn refused(url: &Url, what: &'static str) -> Fault {
    Fault::said(FaultKind::Refused, what, &[("place", &clean(url.as_str()))], "advice.other_road")
}

/// The items of a section together, the sections in the order in which the pages name them.
fn by_section(mut items: Vec<FeedItem>) -> Vec<FeedItem> {
    let mut sections: Vec<String> = Vec::new();
    for item in &items {
        if !sections.contains(&item.section) {
            sections.push(item.section.clone());
        }
    }
    items.sort_by_key(|item| sections.iter().position(|section| *section == item.section));
    items
}

impl Source for WebPages {
    fn name(&self) -> String {
        self.start.to_string()
    }

    fn list(&self, control: &Control) -> Result<Listing, Fault> {
        let mut gathered = self.gather(control)?;
        let entries = merged(std::mem::take(&mut gathered.entries));
        let mut offers = Vec::new();
        let mut items: Vec<FeedItem> = Vec::new();
        for (mut entry, mut titles, mut notes) in entries {
            control.check()?;
            let waits = entry.status.as_deref().is_some_and(lexicon::is_no_paper);
            if entry.files.is_empty()
                && !waits
                && let Some(page) = entry.page.clone().filter(|page| self.on_site(page))
            {
                if gathered.pages >= self.config.most_pages {
                    gathered.left_out += 1;
                } else if let Err(fault) =
                    self.take_paper(&page, &mut entry, &mut titles, &mut notes, &mut gathered, control)
                {
                    if fault.kind == FaultKind::Cancelled {
                        return Err(fault);
                    }
                    gathered.listing.remarks.push(fault);
                }
            }
            if let Some(record) = &entry.record
                && !gathered.records.iter().any(|(known, _)| known == record)
            {
                gathered.records.push((record.clone(), entry.symbol.clone()));
            }
            Self::item(&entry, &titles, &mut items);
            gathered.decisions.extend(deferred(&entry));
            offers.extend(self.offer(entry, titles, notes));
        }
        self.take_records(&mut gathered, control)?;
        let mut listing = std::mem::take(&mut gathered.listing);
        if gathered.left_out > 0 {
            let (n, limit) = (gathered.left_out.to_string(), self.config.most_pages.to_string());
            let values = [("n", n.as_str()), ("limit", limit.as_str())];
            listing.remarks.push(Fault::said(FaultKind::TooLarge, "fault.pages_left", &values, "advice.section_page"));
        }
        if offers.is_empty() && items.is_empty() && gathered.decisions.is_empty() {
            let start = clean(self.start.as_str());
            return Err(Fault::said(FaultKind::Missing, "fault.no_papers", &[("place", &start)], "advice.other_road"));
        }
        listing.session = listing.session.or_else(|| common_session(&offers));
        listing.whole = listing.remarks.is_empty() && !gathered.of_one;
        listing.papers = offers;
        listing.items = by_section(items);
        listing.decisions = gathered.decisions;
        Ok(listing)
    }

    fn fetch(&self, file: &OfferedFile, known: &Known, control: &Control) -> Result<Fetched, Fault> {
        let url = address::parse(&file.address)?;
        if !self.on_site(&url) {
            return Err(refused(&url, "fault.off_site"));
        }
        let link = Link { url: url.clone(), text: String::new(), label: String::new(), language: None, at: 0 };
        let want = if link.is_file() { Want::Paper } else { Want::Anything };
        self.client.get(&url, known, want, &self.allowed, control)
    }

    fn host(&self, file: &OfferedFile) -> String {
        Url::parse(&file.address).map(|url| address::authority(&url)).unwrap_or_default()
    }

    fn place(&self, file: &OfferedFile) -> String {
        file.address.clone()
    }
}

impl WebPages {
    /// What is decided: the pages of the records.
    fn take_records(&self, gathered: &mut Gathered, control: &Control) -> Result<(), Fault> {
        let mut seen = HashSet::new();
        for (url, symbol) in std::mem::take(&mut gathered.records) {
            if !self.on_site(&url) || !seen.insert(url.clone()) {
                continue;
            }
            if gathered.pages >= self.config.most_pages {
                gathered.left_out += 1;
                continue;
            }
            match self.page(&url, gathered, control) {
                Ok(page) => {
                    let lines = page_lines(&page);
                    gathered.decisions.extend(record::decisions(&lines, page.language, symbol.as_ref()));
                }
                Err(fault) if fault.kind == FaultKind::Cancelled => return Err(fault),
                Err(fault) => gathered.listing.remarks.push(fault),
            }
        }
        Ok(())
    }

    /// The paper as it is offered; nothing when there is no file.
    fn offer(&self, entry: Entry, title: Texts, change_note: Texts) -> Option<Offer> {
        let mut symbol = entry.symbol;
        let mut files = Vec::new();
        for (language, url) in entry.files {
            if !self.on_site(&url) || language.is_some_and(|language| !self.wants(language)) {
                continue;
            }
            symbol = symbol.or_else(|| Symbol::from_file_name(&address::file_name(&url)));
            let is_pdf =
                std::path::Path::new(url.path()).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
            let media_type = is_pdf.then(|| "application/pdf".to_owned());
            files.push(OfferedFile { language, address: url.into(), media_type, ..OfferedFile::default() });
        }
        if files.is_empty() {
            return None;
        }
        let language = title.0.keys().next().copied().unwrap_or(Language::EN);
        let summary = if entry.summary.is_empty() {
            Texts::default()
        } else {
            Texts::one(language, shortened(&entry.summary, 1500))
        };
        Some(Offer {
            symbol: symbol.map(|symbol| symbol.to_string()),
            title,
            date: entry.date,
            kind: None,
            summary,
            change_note,
            status: entry.status,
            files,
        })
    }

    /// The item of the agenda that an entry stands for.
    fn item(entry: &Entry, titles: &Texts, items: &mut Vec<FeedItem>) {
        let symbol = entry.symbol.as_ref().filter(|symbol| !symbol.is_product());
        let section = symbol.and_then(Symbol::body).map(str::to_owned).or_else(|| entry.section.clone());
        let number = symbol.and_then(Symbol::item).filter(|item| item.starts_with(|c: char| c.is_ascii_digit()));
        let number = number.or_else(|| entry.number.clone().map(|number| number.replace('.', "/")));
        let (Some(section), Some(number)) = (section, number) else { return };
        let papers: Vec<String> = symbol.map(|symbol| symbol.paper().to_string()).into_iter().collect();
        if let Some(item) = items.iter_mut().find(|item| item.section == section && item.number == number) {
            for paper in papers {
                if !item.papers.contains(&paper) {
                    item.papers.push(paper);
                }
            }
            item.status = item.status.take().or_else(|| entry.status.clone());
            if item.title.is_empty() {
                item.title.clone_from(titles);
            }
            if item.note.is_empty() {
                item.note = note(entry, titles);
            }
            return;
        }
        items.push(FeedItem {
            section,
            number,
            title: titles.clone(),
            status: entry.status.clone(),
            note: note(entry, titles),
            papers,
        });
    }
}
