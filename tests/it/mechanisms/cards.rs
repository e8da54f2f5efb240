//! Streets and cards: rulings 129 to 135, each worked by hand. To which outlet a street is dealt is a hash, which no
//! hand works out; where that matters, the test asks for it, and holds what follows.

use super::kit::{Evening, opened, play_at, shop};
use pizzeria::scenario::{self, command_line};
use pizzeria::sim::metric::{Scope, resolve};
use pizzeria::sim::world::World;
use pizzeria::theory::sharding::{moved_by_modulo, moved_on_ring};
use pizzeria::units::{OutletId, Time};
use std::sync::Arc;

/// One chef at each outlet, pizzas of four minutes, everybody in one street, strangers twice the work.
fn street(outlets: &[&str], dispatch: &str, rest: &str) -> String {
    let outlets: String = outlets.iter().map(|name| format!("[[outlet]]\nname = \"{name}\"\n")).collect();
    format!(
        r#"
        [scenario]
        duration = "1h"
        [menu.pizza]
        work = {{ dist = "fixed", mean = "4m" }}
        [[zone]]
        name = "Town"
        orders_per_hour = 1.0
        streets = 1
        {outlets}
        [dispatch]
        {dispatch}
        [cards]
        stranger = 2.0
        {rest}
        "#
    )
}

const TWO: &[&str] = &["Main", "Mill"];

/// Strangers and known.
fn met(evening: &Evening) -> (u64, u64) {
    let cards = evening.measures().cards;
    (cards.strangers, cards.known)
}

/// Ruling 132: the first of a street is a stranger, 8 min; from the beginning of his cooking on there is a card, so
/// that the next one takes 4, though he is taken while nobody is done.
#[test]
fn a_stranger_takes_longer_once() {
    let text =
        street(&["Main"], "", "filed = \"never\"").replace("[dispatch]", "[[outlet.chef]]\ncount = 2\n[dispatch]");
    let evening = play_at(&text, &[&[60, 120, 600]], &[]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:02:00 #2 placed, #2 begun by 2
         0:06:00 #2 cooked by 2, #2 delivered
         0:09:00 #1 cooked by 1, #1 delivered
         0:10:00 #3 placed, #3 begun by 2
         0:14:00 #3 cooked by 2, #3 delivered
         1:00:00 closing, end",
    );
    assert_eq!(met(&evening), (1, 2));
    let m = evening.measures();
    for scope in [Scope::Shop, Scope::Outlet(OutletId(0))] {
        let read = |path: &str| resolve(path, false).unwrap().read(&m, scope);
        let read = ["cards.strangers", "cards.known", "stranger_ratio"].map(read);
        assert_eq!(read, [Some(1.0), Some(2.0), Some(1.0 / 3.0)]);
    }
}

/// Ruling 131: at opening by default, at a moment, or never; and only by a rule that deals by street.
#[test]
fn cards_are_filed_once_by_the_rule_then_in_force() {
    let calls: &[&[u64]] = &[&[60, 1_200]];
    let played = |dispatch: &str, rest: &str| play_at(&street(TWO, dispatch, rest), calls, &[]);
    assert_eq!(met(&played("policy = \"ring\"", "")), (0, 2));
    assert_eq!(met(&played("policy = \"ring\"", "filed = \"never\"")), (1, 1));
    let later = played("policy = \"ring\"", "filed = \"+10m\"");
    assert_eq!((met(&later), later.when("cards filed")), ((1, 1), "0:10:00".into()));
    assert_eq!(met(&played("policy = \"nearest\"", "filed = \"+10m\"")), (1, 1), "nobody deals by street");
    // At 0:00:30 nobody knows anybody; at the first call the cards are there.
    assert_eq!(met(&played("policy = \"by_street\"", "filed = \"+30s\"")), (0, 2));
}

/// The cards are filed before the player speaks: who changes the rule at that moment comes too late.
#[test]
fn at_the_moment_of_filing_the_player_is_late() {
    let text = street(TWO, "policy = \"nearest\"", "filed = \"+10m\"");
    let with = |at: u64| met(&play_at(&text, &[&[1_200]], &[(at, "set_policy policy=\"ring\"")]));
    assert_eq!((with(599), with(600)), ((0, 1), (1, 0)));
}

