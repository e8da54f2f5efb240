//! People: hired, paid, ill, covered, slow, rude, dismissed.

use super::kit::{Evening, opened, play_at, town};
use pizzeria::chance::{Draws, Source};
use pizzeria::sim::command::Decision;
use pizzeria::units::{OutletId, Span, Time};

/// A dollar a minute for everybody at work, ten cents for a backup at home.
const WAGES: &str = "[money]\nchef_wage = 60.0\nrider_wage = 60.0\nstandby_retainer = 6.0\n";
/// Nobody orders.
const NONE: &[&[u64]] = &[&[]];

fn chefs(count: u32) -> String {
    format!("[[outlet.chef]]\ncount = {count}")
}

fn evening(minutes: u32, outlet: &str, rest: &str, calls: &[u64], commands: &[(u64, &str)]) -> Evening {
    play_at(&town(&format!("duration = \"{minutes}m\""), "", outlet, rest), &[calls], commands)
}

/// "A hired chef starts after hire_time, is paid from then by the hour; who is on the way fills a place of max_chefs; a
/// standby fills none." Wages: 20 minutes, 8 minutes, and 6 minutes of retainer.
#[test]
fn a_hired_chef_comes_later_and_is_paid_from_then() {
    let hire = "hire_chef outlet=\"Main\"";
    let commands = [(120, hire), (180, hire), (240, "hire_chef outlet=\"Main\" standby=true")];
    let evening = evening(20, "max_chefs = 2", WAGES, &[], &commands);
    evening.went(
        "0:02:00 2 hired for 0:12:00, (hire_chef)
         0:04:00 3 hired for 0:14:00, (hire_chef)
         0:12:00 2 starts
         0:14:00 3 starts
         0:20:00 closing, end",
    );
    assert_eq!(evening.answers(), ".x.");
    let money = evening.measures().money;
    assert_eq!((money.wages, money.investments), (28.6, 100.0));
}

/// "dismiss_chef takes: on the way, ill, idle, busy, in this order; the last hired first. Busy: finishes the order,
/// paid until then. The last chef may go." Paid minutes: 21 + 6 + 5 + 4, the ill man's two included.
#[test]
fn who_is_let_go_first() {
    let go = "dismiss_chef outlet=\"Main\"";
    let commands = [
        (90, "chef_ill outlet=\"Main\" skill=\"pizza\""),
        (120, "hire_chef outlet=\"Main\""),
        (180, go),
        (240, go),
        (300, go),
        (360, go),
        (420, go),
        (480, go),
    ];
    let outlet = format!("{}\n[[outlet.chef]]\nskill = \"pizza\"", chefs(3));
    let text = town("duration = \"22m\"", "", &outlet, WAGES).replace("mean = \"5m\"", "mean = \"20m\"");
    let evening = play_at(&text, &[&[60, 600]], &commands);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:01:30 4 ill until 1:01:30, (chef_ill)
         0:02:00 5 hired for 0:12:00, (hire_chef)
         0:03:00 5 leaves, (dismiss_chef)
         0:03:30 4 missed
         0:04:00 4 leaves, (dismiss_chef)
         0:05:00 3 leaves, (dismiss_chef)
         0:06:00 2 leaves, (dismiss_chef)
         0:07:00 (dismiss_chef)
         0:10:00 #2 placed
         0:21:00 #1 cooked by 1, #1 delivered, 1 leaves
         0:22:00 closing, end",
    );
    assert_eq!(evening.answers(), ".......x", "nobody is left to be let go");
    assert_eq!(evening.measures().money.wages, 36.0);
}

/// "Ill: gone at once, the order in hand is noticed now": a minute before anybody would have seen it.
#[test]
fn dismissing_the_ill_shows_what_he_had_in_hand() {
    let commands = [(120, "chef_ill outlet=\"Main\""), (180, "dismiss_chef outlet=\"Main\"")];
    evening(9, &chefs(2), "", &[60], &commands).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 1 ill until 1:02:00, (chef_ill)
         0:03:00 #1 put back by 1, 2m lost, 1 leaves, #1 begun by 2, (dismiss_chef)
         0:08:00 #1 cooked by 2, #1 delivered
         0:09:00 closing, end",
    );
}

