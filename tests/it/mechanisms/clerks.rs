//! Clerks, dead telephones, how many one outlet may hold, and fuses: rulings 113 to 121, each worked by hand.

use super::kit::{Evening, play_at, shop};
use pizzeria::sim::metric::{Scope, resolve};

/// Mill and Hill, a chef of four minutes each, a quarter beside each; calls of one minute, closing at half past.
fn shops(dispatch: &str, outlet: &str, rest: &str) -> String {
    format!(
        r#"
        [scenario]
        duration = "30m"
        [menu.pizza]
        work = {{ dist = "fixed", mean = "4m" }}
        [dispatch]
        call = {{ dist = "fixed", mean = "1m" }}
        {dispatch}
        [[zone]]
        name = "Millside"
        orders_per_hour = 1.0
        [[zone]]
        name = "Hillside"
        at = [9.0, 0.0]
        orders_per_hour = 1.0
        [[outlet]]
        name = "Mill"
        {outlet}
        [[outlet]]
        name = "Hill"
        at = [9.0, 0.0]
        {outlet}
        {rest}
        "#
    )
}

const DEAD: &[(u64, &str)] = &[(0, "dead_line outlet=\"Mill\"")];

/// Two for Mill at 1 and 2, one for Hill at 3.
const THREE: &[&[u64]] = &[&[60, 120], &[180]];

fn read(evening: &Evening, path: &str) -> Option<f64> {
    resolve(path, false).unwrap().read(&evening.measures(), Scope::Shop)
}

/// Rulings 113 to 115. Both clerks listen to Mill until 6 and 7; Hill's guest waits for the first of them.
#[test]
fn a_dead_telephone_holds_the_clerks_of_others() {
    let evening = play_at(&shops("clerks = 2\ngive_up = \"5m\"", "", ""), THREE, DEAD);
    evening.went(
        "0:00:00 Mill's telephone dead for good, (dead_line)
         0:01:00 #1 placed, clerk 1 rings Mill for #1
         0:02:00 #2 placed, clerk 2 rings Mill for #2
         0:03:00 #3 placed, #3 waits for a clerk
         0:06:00 #1 given up, #1 unreachable, clerk 1 rings Hill for #3
         0:07:00 #3 to Hill, #3 begun by Hill/1, #2 given up, #2 unreachable
         0:11:00 #3 cooked by Hill/1, #3 delivered
         0:30:00 closing, end",
    );
    // On the line 5 + 5 + 1 of 2 × 30 minutes; nobody waited but the third, for three.
    assert_eq!(read(&evening, "utilization.clerks"), Some(11.0 / 60.0));
    assert_eq!((read(&evening, "clerks.wait.max"), read(&evening, "clerks.wait.mean")), (Some(180.0), Some(60.0)));
    assert_eq!((read(&evening, "orders.unreachable"), read(&evening, "fuse.trips")), (Some(2.0), Some(0.0)));
    assert_eq!(evening.measures().outlets[0].orders.arrived, 0, "Mill never heard of them");
    assert_eq!(evening.measures().zones[0].orders.unreachable, 2);
}

/// Ruling 113: at most one each. The second for Mill waits and is passed by Hill's.
#[test]
fn with_one_clerk_each_the_sound_shop_is_rung_at_once() {
    let evening = play_at(&shops("clerks = 2\ngive_up = \"5m\"\nclerks_each = 1", "", ""), THREE, DEAD);
    evening.went(
        "0:00:00 Mill's telephone dead for good, (dead_line)
         0:01:00 #1 placed, clerk 1 rings Mill for #1
         0:02:00 #2 placed, #2 waits for a clerk
         0:03:00 #3 placed, clerk 2 rings Hill for #3
         0:04:00 #3 to Hill, #3 begun by Hill/1
         0:06:00 #1 given up, #1 unreachable, clerk 1 rings Mill for #2
         0:08:00 #3 cooked by Hill/1, #3 delivered
         0:11:00 #2 given up, #2 unreachable
         0:30:00 closing, end",
    );
    let later = play_at(
        &shops("clerks = 2\ngive_up = \"5m\"\nclerks_each = 1", "", ""),
        THREE,
        &[(0, "dead_line outlet=\"Mill\""), (150, "set_clerks_each")],
    );
    assert_eq!(later.when("clerk 2 rings Mill for #2"), "0:02:30", "from now on all may");
}

