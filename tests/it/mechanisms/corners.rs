//! Where two mechanisms meet.

use super::kit::{Evening, play_at, town};

/// Outlets "Main" and, where asked, "Hill" a kilometre off; the town is at Main's door. Pizzas of 3 minutes.
fn evening(outlets: usize, zone: &str, outlet: &str, rest: &str, calls: &[u64], commands: &[(u64, &str)]) -> Evening {
    let hill = if outlets > 1 { "[[outlet]]\nname = \"Hill\"\nat = [1.0, 0.0]\n" } else { "" };
    let text =
        town("duration = \"22m\"", zone, outlet, &format!("{hill}{rest}")).replace("mean = \"5m\"", "mean = \"3m\"");
    play_at(&text, &[calls], commands)
}

const PATIENT_4M: &str = "patience = { dist = \"fixed\", mean = \"4m\" }";

/// Who waits at the front desk has no ticket, and leaves like anybody else.
#[test]
fn patience_runs_at_the_front_desk() {
    let rest = "[dispatch]\nhealth_check = \"6m\"\nwhen_none = \"hold\"";
    let dark = [(300, "power_outage outlet=\"Main\"")];
    let evening = evening(1, PATIENT_4M, "", rest, &[480, 1140], &dark);
    evening.went(
        "0:05:00 Main dark for good, (power_outage)
         0:06:00 desk misses Main
         0:08:00 #1 placed, #1 held
         0:12:00 #1 abandoned
         0:19:00 #2 placed, #2 held
         0:22:00 closing, end",
    );
    let measures = evening.measures();
    assert_eq!((measures.orders.abandoned, measures.orders.in_system, measures.orders.wasted), (1, 1, 0));
    assert_eq!((measures.spans.queue_abandoned.mean, measures.waiting.max), (Some(240.0), Some(0)));
}

/// While a line is cut its outlet cannot be told: who leaves there tells in vain, and his pizza is made when the order
/// comes through.
#[test]
fn who_hangs_in_the_line_tells_in_vain() {
    let rest = "[dispatch]\nhealth_check = \"1h\"";
    let cut = [(300, "cut_line outlet=\"Main\" lasts=\"8m\"")];
    let evening = evening(1, PATIENT_4M, "", rest, &[480], &cut);
    evening.went(
        "0:05:00 Main cut off until 0:13:00, (cut_line)
         0:08:00 #1 placed, #1 hangs in the line to Main
         0:12:00 #1 abandoned
         0:13:00 Main mended, #1 begun by 1
         0:16:00 #1 cooked by 1, #1 wasted
         0:22:00 closing, end",
    );
    assert_eq!((evening.measures().orders.wasted, evening.measures().money.ingredients), (1, 2.0));
}

/// The same for a ticket that waits at a cut outlet: nobody there knows, so it is cooked in its turn.
#[test]
fn who_waits_behind_a_cut_line_tells_in_vain() {
    let rest = "[dispatch]\nhealth_check = \"1h\"";
    let text = town("duration = \"22m\"", PATIENT_4M, "", rest).replace("mean = \"5m\"", "mean = \"10m\"");
    play_at(&text, &[&[60, 120]], &[(180, "cut_line outlet=\"Main\"")]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:03:00 Main cut off for good, (cut_line)
         0:06:00 #2 abandoned
         0:11:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:21:00 #2 cooked by 1, #2 wasted
         0:22:00 closing, end",
    );
}

/// What hung in the line meets the limit like a new order when it comes through, oldest first.
#[test]
fn what_hung_in_the_line_may_find_it_full() {
    let cut = [(300, "cut_line outlet=\"Main\" lasts=\"8m\"")];
    let evening = evening(1, "", "queue_limit = 0", "[dispatch]\nhealth_check = \"1h\"", &[480, 540], &cut);
    evening.went(
        "0:05:00 Main cut off until 0:13:00, (cut_line)
         0:08:00 #1 placed, #1 hangs in the line to Main
         0:09:00 #2 placed, #2 hangs in the line to Main
         0:13:00 Main mended, #1 begun by 1, #2 refused
         0:16:00 #1 cooked by 1, #1 delivered
         0:22:00 closing, end",
    );
}