/// Rulings 130 and 132: when its shop is out, the street goes elsewhere, as a stranger; it comes back to its card.
#[test]
fn a_street_goes_elsewhere_while_its_shop_is_out() {
    let home = home(&street(TWO, "policy = \"ring\"", ""));
    let (own, other) = (TWO[home], TWO[1 - home]);
    for policy in ["ring", "by_street"] {
        let always = format!("policy = \"{policy}\"\nhealth_check = \"0s\"");
        let text = street(TWO, &always, "");
        let home = TWO[self::home(&text)];
        let away = TWO.iter().find(|name| **name != home).unwrap();
        let dark = format!("power_outage outlet=\"{home}\" lasts=\"20m\"");
        let evening = play_at(&text, &[&[60, 720, 2_400]], &[(600, &dark)]);
        evening.went(&format!(
            "0:01:00 #1 placed, #1 to {home}, #1 begun by {home}/1
             0:05:00 #1 cooked by {home}/1, #1 delivered
             0:10:00 {home} dark until 0:30:00, desk misses {home}, (power_outage)
             0:12:00 #2 placed, #2 to {away}, #2 begun by {away}/1
             0:20:00 #2 cooked by {away}/1, #2 delivered
             0:30:00 {home} lit, desk reaches {home}
             0:40:00 #3 placed, #3 to {home}, #3 begun by {home}/1
             0:44:00 #3 cooked by {home}/1, #3 delivered
             1:00:00 closing, end"
        ));
    }
    assert_ne!(own, other);
}

/// The outlet to which the one street is dealt.
fn home(text: &str) -> usize {
    let world = opened(text, &[]);
    world.dealing(usize::MAX).unwrap().here.iter().position(|&streets| streets == 1).unwrap()
}

/// Ruling 132: a card is made when cooking begins, and survives the dark: put back, he is cooked for as somebody known.
#[test]
fn a_card_is_there_although_the_pizza_is_lost() {
    let text = street(&["Main"], "", "filed = \"never\"");
    let evening = play_at(&text, &[&[60]], &[(240, "power_outage outlet=\"Main\" lasts=\"6m\"")]);
    evening.went(
        "0:01:00 #1 placed, #1 begun by 1
         0:04:00 Main dark until 0:10:00, #1 put back by 1, 3m lost, (power_outage)
         0:04:30 desk misses Main
         0:10:00 Main lit, #1 begun by 1, desk reaches Main
         0:14:00 #1 cooked by 1, #1 delivered
         1:00:00 closing, end",
    );
    assert_eq!(met(&evening), (1, 1));
}

/// Ruling 133: 4 min × 2 × (1 − 0.5) ÷ 2 = 2 min with a base and better tools, and slow on top: 2 ÷ 0.5 = 4.
#[test]
fn strangers_bases_and_tools_multiply() {
    let text = street(&["Main"], "", "filed = \"never\"")
        .replace("[[zone]]", "base_time = \"1m\"\nbase_saves = 0.5\n[[zone]]")
        .replace("streets = 1", "streets = 1000000")
        .replace("[dispatch]", "[outlet.prep]\nitem = \"pizza\"\nfrom = \"11:00\"\nto = \"11:10\"\ntarget = 4\nbatch = 4\n[[outlet.chef]]\nlevel = 2\n[kitchen]\nlevel_speed = [1.0, 2.0]\n[money]\ntools = [0, 1]\n[dispatch]");
    let slow = [(1_100, "slow_chef outlet=\"Main\" factor=0.5 lasts=\"1h\"")];
    let evening = play_at(&text, &[&[900, 1_200]], &slow);
    assert_eq!(met(&evening), (2, 0), "of a million streets two are two");
    assert_eq!(evening.when("cooked"), "0:17:00 0:24:00");
}

