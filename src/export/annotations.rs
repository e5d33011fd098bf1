//! Notes as Web Annotations (W3C Web Annotation Data Model, JSON-LD), out and in.

use serde_json::{Map, Value, json};

use super::document::About;
use crate::model::{Language, Note, Stance, Symbol};
use crate::text::sanitise;

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
const PAPER: &str = "urn:gbdesk:paper:";
const NOTE: &str = "urn:gbdesk:note:";
/// More annotations than a delegate writes in a lifetime.
const MOST: usize = 20_000;

/// The notes as an `AnnotationPage`, pretty-printed. The source of each names the paper with the version that the note was
/// made on.
#[must_use]
pub fn write(notes: &[Note], about: &About) -> String {
    let items: Vec<Value> = notes.iter().map(|note| annotation(note, about)).collect();
    let page = json!({
        "@context": [CONTEXT, {"gbdesk": "urn:gbdesk:"}],
        "type": "AnnotationPage",
        "label": about.title,
        "generated": about.made,
        "items": items,
    });
    let mut out = serde_json::to_string_pretty(&page).unwrap_or_default();
    out.push('\n');
    out
}

fn annotation(note: &Note, about: &About) -> Value {
    let mut body = vec![json!({
        "type": "TextualBody", "value": note.text, "format": "text/markdown", "purpose": "commenting",
    })];
    if note.stance != Stance::None {
        body.push(json!({"type": "TextualBody", "value": note.stance.word(), "purpose": "assessing"}));
    }
    body.extend(note.tags.iter().map(|tag| json!({"type": "TextualBody", "value": tag, "purpose": "tagging"})));
    let mut selectors = Vec::new();
    if let Some(id) = &note.paragraph {
        selectors.push(json!({"type": "FragmentSelector", "value": id}));
    }
    if [&note.quote, &note.before, &note.after].iter().any(|words| !words.is_empty()) {
        selectors.push(json!({
            "type": "TextQuoteSelector", "exact": note.quote, "prefix": note.before, "suffix": note.after,
        }));
    }
    let mut target = Map::new();
    target.insert("source".into(), json!(format!("{PAPER}{}", escape(&note.paper))));
    if let Some(title) = about.titles.get(&note.paper).or_else(|| about.titles.get(&note.paper_key())) {
        target.insert("gbdesk:title".into(), json!(title));
    }
    target.insert("gbdesk:session".into(), json!(note.session));
    if let Some(language) = note.language {
        target.insert("gbdesk:language".into(), json!(language.code()));
    }
    if !note.paragraph_hash.is_empty() {
        target.insert("gbdesk:paragraph_hash".into(), json!(note.paragraph_hash));
    }
    if !selectors.is_empty() {
        target.insert("selector".into(), Value::Array(selectors));
    }
    let mut out = Map::new();
    out.insert("id".into(), json!(format!("{NOTE}{}", escape(&note.id))));
    out.insert("type".into(), json!("Annotation"));
    out.insert("motivation".into(), json!("commenting"));
    for (key, time) in [("created", &note.created), ("modified", &note.modified)] {
        if !time.is_empty() {
            out.insert(key.into(), json!(time));
        }
    }
    let author = if note.author.is_empty() { &about.author } else { &note.author };
    if !author.is_empty() {
        out.insert("creator".into(), json!({"type": "Person", "name": author}));
    }
    out.insert("body".into(), Value::Array(body));
    out.insert("target".into(), Value::Object(target));
    Value::Object(out)
}

