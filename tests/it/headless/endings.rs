//! How a run ends that somebody ends, and where it may write and read.

use super::{SMALL, command, file, pizzeria, said};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;

/// Drafts in a folder.
fn drafts(folder: &Path) -> usize {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().starts_with(".pizzeria-")).count()
}

/// Ends a long run by a signal as soon as its draft is there.
#[cfg(unix)]
#[test]
fn no_draft_is_left_by_a_run_that_is_ended() {
    use std::os::unix::process::ExitStatusExt;
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1), ("QUIT", 3)] {
        let folder = TempDir::new().unwrap();
        let long = file(&folder, "long.toml", &SMALL.replace("\"1h\"", "\"3000d\""));
        let out = folder.path().join("report.json");
        let mut child = command(&["run", &long, "--replications", "100000", "--out", out.to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while drafts(folder.path()) == 0 {
            assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::yield_now();
        }
        let pid = child.id().to_string();
        assert!(std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().signal(), Some(number), "{name}: it ends as others do");
        assert_eq!((drafts(folder.path()), out.exists()), (0, false), "{name}");
    }
}

/// A limit on the length of files is an error like a full disk.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_said_and_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let small = file(&folder, "small.toml", SMALL);
    let line = format!(
        "ulimit -f 8; exec '{}' run '{small}' --replications 300 --format csv --out '{}/table.csv'",
        env!("CARGO_BIN_EXE_pizzeria"),
        folder.path().display()
    );
    let said = said(std::process::Command::new("sh").args(["-c", &line]).output().unwrap());
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("cannot write"), "{}", said.err);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_and_the_systems_own_files_are_told_as_they_are() {
    for words in [&["--help"][..], &["--version"], &["run", "--help"], &["list"]] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let said = said(command(words).stdout(full).output().unwrap());
        assert_eq!(said.code, 2, "{words:?}");
        assert!(said.err.contains("cannot write to standard output"), "{words:?}: {}", said.err);
    }
    let said = pizzeria(&["run", "story", "--out", "/proc/version"]);
    assert_eq!(said.code, 2);
    assert!(!said.err.contains("there is no folder"), "{}", said.err);
    let said = pizzeria(&["run", "story", "--out", "/proc/no-such-file"]);
    assert!(said.err.contains("no file can be made in /proc"), "{}", said.err);
}

/// A path is bytes.
#[cfg(target_os = "linux")]
#[test]
fn paths_that_are_no_text_are_paths() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = TempDir::new().unwrap();
    let scenario = folder.path().join(OsStr::from_bytes(b"caf\xe9.toml"));
    fs::write(&scenario, SMALL).unwrap();
    let out = folder.path().join(OsStr::from_bytes(b"\xff.json"));
    let run = said(command(&["run"]).arg(&scenario).arg("--out").arg(&out).output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(fs::read_to_string(&out).unwrap().contains("caf\u{fffd}"));
    let checked = said(command(&["check"]).arg(&scenario).output().unwrap());
    assert_eq!(checked.code, 0, "{}", checked.err);
    let played = command(&["play", "--plain"]).arg(&scenario).env("PIZZERIA_HOME", folder.path()).output().unwrap();
    assert_eq!(said(played).code, 0);
}

/// Whoever quotes a file of megabytes says little of it.
#[test]
fn complaints_are_no_longer_than_anybody_reads() {
    let folder = TempDir::new().unwrap();
    for text in [format!("title = {}\n", "x".repeat(3 << 20)), format!("{} = 1\n", "k".repeat(3 << 20))] {
        let said = pizzeria(&["check", &file(&folder, "long.toml", &text)]);
        assert_eq!(said.code, 2);
        assert!(said.err.len() < 20_000, "{} bytes are said", said.err.len());
    }
}

#[test]
fn a_trace_from_elsewhere_needs_a_flag() {
    let place = TempDir::new().unwrap();
    file(&place, "calls.csv", "60\n120\n");
    fs::create_dir(place.path().join("shop")).unwrap();
    let text = SMALL.replace("orders_per_hour = 6.0\narrivals = \"even\"", "arrivals = { trace = \"../calls.csv\" }");
    let shop = place.path().join("shop/shop.toml");
    fs::write(&shop, text).unwrap();
    let shop = shop.to_str().unwrap();
    for words in [&["run", shop][..], &["check", shop], &["play", "--plain", shop]] {
        let run =
            |more: &[&str]| said(command(&[words, more].concat()).env("PIZZERIA_HOME", place.path()).output().unwrap());
        let refused = run(&[]);
        assert_eq!(refused.code, 2, "{words:?}");
        assert!(refused.err.contains("--allow-outside"), "{}", refused.err);
        assert_eq!(run(&["--allow-outside"]).code, 0, "{words:?}");
    }
}
