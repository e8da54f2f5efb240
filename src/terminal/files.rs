//! Saved state as files: settings, progress, and a folder with a file for each unfinished game.
//!
//! A file is written atomically: to a draft beside it, flushed to the disk, then renamed over the old one, so that
//! after a crash there is either the old file or the new one. Only a game is appended to, line by line; an incomplete
//! last line is ignored. The process that plays a game holds the lock beside it. Shared files are changed under one
//! lock, which is held briefly.

use crate::session::save::{Document, Ends, GameId, Keeper, Listed, MAX_BYTES, Pieces, Store};
use crate::units::Span;
use fs4::{FileExt, TryLockError};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const TOO_LARGE: &str = "it is larger than any file of ours";
/// The prefix of a draft's name.
const DRAFT: &str = ".pizzeria-";
/// The file of the single game that earlier versions saved, beside the folder.
const LEGACY: &str = "game";
/// Appended lines are flushed to the disk at most this often. The system has them at once, so only a power cut can lose
/// them.
const FLUSH: Duration = Duration::from_millis(500);
/// How often, and for how long each time, a lock that is held during a write is waited for.
const TRIES: u32 = 60;
const TRY: Duration = Duration::from_millis(10);

/// The saved state of one player.
#[derive(Debug)]
pub struct Files {
    /// The directory of the settings; `None`: the platform has none.
    settings: Option<PathBuf>,
    data: Option<PathBuf>,
    /// The locks of the games that this process plays; `None`: the file system has no locks.
    held: BTreeMap<GameId, Option<File>>,
    /// The game that was appended to last, with the time of its last flush.
    growing: Option<Growing>,
}

/// The lock of a folder, while it is held. It is taken away before it is let go, so that nothing is left behind.
#[derive(Debug)]
struct Guard {
    _file: File,
    path: PathBuf,
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Elsewhere an open file cannot be taken away, or its name stays taken until it is closed.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether a file still is what its path leads to.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let which = |found: fs::Metadata| (found.dev(), found.ino());
    matches!((file.metadata().map(which), fs::metadata(path).map(which)), (Ok(ours), Ok(theirs)) if ours == theirs)
}

#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

#[derive(Debug)]
struct Growing {
    id: GameId,
    file: File,
    flushed: Instant,
    is_flushed: bool,
}

/// A store with the settings in one directory and the rest in another. They are created when needed; `None`: nothing is
/// saved there.
pub fn store(settings: Option<PathBuf>, data: Option<PathBuf>) -> Store {
    Store::new(Box::new(Files { settings, data, held: BTreeMap::new(), growing: None }))
}

/// A store with everything in one directory, which is created when needed.
pub fn store_at(home: &Path) -> Store {
    store(Some(home.to_path_buf()), Some(home.to_path_buf()))
}

impl Files {
    fn path(&self, document: &Document) -> Result<PathBuf, String> {
        let path = match document {
            Document::Settings => self.settings.as_ref().map(|folder| folder.join("settings.json")),
            Document::Progress => self.data.as_ref().map(|folder| folder.join("progress.json")),
            Document::Game(id) if id == LEGACY => self.data.as_ref().map(|folder| folder.join("game.json")),
            Document::Game(id) => self.games_folder().ok().map(|folder| folder.join(format!("{id}.jsonl"))),
        };
        path.ok_or_else(nowhere)
    }

    fn games_folder(&self) -> Result<PathBuf, String> {
        self.data.as_ref().map(|folder| folder.join("games")).ok_or_else(nowhere)
    }

    fn lock_path(&self, id: &str) -> Result<PathBuf, String> {
        Ok(self.games_folder()?.join(format!("{id}.lock")))
    }

    /// The lock for listing, taking and changing shared files. `None`: the file system has no locks, or a process hangs
    /// while holding it; work continues without it.
    fn exclusively(&self, folder: Option<&PathBuf>) -> Option<Guard> {
        let path = folder?.join(".lock");
        for _ in 0..TRIES {
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).ok()?;
            match FileExt::try_lock(&file) {
                Ok(()) if is_at(&file, &path) => return Some(Guard { _file: file, path }),
                // Whoever had it has just taken it away.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => std::thread::park_timeout(TRY),
                Err(TryLockError::Error(_)) => return None,
            }
        }
        None
    }

    fn is_held(&self, id: &GameId) -> bool {
        if self.held.contains_key(id) {
            return false;
        }
        let Ok(path) = self.lock_path(id) else { return false };
        let Ok(file) = OpenOptions::new().write(true).open(path) else { return false };
        matches!(FileExt::try_lock(&file), Err(TryLockError::WouldBlock))
    }

    /// The ids of all files with this extension in the folder of games.
    fn ids(&self, ending: &str) -> Vec<GameId> {
        let Some(Ok(files)) = self.games_folder().ok().map(fs::read_dir) else { return Vec::new() };
        let id = |path: PathBuf| {
            let is_one = path.extension() == Some(OsStr::new(ending));
            path.file_stem().filter(|_| is_one).and_then(|stem| stem.to_str()).map(str::to_string)
        };
        files.flatten().filter_map(|file| id(file.path())).collect()
    }
}

