//! The real program in a pseudo-terminal: it starts, plays, is resized, stopped, killed, and panics; and the terminal
//! is as it was each time. Waits for text, never for time.

#![expect(clippy::disallowed_methods, reason = "a real program is waited for, up to a limit")]
#![cfg(unix)]

mod answers;
mod ends;
mod jobs;
mod kept;
mod plain;
mod typing;

use pizzeria::session::save::SavedGame;
use pizzeria::terminal::files::store_at;
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nobody waits longer for a text: then it does not come.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a terminal is left: the other screen off, the mouse off, the cursor shown.
const LEFT: [&str; 4] = ["\x1b[?1049l", "\x1b[?1000l", "\x1b[?2004l", "\x1b[?25h"];

/// A window with the program in it.
struct Window {
    child: Box<dyn Child + Send + Sync>,
    killer: Killer,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// All that was ever written.
    raw: Vec<u8>,
    reading: Arc<Reading>,
    reader: std::thread::JoinHandle<()>,
    home: Arc<TempDir>,
}

/// No program outlives a test that fails.
struct Killer(Option<Box<dyn portable_pty::ChildKiller + Send + Sync>>);

impl Drop for Killer {
    fn drop(&mut self) {
        let _ = self.0.as_mut().map(|killer| killer.kill());
    }
}

/// Whether the window reads what the program writes, and is to be closed.
#[derive(Default)]
struct Reading {
    stopped: Mutex<bool>,
    changed: Condvar,
    closing: AtomicBool,
}

impl Reading {
    fn wait_while_stopped(&self) {
        let mut stopped = self.stopped.lock().unwrap();
        while *stopped {
            stopped = self.changed.wait(stopped).unwrap();
        }
    }
}

impl Window {
    fn open(arguments: &[&str], columns: u16, rows: u16) -> Window {
        Window::with(arguments, columns, rows, &[])
    }

    fn with(arguments: &[&str], columns: u16, rows: u16, vars: &[(&str, &str)]) -> Window {
        Window::at(Arc::new(tempfile::tempdir().unwrap()), arguments, columns, rows, vars)
    }

    /// With what was kept there before.
    fn at(home: Arc<TempDir>, arguments: &[&str], columns: u16, rows: u16, vars: &[(&str, &str)]) -> Window {
        let command = CommandBuilder::new(env!("CARGO_BIN_EXE_pizzeria"));
        Window::of(command, home, arguments, columns, rows, vars)
    }

