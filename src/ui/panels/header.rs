//! Row one: `Pizza Shop Story 9 Friday night 19:12:00 ► ×60 till $936 on time 96.9 % budget ━━━━─ 14/18`.

use crate::app::pace::Speed;
use crate::app::{Action, Game, Target};
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::place;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::meter::meter;

pub const NAME: &str = "Pizza Shop Story";

/// `held`: something is open that the clock waits for.
pub fn header(pen: &mut Pen, screen: &Screen, scene: &Scene, game: &Game, held: bool) {
    let row = screen.header;
    pen.ground(row, Ink::Band);
    let small = screen.room == Room::Small;
    let right = money(pen, screen, scene);
    // The title is shortened before the clock, whatever that says just now: it neither comes nor goes with the pace.
    let left = name(pen, screen, game, right - least_clock(scene) - 3);
    // The clock has a fixed place, so that it does not move when a figure grows or the pace changes.
    let at = if small { left + 3 } else { (row.x + row.w / 3).max(left + 3) };
    let at = if at + MOST_CLOCK < right { at } else { left + 2 };
    let forms = [Said::All, Said::NotTheRealPace, Said::Least].map(|said| clock(scene, game, small, held, said));
    let fits = |clock: &Rich| at + clock.width() + 2 < right;
    let clock = forms.iter().find(|clock| fits(clock)).unwrap_or(&forms[2]);
    if at + clock.width() < right {
        pen.rich(at, row.y, clock);
        // A click on the time pauses or resumes, a click on the speed raises it; the wheel changes it both ways.
        let time = width(clock.text().split("   ").next().unwrap_or(""));
        pen.target(Pane::new(at, row.y, time, 1), Target::Action(Action::Pause));
        pen.target(Pane::new(at + time, row.y, clock.width() - time, 1), Target::Action(Action::Faster));
    }
    // Who is out stands beside the figures, where there is room.
    let free = right - (at + clock.width()) - 4;
    if let Some(out) = place::how_many_out(scene).into_iter().find(|text| width(text) <= free) {
        pen.put_right(right - 2, row.y, &out, Ink::WarnFigure);
    }
}

/// Returns where it ends, before `end`.
fn name(pen: &mut Pen, screen: &Screen, game: &Game, end: i32) -> i32 {
    let row = screen.header;
    let mut x = row.x + 1;
    if game.showing {
        let said = [format!(" shown, not played: {} ", game.scenario.title), " shown, not played ".into()];
        let said = said.iter().find(|said| crate::text::width::width(said) <= end - row.x).map_or("", |said| said);
        return pen.put(row.x, row.y, said, Ink::Tab);
    }
    let title = game.scenario.title.as_str();
    let room = (row.w / 3 - 2).min(end - x);
    // With large figures at the right, the program's name is dropped.
    let chapter = game.chapter.map_or(0, |chapter| width(&chapter.to_string()) + 2);
    let named = x + width(NAME) + 2 + chapter + width(title).min(20) <= end;
    if screen.room != Room::Small && named {
        x = pen.put(x, row.y, NAME, Ink::Accent) + 2;
        if let Some(chapter) = game.chapter {
            x = pen.put(x, row.y, &chapter.to_string(), Ink::Muted) + 2;
        }
        let title = fitting_name(title, (row.x + row.w / 3 + 8).min(end) - x);
        return pen.put(x, row.y, title, Ink::Plain);
    }
    pen.put(x, row.y, fitting_name(title, room), Ink::Accent)
}

/// A title, or as many of its words as fit.
fn fitting_name(title: &str, room: i32) -> &str {
    if width(title) <= room {
        return title;
    }
    let ends = title.char_indices().filter(|(_, c)| *c == ' ').map(|(i, _)| i);
    ends.map(|end| &title[..end]).take_while(|part| width(part) <= room).last().unwrap_or("")
}

/// A gliding speed in steps that can be read.
fn rounded(speed: f64) -> u64 {
    let step = if speed < 200.0 { 10.0 } else { 50.0 };
    ((speed / step).round() * step) as u64
}

/// Columns of the clock that says most.
const MOST_CLOCK: i32 = 40;

/// How much the clock says beside the time, for want of room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    All,
    NotTheRealPace,
    /// The pace in a word.
    Least,
}