impl Keeper for Files {
    fn read(&self, document: &Document) -> Result<Option<Vec<u8>>, String> {
        let Ok(path) = self.path(document) else { return Ok(None) };
        match bounded(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn write(&mut self, document: &Document, bytes: &[u8]) -> Result<(), String> {
        let path = self.path(document)?;
        self.growing = None;
        write_whole(&path, bytes).map_err(|error| error.to_string())?;
        sweep(&path);
        Ok(())
    }

    fn remove(&mut self, document: &Document) -> Result<(), String> {
        let Ok(path) = self.path(document) else { return Ok(()) };
        self.growing = None;
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.to_string()),
            _ => Ok(()),
        }
    }

    fn games(&self) -> Vec<Listed> {
        let guard = self.exclusively(self.data.as_ref());
        let mut ids = self.ids("jsonl");
        for id in self.ids("lock") {
            // A leftover lock of a finished game, or of a process that was killed before it saved anything.
            if !ids.contains(&id) && guard.is_some() && !self.held.contains_key(&id) && !self.is_held(&id) {
                let _ = self.lock_path(&id).map(fs::remove_file);
            }
        }
        ids.push(LEGACY.to_string());
        let now = SystemTime::now();
        let listed = |id: GameId| {
            let path = self.path(&Document::Game(id.clone())).ok()?;
            let written = fs::metadata(path).ok()?.modified().unwrap_or(UNIX_EPOCH);
            let age = Span(now.duration_since(written).unwrap_or_default().as_micros() as u64);
            Some(Listed { held: self.is_held(&id), id, age })
        };
        let mut games: Vec<Listed> = ids.into_iter().filter_map(listed).collect();
        games.sort_by(|a, b| (a.age, &b.id).cmp(&(b.age, &a.id)));
        games
    }

