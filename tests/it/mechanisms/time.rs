//! One instant in its order: a test for each pair of neighbouring ranks; closing; clock times; commands of one moment.
//!
//! Ends of work come before ends of faults: see `demand::a_leg_takes_what_the_roads_are_like_when_it_begins`.

use super::kit::{play_at, shop, town};
use pizzeria::units::Time;

/// A zone at (0, 0), outlets A there and B, C a kilometre further each; pizzas of `minutes`.
fn row(outlets: usize, minutes: u32, zone: &str, dispatch: &str, duration: &str) -> String {
    let more: String =
        (1..outlets).map(|i| format!("[[outlet]]\nname = \"{}\"\nat = [{i}.0, 0.0]\n", ["A", "B", "C"][i])).collect();
    town(&format!("duration = \"{duration}\""), zone, "", &format!("{more}[dispatch]\n{dispatch}"))
        .replace("name = \"Main\"", "name = \"A\"")
        .replace("mean = \"5m\"", &format!("mean = \"{minutes}m\""))
}

/// Bases (3 minutes each, half the work of a 4-minute pizza) that keep for `keeps`; `prep` beside the item.
fn bakery(duration: &str, keeps: &str, prep: &str, outlet: &str) -> String {
    let outlet = format!("prep = {{ item = \"pizza\", {prep} }}\n{outlet}");
    let base = format!("base_time = \"3m\"\nbase_saves = 0.5\nbase_keeps = \"{keeps}\"");
    town(&format!("duration = \"{duration}\""), "", &outlet, "[dispatch]\nhealth_check = \"10h\"")
        .replace("price = 10.0", &base)
        .replace("mean = \"5m\"", "mean = \"4m\"")
}

/// Work before prep edges: who is done at the moment the window opens is free for a tray.
#[test]
fn work_ends_before_a_window_opens() {
    let text = bakery("14m", "1h", "from = \"11:10\", to = \"11:20\", target = 1", "");
    let evening = play_at(&text, &[&[360]], &[]);
    assert_eq!(evening.lines[1], "0:10:00 #1 cooked by 1, #1 delivered, prep begins, tray of 1 begun by 1");
}

/// Ends of faults before spoiling: the light comes back at 20:00, and the order takes the base that would have spoiled.
#[test]
fn a_fault_ends_before_bases_spoil() {
    let text = bakery("23m", "7m", "from = \"11:10\", to = \"11:11\", target = 1", "");
    let evening = play_at(&text, &[&[900]], &[(840, "power_outage outlet=\"Main\" lasts=\"6m\"")]);
    evening.went(
        "0:10:00 prep begins, tray of 1 begun by 1
         0:11:00 prep ends
         0:13:00 tray of 1 done by 1
         0:14:00 Main dark until 0:20:00, (power_outage)
         0:15:00 #1 placed
         0:20:00 Main lit, #1 begun by 1
         0:22:00 #1 cooked by 1, #1 delivered
         0:23:00 closing, end",
    );
}

/// Spoiling before notices: at 23:00 the second base spoils, then the illness is seen, and the re-cook finds none.
#[test]
fn bases_spoil_before_an_illness_is_noticed() {
    let outlet = "[[outlet.chef]]\nskill = \"pizza\"\n[[outlet.chef]]\nskill = \"all-round\"";
    let text = bakery("28m", "7m", "from = \"11:10\", to = \"11:11\", target = 1, batch = 2", outlet);
    let ill = (1260, "chef_ill outlet=\"Main\" skill=\"all-round\"");
    play_at(&text, &[&[1230]], &[ill]).went(
        "0:10:00 prep begins, tray of 2 begun by 1
         0:11:00 prep ends
         0:16:00 tray of 2 done by 1
         0:20:30 #1 placed, #1 begun by 2
         0:21:00 2 ill until 1:21:00, (chef_ill)
         0:23:00 1 spoiled, 2 missed, #1 put back by 2, 2m30s lost, #1 begun by 1
         0:27:00 #1 cooked by 1, #1 delivered
         0:28:00 closing, end",
    );
}

/// Notices before the board: the look of 10:00, which comes because of #1, sees that A has nobody, so the call of that
/// moment goes to B.
#[test]
fn an_illness_is_noticed_before_the_desk_looks() {
    let text = row(2, 5, "", "policy = \"least_wait\"\nboard_refresh = \"10m\"", "11m");
    let with = |ill: u64| {
        let evening = play_at(&text, &[&[60, 600]], &[(ill, "chef_ill outlet=\"A\"")]);
        (evening.when("#2 to A"), evening.when("#2 to B"))
    };
    assert_eq!(with(480), ("".into(), "0:10:00".into()));
    assert_eq!(with(481), ("0:10:00".into(), "".into()), "a second later the look sees nothing");
}

