//! The front desk: policies, the board, health checks, failover, holding and losing.

use super::kit::{Evening, play, play_at, play_with};

/// Outlets A, B, … in a row 1 km apart, a chef each; the town at `x` orders every 4 minutes; pizzas take `minutes`.
pub fn row(outlets: usize, x: f64, minutes: u64, dispatch: &str, rest: &str, duration: &str) -> String {
    let outlets: String = (0..outlets)
        .map(|i| format!("[[outlet]]\nname = \"{}\"\nat = [{i}.0, 0.0]\n", (b'A' + i as u8) as char))
        .collect();
    format!(
        "[scenario]\nduration = \"{duration}\"\n[menu.pizza]\nwork = {{ dist = \"fixed\", mean = \"{minutes}m\" }}\n\
         [[zone]]\nname = \"Town\"\nat = [{x}, 0.0]\norders_per_hour = 15.0\narrivals = \"even\"\n{outlets}\
         [dispatch]\n{dispatch}\n{rest}\n"
    )
}

/// Where each order was sent, in order: `ABBA`.
pub fn sent(evening: &Evening) -> String {
    let facts =
        evening.lines.iter().flat_map(|line| line.split_once(' ').map(|(_, facts)| facts)).flat_map(|f| f.split(", "));
    facts
        .filter_map(|fact| fact.split_once(" to ").filter(|(who, _)| who.len() <= 3).map(|(_, to)| to.to_string()))
        .collect()
}

/// "nearest (to the address)": always B, however long its line.
#[test]
fn nearest_does_not_look_at_lines() {
    assert_eq!(sent(&play(&row(3, 1.2, 30, "policy = \"nearest\"", "", "20m"))), "BBBBB");
}

/// "Ties go to the lower id."
#[test]
fn of_two_equally_near_the_lower() {
    assert_eq!(sent(&play(&row(2, 0.5, 1, "policy = \"nearest\"", "", "8m"))), "AA");
}

/// "round_robin: the next id after the last used".
#[test]
fn round_robin_goes_round() {
    assert_eq!(sent(&play(&row(3, 0.0, 1, "policy = \"round_robin\"", "", "28m"))), "ABCABCA");
}

/// "shortest_queue (fewest orders waiting or cooking)"; ties to the lower id. Pizzas of 9 minutes, an order every 4: A
/// 4–13, B 8–17, C 12–21; at 16 A is free again, at 20 B, at 24 C.
#[test]
fn shortest_queue_counts_waiting_and_cooking() {
    assert_eq!(sent(&play(&row(3, 0.0, 9, "policy = \"shortest_queue\"", "", "24m"))), "ABCABC");
}

/// "least_wait = max(0, n − m + 1) × s ÷ m + s + ride". The town is at A; B is 1 km off, 2.5 minutes at 24 km/h. Pizzas
/// of 2 minutes every minute: with nobody there A costs 2, B 4.5. With one order in hand A costs 4, with two 6.
#[test]
fn least_wait_weighs_the_line_against_the_ride() {
    let text = row(2, 0.0, 2, "policy = \"least_wait\"", "[delivery]\nmode = \"coupled\"\nspeed_kmh = 24.0", "4m")
        .replace("15.0", "60.0");
    // Placed at 1: A 2, B 4.5. At 2: A has one: 4 against 4.5. At 3: A is just done with the first and has one in hand:
    // coupled, distance 0, so it is free at once; 4 again. At 4: A still has one in hand and one waiting: 6, so B.
    let evening = play(&text);
    assert_eq!(sent(&evening), "AAAB");
}

/// "in pickup: no ride": the same shop sends nobody away for the distance, only for the line.
#[test]
fn least_wait_knows_no_ride_where_customers_fetch() {
    let text = row(2, 0.0, 2, "policy = \"least_wait\"", "", "4m").replace("15.0", "60.0");
    // At 1: 2 and 2, the lower. At 2: A 4, B 2. At 3: A is done: 2 against B's 4. At 4: A 4, B is just done: 2.
    assert_eq!(sent(&play(&text)), "ABAB");
}

