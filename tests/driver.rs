//! The flows of the program, driven by keys, read from the screen.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use std::sync::Arc;

use desk::Desk;
use desk::scenes::with_former;
use gbdesk::app::{Effect, Msg, View, update};
use gbdesk::model::{Language, Stance};

#[test]
fn a_paper_opens_from_the_agenda_and_back_leads_to_where_one_was() {
    let mut desk = Desk::new(100, 30);
    desk.expect("399th Session").expect("Opening remarks").expect("No document");
    desk.press("Down Enter").expect("GB.399/INS/5(Rev.1)").expect("Strategy for seasonal work");
    desk.press("Down Down").expect_at("GB.399/INS/5(Rev.1) § 2");
    // the paragraph cites three: a choice
    desk.press("Enter").expect("Follow which citation?").expect("GB.399/POL/1, para. 2");
    desk.press("Enter").expect_at("GB.399/POL/1 § 2").expect("INS/5 § 2 › GB.399/POL/1");
    desk.press("Backspace").expect_at("GB.399/INS/5(Rev.1) § 2");
    desk.press("Ctrl+Right").expect_at("GB.399/POL/1 § 2");
}

#[test]
fn an_item_without_paper_says_so() {
    Desk::new(80, 24).press("Enter").expect("No paper is held for this item.");
}

#[test]
fn the_chair_says_a_number_and_typing_it_goes_there() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Enter").typed("2b").expect("Go to").expect("inspection during the season");
    desk.press("Enter").expect_at("GB.399/INS/5(Rev.1) § 2(b)");
}

#[test]
fn a_paragraph_that_the_paper_skips_is_a_marked_gap() {
    Desk::new(100, 40).press("Down Enter").expect("[3 not found]").expect("1 remark on how this paper was read");
}

#[test]
fn letters_stand_over_the_citations_in_view() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter F8").expect("Type the letter of a citation").typed("s").expect_at("GB.399/POL/1 § 2");
}

#[test]
fn a_footnote_mark_has_a_letter_that_leads_through_the_footnote() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter");
    let all = desk.app.links_in_view();
    let mark = all.iter().find(|one| one.footnote.as_deref() == Some("1")).expect("the mark has a letter").letter;
    desk.press("F8").typed(&mark.to_string()).expect("GB.341/INS/5 is not held. It belongs to the 341st Session");
    // a footnote that cites nothing is gone to itself
    let mut strategy = (*desk.papers["s-en"]).clone();
    strategy.references.retain(|reference| reference.place != "fn_1");
    desk.papers.insert("s-en".to_owned(), Arc::new(strategy));
    let mut desk = Desk { sessions: desk.sessions, papers: desk.papers, ..Desk::empty(100, 40, Language::EN) };
    desk.send(Msg::Sessions(vec![399])).press("Down Enter F8").typed(&mark.to_string());
    desk.expect_at("GB.399/INS/5(Rev.1) fn_1").press("Backspace").expect_at("GB.399/INS/5(Rev.1) § 2");
    // a letter that nothing has says so
    desk.press("F8").typed("m").expect("No citation or footnote in view has this letter.");
}

#[test]
fn where_nothing_can_be_followed_the_key_says_so() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Down Enter");
    let mut bare = (*desk.papers["k-en"]).clone();
    bare.references.clear();
    bare.footnotes.clear();
    desk.papers.insert("k-en".to_owned(), Arc::new(bare));
    let mut desk = Desk { sessions: desk.sessions, papers: desk.papers, ..Desk::empty(100, 40, Language::EN) };
    desk.send(Msg::Sessions(vec![399]))
        .press("Down Down Enter F8")
        .expect("Neither a citation nor a footnote is in view.");
    assert!(!desk.app.letters);
}

#[test]
fn a_citation_of_a_paper_that_is_not_held_says_where_it_belongs() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Ctrl+G").typed("footnote 1").press("Enter").expect_at("GB.399/INS/5(Rev.1) fn_1");
    desk.press("Enter").expect("GB.341/INS/5 is not held. It belongs to the 341st Session");
}

#[test]
fn who_cites_a_paragraph_is_shown_beside_it_and_can_be_followed() {
    let mut desk = Desk::new(160, 40);
    desk.press("Down Enter Down Down").expect("Cited by").expect("POL/1 § 31");
    desk.press("Ctrl+R End Enter").expect_at("GB.399/POL/1 § 31");
}