/// With failover what hung in the line moves (no copy is made of it), and is made once.
#[test]
fn what_hung_in_the_line_moves() {
    let cut = [(300, "cut_line outlet=\"Main\" lasts=\"8m\"")];
    let evening = evening(2, "", "", "[dispatch]\nhealth_check = \"10m\"", &[480], &cut);
    evening.went(
        "0:05:00 Main cut off until 0:13:00, (cut_line)
         0:08:00 #1 placed, #1 hangs in the line to Main
         0:10:00 desk misses Main, #1 from Main to Hill, #1 begun by Hill/1
         0:13:00 #1 cooked by Hill/1, #1 delivered, Main mended
         0:20:00 desk reaches Main
         0:22:00 closing, end",
    );
    let measures = evening.measures();
    assert_eq!((measures.orders.rerouted, measures.orders.duplicated, measures.orders.arrived), (1, 0, 1));
    assert_eq!((measures.outlets[0].orders.rerouted, measures.outlets[1].orders.delivered), (1, 1));
}

/// Who found nobody calls again like any lost customer; the check of 7:00 comes before him.
#[test]
fn who_found_nobody_calls_again() {
    let rest = "[dispatch]\nhealth_check = \"1m\"";
    let dark = [(0, "power_outage outlet=\"Main\" lasts=\"390s\"")];
    evening(1, "retry = { wait = \"5m\" }", "", rest, &[120], &dark).went(
        "0:00:00 Main dark until 0:06:30, (power_outage)
         0:01:00 desk misses Main
         0:02:00 #1 placed, #1 unreachable, again at 0:07:00
         0:06:30 Main lit
         0:07:00 desk reaches Main, #2 placed, #2 begun by 1
         0:10:00 #2 cooked by 1, #2 delivered
         0:22:00 closing, end",
    );
}

/// A chef who falls ill with a box in his hands leaves it there: finished work is not lost, and it goes in its turn.
#[test]
fn an_ill_chef_leaves_his_box() {
    let rest = "[delivery]\nmode = \"decoupled\"\nspeed_kmh = 24.0";
    let text = town("duration = \"22m\"", "at = [2.0, 0.0]", "riders = 1\nshelf_limit = 0", rest);
    let evening = play_at(&text, &[&[60, 120]], &[(720, "chef_ill outlet=\"Main\"")]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:06:00 #1 cooked by 1, #1 shelved, #1 with rider 1, #2 begun by 1
         0:11:00 #2 cooked by 1, #2 blocks 1, #1 delivered
         0:12:00 1 ill until 1:12:00, (chef_ill)
         0:14:00 1 missed
         0:16:00 #2 shelved, #2 with rider 1
         0:21:00 #2 delivered
         0:22:00 closing, end",
    );
    assert_eq!(evening.measures().spans.blocked.max, Some(300.0));
    // Blocked and well only from 11:00 to 12:00, and that is all he was here of it.
    assert_eq!(evening.measures().utilization.blocked, Some(1.0 / 12.0));
}

