//! Keys while words are written: a note, a part of a statement, a line that finds.

use super::App;
use super::buffer::Buffer;
use super::key::{Code, Key};
use super::msg::Effect;
use super::noting::Writes;

impl App {
    /// A key while a note is written; `None` when the editor has no use for it.
    pub(super) fn key_in_editor(&mut self, key: Key) -> Option<Vec<Effect>> {
        let columns = usize::from(self.frame().editor.map_or(40, |pane| pane.body.w.saturating_sub(2))).max(1);
        let rows = isize::try_from(self.frame().editor.map_or(4, |pane| pane.body.h)).unwrap_or(4).max(1);
        let now = self.now;
        let stance = self.keys.runs("stance", key) && key.ctrl;
        let save = key.ctrl && key.code == Code::Char('s');
        let close = key.code == Code::Esc || self.keys.runs("note", key);
        let editor = self.editor.as_mut()?;
        if editor.closing {
            return Some(Vec::new());
        }
        if save || (close && key.writes().is_none()) {
            if self.locked && editor.unsaved() {
                return Some(self.ask_to_unlock());
            }
            return Some(if save { self.save_and_stay() } else { self.close_editor() });
        }
        let unsaved = editor.unsaved();
        // an adopted text is nobody's own: no tags, no stance
        let is_note = editor.writes == Writes::Note && !editor.note.adopted;
        if editor.writes == Writes::Title && key.code == Code::Enter {
            return Some(self.close_editor());
        }
        if !is_note && key.code == Code::Tab {
            return Some(Vec::new());
        }
        if !is_note && (stance || (key.ctrl && key.code == Code::Char('r'))) {
            return Some(Vec::new());
        }
        if stance || (key.ctrl && key.code == Code::Char('r')) {
            return Some(self.ask_stance());
        }
        match key.code {
            Code::Tab => editor.in_tags = !editor.in_tags,
            Code::Enter if editor.in_tags => editor.in_tags = false,
            Code::Enter => editor.text.write('\n'),
            Code::Up if !editor.in_tags => editor.text.rows(-1, columns),
            Code::Down if !editor.in_tags => editor.text.rows(1, columns),
            Code::Down => editor.in_tags = false,
            Code::Up => {}
            Code::PageUp if !editor.in_tags => editor.text.rows(-rows, columns),
            Code::PageDown if !editor.in_tags => editor.text.rows(rows, columns),
            Code::Char('z') if key.ctrl => {
                let buffer = if editor.in_tags { &mut editor.tags } else { &mut editor.text };
                buffer.undo();
            }
            Code::Char('y') if key.ctrl => {
                let buffer = if editor.in_tags { &mut editor.tags } else { &mut editor.text };
                buffer.redo();
            }
            _ => {
                let one_line = editor.in_tags;
                let buffer = if one_line { &mut editor.tags } else { &mut editor.text };
                if !write(buffer, key, one_line) {
                    return None;
                }
            }
        }
        editor.touch(now, unsaved);
        Some(Vec::new())
    }
}

/// A key that writes or moves within a text; false when it is none.
pub(super) fn write(buffer: &mut Buffer, key: Key, one_line: bool) -> bool {
    match key.code {
        Code::Char('w') if key.ctrl => buffer.backspace(true),
        Code::Char('u') if key.ctrl && one_line => buffer.set(""),
        Code::Char(_) if key.ctrl || key.alt => return false,
        Code::Char(c) => buffer.write(c),
        Code::Backspace => buffer.backspace(key.ctrl || key.alt),
        Code::Delete => buffer.delete(key.ctrl || key.alt),
        Code::Left => buffer.left(key.ctrl || key.alt),
        Code::Right => buffer.right(key.ctrl || key.alt),
        Code::Home => buffer.home(key.ctrl),
        Code::End => buffer.end(key.ctrl),
        _ => return false,
    }
    true
}
