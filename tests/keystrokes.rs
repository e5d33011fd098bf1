//! Twenty errands of a delegate in the room, driven by keys alone on the sample session. Each must be reached, and none may
//! take more than six keys besides what is typed as text. `--nocapture` shows the table.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use std::sync::Arc;

use desk::Desk;
use desk::sample::Real;
use gbdesk::app::{Msg, View};
use gbdesk::model::{Language, Outcome, Stance};

/// The most keys an errand may take.
const MOST: usize = 6;

struct Errand {
    /// What is wanted, in the words of the room.
    wanted: &'static str,
    /// What had been done before; its keys do not count.
    before: &'static str,
    /// The keys, with what is typed as text in `` ` ``.
    keys: &'static str,
    /// Whether the delegate has what was wanted.
    reached: fn(&Desk) -> bool,
}

const fn errand(wanted: &'static str, before: &'static str, keys: &'static str, reached: fn(&Desk) -> bool) -> Errand {
    Errand { wanted, before, keys, reached }
}

/// Where the reader stands: `GB.399/INS/5 § 20(b)`.
fn at(desk: &Desk, place: &str) -> bool {
    let Some(reader) = desk.app.reader.as_ref().filter(|_| desk.app.view == View::Reader) else { return false };
    let symbol = reader.held.symbol.as_ref().map_or(reader.key.clone(), ToString::to_string);
    let number = reader.number().map_or(reader.id().to_owned(), |number| format!("§ {number}"));
    format!("{symbol} {number}") == place
}

fn shows(desk: &Desk, words: &str) -> bool {
    desk.screen().contains(words)
}

/// The paper on seasonal work, open at its seventh paragraph.
const READING: &str = "Ctrl+G `ins5 7` Enter";

