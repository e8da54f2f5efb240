//! A scenario file means what the design says, and says the same to the reader, the schema and the palette.

mod commands;
mod files;
mod misspelt;
mod regex;
mod schema;
mod traces;

use crate::complaints::{SMALLEST, read};
use pizzeria::chance::Dist;
use pizzeria::scenario::surprise::Piece;
use pizzeria::scenario::tables::{Kind, ROOT, Table};
use pizzeria::scenario::{self, Bound, Ends, Override, RunKind, Trigger};
use pizzeria::sim::command::Command;
use pizzeria::sim::metric::{Scope, resolve};
use pizzeria::sim::setup::*;
use pizzeria::units::{Cents, ClockTime, ItemId, OutletId, Place, Span, Time};

/// A scenario with every key of the tables.
pub const FULL: &str = include_str!("reader/full.toml");

fn at(minutes: u64) -> Time {
    Time::ZERO + Span::from_mins(minutes)
}

fn clock(hour: u64) -> ClockTime {
    ClockTime(Span::from_hours(hour).0)
}

fn zone_quota(setup: &Setup) -> Option<QuotaSetup> {
    setup.zones[0].quota
}

#[test]
fn the_smallest_scenario_has_every_default() {
    let scenario = read(SMALLEST).unwrap();
    let setup = &scenario.setup;
    assert_eq!((scenario.title.as_str(), scenario.ends, setup.seed), ("test", Ends::Closing, 1));
    assert_eq!(
        (setup.opens, setup.duration, setup.warmup, setup.drain),
        (clock(11), Span::from_hours(12), Span::ZERO, false)
    );
    assert_eq!(scenario.allow.len(), 49, "all commands, faults too: there is no goal");
    assert_eq!((setup.items[0].price, setup.items[0].ingredients, setup.items[0].base), (Cents(1000), Cents(0), None));
    let zone = &setup.zones[0];
    assert_eq!((zone.at, zone.radius, &zone.arrivals), (Place::default(), 0.0, &Arrivals::Poisson));
    assert_eq!((zone.patience, zone.retry, zone.cancels, zone.mix.as_slice()), (None, None, true, &[1.0][..]));
    let outlet = &setup.outlets[0];
    assert!(outlet.open && outlet.chefs == [ChefSetup { skill: Skill::AllRound, level: 1, standby: false }]);
    assert_eq!((outlet.max_chefs, outlet.queue_limit, outlet.shelf_limit, outlet.riders), (None, None, None, 0));
    assert_eq!((outlet.queue_order, outlet.kitchen), (QueueOrder::OldestFirst, KitchenKind::Shared));
    assert_eq!(outlet.manager, None);
    assert_eq!((zone.streets, zone.hot, setup.cards), (0, 0.0, CardsSetup::default()));
    let kitchen = &setup.kitchen;
    assert_eq!((kitchen.off_skill_speed, kitchen.all_round_speed), (0.5, 1.0), "one item: everybody is its expert");
    assert_eq!((kitchen.switch_time, kitchen.notice_time), (Span::ZERO, Span::from_mins(2)));
    assert_eq!((kitchen.hire_time, kitchen.upgrade_time), (Span::from_mins(10), Span::ZERO));
    assert_eq!(kitchen.level_speed, [1.0, 1.5, 1.9, 2.2]);
    let (policy, when_none) = (Policy::Nearest, WhenNone::Lose);
    let (health_check, board_refresh) = (Span::from_secs(30), Span::ZERO);
    let (failover, quota, order_numbers, health, phones) = (true, None, None, HealthSetup::default(), None);
    let dispatch = DispatchSetup {
        policy,
        health_check,
        board_refresh,
        failover,
        when_none,
        quota,
        health,
        order_numbers,
        phones,
    };
    assert_eq!(setup.dispatch, dispatch);
    assert_eq!((zone_quota(setup), setup.promise_of(ItemId(0)), setup.items[0].priority), (None, setup.slo.promise, 0));
    let (mode, handover) = (DeliveryMode::Pickup, Dist::Fixed { mean: 0.0 });
    assert_eq!(setup.delivery, DeliverySetup { mode, speed_kmh: 24.0, handover, batch: 1 });
    assert_eq!(setup.slo, SloSetup { promise: Span::from_mins(30), target: 0.95 });
    let money = &setup.money;
    assert_eq!((money.cash, money.refund), (None, 1.0));
    assert_eq!((money.chef_wage, money.rider_wage, money.standby_retainer), (Cents(1800), Cents(1400), Cents(600)));
    assert_eq!((money.chef_fee, money.rider_fee), (Cents(5000), Cents(3000)));
    assert_eq!((money.clerk_wage, money.clerk_fee), (Cents(1400), Cents(3000)));
    assert_eq!(money.tools, [Cents(0), Cents(25_000), Cents(50_000), Cents(100_000)]);
}

