//! What a scenario may say about the file of a trace.

/// How a file is to be read; what the scenario does not say is found out.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The file's path, relative to the scenario's folder.
    pub file: String,
    /// The column with the times.
    pub column: Option<Column>,
    /// A word of [`FORMATS`](super::times::FORMATS), or a pattern like `%d.%m.%Y %H:%M`.
    pub format: Option<String>,
    /// What separates columns.
    pub separator: Option<Separator>,
    /// Whether the decimal sign is a comma.
    pub decimal_comma: bool,
    /// How many seconds the local clock is ahead of UTC, for times that do not say so.
    pub offset: Option<i32>,
}

/// Which column has the times.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Its number, from 1.
    Number(usize),
    /// Its name in the heading.
    Name(String),
}

/// What separates columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// This character.
    Byte(u8),
    /// Any number of spaces.
    Spaces,
}

/// The words for separators in a scenario.
pub const SEPARATORS: &[(&str, Separator)] = &[
    (",", Separator::Byte(b',')),
    (";", Separator::Byte(b';')),
    ("|", Separator::Byte(b'|')),
    ("tab", Separator::Byte(b'\t')),
    ("space", Separator::Spaces),
];
/// The words for decimal signs, and whether they mean a comma.
pub const DECIMALS: &[(&str, bool)] = &[(".", false), (",", true)];