/// "random" and "power_of_two" throw the call's own dice: the same in every history, and never outside the candidates.
#[test]
fn dice_belong_to_the_call() {
    let random = row(3, 0.0, 1, "policy = \"random\"", "", "2h");
    let first = sent(&play(&random));
    assert_eq!(first.len(), 30);
    assert!("ABC".chars().all(|c| first.contains(c)), "{first}");
    // A fault of the kitchen, a hired chef: the dice fall the same.
    let other = sent(&play_with(&random, &[(600, "hire_chef outlet=\"A\""), (900, "chef_ill outlet=\"B\"")]));
    assert_eq!(first, other);
    // Closing C takes it out of the draw, but the dice of each call stay the same: those among two are another draw.
    let two = sent(&play(&row(2, 0.0, 60, "policy = \"power_of_two\"", "", "8m")));
    assert_eq!(two, "AB", "of two different outlets the shorter, ties to the lower");
}

/// "The board is refreshed every board_refresh": with a board 10 minutes old everybody is sent where it was empty.
#[test]
fn an_old_board_sends_the_herd() {
    // Seen at 0: nobody anywhere, so A for the calls at 4 and 8. Seen at 10: A 2, B 0, so B at 12, 16 and 20: the look
    // of that moment comes before the call, but sees A 2 (one cooking, one waiting) against B 2 (12 and 16). Ties: A.
    let text = row(2, 0.0, 30, "policy = \"shortest_queue\"\nboard_refresh = \"10m\"", "", "24m");
    assert_eq!(sent(&play(&text)), "AABBAA");
}

/// "power outage; the desk learns at its next check; until then it still sends orders there". Checks every 10 minutes;
/// dark at 5, so the call at 8 still goes to A and waits there; at 10 the desk misses A and, without failover, leaves
/// it there.
#[test]
fn until_the_check_orders_go_to_the_dark_outlet() {
    let rest = "[[event]]\nat = \"+5m\"\ndo = \"power_outage\"\noutlet = \"A\"\nlasts = \"12m\"";
    let text = row(2, 0.0, 3, "policy = \"nearest\"\nhealth_check = \"10m\"\nfailover = false", rest, "24m");
    play(&text).went(
        "0:04:00 #1 placed, #1 to A, #1 begun by A/1
         0:05:00 A dark until 0:17:00, #1 put back by A/1, 1m lost
         0:08:00 #2 placed, #2 to A
         0:10:00 desk misses A
         0:12:00 #3 placed, #3 to B, #3 begun by B/1
         0:15:00 #3 cooked by B/1, #3 delivered
         0:16:00 #4 placed, #4 to B, #4 begun by B/1
         0:17:00 A lit, #1 begun by A/1
         0:19:00 #4 cooked by B/1, #4 delivered
         0:20:00 #1 cooked by A/1, #1 delivered, #2 begun by A/1, desk reaches A, #5 placed, #5 to A
         0:23:00 #2 cooked by A/1, #2 delivered, #5 begun by A/1
         0:24:00 #6 placed, #6 to A, closing, end",
    );
}

/// "A scripted fault comes after nature: a health check at the same microsecond misses it": dark at 10:00, learnt at
/// 20:00.
#[test]
fn a_check_at_the_moment_of_the_fault_misses_it() {
    let rest = "[[event]]\nat = \"+10m\"\ndo = \"power_outage\"\noutlet = \"A\"";
    let text = row(2, 0.0, 1, "policy = \"nearest\"\nhealth_check = \"10m\"\nfailover = false", rest, "21m");
    play(&text).went(
        "0:04:00 #1 placed, #1 to A, #1 begun by A/1
         0:05:00 #1 cooked by A/1, #1 delivered
         0:08:00 #2 placed, #2 to A, #2 begun by A/1
         0:09:00 #2 cooked by A/1, #2 delivered
         0:10:00 A dark for good
         0:12:00 #3 placed, #3 to A
         0:16:00 #4 placed, #4 to A
         0:20:00 desk misses A, #5 placed, #5 to B, #5 begun by B/1
         0:21:00 #5 cooked by B/1, #5 delivered, closing, end",
    );
}

/// "with failover, once it knows, the outlet's waiting orders are routed anew, keeping the time they were placed; what
/// was routed away does not come back". #1 (put back) and #2 go to B at 10; A has light again at 17 and stands idle.
#[test]
fn failover_moves_the_waiting_for_good() {
    let rest = "[[event]]\nat = \"+5m\"\ndo = \"power_outage\"\noutlet = \"A\"\nlasts = \"12m\"";
    let text = row(2, 0.0, 3, "policy = \"nearest\"\nhealth_check = \"10m\"", rest, "19m");
    play(&text).went(
        "0:04:00 #1 placed, #1 to A, #1 begun by A/1
         0:05:00 A dark until 0:17:00, #1 put back by A/1, 1m lost
         0:08:00 #2 placed, #2 to A
         0:10:00 desk misses A, #1 from A to B, #1 begun by B/1, #2 from A to B
         0:12:00 #3 placed, #3 to B
         0:13:00 #1 cooked by B/1, #1 delivered, #2 begun by B/1
         0:16:00 #2 cooked by B/1, #2 delivered, #3 begun by B/1, #4 placed, #4 to B
         0:17:00 A lit
         0:19:00 #3 cooked by B/1, #3 delivered, #4 begun by B/1, closing, end",
    );
}

