//! An evening as a code: a commands file, compressed and written in characters that survive in every message and link.
//!
//! A code is `pz1.` and the file's zlib stream in base64url without padding. The checksum of that stream detects
//! characters that were lost on the way. A code comes from a stranger: its size is bounded, mistakes in it are
//! reported, and it is read completely or not at all, by the reader of commands files.

use super::problem::{Problem, Problems, quoted};
use super::script::{CommandsFile, read_commands_file, write_commands_file};
use super::set::Override;
use super::{Reach, Scenario, builtin, document, load_within, read, reader};
use crate::sim::setup::Setup;
use data_encoding::BASE64URL_NOPAD;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};
use std::borrow::Cow;
use std::ffi::OsStr;

/// What codes of this version begin with.
pub const PREFIX: &str = "pz1.";

/// The longest code, in characters.
pub const LONGEST_CODE: usize = 1 << 18;
/// The largest commands file that a code may decompress to, in bytes: a few characters could stand for gigabytes.
const LARGEST_TEXT: usize = 1 << 20;
/// The best compression: a code is made once and pasted often.
const LEVEL: u8 = 10;

/// How many digits of a file's SHA-256 a code carries: enough to notice a changed file. The digest proves the history.
const HASH_DIGITS: usize = 12;

/// Why a code of valid characters cannot be read.
const NOT_WHOLE: &str = "it is not whole: a letter is missing or was changed";

/// How problems name a code.
const NAME: &str = "the code";

/// The evening that a code stands for.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The scenario with the seed and the overrides of that evening.
    pub scenario: Scenario,
    /// The seed that the scenario itself names.
    pub own_seed: u64,
    /// The commands, and what else the code says.
    pub file: CommandsFile,
    /// The built-in's name or the path by which the scenario was found; `None` if the code carries it.
    pub source: Option<String>,
}

/// Whether a word is meant as a code, of this version or another, or a link that ends in one.
pub fn is_code(word: &str) -> bool {
    let word = bare(word);
    let Some((head, _)) = word.split_once('.') else { return false };
    head.strip_prefix("pz").is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// A code without the link before it.
fn bare(word: &str) -> &str {
    word.rsplit('#').next().unwrap_or(word).trim()
}

/// Encodes a commands file.
pub fn encode(file: &CommandsFile, setup: &Setup) -> String {
    encode_text(&write_commands_file(file, setup))
}

/// Encodes a commands file that is already written as text.
pub fn encode_text(text: &str) -> String {
    format!("{PREFIX}{}", BASE64URL_NOPAD.encode(&compress_to_vec_zlib(text.as_bytes(), LEVEL)))
}

/// Decodes a code to the text of its commands file.
///
/// # Errors
/// What is wrong with the code, as a sentence.
pub fn decode(code: &str) -> Result<String, String> {
    // Mail programs break long words, and so do people who quote them.
    let code: String = bare(code).chars().filter(|c| !c.is_whitespace()).collect();
    let Some(letters) = code.strip_prefix(PREFIX) else {
        return Err(match code.split_once('.') {
            Some((head, _)) if is_code(&code) => format!(
                "it is a code of another version of the program ({}); this one reads {}",
                quoted(head),
                quoted(PREFIX.trim_end_matches('.'))
            ),
            _ => format!("a code begins with {}", quoted(PREFIX)),
        });
    };
    if letters.len() > LONGEST_CODE {
        return Err(format!("a code has at most {LONGEST_CODE} letters, and this one has {}", letters.len()));
    }
    if letters.is_empty() {
        return Err("nothing follows its beginning".into());
    }
    if let Some(letter) = letters.chars().find(|c| !c.is_ascii_alphanumeric() && !"-_".contains(*c)) {
        return Err(format!("{} is no letter of a code", quoted(&letter.to_string())));
    }
    let bytes = BASE64URL_NOPAD.decode(letters.as_bytes()).map_err(|_| NOT_WHOLE)?;
    let text = decompress_to_vec_zlib_with_limit(&bytes, LARGEST_TEXT).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => format!("it comes to more than {} KiB", LARGEST_TEXT >> 10),
        _ => NOT_WHOLE.to_string(),
    })?;
    String::from_utf8(text).map_err(|_| "what it stands for is no text".to_string())
}