#[test]
fn every_key_is_read_to_its_place() {
    let (scenario, warnings) = scenario::read("full.toml", FULL, None, &[]).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!((scenario.title.as_str(), scenario.concept.as_deref()), ("Everything", Some("everything")));
    assert_eq!(scenario.allow, ["hire_chef", "set_policy", "set_queue_limit", "set_queue_order", "power_outage"]);
    assert_eq!((scenario.ends, scenario.story.as_str()), (Ends::Decided, "Once upon a *time*."));
    let setup = &scenario.setup;
    assert_eq!((setup.opens, setup.duration, setup.warmup), (clock(17), Span::from_hours(5), Span::from_mins(30)));
    assert!(setup.drain && setup.seed == 7);
    let keeps = Span::from_hours(6);
    assert_eq!(setup.items[0].base, Some(BaseSetup { time: Span::from_mins(1), saves: 0.4, keeps }));
    assert_eq!(setup.items[1].work, Dist::Lognormal { mean: 120.0, cv: 0.5 });
    assert_eq!((setup.promise_of(ItemId(0)), setup.items[0].priority), (Span::from_mins(40), 3));
    assert_eq!(setup.promise_of(ItemId(1)), Span::from_mins(45), "that of [slo]");
    assert_eq!(zone_quota(setup), Some(QuotaSetup { per_hour: 30.0, burst: 4 }));
    assert_eq!(setup.dispatch.quota, Some(QuotaSetup { per_hour: 90.0, burst: 9 }));
    let health = HealthSetup {
        unhealthy_after: Some(Span::from_mins(6)),
        unhealthy_burnt: Some(0.5),
        back_after: Span::from_mins(15),
        fail_open: Some(0.4),
    };
    assert_eq!(setup.dispatch.health, health);
    let phones = PhoneSetup {
        clerks: Some(6),
        call: Dist::Erlang { mean: 30.0, k: 2 },
        give_up: Some(Span::from_mins(5)),
        each: Some(2),
        fuse: Some(FuseSetup { after: 4, lasts: Span::from_mins(3), scope: FuseScope::All }),
    };
    assert_eq!(setup.dispatch.phones, Some(phones));
    let zone = &setup.zones[0];
    assert_eq!(zone.curve.len(), 4);
    assert_eq!((zone.curve[1].factor, zone.curve[2].factor), (2.0, 1.0), "a step");
    assert_eq!((zone.mix.as_slice(), zone.patience), (&[0.8, 0.2][..], Some(Dist::Erlang { mean: 1800.0, k: 3 })));
    assert_eq!((zone.patience_until, zone.cancels), (PatienceUntil::Delivery, false));
    let retry = zone.retry.unwrap();
    assert_eq!(
        (retry.wait, retry.backoff, retry.budget, retry.of),
        (Span::from_mins(5), 2.0, Some(0.1), BudgetOf::Calls)
    );
    let outlet = &setup.outlets[0];
    assert_eq!((outlet.queue_limit, outlet.shelf_limit, outlet.max_chefs), (Some(40), Some(20), Some(8)));
    assert_eq!(outlet.prep.unwrap().batch, 10);
    let rule = ManagerSetup { every: Span::from_mins(5), per_waiting: 3, counts_coming: true, floor: 2, ceiling: 7 };
    assert_eq!(outlet.manager, Some(rule));
    let chef = |skill, level, standby| ChefSetup { skill, level, standby };
    let expert = chef(Skill::Item(ItemId(0)), 2, false);
    assert_eq!(outlet.chefs, [expert, expert, chef(Skill::AllRound, 1, true)]);
    assert_eq!(setup.delivery.handover, Dist::Uniform { min: 30.0, max: 90.0 });
    assert_eq!((setup.money.cash, setup.money.refund), (Some(Cents(50_000)), 0.5));
    assert_eq!(setup.script.iter().map(|s| s.at).collect::<Vec<_>>(), [at(10), at(90)], "in the order of time");
}