/// Who goes is asked for all at once: of two chefs not three can go, and then nobody goes.
#[test]
fn a_dismissal_is_for_all_or_nobody() {
    let evening = evening(3, &chefs(2), "", &[], &[(60, "dismiss_chef outlet=\"Main\" count=3")]);
    assert_eq!(evening.answers(), "x");
    assert_eq!(evening.when("leaves"), "");
}

/// "The last chef may go, with a warning."
#[test]
fn the_last_chef_goes_with_a_warning() {
    let warned = |count: u32| {
        let world = opened(&town("duration = \"5m\"", "", &chefs(count), WAGES), NONE);
        let quote = world.quote(&Decision::DismissChef { outlet: OutletId(0), skill: None, count: 1 }.into()).unwrap();
        assert_eq!(quote.per_hour.dollars(), -60.0);
        quote.last_chef
    };
    assert!(warned(1));
    assert!(!warned(2));
}

/// "chef_ill takes the lowest-id working chef; none: refused; lasts from the command, 1 h where nothing is said." The
/// shop is available while one of them is at work: all but 2:00–7:00, though the first illness is seen only at 3:00.
#[test]
fn an_illness_by_command() {
    let ill = "chef_ill outlet=\"Main\"";
    let commands = [(60, ill), (120, "chef_ill outlet=\"Main\" lasts=\"5m\""), (180, ill)];
    let evening = evening(62, &chefs(2), "", &[], &commands);
    evening.went(
        "0:01:00 1 ill until 1:01:00, (chef_ill)
         0:02:00 2 ill until 0:07:00, (chef_ill)
         0:03:00 1 missed
         0:04:00 2 missed
         0:07:00 2 well
         1:01:00 1 well
         1:02:00 closing, end",
    );
    assert_eq!(evening.answers(), "..x");
    assert_eq!(evening.measures().availability, Some(57.0 / 62.0));
    // Here and well: chef 1 two minutes, chef 2 two and 55.
    assert_eq!(evening.world.outlets()[0].areas.chefs_ill.until(Time(62 * 60_000_000)), (60 + 5) * 60_000_000);
}

/// "noticed after notice_time; then the order in hand goes back to the head of its line and is cooked from scratch":
/// before
/// #2, which came later. Four minutes are lost work, and from 5:00 to 13:00 nobody was there to cook it; for #2 nobody
/// was from 3:00 on. Ingredients are paid three times.
#[test]
fn an_illness_costs_the_order_in_hand() {
    let evening = evening(24, "", "", &[60, 120], &[(180, "chef_ill outlet=\"Main\" lasts=\"10m\"")]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed
         0:03:00 1 ill until 0:13:00, (chef_ill)
         0:05:00 1 missed, #1 put back by 1, 4m lost
         0:13:00 1 well, #1 begun by 1
         0:18:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:23:00 #2 cooked by 1, #2 delivered
         0:24:00 closing, end",
    );
    let measures = evening.measures();
    let spans = measures.spans;
    let means = [spans.queue, spans.down, spans.redo, spans.cook, measures.latency].map(|s| s.mean);
    assert_eq!(means, [Some(180.0), Some(540.0), Some(120.0), Some(300.0), Some(1140.0)]);
    assert_eq!((measures.orders.recooked, measures.money.ingredients), (1, 6.0));
    // In hand, as far as anybody knew, until 5:00, but not cooking: busy 1–3 and 13–23, here all but 3–13.
    assert_eq!(measures.utilization.chefs, Some(12.0 / 14.0));
}

/// "Noticed at min(notice_time, his return)": back after 4 minutes, when nobody had looked yet.
#[test]
fn a_short_illness_is_noticed_at_the_return() {
    let rest = "[kitchen]\nnotice_time = \"10m\"";
    evening(13, "", rest, &[60], &[(180, "chef_ill outlet=\"Main\" lasts=\"4m\"")]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:03:00 1 ill until 0:07:00, (chef_ill)
         0:07:00 1 missed, #1 put back by 1, 6m lost, 1 well, #1 begun by 1
         0:12:00 #1 cooked by 1, #1 delivered
         0:13:00 closing, end",
    );
}

