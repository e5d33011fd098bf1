//! What the desk of the tests holds for a scene, and the scenes of every view.

use std::sync::Arc;

use gbdesk::app::Msg;
use gbdesk::app::fetching::Wanted;
use gbdesk::app::keymap::KeyMap;
use gbdesk::app::syncing::{Going, Step};
use gbdesk::model::session::SittingEntry;
use gbdesk::model::{Block, Language, Paper, Session, Sitting, Texts};

use super::Desk;

/// The version before, so that there is something to compare: a paragraph less, another word, another number.
pub fn with_former(mut desk: Desk) -> Desk {
    let newest = desk.papers["s-en"].clone();
    let mut before = Paper::clone(&desk.papers["s-old"]);
    before.blocks = newest.blocks.clone();
    for block in &mut before.blocks {
        if let Block::Paragraph(paragraph) = block {
            match paragraph.number.as_deref() {
                Some("1") => paragraph.text = paragraph.text.replace("tourism", "mining"),
                Some("4") => paragraph.number = Some("3".to_owned()),
                _ => {}
            }
        }
    }
    before.blocks.retain(|block| !matches!(block, Block::Table(_)));
    desk.papers.insert("s-old".to_owned(), Arc::new(before));
    desk
}

/// The session as the next sync brings it.
pub fn resync(desk: &mut Desk, change: impl FnOnce(&mut Session)) {
    let mut session = Session::clone(&desk.sessions[&399]);
    change(&mut session);
    desk.sessions.insert(399, Arc::new(session));
    desk.send(Msg::Sessions(vec![399]));
}

pub fn with_sittings(mut desk: Desk) -> Desk {
    resync(&mut desk, |session| {
        let entry = |item: &str| SittingEntry { item: item.to_owned(), note: Texts::default() };
        let sitting = |date: &str, begins: &str, ends: &str, items: &[&str]| Sitting {
            date: date.to_owned(),
            begins: Some(begins.to_owned()),
            ends: Some(ends.to_owned()),
            entries: items.iter().map(|item| entry(item)).collect(),
        };
        session.sittings = vec![
            sitting("2037-03-02", "10:30", "13:00", &["INS/3", "INS/5"]),
            sitting("2037-03-02", "14:30", "17:30", &["INS/5", "POL/1"]),
            sitting("2037-03-03", "10:30", "13:00", &["POL/1"]),
        ];
    });
    desk.send(Msg::Clock("2037-03-02T15:00".to_owned()));
    desk
}

/// What was asked, and of whom.
pub fn with_promises(mut desk: Desk) -> Desk {
    let entry = |paper: &str, standing: &str, due: u16, answered: &[&str]| {
        serde_json::from_value(serde_json::json!({
            "paper": paper, "paragraph": "4", "part": "(b)", "asked_of": "Director-General",
            "lead": "requested the Director-General to", "action": "report.",
            "due_session": due, "due_date": null, "quote": "requested the Director-General to report.", "at": [0, 41],
            "adopted": true, "id": "para_4", "standing": standing, "answered_by": answered,
        }))
        .unwrap()
    };
    desk.asked =
        vec![entry("GB.399/INS/5(Rev.1)", "due", 399, &["GB.399/POL/1"]), entry("GB.390/INS/2", "open", 395, &[])];
    desk
}

/// A desk with a statement of two quotes and own words between.
pub fn built(mut desk: Desk) -> Desk {
    desk.press("Down Enter Down Down I F6 I D Down").press("F2").typed("We agree with this.").press("Esc");
    desk
}

/// A view of the program: what the desk holds, and the keys that lead there (typed text in `` ` ``).
pub struct Scene {
    pub name: &'static str,
    pub set: fn(Desk) -> Desk,
    pub keys: &'static str,
}

const fn plain(name: &'static str, keys: &'static str) -> Scene {
    Scene { name, set: |desk| desk, keys }
}

const fn with(name: &'static str, set: fn(Desk) -> Desk, keys: &'static str) -> Scene {
    Scene { name, set, keys }
}

/// Nothing is held, and that is known.
fn nothing(desk: Desk) -> Desk {
    let (columns, rows) = desk.app.size;
    let strings = desk.app.strings;
    let mut desk = Desk::empty(columns, rows, Language::EN);
    desk.app.strings = strings;
    desk.send(Msg::Sessions(Vec::new()));
    desk
}

fn syncing(mut desk: Desk) -> Desk {
    let what = "GB.399/INS/5(Rev.1) en".to_owned();
    desk.send(Msg::Syncing(Some(Going { step: Step::Fetching, done: 12, total: 70, what })));
    desk
}