/// Columns that the clock needs in its shortest form, whatever the pace.
fn least_clock(scene: &Scene) -> i32 {
    let days = if scene.has_days() { width("day 100 ") } else { 0 };
    days + width("19:12:00   ► ×3600")
}

fn clock(scene: &Scene, game: &Game, small: bool, held: bool, said: Said) -> Rich {
    let short = said == Said::Least;
    let text = scene.clock_seconds(scene.now());
    let mut rich = Rich::new();
    if scene.has_days() {
        rich.push(format!("day {} ", scene.now().day()), Ink::Muted);
    }
    rich.push(text[..5].to_string(), Ink::Strong).push(text[5..].to_string(), Ink::Muted).push("   ", Ink::Plain);
    let pace = &game.pace;
    let asked = match pace.speed {
        Speed::Auto => match pace.is_running() && !held {
            true if short => format!("×{}", rounded(pace.times().unwrap_or(0.0))),
            true => format!("auto ×{}", rounded(pace.times().unwrap_or(0.0))),
            false => "auto".to_string(),
        },
        Speed::Times(times) => format!("×{times}"),
        Speed::AsFastAsItGoes if short => "fast".to_string(),
        Speed::AsFastAsItGoes => "as fast as it goes".to_string(),
    };
    if scene.session.is_over() {
        return rich.and(if scene.world().is_over() { "closed" } else { "decided" }, Ink::Accent);
    }
    if held || !pace.is_running() {
        let rich = rich.and(if pace.is_running() { "waits" } else { "paused" }, Ink::Accent);
        return if small || short { rich } else { rich.and(format!("  {asked}"), Ink::Muted) };
    }
    rich.push("► ", Ink::Flow);
    if pace.is_searching() {
        return rich.and(if short { "next" } else { "to the next thing" }, Ink::Plain);
    }
    rich.push(asked, Ink::Plain);
    if let Some(real) = pace.real.filter(|_| said == Said::All) {
        rich.push(format!(" → ×{}", numbers::whole(Some(real))), Ink::Warn);
    }
    rich
}

/// Till, share on time and error budget, right-aligned; returns where they begin.
fn money(pen: &mut Pen, screen: &Screen, scene: &Scene) -> i32 {
    let row = screen.header;
    let vitals = scene.session.vitals();
    let budget = &vitals.budget;
    let small = screen.room == Room::Small;
    let left = budget.left();
    let allowed = budget.allowed;
    let figure = if left < 0 { Ink::WarnFigure } else { Ink::Strong };
    let counted = Rich::of(left.to_string(), figure).and(format!("/{allowed}"), Ink::Muted);
    // Wide enough for the figures of the whole run, so that nothing beside them moves.
    let widest = counted.width().max((allowed.to_string().len() as i32) * 2 + 2);
    let mut x = row.right() - 1;
    // Without a goal nobody counts what may still go wrong.
    if !scene.scenario.goals.is_empty() {
        x -= widest;
        pen.rich(x, row.y, &counted);
        let cells = if small { 6 } else { 8 };
        x -= cells + 1;
        let share = if allowed > 0 { Some(left.max(0) as f64 / allowed as f64) } else { None };
        meter(pen, x, row.y, cells, share, if left * 4 < allowed as i64 { Ink::Warn } else { Ink::Flow });
        if !small {
            let label =
                if screen.room == Room::Large { scene.words.say("bad orders left", "error budget") } else { "budget" };
            x = pen.put_right(x - 1, row.y, label, Ink::Muted);
        }
        x -= if small { 2 } else { 3 };
    }
    let on_time = numbers::judged(budget.on_time);
    let missed = budget.on_time.is_some_and(|r| r < budget.target);
    let (value, unit) = on_time.split_once(' ').map_or((on_time.as_str(), ""), |(v, _)| (v, " %"));
    let rich = Rich::muted("on time ")
        .and(format!("{value:>5}"), if missed { Ink::WarnFigure } else { Ink::Strong })
        .and(unit, Ink::Muted);
    x = pen.rich_right(x, row.y, &rich);
    let till = numbers::dollars(vitals.till);
    let ink = if vitals.till.0 < 0 { Ink::WarnFigure } else { Ink::Plain };
    let label = if scene.setup().money.cash.is_some() { "till " } else { "profit " };
    let rich = if small { Rich::of(till, ink) } else { Rich::muted(label).and(till, ink) };
    pen.rich_right(x - if small { 2 } else { 3 }, row.y, &rich)
}
