//! Power cuts, and what "available" means.

use super::kit::{Evening, play_at, town};

/// So seldom do the desk's checks come that they stay out of the picture.
const DESK: &str = "[dispatch]\nhealth_check = \"10h\"\n";

fn evening(minutes: u32, zone: &str, outlet: &str, calls: &[u64], commands: &[(u64, &str)]) -> Evening {
    play_at(&town(&format!("duration = \"{minutes}m\""), zone, outlet, DESK), &[calls], commands)
}

/// "what is being cooked is lost work and goes back to the head of the line (among themselves oldest first); when power
/// returns, cooking restarts from the line": put back before the newest, too.
#[test]
fn in_the_dark_cooking_is_lost() {
    let outlet = "queue_order = \"newest_first\"\n[[outlet.chef]]\ncount = 2";
    let dark = (240, "power_outage outlet=\"Main\" lasts=\"6m\"");
    let evening = evening(21, "", outlet, &[60, 120, 180, 300], &[dark]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed, #2 begun by 2
         0:03:00 #3 placed
         0:04:00 Main dark until 0:10:00, #1 put back by 1, 3m lost, #2 put back by 2, 2m lost, (power_outage)
         0:05:00 #4 placed
         0:10:00 Main lit, #1 begun by 1, #2 begun by 2
         0:15:00 #1 cooked by 1, #1 delivered, #4 begun by 1, #2 cooked by 2, #2 delivered, #3 begun by 2
         0:20:00 #4 cooked by 1, #4 delivered, #3 cooked by 2, #3 delivered
         0:21:00 closing, end",
    );
    assert_eq!(evening.measures().orders.recooked, 2);
    // Lost: what was cooked until 4:00. In the dark: six minutes for three orders, five for #4. In the queue: one
    // minute and five for #3, five for #4.
    let spans = evening.measures().spans;
    assert_eq!(spans.redo.mean, Some((180.0 + 120.0) / 4.0));
    assert_eq!(spans.down.mean, Some((3.0 * 360.0 + 300.0) / 4.0));
    assert_eq!(spans.queue.mean, Some((360.0 + 300.0) / 4.0));
}

/// One chef takes the two put-back orders one after the other, the oldest first, before what came in the dark.
#[test]
fn put_back_orders_are_oldest_first() {
    let outlet = "queue_order = \"newest_first\"\n[[outlet.chef]]\ncount = 2";
    let commands = [(240, "power_outage outlet=\"Main\" lasts=\"6m\""), (300, "dismiss_chef outlet=\"Main\"")];
    let evening = evening(21, "", outlet, &[60, 120, 180], &commands);
    assert_eq!(evening.when("#1 begun by 1"), "0:01:00 0:10:00");
    assert_eq!((evening.when("#2 begun by 1"), evening.when("#3 begun by 1")), ("0:15:00".into(), "0:20:00".into()));
}

/// "a base in hand is lost, the stock keeps (and spoils)": two bases of 3:00 spoil at 13:00 in the dark.
#[test]
fn in_the_dark_the_stock_keeps_and_spoils() {
    let outlet = "prep = { item = \"pizza\", from = \"11:01\", to = \"12:00\", target = 4, batch = 2 }";
    let text = town("duration = \"23m\"", "", outlet, DESK)
        .replace("price = 10.0", "base_time = \"1m\"\nbase_saves = 0.5\nbase_keeps = \"10m\"");
    let evening = play_at(&text, &[&[]], &[(240, "power_outage outlet=\"Main\" lasts=\"16m\"")]);
    evening.went(
        "0:01:00 prep begins, tray of 2 begun by 1
         0:03:00 tray of 2 done by 1, tray of 2 begun by 1
         0:04:00 Main dark until 0:20:00, (power_outage)
         0:13:00 2 spoiled
         0:20:00 Main lit, tray of 2 begun by 1
         0:22:00 tray of 2 done by 1, tray of 2 begun by 1
         0:23:00 closing, end",
    );
    let prep = evening.measures().prep;
    assert_eq!((prep.made, prep.spoiled), (4, 2));
}

/// "a finished box in a chef's hands keeps; riders go on taking boxes": one place on the shelf, 6 minutes a way. The
/// box that blocks the chef gets its place at 18:00, in the dark; the chef takes nothing new before the light is back.
#[test]
fn in_the_dark_boxes_keep_and_riders_ride() {
    let rest = format!("{DESK}[delivery]\nmode = \"decoupled\"\nspeed_kmh = 24.0");
    let text = town("duration = \"29m\"", "at = [2.4, 0.0]", "riders = 1\nshelf_limit = 1", &rest);
    let dark = (1020, "power_outage outlet=\"Main\" lasts=\"8m\"");
    play_at(&text, &[&[60, 120, 180, 1050]], &[dark]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:03:00 #3 placed
         0:06:00 #1 cooked by 1, #1 shelved, #1 with rider 1, #2 begun by 1
         0:11:00 #2 cooked by 1, #2 shelved, #3 begun by 1
         0:12:00 #1 delivered
         0:16:00 #3 cooked by 1, #3 blocks 1
         0:17:00 Main dark until 0:25:00, (power_outage)
         0:17:30 #4 placed
         0:18:00 #2 with rider 1, #3 shelved
         0:24:00 #2 delivered
         0:25:00 Main lit, #4 begun by 1
         0:29:00 closing, end",
    );
}