/// The board before checks: failover at 10:00 chooses by what has just been seen, B with one order and C with none.
#[test]
fn the_desk_looks_before_it_checks() {
    let dispatch = "policy = \"nearest\"\nboard_refresh = \"10m\"\nhealth_check = \"10m\"";
    let text = row(3, 30, "at = [1.0, 0.0]", dispatch, "11m");
    let commands = [(90, "set_policy policy=\"shortest_queue\""), (300, "power_outage outlet=\"A\"")];
    play_at(&text, &[&[60, 120, 180]], &commands).went(
        "0:01:00 #1 placed, #1 to B, #1 begun by B/1
         0:01:30 (set_policy)
         0:02:00 #2 placed, #2 to A, #2 begun by A/1
         0:03:00 #3 placed, #3 to A
         0:05:00 A dark for good, #2 put back by A/1, 3m lost, (power_outage)
         0:10:00 desk misses A, #2 from A to C, #2 begun by C/1, #3 from A to C
         0:11:00 closing, end",
    );
}

/// Checks before patience: the check of 10:00 finds #1 a chef at the very end of his patience.
#[test]
fn the_desk_checks_before_patience_ends() {
    let patience = "patience = { dist = \"fixed\", mean = \"6m\" }";
    let text = row(2, 5, patience, "health_check = \"10m\"", "16m");
    play_at(&text, &[&[240]], &[(180, "power_outage outlet=\"A\"")]).went(
        "0:03:00 A dark for good, (power_outage)
         0:04:00 #1 placed, #1 to A
         0:10:00 desk misses A, #1 from A to B, #1 begun by B/1
         0:15:00 #1 cooked by B/1, #1 delivered
         0:16:00 closing, end",
    );
}

