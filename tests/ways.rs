//! What a delegate tripped over: keys that led elsewhere than one thought, and screens that kept something back.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use std::sync::Arc;

use desk::Desk;
use desk::sample::Real;
use gbdesk::app::{App, Focus, Msg, View, update};
use gbdesk::model::promise::Standing;
use gbdesk::model::{AgendaItem, Block, Language, Session, Stance, Texts};

/// The session of the desk as it would have been the year before: the same papers under its number.
fn year_before(desk: &Desk) -> Session {
    let text = serde_json::to_string(&*desk.sessions[&399]).unwrap().replace("GB.399/", "GB.398/");
    Session { session: 398, ..serde_json::from_str(&text).unwrap() }
}

#[test]
fn a_draft_that_was_decided_says_so_where_it_is_read_and_beside_it() {
    let mut desk = Desk::new(160, 40);
    desk.press("Down Enter").typed("4").press("Enter").expect_at("GB.399/INS/5(Rev.1) § 4");
    desk.expect("» adopted as amended, 9 March 2037").expect("Outcome").expect("strategy as amended.");
    // compared there too, and Esc leads back to the paper
    desk.press("F7").expect("GB.399/INS/5(Rev.1) § 4 → adopted as amended").press("Esc");
    desk.expect_at("GB.399/INS/5(Rev.1) § 4");
    assert_eq!(desk.app.view, View::Reader);
}

#[test]
fn an_older_version_is_called_one_on_the_screen_and_when_it_is_copied() {
    for width in [80, 120] {
        let mut desk = Desk::new(width, 30);
        desk.press("Down Enter Down Down Ctrl+V").typed("INS/5").press("Down Enter").expect_at("GB.399/INS/5 § 2");
        desk.expect("older version; newest: INS/5(Rev.1)");
        desk.press("Y").expect("Copied from an older version (newest: INS/5(Rev.1)): GB.399/INS/5, para. 2");
        assert_eq!(desk.copied, ["GB.399/INS/5, para. 2"]);
    }
    Desk::new(80, 30).press("Down Enter").expect_not("older version");
}

#[test]
fn what_is_typed_to_be_found_never_runs_as_commands() {
    // beside the agenda that has the keys
    let mut desk = Desk::new(120, 30);
    desk.press("Down Down Enter Esc Ctrl+F").typed("recognized").expect("1 of 30").press("Enter Esc");
    desk.expect_at("GB.399/POL/1 § 2");
    // behind the agenda
    let mut desk = Desk::new(80, 24);
    desk.press("Down Down Enter Esc Ctrl+F").typed("recognized").expect("1 of 30");
    // in two languages: the main one
    let mut desk = Desk::new(120, 30);
    desk.press("Down Enter Down = Ctrl+F").typed("inspection").expect("1 of 1").press("Esc");
    desk.expect_at("GB.399/INS/5(Rev.1) § 2(b)");
    // nothing is open: everything is searched
    let mut desk = Desk::new(80, 24);
    desk.press("Ctrl+F").typed("meeting");
    assert!(desk.app.editor.is_none());
    assert!(desk.app.picker.is_some());
}

#[test]
fn what_concerns_a_paper_beside_the_agenda_needs_no_other_focus() {
    for key in ["Ctrl+L", "Ctrl+V", "Ctrl+E", "!", "F8", "="] {
        let mut desk = Desk::new(120, 30);
        desk.press("Down Enter Down Down Esc").press(key).expect_not("Open a paper first.");
        assert_ne!(desk.app.focus, Focus::Agenda, "{key}");
    }
    Desk::new(120, 30).press("Down Enter Esc z t").expect("The agenda has the keys; Tab leads to the next pane.");
}

#[test]
fn words_that_are_found_nowhere_leave_one_where_one_was() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Down Enter").typed("12").press("Enter").expect_at("GB.399/POL/1 § 12");
    // § 31 has an i as well, and no later letter
    desk.press("Ctrl+F").typed("answers x").expect("not found").press("Esc Esc");
    desk.expect_at("GB.399/POL/1 § 12");
}

#[test]
fn esc_leads_from_a_view_back_to_the_paper_one_was_reading() {
    for key in ["F7", "=", "D", "F10", "T", "P", "F6"] {
        let mut desk = Desk::new(120, 30);
        desk.press("Down Enter Down Down").press(key);
        assert_ne!(desk.app.view, View::Reader, "{key}");
        desk.press("Esc").expect_at("GB.399/INS/5(Rev.1) § 2");
        assert_eq!((desk.app.view, desk.app.focus), (View::Reader, Focus::Main), "{key}");
    }
    // who came from the agenda goes there again
    let mut desk = Desk::new(80, 24);
    desk.press("Down Enter F3 F10 Esc");
    assert_eq!(desk.app.focus, Focus::Agenda);
}

