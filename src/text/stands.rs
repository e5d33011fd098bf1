//! Where the delegate's notes take a stance, for a search that asks for it.

use crate::model::Note;
use crate::model::note::Stance;
use crate::model::search::Stand;

/// The stances of these notes, the newest first: of several on one paragraph the first holds.
#[must_use]
pub fn of<'a>(notes: impl Iterator<Item = &'a Note>) -> Vec<Stand> {
    let mut notes: Vec<&Note> = notes.filter(|note| note.stance != Stance::None && !note.adopted).collect();
    notes.sort_by(|a, b| b.modified.cmp(&a.modified));
    let stand = |note: &Note| {
        let block = note.paragraph.as_deref().unwrap_or_default();
        let id = block.split("__").next().unwrap_or_default();
        Stand {
            key: note.paper_key(),
            paragraph: id.strip_prefix("para_").map(str::to_owned),
            id: id.to_owned(),
            stance: note.stance,
        }
    };
    notes.into_iter().map(stand).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stance_on_a_paragraph_comes_first_and_a_part_counts_for_its_paragraph() {
        let note = |paragraph: &str, stance, modified: &str| Note {
            paper: "GB.399/INS/5(Rev.1)".to_owned(),
            paragraph: Some(paragraph.to_owned()),
            stance,
            modified: modified.to_owned(),
            ..Note::default()
        };
        let notes = [
            note("para_4", Stance::Oppose, "2037-03-01"),
            note("para_4__b", Stance::Support, "2037-03-02"),
            note("p-1a", Stance::None, "2037-03-03"),
        ];
        let found = of(notes.iter());
        let told: Vec<_> = found.iter().map(|one| (one.key.as_str(), one.paragraph.as_deref(), one.stance)).collect();
        assert_eq!(told, [("GB.399/INS/5", Some("4"), Stance::Support), ("GB.399/INS/5", Some("4"), Stance::Oppose)]);
    }
}
