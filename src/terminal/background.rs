//! What colour the terminal's background is: asked for with an escape sequence (OSC 11) that most answer at once.
//!
//! The answer comes in among the keys, and the terminal library takes it for some: Alt-], then its characters, then
//! Ctrl-G or Alt-\. They are caught here, for a short while after asking; whoever does not answer is not waited for, and
//! whatever turns out to be no answer is handed on as the keys it was.

use crate::app::settings::Ground;
use crossterm::event::{Event, KeyCode, KeyModifiers};
use std::io::{self, Write};

/// No answer is longer (keys).
const LONGEST: usize = 40;

#[derive(Debug, Default)]
pub struct Background {
    asked: bool,
    /// What may be the beginning of the answer.
    held: Vec<Event>,
    text: String,
}

impl Background {
    pub fn ask() -> io::Result<Background> {
        let mut out = io::stdout();
        out.write_all(b"\x1b]11;?\x1b\\")?;
        out.flush()?;
        Ok(Background { asked: true, ..Background::default() })
    }

    pub fn is_awaited(&self) -> bool {
        self.asked
    }

    /// Takes an event in; gives back those that are not of the answer, and the answer once it is whole.
    pub fn hear(&mut self, event: Event) -> (Vec<Event>, Option<Ground>) {
        if !self.asked {
            return (vec![event], None);
        }
        let Event::Key(key) = &event else { return (vec![event], None) };
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let begins = alt && key.code == KeyCode::Char(']');
        if self.held.is_empty() && !begins {
            return (vec![event], None);
        }
        let ends = !self.held.is_empty()
            && ((key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char('g'))
                || (alt && key.code == KeyCode::Char('\\')));
        if ends {
            let ground = of_answer(&self.text);
            let held = std::mem::take(&mut self.held);
            self.asked = ground.is_none();
            return (if ground.is_some() { Vec::new() } else { held }, ground);
        }
        let fits = match key.code {
            KeyCode::Char(c) if begins && self.held.is_empty() => c == ']',
            KeyCode::Char(c) if !alt => {
                self.text.push(c);
                "11;rgba:".starts_with(&self.text)
                    || self.text.starts_with("11;rgb")
                    || "11;rgb:".starts_with(&self.text)
            }
            _ => false,
        };
        self.held.push(event);
        if fits && self.held.len() < LONGEST {
            return (Vec::new(), None);
        }
        self.text.clear();
        (std::mem::take(&mut self.held), None)
    }
}

/// `11;rgb:0c0c/0c0c/0c0c`
fn of_answer(text: &str) -> Option<Ground> {
    let colour = text.strip_prefix("11;rgb:").or_else(|| text.strip_prefix("11;rgba:"))?;
    let mut parts = colour.split('/').map(|part| {
        let most = 16f64.powi(part.len() as i32) - 1.0;
        u32::from_str_radix(part, 16).ok().filter(|_| (1..=4).contains(&part.len())).map(|value| value as f64 / most)
    });
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    let light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    Some(if light > 0.5 { Ground::Light } else { Ground::Dark })
}

/// `COLORFGBG`: `15;0`, the background's number among the sixteen last.
pub fn of_fgbg(value: &str) -> Ground {
    match value.rsplit(';').next().and_then(|number| number.trim().parse::<u8>().ok()) {
        Some(0..=6 | 8) => Ground::Dark,
        Some(7 | 9..=15) => Ground::Light,
        _ => Ground::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyEvent;

    fn key(c: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(c), modifiers))
    }

    fn hear(background: &mut Background, events: &[Event]) -> (Vec<Event>, Option<Ground>) {
        let mut all = (Vec::new(), None);
        for event in events {
            let (mut passed, ground) = background.hear(event.clone());
            all.0.append(&mut passed);
            all.1 = all.1.or(ground);
        }
        all
    }

    fn answer(text: &str) -> Vec<Event> {
        let mut events = vec![key(']', KeyModifiers::ALT)];
        events.extend(text.chars().map(|c| key(c, KeyModifiers::NONE)));
        events.push(key('\\', KeyModifiers::ALT));
        events
    }

    fn asked() -> Background {
        Background { asked: true, ..Background::default() }
    }

    #[test]
    fn the_answer_is_caught_and_is_no_key() {
        assert_eq!(hear(&mut asked(), &answer("11;rgb:0c0c/0c0c/0c0c")), (vec![], Some(Ground::Dark)));
        assert_eq!(hear(&mut asked(), &answer("11;rgb:ff/fa/fa")), (vec![], Some(Ground::Light)));
    }

    #[test]
    fn keys_around_it_are_keys() {
        let mut events = vec![key('q', KeyModifiers::NONE)];
        events.extend(answer("11;rgb:0000/0000/0000"));
        events.push(key('a', KeyModifiers::NONE));
        let (passed, ground) = hear(&mut asked(), &events);
        assert_eq!(passed, vec![key('q', KeyModifiers::NONE), key('a', KeyModifiers::NONE)]);
        assert_eq!(ground, Some(Ground::Dark));
    }

    #[test]
    fn what_is_no_answer_is_handed_on() {
        let events = vec![key(']', KeyModifiers::ALT), key('x', KeyModifiers::NONE)];
        assert_eq!(hear(&mut asked(), &events), (events.clone(), None));
        assert_eq!(hear(&mut Background::default(), &answer("11;rgb:00/00/00")).0.len(), 17);
    }

    #[test]
    fn the_environment_says_it_by_number() {
        assert_eq!(of_fgbg("15;0"), Ground::Dark);
        assert_eq!(of_fgbg("0;default;15"), Ground::Light);
        assert_eq!(of_fgbg("nonsense"), Ground::Unknown);
    }
}
