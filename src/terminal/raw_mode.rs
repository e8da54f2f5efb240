//! Taking a terminal and giving it back: raw mode, the other screen, the mouse, bracketed paste; and the signals that
//! would otherwise leave it as it is.

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use std::io::{self, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is ours now. A panic can come from anywhere, so everybody must be able to see it.
static TAKEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The terminal while it is ours; given back when dropped.
pub struct RawMode(());

impl RawMode {
    pub fn take() -> io::Result<RawMode> {
        HOOK.call_once(|| {
            let told = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |why| {
                // Only the thread that draws takes the picture down with it; its message must be readable.
                give_back();
                told(why);
            }));
        });
        let seat = RawMode(());
        seat.retake()?;
        Ok(seat)
    }

    pub fn retake(&self) -> io::Result<()> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen, EnableMouseCapture, EnableBracketedPaste, cursor::Hide)
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

/// Everything as it was. Whoever hung up cannot be written to: that is no error.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        DisableMouseCapture,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
}

pub fn wipe() -> io::Result<()> {
    execute!(io::stdout(), Clear(ClearType::All))
}

/// A picture appears whole or not at all, where the terminal knows how.
pub fn begin_picture() -> io::Result<()> {
    execute!(io::stdout(), BeginSynchronizedUpdate)
}

pub fn end_picture() -> io::Result<()> {
    execute!(io::stdout(), EndSynchronizedUpdate)
}

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    End,
    Suspend,
    /// We were stopped, and go on.
    Resumed,
}

#[cfg(unix)]
mod unix {
    use super::Meaning;
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    use std::io;

    pub fn meaning(signal: i32) -> Meaning {
        match signal {
            SIGTSTP => Meaning::Suspend,
            SIGCONT => Meaning::Resumed,
            _ => Meaning::End,
        }
    }

    /// Calls back from a thread of its own, until that returns `false`. Without signals the program works all the same.
    pub fn on_signals(tell: impl Fn(i32) -> bool + Send + 'static) {
        if let Ok(mut signals) = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT]) {
            std::thread::spawn(move || {
                for signal in signals.forever() {
                    if !tell(signal) {
                        return;
                    }
                }
            });
        }
    }

    /// Stops the program as the terminal's own Ctrl-Z would; returns when it is called back.
    pub fn stop() -> io::Result<()> {
        emulate_default_handler(SIGTSTP)
    }

    /// Ends the program as the signal would have: whoever sent it sees that it did.
    pub fn die_of(signal: i32) -> Result<(), String> {
        emulate_default_handler(signal).map_err(|why| format!("signal {signal} came, and more: {why}"))
    }
}

#[cfg(not(unix))]
mod unix {
    use super::Meaning;
    use std::io;

    pub fn meaning(_: i32) -> Meaning {
        Meaning::End
    }

    pub fn on_signals(_: impl Fn(i32) -> bool + Send + 'static) {}

    pub fn stop() -> io::Result<()> {
        Ok(())
    }

    pub fn die_of(_: i32) -> Result<(), String> {
        Ok(())
    }
}

pub use unix::{die_of, meaning, on_signals, stop};
