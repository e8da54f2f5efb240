//! Customers who leave, tell or do not, and call again.

use super::kit::{play, play_at, play_with, town};
use pizzeria::chance::{Draws, Source};
use pizzeria::units::Span;

const PATIENT_6M: &str = "patience = { dist = \"fixed\", mean = \"6m\" }";

/// Slow pizzas: ten minutes each.
fn slow(text: String) -> String {
    text.replace("mean = \"5m\"", "mean = \"10m\"")
}

/// "when patience runs out the order is abandoned; a waiting ticket is torn up". #2's six minutes end at
/// 14:00, when the chef has just taken it; #3's end at 18:00, and it leaves.
#[test]
fn a_waiting_customer_leaves_and_tells() {
    let evening = play(&slow(town("duration = \"20m\"", PATIENT_6M, "", "")));
    evening.went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed
         0:12:00 #3 placed
         0:14:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:16:00 #4 placed
         0:18:00 #3 abandoned, #3 torn up
         0:20:00 #5 placed, closing, end",
    );
}

/// "who finishes at the moment a patience ends still serves that customer": above, #2's patience ended at 14:00, when
/// #1 was done. A second earlier it leaves.
#[test]
fn a_second_less_patience_and_the_chef_comes_too_late() {
    let patience = "patience = { dist = \"fixed\", mean = \"359s\" }";
    let evening = play(&slow(town("duration = \"15m\"", patience, "", "")));
    evening.went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed
         0:12:00 #3 placed
         0:13:59 #2 abandoned, #2 torn up
         0:14:00 #1 cooked by 1, #1 delivered, #3 begun by 1
         0:15:00 closing, end",
    );
    // #2 waited 359 s and left; its wait is not among the waits of the delivered.
    assert_eq!(evening.measures().spans.queue_abandoned.mean, Some(359.0));
    assert_eq!(evening.measures().orders.abandoned, 1);
}

/// "until = cooking: over for good when cooking first starts": a minute's patience, and ten minutes of cooking.
#[test]
fn patience_until_cooking_ends_with_the_start() {
    let patience = "patience = { dist = \"fixed\", mean = \"1m\" }";
    let evening = play(&slow(town("duration = \"15m\"", patience, "", "")));
    evening.went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed
         0:09:00 #2 abandoned, #2 torn up
         0:12:00 #3 placed
         0:13:00 #3 abandoned, #3 torn up
         0:14:00 #1 cooked by 1, #1 delivered
         0:15:00 closing, end",
    );
}

/// "what is in the oven is finished, thrown away there and counted wasted": patience until delivery.
#[test]
fn what_is_in_the_oven_is_finished_and_thrown_away() {
    let zone = format!("{PATIENT_6M}\npatience_until = \"delivery\"");
    let evening = play(&slow(town("duration = \"15m\"", &zone, "", "")));
    evening.went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed
         0:10:00 #1 abandoned
         0:12:00 #3 placed
         0:14:00 #1 cooked by 1, #1 wasted, #2 begun by 1, #2 abandoned
         0:15:00 closing, end",
    );
    // Ingredients of both begun pizzas are paid, nothing came in.
    let measures = evening.measures();
    assert_eq!((measures.money.ingredients, measures.money.revenue, measures.orders.wasted), (4.0, 0.0, 1));
}

/// "or does not tell, and the order is cooked for nobody": the ticket stays in the line, is cooked in its turn, and is
/// handed to nobody. It is no order in the system any more, but it is one that waits.
#[test]
fn who_leaves_without_telling_is_cooked_for() {
    let zone = format!("{PATIENT_6M}\ncancels = false");
    let evening = play(&slow(town("duration = \"30m\"", &zone, "", "")).replace("15.0", "7.5"));
    // Placed at 8, 16, 24; cooked 8–18, 18–28, then #3, whose patience ended at 30.
    evening.went(
        "0:08:00 #1 placed, #1 begun by 1
         0:16:00 #2 placed
         0:18:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:24:00 #3 placed
         0:28:00 #2 cooked by 1, #2 delivered, #3 begun by 1
         0:30:00 closing, end",
    );
    let evening = play(&slow(town("duration = \"25m\"", &zone, "", "")));
    evening.went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed
         0:12:00 #3 placed
         0:14:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:16:00 #4 placed
         0:18:00 #3 abandoned
         0:20:00 #5 placed
         0:22:00 #4 abandoned
 0:24:00 #2 cooked by 1, #2 delivered, #3 begun by 1, #6 placed
         0:25:00 closing, end",
    );
    // In the system at closing: #5 and #6. Waiting: those two and the ticket of #4, which nobody tore up.
    let measures = evening.measures();
    assert_eq!(measures.orders.in_system, 2);
    assert_eq!(evening.world.outlets()[0].waiting.value(), 3);
}

