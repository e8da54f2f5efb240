//! The road: pickup, chefs who drive, riders, the shelf. 24 km/h everywhere: 2:30 a kilometre.

use super::kit::{play_at, town};

/// "Main" and one zone `km` away, in a mode of delivery.
fn text(minutes: u32, km: f64, outlet: &str, delivery: &str) -> String {
    let zone = format!("at = [{km:?}, 0.0]");
    let rest = format!("[delivery]\nspeed_kmh = 24.0\n{delivery}");
    town(&format!("duration = \"{minutes}m\""), &zone, outlet, &rest)
}

const DECOUPLED: &str = "mode = \"decoupled\"";
const HANDOVER: &str = "handover = { dist = \"fixed\", mean = \"1m\" }";

/// "pickup: the order is delivered when it is cooked", far as the customer may live.
#[test]
fn who_fetches_has_it_at_once() {
    let evening = play_at(&text(8, 4.0, "", HANDOVER), &[&[60]], &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:06:00 #1 cooked by 1, #1 delivered
         0:08:00 closing, end",
    );
    let spans = evening.measures().spans;
    assert_eq!((spans.shelf.mean, spans.ride.mean), (Some(0.0), Some(0.0)));
}

/// "coupled: the chef who cooked it drives it out, hands it over and drives back, and cooks nothing meanwhile"; "a
/// leg's time is fixed when it begins": out in 10 + 1 minutes, though the jam comes at 12:00, and home in 20.
#[test]
fn a_chef_who_drives_does_not_cook() {
    let jam = (720, "traffic factor=2.0 lasts=\"1h\"");
    let delivery = format!("mode = \"coupled\"\n{HANDOVER}");
    let evening = play_at(&text(40, 4.0, "", &delivery), &[&[60, 420]], &[jam]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:06:00 #1 cooked by 1, #1 driven by 1
         0:07:00 #2 placed
         0:12:00 traffic ×2 until 1:12:00, (traffic)
         0:17:00 #1 delivered
         0:37:00 #2 begun by 1
         0:40:00 closing, end",
    );
    assert_eq!(evening.measures().spans.ride.mean, Some(660.0));
    assert_eq!(evening.measures().utilization.chefs, Some(39.0 / 40.0), "cooking or driving, home too");
}

/// Outlet in the middle, the first zone `a` km to the right, the second `b` km (both may be negative: to the left).
fn two_doors(minutes: u32, (a, b): (f64, f64), outlet: &str, delivery: &str) -> String {
    text(minutes, a, outlet, delivery).replace(
        "[[outlet]]",
        &format!("[[zone]]\nname = \"Other\"\nat = [{b:?}, 0.0]\norders_per_hour = 1.0\n[[outlet]]"),
    )
}