/// A goal, a hint and a guess may be about the customers of one zone.
#[test]
fn what_is_asked_of_a_zone_is_read_to_its_place() {
    let text = format!(
        "{SMALLEST}[[goal]]\ntext = \"Town\"\nmetric = \"on_time_ratio\"\nzone = \"Town\"\nat_least = 0.5\n\
         [[hint]]\nwhen = {{ metric = \"quota.left\", zone = \"Town\", at_most = 1 }}\ntext = \"Look.\"\n\
         [[predict]]\nask = \"How many?\"\nmetric = \"lost_ratio\"\nzone = \"Town\"\nof = \"nothing\"\n"
    );
    let scenario = read(&text).unwrap_or_else(|problems| panic!("{problems}"));
    let town = Scope::Zone(pizzeria::units::ZoneId(0));
    assert_eq!((scenario.goals[0].scope, scenario.predictions[0].scope), (town, town));
    let Trigger::When(condition) = scenario.hints[0].trigger else { panic!() };
    assert_eq!((condition.metric.path(), condition.scope), ("quota.left", town));
}

#[test]
fn names_keep_their_spelling() {
    for name in [
        "Ka\u{308}se",
        "हिन्दी",
        "क्\u{200d}ष",
        "می\u{200c}خواهم",
        "寿司",
        "한국어",
        "👩🏽\u{200d}🍳",
        "❤\u{fe0f}",
        "🇨🇭",
        "Ελλάδα",
    ] {
        let scenario = read(&SMALLEST.replace("Main Street", name)).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(scenario.setup.outlets[0].name, name);
        let command = format!("upgrade_chefs outlet=\"{name}\"");
        assert!(scenario::command_line(&command, &scenario.setup).is_ok(), "{name}");
    }
}

/// Characters that nobody sees make two names out of one, and those that turn the direction say another than is read.
#[test]
fn names_hide_nothing() {
    for c in [
        '\u{61c}',
        '\u{206a}',
        '\u{206f}',
        '\u{180e}',
        '\u{fff9}',
        '\u{fffb}',
        '\u{e0001}',
        '\u{e0074}',
        '\u{ad}',
        '\u{34f}',
        '\u{3164}',
        '\u{202e}',
        '\u{200b}',
        '\u{200d}',
        '\u{200c}',
        '\u{feff}',
        '\u{fe0f}',
    ] {
        let problems = read(&SMALLEST.replace("Main Street", &format!("Main{c}Street"))).unwrap_err().to_string();
        assert!(problems.contains("visible characters"), "{:x}: {problems}", c as u32);
        assert!(!problems.contains(c), "{:x} is shown as it is", c as u32);
        let told = read(&format!("{SMALLEST}[scenario]\nstory = \"a{c}b\"\n")).unwrap().story;
        assert_eq!(told, "ab", "{:x}", c as u32);
    }
}