/// Ruling 134: the customers of the hot street go in turn to so many outlets, each of which has its card if it was
/// split when the cards were filed, and makes one if not.
#[test]
fn a_split_street_goes_to_several_shops_in_turn() {
    let three = ["Main", "Mill", "Harbour"];
    for policy in ["ring", "by_street"] {
        let text =
            street(&three, &format!("policy = \"{policy}\""), "").replace("streets = 1", "streets = 1\nhot = 1.0");
        let calls: &[&[u64]] = &[&[60, 720, 1_320, 1_920, 2_520]];
        let sent = |evening: &Evening| -> Vec<usize> {
            let lines = evening.lines.iter().filter(|line| line.contains("placed"));
            lines
                .map(|line| three.iter().position(|name| format!("{line},").contains(&format!(" to {name},"))).unwrap())
                .collect()
        };
        let whole = play_at(&text, calls, &[]);
        let at = sent(&whole);
        assert!(at.iter().all(|place| *place == at[0]), "{policy}: one street, one shop: {at:?}");
        assert_eq!(met(&whole), (0, 5));
        let split = play_at(&text, calls, &[(0, "split_street ways=2")]);
        let at = sent(&split);
        assert_eq!((at[0], at[2], at[4]), (at[0], at[0], at[0]), "{policy}");
        assert_eq!((at[1], at[3]), (at[1], at[1]), "{policy}");
        assert!(at[0] != at[1] && met(&split) == (1, 4), "{policy}: filed at opening, split after it: {at:?}");
        if policy == "by_street" {
            assert_eq!(at[1], (at[0] + 1) % 3, "the next id");
        }
        let filed = play_at(
            &text.replace("stranger = 2.0", "stranger = 2.0\nfiled = \"+30s\""),
            calls,
            &[(0, "split_street zone=\"Town\" ways=3")],
        );
        assert_eq!(met(&filed), (0, 5), "{policy}: split when they were filed");
        let again = play_at(&text, calls, &[(0, "split_street ways=3"), (900, "split_street ways=1")]);
        assert_eq!(sent(&again)[2..], [sent(&whole)[0]; 3], "{policy}: not split any more");
    }
}

/// Ruling 135: failover moves the waiting to where the rule would send them without that outlet, and there they are
/// strangers.
#[test]
fn moved_to_another_shop_they_are_strangers() {
    let text = street(TWO, "policy = \"ring\"\nhealth_check = \"0s\"", "");
    let (home, away) = (TWO[home(&text)], TWO[1 - home(&text)]);
    let dark = format!("power_outage outlet=\"{home}\" lasts=\"40m\"");
    let evening = play_at(&text, &[&[60, 90]], &[(180, &dark)]);
    assert_eq!(met(&evening), (1, 2));
    // #1 is put back and moved, a stranger, at 3; #2 after it at 11, known by now.
    assert_eq!(evening.when(&format!("cooked by {away}/1")), "0:11:00 0:15:00");
}

/// Ruling 129: the street is the customer's, whatever is decided, and drawing it shifts nothing else.
#[test]
fn streets_shift_nobodys_luck() {
    let town = |streets: &str| {
        let text = street(TWO, "policy = \"random\"", "filed = \"never\"").replace("stranger = 2.0", "stranger = 1.0");
        let zone = "orders_per_hour = 60.0\nradius = 1.0\nretry = { wait = \"3m\" }\n\
                    patience = { dist = \"exponential\", mean = \"9m\" }\n";
        let text = text.replace("orders_per_hour = 1.0", zone).replace("streets = 1\n", streets);
        let mut world = World::new(Arc::new(shop(&text).setup));
        let mut seen = Vec::new();
        world.finish(&mut seen);
        seen
    };
    let without = town("");
    assert!(without.len() > 100, "{}", without.len());
    assert_eq!(without, town("streets = 40\nhot = 0.5\n"));
}

/// A shop of so many outlets with a thousand streets, and one more that is opened at once.
fn growing(policy: &str, outlets: usize) -> (World, World) {
    let mut text = format!(
        "[scenario]\nduration = \"1h\"\n[menu.pizza]\nwork = {{ dist = \"fixed\", mean = \"4m\" }}\n[[zone]]\nname = \"Town\"\norders_per_hour = 1.0\nstreets = 20000\n[dispatch]\npolicy = \"{policy}\"\n"
    );
    for o in 0..outlets {
        text += &format!("[[outlet]]\nname = \"Shop {o}\"\n");
    }
    text += "[[outlet]]\nname = \"New\"\nstatus = \"closed\"\n";
    let before = opened(&text, &[]);
    let mut after = before.clone();
    after.give(&command_line("open_outlet outlet=\"New\"", after.setup()).unwrap(), &mut ()).unwrap();
    after.advance(Time(1), &mut ());
    (before, after)
}

