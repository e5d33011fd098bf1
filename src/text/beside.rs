//! Two language versions of a paper beside each other: by paragraph number and lettered part, `(a)` with `a)`; what has no
//! number by the structure around it.

use std::collections::HashMap;

use super::ops::{self, Op};
use crate::model::{Block, Item, Paper};

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PieceKind {
    /// A heading.
    Heading,
    /// A paragraph, without its list parts.
    Paragraph,
    /// A list part.
    Part,
    /// A row of a table.
    Row,
    /// A footnote.
    Footnote,
}

/// A piece of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The id of its block; `fn_3`.
    pub id: String,
    /// What it is.
    pub kind: PieceKind,
    /// The number or marker as printed, empty when there is none.
    pub label: String,
    /// How deep a list part lies, from 1.
    pub depth: u8,
    /// Which row of its table it is, from 0.
    pub row: usize,
    /// The words.
    pub text: String,
    /// What finds it in another language: number and letters.
    key: Option<String>,
}

/// Two pieces that belong together, or one that has no other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// In the first paper.
    pub left: Option<Piece>,
    /// In the second.
    pub right: Option<Piece>,
    /// They belong together by their number, and stand at different places in the order of the two papers.
    pub shifted: bool,
}

/// Two papers beside each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// In the order of the first paper; what only the second has stands where it stands there.
    pub pairs: Vec<Pair>,
    /// One of them has no numbers: everything is by structure.
    pub unnumbered: bool,
}