#[test]
fn the_same_paragraph_is_read_in_another_language_and_in_another_version() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down Ctrl+L").expect("French").typed("fre").press("Enter");
    desk.expect_at("GB.399/INS/5(Rev.1) § 2").expect("inspection pendant la saison").expect("FR");
    desk.press("Ctrl+L").typed("eng").press("Enter").expect("inspection during the season");
    desk.press("Ctrl+V").typed("INS/5").press("Down Enter").expect_at("GB.399/INS/5 § 2");
}

#[test]
fn the_copied_paragraph_carries_its_citation_and_is_shown() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down Right").expect_at("GB.399/INS/5(Rev.1) § 2(a)");
    desk.press("y").expect("Copied with GB.399/INS/5(Rev.1), para. 2(a): figures for each branch;");
    assert_eq!(desk.copied, ["figures for each branch;\n(GB.399/INS/5(Rev.1), para. 2(a))"]);
    desk.press("Y");
    assert_eq!(desk.copied[1], "GB.399/INS/5(Rev.1), para. 2(a)");
}

#[test]
fn where_nothing_can_be_copied_the_copy_key_says_how_to_quit() {
    Desk::new(80, 24).press("Ctrl+C").expect("Ctrl+Q quits.");
}

#[test]
fn a_note_is_saved_before_the_screen_says_so_and_can_be_undone() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down F2").expect("Note: INS/5(Rev.1) § 2").typed("ask for dates");
    desk.expect("not saved yet");
    assert!(desk.disk.is_empty(), "nothing is written while one types");
    desk.press("Ctrl+R").expect("My stance").press("s").expect("support  not saved yet");
    desk.press("Tab").typed("dates budget").press("Esc").expect("Saved: note on INS/5(Rev.1) § 2");
    let note = desk.disk[0].clone();
    assert_eq!((note.text.as_str(), note.stance, note.tags.len()), ("ask for dates", Stance::Support, 2));
    assert_eq!(note.paragraph.as_deref(), Some("para_2"));
    assert!(note.quote.starts_with("The strategy builds on"), "{}", note.quote);
    desk.press("Ctrl+Z").expect("Undid: note written on INS/5(Rev.1) § 2");
    assert!(desk.disk.is_empty());
    desk.press("Ctrl+Y").expect("Done again");
    assert_eq!(desk.disk[0].text, "ask for dates");
}

#[test]
fn a_pause_in_typing_saves_the_note_and_nothing_ticks_afterwards() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down F2").typed("first");
    desk.wait(300);
    assert!(desk.disk.is_empty());
    desk.wait(1200);
    assert_eq!(desk.disk[0].text, "first");
    assert!(!desk.app.ticking(), "nothing is to be saved, so nothing wakes up");
    desk.expect("saved").typed(" thought").wait(1500);
    assert_eq!(desk.disk.len(), 1);
    assert_eq!(desk.disk[0].text, "first thought");
    desk.press("Esc Ctrl+Z");
    assert!(desk.disk.is_empty(), "the whole writing is one step of undo");
}

#[test]
fn a_note_on_a_paper_is_written_from_the_agenda() {
    let mut desk = Desk::new(80, 24);
    desk.press("Down F2").expect("Write here").typed("read before Monday").expect("read before Monday");
    desk.press("Esc").expect("Saved: note on INS/5(Rev.1)").expect("*1");
    assert_eq!(desk.disk[0].paragraph, None);
}

#[test]
fn a_note_hangs_on_an_item_without_paper_on_the_session_and_on_a_citation() {
    let mut desk = Desk::new(120, 40);
    desk.press("F2").expect("Note: INS/3").typed("who speaks first?").press("Esc").expect("*1");
    assert_eq!((desk.disk[0].paper.as_str(), desk.disk[0].item()), ("", Some("INS/3")));
    desk.press("F1")
        .typed("note on the session")
        .press("Enter")
        .expect("Note: 399th Session")
        .typed("flights")
        .press("Esc");
    assert_eq!((desk.disk[1].paper.as_str(), desk.disk[1].item(), desk.disk[1].session), ("", None, 399));
    desk.press("Down Enter Down Down Ctrl+R Down").press("F2").expect("Note: INS/5(Rev.1) § 2 › GB.399/POL/1, para. 2");
    desk.typed("not what it says").press("Esc");
    assert_eq!(desk.disk[2].quote, "GB.399/POL/1, para. 2");
    assert_eq!(desk.disk[2].paragraph.as_deref(), Some("para_2"));
    desk.press("F9 Ctrl+W").expect("On the session and its items").typed("session").press("Enter").expect("1 of 2");
    desk.press("Enter").expect("flights").press("Esc F12").expect_not("flights");
}

