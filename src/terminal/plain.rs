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

/// Between two looks at whether there is anything to say.
const BEAT: Duration = Duration::from_millis(100);

/// What is longer is no line (bytes); it is read to its end and forgotten.
const LONGEST_LINE: u64 = 65_536;
/// Whoever sends more lines than are obeyed waits.
const AHEAD: usize = 100;

/// Plays on standard input and output until the lines end or the player leaves: what runs then is kept. After closing
/// there is still something to say and to save.
///
/// # Errors
/// What is wrong with the output, as a sentence.
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
                // Where lines are waiting nobody sleeps.
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

/// Until the lines end, the player leaves, a signal comes, or nobody listens.
fn play(lines: &mut Lines, messages: &Receiver<Message>, signal: &AtomicI32) -> io::Result<()> {
    let mut said = lines.begin();
    let mut clock = Instant::now();
    let mut open = true;
    loop {
        match say(&mut said) {
            Ok(()) => {}
            // Who listens no more has heard enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(error),
        }
        if lines.is_over() || signal.load(Ordering::SeqCst) != 0 {
            return Ok(());
        }
        // What was begun is ended first: a file of commands is obeyed in its order.
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

/// What comes from the other threads.
enum Message {
    Line(String),
    /// There are no more lines.
    End,
    /// Look at the signal.
    Signal,
}

/// The next line; nothing while there is something to compute, or when it is time to look at the clock again. A shop
/// that stands is waited in for ever.
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

/// Bytes that are no text are shown as such; `None`: there is nothing more.
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

/// Nothing that a terminal would obey.
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