/// "An idle ill chef takes no order, and his standby comes only when noticed."
#[test]
fn an_idle_ill_chef_takes_nothing() {
    let outlet = "[[outlet.chef]]\n[[outlet.chef]]\nstandby = true";
    evening(9, outlet, "", &[120], &[(60, "chef_ill outlet=\"Main\"")]).went(
        "0:01:00 1 ill until 1:01:00, (chef_ill)
         0:02:00 #1 placed
         0:03:00 1 missed, 2 for 1, #1 begun by 2
         0:08:00 #1 cooked by 2, #1 delivered
         0:09:00 closing, end",
    );
}

/// 4 km at 24 km/h, 10 minutes, and the chef drives himself.
fn driving(minutes: u32, calls: &[u64], commands: &[(u64, &str)]) -> Evening {
    let rest = "[delivery]\nmode = \"coupled\"\nspeed_kmh = 24.0";
    play_at(&town(&format!("duration = \"{minutes}m\""), "at = [4.0, 0.0]", "", rest), &[calls], commands)
}

/// "On the road: ill when home": he drives till 26:00 as if nothing were; seen two minutes later.
#[test]
fn an_illness_on_the_road_shows_at_home() {
    driving(44, &[60, 600], &[(480, "chef_ill outlet=\"Main\" lasts=\"30m\"")]).went(
        "0:01:00 #1 placed, #1 begun by 1
         0:06:00 #1 cooked by 1, #1 driven by 1
         0:08:00 (chef_ill)
         0:10:00 #2 placed
         0:16:00 #1 delivered
         0:26:00 1 ill until 0:38:00
         0:28:00 1 missed
         0:38:00 1 well, #2 begun by 1
         0:43:00 #2 cooked by 1, #2 driven by 1
         0:44:00 closing, end",
    );
    // Over before he is home: nobody ever knew.
    let evening = driving(27, &[60, 600], &[(480, "chef_ill outlet=\"Main\" lasts=\"5m\"")]);
    assert_eq!((evening.when("ill until"), evening.when("#2 begun")), ("".into(), "0:26:00".into()));
}

/// "Making a base: the tray is lost": at 3:00, though the illness is seen at 5:00; the second chef begins it anew.
#[test]
fn an_illness_costs_the_tray() {
    let outlet = "prep = { item = \"pizza\", from = \"11:01\", to = \"12:00\", target = 10, batch = 10 }\n[[outlet.chef]]\ncount = 2";
    let text =
        town("duration = \"14m\"", "", outlet, "").replace("price = 10.0", "base_time = \"1m\"\nbase_saves = 0.5");
    let evening = play_at(&text, NONE, &[(180, "chef_ill outlet=\"Main\" lasts=\"5m\"")]);
    evening.went(
        "0:01:00 prep begins, tray of 10 begun by 1
         0:03:00 1 ill until 0:08:00, tray of 10 begun by 2, (chef_ill)
         0:05:00 1 missed
         0:08:00 1 well
         0:13:00 tray of 10 done by 2
         0:14:00 closing, end",
    );
    assert_eq!(evening.measures().prep.made, 10);
}

/// "at random: mean time between, mean duration, both exponential": the k-th draws of chef c at outlet 0 say when and
/// how long.
fn illnesses(chef: u64, until: Span) -> Vec<(Time, Time)> {
    let (mut now, mut all) = (Time::ZERO, Vec::new());
    for k in 0.. {
        let mut draws = Draws::keyed(1, Source::Illness, chef, k);
        let from = now + Span::drawn(3600.0 * draws.exponential());
        now = from + Span::drawn(600.0 * draws.exponential());
        if from > Time::ZERO + until {
            break;
        }
        all.push((from, now));
    }
    all
}