#[test]
fn words_are_saved_while_one_goes_on_typing() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down F2");
    for _ in 0..8 {
        desk.typed("a").wait(200);
    }
    assert!(desk.disk[0].text.len() >= 4, "{:?}", desk.disk[0].text);
}

#[test]
fn a_full_disk_keeps_the_words_on_the_screen() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down F2").typed("precious");
    desk.disk_full = true;
    desk.press("Esc").expect("The note was not saved: the disk is full.").expect("precious");
    desk.disk_full = false;
    desk.press("Esc").expect("Saved: note");
    assert_eq!(desk.disk[0].text, "precious");
}

#[test]
fn a_deleted_note_comes_back() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down F2").typed("keep me").press("Esc F9").expect("keep me").press("Delete");
    desk.expect("Deleted: note on INS/5(Rev.1) § 1");
    assert!(desk.disk.is_empty());
    desk.press("Ctrl+Z").expect("keep me");
    assert_eq!(desk.disk.len(), 1);
}

#[test]
fn an_emptied_note_is_deleted_and_that_can_be_undone() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down F2").typed("x").press("Esc F9 F2 Backspace Esc");
    assert!(desk.disk.is_empty());
    desk.press("Ctrl+Z");
    assert_eq!(desk.disk[0].text, "x");
}

#[test]
fn two_keys_take_a_stance_and_the_board_shows_it() {
    let mut desk = Desk::new(100, 40);
    desk.press("F6").expect("Draft decisions").expect("INS/5(Rev.1) § 4").expect("adopted as amended");
    desk.press("s").expect("My stance").expect("• no stance").press("s").expect("INS/5(Rev.1) § 4: support");
    assert_eq!(desk.disk[0].stance, Stance::Support);
    // on the note that is there, and arrows and Enter choose as well
    desk.press("s").expect("• support").press("Down Enter").expect("INS/5(Rev.1) § 4: oppose");
    assert_eq!((desk.disk.len(), desk.disk[0].stance), (1, Stance::Oppose));
    desk.press("Ctrl+Z").expect("Undid: INS/5(Rev.1) § 4: support");
    desk.press("Ctrl+Z").expect("Undid: INS/5(Rev.1) § 4: no stance");
    assert!(desk.disk.is_empty());
    desk.press("Ctrl+Y").expect("Done again: INS/5(Rev.1) § 4: support");
    desk.press("Ctrl+W").expect("My stance: support").typed("stance").press("Enter").expect("1 of 1");
    desk.press("Enter").expect_at("GB.399/INS/5(Rev.1) § 4");
}

#[test]
fn what_is_still_being_saved_is_not_undone_in_silence() {
    let mut desk = Desk::new(100, 40);
    desk.press("F6 s");
    let saving = update(&mut desk.app, Msg::Key("s".parse().unwrap()));
    assert!(matches!(saving.as_slice(), [Effect::SaveNote(..)]));
    desk.press("Ctrl+Z").expect("That is still being saved");
    let [Effect::SaveNote(ticket, note)] = saving.as_slice() else { panic!() };
    let note = gbdesk::model::Note { id: "n1".to_owned(), ..(**note).clone() };
    desk.send(Msg::NoteSaved(*ticket, Ok(Box::new(note)))).press("Ctrl+Z").expect("no stance");
    assert!(desk.app.notes.is_empty());
}

#[test]
fn discretion_blanks_every_note_and_stance() {
    let mut desk = Desk::new(160, 40);
    desk.press("Down Enter Down F2")
        .typed("our fallback position")
        .press("Ctrl+R s Esc")
        .expect("our fallback position");
    desk.press("F12").expect_not("our fallback position").expect_not("support");
    desk.press("F9").expect_not("our fallback position").expect("Notes are hidden");
    desk.press("F4").typed("fallback").expect_not("our fallback position");
    desk.press("Esc F12").expect("our fallback position");
}

#[test]
fn finding_brings_names_and_paragraphs_and_back_returns() {
    let mut desk = Desk::new(120, 40);
    desk.press("F4").typed("Paragraph 17").expect("POL/1 § 17").expect("1 paragraph");
    desk.press("Enter").expect_at("GB.399/POL/1 § 17");
    desk.press("F4").expect("Paragraph 17").expect("Searched before");
}