#[test]
fn esc_that_puts_a_sentence_away_does_nothing_else() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Enter Down n").expect("Search the paper first").press("Esc").expect_not("Search the paper first");
    assert_eq!(desk.app.focus, Focus::Main);
    desk.press("Esc");
    assert_eq!(desk.app.focus, Focus::Agenda);
}

#[test]
fn a_stance_goes_to_the_note_that_is_there_and_is_named_where_there_is_room() {
    let mut desk = Desk::new(80, 24);
    desk.press("Down Enter Down F2").typed("not yet").press("Esc s a").expect("INS/5(Rev.1) § 1: amend");
    assert_eq!((desk.disk.len(), desk.disk[0].stance), (1, Stance::Amend));
    desk.press("Esc F3").expect("*1 amend");
    desk.press("F12 F3").expect_not("amend");
}

#[test]
fn a_note_from_the_agenda_shows_what_it_is_on() {
    for width in [80, 60] {
        let mut desk = Desk::new(width, 24);
        desk.press("Down Enter F3 Down F2").expect("Note: POL/1").expect("Recognition of skills");
        desk.expect_not("Seasonal work is found");
    }
}

#[test]
fn what_belongs_to_another_session_says_so_in_lists_and_on_the_way() {
    let mut desk = Desk::new(120, 30);
    let former = year_before(&desk);
    desk.sessions.insert(398, Arc::new(former));
    desk.send(Msg::Sessions(vec![399, 398]));
    desk.press("Down Enter Down F4").typed("Recognition").expect("398 · paper").expect_not("399 · paper");
    desk.press("Esc Ctrl+G").typed("398/POL/1").press("Enter").expect_at("GB.398/POL/1 cover");
    desk.expect("GB.399/INS/5 § 1 › GB.398/POL/1");
}

#[test]
fn an_addendum_is_called_one_among_the_versions() {
    let mut desk = Desk::new(100, 30);
    let mut session = (*desk.sessions[&399]).clone();
    let paper = session.papers.iter_mut().find(|entry| entry.key == "GB.399/INS/5").unwrap();
    let mut addendum = paper.held[0].clone();
    addendum.symbol = "GB.399/INS/5(Add.1)".parse().ok();
    paper.held.push(addendum);
    desk.sessions.insert(399, Arc::new(session));
    desk.app.sessions.clear();
    desk.send(Msg::Sessions(vec![399]));
    desk.send(Msg::Session(399, Ok(desk.sessions[&399].clone())));
    desk.press("Home Down Enter Ctrl+V").expect("Addendum").expect("newest").press("Esc C");
    let addenda = desk.screen().matches("Addendum").count();
    assert!(addenda > 0, "{}", desk.screen());
}

#[test]
fn a_text_without_symbol_is_called_by_its_title() {
    let mut desk = Desk::new(120, 30);
    let mut session = (*desk.sessions[&399]).clone();
    let mut text = session.papers.iter().find(|entry| entry.key == "GB.399/POL/1").unwrap().clone();
    text.key = "text-8d9c75ba4533".to_owned();
    text.symbol = None;
    text.title = Texts::one(Language::EN, "Speaking notes of the group");
    text.held.iter_mut().for_each(|held| held.symbol = None);
    session.papers.push(text);
    desk.sessions.insert(399, Arc::new(session));
    desk.send(Msg::Session(399, Ok(desk.sessions[&399].clone())));
    desk.press("F10").expect("Speaking notes of the group").expect_not("text-8").press("Esc End Enter Down F2");
    desk.typed("ours").press("Esc").expect("Saved: note on Speaking notes of the group § 1");
    desk.press("Ctrl+G").typed("POL/1").press("Enter").expect("Recognition of skills § 1 › GB.399/POL/1");
    desk.press("F9").expect_not("text-8").press("Ctrl+W").expect_not("text-8");
}

#[test]
fn a_paper_that_this_session_does_not_have_is_offered_of_the_others() {
    let real = Real::sample();
    let mut desk = Desk::on(&real, 120, 36, Language::EN);
    let own: Vec<String> = desk.app.sessions[&399].papers.iter().map(|entry| entry.key.replace("399", "398")).collect();
    let former = real.library.session(398).unwrap();
    let only = former.papers.iter().find(|entry| entry.symbol.is_some() && !own.contains(&entry.key)).unwrap();
    let typed = only.key.replace("GB.398/", "");
    desk.press("Ctrl+G").typed(&typed);
    desk.expect(&format!("GB.399/{typed} is not held")).expect(&only.symbol.as_ref().unwrap().to_string());
    desk.press("Enter");
    assert_eq!(desk.app.reader.as_ref().unwrap().key, only.key);
}

