//! From real time to shop time: the speed asked for, the speed achieved, and how far between two ticks the screen is.
//!
//! Real time comes in as a length ([`Pace::pass`]); shop time goes out in whole ticks ([`Pace::due`]). What cannot be
//! simulated in time is dropped ([`Pace::settle`]), and the header shows the speed achieved: a large shop slows down,
//! the keys never do. No clock is read here; the front end passes real time in.

use super::director::{self, Whoosh};
use crate::units::{Span, Time};

/// The speeds to choose from, in shop seconds per real second.
pub const SPEEDS: [u32; 12] = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 2400, 3600];

const FASTEST: u32 = SPEEDS[SPEEDS.len() - 1];

/// By this factor a speed must differ from a gliding one to be another.
const NEAR: f64 = 1.1;

/// The speed of a clock that does not direct itself.
const STEADY: u32 = 60;

/// Above this speed, riders are drawn at whole ticks only.
pub const SMOOTH: u32 = 300;

/// Real time over which the achieved speed is measured.
const MEASURED: Span = Span::from_secs(1);

/// Upper bound of the parts of ticks simulated in one go.
const LONGEST_STRIDE: u64 = 512 * PARTS;

/// A tick that takes too long is simulated in at most so many parts; the history does not depend on the steps.
const PARTS: u64 = 64;

/// The speed asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// What the evening asks for, see [`director`].
    #[default]
    Auto,
    /// So many shop seconds per real second.
    Times(u32),
    /// As fast as the machine simulates.
    AsFastAsItGoes,
}

/// On the way to the next thing that matters.
#[derive(Clone, Copy, Debug)]
enum Search {
    /// So that one sees it.
    Whoosh(Whoosh),
    /// As fast as the machine simulates.
    Jump,
}

/// How real time becomes shop time: the speed asked for, and what is kept of it.
#[derive(Clone, Debug)]
pub struct Pace {
    /// Whether the clock is stopped. A search runs all the same.
    pub paused: bool,
    /// The speed asked for.
    pub speed: Speed,
    /// The achieved speed, in shop seconds per real second, if it falls short of the speed asked for; `None`: it does
    /// not. With [`Speed::AsFastAsItGoes`] always the achieved speed, once it is known.
    pub real: Option<f64>,
    /// How much of the current tick has passed (0–1), for drawing between two ticks.
    pub fraction: f64,
    /// How the shop runs to the next thing that matters, where it stops; `None`: it does not.
    search: Option<Search>,
    /// The present speed of [`Speed::Auto`].
    auto: f64,
    /// Shop time that is due but not simulated yet.
    owed: Span,
    /// Parts of a tick simulated at once, fitted to how long they take.
    stride: u64,
    /// Real time and shop time since the achieved speed was last measured.
    measured: (Span, Span),
}

impl Default for Pace {
    /// Stopped; once it runs, it chooses its speed itself.
    fn default() -> Pace {
        Pace {
            paused: true,
            speed: Speed::Auto,
            search: None,
            auto: director::SLOW,
            real: None,
            fraction: 0.0,
            owed: Span::ZERO,
            stride: PARTS,
            measured: (Span::ZERO, Span::ZERO),
        }
    }
}

impl Pace {
    /// Whether things move on the screen between two ticks.
    pub fn is_smooth(&self) -> bool {
        self.is_running() && !self.is_searching() && self.times().is_some_and(|times| times <= f64::from(SMOOTH))
    }

    /// Whether shop time advances with real time.
    pub fn is_running(&self) -> bool {
        !self.paused || self.is_searching()
    }

    /// Whether the shop runs or jumps to the next thing that matters.
    pub fn is_searching(&self) -> bool {
        self.search.is_some()
    }

    /// Whether the shop runs visibly to the next thing that matters.
    pub fn is_whooshing(&self) -> bool {
        matches!(self.search, Some(Search::Whoosh(_)))
    }

