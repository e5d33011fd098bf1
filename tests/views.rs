//! The views beside the reader, driven by keys and read from the screen.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use std::sync::Arc;

use desk::Desk;
use desk::scenes::{SCENES, resync, with_former, with_promises, with_sittings};
use gbdesk::app::commands::COMMANDS;
use gbdesk::app::pointer::Hit;
use gbdesk::app::{Focus, Msg, View, update};
use gbdesk::model::{Block, Language, Outcome, Paper, Texts};
use proptest::prelude::*;

#[test]
fn the_newest_version_is_compared_with_the_one_before() {
    let mut desk = with_former(Desk::new(100, 40));
    desk.press("Down Enter F7").expect("GB.399/INS/5 → INS/5(Rev.1)");
    desk.expect("1 added, 1 renumbered, 1 reworded (1)");
    desk.expect("± § 1  reworded").expect("-[mining]").expect("+[tourism]");
    desk.expect("… 1 unchanged (§ 2)").expect("+ table  added").expect("» § 3 → § 4  renumbered");
    desk.expect("1 of 3").press("n").expect("2 of 3").press("Down").expect("3 of 3");
    desk.press("n").expect("There is nothing further.").press("N N").expect("1 of 3");
}

#[test]
fn from_a_change_enter_leads_to_the_paragraph_and_back_to_the_change() {
    let mut desk = with_former(Desk::new(100, 40));
    desk.press("Down Enter F7 n n Enter").expect_at("GB.399/INS/5(Rev.1) § 4");
    desk.press("Backspace").expect("3 of 3");
    assert_eq!(desk.app.view, View::Compare);
}

#[test]
fn a_change_is_copied_with_its_citation_and_annotated_where_it_stands() {
    let mut desk = with_former(Desk::new(100, 40));
    desk.press("Down Enter c y");
    assert!(desk.copied[0].ends_with("(GB.399/INS/5(Rev.1), para. 1)"), "{}", desk.copied[0]);
    desk.press("F2").typed("why tourism?").press("Esc");
    assert_eq!(desk.disk[0].paragraph.as_deref(), Some("para_1"));
    assert_eq!(desk.disk[0].paper, "GB.399/INS/5(Rev.1)");
}

#[test]
fn a_paper_in_one_version_says_that_there_is_nothing_to_compare() {
    Desk::new(100, 30).press("Down Down Enter F7").expect("This paper is held in one version only.");
}

#[test]
fn any_two_papers_of_the_session_are_compared_when_chosen() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter C").expect("Compare with").expect("GB.399/POL/1").typed("skills").press("Enter");
    desk.expect("GB.399/POL/1 → INS/5(Rev.1)").expect("removed");
}

#[test]
fn a_draft_is_compared_with_what_was_adopted_word_by_word() {
    let mut desk = Desk::new(100, 40);
    desk.press("F6 F7").expect("GB.399/INS/5(Rev.1) § 4 → adopted as amended").expect("The Governing Body-[:");
    desk.press("Backspace").expect("Draft decisions").press("Down F7");
    desk.expect("What was adopted is not known for this draft decision.");
}

#[test]
fn an_answer_to_a_comparison_left_behind_is_thrown_away() {
    let mut desk = with_former(Desk::new(100, 40));
    desk.press("Down Enter F7 F6 F7");
    let stale = gbdesk::text::diff::Comparison::default();
    desk.send(Msg::Compared(("s-old".to_owned(), "s-en".to_owned()), Ok(Arc::new(stale))));
    desk.expect("adopted as amended");
}

#[test]
fn what_is_new_is_counted_until_it_is_looked_at() {
    let mut desk = Desk::new(100, 30);
    desk.expect("2 new").press("F10").expect("New papers").expect("INS/5(Rev.1)").expect("1 of 2");
    desk.press("Enter").expect_at("GB.399/INS/5(Rev.1) cover").expect("1 new");
    desk.press("Backspace").expect("1 of 1").expect("POL/1  Recognition of skills");
}

#[test]
fn everything_is_marked_as_seen_at_once_and_that_is_undone() {
    let mut desk = Desk::new(100, 30);
    desk.press("b M").expect("2 marked as seen").expect("Nothing is new.").press("Ctrl+Z");
    desk.expect("Undid: marked as seen")
        .expect("1 of 2")
        .press("Space")
        .expect("INS/5: marked as seen")
        .expect("1 of 1");
    desk.press("Ctrl+Z Ctrl+Y").expect("1 of 1");
}

