//! The lesson around a shop: goals, stars, hints, cues, and the answers.

use super::{Key, Kind::*, Live, Need::*, Other, Table, key};

pub(super) const TEXT: Key = key("text", Text, Required, "What the player reads");
pub(super) const SYSTEMS: Key =
    key("systems", Text, Optional("`text` in both"), "The same in the systems' words, for players who chose those");
pub(super) const AT_LEAST: Key =
    key("at_least", Bound, Unless(&AT_MOST_INSTEAD), "The bound: a number, or a length of time");
pub(super) const AT_MOST: Key =
    key("at_most", Bound, Unless(&AT_LEAST_INSTEAD), "The bound: a number, or a length of time");
const AT_MOST_INSTEAD: Other = Other { key: "at_most", both: false, absent: "`at_most` is given" };
const AT_LEAST_INSTEAD: Other = Other { key: "at_least", both: false, absent: "`at_least` is given" };
pub(super) const OF_OUTLET: Key = key("outlet", Outlet, Optional("the whole shop"), "Only this outlet");
pub(super) const OF_ITEM: Key = key("item", Item, Optional("the whole menu"), "Only this menu item");
pub(super) const OF_ZONE: Key = key("zone", Zone, Optional("the whole town"), "Only the customers of this zone");
pub(super) const FROM: Key =
    key("from", Moment, Optional("the end of the warm-up"), "Orders placed from then on, gauges by time");
pub(super) const TO: Key = key("to", Moment, Optional("the end"), "… and before then");
const WHEN_INSTEAD: Other = Other { key: "when", both: true, absent: "as soon as `when` holds" };
const AT_INSTEAD: Other = Other { key: "at", both: true, absent: "at the time, whatever the board says" };
const AT: Key = key("at", Moment, Unless(&WHEN_INSTEAD), "The time");
const WHEN: Key =
    key("when", Table(&CONDITION), Unless(&AT_INSTEAD), "As soon as it holds; beside `at`: only if it holds then");

/// `[[goal]]` and `[[star]]`.
pub static GOAL: Table = Table {
    what: "a goal or star",
    keys: &[
        TEXT,
        SYSTEMS,
        key("metric", Metric(Live::AtEnd), Required, "A report path, or its last part if that is unique"),
        OF_OUTLET,
        OF_ITEM,
        OF_ZONE,
        AT_LEAST,
        AT_MOST,
        FROM,
        TO,
    ],
};

/// The table `when` of hints and cues.
pub static CONDITION: Table = Table {
    what: "a condition",
    keys: &[
        key(
            "metric",
            Metric(Live::Now),
            Required,
            "A gauge, or a measure: of now, since opening or of the last minutes, as the list of measures says",
        ),
        OF_OUTLET,
        OF_ITEM,
        OF_ZONE,
        AT_LEAST,
        AT_MOST,
    ],
};

/// `[[hint]]`.
pub static HINT: Table = Table {
    what: "a hint",
    keys: &[
        AT,
        WHEN,
        TEXT,
        SYSTEMS,
        key(
            "does",
            Script(super::Script::Told),
            Optional("it is a question"),
            "The commands that it tells, without a time; who gives them at each hint's moment wins, which is proved",
        ),
    ],
};

/// `[[cue]]`.
pub static CUE: Table = Table {
    what: "a cue",
    keys: &[AT, WHEN, TEXT, SYSTEMS, key("pause", Flag, Or("false"), "Whether the clock stops")],
};

/// `[[also]]`.
pub static ALSO: Table = Table {
    what: "another right answer",
    keys: &[
        key("name", Name, Required, "What it does"),
        TEXT,
        key(
            "commands",
            Script(super::Script::Answer),
            Required,
            "Commands that win; a time or an amount may be a range: `[least, most]` or `[least, shown, most]`",
        ),
    ],
};

/// `[[wrong]]`.
pub static WRONG: Table = Table {
    what: "a wrong answer",
    keys: &[
        key("name", Name, Required, "What tempts"),
        key("commands", Script(super::Script::Wrong), Required, "What somebody would do who falls for it"),
    ],
};
