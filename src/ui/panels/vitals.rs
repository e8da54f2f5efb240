//! The four golden signals: for each a figure, a spark line and, if there is room, a second line in words.

use crate::app::Panel;
use crate::app::input::Target;
use crate::session::gauges::Trend;
use crate::stats::Series;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::parties;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::series;
use crate::text::width::width;
use crate::text::words::{Word, verb};
use crate::ui::layout::Room;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::paragraph::fitting;
use crate::ui::widgets::spark::spark;
use crate::ui::widgets::title::title;
use crate::units::Time;

/// One of the four.
struct Signal<'a> {
    name: &'static str,
    figure: String,
    unit: &'static str,
    bad: bool,
    series: Option<&'a Series>,
    /// Values above it are drawn in amber.
    bound: Option<f64>,
    /// Lower bound of the spark line's scale.
    least: f64,
    /// The twin's value, in the figure's unit.
    twin: Option<f64>,
    more: Vec<Rich>,
}

pub fn vitals(pen: &mut Pen, pane: Pane, room: Room, scene: &Scene, focused: bool) {
    let mut phrases = crate::text::twin::without(scene);
    if phrases.is_empty() && room != Room::Small {
        phrases.push(Rich::muted(format!("curves since {}", scene.clock(Time::ZERO))));
    }
    title(pen, pane.row(0), "Vitals", focused, &phrases);
    pen.target(pane, Target::Panel(Panel::Vitals));
    let two_rows = pane.h >= 9;
    let signals = [traffic(scene), latency(scene), errors(scene), saturation(scene)];
    for (i, signal) in signals.iter().enumerate() {
        let y = if two_rows { 1 + 2 * i as i32 } else { 1 + i as i32 };
        if y >= pane.h {
            break;
        }
        draw(pen, pane.row(y), scene, signal);
        if two_rows && !signal.more.is_empty() {
            let more = fitting(signal.more.clone(), pane.w - 2, 1);
            pen.within(pane, |pen| {
                pen.rich(pane.x + 2, pane.y + y + 1, &more);
            });
        }
    }
}

fn draw(pen: &mut Pen, row: Pane, scene: &Scene, signal: &Signal) {
    pen.put(row.x, row.y, signal.name, Ink::Plain);
    let figures = 15;
    pen.put_right(row.x + figures, row.y, &signal.figure, if signal.bad { Ink::WarnFigure } else { Ink::Strong });
    pen.put(row.x + figures + 1, row.y, signal.unit, Ink::Muted);
    let from = row.x + figures + 6;
    let cells = (row.right() - from).max(0) as usize;
    let (mut from, mut cells) = (from, cells);
    if let Some(twin) = signal.twin {
        // The twin's figure beside the shop's; the spark line is shorter for it.
        let name = scene.session.twin().map_or("twin", crate::text::twin::name);
        let text = format!("{name} {}", numbers::whole(Some(twin)));
        pen.put(from, row.y, &text, Ink::Muted);
        let taken = (width(&text) + 2).max(10);
        from += taken;
        cells = cells.saturating_sub(taken as usize);
    }
    if let Some(series) = signal.series.filter(|_| cells >= 4) {
        let values = series::columns(series, Time::ZERO, scene.now(), cells);
        let top = series::greatest(&values).max(signal.least);
        spark(pen, from, row.y, &values, top, signal.bound);
    }
}

fn twin(scene: &Scene, of: impl Fn(&crate::session::Differences) -> Option<f64>, now: f64) -> Option<f64> {
    scene.session.differences().as_ref().and_then(of).map(|difference| now - difference)
}

fn traffic<'a>(scene: &Scene<'a>) -> Signal<'a> {
    let t = &scene.session.vitals().traffic;
    let w = scene.words;
    let out = numbers::rate(Some(t.delivered_per_hour));
    let (placed, delivered) = (w.say("placed", "in"), w.say("delivered", "out"));
    let trend = match t.trend {
        Trend::FallingBehind => ", falling behind",
        Trend::CatchingUp => ", catching up",
        Trend::Steady => "",
    };
    // Arrivals are served, lost, or lengthen the queues.
    let lost = (t.lost_per_hour >= 0.5).then(|| numbers::rate(Some(t.lost_per_hour)));
    let say = |trend: &str| {
        let out = Rich::muted(format!("{placed}; ")).and(format!("{out}/h"), Ink::Plain);
        let out = out.and(format!(" {delivered}"), Ink::Muted);
        let out = match &lost {
            Some(lost) => out.and(", ", Ink::Muted).and(format!("{lost}/h"), Ink::Danger).and(" lost", Ink::Muted),
            None => out,
        };
        out.and(trend.to_string(), Ink::Muted)
    };
    Signal {
        name: "Traffic",
        figure: numbers::rate(Some(t.arriving_per_hour)),
        unit: "/h",
        bad: false,
        series: Some(&scene.session.recorder().gauges.arriving),
        bound: None,
        least: 1.0,
        twin: None,
        more: vec![say(trend), say("")],
    }
}

