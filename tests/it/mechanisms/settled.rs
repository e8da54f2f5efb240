//! Corners in which two simulators written from one design could differ, settled one by one.

use super::desk::{row, sent};
use super::kit::{Evening, opened, play, play_at, play_with, town};
use pizzeria::sim::notice::{Notice, Witness};
use pizzeria::sim::setup::Arrivals;
use pizzeria::sim::world::World;
use pizzeria::units::{Span, Time};
use std::sync::Arc;

const PATIENT_4M: &str = "patience = { dist = \"fixed\", mean = \"4m\" }";

/// Pizzas of 3 minutes at "Main", the town at its door.
fn evening(zone: &str, outlet: &str, rest: &str, calls: &[u64], commands: &[(u64, &str)]) -> Evening {
    let text = town("duration = \"22m\"", zone, outlet, rest).replace("mean = \"5m\"", "mean = \"3m\"");
    play_at(&text, &[calls], commands)
}

// Cooked again.

/// An order whose cooking was lost is cooked again wherever it is cooked next: here at B, where failover has moved it.
#[test]
fn what_is_moved_and_begun_again_is_cooked_again() {
    let dark = [(300, "power_outage outlet=\"A\"")];
    let text = row(2, 0.0, 3, "policy = \"nearest\"\nhealth_check = \"10m\"", "", "14m");
    let evening = play_at(&text, &[&[240]], &dark);
    evening.went(
        "0:04:00 #1 placed, #1 to A, #1 begun by A/1
         0:05:00 A dark for good, #1 put back by A/1, 1m lost, (power_outage)
         0:10:00 desk misses A, #1 from A to B, #1 begun by B/1
         0:13:00 #1 cooked by B/1, #1 delivered
         0:14:00 closing, end",
    );
    let measures = evening.measures();
    assert_eq!((measures.orders.recooked, measures.orders.duplicated), (1, 0));
    assert_eq!((measures.outlets[0].orders.recooked, measures.outlets[1].orders.recooked), (0, 1));
}

/// The same by its second ticket: one cooking was lost, and made good by the copy. What A begins at 9:00 is the pizza
/// made twice, not another loss made good.
#[test]
fn a_lost_cooking_is_made_good_once_be_it_by_a_copy() {
    let text = row(2, 0.0, 10, "policy = \"nearest\"\nhealth_check = \"8m\"", "", "20m");
    let commands = [(180, "power_outage outlet=\"A\" lasts=\"6m\""), (240, "cut_line outlet=\"A\"")];
    let evening = play_at(&text, &[&[60]], &commands);
    evening.went(
        "0:01:00 #1 placed, #1 to A, #1 begun by A/1
         0:03:00 A dark until 0:09:00, #1 put back by A/1, 2m lost, (power_outage)
         0:04:00 A cut off for good, (cut_line)
         0:08:00 desk misses A, #1 copied from A to B, #1' begun by B/1, #1' made twice
         0:09:00 A lit, #1 begun by A/1
         0:18:00 #1' cooked by B/1, #1' delivered
         0:19:00 #1 cooked by A/1, #1 wasted
         0:20:00 closing, end",
    );
    let orders = evening.measures().orders;
    assert_eq!((orders.recooked, orders.duplicated, orders.wasted), (1, 1, 1));
}

// Failover and the desk.

/// Oldest first: #2, which waited at A when its line was cut, is copied before #3, which was sent into the cut line
/// after it, moves; so B's chef takes #2.
#[test]
fn copies_and_what_hung_in_the_line_go_in_one_order() {
    let text = row(2, 0.0, 30, "policy = \"nearest\"\nhealth_check = \"8m\"", "", "9m");
    play_at(&text, &[&[60, 120, 240]], &[(180, "cut_line outlet=\"A\"")]).went(
        "0:01:00 #1 placed, #1 to A, #1 begun by A/1
         0:02:00 #2 placed, #2 to A
         0:03:00 A cut off for good, (cut_line)
         0:04:00 #3 placed, #3 hangs in the line to A
         0:08:00 desk misses A, #2 copied from A to B, #2' begun by B/1, #3 from A to B
         0:09:00 closing, end",
    );
}

