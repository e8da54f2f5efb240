//! The game in lines, for whoever does not look at a screen.

use super::*;

#[test]
fn plain_lines_play_the_whole_game() {
    let home = tempfile::tempdir().unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_pizzeria"))
        .args(["play", "--plain", "vertical-scaling"])
        .env("PIZZERIA_HOME", home.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let lines = "go\nstatus\nspeed 0\nspeed max\nnonsense\nupgrade_chefs outlet=\"Main Street\"\nend\nanswer a\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    for text in
        ["The shop is open.", "in the shop", "No: ", "Digest ", "it was", "times as long", "In a web shop", "No: 80 ms"]
            .into_iter()
            .chain([": –, not yet measured", "or max: as fast as it goes.", "\nAs fast as it goes."])
    {
        assert!(said.contains(text), "{text} is missing in:\n{said}");
    }
    assert!(!said.contains('\x1b'), "no escape sequences");
}

/// A cue and a command are lines of the log; what is no line there is answered.
#[test]
fn plain_lines_say_everything_once() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("once.toml");
    let text = "[scenario]\nopens = \"11:00\"\nduration = \"6h\"\nallow = [\"hire_chef\", \"power_outage\"]\n\
                [menu.pizza]\nwork = { dist = \"fixed\", mean = \"4m\" }\n[[zone]]\nname = \"Z\"\n\
                orders_per_hour = 6.0\n[[outlet]]\nname = \"A\"\nmax_chefs = 2\n[dispatch]\nwhen_none = \"hold\"\n\
                [[cue]]\nat = \"12:00\"\ntext = \"Listen well\"\n\
                [[cue]]\nat = \"13:00\"\ntext = \"Stand now\"\npause = true\n";
    std::fs::write(&file, text).unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_pizzeria"))
        .args(["play", "--plain", file.to_str().unwrap()])
        .env("PIZZERIA_HOME", home.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let lines = "go\nstop\nhire_chef outlet=A\nhire_chef outlet=A\npower_outage outlet=A\nnext\nnext\nnext\nquit\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    for (text, times) in [
        ("is hired for A", 1),
        ("starts at A at", 0),
        ("places at A's oven are taken", 1),
        ("A goes dark", 1),
        ("A is dark", 0),
        ("Listen well", 1),
        ("Stand now", 1),
    ] {
        assert_eq!(said.matches(text).count(), times, "{text}:\n{said}");
    }
}

#[test]
fn plain_lines_ask_whether_the_game_that_is_kept_is_meant() {
    let home = tempfile::tempdir().unwrap();
    let play = |name: &str, lines: &str| {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_pizzeria"))
            .args(["play", "--plain", name])
            .env("PIZZERIA_HOME", home.path())
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    };
    play("retry-storm", "go\ntick\nstatus\nquit\n");
    let said = play("retry-storm", "kept\ngo\nstatus\nb\ntick\nstatus\nquit\n");
    assert!(said.contains("Say kept and a number"), "{said}");
    let after = said.split_once("A game of this is kept.").unwrap_or_else(|| panic!("{said}")).1;
    let (asked, open) = after.split_once("The shop is open.").unwrap_or_else(|| panic!("{said}"));
    assert!(asked.contains("  b  begin anew") && asked.contains("not open: type go"), "{said}");
    assert!(open.contains("in the shop, "), "{said}");
    // Both are kept now; on with the older one, and then there are no more lines.
    let said = play("retry-storm", "kept\nkept 2\nstatus\n");
    assert!(said.contains("  2  ") && said.contains("in the shop, "), "{said}");
    assert!(said.contains("There are no more lines: the game is kept."), "{said}");
}

/// The end of the lines is the end, whatever runs, and so is a signal; what runs is kept.
#[test]
fn plain_lines_end_with_the_lines_or_a_signal() {
    for signal in [false, true] {
        let home = tempfile::tempdir().unwrap();
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_pizzeria"))
            .args(["play", "--plain", "story"])
            .env("PIZZERIA_HOME", home.path())
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = child.stdin.take().unwrap();
        lines.write_all(b"go\nhire_chef outlet=\"Main Street\"\nspeed 3600\nnext\nstatus\n").unwrap();
        let mut said = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("in the shop") {
            line.clear();
            assert!(std::io::BufRead::read_line(&mut said, &mut line).unwrap() > 0);
        }
        if signal {
            let id = child.id().to_string();
            assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        } else {
            drop(lines);
        }
        assert_eq!(child.wait().unwrap().success(), !signal);
        let game = kept_game(home.path());
        assert!(game.commands.len() == 1 && game.state.at > game.commands[0].at, "{game:?}");
    }
}
