//! Why it is slow, worked out by hand.

use pizzeria::sim::explain::*;
use pizzeria::units::{OutletId, Span, Time};
use proptest::prelude::*;

/// Spans in minutes: queue, down, redo, cook, blocked, shelf, ride.
fn order(minutes: [u64; 7]) -> Spans {
    minutes.map(Span::from_mins)
}

fn minutes(parts: Parts) -> Parts {
    parts.map(|part| part / 60_000_000)
}

#[test]
fn a_percentile_moves_by_what_its_tail_is_made_of() {
    // Ten orders before: nine of 10 min, one of 22 (6 queue, 4 cook, 2 shelf, 10 ride). p95 of ten is the tenth.
    let mut before = vec![order([0, 0, 0, 4, 0, 0, 6]); 9];
    before.push(order([6, 0, 0, 4, 0, 2, 10]));
    // After: the slowest takes 35 (14 queue, 4 cook, 5 shelf, 12 ride).
    let mut after = vec![order([1, 0, 0, 4, 0, 0, 6]); 9];
    after.push(order([14, 0, 0, 4, 0, 5, 12]));
    let moved = shift(&before, &after, 0.95).unwrap();
    assert_eq!((moved.before.edge, moved.after.edge), (Span::from_mins(22), Span::from_mins(35)));
    assert_eq!((moved.before.orders, moved.before.of), (1, 10));
    assert_eq!(moved.change, 13 * 60_000_000);
    assert_eq!(minutes(moved.parts), [8, 0, 0, 0, 0, 3, 2]);
    // 61.5, 23.1 and 15.4 %: floors 61 + 23 + 15 = 99, the one that is missing goes to the largest rest, the queue's.
    assert_eq!(moved.shares(), Some([62, 0, 0, 0, 0, 23, 15]));
}

#[test]
fn the_tail_holds_everything_at_or_above_the_percentile() {
    // 1 … 20 min of queue: p90 is the 18th, the tail 18, 19, 20 with mean 19.
    let orders: Vec<Spans> = (1..=20).map(|n| order([n, 0, 0, 0, 0, 0, 0])).collect();
    let tail = tail(&orders, 0.9).unwrap();
    assert_eq!((tail.orders, tail.edge, tail.mean), (3, Span::from_mins(18), Span::from_mins(19)));
}

#[test]
fn the_slowest_beside_the_middle() {
    // 100 orders: the n-th waits n minutes and cooks 5. Slowest 1 %: the 100th. Middle tenth: the 45th to the 55th,
    // mean 50.
    let orders: Vec<Spans> = (1..=100).map(|n| order([n, 0, 0, 5, 0, 0, 0])).collect();
    let made = composition(&orders, 0.01).unwrap();
    assert_eq!((made.slowest.orders, made.slowest.mean), (1, Span::from_mins(105)));
    assert_eq!((made.middle.orders, made.middle.mean), (11, Span::from_mins(55)));
    assert_eq!((minutes(made.parts), made.difference), ([50, 0, 0, 0, 0, 0, 0], 50 * 60_000_000));
    assert_eq!(composition(&[], 0.01), None);
}

#[test]
fn parts_are_rounded_to_add_up_to_what_is_shown() {
    // 12.84 + 10.14 + 9.84 − 0.72 = 32.1 min, in tenths: 128 + 101 + 98 − 7 = 320, one short of 321.
    let tenth = 6_000_000;
    let parts = [77_040_000 * 10, 0, 0, -4_320_000 * 10, 0, 60_840_000 * 10, 59_040_000 * 10];
    let (shown, total) = rounded(&parts, tenth);
    assert_eq!(total, 321);
    assert_eq!(shown.iter().sum::<i64>(), total);
    assert_eq!(shown, [129, 0, 0, -7, 0, 101, 98]);
}