/// Oldest first over all outlets that are missed at one check: B has room for two more, and they are the oldest of A's
/// and C's, not two of A's.
#[test]
fn what_two_outlets_lose_at_one_check_goes_in_one_order() {
    let text = row(3, 0.0, 30, "policy = \"round_robin\"\nhealth_check = \"8m\"", "", "9m")
        .replace("at = [1.0, 0.0]", "at = [1.0, 0.0]\nqueue_limit = 3");
    let dark = [(420, "power_outage outlet=\"A\""), (420, "power_outage outlet=\"C\"")];
    play_at(&text, &[&[60, 120, 180, 240, 300, 360]], &dark).went(
        "0:01:00 #1 placed, #1 to A, #1 begun by A/1
         0:02:00 #2 placed, #2 to B, #2 begun by B/1
         0:03:00 #3 placed, #3 to C, #3 begun by C/1
         0:04:00 #4 placed, #4 to A
         0:05:00 #5 placed, #5 to B
         0:06:00 #6 placed, #6 to C
         0:07:00 A dark for good, #1 put back by A/1, 6m lost, (power_outage), C dark for good, #3 put back by C/1, 4m lost, (power_outage)
         0:08:00 desk misses A, desk misses C, #1 from A to B, #3 from C to B
         0:09:00 closing, end",
    );
}

/// Who leaves the front desk's queue without telling leaves his ticket there: it is sent when somebody answers, cooked
/// and wasted. (Who tells is struck off: `corners::patience_runs_at_the_front_desk`.)
#[test]
fn who_leaves_the_desk_without_telling_is_cooked_for() {
    let rest = "[dispatch]\nhealth_check = \"6m\"\nwhen_none = \"hold\"";
    let dark = [(300, "power_outage outlet=\"Main\" lasts=\"8m\"")];
    let evening = evening(&format!("{PATIENT_4M}\ncancels = false"), "", rest, &[480, 900], &dark);
    evening.went(
        "0:05:00 Main dark until 0:13:00, (power_outage)
         0:06:00 desk misses Main
         0:08:00 #1 placed, #1 held
         0:12:00 #1 abandoned
         0:13:00 Main lit
         0:15:00 #2 placed, #2 held
         0:18:00 desk reaches Main, #1 begun by 1
         0:19:00 #2 abandoned
         0:21:00 #1 cooked by 1, #1 wasted, #2 begun by 1
         0:22:00 closing, end",
    );
    let measures = evening.measures();
    assert_eq!((measures.orders.abandoned, measures.orders.wasted, measures.money.ingredients), (2, 1, 4.0));
}

/// Where the ticket of somebody who has gone finds the queue full it vanishes: he is lost once, not twice.
#[test]
fn a_held_ticket_of_nobody_that_finds_no_room_vanishes() {
    let rest = "[dispatch]\nhealth_check = \"6m\"\nwhen_none = \"hold\"";
    let dark = [(300, "power_outage outlet=\"Main\" lasts=\"8m\"")];
    let zone = format!("{PATIENT_4M}\ncancels = false");
    let evening = evening(&zone, "queue_limit = 0", rest, &[480, 540, 900], &dark);
    assert_eq!(
        (evening.when("#1 begun"), evening.when("#2 begun"), evening.when("refused")),
        ("0:18:00".into(), "".into(), "0:18:00".into(),)
    );
    let orders = evening.measures().orders;
    assert_eq!((orders.arrived, orders.abandoned, orders.refused, orders.wasted), (3, 2, 1, 1));
}

