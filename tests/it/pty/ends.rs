//! How it ends: the terminal is closed, goes away, reads nothing any more; signals come; nothing can be written; two
//! windows.

use super::*;
use pizzeria::units::Time;
use std::process::Stdio;

/// `CLOSES=50` closes more windows.
fn closes() -> usize {
    std::env::var("CLOSES").ok().and_then(|closes| closes.parse().ok()).unwrap_or(4)
}

fn assert_hung_up(child: &mut Box<dyn Child + Send + Sync>, what: &str) {
    let status = wait_for_end_of(child);
    // The hangup's signal and the end of input race; either ends it, and neither is a panic.
    assert!(status.exit_code() != 101, "{what}: {status:?}");
}

#[test]
fn closing_the_terminal_keeps_the_game_running_and_paused() {
    for keys in ["", " ", "a", "w", "?"] {
        let mut window = Window::open(&["play", "story"], 120, 36);
        window.open_the_shop();
        window.type_in("ahp\r");
        window.wait_for("starts at Main Street");
        window.type_in(keys);
        let home = window.home.clone();
        assert_hung_up(&mut window.close(), keys);
        let game = kept_game(home.path());
        assert_eq!(game.commands.len(), 1, "{keys}");
        assert!(game.taken.is_some() && game.state.at > Time::ZERO, "{keys}: how it stood is kept, too");
    }
}

/// Every command that the player was told of is there, and the game goes on to the digest at which it was closed.
#[test]
fn closed_at_any_moment_nothing_is_lost() {
    let mut luck = crate::monkey::Luck(17);
    for round in 0..closes() {
        let mut window = Window::open(&["play", "story"], 120, 36);
        window.open_the_shop();
        let told = luck.below(3);
        for _ in 0..told {
            window.type_in("ahp\r");
            window.wait_for("starts at Main Street");
            window.type_in("\x1b");
            window.wait_until("the news to go", |window| !window.text().contains("starts at Main Street"));
        }
        window.type_in(["ahp\r", " ", "n", "5", "ahp\rahp\r"][luck.below(5)]);
        for _ in 0..luck.below(3_000_000) {
            std::hint::spin_loop();
        }
        let home = window.home.clone();
        assert_hung_up(&mut window.close(), "a round");
        let kept = kept_game(home.path());
        assert!((told..=told + 2).contains(&kept.commands.len()), "round {round}: told of {told}, {:?}", kept.commands);
        let mut again = Window::at(home.clone(), &[], 120, 36, &[]);
        again.wait_for("Book one");
        again.type_in("c");
        again.wait_for("1 City");
        again.signal("-TERM");
        again.wait_for_end();
        let after = kept_game(home.path());
        assert!(after.commands.len() >= kept.commands.len() && after.state.at >= kept.state.at, "round {round}");
    }
}

/// Nobody sends a signal to a program whose terminal is not its own: the end of input is the end.
#[test]
fn a_terminal_that_goes_away_without_a_word_is_the_end() {
    for plays in [false, true] {
        let home = tempfile::tempdir().unwrap();
        let pair = native_pty_system().openpty(size(120, 36)).unwrap();
        let path = pair.master.tty_name().unwrap();
        let open = || Stdio::from(std::fs::OpenOptions::new().read(true).write(true).open(&path).unwrap());
        let arguments: &[&str] = if plays { &["play", "story"] } else { &[] };
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_pizzeria"))
            .args(arguments)
            .env("PIZZERIA_HOME", home.path())
            .env("TERM", "xterm-256color")
            .env("COLORFGBG", "15;0")
            .stdin(open())
            .stdout(open())
            .stderr(open())
            .spawn()
            .unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let mut raw = Vec::new();
        let mut buffer = [0; 4_096];
        while !String::from_utf8_lossy(&raw).contains(if plays { "open the shop" } else { "leave" }) {
            let count = reader.read(&mut buffer).unwrap();
            assert!(count > 0);
            raw.extend(&buffer[..count]);
        }
        drop((reader, pair.master));
        let until = Instant::now() + PATIENCE;
        while child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < until, "it goes on without a terminal");
            std::thread::yield_now();
        }
    }
}

#[test]
fn a_terminal_that_reads_nothing_stops_neither_signals_nor_keys() {
    for name in ["-TERM", "-HUP", "-QUIT", "\x03"] {
        let mut window = Window::open(&["play", "story"], 400, 120);
        window.open_the_shop();
        window.type_in(" ++++++");
        window.wait_for("×3600");
        window.stop_reading();
        // Far more than the system keeps for it.
        for _ in 0..300 {
            window.type_in("\x1b[B\x1b[A23451");
        }
        let resident = |window: &Window| {
            let status = std::fs::read_to_string(format!("/proc/{}/status", window.child.process_id().unwrap()));
            status.unwrap_or_default().lines().find_map(|line| {
                line.strip_prefix("VmRSS:").and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok())
            })
        };
        let before = resident(&window);
        for _ in 0..2_000 {
            window.type_in("\x1b[<64;40;20M\x1b[<32;41;20M\x1b[<32;42;21M");
        }
        if let (Some(before), Some(after)) = (before, resident(&window)) {
            assert!(after < before + 20_000, "{before} kB, then {after} kB");
        }
        match name {
            "\x03" => window.type_in(name),
            _ => window.signal(name),
        }
        let home = window.home.clone();
        wait_for_end_of(&mut window.child);
        assert!(kept_game(home.path()).state.at > Time::ZERO, "{name}");
        *window.reading.stopped.lock().unwrap() = false;
        window.reading.changed.notify_all();
    }
}

