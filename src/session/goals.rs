//! Goals and stars, judged live: how each stands, whether it can still change, and where the current pace leads.
//!
//! A goal on the share served within the promise is kept like an error budget: of the customers expected in its window
//! by the demand curves, so many may be served badly. The goal is at risk when the bad ones come at a rate that spends
//! the budget before the window ends, and then the moment can be forecast. Counters and sums are extrapolated in a
//! straight line. The cost of an order is projected to the end: wages and rent by the clock, ingredients by the orders
//! that the curves predict. Percentiles and means are not extrapolated, for a queue that grows now is not in them yet;
//! the value of the last 15 minutes is shown beside them, and weighed with the time that is left.

use crate::scenario::{Bound, Ends, Goal};
use crate::session::forecast::expected;
use crate::session::log::{EntryKind, What};
use crate::session::rates::known;
use crate::session::{Session, recorder};
use crate::sim::measures::Measures;
use crate::sim::metric::{Forecasting, Kind, PlayerStat, Scope, Settles, Share};
use crate::sim::setup::{Setup, Window};
use crate::sim::world::{Extent, World};
use crate::units::{Span, Time};
use std::collections::{BTreeMap, VecDeque};

/// How a goal stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Its window has not begun, or there are too few data.
    #[default]
    NotYet,
    /// Met now and, where that can be forecast, at its end; for good if `is_final`.
    Met,
    /// Missed now, or missed in the end if it goes on like the last 15 minutes; where a number of orders may be bad,
    /// only once half of them are.
    AtRisk,
    /// Missed; unless `is_final`, only far more customers than expected could save it.
    Lost,
}

/// A goal as last judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoalState {
    /// How it stands.
    pub standing: Standing,
    /// The metric over the goal's window so far, in the report's units (seconds, ratio 0–1, dollars, counts); `None` if
    /// there are no data.
    pub value: Option<f64>,
    /// Whether nothing can change it any more.
    pub is_final: bool,
    /// When its window ends, at the latest at closing.
    pub judged_at: Time,
    /// The forecast; `None` if there is none.
    pub pace: Option<Forecast>,
}

/// Where the current pace leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Forecast {
    /// Missed for good at about this time.
    LostAt(Time),
    /// Met for good at about this time.
    MetAt(Time),
    /// The value at the end of the window.
    EndsWith(f64),
    /// The value over the last 15 minutes alone, of goals that are not extrapolated.
    Lately(f64),
}

/// Samples of a goal's numbers over the last minutes, from which its pace follows.
#[derive(Clone, Debug, Default)]
pub(super) struct Track {
    past: VecDeque<Sample>,
}

#[derive(Clone, Copy, Debug)]
struct Sample {
    at: Time,
    value: f64,
    bad: u64,
}

/// How far back the pace looks.
const PACE: Span = Span::from_mins(15);
/// Samples lie at least this far apart.
const APART: Span = Span::from_secs(30);
/// Goals are logged at fixed shop times, independent of frames.
const EVALUATION_INTERVAL: Span = Span::from_mins(5);

impl Track {
    fn add(&mut self, sample: Sample) {
        if self.past.back().is_some_and(|last| sample.at < last.at) {
            self.past.clear();
        }
        if self.past.back().is_none_or(|last| sample.at.since(last.at) >= APART) {
            self.past.push_back(sample);
        }
        while self.past.len() > 1 && sample.at.since(self.past[1].at) >= PACE {
            self.past.pop_front();
        }
    }

    /// Growth per µs since the oldest sample: of the value, and of the bad orders. `None` until the samples span three
    /// minutes.
    fn growth(&self, now: Sample) -> Option<(f64, f64)> {
        let then = self.past.front().filter(|then| now.at.since(then.at) >= Span::from_mins(3))?;
        let length = now.at.since(then.at).0 as f64;
        Some(((now.value - then.value) / length, (now.bad as f64 - then.bad as f64) / length))
    }
}