fn latency<'a>(scene: &Scene<'a>) -> Signal<'a> {
    let l = &scene.session.vitals().latency;
    let promise = scene.promise();
    let late = l.p95.is_some_and(|p| p > promise);
    let (figure, unit) = match l.p95 {
        Some(p95) => split(numbers::duration(p95)),
        None => (numbers::UNKNOWN.to_string(), "min"),
    };
    let median = l.p50.map_or(numbers::UNKNOWN.to_string(), |p| numbers::whole(Some(p.minutes())));
    let promise_text = numbers::duration(promise);
    let promise_short = promise_text.trim_end_matches(" min").to_string();
    let name = scene.words.say("promise", "objective");
    let few = if l.orders < 20 && l.orders > 0 {
        format!("; {}", scene.words.counted(l.orders, Word::Order))
    } else {
        String::new()
    };
    let say = |few: &str| {
        Rich::muted("p95; p50 ")
            .and(median.clone(), Ink::Plain)
            .and(format!(", {name} {promise_short}{few}"), Ink::Muted)
    };
    let ever = scene.session.recorder().history.finished > scene.session.recorder().history.lost;
    let nobody =
        if ever { "nobody served in 15 min" } else { scene.words.say("nobody served yet", "nothing finished yet") };
    let none = Rich::muted(format!("{nobody}; {name} {promise_text}"));
    Signal {
        name: "Latency",
        figure,
        unit,
        bad: late,
        series: Some(&scene.session.recorder().gauges.p95),
        bound: Some(promise.seconds()),
        least: promise.seconds(),
        twin: l.p95.and_then(|p| twin(scene, |d| d.p95, p.seconds())).map(|s| s / 60.0),
        more: if l.orders == 0 {
            vec![none, Rich::muted(format!("{name} {promise_text}"))]
        } else {
            let all = [say(&few), say("")].into_iter();
            // Where parties wait for what sticks, that says more.
            parties::odds(scene).map(Rich::muted).into_iter().chain(all).collect()
        },
    }
}

fn errors<'a>(scene: &Scene<'a>) -> Signal<'a> {
    let (e, w) = (&scene.session.vitals().errors, scene.words);
    let budget = &scene.session.vitals().budget;
    let bad = e.late + e.refused + e.abandoned + e.unreachable + e.limited + e.burnt + e.forgotten;
    let mut parts = Vec::new();
    let mut part = |n: u64, text: &str| {
        if n > 0 {
            parts.push(format!("{} {text}", numbers::count(n)));
        }
    };
    part(e.late, "late");
    part(e.abandoned, w.one(Word::WalkedOut));
    part(e.refused, w.one(Word::TurnedAway));
    part(e.unreachable, w.say("not reached", "unreachable"));
    part(e.limited, w.say("over the quota", "throttled"));
    part(e.burnt, w.say("burnt", "failed"));
    part(e.forgotten, w.say("forgotten", "acknowledged and lost"));
    part(scene.session.vitals().later, w.say("will call again", "will retry"));
    part(e.wasted, w.say("made for nobody", "served to nobody"));
    let past = if parts.is_empty() { "none so far".to_string() } else { parts.join(", ") };
    let out = match e.overdue {
        0 => Rich::new(),
        n => Rich::plain(format!(
            "{} {}",
            numbers::count(n),
            w.say(
                verb(n, "still out is late", "still out are late"),
                verb(n, "in flight is late", "in flight are late")
            )
        )),
    };
    let mut long = Rich::muted(past.clone());
    if !out.is_empty() {
        long.push("; ", Ink::Muted).append(out.clone());
    }
    let short = if out.is_empty() { Rich::muted(past) } else { out };
    Signal {
        name: "Errors",
        figure: numbers::count(bad),
        unit: "",
        bad: e.overdue > 0 || budget.on_time.is_some_and(|r| r < budget.target),
        series: Some(&scene.session.recorder().gauges.bad),
        bound: Some(budget.allowed as f64 * 0.75),
        least: (budget.allowed as f64).max(4.0),
        twin: twin(scene, |d| Some(d.bad as f64), bad as f64),
        more: vec![long, short],
    }
}

fn saturation<'a>(scene: &Scene<'a>) -> Signal<'a> {
    let (s, w) = (&scene.session.vitals().saturation, scene.words);
    let chefs = s.busiest_chefs.map(|(outlet, share)| (outlet, share, Word::Chef));
    let riders = s.busiest_riders.map(|(outlet, share)| (outlet, share, Word::Rider));
    let busiest = match (chefs, riders) {
        (Some(c), Some(r)) => Some(if r.1 > c.1 { r } else { c }),
        (c, r) => c.or(r),
    };
    let several = scene.setup().outlets.len() > 1;
    let rider = w.say("riders", "couriers");
    let more = match busiest {
        // At opening nobody has been there for any time.
        None if scene.world().outlets().iter().flat_map(|outlet| &outlet.chefs).any(|chef| chef.is_well_and_here()) => {
            vec![Rich::muted("nothing to go by yet")]
        }
        None => vec![Rich::muted(w.say("nobody at work", "no worker up"))],
        Some((outlet, _, word)) => {
            let who = if word == Word::Rider { rider } else { w.many(word) };
            let place = scene.names.outlet(outlet);
            let first = if several { format!("{who} {} {place}", w.say("at", "of")) } else { who.to_string() };
            let other = if word == Word::Rider { (w.many(Word::Chef), s.chefs) } else { (rider, s.riders) };
            match other.1 {
                Some(share) => {
                    let other = |first: &str| {
                        Rich::muted(format!("{first}; {} ", other.0))
                            .and(numbers::percent(Some(share)), Ink::Plain)
                            .and(" %", Ink::Muted)
                    };
                    vec![other(&first), other(who), Rich::muted(who)]
                }
                None => vec![Rich::muted(first), Rich::muted(who)],
            }
        }
    };
    Signal {
        name: "Saturation",
        figure: numbers::percent(busiest.map(|b| b.1)),
        unit: "%",
        bad: busiest.is_some_and(|b| b.1 >= 0.95),
        series: Some(&scene.session.recorder().gauges.saturation),
        bound: Some(0.95),
        least: 1.0,
        twin: None,
        more,
    }
}

/// `35 min` as figure and unit.
fn split(text: String) -> (String, &'static str) {
    match text.rsplit_once(' ') {
        Some((figure, "min")) => (figure.to_string(), "min"),
        Some((figure, "s")) => (figure.to_string(), "s"),
        _ => (text, ""),
    }
}