/// "A lost customer calls again, after a wait": refused at 8 (no room to wait), again at 10, when the chef is still
/// busy, and with backoff 2 after 4 minutes, at 14, when he is just free. A re-call is a new order with a clock of its
/// own.
#[test]
fn a_refused_customer_calls_again_with_backoff() {
    let zone = "retry = { wait = \"2m\", backoff = 2.0, max = 2 }";
    let text = slow(town("duration = \"16m\"", zone, "queue_limit = 0", "")).replace("15.0", "7.5");
    let text = text.replace(
        "arrivals = \"even\"",
        "arrivals = \"even\"\ncurve = [[\"11:00\", 2.0], [\"11:08\", 2.0], [\"11:08\", 0.0]]",
    );
    let evening = play(&text);
    // The curve calls at 4 and 8 and then no more.
    evening.went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed, #2 refused, again at 0:10:00
         0:10:00 #3 placed, #3 refused, again at 0:14:00
         0:14:00 #1 cooked by 1, #1 delivered, #4 placed, #4 begun by 1
         0:16:00 closing, end",
    );
    let orders = evening.measures().orders;
    assert_eq!((orders.arrived, orders.retried, orders.refused), (4, 2, 2));
    // Two customers, one served, one undecided: his promise of 30 minutes has not passed.
    let slo = evening.measures().slo;
    assert_eq!((slo.customers, slo.good, slo.bad), (2, 1, 0));
}

/// "max: re-calls, not calls"; and the customer who gives up is bad at once.
#[test]
fn after_the_last_repeat_the_customer_is_lost() {
    let zone = "retry = { wait = \"1m\", max = 1 }\ncurve = [[\"11:00\", 1.0], [\"11:08\", 1.0], [\"11:08\", 0.0]]";
    let evening = play(&slow(town("duration = \"13m\"", zone, "queue_limit = 0", "")));
    evening.went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed, #2 refused, again at 0:09:00
         0:09:00 #3 placed, #3 refused
         0:13:00 closing, end",
    );
    let slo = evening.measures().slo;
    assert_eq!((slo.customers, slo.good, slo.bad), (2, 0, 1));
    assert_eq!(slo.on_time_ratio, Some(0.0), "#1 is not decided yet");
}

/// "Nobody re-calls after closing": a wait that ends later is no re-call.
#[test]
fn nobody_calls_after_closing() {
    let zone = "retry = { wait = \"10m\" }\ncurve = [[\"11:00\", 1.0], [\"11:08\", 1.0], [\"11:08\", 0.0]]";
    play(&slow(town("duration = \"13m\"", zone, "queue_limit = 0", ""))).went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed, #2 refused
         0:13:00 closing, end",
    );
}

/// "Retry budget: the bucket starts empty, each delivery puts in `budget`, each re-call takes 1": with 0.5 a delivery
/// the first lost customer finds an empty bucket, and the one after two deliveries finds a whole token.
#[test]
fn a_retry_needs_a_token() {
    // Calls every 2 minutes, 5 minutes of cooking, no room to wait: #1 2–7, #4 8–13, #7 14–19.
    let zone = "retry = { wait = \"30s\", budget = 0.5, max = 1 }";
    let text = town("duration = \"17m\"", zone, "queue_limit = 0", "").replace("15.0", "30.0");
    play(&text).went(
        "0:02:00 #1 placed, #1 begun by 1
         0:04:00 #2 placed, #2 refused
         0:06:00 #3 placed, #3 refused
         0:07:00 #1 cooked by 1, #1 delivered
         0:08:00 #4 placed, #4 begun by 1
         0:10:00 #5 placed, #5 refused
         0:12:00 #6 placed, #6 refused
         0:13:00 #4 cooked by 1, #4 delivered
         0:14:00 #7 placed, #7 begun by 1
         0:16:00 #8 placed, #8 refused, again at 0:16:30
         0:16:30 #9 placed, #9 refused
         0:17:00 closing, end",
    );
}

/// "of = calls: each first call puts in instead": two calls at a half make a token for the second.
#[test]
fn a_budget_of_calls_is_filled_by_first_calls() {
    let zone = "retry = { wait = \"30s\", budget = 0.5, max = 1, of = \"calls\" }";
    let text = town("duration = \"5m\"", zone, "queue_limit = 0", "").replace("15.0", "30.0");
    play(&text).went(
        "0:02:00 #1 placed, #1 begun by 1
         0:04:00 #2 placed, #2 refused, again at 0:04:30
         0:04:30 #3 placed, #3 refused
         0:05:00 closing, end",
    );
}

