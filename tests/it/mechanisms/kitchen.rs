//! Kitchens: whose head, which chef, how fast; lines, limits, tools.

use super::kit::{Evening, play_at, town};
use pizzeria::chance::Source;
use pizzeria::sim::order::OrderId;
use pizzeria::sim::zone::dice;
use pizzeria::units::ZoneId;

/// Two dishes: the first zone orders pizza (6 minutes), the second bread (3 minutes), both at the door of "Main".
fn bistro(duration: &str, outlet: &str, rest: &str) -> String {
    format!(
        "[scenario]\nduration = \"{duration}\"\n[menu.pizza]\nwork = {{ dist = \"fixed\", mean = \"6m\" }}\n\
         [menu.bread]\nwork = {{ dist = \"fixed\", mean = \"3m\" }}\n\
         [[zone]]\nname = \"Hungry\"\norders_per_hour = 1.0\nmix = {{ pizza = 1.0 }}\n\
         [[zone]]\nname = \"Peckish\"\norders_per_hour = 1.0\nmix = {{ bread = 1.0 }}\n\
         [[outlet]]\nname = \"Main\"\n{outlet}\n{rest}\n"
    )
}

/// A chef of each skill, in this order.
fn chefs(skills: &[&str]) -> String {
    skills.iter().map(|skill| format!("[[outlet.chef]]\nskill = \"{skill}\"\n")).collect()
}