#[test]
fn what_a_version_says_it_changed_is_not_said_against_another_paper() {
    let mut desk = Desk::new(120, 30);
    let mut session = (*desk.sessions[&399]).clone();
    for paper in &mut session.papers {
        paper.change_note = Texts::one(Language::EN, "Paragraph 2 was reworded.");
    }
    desk.sessions.insert(399, Arc::new(session));
    desk.send(Msg::Session(399, Ok(desk.sessions[&399].clone())));
    desk.press("Down Enter C").typed("skills").press("Enter").expect("GB.399/POL/1 → INS/5(Rev.1)");
    desk.expect_not("was reworded.");
    desk.press("Esc F7").expect("was reworded.");
    desk.press("Esc").expect_not("No note, no footnote");
}

#[test]
fn locked_notes_are_not_said_to_be_none() {
    let mut desk = Desk::new(80, 24);
    desk.send(Msg::Locked).press("Esc F9").expect("Your notes are encrypted and closed; F2 opens them.");
    assert_eq!(desk.app.view, View::Notes);
    desk.press("F2").expect("Passphrase");
    // without any the view says what it is for
    Desk::new(80, 24).press("F9").expect("No note yet. F2 on a paragraph begins one");
}

#[test]
fn the_way_to_a_paper_begins_at_the_agenda_when_it_was_opened_there() {
    let mut desk = Desk::new(120, 30);
    desk.press("F10 T P F3 Down Enter").expect_at("GB.399/INS/5(Rev.1) cover");
    desk.expect_not("›")
        .press("Down Down Enter Enter")
        .expect("INS/5 § 2 › GB.399/POL/1")
        .expect_not("Order of business");
    desk.press("Backspace Backspace");
    assert_eq!(desk.app.view, View::Promises, "the way back is as long as ever");
}

#[test]
fn a_command_is_found_by_the_word_one_has_for_it() {
    for (word, command) in [
        ("dark", "Choose the colours"),
        ("french", "Choose the language of the program"),
        ("bookmark", "Mark this place"),
        ("print", "The statement as Word, Markdown or text"),
        ("original", "Open what this paragraph cites on the web"),
    ] {
        Desk::new(120, 30).press("F1").typed(word).expect(command).expect_not(&format!("{word} light"));
    }
    Desk::new(120, 30).press("F1").typed("export").expect("Build a statement first");
}

#[test]
fn the_original_of_a_paper_is_opened_where_nothing_is_cited() {
    let mut desk = Desk::new(100, 30);
    let mut session = (*desk.sessions[&399]).clone();
    for held in session.papers.iter_mut().flat_map(|entry| &mut entry.held) {
        held.url = Some("https://example.org/papers/pol-1.pdf".to_owned());
    }
    desk.sessions.insert(399, Arc::new(session));
    desk.send(Msg::Session(399, Ok(desk.sessions[&399].clone())));
    desk.press("Down Down Enter Down W");
    assert_eq!(desk.browsed, ["https://example.org/papers/pol-1.pdf"]);
}

#[test]
fn what_cannot_be_done_gives_its_own_reason_and_is_not_hinted() {
    let mut desk = Desk::new(100, 30);
    desk.expect_not("Enter open").press("M").expect("Show first what is new (F10).");
    desk.press("Down").expect("Enter open");
    desk.app.sample = true;
    desk.press("F").expect("The sample session is invented");
    // what the agenda says of an item, the order of business says too
    let mut desk = Desk::new(120, 30);
    let mut session = (*desk.sessions[&399]).clone();
    let item: &mut AgendaItem = session.items.iter_mut().find(|item| item.papers.is_empty()).unwrap();
    item.note = Texts::one(Language::EN, "Publication expected by 9 March");
    let name = format!("{}/{}", item.section, item.number);
    session.sittings = serde_json::from_value(serde_json::json!([
        {"date": "2037-03-02", "begins": "10:00", "ends": "12:00", "entries": [{"item": name}]}
    ]))
    .unwrap();
    desk.sessions.insert(399, Arc::new(session));
    desk.send(Msg::Session(399, Ok(desk.sessions[&399].clone())));
    desk.press("T").expect("Publication expected by 9 March").expect_not("no document");
}

#[test]
fn an_adopted_text_has_neither_tags_nor_stance_and_a_footnote_has_its_mark() {
    let mut desk = Desk::new(100, 30);
    desk.press("F6 Down O").expect("Adopted text: POL/1 § 30").expect_not("Tags").expect_not("Ctrl+R stance");
    desk.press("Tab Ctrl+R")
        .typed("The Governing Body decided.")
        .press("Esc")
        .expect("Saved: adopted text of POL/1 § 30");
    assert_eq!((desk.disk[0].stance, desk.disk[0].text.as_str()), (Stance::None, "The Governing Body decided."));
    let mut desk = Desk::new(100, 30);
    desk.press("Down Enter Ctrl+G").typed("fn 1").press("Enter F2").expect("Note: INS/5(Rev.1) footnote 1");
}