/// Ruling 114: a call lasts as long as it does, and whether there is room is seen at its end.
#[test]
fn what_comes_to_a_full_line_is_refused_at_the_end_of_the_call() {
    let evening = play_at(&shops("clerks = 1", "queue_limit = 0", ""), &[&[60, 120, 150]], &[]);
    evening.went(
        "0:01:00 #1 placed, clerk 1 rings Mill for #1
         0:02:00 #1 to Mill, #1 begun by Mill/1, #2 placed, clerk 1 rings Mill for #2
         0:02:30 #3 placed, #3 waits for a clerk
         0:03:00 #2 to Mill, #2 refused, clerk 1 rings Mill for #3
         0:04:00 #3 to Mill, #3 refused
         0:06:00 #1 cooked by Mill/1, #1 delivered
         0:30:00 closing, end",
    );
}

/// Ruling 115: who was on the line before goes on; who rang while nobody answered is not heard later; and a cut line is
/// another thing.
#[test]
fn a_call_is_dead_or_not_as_it_begins() {
    let text = shops("clerks = 3\ngive_up = \"5m\"\nhealth_check = \"20m\"", "", "");
    let evening = play_at(
        &text,
        &[&[60, 120, 240], &[300]],
        &[(90, "dead_line outlet=\"Mill\" lasts=\"2m\""), (280, "cut_line outlet=\"Hill\" lasts=\"5m\"")],
    );
    evening.went(
        "0:01:00 #1 placed, clerk 1 rings Mill for #1
         0:01:30 Mill's telephone dead until 0:03:30, (dead_line)
         0:02:00 #1 to Mill, #1 begun by Mill/1, #2 placed, clerk 1 rings Mill for #2
         0:03:30 Mill answers
         0:04:00 #3 placed, clerk 2 rings Mill for #3
         0:04:40 Hill cut off until 0:09:40, (cut_line)
         0:05:00 #3 to Mill, #4 placed, clerk 2 rings Hill for #4
         0:06:00 #1 cooked by Mill/1, #1 delivered, #3 begun by Mill/1, #4 hangs in the line to Hill
         0:07:00 #2 given up, #2 unreachable
         0:09:40 Hill mended, #4 begun by Hill/1
         0:10:00 #3 cooked by Mill/1, #3 delivered
         0:13:40 #4 cooked by Hill/1, #4 delivered
         0:30:00 closing, end",
    );
}

/// Ruling 116: without an end of patience a clerk listens until somebody sees to it; or until he is told how long.
#[test]
fn who_never_gives_up_is_held_until_the_end() {
    let dead = (0, "dead_line outlet=\"Mill\" lasts=\"10m\"");
    let evening = play_at(&shops("clerks = 1", "", ""), &[&[60], &[120]], &[dead]);
    assert_eq!(evening.when("#1 given up, #1 unreachable, clerk 1 rings Hill for #2"), "0:10:00");
    let told = play_at(&shops("clerks = 1", "", ""), &[&[60], &[120]], &[dead, (300, "set_give_up after=\"3m\"")]);
    assert_eq!(told.when("#1 given up"), "0:05:00", "he has listened for longer");
    let told = play_at(&shops("clerks = 1", "", ""), &[&[60], &[120]], &[dead, (300, "set_give_up after=\"7m\"")]);
    assert_eq!(told.when("#1 given up"), "0:08:00");
    let endless =
        play_at(&shops("clerks = 1\ngive_up = \"5m\"", "", ""), &[&[60], &[120]], &[dead, (180, "set_give_up")]);
    assert_eq!(endless.when("#1 given up"), "0:10:00");
    let drained = shops("clerks = 1", "", "").replace("duration", "drain = true\n        duration");
    let for_good = play_at(&drained, &[&[60], &[120]], DEAD);
    assert_eq!(for_good.lines.last().unwrap(), "0:30:00 closing, 2 stranded, end");
}

/// Ruling 117: who leaves at the desk is gone; who leaves during the call is rung through all the same.
#[test]
fn patience_runs_at_the_desk_and_on_the_telephone() {
    let patience = "patience = { dist = \"fixed\", mean = \"90s\" }\npatience_until = \"delivery\"";
    let text =
        shops("clerks = 1", "", "").replace("orders_per_hour = 1.0", &format!("orders_per_hour = 1.0\n{patience}"));
    let evening = play_at(&text, &[&[60, 70, 80]], &[]);
    evening.went(
        "0:01:00 #1 placed, clerk 1 rings Mill for #1
         0:01:10 #2 placed, #2 waits for a clerk
         0:01:20 #3 placed, #3 waits for a clerk
         0:02:00 #1 to Mill, #1 begun by Mill/1, clerk 1 rings Mill for #2
         0:02:30 #1 abandoned
         0:02:40 #2 abandoned
         0:02:50 #3 abandoned
         0:03:00 #2 to Mill
         0:06:00 #1 cooked by Mill/1, #1 wasted, #2 begun by Mill/1
         0:10:00 #2 cooked by Mill/1, #2 wasted
         0:30:00 closing, end",
    );
    assert_eq!(evening.measures().orders.in_system, 0);
}