/// `set_retry` gives a zone that had none the defaults and changes only what it names.
#[test]
fn retries_can_be_set_while_the_shop_runs() {
    let text = slow(town("duration = \"13m\"", "", "queue_limit = 0", ""));
    play_with(&text, &[(600, "set_retry wait=\"30s\" max=1")]).went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed, #2 refused
         0:10:00 (set_retry)
         0:12:00 #3 placed, #3 refused, again at 0:12:30
         0:12:30 #4 placed, #4 refused
         0:13:00 closing, end",
    );
}

/// "A box on the shelf of a customer who has left is thrown away; on the road the trip goes on, handed over to nobody."
#[test]
fn a_box_is_thrown_away_on_the_shelf_but_not_on_the_road() {
    // 4 km at 24 km/h: 10 minutes a way. #1 with the only rider 9–19, back at 29; #2 is boxed at 14.
    let zone = "at = [4.0, 0.0]\npatience = { dist = \"fixed\", mean = \"12m\" }\npatience_until = \"delivery\"\n\
                curve = [[\"11:00\", 1.0], [\"11:08\", 1.0], [\"11:08\", 0.0]]";
    let text = town("duration = \"30m\"", zone, "riders = 1", "[delivery]\nmode = \"decoupled\"\nspeed_kmh = 24.0");
    play(&text).went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed
         0:09:00 #1 cooked by 1, #1 shelved, #1 with rider 1, #2 begun by 1
         0:14:00 #2 cooked by 1, #2 shelved
         0:16:00 #1 abandoned
         0:19:00 #1 wasted
         0:20:00 #2 abandoned, #2 wasted
         0:30:00 closing, end",
    );
}

/// "what is in the oven is finished, thrown away there": it is not driven, and the chef takes the next at once.
#[test]
fn what_nobody_waits_for_is_not_driven() {
    let zone = format!("at = [4.0, 0.0]\n{PATIENT_6M}\npatience_until = \"delivery\"");
    let text = slow(town("duration = \"17m\"", &zone, "", "[delivery]\nmode = \"coupled\"\nspeed_kmh = 24.0"));
    play_at(&text, &[&[60, 600]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:07:00 #1 abandoned
         0:10:00 #2 placed
         0:11:00 #1 cooked by 1, #1 wasted, #2 begun by 1
         0:16:00 #2 abandoned
         0:17:00 closing, end",
    );
}

/// "Without telling: cooked, shelved, driven, handed over to nobody, full time, wasted": the handover takes its minute.
#[test]
fn who_leaves_without_telling_is_driven_to() {
    let zone = format!("at = [4.0, 0.0]\n{PATIENT_6M}\npatience_until = \"delivery\"\ncancels = false");
    let rest = "[delivery]\nmode = \"decoupled\"\nspeed_kmh = 24.0\nhandover = { dist = \"fixed\", mean = \"1m\" }";
    let evening = play_at(&slow(town("duration = \"23m\"", &zone, "riders = 1", rest)), &[&[60]], &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:07:00 #1 abandoned
         0:11:00 #1 cooked by 1, #1 shelved, #1 with rider 1
         0:22:00 #1 wasted
         0:23:00 closing, end",
    );
    assert_eq!((evening.measures().orders.wasted, evening.measures().money.revenue), (1, 0.0));
}

/// "with jitter, uniform in 0 to that": the customer's own two draws are whether he calls and how much of the wait
/// passes.
#[test]
fn jitter_shares_the_wait() {
    let mut draws = Draws::keyed(1, Source::Retry, 0, 64 + 1);
    let (_, share) = (draws.unit(), draws.unit());
    let again = super::kit::clock(pizzeria::units::Time(120_000_000) + Span::from_seconds_f64(300.0 * share));
    let with = |retry: &str| {
        let zone = format!("retry = {{ wait = \"5m\", {retry} }}");
        let text = slow(town("duration = \"10m\"", &zone, "queue_limit = 0", ""));
        play_at(&text, &[&[60, 120]], &[]).lines[1].clone()
    };
    assert_eq!(with("jitter = true"), format!("0:02:00 #2 placed, #2 refused, again at {again}"));
    assert_eq!(with("jitter = false"), "0:02:00 #2 placed, #2 refused, again at 0:07:00");
    assert_eq!(with("probability = 0.0"), "0:02:00 #2 placed, #2 refused");
}