/// "no room: it stays": B takes one waiting ticket beside the one in hand.
#[test]
fn failover_leaves_what_finds_no_room() {
    let rest = "[[event]]\nat = \"+13m\"\ndo = \"power_outage\"\noutlet = \"A\"";
    let text = row(2, 0.0, 30, "policy = \"nearest\"\nhealth_check = \"15m\"", rest, "15m")
        .replace("at = [1.0, 0.0]", "at = [1.0, 0.0]\nqueue_limit = 1");
    let evening = play(&text);
    assert_eq!(
        evening.lines.last().map(String::as_str),
        Some("0:15:00 desk misses A, #1 from A to B, #1 begun by B/1, #2 from A to B, closing, end")
    );
    assert_eq!(evening.world.outlets()[0].waiting.value(), 1, "#3 stays at A");
}

/// "No outlet believed reachable: the order is lost as unreachable": a dark single shop protects itself.
#[test]
fn with_nobody_left_orders_are_lost() {
    let rest = "[[event]]\nat = \"+5m\"\ndo = \"power_outage\"\noutlet = \"A\"";
    let text = row(1, 0.0, 1, "health_check = \"6m\"", rest, "9m");
    play(&text).went(
        "0:04:00 #1 placed, #1 begun by 1
         0:05:00 #1 cooked by 1, #1 delivered, A dark for good
         0:06:00 desk misses A
         0:08:00 #2 placed, #2 unreachable
         0:09:00 closing, end",
    );
}

/// "or waits at the desk (oldest first)": held until a check finds the outlet again; the wait at the desk is in the
/// queue span.
#[test]
fn with_nobody_left_orders_are_held() {
    let rest = "[[event]]\nat = \"+5m\"\ndo = \"power_outage\"\noutlet = \"A\"\nlasts = \"8m\"";
    let text = row(1, 0.0, 1, "health_check = \"6m\"\nwhen_none = \"hold\"", rest, "20m");
    let evening = play(&text);
    evening.went(
        "0:04:00 #1 placed, #1 begun by 1
         0:05:00 #1 cooked by 1, #1 delivered, A dark until 0:13:00
         0:06:00 desk misses A
         0:08:00 #2 placed, #2 held
         0:12:00 #3 placed, #3 held
         0:13:00 A lit
         0:16:00 #4 placed, #4 held
         0:18:00 desk reaches A, #2 begun by 1
         0:19:00 #2 cooked by 1, #2 delivered, #3 begun by 1
         0:20:00 #3 cooked by 1, #3 delivered, #4 begun by 1, #5 placed, closing, end",
    );
    // #1 waited 0, #2 ten minutes, #3 seven.
    assert_eq!(evening.measures().spans.queue.max, Some(600.0));
}

/// "Line cut: the outlet goes on cooking what it has and gets nothing new; what is sent to it before the check hangs in
/// the line until it is mended." Without failover nothing is made twice.
#[test]
fn into_a_cut_line_orders_vanish_until_it_is_mended() {
    let rest = "[[event]]\nat = \"+5m\"\ndo = \"cut_line\"\noutlet = \"A\"\nlasts = \"8m\"";
    let text = row(2, 0.0, 3, "policy = \"nearest\"\nhealth_check = \"10m\"\nfailover = false", rest, "17m");
    play(&text).went(
        "0:04:00 #1 placed, #1 to A, #1 begun by A/1
         0:05:00 A cut off until 0:13:00
         0:07:00 #1 cooked by A/1, #1 delivered
         0:08:00 #2 placed, #2 hangs in the line to A
         0:10:00 desk misses A
         0:12:00 #3 placed, #3 to B, #3 begun by B/1
         0:13:00 A mended, #2 begun by A/1
         0:15:00 #3 cooked by B/1, #3 delivered
         0:16:00 #2 cooked by A/1, #2 delivered, #4 placed, #4 to B, #4 begun by B/1
         0:17:00 closing, end",
    );
}