#[test]
fn a_revised_paper_opens_on_what_it_changed() {
    let mut desk = with_former(Desk::new(100, 40));
    desk.press("F10 M");
    resync(&mut desk, |session| {
        session.papers[0].held[0].original = "another".to_owned();
        session.papers[0].change_note = Texts::one(Language::EN, "Mining was struck.");
    });
    desk.expect("1 new").expect("Revised").expect("Mining was struck.").press("Enter");
    desk.expect("GB.399/INS/5 → INS/5(Rev.1)").expect("+[tourism]").press("Backspace").expect("Nothing is new.");
}

#[test]
fn decisions_statuses_and_addenda_are_news_too() {
    let mut desk = Desk::new(100, 40);
    desk.press("F10 M");
    resync(&mut desk, |session| {
        session.board[1].outcome = Outcome::AsDrafted;
        session.items[0].note = Texts::one(Language::EN, "Deferred");
        let mut addendum = session.papers[0].held[0].clone();
        addendum.symbol = "GB.399/INS/5(Add.1)".parse().ok();
        addendum.original = "addendum".to_owned();
        session.papers[0].held.push(addendum);
    });
    desk.expect("3 new").expect("Addenda and corrigenda").expect("INS/5(Add.1)");
    desk.expect("Decided").expect("§ 30 adopted as drafted").expect("Status changed").expect("Deferred");
    desk.press("Down Enter").expect_at("GB.399/POL/1 § 30").press("Backspace").expect_not("Decided");
    desk.press("End Enter").expect("No paper is held for this item.").expect("1 of 1");
}

#[test]
fn the_order_of_business_shows_what_is_on_by_the_clock_of_geneva() {
    let mut desk = with_sittings(Desk::new(100, 40));
    desk.press("T").expect("2 March 2037").expect("» 14:30–17:30  now").expect("10:30–13:00  next");
    desk.expect("15:00 in Geneva").expect("No document").expect("continued");
    // the cursor stands on the first item of the sitting that is on
    desk.press("Enter").expect_at("GB.399/INS/5(Rev.1) cover").press("Backspace Down Enter");
    desk.expect_at("GB.399/POL/1 cover");
    desk.press("Backspace Home Enter").expect("No paper is held for this item.");
    desk.send(Msg::Clock("2037-03-02T17:30".to_owned())).expect_not("» 14:30").expect("10:30–13:00  next");
}

#[test]
fn where_the_clock_leaves_no_room_for_the_name_of_the_view_it_goes() {
    let mut desk = with_sittings(Desk::new(40, 12));
    desk.press("T").expect("Order of business").expect("of 5").expect_not("15:00");
}

#[test]
fn elsewhere_the_clock_of_geneva_says_nothing() {
    let mut desk = with_sittings(Desk::new(100, 40));
    resync(&mut desk, |session| session.place = Some("Abidjan".to_owned()));
    desk.press("T").expect("Abidjan").expect_not("now").expect_not("in Geneva");
}

#[test]
fn without_an_order_of_business_the_view_says_what_would_be_there() {
    Desk::new(100, 40).press("T").expect("The order of business is not known.");
}

#[test]
fn two_languages_stand_side_by_side_by_number_and_letter_and_change_places() {
    let mut desk = Desk::new(120, 40);
    desk.press("Down Enter").typed("2").press("Enter =").expect("English").expect("French");
    let screen = desk.screen();
    let pair = |left: &str, right: &str| screen.lines().any(|line| line.contains(left) && line.contains(right));
    assert!(pair("(a) figures for each branch;", "a) des données par branche;"), "{screen}");
    assert!(pair("2. The strategy", "2. La stratégie"), "{screen}");
    desk.press("e");
    let screen = desk.screen();
    let pair = |left: &str, right: &str| screen.lines().any(|line| line.contains(left) && line.contains(right));
    assert!(pair("2. La stratégie", "2. The strategy"), "{screen}");
    desk.press("Enter").expect_at("GB.399/INS/5(Rev.1) § 2").expect("FR").press("Backspace").expect("2. La stratégie");
}

