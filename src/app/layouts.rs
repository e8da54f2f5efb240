//! Keyboard layouts of other scripts. Whoever writes Russian, Greek or Hebrew presses the key where the letter of a
//! command lies on a Latin keyboard. If the terminal does not report that key, a table of common layouts tells it.
//! Capitals are the same key.

use super::input::{Code, Key};

/// The keys of a Latin keyboard, row by row; the layouts list theirs in the same order.
const LATIN: &str = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./";
/// What Shift makes of the keys that are no letters.
const SHIFTED: [(char, char); 8] =
    [('`', '~'), ('[', '{'), (']', '}'), (';', ':'), ('\'', '"'), (',', '<'), ('.', '>'), ('/', '?')];

/// A layout: the characters on the keys of `LATIN`; a space for a key without one of its own.
#[derive(Debug)]
pub struct Layout {
    keys: &'static str,
}

/// If two layouts have a letter in different places, the first counts, because the layout in use is unknown.
static LAYOUTS: &[Layout] = &[
    // Russian, Ukrainian, Belarusian, Serbian, Macedonian.
    Layout { keys: "ёйцукенгшщзхъфывапролджэячсмитьбю." },
    Layout { keys: "'йцукенгшщзхїфівапролджєячсмитьбю." },
    Layout { keys: "ґйцукенгшўзх'фывапролджэячсмітьбю." },
    Layout { keys: " љњертзуиопшђасдфгхјклчћѕџцвбнм,.-" },
    Layout { keys: " љњертѕуиопшѓасдфгхјклчќзџцвбнм,./" },
    Layout { keys: "`;ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,./" },
    Layout { keys: ";/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ." },
    Layout { keys: "ذضصثقفغعهخحجدشسيبلاتنمكطئءؤر ىةوزظ" },
    Layout { keys: " ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو./" },
    Layout {
        keys: "_ๆไำพะัีรนยบลฟหกดเ้่าสวงผปแอิืทมใฝ"
    },
    Layout { keys: " ქწერტყუიოპ  ასდფგჰჯკლ  ზხცვბნმ   " },
    Layout { keys: " ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ  ㅁㄴㅇㄹㅎㅗㅓㅏㅣ  ㅋㅌㅊㅍㅠㅜㅡ   " },
];

impl Layout {
    /// The Latin key in this character's place.
    fn latin(&self, c: char) -> Option<char> {
        if c == ' ' {
            return None;
        }
        let mut lower = c.to_lowercase();
        let small = match (lower.next(), lower.next()) {
            (Some(small), None) => small,
            _ => c,
        };
        let place = self.keys.chars().position(|key| key == small)?;
        let latin = LATIN.chars().nth(place)?;
        if small == c {
            return Some(latin);
        }
        Some(SHIFTED.iter().find(|(plain, _)| *plain == latin).map_or(latin, |(_, shifted)| *shifted))
    }
}

/// The layout of a letter that no Latin keyboard has; `None`: a Latin letter, or an unknown layout.
pub fn of(key: Key) -> Option<&'static Layout> {
    let Code::Char(c) = key.code else { return None };
    LAYOUTS.iter().find(|layout| !c.is_ascii() && layout.latin(c).is_some())
}

/// The Latin key in the place of a letter of another script; for a full-width letter, its ordinary form.
fn in_place(c: char) -> Option<char> {
    if ('\u{ff01}'..='\u{ff5e}').contains(&c) {
        return char::from_u32(c as u32 - 0xff01 + 0x21);
    }
    LAYOUTS.iter().find_map(|layout| layout.latin(c))
}

/// The keys that a key press may mean, the likeliest first: itself, its lower case, the Latin key in its place. `latin`
/// is that key as the terminal reports it. `layout` is that of the last letter, for keys on which it has ASCII
/// characters. If `is_text`, a character means itself, and only keys held with Ctrl are commands.
pub fn readings(key: Key, latin: Option<char>, layout: Option<&Layout>, is_text: bool) -> Vec<Key> {
    let mut all = vec![key];
    let Code::Char(c) = key.code else { return all };
    if is_text && !key.ctrl {
        return all;
    }
    let there = match c.is_ascii() {
        true => layout.and_then(|layout| layout.latin(c)).filter(|_| !c.is_ascii_alphanumeric()),
        false => latin.or_else(|| in_place(c)),
    };
    for reading in [Some(c), there].into_iter().flatten() {
        for c in [reading, reading.to_ascii_lowercase()] {
            let reading = Key { code: Code::Char(c), ..key };
            if !all.contains(&reading) {
                all.push(reading);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latin(c: char) -> Option<char> {
        readings(Key::char(c), None, of(Key::char(c)), false).last().and_then(|key| match key.code {
            Code::Char(latin) if latin != c => Some(latin),
            _ => None,
        })
    }

    #[test]
    fn every_layout_has_a_key_for_every_key() {
        let letters = |keys: &str| keys.chars().count();
        assert!(LAYOUTS.iter().all(|layout| letters(layout.keys) == letters(LATIN)), "{LAYOUTS:?}");
        let russian: String = "йцукенгшщзфывапролдячсмить".chars().filter_map(latin).collect();
        assert_eq!(russian, "qwertyuiopasdfghjklzxcvbnm");
    }

    #[test]
    fn the_key_in_the_place_of_a_letter() {
        for (letter, key) in
            [('ф', 'a'), ('Ф', 'a'), ('і', 's'), ('љ', 'q'), ('α', 'a'), ('ν', 'n'), ('ש', 'a'), ('ש', 'a')]
        {
            assert_eq!(latin(letter), Some(key), "{letter}");
        }
        assert_eq!(latin('Ж'), Some(':'), "with Shift");
        assert_eq!(latin('ａ'), Some('a'), "full width");
        assert_eq!(latin('Q'), Some('q'), "Caps Lock");
        assert_eq!((latin('ᚠ'), latin('ö')), (None, None));
    }

    /// On a Hebrew keyboard the key of `q` says `/`.
    #[test]
    fn a_key_that_says_something_latin_is_first_what_it_says() {
        let hebrew = of(Key::char('ש'));
        assert_eq!(readings(Key::char('/'), None, hebrew, false), [Key::char('/'), Key::char('q')]);
        assert_eq!(readings(Key::char('/'), None, None, false), [Key::char('/')]);
        assert_eq!(readings(Key::char('a'), None, hebrew, false), [Key::char('a')]);
    }

    #[test]
    fn what_is_typed_is_what_it_says_but_with_ctrl() {
        assert_eq!(readings(Key::char('ф'), None, None, true), [Key::char('ф')]);
        assert_eq!(readings(Key::char('A'), None, None, true), [Key::char('A')]);
        assert!(readings(Key::ctrl('с'), None, None, true).contains(&Key::ctrl('c')));
    }

    #[test]
    fn what_the_terminal_tells_counts_more_than_the_table() {
        assert_eq!(readings(Key::char('и'), Some('i'), None, false).last(), Some(&Key::char('i')));
    }
}