/// Reads a code and the scenario that it is about: the file `own` if given, else the one it carries, or a built-in one.
///
/// # Errors
/// All that is wrong with the code, with the scenario, or with the two together.
pub fn read_code(code: &str, own: Option<&OsStr>, reach: Reach) -> Result<Replay, Problems> {
    let wrong = |message: String, hint: Option<String>| Problems::one(Problem::of_file(NAME, message, hint));
    let text = decode(code).map_err(|why| {
        wrong(format!("the code cannot be read: {why}"), Some("copy it whole, from `pz` to its last letter".into()))
    })?;
    let head = Head::of(NAME, &text);
    let overrides: Result<Vec<Override>, String> =
        head.set.iter().flat_map(|set| set.lines()).map(str::parse).collect();
    let (mut scenario, source) = head.load(&overrides.map_err(|why| wrong(why, None))?, own, reach)?;
    let own_seed = scenario.setup.seed;
    if let Some(seed) = head.seed {
        scenario.setup.seed = seed;
    }
    let file = read_commands_file(NAME, &text, &scenario.setup)?;
    Ok(Replay { scenario, own_seed, file, source })
}

/// Reads a commands file and the scenario that it names or carries, or the file `own`, as its author wrote it: without
/// the seed and the overrides of the commands file, which a judge looks at. `name` is how problems name the file.
///
/// # Errors
/// All that is wrong with the file, with the scenario, or with the two together.
pub fn read_plan(
    name: &str,
    text: &str,
    own: Option<&OsStr>,
    reach: Reach,
) -> Result<(Scenario, CommandsFile), Problems> {
    let (scenario, _) = Head::of("it", text).load(&[], own, reach)?;
    let file = read_commands_file(name, text, &scenario.setup)?;
    Ok((scenario, file))
}

/// The part of a commands file by which its scenario is found.
struct Head {
    /// How problems name the file.
    who: &'static str,
    scenario: String,
    seed: Option<u64>,
    sha256: Option<String>,
    set: Option<String>,
    inside: Option<String>,
}

impl Head {
    /// Mistakes are left to the reader of the whole file.
    fn of(who: &'static str, text: &str) -> Head {
        let root = document::parse(text).0;
        let word = |key: &str| root.get(key).and_then(|entry| reader::text_of(&entry.node)).map(str::to_string);
        Head {
            who,
            scenario: word("scenario").unwrap_or_default(),
            seed: root.get("seed").and_then(|entry| reader::whole_of(&entry.node)),
            sha256: word("sha256"),
            set: word("set"),
            inside: word("file"),
        }
    }

    /// The scenario, and the built-in's name or the path by which it was found.
    fn load(
        &self,
        overrides: &[Override],
        own: Option<&OsStr>,
        reach: Reach,
    ) -> Result<(Scenario, Option<String>), Problems> {
        let Head { who, scenario: name, .. } = self;
        let wrong = |message: String, hint: &str| Problems::one(Problem::of_file(who, message, Some(hint.into())));
        let built_in = builtin::text_of(name);
        let found = match (&self.inside, own) {
            (_, Some(own)) => (load_within(own, overrides, reach)?.0, Some(own.to_string_lossy().into_owned())),
            (Some(inside), None) if built_in.as_deref() != Some(inside.as_str()) => {
                // A scenario that has the name of a built-in one but differs must not be mistaken for it.
                let name = if built_in.is_some() { format!("{name}-of-a-code") } else { name.clone() };
                let (mut scenario, _) = read(&name, inside, None, overrides)?;
                scenario.text = Some(inside.as_str().into());
                (scenario, None)
            }
            (Some(_) | None, None) if built_in.is_some() => {
                (load_within(OsStr::new(name), overrides, reach)?.0, Some(name.clone()))
            }
            (Some(_) | None, None) => {
                let hint = "give that file with `--scenario FILE`, or ask for a code that carries it (`--whole`)";
                let what = if name.is_empty() { "no scenario".to_string() } else { quoted(name) };
                return Err(wrong(format!("{who} names {what}, which is not built in"), hint));
            }
        };
        if self.sha256.as_ref().is_some_and(|hash| !found.0.sha256.starts_with(hash)) {
            let message = format!("{who} was made with another {}: the file has changed since", quoted(&found.0.name));
            return Err(wrong(message, "the version that made the code has the file"));
        }
        Ok(found)
    }
}

/// The head of a commands file, by which its scenario can be found again: its name, hash and overrides and, if `whole`,
/// its text.
pub fn about(scenario: &Scenario, source: &str, whole: bool) -> CommandsFile {
    let text = || match &scenario.text {
        Some(text) => Some(text.to_string()),
        None => builtin::text_of(source).map(Cow::into_owned),
    };
    let set: Vec<String> = scenario.changed.iter().map(|Override { path, value }| format!("{path}={value}")).collect();
    CommandsFile {
        scenario: Some(source.to_string()),
        seed: Some(scenario.setup.seed),
        sha256: Some(scenario.sha256.chars().take(HASH_DIGITS).collect()),
        set: (!set.is_empty()).then(|| set.join("\n")),
        text: whole.then(text).flatten(),
        ..CommandsFile::default()
    }
}
