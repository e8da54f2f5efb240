//! Hand-ins, as `grade` and `ladder` collect them: commands files, folders of them, files with a code in them, codes.

use super::output::{escape_control, say};
use crate::scenario::replay::is_code;
use crate::scenario::trace::read_text;
use crate::scenario::{LARGEST_FILE, Problems};
use anyhow::anyhow;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// Names and texts; an error says why one cannot be read.
pub type HandIns = Vec<(String, Result<String, String>)>;

/// Reads every hand-in, and the files directly in each folder, ordered by name.
pub fn collected(words: &[OsString]) -> anyhow::Result<HandIns> {
    let mut all = HandIns::new();
    for word in words {
        let path = Path::new(word);
        if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(|why| anyhow!("{}: {why}", path.display()))?;
            let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
            files.retain(|file| ["toml", "txt"].map(OsStr::new).iter().any(|end| file.extension() == Some(end)));
            files.sort();
            if files.is_empty() {
                say(&format!("warning: {} has no .toml and no .txt file", path.display()));
            }
            all.extend(files.iter().map(|file| named(file)));
        } else if is_code(&word.to_string_lossy()) && !path.exists() {
            all.push((format!("code {}", all.len() + 1), Ok(word.to_string_lossy().into_owned())));
        } else {
            all.push(named(path));
        }
    }
    Ok(all)
}

fn named(file: &Path) -> (String, Result<String, String>) {
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    (escape_control(&name), read_text(file, LARGEST_FILE))
}

/// The last code in a text.
pub fn code_in(text: &str) -> Option<&str> {
    text.split_whitespace().rev().find(|word| is_code(word))
}

/// What is wrong with a hand-in, in the one sentence that a table has room for.
pub fn first_of(problems: &Problems) -> String {
    match problems.list.first() {
        Some(problem) => problem.message.clone(),
        None => "it cannot be read".into(),
    }
}
