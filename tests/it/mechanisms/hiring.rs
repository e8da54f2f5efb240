//! The manager who hires: rulings 81 to 86, each worked by hand.

use super::kit::{play_at, play_with};
use pizzeria::sim::metric::{Scope, resolve};
use pizzeria::units::OutletId;

/// One chef of ten minutes, a chef takes a quarter of an hour to come.
fn shop(manager: &str, more: &str) -> String {
    format!(
        r#"
        [scenario]
        duration = "41m"
        [menu.pizza]
        work = {{ dist = "fixed", mean = "10m" }}
        [[zone]]
        name = "Town"
        orders_per_hour = 1.0
        [[outlet]]
        name = "Main"
        {more}
        [outlet.manager]
        {manager}
        [kitchen]
        hire_time = "15m"
        "#
    )
}

/// A call every five minutes, from 5 to 40.
const CALLS: &[&[u64]] = &[&[300, 600, 900, 1_200, 1_500, 1_800, 2_100, 2_400]];

/// At the looks at 10, 20, 30 and 40 there wait 0, 1, 2 and 2. She who forgets hires 0, 1, 1, 1; she who counts sees at
/// 30 that somebody is on the way, and at 40 that nobody is any more.
#[test]
fn she_hires_for_the_line_she_sees_and_forgets_or_counts_whom_she_has_called() {
    let forgets = play_at(&shop("every = \"10m\"\nper_waiting = 2", ""), CALLS, &[]);
    forgets.went(
        "0:05:00 #1 placed, #1 begun by 1
         0:10:00 #2 placed
         0:15:00 #1 cooked by 1, #1 delivered, #2 begun by 1, #3 placed
         0:20:00 2 hired for 0:35:00, manager calls 1, #4 placed
         0:25:00 #2 cooked by 1, #2 delivered, #3 begun by 1, #5 placed
         0:30:00 3 hired for 0:45:00, manager calls 1, #6 placed
         0:35:00 #3 cooked by 1, #3 delivered, #4 begun by 1, 2 starts, #5 begun by 2, #7 placed
         0:40:00 4 hired for 0:55:00, manager calls 1, #8 placed
         0:41:00 closing, end",
    );
    let counts = play_at(&shop("every = \"10m\"\nper_waiting = 2\ncounts_coming = true", ""), CALLS, &[]);
    assert_eq!(
        (forgets.when("manager calls"), counts.when("manager calls")),
        ("0:20:00 0:30:00 0:40:00".into(), "0:20:00 0:40:00".into())
    );
    for (evening, hired) in [(&forgets, 3), (&counts, 2)] {
        let measures = evening.measures();
        assert_eq!((measures.manager.hired, measures.manager.dismissed, measures.chefs.peak), (hired, 0, Some(2)));
        let outlet = Scope::Outlet(OutletId(0));
        let read = |path: &str| resolve(path, false).unwrap().read(&measures, outlet);
        assert_eq!((read("manager.hired"), read("chefs.peak")), (Some(hired as f64), Some(2.0)));
        assert_eq!(measures.money.investments, 50.0 * hired as f64, "she pays as the player would");
    }
    let twice = |evening: &super::kit::Evening| evening.world.outlets()[0].manager.map(|manager| manager.twice);
    assert_eq!((twice(&forgets), twice(&counts)), (Some(2), Some(0)), "at 30 and at 40 one was on the way");
}

/// Ruling 82: no further than the ceiling, the places at the oven, and the till.
#[test]
fn she_hires_no_further_than_ceiling_room_and_till() {
    let eager = "every = \"10m\"\nper_waiting = 1";
    let calls = |manager: &str, more: &str, money: &str| {
        let text = shop(manager, more) + "[money]\n" + money;
        play_at(&text, CALLS, &[]).when("manager calls")
    };
    assert_eq!(calls(&format!("{eager}\nceiling = 2"), "", ""), "0:20:00");
    assert_eq!(calls(eager, "max_chefs = 2", ""), "0:20:00");
    // After the first $50 there is nothing left, and it is said at every look that wants more.
    let poor = play_at(&(shop(eager, "") + "[money]\ncash = 60.0\nchef_fee = 50.0\nchef_wage = 0.0"), CALLS, &[]);
    assert_eq!(
        (poor.when("manager calls 1"), poor.when("manager calls 0")),
        ("0:20:00".into(), "0:30:00 0:40:00".into())
    );
}

