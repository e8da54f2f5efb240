//! Who goes first, and who may call at all: items that rank, zones that take turns, quotas.

use super::kit::{Evening, play_at, play_with};
use pizzeria::sim::metric::{Scope, resolve};
use pizzeria::units::{ItemId, ZoneId};

/// One chef, feasts of 15 minutes for the firms, pizzas of 3 for the town; `rule` and more keys of the outlet.
fn feasts(rule: &str) -> String {
    format!(
        r#"
        [scenario]
        duration = "1h"
        [menu.pizza]
        work = {{ dist = "fixed", mean = "3m" }}
        priority = 1
        promise = "20m"
        [menu.feast]
        work = {{ dist = "fixed", mean = "15m" }}
        priority = 0
        [[zone]]
        name = "Firms"
        orders_per_hour = 1.0
        mix = {{ feast = 1.0 }}
        [[zone]]
        name = "Town"
        orders_per_hour = 1.0
        mix = {{ pizza = 1.0 }}
        [[outlet]]
        name = "Main"
        {rule}
        [kitchen]
        all_round_speed = 1.0
        "#
    )
}

/// Feasts at 1 and 3, pizzas at 2 and 4.
const CALLS: &[&[u64]] = &[&[60, 180], &[120, 240]];

fn evening(rule: &str) -> Evening {
    play_at(&feasts(&format!("queue_order = \"{rule}\"")), CALLS, &[])
}

/// "small_first, by the mean work, then by placing; never pre-empts": the feast in hand is finished, both pizzas pass
/// the one that waits.
#[test]
fn small_ones_pass_large_ones_that_wait() {
    evening("small_first").went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:03:00 #3 placed
         0:04:00 #4 placed
         0:16:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:19:00 #2 cooked by 1, #2 delivered, #4 begun by 1
         0:22:00 #4 cooked by 1, #4 delivered, #3 begun by 1
         0:37:00 #3 cooked by 1, #3 delivered
         1:00:00 closing, end",
    );
}

/// The same four orders by every rule, and the sum of work × wait that no rule can change.
#[test]
fn every_rule_makes_the_same_people_wait_the_same_minutes_of_work() {
    // Who begins when (minutes), orders as placed: feast, pizza, feast, pizza.
    for (rule, begun) in [
        ("oldest_first", [1, 16, 19, 34]),
        ("newest_first", [1, 34, 19, 16]),
        ("small_first", [1, 16, 22, 19]),
        ("large_first", [1, 31, 16, 34]),
        ("priority", [1, 31, 16, 34]),
        ("turns", [1, 16, 19, 34]),
    ] {
        let evening = evening(rule);
        for (i, minute) in begun.iter().enumerate() {
            assert_eq!(evening.when(&format!("#{} begun", i + 1)), format!("0:{minute:02}:00"), "{rule}");
        }
        let sum: u64 = begun.iter().zip([1, 2, 3, 4]).zip([15, 3, 15, 3]).map(|((b, p), work)| (b - p) * work).sum();
        assert_eq!(sum, 372, "{rule}");
    }
}

/// "Promise by item": the feasts wait 0 and 19 minutes and are in time for the shop's thirty, or late by it; a pizza is
/// promised in twenty.
#[test]
fn each_item_has_its_own_promise() {
    let oldest = evening("oldest_first").measures();
    let on_time = |m: &pizzeria::sim::measures::Measures, item: u16| {
        resolve("on_time_ratio", false).unwrap().read(m, Scope::Item(ItemId(item)))
    };
    // Pizzas after 17 and 33 minutes; feasts after 15 and 31.
    assert_eq!((on_time(&oldest, 0), on_time(&oldest, 1)), (Some(0.5), Some(0.5)));
    assert_eq!((oldest.orders.late, oldest.slo.good, oldest.slo.bad), (2, 2, 2));
    let small = evening("small_first").measures();
    // Pizzas after 17 and 18 minutes; feasts after 15 and 34.
    assert_eq!((on_time(&small, 0), on_time(&small, 1)), (Some(1.0), Some(0.5)));
}

