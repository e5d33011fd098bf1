//! Statements are built with keys, timed, read aloud, exported, kept on the disk.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use desk::Desk;
use desk::scenes::built;
use gbdesk::app::{Msg, View};
use gbdesk::export;
use gbdesk::model::statement::{Form, Source, StatementPart};
use gbdesk::model::{Language, Statement};
use gbdesk::notes::Notes;
use gbdesk::notes::statements::Statements;

#[test]
fn a_paragraph_a_draft_decision_and_a_note_are_collected_with_one_key() {
    let mut desk = Desk::new(120, 40);
    desk.press("Down Enter Down Down I");
    desk.expect("Added to “Statement on INS/5(Rev.1)”: GB.399/INS/5(Rev.1), para. 2");
    desk.press("Right I").expect("para. 2(a)");
    desk.press("F6 I").expect("GB.399/INS/5(Rev.1), para. 4");
    desk.press("Backspace F2").typed("ask for dates").press("Esc F9 I").expect("Added to");
    let parts = &desk.statements[0].parts;
    assert_eq!(parts.len(), 4);
    let cited: Vec<_> = parts.iter().map(|part| part.source.as_ref().unwrap().citation.as_str()).collect();
    assert_eq!(cited[1], "GB.399/INS/5(Rev.1), para. 2(a)");
    assert_eq!(parts[1].text, "figures for each branch;");
    assert_eq!(parts[3].text, "ask for dates");
    assert!(parts[0].source.as_ref().unwrap().quoted && !parts[3].source.as_ref().unwrap().quoted);
}

#[test]
fn a_row_of_a_table_is_said_cell_by_cell() {
    let mut desk = Desk::new(120, 40);
    desk.press("Down Enter Down Down Down Right I").expect("Added to");
    assert_eq!(desk.statements[0].parts[0].text, "First; Country studies in eight seasonal economies; 2037");
}

#[test]
fn a_paper_of_another_session_goes_into_the_statement_that_is_open() {
    let mut desk = Desk::new(120, 40);
    let (mut other, _) = desk::invented::session();
    other.session = 398;
    desk.sessions.insert(398, std::sync::Arc::new(other));
    desk.send(gbdesk::app::Msg::Sessions(vec![399, 398])).press("Ctrl+O Down Enter").press("Down Enter Down I");
    desk.press("Ctrl+O Up Enter").press("Down Enter Down I");
    assert_eq!((desk.statements.len(), desk.statements[0].parts.len()), (1, 2));
    desk.press("D").expect("para. 1").expect("para. 2");
}

#[test]
fn a_part_taken_from_a_version_that_was_superseded_says_so_and_so_does_what_leaves() {
    let mut desk = Desk::new(120, 40);
    desk.press("Down Enter Ctrl+V").typed("INS/5").press("Down Enter Down").expect_at("GB.399/INS/5 § 1").press("I");
    desk.press("Ctrl+V").typed("Rev.1").press("Enter I D").expect("newer version: INS/5(Rev.1)");
    assert_eq!(desk.screen().matches("newer version").count(), 1, "{}", desk.screen());
    desk.press("e Enter");
    let cited: Vec<_> =
        desk.exported[0].0.parts.iter().map(|part| part.source.as_ref().unwrap().citation.as_str()).collect();
    assert_eq!(cited, ["GB.399/INS/5, para. 1; newer version: GB.399/INS/5(Rev.1)", "GB.399/INS/5(Rev.1), para. 1"]);
    desk.press("Home Down Right").expect_at("GB.399/INS/5 § 1");
    desk.expect("GB.399/INS/5(Rev.1) is held: the statement quotes GB.399/INS/5");
}

#[test]
fn a_quote_of_a_french_text_is_cited_in_french() {
    let mut desk = Desk::new(120, 40);
    desk.press("Down Enter Down Down Ctrl+L").typed("fre").press("Enter Right I").expect("paragr. 2 a)");
}

