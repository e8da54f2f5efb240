//! A scenario file's problems are said completely: all at once, where, what was expected, and the nearest name.

use pizzeria::scenario::{self, Problems, Scenario};

pub const SMALLEST: &str = r#"
[menu.pizza]
work = { dist = "fixed", mean = "4m" }
[[zone]]
name = "Town"
orders_per_hour = 10
[[outlet]]
name = "Main Street"
"#;

pub fn read(text: &str) -> Result<Scenario, Problems> {
    scenario::read("test.toml", text, None, &[]).map(|(scenario, _)| scenario)
}

#[test]
fn a_scenario_may_be_a_menu_item_a_zone_and_an_outlet() {
    let scenario = read(SMALLEST).unwrap();
    assert_eq!(scenario.name, "test");
    assert_eq!(scenario.setup.outlets[0].chefs.len(), 1);
    assert_eq!(scenario.setup.zones[0].mix, [1.0]);
}

#[test]
fn every_shipped_scenario_loads_without_a_word() {
    for (name, _) in scenario::builtin::list() {
        let (_, warnings) = scenario::load_with_warnings(name, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(warnings.is_empty(), "{name}: {}", warnings[0]);
    }
}