#[test]
fn a_stale_answer_never_replaces_a_newer_one() {
    let mut desk = Desk::new(120, 40);
    desk.slow_search = true;
    desk.press("F4").typed("Se").typed("asonal");
    let answer = |desk: &Desk, effect: &Effect| match effect {
        Effect::Find { generation, query, places, .. } => Msg::Found(*generation, Box::new(desk.find(query, *places))),
        other => panic!("{other:?}"),
    };
    let (first, last) = (desk.waiting[0].clone(), desk.waiting.last().unwrap().clone());
    let msg = answer(&desk, &last);
    desk.send(msg).expect("many of those who do it");
    let before = desk.screen();
    let msg = answer(&desk, &first);
    desk.send(msg);
    assert_eq!(desk.screen(), before);
}

#[test]
fn words_are_found_in_the_paper_around_its_end() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Down Enter Ctrl+F").typed("recognized").expect("1 of 30").press("Enter").expect("2 of 30");
    desk.press("Up Up").expect("30 of 30").expect_at("GB.399/POL/1 § 30");
    desk.press("Esc n").expect_at("GB.399/POL/1 § 1");
}

#[test]
fn the_palette_says_why_a_command_is_off_and_runs_one_that_is_on() {
    let mut desk = Desk::new(100, 40);
    desk.press("F1").typed("another language").expect("Open a paper first.").press("Enter");
    desk.expect("Open a paper first.").press("Esc");
    desk.press("F1").typed("all draft decisions").press("Enter");
    assert_eq!(desk.app.view, View::Board);
}

#[test]
fn headings_are_a_list_to_jump_in() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter o").expect("Background").expect("§ 4").typed("draft").press("Enter Down");
    desk.expect_at("GB.399/INS/5(Rev.1) § 4");
}

#[test]
fn a_peek_shows_the_footnote_and_the_cited_words_without_leaving() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down Space").expect("GB.341/INS/5, para. 18.").expect("Paragraph 2 speaks of skills");
    desk.press("Esc").expect_not("Paragraph 2 speaks of skills").expect_at("GB.399/INS/5(Rev.1) § 2");
}

#[test]
fn the_program_changes_its_language_and_colours_on_the_spot() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down F1").typed("language of the program").press("Enter").typed("fran").press("Enter");
    desk.expect("399e session").expect_at("GB.399/INS/5(Rev.1) § 2").expect("Ctrl+Q quitter");
    desk.press("F1").typed("couleurs").press("Enter").typed("sombre").press("Enter");
    assert_eq!(desk.app.theme, "dark");
}

#[test]
fn with_nothing_held_the_first_screen_offers_three_ways() {
    let mut desk = Desk::empty(80, 24, Language::EN);
    desk.send(Msg::Sessions(Vec::new())).expect("Three ways to begin").expect("gbdesk import FOLDER");
    desk.press("F6").expect("No session is held yet.");
}

#[test]
fn a_resize_keeps_the_paragraph_in_view() {
    let mut desk = Desk::new(160, 50);
    desk.press("Down Down Enter").typed("17").press("Enter");
    for (columns, rows) in [(40, 12), (200, 60), (80, 24), (64, 18), (20, 8)] {
        desk.send(Msg::Resize(columns, rows)).expect("17.");
        desk.expect_at("GB.399/POL/1 § 17");
    }
}

#[test]
fn a_terminal_too_small_says_so_and_still_takes_keys() {
    let mut desk = Desk::new(18, 6);
    desk.expect("Too small").press("Ctrl+Q");
    assert!(desk.left);
}

#[test]
fn command_letters_work_on_a_cyrillic_layout() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter").typed("оо").expect_at("GB.399/INS/5(Rev.1) § 2");
}

#[test]
fn a_paper_that_cannot_be_read_leaves_the_screen_as_it_was() {
    let mut desk = Desk::new(100, 30);
    desk.papers.remove("k-en");
    desk.press("Down Down Enter").expect("the file is gone").expect("399th Session");
    desk.press("Up Enter").expect("GB.399/INS/5(Rev.1)");
}

#[test]
fn leaving_saves_what_is_being_written() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Enter Down F2").typed("half a thou").press("Ctrl+Q");
    assert!(desk.left);
    assert_eq!(desk.disk[0].text, "half a thou");
}

