//! Chefs who burn what they are sent, and health checks that look deeper than light and line.

use super::kit::*;

/// Outlets A, B … with a chef each, who need four minutes an order; customers call when a test says so.
fn kiosks(count: usize, duration: &str, dispatch: &str, work: &str) -> String {
    let outlet = |o: usize| {
        let name = (b'A' + o as u8) as char;
        format!("[[outlet]]\nname = \"{name}\"\nat = [{o}.0, 0.0]\n")
    };
    let outlets: String = (0..count).map(outlet).collect();
    format!(
        "[scenario]\nduration = \"{duration}\"\n[menu.pizza]\nprice = 10.0\ningredients = 2.0\n\
         work = {{ dist = \"fixed\", mean = \"{work}\" }}\n[[zone]]\nname = \"Town\"\norders_per_hour = 60.0\n\
         arrivals = \"even\"\n[dispatch]\n{dispatch}\n{outlets}"
    )
}

const BURNS: &str = "burns outlet=\"B\" after=\"15s\"";

/// "burns takes the lowest-id working chef …, and nobody notices": of ten calls the shortest line sends six to the
/// burner, who is always free; in turn it is every second.
#[test]
fn whoever_burns_has_the_shortest_line() {
    let text = |policy: &str| kiosks(2, "10m", &format!("policy = \"{policy}\""), "4m");
    let shortest = play_with(&text("shortest_queue"), &[(0, BURNS), (30, BURNS)]);
    assert_eq!(shortest.answers(), ".x");
    assert_eq!(
        shortest.refusals[1].as_deref(),
        Some("No. Nobody at B is at work and does not burn already. Nothing was changed.")
    );
    shortest.went(
        "0:00:00 B/1 burns, (burns)
         0:01:00 #1 placed, #1 to A, #1 begun by A/1
         0:02:00 #2 placed, #2 to B, #2 begun by B/1
         0:02:15 #2 burnt by B/1, #2 burnt
         0:03:00 #3 placed, #3 to B, #3 begun by B/1
         0:03:15 #3 burnt by B/1, #3 burnt
         0:04:00 #4 placed, #4 to B, #4 begun by B/1
         0:04:15 #4 burnt by B/1, #4 burnt
         0:05:00 #1 cooked by A/1, #1 delivered, #5 placed, #5 to A, #5 begun by A/1
         0:06:00 #6 placed, #6 to B, #6 begun by B/1
         0:06:15 #6 burnt by B/1, #6 burnt
         0:07:00 #7 placed, #7 to B, #7 begun by B/1
         0:07:15 #7 burnt by B/1, #7 burnt
         0:08:00 #8 placed, #8 to B, #8 begun by B/1
         0:08:15 #8 burnt by B/1, #8 burnt
         0:09:00 #5 cooked by A/1, #5 delivered, #9 placed, #9 to A, #9 begun by A/1
         0:10:00 #10 placed, #10 to B, #10 begun by B/1, closing, end",
    );
    let orders = shortest.measures().orders;
    assert_eq!((orders.burnt, orders.delivered, orders.in_system, orders.lost()), (6, 2, 2, 6));
    let outlets = &shortest.measures().outlets;
    assert_eq!((outlets[0].orders.burnt, outlets[1].orders.burnt), (0, 6));
    // Ingredients are paid, and the oven is hot: 6 × 15 s of the ten minutes.
    assert_eq!(shortest.measures().money.ingredients, 20.0);
    assert_eq!(outlets[1].utilization.chefs, Some(90.0 / 600.0));
    let in_turn = play_with(&text("round_robin"), &[(0, BURNS)]).measures().orders;
    assert_eq!((in_turn.burnt, in_turn.delivered, in_turn.in_system), (4, 2, 4));
}

/// "What is in hand is burnt `after` from now, if that is earlier than its end": at 4:50 ten seconds are left of #1, at
/// 2:00 three minutes.
#[test]
fn what_is_nearly_done_is_not_burnt() {
    let text = kiosks(1, "8m", "", "4m");
    let burns = "burns outlet=\"A\" after=\"15s\"";
    let late = play_at(&text, &[&[60, 330]], &[(290, burns)]);
    assert_eq!((late.when("#1 delivered"), late.when("#2 burnt by 1")), ("0:05:00".into(), "0:05:45".into()));
    let early = play_at(&text, &[&[60]], &[(120, burns)]);
    assert_eq!(early.when("#1 burnt by 1"), "0:02:15");
    // "Every cooking of his lasts `after`, whatever work": a slow one, too.
    let slow = "slow_chef outlet=\"A\" factor=0.1";
    let both = play_at(&text, &[&[60, 200]], &[(120, burns), (121, slow), (122, slow)]);
    assert_eq!((both.when("#1 burnt by 1"), both.when("#2 burnt by 1")), ("0:02:15".into(), "0:03:35".into()));
    assert_eq!(both.answers(), "..x");
    let at_once = play_with(&text, &[(0, "burns outlet=\"A\" after=\"1s\" lasts=\"1m\"")]);
    assert_eq!(at_once.answers(), ".");
}

