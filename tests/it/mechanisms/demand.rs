//! Traffic: even arrivals, curves, steps, surges, traces.

use super::kit::{play, play_with, town};

/// One zone, pizzas of a minute, five chefs: nobody waits, and the placings can be read off.
fn calls(zone: &str, rest: &str, duration: &str) -> Vec<String> {
    let text = format!(
        "[scenario]\nduration = \"{duration}\"\n[menu.pizza]\nwork = {{ dist = \"fixed\", mean = \"1s\" }}\n\
         [[zone]]\nname = \"Town\"\narrivals = \"even\"\n{zone}\n[[outlet]]\nname = \"Main\"\n\
         [[outlet.chef]]\ncount = 5\n{rest}\n"
    );
    let lines = play(&text).lines;
    let placings = lines.iter().filter(|line| line.contains(" placed"));
    placings.map(|line| line.split(' ').next().unwrap_or_default().to_string()).collect()
}

/// "even: the first order after one whole spacing": 12 an hour, so at 5, 10, 15 minutes; the last exactly at closing.
#[test]
fn even_orders_come_after_whole_spacings() {
    assert_eq!(calls("orders_per_hour = 12.0", "", "15m"), ["0:05:00", "0:10:00", "0:15:00"]);
}

/// "rate × a piecewise-linear daily curve, sampled exactly": from 10 to 30 an hour within the first hour the integral
/// is 10 t + 10 t² (t in hours), so the n-th order comes at t = (√(1 + 0.4 n) − 1) ÷ 2.
#[test]
fn a_rising_curve_is_inverted_exactly() {
    let zone = "orders_per_hour = 10.0\ncurve = [[\"11:00\", 1.0], [\"12:00\", 3.0]]";
    let expected = ["0:05:29.788722", "0:10:14.953416", "0:14:29.831455", "0:18:22.412789"];
    assert_eq!(calls(zone, "", "20m"), expected);
}

/// "two points at one time are a step, right-continuous": every 5 minutes until 11:30, then three times as often.
#[test]
fn two_points_of_one_time_are_a_step() {
    let zone = "orders_per_hour = 12.0\ncurve = [[\"11:00\", 1.0], [\"11:30\", 1.0], [\"11:30\", 3.0]]";
    let expected = ["0:05:00", "0:10:00", "0:15:00", "0:20:00", "0:25:00", "0:30:00", "0:31:40", "0:33:20"];
    assert_eq!(calls(zone, "", "34m"), expected);
}

/// "before its first and after its last point it holds, the last value through midnight until the first point".
#[test]
fn the_last_value_holds_until_the_first_point() {
    // 24 an hour before 11:10, because the evening's value holds through midnight; then 12 an hour.
    let zone = "orders_per_hour = 12.0\ncurve = [[\"11:10\", 1.0], [\"12:00\", 1.0], [\"12:00\", 2.0]]";
    assert_eq!(calls(zone, "", "20m"), ["0:02:30", "0:05:00", "0:07:30", "0:10:00", "0:15:00", "0:20:00"]);
}

/// "the pending arrival keeps its remaining integrated rate": at 7:00 two fifths of the spacing have passed; the rest,
/// three minutes, takes half of that. At 11:00 the surge ends before the call of that moment (nature in its parts).
#[test]
fn a_surge_hurries_the_pending_order() {
    let surge = "[[event]]\nat = \"+7m\"\ndo = \"surge\"\nfactor = 2.0\nlasts = \"4m\"";
    assert_eq!(calls("orders_per_hour = 12.0", surge, "16m"), ["0:05:00", "0:08:30", "0:11:00", "0:16:00"]);
}

/// "overlapping ones multiply": twice and three times are six times. 12 an hour: at 2:00 three minutes are left, which
/// take 1:30 at double rate; at 3:00 half of those are left, which take 15 s at six times the rate... and so on.
#[test]
fn surges_multiply() {
    let surges = "[[event]]\nat = \"+2m\"\ndo = \"surge\"\nfactor = 2.0\nlasts = \"4m\"\n\
                  [[event]]\nat = \"+3m\"\ndo = \"surge\"\nfactor = 3.0\nlasts = \"1m\"";
    // 2:00 – 3:00 uses 2 of the 3 spacing minutes left; the last one takes 10 s at × 6. 50 s of × 6 are 5 spacing
    // minutes: the second call is at 4:00 exactly, where the second surge ends. From 4:00 × 2: 2:30 a spacing, until
    // 6:00 four of the five spacing minutes; the last one minute alone: 7:00.
    assert_eq!(calls("orders_per_hour = 12.0", surges, "8m"), ["0:03:10", "0:04:00", "0:07:00"]);
}