/// "riders take up to batch orders a trip, without waiting to fill it, visit them nearest-next, and drive back": #1
/// leaves alone; at 16:00 #2 (2 km) and #3 (1 km) leave together, and #3 is served first; #4 was later on the shelf.
#[test]
fn a_trip_takes_what_is_there_and_goes_to_the_nearest_next() {
    let delivery = format!("{DECOUPLED}\nbatch = 2");
    let text = two_doors(27, (2.0, 1.0), "riders = 1\n[[outlet.chef]]\ncount = 3", &delivery);
    play_at(&text, &[&[60, 120], &[180, 240]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed, #2 begun by 2
         0:03:00 #3 placed, #3 begun by 3
         0:04:00 #4 placed
         0:06:00 #1 cooked by 1, #1 shelved, #1 with rider 1, #4 begun by 1
         0:07:00 #2 cooked by 2, #2 shelved
         0:08:00 #3 cooked by 3, #3 shelved
         0:11:00 #4 cooked by 1, #4 shelved, #1 delivered
         0:16:00 #2 with rider 1, #3 with rider 1
         0:18:30 #3 delivered
         0:21:00 #2 delivered
         0:26:00 #4 with rider 1
         0:27:00 closing, end",
    );
}

/// "ties the older; delivered at the end of the handover": two doors 1 km to either side; #2, from the second zone, has
/// lain longer. Each stop takes its minute; from door to door it is 2 km.
#[test]
fn of_two_doors_equally_near_the_older_order() {
    let delivery = format!("{DECOUPLED}\nbatch = 2\n{HANDOVER}");
    let text = two_doors(25, (1.0, -1.0), "riders = 1\n[[outlet.chef]]\ncount = 3", &delivery);
    let evening = play_at(&text, &[&[60, 180, 900], &[120]], &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed, #2 begun by 2
         0:03:00 #3 placed, #3 begun by 3
         0:06:00 #1 cooked by 1, #1 shelved, #1 with rider 1
         0:07:00 #2 cooked by 2, #2 shelved
         0:08:00 #3 cooked by 3, #3 shelved
         0:09:30 #1 delivered
         0:12:00 #2 with rider 1, #3 with rider 1
         0:15:00 #4 placed, #4 begun by 1
         0:15:30 #2 delivered
         0:20:00 #4 cooked by 1, #4 shelved
         0:21:30 #3 delivered
         0:24:00 #4 with rider 1
         0:25:00 closing, end",
    );
    let measures = evening.measures();
    // Rides 3:30, 3:30 and 9:30; on the shelf 0, 5 and 4 minutes.
    assert_eq!((measures.spans.ride.mean, measures.spans.shelf.mean), (Some(330.0), Some(180.0)));
    assert_eq!(measures.utilization.riders, Some(19.0 / 25.0));
}

/// "shelf_limit blocks the chef; a box for which a rider stands ready needs no place; a freed place goes to the chef
/// who has been blocked longest": no place at all on the shelf; 1.2 km, so the rider is out for six minutes at a time.
#[test]
fn a_full_shelf_blocks_the_chefs() {
    let text = text(22, 1.2, "riders = 1\nshelf_limit = 0\n[[outlet.chef]]\ncount = 2", DECOUPLED);
    let evening = play_at(&text, &[&[60, 120, 180, 240]], &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed, #2 begun by 2
         0:03:00 #3 placed
         0:04:00 #4 placed
         0:06:00 #1 cooked by 1, #1 shelved, #1 with rider 1, #3 begun by 1
         0:07:00 #2 cooked by 2, #2 blocks 2
         0:09:00 #1 delivered
         0:11:00 #3 cooked by 1, #3 blocks 1
         0:12:00 #2 shelved, #2 with rider 1, #4 begun by 2
         0:15:00 #2 delivered
         0:17:00 #4 cooked by 2, #4 blocks 2
         0:18:00 #3 shelved, #3 with rider 1
         0:21:00 #3 delivered
         0:22:00 closing, end",
    );
    // Blocked 0, 5 and 7 minutes; the chefs 7 and 5 + 5 minutes of 44, cooking 10 and 10.
    let measures = evening.measures();
    assert_eq!((measures.spans.blocked.mean, measures.spans.blocked.max.map(f64::round)), (Some(240.0), Some(420.0)));
    assert_eq!((measures.utilization.blocked, measures.utilization.chefs), (Some(17.0 / 44.0), Some(20.0 / 44.0)));
    // The spans add up to the latency.
    let spans = measures.spans;
    let all = [spans.queue, spans.down, spans.redo, spans.cook, spans.blocked, spans.shelf, spans.ride];
    let sum: f64 = all.iter().flat_map(|s| s.mean).sum();
    assert_eq!((Some(sum), sum), (measures.latency.mean, (8.0 + 13.0 + 18.0) * 20.0));
}

/// A wider shelf frees the chef at once.
#[test]
fn a_longer_shelf_takes_the_box_in_hand() {
    let text = text(13, 4.0, "riders = 1\nshelf_limit = 0", DECOUPLED);
    let evening = play_at(&text, &[&[60, 120, 180]], &[(720, "set_shelf_limit outlet=\"Main\" limit=1")]);
    assert_eq!(evening.when("#2 blocks 1"), "0:11:00");
    assert_eq!(evening.lines[evening.lines.len() - 2], "0:12:00 #2 shelved, #3 begun by 1, (set_shelf_limit)");
}

/// "set_delivery is for orders finished from now on; trips and boxes under way end as they began; riders stay on the
/// payroll":
/// #2, boxed at 11:00, still goes with the rider at 16:00; #3, cooked at 16:00, is fetched.
#[test]
fn another_mode_is_for_orders_finished_from_now_on() {
    let rest = format!("{DECOUPLED}\n[money]\nchef_wage = 60.0\nrider_wage = 30.0");
    let text = text(22, 2.0, "riders = 1", &rest);
    let evening = play_at(&text, &[&[60, 120, 180]], &[(720, "set_delivery mode=\"pickup\"")]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:03:00 #3 placed
         0:06:00 #1 cooked by 1, #1 shelved, #1 with rider 1, #2 begun by 1
         0:11:00 #2 cooked by 1, #2 shelved, #3 begun by 1, #1 delivered
         0:12:00 (set_delivery)
         0:16:00 #3 cooked by 1, #3 delivered, #2 with rider 1
         0:21:00 #2 delivered
         0:22:00 closing, end",
    );
    assert_eq!(evening.measures().money.wages, 33.0);
    // And the other way round: what is cooked after 7:00 goes on the shelf.
    let pickup = text_of_pickup();
    let evening = play_at(&pickup, &[&[60, 120]], &[(420, "set_delivery mode=\"decoupled\"")]);
    assert_eq!((evening.when("#1 delivered"), evening.when("#2 delivered")), ("0:06:00".into(), "0:16:00".into()));
}

fn text_of_pickup() -> String {
    text(17, 2.0, "riders = 1", "mode = \"pickup\"")
}

/// "set_batch": for the next trip.
#[test]
fn a_bigger_batch_is_for_the_next_trip() {
    let text = text(17, 2.0, "riders = 1\n[[outlet.chef]]\ncount = 3", DECOUPLED);
    let calls: &[&[u64]] = &[&[60, 120, 180]];
    let evening = play_at(&text, calls, &[(600, "set_batch batch=2")]);
    assert_eq!(
        (evening.when("#2 with rider 1"), evening.when("#3 with rider 1")),
        ("0:16:00".into(), "0:16:00".into())
    );
    assert_eq!(play_at(&text, calls, &[]).when("#3 with rider 1"), "");
}

/// "Riders serve their own outlet only": the other outlet's rider has nothing to do, and #2 waits on the shelf.
#[test]
fn riders_serve_their_own_outlet() {
    let text = text(17, 2.0, "riders = 1", DECOUPLED)
        .replace("[delivery]", "[[outlet]]\nname = \"Far\"\nat = [9.0, 0.0]\nriders = 1\n[delivery]");
    play_at(&text, &[&[60, 120]], &[]).went(
        "0:01:00 #1 placed, #1 to Main, #1 begun by Main/1
         0:02:00 #2 placed, #2 to Main
         0:06:00 #1 cooked by Main/1, #1 shelved, #1 with rider Main/1, #2 begun by Main/1
         0:11:00 #2 cooked by Main/1, #2 shelved, #1 delivered
         0:16:00 #2 with rider Main/1
         0:17:00 closing, end",
    );
}

/// A rider, like a chef, starts after hire_time, and is let go after the trip, the last hired first.
#[test]
fn riders_come_and_go() {
    let (hire, go) = ("hire_rider outlet=\"Main\"", "dismiss_rider outlet=\"Main\"");
    let text = text(23, 2.0, "riders = 1", &format!("{DECOUPLED}\n[money]\nrider_wage = 60.0\nchef_wage = 0.0"));
    let evening = play_at(&text, &[&[60, 120]], &[(120, hire), (780, go), (840, go), (900, go)]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed, rider 2 hired for 0:12:00, (hire_rider)
         0:06:00 #1 cooked by 1, #1 shelved, #1 with rider 1, #2 begun by 1
         0:11:00 #2 cooked by 1, #2 shelved, #1 delivered
         0:12:00 rider 2 starts, #2 with rider 2
         0:13:00 (dismiss_rider)
         0:14:00 (dismiss_rider)
         0:16:00 rider 1 leaves
         0:17:00 #2 delivered
         0:22:00 rider 2 leaves
         0:23:00 closing, end",
    );
    assert_eq!(evening.answers(), "...x");
    // Rider 1 sixteen minutes, rider 2 ten.
    assert_eq!((evening.measures().money.wages, evening.measures().money.investments), (26.0, 30.0));
}

/// A rider on the way goes first, then the idle ones, the last hired first, then who is out.
#[test]
fn a_rider_on_the_way_is_let_go_first() {
    let go = "dismiss_rider outlet=\"Main\"";
    let text = text(17, 2.0, "riders = 3", DECOUPLED);
    let commands = [(120, "hire_rider outlet=\"Main\""), (420, go), (430, go), (440, go), (450, go)];
    let evening = play_at(&text, &[&[60]], &commands);
    let left = |rider: u32| evening.when(&format!("rider {rider} leaves"));
    assert_eq!([4, 3, 2, 1].map(left), ["0:07:00", "0:07:10", "0:07:20", "0:16:00"]);
}

/// Of riders at home the longest idle goes first: rider 2 has not been out at 12:00, rider 1 came home at 11:00.
#[test]
fn the_longest_idle_rider_goes_first() {
    let text = text(13, 1.0, "riders = 2", DECOUPLED);
    let evening = play_at(&text, &[&[60, 420]], &[]);
    assert_eq!(
        (evening.when("#1 with rider 1"), evening.when("#2 with rider 2")),
        ("0:06:00".into(), "0:12:00".into())
    );
}