/// "By the customer's zone": the town's pizzas and the firms' feasts, each by themselves; they add up to the shop.
#[test]
fn each_zone_is_measured_by_itself() {
    let measures = evening("small_first").measures();
    let read = |path: &str, zone: u32| resolve(path, false).unwrap().read(&measures, Scope::Zone(ZoneId(zone)));
    assert_eq!((read("latency.mean", 0), read("latency.mean", 1)), (Some(24.5 * 60.0), Some(17.5 * 60.0)));
    assert_eq!((read("orders.delivered", 0), read("orders.arrived", 1)), (Some(2.0), Some(2.0)));
    assert_eq!((read("on_time_ratio", 0), read("on_time_ratio", 1)), (Some(0.5), Some(1.0)));
    assert_eq!((read("lost_ratio", 0), measures.zones.len()), (Some(0.0), 2));
}

/// Two zones, one chef; `outlet` and `desk`: more keys there.
fn quarters(duration: &str, work: &str, outlet: &str, desk: &str) -> String {
    format!(
        r#"
        [scenario]
        duration = "{duration}"
        [menu.pizza]
        work = {{ dist = "fixed", mean = "{work}" }}
        [[zone]]
        name = "Loud"
        orders_per_hour = 1.0
        [[zone]]
        name = "Quiet"
        orders_per_hour = 1.0
        [[outlet]]
        name = "Main"
        {outlet}
        [dispatch]
        {desk}
        "#
    )
}

/// "turns: the next zone after the one served last": four call from the loud quarter at once, one from the quiet one a
/// minute later. Oldest first he has it after 19 minutes, in turns after 7.
#[test]
fn a_loud_quarter_waits_behind_itself() {
    let calls: &[&[u64]] = &[&[60, 60, 60, 60], &[120]];
    let oldest = play_at(&quarters("30m", "4m", "", ""), calls, &[]);
    assert_eq!(oldest.when("#5 delivered"), "0:21:00");
    play_at(&quarters("30m", "4m", "queue_order = \"turns\"", ""), calls, &[]).went(
        "0:01:00 #1 placed, #1 begun by 1, #2 placed, #3 placed, #4 placed
         0:02:00 #5 placed
         0:05:00 #1 cooked by 1, #1 delivered, #5 begun by 1
         0:09:00 #5 cooked by 1, #5 delivered, #2 begun by 1
         0:13:00 #2 cooked by 1, #2 delivered, #3 begun by 1
         0:17:00 #3 cooked by 1, #3 delivered, #4 begun by 1
         0:21:00 #4 cooked by 1, #4 delivered
         0:30:00 closing, end",
    );
}

/// "Who is taken at once counts as his zone's turn": the quiet one was served last, so the loud one is next although
/// both wait.
#[test]
fn who_is_taken_at_once_has_had_his_turn() {
    let calls: &[&[u64]] = &[&[120], &[60, 90]];
    let evening = play_at(&quarters("20m", "4m", "queue_order = \"turns\"", ""), calls, &[]);
    assert_eq!((evening.when("#3 begun"), evening.when("#2 begun")), ("0:05:00".into(), "0:09:00".into()));
}

/// "With turns the limit is the zone's": of four places each quarter has two, however loud the other is.
#[test]
fn of_a_limited_line_each_zone_has_its_share() {
    let calls: &[&[u64]] = &[&[60, 60, 60, 60, 60], &[120, 120, 120]];
    let outlet = "queue_order = \"turns\"\nqueue_limit = 4";
    let evening = play_at(&quarters("3m", "4m", outlet, ""), calls, &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1, #2 placed, #3 placed, #4 placed, #4 refused, #5 placed, #5 refused
         0:02:00 #6 placed, #7 placed, #8 placed, #8 refused
         0:03:00 closing, end",
    );
    let all = play_at(&quarters("3m", "4m", "queue_limit = 4", ""), calls, &[]);
    assert_eq!(all.when("#6 refused"), "0:02:00", "one line for all is full of the loud one");
}

