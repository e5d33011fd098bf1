//! Notes find their text again when a paper is revised, and say when they do not.

#[path = "support/revision.rs"]
mod revision;

use gbdesk::model::{Block, Item, Language, Note, Paper};
use gbdesk::notes::anchor::{self, Placement, Places, accept, asks, keep, make, place};

#[test]
fn in_seeded_revisions_notes_land_right_and_none_lands_wrong_unmarked() {
    for (with_former, least) in [(false, 0.99), (true, 0.99)] {
        let tally = revision::tally(1..120, with_former);
        println!("former version known: {with_former}: {tally:?}");
        assert_eq!(tally.wrong_silent, 0, "{tally:?}");
        assert!(tally.right as f64 / tally.notes as f64 >= least, "{tally:?}");
    }
}
