//! Predictions and the surprise: numbers of several histories of one seed.

use super::lesson::{AT_LEAST, AT_MOST, FROM, OF_ITEM, OF_OUTLET, OF_ZONE, SYSTEMS, TO};
use super::{Key, Kind::*, Live, Need::*, Table, key};

const OF: Key = key("of", History(false), Or("solution"), "Whose run");
const AGAINST: Key =
    key("against", History(true), Optional("the value itself"), "The ratio to another run of the same seed");

/// `[[predict]]`.
pub static PREDICT: Table = Table {
    what: "a prediction",
    keys: &[
        key("at", Moment, Optional("before the shop opens"), "When it is asked"),
        key("ask", Text, Required, "The question"),
        Key { need: Optional("`ask` in both"), ..SYSTEMS },
        key("metric", Metric(Live::Predicted), Optional("only `choices` with an `answer`"), "What is guessed"),
        OF_OUTLET,
        OF_ITEM,
        OF_ZONE,
        OF,
        AGAINST,
        FROM,
        TO,
        key("choices", Choices, Optional("a typed number"), "What can be answered: numbers, words, or `25m: words`"),
        key(
            "systems_choices",
            Choices,
            Optional("`choices` in both"),
            "The same in the systems' words: as many, with the same numbers",
        ),
        key("edges", Edges, Optional("the nearest number"), "Where one choice ends and the next begins, least first"),
        key("answer", Text, Optional("the measured value"), "The right one; needed where choices are no numbers"),
    ],
};

/// `[surprise]`.
pub static SURPRISE: Table = Table {
    what: "the surprise",
    keys: &[
        key("text", Text, Required, "One sentence after closing, with the numbers below as `{name}`"),
        key("number", List(&NUMBER, false), Optional("none"), "What the sentence says, measured"),
    ],
};

/// `[[surprise.number]]`.
pub static NUMBER: Table = Table {
    what: "a number of the surprise",
    keys: &[
        key("name", Id, Required, "How the sentence calls it"),
        key("metric", Metric(Live::Predicted), Required, "What is measured"),
        OF_OUTLET,
        OF_ITEM,
        OF_ZONE,
        Key { kind: History(true), ..OF },
        AGAINST,
        FROM,
        TO,
        Key {
            need: Optional("no lower bound"),
            sentence: "What the sentence claims; proved on every seed",
            ..AT_LEAST
        },
        Key { need: Optional("no upper bound"), sentence: "What the sentence claims; proved on every seed", ..AT_MOST },
    ],
};
