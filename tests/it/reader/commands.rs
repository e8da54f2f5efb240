//! Commands written and read back are the same commands.

use super::FULL;
use crate::complaints::{SMALLEST, read};
use pizzeria::scenario::{
    self, CommandsFile, Override, command_line, command_text, read_commands_file, write_commands_file,
};
use pizzeria::sim::command::{Command, Decision, Fault, Need, Param, ParamSpec, SPECS, Value};
use pizzeria::sim::setup::*;
use pizzeria::units::{ClockTime, ItemId, OutletId, Span, Time, ZoneId};
use proptest::prelude::*;

/// A shop whose names need every kind of quoting.
fn shop() -> Setup {
    let mut setup = read(FULL).unwrap().setup;
    for (i, name) in ["a \"quoted\" one", "back\\slash", "it's = 3", "żółć 🍕", "# no comment"].iter().enumerate()
    {
        let mut outlet = setup.outlets[0].clone();
        outlet.name = (*name).into();
        setup.outlets.push(outlet);
        let mut zone = setup.zones[0].clone();
        zone.name = format!("{name} {i}");
        setup.zones.push(zone);
    }
    setup
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![1u64..=315_619_200_000_000, (1u64..=100_000).prop_map(|s| s * 1_000_000)].prop_map(Span)
}

fn clock() -> impl Strategy<Value = ClockTime> {
    (0u64..86_400).prop_map(|second| ClockTime(second * 1_000_000))
}

/// What a parameter of any command may be in [`shop`].
fn value(spec: &'static ParamSpec) -> BoxedStrategy<Value> {
    let item = || (0u16..2).prop_map(ItemId);
    match spec.param {
        Param::Outlet => (0u32..6).prop_map(|o| Value::Outlet(OutletId(o))).boxed(),
        Param::Zone => (0u32..6).prop_map(|z| Value::Zone(ZoneId(z))).boxed(),
        Param::Item => item().prop_map(Value::Item).boxed(),
        Param::Skill => prop_oneof![item().prop_map(Skill::Item), Just(Skill::AllRound)].prop_map(Value::Skill).boxed(),
        Param::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        Param::Count if spec.name == "after" => (1u32..=10).prop_map(Value::Whole).boxed(),
        Param::Count | Param::People => prop_oneof![Just(1u32), 1u32..=1_000].prop_map(Value::Whole).boxed(),
        Param::Limit => (0u32..=1_000_000).prop_map(Value::Whole).boxed(),
        Param::Factor => prop_oneof![1e-300f64..1e-3, 0.001f64..1000.0].prop_map(Value::Number).boxed(),
        Param::Share => prop_oneof![1e-300f64..1e-3, 0.001f64..=1.0].prop_map(Value::Number).boxed(),
        Param::Number => (0.0f64..=100.0).prop_map(Value::Number).boxed(),
        Param::Probability => (0.0f64..=1.0).prop_map(Value::Number).boxed(),
        // What is done at every order, or every so often.
        Param::Span if spec.name == "every" && spec.need == Need::Must => {
            prop_oneof![Just(Span::ZERO), span()].prop_map(Value::Span).boxed()
        }
        Param::Span => span().prop_map(Value::Span).boxed(),
        Param::Clock => clock().prop_map(Value::Clock).boxed(),
        Param::Word(list) => (0..list.rows.len()).prop_map(|i| Value::Word(&list.rows[i])).boxed(),
    }
}

/// Any command of the table, each parameter that may be left out given or not.
fn command() -> impl Strategy<Value = Command> {
    let given = |spec: &'static ParamSpec| {
        let value = value(spec).prop_map(|value| (spec.name, value));
        match spec.need {
            Need::Must => value.prop_map(Some).boxed(),
            Need::May | Need::Or(_) => prop::option::of(value).boxed(),
        }
    };
    (0..SPECS.len()).prop_flat_map(move |i| {
        let row = SPECS[i];
        let given: Vec<_> = row.params.iter().map(given).collect();
        given.prop_map(move |given| {
            let given: Vec<(&str, Value)> = given.into_iter().flatten().collect();
            Command::build(row, &given).expect("all that must be given is")
        })
    })
}