impl Session {
    /// Judges goals and stars as of now. In large shops this costs more than [`Session::refresh`]; once a second is
    /// enough.
    pub fn judge(&mut self) {
        let scenario = self.scenario.clone();
        let mut measured = BTreeMap::new();
        let mut tracks = std::mem::take(&mut self.tracks);
        let all: Vec<&Goal> = scenario.goals.iter().chain(&scenario.stars).collect();
        tracks.resize_with(all.len(), Track::default);
        let judged = all.iter().zip(&mut tracks).map(|(goal, track)| {
            let window = window_of(&self.setup, goal.window);
            let measures = measured.entry(window).or_insert_with(|| {
                let of_window = all.iter().copied().filter(|goal| window_of(&self.setup, goal.window) == window);
                self.world.measures_for(window, extent(of_window))
            });
            self.judge_one(goal, measures, track)
        });
        let mut judged: Vec<GoalState> = judged.collect();
        self.tracks = tracks;
        self.stars = judged.split_off(scenario.goals.len());
        self.goals = judged;
    }

    /// The index of the measured window (see [`World::measures`]) that a goal with `window` reads; 0 is the whole
    /// evening.
    pub fn window_of(&self, window: Option<Window>) -> usize {
        window_of(&self.setup, window)
    }

    /// The goal's metric now. Metrics about the player (commands, hints) are counted here, not by the world.
    fn value_of(&self, goal: &Goal, measures: &Measures) -> Option<f64> {
        value_of(goal, measures, self.commands_given(), self.hints_bought)
    }

    fn judge_one(&self, goal: &Goal, measures: &Measures, track: &mut Track) -> GoalState {
        let now = self.world.now();
        let closing = self.setup.closing();
        let window = span_of(goal, &self.setup);
        let judged_at = window.to.min(closing);
        let value = self.value_of(goal, measures);
        let blank = GoalState { value, judged_at, ..GoalState::default() };
        if let Some(standing) = for_good(goal, value, &self.world, measures) {
            return GoalState { standing, is_final: true, ..blank };
        }
        let (Some(value), true) = (value, now >= window.from) else { return blank };
        let sample = Sample { at: now, value, bad: measures.slo.bad };
        track.add(sample);
        let growth = track.growth(sample);
        let (standing, pace) = match forecast(goal) {
            Forecasting::ByCustomers(share) => {
                let target = share_wanted(share, goal.bound, &self.setup);
                let customers = measures.slo.customers as f64;
                let whole = if now >= judged_at {
                    customers
                } else {
                    expected(&self.world, window.from, judged_at).max(customers)
                };
                let doomed = self.doomed(window);
                budgeted(&Spending { target, whole, growth, now, end: judged_at, doomed }, measures, goal.bound)
            }
            Forecasting::CostInTheEnd => ends_with(goal.bound, self.cost_in_the_end(measures, judged_at)),
            Forecasting::StraightLine => straight_on(goal.bound, sample, growth, judged_at),
            Forecasting::Never => (if goal.bound.holds(value) { Standing::Met } else { Standing::AtRisk }, None),
            Forecasting::Lately => {
                let left = judged_at.since(now).0 as f64;
                let share = left / (left + now.since(window.from).0 as f64).max(1.0);
                lately(goal.bound, value, measures, self.reads(goal.metric, goal.scope), share)
            }
        };
        GoalState { standing, pace, ..blank }
    }

    /// Open customers of a window who are not overdue yet but cannot be served in time even if all chefs serve the
    /// earliest call first: the moments at which their promises end.
    fn doomed(&self, window: Window) -> Vec<Time> {
        let now = self.world.now();
        let each = (1.0 / known::capacity(&self.world)).min(1e9);
        let open = self.world.promises_to_cook_for(window);
        let begun = known::begun(&self.world);
        let served = (1..=open.len()).map(|nth| now + Span::from_seconds_f64(each * (nth as f64 - begun).max(0.0)));
        let ends = open.iter().copied().zip(served);
        ends.filter(|(end, served)| *end >= now && end < served).map(|(end, _)| end).collect()
    }