#[test]
fn the_lesson_is_read_to_its_place() {
    let scenario = read(FULL).unwrap();
    let goal = &scenario.goals[0];
    assert_eq!((goal.metric, goal.scope), (resolve("slo.on_time_ratio", false).unwrap(), Scope::Item(ItemId(0))));
    assert_eq!((goal.bound, goal.window), (Bound::AtLeast(0.95), Some(Window { from: at(60), to: at(240) })));
    assert_eq!((scenario.stars[0].bound, scenario.stars[0].window), (Bound::AtMost(1500.0), None));
    assert_eq!(scenario.hints[0].trigger, Trigger::At(at(20)));
    let Trigger::When(condition) = scenario.hints[1].trigger else { panic!() };
    assert_eq!((condition.metric.path(), condition.scope), ("waiting", Scope::Outlet(OutletId(0))));
    let Trigger::AtIf(time, condition) = scenario.cues[0].trigger else { panic!() };
    assert_eq!((time, condition.scope, condition.bound), (at(70), Scope::Item(ItemId(1)), Bound::AtMost(3.0)));
    assert!(scenario.cues[0].pause && !scenario.cues[1].pause);
    let guess = &scenario.predictions[0];
    assert_eq!((guess.of, guess.against), (RunKind::Wrong(0), Some(RunKind::WithoutEvents)));
    assert_eq!((guess.at, guess.choices.join(" ")), (Some(at(90)), "25m 45 1.5".to_string()));
    assert_eq!(guess.edges, [0.5, 1.5]);
    let surprise = scenario.surprise.as_ref().unwrap();
    assert_eq!(surprise.pieces(), [Piece::Words("It took "), Piece::Number(0), Piece::Words(" with a longer line.")]);
    let number = &surprise.numbers[0];
    assert_eq!((number.measure.of, number.measure.against), (RunKind::Wrong(0), Some(RunKind::WithoutEvents)));
    assert_eq!(number.claims, [Bound::AtLeast(1.0), Bound::AtMost(9.0)]);
    assert_eq!(surprise.numbers[1].measure.scope, Scope::Item(ItemId(0)));
    assert!(surprise.holds(&[Some(9.0), Some(0.0)]) && !surprise.holds(&[Some(9.1), Some(0.0)]));
    assert!(!surprise.holds(&[Some(2.0), None]) && !surprise.holds(&[]), "what was not measured is not said");
    assert!(scenario.wrong[0].commands[0].1, "may be refused");
    assert_eq!(scenario.setup.windows, [Window { from: at(60), to: at(240) }, Window { from: at(90), to: at(180) }]);
    assert!(scenario.allows(&scenario.solution[0].command));
    let command = |text: &str| scenario::command_line(text, &scenario.setup).unwrap();
    assert!(scenario.hints[0].does.is_empty());
    assert_eq!(scenario.hints[1].does, [command("set_policy policy=random")]);
    assert!(scenario.solution_ranges[0].is_exact());
    let also = &scenario.also[0].commands[0];
    assert_eq!([also.least.at, also.shown.at, also.most.at], [at(5), at(10), at(60)]);
    let hire = |count: u32| command(&format!("hire_chef outlet=\"Main Street\" skill=pizza count={count}"));
    // Of two values the least is shown.
    assert_eq!([&also.least.command, &also.shown.command, &also.most.command], [&hire(1), &hire(1), &hire(3)]);
    let covers = |at: Time, command: Command| also.covers(&Scheduled { at, command }, &scenario.setup);
    assert!(covers(at(5), hire(3)) && covers(at(60), hire(1)) && covers(at(30), hire(2)));
    assert!(!covers(at(4), hire(1)) && !covers(at(61), hire(1)) && !covers(at(30), hire(4)));
    assert!(!covers(at(30), command("hire_chef outlet=\"Main Street\" skill=bread")));
    assert!(!covers(at(30), command("hire_chef outlet=\"Main Street\" skill=pizza standby=true")));
}

