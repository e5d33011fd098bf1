//! The session feed, `session.json` version 1: read, checked with a sentence for each fault, and brought from a web server.

use std::collections::HashMap;

use reqwest::Url;
use serde_json::Value;

use super::http::{Client, Want};
use super::{
    Body, Control, Fault, FaultKind, Fetched, Known, Listing, Offer, OfferedFile, Source, SourceConfig, address, clean,
    shortened,
};
use crate::model::decision::Adopted;
use crate::model::feed::{FORMAT, Feed, FeedItem, VERSION};
use crate::model::session::SittingEntry;
use crate::model::{Sitting, Texts};
use crate::strings::Saying;

/// More papers than any session has; a list beyond it is a mistake or an attack.
const MOST_PAPERS: usize = 20_000;
/// The largest feed, in bytes.
const LARGEST: usize = 64 << 20;

/// A feed on a web server.
#[derive(Debug)]
pub struct HttpFeed {
    url: Url,
    client: Client,
    allowed: Vec<String>,
}

impl HttpFeed {
    /// The feed at this address.
    pub fn new(url: Url, config: &SourceConfig) -> Result<Self, Fault> {
        Ok(Self { url, client: Client::new(config, std::time::Duration::ZERO)?, allowed: config.allowed_hosts.clone() })
    }
}

impl Source for HttpFeed {
    fn name(&self) -> String {
        self.url.to_string()
    }

    fn list(&self, control: &Control) -> Result<Listing, Fault> {
        control.say("session.json");
        match self.client.get(&self.url, &Known::default(), Want::Text, &self.allowed, control)? {
            Fetched::File(body) => {
                let feed = parse(&body.bytes, self.url.as_str())?;
                for file in feed.papers.iter().flat_map(|paper| &paper.files) {
                    address::of_feed(&self.url, &file.url)?;
                }
                Ok(listing(feed))
            }
            // `get` never says so for an unconditional request
            Fetched::Unchanged => {
                let place = clean(self.url.as_str());
                Err(Fault::said(FaultKind::Wrong, "fault.page_not_sent", &[("place", &place)], "advice.feed"))
            }
        }
    }

    fn fetch(&self, file: &OfferedFile, known: &Known, control: &Control) -> Result<Fetched, Fault> {
        let url = address::of_feed(&self.url, &file.address)?;
        if file.sha256.is_some() && file.sha256 == known.sha256 {
            return Ok(Fetched::Unchanged);
        }
        // a changed checksum is news enough: a condition would only let a stale cache answer
        let condition = if file.sha256.is_some() { Known::default() } else { known.clone() };
        let html = file.media_type.as_deref().is_some_and(|kind| kind.contains("html"));
        let want = if html { Want::Anything } else { Want::Paper };
        match self.client.get(&url, &condition, want, &self.allowed, control)? {
            Fetched::File(body) => {
                verify(file, &body)?;
                Ok(Fetched::File(body))
            }
            Fetched::Unchanged => Ok(Fetched::Unchanged),
        }
    }

    fn host(&self, _: &OfferedFile) -> String {
        address::authority(&self.url)
    }

    fn place(&self, file: &OfferedFile) -> String {
        address::of_feed(&self.url, &file.address).map_or_else(|_| file.address.clone(), String::from)
    }
}

/// A fault in a feed; the key says what it is.
fn wrong(from: &str, what: &'static str, values: &[(&'static str, &str)]) -> Fault {
    let whole = Saying::new("fault.feed", &[("from", &shortened(from, 160))]).with("what", Saying::new(what, values));
    Fault::of(FaultKind::Wrong, whole, Saying::new("advice.feed", &[]))
}

/// Size and checksum as the feed promised them.
pub fn verify(file: &OfferedFile, body: &Body) -> Result<(), Fault> {
    let address = clean(&file.address);
    if let Some(size) = file.size
        && size != body.bytes.len() as u64
    {
        let (bytes, size) = (body.bytes.len().to_string(), size.to_string());
        let values = [("file", address.as_str()), ("bytes", bytes.as_str()), ("size", size.as_str())];
        return Err(Fault::said(FaultKind::Wrong, "fault.size", &values, "advice.replaced"));
    }
    if file.sha256.as_ref().is_some_and(|promised| *promised != sha256(&body.bytes)) {
        return Err(Fault::said(FaultKind::Wrong, "fault.checksum", &[("file", &address)], "advice.replaced"));
    }
    Ok(())
}

/// SHA-256 in lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    use std::fmt::Write as _;
    sha2::Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads a feed and checks it whole; `from` is its address, for the sentences.
pub fn parse(bytes: &[u8], from: &str) -> Result<Feed, Fault> {
    let feed = parse_shelf(bytes, from)?;
    if feed.session == 0 {
        return Err(wrong(from, "fault.feed_session", &[("n", "0")]));
    }
    Ok(feed)
}

