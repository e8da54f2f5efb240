//! What theory knows: the time in line against the load, with the shop as a dot on the curve.
//!
//! ```text
//! What theory knows ──────── minutes in line, by load
//! One more chef: 5.3 min in line become 57 s.
//!  6                                            ⡇
//!      8 chefs, 95 %: 5.3 min                  ○⡇
//!  3                          you: 9 chefs    ⡠⠃
//!                             84 %: 57 s   ●⡠⠔⠁
//!  0 ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡠⠤⠤⠔⠒⠉
//!    40          60           80            100
//! ```

use crate::session::What;
use crate::session::log::Kinds;
use crate::session::steady::Curve;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::text::words::Word;
use crate::theory::NoAnswer;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::chart::round_top;
use crate::ui::widgets::dots::Dots;
use crate::ui::widgets::paragraph::{fitting, paragraph};
use crate::ui::widgets::title::title;
use crate::units::Span;

/// The load at the left edge, unless the shop's own is below it.
const FROM: f64 = 0.4;
/// How long the dot takes to its new place once somebody has come or gone (shop time).
const WAY: Span = Span::from_mins(1);

/// The scales of the picture.
struct Scales {
    area: Pane,
    from: f64,
    to: f64,
    /// Minutes at the upper edge.
    top: f64,
}

impl Scales {
    fn of(curve: &Curve, area: Pane) -> Scales {
        let load = curve.load();
        let from = if load < FROM { 0.0 } else { FROM };
        // A line with an end, or with people who leave, has an answer beyond 100 %, too.
        let to = if curve.here().is_ok() && load > 0.98 { (load * 1.1).max(1.1) } else { 1.0 };
        let own = curve.here().ok().into_iter().chain(curve.with(-1).and_then(|fewer| fewer.here().ok()));
        let seen = own.chain(curve.wait(from + (to - from) * 0.85)).map(|seconds| seconds / 60.0);
        Scales { area, from, to, top: round_top(seen.fold(0.0, f64::max).min(600.0) * 1.15, 0.5) }
    }

    /// The dot of a load and a number of minutes; `None`: it lies outside.
    fn dot(&self, load: f64, minutes: f64) -> Option<(i32, i32)> {
        let (w, h) = (self.area.w * 2 - 1, self.area.h * 4 - 1);
        let (x, y) = ((load - self.from) / (self.to - self.from), 1.0 - minutes / self.top);
        let inside = (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y);
        inside.then(|| ((x * w as f64).round() as i32, (y * h as f64).round() as i32))
    }

    /// The same as a cell.
    fn cell(&self, load: f64, minutes: f64) -> Option<(i32, i32)> {
        self.dot(load, minutes).map(|(x, y)| (self.area.x + x / 2, self.area.y + y / 4))
    }
}

/// Why there is no curve to draw, if there is none; overload is a place beside it.
pub fn silence(curve: &Result<Curve, NoAnswer>) -> Option<NoAnswer> {
    match curve {
        Err(why) => Some(*why),
        Ok(curve) if curve.load() <= 0.0 || !curve.load().is_finite() => Some(NoAnswer::Nonsense),
        Ok(curve) => curve.wait(FROM).err(),
    }
}

pub fn theory(pen: &mut Pen, pane: Pane, scene: &Scene, curve: &Curve, still: bool, band: Option<(usize, usize)>) {
    let w = scene.words;
    let phrases = [Rich::muted(w.say("minutes in line, by load", "minutes queued, by load")), Rich::muted("by load")];
    title(pen, pane.row(0), "What theory knows", false, &phrases);
    let used = paragraph(pen, pane.below(1).top(2), &fitting(one_more(scene, curve), pane.w, 2));
    let legend = legend(scene, curve, band);
    let legend: Vec<Rich> = legend.iter().flat_map(|line| line.wrapped(pane.w)).collect();
    let below = legend.len() as i32 + 3;
    let area = Pane::new(pane.x + 5, pane.y + 2 + used, pane.w - 6, pane.h - 2 - used - below);
    if area.h < 4 {
        return;
    }
    let scales = Scales::of(curve, area);
    pen.repeat(area.x, area.bottom(), area.w, pen.theme.glyphs.base, Ink::Track);
    for share in [0.0, 0.5, 1.0] {
        let y = area.bottom() - 1 - ((area.h - 1) as f64 * share).round() as i32;
        let minutes = scales.top * share;
        let text = if scales.top < 4.0 { numbers::tenths(Some(minutes)) } else { numbers::whole(Some(minutes)) };
        pen.put_right(area.x - 1, y, &text, Ink::Muted);
    }
    let unit = format!("% {}", w.say("busy", "load"));
    for percent in (0..=200).step_by(20) {
        let Some((x, _)) = scales.cell(percent as f64 / 100.0, 0.0) else { continue };
        let text = percent.to_string();
        let last = x + 20 > area.right();
        let x = (x - width(&text) / 2).min(area.right() - width(&text));
        pen.put(x, area.bottom() + 1, &text, Ink::Muted);
        if last {
            pen.put_right(area.right(), area.bottom() + 2, &unit, Ink::Muted);
            break;
        }
    }
    line(pen, &scales, curve);
    dot(pen, &scales, scene, curve, still);
    for (i, line) in legend.iter().enumerate() {
        pen.rich(pane.x, area.bottom() + 3 + i as i32, line);
    }
}

