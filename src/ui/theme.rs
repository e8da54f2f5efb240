//! Colours by meaning: one table, for dark and light backgrounds, in 24-bit, 256, 16 and no colours. Nothing degrades
//! colours automatically, so each meaning has an entry for each. Only the glow of the map is computed, in 24-bit
//! colour.
//!
//! No meaning rests on colour alone: a glyph or a word says the same (see [`crate::text::glyphs`]).

pub use crate::app::settings::{Depth, Ground};
use crate::text::glyphs::{ASCII, Glyphs, UNICODE};
use crate::text::ink::Ink;
use ratatui::style::{Color, Modifier, Style};

/// What a terminal can show. On an unknown background the dark palette is used, on a ground that is painted with it
/// (see [`Theme::paper`]); with 16 colours nothing is painted, and those are used that are readable on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    pub ground: Ground,
    pub depth: Depth,
}

impl Colours {
    pub const DARK: Colours = Colours { ground: Ground::Dark, depth: Depth::True };
    pub const LIGHT: Colours = Colours { ground: Ground::Light, depth: Depth::True };
    pub const NONE: Colours = Colours { ground: Ground::Unknown, depth: Depth::None };
}

/// The looks of one ink. Colours are `0xRRGGBB` on dark and light, an index of the 256, and one of the 16.
struct Look {
    ink: Ink,
    dark: Option<u32>,
    dark256: Option<u8>,
    ansi: Option<Color>,
    /// One of the 16 for light backgrounds, if it differs.
    ansi_light: Option<Color>,
    light: Option<u32>,
    light256: Option<u8>,
    /// Weight with 24-bit or 256 colours, with 16, and without any.
    with: Modifier,
    ansi_with: Modifier,
    without: Modifier,
}

/// Text and ground that are painted on an unknown background: in 24 bits, and of the 256.
const TEXT: (u32, u8) = (0xe9e2d8, 254);
const PAPER: (u32, u8) = (0x0c0c0c, 232);

const NO: Modifier = Modifier::empty();
const BOLD: Modifier = Modifier::BOLD;
const DIM: Modifier = Modifier::DIM;
const BOLD_REVERSED: Modifier = Modifier::BOLD.union(Modifier::REVERSED);

const fn row(
    ink: Ink,
    (dark, dark256): (u32, u8),
    ansi: Option<Color>,
    (light, light256): (u32, u8),
    with: Modifier,
    ansi_with: Modifier,
    without: Modifier,
) -> Look {
    Look {
        ink,
        dark: Some(dark),
        dark256: Some(dark256),
        ansi,
        ansi_light: None,
        light: Some(light),
        light256: Some(light256),
        with,
        ansi_with,
        without,
    }
}

const fn own(ink: Ink, with: Modifier) -> Look {
    Look {
        ink,
        dark: None,
        dark256: None,
        ansi: None,
        ansi_light: None,
        light: None,
        light256: None,
        with,
        ansi_with: with,
        without: with,
    }
}

/// Ordinary red on light backgrounds, where bright red is too pale.
const fn red(row: Look) -> Look {
    Look { ansi_light: Some(Color::Red), ..row }
}