    /// Whether the shop jumps to the next thing that matters.
    pub fn is_jumping(&self) -> bool {
        matches!(self.search, Some(Search::Jump))
    }

    /// The speed asked for, in shop seconds per real second; `None`: as fast as it goes.
    pub fn times(&self) -> Option<f64> {
        match self.speed {
            Speed::Auto => Some(self.auto),
            Speed::Times(times) => Some(f64::from(times)),
            Speed::AsFastAsItGoes => None,
        }
    }

    /// Turns the auto pace towards a speed, as far as it gets in so much real time.
    pub fn steer(&mut self, wanted: f64, real: Span) {
        if self.is_running() {
            self.auto = director::glide(self.auto, wanted, real);
        }
    }

    /// Lets real time pass.
    pub fn pass(&mut self, real: Span) {
        if !self.is_running() {
            return;
        }
        self.measured.0 += real;
        let times = self.times();
        match (&mut self.search, times) {
            (Some(Search::Whoosh(whoosh)), _) => {
                self.owed += whoosh.pass(real);
                if whoosh.is_long() {
                    self.search = Some(Search::Jump);
                }
            }
            (None, Some(times)) => self.owed += Span((real.0 as f64 * times) as u64),
            (Some(Search::Jump), _) | (None, None) => {}
        }
    }

    /// Makes shop time due that real time has not earned, such as a tick by hand.
    pub fn owe(&mut self, shop: Span) {
        self.owed = shop;
        self.stride = PARTS;
        self.search = None;
    }

    /// The moment up to which the shop should be simulated in one go; `None`: nothing is due. It is a tick, or lies
    /// within one that takes long; a tick once begun is due to its end.
    pub fn due(&self, now: Time, tick: Span) -> Option<Time> {
        if !self.is_running() {
            return None;
        }
        let ticks = match self.speed {
            _ if self.is_jumping() => 1,
            Speed::AsFastAsItGoes if self.search.is_none() => self.stride / PARTS,
            _ => match self.owed.0 / tick.0.max(1) {
                0 if now.0.is_multiple_of(tick.0.max(1)) => return None,
                // Whatever is looked for is found at the tick at which it is.
                owed if self.search.is_none() => owed.min(self.stride / PARTS),
                _ => 1,
            },
        };
        let whole = next_tick(now, tick, ticks.max(1));
        let part = Time(now.0.saturating_add((tick.0 / PARTS).max(1) * self.stride));
        Some(if self.stride < PARTS { whole.min(part) } else { whole })
    }

    /// Notes how much shop time was simulated.
    pub fn went(&mut self, shop: Span) {
        self.owed = self.owed - shop;
        self.measured.1 += shop;
    }

    /// Notes the real time of the last slice and fits the length of the next, which should take about a millisecond.
    pub fn took(&mut self, real: Span) {
        if real < Span(700) {
            self.stride = (self.stride * 2).min(LONGEST_STRIDE);
        } else if real > Span(2_000) {
            self.stride = (self.stride / 2).max(1);
        }
    }

    /// Drops what is due beyond a tick and measures the achieved speed. To be called before each frame.
    pub fn settle(&mut self, tick: Span) {
        if self.owed >= tick {
            self.owed = Span(self.owed.0 % tick.0.max(1));
        }
        self.fraction = if self.is_smooth() { self.owed.0 as f64 / tick.0.max(1) as f64 } else { 0.0 };
        let (real, shop) = self.measured;
        if real >= MEASURED {
            let speed = shop.0 as f64 / real.0 as f64;
            self.real = match self.speed {
                Speed::AsFastAsItGoes => Some(speed),
                // It changes all the time.
                Speed::Auto => None,
                // Within a tick of the speed asked for.
                Speed::Times(times) => (speed < 0.9 * times as f64 - tick.seconds()).then_some(speed),
            };
            self.measured = (Span::ZERO, Span::ZERO);
        }
    }