/// Patience before first calls: #2 makes room for #3.
#[test]
fn who_leaves_makes_room_for_who_comes() {
    let patience = "patience = { dist = \"fixed\", mean = \"4m\" }";
    let text = town("duration = \"7m\"", patience, "queue_limit = 1", "").replace("mean = \"5m\"", "mean = \"30m\"");
    play_at(&text, &[&[60, 120, 360]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:06:00 #2 abandoned, #2 torn up, #3 placed
         0:07:00 closing, end",
    );
}

/// First calls before repeat calls: at 7:00 the chef is free, and the new customer has him. (A new customer refused
/// would call again at 12:00.)
#[test]
fn first_calls_come_before_repeat_calls() {
    let zone = "retry = { wait = \"5m\", max = 1 }";
    play_at(&town("duration = \"13m\"", zone, "queue_limit = 0", ""), &[&[60, 120, 420]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed, #2 refused, again at 0:07:00
         0:06:00 #1 cooked by 1, #1 delivered
         0:07:00 #3 placed, #3 begun by 1, #4 placed, #4 refused
         0:12:00 #3 cooked by 1, #3 delivered
         0:13:00 closing, end",
    );
}

/// Repeat calls before the script: the shop closes its door at 7:00, behind the customer who called again.
#[test]
fn repeat_calls_come_before_the_script() {
    let script = "[[event]]\nat = \"+7m\"\ndo = \"close_outlet\"\noutlet = \"Main\"";
    let text = town("duration = \"13m\"", "retry = { wait = \"5m\", max = 1 }", "queue_limit = 0", script);
    play_at(&text, &[&[60, 120]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed, #2 refused, again at 0:07:00
         0:06:00 #1 cooked by 1, #1 delivered
         0:07:00 #3 placed, #3 begun by 1
         0:12:00 #3 cooked by 1, #3 delivered, Main closed
         0:13:00 closing, end",
    );
}

/// The script before the player: when he asks, the only chef is ill already.
#[test]
fn the_script_comes_before_the_player() {
    let script = "[[event]]\nat = \"+5m\"\ndo = \"chef_ill\"\noutlet = \"Main\"\nlasts = \"10m\"";
    let text = town("duration = \"6m\"", "", "", script);
    let evening = play_at(&text, &[&[]], &[(300, "chef_ill outlet=\"Main\" lasts=\"20m\"")]);
    assert_eq!((evening.when("1 ill until 0:15:00"), evening.answers().as_str()), ("0:05:00".into(), "x"));
}

/// "Between two commands of one instant, everything that has become due happens": hired without delay, the second chef
/// is at work before the next command of that moment strikes him. By script and by hand alike.
#[test]
fn between_two_commands_of_one_moment_what_is_due_happens() {
    let kitchen = "[kitchen]\nhire_time = \"0s\"\n";
    let script = "[[event]]\nat = \"+5m\"\ndo = \"hire_chef\"\noutlet = \"Main\"\nskill = \"pizza\"\n\
                  [[event]]\nat = \"+5m\"\ndo = \"chef_ill\"\noutlet = \"Main\"\nskill = \"pizza\"\n";
    let shop = |rest: &str| town("duration = \"6m\"", "", "", &format!("{kitchen}{rest}"));
    play_at(&shop(script), &[&[]], &[]).went(
        "0:05:00 2 hired for 0:05:00, 2 starts, 2 ill until 1:05:00
         0:06:00 closing, end",
    );
    let by_hand =
        [(300, "hire_chef outlet=\"Main\" skill=\"pizza\""), (300, "chef_ill outlet=\"Main\" skill=\"pizza\"")];
    let evening = play_at(&shop(""), &[&[]], &by_hand);
    evening.went(
        "0:05:00 2 hired for 0:05:00, (hire_chef), 2 starts, 2 ill until 1:05:00, (chef_ill)
         0:06:00 closing, end",
    );
    assert_eq!(evening.world.digest(), play_at(&shop(script), &[&[]], &[]).world.digest());
}

/// "Commands in the order written": the last word counts.
#[test]
fn commands_of_one_moment_are_carried_out_as_written() {
    let limits = |first: u32, second: u32| {
        let event =
            |n: u32| format!("[[event]]\nat = \"+5m\"\ndo = \"set_queue_limit\"\noutlet = \"Main\"\nlimit = {n}\n");
        let text = town("duration = \"6m\"", "", "", &format!("{}{}", event(first), event(second)));
        play_at(&text, &[&[]], &[]).world.outlets()[0].queue_limit
    };
    assert_eq!((limits(3, 7), limits(7, 3)), (Some(7), Some(3)));
}

/// "Closing is the instant `duration`: what is due at it happens": work, a first call, a repeat call, and a cooking of
/// them; but nothing is placed after it, however long the shop drains.
#[test]
fn what_is_due_at_closing_happens() {
    let zone = "retry = { wait = \"5m\", max = 1 }";
    let text = town("duration = \"7m\"\ndrain = true", zone, "queue_limit = 0\n[[outlet.chef]]\ncount = 3", "");
    play_at(&text, &[&[60, 61, 62, 120, 420, 421]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:01:01 #2 placed, #2 begun by 2
         0:01:02 #3 placed, #3 begun by 3
         0:02:00 #4 placed, #4 refused, again at 0:07:00
         0:06:00 #1 cooked by 1, #1 delivered
         0:06:01 #2 cooked by 2, #2 delivered
         0:06:02 #3 cooked by 3, #3 delivered
         0:07:00 #5 placed, #5 begun by 1, #6 placed, #6 begun by 2, closing
         0:12:00 #5 cooked by 1, #5 delivered, #6 cooked by 2, #6 delivered, end",
    );
}

/// "Tickets that nobody waits for do not keep the shop open; wages run until the end": #2 and #3 left at 8:00 and 9:00
/// and told nobody; at 11:00 #1 has his pizza, and the shop ends, one of the others in the oven, one in the line. 11
/// minutes at a dollar.
#[test]
fn nobody_drains_for_nobody() {
    let zone = "patience = { dist = \"fixed\", mean = \"6m\" }\ncancels = false";
    let text = town("duration = \"10m\"\ndrain = true", zone, "", "[money]\nchef_wage = 60.0")
        .replace("mean = \"5m\"", "mean = \"10m\"");
    let evening = play_at(&text, &[&[60, 120, 180]], &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:03:00 #3 placed
         0:08:00 #2 abandoned
         0:09:00 #3 abandoned
         0:10:00 closing
         0:11:00 #1 cooked by 1, #1 delivered, #2 begun by 1, end",
    );
    assert_eq!(evening.measures().money.wages, 11.0);
}

/// "A clock time is its first occurrence at or after opening; day2 is a day later."
#[test]
fn a_clock_time_is_its_first_occurrence_after_opening() {
    let at = |when: &str| {
        let script = format!("[[event]]\nat = \"{when}\"\ndo = \"set_batch\"\nbatch = 2");
        shop(&town("opens = \"17:00\"\nduration = \"48h\"", "", "", &script)).setup.script[0].at
    };
    let minutes = |m: u64| Time(m * 60_000_000);
    assert_eq!((at("17:00"), at("18:30"), at("16:59")), (minutes(0), minutes(90), minutes(1439)));
    assert_eq!((at("day2 18:30"), at("+1h30m")), (minutes(1440 + 90), minutes(90)));
}
