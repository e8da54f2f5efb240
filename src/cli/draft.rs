//! A draft of a file: written beside its place under a temporary name, then moved there in one step. If the program
//! ends before that, by an error or by a signal that can be caught, the draft is removed.

use std::fs::File;
use std::io;
use std::path::Path;
use tempfile::{NamedTempFile, TempPath};

pub struct Draft(NamedTempFile);

impl Draft {
    /// `mode`: who may read the file, on Unix.
    pub fn in_folder(folder: &Path, mode: u32) -> io::Result<Draft> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".pizzeria-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(mode));
        }
        let _ = mode;
        let draft = sweeping::while_nothing_ends(|swept| {
            let draft = builder.tempfile_in(folder)?;
            swept.push(draft.path().to_path_buf());
            io::Result::Ok(draft)
        })?;
        Ok(Draft(draft))
    }

    pub fn file(&mut self) -> &mut File {
        self.0.as_file_mut()
    }

    pub fn put_at(self, target: &Path) -> io::Result<()> {
        let Draft(draft) = self;
        draft.as_file().sync_all()?;
        let path: TempPath = draft.into_temp_path();
        let name = path.to_path_buf();
        sweeping::while_nothing_ends(|swept| {
            let put = path.persist(target).map_err(|failed| failed.error);
            swept.retain(|draft| *draft != name);
            put
        })
    }
}

/// Removes drafts when a signal ends the program.
mod sweeping {
    use std::path::PathBuf;
    use std::sync::{Mutex, PoisonError};

    /// The existing drafts.
    static DRAFTS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

    /// Changes the list of drafts; a signal that arrives meanwhile waits.
    pub fn while_nothing_ends<T>(act: impl FnOnce(&mut Vec<PathBuf>) -> T) -> T {
        listen();
        act(&mut DRAFTS.lock().unwrap_or_else(PoisonError::into_inner))
    }

    #[cfg(unix)]
    fn listen() {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ};
        use std::sync::{Arc, Once};
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            // Exceeding the file size limit is an error, as a full disk is, and does not end the program.
            let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
            let mut ends = vec![SIGINT, SIGQUIT, SIGTERM];
            if !is_ignored(SIGHUP) {
                ends.push(SIGHUP);
            }
            let Ok(mut signals) = signal_hook::iterator::Signals::new(ends) else { return };
            std::thread::spawn(move || {
                for signal in signals.forever() {
                    let drafts = DRAFTS.lock().unwrap_or_else(PoisonError::into_inner);
                    drafts.iter().for_each(|draft| drop(std::fs::remove_file(draft)));
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
            });
        });
    }

    /// Whether the signal is ignored, as under `nohup`; a handler would undo that.
    #[cfg(unix)]
    fn is_ignored(signal: i32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        match mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()) {
            Some(mask) => mask >> (signal - 1) & 1 == 1,
            // Unknown, so the signal is left alone.
            None => true,
        }
    }

    #[cfg(not(unix))]
    fn listen() {}
}
