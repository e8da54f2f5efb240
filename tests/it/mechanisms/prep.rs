//! Bases made ahead: the window, trays, stock, hits, waste.

use super::kit::{Evening, play_at, town};

/// Pizzas of 4 minutes that a base halves; a base takes `base_time`, keeps as long as `keeps` says (a line of the menu
/// item). `prep` is what stands in the outlet's prep table beside the item; no checks of the desk disturb.
fn text(scenario: &str, keeps: &str, prep: &str, outlet: &str) -> String {
    let outlet = format!("prep = {{ item = \"pizza\", {prep} }}\n{outlet}");
    let base = format!("base_time = \"3m\"\nbase_saves = 0.5\n{keeps}");
    town(scenario, "", &outlet, "").replace("price = 10.0", &base).replace("mean = \"5m\"", "mean = \"4m\"")
}

fn evening(minutes: u32, keeps: &str, prep: &str, calls: &[u64], commands: &[(u64, &str)]) -> Evening {
    play_at(&text(&format!("duration = \"{minutes}m\""), keeps, prep, ""), &[calls], commands)
}

/// From 11:10 to 11:17 the only chef makes two bases of three minutes each: 10–13, 13–16.
const TWO: &str = "from = \"11:10\", to = \"11:17\", target = 2";

/// "Inside the window a chef with nothing to serve makes bases; the tray in hand at the window's end is finished", and
/// a batch is one base where nothing is said.
#[test]
fn bases_are_made_inside_the_window() {
    let evening = evening(25, "", "from = \"11:10\", to = \"11:20\", target = 100", &[], &[]);
    evening.went(
        "0:10:00 prep begins, tray of 1 begun by 1
         0:13:00 tray of 1 done by 1, tray of 1 begun by 1
         0:16:00 tray of 1 done by 1, tray of 1 begun by 1
         0:19:00 tray of 1 done by 1, tray of 1 begun by 1
         0:20:00 prep ends
         0:22:00 tray of 1 done by 1
         0:25:00 closing, end",
    );
    // "Prep is not busy: utilization and prep share are two numbers."
    let measures = evening.measures();
    assert_eq!((measures.utilization.chefs, measures.utilization.prep), (Some(0.0), Some(12.0 / 25.0)));
    assert_eq!(measures.prep.made, 4);
}

/// "to ≤ from wraps over midnight": from five to twelve to five past.
#[test]
fn a_window_may_wrap_over_midnight() {
    let prep = "from = \"23:55\", to = \"00:05\", target = 100";
    let evening = play_at(&text("opens = \"23:50\"\nduration = \"20m\"", "", prep, ""), &[&[]], &[]);
    assert_eq!((evening.when("prep begins"), evening.when("prep ends")), ("0:05:00".into(), "0:15:00".into()));
    assert_eq!(evening.when("begun"), "0:05:00 0:08:00 0:11:00 0:14:00");
}

/// A prep window is daily.
#[test]
fn a_window_comes_again_the_next_day() {
    let prep = "from = \"11:30\", to = \"11:31\", target = 100";
    let evening = play_at(&text("duration = \"25h\"", "", prep, ""), &[&[]], &[]);
    assert_eq!((evening.when("begins"), evening.when("ends")), ("0:30:00 24:30:00".into(), "0:31:00 24:31:00".into()));
    assert_eq!(evening.when("done"), "0:33:00 24:33:00");
}

/// "made by the tray (batch × base_time), which is not interrupted once begun": ten bases from 10:00 to 40:00; the
/// order of 12:00 waits for them, and is quick then. With single bases it would have waited one minute: a tray over the
/// rush hurts.
#[test]
fn a_tray_is_not_interrupted() {
    let prep = "from = \"11:10\", to = \"11:20\", target = 10, batch = 10";
    let evening_of = |prep: &str| evening(43, "", prep, &[720], &[]);
    evening_of(prep).went(
        "0:10:00 prep begins, tray of 10 begun by 1
         0:12:00 #1 placed
         0:20:00 prep ends
         0:40:00 tray of 10 done by 1, #1 begun by 1
         0:42:00 #1 cooked by 1, #1 delivered
         0:43:00 closing, end",
    );
    let wait = |prep: &str| evening_of(prep).measures().spans.queue.mean;
    assert_eq!((wait(prep), wait(&prep.replace("batch = 10", "batch = 1"))), (Some(1680.0), Some(60.0)));
}