fn locked(mut desk: Desk) -> Desk {
    desk.send(Msg::Locked);
    desk
}

/// A configuration with a key that no terminal sends and a command that there is not.
fn mistaken(mut desk: Desk) -> Desk {
    let rows = [("go-to", ["F4".to_owned()]), ("note", ["Ctrl+I".to_owned()])];
    let (_, faults) = KeyMap::with(rows.iter().map(|(id, keys)| (*id, keys.as_slice())));
    let strings = desk.app.strings;
    let faults: Vec<_> = faults.into_iter().map(|(at, fault)| (at + 12, fault.sentence(strings))).collect();
    desk.app.show_faults("config.toml", &faults);
    desk
}

fn offering(mut desk: Desk) -> Desk {
    desk.app.offers = true;
    desk
}

fn fault(mut desk: Desk) -> Desk {
    let said = "GB.399/INS/5 in French was not fetched: the server did not answer within 30 seconds. What was held before is unchanged; sync again later.";
    desk.send(Msg::Fault(said.to_owned()));
    desk
}

fn wanting(mut desk: Desk) -> Desk {
    let papers = vec!["GB.346/INS/5".to_owned(), "GB.346/PFA/1".to_owned()];
    desk.wanted = vec![Wanted { session: 346, papers }];
    desk
}

fn empty_board(mut desk: Desk) -> Desk {
    resync(&mut desk, |session| session.board.clear());
    desk
}

fn blanked(mut desk: Desk) -> Desk {
    desk.app.blanked = true;
    desk
}

/// Every view.
pub const SCENES: [Scene; 55] = [
    with("start", nothing, ""),
    with("start-syncing", |desk| syncing(nothing(desk)), ""),
    plain("agenda", ""),
    plain("cover", "Down Enter"),
    plain("reader", "Down Enter Down Down"),
    plain("reader-part", "Down Enter Down Down Right"),
    plain("letters", "Down Enter Down Down F8"),
    plain("peek", "Down Enter Down Down Space"),
    plain("references", "Down Enter Down Down Ctrl+R"),
    plain("in-paper", "Down Enter Ctrl+F `season`"),
    plain("outline", "Down Enter Ctrl+E"),
    plain("follow", "Down Enter Down Down Enter"),
    plain("warnings", "Down Enter Ctrl+U"),
    plain("marks", "Down Enter Down Down B J"),
    plain("copy-as", "Down Enter Down Down \""),
    with("compare", with_former, "Down Enter F7"),
    with("compare-columns", with_former, "Down Enter F7 ="),
    plain("compare-adopted", "F6 F7"),
    plain("split", "Down Enter V F3 Down Enter"),
    plain("parallel", "Down Enter ="),
    plain("inbox", "F10"),
    plain("inbox-empty", "F10 M"),
    plain("board", "F6"),
    with("board-empty", empty_board, "F6"),
    with("sittings", with_sittings, "T"),
    plain("sittings-empty", "T"),
    plain("note", "Down Enter Down F2 `ask for dates`"),
    plain("note-beside", "Down Enter Down F2 `ask for dates` Esc"),
    plain("notes", "Down Enter Down F2 `ask for dates` Ctrl+R Down Enter Esc F9"),
    plain("notes-empty", "F9"),
    plain("notes-filter", "Down Enter Down F2 `ask for dates` Tab `money` Esc F9 Ctrl+W"),
    plain("discreet", "Down Enter Down F2 `ask for dates` Esc F9 F12"),
    with("blanked", blanked, ""),
    with("promises", with_promises, "P"),
    plain("promises-empty", "P"),
    with("statement", built, ""),
    with("statement-words", built, "F2 `and`"),
    with("statements", built, "Ctrl+W"),
    with("speech", built, "Space Space"),
    plain("two-keys", "Down Enter Down z"),
    plain("help", "F1"),
    plain("help-why-not", "F1 PageDown PageDown PageDown PageDown PageDown PageDown PageDown"),
    plain("goto", "Ctrl+G `pol`"),
    plain("finder", "F4 `seasonal`"),
    plain("goto-missing", "Down Enter Ctrl+G `77`"),
    plain("finder-empty", "F4"),
    plain("finder-nothing", "F4 `zzz`"),
    plain("sessions", "Ctrl+O"),
    plain("languages", "Down Enter Ctrl+L"),
    plain("board-filter", "F6 Ctrl+W"),
    with("fault", fault, ""),
    with("notes-question", offering, "Down Enter Down F2"),
    with("passphrase", locked, "`sesame`"),
    with("mistaken-keys", mistaken, ""),
    with("cited-not-held", wanting, "F"),
];