#[test]
fn the_place_in_a_paper_is_kept() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Down Enter").typed("12").press("Enter Esc Up Enter Esc Down Enter").expect_at("GB.399/POL/1 § 12");
}

#[test]
fn a_card_that_is_too_long_says_so_and_is_read_with_the_arrows() {
    let mut desk = Desk::new(20, 8);
    desk.press("Down Enter 2 Enter Space").expect("↓").expect_not("↑");
    let place = desk.app.reader.as_ref().unwrap().spot;
    desk.press("Down").expect("↑");
    for _ in 0..40 {
        desk.press("Down");
    }
    desk.press("Esc").press("Space PageDown").expect("↑").press("Home").expect_not("↑").press("End").expect_not("↓");
    assert_eq!(desk.app.reader.as_ref().unwrap().spot, place, "the paragraph stays");
    // where all of it is in view the arrows go on reading
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down Space Down");
    assert!(!desk.app.peek && desk.app.reader.as_ref().unwrap().spot != place);
}

#[test]
fn letters_stand_free_at_every_size() {
    for (columns, rows) in [(20, 8), (30, 10), (40, 12), (60, 20), (80, 24), (120, 36)] {
        for keys in ["Down Enter 2 Enter", "Down Down Enter End", "Down Enter End"] {
            let mut desk = Desk::new(columns, rows);
            desk.press(keys);
            for _ in 0..9 {
                // a long paragraph is read on until it cites something
                if desk.app.links_in_view().is_empty() {
                    desk.press(if keys.contains('2') { "Down" } else { "Up" });
                }
            }
            desk.press("F8");
            let (screen, links) = (desk.screen(), desk.app.links_in_view());
            assert!(!links.is_empty(), "{columns}x{rows}");
            for one in links {
                let text = &desk.app.reader.as_ref().unwrap().page.texts[one.text].text;
                let word: String = text[one.byte..].chars().take_while(|c| !c.is_whitespace()).take(3).collect();
                let short = if one.footnote.is_some() { String::new() } else { format!(" {} {word}", one.letter) };
                let short = if short.is_empty() { format!("[{}]", one.letter) } else { short };
                let shown = [format!("[{}]{word}", one.letter), short];
                assert!(shown.iter().any(|shown| screen.contains(shown)), "{columns}x{rows} {shown:?}:\n{screen}");
            }
            let hints = screen.lines().last().unwrap_or_default();
            assert!(hints.contains("Esc"), "{columns}x{rows}: {hints}");
        }
    }
}

#[test]
fn a_letter_that_leads_nowhere_leaves_the_cursor_where_it_was() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter");
    let letter = |desk: &Desk, word: &str| {
        let texts = &desk.app.reader.as_ref().unwrap().page.texts;
        let all = desk.app.links_in_view();
        all.into_iter().find(|one| texts[one.text].text[one.byte..].starts_with(word)).unwrap().letter.to_string()
    };
    let before = desk.app.reader.as_ref().unwrap().spot;
    desk.press("F8");
    let key = letter(&desk, "GB.399/POL/1");
    desk.press("Esc F8");
    let outside = letter(&desk, "Employment Policy");
    desk.press(&outside);
    assert_eq!(desk.app.reader.as_ref().unwrap().spot, before, "{}", desk.screen());
    // and one that leads away keeps the way back to its paragraph
    desk.press("F8").press(&key).expect_at("GB.399/POL/1 § 2").press("Backspace").expect_at("GB.399/INS/5(Rev.1) § 2");
}

#[test]
fn what_may_follow_a_first_key_is_told_apart_at_every_size() {
    for language in [Language::EN, Language::FR, Language::ES] {
        for (columns, rows) in [(20, 8), (30, 10), (40, 12), (60, 20)] {
            let mut desk = Desk::in_language(columns, rows, language);
            desk.press("Down Enter Down z");
            let screen = desk.screen();
            let card: Vec<&str> = screen.lines().collect();
            let card = &card[card.iter().rposition(|line| line.starts_with('─')).unwrap() + 1..card.len() - 1];
            assert_eq!(card.len(), 6, "{screen}");
            let mut words: Vec<&str> = card.iter().map(|line| line.trim_start()[1..].trim()).collect();
            assert!(words.iter().all(|word| !word.is_empty() && !word.ends_with('…')), "{screen}");
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), 6, "{screen}");
        }
    }
}