/// Ruling 118: two of the last ten blow it, for two minutes; one trial, others are still lost; not answered, it blows
/// again; answered, it is mended.
#[test]
fn a_fuse_blows_is_tried_and_is_mended() {
    let text = shops("clerks = 1\ngive_up = \"30s\"\nfuse = { after = 2, for = \"2m\" }", "", "");
    let calls = [60, 120, 180, 240, 300, 310, 360, 480, 540].as_slice();
    let evening = play_at(&text, &[calls, &[190]], &[(0, "dead_line outlet=\"Mill\" lasts=\"7m\"")]);
    evening.went(
        "0:00:00 Mill's telephone dead until 0:07:00, (dead_line)
         0:01:00 #1 placed, clerk 1 rings Mill for #1
         0:01:30 #1 given up, #1 unreachable
         0:02:00 #2 placed, clerk 1 rings Mill for #2
         0:02:30 #2 given up, #2 unreachable, fuse of Mill blows
         0:03:00 #3 placed, #3 unreachable
         0:03:10 #4 placed, clerk 1 rings Hill for #4
         0:04:00 #5 placed, #5 unreachable
         0:04:10 #4 to Hill, #4 begun by Hill/1
         0:05:00 #6 placed, clerk 1 rings Mill for #6
         0:05:10 #7 placed, #7 unreachable
         0:05:30 #6 given up, #6 unreachable, fuse of Mill blows
         0:06:00 #8 placed, #8 unreachable
         0:07:00 Mill answers
         0:08:00 #9 placed, clerk 1 rings Mill for #9
         0:08:10 #4 cooked by Hill/1, #4 delivered
         0:09:00 #9 to Mill, #9 begun by Mill/1, fuse of Mill mended, #10 placed, clerk 1 rings Mill for #10
         0:10:00 #10 to Mill
         0:13:00 #9 cooked by Mill/1, #9 delivered, #10 begun by Mill/1
         0:17:00 #10 cooked by Mill/1, #10 delivered
         0:30:00 closing, end",
    );
    assert_eq!(read(&evening, "fuse.trips"), Some(2.0));
}

/// Ruling 118: one fuse for all keeps out the sound shop too, and those at the desk are lost with it, oldest first.
#[test]
fn a_fuse_for_all_turns_a_part_into_the_whole() {
    let calls: &[&[u64]] = &[&[60, 61, 62], &[90, 200]];
    let fuse = |scope: &str| {
        format!("clerks = 2\ngive_up = \"2m\"\nfuse = {{ after = 2, for = \"5m\", scope = \"{scope}\" }}")
    };
    let all = play_at(&shops(&fuse("all"), "", ""), calls, DEAD);
    all.went(
        "0:00:00 Mill's telephone dead for good, (dead_line)
         0:01:00 #1 placed, clerk 1 rings Mill for #1
         0:01:01 #2 placed, clerk 2 rings Mill for #2
         0:01:02 #3 placed, #3 waits for a clerk
         0:01:30 #4 placed, #4 waits for a clerk
         0:03:00 #1 given up, #1 unreachable, clerk 1 rings Mill for #3
         0:03:01 #2 given up, #2 unreachable, fuse of all blows, #4 unreachable
         0:03:20 #5 placed, #5 unreachable
         0:05:00 #3 given up, #3 unreachable
         0:30:00 closing, end",
    );
    let each = play_at(&shops(&fuse("each"), "", ""), calls, DEAD);
    assert_eq!(each.when("clerk 2 rings Hill for #4"), "0:03:01", "the fuse is Mill's");
    assert_eq!(each.measures().orders.delivered, 2);
}

