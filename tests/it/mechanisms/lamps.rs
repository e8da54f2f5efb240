//! A tray under a lamp: rulings 93 to 103, each worked by hand.

use super::kit::{Evening, play_at, shop};
use pizzeria::sim::metric::{Scope, resolve};
use pizzeria::units::{ItemId, OutletId};

/// Slices that keep for ten minutes and are baked in six, fresh at opening, closing at half past.
fn slices(tray: &str, outlet: &str, rest: &str) -> String {
    format!(
        r#"
        [scenario]
        duration = "30m"
        [menu.slice]
        price = 3.0
        [menu.slice.tray]
        keeps = "10m"
        bake = {{ dist = "fixed", mean = "6m" }}
        cost = 6.0
        {tray}
        [[zone]]
        name = "Town"
        orders_per_hour = 1.0
        [[outlet]]
        name = "Main"
        {outlet}
        {rest}
        "#
    )
}

const THREE: &str = "[[outlet.chef]]\ncount = 3";

/// A slice every two minutes, from 2 to 30.
const EVERY_TWO: &[&[u64]] =
    &[&[120, 240, 360, 480, 600, 720, 840, 960, 1_080, 1_200, 1_320, 1_440, 1_560, 1_680, 1_800]];

/// Asked, fresh, old, baked.
fn counts(evening: &Evening) -> [u64; 4] {
    let tray = evening.measures().tray;
    [tray.asked, tray.fresh, tray.old, tray.baked]
}

/// Rulings 93 to 95. The tray is old at 10 exactly: who comes then, at 12 and at 14 has one baked each. At 16 the first
/// is there before the next one asks; those of 18 and 20 make it newer still, so that it is old at 30.
#[test]
fn everyone_bakes() {
    let evening = play_at(&slices("", THREE, ""), EVERY_TWO, &[]);
    evening.went(
        "0:02:00 #1 placed, #1 takes a slice, #1 delivered
         0:04:00 #2 placed, #2 takes a slice, #2 delivered
         0:06:00 #3 placed, #3 takes a slice, #3 delivered
         0:08:00 #4 placed, #4 takes a slice, #4 delivered
         0:10:00 #5 placed, #5 begun by 1
         0:12:00 #6 placed, #6 begun by 2
         0:14:00 #7 placed, #7 begun by 3
         0:16:00 #5 cooked by 1, tray new, #5 delivered, #8 placed, #8 takes a slice, #8 delivered
         0:18:00 #6 cooked by 2, tray new, #6 delivered, #9 placed, #9 takes a slice, #9 delivered
         0:20:00 #7 cooked by 3, tray new, #7 delivered, #10 placed, #10 takes a slice, #10 delivered
         0:22:00 #11 placed, #11 takes a slice, #11 delivered
         0:24:00 #12 placed, #12 takes a slice, #12 delivered
         0:26:00 #13 placed, #13 takes a slice, #13 delivered
         0:28:00 #14 placed, #14 takes a slice, #14 delivered
         0:30:00 #15 placed, #15 begun by 1, closing, end",
    );
    assert_eq!(counts(&evening), [15, 11, 0, 3]);
    let m = evening.measures();
    assert_eq!(m.money.ingredients, 4.0 * 6.0, "each start is paid, slices are not");
    assert_eq!((m.tray.hit_ratio, m.tray.age.max), (Some(11.0 / 15.0), Some(480.0)));
    for scope in [Scope::Outlet(OutletId(0)), Scope::Item(ItemId(0))] {
        let read = |path: &str| resolve(path, false).unwrap().read(&m, scope);
        assert_eq!((read("tray.baked"), read("tray.hit_ratio")), (Some(3.0), Some(11.0 / 15.0)));
    }
}