    /// The forecast cost per delivered order at `end`, in dollars, if nobody is hired or dismissed: wages and rent
    /// accrue by the hour, ingredients by the order, and of the customers expected the same share is served as so far.
    fn cost_in_the_end(&self, measures: &Measures, end: Time) -> f64 {
        let (till, money, orders) = (self.world.till(), &measures.money, &measures.orders);
        let left = end.since(self.world.now());
        let delivered = orders.delivered as f64;
        let share = delivered / (delivered + orders.lost() as f64).max(1.0);
        let to_come = expected(&self.world, self.world.now(), end) * share + orders.in_system as f64;
        let by_clock = (till.wages_per_hour + till.rent_per_hour).dollars() * left.hours();
        let by_order = money.ingredients / (delivered + orders.in_system as f64).max(1.0) * to_come;
        let spent = money.ingredients + money.wages + money.rent + money.investments;
        (spent + by_clock + by_order) / (delivered + to_come).max(1.0)
    }

    /// Whether no goal can change any more, in a scenario that ends then.
    pub(super) fn is_decided(&self) -> bool {
        self.scenario.ends == Ends::Decided && !self.goals.is_empty() && self.goals.iter().all(|goal| goal.is_final)
    }

    /// Judges the goals, and logs what has changed since the last time.
    pub(super) fn evaluate_goals(&mut self) {
        self.judge();
        self.told.resize(self.goals.len(), (Standing::NotYet, false));
        let asked = self.scenario.goals.iter();
        for (goal, ((state, told), asked)) in self.goals.iter().zip(&mut self.told).zip(asked).enumerate() {
            let now = (state.standing, state.is_final);
            if now == *told {
                continue;
            }
            let was = std::mem::replace(told, now);
            let (kind, what) = match now {
                (Standing::Lost, _) if was.0 != Standing::Lost => (EntryKind::Trouble, What::GoalLost { goal }),
                (Standing::AtRisk, _) if was.0 != Standing::Lost => {
                    let lately = match state.pace {
                        Some(Forecast::Lately(lately))
                            if state.value.is_some_and(|so_far| asked.bound.holds(so_far)) =>
                        {
                            Some(lately)
                        }
                        _ => None,
                    };
                    (EntryKind::Trouble, What::GoalInDanger { goal, lately })
                }
                (Standing::Met, true) => (EntryKind::Noticed, What::GoalMet { goal }),
                _ => continue,
            };
            self.recorder.log.push(self.world.now(), kind, None, what);
        }
    }
}

/// What must be read to judge these.
fn extent<'a>(goals: impl IntoIterator<Item = &'a Goal>) -> Extent {
    Extent::of(goals.into_iter().map(|goal| (goal.metric, goal.scope)))
}

/// When a goal is measured: in its window, or from the end of the warm-up on.
fn span_of(goal: &Goal, setup: &Setup) -> Window {
    goal.window.unwrap_or(Window { from: Time::ZERO + setup.warmup, to: Time::NEVER })
}

/// How a goal is forecast. Customers and costs are only forecast for the whole shop.
fn forecast(goal: &Goal) -> Forecasting {
    match (goal.metric.row().forecast, goal.scope) {
        (forecast, Scope::Shop) => forecast,
        (
            Forecasting::ByCustomers(_) | Forecasting::CostInTheEnd,
            Scope::Outlet(_) | Scope::Item(_) | Scope::Zone(_),
        ) => Forecasting::Lately,
        (forecast, Scope::Outlet(_) | Scope::Item(_) | Scope::Zone(_)) => forecast,
    }
}

fn window_of(setup: &Setup, window: Option<Window>) -> usize {
    let found = window.and_then(|window| setup.windows.iter().position(|other| *other == window));
    found.map_or(0, |i| i + 1)
}

/// The player's commands in this world, so many of which are not in the scenario's file.
fn given(world: &World, commands: usize) -> usize {
    commands + world.played() as usize
}

fn value_of(goal: &Goal, measures: &Measures, commands: usize, hints: usize) -> Option<f64> {
    match goal.metric.row().kind {
        Kind::PlayerStat(PlayerStat::Commands) => Some(commands as f64),
        Kind::PlayerStat(PlayerStat::Hints) => Some(hints as f64),
        Kind::Measure | Kind::Gauge(_) | Kind::Aftermath(_) => goal.metric.read(measures, goal.scope),
    }
}