/// Ruling 130: by number, four of five streets move from four shops to five, because h mod 4 = h mod 5 for four of
/// twenty remainders; on a ring only those that the new shop gets.
#[test]
fn what_moves_when_a_shop_opens() {
    for (policy, outlets) in [("by_street", 4), ("by_street", 8), ("ring", 4), ("ring", 8)] {
        let by = if policy == "ring" { moved_on_ring } else { moved_by_modulo };
        let share = by(outlets as u64, outlets as u64 + 1);
        let (before, after) = growing(policy, outlets);
        let (was, is) = (before.dealing(usize::MAX).unwrap(), after.dealing(usize::MAX).unwrap());
        assert_eq!((was.all, was.moved, was.here[outlets]), (20_000, 0, 0), "{policy}");
        assert_eq!(is.here.iter().sum::<u64>(), 20_000);
        let moved = is.moved as f64 / is.all as f64;
        // By number the hash decides alone: 20,000 streets, three standard deviations. On a ring the names matter.
        let within = if policy == "ring" { 0.15 * share } else { 3.0 * (share * (1.0 - share) / 20_000.0f64).sqrt() };
        assert!((moved - share).abs() < within, "{policy} {outlets}: {moved}");
        if policy == "ring" {
            assert_eq!(is.moved, is.here[outlets], "whoever moves goes to the new shop");
            let lost = was.here.iter().zip(&is.here).map(|(was, is)| was.saturating_sub(*is)).sum::<u64>();
            assert_eq!(lost, is.moved);
        }
    }
}

/// Ruling 130: by their names outlets lie on the ring, not by their place in the file.
#[test]
fn the_order_of_the_file_says_nothing_on_a_ring() {
    let here = |names: &[&'static str]| {
        let text = street(names, "policy = \"ring\"", "").replace("streets = 1", "streets = 500");
        let streets = opened(&text, &[]).dealing(usize::MAX).unwrap().here;
        let mut by_name: Vec<(&'static str, u64)> = names.iter().copied().zip(streets).collect();
        by_name.sort();
        by_name
    };
    let sorted = here(&["Main", "Mill", "Harbour", "Hill"]);
    assert_eq!(sorted, here(&["Hill", "Main", "Harbour", "Mill"]));
    assert!(sorted.iter().all(|(_, streets)| (90..=165).contains(streets)), "{sorted:?}");
}

/// A customer of a zone without streets is dealt by himself, no two calls of his otherwise, and nobody has a card.
#[test]
fn who_has_no_street_is_dealt_by_himself() {
    for policy in ["ring", "by_street"] {
        let text = street(TWO, &format!("policy = \"{policy}\""), "").replace(
            "[[outlet]]\nname = \"Main\"",
            "[[zone]]\nname = \"Hill\"\norders_per_hour = 1.0\n[[outlet]]\nname = \"Main\"",
        );
        let minutes: Vec<u64> = (1..50).map(|minute| minute * 60).collect();
        let evening = play_at(&text, &[&[], &minutes], &[]);
        let sent = |name: &str| {
            evening.lines.iter().filter(|line| format!("{line},").contains(&format!(" to {name},"))).count()
        };
        assert!(sent("Main") > 10 && sent("Mill") > 10, "{policy}: {} and {}", sent("Main"), sent("Mill"));
        assert_eq!((met(&evening), evening.measures().cards.stranger_ratio), ((0, 0), None));
    }
}

#[test]
fn what_streets_are_not_for_is_refused() {
    let no_streets = street(TWO, "", "").replace("streets = 1\n", "");
    let evening = play_at(&no_streets, &[], &[(1, "set_policy policy=\"ring\""), (2, "split_street ways=2")]);
    let said = |evening: &Evening, i: usize| {
        let whole = evening.refusals[i].clone().unwrap();
        whole.strip_prefix("No. ").unwrap().strip_suffix(" Nothing was changed.").unwrap().to_string()
    };
    assert_eq!(said(&evening, 0), "Policy ring deals by street, and no zone has streets.");
    assert_eq!(said(&evening, 1), "No street of any zone orders more than others.");
    let set = scenario::Override::new("dispatch.policy", "\"ring\"");
    let problems = scenario::read("test.toml", &format!("schema = 1\n{no_streets}"), None, &[set]).unwrap_err();
    assert!(problems.to_string().contains("policy ring deals by street, and no zone has streets"), "{problems}");
    let even = street(TWO, "", "");
    let evening = play_at(&even, &[], &[(1, "split_street zone=\"Town\" ways=2")]);
    assert_eq!(said(&evening, 0), "No street of Town orders more than others.");
    let hot = even.replace("streets = 1", "streets = 1\nhot = 0.5");
    let evening = play_at(&hot, &[], &[(1, "split_street ways=3"), (2, "split_street ways=2")]);
    assert_eq!(evening.answers(), "x.");
    assert_eq!(said(&evening, 0), "There are 2 outlets; a street cannot be split over 3.");
}