/// "Illness, dismissal, power cut before `after`: the order is put back"; "`lasts` over, or dismissed: gone".
#[test]
fn what_is_put_back_is_not_burnt() {
    let text = kiosks(1, "12m", "", "4m");
    let burns = "burns outlet=\"A\" after=\"1m\" lasts=\"3m\"";
    let dark = "power_outage outlet=\"A\" lasts=\"2m\"";
    // Begun at 1:00, it would be burnt at 2:00; dark from 1:30 to 3:30, when he does not burn any more.
    play_at(&text, &[&[60]], &[(0, burns), (90, dark)]).went(
        "0:00:00 1 burns, (burns)
         0:01:00 #1 placed, #1 begun by 1
         0:01:30 A dark until 0:03:30, #1 put back by 1, 30s lost, (power_outage)
         0:02:00 desk misses A
         0:03:00 1 burns no more
         0:03:30 A lit, #1 begun by 1, desk reaches A
         0:07:30 #1 cooked by 1, #1 delivered
         0:12:00 closing, end",
    );
    // What is in the oven as it ends lay there for too long already.
    let ends = play_at(&text, &[&[150, 200]], &[(0, burns)]);
    assert_eq!((ends.when("#1 burnt by 1"), ends.when("#2 cooked by 1")), ("0:03:30".into(), "0:07:30".into()));
    // Let go, he still burns what he has in hand; who is hired does not burn.
    let go = play_at(
        &kiosks(1, "20m", "", "4m"),
        &[&[60, 660]],
        &[(0, "burns outlet=\"A\" after=\"1m\""), (90, "dismiss_chef outlet=\"A\""), (91, "hire_chef outlet=\"A\"")],
    );
    assert_eq!((go.when("#1 burnt by 1"), go.when("1 leaves")), ("0:02:00".into(), "0:02:00".into()));
    assert_eq!(go.when("#2 cooked by 2"), "0:15:31", "hired at 1:31, at work at 11:31");
}

/// "A copy that burns does not lose the order while its other ticket lives", and there is "one copy an order": A is cut
/// off at 3:00 and cooks on; the copy of #2 is burnt at B at 4:15.
#[test]
fn a_burnt_copy_loses_nothing_and_is_not_written_again() {
    let text = kiosks(2, "22m", "policy = \"nearest\"\nhealth_check = \"1m\"", "10m");
    let evening = play_at(&text, &[&[60, 120]], &[(0, BURNS), (180, "cut_line outlet=\"A\"")]);
    assert_eq!(evening.when("#2' burnt by B/1, #2' wasted"), "0:04:15");
    assert_eq!(evening.when("#2'"), "0:04:00 0:04:15", "it is not written again");
    assert_eq!(evening.when("#2 delivered"), "0:21:00");
    let orders = evening.measures().orders;
    assert_eq!((orders.burnt, orders.wasted, orders.delivered, orders.duplicated), (0, 1, 2, 1));
}

/// Burnt for somebody who has left without telling: `wasted`, and lost once only. Burnt ones "call again".
#[test]
fn burnt_for_nobody_is_waste_and_costs() {
    let patient =
        |rest: &str| kiosks(1, "10m", "", "4m").replace("name = \"Town\"", &format!("name = \"Town\"\n{rest}"));
    let burns = "burns outlet=\"A\" after=\"2m\"";
    let text =
        patient("patience = { dist = \"fixed\", mean = \"1m\" }\npatience_until = \"delivery\"\ncancels = false");
    let evening = play_at(&text, &[&[60]], &[(0, burns)]);
    assert_eq!(evening.when("#1 burnt by 1, #1 wasted"), "0:03:00");
    let orders = evening.measures().orders;
    assert_eq!((orders.abandoned, orders.burnt, orders.wasted, orders.lost()), (1, 0, 1, 1));
    // "(there, though `until = \"cooking\"` patience is over)", and he calls again.
    let text = patient("patience = { dist = \"fixed\", mean = \"1m\" }\nretry = { wait = \"3m\" }");
    let evening = play_at(&text, &[&[60]], &[(0, burns)]);
    assert_eq!(evening.when("#1 burnt, again at 0:06:00"), "0:03:00");
    assert_eq!(evening.when("#2 burnt"), "0:08:00");
}

