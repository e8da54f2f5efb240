//! The program as a whole: words on its command line, lines into `play --plain`.

use super::mutation::{WORDS, pick, scratched};
use crate::monkey::Luck;
use clap::Parser;
use pizzeria::cli::Cli;
use std::io::Write;
use std::process::{Command, Stdio};

/// Words of a command line, one a line.
pub fn words(luck: &mut Luck) -> String {
    let good = [
        "run\nstory\n--seed\n7\n--replications\n2\n--tick\n1s\n--format\njson",
        "run\nstory\n--set\noutlet.0.riders=3\n--solution\n--require-goals",
        "check\nstory\n--prove\n--seeds\n3",
        "play\n--plain\nstory\n--ascii",
        "completions\nbash",
        "list\n--format\njson",
    ];
    let line = pick(luck, &good);
    scratched(luck, line, 3)
}

/// They are understood, or refused with a sentence.
pub fn parse_words(words: &str) {
    if let Err(refusal) = Cli::try_parse_from(std::iter::once("pizzeria").chain(words.lines())) {
        assert!(!refusal.to_string().is_empty());
    }
}

#[test]
fn any_lines_into_the_plain_game_are_answered() {
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_pizzeria"))
        .args(["play", "--plain", "power-cut"])
        .env("PIZZERIA_HOME", home.path())
        .current_dir(home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    // Beside the reading: whoever is not listened to stops listening.
    let writing = std::thread::spawn(move || input.write_all(&lines()).unwrap());
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!output.stdout.iter().any(|byte| byte.is_ascii_control() && *byte != b'\n'), "raw control characters");
}

/// Good ones, scratched ones, bytes that are no text, and a very long one.
fn lines() -> Vec<u8> {
    let mut luck = Luck(5);
    let mut lines = Vec::new();
    let good = [
        "status",
        "why",
        "task",
        "speed 60",
        "guess 3",
        "words",
        "hire_chef outlet=\"Main Street\"",
        "outlets",
        "stop",
    ];
    for n in 0..super::number("FUZZ").unwrap_or(super::USUAL) {
        let line = match n % 3 {
            0 => pick(&mut luck, &good).to_string(),
            1 => scratched(&mut luck, "set_retry probability=0.5 wait=5m", 4),
            _ => pick(&mut luck, WORDS).to_string(),
        };
        // It may not leave before all was said, nor write files.
        let harmless = !["quit", "end", "save", "go", "next"].iter().any(|word| line.trim().starts_with(word));
        lines.extend(if harmless { line.as_bytes() } else { b"help" });
        lines.extend(b"\n\xff\n");
    }
    lines.extend([b'x'; 200_000]);
    lines.extend(b"\nquit\n");
    lines
}