/// "At work": what stops his clock only stops it. In the middle of each stretch of health he is sent to bed for a
/// minute; he falls ill by chance as without that, later by the minutes in bed, and not one time less.
#[test]
fn a_minute_in_bed_makes_nobody_healthier() {
    let alone = illnesses(0, Span::from_hours(11));
    assert!(alone.len() > 5, "an evening with some illness in it");
    let minute = Span::from_mins(1);
    let (mut expected, mut commands, mut well) = (Vec::new(), Vec::new(), 0);
    for (k, (from, until)) in alone.iter().enumerate() {
        let bed = (well + from.0) / 2_000_000 + 60 * k as u64;
        commands.push((bed, "chef_ill outlet=\"Main\" lasts=\"1m\""));
        let late = |time: Time| time + Span(minute.0 * (k as u64 + 1));
        expected.extend([(Time(bed * 1_000_000), Time(bed * 1_000_000) + minute), (late(*from), late(*until))]);
        well = until.0;
    }
    let outlet = format!("illness = {{ every = \"1h\", lasts = \"10m\" }}\n{}", chefs(1));
    let evening = play_at(&town("duration = \"12h\"", "", &outlet, ""), &[&[]], &commands);
    let ill: Vec<&String> = evening.lines.iter().filter(|line| line.contains(" ill until ")).collect();
    for (line, (from, until)) in ill.iter().zip(&expected) {
        let (from, until) = (super::kit::clock(*from), super::kit::clock(*until));
        assert!(line.starts_with(&from) && line.contains(&format!("ill until {until}")), "{line}: {from} to {until}");
    }
    assert!(ill.len() >= expected.len());
}

/// "Random illness: a calendar clock of each chef at work (idle or busy, light or dark)": three evenings of one seed,
/// and the chefs fall ill at the very moments that their own draws say.
#[test]
fn random_illness_follows_the_calendar() {
    let mut expected: Vec<(Time, Time)> = (0..2).flat_map(|chef| illnesses(chef, Span::from_hours(12))).collect();
    expected.sort();
    assert!(expected.len() > 10, "an evening with some illness in it");
    let outlet = format!("illness = {{ every = \"1h\", lasts = \"10m\" }}\n{}", chefs(2));
    let text = town("duration = \"12h\"", "", &outlet, "");
    let busy: Vec<u64> = (1..720).map(|minute| minute * 60).collect();
    let dark = [(3600, "power_outage outlet=\"Main\" lasts=\"5h\"")];
    for (calls, commands) in [(&[][..], &[][..]), (&busy, &[]), (&[], &dark)] {
        let evening = play_at(&text, &[calls], commands);
        let ill = evening.lines.iter().filter(|line| line.contains(" ill until "));
        assert_eq!(ill.clone().count(), expected.len());
        let until = |(line, (from, until)): (&String, &(Time, Time))| {
            line.starts_with(&super::kit::clock(*from))
                && line.contains(&format!("ill until {}", super::kit::clock(*until)))
        };
        assert!(ill.zip(&expected).all(until), "{expected:?}");
    }
}

/// "never of a standby at home": a baker who waits at home fifty hours for a baker's illness is never ill himself.
#[test]
fn a_backup_at_home_is_never_ill() {
    let outlet = "illness = { every = \"1h\", lasts = \"10m\" }\nkitchen = \"specialised\"\n[[outlet.chef]]\n\
                  skill = \"pizza\"\n[[outlet.chef]]\nskill = \"bread\"\nstandby = true";
    let text = town("duration = \"50h\"", "", outlet, "")
        .replace("[[zone]]", "[menu.bread]\nwork = { dist = \"fixed\", mean = \"5m\" }\n[[zone]]");
    let evening = play_at(&text, NONE, &[]);
    assert_ne!(evening.when(" 1 ill until"), "");
    assert_eq!(evening.when(" 2 ill until"), "");
}

/// "A backup is paid a retainer, does not cook, and steps in when an illness is noticed, and goes back after the order
/// in hand." Wages: 20 minutes of the first, 10 of the backup at work, a dollar's worth of retainer for the other 10.
#[test]
fn a_backup_steps_in_and_goes_home_after_the_order_in_hand() {
    let outlet = "[[outlet.chef]]\n[[outlet.chef]]\nstandby = true";
    let ill = (120, "chef_ill outlet=\"Main\" lasts=\"10m\"");
    let evening = evening(20, outlet, WAGES, &[60, 480, 780], &[ill]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 1 ill until 0:12:00, (chef_ill)
         0:04:00 1 missed, #1 put back by 1, 3m lost, 2 for 1, #1 begun by 2
         0:08:00 #2 placed
         0:09:00 #1 cooked by 2, #1 delivered, #2 begun by 2
         0:12:00 1 well
         0:13:00 #3 placed, #3 begun by 1
         0:14:00 #2 cooked by 2, #2 delivered, 2 goes home
         0:18:00 #3 cooked by 1, #3 delivered
         0:20:00 closing, end",
    );
    assert_eq!(evening.measures().money.wages, 31.0);
}

