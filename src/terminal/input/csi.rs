//! Control sequences with parameters: the keys that send them, and the mouse.

use super::{Button, Heard, Mouse, key};
use crate::app::input::{Code, Key};

/// Modifiers as the protocols number them (less one).
const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CTRL: u32 = 4;
/// Super, Hyper, Meta: left to the desktop.
const OTHERS: u32 = 8 | 16 | 32;

/// The event of `Esc [ parameters final`; `None`: an unknown sequence.
pub fn csi(got: &[u8], last: u8) -> Option<Heard> {
    let got = std::str::from_utf8(got).ok()?;
    if let Some(mouse) = got.strip_prefix('<') {
        return matches!(last, b'M' | b'm').then(|| sgr_mouse(mouse, last == b'm')).flatten();
    }
    if let Some(flags) = got.strip_prefix('?') {
        return (last == b'u' && flags.parse::<u32>().is_ok()).then_some(Heard::Kitty);
    }
    if !got.bytes().all(|byte| byte.is_ascii_digit() || byte == b';' || byte == b':') {
        return None;
    }
    let parameters: Vec<Vec<Option<u32>>> =
        got.split(';').map(|part| part.split(':').map(|number| number.parse().ok()).collect()).collect();
    let number = |i: usize, j: usize| parameters.get(i).and_then(|part| part.get(j)).copied().flatten();
    let held = number(1, 0).unwrap_or(1).saturating_sub(1);
    let released = number(1, 1) == Some(3);
    match last {
        b'u' if !released => kitty(&parameters, held),
        b'~' if !released && number(0, 0) == Some(27) => typed(number(2, 0)?, held, None),
        b'~' if !released => with(tilde(number(0, 0)?)?, held),
        b'M' => numbered_mouse(number(0, 0)?, number(1, 0)?, number(2, 0)?),
        b'A'..=b'D' | b'F' | b'H' | b'Z' if !released && number(0, 0).unwrap_or(1) == 1 && parameters.len() <= 2 => {
            with(letter(last)?, held)
        }
        // rxvt's arrows with Shift.
        b'a'..=b'd' if got.is_empty() => with(letter(last.to_ascii_uppercase())?, SHIFT),
        _ => None,
    }
}

/// The key of `Esc O final`: arrows in application mode, and the number pad.
pub fn ss3(got: &[u8], last: u8) -> Option<Heard> {
    let held = std::str::from_utf8(got).ok()?.rsplit(';').next()?.parse::<u32>().unwrap_or(1).saturating_sub(1);
    match last {
        b'A'..=b'D' | b'F' | b'H' => with(letter(last)?, held),
        b'a'..=b'd' => with(letter(last.to_ascii_uppercase())?, CTRL),
        b'M' => Some(key(Code::Enter)),
        b'I' => Some(key(Code::Tab)),
        b'X' => Some(Heard::Key(Key::char('='), None)),
        b' ' => Some(Heard::Key(Key::char(' '), None)),
        b'j'..=b'y' => Some(Heard::Key(Key::char((last - b'j' + b'*') as char), None)),
        _ => None,
    }
}

fn letter(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'Z' => Code::BackTab,
        _ => return None,
    })
}

fn tilde(number: u32) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        _ => return None,
    })
}

fn with(code: Code, held: u32) -> Option<Heard> {
    if held & OTHERS != 0 {
        return None;
    }
    let code = if code == Code::Tab && held & SHIFT != 0 { Code::BackTab } else { code };
    Some(Heard::Key(Key { code, ctrl: held & CTRL != 0, alt: held & ALT != 0 }, None))
}