/// In the order of [`Ink`]. For grounds (`Shout`, `Band`, `Chosen`, `Tab`) the colour is the background.
const ROWS: [Look; 23] = [
    own(Ink::Plain, NO),
    own(Ink::Strong, BOLD),
    row(Ink::Muted, (0x9c9184, 246), None, (0x6b6054, 241), NO, DIM, DIM),
    row(Ink::Faint, (0x665d52, 241), None, (0x978b7a, 245), NO, DIM, DIM),
    row(Ink::Track, (0x3a342d, 236), None, (0xe0d5c4, 252), NO, DIM, DIM),
    row(Ink::Served, (0x6b6156, 59), None, (0x9a8d79, 101), NO, DIM, DIM),
    row(Ink::Accent, (0xf4dcae, 223), None, (0x3f240d, 236), BOLD, BOLD, BOLD),
    row(Ink::Flow, (0x58b0f2, 75), Some(Color::Cyan), (0x1769b0, 25), NO, NO, NO),
    row(Ink::Route, (0x2f6a9e, 67), Some(Color::Cyan), (0x5b93c8, 68), NO, NO, NO),
    row(Ink::Cook, (0xf0c25a, 221), Some(Color::Yellow), (0xbd8410, 136), NO, NO, NO),
    row(Ink::CookToo, (0xc09a3e, 178), Some(Color::Yellow), (0x966805, 94), NO, DIM, DIM),
    red(row(Ink::Wait, (0xe0714a, 173), Some(Color::LightRed), (0xc9552c, 166), NO, NO, NO)),
    row(Ink::Shelf, (0xc3cfe6, 189), None, (0x7c8fc4, 104), NO, NO, NO),
    row(Ink::Warn, (0xf0a02e, 214), Some(Color::Yellow), (0xa36300, 130), NO, NO, NO),
    row(Ink::WarnFigure, (0xf0a02e, 214), Some(Color::Yellow), (0xa36300, 130), BOLD, BOLD, BOLD),
    red(row(Ink::Danger, (0xf4593a, 203), Some(Color::LightRed), (0xa81e0c, 124), NO, NO, BOLD)),
    red(row(Ink::DangerFigure, (0xf4593a, 203), Some(Color::LightRed), (0xa81e0c, 124), BOLD, BOLD, BOLD)),
    row(Ink::Shout, (0xcf3f22, 160), Some(Color::Red), (0xa81e0c, 124), BOLD, BOLD_REVERSED, BOLD_REVERSED),
    row(Ink::Cold, (0x7c88b0, 103), None, (0x667299, 60), NO, DIM, DIM),
    row(Ink::Band, (0x2a211a, 234), None, (0xf0e4d2, 224), NO, NO, NO),
    row(Ink::Chosen, (0x33281f, 235), None, (0xefe2cc, 224), NO, NO, NO),
    row(Ink::Tab, (0x33281f, 235), None, (0xefe2cc, 224), BOLD, BOLD_REVERSED, BOLD_REVERSED),
    row(Ink::Caret, (0xf4dcae, 223), None, (0x3f240d, 236), NO, Modifier::REVERSED, Modifier::REVERSED),
];

/// Styles by ink and the glyphs, for one terminal.
#[derive(Clone, Debug)]
pub struct Theme {
    pub colours: Colours,
    pub glyphs: &'static Glyphs,
    ascii: bool,
    styles: [Style; ROWS.len()],
}

impl Theme {
    pub fn new(colours: Colours, ascii: bool) -> Theme {
        Theme {
            colours,
            glyphs: if ascii { &ASCII } else { &UNICODE },
            ascii,
            styles: std::array::from_fn(|i| style(&ROWS[i], colours)),
        }
    }

    #[inline]
    pub fn style(&self, ink: Ink) -> Style {
        self.styles[ink as usize]
    }

    pub fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// Whether backgrounds can be tinted. If not, the chosen row has only its mark.
    pub fn has_tints(&self) -> bool {
        matches!(self.colours.depth, Depth::True | Depth::Indexed256)
    }

    /// The colours of text and ground where both would be the terminal's own, if nobody knows what those are: what is
    /// written must be readable whichever they are.
    pub fn paper(&self) -> Option<(Color, Color)> {
        match self.colours {
            Colours { ground: Ground::Unknown, depth: Depth::True } => Some((rgb(TEXT.0), rgb(PAPER.0))),
            Colours { ground: Ground::Unknown, depth: Depth::Indexed256 } => {
                Some((Color::Indexed(TEXT.1), Color::Indexed(PAPER.1)))
            }
            _ => None,
        }
    }