/// "batch × base_time ÷ speed": level 2 works at 1.5, so ten bases take 20 minutes.
#[test]
fn better_tools_make_bases_faster() {
    let prep = "from = \"11:10\", to = \"11:20\", target = 10, batch = 10";
    let evening = play_at(&text("duration = \"31m\"", "", prep, "[[outlet.chef]]\nlevel = 2"), &[&[]], &[]);
    assert_eq!(evening.when("done"), "0:30:00");
}

/// "begun only by a chef with nothing to serve while stock + in hand < target": two trays of two at once for a target
/// of three, none with four; none with three; again with two, by the first who has nothing to serve.
#[test]
fn trays_are_begun_below_the_target() {
    let prep = "from = \"11:10\", to = \"11:30\", target = 3, batch = 2";
    let text = text("duration = \"26m\"", "", prep, "[[outlet.chef]]\ncount = 2");
    play_at(&text, &[&[1020, 1080]], &[]).went(
        "0:10:00 prep begins, tray of 2 begun by 1, tray of 2 begun by 2
         0:16:00 tray of 2 done by 1, tray of 2 done by 2
         0:17:00 #1 placed, #1 begun by 1
         0:18:00 #2 placed, #2 begun by 2
         0:19:00 #1 cooked by 1, #1 delivered, tray of 2 begun by 1
         0:20:00 #2 cooked by 2, #2 delivered
         0:25:00 tray of 2 done by 1
         0:26:00 closing, end",
    );
}

/// "A base shortens that item's work, taken when cooking starts, oldest first; bases spoil after base_keeps" (ten
/// minutes): at 22:00 the base of 13:00 is taken, so none spoils at 23:00 and that of 16:00 does at 26:00. Without one:
/// four minutes.
#[test]
fn the_oldest_base_is_taken_first() {
    let evening = evening(34, "base_keeps = \"10m\"", TWO, &[1320, 1740], &[]);
    evening.went(
        "0:10:00 prep begins, tray of 1 begun by 1
         0:13:00 tray of 1 done by 1, tray of 1 begun by 1
         0:16:00 tray of 1 done by 1
         0:17:00 prep ends
         0:22:00 #1 placed, #1 begun by 1
         0:24:00 #1 cooked by 1, #1 delivered
         0:26:00 1 spoiled
         0:29:00 #2 placed, #2 begun by 1
         0:33:00 #2 cooked by 1, #2 delivered
         0:34:00 closing, end",
    );
    let prep = evening.measures().prep;
    assert_eq!((prep.made, prep.used, prep.spoiled, prep.hit_ratio), (2, 1, 1, Some(0.5)));
}

/// "a re-cooked order takes another. Hit ratio = taken ÷ cookings begun of that item": #1 uses both, #2 none: two of
/// three.
#[test]
fn a_recooked_order_takes_another_base() {
    let ill = (1140, "chef_ill outlet=\"Main\" lasts=\"3m\"");
    let evening = evening(30, "", TWO, &[1080, 1500], &[ill]);
    evening.went(
        "0:10:00 prep begins, tray of 1 begun by 1
         0:13:00 tray of 1 done by 1, tray of 1 begun by 1
         0:16:00 tray of 1 done by 1
         0:17:00 prep ends
         0:18:00 #1 placed, #1 begun by 1
         0:19:00 1 ill until 0:22:00, (chef_ill)
         0:21:00 1 missed, #1 put back by 1, 3m lost
         0:22:00 1 well, #1 begun by 1
         0:24:00 #1 cooked by 1, #1 delivered
         0:25:00 #2 placed, #2 begun by 1
         0:29:00 #2 cooked by 1, #2 delivered
         0:30:00 closing, end",
    );
    let prep = evening.measures().prep;
    assert_eq!((prep.used, prep.hit_ratio), (2, Some(2.0 / 3.0)));
}