/// Ruling 118: a trial whose customer leaves the desk is none; the next one is.
#[test]
fn a_trial_that_never_rings_is_none() {
    let patience = "patience = { dist = \"fixed\", mean = \"1m\" }";
    let text = shops("clerks = 1\ngive_up = \"6m\"\nfuse = { after = 1, for = \"1m\" }", "", "")
        .replace("orders_per_hour = 1.0", &format!("orders_per_hour = 1.0\n{patience}"))
        .replace("mean = \"1m\" }\n        clerks", "mean = \"3m\" }\n        clerks");
    // The clerk is with Hill from 7 to 10. The trial of 8 leaves at 9, that of 9:30 is rung at 10.
    let evening = play_at(&text, &[&[60, 480, 510, 570], &[420]], &[(0, "dead_line outlet=\"Mill\" lasts=\"4m\"")]);
    assert_eq!(evening.when("#1 given up"), "0:07:00");
    assert_eq!(evening.when("fuse of Mill blows"), "0:07:00");
    assert_eq!(evening.when("#3 waits for a clerk"), "0:08:00");
    assert_eq!(evening.when("#4 placed, #4 unreachable"), "0:08:30");
    assert_eq!(evening.when("#3 abandoned"), "0:09:00");
    assert_eq!(evening.when("clerk 1 rings Mill for #5"), "0:10:00");
    assert_eq!(evening.when("fuse of Mill mended"), "0:13:00");
}

/// Ruling 119: hired clerks come after the hire time, at a fee; those let go leave at once if free, else after the
/// call.
#[test]
fn clerks_come_and_go() {
    let rest =
        "[kitchen]\nhire_time = \"2m\"\n[money]\ncash = 100.0\nclerk_wage = 12.0\nclerk_fee = 30.0\nchef_wage = 0.0";
    let evening = play_at(
        &shops("clerks = 1", "", rest),
        &[&[60, 61, 62]],
        &[
            (0, "hire_clerk count=2"),
            (200, "dismiss_clerk count=2"),
            (200, "dismiss_clerk"),
            (210, "hire_clerk count=2"),
        ],
    );
    evening.went(
        "0:00:00 clerk 2 hired for 0:02:00, clerk 3 hired for 0:02:00, (hire_clerk)
         0:01:00 #1 placed, clerk 1 rings Mill for #1
         0:01:01 #2 placed, #2 waits for a clerk
         0:01:02 #3 placed, #3 waits for a clerk
         0:02:00 #1 to Mill, #1 begun by Mill/1, clerk 1 rings Mill for #2, clerk 2 starts, clerk 2 rings Mill for #3, clerk 3 starts
         0:03:00 #2 to Mill, #3 to Mill
         0:03:20 clerk 3 leaves, clerk 2 leaves, (dismiss_clerk)
         0:06:00 #1 cooked by Mill/1, #1 delivered, #2 begun by Mill/1
         0:10:00 #2 cooked by Mill/1, #2 delivered, #3 begun by Mill/1
         0:14:00 #3 cooked by Mill/1, #3 delivered
         0:30:00 closing, end",
    );
    assert_eq!(evening.answers(), "..xx");
    let said = evening.refusals[2].as_deref().unwrap();
    assert!(said.starts_with("No. The last clerk stays: somebody must ring the kitchens through."), "{said}");
    // Half an hour of one, and twice 80 seconds.
    let m = evening.measures();
    assert_eq!((m.money.wages, m.money.investments), (6.53, 60.0));
    let busy = play_at(&shops("clerks = 2", "", ""), &[&[60, 61]], &[(90, "dismiss_clerk")]);
    assert_eq!(busy.when("clerk 2 leaves"), "0:02:01", "after the call");
}

/// Ruling 120: calls to a closing outlet end, and it waits for them; who waits at the desk is routed anew.
#[test]
fn a_closing_outlet_waits_for_the_calls_and_the_desk_for_none() {
    let text = shops("clerks = 1", "", "");
    let evening = play_at(&text, &[&[60, 70]], &[(90, "close_outlet outlet=\"Mill\"")]);
    evening.went(
        "0:01:00 #1 placed, clerk 1 rings Mill for #1
         0:01:10 #2 placed, #2 waits for a clerk
         0:01:30 #2 waits for a clerk, (close_outlet)
         0:02:00 #1 to Mill, #1 begun by Mill/1, clerk 1 rings Hill for #2
         0:03:00 #2 to Hill, #2 begun by Hill/1
         0:06:00 #1 cooked by Mill/1, #1 delivered, Mill closed
         0:07:00 #2 cooked by Hill/1, #2 delivered
         0:30:00 closing, end",
    );
    let dead =
        play_at(&text, &[&[60]], &[DEAD[0], (70, "set_give_up after=\"3m\""), (90, "close_outlet outlet=\"Mill\"")]);
    assert_eq!(dead.when("#1 given up, #1 unreachable, Mill closed"), "0:04:00");
}