/// Ruling 96: one is baked, at 10, and who comes at 10, 12 and 14 waits for it. The worse hit ratio, the better shop.
#[test]
fn one_bakes_and_the_others_wait() {
    let evening = play_at(&slices("refill = \"one\"", "", ""), EVERY_TWO, &[]);
    evening.went(
        "0:02:00 #1 placed, #1 takes a slice, #1 delivered
         0:04:00 #2 placed, #2 takes a slice, #2 delivered
         0:06:00 #3 placed, #3 takes a slice, #3 delivered
         0:08:00 #4 placed, #4 takes a slice, #4 delivered
         0:10:00 #5 placed, #5 waits at the lamp, tray ordered, tray begun by 1
         0:12:00 #6 placed, #6 waits at the lamp
         0:14:00 #7 placed, #7 waits at the lamp
         0:16:00 tray cooked by 1, tray new, #5 delivered, #6 delivered, #7 delivered, #8 placed, #8 takes a slice, #8 delivered
         0:18:00 #9 placed, #9 takes a slice, #9 delivered
         0:20:00 #10 placed, #10 takes a slice, #10 delivered
         0:22:00 #11 placed, #11 takes a slice, #11 delivered
         0:24:00 #12 placed, #12 takes a slice, #12 delivered
         0:26:00 #13 placed, #13 waits at the lamp, tray ordered, tray begun by 1
         0:28:00 #14 placed, #14 waits at the lamp
         0:30:00 #15 placed, #15 waits at the lamp, closing, end",
    );
    assert_eq!(counts(&evening), [15, 9, 0, 1]);
    let m = evening.measures();
    assert_eq!((m.orders.arrived, m.orders.delivered, m.orders.in_system, m.orders.wasted), (15, 12, 3, 0));
    assert_eq!((m.waiting.max, m.money.ingredients), (Some(0), 12.0), "who stands at a lamp waits for no chef");
    assert_eq!(m.spans.queue.max, Some(360.0), "the wait for the tray is waiting, the slice takes no time");
    assert_eq!(m.spans.cook.max, Some(0.0));
}

/// Ruling 97: the old slices are sold while one is baked, as long as they may be.
#[test]
fn old_slices_are_sold_meanwhile() {
    let old = slices("refill = \"one_and_old\"\nold_for = \"15m\"", "", "");
    let evening = play_at(&old, EVERY_TWO, &[]);
    assert_eq!(counts(&evening), [15, 9, 6, 1]);
    assert_eq!(evening.measures().tray.hit_ratio, Some(1.0));
    assert_eq!(evening.when("an old slice"), "0:10:00 0:12:00 0:14:00 0:26:00 0:28:00 0:30:00");
    assert_eq!(evening.when("tray ordered"), "0:10:00 0:26:00");
    // Up to three minutes over: who comes at 14 waits with the tray in the oven.
    let short = play_at(&old.replace("15m", "3m"), EVERY_TWO, &[]);
    assert_eq!((counts(&short), short.when("waits at the lamp")), ([15, 9, 4, 1], "0:14:00 0:30:00".into()));
}

/// Ruling 94: handing over takes its time, and no chef. Ruling 102: the box goes on the shelf like others, full or not.
#[test]
fn a_slice_takes_as_long_as_it_takes_to_hand_over() {
    let text = slices("serve = \"12s\"", "shelf_limit = 0\nriders = 1", "[delivery]\nmode = \"decoupled\"");
    let evening = play_at(&text, &[&[60, 65]], &[]);
    evening.went(
        "0:01:00 #1 placed, #1 takes a slice
         0:01:05 #2 placed, #2 takes a slice
         0:01:12 #1 shelved, #1 with rider 1, #1 delivered
         0:01:17 #2 shelved, #2 with rider 1, #2 delivered
         0:30:00 closing, end",
    );
    let m = evening.measures();
    assert_eq!((m.spans.cook.max, m.spans.queue.max, m.utilization.chefs), (Some(12.0), Some(0.0), Some(0.0)));
}

/// Ruling 98: the house's ticket stands in a full line, and who waits at the lamp is in none.
#[test]
fn a_full_line_turns_nobody_away_from_the_lamp() {
    let limited = |refill: &str| {
        let text = slices(&format!("fresh = false\nrefill = \"{refill}\""), "queue_limit = 0", "");
        let evening = play_at(&text, &[&[60, 120, 180]], &[]);
        (evening.measures().orders.refused, evening.when("tray new"))
    };
    assert_eq!(limited("everyone"), (2, "0:07:00".into()));
    assert_eq!(limited("one"), (0, "0:07:00".into()));
}