/// "Standby: same skill, else all-round, else (one line for all) anyone."
#[test]
fn which_backup_steps_in() {
    let who = |kitchen: &str, standbys: &[&str]| {
        let standbys: String =
            standbys.iter().map(|s| format!("[[outlet.chef]]\nskill = \"{s}\"\nstandby = true\n")).collect();
        let outlet = format!("kitchen = \"{kitchen}\"\n[[outlet.chef]]\nskill = \"pizza\"\n{standbys}");
        let text = town("duration = \"5m\"", "", &outlet, "")
            .replace("[[zone]]", "[menu.bread]\nwork = { dist = \"fixed\", mean = \"5m\" }\n[[zone]]");
        let evening = play_at(&text, NONE, &[(60, "chef_ill outlet=\"Main\"")]);
        evening.lines.iter().find_map(|l| l.strip_prefix("0:03:00 1 missed, ")).unwrap_or("nobody").to_string()
    };
    assert_eq!(who("shared", &["bread", "all-round", "pizza"]), "4 for 1");
    assert_eq!(who("shared", &["bread", "all-round"]), "3 for 1");
    assert_eq!(who("shared", &["bread", "bread"]), "2 for 1");
    assert_eq!(who("specialised", &["bread", "all-round"]), "3 for 1");
    assert_eq!(who("specialised", &["bread"]), "nobody");
}

/// "not for power cuts"; and "is the covered chef dismissed, he goes back".
#[test]
fn a_backup_is_for_illness_only() {
    let outlet = "[[outlet.chef]]\n[[outlet.chef]]\nstandby = true";
    let dark = evening(30, outlet, "", &[60], &[(120, "power_outage outlet=\"Main\" lasts=\"20m\"")]);
    assert_eq!(dark.when("2 for 1"), "");
    let commands = [(60, "chef_ill outlet=\"Main\""), (300, "dismiss_chef outlet=\"Main\"")];
    evening(6, outlet, "", &[], &commands).went(
        "0:01:00 1 ill until 1:01:00, (chef_ill)
         0:03:00 1 missed, 2 for 1
         0:05:00 1 leaves, 2 goes home, (dismiss_chef)
         0:06:00 closing, end",
    );
}

/// "one for one": one backup for two ill chefs covers the first, and when that one is well, the second.
#[test]
fn one_backup_covers_one_chef() {
    let outlet = "[[outlet.chef]]\ncount = 2\n[[outlet.chef]]\nstandby = true";
    let ill = |lasts: &str| format!("chef_ill outlet=\"Main\" lasts=\"{lasts}\"");
    let (first, second) = (ill("10m"), ill("30m"));
    evening(33, outlet, "", &[], &[(60, &first), (120, &second)]).went(
        "0:01:00 1 ill until 0:11:00, (chef_ill)
         0:02:00 2 ill until 0:32:00, (chef_ill)
         0:03:00 1 missed, 3 for 1
         0:04:00 2 missed
         0:11:00 1 well, 3 goes home, 3 for 2
         0:32:00 2 well, 3 goes home
         0:33:00 closing, end",
    );
}

/// "slow_chef: what is in hand is stretched from that moment; nothing is noticed": three minutes left at 3:00 take six;
/// of the next order's ten minutes at half speed six are left at 13:00, which take three.
#[test]
fn a_slow_chef_cooks_on_and_nobody_notices() {
    let slow = "slow_chef outlet=\"Main\" factor=0.5 lasts=\"10m\"";
    let evening = evening(17, "", "", &[60, 480], &[(180, slow), (240, slow)]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:03:00 1 slow ×0.5, (slow_chef)
         0:08:00 #2 placed
         0:09:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:13:00 1 quick again
         0:16:00 #2 cooked by 1, #2 delivered
         0:17:00 closing, end",
    );
    assert_eq!(evening.answers(), ".x", "a fault on what already has it is refused");
}