#[test]
fn keys_that_come_before_the_session_is_read_run_in_order_afterwards() {
    let (session, _) = desk::invented::session();
    let mut desk = Desk::empty(100, 30, Language::EN);
    desk.sessions.insert(399, Arc::new(session));
    desk.papers = Desk::new(10, 10).papers.clone();
    desk.press("Ctrl+G").typed("pol/1").press("Enter Down");
    assert!(desk.app.picker.is_none() && desk.app.editor.is_none());
    desk.send(Msg::Sessions(vec![399])).expect_at("GB.399/POL/1 § 1");
    assert!(desk.disk.is_empty() && desk.app.early.is_empty());
    // one may leave before anything is read
    let mut app = App::new(Language::EN, vec![Language::EN]);
    assert!(!update(&mut app, Msg::Key("Ctrl+Q".parse().unwrap())).is_empty());
}

#[test]
fn what_is_new_and_what_was_asked_are_filtered_with_counts() {
    let real = Real::sample();
    let mut desk = Desk::on(&real, 120, 36, Language::EN);
    desk.press("F10 Ctrl+W").expect("Everything").typed("new").press("Enter").expect("What is new · ");
    let news = desk.app.news().len();
    desk.press("Ctrl+W").typed("everything").press("Enter").expect("What is new · by kind of change");
    assert_eq!(desk.app.news().len(), news);
    desk.press("P Ctrl+W");
    let shown = desk.app.picker.as_ref().unwrap().shown.clone();
    assert!(shown.len() > 1, "{shown:?}");
    assert_eq!(shown[0].right, desk.app.promises.entries.len().to_string());
    desk.press("Down Enter").expect(" · ");
    let filter: Option<Standing> = desk.app.promises.filter;
    let count = desk.app.promises.entries.iter().filter(|entry| Some(entry.standing) == filter).count();
    assert_eq!(shown[1].right, count.to_string());
    desk.expect(&format!("1 of {count}"));
}

#[test]
fn a_key_that_is_off_gives_the_reason_of_the_command_that_fits_what_is_shown() {
    let mut desk = Desk::new(120, 30);
    desk.press("F12 F2").expect_not("Your notes are not locked.").expect("Notes are hidden").press("F12");
    desk.press("F10 M Space").expect("Nothing new is chosen.");
    let mut desk = Desk::new(120, 30);
    desk.press("D e").expect("Build a statement first").press("Delete").expect("Build a statement first");
}

#[test]
fn with_nothing_held_the_commands_begin_with_what_brings_something() {
    let mut desk = Desk::empty(100, 30, gbdesk::model::Language::EN);
    desk.send(Msg::Sessions(Vec::new())).press("F1");
    let picker = desk.app.picker.as_ref().unwrap();
    assert_eq!(picker.choice().unwrap().action, gbdesk::app::picker::Action::Run("sample"));
}

#[test]
fn end_shows_the_end_of_a_paper_that_ends_in_a_long_table_or_a_long_paragraph() {
    for table in [true, false] {
        let mut desk = Desk::new(80, 24);
        let mut paper = (*desk.papers["s-en"]).clone();
        paper.footnotes.clear();
        let is = |block: &Block| match block {
            Block::Table(_) => table,
            Block::Paragraph(paragraph) => !table && paragraph.items.is_empty(),
            Block::Heading(_) => false,
        };
        let at = paper.blocks.iter().position(is).unwrap();
        let mut last = paper.blocks.remove(at);
        match &mut last {
            Block::Table(table) => {
                let columns = table.rows[0].len();
                table.rows.extend((0..300).map(|at| vec![format!("row {at}"); columns]));
                table.rows.push(vec!["the very end".to_owned(); columns]);
            }
            Block::Paragraph(paragraph) => {
                paragraph.text = format!("{}the very end", "Words that go on and on. ".repeat(300));
            }
            Block::Heading(_) => {}
        }
        paper.blocks.push(last);
        desk.papers.insert("s-en".to_owned(), Arc::new(paper));
        desk.press("Down Enter End").expect("the very end");
        desk.press("Home G")
            .expect("the very end")
            .press("Up PageUp")
            .expect_not("the very end")
            .press("End")
            .expect("the very end");
        // what was seen to the end is read to the end
        assert!(table || desk.app.reader.as_ref().unwrap().spot.part.is_none());
    }
}