    /// Stops or starts the clock; ends a search.
    pub fn toggle(&mut self) {
        let running = self.is_running();
        self.paused = running;
        self.stop_measuring();
    }

    /// Stops the clock and ends a search.
    pub fn stop(&mut self) {
        self.paused = true;
        self.stop_measuring();
    }

    fn stop_measuring(&mut self) {
        self.search = None;
        self.auto = director::SLOW;
        self.owed = Span::ZERO;
        self.fraction = 0.0;
        self.measured = (Span::ZERO, Span::ZERO);
        self.real = None;
    }

    /// Jumps to the next thing that matters and stops there.
    pub fn jump(&mut self) {
        self.look_for(Search::Jump);
    }

    /// Runs visibly to the next thing that matters and stops there; while it runs already, jumps there.
    pub fn whoosh(&mut self) {
        self.look_for(if self.is_searching() { Search::Jump } else { Search::Whoosh(Whoosh::default()) });
    }

    fn look_for(&mut self, search: Search) {
        self.stop_measuring();
        self.paused = true;
        self.search = Some(search);
    }

    /// Runs at a minute a second, unless the player has chosen a speed.
    pub fn keep_one_speed(&mut self) {
        if self.speed == Speed::Auto {
            self.speed = Speed::Times(STEADY);
            self.changed();
        }
    }

    /// Lets the clock choose its speed itself, from the present one on.
    pub fn direct_itself(&mut self) {
        if let Speed::Times(times) = self.speed {
            self.auto = f64::from(times);
        }
        self.speed = Speed::Auto;
        self.changed();
    }

    /// The next faster speed; beyond [`SPEEDS`] as fast as it goes.
    pub fn faster(&mut self) {
        self.speed = match self.speed {
            Speed::Auto => {
                Speed::Times(SPEEDS.into_iter().find(|t| f64::from(*t) > self.auto * NEAR).unwrap_or(FASTEST))
            }
            Speed::AsFastAsItGoes => Speed::AsFastAsItGoes,
            Speed::Times(now) => {
                SPEEDS.iter().find(|times| **times > now).map_or(Speed::AsFastAsItGoes, |times| Speed::Times(*times))
            }
        };
        self.changed();
    }

    /// The next slower speed, at least real time.
    pub fn slower(&mut self) {
        self.speed = match self.speed {
            Speed::Auto => {
                Speed::Times(SPEEDS.into_iter().rfind(|t| f64::from(*t) < self.auto / NEAR).unwrap_or(SPEEDS[0]))
            }
            Speed::AsFastAsItGoes => Speed::Times(FASTEST),
            Speed::Times(now) => Speed::Times(SPEEDS.iter().rev().find(|times| **times < now).copied().unwrap_or(1)),
        };
        self.changed();
    }

    fn changed(&mut self) {
        self.owed = Span::ZERO;
        self.measured = (Span::ZERO, Span::ZERO);
        self.real = None;
    }
}