/// "the lowest-id working chef not slow yet"; `lasts` missing: for good.
#[test]
fn slowness_takes_the_next_chef() {
    let slow = "slow_chef outlet=\"Main\" factor=0.5";
    let evening = evening(90, &chefs(2), "", &[4800, 4800], &[(60, slow), (120, slow)]);
    assert_eq!((evening.when("1 slow"), evening.when("2 slow")), ("0:01:00".into(), "0:02:00".into()));
    assert_eq!(evening.when("cooked"), "1:30:00", "both of them, at half speed");
}

/// "rude_driver, pickup: refused."
#[test]
fn where_customers_fetch_nobody_is_rude() {
    assert_eq!(evening(2, "", "", &[], &[(60, "rude_driver outlet=\"Main\"")]).answers(), "x");
}

/// "coupled, it is a chef, and the kitchen slows": on the road at 8:00, so away when home, for 20 minutes, paid.
#[test]
fn a_rude_chef_is_missing_in_the_kitchen() {
    let evening = driving(52, &[60, 600], &[(480, "rude_driver outlet=\"Main\" lasts=\"20m\"")]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:06:00 #1 cooked by 1, #1 driven by 1
         0:08:00 (rude_driver)
         0:10:00 #2 placed
         0:16:00 #1 delivered
         0:26:00 1 away until 0:46:00
         0:46:00 1 back, #2 begun by 1
         0:51:00 #2 cooked by 1, #2 driven by 1
         0:52:00 closing, end",
    );
    // $18 an hour, 52 minutes, without a gap.
    assert_eq!(evening.measures().money.wages, 15.6);
    // Busy 1–26 and 46–52, here 1–26 and before, and 46–52.
    assert_eq!(evening.measures().utilization.chefs, Some(31.0 / 32.0));
}

/// "decoupled, a rider, and the kitchen never notices": the lowest idle one, one hour where nothing is said; the second
/// at the end of the trip.
#[test]
fn a_rude_rider_is_missed_by_the_shelf_only() {
    let rest = format!("[delivery]\nmode = \"decoupled\"\nspeed_kmh = 24.0\n{WAGES}");
    let text = town("duration = \"20m\"", "at = [1.0, 0.0]", "riders = 2", &rest);
    let rude = "rude_driver outlet=\"Main\"";
    let evening = play_at(&text, &[&[120, 420, 720]], &[(60, rude), (480, rude), (540, rude)]);
    evening.went(
        "0:01:00 rider 1 away until 1:01:00, (rude_driver)
         0:02:00 #1 placed, #1 begun by 1
         0:07:00 #1 cooked by 1, #1 shelved, #1 with rider 2, #2 placed, #2 begun by 1
         0:08:00 (rude_driver)
         0:09:30 #1 delivered
         0:12:00 #2 cooked by 1, #2 shelved, rider 2 away until 1:12:00, #3 placed, #3 begun by 1
         0:17:00 #3 cooked by 1, #3 shelved
         0:20:00 closing, end",
    );
    assert_eq!(evening.answers(), "..x", "one away, one promised already");
    assert_eq!(evening.measures().money.wages, 60.0, "all three are paid all the while");
}

/// "the lowest-id idle one, else the lowest-id one at the end of the trip": the first is out, so the second, at once.
#[test]
fn of_two_drivers_the_idle_one_was_rude() {
    let rude = (420, "rude_driver outlet=\"Main\"");
    let with = |mode: &str, outlet: &str| {
        let text = town("duration = \"8m\"", "at = [4.0, 0.0]", outlet, &format!("[delivery]\nmode = \"{mode}\""));
        let evening = play_at(&text, &[&[60]], &[rude]);
        (evening.when(" rider 2 away until 1:07:00"), evening.when(" 2 away until 1:07:00"))
    };
    assert_eq!(with("decoupled", "riders = 2").0, "0:07:00");
    assert_eq!(with("coupled", &chefs(2)).1, "0:07:00");
}

/// "Busy: finishes the order (coupled: and comes home), paid until then": home at 26:00; at $18 an hour $7.80.
#[test]
fn a_dismissed_driver_comes_home_first() {
    let evening = driving(40, &[60, 600], &[(480, "dismiss_chef outlet=\"Main\"")]);
    assert_eq!((evening.when("#1 delivered"), evening.when("1 leaves")), ("0:16:00".into(), "0:26:00".into()));
    assert_eq!(evening.measures().money.wages, 7.8);
}