/// "*late* if the oldest waiting ticket was placed more than `unhealthy_after` ago (strictly)": #2 waits from 2:00 on,
/// at 8:00 for exactly six minutes.
#[test]
fn who_lets_somebody_wait_for_longer_is_out() {
    let text = kiosks(1, "12m", "health_check = \"1m\"\nunhealthy_after = \"6m\"", "1h");
    play_at(&text, &[&[60, 120, 600]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:09:00 A out: Late
         0:10:00 #3 placed, #3 unreachable
         0:12:00 closing, end",
    );
}

/// "in again at the first check at which it is sound and has been so at every check for `back_after`".
#[test]
fn who_has_been_sound_for_long_enough_is_in_again() {
    let dispatch = "health_check = \"1m\"\nunhealthy_after = \"3m\"\nback_after = \"2m\"";
    let evening = play_at(&kiosks(1, "14m", dispatch, "4m"), &[&[60, 70, 80, 360, 720]], &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:01:10 #2 placed
         0:01:20 #3 placed
         0:05:00 #1 cooked by 1, #1 delivered, #2 begun by 1, A out: Late
         0:06:00 #4 placed, #4 unreachable
         0:09:00 #2 cooked by 1, #2 delivered, #3 begun by 1
         0:11:00 A in
         0:12:00 #5 placed
         0:13:00 #3 cooked by 1, #3 delivered, #5 begun by 1
         0:14:00 closing, end",
    );
    let health = evening.measures().health;
    assert_eq!((health.flips, health.most_out, health.out_share), (2, Some(1), Some(6.0 / 14.0)));
    assert_eq!(evening.measures().outlets[0].health.flips, 2);
    assert_eq!(evening.measures().availability, Some(1.0), "an outlet that is out is available");
}

/// "it goes on cooking; `failover` does not move its line"; "tickets of the gone count, the kitchen cannot tell": #2's
/// customer leaves at 3:00 without telling, and A is late by his ticket.
#[test]
fn the_line_of_a_late_outlet_stays_and_tickets_of_the_gone_count() {
    let dispatch = "policy = \"nearest\"\nhealth_check = \"1m\"\nunhealthy_after = \"3m\"\nfailover = true";
    let text = kiosks(2, "12m", dispatch, "10m")
        .replace("name = \"Town\"", "name = \"Town\"\npatience = { dist = \"fixed\", mean = \"1m\" }\ncancels = false");
    play_at(&text, &[&[60, 120, 390]], &[]).went(
        "0:01:00 #1 placed, #1 to A, #1 begun by A/1
         0:02:00 #2 placed, #2 to A
         0:03:00 #2 abandoned
         0:06:00 A out: Late
         0:06:30 #3 placed, #3 to B, #3 begun by B/1
         0:11:00 #1 cooked by A/1, #1 delivered, #2 begun by A/1, A in
         0:12:00 closing, end",
    );
}

/// "share of the last 10 orders finished there, at least 5": at 7:15 B has burnt five of five, so that it is out at
/// 8:00 and gets none of the calls that come then. Its last ten are forgotten when it comes back.
#[test]
fn who_burns_half_of_the_last_ten_is_out() {
    let dispatch = "policy = \"shortest_queue\"\nhealth_check = \"1m\"\nunhealthy_burnt = 0.5";
    let text = kiosks(2, "14m", dispatch, "4m");
    let evening = play_with(&text, &[(0, BURNS)]);
    assert_eq!(evening.when("burnt by B/1"), "0:02:15 0:03:15 0:04:15 0:06:15 0:07:15");
    assert_eq!(evening.when("B out: Burnt"), "0:08:00");
    assert_eq!((evening.when(" in"), evening.when("#8 placed, #8 to A")), (String::new(), "0:08:00".into()));
    assert_eq!(evening.world.outlets()[1].finished.burnt(), 5);
    // "`0` switches that one off"; what was burnt before he came back says nothing any more.
    let again =
        play_with(&text, &[(0, BURNS), (570, "set_health unhealthy_burnt=0"), (630, "set_health unhealthy_burnt=0.5")]);
    assert_eq!(again.when("B in"), "0:10:00");
    assert_eq!(again.when("B out"), "0:08:00", "of those after 10:00 there are four");
    // A chef who burns one of three is no burner by a rule of half.
    let seldom = play_with(&text.replace("0.5", "0.9"), &[(0, BURNS), (200, "dismiss_chef outlet=\"B\"")]);
    assert_eq!(seldom.when("B out"), "");
}

/// "With `health_check = \"0s\"` these two are still asked only once a minute", light and line at once.
#[test]
fn who_always_knows_asks_once_a_minute() {
    let text = kiosks(1, "14m", "health_check = \"0s\"\nunhealthy_after = \"6m\"\nfailover = false", "1h");
    let dark = "power_outage outlet=\"A\" lasts=\"1m\"";
    let evening = play_at(&text, &[&[100, 130]], &[(30, dark), (700, "set_health_check every=\"45s\"")]);
    assert_eq!((evening.when("desk misses A"), evening.when("A out")), ("0:00:30".into(), "0:09:00".into()));
    // "A new beat counts from now."
    let anew = play_at(&text, &[&[60, 130]], &[(400, "set_health_check every=\"0s\"")]);
    assert_eq!(anew.when("A out"), "0:08:40");
}

/// "`set_health` at once, beliefs reckoned anew at the next check": out at 9:00, and without the rule in at 10:00,
/// whatever `back_after` says. A rule that is stricter finds what it finds at the next check.
#[test]
fn new_rules_are_reckoned_anew_at_the_next_check() {
    let dispatch = "health_check = \"1m\"\nunhealthy_after = \"6m\"\nback_after = \"15m\"";
    let text = kiosks(1, "14m", dispatch, "1h");
    let off = play_at(&text, &[&[60, 120]], &[(570, "set_health unhealthy_after=\"0s\"")]);
    assert_eq!((off.when("A out"), off.when("A in")), ("0:09:00".into(), "0:10:00".into()));
    let strict = play_at(&text, &[&[60, 120]], &[(330, "set_health unhealthy_after=\"3m\"")]);
    assert_eq!(strict.when("A out"), "0:06:00");
    let kept = play_at(&text, &[&[60, 120]], &[(570, "set_health back_after=\"1m\""), (580, "set_health")]);
    assert_eq!((kept.when("A in"), kept.answers()), (String::new(), ".x".into()));
    assert_eq!(kept.refusals[1].as_deref(), Some("No. What of the health check is to change? Nothing was changed."));
}

/// "If |I| < |A| × (1 − fail_open): the desk routes over A. Not the light and the line". A is late at 6:00: one of two
/// is not more than half. B is late at 9:00: both are, and orders go to both in turn, until B is dark.
#[test]
fn if_too_many_are_out_all_get_orders_but_the_dark() {
    let dispatch =
        "policy = \"round_robin\"\nhealth_check = \"1m\"\nunhealthy_after = \"3m\"\nfail_open = 0.5\nfailover = false";
    let calls: &[&[u64]] = &[&[60, 61, 120, 300, 390, 570, 630, 750]];
    play_at(&kiosks(2, "14m", dispatch, "1h"), calls, &[(690, "power_outage outlet=\"B\"")]).went(
        "0:01:00 #1 placed, #1 to A, #1 begun by A/1
         0:01:01 #2 placed, #2 to B, #2 begun by B/1
         0:02:00 #3 placed, #3 to A
         0:05:00 #4 placed, #4 to B
         0:06:00 A out: Late
         0:06:30 #5 placed, #5 to B
         0:09:00 B out: Late, open for all: true
         0:09:30 #6 placed, #6 to A
         0:10:30 #7 placed, #7 to B
         0:11:30 B dark for good, #2 put back by B/1, 10m29s lost, (power_outage)
         0:12:00 desk misses B
         0:12:30 #8 placed, #8 to A
         0:14:00 closing, end",
    );
}

/// "`hold`/`lose` apply when the candidates are empty": held at 10:00, sent on at once when new rules open for all.
#[test]
fn with_everybody_out_calls_are_held_or_lost() {
    let dispatch = "health_check = \"1m\"\nunhealthy_after = \"6m\"\nwhen_none = \"hold\"";
    let calls: &[&[u64]] = &[&[60, 120, 600]];
    let evening = play_at(&kiosks(1, "14m", dispatch, "1h"), calls, &[(660, "set_health fail_open=0.4")]);
    assert_eq!((evening.when("#3 held"), evening.when("open for all: true")), ("0:10:00".into(), "0:11:00".into()));
    assert!(evening.world.desk().held.is_empty() && evening.world.outlets()[0].waiting.value() == 2);
}
