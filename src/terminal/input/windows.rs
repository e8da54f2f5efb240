//! Keys of a Windows console, which the terminal library reads.

use super::{Button, Heard, Mouse};
use crate::app::input::{Code, Key};
use crate::terminal::inbox::Inbox;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

/// Reads until the console is gone.
pub fn listen(inbox: Inbox) -> std::io::Result<()> {
    std::thread::spawn(move || {
        loop {
            let open = match crossterm::event::read() {
                Ok(Event::Resize(..)) => {
                    inbox.resized();
                    true
                }
                Ok(event) => heard(event).is_none_or(|heard| inbox.heard(heard)),
                Err(_) => return inbox.gone(),
            };
            if !open {
                return;
            }
        }
    });
    Ok(())
}

fn heard(event: Event) -> Option<Heard> {
    match event {
        Event::Key(key) => self::key(key).map(|key| Heard::Key(key, None)),
        Event::Mouse(mouse) => {
            let what = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Button::Press,
                MouseEventKind::Drag(MouseButton::Left) => Button::Drag,
                MouseEventKind::ScrollUp => Button::WheelUp,
                MouseEventKind::ScrollDown => Button::WheelDown,
                _ => return None,
            };
            Some(Heard::Mouse(Mouse { what, column: mouse.column, row: mouse.row }))
        }
        Event::Paste(text) => Some(Heard::Paste(text)),
        Event::Resize(..) | Event::FocusGained | Event::FocusLost => None,
    }
}

/// Releases are reported as well, and are ignored.
fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let code = match event.code {
        // A console reports AltGr as Ctrl and Alt: a character other than an ASCII letter or digit was typed with it.
        KeyCode::Char(c) if ctrl && alt && !c.is_ascii_alphanumeric() => return Some(Key::char(c)),
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
    Some(Key { code, ctrl, alt: alt && !ctrl })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_no_key_and_altgr_types() {
        let mut event = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
        assert_eq!(key(event), Some(Key::char('q')));
        event.kind = KeyEventKind::Release;
        assert_eq!(key(event), None);
        let altgr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(key(KeyEvent::new(KeyCode::Char('@'), altgr)), Some(Key::char('@')));
        assert_eq!(key(KeyEvent::new(KeyCode::Char('C'), altgr)), Some(Key::ctrl('c')));
    }
}
