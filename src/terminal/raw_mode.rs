//! Sets the terminal up and restores it: raw mode, alternate screen, mouse, bracketed paste; and handles the signals
//! that would otherwise leave it changed.

use super::inbox::Inbox;
use super::output::Output;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};

/// Whether the terminal is set up now. Static, because a panic on any thread must restore it.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether kitty's keyboard protocol is switched on.
static KITTY: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();
/// Whether the terminal is being restored.
static LEAVING: Mutex<()> = Mutex::new(());
/// The terminal's output.
static OUTPUT: Mutex<Option<Output>> = Mutex::new(None);

const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?25l";
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?1049l\x1b[?25h";
/// Switches mouse reports on: presses, drags and the wheel, with coordinates of any size, but no plain moves.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";
/// Asks for all keys as sequences, with their text and the Latin key in their place.
const KITTY_ON: &[u8] = b"\x1b[>29u";
const KITTY_OFF: &[u8] = b"\x1b[<u";
/// Asks whether the protocol is supported.
pub const KITTY_QUESTION: &[u8] = b"\x1b[?u";

/// The terminal while it is set up; restored when dropped.
pub struct RawMode {
    output: Output,
    mouse: bool,
}

impl RawMode {
    pub fn take(inbox: Inbox, mouse: bool) -> io::Result<RawMode> {
        HOOK.call_once(|| {
            let told = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |why| {
                // The panic's message must be readable.
                give_back();
                told(why);
            }));
        });
        let output = Output::begin(inbox)?;
        *OUTPUT.lock().unwrap_or_else(PoisonError::into_inner) = Some(output.clone());
        let seat = RawMode { output, mouse };
        seat.retake()?;
        Ok(seat)
    }

    /// The output for frames.
    pub fn output(&self) -> &Output {
        &self.output
    }

    pub fn retake(&self) -> io::Result<()> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        self.output.post(ENTER);
        if KITTY.load(Ordering::SeqCst) {
            self.output.post(KITTY_ON);
        }
        if self.mouse {
            self.set_mouse(true);
        }
        Ok(())
    }

    /// Switches mouse reports on or off.
    pub fn mouse(&mut self, on: bool) {
        if self.mouse != on {
            self.mouse = on;
            self.set_mouse(on);
        }
    }

    #[cfg(unix)]
    fn set_mouse(&self, on: bool) {
        self.output.post(if on { MOUSE_ON } else { MOUSE_OFF });
    }

    #[cfg(not(unix))]
    fn set_mouse(&self, on: bool) {
        use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
        let _ = match on {
            true => crossterm::execute!(io::stdout(), EnableMouseCapture),
            false => crossterm::execute!(io::stdout(), DisableMouseCapture),
        };
    }

    /// Switches kitty's keyboard protocol on.
    pub fn kitty(&self) {
        if !KITTY.swap(true, Ordering::SeqCst) {
            self.output.post(KITTY_ON);
        }
    }

    pub fn leave(&self) {
        give_back();
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        give_back();
    }
}

/// Restores the terminal in less than a second. Failing to write after a hangup is no error.
pub fn give_back() {
    // A second caller waits until it is done, because it may be about to end the program.
    let _leaving = LEAVING.lock().unwrap_or_else(PoisonError::into_inner);
    if !TAKEN.swap(false, Ordering::SeqCst) || is_somebody_elses() {
        return;
    }
    let output = OUTPUT.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(output) = output {
        let kitty = if KITTY.load(Ordering::SeqCst) { KITTY_OFF } else { b"" };
        output.end_with(&[MOUSE_OFF, kitty, LEAVE].concat());
    }
    #[cfg(not(unix))]
    let _ = crossterm::execute!(io::stdout(), crossterm::event::DisableMouseCapture);
    let _ = disable_raw_mode();
}

/// The shell owns the terminal already, and stops a background process that changes it.
#[cfg(unix)]
fn is_somebody_elses() -> bool {
    rustix::termios::tcgetpgrp(io::stdout()).is_ok_and(|group| group != rustix::process::getpgrp())
}

#[cfg(not(unix))]
fn is_somebody_elses() -> bool {
    false
}

/// The size in columns and rows; `None`: unknown.
#[cfg(unix)]
pub fn size() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some((size.ws_col, size.ws_row))
}

#[cfg(not(unix))]
pub fn size() -> Option<(u16, u16)> {
    crossterm::terminal::size().ok()
}

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    End,
    Suspend,
    /// The program was stopped and is resumed.
    Resumed,
    /// The window was resized.
    Resized,
    /// Nothing: the operation fails with an error, such as a write beyond the file size limit.
    Nothing,
}

#[cfg(unix)]
mod unix {
    use super::{Meaning, give_back};
    use signal_hook::consts::{
        SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP, SIGUSR1,
        SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
    };
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    use std::io;

    /// All signals that would end the program and can be caught.
    const ENDS: &[i32] = &[
        SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGALRM, SIGIO, SIGPROF, SIGSYS, SIGTRAP, SIGUSR1, SIGUSR2,
        SIGVTALRM, SIGXCPU,
    ];
    /// Further signals that a dashboard handles.
    const OTHERS: &[i32] = &[SIGTSTP, SIGCONT, SIGWINCH, SIGXFSZ];

    pub fn meaning(signal: i32) -> Meaning {
        match signal {
            SIGTSTP => Meaning::Suspend,
            SIGCONT => Meaning::Resumed,
            SIGWINCH => Meaning::Resized,
            SIGXFSZ => Meaning::Nothing,
            _ => Meaning::End,
        }
    }

    /// Forwards signals from a thread of its own. The second signal that would end the program ends it from there,
    /// whatever other threads do. Failing to listen is no error. `dashboard`: also handle stop, resume and resize.
    pub fn on_signals(tell: impl Fn(i32) + Send + 'static, dashboard: bool) {
        let others: &[i32] = if dashboard { OTHERS } else { &[SIGXFSZ] };
        let Ok(mut signals) = Signals::new(ENDS.iter().chain(others)) else { return };
        std::thread::spawn(move || {
            let mut ends = 0;
            for signal in signals.forever() {
                ends += i32::from(meaning(signal) == Meaning::End);
                if ends > 1 && meaning(signal) == Meaning::End {
                    give_back();
                    die_of(signal);
                }
                tell(signal);
            }
        });
    }

    /// Stops the program as the terminal's Ctrl-Z would; returns when it is resumed.
    pub fn stop() -> io::Result<()> {
        emulate_default_handler(SIGTSTP)
    }

    /// Ends the program by the signal, so that its sender sees that it did.
    pub fn die_of(signal: i32) -> ! {
        let _ = emulate_default_handler(signal);
        // One that ends nothing elsewhere.
        std::process::exit(128 + signal)
    }
}

#[cfg(not(unix))]
mod unix {
    use super::Meaning;
    use std::io;

    pub fn meaning(_: i32) -> Meaning {
        Meaning::End
    }

    pub fn on_signals(_: impl Fn(i32) + Send + 'static, _: bool) {}

    pub fn stop() -> io::Result<()> {
        Ok(())
    }

    pub fn die_of(signal: i32) -> ! {
        std::process::exit(128 + signal)
    }
}

pub use unix::{die_of, meaning, on_signals, stop};