/// Letters and digits of a marker, in lower case: `(a)`, `a)` and `A.` are one.
fn letters(marker: &str) -> String {
    marker.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn pieces(paper: &Paper) -> Vec<Piece> {
    let mut out = Vec::new();
    for block in &paper.blocks {
        match block {
            Block::Heading(heading) => out.push(Piece {
                id: heading.id.clone(),
                kind: PieceKind::Heading,
                label: String::new(),
                depth: 0,
                row: 0,
                text: heading.text.clone(),
                key: None,
            }),
            Block::Paragraph(paragraph) => {
                let key = paragraph.number.clone();
                out.push(Piece {
                    id: paragraph.id.clone(),
                    kind: PieceKind::Paragraph,
                    label: paragraph.number.as_ref().map_or(String::new(), |number| format!("{number}.")),
                    depth: 0,
                    row: 0,
                    text: paragraph.text.clone(),
                    key: key.clone(),
                });
                items(&paragraph.id, &paragraph.items, key.as_deref(), 1, &mut out);
            }
            Block::Table(table) => out.extend(table.rows.iter().enumerate().map(|(at, row)| Piece {
                id: table.id.clone(),
                kind: PieceKind::Row,
                label: String::new(),
                depth: 0,
                row: at,
                text: row.join(" | "),
                key: None,
            })),
        }
    }
    out.extend(paper.footnotes.iter().map(|footnote| Piece {
        id: format!("fn_{}", footnote.mark),
        kind: PieceKind::Footnote,
        label: format!("[{}]", footnote.mark),
        depth: 0,
        row: 0,
        text: footnote.text.clone(),
        key: Some(format!("fn {}", footnote.mark)),
    }));
    out
}

fn items(id: &str, list: &[Item], above: Option<&str>, depth: u8, out: &mut Vec<Piece>) {
    for (at, item) in list.iter().enumerate() {
        let own = letters(&item.marker);
        let own = if own.is_empty() { format!("#{at}") } else { own };
        let key = above.map(|above| format!("{above}.{own}"));
        out.push(Piece {
            id: id.to_owned(),
            kind: PieceKind::Part,
            label: item.marker.clone(),
            depth,
            row: 0,
            text: item.text.clone(),
            key: key.clone(),
        });
        items(id, &item.items, key.as_deref(), depth.saturating_add(1), out);
    }
}

/// Puts two papers beside each other.
#[must_use]
pub fn beside(left: &Paper, right: &Paper) -> Beside {
    let (left, right) = (pieces(left), pieces(right));
    let numbered = |list: &[Piece]| list.iter().any(|piece| piece.kind == PieceKind::Paragraph && piece.key.is_some());
    let unnumbered = !numbered(&left) || !numbered(&right);
    let anchors = if unnumbered { Vec::new() } else { anchors(&left, &right) };
    let (chain, strays) = in_order(&anchors);
    let mut elsewhere: HashMap<usize, usize> = HashMap::new();
    let mut placed = vec![false; right.len()];
    for (at, other) in strays {
        elsewhere.insert(at, other);
        if let Some(placed) = placed.get_mut(other) {
            *placed = true;
        }
    }
    let mut pairs = Vec::new();
    let (mut from, mut to) = (0, 0);
    for (at, other) in chain.into_iter().chain([(left.len(), right.len())]) {
        gap(&left, &right, from..at, to..other, &elsewhere, &placed, unnumbered, &mut pairs);
        if let (Some(one), Some(two)) = (left.get(at), right.get(other)) {
            pairs.push(Pair { left: Some(one.clone()), right: Some(two.clone()), shifted: false });
        }
        (from, to) = (at + 1, other + 1);
    }
    Beside { pairs, unnumbered }
}

/// Pieces with the same key, each key once.
fn anchors(left: &[Piece], right: &[Piece]) -> Vec<(usize, usize)> {
    let mut by_key: HashMap<&str, usize> = HashMap::new();
    for (at, piece) in right.iter().enumerate() {
        if let Some(key) = &piece.key {
            by_key.entry(key).or_insert(at);
        }
    }
    let find = |(at, piece): (usize, &Piece)| Some((at, by_key.remove(piece.key.as_deref()?)?));
    left.iter().enumerate().filter_map(find).collect()
}

/// Places of two blocks that belong together, in the one paper and in the other.
pub(super) type Anchor = (usize, usize);

/// The longest chain of anchors whose order is the same in both, and the others.
pub(super) fn in_order(anchors: &[Anchor]) -> (Vec<Anchor>, Vec<Anchor>) {
    // the smallest end of a chain of each length, and where each anchor hangs
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(anchors.len());
    for (at, (_, other)) in anchors.iter().enumerate() {
        let length = ends.partition_point(|end| anchors.get(*end).is_some_and(|(_, known)| known < other));
        before.push(length.checked_sub(1).and_then(|last| ends.get(last)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut kept = vec![false; anchors.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        if let Some(kept) = kept.get_mut(at) {
            *kept = true;
        }
        next = before.get(at).copied().flatten();
    }
    let of = |wanted: bool| {
        anchors.iter().zip(&kept).filter(|(_, kept)| **kept == wanted).map(|(anchor, _)| *anchor).collect()
    };
    (of(true), of(false))
}

/// What stands between two anchors: by the order of its kinds. A numbered piece has its other by its number or not at all.
#[allow(clippy::too_many_arguments, reason = "two papers, two ranges and what is known of them")]
fn gap(
    left: &[Piece],
    right: &[Piece],
    from: std::ops::Range<usize>,
    to: std::ops::Range<usize>,
    elsewhere: &HashMap<usize, usize>,
    placed: &[bool],
    unnumbered: bool,
    out: &mut Vec<Pair>,
) {
    let free = |piece: &Piece, at: usize, side: u8| match (&piece.key, unnumbered) {
        (None, _) | (_, true) => (piece.kind as u64, u64::from(piece.depth), 0),
        // never equal to anything of the other side
        (Some(_), false) => (99, u64::from(side), at as u64),
    };
    let is_placed = |at: usize| placed.get(at).copied().unwrap_or(false);
    let rights: Vec<usize> = to.filter(|at| !is_placed(*at)).collect();
    let lefts: Vec<usize> = from.collect();
    let keys = |list: &[usize], pieces: &[Piece], side| -> Vec<(u64, u64, u64)> {
        list.iter().filter_map(|at| Some(free(pieces.get(*at)?, *at, side))).collect()
    };
    let (one, two) = (keys(&lefts, left, 1), keys(&rights, right, 2));
    let get = |list: &[usize], pieces: &[Piece], at: usize| list.get(at).and_then(|at| pieces.get(*at)).cloned();
    let lone_left = |at: usize, out: &mut Vec<Pair>| {
        let other = lefts.get(at).and_then(|at| elsewhere.get(at)).and_then(|at| right.get(*at)).cloned();
        out.push(Pair { left: get(&lefts, left, at), shifted: other.is_some(), right: other });
    };
    for op in ops::shortest(&one, &two) {
        match op {
            Op::Equal { old_index, new_index, len } => out.extend((0..len).map(|by| Pair {
                left: get(&lefts, left, old_index + by),
                right: get(&rights, right, new_index + by),
                shifted: false,
            })),
            _ => {
                op.old_range().for_each(|at| lone_left(at, out));
                out.extend(op.new_range().map(|at| Pair { right: get(&rights, right, at), ..Pair::default() }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Heading, Paragraph};
    use proptest::prelude::*;

    fn paragraph(number: Option<&str>, text: &str, parts: &[&str]) -> Block {
        let items =
            parts.iter().map(|marker| Item { marker: (*marker).to_owned(), text: text.to_owned(), ..Item::default() });
        Block::Paragraph(Paragraph {
            id: number.map_or(format!("p-{text}"), |number| format!("para_{number}")),
            number: number.map(str::to_owned),
            text: text.to_owned(),
            items: items.collect(),
            ..Paragraph::default()
        })
    }

    fn heading(text: &str) -> Block {
        Block::Heading(Heading { id: format!("h-{text}"), level: 1, text: text.to_owned(), ..Heading::default() })
    }

    fn paper(blocks: Vec<Block>) -> Paper {
        Paper { blocks, ..Paper::default() }
    }

    fn shown(pairs: &[Pair]) -> Vec<String> {
        let text = |piece: &Option<Piece>| piece.as_ref().map_or("-".to_owned(), |p| format!("{}{}", p.label, p.text));
        pairs
            .iter()
            .map(|p| format!("{}|{}{}", text(&p.left), text(&p.right), if p.shifted { "!" } else { "" }))
            .collect()
    }

    #[test]
    fn numbers_and_letters_find_each_other_whatever_their_signs() {
        let left =
            paper(vec![heading("I"), paragraph(Some("1"), "x", &["(a)", "(b)"]), paragraph(Some("2"), "y", &[])]);
        let right = paper(vec![heading("J"), paragraph(Some("1"), "u", &["a)", "c)"]), paragraph(Some("2"), "v", &[])]);
        assert_eq!(shown(&beside(&left, &right).pairs), ["I|J", "1.x|1.u", "(a)x|a)u", "(b)x|-", "-|c)u", "2.y|2.v"]);
    }

    #[test]
    fn a_paragraph_that_only_one_has_stands_alone_and_a_moved_one_is_said_to_be() {
        let number = |n: &'static str| paragraph(Some(n), n, &[]);
        let left = paper(vec![number("1"), number("2"), number("3"), number("4")]);
        let right = paper(vec![number("1"), number("3"), number("5"), number("2"), number("4")]);
        let both = beside(&left, &right);
        let shown = shown(&both.pairs);
        assert!(shown.contains(&"-|5.5".to_owned()), "{shown:?}");
        assert_eq!(shown.iter().filter(|row| row.ends_with('!')).count(), 1, "{shown:?}");
        assert!(!both.unnumbered);
    }

    #[test]
    fn papers_without_numbers_are_put_beside_each_other_by_structure() {
        let left = paper(vec![heading("A"), paragraph(None, "x", &[]), heading("B"), paragraph(None, "y", &[])]);
        let right = paper(vec![heading("C"), paragraph(None, "u", &[]), paragraph(None, "w", &[]), heading("D")]);
        let both = beside(&left, &right);
        assert!(both.unnumbered);
        assert_eq!(shown(&both.pairs), ["A|C", "x|u", "-|w", "B|D", "y|-"]);
    }

    fn any_paper() -> impl Strategy<Value = Paper> {
        let block = (0u8..4, 1u8..9).prop_map(|(kind, n)| match kind {
            0 => heading(&n.to_string()),
            1 => paragraph(None, &n.to_string(), &["•"]),
            _ => paragraph(Some(&n.to_string()), &n.to_string(), &["(a)", "(b)"]),
        });
        prop::collection::vec(block, 0..14).prop_map(paper)
    }

    proptest! {
        #[test]
        fn every_piece_of_both_is_shown_and_none_twice(left in any_paper(), right in any_paper()) {
            let pairs = beside(&left, &right).pairs;
            let count = |side: fn(&Pair) -> &Option<Piece>| pairs.iter().filter(|pair| side(pair).is_some()).count();
            prop_assert_eq!(count(|pair| &pair.left), pieces(&left).len());
            prop_assert_eq!(count(|pair| &pair.right), pieces(&right).len());
        }
    }
}