/// Who leaves while the line is cut could not tell: the order is cooked, driven and wasted.
#[test]
fn who_could_not_tell_is_driven_to() {
    let rest = "[dispatch]\nhealth_check = \"1h\"\n[delivery]\nmode = \"coupled\"\nspeed_kmh = 24.0";
    let cut = [(300, "cut_line outlet=\"Main\" lasts=\"8m\"")];
    evening(&format!("at = [1.0, 0.0]\n{PATIENT_4M}"), "", rest, &[480], &cut).went(
        "0:05:00 Main cut off until 0:13:00, (cut_line)
         0:08:00 #1 placed, #1 hangs in the line to Main
         0:12:00 #1 abandoned
         0:13:00 Main mended, #1 begun by 1
         0:16:00 #1 cooked by 1, #1 driven by 1
         0:18:30 #1 wasted
         0:22:00 closing, end",
    );
}

/// The spans of an order made twice are those of the ticket that won: placed at 8:00, begun at B at 10:00, at A at
/// 11:00.
#[test]
fn the_spans_are_those_of_the_ticket_that_won() {
    let text = row(2, 0.0, 7, "policy = \"nearest\"\nhealth_check = \"10m\"", "", "19m");
    let evening = play_at(&text, &[&[240, 480]], &[(540, "cut_line outlet=\"A\"")]);
    assert_eq!((evening.when("#2' begun"), evening.when("#2 begun")), ("0:10:00".into(), "0:11:00".into()));
    assert_eq!((evening.when("#2' delivered"), evening.when("#2 wasted")), ("0:17:00".into(), "0:18:00".into()));
    let spans = evening.measures().spans;
    assert_eq!((spans.queue.max, spans.cook.max, spans.redo.max), (Some(120.0), Some(420.0), Some(0.0)));
}

/// Turn by turn goes on from the outlet used last, whoever chose it: after B, the nearest, comes C.
#[test]
fn turn_by_turn_goes_on_from_the_last_outlet_used() {
    let text = row(3, 1.0, 1, "policy = \"round_robin\"", "", "8m").replace("15.0", "30.0");
    let commands = [(180, "set_policy policy=\"nearest\""), (420, "set_policy policy=\"round_robin\"")];
    // Calls at 2:00 (A), 4:00 and 6:00 (the nearest, B), 8:00 (C; after A it would be B's turn).
    assert_eq!(sent(&play_with(&text, &commands)), "ABBC");
}

// The expected wait.

/// Three chefs with tools of level 2 cook a pizza in 102 ÷ 1.9 s each, on average too; a third of three times that is
/// more by a float's last bit. Both outlets are idle and equally good, so the lower id is chosen.
#[test]
fn equal_waits_are_equal_whatever_a_float_adds() {
    let third = 102.0 / 1.9;
    assert!((third + third + third) / 3.0 > third, "the floats that would have decided");
    let text = row(2, 0.0, 1, "policy = \"least_wait\"", "[kitchen]\nlevel_speed = [1.0, 1.9]", "4m")
        .replace("mean = \"1m\"", "mean = \"102s\"")
        .replace("at = [0.0, 0.0]\n[[outlet]]", "at = [0.0, 0.0]\n[[outlet.chef]]\nlevel = 2\ncount = 3\n[[outlet]]")
        .replace("at = [1.0, 0.0]\n[dis", "at = [1.0, 0.0]\n[[outlet.chef]]\nlevel = 2\n[dis")
        .replace("[money]", "");
    let text = format!("{text}[money]\ntools = [0, 100]\n");
    assert_eq!(sent(&play(&text)), "A");
}

/// The desk counts a chef of whose illness it has not heard, and no longer when it has: ill at 3:00, noticed at 5:00.
#[test]
fn an_unnoticed_illness_counts_in_the_wait() {
    let text = row(2, 0.0, 1, "policy = \"least_wait\"", "", "8m");
    assert_eq!(sent(&play_with(&text, &[(180, "chef_ill outlet=\"A\"")])), "AB");
}

