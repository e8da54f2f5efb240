//! The threads that read a terminal: one waits for bytes, the other decodes them and measures pauses.

use super::{Decoder, Heard, LOST_PAUSE};
use crate::terminal::inbox::Inbox;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::fd::AsFd;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// Upper bound of the reads waiting to be decoded; a terminal returns at most 4 KiB at once.
const AHEAD: usize = 16;
/// So many bytes at once were not typed: more of a paste may follow immediately, and it should be decoded as a whole.
const MANY: usize = 32;
const BEHIND: Duration = Duration::from_millis(8);
/// Upper bound of the bytes decoded at once.
const LONGEST_BREATH: usize = 64 << 10;

/// Reads standard input until it ends.
pub fn listen(inbox: Inbox) -> io::Result<()> {
    let terminal = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let (sender, bytes) = sync_channel(AHEAD);
    std::thread::spawn(move || read(terminal, &sender));
    std::thread::spawn(move || understand(&bytes, &inbox));
    Ok(())
}

/// Ends with the terminal: at the end of input, or at an error, which means a hangup.
fn read(mut terminal: File, bytes: &SyncSender<Vec<u8>>) {
    let mut buffer = [0; 4_096];
    loop {
        match terminal.read(&mut buffer) {
            Ok(0) => return,
            Ok(count) => {
                if bytes.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // Another process has made the terminal non-blocking.
            Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::park_timeout(super::ESC_PAUSE / 4),
            Err(_) => return,
        }
    }
}

fn understand(bytes: &Receiver<Vec<u8>>, inbox: &Inbox) {
    let mut decoder = Decoder::default();
    let mut heard: Vec<Heard> = Vec::new();
    let mut last = Instant::now();
    loop {
        let next = match decoder.patience() {
            None => bytes.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(patience) => bytes.recv_timeout(patience.saturating_sub(last.elapsed())),
        };
        match next {
            Ok(mut breath) => {
                while (MANY..LONGEST_BREATH).contains(&breath.len())
                    && let Ok(more) = bytes.recv_timeout(BEHIND)
                {
                    breath.extend(more);
                }
                last = Instant::now();
                decoder.feed(&breath, &mut heard);
            }
            Err(RecvTimeoutError::Timeout) => decoder.pause(last.elapsed(), &mut heard),
            Err(RecvTimeoutError::Disconnected) => {
                decoder.pause(LOST_PAUSE, &mut heard);
                for heard in heard.drain(..) {
                    inbox.heard(heard);
                }
                return inbox.gone();
            }
        }
        for heard in heard.drain(..) {
            if !inbox.heard(heard) {
                return;
            }
        }
    }
}
