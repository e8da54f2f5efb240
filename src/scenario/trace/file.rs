//! Finds the file of a trace, if a scenario may read it, and decodes it.

use crate::scenario::disk;
use std::path::{Component, Path, PathBuf};

/// What to do about a trace that is elsewhere.
pub const FENCE: &str = "put it into the scenario's folder or below it; `--allow-outside` reads it where it is, if you \
trust whoever wrote the scenario";

/// A trace file that was found.
#[derive(Debug)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Whether its contents may be shown: it is in the scenario's folder. What other files contain is private.
    pub may_quote: bool,
}

/// Finds a trace file. A scenario may come from a stranger, so it reads only what is beside it: a relative path that
/// does not go up, and no link out of the folder.
///
/// # Errors
/// Why it may not be read, as the end of a sentence.
pub fn find(base: &Path, file: &str, outside: bool) -> Result<Found, String> {
    let path = base.join(file);
    let goes_down = Path::new(file).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let stays = match (disk::without_links(base), disk::without_links(&path)) {
        (Ok(base), Ok(path)) => path.starts_with(base),
        // A file that does not exist is reported by whoever opens it.
        _ => goes_down,
    };
    match (goes_down && stays, outside) {
        (true, _) => Ok(Found { path, may_quote: true }),
        (false, true) => Ok(Found { path, may_quote: stays }),
        (false, false) if goes_down => Err("leads out of the scenario's folder through a link".into()),
        (false, false) => Err("is not in the scenario's folder".into()),
    }
}

/// Reads a regular file of at most `largest` bytes.
///
/// # Errors
/// Why it cannot be read, as the end of a sentence.
pub fn read_bytes(path: &Path, largest: u64) -> Result<Vec<u8>, String> {
    let cannot = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => "does not exist".to_string(),
        std::io::ErrorKind::PermissionDenied => "may not be read".to_string(),
        _ => format!("cannot be read: {error}"),
    };
    let found = disk::look(path).map_err(cannot)?;
    if found.is_folder {
        return Err("is a directory".into());
    }
    if !found.is_file {
        return Err("is no ordinary file: put what it gives into one first".into());
    }
    if found.bytes > largest {
        return Err(format!("is larger than {} MiB", largest >> 20));
    }
    let bytes = disk::read(path, largest + 1).map_err(cannot)?;
    if bytes.len() as u64 > largest {
        return Err(format!("is larger than {} MiB", largest >> 20));
    }
    Ok(bytes)
}

/// Reads a regular UTF-8 file of at most `largest` bytes.
///
/// # Errors
/// Why it cannot be read, as the end of a sentence.
pub fn read_text(path: &Path, largest: u64) -> Result<String, String> {
    utf8(read_bytes(path, largest)?)
}

fn utf8(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|b| **b == b'\n').count() + 1;
        format!("is no UTF-8 text: line {line} has other bytes")
    })
}

/// Decodes a trace: UTF-8, or UTF-16 with a byte order mark. The result has no mark and ends its lines with `
/// `.
///
/// # Errors
/// Why it is no text, as the end of a sentence.
pub fn decoded(bytes: Vec<u8>) -> Result<String, String> {
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => utf8(bytes)?,
    };
    let mut text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_string(),
        None => text,
    };
    if text.contains('\r') && !text.contains('\n') {
        text = text.replace('\r', "\n");
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let decoded: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
    match decoded {
        Ok(text) if rest.is_empty() => Ok(text),
        _ => Err("is no UTF-16 text, though it begins like one".into()),
    }
}

/// The folder of a file, where its traces are looked for.
pub fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