    /// Of another program than the one that was built for the tests.
    fn of(
        mut command: CommandBuilder,
        home: Arc<TempDir>,
        arguments: &[&str],
        columns: u16,
        rows: u16,
        vars: &[(&str, &str)],
    ) -> Window {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        command.args(arguments);
        command.env("PIZZERIA_HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("COLORFGBG", "15;0");
        for name in ["NO_COLOR", "COLORTERM", "CLICOLOR", "LC_ALL", "LC_CTYPE", "LANG"] {
            command.env_remove(name);
        }
        for (name, value) in vars {
            command.env(name, value);
        }
        // Where the shell stands, unless somebody says another place.
        if command.get_cwd().is_none() {
            command.cwd(home.path());
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        let reading = Arc::new(Reading::default());
        let ours = reading.clone();
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 65_536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() || ours.closing.load(Ordering::SeqCst) {
                    return;
                }
                ours.wait_while_stopped();
            }
        });
        let screen = vt100::Parser::new(rows, columns, 0);
        let killer = Killer(Some(child.clone_killer()));
        Window { child, killer, master: pair.master, writer, output, screen, raw: Vec::new(), reading, reader, home }
    }

    /// From now on nothing is read of what the program writes.
    fn stop_reading(&self) {
        *self.reading.stopped.lock().unwrap() = true;
    }

    /// The terminal goes away, with the program in it: what a window's cross or `tmux kill-server` does.
    fn close(self) -> Box<dyn Child + Send + Sync> {
        let Window { child, mut killer, master, writer, reading, reader, .. } = self;
        killer.0 = None;
        reading.closing.store(true, Ordering::SeqCst);
        // It answers with a picture, and the thread that reads it lets go.
        let mut columns = 100;
        while !reader.is_finished() {
            let _ = master.resize(size(columns, 30));
            columns = 201 - columns;
            std::thread::yield_now();
        }
        drop((master, writer));
        child
    }

    fn type_in(&mut self, text: &str) {
        self.writer.write_all(text.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        // vt100 subtracts a wide letter from a single column, and a scroll from a single row.
        self.screen.screen_mut().set_size(rows.max(2), columns.max(2));
        self.master.resize(size(columns, rows)).unwrap();
    }

    fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// The first line, where the clock is.
    fn header(&self) -> String {
        self.screen.screen().rows(0, self.screen.screen().size().1).next().unwrap_or_default()
    }

    /// Reads until the screen is as wished.
    fn wait_until(&mut self, what: &str, done: impl Fn(&Window) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !done(self) {
            let left = until.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) if !left.is_zero() => {
                    self.screen.process(&bytes);
                    self.raw.extend(bytes);
                }
                Ok(_) => panic!("waited for {what}, and other things came; on the screen:\n{}", self.text()),
                Err(why) => panic!("waited for {what} ({why}); on the screen:\n{}", self.text()),
            }
        }
    }

    fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |window| window.text().contains(text));
    }

    fn wait_for_raw(&mut self, text: &str) {
        self.wait_until(text, |window| String::from_utf8_lossy(&window.raw).contains(text));
    }

    /// Until the program has ended and all its words are in.
    fn wait_for_end(&mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.output.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.raw.extend(bytes);
                }
                Err(RecvTimeoutError::Disconnected) => return self.child.wait().unwrap(),
                Err(RecvTimeoutError::Timeout) => panic!("it does not end; on the screen:\n{}", self.text()),
            }
        }
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Until it stands still, as a shell would see it.
    fn wait_for_stop(&self) {
        let id = self.child.process_id().unwrap().to_string();
        let until = Instant::now() + PATIENCE;
        loop {
            let told = std::process::Command::new("ps").args(["-o", "stat=", "-p", &id]).output().unwrap().stdout;
            match told.first() {
                Some(b'T') => return,
                _ => assert!(Instant::now() < until, "it does not stop"),
            }
        }
    }

    /// The terminal is as it was.
    fn assert_left(&self) {
        let raw = String::from_utf8_lossy(&self.raw).into_owned();
        for sequence in LEFT {
            let last = raw.rfind(sequence);
            let on = raw.rfind(&sequence.replace('l', "h")).filter(|_| sequence.ends_with('l'));
            assert!(
                last.is_some() && last > on,
                "{sequence:?} is missing at the end of {:?}",
                &raw[raw.len().saturating_sub(300)..]
            );
        }
        assert!(!self.screen.screen().alternate_screen());
        assert!(!self.screen.screen().hide_cursor());
    }

    /// Where a text stands on the screen; the last place, where it stands several times.
    fn place_of(&self, text: &str) -> Option<(usize, usize)> {
        let (_, columns) = self.screen.screen().size();
        let rows: Vec<String> = self.screen.screen().rows(0, columns).collect();
        rows.iter().enumerate().rev().find_map(|(y, row)| {
            let at = row.rfind(text)?;
            Some((row[..at].chars().count(), y))
        })
    }

    /// A click of the left button on a text.
    fn click(&mut self, text: &str) {
        self.wait_until(text, |window| window.place_of(text).is_some());
        let (x, y) = self.place_of(text).unwrap();
        let (x, y) = (x + 1, y + 1);
        self.type_in(&format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"));
    }

    /// Processor time that the program has used, in hundredths of a second; 0 where the system does not tell.
    fn ticks(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.process_id().unwrap()));
        let Ok(stat) = stat else { return 0 };
        // The name may hold blanks; after it come the state and ten numbers, then the two times.
        let numbers: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        numbers[11..13].iter().map(|ticks| ticks.parse::<u64>().unwrap()).sum()
    }

    /// From the story page into the running shop.
    fn open_the_shop(&mut self) {
        self.wait_for("open the shop");
        self.type_in("\r");
        self.wait_for("1 City");
        self.type_in(" ");
        self.wait_for("paused");
        // It may have been stopped before its first second, with nothing to keep yet.
        self.type_in(".");
        self.wait_until("the clock to go on", |window| !window.header().contains(":00:00"));
    }
}

/// The only game that is kept there.
fn kept_game(home: &Path) -> SavedGame {
    let mut store = store_at(home);
    let games = store.games();
    assert_eq!(games.message, None, "nothing is damaged");
    assert_eq!(games.value.len(), 1, "{:?}", games.value);
    let mut reading = store.open_game(&games.value[0].id).unwrap();
    loop {
        if let Some(game) = reading.step().unwrap() {
            return game;
        }
    }
}