/// `Esc [ key:shifted:base ; held:event ; text u`
fn kitty(parameters: &[Vec<Option<u32>>], held: u32) -> Option<Heard> {
    let at = |i: usize, j: usize| parameters.get(i).and_then(|part| part.get(j)).copied().flatten();
    let code = at(0, 0)?;
    let base = at(0, 2).and_then(char::from_u32).filter(char::is_ascii);
    // The text that the key types, with Shift, Caps Lock and AltGr applied.
    let text = at(2, 0).and_then(char::from_u32).filter(|c| !c.is_control());
    if let (Some(text), true) = (text, held & (CTRL | OTHERS) == 0 || held & (CTRL | ALT) == CTRL | ALT) {
        return Some(Heard::Key(Key::char(text), base.filter(|_| !text.is_ascii())));
    }
    let shifted = at(0, 1).filter(|_| held & SHIFT != 0);
    typed(shifted.unwrap_or(code), held, base)
}

/// A key by its character's number, or by kitty's number for one that types nothing.
fn typed(code: u32, held: u32, base: Option<char>) -> Option<Heard> {
    let named = match code {
        9 => Some(Code::Tab),
        13 | 57414 => Some(Code::Enter),
        27 => Some(Code::Esc),
        8 | 127 => Some(Code::Backspace),
        57417 => Some(Code::Left),
        57418 => Some(Code::Right),
        57419 => Some(Code::Up),
        57420 => Some(Code::Down),
        57421 => Some(Code::PageUp),
        57422 => Some(Code::PageDown),
        57423 => Some(Code::Home),
        57424 => Some(Code::End),
        57426 => Some(Code::Delete),
        _ => None,
    };
    if let Some(named) = named {
        return with(named, held);
    }
    let c = match code {
        57399..=57408 => (b'0' + (code - 57399) as u8) as char,
        57409 => '.',
        57410 => '/',
        57411 => '*',
        57412 => '-',
        57413 => '+',
        57415 => '=',
        57416 => ',',
        // The rest of them: Caps Lock and Shift themselves, keys of the player and of the desktop.
        57344..=63743 => return None,
        _ => char::from_u32(code).filter(|c| !c.is_control())?,
    };
    if held & OTHERS != 0 {
        return None;
    }
    // Some terminals report AltGr as Ctrl and Alt: a character other than an ASCII letter or digit was typed with it.
    if held & (CTRL | ALT) == CTRL | ALT && !c.is_ascii_alphanumeric() {
        return Some(Heard::Key(Key::char(c), base));
    }
    let ctrl = held & CTRL != 0;
    let c = if ctrl { c.to_lowercase().next().unwrap_or(c) } else { c };
    let base = base.filter(|_| !c.is_ascii());
    Some(Heard::Key(Key { code: Code::Char(c), ctrl, alt: held & ALT != 0 && !ctrl }, base))
}

/// `Esc [ < button ; column ; row M`, or `m` for a release.
fn sgr_mouse(got: &str, up: bool) -> Option<Heard> {
    let mut numbers = got.split(';').map(|number| number.parse::<u32>().ok());
    let (button, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
    if up || numbers.next().is_some() {
        return None;
    }
    mouse(button, column, row)
}

/// `Esc [ button ; column ; row M`, as rxvt writes it.
fn numbered_mouse(button: u32, column: u32, row: u32) -> Option<Heard> {
    mouse(button.checked_sub(32)?, column, row)
}

/// `Esc [ M` and three bytes.
pub fn old_mouse(got: &[u8]) -> Option<Heard> {
    let [button, column, row] = *got else { return None };
    mouse((button as u32).checked_sub(32)?, (column as u32).checked_sub(32)?, (row as u32).checked_sub(32)?)
}

fn mouse(button: u32, column: u32, row: u32) -> Option<Heard> {
    // Shift, Alt and Ctrl are bits 2 to 4.
    let what = match button & !0b1_1100 {
        0 => Button::Press,
        32 => Button::Drag,
        64 => Button::WheelUp,
        65 => Button::WheelDown,
        _ => return None,
    };
    let cell = |n: u32| u16::try_from(n.checked_sub(1)?).ok();
    Some(Heard::Mouse(Mouse { what, column: cell(column)?, row: cell(row)? }))
}