/// `One more chef: 5.3 min in line become 57 s.`
fn one_more(scene: &Scene, curve: &Curve) -> Vec<Rich> {
    let w = scene.words;
    let chef = w.one(Word::Chef);
    let seconds = |wait: f64| numbers::duration(Span::from_seconds_f64(wait));
    let in_line = w.say("in line", "queued");
    let now = match curve.here() {
        Ok(now) => seconds(now),
        Err(_) => w.say("a line without end", "a queue without end").to_string(),
    };
    let is_endless = curve.here().is_err();
    match curve.with(1).map(|more| more.here()) {
        Some(Ok(then)) if is_endless => {
            let then = seconds(then);
            vec![Rich::marked(&format!("One more {chef}: {now} becomes *{then}* {in_line}."), Ink::Plain, Ink::Strong)]
        }
        Some(Ok(then)) => {
            let then = seconds(then);
            let text = format!("One more {chef}: *{now}* {in_line} become *{then}*.");
            vec![Rich::marked(&text, Ink::Plain, Ink::Strong)]
        }
        Some(Err(_)) => {
            let load = numbers::percent(Some(curve.load()));
            let text = format!("At *{load}* % there is no level, only a slope; one more {chef} is not enough.");
            vec![Rich::marked(&text, Ink::Plain, Ink::Strong)]
        }
        None if is_endless => {
            let load = numbers::percent(Some(curve.load()));
            vec![Rich::marked(&format!("At *{load}* % there is no level, only a slope."), Ink::Plain, Ink::Strong)]
        }
        None => vec![Rich::marked(&format!("On average *{now}* {in_line}."), Ink::Plain, Ink::Strong)],
    }
}

/// What the marks are: the curve's formula, and what the grey of the charts is.
fn legend(scene: &Scene, curve: &Curve, band: Option<(usize, usize)>) -> Vec<Rich> {
    let steady = curve.steady().or_else(|_| curve.wait(FROM).and_then(|_| curve.steady()));
    let formula = match steady {
        Ok(steady) if steady.exact => format!("Line: {}, exact, in an endless evening.", steady.name),
        Ok(steady) => format!("Line: {} by Allen and Cunneen, near enough, in an endless evening.", steady.name),
        Err(_) => "Line: an endless evening at each load.".to_string(),
    };
    let mut lines = vec![Rich::muted(formula)];
    if let Some((inside, all)) = band {
        let text = scene.words.say(
            format!("Grey in Waiting: {inside} of {all} other evenings with your acts. That is chance."),
            format!("Grey in Waiting: {inside} of {all} other runs with your commands. That is chance."),
        );
        lines.push(Rich::muted(text));
    }
    lines
}

fn line(pen: &mut Pen, scales: &Scales, curve: &Curve) {
    let mut dots = Dots::new(scales.area.w, scales.area.h);
    let mut before: Option<i32> = None;
    for x in 0..scales.area.w * 2 {
        let load = scales.from + (scales.to - scales.from) * x as f64 / (scales.area.w * 2 - 1).max(1) as f64;
        let Ok(wait) = curve.wait(load) else { break };
        let y = scales.dot(load, (wait / 60.0).min(scales.top)).map_or(0, |(_, y)| y);
        match before {
            Some(b) if (b - y).abs() > 1 => dots.upright(x, if b > y { b - 1 } else { b + 1 }, y, Ink::Accent),
            _ => dots.set(x, y, Ink::Accent),
        }
        before = Some(y);
        if wait / 60.0 >= scales.top {
            break;
        }
    }
    dots.draw(pen, scales.area, false);
}