/// Nobody knows that a slow chef is slow.
#[test]
fn a_slow_chef_counts_as_usual_in_the_wait() {
    let text = row(2, 0.0, 1, "policy = \"least_wait\"", "", "4m");
    assert_eq!(sent(&play_with(&text, &[(60, "slow_chef outlet=\"A\" factor=0.1")])), "A");
}

/// In a specialised kitchen a dish counts with those who can cook it. B bakes both (10 and 2 minutes, 6 on average), A
/// only one: the bread man's 2 minutes are less than 6, the pizza man's 10 are more.
#[test]
fn in_a_specialised_kitchen_who_cannot_cook_it_does_not_count_in_the_wait() {
    let chosen = |dish: &str| {
        let expert = format!("at = [0.0, 0.0]\nkitchen = \"specialised\"\n[[outlet.chef]]\nskill = \"{dish}\"\n");
        let text = row(2, 0.0, 10, "policy = \"least_wait\"", "[kitchen]\nall_round_speed = 1.0", "4m")
            .replace("[[zone]]", "[menu.bread]\nwork = { dist = \"fixed\", mean = \"2m\" }\n[[zone]]")
            .replace("arrivals = \"even\"", &format!("arrivals = \"even\"\nmix = {{ {dish} = 1.0 }}"))
            .replacen("at = [0.0, 0.0]\n", &expert, 1)
            .replace("at = [1.0, 0.0]\n", "at = [1.0, 0.0]\nkitchen = \"specialised\"\n");
        sent(&play(&text))
    };
    assert_eq!((chosen("bread"), chosen("pizza")), ("A".into(), "B".into()));
}

// After closing.

/// The only chef was let go: he finishes #1, and nobody will ever cook #2. The shop ends there, whatever window opens
/// every day.
#[test]
fn a_shop_without_anybody_does_not_drain_for_a_year() {
    let outlet = "prep = { item = \"pizza\", from = \"12:00\", to = \"13:00\", target = 5 }";
    let text = town("duration = \"5m\"\ndrain = true", "", outlet, "")
        .replace("price = 10.0", "base_time = \"1m\"\nbase_saves = 0.5");
    play_at(&text, &[&[60, 120]], &[(180, "dismiss_chef outlet=\"Main\"")]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:03:00 (dismiss_chef)
         0:05:00 closing
         0:06:00 #1 cooked by 1, #1 delivered, 1 leaves, 1 stranded, end",
    );
}

/// Power that nobody will restore: the checks that go on for ever change nothing.
#[test]
fn a_shop_that_stays_dark_ends_at_closing() {
    let text = town("duration = \"5m\"\ndrain = true", "", "", "[dispatch]\nhealth_check = \"1m\"");
    let evening = play_at(&text, &[&[60, 120]], &[(180, "power_outage outlet=\"Main\"")]);
    assert_eq!(evening.lines.last().map(String::as_str), Some("0:05:00 closing, 2 stranded, end"));
}

/// While the power comes back, the ill get well, or those who wait lose patience, a draining shop goes on.
#[test]
fn a_draining_shop_waits_for_what_will_come() {
    let ends = |zone: &str, command: &str| {
        let text = town("duration = \"5m\"\ndrain = true", zone, "", "");
        play_at(&text, &[&[60]], &[(180, command)]).lines.last().cloned().unwrap_or_default()
    };
    let dark = "power_outage outlet=\"Main\"";
    assert_eq!(ends("", &format!("{dark} lasts=\"7m\"")), "0:15:00 #1 cooked by 1, #1 delivered, end");
    assert_eq!(ends("", "chef_ill outlet=\"Main\" lasts=\"1h\""), "1:08:00 #1 cooked by 1, #1 delivered, end");
    let patient = "patience = { dist = \"fixed\", mean = \"30m\" }\npatience_until = \"delivery\"";
    assert_eq!(ends(patient, dark), "0:31:00 #1 abandoned, #1 torn up, end");
}

