//! What a scenario may say about the file of a trace.

/// How a scenario says that a file is to be read; what it does not say is found out.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub file: String,
    pub column: Option<Column>,
    /// A word of [`FORMATS`](super::times::FORMATS), or a pattern like `%d.%m.%Y %H:%M`.
    pub format: Option<String>,
    pub separator: Option<Separator>,
    pub decimal_comma: bool,
    /// What the wall clock is ahead of UTC, in seconds: for times that do not say it themselves.
    pub offset: Option<i32>,
}

/// Which column holds the times.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// From 1.
    Number(usize),
    /// As the heading calls it.
    Name(String),
}

/// What stands between two columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
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
/// The words for decimal signs. Is it a comma?
pub const DECIMALS: &[(&str, bool)] = &[(".", false), (",", true)];
