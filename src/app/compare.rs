//! Two histories with the same customers, side by side: summary figures, and the orders that differ.

use super::game::Game;
use crate::session::{Comparison, Recorder, Session, comparison};
use crate::sim::setup::Scheduled;
use crate::sim::world::World;
use crate::stats::Series;
use crate::units::{Span, Time};

/// One of two histories that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A history by its number, from 1.
    History(u32),
    /// The twin of the history being played.
    Twin,
}

/// An open comparison. Its figures are computed when a history has moved on, not at every frame.
#[derive(Clone, Debug)]
pub struct CompareView {
    /// The reference.
    pub first: Side,
    /// The one compared with it.
    pub second: Side,
    /// The moment under the cursor; `None`: none, and the figures are those at the earlier of the two clocks.
    pub cursor: Option<Time>,
    /// Whether the orders that differ are listed.
    pub list: bool,
    /// Rows of the list of orders scrolled away.
    pub scroll: usize,
    /// The second against the first.
    pub comparison: Comparison,
    /// Summary figures of `first` and `second`.
    pub figures: [Figures; 2],
    /// The first command that only one of them was given; `None`: they do not differ yet.
    pub parted: Option<Time>,
    /// Both clocks when it was computed.
    as_of: (Time, Time),
}

/// Summary figures of a history at the earlier of the two clocks, so that the comparison is fair. Times are in seconds,
/// money in dollars; `None`: nothing was measured yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Greatest number of orders waiting at any sample.
    pub most_waiting: Option<f64>,
    /// 95th percentile (nearest rank) of the sojourn times of all customers; infinite if so many were not served.
    pub p95: Option<f64>,
    /// The greatest 95th percentile of any 15 minutes.
    pub worst_p95: Option<f64>,
    /// Customers served badly since opening: late, lost or overdue.
    pub bad: Option<f64>,
    /// The share of customers not served on time (0–1).
    pub bad_share: Option<f64>,
    /// Money in the till.
    pub till: Option<f64>,
}

/// What is drawn of a side.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// Its measurements over time and its finished orders.
    pub recorder: &'a Recorder,
    /// Its state at the time it has reached.
    pub world: &'a World,
}

impl CompareView {
    /// Compares two histories of a game; `None` if either does not exist.
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

    /// Computes everything anew if a clock has moved on, as a twin's does while it catches up.
    pub fn refresh(&mut self, game: &Game) {
        let now = |side| seen(side, game).map(|seen| seen.world.now());
        if (now(self.first), now(self.second)) != (Some(self.as_of.0), Some(self.as_of.1))
            && let Some(anew) = CompareView::new(self.first, self.second, game)
        {
            *self = CompareView { cursor: self.cursor, list: self.list, scroll: self.scroll, ..anew };
        }
    }

    /// Turns to the next of all pairs.
    pub fn turn(&mut self, game: &Game) {
        let pairs = pairs(game);
        let at = pairs.iter().position(|pair| *pair == (self.first, self.second)).map_or(0, |at| at + 1);
        let next =
            pairs.get(at % pairs.len().max(1)).and_then(|(first, second)| CompareView::new(*first, *second, game));
        if let Some(next) = next {
            *self = CompareView { cursor: self.cursor, list: self.list, ..next };
        }
    }

    /// The earlier of the two clocks.
    pub fn shorter(&self) -> Time {
        self.as_of.0.min(self.as_of.1)
    }

    /// The later of the two clocks.
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
        // Per customer, and whoever was not served counts as slower than everybody: otherwise a history that loses the
        // slow orders would look quick.
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

/// The session behind a side; `None` if there is no such history or no twin.
pub fn seen(side: Side, game: &Game) -> Option<Seen<'_>> {
    match side {
        Side::History(number) => game.history(number).map(|(_, session)| of_session(session)),
        Side::Twin => game.session.twin().map(|twin| Seen { recorder: &twin.recorder, world: &twin.world }),
    }
}

fn of_session(session: &Session) -> Seen<'_> {
    Seen { recorder: session.recorder(), world: session.world() }
}

/// All pairs that can be compared: the twin before the shop, otherwise the older history first.
pub fn pairs(game: &Game) -> Vec<(Side, Side)> {
    let present = game.histories.present.number;
    let mut pairs = Vec::new();
    if game.session.twin().is_some() {
        pairs.push((Side::Twin, Side::History(present)));
    }
    let numbers: Vec<u32> = game.histories().iter().map(|(branch, _)| branch.number).collect();
    // Pairs with the present history first, because they are what the player most likely wants.
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
