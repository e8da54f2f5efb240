//! How a file of recorded arrivals is read.

use super::{Kind::*, Need::*, Table, key, words};
use crate::scenario::trace::wanted::{DECIMALS, SEPARATORS};

/// Recorded arrivals, `{ trace = "file" }`.
pub static TRACE: Table = Table {
    what: "recorded arrivals",
    keys: &[
        key("trace", Name, Required, "A file in the scenario's folder or below it, with a time in each row"),
        key("column", Column, Optional("the only one that holds times"), "Which column of a table"),
        key("format", TimeFormat, Optional("as it looks"), "How its times are written"),
        key("separator", Word(separators), Optional("as it looks"), "What stands between the columns"),
        key("decimal", Word(decimals), Or("."), "The decimal sign of its numbers"),
        key("offset", Offset, Optional("+00:00"), "For times since 1970: what the clock on the wall is ahead of UTC"),
    ],
};

fn separators() -> Vec<&'static str> {
    words(SEPARATORS)
}
fn decimals() -> Vec<&'static str> {
    words(DECIMALS)
}
