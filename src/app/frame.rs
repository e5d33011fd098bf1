//! Where the panes are, by the size of the terminal. Pure arithmetic, so that `update` knows what is in view.

use super::split::{self, Side};

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Left.
    pub x: u16,
    /// Top.
    pub y: u16,
    /// Columns.
    pub w: u16,
    /// Rows.
    pub h: u16,
}

/// A pane: a row of title, a hairline when there is room, and what it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pane {
    /// Its title.
    pub title: Area,
    /// A hairline below the title; no rows when the terminal is low.
    pub line: Area,
    /// What it shows.
    pub body: Area,
}

/// Which panes there are and where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The agenda.
    pub agenda: Option<Pane>,
    /// The reader, the board, the notes or the first screen.
    pub main: Option<Pane>,
    /// The paper beside the one that has the keys.
    pub beside: Option<Pane>,
    /// References and notes of the current paragraph, or the detail of the current row.
    pub aside: Option<Pane>,
    /// The note being written.
    pub editor: Option<Pane>,
    /// Columns of vertical hairlines: x, from y, rows.
    pub walls: [Option<(u16, u16, u16)>; 2],
    /// The lowest row: hints or a message.
    pub footer: Area,
    /// Too small to show anything but a sentence.
    pub small: bool,
}

/// What is to be placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The agenda has the focus.
    pub agenda_first: bool,
    /// The aside has the focus.
    pub aside_first: bool,
    /// There is something for the main pane.
    pub main: bool,
    /// A note is being written.
    pub editor: bool,
    /// The aside was put away.
    pub no_aside: bool,
    /// Two papers stand beside each other, the one that has the keys on this side.
    pub split: Option<Side>,
    /// The main pane needs the whole width.
    pub alone: bool,
}

fn pane(area: Area, low: bool) -> Pane {
    let line = u16::from(!low && area.h > 4);
    let title = Area { h: 1.min(area.h), ..area };
    Pane {
        title,
        line: Area { y: area.y + title.h, h: line, ..area },
        body: Area { y: area.y + title.h + line, h: area.h.saturating_sub(1 + line), ..area },
    }
}

/// Places the panes.
#[must_use]
pub fn frame(columns: u16, rows: u16, wish: Wish) -> Frame {
    let footer = Area { x: 0, y: rows.saturating_sub(1), w: columns, h: rows.min(1) };
    let mut frame = Frame { footer, ..Frame::default() };
    if columns < 20 || rows < 8 {
        frame.small = true;
        return frame;
    }
    let low = rows < 16;
    let body = Area { x: 0, y: 0, w: columns, h: rows - 1 };
    if wish.alone && wish.main && !wish.agenda_first && !wish.aside_first {
        split_editor(&mut frame, body, wish, low);
        return frame;
    }
    if let Some(side) = wish.split.filter(|_| columns >= split::LEAST && wish.main && !wish.agenda_first) {
        // what two texts have no use for is the aside's
        let right = if wish.no_aside { 0 } else { columns.saturating_sub(153).min(64) };
        let right = if right < 36 { 0 } else { right };
        if right > 0 || !wish.aside_first {
            let both = columns - right - u16::from(right > 0);
            let left = (both - 1) / 2;
            let halves = [Area { w: left, ..body }, Area { x: left + 1, w: both - left - 1, ..body }];
            let (own, other) = if side == Side::Left { (halves[0], halves[1]) } else { (halves[1], halves[0]) };
            frame.walls[0] = Some((left, 0, body.h));
            frame.beside = Some(pane(other, low));
            if right > 0 {
                frame.walls[1] = Some((both, 0, body.h));
                frame.aside = Some(pane(Area { x: both + 1, w: right, ..body }, low));
            }
            split_editor(&mut frame, own, wish, low);
            return frame;
        }
    }
    // the whole, cut into columns
    if columns >= 140 && wish.main {
        let beyond = columns - 140;
        let right = if wish.no_aside && !wish.editor { 0 } else { (40 + beyond / 5).min(64) };
        let middle = |left: u16| columns - left - right - u16::from(right > 0) - 1;
        // what the text has no use for, the titles of the agenda have
        let left = 38 + beyond / 4;
        let left = left.max(middle(0).saturating_sub(124).min(100));
        let middle = middle(left);
        frame.agenda = Some(pane(Area { w: left, ..body }, low));
        frame.walls[0] = Some((left, 0, body.h));
        frame.main = Some(pane(Area { x: left + 1, w: middle, ..body }, low));
        if right > 0 {
            frame.walls[1] = Some((left + 1 + middle, 0, body.h));
            let area = Area { x: left + middle + 2, w: right, ..body };
            if wish.editor {
                frame.editor = Some(pane(area, low));
            } else {
                frame.aside = Some(pane(area, low));
            }
        }
        return frame;
    }
    if columns >= 100 && wish.main {
        let left = 34 + (columns - 100) / 8;
        let main = Area { x: left + 1, w: columns - left - 1, ..body };
        frame.walls[0] = Some((left, 0, body.h));
        let column = Area { w: left, ..body };
        if wish.no_aside || rows < 20 {
            frame.agenda = Some(pane(column, low));
        } else {
            // beside the agenda the facts of one paper are few
            let upper = if wish.agenda_first { body.h * 2 / 3 } else { body.h / 2 };
            frame.agenda = Some(pane(Area { h: upper, ..column }, low));
            frame.aside = Some(pane(Area { y: upper, h: body.h - upper, ..column }, low));
        }
        split_editor(&mut frame, main, wish, low);
        return frame;
    }
    if columns >= 64 && wish.main && !wish.agenda_first {
        let lower = if wish.no_aside && !wish.aside_first || rows < 18 {
            0
        } else if wish.aside_first {
            body.h / 2
        } else {
            (body.h / 3).min(10)
        };
        if wish.editor || (lower == 0 && !wish.aside_first) {
            split_editor(&mut frame, body, wish, low);
            return frame;
        }
        let lower = lower.max(body.h / 3);
        frame.main = Some(pane(Area { h: body.h - lower, ..body }, low));
        frame.aside = Some(pane(Area { y: body.h - lower, h: lower, ..body }, low));
        return frame;
    }
    if wish.editor && wish.main && !wish.agenda_first {
        if columns < 64 {
            frame.editor = Some(pane(body, low));
        } else {
            split_editor(&mut frame, body, wish, low);
        }
    } else if wish.editor {
        // a note on a row of the agenda: the agenda stays above it
        split_editor(&mut frame, body, wish, low);
        if wish.agenda_first {
            frame.agenda = frame.main.take();
        }
    } else if wish.agenda_first || !wish.main {
        if wish.main || !wish.agenda_first {
            if wish.agenda_first {
                frame.agenda = Some(pane(body, low));
            } else {
                frame.main = Some(pane(body, low));
            }
        } else {
            frame.agenda = Some(pane(body, low));
        }
    } else if wish.aside_first {
        frame.aside = Some(pane(body, low));
    } else {
        frame.main = Some(pane(body, low));
    }
    frame
}