#[test]
fn a_command_may_be_allowed_in_part() {
    let allowing = |list: &str| read(&format!("[scenario]\nallow = {list}\n{SMALLEST}")).unwrap();
    let may = |scenario: &scenario::Scenario, text: &str| {
        scenario.allows(&scenario::command_line(text, &scenario.setup).unwrap())
    };
    let some = allowing("[\"set_retry wait=5m jitter\", \"set_delivery mode=decoupled\", \"hire_chef count=2\"]");
    assert_eq!(some.allow, ["hire_chef", "set_delivery", "set_retry"]);
    assert!(may(&some, "set_retry jitter=true") && may(&some, "set_retry wait=5m jitter=false"));
    assert!(!may(&some, "set_retry wait=6m") && !may(&some, "set_retry jitter=true max=3"));
    assert!(may(&some, "set_delivery mode=decoupled") && !may(&some, "set_delivery mode=pickup"));
    // An outlet may always be said; a parameter that is left out has its default, which nobody has to allow.
    assert!(may(&some, "hire_chef outlet=\"Main Street\" count=2") && may(&some, "hire_chef outlet=\"Main Street\""));
    assert!(!may(&some, "hire_chef outlet=\"Main Street\" count=3") && !may(&some, "set_batch batch=2"));
    // Lines of one command add up; the whole command is all of it.
    let both =
        allowing("[\"set_delivery mode=decoupled\", \"set_delivery mode=pickup\", \"set_retry max\", \"set_retry\"]");
    assert!(may(&both, "set_delivery mode=pickup") && !may(&both, "set_delivery mode=coupled"));
    assert!(may(&both, "set_retry wait=1h"));
}

#[test]
fn windows_wrap_over_midnight_and_may_be_open() {
    let window = |lines: &str| {
        let goal = format!("[[goal]]\ntext = \"x\"\nmetric = \"lost_ratio\"\nat_most = 0.1\n{lines}\n");
        let head = "[scenario]\nopens = \"20:00\"\nduration = \"48h\"\nwarmup = \"10m\"\n";
        read(&format!("{head}{SMALLEST}{goal}")).unwrap().goals[0].window.unwrap()
    };
    assert_eq!(window("from = \"22:00\"\nto = \"02:00\""), Window { from: at(120), to: at(360) });
    assert_eq!(window("from = \"19:00\"\nto = \"21:00\""), Window { from: at(23 * 60), to: at(25 * 60) });
    assert_eq!(window("from = \"day2 20:00\"\nto = \"22:00\""), Window { from: at(24 * 60), to: at(26 * 60) });
    assert_eq!(window("from = \"+3h\""), Window { from: at(180), to: Time::NEVER });
    assert_eq!(window("to = \"+3h\""), Window { from: at(10), to: at(180) });
}

#[test]
fn without_goals_the_player_may_break_things_with_goals_only_decide() {
    let goal = "[[goal]]\ntext = \"x\"\nmetric = \"lost_ratio\"\nat_most = 0.1\n";
    let scenario = read(&format!("{SMALLEST}{goal}")).unwrap();
    assert!(scenario.allow.contains(&"hire_chef") && !scenario.allow.contains(&"power_outage"));
    assert!(read(SMALLEST).unwrap().allow.contains(&"power_outage"));
}

#[test]
fn texts_lose_what_could_steer_a_terminal() {
    let text = format!("[scenario]\nstory = \"a\\u001b[31mb\\tc\\u202ed\\r\\ne\"\n{SMALLEST}");
    assert_eq!(read(&text).unwrap().story, "a[31mb    cd\ne");
}

/// A path to every key of the tables in [`FULL`], with its kind.
fn paths(prefix: &str, table: &Table, found: &mut Vec<(String, Kind)>) {
    for key in table.keys {
        let path = format!("{prefix}{}", key.name);
        found.push((path.clone(), key.kind));
        match key.kind {
            Kind::Table(inner) => paths(&format!("{path}."), inner, found),
            Kind::List(inner, _) => paths(&format!("{path}.0."), inner, found),
            Kind::Menu(inner) => paths(&format!("{path}.pizza."), inner, found),
            _ => {}
        }
    }
}