#[test]
fn the_parts_are_put_in_order_and_own_words_stand_between() {
    let mut desk = built(Desk::new(120, 40));
    desk.expect("own words").expect("We agree with this.").expect("quote");
    let order =
        |desk: &Desk| -> Vec<bool> { desk.statements[0].parts.iter().map(|part| part.source.is_some()).collect() };
    assert_eq!(order(&desk), [true, false, true]);
    desk.press("Ctrl+Up");
    assert_eq!(order(&desk), [false, true, true]);
    desk.press("} }");
    assert_eq!(order(&desk), [true, true, false]);
    desk.press("}").expect("There is nothing further.");
    desk.press("Ctrl+Z Ctrl+Z Ctrl+Z");
    assert_eq!(order(&desk), [true, false, true]);
    desk.press("Ctrl+Y");
    assert_eq!(order(&desk), [false, true, true]);
}

#[test]
fn what_is_removed_comes_back() {
    let mut desk = built(Desk::new(120, 40));
    desk.press("Delete").expect("The part was removed").expect_not("We agree with this.").press("Ctrl+Z");
    desk.expect("We agree with this.").press("Home Delete").expect("was moved to the trash");
    assert!(desk.statements.is_empty());
    desk.expect("No statement of this session yet.").press("Ctrl+Z").expect("We agree with this.");
    assert_eq!(desk.statements[0].parts.len(), 3);
}

#[test]
fn a_shortened_quote_says_so_and_an_emptied_part_goes() {
    let mut desk = built(Desk::new(120, 40));
    desk.press("Up Enter").expect("Statement: GB.399/INS/5(Rev.1), para. 2").press("Ctrl+Backspace Esc");
    desk.expect("quote, shortened");
    desk.press("Down Enter").expect("Statement: own words");
    for _ in 0..6 {
        desk.press("Ctrl+Backspace");
    }
    desk.press("Esc").expect_not("We agree");
    assert_eq!(desk.statements[0].parts.len(), 2);
    desk.press("Ctrl+Z").expect("We agree with this.");
}

#[test]
fn the_title_is_edited_like_the_parts_and_is_one_line() {
    let mut desk = built(Desk::new(120, 40));
    desk.press("Home Enter").expect("Statement: its title").typed(", first reading").press("Enter");
    desk.expect("Statement on INS/5(Rev.1), first reading");
    assert_eq!(desk.statements[0].title, "Statement on INS/5(Rev.1), first reading");
}

#[test]
fn a_pause_in_typing_saves_the_words_and_nothing_ticks_afterwards() {
    let mut desk = Desk::new(120, 40);
    desk.press("D F2").typed("Thank you, Chair").expect("not saved yet").wait(100);
    desk.typed(".").wait(600);
    assert_eq!(desk.statements[0].parts[0].text, "Thank you, Chair.", "also while one goes on typing");
    desk.wait(100);
    assert!(!desk.app.ticking());
    desk.expect("saved").press("Esc Ctrl+Z");
    assert!(desk.statements[0].parts.is_empty(), "the whole writing is one step of undo");
}

#[test]
fn a_full_disk_keeps_the_statement_on_the_screen_and_saves_it_later() {
    let mut desk = Desk::new(120, 40);
    desk.press("D F2").typed("precious");
    desk.disk_full = true;
    desk.press("Esc").expect("Not saved: the disk is full.").expect("precious");
    desk.disk_full = false;
    desk.press("F2").typed("more").press("Esc");
    let words: Vec<_> = desk.statements[0].parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(words, ["precious", "more"]);
}

#[test]
fn the_time_follows_the_pace_and_the_interpreters_get_a_slower_one() {
    let mut desk = Desk::new(120, 40);
    let words = "word ".repeat(130);
    desk.press("D F2").send(gbdesk::app::Msg::Paste(words)).press("Esc");
    desk.expect("130 words  1:00 at 130");
    desk.press("+").expect("135 words a minute: 0:58").press("- -").expect("125 words a minute: 1:03");
    desk.press("p").expect("100 words a minute, for the interpreters: 1:18").expect("130 words  1:18 at 100");
}

#[test]
fn the_reading_view_has_a_clock_that_ticks_only_while_it_runs() {
    let mut desk = built(Desk::new(120, 40));
    desk.press("Space").expect("0:00 of").expect("· stopped · this line at 0:00").expect("Speech");
    assert!(desk.app.next_second(0).is_none(), "nothing wakes up before the clock is started");
    desk.press("Space");
    assert_eq!(desk.app.next_second(desk.clock), Some(1000));
    desk.wait(83_000).expect("1:23 of").expect_not("stopped");
    desk.press("Space").expect("1:23 of").expect("stopped");
    assert!(desk.app.next_second(desk.clock).is_none());
    desk.press("r").expect("0:00 of").press("Space Esc");
    assert_eq!(desk.app.view, View::Statement);
    assert!(desk.app.next_second(desk.clock).is_none(), "elsewhere it costs nothing");
}