/// "who drives goes on, comes home and waits": home at 26:00, at the stove at 30:00.
#[test]
fn in_the_dark_a_driving_chef_comes_home() {
    let rest = format!("{DESK}[delivery]\nmode = \"coupled\"\nspeed_kmh = 24.0");
    let text = town("duration = \"31m\"", "at = [4.0, 0.0]", "", &rest);
    play_at(&text, &[&[60, 600]], &[(480, "power_outage outlet=\"Main\" lasts=\"22m\"")]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:06:00 #1 cooked by 1, #1 driven by 1
         0:08:00 Main dark until 0:30:00, (power_outage)
         0:10:00 #2 placed
         0:16:00 #1 delivered
         0:30:00 Main lit, #2 begun by 1
         0:31:00 closing, end",
    );
}

/// "patience runs" in the dark; but "over for good when cooking first starts (a re-cook does not revive it)": #1 waits
/// 18 minutes for the light with a patience of six. "lasts missing: until the opposite command"; each is refused where
/// it is so already.
#[test]
fn in_the_dark_patience_runs() {
    let dark = "power_outage outlet=\"Main\"";
    let lit = "restore_power outlet=\"Main\"";
    let patience = "patience = { dist = \"fixed\", mean = \"6m\" }";
    let commands = [(90, lit), (120, dark), (240, dark), (1200, lit)];
    let evening = evening(26, patience, "", &[60, 180], &commands);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 Main dark for good, #1 put back by 1, 1m lost, (power_outage)
         0:03:00 #2 placed
         0:09:00 #2 abandoned, #2 torn up
         0:20:00 Main lit, #1 begun by 1, (restore_power)
         0:25:00 #1 cooked by 1, #1 delivered
         0:26:00 closing, end",
    );
    assert_eq!(evening.answers(), "x.x.");
}

/// A restored light comes back once: the end that `lasts` had named is forgotten.
#[test]
fn a_restored_light_is_not_restored_again() {
    let commands = [(60, "power_outage outlet=\"Main\" lasts=\"10m\""), (120, "restore_power outlet=\"Main\"")];
    assert_eq!(evening(20, "", "", &[], &commands).when("lit"), "0:02:00");
}

/// An ill chef whom nobody has missed has his order in hand like any other: it goes back too.
#[test]
fn in_the_dark_an_unnoticed_illness_loses_its_order() {
    let rest = format!("{DESK}[kitchen]\nnotice_time = \"10m\"");
    let text = town("duration = \"13m\"", "", "[[outlet.chef]]\ncount = 2", &rest);
    let commands =
        [(120, "chef_ill outlet=\"Main\" lasts=\"20m\""), (180, "power_outage outlet=\"Main\" lasts=\"3m\"")];
    play_at(&text, &[&[60]], &commands).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 1 ill until 0:22:00, (chef_ill)
         0:03:00 Main dark until 0:06:00, #1 put back by 1, 2m lost, (power_outage)
         0:06:00 Main lit, #1 begun by 2
         0:11:00 #1 cooked by 2, #1 delivered
         0:12:00 1 missed
         0:13:00 closing, end",
    );
}

/// "Availability of an outlet = share of open time with power, line, and at least one chef at work or ready": dark 2–6,
/// cut off 10–12, everybody ill 15–18 of 20 minutes.
#[test]
fn availability_of_an_outlet() {
    let commands = [
        (120, "power_outage outlet=\"Main\" lasts=\"4m\""),
        (600, "cut_line outlet=\"Main\" lasts=\"2m\""),
        (900, "chef_ill outlet=\"Main\" lasts=\"3m\""),
    ];
    let measures = evening(20, "", "", &[], &commands).measures();
    assert_eq!(measures.availability, Some(11.0 / 20.0));
    assert_eq!(measures.outlets[0].availability, Some(11.0 / 20.0));
}

/// "of the shop = share of time with at least one such outlet"; a site opened at 10:00 has been there all its open
/// time.
#[test]
fn availability_of_the_shop() {
    let rest = format!(
        "[[outlet]]\nname = \"Hill\"\n[[outlet]]\nname = \"Site\"\nstatus = \"closed\"\nopen_time = \"8m\"\n{DESK}"
    );
    let text = town("duration = \"20m\"", "", "", &rest);
    let dark = |outlet: &str| format!("power_outage outlet=\"{outlet}\" lasts=\"4m\"");
    let (main, hill) = (dark("Main"), dark("Hill"));
    let commands = [(120, main.as_str()), (120, "open_outlet outlet=\"Site\""), (240, &hill)];
    let measures = play_at(&text, &[&[]], &commands).measures();
    assert_eq!(measures.availability, Some(18.0 / 20.0), "both dark from 4:00 to 6:00");
    let outlets: Vec<_> = measures.outlets.iter().map(|outlet| outlet.availability).collect();
    assert_eq!(outlets, [Some(16.0 / 20.0), Some(16.0 / 20.0), Some(1.0)]);
}