/// The last customer of a draining shop may be on the road.
#[test]
fn a_shop_drains_to_the_last_door() {
    let rest = "[delivery]\nmode = \"decoupled\"\nspeed_kmh = 24.0";
    let text = town("duration = \"7m\"\ndrain = true", "at = [2.0, 0.0]", "riders = 1", rest);
    play_at(&text, &[&[60]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:06:00 #1 cooked by 1, #1 shelved, #1 with rider 1
         0:07:00 closing
         0:11:00 #1 delivered, end",
    );
}

/// Hired for a site that is still opening, a chef begins, and is paid, with the opening at 21:00; a closed one hires
/// nobody.
#[test]
fn who_is_hired_for_a_site_begins_with_it() {
    let rest = "[[outlet]]\nname = \"Site\"\nstatus = \"closed\"\nopen_time = \"20m\"\n[money]\nchef_wage = 60.0";
    let hire = "hire_chef outlet=\"Site\"";
    let commands = [(30, hire), (60, "open_outlet outlet=\"Site\""), (120, hire)];
    let evening = evening(1, "", "", rest, &[], &commands);
    assert_eq!(evening.answers(), "x..");
    // Main's chef 22 minutes, the site's two one each.
    assert_eq!(evening.measures().money.wages, 24.0);
}

/// A slow chef is slow at trays too: half of ten minutes is left at 6:00, and takes ten.
#[test]
fn a_slow_chef_is_slow_at_his_tray() {
    let outlet = "prep = { item = \"pizza\", from = \"11:01\", to = \"12:00\", target = 10, batch = 10 }";
    let text =
        town("duration = \"18m\"", "", outlet, "").replace("price = 10.0", "base_time = \"1m\"\nbase_saves = 0.5");
    let evening = play_at(&text, &[&[]], &[(360, "slow_chef outlet=\"Main\" factor=0.5")]);
    assert_eq!(evening.when("tray of 10 done by 1"), "0:16:00");
}

/// A dish has figures of its own: the pizza of 1:00 takes five minutes, the bread of 2:00 six, with a promise of five.
#[test]
fn a_dish_is_measured_by_itself() {
    let text = town(
        "duration = \"9m\"",
        "mix = { pizza = 1.0 }",
        "",
        "[slo]\npromise = \"5m\"\n[kitchen]\nall_round_speed = 1.0",
    )
    .replace("[[zone]]", "[menu.bread]\nprice = 4.0\nwork = { dist = \"fixed\", mean = \"2m\" }\n[[zone]]")
    .replace("[[outlet]]", "[[zone]]\nname = \"Peckish\"\norders_per_hour = 1.0\nmix = { bread = 1.0 }\n[[outlet]]");
    let measures = play_at(&text, &[&[60], &[120]], &[]).measures();
    let items: Vec<_> = measures.items.iter().map(|i| (i.orders.delivered, i.latency.mean, i.on_time_ratio)).collect();
    assert_eq!(items, [(1, Some(300.0), Some(1.0)), (1, Some(360.0), Some(0.0))]);
    assert_eq!((measures.latency.mean, measures.slo.on_time_ratio), (Some(330.0), Some(0.5)));
    assert_eq!((measures.money.revenue, measures.money.refunds), (14.0, 4.0));
}

/// An order whose two tickets were both begun, and lost, and meet in one line: the first goes before its copy, wherever
/// each comes from. (A is cut off from 3:00 to 31:10, dark until 33:20; B is dark from 33:30.)
#[test]
fn of_two_tickets_in_one_line_the_first_goes_first() {
    let outlets = "[[outlet]]\nname = \"B\"\nat = [1.0, 0.0]\n[dispatch]\npolicy = \"nearest\"\nhealth_check = \"4m\"";
    let text = town("duration = \"37m\"", "", "", outlets)
        .replace("name = \"Main\"", "name = \"A\"")
        .replace("mean = \"5m\"", "mean = \"30m\"");
    let commands = [
        (180, "cut_line outlet=\"A\" lasts=\"1690s\""),
        (1880, "power_outage outlet=\"A\" lasts=\"2m\""),
        (2010, "power_outage outlet=\"B\""),
    ];
    play_at(&text, &[&[60, 120]], &commands).went(
        "0:01:00 #1 placed, #1 to A, #1 begun by A/1
         0:02:00 #2 placed, #2 to A
         0:03:00 A cut off until 0:31:10, (cut_line)
         0:04:00 desk misses A, #2 copied from A to B, #2' begun by B/1
         0:31:00 #1 cooked by A/1, #1 delivered, #2 begun by A/1, #2 made twice
         0:31:10 A mended
         0:31:20 A dark until 0:33:20, #2 put back by A/1, 20s lost, (power_outage)
         0:32:00 #2 from A to B
         0:33:20 A lit
         0:33:30 B dark for good, #2' put back by B/1, 29m30s lost, (power_outage)
         0:36:00 desk reaches A, desk misses B, #2 from B to A, #2 begun by A/1, #2' from B to A
         0:37:00 closing, end",
    );
}
