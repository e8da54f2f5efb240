//! Messages from the other threads to the one that owns the app: signals, input, written frames, read files.
//!
//! Input is bounded: a thread with more input than is taken waits, and so does the terminal behind it. Mouse input must
//! not delay keys: only the last drag is kept, turns of the wheel add up, and excess clicks are dropped. Signals, the
//! end of input, and Ctrl-C overtake everything else.

use super::input::{Button, Heard, Mouse};
use crate::app::input::Key;
use crate::app::job::Fetched;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Upper bound of the queued input, and of the mouse's part of it.
const MOST: usize = 512;
const MOST_MOUSE: usize = 16;
/// Upper bound of the added-up turns of the wheel.
const MOST_TURNS: u32 = 30;

/// A message.
#[derive(Debug)]
pub enum Message {
    Signal(i32),
    /// The terminal is gone.
    Gone,
    Fetched(Box<Fetched>),
    Resized,
    /// A frame has been written, so the next may be drawn.
    Drawn,
    Heard(Heard),
    Wheel(Mouse, u32),
}

#[derive(Debug, Default)]
struct State {
    signals: VecDeque<i32>,
    gone: bool,
    /// Ctrl-C.
    quit: bool,
    fetched: VecDeque<Box<Fetched>>,
    resized: bool,
    drawn: bool,
    input: VecDeque<(Heard, u32)>,
    /// Whether the owner has stopped taking messages.
    closed: bool,
}

/// The inbox, shared by all threads.
#[derive(Clone, Debug, Default)]
pub struct Inbox(Arc<(Mutex<State>, Condvar, Condvar)>);

impl Inbox {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.0.1.notify_all();
    }

    pub fn signal(&self, signal: i32) {
        self.put(|state| state.signals.push_back(signal));
    }

    pub fn gone(&self) {
        self.put(|state| state.gone = true);
    }

    pub fn fetched(&self, fetched: Fetched) {
        self.put(|state| state.fetched.push_back(Box::new(fetched)));
    }

    pub fn resized(&self) {
        self.put(|state| state.resized = true);
    }

    pub fn drawn(&self) {
        self.put(|state| state.drawn = true);
    }

    /// Queues input, waiting while the queue is full; `false`: the inbox is closed.
    pub fn heard(&self, heard: Heard) -> bool {
        let mut state = self.state();
        if matches!(heard, Heard::Key(key, latin) if is_quit(key, latin)) {
            state.quit = true;
            self.0.1.notify_all();
            return !state.closed;
        }
        if let Heard::Mouse(new) = &heard
            && state.is_enough_of(*new)
        {
            return !state.closed;
        }
        while state.input.len() >= MOST && !state.closed {
            state = self.0.2.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.input.push_back((heard, 1));
        self.0.1.notify_all();
        !state.closed
    }

    /// The next message without waiting; `None`: there is none.
    pub fn try_take(&self) -> Option<Message> {
        let mut state = self.state();
        let message = take(&mut state);
        if matches!(message, Some(Message::Heard(_) | Message::Wheel(..))) {
            self.0.2.notify_all();
        }
        message
    }

    /// Waits until there is a message, for at most `timeout`; `None`: without limit.
    pub fn wait(&self, timeout: Option<Duration>) {
        let until = timeout.map(|timeout| Instant::now() + timeout);
        let mut state = self.state();
        while !state.has_something() {
            state = match until {
                None => self.0.1.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(until) => {
                    let left = until.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return;
                    }
                    self.0.1.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    /// Closes the inbox and releases waiting threads.
    pub fn close(&self) {
        self.state().closed = true;
        self.0.2.notify_all();
    }
}

impl State {
    /// Whether mouse input is merged into the queued input or dropped.
    fn is_enough_of(&mut self, new: Mouse) -> bool {
        if let Some((Heard::Mouse(last), turns)) = self.input.back_mut()
            && new.what == last.what
            && new.what != Button::Press
        {
            (*last, *turns) = (new, (*turns + 1).min(MOST_TURNS));
            return true;
        }
        self.input.iter().filter(|(heard, _)| matches!(heard, Heard::Mouse(_))).count() >= MOST_MOUSE
    }

    fn has_something(&self) -> bool {
        let flags = self.gone || self.quit || self.resized || self.drawn;
        flags || !self.signals.is_empty() || !self.fetched.is_empty() || !self.input.is_empty()
    }
}

fn is_quit(key: Key, latin: Option<char>) -> bool {
    key == Key::ctrl('c') || key.ctrl && latin == Some('c')
}

/// Takes the most urgent message.
fn take(state: &mut State) -> Option<Message> {
    if let Some(signal) = state.signals.pop_front() {
        return Some(Message::Signal(signal));
    }
    if std::mem::take(&mut state.quit) {
        return Some(Message::Heard(Heard::Key(Key::ctrl('c'), None)));
    }
    if std::mem::take(&mut state.resized) {
        return Some(Message::Resized);
    }
    if std::mem::take(&mut state.drawn) {
        return Some(Message::Drawn);
    }
    if let Some(fetched) = state.fetched.pop_front() {
        return Some(Message::Fetched(fetched));
    }
    match state.input.pop_front() {
        Some((Heard::Mouse(mouse), turns)) if matches!(mouse.what, Button::WheelUp | Button::WheelDown) => {
            Some(Message::Wheel(mouse, turns))
        }
        Some((heard, _)) => Some(Message::Heard(heard)),
        // Input from before the end is delivered first.
        None => std::mem::take(&mut state.gone).then_some(Message::Gone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(c: char) -> Heard {
        Heard::Key(Key::char(c), None)
    }

    fn mouse(what: Button, column: u16) -> Heard {
        Heard::Mouse(Mouse { what, column, row: 0 })
    }

    #[test]
    fn what_matters_comes_first_and_the_rest_in_its_order() {
        let inbox = Inbox::default();
        for heard in [key('a'), mouse(Button::Drag, 1), mouse(Button::Drag, 2), mouse(Button::WheelUp, 3)] {
            inbox.heard(heard);
        }
        for _ in 0..1_000 {
            inbox.heard(mouse(Button::WheelUp, 3));
        }
        inbox.heard(Heard::Key(Key::ctrl('с'), Some('c')));
        inbox.gone();
        inbox.resized();
        inbox.resized();
        inbox.signal(15);
        let mut taken = Vec::new();
        while let Some(message) = inbox.try_take() {
            taken.push(format!("{message:?}"));
        }
        let begins =
            ["Signal(15)", "Heard(Key(Key { code: Char('c'), ctrl", "Resized", "Heard(Key(Key { code: Char('a')"];
        assert!(begins.iter().zip(&taken).all(|(begin, message)| message.starts_with(begin)), "{taken:?}");
        assert!(taken[4].contains("Drag, column: 2") && taken[5].ends_with("}, 30)"), "{taken:?}");
        assert_eq!(taken[6..], ["Gone"]);
    }

    #[test]
    fn whoever_brings_too_much_waits_until_it_is_taken() {
        let inbox = Inbox::default();
        let theirs = inbox.clone();
        let bringer = std::thread::spawn(move || (0..10 * MOST).all(|_| theirs.heard(key('a'))));
        let mut taken = 0;
        while taken < 9 * MOST {
            inbox.wait(None);
            assert!(inbox.state().input.len() <= MOST);
            taken += inbox.try_take().is_some() as usize;
        }
        inbox.close();
        assert!(!bringer.join().unwrap() || taken == 9 * MOST);
    }
}