/// Ruling 120: at the check that knows an outlet lost, who waits at the desk for it is routed anew.
#[test]
fn failover_tells_the_desk_another_outlet() {
    let text = |failover: bool| shops(&format!("clerks = 1\nhealth_check = \"3m\"\nfailover = {failover}"), "", "");
    let long = |text: String| text.replace("mean = \"1m\"", "mean = \"4m\"");
    let dark = &[(90, "power_outage outlet=\"Mill\"")];
    let evening = play_at(&long(text(true)), &[&[70], &[60]], dark);
    evening.went(
        "0:01:00 #1 placed, clerk 1 rings Hill for #1
         0:01:10 #2 placed, #2 waits for a clerk
         0:01:30 Mill dark for good, (power_outage)
         0:03:00 desk misses Mill, #2 waits for a clerk
         0:05:00 #1 to Hill, #1 begun by Hill/1, clerk 1 rings Hill for #2
         0:09:00 #1 cooked by Hill/1, #1 delivered, #2 to Hill, #2 begun by Hill/1
         0:13:00 #2 cooked by Hill/1, #2 delivered
         0:30:00 closing, end",
    );
    let stays = play_at(&long(text(false)), &[&[70], &[60]], dark);
    assert_eq!(stays.when("clerk 1 rings Mill for #2"), "0:05:00");
}

/// Ruling 121: nobody at the desk or on the telephone is on a board.
#[test]
fn the_shortest_line_knows_nothing_of_the_desk() {
    let text = shops("clerks = 9\npolicy = \"shortest_queue\"", "", "");
    let evening = play_at(&text, &[&[60, 61, 62]], &[]);
    assert_eq!(evening.when("rings Mill"), "0:01:00 0:01:01 0:01:02");
}

/// Endless clerks: nobody waits, nobody is paid, and a dead telephone costs those who ring it.
#[test]
fn without_a_number_there_is_always_one_more_clerk() {
    let text = shops("give_up = \"5m\"", "", "[money]\nchef_wage = 0.0")
        .replace("call = { dist = \"fixed\", mean = \"1m\" }", "");
    let evening = play_at(&text, THREE, &[DEAD[0], (240, "hire_clerk")]);
    evening.went(
        "0:00:00 Mill's telephone dead for good, (dead_line)
         0:01:00 #1 placed, clerk 1 rings Mill for #1
         0:02:00 #2 placed, clerk 2 rings Mill for #2
         0:03:00 #3 placed, clerk 3 rings Hill for #3, #3 to Hill, #3 begun by Hill/1
         0:06:00 #1 given up, #1 unreachable
         0:07:00 #3 cooked by Hill/1, #3 delivered, #2 given up, #2 unreachable
         0:30:00 closing, end",
    );
    let said = evening.refusals[1].as_deref().unwrap();
    assert!(said.starts_with("No. Nobody waits for a clerk here: there is always one more."), "{said}");
    assert_eq!((read(&evening, "utilization.clerks"), evening.measures().money.wages), (None, 0.0));
    // Where nothing is said of telephones, they are there once one is dead.
    let plain = text.replace("give_up = \"5m\"", "");
    let lines = play_at(&plain, &[&[60], &[180]], &[(0, "dead_line outlet=\"Mill\" lasts=\"9m\"")]);
    assert_eq!((lines.when("#1 given up"), lines.when("#2 delivered")), ("0:09:00".into(), "0:07:00".into()));
}

/// What makes no sense is refused with a sentence, by the file's words too.
#[test]
fn senseless_rules_are_refused() {
    let text = shops("clerks = 2", "", "");
    let evening = play_at(
        &text,
        &[],
        &[
            (60, "dead_line outlet=\"Mill\""),
            (60, "dead_line outlet=\"Mill\" lasts=\"5m\""),
            (60, "set_fuse"),
            (60, "set_fuse"),
            (60, "dismiss_clerk count=2"),
        ],
    );
    assert_eq!(evening.answers(), ".x.xx");
    let said: Vec<&str> = evening.refusals.iter().flatten().map(|said| said.trim_start_matches("No. ")).collect();
    let expected = [
        "Mill does not answer the telephone already.",
        "What of the fuse is to change?",
        "There are 2 clerks, and one must stay to ring the kitchens through.",
    ];
    assert!(said.iter().zip(expected).all(|(said, expected)| said.starts_with(expected)), "{said:?}");
    let fuse = evening.world.desk().phones.as_ref().and_then(|phones| phones.fuse).unwrap();
    assert_eq!((fuse.after, fuse.lasts.0, fuse.scope), (3, 120_000_000, pizzeria::sim::choices::FuseScope::Each));
    assert_eq!(shop(&text).setup.dispatch.phones.unwrap().clerks, Some(2));
}