/// No key takes this.
fn misfit(kind: Kind) -> &'static str {
    match kind {
        Kind::Flag => "3",
        _ => "true",
    }
}

/// The file with order books in place of clerks.
fn with_books(text: &str) -> String {
    let is_of_clerks = |line: &&str| {
        let keys = ["clerks", "call =", "give_up", "fuse", "clerk_wage", "clerk_fee"];
        keys.iter().any(|key| line.starts_with(key))
    };
    let lines: Vec<&str> = text.lines().filter(|line| !is_of_clerks(line)).collect();
    let books =
        "[books]\ncopies = 3\nwait_for = \"all\"\nwrite = \"12s\"\ncopy = { dist = \"fixed\", mean = \"3m\" }\n";
    format!("{}\n{books}away = {{ every = \"20h\", lasts = \"40m\" }}\n", lines.join("\n"))
}

#[test]
fn a_wrong_value_at_any_key_is_one_complaint_at_that_key() {
    let mut all = Vec::new();
    paths("", &ROOT, &mut all);
    assert!(all.len() > 120, "{}", all.len());
    for (path, kind) in all {
        // Of `at` and `when`, `at_least` and `at_most`, `outlet` and `item` the file has one.
        let path = match path.as_str() {
            "hint.0.when" | "goal.0.at_most" | "star.0.at_least" => continue,
            "goal.0.outlet" | "star.0.item" | "predict.0.item" | "surprise.number.0.item" => continue,
            "goal.0.zone" | "star.0.zone" | "predict.0.zone" | "surprise.number.0.zone" => continue,
            other => other.replace("hint.0.when.", "hint.1.when.").replace("cue.0.when.outlet", "hint.1.when.outlet"),
        };
        if ["hint.1.when.item", "hint.1.when.zone", "cue.0.when.zone", "hint.1.when.at_most", "cue.0.when.at_least"]
            .contains(&path.as_str())
        {
            continue;
        }
        // The file's pizza has bases and its kitchen lines of their own, where slices cannot lie under a lamp.
        let (path, text) = match path.strip_prefix("menu.pizza.tray.") {
            None => (path, FULL.to_string()),
            Some(key) => {
                let tray = "tray = { keeps = \"20m\", bake = { dist = \"fixed\", mean = \"6m\" } }";
                let text = FULL.replace("work = { dist = \"lognormal\", mean = \"2m\", cv = 0.5 }", tray);
                (format!("menu.bread.tray.{key}"), text.replace("kitchen = \"specialised\"", "kitchen = \"shared\""))
            }
        };
        // Its front desk has clerks, beside whom there are no order books.
        let text = match path.starts_with("books.") {
            true => with_books(&text),
            false => text,
        };
        let set = Override::new(&path, misfit(kind));
        let problems = scenario::read("full.toml", &text, None, &[set]).expect_err(&path);
        let errors: Vec<_> = problems.iter().filter(|p| p.severity == scenario::Severity::Error).collect();
        assert!(errors[0].file == format!("--set {path}") && errors.len() == 1, "{path}: {problems}");
    }
}

#[test]
fn the_reference_names_every_key_and_command() {
    let reference = scenario::reference::reference();
    let mut all = Vec::new();
    paths("", &ROOT, &mut all);
    for (path, _) in all {
        let name = path.rsplit('.').next().unwrap();
        assert!(reference.contains(&format!("- `{name}`: ")), "{path}");
    }
    for name in scenario::tables::command_names() {
        assert!(reference.contains(&format!("## `{name}`")), "{name}");
    }
}