fn next_tick(now: Time, tick: Span, ticks: u64) -> Time {
    let tick = tick.0.max(1);
    Time((now.0 / tick).saturating_add(ticks).saturating_mul(tick))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICK: Span = Span::from_secs(1);

    /// Lets real time pass in frames of 40 ms, each of which has time for so many ticks.
    fn run(pace: &mut Pace, frames: usize, ticks_a_frame: usize) -> Time {
        let mut now = Time::ZERO;
        for _ in 0..frames {
            pace.pass(Span(40_000));
            let mut left = ticks_a_frame;
            while let Some(until) = pace.due(now, TICK).filter(|_| left > 0) {
                let ticks = (until.since(now).0 / TICK.0) as usize;
                left = left.saturating_sub(ticks);
                pace.went(until.since(now));
                now = until;
            }
            pace.settle(TICK);
        }
        now
    }

    #[test]
    fn a_minute_a_second() {
        let mut pace = Pace { paused: false, speed: Speed::Times(60), ..Pace::default() };
        assert_eq!(run(&mut pace, 100, 1_000), Time(240 * 1_000_000));
        assert_eq!(pace.real, None);
    }

    #[test]
    fn a_tick_that_takes_long_is_cut_and_done_to_its_end() {
        for speed in [Speed::AsFastAsItGoes, Speed::Times(60)] {
            let mut pace = Pace { paused: false, speed, ..Pace::default() };
            pace.pass(Span(20_000));
            let (mut now, mut steps) = (Time::ZERO, 0);
            while let Some(until) = pace.due(now, TICK).filter(|_| now < Time(1_000_000)) {
                // A whole tick would take a second.
                let real = Span(until.since(now).0);
                assert!(steps == 0 || real <= Span(1_000_000 >> steps.min(6)), "step {steps}: {real:?}");
                pace.went(until.since(now));
                pace.took(real);
                (now, steps) = (until, steps + 1);
                if steps == 1 {
                    now = Time::ZERO;
                    pace.pass(Span(20_000));
                }
            }
            assert_eq!(now, Time(1_000_000), "{speed:?}");
            // The whole one that was too long, halves down to a 64th, and the rest.
            assert_eq!(steps, 8, "{speed:?}");
        }
    }

    #[test]
    fn a_standing_shop_owes_nothing() {
        let mut pace = Pace::default();
        assert_eq!(run(&mut pace, 100, 1_000), Time::ZERO);
        assert!(!pace.is_smooth());
    }

    #[test]
    fn a_speed_that_cannot_be_kept_is_said() {
        let mut pace = Pace { paused: false, speed: Speed::Times(3600), ..Pace::default() };
        run(&mut pace, 50, 84);
        let real = pace.real.expect("it cannot keep up");
        assert!((2_000.0..2_200.0).contains(&real), "{real}");
    }

    #[test]
    fn between_two_ticks_there_is_a_fraction() {
        let mut pace = Pace { paused: false, speed: Speed::Times(1), ..Pace::default() };
        run(&mut pace, 10, 10);
        assert!((pace.fraction - 0.4).abs() < 1e-9);
    }

    #[test]
    fn a_whoosh_is_seen_and_a_second_one_jumps() {
        let mut pace = Pace { paused: false, ..Pace::default() };
        pace.whoosh();
        let seen = run(&mut pace, 50, 10_000);
        assert!((Span::from_mins(20)..Span::from_hours(3)).contains(&Span(seen.0)), "{seen:?}");
        assert!(pace.is_running() && !pace.is_smooth());
        pace.whoosh();
        assert!(pace.is_jumping(), "a jump");
        pace.stop();
        assert!(!pace.is_running());
        pace.whoosh();
        run(&mut pace, 75, 100_000);
        assert!(pace.is_jumping(), "after three seconds it has been seen long enough");
    }

    #[test]
    fn the_auto_pace_goes_where_it_is_steered_and_begins_slowly_again() {
        let mut pace = Pace { paused: false, ..Pace::default() };
        for _ in 0..200 {
            pace.steer(1_200.0, Span(40_000));
        }
        assert!(pace.times().is_some_and(|times| times > 1_100.0), "{:?}", pace.times());
        pace.toggle();
        pace.toggle();
        assert_eq!(pace.times(), Some(director::SLOW));
    }

    #[test]
    fn speeds_go_up_and_down_the_list() {
        let mut pace = Pace::default();
        pace.faster();
        assert_eq!(pace.speed, Speed::Times(120), "it takes over from the auto pace");
        pace.direct_itself();
        assert_eq!(pace.speed, Speed::Auto);
        for _ in 0..20 {
            pace.faster();
        }
        assert_eq!(pace.speed, Speed::AsFastAsItGoes);
        pace.slower();
        assert_eq!(pace.speed, Speed::Times(3600));
        for _ in 0..20 {
            pace.slower();
        }
        assert_eq!(pace.speed, Speed::Times(1));
    }
}
