//! Confirmations that are lost, and numbers on slips: rulings 104 to 112, each worked by hand.

use super::desk::row;
use super::kit::{Evening, opened, play_at, play_with, town};
use pizzeria::chance::Source;
use pizzeria::sim::order::OrderId;
use pizzeria::sim::zone::dice;
use pizzeria::units::ZoneId;

/// Pizzas of four minutes, closing at half past; nobody hears anything from the beginning on.
fn deaf(unsure: &str, dispatch: &str, calls: &[u64], commands: &[(u64, &str)]) -> Evening {
    let bad = "[[event]]\nat = \"+0s\"\ndo = \"bad_line\"\nshare = 1.0\n";
    let text = town("duration = \"30m\"", unsure, "", &format!("[dispatch]\n{dispatch}\n{bad}"));
    play_at(&text.replace("mean = \"5m\"", "mean = \"4m\""), &[calls], commands)
}

const TWICE: &str = "unsure = { wait = \"3m\", max = 2 }";

fn refused(sentence: &str) -> Option<String> {
    Some(format!("No. {sentence} Nothing was changed."))
}

/// First and repeated calls, cooked, delivered, wasted, known.
fn counts(evening: &Evening) -> [u64; 5] {
    let orders = evening.measures().orders;
    let cooked = evening.lines.iter().map(|line| line.matches(" cooked by").count() as u64).sum();
    [orders.arrived + orders.unsure, cooked, orders.delivered, orders.wasted, orders.recognised]
}

/// Rulings 104 to 107. He calls again at 4; at 7 he has his pizza, and the kitchen is at work on another for him.
#[test]
fn who_hears_nothing_calls_again_and_is_cooked_for_twice() {
    let evening = deaf(TWICE, "", &[60, 1_260], &[]);
    evening.went(
        "0:00:00 1 unheard for good
         0:01:00 #1 placed, #1 begun by 1
         0:04:00 #1 calls in doubt, #1 again filed
         0:05:00 #1 cooked by 1, #1 delivered, #1 again begun by 1, #1 again made twice
         0:09:00 #1 again cooked by 1, #1 again wasted
         0:21:00 #2 placed, #2 begun by 1
         0:24:00 #2 calls in doubt, #2 again filed
         0:25:00 #2 cooked by 1, #2 delivered, #2 again begun by 1, #2 again made twice
         0:29:00 #2 again cooked by 1, #2 again wasted
         0:30:00 closing, end",
    );
    assert_eq!(counts(&evening), [4, 4, 2, 2, 0]);
    let orders = evening.measures().orders;
    assert_eq!((orders.arrived, orders.unsure, orders.retried, orders.duplicated), (2, 2, 0, 2));
}

/// Ruling 109: with numbers nothing is filed twice; a memory that is shorter than the wait helps nobody.
#[test]
fn numbers_that_are_remembered_file_nothing_twice() {
    let numbered =
        |memory: &str| deaf(TWICE, &format!("order_numbers = {{ memory = \"{memory}\" }}"), &[60, 1_260], &[]);
    let evening = numbered("30m");
    assert_eq!(counts(&evening), [4, 2, 2, 0, 2]);
    assert_eq!(evening.lines[2], "0:04:00 #1 calls in doubt, known");
    // Forgotten at the very end of the memory, and remembered a microsecond before it.
    for (memory, counted) in [("2m", [4, 4, 2, 2, 0]), ("3m", [4, 4, 2, 2, 0]), ("3m1us", [4, 2, 2, 0, 2])] {
        assert_eq!(counts(&numbered(memory)), counted, "{memory}");
    }
}