/// Debug builds can be made to hang, to see that the second signal ends whatever there is.
#[test]
#[cfg(debug_assertions)]
fn a_second_signal_ends_a_program_that_hears_nothing() {
    let mut window = Window::with(&["play", "story"], 120, 36, &[("PIZZERIA_TEST_PANIC", "hang")]);
    window.open_the_shop();
    window.type_in("ahp\r");
    window.wait_for("starts at Main Street");
    window.type_in("\x1b?");
    // It hangs as soon as help is open; the first signal is then the one that nobody takes.
    window.wait_until("nothing more", |window| window.raw.len() > 1_000);
    window.signal("-TERM");
    window.signal("-TERM");
    assert!(!window.wait_for_end().success());
    window.assert_left();
    assert_eq!(kept_game(window.home.path()).commands.len(), 1, "what was done was kept when it was done");
}

#[test]
fn a_second_window_takes_nothing_from_the_first() {
    let home = Arc::new(tempfile::tempdir().unwrap());
    let mut idle = Window::at(home.clone(), &[], 120, 36, &[]);
    idle.wait_for("Book one");
    let mut playing = Window::at(home.clone(), &["play", "story"], 120, 36, &[]);
    playing.open_the_shop();
    playing.type_in("ahp\r");
    playing.wait_for("starts at Main Street");
    // The one that has stood in the picker since before has nothing to keep and nothing to remove.
    idle.type_in("q");
    assert!(idle.wait_for_end().success());
    playing.type_in("\x1b");
    playing.wait_until("the news to go", |window| !window.text().contains("starts at Main Street"));
    playing.type_in("ahp\r");
    playing.wait_for("starts at Main Street");
    // A third one sees it, and that it is taken; it plays a game of its own.
    let mut third = Window::at(home.clone(), &[], 120, 36, &[]);
    third.wait_for("go on: ");
    third.type_in("c");
    third.wait_for("another window");
    third.type_in("\r");
    third.open_the_shop();
    third.type_in("q");
    third.wait_for("Leave the shop?");
    third.type_in("q");
    assert!(third.wait_for_end().success());
    playing.type_in("\x03");
    assert!(playing.wait_for_end().success());
    let mut store = store_at(home.path());
    let games = store.games().value;
    assert_eq!(games.len(), 2, "{games:?}");
    assert!(games.iter().all(|game| !game.held));
    // Both are in the list, to choose from.
    let mut again = Window::at(home.clone(), &[], 120, 36, &[]);
    again.wait_for("go on: 2 games");
    again.type_in("c");
    again.wait_for("Games you left");
    again.type_in("\r");
    again.wait_for("1 City");
    again.type_in("\x03");
    assert!(again.wait_for_end().success());
}

/// No room, no right, no folder: it is said in the shop, at leaving, and after it, with where the game is instead.
#[test]
fn a_game_that_cannot_be_kept_in_its_place_is_kept_elsewhere_and_that_is_said() {
    let home = Arc::new(tempfile::tempdir().unwrap());
    std::fs::write(home.path().join("games"), "not a folder").unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let vars = [("TMPDIR", elsewhere.path().to_str().unwrap())];
    let mut window = Window::at(home.clone(), &["play", "story"], 160, 40, &vars);
    window.open_the_shop();
    window.type_in("ahp\r");
    window.wait_for("Not kept!");
    window.type_in("q");
    window.wait_for("It cannot be kept!");
    window.type_in("q");
    window.wait_for_end();
    window.assert_left();
    let said = String::from_utf8_lossy(&window.raw).into_owned();
    let (_, place) = said.rsplit_once("PIZZERIA_HOME='").unwrap_or_else(|| panic!("{}", window.text()));
    let place = place.split('\'').next().unwrap();
    assert_eq!(kept_game(Path::new(place)).commands.len(), 1);
}

#[test]
fn a_terminal_of_any_size_can_be_drawn_on() {
    for (columns, rows) in [(65_535, 65_535), (3_000, 2_000), (0, 0), (65_535, 1), (1, 65_535)] {
        let mut window = Window::open(&["play", "story"], 80, 24);
        window.open_the_shop();
        // Only the program sees that size; nobody can keep so large a screen.
        window.master.resize(size(columns, rows)).unwrap();
        window.type_in("\x03");
        assert!(window.wait_for_end().success(), "{columns}×{rows}");
    }
}

#[test]
fn a_terminal_that_cannot_be_drawn_on_is_told_what_to_use() {
    let mut window = Window::with(&["play", "story"], 80, 24, &[("TERM", "dumb")]);
    assert_eq!(window.wait_for_end().exit_code(), 2);
    let said = window.text().replace('\n', "");
    assert!(said.contains("TERM=dumb") && said.contains("--plain"), "{said}");
    let mut window = Window::with(&["play", "story"], 80, 24, &[("TERM", "linux")]);
    window.open_the_shop();
    let strange: String = window.text().chars().filter(|c| !c.is_ascii()).collect();
    assert_eq!(strange, "");
    window.type_in("\x03");
    assert!(window.wait_for_end().success());
}
