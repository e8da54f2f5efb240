//! Work that takes long: it is seen, can be stopped, and answers signals meanwhile.

use super::*;
use std::fmt::Write as _;

/// A shop that takes a while: four hundred outlets for a year.
fn large_shop(home: &Path) -> String {
    let mut text = String::from(
        "[scenario]\ntitle = \"A large one\"\nopens = \"11:00\"\nduration = \"8760h\"\nallow = [\"hire_chef\"]\n\
         [menu.pizza]\nwork = { dist = \"fixed\", mean = \"4m\" }\n",
    );
    for n in 0..4 {
        let _ = write!(text, "[[zone]]\nname = \"Z{n}\"\nat = [{n}.0, 0.0]\norders_per_hour = 600.0\n");
    }
    for n in 0..400 {
        let _ = write!(
            text,
            "[[outlet]]\nname = \"O{n}\"\nat = [{}.0, {}.0]\nriders = 3\n[[outlet.chef]]\n",
            n % 20,
            n / 20
        );
    }
    let path = home.join("large.toml");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_string()
}

#[test]
fn long_work_shows_how_far_it_is_stops_at_esc_and_answers_signals() {
    let home = Arc::new(tempfile::tempdir().unwrap());
    let file = large_shop(home.path());
    let mut window = Window::at(home.clone(), &["play", &file], 120, 36, &[]);
    window.open_the_shop();
    // The file of commands wants to know how it all ends.
    window.type_in("qs");
    window.wait_for("Save the commands");
    window.type_in("\r");
    window.wait_for("Finding out how it ends");
    window.wait_for("%");
    window.type_in("\x1b");
    window.wait_until("it to stop", |window| !window.text().contains("Finding out"));
    window.type_in("\x1b");
    window.wait_until("the prompt to go", |window| !window.text().contains("Save the commands"));
    // The rest passes, until that is stopped.
    window.type_in("qe");
    window.wait_for("Letting the rest pass");
    window.wait_until("some of it", |window| {
        let text = window.text();
        let box_of_it = text.split("Letting the rest pass").nth(1).unwrap_or_default();
        let before = box_of_it.split('%').next().unwrap_or_default().trim_end();
        before.rsplit(' ').next().and_then(|n| n.parse::<u32>().ok()).is_some_and(|n| n >= 1)
    });
    window.type_in("\x1b");
    window.wait_until("it to stop", |window| !window.text().contains("Letting the rest pass"));
    window.wait_for("paused");
    window.type_in("q");
    window.wait_for("Leave the shop?");
    window.type_in("q");
    assert!(window.wait_for_end().success());
    let kept = kept_game(home.path());
    assert!(kept.state.at > pizzeria::units::Time(3_600_000_000), "{:?}", kept.state.at);
    // Going on with it takes as long again; a signal ends that, and the game is still kept.
    let mut window = Window::at(home.clone(), &[], 120, 36, &[]);
    window.wait_for("go on: A large one");
    window.type_in("c");
    window.wait_for("Going on with A large one");
    window.signal("-TERM");
    assert!(!window.wait_for_end().success());
    window.assert_left();
    assert_eq!(kept_game(home.path()), kept);
    // So does Esc.
    let mut window = Window::at(home.clone(), &[], 120, 36, &[]);
    window.wait_for("go on: A large one");
    window.type_in("c");
    window.wait_for("Going on with A large one");
    window.type_in("\x1b");
    window.wait_until("the picker", |window| !window.text().contains("Going on with"));
    window.type_in("q");
    assert!(window.wait_for_end().success());
    assert_eq!(kept_game(home.path()), kept);
}

/// Files that are long gone hold nobody up.
#[test]
fn three_hundred_thousand_files_that_are_gone_do_not_hold_up_the_start() {
    let home = Arc::new(tempfile::tempdir().unwrap());
    let files: Vec<String> = (0..300_000).map(|n| format!("/nowhere/{n}.toml")).collect();
    let progress = serde_json::json!({ "schema": 1, "files": files });
    std::fs::write(home.path().join("progress.json"), progress.to_string()).unwrap();
    let mut window = Window::at(home.clone(), &[], 120, 36, &[]);
    window.wait_for("Book one");
    window.type_in("q");
    assert!(window.wait_for_end().success());
}

#[test]
fn twenty_thousand_lines_are_obeyed_one_after_the_other() {
    let home = tempfile::tempdir().unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_pizzeria"))
        .args(["play", "--plain", "story"])
        .env("PIZZERIA_HOME", home.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let count = 20_000;
    let mut lines = String::from("go\nstop\n");
    for n in 0..count {
        let _ = writeln!(lines, "set_queue_limit outlet=\"Main Street\" limit={}", 10 + n % 7);
    }
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(kept_game(home.path()).commands.len(), count);
    // And gone on with: its commands are given again, a few at a time.
    let home = Arc::new(home);
    let mut window = Window::at(home.clone(), &[], 120, 36, &[]);
    window.wait_for("Book one");
    window.type_in("c");
    window.wait_for("1 City");
    window.type_in("\x03");
    assert!(window.wait_for_end().success());
}