/// "With failover a copy is made of each ticket that waited when the line was cut, one copy an order; what hung in the
/// line moves; the customer takes the first, the second is waste."
#[test]
fn failover_of_a_cut_outlet_makes_pizzas_twice() {
    // Pizzas of 7 minutes. A: #1 4–11, #2 waits from 8. Cut at 9, missed at 10: #2 is copied to B and begun there at
    // once. A begins it too at 11: made twice. B is done at 17, A at 18: A cannot be told, so it finishes for nobody.
    let rest = "[[event]]\nat = \"+9m\"\ndo = \"cut_line\"\noutlet = \"A\"";
    let text = row(2, 0.0, 7, "policy = \"nearest\"\nhealth_check = \"10m\"", rest, "19m");
    let evening = play(&text);
    evening.went(
        "0:04:00 #1 placed, #1 to A, #1 begun by A/1
         0:08:00 #2 placed, #2 to A
         0:09:00 A cut off for good
         0:10:00 desk misses A, #2 copied from A to B, #2' begun by B/1
         0:11:00 #1 cooked by A/1, #1 delivered, #2 begun by A/1, #2 made twice
         0:12:00 #3 placed, #3 to B
         0:16:00 #4 placed, #4 to B
         0:17:00 #2' cooked by B/1, #2' delivered, #3 begun by B/1
         0:18:00 #2 cooked by A/1, #2 wasted
         0:19:00 closing, end",
    );
    let orders = evening.measures().orders;
    assert_eq!((orders.duplicated, orders.wasted, orders.rerouted, orders.delivered), (1, 1, 1, 2));
}

/// "A mended line: at the next check, of two copies that have not been begun the new one is torn up."
#[test]
fn of_two_tickets_not_begun_the_new_one_goes() {
    // Both chefs cook 30 minutes: A has #1 from 4, B has #2 from 8. #3 waits at A from 12, is copied to B at 20, where
    // it waits too. Mended at 25; at 30 the copy is torn up.
    let rest = "[[event]]\nat = \"+13m\"\ndo = \"cut_line\"\noutlet = \"A\"\nlasts = \"12m\"";
    let text = row(2, 0.0, 30, "policy = \"round_robin\"\nhealth_check = \"10m\"", rest, "31m");
    let evening = play(&text);
    let line = |start: &str| evening.lines.iter().find(|l| l.starts_with(start)).cloned().unwrap_or_default();
    assert!(line("0:20:00").contains("desk misses A, #3 copied from A to B"), "{:?}", evening.lines);
    assert!(line("0:30:00").contains("desk reaches A, #3' torn up"), "{:?}", evening.lines);
    assert_eq!(evening.measures().orders.duplicated, 0);
    // #1 and #3 are at A, #2 and #4–#7 at B.
    assert_eq!(evening.measures().outlets.iter().map(|o| o.orders.in_system).collect::<Vec<_>>(), [2, 5]);
}

/// "Open and closed are always known": an outlet that closes takes nothing more at once and cooks what it has.
#[test]
fn a_closing_outlet_cooks_what_it_has() {
    let text = row(2, 0.0, 3, "policy = \"nearest\"", "", "9m");
    play_with(&text, &[(300, "close_outlet outlet=\"A\"")]).went(
        "0:04:00 #1 placed, #1 to A, #1 begun by A/1
         0:05:00 (close_outlet)
         0:07:00 #1 cooked by A/1, #1 delivered, A closed
         0:08:00 #2 placed, #2 to B, #2 begun by B/1
         0:09:00 closing, end",
    );
}

/// "A site is opened for its cost, after its opening time, and is known at once."
#[test]
fn a_site_opens_after_its_time() {
    let text = row(2, 1.0, 3, "policy = \"nearest\"", "", "9m").replace(
        "at = [1.0, 0.0]\n[dispatch]",
        "at = [1.0, 0.0]\nstatus = \"closed\"\nopen_time = \"4m\"\nopen_cost = 70.0\n[dispatch]",
    );
    let evening = play_with(&text, &[(120, "open_outlet outlet=\"B\"")]);
    evening.went(
        "0:02:00 (open_outlet)
         0:04:00 #1 placed, #1 to A, #1 begun by A/1
         0:06:00 B opens
         0:07:00 #1 cooked by A/1, #1 delivered
         0:08:00 #2 placed, #2 to B, #2 begun by B/1
         0:09:00 closing, end",
    );
    assert_eq!(evening.measures().money.investments, 70.0);
}

