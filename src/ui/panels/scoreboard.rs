//! What the last fault has cost, in the place of the goals of a night that has none. The figures are the shop's minus
//! those of its twin, which lacks that fault and nothing else.
//!
//! ```text
//! Scoreboard ───────────────────────── since 19:00
//! power cut at Mill Lane for 30 min
//! late            +37    in the shop      +12
//! calls lost       +7    till           −$297
//! forgotten        53 min after it was over
//! demand ×1.5      < less  > more
//! ```

use crate::app::input::Target;
use crate::app::{Action, Panel};
use crate::session::{Differences, Memory, Without};
use crate::sim::command::{self, Kind};
use crate::sim::setup::Scheduled;
use crate::text::commands::describe_command;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::words::Word;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::paragraph::paragraph;
use crate::ui::widgets::title::title;
use crate::units::Span;

/// Rows of the panel, title included. Always as many, so that nothing moves when something breaks.
pub const ROWS: i32 = 7;

pub fn scoreboard(pen: &mut Pen, pane: Pane, scene: &Scene, focused: bool) {
    let fault = counted(scene);
    if let Some(fault) = fault.filter(|_| pane.h < ROWS) {
        return in_a_line(pen, pane, scene, fault, focused);
    }
    let since: Vec<Rich> = fault.iter().map(|fault| Rich::muted(format!("since {}", scene.clock(fault.at)))).collect();
    title(pen, pane.row(0), "Scoreboard", focused, &since);
    pen.target(pane, Target::Panel(Panel::Goals));
    pen.within(pane, |pen| slider(pen, pane.row(ROWS - 1), scene));
    pen.within(pane, |pen| match fault {
        None => {
            let can =
                command::SPECS.iter().any(|row| row.kind == Kind::Fault && scene.scenario.allow.contains(&row.name));
            let text = if can {
                "No goals: the shop is yours to play with. What you break is counted here."
            } else {
                "No goals: the shop is yours to play with."
            };
            paragraph(pen, pane.below(1), &Rich::muted(text));
        }
        Some(fault) => {
            let words = describe_command(&fault.command, scene.setup(), scene.words.0);
            let used = paragraph(pen, pane.below(1).top(2), &Rich::plain(words));
            match scene.session.differences() {
                Some(cost) => {
                    figures(pen, pane.below(1 + used), &cost);
                    let row = pane.row(3 + used);
                    pen.put(row.x, row.y, "forgotten", Ink::Muted);
                    pen.rich(row.x + 17, row.y, &forgotten(scene, "it was over"));
                }
                None => {
                    pen.put(pane.x, pane.y + 1 + used, "The evening without it is being played.", Ink::Muted);
                }
            }
        }
    });
}

/// Where the slider of everybody's demand stands, and its keys.
fn slider(pen: &mut Pen, row: Pane, scene: &Scene) {
    if !scene.scenario.allow.contains(&"surge") || scene.session.is_over() {
        return;
    }
    let factor = scene.session.demand_factor();
    let at = Rich::muted(format!("{} ", scene.words.one(Word::Demand))).and(format!("×{factor}"), Ink::Strong);
    pen.rich(row.x, row.y, &at);
    let mut x = row.x + 17;
    for (action, key, word) in [(Action::LessDemand, "<", "less"), (Action::MoreDemand, ">", "more")] {
        let offer = Rich::of(key, Ink::Accent).and(format!(" {word}"), Ink::Muted);
        pen.target(Pane::new(x, row.y, offer.width(), 1), Target::Action(action));
        x = pen.rich(x, row.y, &offer) + 2;
    }
}

/// Where there is room for a title and a line: the fault as the title's phrase.
fn in_a_line(pen: &mut Pen, pane: Pane, scene: &Scene, fault: &Scheduled, focused: bool) {
    let words = describe_command(&fault.command, scene.setup(), scene.words.0);
    let since = format!("since {}", scene.clock(fault.at));
    title(pen, pane.row(0), "Scoreboard", focused, &[Rich::muted(format!("{words}, {since}")), Rich::muted(since)]);
    pen.target(pane, Target::Panel(Panel::Goals));
    let Some(cost) = scene.session.differences() else { return };
    let mut line = Rich::new();
    for Cell { label, figure, worse } in cells(&cost) {
        let ink = if worse { Ink::DangerFigure } else { Ink::Strong };
        line.push(if line.is_empty() { "" } else { "   " }, Ink::Plain)
            .push(format!("{label} "), Ink::Muted)
            .push(figure, ink);
    }
    line.push("   forgotten ", Ink::Muted).append(forgotten(scene, ""));
    pen.within(pane, |pen| {
        pen.rich(pane.x, pane.y + 1, &line);
    });
}

/// How long after its end the fault was forgotten: no more waited than without it.
fn forgotten(scene: &Scene, over: &str) -> Rich {
    match scene.session.twin_memory() {
        Some(Memory::Forgotten(since)) if since < Span::from_mins(1) => Rich::of("at once", Ink::Strong),
        Some(Memory::Forgotten(since)) if over.is_empty() => Rich::of(numbers::duration(since), Ink::Strong),
        Some(Memory::Forgotten(since)) => {
            Rich::of(numbers::duration(since), Ink::Strong).and(format!(" after {over}"), Ink::Muted)
        }
        Some(Memory::NotYet(since)) => {
            Rich::of("not yet", Ink::DangerFigure).and(format!(", {}", numbers::duration(since)), Ink::Muted)
        }
        Some(Memory::Lasts) | None => Rich::muted("it goes on"),
    }
}

/// The player's fault that the twin lacks; `None`: there is no twin, or it lacks something else.
fn counted<'a>(scene: &Scene<'a>) -> Option<&'a Scheduled> {
    match scene.session.twin()?.without {
        Without::Command(n) => scene.session.commands().get(n).filter(|given| given.command.kind() == Kind::Fault),
        _ => None,
    }
}

fn figures(pen: &mut Pen, pane: Pane, cost: &Differences) {
    let column = (pane.w / 2).min(26);
    for (i, Cell { label, figure, worse }) in cells(cost).iter().enumerate() {
        let x = pane.x + column * (i as i32 % 2);
        let y = pane.y + i as i32 / 2;
        pen.put(x, y, label, Ink::Muted);
        pen.put_right(x + column - 3, y, figure, if *worse { Ink::DangerFigure } else { Ink::Strong });
    }
}

/// One figure of the board.
struct Cell {
    label: &'static str,
    figure: String,
    /// Whether the shop is worse off than its twin.
    worse: bool,
}

fn cells(cost: &Differences) -> [Cell; 4] {
    let cell = |label, figure, worse| Cell { label, figure, worse };
    let till = cost.till.round() as i64;
    let money = match till {
        0 => "$0".to_string(),
        till if till < 0 => format!("−${}", till.unsigned_abs()),
        till => format!("+${till}"),
    };
    [
        cell("late", signed(cost.late), cost.late > 0),
        cell("in the shop", signed(cost.in_system), cost.in_system > 0),
        cell("calls lost", signed(cost.lost), cost.lost > 0),
        cell("till", money, till < 0),
    ]
}

/// A difference with its sign; a fault may do good, too.
fn signed(difference: i64) -> String {
    match difference {
        0 => "0".into(),
        n if n < 0 => format!("−{}", n.unsigned_abs()),
        n => format!("+{n}"),
    }
}
