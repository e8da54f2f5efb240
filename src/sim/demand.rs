//! Demand: when customers of a zone call, and what each call asks for (*traffic*).
//!
//! These are pure functions of (setup, seed, zone, n). First calls come by inversion of the integrated rate: the n-th
//! call arrives when the integral has grown by the n-th draw, so a surge brings the same customers earlier instead of
//! drawing others (Çinlar 1975; Devroye, *Non-Uniform Random Variate Generation*, 1986, VI.1).

use crate::chance::{Draws, Source};
use crate::sim::setup::{Arrivals, CurvePoint, RetrySetup, Setup, ZoneSetup};
use crate::units::digest::fold;
use crate::units::time::{MICROS_PER_DAY, MICROS_PER_HOUR};
use crate::units::{ClockTime, ItemId, Place, Span, Time, ZoneId};
use serde::{Deserialize, Serialize};

/// What a first call brings with it, drawn when it is placed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attributes {
    /// What is ordered.
    pub item: ItemId,
    /// Where the customer lives, km.
    pub address: Place,
    /// Work for an expert with basic tools.
    pub work: Span,
    /// Time at the door.
    pub handover: Span,
    /// How long the customer waits; [`Span::ENDLESS`] if the zone has no patience. Impatience (a city effect) is not
    /// applied yet.
    pub patience: Span,
}

fold!(struct Attributes { item, address, work, handover, patience });

impl Attributes {
    /// What the `n`-th first call (from 0) of a zone brings; `weights` are the present weights of menu items.
    ///
    /// Draws are in the order item, address, patience, handover, work. Work comes last because its distribution depends
    /// on the item, which a surge may change, and no other draw may shift with it.
    pub fn draw(setup: &Setup, zone: ZoneId, n: u64, weights: &[f64]) -> Attributes {
        let base = Draws::base(setup.seed, Source::Order, zone.0 as u64);
        Attributes::drawn_from(Draws::stream(base, n), setup, zone, weights)
    }

    /// [`Attributes::draw`] from the call's own stream.
    #[inline(always)]
    pub(super) fn drawn_from(mut draws: Draws, setup: &Setup, zone: ZoneId, weights: &[f64]) -> Attributes {
        let spec = &setup.zones[zone.index()];
        let item = choose(weights, &mut draws);
        let address = if spec.radius > 0.0 { in_disc(spec.at, spec.radius, &mut draws) } else { spec.at };
        let patience = spec.patience.map_or(Span::ENDLESS, |dist| dist.span(&mut draws));
        let handover = match setup.delivery.handover {
            crate::chance::Dist::Fixed { mean } => Span::from_seconds_f64(mean),
            dist => dist.span(&mut draws),
        };
        let work = setup.items[item.index()].work.span(&mut draws);
        Attributes { item, address, work, handover, patience }
    }
}

/// The item at a draw's share of the sum of weights; the last with any weight if rounding passes the end.
#[inline(always)]
fn choose(weights: &[f64], draws: &mut Draws) -> ItemId {
    if weights.len() == 1 {
        draws.skip();
        return ItemId(0);
    }
    choose_among(weights, draws.unit())
}

fn choose_among(weights: &[f64], unit: f64) -> ItemId {
    let mut rest = unit * weights.iter().sum::<f64>();
    let mut last = 0;
    for (i, &weight) in weights.iter().enumerate() {
        if weight > 0.0 {
            last = i;
            if rest < weight {
                break;
            }
            rest -= weight;
        }
    }
    ItemId(last as u16)
}

/// Uniform in a disc, by rejection: trigonometric functions would differ between platforms.
fn in_disc(centre: Place, radius: f64, draws: &mut Draws) -> Place {
    loop {
        let (x, y) = (2.0 * draws.unit() - 1.0, 2.0 * draws.unit() - 1.0);
        if x * x + y * y <= 1.0 {
            return Place::new(centre.x + radius * x, centre.y + radius * y);
        }
    }
}

/// By how much the integrated rate grows between first calls `n` − 1 and `n` (from 0): exponential with mean 1
/// (Poisson), 1 (even), or 0 (recorded times, which do not use it).
#[inline]
pub fn gap(arrivals: &Arrivals, seed: u64, zone: ZoneId, n: u64) -> f64 {
    gap_from(arrivals, Draws::base(seed, Source::Arrival, zone.0 as u64), n)
}