fn check(
    strategy: impl Strategy<Value = Vec<Command>>,
    test: impl Fn(&Setup, Vec<Command>) -> Result<(), TestCaseError>,
) {
    let setup = shop();
    let rng_seed = proptest::test_runner::RngSeed::Fixed(7);
    let config = ProptestConfig { cases: 300, failure_persistence: None, rng_seed, ..Default::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    runner.run(&strategy, |commands| test(&setup, commands)).unwrap();
}

#[test]
fn a_typed_command_reads_back_as_itself() {
    let seen = std::cell::RefCell::new(std::collections::BTreeSet::new());
    check(prop::collection::vec(command(), 1..8), |setup, commands| {
        for command in commands {
            let text = command_text(&command, setup);
            let read =
                command_line(&text, setup).map_err(|problems| TestCaseError::fail(format!("{text}\n{problems}")))?;
            prop_assert_eq!(&read, &command, "{}", text);
            seen.borrow_mut().insert(command.name());
        }
        Ok(())
    });
    assert_eq!(seen.borrow().len(), SPECS.len(), "every command was tried");
}

#[test]
fn a_commands_file_reads_back_as_itself() {
    check(prop::collection::vec(command(), 0..12), |setup, commands| {
        let closing = setup.closing().0;
        let mut commands: Vec<Scheduled> = commands
            .into_iter()
            .enumerate()
            .map(|(i, command)| Scheduled { at: Time((i as u64 * 7_919_123_457) % closing), command })
            .collect();
        commands.sort_by_key(|scheduled| scheduled.at);
        let digest = (!commands.is_empty()).then(|| "00ffee".to_string());
        let file = CommandsFile {
            scenario: Some("friday".into()),
            seed: Some(u64::MAX),
            digest,
            commands,
            ..CommandsFile::default()
        };
        let text = write_commands_file(&file, setup);
        let read = read_commands_file("game.toml", &text, setup)
            .map_err(|problems| TestCaseError::fail(format!("{text}\n{problems}")))?;
        prop_assert_eq!(read, file);
        Ok(())
    });
}

#[test]
fn the_palette_takes_what_people_type() {
    let setup = read(FULL).unwrap().setup;
    let main = OutletId(0);
    let hire = |skill, standby, count| Command::from(Decision::HireChef { outlet: main, skill, standby, count });
    for (text, command) in [
        ("hire_chef outlet=\"Main Street\" skill=\"pizza\"", hire(Some(Skill::Item(ItemId(0))), false, 1)),
        (
            "  hire_chef   outlet='Main Street'  skill=all-round standby=true count=2 ",
            hire(Some(Skill::AllRound), true, 2),
        ),
        ("set_policy policy=least_wait", Decision::SetPolicy { policy: Policy::LeastWait }.into()),
        ("set_queue_limit outlet=\"Main Street\"", Decision::SetQueueLimit { outlet: main, limit: None }.into()),
        ("traffic factor=2 lasts=1h30m", Fault::Traffic { factor: 2.0, lasts: Span::from_mins(90) }.into()),
    ] {
        assert_eq!(command_line(text, &setup).unwrap_or_else(|p| panic!("{text}: {p}")), command);
    }
    for (text, said) in [
        ("", "a command is missing (like hire_chef outlet=\"Main Street\")"),
        ("hire_cheff", "there is no command `hire_cheff` (did you mean `hire_chef`?)"),
        ("hire_chef", "hire_chef needs `outlet` (it is the name of an outlet)"),
        ("hire_chef outlet=\"Main Stret\"", "there is no outlet named `Main Stret` (did you mean `Main Street`?)"),
        ("hire_chef Main Street", "`Main` must be key=value (like hire_chef outlet=\"Main Street\")"),
        (
            "hire_chef outlet=Main Street",
            "`Street` must be key=value (names with spaces stand in quotes: outlet=\"Main Street\")",
        ),
        ("hire_chef outlet=", "a value is missing after `outlet=`"),
        ("hire_chef outlet=\"Main Street", "`\"Main Street` is no text in quotes"),
        ("set_batch batch=2 batch=3", "`batch` is given twice"),
        (
            "slow_chef outlet=\"Main Street\" factor=-1 lasts=3",
            "`factor` must be a number above 0, at most 1, not -1; `lasts` must be a length of time like \"90s\", \"4m\" or \"1h30m\", more than nothing and at most ten years, not 3 (it stands in quotes, with its unit)",
        ),
    ] {
        assert_eq!(command_line(text, &setup).unwrap_err().sentences(), said, "{text}");
    }
}

#[test]
fn a_commands_file_complains_like_a_scenario() {
    let setup = read(FULL).unwrap().setup;
    let text = "seed = -1\n[[command]]\nat = \"+9h\"\ndo = \"set_policy\"\npolicy = \"nearst\"\n[[command]]\ndo = \"clear_prep\"\n[[command]]\nat = \"soon\"\ndo = \"set_pollicy\"\n";
    let problems = read_commands_file("game.toml", text, &setup).unwrap_err();
    let said: Vec<String> =
        problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.message)).collect();
    assert_eq!(
        said,
        [
            "game.toml:1:8: `seed` must be a whole number of at least 0, not -1",
            "game.toml:3:6: `at` is 9h after opening, and the shop closes after 5h",
            "game.toml:5:10: `policy` must be one of \"nearest\", \"random\", \"round_robin\", \"shortest_queue\", \"power_of_two\", \"least_wait\", \"by_street\", \"ring\", not the text `nearst`",
            "game.toml:6:1: clear_prep needs `at`",
            "game.toml:6:1: clear_prep needs `outlet`",
            "game.toml:9:6: `at` must be a time like \"18:30\", \"day2 18:30\" or \"+1h30m\", not the text `soon`",
            "game.toml:10:6: there is no command `set_pollicy`",
        ]
    );
}