/// Ruling 83: with nobody waiting and fewer than half busy she lets the idle one go who was hired last, one a look, and
/// never below the floor.
#[test]
fn she_lets_idle_chefs_go_one_a_look_down_to_the_floor() {
    let text = shop("every = \"10m\"\nper_waiting = 4\nfloor = 2", "[[outlet.chef]]\ncount = 4");
    let evening = play_at(&text, &[&[]], &[]);
    evening.went(
        "0:10:00 manager lets 4 go, 4 leaves
         0:20:00 manager lets 3 go, 3 leaves
         0:41:00 closing, end",
    );
    assert_eq!(evening.measures().manager.dismissed, 2);
    // Two of four have an order in hand at 10: that is not fewer than half.
    let busy = play_at(&text, &[&[570, 580]], &[]);
    assert_eq!(busy.when("manager lets"), "0:20:00 0:30:00");
}

/// Rulings 85 and 86: where it is dark she does not look, behind a cut line she does; the player hires beside her.
#[test]
fn she_looks_where_there_is_light() {
    let text = shop("every = \"10m\"\nper_waiting = 2", "");
    let dark = play_at(&text, CALLS, &[(1_150, "power_outage outlet=\"Main\" lasts=\"2m\"")]);
    assert_eq!(dark.when("manager calls"), "0:30:00 0:40:00");
    let cut = play_at(&text, CALLS, &[(1_150, "cut_line outlet=\"Main\" lasts=\"2m\"")]);
    assert_eq!(cut.when("manager calls"), "0:20:00 0:30:00 0:40:00");
    let beside = play_at(&text, CALLS, &[(60, "hire_chef outlet=\"Main\""), (70, "dismiss_chef outlet=\"Main\"")]);
    assert_eq!((beside.answers(), beside.measures().manager.hired), ("..".into(), 3));
}

/// Rulings 42 and 81: a new beat counts from now, another rule changes none; a manager may be sent away and come back,
/// and where there was none she begins with the usual rule.
#[test]
fn a_new_beat_counts_from_now_and_the_rest_stays() {
    let text = shop("every = \"10m\"\nper_waiting = 2", "");
    let at = |command: &str| play_at(&text, CALLS, &[(1_260, &format!("set_manager outlet=\"Main\" {command}"))]);
    assert_eq!(at("counts_coming=true").when("manager calls"), "0:20:00 0:40:00");
    assert_eq!(at("per_waiting=1").when("manager calls 3"), "", "three wait at 30 only after the look");
    assert_eq!(at("per_waiting=1").when("manager calls 2"), "0:30:00 0:40:00");
    assert_eq!(at("every=\"5m\"").when("manager calls"), "0:20:00 0:26:00 0:31:00 0:36:00 0:41:00");
    assert_eq!(at("on=false").when("manager calls"), "0:20:00");
    let again = [(1_260, "set_manager outlet=\"Main\" on=false"), (1_320, "set_manager outlet=\"Main\" on=true")];
    assert_eq!(play_at(&text, CALLS, &again).when("manager calls"), "0:20:00 0:32:00");
    let none = text.replace("[outlet.manager]", "").replace("every = \"10m\"\nper_waiting = 2", "");
    let asked = [(0, "set_manager outlet=\"Main\" per_waiting=2")];
    assert_eq!(play_at(&none, CALLS, &asked).when("manager calls"), "0:20:00 0:30:00 0:40:00");
    let hasty = play_with(&none, &[(0, "set_manager outlet=\"Main\" every=\"500ms\"")]);
    assert_eq!(
        hasty.refusals[0].as_deref(),
        Some("No. Nobody looks at the line more often than once a second. Nothing was changed.")
    );
}