    fn new_game(&mut self) -> Result<GameId, String> {
        let folder = self.games_folder()?;
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let _guard = self.exclusively(self.data.as_ref());
        let seconds = super::now();
        for n in 0..1_000 {
            let id = format!("{seconds}-{}-{n}", std::process::id());
            let path = self.lock_path(&id)?;
            // A game left this very moment has no lock any more.
            if path.with_extension("jsonl").exists() {
                continue;
            }
            match OpenOptions::new().create_new(true).write(true).open(&path) {
                Ok(file) => {
                    let locked = FileExt::try_lock(&file).is_ok();
                    self.held.insert(id.clone(), locked.then_some(file));
                    return Ok(id);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(format!("{}: {error}", path.display())),
            }
        }
        Err(format!("{} is full of locks", folder.display()))
    }

    fn hold(&mut self, game: &GameId) -> Result<bool, String> {
        if self.held.contains_key(game) {
            return Ok(true);
        }
        let path = self.lock_path(game)?;
        if game == LEGACY {
            let _ = self.games_folder().map(fs::create_dir_all);
        }
        let _guard = self.exclusively(self.data.as_ref());
        // Where no lock can be created nothing can be written either, so none is needed.
        let lock = match OpenOptions::new().create(true).truncate(false).write(true).open(path) {
            Err(_) => None,
            Ok(file) => match FileExt::try_lock(&file) {
                Ok(()) => Some(file),
                Err(TryLockError::WouldBlock) => return Ok(false),
                Err(TryLockError::Error(_)) => None,
            },
        };
        self.held.insert(game.clone(), lock);
        Ok(true)
    }

    fn release(&mut self, game: &GameId) {
        let Some(lock) = self.held.remove(game) else { return };
        let _guard = self.exclusively(self.data.as_ref());
        drop(lock);
        let _ = self.lock_path(game).map(fs::remove_file);
    }

    fn append(&mut self, document: &Document, bytes: &[u8]) -> Result<(), String> {
        let Document::Game(id) = document else {
            let mut whole = self.read(document)?.unwrap_or_default();
            whole.extend_from_slice(bytes);
            return self.write(document, &whole);
        };
        let path = self.path(document)?;
        if self.growing.as_ref().is_none_or(|growing| growing.id != *id) {
            let file = OpenOptions::new().append(true).open(&path).map_err(|error| error.to_string())?;
            let flushed = Instant::now();
            self.growing = Some(Growing { id: id.clone(), file, flushed, is_flushed: true });
        }
        let Some(growing) = &mut self.growing else { return Ok(()) };
        let done = growing.append(bytes);
        if done.is_err() {
            self.growing = None;
        }
        done.map_err(|error| error.to_string())
    }

    fn settle(&mut self) {
        if let Some(growing) = self.growing.as_mut().filter(|growing| !growing.is_flushed) {
            growing.flush();
        }
    }

    fn update(
        &mut self,
        document: &Document,
        change: &mut dyn FnMut(Option<Vec<u8>>) -> Option<Vec<u8>>,
    ) -> Result<(), String> {
        let path = self.path(document)?;
        let folder = path.parent().map(Path::to_path_buf);
        let guard = self.exclusively(folder.as_ref());
        let Some(bytes) = change(self.read(document)?) else { return Ok(()) };
        if guard.is_none()
            && let Some(folder) = &folder
        {
            // The folder does not exist before the first game.
            fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        }
        self.write(document, &bytes)
    }

    fn open(&self, document: &Document) -> Result<Option<Pieces>, String> {
        let path = self.path(document)?;
        match ordinary(&path).and_then(|file| Ok((file.metadata()?.len(), file))) {
            Ok((length, _)) if length > MAX_BYTES => Err(TOO_LARGE.into()),
            Ok((length, file)) => Ok(Some((length, Box::new(file.take(MAX_BYTES))))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn ends(&self, document: &Document, bytes: usize) -> Result<Option<Ends>, String> {
        let path = self.path(document)?;
        let of = || -> io::Result<Ends> {
            let mut file = ordinary(&path)?;
            let length = file.metadata()?.len();
            let mut head = Vec::new();
            (&mut file).take(bytes as u64).read_to_end(&mut head)?;
            if length <= bytes as u64 {
                return Ok(Ends { tail: head.clone(), head });
            }
            file.seek(SeekFrom::Start(length.saturating_sub(bytes as u64)))?;
            let mut tail = Vec::new();
            file.take(bytes as u64).read_to_end(&mut tail)?;
            Ok(Ends { head, tail })
        };
        match of() {
            Ok(ends) => Ok(Some(ends)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn export(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        let path = Path::new(path);
        if path.symlink_metadata().is_ok() {
            return Err(format!("{} is there already; another name, please.", path.display()));
        }
        write_whole(path, bytes).map_err(|why| format!("{} cannot be written: {why}", path.display()))
    }

    fn set_aside(&mut self, document: &Document) -> Result<String, String> {
        let path = self.path(document)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for n in 1..=999 {
            let aside = path.with_file_name(format!("{name}.damaged-{n}"));
            if aside.symlink_metadata().is_ok() {
                continue;
            }
            return match fs::rename(&path, &aside) {
                Ok(()) => Ok(aside.display().to_string()),
                Err(error) => Err(error.to_string()),
            };
        }
        Err("there are too many damaged ones already".into())
    }

    fn place(&self, document: &Document) -> String {
        self.path(document).map_or_else(|_| "nowhere".into(), |path| path.display().to_string())
    }
}

impl Growing {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let before = self.file.metadata()?.len();
        if let Err(error) = self.file.write_all(bytes) {
            // A partial line would corrupt the next one.
            let _ = self.file.set_len(before);
            return Err(error);
        }
        self.is_flushed = false;
        if self.flushed.elapsed() >= FLUSH {
            self.flush();
        }
        Ok(())
    }

    fn flush(&mut self) {
        let _ = self.file.sync_data();
        (self.flushed, self.is_flushed) = (Instant::now(), true);
    }
}

fn nowhere() -> String {
    "this machine names no place for it (PIZZERIA_HOME=FOLDER names one)".into()
}

/// Removes drafts that killed processes left behind: those at least an hour older than a file just written.
fn sweep(written: &Path) {
    let age = |path: &Path| fs::metadata(path).and_then(|found| found.modified()).ok();
    let Some(now) = age(written) else { return };
    let Some(Ok(files)) = written.parent().map(fs::read_dir) else { return };
    for file in files.flatten() {
        let is_draft = file.file_name().to_string_lossy().starts_with(DRAFT);
        let old = |then| now.duration_since(then).is_ok_and(|age| age.as_secs() > 3_600);
        if is_draft && age(&file.path()).is_some_and(old) {
            let _ = fs::remove_file(file.path());
        }
    }
}

/// Writes a file atomically: the old one stays until the new one is on the disk. A symbolic link stays; its target is
/// replaced.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let directory = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(directory)?;
    let mut file = tempfile::Builder::new().prefix(DRAFT).tempfile_in(directory)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    // The rename must reach the disk, too. Not every platform can flush a directory.
    if let Ok(directory) = File::open(directory) {
        let _ = directory.sync_all();
    }
    Ok(())
}

/// Opens an ordinary file; opening a pipe without a writer would block.
fn ordinary(path: &Path) -> io::Result<File> {
    let found = fs::metadata(path)?;
    if !found.is_file() {
        let what = if found.is_dir() { "it is a directory" } else { "it is no ordinary file" };
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    File::open(path)
}

fn bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    ordinary(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidData, TOO_LARGE));
    }
    Ok(bytes)
}
