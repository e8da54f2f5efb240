//! `play --plain`: the lines of [`crate::plain`] on standard input and output.

use super::Opens;
use super::{LONGEST_GAP, Options, SLICE, raw_mode, span};
use crate::app::{App, LEAST};
use crate::plain::Lines;
use crate::scenario::unseen;
use std::io::{self, BufRead, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, sync_channel};
use std::time::{Duration, Instant};

/// The time between two checks for news.
const BEAT: Duration = Duration::from_millis(100);

/// The longest line in bytes; a longer one is read to its end and dropped.
const LONGEST_LINE: u64 = 65_536;
/// The number of lines read ahead; beyond it, writing blocks.
const AHEAD: usize = 100;

/// Plays on standard input and output until the input ends or the player leaves. A running game is kept. After closing
/// time the results can still be read and the commands saved.
///
/// # Errors
/// A sentence that says why the output cannot be written.
pub fn run(options: Options) -> Result<(), String> {
    if matches!(options.opens, Opens::Picker) {
        return Err("--plain needs a scenario: `pizzeria play --plain story`".into());
    }
    let mut app = App::new(LEAST, Some(super::paths::store()));
    options.opens.open(&mut app);
    let (sender, messages) = sync_channel(AHEAD);
    let signal = Arc::new(AtomicI32::new(0));
    let (told, wake) = (signal.clone(), sender.clone());
    raw_mode::on_signals(
        move |signal| {
            if raw_mode::meaning(signal) == raw_mode::Meaning::End {
                told.store(signal, Ordering::SeqCst);
                // Waiting lines are obeyed before any sleep.
                let _ = wake.try_send(Message::Signal);
            }
        },
        false,
    );
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Some(line) = next_line(&mut input) {
            if sender.send(Message::Line(line)).is_err() {
                return;
            }
        }
        let _ = sender.send(Message::End);
    });
    let mut lines = Lines::new(app);
    let played = play(&mut lines, &messages, &signal);
    lines.app.keep();
    let unkept = super::keep_elsewhere(&mut lines.app);
    lines.app.let_go();
    let mut last: Vec<String> = unkept.into_iter().map(|why| format!("Look out: {why}")).collect();
    let _ = say(&mut last);
    match (played, signal.load(Ordering::SeqCst)) {
        (Err(error), _) => Err(format!("standard output cannot be written to: {error}")),
        (Ok(()), 0) => Ok(()),
        (Ok(()), signal) => raw_mode::die_of(signal),
    }
}

/// Plays until the input ends, the player leaves, a signal arrives or the output is closed.
fn play(lines: &mut Lines, messages: &Receiver<Message>, signal: &AtomicI32) -> io::Result<()> {
    let mut said = lines.begin();
    let mut clock = Instant::now();
    let mut open = true;
    loop {
        match say(&mut said) {
            Ok(()) => {}
            // A closed output is a normal end.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(error),
        }
        if lines.is_over() || signal.load(Ordering::SeqCst) != 0 {
            return Ok(());
        }
        // A job ends before the next line is read, so that a file of commands is obeyed in order.
        let is_at_work = lines.is_at_work();
        if !open && !is_at_work {
            said = lines.leave();
            continue;
        }
        if open && !is_at_work {
            match next(messages, &lines.app) {
                Some(Message::Line(line)) => said = lines.obey(line.trim()),
                Some(Message::End) => open = false,
                Some(Message::Signal) | None => {}
            }
        }
        let now = Instant::now();
        lines.app.attend(span(now.duration_since(clock)));
        lines.app.pass(span(now.duration_since(clock).min(LONGEST_GAP)));
        clock = now;
        while lines.app.is_busy() && now.elapsed() < SLICE {
            let step = Instant::now();
            lines.app.step();
            lines.app.took(span(step.elapsed()));
        }
        lines.app.settle();
        said.extend(lines.news());
    }
}

/// A message of another thread.
enum Message {
    Line(String),
    /// The input has ended.
    End,
    /// A signal has arrived.
    Signal,
}

/// Waits for the next message: not at all while there is something to compute, until the next tick while the shop runs,
/// without limit while it is paused.
fn next(messages: &Receiver<Message>, app: &App) -> Option<Message> {
    let end = |_| Message::End;
    match () {
        _ if app.is_busy() => match messages.try_recv() {
            Err(TryRecvError::Empty) => None,
            other => Some(other.unwrap_or(Message::End)),
        },
        _ if app.is_running() => match messages.recv_timeout(BEAT) {
            Err(RecvTimeoutError::Timeout) => None,
            other => Some(other.unwrap_or(Message::End)),
        },
        _ => Some(messages.recv().unwrap_or_else(end)),
    }
}

/// Reads a line; invalid UTF-8 is replaced. `None`: end of input.
fn next_line(input: &mut impl BufRead) -> Option<String> {
    let mut line = Vec::new();
    while input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).ok()? > 0 {
        let is_whole = line.ends_with(b"\n") || (line.len() as u64) < LONGEST_LINE;
        if is_whole {
            return Some(String::from_utf8_lossy(&line).into_owned());
        }
        while !line.ends_with(b"\n") {
            line.clear();
            if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).ok()? == 0 {
                return None;
            }
        }
        line.clear();
    }
    None
}

fn say(said: &mut Vec<String>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in said.drain(..) {
        writeln!(out, "{}", clean(&line))?;
    }
    out.flush()
}

/// Replaces what a terminal would take for a control sequence.
fn clean(line: &str) -> String {
    unseen::replaced(line, |c| Some(if c == '\n' { c } else { ' ' }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_whatever_they_are() {
        let long = "x".repeat(3 * LONGEST_LINE as usize);
        let text = [b"go\n\xff\n".as_slice(), long.as_bytes(), b"\nstop"].concat();
        let mut input = text.as_slice();
        let lines: Vec<String> = std::iter::from_fn(|| next_line(&mut input)).collect();
        assert_eq!(lines, ["go\n", "\u{fffd}\n", "stop"]);
        assert_eq!(next_line(&mut long.as_bytes()), None);
    }
}