#[test]
fn what_one_language_lacks_is_said() {
    let mut desk = Desk::new(120, 40);
    let mut french = Paper::clone(&desk.papers["s-fr"]);
    french.blocks.retain(|block| !matches!(block, Block::Paragraph(one) if one.number.as_deref() == Some("1")));
    desk.papers.insert("s-fr".to_owned(), Arc::new(french));
    desk.press("Down Enter =").expect("— not in French —").expect("only in one");
}

#[test]
fn two_languages_need_room_and_a_second_language() {
    Desk::new(70, 30).press("Down Enter =").expect("Two texts beside each other need a terminal of 80 columns");
    Desk::new(100, 30).press("Down Down Enter =").expect("This paper is held in one language only.");
}

#[test]
fn what_was_asked_stands_by_when_it_is_due_and_leads_to_the_words() {
    let mut desk = with_promises(Desk::new(100, 40));
    desk.press("P")
        .expect("Due at this session")
        .expect("INS/5(Rev.1) § 4(b) ")
        .expect("due: 399th Session")
        .expect("requested the Director-General to report.");
    desk.expect("adopted · answered by")
        .expect("answered by GB.399/POL/1")
        .press("Enter")
        .expect_at("GB.399/INS/5(Rev.1) § 4");
    desk.press("Backspace y");
    assert_eq!(desk.copied, ["requested the Director-General to report.\n(GB.399/INS/5(Rev.1), para. 4(b))"]);
    desk.press("Down Enter").expect("not held");
}

#[test]
fn what_was_asked_by_an_adopted_text_is_cited_as_adopted_in_its_language() {
    let mut desk = with_promises(Desk::new(100, 40));
    desk.asked[0].amended = true;
    desk.asked[1].language = Some(Language::ES);
    // a part of a list: what asks stands before the list
    desk.asked[1].promise.quote = "report.".to_owned();
    desk.asked[1].amended = true;
    desk.press("P").expect("adopted as amended").press("y Down y");
    assert_eq!(
        desk.copied,
        [
            "requested the Director-General to report.\n(GB.399/INS/5(Rev.1), para. 4(b), as amended by the Governing \
             Body)",
            "requested the Director-General to … report.\n(GB.390/INS/2, párr. 4, b), en su versión enmendada por el \
             Consejo de Administración)",
        ]
    );
}

#[test]
fn nothing_asked_says_so() {
    Desk::new(100, 40).press("P").expect("Nothing was asked that concerns this session");
}

#[test]
fn what_an_item_is_said_to_be_is_whole_or_put_shorter() {
    for (note, short) in [
        ("For information only", "for information"),
        ("Deferred to the 401st Session (November 2038)", "deferred"),
        ("Decision made by correspondence and related comments", "by correspondence"),
        ("Publication expected by 14 June", "expected"),
        ("(to be considered in a private sitting)", "private sitting"),
    ] {
        for columns in [100, 120, 139] {
            let mut desk = Desk::new(columns, 30);
            resync(&mut desk, |session| session.items[0].note = Texts::one(Language::EN, note));
            let screen = desk.press("Down").screen();
            let row = screen.lines().nth(3).unwrap().split('│').next().unwrap();
            assert!(row.contains("Open") && row.trim_end().ends_with(short), "{screen}");
            // the whole of it stands below
            let screen = desk.press("Home").screen();
            assert!(screen.contains(note.split_once(' ').unwrap().0), "{screen}");
        }
    }
    // on the narrowest screen the drafts are still counted
    Desk::new(20, 8).expect("1d");
}

#[test]
fn a_companion_that_the_source_took_back_is_news_and_a_replaced_text_is_no_other_language() {
    let mut desk = Desk::new(100, 40);
    desk.press("F10 M");
    resync(&mut desk, |session| {
        let entry = &mut session.papers[0];
        entry.withdrawn = vec!["GB.399/INS/5(Add.1)".parse().unwrap()];
        let mut former = entry.held[0].clone();
        (former.original, former.replaced) = ("former".to_owned(), Some("s-en".to_owned()));
        entry.held.push(former);
    });
    desk.expect("1 new").expect("No longer listed by the source").expect("INS/5(Add.1)");
    let screen = desk.press("F3 Home Down").screen();
    assert_eq!((screen.matches("English").count(), screen.matches("French").count()), (1, 1), "{screen}");
    desk.press("F10 Space").expect("Nothing is new.");
}