/// A base is for its own dish: the bread of 18:00 takes all its 4 minutes, and asks for none.
#[test]
fn a_base_is_for_its_own_dish() {
    let text = text("duration = \"25m\"", "", TWO, "")
        .replace("[[zone]]", "[menu.bread]\nwork = { dist = \"fixed\", mean = \"4m\" }\n[[zone]]")
        .replace("arrivals = \"even\"", "arrivals = \"even\"\nmix = { bread = 1.0 }")
        + "[kitchen]\nall_round_speed = 1.0\n";
    let evening = play_at(&text, &[&[1080]], &[]);
    assert_eq!(evening.when("#1 cooked"), "0:22:00");
    let prep = evening.measures().prep;
    assert_eq!((prep.used, prep.hit_ratio), (0, None), "no cooking of the item: no data");
}

/// The bases of an item that is prepared no more are used up, and that is a hit like any other: one cooking, one base.
#[test]
fn what_is_left_of_another_dish_is_a_hit() {
    let text = text("duration = \"25m\"", "", TWO, "[[outlet.chef]]\nskill = \"pizza\"")
        .replace(
            "[[zone]]",
            "[menu.bread]\nwork = { dist = \"fixed\", mean = \"4m\" }\nbase_time = \"3m\"\nbase_saves = 0.5\n[[zone]]",
        )
        .replace("arrivals = \"even\"", "arrivals = \"even\"\nmix = { pizza = 1.0 }");
    let bread = "set_prep outlet=\"Main\" item=\"bread\" from=\"14:00\" to=\"15:00\" target=1";
    let evening = play_at(&text, &[&[1200]], &[(1080, bread)]);
    assert_eq!(evening.when("#1 cooked"), "0:22:00");
    let prep = evening.measures().prep;
    assert_eq!((prep.used, prep.hit_ratio), (1, Some(1.0)));
}

/// "clear_prep keeps the stock", and the tray in hand is finished: a base of 13:00 and one of 16:00 for two orders.
#[test]
fn who_clears_the_window_keeps_the_stock() {
    let prep = "from = \"11:10\", to = \"11:40\", target = 100";
    let evening = evening(22, "", prep, &[1020, 1170], &[(840, "clear_prep outlet=\"Main\"")]);
    evening.went(
        "0:10:00 prep begins, tray of 1 begun by 1
         0:13:00 tray of 1 done by 1, tray of 1 begun by 1
         0:14:00 (clear_prep)
         0:16:00 tray of 1 done by 1
         0:17:00 #1 placed, #1 begun by 1
         0:19:00 #1 cooked by 1, #1 delivered
         0:19:30 #2 placed, #2 begun by 1
         0:21:30 #2 cooked by 1, #2 delivered
         0:22:00 closing, end",
    );
    let utilization = evening.measures().utilization;
    assert_eq!((utilization.chefs, utilization.prep), (Some(4.0 / 22.0), Some(6.0 / 22.0)));
}

/// A window set while it is open begins at once; a dish without bases has none to make.
#[test]
fn a_window_can_be_set_while_it_is_open() {
    let shop = |menu: &str| town("duration = \"9m\"", "", "", "").replace("price = 10.0", menu);
    let set = (300, "set_prep outlet=\"Main\" item=\"pizza\" from=\"11:00\" to=\"12:00\" target=1");
    let evening = play_at(&shop("base_time = \"3m\"\nbase_saves = 0.5"), &[&[]], &[set]);
    evening.went(
        "0:05:00 tray of 1 begun by 1, (set_prep)
         0:08:00 tray of 1 done by 1
         0:09:00 closing, end",
    );
    assert_eq!(play_at(&shop(""), &[&[]], &[set]).answers(), "x");
}