/// The main pane, with the note being written below it.
fn split_editor(frame: &mut Frame, area: Area, wish: Wish, low: bool) {
    if wish.editor {
        let lower = (area.h * 9 / 20).max(5).min(area.h.saturating_sub(3));
        frame.main = Some(pane(Area { h: area.h - lower, ..area }, low));
        frame.editor = Some(pane(Area { y: area.y + area.h - lower, h: lower, ..area }, low));
    } else {
        frame.main = Some(pane(area, low));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inside(area: Area, columns: u16, rows: u16) -> bool {
        area.x + area.w <= columns && area.y + area.h <= rows
    }

    #[test]
    fn a_note_being_written_is_always_in_view() {
        for columns in [20, 60, 80, 120, 200] {
            for bits in 0..8_u8 {
                let wish = Wish {
                    agenda_first: bits & 1 > 0,
                    aside_first: bits & 2 > 0,
                    main: bits & 4 > 0,
                    editor: true,
                    no_aside: false,
                    split: None,
                    alone: false,
                };
                assert!(frame(columns, 24, wish).editor.is_some(), "{columns} {wish:?}");
            }
        }
    }

    #[test]
    fn the_width_decides_how_many_panes_there_are() {
        let wish = Wish { main: true, ..Wish::default() };
        let count = |columns| {
            let frame = frame(columns, 40, wish);
            [frame.agenda, frame.main, frame.aside].iter().flatten().count()
        };
        assert_eq!((count(160), count(120), count(80), count(60)), (3, 3, 2, 1));
    }

    proptest! {
        #[test]
        fn no_pane_leaves_the_terminal(columns in 0u16..320, rows in 0u16..120, bits in 0u8..64, split in 0u8..3) {
            let wish = Wish {
                agenda_first: bits & 1 > 0, aside_first: bits & 2 > 0, main: bits & 4 > 0,
                editor: bits & 8 > 0, no_aside: bits & 16 > 0, alone: bits & 32 > 0,
                split: [None, Some(Side::Left), Some(Side::Right)][usize::from(split)],
            };
            let frame = frame(columns, rows, wish);
            for pane in [frame.agenda, frame.main, frame.beside, frame.aside, frame.editor].into_iter().flatten() {
                for area in [pane.title, pane.line, pane.body] {
                    prop_assert!(inside(area, columns, rows), "{area:?}");
                }
            }
            prop_assert!(frame.small || frame.agenda.or(frame.main).or(frame.aside).or(frame.editor).is_some());
        }
    }
}
