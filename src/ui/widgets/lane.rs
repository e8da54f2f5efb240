//! A queue of orders: one `▌` per order, coloured by age.

use crate::text::glyphs::Glyphs;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
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

/// A waiting order: for how long it has waited, and whether its guest has gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    pub age: Span,
    pub is_ghost: bool,
}

impl From<Span> for Waiting {
    fn from(age: Span) -> Waiting {
        Waiting { age, is_ghost: false }
    }
}

impl Waiting {
    pub fn ink(self, promise: Span) -> Ink {
        if self.is_ghost { Ink::Cold } else { age_ink(self.age, promise) }
    }
}

/// Draws orders, the next to be served first, into `cells`: one order per cell (hollow, if nobody waits for it), or two
/// (`║`, the odd one `│`), or nothing, because a queue must not look shorter than it is. Returns the cells used.
pub fn lane<T: Copy + Into<Waiting>>(pen: &mut Pen, x: i32, y: i32, cells: i32, orders: &[T], promise: Span) -> i32 {
    let orders: Vec<Waiting> = orders.iter().map(|order| (*order).into()).collect();
    for (i, (glyph, ink)) in bars(pen.theme.glyphs, cells, &orders, |order| order.ink(promise)).enumerate() {
        pen.glyph(x + i as i32, y, glyph, ink);
    }
    lane_width(orders.len(), cells)
}

/// The same as a text.
pub fn bars_of(glyphs: &Glyphs, cells: i32, orders: &[Waiting], ink: impl Fn(Waiting) -> Ink) -> Rich {
    let mut rich = Rich::new();
    for (glyph, ink) in bars(glyphs, cells, orders, ink) {
        rich.push(glyph.to_string(), ink);
    }
    rich
}

/// The same with the number at its end.
pub fn lane_of(glyphs: &Glyphs, cells: i32, orders: &[Waiting], ink: impl Fn(Waiting) -> Ink) -> Rich {
    let rich = bars_of(glyphs, cells, orders, ink);
    let gap = if rich.is_empty() { "" } else { " " };
    rich.and(format!("{gap}{}", numbers::count(orders.len() as u64)), Ink::Strong)
}

fn bars(
    glyphs: &Glyphs,
    cells: i32,
    orders: &[Waiting],
    ink: impl Fn(Waiting) -> Ink,
) -> impl Iterator<Item = (char, Ink)> {
    let used = lane_width(orders.len(), cells) as usize;
    let several = if used == orders.len() { 1 } else { 2 };
    orders.chunks(several).take(used).map(move |orders| {
        let oldest = orders.iter().max_by_key(|order| (!order.is_ghost, order.age)).copied().unwrap_or_default();
        let glyph = match (several, orders.len()) {
            (1, _) if oldest.is_ghost => glyphs.ghost,
            (1, _) => glyphs.waits,
            (_, 2) => glyphs.two_wait,
            _ => glyphs.odd_waits,
        };
        (glyph, ink(oldest))
    })
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
    fn an_order_whose_guest_has_gone_is_hollow() {
        let theme = Theme::new(Colours::DARK, false);
        let order = |minutes, is_ghost| Waiting { age: Span::from_mins(minutes), is_ghost };
        let orders = [order(9, true), order(2, false)];
        let lane = |cells| lane_of(theme.glyphs, cells, &orders, |order| order.ink(Span::from_mins(30)));
        let inks = |rich: &Rich| rich.bits().map(|(text, ink)| (text.to_string(), ink)).collect::<Vec<_>>();
        let drawn = [("▏".into(), Ink::Cold), ("▌".into(), Ink::Cook), (" 2".into(), Ink::Strong)];
        assert_eq!(inks(&lane(4)), drawn);
        assert_eq!(lane(1).text(), "║ 2");
        assert_eq!(lane(0).text(), "2");
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