/// A pizza that nobody will bring is as stranded as one that nobody will bake; and what no chef of a specialised
/// kitchen can cook will not be cooked.
#[test]
fn what_nobody_brings_or_can_cook_is_stranded() {
    let rest = "[delivery]\nmode = \"decoupled\"\nspeed_kmh = 24.0";
    let text = town("duration = \"5m\"\ndrain = true", "", "riders = 1", rest);
    let evening = play_at(&text, &[&[60, 120]], &[(180, "dismiss_rider outlet=\"Main\"")]);
    assert_eq!(evening.lines.last().map(String::as_str), Some("0:05:00 closing, 2 stranded, end"));
    let outlet = "kitchen = \"specialised\"\n[[outlet.chef]]\nskill = \"bread\"";
    let text = town("duration = \"5m\"\ndrain = true", "mix = { pizza = 1.0 }", outlet, "")
        .replace("[[zone]]", "[menu.bread]\nwork = { dist = \"fixed\", mean = \"2m\" }\n[[zone]]");
    let evening = play_at(&text, &[&[60]], &[]);
    assert_eq!(evening.lines.last().map(String::as_str), Some("0:05:00 closing, 1 stranded, end"));
}

// Calls.

/// A call at the very instant of closing is placed, whatever kind of arrivals it is of; a microsecond later none is.
#[test]
fn a_call_at_closing_is_placed_whatever_the_arrivals() {
    let text = town("duration = \"1h\"", "", "", "");
    let placed_until = |arrivals: &Arrivals, closing: Span| {
        let mut setup = (**opened(&text, &[]).setup()).clone();
        setup.zones[0].arrivals = arrivals.clone();
        setup.duration = closing;
        let mut calls = Calls::default();
        World::new(Arc::new(setup)).finish(&mut calls);
        calls.0
    };
    let recorded = Arrivals::Trace(vec![Time(7_000_003), Time(90_000_000)]);
    for arrivals in [Arrivals::Even, Arrivals::Poisson, recorded] {
        let first = placed_until(&arrivals, Span::from_hours(1))[0];
        assert_eq!(placed_until(&arrivals, Span(first.0)), [first], "{arrivals:?}");
        assert_eq!(placed_until(&arrivals, Span(first.0 - 1)), [], "{arrivals:?}");
    }
}

/// When calls were placed.
#[derive(Default)]
struct Calls(Vec<Time>);

impl Witness for Calls {
    fn see(&mut self, world: &World, notice: Notice) {
        if let Notice::Placed { .. } = notice {
            self.0.push(world.now());
        }
    }
}

/// Even calls do not add up rounding: with 7 an hour the n-th is at n × 3600 ÷ 7 s to the microsecond, for weeks.
#[test]
fn even_calls_do_not_drift() {
    let text = town("duration = \"2000h\"", "", "queue_limit = 0", "").replace("15.0", "7.0");
    let mut calls = Calls::default();
    opened(&text, &[]).finish(&mut calls);
    assert_eq!(calls.0.len(), 14_000);
    // Nearest: half a µs is no seventh.
    let exact = |n: u64| Time((n * 3_600_000_000 * 2 + 7) / 14);
    let wrong = (1..=14_000).find(|&n| calls.0[n as usize - 1] != exact(n));
    assert_eq!(wrong, None);
}

/// A retry's token is taken when the customer is lost, not when he calls: at 8:30 the only one is promised to #3. And
/// none is taken for a repeat call that closing forbids: at the end a token is left.
#[test]
fn a_token_is_taken_at_the_loss() {
    let zone = "retry = { wait = \"1m\", budget = 1.0, max = 1 }";
    let text = town("duration = \"14m\"", zone, "queue_limit = 0", "");
    let evening = play_at(&text, &[&[60, 420, 480, 510, 780, 810]], &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:06:00 #1 cooked by 1, #1 delivered
         0:07:00 #2 placed, #2 begun by 1
         0:08:00 #3 placed, #3 refused, again at 0:09:00
         0:08:30 #4 placed, #4 refused
         0:09:00 #5 placed, #5 refused
         0:12:00 #2 cooked by 1, #2 delivered
         0:13:00 #6 placed, #6 begun by 1
         0:13:30 #7 placed, #7 refused
         0:14:00 closing, end",
    );
    assert_eq!(evening.world.zones()[0].tokens, 1_000_000);
}