/// "The bucket is GCRA": twenty an hour, two at once, a call every minute. A token comes every three minutes.
#[test]
fn a_quota_takes_so_many_an_hour() {
    let text = r#"
        [scenario]
        duration = "10m"
        [menu.pizza]
        work = { dist = "fixed", mean = "1m" }
        [[zone]]
        name = "Town"
        orders_per_hour = 60.0
        arrivals = "even"
        quota = { per_hour = 20.0, burst = 2 }
        [[outlet]]
        name = "Main"
        "#;
    let evening = play_with(text, &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #1 cooked by 1, #1 delivered, #2 placed, #2 begun by 1
         0:03:00 #2 cooked by 1, #2 delivered, #3 placed, #3 limited
         0:04:00 #4 placed, #4 begun by 1
         0:05:00 #4 cooked by 1, #4 delivered, #5 placed, #5 limited
         0:06:00 #6 placed, #6 limited
         0:07:00 #7 placed, #7 begun by 1
         0:08:00 #7 cooked by 1, #7 delivered, #8 placed, #8 limited
         0:09:00 #9 placed, #9 limited
         0:10:00 #10 placed, #10 begun by 1, closing, end",
    );
    let orders = evening.measures().orders;
    assert_eq!((orders.limited, orders.delivered, orders.in_system, orders.lost()), (5, 4, 1, 5));
    assert_eq!(evening.measures().outlets[0].orders.arrived, 5, "no outlet sees who is over his quota");
    // "set_quota at once: new rate, bucket full": from 5:30 on one a minute passes, and who comes at six at once.
    let more = play_with(text, &[(330, "set_quota per_hour=60.0 burst=1")]);
    assert_eq!(more.when("limited"), "0:03:00 0:05:00");
    let none = play_with(text, &[(330, "set_quota")]);
    assert_eq!(none.when("limited"), "0:03:00 0:05:00");
}

/// "A call must pass its zone's bucket and the common one; a token is taken from both or from neither": the common one
/// is empty at 2, so the quiet one's own token is still there at 3, when the common one has one again.
#[test]
fn a_call_needs_a_token_of_both_buckets_or_takes_none() {
    let text = quarters("4m", "1m", "", "quota = { per_hour = 30.0, burst = 1 }");
    let text = text.replace("name = \"Quiet\"", "name = \"Quiet\"\nquota = { per_hour = 1.0, burst = 1 }");
    let evening = play_at(&text, &[&[60], &[120, 180]], &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #1 cooked by 1, #1 delivered, #2 placed, #2 limited
         0:03:00 #3 placed, #3 begun by 1
         0:04:00 #3 cooked by 1, #3 delivered, closing, end",
    );
}

/// "retry applies with its budget; patience plays no part"; and what cannot be asked for.
#[test]
fn who_is_over_his_quota_calls_again_and_a_common_bucket_has_no_zone() {
    let text = quarters("10m", "1m", "", "quota = { per_hour = 12.0, burst = 1 }");
    let text = text.replace(
        "name = \"Loud\"",
        "name = \"Loud\"\npatience = { dist = \"fixed\", mean = \"1m\" }\nretry = { wait = \"4m\" }",
    );
    let commands = [
        (30, "set_quota zone=\"Loud\" share=\"all\" per_hour=5.0"),
        (30, "set_quota burst=3"),
        (30, "set_quota zone=\"Quiet\""),
    ];
    let evening = play_at(&text, &[&[60, 120]], &commands);
    assert_eq!(evening.answers(), "xx.");
    assert_eq!(evening.refusals[0].as_deref(), Some("No. One bucket for all has no zone. Nothing was changed."));
    evening.went(
        "0:00:30 (set_quota)
         0:01:00 #1 placed, #1 begun by 1
         0:02:00 #1 cooked by 1, #1 delivered, #2 placed, #2 limited, again at 0:06:00
         0:06:00 #3 placed, #3 begun by 1
         0:07:00 #3 cooked by 1, #3 delivered
         0:10:00 closing, end",
    );
}

/// "All-rounders, who choose among lines, compare lines' heads by the same rule": the pizza goes before the older
/// feast.
#[test]
fn an_all_rounder_chooses_among_the_lines_by_their_rule() {
    let calls: &[&[u64]] = &[&[60, 120], &[180]];
    for (rule, first) in [("oldest_first", "#2"), ("small_first", "#3"), ("large_first", "#2")] {
        let text = feasts(&format!("kitchen = \"specialised\"\nqueue_order = \"{rule}\""));
        assert_eq!(play_at(&text, calls, &[]).when(&format!("{first} begun")), "0:16:00", "{rule}");
    }
}

/// "Put-backs first, as ever": a feast whose cooking the dark has spoilt goes before a pizza, even small ones first.
#[test]
fn what_was_put_back_goes_before_any_rank() {
    let text = feasts("queue_order = \"small_first\"");
    let dark = "power_outage outlet=\"Main\" lasts=\"2m\"";
    let evening = play_at(&text, &[&[60], &[120]], &[(180, dark)]);
    assert_eq!((evening.when("#1 begun"), evening.when("#2 begun")), ("0:01:00 0:05:00".into(), "0:20:00".into()));
}