/// "The cooking belongs in it, or a slow kitchen looks as good as a fast one": both are idle, and B has the better
/// tools.
#[test]
fn least_wait_counts_the_cooking_itself() {
    let text = row(2, 0.0, 2, "policy = \"least_wait\"", "", "4m")
        .replace("at = [1.0, 0.0]\n", "at = [1.0, 0.0]\n[[outlet.chef]]\nlevel = 4\n");
    assert_eq!(sent(&play(&text)), "B");
}

/// "in a chef's hands: cooking, blocked, and in coupled mode driving": at 8:00 A's chef is out with #1, half a
/// kilometre off.
#[test]
fn shortest_queue_counts_who_drives() {
    let text = row(2, 0.5, 3, "policy = \"shortest_queue\"", "[delivery]\nmode = \"coupled\"\nspeed_kmh = 24.0", "8m");
    assert_eq!(sent(&play(&text)), "AB");
}

/// "0 s: always true": dark at 5:00, and the very next call goes to B; lit at 9:00, and the next to A again.
#[test]
fn without_checks_the_desk_always_knows() {
    let rest = "[[event]]\nat = \"+5m\"\ndo = \"power_outage\"\noutlet = \"A\"\nlasts = \"4m\"";
    let text = row(2, 0.0, 1, "policy = \"nearest\"\nhealth_check = \"0s\"", rest, "12m");
    assert_eq!(sent(&play(&text)), "ABA");
}

/// "asks light and line?, not anyone at the oven?": all of A's chefs are ill, and everybody is still sent there.
#[test]
fn a_check_does_not_ask_for_chefs() {
    let rest = "[[event]]\nat = \"+1m\"\ndo = \"chef_ill\"\noutlet = \"A\"";
    let evening = play(&row(2, 0.0, 1, "policy = \"nearest\"\nhealth_check = \"1m\"", rest, "12m"));
    assert_eq!((sent(&evening).as_str(), evening.when("desk")), ("AAA", "".into()));
}

/// "a check's new beat counts from now": from 3:00 every four minutes, so the darkness of 5:00 is learnt at 7:00.
#[test]
fn a_new_beat_counts_from_now() {
    let rest = "[[event]]\nat = \"+5m\"\ndo = \"power_outage\"\noutlet = \"A\"";
    let text = row(2, 0.0, 1, "policy = \"nearest\"\nhealth_check = \"30m\"", rest, "12m");
    let evening = play_with(&text, &[(180, "set_health_check every=\"4m\"")]);
    assert_eq!(evening.when("desk misses A"), "0:07:00");
}

/// "set_policy, set_failover: at once": what has waited at the dark outlet leaves at the next check after the word was
/// given.
#[test]
fn failover_can_be_switched_on_later() {
    let rest = "[[event]]\nat = \"+5m\"\ndo = \"power_outage\"\noutlet = \"A\"";
    let text = row(2, 0.0, 3, "policy = \"nearest\"\nhealth_check = \"10m\"\nfailover = false", rest, "31m");
    let evening = play_with(&text, &[(1500, "set_failover on=true")]);
    assert_eq!((evening.when("desk misses A"), evening.when("#1 from A to B")), ("0:10:00".into(), "0:30:00".into()));
}

/// "close_outlet: wages and rent until empty; opening again costs again": A is empty at 7:00 and opens again from 8:00
/// on.
#[test]
fn a_closed_outlet_costs_nothing_and_opening_costs_again() {
    let money = "[money]\nchef_wage = 60.0";
    let text = row(1, 0.0, 3, "", money, "10m").replace("at = [0.0, 0.0]", "rent_per_hour = 120.0\nopen_cost = 70.0");
    let commands = [(300, "close_outlet outlet=\"A\""), (480, "open_outlet outlet=\"A\"")];
    let evening = play_with(&text, &commands);
    // The call of 8:00, which comes before the command, finds nobody.
    evening.went(
        "0:04:00 #1 placed, #1 begun by 1
         0:05:00 (close_outlet)
         0:07:00 #1 cooked by 1, #1 delivered, A closed
         0:08:00 #2 placed, #2 unreachable, (open_outlet), A opens
         0:10:00 closing, end",
    );
    let money = evening.measures().money;
    assert_eq!((money.wages, money.rent, money.investments), (9.0, 18.0, 70.0));
}