    /// A colour at half strength; `None`: it cannot be mixed with the ground.
    pub fn halved(&self, colour: Color) -> Option<Color> {
        let ground = if self.colours.ground == Ground::Light { 0xfafafa } else { PAPER.0 };
        match colour {
            Color::Rgb(r, g, b) => {
                let hex = u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b);
                Some(mixed(ground, hex, 0.5))
            }
            _ => None,
        }
    }

    /// The map's background at a demand of `heat` (0–1); `None`: none.
    pub fn glow(&self, heat: f64) -> Option<Color> {
        let (cold, hot) = match self.colours {
            Colours { ground: Ground::Dark | Ground::Unknown, depth: Depth::True } => (PAPER.0, 0x7a3614),
            Colours { ground: Ground::Light, depth: Depth::True } => (0xfafafa, 0xf4bd78),
            _ => return None,
        };
        // Few steps: neighbours look alike, and a cell's style changes less often.
        let step = (heat.clamp(0.0, 1.0) * 24.0).round() / 24.0;
        (step > 0.0).then(|| mixed(cold, hot, step))
    }

    /// Whether the map has houses: windows are drawn in colours and nothing else, so without them it has none.
    pub fn has_windows(&self) -> bool {
        self.has_tints() && !self.ascii
    }

    /// A window lit so brightly (0–1), or one in which nobody is at home (`None`).
    pub fn window(&self, light: Option<f64>) -> Color {
        let (night, day) = match light {
            None => (0x1d1712, 0xece4d8),
            Some(light) if light < 0.33 => (0x5e3c18, 0xe3c69a),
            Some(light) if light < 0.66 => (0x8f6126, 0xd9ab62),
            Some(_) => (0xbf8a3e, 0xcf9138),
        };
        let (night256, day256) = match light {
            None => (234, 254),
            Some(light) if light < 0.33 => (58, 187),
            Some(light) if light < 0.66 => (94, 180),
            Some(_) => (137, 172),
        };
        self.tinted((night, night256), (day, day256))
    }

    /// A window without electricity, or the ground around it.
    pub fn blackout(&self, is_window: bool) -> Color {
        match is_window {
            true => self.tinted((0x23272f, 236), (0xcdd2dd, 252)),
            false => self.tinted((0x101319, 233), (0xe6e8ef, 255)),
        }
    }

    fn tinted(&self, dark: (u32, u8), light: (u32, u8)) -> Color {
        let (full, of_256) = if self.colours.ground == Ground::Light { light } else { dark };
        if self.colours.depth == Depth::True { rgb(full) } else { Color::Indexed(of_256) }
    }
}

fn style(row: &Look, Colours { ground, depth }: Colours) -> Style {
    let light = ground == Ground::Light;
    let (colour, modifier) = match depth {
        Depth::True => ((if light { row.light } else { row.dark }).map(rgb), row.with),
        Depth::Indexed256 => ((if light { row.light256 } else { row.dark256 }).map(Color::Indexed), row.with),
        Depth::Ansi16 => (if light { row.ansi_light.or(row.ansi) } else { row.ansi }, row.ansi_with),
        Depth::None => (None, row.without),
    };
    let style = Style::new().add_modifier(modifier);
    let Some(colour) = colour else { return style };
    match (row.ink, depth) {
        (Ink::Shout, Depth::True) => style.fg(rgb(0xffffff)).bg(colour),
        (Ink::Shout, Depth::Indexed256) => style.fg(Color::Indexed(231)).bg(colour),
        (Ink::Caret, Depth::True) => style.fg(rgb(if light { 0xfafafa } else { 0x0c0c0c })).bg(colour),
        (Ink::Caret, Depth::Indexed256) => style.fg(Color::Indexed(if light { 231 } else { 16 })).bg(colour),
        (Ink::Tab, _) => {
            let accent = if light { (0x3f240d, 236) } else { (0xf4dcae, 223) };
            style.fg(if depth == Depth::True { rgb(accent.0) } else { Color::Indexed(accent.1) }).bg(colour)
        }
        (Ink::Band | Ink::Chosen, _) => style.bg(colour),
        _ => style.fg(colour),
    }
}