/// [`gap`] from the base of the zone's stream of gaps.
#[inline]
pub(super) fn gap_from(arrivals: &Arrivals, base: u64, n: u64) -> f64 {
    match arrivals {
        Arrivals::Poisson => Draws::stream(base, n).exponential(),
        Arrivals::Even => 1.0,
        Arrivals::Trace(_) => 0.0,
    }
}

/// How long after its loss a customer calls again if no budget forbids it; attempt 1 is the first repeat call. `None`:
/// never, as for all attempts beyond `max`.
pub fn calls_again(retry: &RetrySetup, seed: u64, zone: ZoneId, n: u64, attempt: u32) -> Option<Span> {
    if attempt > retry.max {
        return None;
    }
    let mut draws = Draws::keyed(seed, Source::Retry, zone.0 as u64, n * 64 + attempt as u64 % 64);
    if draws.unit() >= retry.probability {
        return None;
    }
    let whole = retry.wait.seconds() * power(retry.backoff, attempt - 1);
    let seconds = if retry.jitter { whole * draws.unit() } else { whole };
    Some(Span(Span::from_seconds_f64(seconds.min(TEN_YEARS)).0.max(1)))
}

const TEN_YEARS: f64 = 10.0 * 366.0 * 86_400.0;

/// By repeated multiplication, for the same bits on all platforms.
fn power(base: f64, exponent: u32) -> f64 {
    (0..exponent.min(4096)).fold(1.0, |product, _| product * base)
}

/// A zone's rate of first calls over the day: piecewise linear, ready to be integrated and inverted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// Calls an hour where the curve is 1.
    per_hour: f64,
    /// The time of day at [`Time::ZERO`], µs.
    opens: f64,
    /// The pieces of a day, in order and without gaps; empty: the factor is 1 all day.
    pieces: Vec<Piece>,
}

fold!(struct Rate { per_hour, opens, pieces });

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Piece {
    /// From and to: times of day, µs.
    from: f64,
    to: f64,
    /// The factor at `from`, and its slope per µs.
    factor: f64,
    slope: f64,
}

fold!(struct Piece { from, to, factor, slope });

const DAY: f64 = MICROS_PER_DAY as f64;
const HOUR: f64 = MICROS_PER_HOUR as f64;

impl Rate {
    /// The rate of a zone in a shop that opens at such a time of day.
    pub fn new(zone: &ZoneSetup, opens: ClockTime) -> Rate {
        Rate { per_hour: zone.orders_per_hour, opens: opens.0 as f64, pieces: pieces(&zone.curve) }
    }

    /// Calls an hour at a time, before surges.
    pub fn at(&self, now: Time) -> f64 {
        match self.piece_at((self.opens + now.0 as f64) % DAY) {
            None => self.per_hour,
            Some(piece) => {
                let within = (self.opens + now.0 as f64) % DAY - piece.from;
                self.per_hour * (piece.factor + piece.slope * within)
            }
        }
    }

    /// Calls expected in `[from, to]` (µs since opening), times `factor`.
    pub fn integral(&self, from: f64, to: f64, factor: f64) -> f64 {
        let scale = self.per_hour * factor / HOUR;
        if self.pieces.is_empty() {
            return scale * (to - from).max(0.0);
        }
        let (mut at, mut sum) = (from, 0.0);
        while at < to {
            let (piece, clock, end) = self.stretch(at);
            let end = end.min(to);
            let (start, length) = (piece.factor + piece.slope * (clock - piece.from), end - at);
            sum += scale * length * (start + piece.slope * length / 2.0);
            at = end;
        }
        sum
    }

    /// The time (µs since opening, not rounded) at which the integral from `from`, times `factor`, has grown by
    /// `amount`; infinite if it never does.
    #[inline(always)]
    pub fn invert(&self, from: f64, amount: f64, factor: f64) -> f64 {
        let scale = self.per_hour * factor / HOUR;
        if scale <= 0.0 {
            return f64::INFINITY;
        }
        if self.pieces.is_empty() {
            return from + amount / scale;
        }
        self.invert_curve(from, amount, factor, scale)
    }

