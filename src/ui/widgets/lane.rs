//! A queue of orders: one `▌` per order, coloured by age.

use crate::text::ink::Ink;
use crate::ui::pen::Pen;
use crate::units::Span;

/// The ink for an order's age: up to a third of the promise, up to two thirds, above.
pub fn age_ink(age: Span, promise: Span) -> Ink {
    let (age, promise) = (age.0 as u128, promise.0 as u128);
    match () {
        () if age * 3 > promise * 2 => Ink::Danger,
        () if age * 3 > promise => Ink::Wait,
        () => Ink::Cook,
    }
}

/// Draws the ages, the next to be served first, into `cells`: one order per cell, or two (`║`, the odd one `│`), or
/// nothing, because a queue must not look shorter than it is. Returns the cells used.
pub fn lane(pen: &mut Pen, x: i32, y: i32, cells: i32, ages: &[Span], promise: Span) -> i32 {
    let glyphs = pen.theme.glyphs;
    let used = lane_width(ages.len(), cells);
    if used == ages.len() as i32 {
        for (i, age) in ages.iter().enumerate() {
            pen.glyph(x + i as i32, y, glyphs.waits, age_ink(*age, promise));
        }
    } else if used > 0 {
        for (i, pair) in ages.chunks(2).enumerate() {
            let glyph = if pair.len() == 2 { glyphs.two_wait } else { glyphs.odd_waits };
            let oldest = pair.iter().max().copied().unwrap_or_default();
            pen.glyph(x + i as i32, y, glyph, age_ink(oldest, promise));
        }
    }
    used
}

/// How many cells [`lane`] will use.
pub fn lane_width(n: usize, cells: i32) -> i32 {
    let n = n.min(1 << 20) as i32;
    match () {
        () if n <= cells => n,
        () if (n + 1) / 2 <= cells => (n + 1) / 2,
        () => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{Colours, Theme};
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn drawn(n: usize, cells: i32) -> String {
        let theme = Theme::new(Colours::DARK, false);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        lane(&mut Pen::new(&mut buffer, &theme), 0, 0, cells, &vec![Span::ZERO; n], Span::from_mins(30));
        (0..8).map(|x| buffer[(x, 0)].symbol().to_string()).collect::<String>().trim_end().to_string()
    }

    #[test]
    fn a_lane_is_never_cut_silently() {
        assert_eq!(drawn(3, 4), "▌▌▌");
        assert_eq!(drawn(4, 4), "▌▌▌▌");
        assert_eq!(drawn(7, 4), "║║║│");
        assert_eq!(drawn(9, 4), "", "the number alone");
    }

    #[test]
    fn thirds_of_the_promise() {
        let promise = Span::from_mins(30);
        assert_eq!(age_ink(Span::from_mins(10), promise), Ink::Cook);
        assert_eq!(age_ink(Span(Span::from_mins(10).0 + 1), promise), Ink::Wait);
        assert_eq!(age_ink(Span::from_mins(20), promise), Ink::Wait);
        assert_eq!(age_ink(Span::from_secs(1_201), promise), Ink::Danger);
    }
}