const fn rgb(hex: u32) -> Color {
    Color::Rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

fn mixed(from: u32, to: u32, share: f64) -> Color {
    let part = |shift: u32| {
        let (a, b) = ((from >> shift & 255) as f64, (to >> shift & 255) as f64);
        (a + (b - a) * share).round() as u8
    };
    Color::Rgb(part(16), part(8), part(0))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test with a tolerance, in no history")]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_meanings() {
        for (i, row) in ROWS.iter().enumerate() {
            assert_eq!(row.ink as usize, i, "{:?}", row.ink);
        }
    }

    /// Relative luminance (WCAG 2.1).
    fn luminance(hex: u32) -> f64 {
        let channel = |shift: u32| {
            let c = (hex >> shift & 255) as f64 / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
    }

    fn contrast(a: u32, b: u32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// A colour of the 256 beyond the 16, as terminals show it: a cube of six steps, then greys.
    fn of_256(index: u8) -> u32 {
        let step = |n: u8| [0, 95, 135, 175, 215, 255][n as usize % 6];
        match index {
            232.. => 0x010101 * (8 + 10 * (index as u32 - 232)),
            16.. => step((index - 16) / 36) << 16 | step((index - 16) / 6) << 8 | step(index - 16),
            _ => panic!("{index} is one of the 16, which everybody sets"),
        }
    }

    /// The least contrast of an ink (WCAG 2.1): of text, of the parts of a picture. `None`: a ground, or an empty part.
    fn least(ink: Ink) -> Option<f64> {
        match ink {
            Ink::Muted
            | Ink::Accent
            | Ink::Flow
            | Ink::Warn
            | Ink::WarnFigure
            | Ink::Danger
            | Ink::DangerFigure
            | Ink::Cold => Some(4.5),
            Ink::Faint | Ink::Served | Ink::Route | Ink::Cook | Ink::CookToo | Ink::Wait | Ink::Shelf => Some(3.0),
            Ink::Plain | Ink::Strong | Ink::Track | Ink::Shout | Ink::Band | Ink::Chosen | Ink::Tab | Ink::Caret => {
                None
            }
        }
    }

    #[test]
    fn what_is_read_stands_out_from_its_ground() {
        for row in &ROWS {
            let Some(least) = least(row.ink) else { continue };
            for (name, colour, colour256, ground) in
                [("dark", row.dark, row.dark256, 0x0c0c0c), ("light", row.light, row.light256, 0xfafafa)]
            {
                let (full, of_256) = (contrast(colour.unwrap(), ground), contrast(of_256(colour256.unwrap()), ground));
                assert!(full >= least, "{:?} on {name}: {full:.2}", row.ink);
                assert!(of_256 >= least, "{:?} on {name} with 256 colours: {of_256:.2}", row.ink);
            }
        }
        // What stands in the chosen row and in the header.
        let by = |ink: Ink| &ROWS[ink as usize];
        for ink in [Ink::Muted, Ink::Accent] {
            for ground in [by(Ink::Chosen), by(Ink::Band)] {
                let (dark, light) = (by(ink).dark.unwrap(), by(ink).light.unwrap());
                assert!(contrast(dark, ground.dark.unwrap()) >= 4.5, "{ink:?} in {:?} on dark", ground.ink);
                assert!(contrast(light, ground.light.unwrap()) >= 4.5, "{ink:?} in {:?} on light", ground.ink);
            }
        }
        assert!(contrast(0xffffff, 0xcf3f22) >= 4.7 && contrast(0xffffff, 0xa81e0c) >= 7.3, "the shout");
    }

    /// Where nothing is known of the ground, the dark palette stands on its own.
    #[test]
    fn on_an_unknown_ground_the_dark_palette_brings_its_paper() {
        for depth in [Depth::True, Depth::Indexed256] {
            let unknown = Theme::new(Colours { ground: Ground::Unknown, depth }, false);
            let dark = Theme::new(Colours { ground: Ground::Dark, depth }, false);
            assert_eq!(unknown.styles, dark.styles);
            assert_eq!(unknown.glow(0.7), dark.glow(0.7));
            assert!(dark.paper().is_none() && unknown.paper().is_some(), "{depth:?}");
        }
        assert!(contrast(TEXT.0, PAPER.0) >= 7.0 && contrast(of_256(TEXT.1), of_256(PAPER.1)) >= 7.0);
        for row in &ROWS {
            let Some(least) = least(row.ink) else { continue };
            let ours = contrast(of_256(row.dark256.unwrap()), of_256(PAPER.1));
            assert!(ours >= least, "{:?} of the 256: {ours:.2}", row.ink);
        }
    }

    #[test]
    fn nobody_is_sent_colours_that_were_not_asked_for() {
        let none = Theme::new(Colours::NONE, false);
        assert!(none.styles.iter().all(|s| s.fg.is_none() && s.bg.is_none()));
        assert_eq!(none.glow(1.0), None);
        let sixteen = |c: Option<Color>| !matches!(c, Some(Color::Rgb(..) | Color::Indexed(_)));
        for ground in [Ground::Dark, Ground::Light, Ground::Unknown] {
            let few = Theme::new(Colours { ground, depth: Depth::Ansi16 }, false);
            assert!(few.styles.iter().all(|s| sixteen(s.fg) && sixteen(s.bg)), "{ground:?}");
            assert_eq!((few.paper(), few.glow(1.0)), (None, None), "{ground:?}");
        }
        let indexed = Theme::new(Colours { ground: Ground::Light, depth: Depth::Indexed256 }, false);
        assert!(indexed.styles.iter().all(|s| !matches!(s.fg.or(s.bg), Some(Color::Rgb(..)))));
    }
}