/// "a surge without an end lasts until the next of the same zone and item": × 2 from 0:00, × 1 from 0:05, and a timed
/// one ends a standing one as well. Five minutes a spacing: half of that until 5:00, whole from then on.
#[test]
fn a_surge_without_an_end_lasts_until_the_next() {
    let surge = "[[event]]\nat = \"+0s\"\ndo = \"surge\"\nfactor = 2.0\n\
                 [[event]]\nat = \"+5m\"\ndo = \"surge\"\nfactor = 1.0";
    assert_eq!(calls("orders_per_hour = 12.0", surge, "16m"), ["0:02:30", "0:05:00", "0:10:00", "0:15:00"]);
    let timed = "[[event]]\nat = \"+0s\"\ndo = \"surge\"\nfactor = 2.0\n\
                 [[event]]\nat = \"+5m\"\ndo = \"surge\"\nfactor = 5.0\nlasts = \"1m\"";
    assert_eq!(calls("orders_per_hour = 12.0", timed, "12m"), ["0:02:30", "0:05:00", "0:06:00", "0:11:00"]);
}

/// "a surge may be on one item": bread × 3 of an equal mix makes the zone call twice as often.
#[test]
fn a_surge_on_an_item_raises_the_zones_rate() {
    let text = "[scenario]\nduration = \"8m\"\n[menu.pizza]\nwork = { dist = \"fixed\", mean = \"1s\" }\n\
                [menu.bread]\nwork = { dist = \"fixed\", mean = \"1s\" }\n\
                [[zone]]\nname = \"Town\"\narrivals = \"even\"\norders_per_hour = 12.0\n[[outlet]]\nname = \"Main\"\n\
                [[event]]\nat = \"+0s\"\ndo = \"surge\"\nitem = \"bread\"\nfactor = 3.0\nlasts = \"1h\"";
    let lines = play(text).lines;
    let placings: Vec<&String> = lines.iter().filter(|l| l.contains(" placed")).collect();
    assert_eq!(placings.len(), 3, "at 2:30, 5:00, 7:30: {placings:?}");
    assert!(placings[0].starts_with("0:02:30 #1 placed"));
}

/// A zone's surge leaves the others alone.
#[test]
fn a_surge_in_one_zone_leaves_the_others() {
    let zones = "orders_per_hour = 12.0\n[[zone]]\nname = \"Hill\"\norders_per_hour = 6.0\narrivals = \"even\"";
    let surge = "[[event]]\nat = \"+0s\"\ndo = \"surge\"\nzone = \"Town\"\nfactor = 2.0\nlasts = \"1h\"";
    // Town every 2:30, Hill at 10:00 as ever.
    assert_eq!(calls(zones, surge, "10m"), ["0:02:30", "0:05:00", "0:07:30", "0:10:00"]);
}

/// "traffic jams": rides take × factor. 4 km at 24 km/h are 10 minutes; the second leg begins in the jam and takes 20.
#[test]
fn a_leg_takes_what_the_roads_are_like_when_it_begins() {
    let text = town(
        "duration = \"50m\"",
        "at = [4.0, 0.0]",
        "riders = 1",
        "[delivery]\nmode = \"decoupled\"\nspeed_kmh = 24.0\n[[event]]\nat = \"+15m\"\ndo = \"traffic\"\nfactor = 2.0\nlasts = \"10m\"",
    )
    .replace("orders_per_hour = 15.0", "orders_per_hour = 3.0");
    // Cooked at 25:00, where the jam ends: ends of work come first, so the ride of that moment still takes twice as
    // long. At 45:00 chef and rider are done: chefs come first.
    play(&text).went(
        "0:15:00 traffic ×2 until 0:25:00
         0:20:00 #1 placed, #1 begun by 1
         0:25:00 #1 cooked by 1, #1 shelved, #1 with rider 1, traffic over
         0:40:00 #2 placed, #2 begun by 1
         0:45:00 #2 cooked by 1, #2 shelved, #1 delivered
         0:50:00 closing, end",
    );
}

/// "impatience": new customers have so much less patience; those who wait already keep theirs.
#[test]
fn impatience_is_for_new_customers() {
    let text = town(
        "duration = \"17m\"",
        "patience = { dist = \"fixed\", mean = \"6m\" }",
        "",
        "[[event]]\nat = \"+10m\"\ndo = \"impatience\"\nfactor = 0.5\nlasts = \"4m\"",
    )
    .replace("mean = \"5m\"", "mean = \"20m\"");
    // #2 placed at 8 has 6 minutes: to 14. #3 placed at 12 has 3: to 15. #4 placed at 16 has 6 again.
    play(&text).went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed
         0:10:00 impatience ×0.5 until 0:14:00
         0:12:00 #3 placed
         0:14:00 impatience over, #2 abandoned, #2 torn up
         0:15:00 #3 abandoned, #3 torn up
         0:16:00 #4 placed
         0:17:00 closing, end",
    );
}

/// A surge by the player's hand is the same surge as a scripted one.
#[test]
fn a_command_surges_like_the_script() {
    let text = town("duration = \"12m\"", "", "", "");
    let evening = play_with(&text, &[(120, "surge factor=2.0 lasts=\"1h\"")]);
    // Half a spacing has passed at 2:00; the other half takes a minute.
    assert!(evening.lines[1].starts_with("0:03:00 #1 placed"), "{:?}", evening.lines);
}