    fn invert_curve(&self, from: f64, amount: f64, factor: f64, scale: f64) -> f64 {
        let day = self.integral(0.0, DAY, factor);
        if day <= 0.0 {
            return f64::INFINITY;
        }
        let whole = (amount / day).floor();
        let (mut at, mut rest) = (from + whole * DAY, amount - whole * day);
        loop {
            let (piece, clock, end) = self.stretch(at);
            let start = scale * (piece.factor + piece.slope * (clock - piece.from));
            let slope = scale * piece.slope;
            let length = end - at;
            let here = length * (start + slope * length / 2.0);
            if rest <= here {
                let root = (start * start + 2.0 * slope * rest).max(0.0).sqrt();
                let step = if start + root > 0.0 { 2.0 * rest / (start + root) } else { 0.0 };
                return at + step.min(length);
            }
            rest -= here;
            at = end;
        }
    }

    /// The time (µs, not rounded) of the `n`-th even call (from 1) at a constant rate: one division, because a sum of
    /// spacings would be a µs off after some thousand calls. `None` if the zone has a curve or no calls.
    pub fn even_call(&self, n: u64, factor: f64) -> Option<f64> {
        let rate = self.per_hour * factor;
        (self.pieces.is_empty() && rate > 0.0).then(|| n as f64 * HOUR / rate)
    }

    fn piece_at(&self, clock: f64) -> Option<Piece> {
        let after = self.pieces.partition_point(|piece| piece.to <= clock);
        self.pieces.get(after.min(self.pieces.len().saturating_sub(1))).copied()
    }

    /// The piece at a time, the time of day there, and the time at which the piece ends.
    fn stretch(&self, at: f64) -> (Piece, f64, f64) {
        let clock = (self.opens + at) % DAY;
        let piece = self.piece_at(clock).expect("only with pieces");
        // At least 1 µs, in case rounding leaves the time of day just before the piece's end.
        (piece, clock, at + (piece.to - clock).max(1.0))
    }
}

fn pieces(curve: &[CurvePoint]) -> Vec<Piece> {
    let (Some(first), Some(last)) = (curve.first(), curve.last()) else { return Vec::new() };
    let mut pieces = Vec::new();
    let mut piece = |from: u64, to: u64, start: f64, end: f64| {
        if to > from {
            let (from, to) = (from as f64, to as f64);
            pieces.push(Piece { from, to, factor: start, slope: (end - start) / (to - from) });
        }
    };
    // The last value holds past midnight until the first point.
    piece(0, first.at.0, last.factor, last.factor);
    for pair in curve.windows(2) {
        piece(pair[0].at.0, pair[1].at.0, pair[0].factor, pair[1].factor);
    }
    piece(last.at.0, MICROS_PER_DAY, last.factor, last.factor);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::setup::PatienceUntil;

    fn zone(curve: &[(u64, f64)]) -> ZoneSetup {
        ZoneSetup {
            name: "Old Town".into(),
            at: Place::default(),
            radius: 0.0,
            arrivals: Arrivals::Even,
            orders_per_hour: 10.0,
            curve: curve.iter().map(|&(h, factor)| CurvePoint { at: ClockTime(h * MICROS_PER_HOUR), factor }).collect(),
            mix: vec![1.0],
            patience: None,
            patience_until: PatienceUntil::Cooking,
            cancels: true,
            retry: None,
            quota: None,
            unsure: None,
            streets: 0,
            hot: 0.0,
            party: None,
        }
    }

    #[test]
    fn inversion_undoes_integration() {
        let rate = Rate::new(&zone(&[(12, 1.0), (14, 3.0), (14, 0.0), (20, 2.0)]), ClockTime(11 * MICROS_PER_HOUR));
        for amount in [0.5, 3.0, 17.0, 60.0, 400.0, 5000.0] {
            let at = rate.invert(1.5 * HOUR, amount, 1.3);
            assert!((rate.integral(1.5 * HOUR, at, 1.3) - amount).abs() < 1e-6 * amount, "{amount}");
        }
    }

    #[test]
    fn the_last_value_holds_through_midnight_until_the_first_point() {
        let rate = Rate::new(&zone(&[(12, 1.0), (18, 2.0)]), ClockTime(11 * MICROS_PER_HOUR));
        assert_eq!(rate.at(Time(0)), 20.0, "11:00 is before the first point: the evening's last value");
        assert_eq!(rate.at(Time(4 * MICROS_PER_HOUR)), 15.0, "15:00 is half way");
        assert_eq!(rate.at(Time(20 * MICROS_PER_HOUR)), 20.0, "7:00 next day");
    }

    #[test]
    fn no_demand_never_calls() {
        assert_eq!(Rate::new(&zone(&[(12, 0.0)]), ClockTime(0)).invert(0.0, 1.0, 1.0), f64::INFINITY);
    }
}