#[test]
fn the_clock_stops_when_the_reading_view_is_left_and_says_so_on_coming_back() {
    for (away, again) in [("Esc", "Space"), ("F6", "Backspace"), ("Backspace", "Space"), ("F3", "Tab")] {
        let mut desk = built(Desk::new(120, 40));
        desk.press("Space Space").wait(42_000).expect("0:42 of").press(away);
        assert!(!desk.app.speaking(), "{away}");
        desk.clock += 60_000;
        desk.press(again).expect("The clock stopped at 0:42 when you left; Space sets it going.");
        desk.press("Down").expect("0:42 of").expect("stopped").expect_not("when you left");
        desk.press("Space").wait(3_000);
        // a clock that was stopped by hand is not spoken of
        desk.press("Space").press(away).press(again).expect_not("when you left");
    }
}

#[test]
fn the_reading_view_leaves_a_row_free_below_each_line() {
    let mut desk = built(Desk::new(80, 24));
    desk.press("Space");
    let screen = desk.screen();
    let text: Vec<bool> =
        screen.lines().skip(2).take(12).map(|line| line.trim_matches([' ', '▌']).is_empty()).collect();
    let together = text.windows(3).filter(|rows| rows.iter().all(|blank| !blank)).count();
    assert_eq!(together, 0, "{screen}");
}

#[test]
fn a_line_that_is_longer_than_the_screen_is_read_to_its_end() {
    let mut desk = built(Desk::new(100, 40));
    desk.send(Msg::Resize(20, 8));
    desk.press("Home Down Space");
    let seen = |desk: &Desk| desk.screen().lines().any(|line| line.contains("(No. 122)."));
    for _ in 0..20 {
        if !seen(&desk) {
            desk.press("Down");
        }
    }
    desk.expect("(No. 122).");
}

#[test]
fn a_speech_is_not_blanked_while_the_clock_runs() {
    let mut desk = built(Desk::new(80, 24));
    desk.app.blank_after = 60_000;
    desk.press("Space Space").wait(90_000);
    assert!(!desk.app.blanked);
    desk.expect("1:30 of");
}

#[test]
fn the_statement_leaves_in_the_form_chosen_or_by_the_clipboard() {
    let mut desk = built(Desk::new(120, 40));
    desk.press("e").expect("The statement as a file").press("Enter").expect("Written: /exports/statement.docx");
    assert_eq!(desk.exported[0].1, Form::Docx);
    desk.press("e").typed("clip").press("Enter").expect("The whole statement was copied.");
    let text = desk.copied.last().unwrap();
    assert!(text.contains("We agree with this.") && text.contains("(GB.399/INS/5(Rev.1), para. 2)"), "{text}");
    desk.press("Up y");
    assert!(desk.copied.last().unwrap().ends_with("\n(GB.399/INS/5(Rev.1), para. 2)"));
}

#[test]
fn from_a_part_one_key_leads_to_where_its_words_stand() {
    let mut desk = built(Desk::new(120, 40));
    desk.press("Up Right").expect_at("GB.399/INS/5(Rev.1) § 2").press("Backspace");
    assert_eq!(desk.app.view, View::Statement);
}

#[test]
fn there_may_be_several_statements_of_a_session() {
    let mut desk = built(Desk::new(120, 40));
    desk.press("Ctrl+W").expect("Statements of this session").typed("new").press("Enter").expect("New statement");
    desk.press("F2").typed("Second.").press("Esc");
    assert_eq!(desk.statements.len(), 2);
    desk.press("w").expect("Statement on INS/5(Rev.1)").typed("ins").press("Enter").expect("We agree with this.");
}

#[test]
fn hidden_notes_hide_statements_too() {
    let mut desk = built(Desk::new(120, 40));
    desk.press("F12").expect("Notes are hidden").expect_not("We agree").expect_not("para. 2").press("Space Enter e");
    desk.expect_not("We agree").press("F12").expect("We agree with this.");
    desk.press("Space F12").expect_not("We agree").expect_not("0:0");
}