#[test]
fn the_stance_and_whether_the_note_is_saved_are_seen_at_every_size() {
    for language in [Language::EN, Language::FR, Language::ES] {
        for (columns, rows) in [(20, 8), (30, 10), (40, 12), (60, 20), (120, 36)] {
            let mut desk = Desk::in_language(columns, rows, language);
            desk.press("Down Enter Down Down F2").typed("why").press("Ctrl+R Down Down Down Enter");
            let stance = desk.app.strings.get("stance.amend");
            desk.expect(stance);
            let title = desk.app.strings.get("noting.title");
            let head = |desk: &Desk| {
                let screen = desk.screen();
                let panes = screen.lines().filter_map(|line| line.split('│').next_back());
                panes.filter(|line| line.trim_start().starts_with(title) && line.contains(stance)).collect::<String>()
            };
            let unsaved = head(&desk);
            assert!(unsaved.contains('*') || unsaved.contains(desk.app.strings.get("noting.unsafe")), "{unsaved}");
            desk.wait(1000);
            desk.wait(1000);
            let saved = head(&desk);
            assert!(saved != unsaved && !saved.contains('*'), "{saved}");
            let hints = desk.screen().lines().last().unwrap_or_default().to_owned();
            assert!(hints.contains("^R") || hints.contains("Ctrl+R"), "{hints}");
        }
    }
}

#[test]
fn in_a_list_with_one_in_force_all_rows_begin_in_one_column() {
    for keys in
        ["Down Enter L", "Down Enter v", "Down Enter z c", "z l", "Down Enter s", "F6 w", "Ctrl+O", "Down Enter Down o"]
    {
        let mut desk = with_former(Desk::new(100, 40));
        desk.press(keys);
        let picker = desk.app.picker.as_ref().unwrap();
        assert!(picker.all.iter().any(|choice| choice.current), "{keys}");
        let screen = desk.screen();
        let begins = |choice: &gbdesk::app::picker::Choice| {
            let label = choice.label.trim_start();
            let indent = choice.label.chars().count() - label.chars().count();
            let line = screen.lines().skip(2).find(|line| line.contains(label)).unwrap();
            line[..line.find(label).unwrap()].chars().count() - indent
        };
        let columns: Vec<usize> = picker.shown.iter().map(begins).collect();
        assert!(columns.windows(2).all(|two| two[0] == two[1]), "{keys} {columns:?}:\n{screen}");
    }
}

#[test]
fn a_part_is_named_as_the_governing_body_names_it_in_each_language() {
    for (language, title, note) in [
        (Language::EN, "§ 2(a) of ", "INS/5(Rev.1) § 2(a)"),
        (Language::FR, "§ 2 a) sur ", "INS/5(Rev.1) § 2 a)"),
        (Language::ES, "§ 2, a) de ", "INS/5(Rev.1) § 2, a)"),
    ] {
        let mut desk = Desk::in_language(120, 36, language);
        desk.press("Down Enter Down Down Right").expect(title).press("F2").expect(note);
    }
}

#[test]
fn while_notes_are_hidden_nothing_names_their_place() {
    let mut desk = Desk::new(120, 40);
    desk.press("Down Enter Down F2").typed("dates").press("Esc").expect("Saved: note on INS/5(Rev.1) § 1");
    // nor is it taken back unseen
    desk.press("F12 Ctrl+Z").expect("Notes are hidden").expect_not("note written");
    assert_eq!(desk.disk.len(), 1);
    desk.press("B Ctrl+Z").expect("Undid the last change; where is not said");
    desk.press("Ctrl+Y").expect("Done again; where is not said").press("Ctrl+Z");
    desk.press("F12 Ctrl+Z").expect("Undid: note written on INS/5(Rev.1) § 1");
}

#[test]
fn two_copies_of_one_note_are_marked_in_the_list() {
    let mut desk = Desk::new(120, 40);
    desk.press("Down Enter Down F2").typed("dates").press("Esc Down F2").typed("another").press("Esc");
    for (note, second) in desk.disk.iter_mut().zip(["01", "02"]) {
        note.created = format!("2037-03-02T08:00:{second}Z");
    }
    let twin = gbdesk::model::Note { id: "conflict".to_owned(), text: "days".to_owned(), ..desk.disk[0].clone() };
    let mut notes = desk.disk.clone();
    notes.push(twin);
    desk.send(Msg::Notes(notes)).press("F9");
    assert_eq!(desk.screen().matches("! one of several copies").count(), 2, "{}", desk.screen());
}