#[test]
fn any_key_can_be_set_and_what_is_missing_is_made() {
    let with = |sets: &[(&str, &str)]| {
        let sets: Vec<Override> = sets.iter().map(|(path, value)| Override::new(path, value)).collect();
        scenario::read("test.toml", SMALLEST, None, &sets).map(|(scenario, _)| scenario.setup)
    };
    let setup = with(&[
        ("outlet.0.riders", "3"),
        ("outlet.Main Street.chef.0.level", "2"),
        ("outlet.0.chef.1.count", "4"),
        ("menu.pizza.price", "12.25"),
        ("menu.bread.work", "{ dist = \"fixed\", mean = \"2m\" }"),
        ("zone.0.curve", "[[\"12:00\", 2]]"),
        ("scenario.opens", "09:30"),
        ("slo.promise", "20m"),
        ("dispatch.policy", "\"random\""),
        ("outlet.1.name", "Kiosk"),
        ("event.0.at", "+1m"),
        ("event.0.do", "hire_rider"),
        ("event.0.outlet", "Kiosk"),
    ])
    .unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((setup.outlets[0].riders, setup.outlets[0].chefs.len(), setup.outlets[0].chefs[0].level), (3, 5, 2));
    assert_eq!((setup.items[0].price, setup.items[1].name.as_str()), (Cents(1225), "bread"));
    assert_eq!((setup.zones[0].curve[0].factor, setup.opens.to_string().as_str()), (2.0, "09:30"));
    assert_eq!((setup.slo.promise, setup.dispatch.policy), (Span::from_mins(20), Policy::Random));
    assert_eq!((setup.outlets[1].name.as_str(), setup.script.len()), ("Kiosk", 1));
    for (path, value, complaint) in [
        (
            "outlet.0.riders",
            "-3",
            "--set outlet.0.riders:1:17: `riders` must be a whole number from 0 to 1000000, not -3",
        ),
        ("outlet.7.riders", "3", "--set outlet.7.riders:1:8: there is no `7` in this list of 1"),
        ("outlet.0.rider", "3", "--set outlet.0.rider:1:10: an outlet has no key `rider` (did you mean `riders`?)"),
        ("slo..promise", "20m", "--set slo..promise:1:5: a name is missing in this path"),
        (
            "menu.pizza.price.high",
            "1",
            "--set menu.pizza.price.high:1:18: `high` is inside something that is no table and no list",
        ),
    ] {
        let problems = match path {
            "menu.pizza.price.high" => with(&[("menu.pizza.price", "3"), (path, value)]),
            _ => with(&[(path, value)]),
        };
        let said = problems.unwrap_err().list[0].to_string();
        assert!(said.starts_with(complaint), "{said}");
    }
    assert!("outlet.0.riders".parse::<Override>().is_err());
}

#[test]
fn an_outlet_whose_name_has_dots_is_called_by_it() {
    let text = SMALLEST.replace("name = \"Main Street\"", "name = \"St. Mary. No. 1\"");
    assert_ne!(text, SMALLEST);
    let text = text + "\n[[outlet]]\nname = \"St\"\n";
    let set = [Override::new("outlet.St. Mary. No. 1.riders", "3"), Override::new("outlet.St.riders", "2")];
    let (scenario, _) = scenario::read("s", &text, None, &set).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(scenario.setup.outlets.iter().map(|outlet| outlet.riders).collect::<Vec<_>>(), [3, 2]);
    let wrong = [Override::new("outlet.St. Mary. No. 2.riders", "3")];
    let problems = scenario::read("s", &text.replace("\"St\"", "\"Other\""), None, &wrong).unwrap_err();
    assert!(problems.to_string().contains("there is no `St` in this list of 2"), "{problems}");
}

#[test]
fn a_long_text_is_counted_by_its_characters() {
    let story = |letters: usize| format!("[scenario]\nstory = \"{}\"\n{SMALLEST}", "é".repeat(letters));
    let read = |text: &str| scenario::read("s", text, None, &[]);
    assert!(read(&story(65_536)).is_ok());
    let problems = read(&story(65_537)).unwrap_err().to_string();
    assert!(problems.contains("a text of at most 65536 characters"), "{problems}");
}