#[test]
fn a_statement_is_kept_while_another_program_changes_the_others() {
    let mut desk = built(Desk::new(120, 40));
    let mut all = desk.statements.clone();
    all[0].title = "Changed elsewhere".into();
    desk.send(gbdesk::app::Msg::Statements(all.clone())).expect("Changed elsewhere");
    desk.press("Enter").typed(" More.");
    all[0].title = "Changed again".into();
    desk.send(gbdesk::app::Msg::Statements(all)).expect("Changed elsewhere");
}

fn statement() -> Statement {
    let source = |quoted| Source {
        quoted,
        paper: "GB.399/INS/5(Rev.1)".into(),
        language: Some(Language::FR),
        paragraph: Some("para_4".into()),
        citation: "GB.399/INS/5(Rev.1), paragr. 4".into(),
        hash: String::new(),
    };
    let part = |text: &str, source| StatementPart { text: text.into(), source };
    Statement {
        session: 399,
        title: "Ports & harbours".into(),
        parts: vec![
            part("Thank you, Chair.", None),
            part("Le Conseil d’administration:\n(a) prend note;", Some(source(true))),
            part("ask for **dates**", Some(source(false))),
        ],
        ..Statement::default()
    }
}

#[test]
fn a_statement_lies_on_the_disk_as_markdown_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut statements = Statements::open(folder.path()).unwrap();
    assert!(!folder.path().join("statements").exists(), "nothing is made for nothing");
    let (saved, _) = statements.save(&statement()).unwrap();
    let path = folder.path().join("statements/399").join(format!("{}.md", saved.id));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("# Ports & harbours") && text.contains("> (a) prend note;"), "{text}");
    assert!(!text.contains("paragraph_hash") && !text.contains("\nquote:"), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let rights = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((rights(&path), rights(path.parent().unwrap())), (0o600, 0o700));
    }
    assert_eq!(Statements::open(folder.path()).unwrap().all()[0].parts, statement().parts);
    // they are no notes
    assert!(Notes::open(folder.path()).unwrap().all().is_empty());
}

#[test]
fn what_an_editor_changed_in_the_meantime_is_kept_beside() {
    let folder = tempfile::tempdir().unwrap();
    let mut statements = Statements::open(folder.path()).unwrap();
    let (saved, _) = statements.save(&statement()).unwrap();
    let path = folder.path().join("statements/399").join(format!("{}.md", saved.id));
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("Thank you", "Many thanks")).unwrap();
    let mut mine = saved.clone();
    mine.title = "Mine".into();
    let (_, both) = statements.save(&mine).unwrap();
    assert!(both);
    let all = statements.all();
    assert_eq!(all.len(), 2);
    assert!(all.iter().any(|one| one.title == "Mine"));
    assert!(all.iter().any(|one| one.parts[0].text == "Many thanks, Chair."));
    statements.delete(&all[0].id).unwrap();
    let (back, _) = statements.save(&all[0]).unwrap();
    assert_eq!((back.id.as_str(), statements.all().len()), (all[0].id.as_str(), 2), "a deleted one comes back");
}

#[test]
fn an_exported_statement_names_the_version_it_quotes() {
    let statement = statement();
    let text = String::from_utf8(export::statement::write(&statement, Form::Text, "", "").unwrap()).unwrap();
    assert!(text.contains("(a) prend note;”\n(GB.399/INS/5(Rev.1), paragr. 4)"), "{text}");
    let markdown =
        String::from_utf8(export::statement::write(&statement, Form::Markdown, "Group", "9 March 2037").unwrap())
            .unwrap();
    assert!(markdown.starts_with("# Ports & harbours\n\n*Group, 9 March 2037*"), "{markdown}");
    assert!(
        markdown.contains("> (a) prend note;") && markdown.contains("(GB.399/INS/5(Rev.1), paragr. 4)"),
        "{markdown}"
    );
    let word = export::statement::write(&statement, Form::Docx, "Group", "").unwrap();
    let read = gbdesk::reading::read(&word, &gbdesk::reading::Origin::file("statement.docx")).unwrap();
    let words = read.paragraphs().map(|paragraph| paragraph.full_text()).collect::<Vec<_>>().join("\n");
    assert!(words.contains("prend note;") && words.contains("ask for dates"), "{words}");
}
