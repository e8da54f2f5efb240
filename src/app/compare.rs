//! Two histories of the same customers, side by side: which two, what each came to, and order by order.

use super::game::Game;
use crate::session::{Comparison, Recorder, Session, comparison};
use crate::sim::setup::Scheduled;
use crate::sim::world::World;
use crate::stats::Series;
use crate::units::{Span, Time};

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// By number.
    History(u32),
    Twin,
}

/// The two that are looked at. What takes time to work out is worked out once, not at every picture.
#[derive(Clone, Debug)]
pub struct CompareView {
    pub first: Side,
    pub second: Side,
    /// `None`: where the shorter of the two ends.
    pub cursor: Option<Time>,
    /// The orders that differ are listed.
    pub list: bool,
    pub scroll: usize,
    /// The second against the first.
    pub comparison: Comparison,
    pub figures: [Figures; 2],
    /// From when on they differ; `None`: they do not yet.
    pub parted: Option<Time>,
    /// Both moments at which it was worked out.
    as_of: (Time, Time),
}

/// What a history had come to at the moment up to which both have come: whatever else would be an unfair difference.
/// Lengths of time in seconds, money in dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    pub most_waiting: Option<f64>,
    /// Of all orders delivered until then (nearest rank).
    pub p95: Option<f64>,
    /// The greatest of those of 15 minutes.
    pub worst_p95: Option<f64>,
    pub bad: Option<f64>,
    pub bad_share: Option<f64>,
    pub till: Option<f64>,
}

/// A side with all that is drawn of it.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    pub recorder: &'a Recorder,
    pub world: &'a World,
}

impl CompareView {
    pub fn new(first: Side, second: Side, game: &Game) -> Option<CompareView> {
        let (one, two) = (seen(first, game)?, seen(second, game)?);
        Some(CompareView {
            first,
            second,
            cursor: None,
            list: false,
            scroll: 0,
            comparison: Comparison::of(&two.recorder.history, &one.recorder.history),
            figures: [one, two].map(|side| Figures::of(side, one.world.now().min(two.world.now()))),
            parted: parted(first, second, game),
            as_of: (one.world.now(), two.world.now()),
        })
    }

    /// A twin that catches up changes the picture.
    pub fn refresh(&mut self, game: &Game) {
        let now = |side| seen(side, game).map(|seen| seen.world.now());
        if (now(self.first), now(self.second)) != (Some(self.as_of.0), Some(self.as_of.1))
            && let Some(anew) = CompareView::new(self.first, self.second, game)
        {
            *self = CompareView { cursor: self.cursor, list: self.list, scroll: self.scroll, ..anew };
        }
    }

    /// The next two of all that there are.
    pub fn turn(&mut self, game: &Game) {
        let pairs = pairs(game);
        let at = pairs.iter().position(|pair| *pair == (self.first, self.second)).map_or(0, |at| at + 1);
        let next =
            pairs.get(at % pairs.len().max(1)).and_then(|(first, second)| CompareView::new(*first, *second, game));
        if let Some(next) = next {
            *self = CompareView { cursor: self.cursor, list: self.list, ..next };
        }
    }

    /// As far as both have come.
    pub fn shorter(&self) -> Time {
        self.as_of.0.min(self.as_of.1)
    }

    pub fn longer(&self) -> Time {
        self.as_of.0.max(self.as_of.1)
    }
}

impl Figures {
    fn of(side: Seen, until: Time) -> Figures {
        let gauges = &side.recorder.gauges;
        let upto = |series: &'_ Series| series.points().partition_point(|point| point.at <= until);
        let most = |series: &Series| {
            let points = &series.points()[..upto(series)];
            points.iter().filter_map(|point| point.values).map(|values| values.max).reduce(f64::max)
        };
        let last = |series: &Series| {
            let point = upto(series).checked_sub(1).map(|at| series.points()[at]);
            point.and_then(|point| point.values).map(|values| values.last)
        };
        // By customers, and whoever was not served is slower than everybody: a history that loses the slow looks quick
        // else.
        let waits = comparison::waits(&side.recorder.history, until);
        let rank = (waits.len() * 95).div_ceil(100);
        let p95 = rank.checked_sub(1).map(|at| waits[at].map_or(f64::INFINITY, Span::seconds));
        Figures {
            most_waiting: most(&gauges.waiting),
            p95,
            worst_p95: most(&gauges.p95),
            bad: last(&gauges.bad),
            bad_share: last(&gauges.on_time).map(|on_time| 1.0 - on_time),
            till: last(&gauges.till),
        }
    }
}

pub fn seen(side: Side, game: &Game) -> Option<Seen<'_>> {
    match side {
        Side::History(number) => game.history(number).map(|(_, session)| of_session(session)),
        Side::Twin => game.session.twin().map(|twin| Seen { recorder: &twin.recorder, world: &twin.world }),
    }
}

fn of_session(session: &Session) -> Seen<'_> {
    Seen { recorder: session.recorder(), world: session.world() }
}

/// All pairs that can be looked at, the twin (what would have been) before the shop, else the older history first.
pub fn pairs(game: &Game) -> Vec<(Side, Side)> {
    let present = game.histories.present.number;
    let mut pairs = Vec::new();
    if game.session.twin().is_some() {
        pairs.push((Side::Twin, Side::History(present)));
    }
    let numbers: Vec<u32> = game.histories().iter().map(|(branch, _)| branch.number).collect();
    // Those of the present one first: that is what one wants to know.
    let with = |other: u32| (Side::History(other.min(present)), Side::History(other.max(present)));
    pairs.extend(numbers.iter().rev().filter(|number| **number != present).map(|number| with(*number)));
    for (i, one) in numbers.iter().enumerate().filter(|(_, number)| **number != present) {
        let others = numbers[i + 1..].iter().filter(|number| **number != present);
        pairs.extend(others.map(|two| (Side::History(*one), Side::History(*two))));
    }
    pairs
}

/// When two histories part: at the first command that only one of them was given.
fn parted(first: Side, second: Side, game: &Game) -> Option<Time> {
    if first == Side::Twin || second == Side::Twin {
        return game.session.twin().map(|twin| twin.parts_at);
    }
    let commands = |side| -> &[Scheduled] {
        match side {
            Side::History(number) => game.history(number).map_or(&[], |(_, session)| session.commands()),
            Side::Twin => &[],
        }
    };
    let (one, two) = (commands(first), commands(second));
    let same = one.iter().zip(two).take_while(|(a, b)| a == b).count();
    let next = [one.get(same), two.get(same)];
    next.into_iter().flatten().map(|command| command.at).min()
}