/// The same, of a bundle, which may carry the texts that belong to no session: their session is 0.
pub(super) fn parse_shelf(bytes: &[u8], from: &str) -> Result<Feed, Fault> {
    if bytes.len() > LARGEST {
        return Err(wrong(from, "fault.feed_large", &[("size", &(LARGEST >> 20).to_string())]));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if super::http::is_html(bytes) {
        let [what, _] = *wrong(from, "fault.feed_page", &[]).saying;
        return Err(Fault::of(FaultKind::Refused, what, Saying::new("advice.feed_page", &[])));
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        let what = if error.is_eof() { "fault.feed_ends" } else { "fault.feed_json" };
        let (line, column) = (error.line().to_string(), error.column().to_string());
        wrong(from, what, &[("line", &line), ("column", &column)])
    })?;
    let Value::Object(fields) = &value else { return Err(wrong(from, "fault.feed_no_object", &[])) };
    match fields.get("format") {
        Some(Value::String(format)) if format == FORMAT => {}
        Some(other) => {
            return Err(wrong(
                from,
                "fault.feed_format",
                &[("format", &clean(&other.to_string())), ("wanted", FORMAT)],
            ));
        }
        None => return Err(wrong(from, "fault.feed_lacks", &[("name", "format")])),
    }
    match fields.get("version") {
        Some(Value::Number(version)) if version.as_u64() == Some(u64::from(VERSION)) => {}
        Some(other) => {
            let (version, wanted) = (clean(&other.to_string()), VERSION.to_string());
            let fault = wrong(from, "fault.feed_version", &[("version", &version), ("wanted", &wanted)]);
            let [what, _] = *fault.saying;
            return Err(Fault::of(FaultKind::Wrong, what, Saying::new("advice.feed_version", &[])));
        }
        None => return Err(wrong(from, "fault.feed_lacks", &[("name", "version")])),
    }
    for name in ["session", "papers"] {
        if fields.get(name).is_none_or(Value::is_null) {
            return Err(wrong(from, "fault.feed_lacks", &[("name", name)]));
        }
    }
    required(&value, "papers", &["symbol"], from)?;
    required(&value, "items", &["section", "number"], from)?;
    required(&value, "sittings", &["date"], from)?;
    required(&value, "decisions", &["paper"], from)?;
    for (at, paper) in value["papers"].as_array().into_iter().flatten().enumerate() {
        let named = paper["symbol"].as_str().map_or_else(|| format!("papers[{at}]"), clean);
        for file in paper["files"].as_array().into_iter().flatten() {
            for name in ["language", "url"] {
                if file.get(name).is_none_or(Value::is_null) {
                    return Err(wrong(from, "fault.feed_file_lacks", &[("paper", &named), ("name", name)]));
                }
            }
        }
    }
    let mut feed: Feed = serde_json::from_value(value)
        .map_err(|error| wrong(from, "fault.feed_unclear", &[("why", &clean(&error.to_string()))]))?;
    check(&mut feed, from)?;
    Ok(feed)
}

/// Each entry of a list has its required fields.
fn required(value: &Value, list: &str, names: &[&str], from: &str) -> Result<(), Fault> {
    match value.get(list) {
        None | Some(Value::Null) => Ok(()),
        Some(Value::Array(entries)) => {
            for (at, entry) in entries.iter().enumerate() {
                let missing = names.iter().find(|name| entry.get(**name).is_none_or(Value::is_null));
                if let Some(name) = missing {
                    let n = (at + 1).to_string();
                    return Err(wrong(from, "fault.feed_entry_lacks", &[("name", name), ("n", &n), ("list", list)]));
                }
            }
            Ok(())
        }
        Some(_) => Err(wrong(from, "fault.feed_no_list", &[("list", list)])),
    }
}