/// Ruling 110: only calls from now on have numbers. #1 has none at 4; #2 has one.
#[test]
fn numbers_are_known_from_the_command_on() {
    let commands = [(120, "set_order_numbers on=true"), (150, "set_order_numbers on=true memory=\"30m\"")];
    let evening = deaf(TWICE, "", &[60, 1_260], &commands);
    assert_eq!(counts(&evening), [4, 3, 2, 1, 1]);
    assert_eq!(evening.refusals, [None, refused("There are such numbers on the slips already.")]);
    let off =
        [(120, "set_order_numbers on=false"), (130, "set_order_numbers on=true"), (140, "set_order_numbers on=false")];
    let evening = deaf(TWICE, "", &[60, 1_260], &off);
    assert_eq!(counts(&evening), [4, 4, 2, 2, 0]);
    assert_eq!(evening.refusals, [refused("There are no numbers on the slips."), None, None]);
}

/// Ruling 105: at most so often, and no longer after closing. The only chef has #1 from 1 to 31; at 4, 7 and 10 nothing
/// has been heard.
#[test]
fn he_calls_so_often_at_most() {
    let calls = |max: u32, wait: &str| {
        let unsure = format!("unsure = {{ wait = \"{wait}\", max = {max} }}");
        let bad = "[[event]]\nat = \"+0s\"\ndo = \"bad_line\"\nshare = 1.0\n";
        let text = town("duration = \"30m\"", &unsure, "", bad).replace("mean = \"5m\"", "mean = \"30m\"");
        play_at(&text, &[&[60]], &[]).measures().orders.unsure
    };
    assert_eq!((calls(1, "3m"), calls(3, "3m"), calls(63, "3m"), calls(5, "29m"), calls(5, "29m1us")), (1, 3, 9, 1, 0));
}

/// Ruling 107: whichever ticket reaches him first. A is dark soon after it has begun his; the call of 5:00 goes to B,
/// which is free, and serves him at 25:00, his clock running since 2:00. What A has put back is cooked, and wasted.
#[test]
fn the_second_ticket_serves_him_if_it_is_first() {
    let text = row(2, 0.0, 20, "policy = \"round_robin\"\nfailover = false", "", "1h").replacen(
        "arrivals = \"even\"",
        "arrivals = \"even\"\nunsure = { wait = \"3m\", max = 1 }",
        1,
    );
    let commands =
        [(0, "bad_line share=1.0"), (130, "bad_line share=0.0"), (140, "power_outage outlet=\"A\" lasts=\"30m\"")];
    let evening = play_at(&text, &[&[120]], &commands);
    evening.went(
        "0:00:00 1 unheard for good, (bad_line)
         0:02:00 #1 placed, #1 to A, #1 begun by A/1
         0:02:10 heard again, (bad_line)
         0:02:20 A dark until 0:32:20, #1 put back by A/1, 20s lost, (power_outage)
         0:02:30 desk misses A
         0:05:00 #1 calls in doubt, #1 again filed, #1 again to B, #1 again begun by B/1, #1 again made twice
         0:25:00 #1 again cooked by B/1, #1 delivered
         0:32:20 A lit, #1 again begun by A/1
         0:32:30 desk reaches A
         0:52:20 #1 again cooked by A/1, #1 again wasted
         1:00:00 closing, end",
    );
    let orders = evening.measures().orders;
    assert_eq!((orders.arrived, orders.delivered, orders.duplicated, orders.wasted), (1, 1, 1, 1));
    assert_eq!(evening.measures().latency.max, Some(23.0 * 60.0), "since his first call");
}

/// Ruling 106: a full line turns the second ticket away, nothing is lost, and he calls again.
#[test]
fn a_second_ticket_that_is_turned_away_is_no_loss() {
    let bad = "[[event]]\nat = \"+0s\"\ndo = \"bad_line\"\nshare = 1.0\n";
    let text = town("duration = \"30m\"", TWICE, "queue_limit = 0", bad).replace("mean = \"5m\"", "mean = \"20m\"");
    let evening = play_at(&text, &[&[60]], &[]);
    evening.went(
        "0:00:00 1 unheard for good
         0:01:00 #1 placed, #1 begun by 1
         0:04:00 #1 calls in doubt, #1 again filed, #1 again torn up
         0:07:00 #1 calls in doubt, #1 again filed, #1 again torn up
         0:21:00 #1 cooked by 1, #1 delivered
         0:30:00 closing, end",
    );
    assert_eq!(evening.measures().orders.lost(), 0);
}

