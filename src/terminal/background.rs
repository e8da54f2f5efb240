//! The terminal's background colour, asked for with an escape sequence (OSC 11), which most terminals answer at once.

use crate::app::settings::Ground;

/// The request.
pub const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";

/// Parses the answer `11;rgb:0c0c/0c0c/0c0c`; `None`: it is another one.
pub fn of_answer(text: &str) -> Option<Ground> {
    let colour = text.strip_prefix("11;rgb:").or_else(|| text.strip_prefix("11;rgba:"))?;
    let mut parts = colour.split('/').map(|part| {
        let most = 16f64.powi(part.len().min(5) as i32) - 1.0;
        let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        u32::from_str_radix(part, 16).ok().filter(|_| is_number).map(|value| value as f64 / most)
    });
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    let light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    Some(if light > 0.5 { Ground::Light } else { Ground::Dark })
}

/// Parses `COLORFGBG`, such as `15;0`, whose last part is the background's number among the 16 colours.
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

    #[test]
    fn light_and_dark_answers() {
        assert_eq!(of_answer("11;rgb:0c0c/0c0c/0c0c"), Some(Ground::Dark));
        assert_eq!(of_answer("11;rgb:ff/fa/fa"), Some(Ground::Light));
        assert_eq!(of_answer("11;rgba:ffff/ffff/ffff/0000"), Some(Ground::Light));
        for other in ["10;rgb:ff/ff/ff", "11;rgb:ff/ff", "11;rgb:fffff/0/0", "11;rgb:+f/0/0", "11;?"] {
            assert_eq!(of_answer(other), None, "{other}");
        }
    }

    #[test]
    fn the_environment_says_it_by_number() {
        assert_eq!(of_fgbg("15;0"), Ground::Dark);
        assert_eq!(of_fgbg("0;default;15"), Ground::Light);
        assert_eq!(of_fgbg("nonsense"), Ground::Unknown);
    }
}