/// Until a program has ended whose words nobody reads.
fn wait_for_end_of(child: &mut Box<dyn Child + Send + Sync>) -> ExitStatus {
    let until = Instant::now() + PATIENCE;
    loop {
        match child.try_wait().unwrap() {
            Some(status) => return status,
            None => assert!(Instant::now() < until, "it does not end"),
        }
        std::thread::yield_now();
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

#[test]
fn it_starts_at_the_picker_and_q_leaves() {
    let mut window = Window::open(&[], 120, 36);
    window.wait_for("Book one");
    window.type_in("q");
    assert!(window.wait_for_end().success());
    window.assert_left();
}

#[test]
fn a_shop_is_played_acted_in_and_left() {
    let mut window = Window::open(&["play", "story"], 80, 24);
    window.open_the_shop();
    window.type_in("a");
    window.wait_for("hire a chef");
    window.type_in("hp\r");
    window.wait_for("starts at Main Street");
    window.type_in("q");
    window.wait_for("Leave the shop?");
    window.type_in("q");
    assert!(window.wait_for_end().success());
    window.assert_left();
}

#[test]
fn it_is_resized_at_any_moment() {
    let mut window = Window::open(&["play", "story"], 120, 36);
    window.open_the_shop();
    for (columns, rows) in [(80, 24), (200, 60), (10, 3), (1, 1), (60, 16)] {
        window.resize(columns, rows);
    }
    window.wait_for("bigger table");
    window.resize(100, 30);
    window.wait_for("Vitals");
    window.type_in("\x03");
    assert!(window.wait_for_end().success());
    window.assert_left();
}

#[test]
fn ctrl_c_ends_it_anywhere() {
    for keys in ["", "a", ":hire", "?"] {
        let mut window = Window::open(&["play", "story"], 120, 36);
        window.open_the_shop();
        window.type_in(keys);
        window.type_in("\x03");
        assert!(window.wait_for_end().success(), "{keys}");
        window.assert_left();
    }
}

#[test]
fn signals_end_it_and_leave_the_terminal_as_it_was() {
    for name in ["-TERM", "-HUP", "-INT", "-QUIT", "-USR1", "-ALRM", "-XCPU", "-IO"] {
        let mut window = Window::open(&["play", "story"], 120, 36);
        window.open_the_shop();
        // Where nothing has happened yet there is nothing to keep.
        window.type_in(".ahp\r");
        window.wait_for("starts at Main Street");
        window.signal(name);
        let status = window.wait_for_end();
        assert!(!status.success(), "{name}: whoever sent it sees that it worked");
        window.assert_left();
        let game = kept_game(window.home.path());
        assert!(game.state.at > pizzeria::units::Time::ZERO && game.taken.is_some(), "{name}: {game:?}");
    }
}

/// What the player was told was done is there again, whenever the power goes.
#[test]
fn killed_while_the_shop_runs_the_game_goes_on_where_it_was() {
    let mut luck = crate::monkey::Luck(3);
    for round in 0..5 {
        let home = Arc::new(tempfile::tempdir().unwrap());
        let mut window = Window::at(home.clone(), &["play", "story"], 120, 36, &[]);
        window.open_the_shop();
        let told = 1 + luck.below(3);
        for _ in 0..told {
            window.type_in("ahp\r");
            window.wait_for("starts at Main Street");
            window.type_in("\x1b");
            window.wait_until("the news to go", |window| !window.text().contains("starts at Main Street"));
        }
        // Somewhere in the writing of the next one, or before it, or after it.
        window.type_in("ahp\r");
        for _ in 0..luck.below(3_000_000) {
            std::hint::spin_loop();
        }
        window.signal("-KILL");
        assert!(!window.wait_for_end().success());
        let commands = kept_game(home.path()).commands.len();
        assert!((told..=told + 1).contains(&commands), "round {round}: told of {told}, {commands} are kept");
        let mut again = Window::at(home.clone(), &[], 120, 36, &[]);
        again.wait_for("Book one");
        assert!(!again.text().contains("damaged"), "round {round}:\n{}", again.text());
        again.type_in("c");
        again.wait_for("1 City");
        again.type_in("\x03");
        assert!(again.wait_for_end().success(), "round {round}");
    }
}

#[test]
fn it_is_stopped_and_called_back() {
    let mut window = Window::open(&["play", "story"], 120, 36);
    window.open_the_shop();
    window.type_in("\x1a");
    window.wait_until("the terminal is left", |window| !window.screen.screen().alternate_screen());
    window.assert_left();
    window.wait_for_stop();
    window.signal("-CONT");
    window.wait_until("the dashboard is back", |window| {
        window.screen.screen().alternate_screen() && window.text().contains("1 City")
    });
    window.type_in("\x03");
    assert!(window.wait_for_end().success());
    window.assert_left();
}

#[test]
fn a_panic_leaves_the_terminal_as_it_was_and_its_message_readable() {
    let mut window = Window::with(&["play", "story"], 120, 36, &[("PIZZERIA_TEST_PANIC", "1")]);
    window.open_the_shop();
    window.type_in("?");
    window.wait_for_raw("a panic was asked for");
    assert!(!window.wait_for_end().success());
    window.assert_left();
    assert!(window.text().contains("a panic was asked for"), "{}", window.text());
}

#[test]
fn without_a_terminal_there_is_a_sentence_and_code_2() {
    let home = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_pizzeria"))
        .args(["play", "story"])
        .env("PIZZERIA_HOME", home.path())
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("needs a terminal") && said.contains("--plain"), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn how_it_looks_may_be_said_before_the_subcommand_or_after_it() {
    let home = tempfile::tempdir().unwrap();
    let said = |words: &[&str]| {
        let mut pizzeria = std::process::Command::new(env!("CARGO_BIN_EXE_pizzeria"));
        pizzeria.args(words).env("PIZZERIA_HOME", home.path()).stdin(std::process::Stdio::null());
        let output = pizzeria.output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
    };
    let (code, before) = said(&["--plain", "--dark", "play", "story"]);
    assert_eq!((code, &before), (Some(0), &said(&["play", "--dark", "story", "--plain"]).1));
    assert!(before.contains("open the shop"), "{before}");
    let (code, no) = said(&["--ascii", "run", "story"]);
    assert!(code == Some(2) && no.contains("--ascii is about the dashboard"), "{no}");
    assert_eq!(said(&["--dark", "play", "story", "--dark", "--light"]).0, Some(2), "both at one place");
}

#[test]
fn ascii_is_ascii() {
    let mut window = Window::open(&["play", "story", "--ascii"], 120, 36);
    window.open_the_shop();
    let strange: String = window.text().chars().filter(|c| !c.is_ascii()).collect();
    assert_eq!(strange, "");
    window.type_in("\x03");
    assert!(window.wait_for_end().success());
}

#[test]
fn a_monkey_in_the_pseudo_terminal_breaks_nothing() {
    let mut window = Window::open(&["play", "story"], 120, 36);
    window.open_the_shop();
    let mut state = 7u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let keys = "12345.+-nafhrpdukvte:i?gjl \r\t\x1b";
    let keys: Vec<char> = keys.chars().collect();
    for _ in 0..400 {
        match next(20) {
            0 => {
                let (columns, rows) = [(120, 36), (80, 24), (40, 10), (1, 1), (160, 50)][next(5) as usize];
                window.resize(columns, rows);
            }
            1 | 2 => {
                let (x, y) = (next(120) + 1, next(36) + 1);
                window.type_in(&format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"));
            }
            _ => {
                let key = keys[next(keys.len() as u64) as usize].to_string();
                window.type_in(&key);
            }
        }
        while let Ok(bytes) = window.output.try_recv() {
            window.screen.process(&bytes);
            window.raw.extend(bytes);
        }
    }
    window.resize(120, 36);
    window.type_in("\x03");
    assert!(window.wait_for_end().success());
    window.assert_left();
}

#[test]
fn a_whole_evening_is_played_with_the_mouse_alone() {
    let mut window = Window::open(&[], 200, 60);
    window.wait_for("Book one");
    window.click("Better tools");
    window.wait_for("One chef, one oven");
    window.click("read and play");
    window.click("open the shop");
    window.wait_for("1 City");
    window.click("space pause");
    window.wait_for("paused");
    for speed in ["×120", "×300", "×600", "×1200", "×2400", "×3600"] {
        window.click("+ - pace");
        window.wait_for(speed);
    }
    window.click("space go on");
    window.wait_for("space pause");
    let mut acted = false;
    loop {
        window.wait_until("a card, or the end", |window| {
            ["look first", "closed at", "decided at", "close the shop"]
                .iter()
                .any(|words| window.text().contains(words))
        });
        if window.text().contains("close the shop") {
            window.click("close the shop");
            window.wait_until("the end", |window| !window.text().contains("close the shop"));
            continue;
        }
        if window.text().contains("closed at") || window.text().contains("decided at") {
            // A click turns the page.
            window.click("at 1");
            window.wait_for("s save");
            break;
        }
        if !acted && window.text().contains("something in a catalogue") {
            window.click("look first");
            window.wait_until("the card to go", |window| !window.text().contains("look first"));
            window.click("a act");
            window.click("better tools");
            window.wait_for("has better tools");
            acted = true;
            window.click("space go on");
        } else {
            window.click("Enter go on");
        }
        window.wait_until("the clock to go on", |window| {
            !window.text().contains("paused") && !window.text().contains("look first")
        });
    }
    assert!(acted);
    window.click("chapters");
    window.wait_for("Book one");
    window.click("q leave");
    assert!(window.wait_for_end().success());
    window.assert_left();
}