#[test]
fn the_bar_of_the_agenda_stays_on_its_paper_when_a_sync_brings_others_above_it() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Down");
    resync(&mut desk, |session| {
        let mut addendum = session.papers[0].held[0].clone();
        addendum.symbol = "GB.399/INS/5(Add.1)".parse().ok();
        session.papers[0].held.push(addendum);
        let mut item = session.items[0].clone();
        item.number = "4".to_owned();
        session.items.insert(1, item);
        // what was one paper of its item is now one of two, a row of its own
        let mut other = session.papers[1].clone();
        (other.symbol, other.key) = ("GB.399/POL/1/2".parse().ok(), "GB.399/POL/1/2".to_owned());
        session.items[3].papers.insert(0, other.symbol.clone().unwrap());
        session.papers.insert(0, other);
    });
    desk.press("Enter").expect_at("GB.399/POL/1 cover").press("F3 Home");
    resync(&mut desk, |session| {
        session.items.remove(1);
        session.items.remove(1);
    });
    desk.press("Enter").expect("No paper is held for this item.");
}

/// Every view, with what leads there; more states than the scenes show.
fn states() -> Vec<(&'static str, Desk)> {
    let mut out = Vec::new();
    for size in [(160, 40), (60, 20), (20, 8)] {
        for scene in &SCENES {
            let mut desk = (scene.set)(Desk::new(size.0, size.1));
            desk.play(scene.keys);
            out.push((scene.name, desk));
        }
        for (name, keys) in [
            ("agenda beside a paper", "Down Enter F3"),
            ("agenda beside a comparison", "Down Enter F7 F3"),
            ("agenda beside the decisions", "F6 F3"),
            ("agenda beside what is new", "F10 F3"),
            ("what was found", "Down Enter Ctrl+F `season` Esc"),
            ("a view after a paper", "Down Enter F9"),
            ("references of a comparison", "Down Enter F7 F2 `why` Esc Tab"),
            ("a citation followed", "Down Enter Down Down Right Enter Enter"),
        ] {
            let mut desk = with_former(Desk::new(size.0, size.1));
            desk.play(keys);
            out.push((name, desk));
        }
    }
    out
}

#[test]
fn no_command_asks_for_a_paper_that_is_in_view() {
    for (name, desk) in states() {
        for command in COMMANDS.iter().filter(|_| desk.app.statements.open.is_some()) {
            let shown = matches!(desk.app.view, View::Statement | View::Speech);
            let said = (command.when)(&desk.app);
            assert!(!shown || said != Err("when.no_statement"), "{name}: {}", command.id);
        }
        let in_view = desk.app.reader.is_some() && matches!(desk.app.view, View::Reader | View::Parallel);
        if !in_view && desk.app.view != View::Compare {
            continue;
        }
        for command in COMMANDS {
            let said = (command.when)(&desk.app);
            assert_ne!(said, Err("when.no_paper"), "{name}: {}", command.id);
            let shown = said == Err("when.no_comparison") && desk.app.view == View::Compare
                || said == Err("when.not_paired") && desk.app.view == View::Parallel;
            assert!(!shown, "{name}: {}: {said:?}", command.id);
        }
    }
}

#[test]
fn a_hint_of_the_lowest_row_is_a_command_that_works() {
    for (name, desk) in states() {
        for hit in desk.spots() {
            let Hit::Hint(id) = hit else { continue };
            let command = COMMANDS.iter().find(|command| command.id == id).unwrap();
            assert_eq!((command.when)(&desk.app), Ok(()), "{name}: {id}");
            let mut after = desk.app.clone();
            let effects = update(&mut after, Msg::Click(hit));
            let works = !effects.is_empty() || format!("{after:?}") != format!("{:?}", desk.app);
            assert!(works, "{name} {:?}: {id} does nothing", desk.app.size);
        }
    }
}