/// Ruling 108: he leaves, and his ticket goes from the line. What he has called for again stays, for he does not know
/// of it; and he calls no more.
#[test]
fn who_leaves_leaves_his_second_ticket_behind() {
    let patience = "patience = { dist = \"fixed\", mean = \"200s\" }\npatience_until = \"cooking\"\ncancels = true";
    let evening = deaf(&format!("{TWICE}\n{patience}"), "", &[60, 90], &[]);
    evening.went(
        "0:00:00 1 unheard for good
         0:01:00 #1 placed, #1 begun by 1
         0:01:30 #2 placed
         0:04:00 #1 calls in doubt, #1 again filed
         0:04:30 #2 calls in doubt, #2 again filed
         0:04:50 #2 abandoned, #2 torn up
         0:05:00 #1 cooked by 1, #1 delivered, #1 again begun by 1, #1 again made twice
         0:09:00 #1 again cooked by 1, #1 again wasted, #2 again begun by 1
         0:13:00 #2 again cooked by 1, #2 again wasted
         0:30:00 closing, end",
    );
    let orders = evening.measures().orders;
    assert_eq!((orders.abandoned, orders.duplicated, orders.wasted), (1, 1, 2));
}

/// Ruling 104: one draw a call, below the share: the lost confirmations of a worse line are a superset.
#[test]
fn a_worse_line_loses_the_same_confirmations_and_more() {
    let draw = |n| dice(1, Source::Confirm, OrderId { zone: ZoneId(0), n, attempt: 0 }).unit();
    for share in [0.3, 0.6] {
        let calls: Vec<u64> = (0..8).map(|n| 60 + n * 600).collect();
        let bad = format!("[[event]]\nat = \"+0s\"\ndo = \"bad_line\"\nshare = {share}\n");
        let text = town("duration = \"2h\"", "unsure = { wait = \"1m\", max = 1 }", "", &bad);
        let evening = play_at(&text, &[&calls], &[]);
        let unheard = (0..8).filter(|&n| draw(n) < share).count() as u64;
        assert_eq!(evening.measures().orders.unsure, unheard, "{share}");
        assert!(unheard > 0 && unheard < 8);
    }
}

/// Ruling 111: a call that repeats another needs a token; one that is recognised does not.
#[test]
fn a_call_in_doubt_needs_a_token_unless_it_is_recognised() {
    let zone = format!("{TWICE}\nquota = {{ per_hour = 1.0, burst = 2 }}");
    // The second token is the call's at 4; at 24 there is none, and #2 is over the quota already.
    let plain = deaf(&zone, "", &[60, 1_260], &[]);
    let orders = plain.measures().orders;
    assert_eq!((orders.limited, orders.unsure, orders.duplicated), (1, 1, 1));
    let numbered = deaf(&zone, "order_numbers = { memory = \"30m\" }", &[60, 1_260], &[]);
    let orders = numbered.measures().orders;
    assert_eq!((orders.limited, orders.unsure, orders.recognised), (0, 2, 2));
}

/// A line can be bad only where somebody calls twice.
#[test]
fn a_bad_line_needs_somebody_who_calls_twice() {
    let text = town("duration = \"30m\"", "", "", "");
    let evening = play_with(&text, &[(60, "bad_line share=0.5"), (60, "bad_line zone=\"Town\" share=0.5")]);
    let refused = ["Nobody calls twice here.", "Town never calls twice."].map(refused);
    assert_eq!(evening.refusals, refused);
    assert_eq!(opened(&text, &[]).doubts().to_come(), 0);
}
