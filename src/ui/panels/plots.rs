//! The charts: latency, traffic, waiting orders, utilization, error budget, till. One row per chart.

use crate::session::steady::{Curve as Steadily, OfRank};
use crate::stats::Series;
use crate::text;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::series;
use crate::text::width::{beginning, width};
use crate::text::words::Word;
use crate::theory::{Answer, NoAnswer};
use crate::ui::widgets::chart::round_top;
use crate::units::{OutletId, Span, Time};
use std::borrow::Cow;

#[derive(Default)]
pub struct Plot<'a> {
    pub name: &'static str,
    /// Its unit in words, longest form first.
    pub unit: Vec<String>,
    pub top: f64,
    /// The value at the lower edge: 0, or below the least value.
    pub low: f64,
    /// Its lines, the most important last.
    pub lines: Vec<Curve<'a>>,
    /// Horizontal levels with their names.
    pub levels: Vec<(f64, String)>,
    /// A remark on it, longest form first.
    pub notes: Vec<Rich>,
}

pub struct Curve<'a> {
    pub name: Cow<'static, str>,
    source: &'a Series,
    /// Factor from the series' unit to the plot's.
    scale: f64,
    pub ink: Ink,
    pub bound: Option<(f64, Ink)>,
    pub sparse: bool,
    /// Whether the area below it is filled.
    pub filled: bool,
    /// Its row in the table of values.
    pub place: u8,
    /// The present value in the series' unit as the vitals have it, so that both panels agree; the last sample may be
    /// some seconds old. `None`: the vitals do not have it.
    now: Option<Option<f64>>,
}

impl Curve<'_> {
    pub fn columns(&self, from: Time, to: Time, n: usize) -> Vec<Option<f64>> {
        let mut values = series::columns(self.source, from, to, n);
        values.iter_mut().flatten().for_each(|v| *v *= self.scale);
        values
    }

    /// The present value.
    pub fn now(&self, now: Time) -> Option<f64> {
        self.now.map_or_else(|| self.at(now), |value| value.map(|v| v * self.scale))
    }

    pub fn at(&self, moment: Time) -> Option<f64> {
        series::at(self.source, moment).map(|v| v * self.scale)
    }
}

/// The steady state that theory predicts for the present parameters: a level with its name, or why there is none.
fn steady(scene: &Scene, curve: &Answer<Steadily>) -> (Vec<(f64, String)>, Vec<Rich>) {
    match curve.as_ref().map_err(|why| *why).and_then(Steadily::steady) {
        Ok(steady) => {
            let (about, kind) = if steady.exact { ("", "") } else { ("≈ ", ", an approximation") };
            let name = format!("{about}{} {}", steady.name, numbers::tenths(Some(steady.waiting)));
            let note = Rich::muted("theory: ").and(name.clone(), Ink::Accent).and(kind, Ink::Muted);
            if steady.ranks.is_empty() {
                return (vec![(steady.waiting, name)], vec![note]);
            }
            // Where some items go before others, each has a level of its own.
            let called = |rank: &OfRank| {
                let names: Vec<_> = rank.items.iter().map(|item| scene.names.item(*item)).collect();
                names.join(", ")
            };
            let levels = steady
                .ranks
                .iter()
                .map(|rank| (rank.waiting, format!("{} {}", called(rank), numbers::tenths(Some(rank.waiting)))));
            let waits: Vec<String> = steady
                .ranks
                .iter()
                .map(|rank| format!("{} {}", called(rank), numbers::duration(Span::from_seconds_f64(rank.wait))))
                .collect();
            let long = note
                .clone()
                .and(format!("; {} {}", scene.words.say("in line:", "queued:"), waits.join(", ")), Ink::Muted);
            (levels.collect(), vec![long, note])
        }
        Err(why) => (Vec::new(), vec![Rich::muted(silence(why))]),
    }
}

/// The chart of those who wait for a chef, which has the band of other evenings.
pub const WAITING: &str = "Waiting";

/// Why theory has no answer, in a few words.
pub fn silence(why: NoAnswer) -> &'static str {
    match why {
        NoAnswer::Overload => "theory: no level, only a slope",
        NoAnswer::Nobody => "theory: nobody is at work",
        NoAnswer::Retries => "theory: not with repeat calls",
        NoAnswer::Losses => "theory: not with losses of this kind",
        NoAnswer::Drift => "theory: not while it changes",
        NoAnswer::Fault => "theory knows no faults",
        NoAnswer::Policy => "theory: not for this rule of the desk",
        NoAnswer::Ranks => "theory: not where some go before others",
        NoAnswer::Arrivals => "theory: not for calls like these",
        NoAnswer::Kitchen => "theory: not for a kitchen like this",
        NoAnswer::Nonsense | NoAnswer::TooLarge => "theory: no answer",
    }
}

