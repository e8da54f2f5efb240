//! Hand-ins, as `grade` and `ladder` collect them: commands files, folders of them, files with a code in them, codes.

use super::output::{escape_control, say};
use crate::scenario::replay::is_code;
use crate::scenario::trace::read_text;
use crate::scenario::{LARGEST_FILE, Problems, Reach};
use anyhow::anyhow;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// Which hand-ins, and what becomes of the result.
#[derive(clap::Args, Debug)]
pub struct Given {
    /// Commands files, folders of them, files with a code in them, or codes
    #[arg(required = true, value_name = "HAND-IN", value_hint = clap::ValueHint::AnyPath)]
    hand_ins: Vec<OsString>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write into this file instead of standard output; it is there whole or not at all
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// Let the scenario read recorded arrivals outside its own folder
    #[arg(long)]
    allow_outside: bool,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq)]
pub enum Format {
    /// Tables, for people
    Text,
    /// Everything, for programs
    Json,
    /// A header and one line a hand-in
    Csv,
    /// A page, to be projected
    Html,
}

impl Given {
    pub fn reach(&self) -> Reach {
        if self.allow_outside { Reach::Anywhere } else { Reach::Folder }
    }

    /// Reads every hand-in, and the files directly in each folder, ordered by name.
    pub fn collected(&self) -> anyhow::Result<HandIns> {
        collected(&self.hand_ins)
    }
}

/// Names and texts; an error says why one cannot be read.
pub type HandIns = Vec<(String, Result<String, String>)>;

fn collected(words: &[OsString]) -> anyhow::Result<HandIns> {
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

/// The head of a page that tells of hand-ins, up to its title: no script, nothing from elsewhere.
pub const HEAD: &str = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\"><style>\
:root{color-scheme:light dark}body{font:1.2rem/1.5 system-ui,sans-serif;margin:2rem;max-width:70rem}\
table{border-collapse:collapse;width:100%}td,th{padding:.3rem .8rem;text-align:left;border-bottom:1px solid #8886}\
.no{color:#c33;font-weight:bold}.yes{color:#2a7;font-weight:bold}small{opacity:.8}\
.bar{display:inline-block;height:.8em;background:#e9a23b;vertical-align:middle}.mine{font-weight:bold}</style>\n";

/// Text as it stands in a page.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
