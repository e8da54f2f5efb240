//! Decodes the bytes of a terminal: keys, mouse, pastes, and answers to queries.
//!
//! Only complete, known sequences become keys. An unknown sequence is consumed to its end. An unfinished sequence or
//! paste is given up after a pause. A sequence that a slow connection has cut after its Esc is joined.
//!
//! The terminal library's own reader is not used: it turns unknown answers (a terminal's colours, version or clipboard)
//! and the rest of a sequence that was cut after Esc into keys, waits without limit for the end of a paste, drops what
//! AltGr types, and polls in a busy loop at the end of input. Nor is a parser such as `vte`: those parse a program's
//! output, where `Esc O` ends after two bytes, and do not tell whether they are inside a sequence, which the pauses
//! require. This decoder is for what terminals send (ECMA-48, xterm's control sequences, kitty's keyboard protocol). It
//! does no I/O: bytes and pauses in, [`Heard`] out.

mod csi;
#[cfg(unix)]
pub mod reader;
#[cfg(windows)]
pub mod windows;

use super::background;
use crate::app::input::{Code, Key};
use crate::app::settings::Ground;
use std::time::Duration;

/// Silence after which Esc alone is the key. With the time of a frame it is answered within 100 ms. The rest of a
/// sequence that arrives even later, on a slow connection, is not typed ([`Decoder::feed`]).
pub const ESC_PAUSE: Duration = Duration::from_millis(50);
/// Silence after which an unfinished sequence or paste is given up.
pub const LOST_PAUSE: Duration = Duration::from_millis(1_000);
/// Silence that ends a paste without brackets.
const PASTE_PAUSE: Duration = Duration::from_millis(60);
/// Upper bound of a paste (bytes).
const LONGEST_PASTE: usize = 64 << 10;
/// Upper bound of the kept part of an answer (bytes); the rest is dropped.
const LONGEST_ANSWER: usize = 256;
/// The number of characters read at once that is taken for a paste without brackets.
const BURST: usize = 160;

/// A decoded input event.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A key, with the key of a Latin keyboard in its place if the terminal reports it.
    Key(Key, Option<char>),
    Mouse(Mouse),
    Paste(String),
    /// The terminal's background.
    Ground(Ground),
    /// The terminal supports kitty's keyboard protocol.
    Kitty,
}

/// A mouse event, in cells from the upper left, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    pub what: Button,
    pub column: u16,
    pub row: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// The left button was pressed.
    Press,
    Drag,
    WheelUp,
    WheelDown,
}