// People and kitchens.

/// In the dark nobody can be hired, chef or rider; tools may be bought. At a closed site nobody can be hired.
#[test]
fn in_the_dark_nobody_is_hired_but_tools_are_bought() {
    let rest = "[[outlet]]\nname = \"Site\"\nstatus = \"closed\"";
    let commands = [
        (60, "power_outage outlet=\"Main\""),
        (120, "hire_chef outlet=\"Main\""),
        (120, "hire_rider outlet=\"Main\""),
        (120, "upgrade_chefs outlet=\"Main\""),
        (180, "hire_chef outlet=\"Site\""),
        (180, "hire_rider outlet=\"Site\""),
    ];
    assert_eq!(evening("", "", rest, &[], &commands).answers(), ".xx.xx");
}

/// A backup at home is let go last, though hired last: first the chef who has work in hand.
#[test]
fn a_backup_at_home_is_let_go_last() {
    let outlet = "[[outlet.chef]]\n[[outlet.chef]]\nstandby = true";
    let go = "dismiss_chef outlet=\"Main\"";
    evening("", outlet, "", &[60], &[(120, go), (180, go)]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 (dismiss_chef)
         0:03:00 2 leaves, (dismiss_chef)
         0:04:00 #1 cooked by 1, #1 delivered, 1 leaves
         0:22:00 closing, end",
    );
}

/// A rude chef whose box is thrown away is retrained when he has put it down: nobody waits for #1 any more at 4:00.
#[test]
fn a_rude_chef_is_retrained_when_his_box_is_thrown_away() {
    let zone = "at = [1.0, 0.0]\npatience = { dist = \"fixed\", mean = \"2m\" }\npatience_until = \"delivery\"";
    let rude = [(120, "rude_driver outlet=\"Main\" lasts=\"10m\"")];
    evening(zone, "", "[delivery]\nmode = \"coupled\"\nspeed_kmh = 24.0", &[60], &rude).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 (rude_driver)
         0:03:00 #1 abandoned
         0:04:00 #1 cooked by 1, #1 wasted, 1 away until 0:14:00
         0:14:00 1 back
         0:22:00 closing, end",
    );
}

/// Bases of 3 minutes for pizzas of 3, which they halve.
fn with_bases(text: String) -> String {
    text.replace("price = 10.0", "base_time = \"3m\"\nbase_saves = 0.5")
}

/// A closing outlet may still make bases while it drains; the tray in hand when it shuts is lost.
#[test]
fn a_closing_outlet_makes_bases_until_it_shuts() {
    let outlet =
        "prep = { item = \"pizza\", from = \"11:03\", to = \"11:40\", target = 100 }\n[[outlet.chef]]\ncount = 2";
    let evening = play_at(
        &with_bases(town("duration = \"8m\"", "", outlet, "")),
        &[&[60]],
        &[(90, "close_outlet outlet=\"Main\"")],
    );
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:01:30 (close_outlet)
         0:03:00 prep begins, tray of 1 begun by 2
         0:06:00 #1 cooked by 1, #1 delivered, tray of 1 begun by 1, Main closed
         0:08:00 closing, end",
    );
    assert_eq!(evening.measures().prep.made, 0);
}

