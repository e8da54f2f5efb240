//! Output of results and remarks.
//!
//! Results go to standard output, or into a file that is written atomically; remarks go to standard error.

use super::draft::Draft;
use anyhow::{Context, anyhow};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// The reader of standard output has closed it. That is no error: the program ends quietly with success.
#[derive(Debug)]
pub struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("nobody reads any more")
    }
}

impl std::error::Error for Closed {}

/// The destination of one result. Opened before the work begins, so that a long run does not fail at its end.
pub struct Output(Place);

enum Place {
    Screen,
    /// A draft beside `target`, moved there at the end.
    Whole {
        draft: Draft,
        target: PathBuf,
    },
    /// A pipe or a device, which cannot be written atomically.
    Special {
        file: fs::File,
        target: PathBuf,
    },
}

impl Output {
    /// Opens a file, or standard output for `None`.
    pub fn open(file: Option<&Path>) -> anyhow::Result<Output> {
        let Some(file) = file else { return Ok(Output(Place::Screen)) };
        let place = into_file(file).with_context(|| cannot_write(file))?;
        Ok(Output(place))
    }

    /// Writes the next part of the result.
    pub fn write(&mut self, text: &str) -> anyhow::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        match &mut self.0 {
            Place::Screen => print(text),
            Place::Whole { draft, target } => {
                draft.file().write_all(text.as_bytes()).with_context(|| cannot_write(target))
            }
            Place::Special { file, target } => match file.write_all(text.as_bytes()).and_then(|()| file.flush()) {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Closed.into()),
                other => other.with_context(|| cannot_write(target)),
            },
        }
    }

    /// Ends the result: a file is moved to its place.
    pub fn finish(self) -> anyhow::Result<()> {
        match self.0 {
            Place::Whole { draft, target } => draft.put_at(&target).with_context(|| cannot_write(&target)),
            Place::Screen | Place::Special { .. } => Ok(()),
        }
    }
}

fn cannot_write(file: &Path) -> String {
    format!("cannot write {}", escape_control(&file.display().to_string()))
}

fn into_file(file: &Path) -> anyhow::Result<Place> {
    // A symbolic link stays; its target is replaced.
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
    match fs::metadata(&target) {
        Ok(there) if there.is_dir() => return Err(anyhow!("it is a folder")),
        Ok(there) if !there.is_file() => {
            let file = OpenOptions::new().write(true).open(&target)?;
            return Ok(Place::Special { file, target });
        }
        // A read-only file must not be replaced either.
        Ok(_) => drop(OpenOptions::new().write(true).open(&target)?),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mode = mode_of(&target);
    let draft = Draft::in_folder(folder, mode).map_err(|error| {
        let shown = escape_control(&folder.display().to_string());
        match error.kind() {
            ErrorKind::NotFound if !folder.exists() => {
                anyhow!("there is no folder {shown}: make it first, or choose another")
            }
            // A file system in which users cannot create files.
            ErrorKind::NotFound => anyhow!("no file can be made in {shown}: choose another folder"),
            _ => anyhow!("{}: choose a file in a folder that you may write to", without_name(error)),
        }
    })?;
    Ok(Place::Whole { draft, target })
}

/// The file's mode, or that of a new file.
#[cfg(unix)]
fn mode_of(target: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(target).map_or(0o666, |there| there.permissions().mode())
}

#[cfg(not(unix))]
fn mode_of(_: &Path) -> u32 {
    0
}

/// Removes the draft's temporary name from an error, because it means nothing to the player.
fn without_name(error: io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => error.kind().into(),
    }
}

/// Prints a result to standard output.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Closed.into()),
        other => other.context("cannot write to standard output"),
    }
}

/// Prints what `--help` and `--version` ask for, with colours where the terminal has them.
pub fn print_help(help: &clap::Error) -> anyhow::Result<()> {
    match help.print().and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Closed.into()),
        other => other.context("cannot write to standard output"),
    }
}

/// Prints a remark on standard error. Failing to do so is no error.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Whether remarks may have colours: only on a terminal that has them, and not where NO_COLOR or CLICOLOR=0 asks for
/// none.
pub fn coloured() -> bool {
    colours(io::stderr().is_terminal(), |name| std::env::var(name).ok())
}

fn colours(is_terminal: bool, var: impl Fn(&str) -> Option<String>) -> bool {
    let none = var("NO_COLOR").is_some_and(|value| !value.is_empty()) || var("CLICOLOR").as_deref() == Some("0");
    is_terminal && !none && var("TERM").as_deref() != Some("dumb")
}

/// Escapes control characters of names and files, which must not reach a terminal raw.
pub fn escape_control(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report.json");
        fs::write(&file, "old").unwrap();
        drop(Output::open(Some(&file)).unwrap());
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
        let mut output = Output::open(Some(&file)).unwrap();
        output.write("ne").unwrap();
        output.write("w").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
        output.finish().unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn colours_only_where_they_are_seen_and_wanted() {
        let with = |name: &'static str, value: &'static str| {
            colours(true, move |asked| (asked == name).then(|| value.to_string()))
        };
        assert!(with("TERM", "xterm") && with("NO_COLOR", "") && with("CLICOLOR", "1"));
        assert!(!with("TERM", "dumb") && !with("NO_COLOR", "1") && !with("CLICOLOR", "0"));
        assert!(!colours(false, |_| None));
    }

    #[test]
    fn a_folder_is_refused_before_the_work() {
        let folder = tempfile::tempdir().unwrap();
        let error = Output::open(Some(folder.path())).err().unwrap();
        assert!(format!("{error:#}").contains("it is a folder"), "{error:#}");
        let nowhere = folder.path().join("no/such/place.json");
        assert!(Output::open(Some(&nowhere)).is_err());
    }
}