/// What the types cannot say, and texts made harmless.
fn check(feed: &mut Feed, from: &str) -> Result<(), Fault> {
    if feed.papers.len() > MOST_PAPERS || feed.items.len() > MOST_PAPERS {
        return Err(wrong(from, "fault.feed_many", &[("n", &MOST_PAPERS.to_string())]));
    }
    if feed.session > 9999 {
        return Err(wrong(from, "fault.feed_session", &[("n", &feed.session.to_string())]));
    }
    let date_of = |text: &str| text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10;
    for date in feed.dates.iter().flatten() {
        if !date_of(date) {
            return Err(wrong(from, "fault.feed_date", &[("date", &clean(date))]));
        }
    }
    harmless(&mut feed.title);
    feed.place = feed.place.take().map(|place| shortened(&place, 200)).filter(|place| !place.is_empty());
    feed.updated = feed.updated.take().map(|time| shortened(&time, 40));
    for item in &mut feed.items {
        item.section = shortened(&item.section, 20);
        item.number = shortened(&item.number, 20);
        item.status = item.status.take().map(|status| shortened(&status, 200));
        harmless(&mut item.title);
        harmless(&mut item.note);
        item.papers.iter_mut().for_each(|symbol| *symbol = shortened(symbol, 80));
    }
    let mut addresses: HashMap<String, Option<String>> = HashMap::new();
    for paper in &mut feed.papers {
        paper.symbol = shortened(&paper.symbol, 80);
        let named = paper.symbol.clone();
        if paper.symbol.is_empty() {
            return Err(wrong(from, "fault.feed_empty_symbol", &[]));
        }
        let says_gb = paper.symbol.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("GB"));
        if says_gb && paper.symbol.parse::<crate::model::Symbol>().is_err() {
            return Err(wrong(from, "fault.feed_symbol", &[("paper", &named)]));
        }
        if let Some(date) = &paper.date
            && !date_of(date)
        {
            return Err(wrong(from, "fault.feed_paper_date", &[("paper", &named), ("date", &clean(date))]));
        }
        paper.kind = paper.kind.take().map(|kind| shortened(&kind, 80));
        harmless(&mut paper.title);
        harmless(&mut paper.summary);
        harmless(&mut paper.change_note);
        for file in &mut paper.files {
            address::inside_folder(file.url.split_once("://").map_or(file.url.as_str(), |_| "x"))?;
            if let Some(sum) = &mut file.sha256 {
                sum.make_ascii_lowercase();
                if sum.len() != 64 || !sum.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return Err(wrong(from, "fault.feed_sum", &[("paper", &named)]));
                }
            }
            let before = addresses.entry(file.url.clone()).or_insert_with(|| file.sha256.clone());
            if *before != file.sha256 {
                return Err(wrong(from, "fault.feed_twice", &[("file", &clean(&file.url))]));
            }
            file.media_type = file.media_type.take().map(|kind| shortened(&kind, 100));
        }
    }
    for sitting in &mut feed.sittings {
        if !date_of(&sitting.date) {
            return Err(wrong(from, "fault.feed_date", &[("date", &clean(&sitting.date))]));
        }
        check_times(sitting, from)?;
        for SittingEntry { item, note } in &mut sitting.entries {
            *item = shortened(item, 80);
            harmless(note);
        }
    }
    for Adopted { paper, paragraph, date, text, .. } in &mut feed.decisions {
        *paper = shortened(paper, 80);
        *paragraph = paragraph.take().map(|number| shortened(&number, 20));
        *date = date.take().map(|date| shortened(&date, 10)).filter(|date| date_of(date));
        harmless(text);
    }
    Ok(())
}

fn check_times(sitting: &Sitting, from: &str) -> Result<(), Fault> {
    for time in [&sitting.begins, &sitting.ends].into_iter().flatten() {
        let good = time.len() == 5 && time.parse::<jiff::civil::Time>().is_ok();
        if !good {
            let time = clean(time);
            return Err(wrong(from, "fault.feed_time", &[("date", &sitting.date), ("time", &time)]));
        }
    }
    Ok(())
}

/// Every text of a feed as harmless lines; a decision keeps its line ends.
fn harmless(texts: &mut Texts) {
    for text in texts.0.values_mut() {
        let cut: String = text.chars().take(200_000).collect();
        *text =
            cut.lines().map(crate::text::sanitise::line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    }
    texts.0.retain(|_, text| !text.is_empty());
}

/// What a feed says, as a listing.
#[must_use]
pub fn listing(feed: Feed) -> Listing {
    let papers = feed
        .papers
        .into_iter()
        .map(|paper| Offer {
            symbol: paper.symbol.parse::<crate::model::Symbol>().ok().map(|_| paper.symbol),
            title: paper.title,
            date: paper.date,
            kind: paper.kind,
            summary: paper.summary,
            change_note: paper.change_note,
            status: None,
            files: paper
                .files
                .into_iter()
                .map(|file| OfferedFile {
                    language: Some(file.language),
                    address: file.url,
                    media_type: file.media_type,
                    sha256: file.sha256,
                    size: file.size,
                })
                .collect(),
        })
        .collect();
    let items: Vec<FeedItem> = feed.items;
    Listing {
        // 0 is the shelf of the texts that belong to no session
        session: Some(feed.session).filter(|session| *session > 0),
        title: feed.title,
        dates: feed.dates,
        place: feed.place,
        items,
        papers,
        sittings: feed.sittings,
        decisions: feed.decisions,
        whole: true,
        remarks: Vec::new(),
    }
}