/// When goals are evaluated next: less often in large shops, where measuring takes longer.
pub(super) fn next_evaluation(world: &World) -> Time {
    let interval = EVALUATION_INTERVAL.scaled(1.0 + (world.setup().outlets.len() / 64) as f64);
    recorder::next(world.now(), interval)
}

/// Whether none of the goals can change any more after so many commands: what [`Session::judge`] finds, without a
/// session.
pub(super) fn are_decided(goals: &[Goal], world: &World, commands: usize) -> bool {
    let is_final = |goal: &Goal| {
        let measures = world.measures_for(window_of(world.setup(), goal.window), extent([goal]));
        for_good(goal, value_of(goal, &measures, given(world, commands), 0), world, &measures).is_some()
    };
    !goals.is_empty() && goals.iter().all(is_final)
}

/// The value of each goal's metric now.
pub(super) fn values(goals: &[Goal], world: &World, commands: usize) -> Vec<Option<f64>> {
    let value = |goal: &Goal| {
        let measures = world.measures_for(window_of(world.setup(), goal.window), extent([goal]));
        value_of(goal, &measures, given(world, commands), 0)
    };
    goals.iter().map(value).collect()
}

/// Whether the goals are won or lost for good; one that is lost loses them all. `None`: still open.
pub(super) fn won_for_good(goals: &[Goal], world: &World, commands: usize) -> Option<bool> {
    let mut all = Some(true);
    for goal in goals {
        let measures = world.measures_for(window_of(world.setup(), goal.window), extent([goal]));
        match for_good(goal, value_of(goal, &measures, given(world, commands), 0), world, &measures) {
            Some(Standing::Lost) => return Some(false),
            Some(_) => {}
            None => all = None,
        }
    }
    all
}

/// How a goal stands if nothing can change it any more; `None`: it still can.
fn for_good(goal: &Goal, value: Option<f64>, world: &World, measures: &Measures) -> Option<Standing> {
    let (now, slo) = (world.now(), &measures.slo);
    let window = span_of(goal, world.setup());
    if world.is_over() || (now >= window.to && is_settled(goal, measures)) {
        let met = value.is_some_and(|value| goal.bound.holds(value));
        return Some(if met { Standing::Met } else { Standing::Lost });
    }
    let value = value.filter(|_| now >= window.from)?;
    if let Some(standing) = settled_early(goal, value) {
        return Some(standing);
    }
    // All customers have called, so the number that may be bad, and the number that must be good, are known.
    let (Forecasting::ByCustomers(share), Bound::AtLeast(_)) = (forecast(goal), goal.bound) else { return None };
    if now < window.to.min(world.setup().closing()) {
        return None;
    }
    let (target, customers) = (share_wanted(share, goal.bound, world.setup()), slo.customers as f64);
    match () {
        () if slo.bad as f64 > (1.0 - target) * customers + 1e-9 => Some(Standing::Lost),
        () if slo.good as f64 + 1e-9 >= target * customers => Some(Standing::Met),
        () => None,
    }
}

/// The share that must be served within the promise, for a goal on that share or on the error budget left.
fn share_wanted(share: Share, bound: Bound, setup: &Setup) -> f64 {
    match share {
        Share::OnTime => bound.value(),
        Share::BudgetLeft => 1.0 - (1.0 - bound.value()) * (1.0 - setup.slo.target),
    }
}

/// Whether, after the window's end, every order that counts has been decided.
fn is_settled(goal: &Goal, measures: &Measures) -> bool {
    let slo = &measures.slo;
    match goal.metric.row().settles {
        Settles::AtOnce => true,
        Settles::WithItsOrders => measures.orders.in_system == 0 && slo.good + slo.bad >= slo.customers,
        Settles::WithItsCustomers => measures.orders.in_system == 0 && measures.customers.open == 0,
        Settles::AtTheEnd => false,
    }
}

/// A metric that can only grow is missed for good above an upper bound, and met for good at a lower one.
fn settled_early(goal: &Goal, value: f64) -> Option<Standing> {
    match (goal.metric.row().grows, goal.bound) {
        (true, Bound::AtMost(most)) if value > most => Some(Standing::Lost),
        (true, Bound::AtLeast(least)) if value >= least => Some(Standing::Met),
        _ => None,
    }
}