proptest! {
    #[test]
    fn parts_always_add_up(
        before in prop::collection::vec(prop::array::uniform7(0u64..5_000_000_000), 1..60),
        after in prop::collection::vec(prop::array::uniform7(0u64..5_000_000_000), 1..60),
        p in 0.0..1.0f64,
    ) {
        let spans = |orders: Vec<[u64; 7]>| orders.into_iter().map(|o| o.map(Span)).collect::<Vec<_>>();
        let (before, after) = (spans(before), spans(after));
        let moved = shift(&before, &after, p).unwrap();
        for group in [moved.before, moved.after] {
            prop_assert_eq!(group.parts.iter().map(|s| s.0).sum::<u64>(), group.mean.0);
            prop_assert!(group.edge <= group.mean || group.edge.0 - group.mean.0 <= 1);
        }
        prop_assert_eq!(moved.parts.iter().sum::<i64>(), moved.change);
        if let Some(shares) = moved.shares() {
            prop_assert_eq!(shares.iter().sum::<i64>(), 100);
        }
        let (shown, total) = rounded(&moved.parts, 60_000_000);
        prop_assert_eq!(shown.iter().sum::<i64>(), total);
        prop_assert!(shown.iter().zip(moved.parts).all(|(&s, part)| (s * 60_000_000 - part).abs() < 60_000_000));
    }
}

const PROMISE: Span = Span::from_mins(30);

/// A station where nobody waits and all is well.
fn station(outlet: u32) -> Station {
    Station {
        id: StationId::Chefs(OutletId(outlet)),
        waiting: 0,
        growth_per_min: 0.0,
        arriving_per_hour: 40.0,
        leaving_per_hour: 40.0,
        work: 2.0,
        hands: 4.0,
        busy: Some(0.5),
        wait: Some(Span::ZERO),
        standstill: None,
    }
}

#[test]
fn a_calm_shop_names_its_busiest_station() {
    let stations = [station(0), Station { busy: Some(0.71), ..station(1) }, Station { busy: None, ..station(2) }];
    assert_eq!(bottleneck(&stations, PROMISE), Verdict::Calm { busiest: Some(1) });
    assert_eq!(bottleneck(&[], PROMISE), Verdict::Calm { busiest: None });
    assert_eq!(bottleneck(&[Station { busy: Some(0.0), ..station(0) }], PROMISE), Verdict::Calm { busiest: None });
}

#[test]
fn more_work_than_hands_and_a_line_that_grows_is_a_bottleneck() {
    let overrun = Station {
        waiting: 29,
        growth_per_min: 1.0,
        work: 6.0,
        hands: 4.3,
        busy: Some(1.0),
        wait: Some(Span::from_mins(24)),
        ..station(1)
    };
    assert!((overrun.load().unwrap() - 1.395).abs() < 0.001);
    let stuck = Verdict::Stuck { station: 1, cause: Cause::Overloaded };
    assert_eq!(bottleneck(&[station(0), overrun], PROMISE), stuck);
    // The load is past 1, but the line of three is luck.
    let unlucky = Station { waiting: 3, wait: Some(Span::from_mins(2)), ..overrun };
    assert_eq!(bottleneck(&[station(0), unlucky], PROMISE), Verdict::Calm { busiest: Some(1) });
}

#[test]
fn a_long_line_that_shrinks_is_left_over() {
    let left = Station { waiting: 20, growth_per_min: -0.5, wait: Some(Span::from_mins(15)), ..station(0) };
    assert_eq!(bottleneck(&[left], PROMISE), Verdict::Stuck { station: 0, cause: Cause::Backlog });
    let short = Station { wait: Some(Span::from_mins(9)), ..left };
    assert_eq!(bottleneck(&[short], PROMISE), Verdict::Calm { busiest: Some(0) });
}

#[test]
fn the_place_with_most_waiting_to_come_is_named() {
    let dark = Standstill::Power { since: Time::ZERO, until: Time(1) };
    // One order before a dark kitchen for ever, 60 min at most counted; 29 orders for 24 min each elsewhere.
    let dark = Station { waiting: 1, wait: None, standstill: Some(dark), ..station(0) };
    let overrun =
        Station { waiting: 29, growth_per_min: 1.0, work: 6.0, wait: Some(Span::from_mins(24)), ..station(1) };
    assert!(matches!(bottleneck(&[dark, overrun], PROMISE), Verdict::Stuck { station: 1, .. }));
    let many = Station { waiting: 12, ..dark };
    assert!(matches!(
        bottleneck(&[many, overrun], PROMISE),
        Verdict::Stuck { station: 0, cause: Cause::Standstill(_) }
    ));
    assert_eq!(bottleneck(&[Station { waiting: 0, ..dark }], PROMISE), Verdict::Calm { busiest: Some(0) });
}