/// "shared: one line; the next idle chef takes its head, whatever their skill"; off-skill speed 0.5: the bread man
/// needs 12 minutes for the second pizza, the pizza man 6 for the bread.
#[test]
fn a_shared_line_goes_to_whoever_is_free() {
    play_at(&bistro("15m", &chefs(&["pizza", "bread"]), ""), &[&[60, 120], &[180]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed, #2 begun by 2
         0:03:00 #3 placed
         0:07:00 #1 cooked by 1, #1 delivered, #3 begun by 1
         0:13:00 #3 cooked by 1, #3 delivered
         0:14:00 #2 cooked by 2, #2 delivered
         0:15:00 closing, end",
    );
}

/// "an all-rounder all_round_speed at everything", 0.8: pizza 7:30, bread 3:45. "1.0 if the menu has one item."
#[test]
fn an_all_rounder_is_a_little_slow_at_everything() {
    play_at(&bistro("13m", "", ""), &[&[60], &[120]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:08:30 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:12:15 #2 cooked by 1, #2 delivered
         0:13:00 closing, end",
    );
    assert_eq!(play_at(&town("duration = \"7m\"", "", "", ""), &[&[60]], &[]).when("cooked"), "0:06:00");
}

/// "switch_time is added when a chef changes item" – after the division by the speed, and not for the very first dish.
/// Half speed: pizza 12 minutes, bread 6 + 1, pizza again 12 + 1.
#[test]
fn changing_the_dish_takes_its_time() {
    let rest = "[kitchen]\nall_round_speed = 0.5\nswitch_time = \"1m\"";
    play_at(&bistro("47m", "", rest), &[&[60, 240, 300], &[180]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:03:00 #2 placed
         0:04:00 #3 placed
         0:05:00 #4 placed
         0:13:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:20:00 #2 cooked by 1, #2 delivered, #3 begun by 1
         0:33:00 #3 cooked by 1, #3 delivered, #4 begun by 1
         0:45:00 #4 cooked by 1, #4 delivered
         0:47:00 closing, end",
    );
}

/// "speed = tool level × expertise": level 2 (1.5) of an all-rounder (0.8) is 1.2, so 6 minutes take 5.
#[test]
fn tools_and_expertise_multiply() {
    let evening = play_at(&bistro("7m", "[[outlet.chef]]\nlevel = 2", ""), &[&[60], &[]], &[]);
    assert_eq!(evening.when("#1 cooked"), "0:06:00");
}

/// "specialised: one line per item, each served by that item's experts; experts before all-rounders": the expert,
/// number 2, goes before the all-rounder, number 1, who has been idle as long. The bread waits for the all-rounder
/// alone.
#[test]
fn experts_go_before_all_rounders() {
    let outlet = format!("kitchen = \"specialised\"\n{}", chefs(&["all-round", "pizza"]));
    play_at(&bistro("15m", &outlet, ""), &[&[60, 120, 240], &[180]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 2
         0:02:00 #2 placed, #2 begun by 1
         0:03:00 #3 placed
         0:04:00 #4 placed
         0:07:00 #1 cooked by 2, #1 delivered, #4 begun by 2
         0:09:30 #2 cooked by 1, #2 delivered, #3 begun by 1
         0:13:00 #4 cooked by 2, #4 delivered
         0:13:15 #3 cooked by 1, #3 delivered
         0:15:00 closing, end",
    );
}

/// "all-rounders take the longest-waiting head among all lines": pizza, bread, pizza, bread, as they were placed.
#[test]
fn an_all_rounder_takes_the_longest_waiting_head() {
    let evening = play_at(&bistro("25m", "kitchen = \"specialised\"", ""), &[&[60, 180], &[120, 240]], &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:03:00 #3 placed
         0:04:00 #4 placed
         0:08:30 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:12:15 #2 cooked by 1, #2 delivered, #3 begun by 1
         0:19:45 #3 cooked by 1, #3 delivered, #4 begun by 1
         0:23:30 #4 cooked by 1, #4 delivered
         0:25:00 closing, end",
    );
}

/// "A line that nobody present can serve waits": the pizza man stands idle beside the bread's line until a baker comes.
#[test]
fn a_line_that_nobody_can_serve_waits() {
    let outlet = format!("kitchen = \"specialised\"\n{}", chefs(&["pizza"]));
    let hire = "hire_chef outlet=\"Main\" skill=\"bread\"";
    play_at(&bistro("19m", &outlet, ""), &[&[120], &[60]], &[(300, hire)]).went(
        "0:01:00 #1 placed
         0:02:00 #2 placed, #2 begun by 1
         0:05:00 2 hired for 0:15:00, (hire_chef)
         0:08:00 #2 cooked by 1, #2 delivered
         0:15:00 2 starts, #1 begun by 2
         0:18:00 #1 cooked by 2, #1 delivered
         0:19:00 closing, end",
    );
}

/// "set_kitchen re-files the waiting by time of placing": in one line the bread of 2:00 comes before the pizza of 3:00;
/// the pizza man takes it, at half his speed.
#[test]
fn one_line_again_is_in_the_order_of_placing() {
    let outlet = format!("kitchen = \"specialised\"\n{}", chefs(&["pizza"]));
    let share = (240, "set_kitchen outlet=\"Main\" kitchen=\"shared\"");
    play_at(&bistro("20m", &outlet, ""), &[&[60, 180], &[120]], &[share]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:03:00 #3 placed
         0:04:00 (set_kitchen)
         0:07:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:13:00 #2 cooked by 1, #2 delivered, #3 begun by 1
         0:19:00 #3 cooked by 1, #3 delivered
         0:20:00 closing, end",
    );
    // A free chef takes at once what he may take now.
    assert_eq!(play_at(&bistro("5m", &outlet, ""), &[&[], &[60]], &[share]).when("#1 begun by 1"), "0:04:00");
}

/// A private shop whose lot falls on the second of two chefs for the first three calls. The first is "pizza", the
/// second all-round, so that commands can tell them apart; both need 5 minutes.
fn private(duration: &str, commands: &[(u64, &str)]) -> Evening {
    for n in 0..3 {
        assert_eq!(dice(7, Source::Lot, OrderId { zone: ZoneId(0), n, attempt: 0 }).below(2), 1, "the lot of call {n}");
    }
    let outlet = format!("kitchen = \"private\"\n{}", chefs(&["pizza", "all-round"]));
    let text = town(&format!("seed = 7\nduration = \"{duration}\""), "", &outlet, "");
    play_at(&text, &[&[60, 120, 180]], commands)
}

/// "private: one line per chef, joined by lot"; nobody changes lines: chef 1 stands idle all the while.
#[test]
fn private_lines_are_joined_by_lot() {
    private("17m", &[]).went(
        "0:01:00 #1 placed, #1 begun by 2
         0:02:00 #2 placed
         0:03:00 #3 placed
         0:06:00 #1 cooked by 2, #1 delivered, #2 begun by 2
         0:11:00 #2 cooked by 2, #2 delivered, #3 begun by 2
         0:16:00 #3 cooked by 2, #3 delivered
         0:17:00 closing, end",
    );
}

/// "joined by lot" or the shortest: tickets waiting for a chef or in his hands, of equals the lower number, and no dice
/// (they would have sent all three to the second chef). #3 and #4 find one in hand each, then two and one.
#[test]
fn of_private_lines_the_shortest_is_joined() {
    let outlet = format!("kitchen = \"private\"\njoin = \"shortest\"\n{}", chefs(&["pizza", "all-round"]));
    let text = town("seed = 7\nduration = \"13m\"", "", &outlet, "");
    play_at(&text, &[&[60, 120, 180, 240]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed, #2 begun by 2
         0:03:00 #3 placed
         0:04:00 #4 placed
         0:06:00 #1 cooked by 1, #1 delivered, #3 begun by 1
         0:07:00 #2 cooked by 2, #2 delivered, #4 begun by 2
         0:11:00 #3 cooked by 1, #3 delivered
         0:12:00 #4 cooked by 2, #4 delivered
         0:13:00 closing, end",
    );
}

/// In a private line nobody but its chef takes an order, and the second holds a box for a rider who was let go. The
/// first stands idle all the while.
#[test]
fn who_waits_for_a_chef_who_never_gets_free_is_stranded() {
    let outlet = format!("shelf_limit = 0\nriders = 1\nkitchen = \"private\"\n{}", chefs(&["pizza", "all-round"]));
    let rest = "[delivery]\nmode = \"decoupled\"\nspeed_kmh = 24.0";
    let text = town("seed = 7\nduration = \"9m\"\ndrain = true", "", &outlet, rest);
    let commands = [(180, "dismiss_rider outlet=\"Main\""), (480, "set_delivery mode=\"pickup\"")];
    play_at(&text, &[&[60, 120]], &commands).went(
        "0:01:00 #1 placed, #1 begun by 2
         0:02:00 #2 placed
         0:03:00 rider 1 leaves, (dismiss_rider)
         0:06:00 #1 cooked by 2, #1 blocks 2
         0:08:00 (set_delivery)
         0:09:00 closing, 2 stranded, end",
    );
}

/// The same by command: the waiting join anew, the oldest first, each finding those before it. So #3 finds #2 with the
/// first chef and #1 in the hands of the second, and stays with the lower number; nobody changes lines afterwards.
#[test]
fn how_private_lines_are_joined_can_be_set() {
    private("15m", &[(210, "set_kitchen outlet=\"Main\" kitchen=\"private\" join=\"shortest\"")]).went(
        "0:01:00 #1 placed, #1 begun by 2
         0:02:00 #2 placed
         0:03:00 #3 placed
         0:03:30 #2 begun by 1, (set_kitchen)
         0:06:00 #1 cooked by 2, #1 delivered
         0:08:30 #2 cooked by 1, #2 delivered, #3 begun by 1
         0:13:30 #3 cooked by 1, #3 delivered
         0:15:00 closing, end",
    );
    // Not said: as it is.
    let evening = private("5m", &[(210, "set_kitchen outlet=\"Main\" kitchen=\"private\"")]);
    assert_eq!(evening.when("#2 begun"), "");
}

/// "the line of one who is ill waits": noticed at 4:30, well at 12:30.
#[test]
fn the_line_of_an_ill_chef_waits() {
    private("18m", &[(150, "chef_ill outlet=\"Main\" skill=\"all-round\" lasts=\"10m\"")]).went(
        "0:01:00 #1 placed, #1 begun by 2
         0:02:00 #2 placed
         0:02:30 2 ill until 0:12:30, (chef_ill)
         0:03:00 #3 placed
         0:04:30 2 missed, #1 put back by 2, 3m30s lost
         0:12:30 2 well, #1 begun by 2
         0:17:30 #1 cooked by 2, #1 delivered, #2 begun by 2
         0:18:00 closing, end",
    );
}

/// "the line of a chef who is dismissed is shared out": when he has gone, after the order in hand.
#[test]
fn the_line_of_a_dismissed_chef_is_shared_out() {
    private("17m", &[(240, "dismiss_chef outlet=\"Main\" skill=\"all-round\"")]).went(
        "0:01:00 #1 placed, #1 begun by 2
         0:02:00 #2 placed
         0:03:00 #3 placed
         0:04:00 (dismiss_chef)
         0:06:00 #1 cooked by 2, #1 delivered, 2 leaves, #2 begun by 1
         0:11:00 #2 cooked by 1, #2 delivered, #3 begun by 1
         0:16:00 #3 cooked by 1, #3 delivered
         0:17:00 closing, end",
    );
}

/// The same where the one who goes stood in for somebody ill: first the next backup steps in, then the line is shared
/// out, and the lot falls on him. (Chef 1, the baker, lies ill all evening; shared out a moment earlier, #2 would wait
/// for him.)
#[test]
fn who_steps_in_for_the_dismissed_has_a_share_of_his_line() {
    let standby = |skill: &str| format!("[[outlet.chef]]\nskill = \"{skill}\"\nstandby = true\n");
    let chefs = format!("{}{}{}", chefs(&["bread"]), standby("all-round"), standby("pizza"));
    let text = bistro("16m", &format!("kitchen = \"private\"\n{chefs}"), "[kitchen]\nall_round_speed = 1.0")
        .replace("[scenario]", "[scenario]\nseed = 7");
    let commands = [(30, "chef_ill outlet=\"Main\""), (300, "dismiss_chef outlet=\"Main\" skill=\"all-round\"")];
    play_at(&text, &[&[180, 240], &[]], &commands).went(
        "0:00:30 1 ill until 1:00:30, (chef_ill)
         0:02:30 1 missed, 2 for 1
         0:03:00 #1 placed, #1 begun by 2
         0:04:00 #2 placed
         0:05:00 (dismiss_chef)
         0:09:00 #1 cooked by 2, #1 delivered, 2 leaves, 3 for 1, #2 begun by 3
         0:15:00 #2 cooked by 3, #2 delivered
         0:16:00 closing, end",
    );
}

/// A backup whom somebody else needs the moment he could go home keeps the line he has. (Shared out, #3 would fall to
/// chef 2, who is ill.)
#[test]
fn a_backup_who_is_needed_elsewhere_keeps_his_line() {
    let lot = |n, among| dice(18, Source::Lot, OrderId { zone: ZoneId(0), n, attempt: 0 }).below(among);
    assert_eq!(((0..3).map(|n| lot(n, 3)).collect::<Vec<_>>(), lot(2, 2)), (vec![2, 2, 2], 1));
    let outlet = "kitchen = \"private\"\n[[outlet.chef]]\ncount = 2\n[[outlet.chef]]\nstandby = true";
    let ill = "chef_ill outlet=\"Main\"";
    let text = town("seed = 18\nduration = \"20m\"", "", outlet, "");
    play_at(&text, &[&[240, 420, 480]], &[(30, &format!("{ill} lasts=\"10m\"")), (60, ill)]).went(
        "0:00:30 1 ill until 0:10:30, (chef_ill)
         0:01:00 2 ill until 1:01:00, (chef_ill)
         0:02:30 1 missed, 3 for 1
         0:03:00 2 missed
         0:04:00 #1 placed, #1 begun by 3
         0:07:00 #2 placed
         0:08:00 #3 placed
         0:09:00 #1 cooked by 3, #1 delivered, #2 begun by 3
         0:10:30 1 well
         0:14:00 #2 cooked by 3, #2 delivered, 3 goes home, 3 for 2, #3 begun by 3
         0:19:00 #3 cooked by 3, #3 delivered
         0:20:00 closing, end",
    );
}

/// "The longest-idle chef goes first (ties: lower id)": at 10:00 chef 3 has never worked; at 11:00 chef 1 has been idle
/// since 6:00, chef 2 since 9:00.
#[test]
fn the_longest_idle_goes_first() {
    let text = town("duration = \"13m\"", "", "[[outlet.chef]]\ncount = 3", "");
    play_at(&text, &[&[60, 240, 600, 660, 720]], &[]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:04:00 #2 placed, #2 begun by 2
         0:06:00 #1 cooked by 1, #1 delivered
         0:09:00 #2 cooked by 2, #2 delivered
         0:10:00 #3 placed, #3 begun by 3
         0:11:00 #4 placed, #4 begun by 1
         0:12:00 #5 placed, #5 begun by 2
         0:13:00 closing, end",
    );
}

/// "queue_order: oldest first, or newest first", and a change re-files at once: #4 is taken newest first, then the
/// oldest.
#[test]
fn newest_first_until_told_otherwise() {
    let text = town("duration = \"17m\"", "", "queue_order = \"newest_first\"", "");
    let calls: &[&[u64]] = &[&[60, 120, 180, 240]];
    play_at(&text, calls, &[(480, "set_queue_order outlet=\"Main\" order=\"oldest_first\"")]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:03:00 #3 placed
         0:04:00 #4 placed
         0:06:00 #1 cooked by 1, #1 delivered, #4 begun by 1
         0:08:00 (set_queue_order)
         0:11:00 #4 cooked by 1, #4 delivered, #2 begun by 1
         0:16:00 #2 cooked by 1, #2 delivered, #3 begun by 1
         0:17:00 closing, end",
    );
    let evening = play_at(&text, calls, &[]);
    assert_eq!(evening.when("#3 begun"), "0:11:00");
    assert_eq!(evening.when("#2 begun"), "0:16:00");
}

/// "queue_limit counts waiting tickets; a lowered limit throws nobody out"; no limit given: endless again.
#[test]
fn a_limit_bounds_who_waits() {
    let limit = |to: &str| format!("set_queue_limit outlet=\"Main\"{to}");
    let (none, endless) = (limit(" limit=0"), limit(""));
    let text = town("duration = \"12m\"", "", "queue_limit = 1", "");
    play_at(&text, &[&[60, 120, 180, 240, 300]], &[(210, &none), (270, &endless)]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:03:00 #3 placed, #3 refused
         0:03:30 (set_queue_limit)
         0:04:00 #4 placed, #4 refused
         0:04:30 (set_queue_limit)
         0:05:00 #5 placed
         0:06:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:11:00 #2 cooked by 1, #2 delivered, #5 begun by 1
         0:12:00 closing, end",
    );
}

/// "A refusal is final for that call: no second outlet is tried", though B stands empty.
#[test]
fn a_refusal_is_final() {
    let text = town("duration = \"3m\"", "", "queue_limit = 0", "[[outlet]]\nname = \"Hill\"\nat = [1.0, 0.0]");
    play_at(&text, &[&[60, 120]], &[]).went(
        "0:01:00 #1 placed, #1 to Main, #1 begun by Main/1
         0:02:00 #2 placed, #2 to Main, #2 refused
         0:03:00 closing, end",
    );
}

/// "Put-back orders are never refused": no room to wait, yet #1 waits for its chef; #2 finds no room.
#[test]
fn what_is_put_back_is_never_refused() {
    let text = town("duration = \"18m\"", "", "queue_limit = 0", "");
    play_at(&text, &[&[60, 300]], &[(120, "chef_ill outlet=\"Main\" lasts=\"10m\"")]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 1 ill until 0:12:00, (chef_ill)
         0:04:00 1 missed, #1 put back by 1, 3m lost
         0:05:00 #2 placed, #2 refused
         0:12:00 1 well, #1 begun by 1
         0:17:00 #1 cooked by 1, #1 delivered
         0:18:00 closing, end",
    );
}

/// Chefs of level 1 and 4 (the top), and a backup of level 2, with tools that take 3 minutes to come.
fn toolshop(cash: &str) -> String {
    let outlet = "[[outlet.chef]]\n[[outlet.chef]]\nlevel = 4\n[[outlet.chef]]\nlevel = 2\nstandby = true";
    let rest = format!("[kitchen]\nupgrade_time = \"3m\"\n[money]\n{cash}");
    town("duration = \"13m\"", "", outlet, &rest).replace("mean = \"5m\"", "mean = \"6m\"")
}

/// "upgrade_chefs lifts every chef below the top by one, standbys too; the price is the sum (250 + 500); from each
/// one's next order, after upgrade_time". Level 4 cooks in round(360 s ÷ 2.2) = 163.636364 s, level 2 in 4 minutes.
#[test]
fn better_tools_for_everybody_below_the_top() {
    let upgrade = "upgrade_chefs outlet=\"Main\"";
    let evening = play_at(&toolshop(""), &[&[60, 90, 480, 510]], &[(120, upgrade), (150, upgrade)]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:01:30 #2 placed, #2 begun by 2
         0:02:00 (upgrade_chefs)
         0:04:13.636364 #2 cooked by 2, #2 delivered
         0:05:00 1 has level 2, 3 has level 3
         0:07:00 #1 cooked by 1, #1 delivered
         0:08:00 #3 placed, #3 begun by 2
         0:08:30 #4 placed, #4 begun by 1
         0:10:43.636364 #3 cooked by 2, #3 delivered
         0:12:30 #4 cooked by 1, #4 delivered
         0:13:00 closing, end",
    );
    assert_eq!(evening.measures().money.investments, 750.0);
    assert_eq!(evening.answers(), ".x", "while tools are on the way nobody gets others");
}

/// "all or nothing": $740 buy one chef's tools, and nobody gets any.
#[test]
fn tools_for_all_or_for_nobody() {
    let calls: &[&[u64]] = &[&[60, 90, 480, 510]];
    let refused = play_at(&toolshop("cash = 740.0"), calls, &[(0, "upgrade_chefs outlet=\"Main\"")]);
    assert_eq!(refused.answers(), "x");
    assert_eq!(refused.world.digest(), play_at(&toolshop("cash = 740.0"), calls, &[]).world.digest());
    assert_eq!(play_at(&toolshop("cash = 750.0"), calls, &[(0, "upgrade_chefs outlet=\"Main\"")]).answers(), ".");
}

/// "A new chef has level 1", whatever the others have.
#[test]
fn a_new_chef_begins_with_basic_tools() {
    let text = town("duration = \"8m\"", "", "[[outlet.chef]]\nlevel = 4", "[kitchen]\nhire_time = \"1m\"");
    let evening = play_at(&text, &[&[120, 125]], &[(0, "hire_chef outlet=\"Main\"")]);
    assert_eq!(evening.when("#2 begun by 2"), "0:02:05");
    assert_eq!(evening.when("#2 cooked"), "0:07:05");
}

/// "cooking lasts round(work × (1 − base) ÷ speed)": 1 µs at 0.3 of the speed is 3 µs, at level 4 still 1, never 0.
#[test]
fn cooking_takes_whole_microseconds() {
    let with = |speed: &str| {
        let rest = format!("[kitchen]\nlevel_speed = [{speed}]");
        let text = town("duration = \"2m\"", "", "", &rest).replace("mean = \"5m\"", "mean = \"1us\"");
        play_at(&text, &[&[60]], &[]).when("cooked")
    };
    assert_eq!((with("0.3"), with("3.0")), ("0:01:00.000003".into(), "0:01:00.000001".into()));
}
