//! The debrief of a night without goals: what each of the player's faults has cost, the dearest first. Each figure is
//! the evening's minus that of the same evening without this one fault.
//!
//! ```text
//! What each fault has cost ───────────────────────────────────── same 996 customers
//!                                                       late  lost      money  forgotten
//! 19:30  power cut at Main Street for 40 min             +61   +22      $413   58 min
//! 21:04  traffic jam ×2 for 30 min                       +12     0       $88   9 min
//! ```

use super::Page;
use super::alternatives::{alternatives, who_called};
use crate::app::OutcomeKind;
use crate::app::ending::Ending;
use crate::session::cost::breaks;
use crate::session::{Cost, Memory};
use crate::sim::measures::Measures;
use crate::text::commands::describe_command;
use crate::text::glossary::Language;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::ui::pen::Pen;
use crate::units::Span;

/// Widths of the right-aligned columns, with the gap before each: late, lost, money, forgotten.
const COLUMNS: [i32; 4] = [6, 6, 8, 11];
const HEADS: [&str; 4] = ["late", "lost", "money", "forgotten"];

/// The faults and what they cost, at most so many; in an evening that is judged, the other ways it might have gone.
pub(super) fn or_alternatives(pen: &mut Pen, page: &mut Page, ending: &Ending, most: usize) {
    if !ending.is_unjudged() {
        return alternatives(pen, page, ending);
    }
    page.title(pen, "What each fault has cost", Rich::muted(who_called(ending)));
    let faults = faults(ending);
    if faults == 0 {
        page.text(pen, &Rich::plain("Nothing was broken. Whoever comes back here after a power cut finds its price."));
        return page.gap();
    }
    heads(pen, page);
    for cost in ending.costs.iter().take(most) {
        row(pen, page, ending, cost);
    }
    let more = ending.costs.len().saturating_sub(most);
    if more > 0 {
        page.line(pen, &Rich::muted(format!("and {} more that cost less", numbers::count(more as u64))));
    }
    if ending.computing() > 0 {
        let done = faults - ending.computing().min(faults);
        page.line(pen, &Rich::muted(format!("{done} of {faults} evenings without one fault are played …")));
    }
    page.gap();
}

fn faults(ending: &Ending) -> usize {
    ending.game.session.commands().iter().filter(|given| breaks(&given.command)).count()
}

fn heads(pen: &mut Pen, page: &mut Page) {
    let row = page.row();
    if row.is_empty() {
        return;
    }
    let mut end = row.right();
    for (head, width) in HEADS.into_iter().zip(COLUMNS).rev() {
        pen.put_right(end, row.y, head, Ink::Muted);
        end -= width;
    }
}

fn row(pen: &mut Pen, page: &mut Page, ending: &Ending, cost: &Cost) {
    let row = page.row();
    if row.is_empty() {
        return;
    }
    let setup = ending.game.session.setup();
    let given = &ending.game.session.commands()[cost.command];
    let money = cost.money.round() as i64;
    let dollars = format!("{}${}", if money < 0 { "−" } else { "" }, numbers::count(money.unsigned_abs()));
    let cells = [
        (signed(cost.late), cost.late > 0),
        (signed(cost.lost), cost.lost > 0),
        (dollars, money > 0),
        match cost.memory {
            Memory::Forgotten(after) if after.minutes() < 1.0 => ("at once".into(), false),
            Memory::Forgotten(after) => (numbers::duration(after), false),
            Memory::NotYet(_) => ("not yet".into(), true),
            Memory::Lasts => ("goes on".into(), false),
        },
    ];
    let mut end = row.right();
    for ((text, is_bad), width) in cells.iter().zip(COLUMNS).rev() {
        pen.put_right(end, row.y, text, if *is_bad { Ink::Warn } else { Ink::Muted });
        end -= width;
    }
    let day = if setup.duration > Span::from_hours(24) { format!("d{} ", given.at.day()) } else { String::new() };
    let clock = format!("{day}{}  ", numbers::clock(given.at, setup.opens));
    let words = Rich::plain(describe_command(&given.command, setup, Language::Pizza));
    let x = pen.put(row.x, row.y, &clock, Ink::Muted);
    for (i, line) in words.wrapped((end - x - 1).max(8)).iter().enumerate() {
        let row = if i == 0 { row } else { page.row() };
        if !row.is_empty() {
            pen.rich(x, row.y, line);
        }
    }
}

fn signed(difference: i64) -> String {
    match difference {
        0 => "0".into(),
        n if n < 0 => format!("−{}", n.unsigned_abs()),
        n => format!("+{n}"),
    }
}

/// How the evening stands, where nothing could be won.
pub(super) fn verdict(ending: &Ending) -> (&'static str, &'static str) {
    match (ending.is_halfway(), faults(ending)) {
        (true, 0) => ("Another night is over.", "Nothing broke. It was unbearable."),
        (true, _) => ("Another night is over.", "The shop goes on: Enter."),
        (false, 0) => ("The shop is closed.", "Nothing was broken."),
        (false, _) => ("The shop is closed.", "A lot could be broken."),
    }
}

/// The evening's sums, with those of the same evening unbroken beside them once it is played.
pub(super) fn sums(pen: &mut Pen, page: &mut Page, ending: &Ending) {
    let unbroken = ending.other(OutcomeKind::Unbroken).map(|other| &*other.measures);
    let of = |read: fn(&Measures) -> String| (read(&ending.measures), unbroken.map(read));
    let lost = |m: &Measures| numbers::count(m.orders.lost());
    let rows = [
        ("served in time", of(|m| numbers::judged(m.slo.on_time_ratio))),
        ("delivered", of(|m| numbers::count(m.orders.delivered))),
        ("late", of(|m| numbers::count(m.orders.late))),
        ("calls lost", of(lost)),
        ("profit", of(|m| numbers::dollars(crate::units::Cents::from_dollars(m.money.profit)))),
    ];
    for (label, (yours, theirs)) in rows {
        let row = page.row();
        if row.is_empty() {
            continue;
        }
        pen.put(row.x, row.y, label, Ink::Muted);
        pen.put_right(row.x + 28, row.y, &yours, Ink::Strong);
        if let Some(theirs) = theirs {
            pen.put(row.x + 31, row.y, &format!("unbroken {theirs}"), Ink::Muted);
        }
    }
}