/// Ruling 99: patience that lasts until cooking ends with the baking of the tray; who leaves before just leaves, and
/// the tray is baked all the same.
#[test]
fn patience_lasts_until_the_tray_is_in_the_oven() {
    let pizza = "[menu.pizza]\nwork = { dist = \"fixed\", mean = \"8m\" }\n";
    let text = slices("fresh = false\nrefill = \"one\"", "", "[kitchen]\nall_round_speed = 1.0");
    let text = text.replace("[[zone]]", &format!("{pizza}[[zone]]"));
    let zone =
        |name: &str, item: &str, patience: &str| format!("name = \"{name}\"\nmix = {{ {item} = 1 }}\n{patience}");
    let hungry = zone("Town", "slice", "patience = { dist = \"fixed\", mean = \"5m\" }");
    let others = zone("Hill", "pizza", "orders_per_hour = 1.0");
    let text = text.replace("name = \"Town\"", &format!("{others}\n[[zone]]\n{hungry}"));
    let evening = play_at(&text, &[&[60], &[120, 300, 600]], &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed, #2 waits at the lamp, tray ordered
         0:05:00 #3 placed, #3 waits at the lamp
         0:07:00 #2 abandoned, #2 torn up
         0:09:00 #1 cooked by 1, #1 delivered, tray begun by 1
         0:10:00 #4 placed, #4 waits at the lamp
         0:15:00 tray cooked by 1, tray new, #3 delivered, #4 delivered
         0:30:00 closing, end",
    );
}

/// Ruling 100: a tray in the oven is put back when the power goes, and who waits for it waits on; fresh slices are
/// handed out in the dark.
#[test]
fn in_the_dark_slices_are_handed_out_and_none_is_baked() {
    let text = slices("refill = \"one\"", "", "");
    let dark = [(660, "power_outage outlet=\"Main\" lasts=\"4m\"")];
    let evening = play_at(&text, &[&[600, 1_260]], &dark);
    evening.went(
        "0:10:00 #1 placed, #1 waits at the lamp, tray ordered, tray begun by 1
         0:11:00 Main dark until 0:15:00, tray put back by 1, 1m lost, (power_outage)
         0:11:30 desk misses Main
         0:15:00 Main lit, tray begun by 1, desk reaches Main
         0:21:00 tray cooked by 1, tray new, #1 delivered, #2 placed, #2 takes a slice, #2 delivered
         0:30:00 closing, end",
    );
    assert_eq!(evening.measures().spans.redo.max, Some(0.0), "the lost minute was nobody's");
    assert_eq!(evening.measures().spans.queue.max, Some(660.0));
    let checked = text.clone() + "[dispatch]\nhealth_check = \"1h\"";
    let fresh = play_at(&checked, &[&[300]], &[(240, "power_outage outlet=\"Main\" lasts=\"4m\"")]);
    assert_eq!(fresh.when("takes a slice"), "0:05:00");
}

/// Ruling 101: failover moves who waits at the lamp of a dark outlet, and not the tray. A closing outlet tears up what
/// nobody waits for.
#[test]
fn customers_move_and_trays_do_not() {
    let text = slices(
        "refill = \"one\"",
        "",
        "[[outlet]]\nname = \"Hill\"\n[dispatch]\nfailover = true\npolicy = \"round_robin\"",
    );
    let dark = [(660, "power_outage outlet=\"Main\"")];
    let evening = play_at(&text, &[&[600, 610]], &dark);
    evening.went(
        "0:10:00 #1 placed, #1 to Main, #1 waits at the lamp, tray ordered, tray begun by Main/1
         0:10:10 #2 placed, #2 to Hill, #2 waits at the lamp, tray ordered, tray begun by Hill/1
         0:11:00 Main dark for good, tray put back by Main/1, 1m lost, (power_outage)
         0:11:30 desk misses Main, #1 from Main to Hill, #1 waits at the lamp
         0:16:10 tray cooked by Hill/1, tray new, #1 delivered, #2 delivered
         0:30:00 closing, end",
    );
    assert_eq!(evening.measures().tray.asked, 3, "at the new outlet he asks again");
    let pizza = "[menu.pizza]\nwork = { dist = \"fixed\", mean = \"10m\" }\n[[zone]]\nname = \"Hill\"\nmix = { pizza = 1 }\norders_per_hour = 1.0\n";
    let text = slices("refill = \"one_and_old\"\nold_for = \"15m\"", "", "[kitchen]\nall_round_speed = 1.0");
    let text = text.replace("[[zone]]\n", &format!("{pizza}[[zone]]\nmix = {{ slice = 1 }}\n"));
    let closes = [(700, "close_outlet outlet=\"Main\"")];
    play_at(&text, &[&[540], &[660]], &closes).went(
        "0:09:00 #1 placed, #1 begun by 1
         0:11:00 #2 placed, #2 takes an old slice, #2 delivered, tray ordered
         0:11:40 tray torn up, (close_outlet)
         0:19:00 #1 cooked by 1, #1 delivered, Main closed
         0:30:00 closing, end",
    );
}