/// The state within a sequence.
#[derive(Clone, Debug, Default, PartialEq)]
enum State {
    #[default]
    Ground,
    Esc,
    /// `Esc O`, and a modifier perhaps.
    Ss3(Vec<u8>),
    /// `Esc [`: parameters and intermediates so far.
    Csi(Vec<u8>),
    /// A fixed number of bytes follows: the old mouse protocol, a key of the Linux console.
    Bytes {
        of: Bytes,
        got: Vec<u8>,
    },
    /// `Esc ]` and the like, up to `Esc \`: the kind, what it says, and whether an Esc came last.
    Text {
        kind: u8,
        text: Vec<u8>,
        esc: bool,
    },
    /// A paste: its text, and how much of its end marker was seen.
    Paste {
        text: Vec<u8>,
        end: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Bytes {
    OldMouse,
    Console,
}

const PASTE_END: &[u8] = b"\x1b[201~";

/// The decoder: bytes and pauses in, events out.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
    /// The bytes of an incomplete character.
    letter: Vec<u8>,
    /// Characters that may be a paste without brackets.
    burst: Vec<char>,
    /// Whether the last bytes were a paste without brackets, to which immediately following ones belong.
    pasting: bool,
    /// The silence since an Esc was taken for the key because nothing followed.
    since_esc: Option<Duration>,
}

impl Decoder {
    /// The length of silence that would change the state; `None`: none would.
    pub fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground if self.pasting => Some(PASTE_PAUSE),
            State::Ground if self.letter.is_empty() => self.since_esc.map(|_| LOST_PAUSE),
            State::Esc => Some(ESC_PAUSE),
            _ => Some(LOST_PAUSE),
        }
    }

    /// Notes a silence of that length.
    pub fn pause(&mut self, silence: Duration, heard: &mut Vec<Heard>) {
        self.pasting &= silence < PASTE_PAUSE;
        if silence >= LOST_PAUSE {
            self.since_esc = None;
            self.letter.clear();
        }
        match &mut self.state {
            State::Esc if silence >= ESC_PAUSE => {
                self.state = State::Ground;
                self.since_esc = Some(silence);
                heard.push(key(Code::Esc));
            }
            State::Paste { text, .. } if silence >= LOST_PAUSE => {
                let text = std::mem::take(text);
                self.state = State::Ground;
                paste(text, heard);
            }
            State::Ground | State::Esc => {}
            _ if silence >= LOST_PAUSE => self.state = State::Ground,
            _ => {}
        }
    }

    /// Decodes bytes that were read at once.
    pub fn feed(&mut self, bytes: &[u8], heard: &mut Vec<Heard>) {
        let mut bytes = bytes;
        // The rest of a sequence whose Esc came earlier, on a slow connection; typing is not that fast.
        if self.since_esc.take().is_some() && self.state == State::Ground && bytes.len() > 1 {
            let begins = matches!(bytes[0], b'[' | b']' | b'O' | b'P' | b'_' | b'^' | b'X');
            if begins {
                self.introduce(bytes[0], heard);
                bytes = &bytes[1..];
            }
        }
        // Completes a character that was cut between two reads.
        while let ([byte, rest @ ..], false) = (bytes, self.letter.is_empty()) {
            self.byte(*byte, rest.is_empty(), heard);
            bytes = rest;
        }
        if self.pasting && !self.burst.is_empty() {
            heard.push(Heard::Paste(self.burst.drain(..).collect()));
        }
        if bytes.is_empty() {
            return self.end_burst(heard);
        }
        let burst = self.burst_at(bytes);
        self.pasting = burst.is_some_and(|text| bytes[text.len()..].iter().all(|byte| *byte >= 0x80));
        if let Some(text) = burst {
            heard.push(Heard::Paste(text.to_string()));
            bytes = &bytes[text.len()..];
        }
        for (i, byte) in bytes.iter().enumerate() {
            self.byte(*byte, i + 1 == bytes.len(), heard);
        }
        self.end_burst(heard);
    }

    fn byte(&mut self, byte: u8, is_last: bool, heard: &mut Vec<Heard>) {
        match std::mem::take(&mut self.state) {
            State::Ground => self.ground(byte, heard),
            State::Esc => self.after_esc(byte, heard),
            State::Ss3(mut got) => match byte {
                0x1b => self.state = State::Esc,
                0x03 => self.ground(byte, heard),
                b'0'..=b'9' | b';' if got.len() < 4 => {
                    got.push(byte);
                    self.state = State::Ss3(got);
                }
                _ => heard.extend(csi::ss3(&got, byte)),
            },
            State::Csi(got) => self.in_csi(got, byte, heard),
            State::Bytes { of, mut got } => {
                got.push(byte);
                match of {
                    Bytes::Console => {}
                    Bytes::OldMouse if got.len() < 3 => self.state = State::Bytes { of, got },
                    Bytes::OldMouse => heard.extend(csi::old_mouse(&got)),
                }
            }
            State::Text { kind, mut text, esc } => match (byte, esc) {
                (b'\\', true) | (0x07, false) => heard.extend(answer(kind, &text)),
                (0x9c, false) if kind >= 0x80 => heard.extend(answer(kind, &text)),
                (0x18 | 0x1a, _) => {}
                (0x03, _) => self.ground(byte, heard),
                (0x1b, _) => self.state = State::Text { kind, text, esc: true },
                // The Esc begins another sequence.
                (_, true) => {
                    self.state = State::Esc;
                    self.byte(byte, is_last, heard);
                }
                _ => {
                    if text.len() < LONGEST_ANSWER {
                        text.push(byte);
                    }
                    self.state = State::Text { kind, text, esc };
                }
            },
            State::Paste { text, end } => self.in_paste(text, end, byte, is_last, heard),
        }
    }

    fn ground(&mut self, byte: u8, heard: &mut Vec<Heard>) {
        if !self.letter.is_empty() || byte >= 0x80 {
            return self.letter(byte, heard);
        }
        if (0x20..0x7f).contains(&byte) {
            self.burst.push(byte as char);
            return;
        }
        self.end_burst(heard);
        match byte {
            0x1b => self.state = State::Esc,
            _ => heard.extend(control(byte)),
        }
    }

    /// Handles a byte of a multibyte character.
    fn letter(&mut self, byte: u8, heard: &mut Vec<Heard>) {
        self.letter.push(byte);
        match std::str::from_utf8(&self.letter) {
            Ok(text) => {
                let c = text.chars().next();
                self.letter.clear();
                match c {
                    // The one-byte forms of Esc and what follows it.
                    Some(c @ '\u{80}'..='\u{9f}') => self.introduce_c1(c as u8, heard),
                    Some(c) => self.burst.push(c),
                    None => {}
                }
            }
            Err(error) if error.error_len().is_none() => {}
            Err(_) => {
                let first = self.letter[0];
                self.letter.clear();
                match first {
                    0x80..=0x9f => self.introduce_c1(first, heard),
                    // Not the start of a character; the byte that ended it may be one.
                    _ if byte < 0x80 => self.ground(byte, heard),
                    _ => {}
                }
            }
        }
    }

    fn introduce_c1(&mut self, c1: u8, heard: &mut Vec<Heard>) {
        self.end_burst(heard);
        match c1 {
            0x8f => self.state = State::Ss3(Vec::new()),
            0x9b => self.state = State::Csi(Vec::new()),
            0x90 | 0x98 | 0x9d | 0x9e | 0x9f => {
                self.state = State::Text { kind: c1, text: Vec::new(), esc: false };
            }
            _ => {}
        }
    }

    fn introduce(&mut self, byte: u8, heard: &mut Vec<Heard>) {
        match byte {
            b'[' => self.state = State::Csi(Vec::new()),
            b'O' => self.state = State::Ss3(Vec::new()),
            b']' | b'P' | b'_' | b'^' | b'X' => {
                self.state = State::Text { kind: byte, text: Vec::new(), esc: false };
            }
            _ => self.ground(byte, heard),
        }
    }

    fn after_esc(&mut self, byte: u8, heard: &mut Vec<Heard>) {
        match byte {
            b'[' | b'O' | b']' | b'P' | b'_' | b'^' | b'X' => self.introduce(byte, heard),
            0x1b => {
                heard.push(key(Code::Esc));
                self.state = State::Esc;
            }
            0x20..=0x7e => heard.push(Heard::Key(Key { code: Code::Char(byte as char), ctrl: false, alt: true }, None)),
            // No shortcut is Alt with a multibyte letter: the letter is typed as it is.
            0x80.. => self.ground(byte, heard),
            _ => heard.extend(control(byte).map(|heard| match heard {
                // Esc and Ctrl-C read at once are still Ctrl-C.
                Heard::Key(key, latin) => Heard::Key(Key { alt: !key.ctrl, ..key }, latin),
                other => other,
            })),
        }
    }

    fn in_csi(&mut self, mut got: Vec<u8>, byte: u8, heard: &mut Vec<Heard>) {
        match byte {
            b'[' if got.is_empty() => self.state = State::Bytes { of: Bytes::Console, got },
            b'M' if got.is_empty() => self.state = State::Bytes { of: Bytes::OldMouse, got },
            0x20..=0x3f => {
                if got.len() < LONGEST_ANSWER {
                    got.push(byte);
                }
                self.state = State::Csi(got);
            }
            0x40..=0x7e if got == b"200" && byte == b'~' => {
                self.state = State::Paste { text: Vec::new(), end: 0 };
            }
            0x40..=0x7e => heard.extend(csi::csi(&got, byte)),
            0x1b => self.state = State::Esc,
            0x03 => self.ground(byte, heard),
            0x18 | 0x1a => {}
            // An invalid byte in a sequence is dropped with it.
            _ => self.state = State::Csi(got),
        }
    }

    fn in_paste(&mut self, mut text: Vec<u8>, end: usize, byte: u8, is_last: bool, heard: &mut Vec<Heard>) {
        let seen = match PASTE_END.get(end) {
            Some(next) if *next == byte => end + 1,
            _ => {
                text.extend(&PASTE_END[..end]);
                usize::from(byte == PASTE_END[0])
            }
        };
        if seen == PASTE_END.len() {
            return paste(text, heard);
        }
        if seen == 0 {
            // Ctrl-C ends a paste whose end marker was lost; inside one it is text.
            if byte == 0x03 && is_last {
                paste(text, heard);
                return self.ground(byte, heard);
            }
            if text.len() < LONGEST_PASTE {
                text.push(byte);
            }
        }
        text.truncate(LONGEST_PASTE);
        self.state = State::Paste { text, end: seen };
    }

    /// The part at the start that is a paste without brackets: more characters at once than anybody types.
    fn burst_at<'b>(&self, bytes: &'b [u8]) -> Option<&'b str> {
        let is_text = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..=0x7e | 0x80..);
        let length = bytes.iter().position(|byte| !is_text(byte)).unwrap_or(bytes.len());
        let text = match std::str::from_utf8(&bytes[..length]) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?,
        };
        let enough = if self.pasting { 1 } else { BURST + 1 };
        (self.state == State::Ground && text.chars().count() >= enough).then_some(text)
    }

    fn end_burst(&mut self, heard: &mut Vec<Heard>) {
        if self.burst.len() > BURST {
            heard.push(Heard::Paste(self.burst.drain(..).collect()));
        } else {
            heard.extend(self.burst.drain(..).map(|c| Heard::Key(Key::char(c), None)));
        }
    }
}

fn paste(text: Vec<u8>, heard: &mut Vec<Heard>) {
    heard.push(Heard::Paste(String::from_utf8_lossy(&text).into_owned()));
}

fn key(code: Code) -> Heard {
    Heard::Key(Key::of(code), None)
}

/// A control character as the key that sends it.
fn control(byte: u8) -> Option<Heard> {
    Some(match byte {
        b'\r' | b'\n' => key(Code::Enter),
        b'\t' => key(Code::Tab),
        0x08 | 0x7f => key(Code::Backspace),
        0x01..=0x1a => Heard::Key(Key::ctrl((byte - 1 + b'a') as char), None),
        _ => return None,
    })
}

/// An answer of the terminal to one of our queries; `None`: to none.
fn answer(kind: u8, text: &[u8]) -> Option<Heard> {
    let text = std::str::from_utf8(text).ok()?;
    let is_osc = matches!(kind, b']' | 0x9d);
    background::of_answer(text).filter(|_| is_osc).map(Heard::Ground)
}

#[cfg(test)]
mod tests;
