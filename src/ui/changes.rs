//! What of a picture is to be written where another one stands: the cells that differ, in reading order.
//!
//! What ratatui's own comparison finds in what the pen draws, at a third of its cost: a cell that is as it was is asked
//! for nothing else. Beside that, what a wide letter uncovers is always written anew.

use crate::units::cells::cells;
use ratatui::buffer::{Buffer, Cell};

/// The cells of `now` that differ from those of `before`, a picture of the same size. What a wide letter covers is
/// never among them: whoever writes the letter writes that, too.
pub fn changes<'a>(before: &'a Buffer, now: &'a Buffer) -> impl Iterator<Item = (u16, u16, &'a Cell)> {
    debug_assert_eq!(before.area, now.area);
    let width = now.area.width as usize;
    // Where a wide letter gives way, the terminal has lost what stands under its other half.
    let mut uncovers = false;
    let differing = before.content.iter().zip(&now.content).enumerate().filter(move |(i, (was, is))| {
        let uncovered = uncovers && i % width != 0;
        let differs = !is_same(was, is);
        uncovers = differs && is_wide(was);
        differs || uncovered
    });
    differing
        .filter(move |&(i, _)| !is_covered(&now.content[i - i % width..i]))
        .map(move |(i, (_, cell))| ((i % width) as u16 + now.area.x, (i / width) as u16 + now.area.y, cell))
}

/// Whether a wide letter among those to the left in its row covers a cell: of several in a row the first stands whole,
/// and the next is covered by it.
fn is_covered(left: &[Cell]) -> bool {
    left.iter().rev().take_while(|cell| is_wide(cell)).count() % 2 == 1
}

#[inline]
fn is_same(was: &Cell, is: &Cell) -> bool {
    let looks = |cell: &Cell| (cell.fg, cell.bg, cell.modifier);
    looks(was) == looks(is) && was.symbol().as_bytes() == is.symbol().as_bytes()
}

fn is_wide(cell: &Cell) -> bool {
    !cell.symbol().is_ascii() && cells(cell.symbol()) > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ink::Ink;
    use crate::ui::pane::Pane;
    use crate::ui::pen::Pen;
    use crate::ui::theme::{Colours, Theme};
    use proptest::prelude::*;
    use ratatui::layout::Rect;

    /// Words laid over one another, some cleared away and some on a ground of their own.
    fn picture(strokes: &[(i32, i32, String, u8)]) -> Buffer {
        let theme = Theme::new(Colours::DARK, false);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 3));
        let mut pen = Pen::new(&mut buffer, &theme);
        for (x, y, word, how) in strokes {
            let end = pen.put(*x, *y, word, if how % 2 == 0 { Ink::Plain } else { Ink::Danger });
            let under = Pane::new(*x, *y, end - x, 1);
            match how / 2 {
                0 => pen.ground(under, Ink::Chosen),
                1 => pen.clear(Pane::new(x + 1, *y, 2, 1)),
                _ => {}
            }
        }
        buffer
    }

    fn strokes() -> impl Strategy<Value = Vec<(i32, i32, String, u8)>> {
        prop::collection::vec((0i32..12, 0i32..3, "[ ab é寿司]{1,5}", 0u8..8), 0..6)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn they_are_those_that_ratatui_finds_and_what_wide_letters_uncover(before in strokes(), now in strokes(), same in any::<bool>()) {
            let before = picture(&before);
            let now = if same { before.clone() } else { picture(&now) };
            // What is left of a letter whose other half was written over shows nothing.
            let shows = |(_, _, cell): &(u16, u16, &Cell)| !cell.symbol().is_empty();
            let ours: Vec<_> = changes(&before, &now).filter(shows).collect();
            let theirs: Vec<_> = before.diff(&now).into_iter().filter(shows).collect();
            prop_assert!(theirs.iter().all(|cell| ours.contains(cell)), "{theirs:?}\n{ours:?}");
            // What is more stood under a wide letter that has gone.
            for (x, y, _) in ours.iter().filter(|cell| !theirs.contains(cell)) {
                prop_assert!(*x > 0 && is_wide(&before[(*x - 1, *y)]), "{x} {y}");
            }
        }
    }
}
