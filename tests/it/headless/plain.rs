//! `play --plain` in a pipe, where the whole game is lines.

use super::{command, pizzeria};
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;

/// All that was said to these lines; it ends well by itself.
fn play(home: &Path, scenario: &str, lines: &str) -> String {
    let mut play = command(&["play", "--plain", scenario]);
    let mut child = play.env("PIZZERIA_HOME", home).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_finished_game_can_still_be_saved() {
    let home = TempDir::new().unwrap();
    let kept = home.path().join("evening.toml");
    let save = format!("save {}\n", kept.display());
    let lines =
        format!("go\nupgrade_chefs outlet=\"Main Street\"\nend\nend\nnonsense\nstatus\na\n{save}{save}again\nquit\n");
    let said = play(home.path(), "vertical-scaling", &lines);
    let (_, after) = said.split_once("It is over. Say save FILE").unwrap_or_else(|| panic!("{said}"));
    for text in ["It is over already.", "The shop is closed: say save FILE", "in the shop, ", "No: 80 ms", "Saved in "]
    {
        assert_eq!(after.matches(text).count(), 1, "{text}:\n{said}");
    }
    assert!(after.contains("is there already; another name, please."), "{said}");
    let digest = |text: &str| text.split_once("Digest ").unwrap().1.split_once('.').unwrap().0.to_string();
    assert_eq!(digest(after), digest(&said), "what it came to is said again");
    let run = pizzeria(&["run", "vertical-scaling", "--commands", kept.to_str().unwrap()]);
    assert_eq!((run.code, run.err.as_str()), (0, "the same history as when it was saved (equal digests)\n"));
}

#[test]
fn a_game_whose_lines_end_with_it_is_explained_and_ends() {
    let home = TempDir::new().unwrap();
    let said = play(home.path(), "vertical-scaling", "go\nend\n");
    assert!(said.trim_end().ends_with('.') && said.contains("\n80 ms"), "the question is explained: {said}");
    let said = play(home.path(), "story", "go\nend\nanswer b\n");
    assert!(said.contains("Digest "), "{said}");
}