#[test]
fn the_word_beside_esc_says_what_esc_does() {
    for (name, mut desk) in states() {
        let size = desk.app.size;
        let typed = desk.app.picker.is_some() || desk.app.editor.is_some() || desk.app.secret.is_some();
        if typed || desk.app.message.is_some() || desk.app.begun.is_some() || desk.app.blanked {
            continue;
        }
        let screen = desk.screen();
        let lowest = screen.lines().last().unwrap_or_default().to_owned();
        let Some((_, word)) = lowest.split_once("Esc ").filter(|(_, word)| !word.starts_with("F1")) else { continue };
        let before = desk.app.clone();
        desk.press("Esc");
        let after = &desk.app;
        let want = if before.letters || before.peek {
            assert!(!after.letters && !after.peek, "{name}");
            "close"
        } else if before.reader.as_ref().is_some_and(|reader| reader.find.is_some())
            && after.reader.as_ref().is_some_and(|reader| reader.find.is_none())
        {
            "end search"
        } else if before.syncing.is_some() {
            "stop"
        } else if before.is_split() {
            assert!(after.beside.is_none(), "{name}");
            after.strings.get("hint.close_side")
        } else if after.focus == Focus::Agenda {
            assert_ne!(before.focus, Focus::Agenda, "{name}: Esc leads nowhere");
            "agenda"
        } else {
            assert!((before.view, before.focus) != (after.view, after.focus), "{name}: Esc does nothing");
            "back"
        };
        assert!(word.starts_with(want), "{name} {size:?}: “{word}”, and Esc does “{want}”");
    }
    // what lies on top says it too
    let mut desk = Desk::new(60, 20);
    desk.press("Down Enter Down Down Space").expect("Esc close").press("Esc");
    desk.press("F8").expect("Esc closes").press("Esc Ctrl+Down").press("Ctrl+L").expect("Esc close").press("Esc F2");
    desk.expect("Esc close").typed("x").expect("Esc save and close").press("Esc Tab F2 Backspace");
}

#[test]
fn in_a_comparison_the_language_is_changed_and_the_version_chosen() {
    let mut desk = with_former(Desk::new(100, 40));
    desk.press("Down Enter F7 L").expect("Both texts are held together in this language only.");
    desk.press("v").expect("This paper is held in two versions, and both are compared.");
    let former = desk.papers["s-old"].clone();
    desk.papers.insert("s-old-fr".to_owned(), former);
    resync(&mut desk, |session| {
        let entry = &mut session.papers[0];
        let mut old = entry.held.iter().find(|held| held.paper == "s-old").unwrap().clone();
        (old.paper, old.original, old.language) = ("s-old-fr".to_owned(), "fr".to_owned(), Language::FR);
        entry.held.push(old);
    });
    desk.press("n").expect("2 of ").press("L").expect("English").expect("French").press("Down Enter");
    desk.expect("GB.399/INS/5 → INS/5(Rev.1)").expect("La stratégie");
    desk.press("L").expect("• French").press("Esc F6 F7 L").expect("are held together in this language only");
    desk.press("v").expect("C compares its paper");
}

#[test]
fn a_draft_is_compared_with_what_was_adopted_in_every_language_in_which_both_are_held() {
    let mut desk = Desk::new(100, 40);
    resync(&mut desk, |session| {
        let mut french = session.board[0].clone();
        french.language = Some(Language::FR);
        french.text = "Le Conseil d’administration prie le Bureau.".to_owned();
        french.items.clear();
        french.adopted_text = Some("Le Conseil d’administration charge le Bureau.".to_owned());
        session.board.push(french);
    });
    desk.press("d F7").expect("took note").press("L").expect("English").expect("French").press("Down Enter");
    desk.expect("-[prie]").expect("+[charge]").press("y");
    let copied = desk.copied.last().unwrap();
    assert!(copied.starts_with("Le Conseil d’administration charge le Bureau."), "{copied}");
    assert!(copied.contains("GB.399/INS/5(Rev.1), paragr. 4"), "{copied}");
    desk.press("L").expect("• French").press("Up Enter").expect("took note");
}

#[test]
fn in_a_comparison_without_changes_the_adopted_text_is_copied_or_why_nothing_is() {
    let mut desk = Desk::new(100, 40);
    resync(&mut desk, |session| {
        session.board[0].outcome = Outcome::AsDrafted;
        session.board[0].adopted_text = Some(session.board[0].words());
    });
    desk.press("d F7").expect("No change.").press("y").expect_not("Ctrl+Q quits");
    let copied = desk.copied.last().expect("the adopted text");
    assert!(
        copied.starts_with("The Governing Body:") && copied.ends_with("(GB.399/INS/5(Rev.1), para. 4)"),
        "{copied}"
    );
    // two versions with the same words
    let mut desk = with_former(Desk::new(100, 40));
    let newest = desk.papers["s-en"].clone();
    desk.papers.insert("s-old".to_owned(), newest);
    desk.press("Down Enter F7").expect("No change.").press("y").expect("there is no change to copy.");
    assert!(desk.copied.is_empty());
    desk.expect_not("Ctrl+Q quits").press("Ctrl+C").expect("there is no change to copy. Ctrl+Q quits.");
    let mut desk = Desk::new(100, 40);
    desk.press("y").expect_not("Ctrl+Q quits").press("Ctrl+C").expect("Ctrl+Q quits.");
}