/// All charts; `theory`: what theory says of the queues, if it is asked.
pub fn plots<'a>(scene: &Scene<'a>, theory: Option<&Answer<Steadily>>) -> Vec<Plot<'a>> {
    // What a manager or the check-ups do stands among the first, which a small room shows, below what they look at.
    let about = [chefs(scene), taken_out(scene), clerks(scene), trays(scene), twice(scene), strangers(scene)];
    let mut about: Vec<Plot<'a>> = about.into_iter().flatten().collect();
    let mut plots = vec![latency(scene)];
    if about.is_empty() {
        plots.extend([traffic(scene), waiting(scene, theory)]);
    } else {
        plots.push(waiting(scene, theory));
        plots.append(&mut about);
        plots.push(traffic(scene));
    }
    plots.extend([busy(scene), budget(scene), till(scene)]);
    plots
}

fn curve<'a>(name: impl Into<Cow<'static, str>>, series: &'a Series, ink: Ink) -> Curve<'a> {
    Curve {
        name: name.into(),
        source: series,
        scale: 1.0,
        ink,
        bound: None,
        sparse: false,
        filled: false,
        place: 1,
        now: None,
    }
}

impl<'a> Curve<'a> {
    /// As an area: the past, which nobody need look at before what stands out of it.
    fn filled(self) -> Curve<'a> {
        Curve { filled: true, ink: Ink::Served, ..self }
    }

    fn reading(self, now: impl Into<Option<f64>>) -> Curve<'a> {
        Curve { now: Some(now.into()), ..self }
    }
}

/// The twin's line: fainter, and only every fourth dot.
fn twin<'a>(scene: &Scene<'a>, of: impl Fn(&'a crate::session::Gauges) -> &'a Series, scale: f64) -> Option<Curve<'a>> {
    let twin = scene.session.twin()?;
    Some(Curve {
        scale,
        sparse: true,
        place: 9,
        ..curve(text::twin::name(twin), of(&twin.recorder.gauges), Ink::Shelf)
    })
}

fn greatest(series: &[&Series]) -> f64 {
    let points = series.iter().flat_map(|s| s.points());
    points.filter_map(|p| p.values).map(|v| v.max).filter(|v| v.is_finite()).fold(0.0, f64::max)
}

/// A round number at or below the least value; 0 where nothing lies below it.
fn low(series: &Series) -> f64 {
    let least =
        series.points().iter().filter_map(|p| p.values).map(|v| v.min).filter(|v| v.is_finite()).fold(0.0, f64::min);
    if least < 0.0 { -round_top(-least, 1.0) } else { 0.0 }
}

fn latency<'a>(scene: &Scene<'a>) -> Plot<'a> {
    let g = &scene.session.recorder().gauges;
    let promise = scene.promise().minutes();
    let top = round_top(greatest(&[&g.p99]) / 60.0, promise * 1.15);
    let minutes = |c: Curve<'a>| Curve { scale: 1.0 / 60.0, ..c };
    let mut lines = Vec::new();
    lines.extend(twin(scene, |g| &g.p95, 1.0 / 60.0).map(|c| Curve { name: format!("{} p95", c.name).into(), ..c }));
    // The greatest latency is drawn below the other lines and named above them.
    let l = &scene.session.vitals().latency;
    let seconds = |span: Option<Span>| span.map(Span::seconds);
    let (p50, p95, p99) = (seconds(l.p50), seconds(l.p95), seconds(l.p99));
    lines.push(Curve { sparse: true, place: 0, ..minutes(curve("p99", &g.p99, Ink::Faint)).reading(p99) });
    lines.push(Curve { place: 2, ..minutes(curve("p50", &g.p50, Ink::Muted)).reading(p50) });
    let p95 = minutes(curve("p95", &g.p95, Ink::Plain)).reading(p95);
    lines.push(Curve { bound: Some((promise, Ink::Warn)), ..p95.filled() });
    let name = scene.words.say("promise", "objective");
    let levels = vec![(promise, format!("{name} {}", numbers::duration(scene.promise()).trim_end_matches(" min")))];
    let few = scene.session.vitals().latency.orders;
    let note = Rich::muted(format!("of {}", scene.words.counted(few, Word::Order)));
    Plot {
        name: "Latency",
        unit: vec!["min, last 15 min".into(), "minutes".into()],
        top,
        lines,
        levels,
        notes: vec![note],
        ..Plot::default()
    }
}