/// What may stand in the file may be commanded, and nothing else.
#[test]
fn a_command_takes_what_the_files_own_key_takes() {
    let setup = read(FULL).unwrap().setup;
    let outlet = "outlet=\"Main Street\"";
    let prep = format!("set_prep {outlet} item=pizza from=17:00 to=18:00");
    let retry = "zone.0.retry.";
    for (command, path, values) in [
        ("set_batch batch=".to_string(), "delivery.batch".to_string(), ["0", "1", "1000", "1001"]),
        (format!("{prep} target="), "outlet.0.prep.target".into(), ["0", "1", "1000000", "1000001"]),
        (format!("{prep} target=5 batch="), "outlet.0.prep.batch".into(), ["0", "1", "10000", "10001"]),
        (format!("set_queue_limit {outlet} limit="), "outlet.0.queue_limit".into(), ["-1", "0", "1000000", "1000001"]),
        (format!("set_shelf_limit {outlet} limit="), "outlet.0.shelf_limit".into(), ["-1", "0", "1000000", "1000001"]),
        ("set_health_check every=".into(), "dispatch.health_check".into(), ["30", "0s", "3650d", "3661d"]),
        ("set_board_refresh every=".into(), "dispatch.board_refresh".into(), ["-1s", "0s", "3650d", "3661d"]),
        ("set_retry probability=".into(), format!("{retry}probability"), ["-0.1", "0", "1", "1.1"]),
        ("set_retry wait=".into(), format!("{retry}wait"), ["0s", "1us", "3650d", "3661d"]),
        ("set_retry backoff=".into(), format!("{retry}backoff"), ["-1", "0", "100", "100.5"]),
        ("set_retry max=".into(), format!("{retry}max"), ["-1", "0", "1000000", "1000001"]),
        ("set_retry budget=".into(), format!("{retry}budget"), ["-1", "0", "1000", "1000.5"]),
        ("set_retry of=".into(), format!("{retry}of"), ["orders", "calls", "deliveries", "call"]),
    ] {
        for (i, value) in values.into_iter().enumerate() {
            let typed = command_line(&format!("{command}{value}"), &setup).err().map(|problems| problems.sentences());
            let set = [Override::new(&path, value)];
            let file = scenario::read("full.toml", FULL, None, &set).err().map(|problems| problems.list[0].clone());
            assert_eq!(typed.is_none(), [1, 2].contains(&i), "{command}{value}: {typed:?}");
            // The key has another name there.
            let wanted = |said: &str| said.split_once("must be").map(|(_, wanted)| wanted.to_string());
            let file = file.map(|problem| {
                let hint = problem.hint.map_or(String::new(), |hint| format!(" ({hint})"));
                wanted(&format!("{}{hint}", problem.message))
            });
            assert_eq!(typed.map(|said| wanted(&said)), file, "{command}{value}");
        }
    }
}

#[test]
fn a_slow_chef_is_never_a_faster_one() {
    let setup = read(FULL).unwrap().setup;
    let slow = |factor: &str| command_line(&format!("slow_chef outlet=\"Main Street\" factor={factor}"), &setup);
    assert!(slow("1.0").is_ok() && slow("0.01").is_ok());
    let said = slow("1.5").unwrap_err().sentences();
    assert_eq!(said, "`factor` must be a number above 0, at most 1, not 1.5");
    assert!(slow("0").is_err());
}

/// Where nobody called again, `set_retry` starts from what an empty `[zone.retry]` says.
#[test]
fn the_defaults_of_a_retry_stand_in_one_place() {
    let zone = SMALLEST.replace("[[outlet]]", "retry = {}\n[[outlet]]");
    assert_eq!(read(&zone).unwrap().setup.zones[0].retry, Some(RetrySetup::default()));
}
