//! What somebody meets who writes a scenario and runs it from the command line.

use super::{SMALL, file, pizzeria};
use tempfile::TempDir;

/// What tempts is often what the player may not do, or not any more: it is a history to learn from, not a wish.
#[test]
fn a_wrong_answer_may_be_one_that_the_player_may_not_give() {
    let folder = TempDir::new().unwrap();
    let lesson =
        SMALL.replace("duration = \"1h\"", "duration = \"1h\"\nallow = [\"hire_chef\"]").replace("6.0", "30.0")
            + r#"
[[solution]]
at = "+0s"
do = "hire_chef"
outlet = "Corner"
count = 2
[kitchen]
hire_time = "0s"
[[wrong]]
name = "nobody may wait"
commands = [{ at = "+1m", do = "set_queue_limit", outlet = "Corner", limit = 0 }]
"#;
    let path = file(&folder, "lesson.toml", &lesson);
    for words in [&["check"][..], &["run"], &["run", "--solution"]] {
        let said = pizzeria(&[words, &[&path]].concat());
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{words:?}");
    }
    let said = pizzeria(&["check", "--prove", &path]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("nobody may wait  lose  10 of 10"), "{}", said.out);
    let fault = lesson.replace("set_queue_limit", "power_outage").replace(", limit = 0", "");
    let said = pizzeria(&["check", &file(&folder, "fault.toml", &fault)]);
    assert_eq!(said.code, 2, "a fault is nobody's answer");
    assert!(said.err.contains("the player may not give `power_outage`"), "{}", said.err);
}