fn traffic<'a>(scene: &Scene<'a>) -> Plot<'a> {
    let g = &scene.session.recorder().gauges;
    let w = scene.words;
    let t = &scene.session.vitals().traffic;
    let top = round_top(greatest(&[&g.arriving, &g.delivered]), 10.0);
    let mut lines = Vec::new();
    if greatest(&[&g.lost]) > 0.0 {
        let lost = curve(w.say("lost", "errors"), &g.lost, Ink::Danger).reading(t.lost_per_hour);
        lines.push(Curve { place: 3, ..lost });
    }
    let out = curve(w.say("delivered", "out"), &g.delivered, Ink::Flow).reading(t.delivered_per_hour);
    lines.push(Curve { place: 2, filled: true, ink: Ink::Route, ..out });
    lines.push(curve("in", &g.arriving, Ink::Plain).reading(t.arriving_per_hour));
    let falling = scene.session.vitals().traffic.trend == crate::session::gauges::Trend::FallingBehind;
    let notes = match falling {
        true => vec![Rich::of("gap", Ink::Danger).and(w.say(": the line grows", ": the queue grows"), Ink::Muted)],
        false => Vec::new(),
    };
    Plot {
        name: "Traffic",
        unit: vec![format!("{} an hour", w.many(Word::Order)), "an hour".into()],
        top,
        lines,
        notes,
        ..Plot::default()
    }
}

fn waiting<'a>(scene: &Scene<'a>, theory: Option<&Answer<Steadily>>) -> Plot<'a> {
    let g = &scene.session.recorder().gauges;
    let w = scene.words;
    let several = scene.setup().outlets.len() > 1;
    let greatest_twin = scene.session.twin().map_or(0.0, |t| greatest(&[&t.recorder.gauges.waiting]));
    let (levels, notes) = theory.map_or_else(Default::default, |theory| steady(scene, theory));
    // A level far above all values would flatten the line.
    let seen = greatest(&[&g.waiting]).max(greatest_twin);
    let highest = levels.iter().map(|(level, _)| *level).fold(0.0, f64::max);
    let top = round_top(seen.max(highest.min(seen.max(4.0) * 3.0)), 4.0);
    let mut lines = Vec::new();
    lines.extend(twin(scene, |g| &g.waiting, 1.0));
    let name = if several { w.say("everywhere", "all nodes") } else { w.say("the line", "the queue") };
    lines.push(curve(name, &g.waiting, Ink::Plain).reading(scene.session.vitals().waiting as f64).filled());
    let short = match () {
        () if crate::text::phones::has_clerks(scene.setup()) => "clerk or chef",
        () if scene.setup().books.is_some() => "books or chef",
        () => "for a chef",
    };
    let forms = w.say(["orders that wait", short, "waiting"], ["queued requests", "queued", "queued"]);
    let unit = forms.map(String::from).to_vec();
    Plot { name: WAITING, unit, top, lines, levels, notes, ..Plot::default() }
}

/// Whom a manager has called, over what would be needed; `None`: nobody hires.
fn chefs<'a>(scene: &Scene<'a>) -> Option<Plot<'a>> {
    let g = &scene.session.recorder().gauges;
    let w = scene.words;
    g.chefs_soon.points().last()?;
    let needed = curve("needed", &g.chefs_needed, Ink::Plain).filled();
    let soon = curve(w.say("and coming", "+ starting"), &g.chefs_soon, Ink::Cook);
    let here = curve(w.say("here", "running"), &g.chefs_here, Ink::Flow);
    Some(Plot {
        name: w.say("Chefs", "Workers"),
        unit: vec![w.say("hired by the manager", "by the autoscaler").into(), w.say("hired", "started").into()],
        top: round_top(greatest(&[&g.chefs_soon, &g.chefs_needed]), 4.0),
        lines: vec![Curve { place: 3, ..needed }, Curve { place: 2, ..soon }, here],
        ..Plot::default()
    })
}