const ERRANDS: [Errand; 20] = [
    errand("open paragraph 20(b) of INS/5", "", "Ctrl+G `ins5 20b` Enter", |desk| at(desk, "GB.399/INS/5 § 20(b)")),
    errand("who cites it? open that paragraph", "Ctrl+G `ins5 15` Enter", "Ctrl+R End Enter", |desk| {
        desk.app.view == View::Reader && !at(desk, "GB.399/INS/5 § 15") && shows(desk, "INS/5 § 15 ›")
    }),
    errand("copy it with its citation", READING, "Ctrl+C", |desk| {
        desk.copied.last().is_some_and(|text| text.ends_with("(GB.399/INS/5, para. 7)"))
    }),
    errand("note: ask for dates", READING, "F2 `ask for dates` Esc", |desk| {
        desk.disk.iter().any(|note| note.text == "ask for dates" && note.paragraph.as_deref() == Some("para_7"))
    }),
    errand("what changed in POL/3 since yesterday", "", "Ctrl+G `pol3` Enter F7", |desk| {
        desk.app.view == View::Compare && shows(desk, "GB.399/POL/3 → POL/3(Rev.1)")
    }),
    errand("the Spanish of this paragraph", READING, "Ctrl+L `span` Enter", |desk| {
        at(desk, "GB.399/INS/5 § 7") && desk.app.reader.as_ref().unwrap().held.language == Language::ES
    }),
    errand("the draft decision of PFA/2 against the adopted text", "", "Ctrl+G `decision pfa2` Enter F6 F7", |desk| {
        desk.app.view == View::Compare && shows(desk, "GB.399/PFA/2 § 12 → adopted as drafted")
    }),
    errand("follow the footnote's citation and come back", "Ctrl+G `ins5 6` Enter", "Enter Enter Backspace", |desk| {
        at(desk, "GB.399/INS/5 § 6")
    }),
    errand("what is on now? open its paper", READING, "T Enter", |desk| at(desk, "GB.399/POL/2 cover")),
    errand("which decisions are still pending", READING, "F6 Ctrl+W `pending` Enter", |desk| {
        let rows = desk.app.board_rows();
        !rows.is_empty() && rows.iter().all(|row| row.outcome == Outcome::Pending)
    }),
    errand("where does this paper speak of inspectors", READING, "Ctrl+F `inspectors` Enter", |desk| {
        desk.app.reader.as_ref().unwrap().find.as_ref().is_some_and(|find| find.hits.len() > 1 && find.at > 0)
    }),
    errand("which paragraphs cite Convention No. 110", READING, "F4 `C110` Down Enter", |desk| {
        desk.app.view == View::Reader && desk.app.reader.as_ref().unwrap().words().contains("110")
    }),
    errand("we oppose this draft decision", "Ctrl+G `decision ins5` Enter", "Ctrl+S o", |desk| {
        desk.disk.len() == 1 && desk.disk[0].stance == Stance::Oppose
    }),
    errand("read the footnote without leaving", "Ctrl+G `ins5 6` Enter", "Space", |desk| {
        desk.app.peek && shows(desk, "On recognition of skills, see")
    }),
    errand("the draft decision of the open paper", READING, "Ctrl+G `decision` Enter", |desk| {
        at(desk, "GB.399/INS/5 § 20")
    }),
    errand("paragraph 13 of the minutes of last session", READING, "Ctrl+G `398/pv 13` Enter", |desk| {
        at(desk, "GB.398/PV § 13")
    }),
    errand("my neighbour leans over: hide my notes", "Ctrl+G `ins5 7` Enter F2 `our fallback` Esc", "F12", |desk| {
        !shows(desk, "our fallback")
    }),
    errand("I deleted a note by mistake", "Ctrl+G `ins5 7` Enter F2 `keep me` Esc F9 Delete", "Ctrl+Z", |desk| {
        desk.disk.len() == 1 && shows(desk, "keep me")
    }),
    errand(
        "only my notes about money",
        "Ctrl+G `ins5 7` Enter F2 `how much?` Tab `money` Esc",
        "F9 Ctrl+W `money` Enter",
        |desk| desk.app.notes_rows().len() == 1 && shows(desk, "#money"),
    ),
    errand("English and French side by side, French first", READING, "= e", |desk| {
        desk.app.view == View::Parallel && desk.app.reader.as_ref().unwrap().held.language == Language::FR
    }),
];

#[test]
fn no_errand_takes_more_than_six_keys() {
    let real = Real::sample();
    let mut faults = Vec::new();
    for (columns, rows) in [(120, 36), (80, 24), (60, 20)] {
        let mut table = String::new();
        for errand in &ERRANDS {
            let mut desk = Desk::on(&real, columns, rows, Language::EN);
            desk.send(Msg::Clock("2037-03-03T16:00".to_owned()));
            desk.play(errand.before);
            let keys = desk.play(errand.keys);
            table.push_str(&format!("{keys}  {:<56} {}\n", errand.wanted, errand.keys));
            // two languages need room, and say so
            let narrow = columns < 80 && desk.app.message.is_some() && errand.keys.starts_with('=');
            if keys > MOST || !((errand.reached)(&desk) || narrow) {
                faults.push(format!("{columns}×{rows}: {}: {keys} keys\n{}", errand.wanted, desk.screen()));
            }
        }
        if columns == 120 {
            println!("{table}");
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn enter_pressed_before_the_answer_takes_the_answer_and_not_what_was_listed_before() {
    let real: Arc<Real> = Real::sample();
    let mut desk = Desk::on(&real, 120, 36, Language::EN);
    desk.press("Ctrl+G").typed("ins5");
    desk.slow_search = true;
    desk.typed(" 7").press("Enter");
    assert_eq!(desk.app.view, View::Start, "nothing opens before the answer is there");
    desk.slow_search = false;
    for effect in std::mem::take(&mut desk.waiting) {
        let answer = real.answer(&effect).unwrap();
        desk.send(answer);
    }
    desk.expect_at("GB.399/INS/5 § 7");
}