/// Of an order's two tickets nothing is torn up while either lies where nobody can be told, wherever they have been
/// sent since:
/// #4, copied from A to B, was moved on to C, and C is cut off when B's line is mended. All three chefs have an hour's
/// work.
#[test]
fn nothing_is_torn_up_while_the_other_ticket_cannot_be_told() {
    let text = row(3, 0.0, 60, "policy = \"round_robin\"\nhealth_check = \"4m\"", "", "21m");
    let commands = [
        (300, "cut_line outlet=\"A\" lasts=\"4m\""),
        (510, "cut_line outlet=\"B\" lasts=\"8m\""),
        (570, "power_outage outlet=\"A\" lasts=\"20m\""),
        (780, "cut_line outlet=\"C\" lasts=\"20m\""),
    ];
    play_at(&text, &[&[60, 120, 180, 240]], &commands).went(
        "0:01:00 #1 placed, #1 to A, #1 begun by A/1
         0:02:00 #2 placed, #2 to B, #2 begun by B/1
         0:03:00 #3 placed, #3 to C, #3 begun by C/1
         0:04:00 #4 placed, #4 to A
         0:05:00 A cut off until 0:09:00, (cut_line)
         0:08:00 desk misses A, #4 copied from A to B
         0:08:30 B cut off until 0:16:30, (cut_line)
         0:09:00 A mended
         0:09:30 A dark until 0:29:30, #1 put back by A/1, 8m30s lost, (power_outage)
         0:12:00 desk misses B, #1 from A to C, #4 from A to C
         0:13:00 C cut off until 0:33:00, (cut_line)
         0:16:00 desk misses C
         0:16:30 B mended
         0:20:00 desk reaches B, #1 copied from C to B
         0:21:00 closing, end",
    );
}

/// "power back, line mended, …, opened": A, closed in the dark, opens at the moment the light is back, and the desk,
/// which checks once an hour, knows from the opening that it can send the next order there.
#[test]
fn who_opens_as_the_light_comes_back_is_reached() {
    let text = row(2, 0.0, 1, "policy = \"nearest\"\nhealth_check = \"1h\"", "", "13m")
        .replace("at = [0.0, 0.0]", "at = [0.0, 0.0]\nopen_time = \"5m\"");
    let dark = (60, "power_outage outlet=\"A\" lasts=\"9m\"");
    let commands = [dark, (120, "close_outlet outlet=\"A\""), (300, "open_outlet outlet=\"A\"")];
    play_at(&text, &[&[660]], &commands).went(
        "0:01:00 A dark until 0:10:00, (power_outage)
         0:02:00 A closed, (close_outlet)
         0:05:00 (open_outlet)
         0:10:00 A lit, A opens
         0:11:00 #1 placed, #1 to A, #1 begun by A/1
         0:12:00 #1 cooked by A/1, #1 delivered
         0:13:00 closing, end",
    );
}

/// "A fault on what already has it is refused": a cut line, and one that is not.
#[test]
fn a_line_is_cut_once() {
    let text = row(1, 0.0, 3, "", "", "12m");
    let (cut, mend) = ("cut_line outlet=\"A\"", "mend_line outlet=\"A\"");
    let evening = play_with(&text, &[(60, mend), (120, cut), (180, cut), (240, mend)]);
    assert_eq!(evening.answers(), "x.x.");
}

/// "It enters the new queue by its time of placing": #5, put back in the dark, comes to B behind #4, which was placed
/// before it. B's chef is so slow that he has #2 until 32:00.
#[test]
fn who_is_moved_stands_where_he_would_have_stood() {
    let text = row(2, 0.0, 3, "policy = \"round_robin\"\nhealth_check = \"10m\"", "", "33m");
    let commands = [(0, "slow_chef outlet=\"B\" factor=0.1"), (480, "power_outage outlet=\"A\"")];
    play_at(&text, &[&[60, 120, 180, 210, 225]], &commands).went(
        "0:00:00 B/1 slow ×0.1, (slow_chef)
         0:01:00 #1 placed, #1 to A, #1 begun by A/1
         0:02:00 #2 placed, #2 to B, #2 begun by B/1
         0:03:00 #3 placed, #3 to A
         0:03:30 #4 placed, #4 to B
         0:03:45 #5 placed, #5 to A
         0:04:00 #1 cooked by A/1, #1 delivered, #3 begun by A/1
         0:07:00 #3 cooked by A/1, #3 delivered, #5 begun by A/1
         0:08:00 A dark for good, #5 put back by A/1, 1m lost, (power_outage)
         0:10:00 desk misses A, #5 from A to B
         0:32:00 #2 cooked by B/1, #2 delivered, #4 begun by B/1
         0:33:00 closing, end",
    );
}