/// The outlets that check-ups have taken out; `None`: they ask for no more than light and line.
fn taken_out<'a>(scene: &Scene<'a>) -> Option<Plot<'a>> {
    let g = &scene.session.recorder().gauges;
    let (w, desk) = (scene.words, scene.world().desk());
    g.outlets_out.points().last()?;
    let open = desk.open.iter().filter(|open| **open).count();
    let out = curve(format!("of {open}"), &g.outlets_out, Ink::Cold).reading(desk.health.out as f64);
    let ignored_above = desk.health.rules.fail_open;
    let ignored = Rich::of(w.say("open for all", "fail open"), Ink::Warn);
    Some(Plot {
        name: w.say("Taken out", "Out"),
        unit: vec![w.say("by check-ups", "of rotation").into()],
        top: round_top(greatest(&[&g.outlets_out]), (open as f64).max(2.0)),
        lines: vec![Curve { filled: true, ..out }],
        levels: ignored_above
            .map(|share| (share * open as f64, w.say("ignored above", "fails open above").into()))
            .into_iter()
            .collect(),
        notes: if desk.is_open_for_all() { vec![ignored] } else { Vec::new() },
        ..Plot::default()
    })
}

/// Clerks on the line, and who waits for one; `None`: nobody rings the outlets through.
fn clerks<'a>(scene: &Scene<'a>) -> Option<Plot<'a>> {
    let g = &scene.session.recorder().gauges;
    let (w, phones) = (scene.words, scene.world().desk().phones.as_ref()?);
    let here = f64::from(phones.present());
    let busy =
        curve(w.say("on the line", "in calls"), &g.clerks_busy, Ink::Plain).reading(phones.calls().count() as f64);
    let waiting = curve(w.say("wait for one", "pending"), &g.at_the_desk, Ink::Danger).reading(phones.waiting() as f64);
    Some(Plot {
        name: w.say("Clerks", "Pool"),
        unit: vec![w.say("at the desk", "threads").into()],
        top: round_top(greatest(&[&g.clerks_busy, &g.at_the_desk]), here.max(2.0)),
        lines: vec![Curve { place: 2, ..waiting }, busy.filled()],
        levels: phones.counted.then(|| (here, w.say("all", "size").into())).into_iter().collect(),
        ..Plot::default()
    })
}

/// How many trays are baked and wait to be; `None`: no slices lie under lamps.
fn trays<'a>(scene: &Scene<'a>) -> Option<Plot<'a>> {
    let g = &scene.session.recorder().gauges;
    let w = scene.words;
    g.trays.points().last()?;
    let lamps = scene.world().outlets().iter().filter(|outlet| outlet.is_open()).map(|outlet| outlet.lamps.len());
    let lamps = lamps.sum::<usize>() as f64;
    let line = curve(w.say("trays", "refills"), &g.trays, Ink::Plain);
    Some(Plot {
        name: w.say("Trays", "Refills"),
        unit: vec![w.say("in lines and ovens", "queued and running").into(), w.say("under way", "in flight").into()],
        top: round_top(greatest(&[&g.trays]), (2.0 * lamps).max(4.0)),
        lines: vec![Curve { bound: Some((lamps, Ink::Warn)), ..line.filled() }],
        levels: vec![(lamps, w.say("one each would do", "one each would do").into())],
        ..Plot::default()
    })
}

/// How many tickets repeat another; `None`: nobody calls for want of a confirmation.
fn twice<'a>(scene: &Scene<'a>) -> Option<Plot<'a>> {
    let g = &scene.session.recorder().gauges;
    let w = scene.words;
    g.second_tickets.points().last()?;
    let now = scene.world().doubts().all_second_tickets();
    let line = curve(w.say("tickets", "duplicates"), &g.second_tickets, Ink::Danger).reading(f64::from(now));
    Some(Plot {
        name: w.say("Twice", "Duplicates"),
        unit: vec![
            w.say("tickets of who has one", "of what is there already").into(),
            w.say("tickets", "in flight").into(),
        ],
        top: round_top(greatest(&[&g.second_tickets]), 4.0),
        lines: vec![line],
        ..Plot::default()
    })
}

/// For how many strangers chefs cook; `None`: they are no more work than others.
fn strangers<'a>(scene: &Scene<'a>) -> Option<Plot<'a>> {
    let g = &scene.session.recorder().gauges;
    let w = scene.words;
    g.strangers.points().last()?;
    let line = curve(w.say("strangers", "cold"), &g.strangers, Ink::Plain);
    Some(Plot {
        name: w.say("Strange", "Cold"),
        unit: vec![w.say("% of what cooks", "% of what runs").into(), "%".into()],
        top: 100.0,
        lines: vec![Curve { scale: 100.0, ..line.filled() }],
        ..Plot::default()
    })
}

