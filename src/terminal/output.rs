//! Writes frames on a thread of its own: a terminal that stops reading blocks only that thread.
//!
//! No frame is drawn while one is being written, so memory is bounded however slow the terminal. Ending the program
//! does not wait for a terminal that reads nothing: pending output is discarded to make room for the sequences that
//! restore the terminal.

use super::inbox::Inbox;
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many bytes are written between two checks whether the rest is still wanted.
const PIECE: usize = 4_096;
/// How long the end waits for a frame being written, and then for the last output.
const LAST_PICTURE: Duration = Duration::from_millis(200);
const LAST_WORDS: Duration = Duration::from_millis(300);

#[derive(Debug, Default)]
struct Slot {
    next: Vec<u8>,
    busy: bool,
    /// Whether the output being written is to be discarded.
    dropped: bool,
    /// Whether the terminal is gone.
    failed: bool,
}

impl Slot {
    fn is_idle(&self) -> bool {
        self.failed || !self.busy && self.next.is_empty()
    }
}

/// The output, shared by everything that restores the terminal.
#[derive(Clone, Debug, Default)]
pub struct Output(Arc<(Mutex<Slot>, Condvar)>);

impl Output {
    /// Starts writing to standard output; `inbox` is told when a frame is written and when the terminal is gone.
    pub fn begin(inbox: Inbox) -> io::Result<Output> {
        let output = Output::default();
        output.write_to(terminal()?, inbox);
        Ok(output)
    }

    fn write_to(&self, mut terminal: impl Write + Send + 'static, inbox: Inbox) {
        let output = self.clone();
        std::thread::spawn(move || {
            loop {
                let bytes = output.take();
                let done = bytes.chunks(PIECE).try_for_each(|piece| {
                    // Not locked while it is written.
                    let dropped = output.slot().dropped;
                    if dropped { Ok(()) } else { terminal.write_all(piece) }
                });
                let done = done.and_then(|()| terminal.flush());
                let mut slot = output.slot();
                (slot.busy, slot.dropped, slot.failed) = (false, false, done.is_err());
                drop(slot);
                output.0.1.notify_all();
                if done.is_err() {
                    return inbox.gone();
                }
                inbox.drawn();
            }
        });
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for something to write.
    fn take(&self) -> Vec<u8> {
        let mut slot = self.slot();
        while slot.next.is_empty() {
            slot = self.0.1.wait(slot).unwrap_or_else(PoisonError::into_inner);
        }
        slot.busy = true;
        std::mem::take(&mut slot.next)
    }

    /// Queues bytes after those being written.
    pub fn post(&self, bytes: &[u8]) {
        let mut slot = self.slot();
        if !slot.failed {
            slot.next.extend_from_slice(bytes);
        }
        drop(slot);
        self.0.1.notify_all();
    }

    /// Whether a frame may be drawn.
    pub fn is_idle(&self) -> bool {
        self.slot().is_idle()
    }

    #[cfg(test)]
    fn has_failed(&self) -> bool {
        self.slot().failed
    }

    fn wait_until_idle(&self, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        let mut slot = self.slot();
        while !slot.is_idle() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            slot = self.0.1.wait_timeout(slot, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// Writes the last output in less than a second, whatever the terminal does.
    pub fn end_with(&self, words: &[u8]) {
        if !self.wait_until_idle(LAST_PICTURE) {
            let mut slot = self.slot();
            slot.next.clear();
            slot.dropped = slot.busy;
            drop(slot);
            throw_away();
            self.wait_until_idle(LAST_PICTURE);
            throw_away();
            // Ends a sequence that was cut.
            self.post(b"\x1b\\");
        }
        self.post(words);
        self.wait_until_idle(LAST_WORDS);
    }
}

#[cfg(unix)]
fn terminal() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    Ok(std::fs::File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

#[cfg(not(unix))]
fn terminal() -> io::Result<io::Stdout> {
    Ok(io::stdout())
}

/// Discards what was written and not read yet.
#[cfg(unix)]
fn throw_away() {
    let _ = rustix::termios::tcflush(io::stdout(), rustix::termios::QueueSelector::OFlush);
}

#[cfg(not(unix))]
fn throw_away() {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

    /// Takes a piece whenever somebody reads one.
    struct Slow(SyncSender<Vec<u8>>);

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.send(bytes.to_vec()).map_err(|_| io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn begin() -> (Output, Receiver<Vec<u8>>, Inbox) {
        let (sender, read) = sync_channel(0);
        let (output, inbox) = (Output::default(), Inbox::default());
        output.write_to(Slow(sender), inbox.clone());
        (output, read, inbox)
    }

    #[test]
    fn while_a_picture_is_being_written_there_is_no_room_for_another() {
        let (output, read, inbox) = begin();
        assert!(output.is_idle());
        output.post(b"picture");
        assert!(!output.is_idle());
        assert_eq!(read.recv().unwrap(), b"picture");
        inbox.wait(None);
        assert!(output.is_idle());
    }

    #[test]
    fn a_terminal_that_reads_nothing_does_not_hold_up_the_end() {
        let (output, read, _) = begin();
        output.post(&[b'x'; 3 * PIECE]);
        let began = Instant::now();
        output.end_with(b"over");
        assert!(began.elapsed() < Duration::from_secs(1));
        // The piece that it was at, and no more of that picture.
        assert_eq!(read.recv().unwrap().len(), PIECE);
        assert_eq!(read.recv().unwrap(), b"\x1b\\over");
    }

    #[test]
    fn a_terminal_that_is_gone_is_said() {
        let (output, read, inbox) = begin();
        drop(read);
        output.post(b"picture");
        inbox.wait(None);
        assert!(output.has_failed() && output.is_idle());
        assert!(matches!(inbox.try_take(), Some(crate::terminal::inbox::Message::Gone)));
        output.end_with(b"over");
    }
}