/// Ruling 72: a tray that is burnt is thrown away, and who waits has another one baked; nobody's order is lost.
#[test]
fn a_burnt_tray_is_baked_again_for_who_waits() {
    let text = slices("fresh = false\nrefill = \"one\"", "", "");
    let burns = [(30, "burns outlet=\"Main\" after=\"1m\" lasts=\"2m\"")];
    let evening = play_at(&text, &[&[60]], &burns);
    evening.went(
        "0:00:30 1 burns, (burns)
         0:01:00 #1 placed, #1 waits at the lamp, tray ordered, tray begun by 1
         0:02:00 tray burnt by 1, tray wasted, tray ordered, tray begun by 1
         0:02:30 1 burns no more
         0:03:00 tray burnt by 1, tray wasted, tray ordered, tray begun by 1
         0:09:00 tray cooked by 1, tray new, #1 delivered
         0:30:00 closing, end",
    );
    assert_eq!((evening.measures().orders.burnt, evening.measures().orders.wasted), (0, 2));
}

/// After closing nobody waits for a tray that is always burnt: each is thrown away and baked again, for ever.
#[test]
fn a_tray_that_is_always_burnt_is_not_waited_for() {
    let text = slices("fresh = false\nrefill = \"one\"", "", "").replace("[scenario]", "[scenario]\ndrain = true");
    let waits = |lasts: &str| {
        let burns = format!("burns outlet=\"Main\" after=\"1m\"{lasts}");
        play_at(&text, &[&[1_700]], &[(30, &burns)])
    };
    assert_eq!(waits("").when("stranded"), "0:30:00");
    // At 58:20 the last one is burnt; the next is done in six minutes.
    assert_eq!(waits(" lasts=\"57m\"").when("#1 delivered"), "1:04:20");
}

/// `set_tray` is of the next tray on; `clear_tray` makes the slices old at once, and old ones are not made older.
#[test]
fn a_new_rule_is_of_the_next_tray_and_a_fallen_lamp_of_this_one() {
    let text = slices("refill = \"one\"", "", "");
    let longer = play_at(&text, EVERY_TWO, &[(60, "set_tray outlet=\"Main\" item=\"slice\" keeps=\"20m\"")]);
    assert_eq!((longer.when("tray ordered"), counts(&longer)), ("0:10:00".into(), [15, 12, 0, 1]));
    let falls = "clear_tray outlet=\"Main\" item=\"slice\"";
    let fell = play_at(&text, EVERY_TWO, &[(180, falls), (200, falls)]);
    assert_eq!(fell.when("tray ordered"), "0:04:00 0:20:00");
    assert_eq!(fell.refusals[1].as_deref(), Some("No. No fresh slice lies under Main's lamp. Nothing was changed."));
    let all = play_at(&text, EVERY_TWO, &[(60, "set_tray outlet=\"Main\" item=\"slice\" refill=\"everyone\"")]);
    assert_eq!(all.when("tray ordered"), "");
}

/// P7 and the rest: what cannot be is refused with one sentence, and nothing changes.
#[test]
fn what_trays_are_not_for_is_refused() {
    let text =
        slices("", "", "").replace("[[zone]]", "[menu.pizza]\nwork = { dist = \"fixed\", mean = \"8m\" }\n[[zone]]");
    let refused = |line: &str| {
        let evening = play_at(&text, &[&[]], &[(60, line)]);
        evening.refusals[0].clone().unwrap_or_default()
    };
    let cannot = |line: &str, what: &str| {
        assert_eq!(refused(line), format!("No. {what} Nothing was changed."), "{line}");
    };
    let kitchen = "kitchen cannot be used together: a tray is baked by whoever is free.";
    cannot("set_kitchen outlet=\"Main\" kitchen=\"private\"", &format!("`tray` and a `private` {kitchen}"));
    cannot("set_kitchen outlet=\"Main\" kitchen=\"specialised\"", &format!("`tray` and a `specialised` {kitchen}"));
    cannot(
        "set_delivery mode=\"coupled\"",
        "`tray` and `coupled` delivery cannot be used together: no chef has a slice in hand who could drive it out.",
    );
    cannot("set_tray outlet=\"Main\" item=\"pizza\" refill=\"one\"", "There is no tray of pizza.");
    cannot("set_tray outlet=\"Main\" item=\"slice\"", "What of the tray is to change?");
    cannot("clear_tray outlet=\"Main\" item=\"pizza\"", "There is no tray of pizza.");
    assert_eq!(shop(&text).setup.items[0].tray.map(|tray| tray.fresh), Some(true));
}