/// Above this share of their time nobody has a hand free for what chance brings.
const BUSY: f64 = 95.0;

fn busy<'a>(scene: &Scene<'a>) -> Plot<'a> {
    let g = &scene.session.recorder().gauges;
    let w = scene.words;
    let s = &scene.session.vitals().saturation;
    let rates = scene.session.rates().get(scene.selected.index());
    let percent = |c: Curve<'a>| Curve { scale: 100.0, ..c };
    let mut lines = Vec::new();
    let rider = w.say("riders", "couriers");
    // The selected outlet's staff before everybody's, if there are several outlets.
    let own = g.outlets.get(scene.selected.index()).filter(|_| scene.setup().outlets.len() > 1);
    let place = short_place(scene, scene.selected);
    if let Some(own) = own {
        lines.push(Curve {
            place: 3,
            ..percent(curve(format!("all {}", w.many(Word::Chef)), &g.chefs_busy, Ink::Faint)).reading(s.chefs)
        });
        if greatest(&[&own.riders_busy]) > 0.0 {
            let riders = percent(curve(format!("{rider} {place}"), &own.riders_busy, Ink::Flow));
            lines.push(Curve { place: 2, ..riders.reading(rates.and_then(|r| r.riders_busy)) });
        }
        let chefs = percent(curve(format!("{} {place}", w.many(Word::Chef)), &own.chefs_busy, Ink::Plain));
        let chefs = chefs.reading(rates.and_then(|r| r.chefs_busy));
        lines.push(Curve { bound: Some((BUSY, Ink::Warn)), ..chefs.filled() });
    } else {
        if greatest(&[&g.riders_busy]) > 0.0 {
            lines.push(Curve { place: 2, ..percent(curve(rider, &g.riders_busy, Ink::Flow)).reading(s.riders) });
        }
        let chefs = percent(curve(w.many(Word::Chef), &g.chefs_busy, Ink::Plain)).reading(s.chefs);
        lines.push(Curve { bound: Some((BUSY, Ink::Warn)), ..chefs.filled() });
    }
    Plot {
        name: "Busy",
        unit: vec!["% of paid time".into(), "%".into()],
        top: 100.0,
        lines,
        levels: vec![(BUSY, String::new())],
        ..Plot::default()
    }
}

/// The first word of an outlet's name.
fn short_place(scene: &Scene, id: OutletId) -> String {
    let name = scene.names.outlet(id);
    if width(&name) <= 8 { name.into_owned() } else { beginning(name.split(' ').next().unwrap_or(""), 8).to_string() }
}

fn budget<'a>(scene: &Scene<'a>) -> Plot<'a> {
    let g = &scene.session.recorder().gauges;
    let allowed = scene.session.vitals().budget.allowed;
    let top = round_top(greatest(&[&g.budget_left]), (allowed as f64).max(1.0));
    let name = format!("of {}", numbers::count(allowed));
    let mut lines = Vec::new();
    lines.extend(twin(scene, |g| &g.budget_left, 1.0));
    let left = curve(name, &g.budget_left, Ink::Plain).reading(scene.session.vitals().budget.left() as f64);
    let low = low(&g.budget_left);
    // What is overspent hangs from a line in the middle, so nothing is filled.
    lines.push(if low < 0.0 { left } else { left.filled() });
    let levels = (low < 0.0).then(|| (0.0, String::new())).into_iter().collect();
    let over = scene.session.vitals().budget.left() < 0;
    let notes = if over { vec![Rich::of("spent", Ink::Danger)] } else { Vec::new() };
    let unit = scene.words.say(["bad orders left", "orders left"], ["bad requests left", "left"]);
    let unit = unit.map(String::from).to_vec();
    Plot { name: "Error budget", unit, top, low, lines, levels, notes }
}

fn till<'a>(scene: &Scene<'a>) -> Plot<'a> {
    let g = &scene.session.recorder().gauges;
    let top = round_top(greatest(&[&g.till]), 100.0);
    let limited = scene.setup().money.cash.is_some();
    let mut lines = Vec::new();
    lines.extend(twin(scene, |g| &g.till, 1.0));
    let name = if limited { "cash" } else { "profit" };
    lines.push(curve(name, &g.till, Ink::Plain).reading(scene.session.vitals().till.dollars()));

    Plot { name: "Till", unit: vec!["$".into()], top, low: low(&g.till), lines, ..Plot::default() }
}
