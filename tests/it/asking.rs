//! Commands that were built by hand: whatever they name, the world answers and stays as it is.

use pizzeria::scenario;
use pizzeria::sim::command::{Command, Decision, Fault, Need, Param, ParamSpec, SPECS, Value};
use pizzeria::sim::refusal::Reason;
use pizzeria::sim::setup::{ALL_ROUND, Skill};
use pizzeria::sim::world::World;
use pizzeria::units::{ClockTime, ItemId, OutletId, Span, Time, ZoneId};
use std::sync::Arc;

const NONE: u32 = 9_999;

/// A shop of several outlets that has been open for an hour.
fn open() -> World {
    let scenario = scenario::load("power-cut", &[]).unwrap();
    let mut world = World::new(Arc::new(scenario.setup.clone()));
    world.advance(Time::ZERO + Span::from_hours(1), &mut ());
    world
}

/// A value that any shop can be asked about.
fn good(param: Param) -> Value {
    match param {
        Param::Outlet => Value::Outlet(OutletId(0)),
        Param::Zone => Value::Zone(ZoneId(0)),
        Param::Item => Value::Item(ItemId(0)),
        Param::Skill => Value::Skill(Skill::AllRound),
        Param::Flag => Value::Flag(true),
        Param::Count | Param::People | Param::Limit => Value::Whole(1),
        Param::Factor | Param::Share | Param::Number | Param::Probability => Value::Number(0.5),
        Param::Span => Value::Span(Span::from_mins(5)),
        Param::Clock => Value::Clock(ClockTime(0)),
        Param::Word(list) => Value::Word(&list.rows[0]),
    }
}

/// Values that no shop can be asked about, and the sentences they are refused with.
fn bad(spec: &ParamSpec) -> Vec<(Value, String)> {
    let numbers = |numbers: &[f64], must: &str| -> Vec<(Value, String)> {
        let said = format!("The {} must be {must}.", spec.name);
        numbers.iter().map(|number| (Value::Number(*number), said.clone())).collect()
    };
    match spec.param {
        Param::Outlet => vec![(Value::Outlet(OutletId(NONE)), "There is no such outlet.".into())],
        Param::Zone => vec![(Value::Zone(ZoneId(NONE)), "There is no such zone.".into())],
        Param::Item => vec![(Value::Item(ItemId(NONE as u16)), "There is no such menu item.".into())],
        Param::Skill => vec![(Value::Skill(Skill::Item(ItemId(NONE as u16))), "There is no such menu item.".into())],
        Param::Count | Param::People => vec![(Value::Whole(0), format!("The {} must be at least 1.", spec.name))],
        Param::Factor => numbers(&[0.0, -1.0, f64::NAN, f64::INFINITY], "above 0"),
        Param::Share => numbers(&[0.0, -1.0, 1.5, f64::NAN], "above 0, and at most 1"),
        Param::Number => numbers(&[-1.0, f64::NAN, f64::INFINITY], "0 or more"),
        Param::Probability => numbers(&[-0.1, 1.1, f64::NAN], "from 0 to 1"),
        Param::Flag | Param::Limit | Param::Span | Param::Clock | Param::Word(_) => Vec::new(),
    }
}

#[test]
fn what_is_not_there_is_refused_in_words_and_changes_nothing() {
    let mut world = open();
    let before = world.digest();
    let mut asked = 0;
    for row in SPECS {
        let values: Vec<(&str, Value)> = row.params.iter().map(|spec| (spec.name, good(spec.param))).collect();
        for (i, spec) in row.params.iter().enumerate() {
            for (value, sentence) in bad(spec) {
                let mut values = values.clone();
                values[i].1 = value;
                let command = Command::build(row, &values).expect("all is given");
                let refusal = world.quote(&command).expect_err(row.name);
                assert_eq!(refusal.sentence, sentence, "{} with {value:?}", row.name);
                assert!(matches!(refusal.reason, Reason::Nobody | Reason::Senseless));
                assert_eq!(world.give(&command, &mut ()), Err(refusal), "{} with {value:?}", row.name);
                asked += 1;
            }
        }
    }
    assert!(asked > 40, "only {asked} were tried");
    assert_eq!(world.digest(), before);
}

#[test]
fn what_is_there_is_not_refused_for_its_names() {
    let world = open();
    for row in SPECS {
        let given = row.params.iter().filter(|spec| spec.need == Need::Must);
        let given: Vec<(&str, Value)> = given.map(|spec| (spec.name, good(spec.param))).collect();
        let command = Command::build(row, &given).expect("all that must be given is");
        assert_eq!(command.misfit(world.setup()), None, "{}", row.name);
    }
}

#[test]
fn the_outlet_of_the_issue_is_a_refusal() {
    let world = open();
    let outlet = OutletId(77);
    let lasts = None;
    for command in [Fault::PowerOutage { outlet, lasts }, Fault::CutLine { outlet, lasts }, Fault::MendLine { outlet }]
    {
        assert_eq!(
            world.quote(&command.into()).unwrap_err().to_string(),
            "No. There is no such outlet. Nothing was changed."
        );
    }
    let skill = Some(Skill::Item(ItemId(77)));
    let hire = Decision::HireChef { outlet: OutletId(0), skill, standby: false, count: 1 };
    assert!(world.quote(&hire.into()).is_err(), "nobody is expert at what is not on the menu, {ALL_ROUND} apart");
}
