//! Keys as the terminal library names them, in the app's own words.

use crate::app::input::{Code, Key};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// `None`: it means nothing to anybody here. Only presses count: some terminals report the release as well.
pub fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    // Esc and a key typed in one breath arrive as Alt: of Ctrl-C that makes Ctrl-C all the same.
    let alt = event.modifiers.contains(KeyModifiers::ALT) && !ctrl;
    let code = match event.code {
        KeyCode::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        _ => return None,
    };
    Some(Key { code, ctrl, alt })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_no_key() {
        let mut event = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
        assert_eq!(key(event), Some(Key::char('q')));
        event.kind = KeyEventKind::Release;
        assert_eq!(key(event), None);
    }

    #[test]
    fn ctrl_is_ctrl_in_either_case() {
        assert_eq!(key(KeyEvent::new(KeyCode::Char('C'), KeyModifiers::CONTROL)), Some(Key::ctrl('c')));
        let after_esc = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL | KeyModifiers::ALT);
        assert_eq!(key(after_esc), Some(Key::ctrl('c')));
        assert_eq!(key(KeyEvent::new(KeyCode::Tab, KeyModifiers::SHIFT)), Some(Key::of(Code::BackTab)));
    }
}
