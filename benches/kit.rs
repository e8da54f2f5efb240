//! What the benches share: a table of medians, and the real program in a pseudo-terminal.

#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

pub fn millis(work: impl FnOnce()) -> f64 {
    microseconds(work) / 1e3
}

pub fn microseconds(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_nanos() as f64 / 1e3
}

/// Prints a row as soon as it is measured: minimum, median and maximum, in milliseconds.
pub struct Table {
    rounds: usize,
    wanted: Option<String>,
}

impl Table {
    pub fn new(rounds: usize, wanted: Option<String>) -> Table {
        println!("{:<62}{:>10}{:>10}{:>10}  goal", "milliseconds", "least", "median", "most");
        Table { rounds, wanted }
    }

    /// Whether one of these rows is selected, or all are.
    pub fn wants(&self, names: &[&str]) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| names.iter().any(|name| name.contains(wanted.as_str())))
    }

    /// Measures the same work several times.
    pub fn time<T>(&mut self, name: &str, goal: &str, mut work: impl FnMut() -> T) {
        if self.wants(&[name]) {
            let rounds = (0..self.rounds).map(|_| millis(|| drop(std::hint::black_box(work())))).collect();
            self.row(name, goal, rounds);
        }
    }

    /// Measures different work of one kind, each once; `work` returns the milliseconds it took.
    pub fn each<T>(&mut self, name: &str, goal: &str, inputs: &[T], mut work: impl FnMut(&T) -> f64) {
        if self.wants(&[name]) {
            let times = inputs.iter().map(&mut work).collect();
            self.row(name, goal, times);
        }
    }

    fn row(&self, name: &str, goal: &str, mut times: Vec<f64>) {
        times.sort_unstable_by(f64::total_cmp);
        let (least, median, most) = (times[0], times[times.len() / 2], times[times.len() - 1]);
        println!("{name:<62}{least:>10.3}{median:>10.3}{most:>10.3}  {goal}");
    }
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_pizzeria");

pub fn program(words: &[&str]) {
    let status = Command::new(PROGRAM).args(words).stdout(Stdio::null()).status().expect("the program starts");
    assert!(status.success());
}

/// Milliseconds from starting the program to the picker, on a terminal that reports its background immediately.
pub fn first_picture() -> f64 {
    let home = tempfile::tempdir().expect("a folder");
    let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let mut command = CommandBuilder::new(PROGRAM);
    command.env("PIZZERIA_HOME", home.path());
    command.env("TERM", "xterm-256color");
    let begun = Instant::now();
    let mut child = pair.slave.spawn_command(command).expect("the program starts");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("its output");
    let mut writer = pair.master.take_writer().expect("its input");
    let (mut seen, mut buffer, mut answered) = (Vec::new(), [0; 65_536], false);
    while let Ok(count @ 1..) = reader.read(&mut buffer) {
        seen.extend(&buffer[..count]);
        let text = String::from_utf8_lossy(&seen);
        if !answered && text.contains("\x1b]11;?") {
            writer.write_all(b"\x1b]11;rgb:0000/0000/0000\x1b\\").expect("it listens");
            answered = true;
        }
        if text.contains("leave") {
            break;
        }
    }
    let millis = begun.elapsed().as_secs_f64() * 1e3;
    let _ = child.kill();
    let _ = child.wait();
    millis
}

/// The peak memory of this process, as the system reports it.
pub fn most_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("not known here".into(), |line| line.trim().to_string())
}