struct Spending {
    /// The share that must be good.
    target: f64,
    /// The number of customers.
    whole: f64,
    growth: Option<(f64, f64)>,
    now: Time,
    end: Time,
    /// When the open customers who cannot be served in time become bad.
    doomed: Vec<Time>,
}

fn budgeted(spending: &Spending, measures: &Measures, bound: Bound) -> (Standing, Option<Forecast>) {
    let slo = &measures.slo;
    let Bound::AtLeast(_) = bound else {
        let holds = slo.on_time_ratio.is_some_and(|ratio| bound.holds(ratio));
        return (if holds { Standing::Met } else { Standing::AtRisk }, None);
    };
    let Spending { target, whole, growth, now, end, ref doomed } = *spending;
    let allowed = (1.0 - target) * whole + 1e-9;
    let left = allowed - slo.bad as f64;
    if left < 0.0 {
        return (Standing::Lost, None);
    }
    // Customers in queues and between two calls count too: some of them cannot be served in time any more.
    if let Some(&at) = doomed.get(left as usize) {
        return (Standing::AtRisk, Some(Forecast::LostAt(at)));
    }
    // A bad start is no trend.
    let rate = growth.filter(|_| slo.bad as f64 * 2.0 >= allowed).map_or(0.0, |(_, bad)| bad);
    let lost_at = (rate > 0.0).then(|| now + Span((left / rate).min(1e18) as u64));
    match lost_at.filter(|&at| at < end) {
        Some(at) => (Standing::AtRisk, Some(Forecast::LostAt(at))),
        None if slo.on_time_ratio.is_some_and(|ratio| ratio < target) => (Standing::AtRisk, None),
        None => (Standing::Met, None),
    }
}

fn straight_on(bound: Bound, now: Sample, growth: Option<(f64, f64)>, end: Time) -> (Standing, Option<Forecast>) {
    let Some((growth, _)) = growth else {
        let standing = match bound {
            Bound::AtMost(_) if bound.holds(now.value) => Standing::Met,
            _ => Standing::NotYet,
        };
        return (standing, None);
    };
    let at_end = now.value + growth * end.since(now.at).0 as f64;
    let crossing = (growth != 0.0).then(|| (bound.value() - now.value) / growth).filter(|&t| t > 0.0);
    let at = crossing.map(|t| now.at + Span(t.min(1e18) as u64)).filter(|&at| at < end);
    match (bound.holds(at_end), bound, at) {
        (true, Bound::AtLeast(least), Some(at)) if now.value < least => (Standing::Met, Some(Forecast::MetAt(at))),
        (true, ..) => (Standing::Met, Some(Forecast::EndsWith(at_end))),
        // A bad start is no trend.
        (false, Bound::AtMost(most), _) if now.value * 2.0 < most => (Standing::Met, None),
        (false, Bound::AtMost(_), Some(at)) => (Standing::AtRisk, Some(Forecast::LostAt(at))),
        (false, ..) => (Standing::AtRisk, Some(Forecast::EndsWith(at_end))),
    }
}

fn ends_with(bound: Bound, at_end: f64) -> (Standing, Option<Forecast>) {
    let standing = if bound.holds(at_end) { Standing::Met } else { Standing::AtRisk };
    (standing, Some(Forecast::EndsWith(at_end)))
}

/// With fewer deliveries a percentile or a ratio says nothing yet.
const FEWEST: u64 = 20;

/// Goals that cannot be extrapolated: at risk if missed now, or if the last 15 minutes, weighed with the share of the
/// window that is left, miss it.
fn lately(
    bound: Bound,
    value: f64,
    measures: &Measures,
    lately: Option<f64>,
    left: f64,
) -> (Standing, Option<Forecast>) {
    if measures.orders.delivered < FEWEST {
        return (Standing::NotYet, None);
    }
    let holds = bound.holds(value) && lately.is_none_or(|lately| bound.holds(value + (lately - value) * left));
    (if holds { Standing::Met } else { Standing::AtRisk }, lately.map(Forecast::Lately))
}