/// What may not stand in a URN is written as `%20`.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/()&:+,;=@!$'*".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = if byte == b'%' { rest.as_slice_of_two() } else { None };
        match hex {
            Some(value) => {
                rest.nth(1);
                bytes.push(value);
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

trait TwoDigits {
    fn as_slice_of_two(&self) -> Option<u8>;
}

impl TwoDigits for std::str::Bytes<'_> {
    /// The next two bytes as hexadecimal digits, without taking them.
    fn as_slice_of_two(&self) -> Option<u8> {
        let mut ahead = self.clone();
        let high = char::from(ahead.next()?).to_digit(16)?;
        let low = char::from(ahead.next()?).to_digit(16)?;
        u8::try_from(high * 16 + low).ok()
    }
}

/// The notes in a JSON text: an annotation, a list of them, an `AnnotationPage` or an `AnnotationCollection`.
pub fn read(text: &str) -> Result<Vec<Note>, String> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| format!("it is no JSON (line {}, column {})", error.line(), error.column()))?;
    let items = match &value {
        Value::Array(items) => items.as_slice(),
        Value::Object(_) => value
            .get("items")
            .or_else(|| value.get("first").and_then(|first| first.get("items")))
            .and_then(Value::as_array)
            .map_or(std::slice::from_ref(&value), Vec::as_slice),
        _ => &[],
    };
    if items.len() > MOST {
        return Err(format!("it has {} annotations, more than {MOST}", items.len()));
    }
    let is_annotation = |item: &&Value| many(item.get("type")).iter().any(|kind| kind.as_str() == Some("Annotation"));
    let notes: Vec<Note> = items.iter().filter(is_annotation).map(note).collect();
    if notes.is_empty() && !items.is_empty() {
        return Err("it has no annotation (an object of the type “Annotation”)".into());
    }
    Ok(notes)
}

/// JSON-LD writes one value or a list of them.
fn many(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
    }
}

fn text_of(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

fn note(item: &Value) -> Note {
    let mut note = Note {
        id: sanitise::line(&unescape(text_of(item.get("id")).strip_prefix(NOTE).unwrap_or_default())),
        created: sanitise::line(text_of(item.get("created"))),
        modified: sanitise::line(text_of(item.get("modified"))),
        ..Note::default()
    };
    if let Some(creator) = many(item.get("creator")).first() {
        let name = creator.get("name").or_else(|| creator.get("id")).or(Some(creator));
        note.author = sanitise::line(text_of(name));
    }
    let mut words: Vec<String> =
        many(item.get("bodyValue")).iter().map(|value| text_of(Some(value)).to_owned()).collect();
    for body in many(item.get("body")) {
        let value = if body.is_string() { text_of(Some(body)) } else { text_of(body.get("value")) };
        match many(body.get("purpose")).first().and_then(|purpose| purpose.as_str()) {
            Some("tagging") => note.tags.push(sanitise::line(value)),
            Some("assessing") if value.parse::<Stance>().is_ok() => note.stance = value.parse().unwrap_or_default(),
            _ => words.push(value.to_owned()),
        }
    }
    note.tags.retain(|tag| !tag.is_empty());
    note.text = sanitise::lines(&words.join("\n\n")).into_owned();
    let Some(target) = many(item.get("target")).first().copied() else { return note };
    let source = target.get("source").unwrap_or(target);
    let source = if source.is_string() { text_of(Some(source)) } else { text_of(source.get("id")) };
    let source = unescape(source.strip_prefix(PAPER).unwrap_or(source));
    note.paper = sanitise::line(&source);
    if let Ok(symbol) = note.paper.parse::<Symbol>() {
        note.session = symbol.session();
    }
    let session = target.get("gbdesk:session").and_then(Value::as_u64).and_then(|number| u16::try_from(number).ok());
    note.session = session.unwrap_or(note.session);
    let language = target.get("gbdesk:language").or_else(|| target.get("source").and_then(|s| s.get("language")));
    note.language = text_of(language).parse::<Language>().ok();
    note.paragraph_hash = sanitise::line(text_of(target.get("gbdesk:paragraph_hash")));
    for selector in many(target.get("selector")) {
        let lines = |key: &str| sanitise::lines(text_of(selector.get(key))).into_owned();
        match text_of(selector.get("type")) {
            "FragmentSelector" => {
                let id = sanitise::line(text_of(selector.get("value")).trim_start_matches('#'));
                note.paragraph = Some(id).filter(|id| !id.is_empty());
            }
            "TextQuoteSelector" => {
                note.quote = lines("exact");
                note.before = lines("prefix");
                note.after = lines("suffix");
            }
            _ => {}
        }
    }
    note
}