/// How many hands fewer there were, and how far the dot has come since (0–1).
fn on_the_way(scene: &Scene, still: bool) -> Option<(i32, f64)> {
    if still {
        return None;
    }
    let log = &scene.session.recorder().log;
    let lately = log.iter(Kinds::NOTABLE).rev().take_while(|entry| scene.now().since(entry.at) < WAY);
    let mut more = 0;
    let mut since = None;
    for entry in lately {
        more += match &entry.what {
            What::ChefStarts { count, .. } => *count as i32,
            What::ChefLeft { .. } => -1,
            _ => continue,
        };
        since = Some(entry.at);
    }
    let passed = scene.moment.since(since?).seconds() / WAY.seconds();
    (more != 0).then_some((more, passed.clamp(0.0, 1.0)))
}

fn dot(pen: &mut Pen, scales: &Scales, scene: &Scene, curve: &Curve, still: bool) {
    let g = pen.theme.glyphs;
    let w = scene.words;
    let minutes = |curve: &Curve| curve.here().ok().map(|seconds| seconds / 60.0);
    let people = |curve: &Curve| w.counted(curve.hands() as u64, Word::Chef);
    let percent = |curve: &Curve| format!("{} %", numbers::percent(Some(curve.load())));
    let said = |curve: &Curve| match curve.here() {
        Ok(wait) => format!("{}: {}", percent(curve), numbers::duration(Span::from_seconds_f64(wait))),
        Err(_) => format!("{}: no level", percent(curve)),
    };
    // One hand fewer, to compare.
    if let Some(fewer) = curve.with(-1)
        && let Some((x, y)) = minutes(&fewer).and_then(|at| scales.cell(fewer.load(), at))
    {
        pen.glyph(x, y, g.free, Ink::Muted);
        let text = format!("{}, {}", people(&fewer), said(&fewer));
        beside(pen, scales.area, (x, y), &[(text, Ink::Muted)]);
    }
    let end = (curve.load(), minutes(curve));
    let was = on_the_way(scene, still).and_then(|(more, share)| Some((curve.with(-more)?, share)));
    let (load, at) = match (&was, end.1) {
        (Some((was, share)), Some(to)) => {
            let from = minutes(was).unwrap_or(scales.top).min(scales.top);
            let start = was.load().min(scales.to);
            // The trail of where it came from.
            for step in 0..(share * 8.0) as i32 {
                let part = step as f64 / 8.0;
                let point = (start + (end.0 - start) * part, from + (to - from) * part);
                if let Some((x, y)) = scales.cell(point.0, point.1) {
                    pen.glyph(x, y, g.young, Ink::Flow);
                }
            }
            (start + (end.0 - start) * share, from + (to - from) * share)
        }
        _ => (end.0.min(scales.to), end.1.unwrap_or(scales.top).min(scales.top)),
    };
    let Some((x, y)) = scales.cell(load.max(scales.from), at) else { return };
    pen.glyph(x, y, g.old, Ink::Flow);
    let you = format!("{}: {}", w.say("you", "now"), people(curve));
    beside(pen, scales.area, (x, y), &[(you, Ink::Flow), (said(curve), Ink::Strong)]);
}

/// Writes lines beside a mark where they cover nothing, left of it if they can.
fn beside(pen: &mut Pen, area: Pane, (x, y): (i32, i32), lines: &[(String, Ink)]) {
    let w = lines.iter().map(|(text, _)| width(text)).max().unwrap_or(0);
    let h = lines.len() as i32;
    let free = |pen: &Pen, left: i32, top: i32| {
        let inside = left >= area.x && left + w <= area.right() && top >= area.y && top + h <= area.bottom();
        inside && (top..top + h).all(|y| (left - 1..left + w).all(|x| pen.is_free(x, y) || x < area.x))
    };
    let places = [-2, -1, 0, -3, 1, -4, 2, -5, -6].into_iter().flat_map(|dy| [(x - w - 2, y + dy), (x + 2, y + dy)]);
    let Some((left, top)) = places.into_iter().find(|(left, top)| free(pen, *left, *top)) else { return };
    for (i, (text, ink)) in lines.iter().enumerate() {
        pen.put(left, top + i as i32, text, *ink);
    }
}