/// Who becomes free at the very end of a window still begins a tray: work ends before windows do.
#[test]
fn at_the_end_of_a_window_a_tray_is_still_begun() {
    let outlet = "prep = { item = \"pizza\", from = \"11:10\", to = \"11:17\", target = 100 }";
    let text = with_bases(town("duration = \"22m\"", "", outlet, "")).replace("mean = \"5m\"", "mean = \"4m\"");
    play_at(&text, &[&[540, 600]], &[]).went(
        "0:09:00 #1 placed, #1 begun by 1
         0:10:00 prep begins, #2 placed
         0:13:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:17:00 #2 cooked by 1, #2 delivered, tray of 1 begun by 1, prep ends
         0:20:00 tray of 1 done by 1
         0:22:00 closing, end",
    );
}

/// In a specialised kitchen any chef makes bases, also of a dish that he never cooks; at half speed 6 minutes each.
#[test]
fn in_a_specialised_kitchen_anybody_makes_bases() {
    let outlet = "kitchen = \"specialised\"\nprep = { item = \"pizza\", from = \"11:10\", to = \"11:17\", target = 2 }\n\
                  [[outlet.chef]]\nskill = \"bread\"";
    let text = with_bases(town("duration = \"25m\"", "", outlet, ""))
        .replace("[[zone]]", "[menu.bread]\nwork = { dist = \"fixed\", mean = \"2m\" }\n[[zone]]");
    let evening = play_at(&text, &[&[]], &[]);
    assert_eq!(
        (evening.when("begun by 1"), evening.when("done by 1")),
        ("0:10:00 0:16:00".into(), "0:16:00 0:22:00".into(),)
    );
}

// Counting, and who goes first.

/// The longest queue counts a ticket that is put back even where somebody takes it in the same instant.
#[test]
fn a_ticket_put_back_for_no_time_was_waiting() {
    let commands = [(120, "chef_ill outlet=\"Main\""), (180, "dismiss_chef outlet=\"Main\"")];
    let evening = evening("", "[[outlet.chef]]\ncount = 2", "", &[60], &commands);
    assert_eq!((evening.when("#1 put back"), evening.when("#1 begun by 2")), ("0:03:00".into(), "0:03:00".into()));
    let waiting = evening.measures().waiting;
    assert_eq!((waiting.mean, waiting.max), (Some(0.0), Some(1)));
}

/// Of one instant chefs go before riders, each by number: at 11:00 both chefs are done and both riders come home, so
/// both boxes are on the shelf before the first rider takes one.
#[test]
fn chefs_go_before_riders_each_by_number() {
    let rest = "[delivery]\nmode = \"decoupled\"\nspeed_kmh = 24.0";
    let text = town("duration = \"12m\"", "at = [1.0, 0.0]", "riders = 2\n[[outlet.chef]]\ncount = 2", rest);
    play_at(&text, &[&[60, 60, 120, 120]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1, #2 placed, #2 begun by 2
         0:02:00 #3 placed, #4 placed
         0:06:00 #1 cooked by 1, #1 shelved, #1 with rider 1, #3 begun by 1, #2 cooked by 2, #2 shelved, #2 with rider 2, #4 begun by 2
         0:08:30 #1 delivered, #2 delivered
         0:11:00 #3 cooked by 1, #3 shelved, #4 cooked by 2, #4 shelved, #3 with rider 1, #4 with rider 2
         0:12:00 closing, end",
    );
}

// Money.

/// Half a cent of wages and half a cent of rent a minute are one cent, not two: sums are rounded, not added up from
/// rounded parts. The middle minute by itself, too.
#[test]
fn profit_is_rounded_once() {
    let rest = "[money]\nchef_wage = 0.3\n[[goal]]\ntext = \"Rich\"\nmetric = \"profit\"\nat_least = 0\n\
                from = \"11:01\"\nto = \"11:02\"";
    let evening = play_at(&town("duration = \"3m\"", "", "rent_per_hour = 0.3", rest), &[&[]], &[]);
    let money = evening.measures().money;
    assert_eq!((money.wages, money.rent, money.profit), (0.02, 0.02, -0.03));
    let minute = evening.window(0).money;
    assert_eq!((minute.wages, minute.rent, minute.profit), (0.01, 0.01, -0.01));
}