#[test]
fn where_nothing_is_held_to_compare_with_it_is_said() {
    let mut desk = Desk::new(100, 40);
    resync(&mut desk, |session| {
        session.papers.truncate(1);
        session.papers[0].held.retain(|held| held.paper == "s-en");
    });
    desk.press("Down Enter C").expect("No other paper of this session and no other version is held");
    assert!(desk.app.picker.is_none());
}

#[test]
fn side_by_side_another_version_keeps_both_languages() {
    let mut desk = Desk::new(120, 40);
    desk.press("Down Enter =").press("L").expect("e exchanges them");
    let (old, french) = (desk.papers["s-old"].clone(), desk.papers["s-fr"].clone());
    desk.papers.insert("s-old".to_owned(), old);
    desk.papers.insert("s-old-fr".to_owned(), french);
    resync(&mut desk, |session| {
        let entry = &mut session.papers[0];
        let mut old = entry.held.iter().find(|held| held.paper == "s-old").unwrap().clone();
        (old.paper, old.original, old.language) = ("s-old-fr".to_owned(), "fr".to_owned(), Language::FR);
        entry.held.push(old);
    });
    desk.press("v").expect("Version of the paper").press("Down Enter");
    assert_eq!(desk.app.view, View::Parallel, "{}", desk.screen());
    desk.expect("GB.399/INS/5  English · French");
}

#[test]
fn headings_and_the_place_in_the_pane_are_for_lists_too() {
    let mut desk = Desk::new(120, 40);
    let here = |desk: &Desk| (desk.app.parallel.sheet.at, desk.app.parallel.sheet.top);
    desk.press("Down Enter = Ctrl+Down");
    let first = here(&desk);
    desk.press("Ctrl+Down");
    assert!(here(&desk).0 > first.0);
    desk.press("Ctrl+Up");
    assert_eq!(here(&desk).0, first.0);
    desk.press("End z t");
    let top = here(&desk).1;
    desk.press("z b");
    assert!(here(&desk).1 < top);
}

/// What the cursor stands on, and whether some of it is on the screen.
fn stands(desk: &Desk) -> (String, bool) {
    let app = &desk.app;
    match (app.view, app.sheet()) {
        (View::Reader, _) => {
            let reader = app.reader.as_ref().unwrap();
            let (rows, view) = (reader.rows(), reader.top..reader.top + reader.height);
            (format!("{} {:?}", reader.id(), reader.path()), rows.start < view.end && rows.end > view.start)
        }
        (_, Some(sheet)) => {
            let (rows, view) = (sheet.rows(), sheet.top..sheet.top + sheet.height);
            (sheet.id().to_owned(), rows.start < view.end && rows.end > view.start)
        }
        _ => (String::new(), true),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn whatever_size_the_terminal_takes_what_one_reads_stays_in_view(
        way in prop::sample::select(vec![
            "Down Enter 2 Enter", "Down Enter 2 Enter Right", "Down Enter 4 Enter", "Down Enter 2 Enter F8", "Down Enter 2 Enter Space",
            "Down Enter F7 n", "Down Enter F7 = n n", "Down Enter = Down", "Down Enter 2 Enter V Tab", "Down Enter 2 Enter F2 x",
            "Down Down Enter 3 0 Enter", "Down Down Enter End", "F10 Down",
        ]),
        sizes in prop::collection::vec((20u16..=200, 8u16..=60), 1..6),
    ) {
        let mut desk = with_former(Desk::new(120, 36));
        desk.press(way);
        let (id, shown) = stands(&desk);
        prop_assert!(shown, "{way}: not in view at first");
        for (columns, rows) in sizes {
            desk.send(Msg::Resize(columns, rows));
            let (now, shown) = stands(&desk);
            let (now, id) = (now.replace(" 0", " []"), id.replace(" 0", " []"));
            prop_assert_eq!(&now, &id, "{} at {}x{}", way, columns, rows);
            prop_assert!(shown, "{way}: {id} is out of view at {columns}x{rows}:\n{}", desk.screen());
        }
    }
}
