//! The keys of a scenario file: one line for each, used by the reader, the schema and the reference.
//!
//! To add a key, add a line here, and use its value in `crate::scenario::shop` or `crate::scenario::lesson`.

mod commands;
mod guesses;
mod lesson;
mod recorded;

pub use commands::{BYS, COMMANDS, CommandTable, command_names};
pub use guesses::{NUMBER, PREDICT, SURPRISE};
pub use lesson::{ALSO, CONDITION, CUE, GOAL, HINT, WRONG};
pub use recorded::TRACE;

use crate::sim::setup::{
    BudgetOf, Choice, DeliveryMode, FuseScope, Join, KitchenKind, PatienceUntil, Policy, QueueOrder, Refill, WaitFor,
    WhenNone,
};

/// The keys that a table of the file may have.
#[derive(Debug)]
pub struct Table {
    /// What it is called in a sentence: "an outlet".
    pub what: &'static str,
    /// The keys, in the order of the reference.
    pub keys: &'static [Key],
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Kind,
    /// Whether it may be left out.
    pub need: Need,
    /// What it means, as a sentence without a full stop.
    pub sentence: &'static str,
}

/// Whether a key may be left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// It must be given.
    Required,
    /// It may be left out; this is its default, as it would be written.
    Or(&'static str),
    /// It may be left out, which means this.
    Optional(&'static str),
    /// It may be left out if another key is given.
    Unless(&'static Other),
}

/// The key that may replace another.
#[derive(Debug, PartialEq)]
pub struct Other {
    /// Its name.
    pub key: &'static str,
    /// Whether both may be given.
    pub both: bool,
    /// What leaving out the other key means.
    pub absent: &'static str,
}

/// What the value of a key may be.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A name: one line of text, not empty, without control or invisible characters.
    Name,
    /// An identifier of letters, digits, `-` and `_`.
    Id,
    /// Any text; control and invisible characters are left out.
    Text,
    /// True or false.
    Flag,
    /// An integer in this range, both ends included.
    Whole(u64, u64),
    /// A number in this range, both ends included.
    Number(f64, f64),
    /// A number above zero, up to this.
    Positive(f64),
    /// An amount in dollars, not negative.
    Money,
    /// A length of time; whether it may be zero.
    Span(bool),
    /// A time of day.
    Clock,
    /// A moment of the run.
    Moment,
    /// A moment of the run, or never.
    Filing,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    /// A place `[x, y]` in kilometres.
    Place,
    /// A distribution: a table whose keys depend on the word at `dist`; whether the mean may be zero.
    Dist(bool),
    /// How calls arrive: `"poisson"`, `"even"` or `{ trace = "file" }`.
    Arrivals,
    /// A column of a trace: its number from 1, or its name.
    Column,
    /// How the times of a trace are written.
    TimeFormat,
    /// An offset from UTC: `+02:00`.
    Offset,
    /// Times and factors of demand: `[["17:00", 0.5], …]`.
    Curve,
    /// Weights of menu items: `{ item = weight, … }`.
    Mix,
    /// A list of amounts in dollars.
    Prices,
    /// A list of speeds.
    Speeds,
    /// A list of command names.
    Commands,
    /// A list of answers to choose from.
    Choices,
    /// A list of ascending bounds.
    Edges,
    /// A path of the report or a gauge.
    Metric(Live),
    /// A bound: a number, or a length of time.
    Bound,
    /// Whose run: a word, or `{ wrong = "name" }`; whether `without_events` is one of the words.
    History(bool),
    /// The name of an outlet.
    Outlet,
    /// The name of a zone.
    Zone,
    /// The name of a menu item.
    Item,
    /// A menu item or `all-round`.
    Skill,
    /// A table with these keys.
    Table(&'static Table),
    /// A list of tables with these keys, `[[…]]`; whether there must be one at least.
    List(&'static Table, bool),
    /// A table whose members, by name, are tables with these keys.
    Menu(&'static Table),
    /// A list of commands with their times.
    Script(Script),
}

/// When a metric is read, which decides what may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live {
    /// While the shop is open, by hints and cues.
    Now,
    /// At the end of a run, by goals and stars.
    AtEnd,
    /// At the end of several runs, by predictions; the aftermath of a fault is known then, too.
    Predicted,
}

/// Where commands stand, which decides what keys they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// In a commands file.
    Plain,
    /// In a `[[wrong]]` answer: a refusal may be the point.
    Wrong,
    /// In the `[[solution]]` and in an `[[also]]` answer: times and amounts may be ranges.
    Answer,
    /// In a `[[hint]]`, without a time: the hint has one.
    Told,
    /// In an `[[event]]`: when the player is told of it may be given.
    Event,
}

/// The largest count of anything without a limit of its own.
pub const MANY: u64 = 1_000_000;
/// The most pizzas of a party.
pub const MANY_PIZZAS: u64 = 100;
/// The most clerks of a front desk.
pub const MANY_CLERKS: u64 = 10_000;
/// The most outlets of a shop.
pub const MANY_OUTLETS: usize = 100_000;
/// The most zones of a shop.
pub const MANY_ZONES: usize = 100_000;
/// The most items of a menu.
pub const MANY_ITEMS: usize = 1_000;
const KM: f64 = 10_000.0;
const FACTOR: f64 = 1_000.0;
const RATIO: Kind = Kind::Number(0.0, 1.0);
const COUNT: Kind = Kind::Whole(1, MANY);
/// People whom one command hires or dismisses. Each of them changes what the desk expects of all others at the outlet,
/// so a million at one moment would keep a player waiting for hours.
const PEOPLE: Kind = Kind::Whole(1, 1_000);
const LIMIT: Kind = Kind::Whole(0, MANY);
const FACTORS: Kind = Kind::Positive(FACTOR);

const fn key(name: &'static str, kind: Kind, need: Need, sentence: &'static str) -> Key {
    Key { name, kind, need, sentence }
}

use Kind::*;
use Need::*;

/// A scenario file as a whole.
pub static ROOT: Table = Table {
    what: "a scenario file",
    keys: &[
        key("schema", Whole(1, 1), Or("1"), "The version of this format"),
        key("scenario", Table(&SCENARIO), Optional("all defaults"), "What the whole is, when and for how long"),
        key("menu", Menu(&ITEM), Required, "What is sold, by name"),
        key("zone", List(&ZONE, true), Required, "Where customers live"),
        key("outlet", List(&OUTLET, true), Required, "Where pizzas are made"),
        key("kitchen", Table(&KITCHEN), Optional("all defaults"), "How chefs work, at every outlet"),
        key("dispatch", Table(&DISPATCH), Optional("all defaults"), "How the front desk chooses an outlet"),
        key("delivery", Table(&DELIVERY), Optional("all defaults"), "How orders reach the customer"),
        key("cards", Table(&CARDS), Optional("all defaults"), "What an outlet knows of the guests of a street"),
        key("books", Table(&BOOKS), Optional("none"), "Books into which the front desk writes every order"),
        key("slo", Table(&SLO), Optional("all defaults"), "What is promised"),
        key("money", Table(&MONEY), Optional("all defaults"), "What things cost"),
        key(
            "event",
            Script(self::Script::Event),
            Optional("none"),
            "The scenario's own script: any command at its time",
        ),
        key("goal", List(&GOAL, false), Optional("none"), "What must be reached"),
        key("star", List(&GOAL, false), Optional("none"), "What would be nice to reach as well"),
        key("hint", List(&HINT, false), Optional("none"), "Advice, at a time or when a gauge says so"),
        key("cue", List(&CUE, false), Optional("none"), "How the story goes on, and where the clock may stop"),
        key("predict", List(&PREDICT, false), Optional("none"), "What the player is asked to guess"),
        key(
            "solution",
            Script(self::Script::Answer),
            Optional("none"),
            "Commands that win; a time or an amount may be a range: `[least, most]` or `[least, shown, most]`",
        ),
        key("also", List(&ALSO, false), Optional("none"), "Another right answer"),
        key("wrong", List(&WRONG, false), Optional("none"), "A tempting answer that must lose"),
        key(
            "surprise",
            Table(&SURPRISE),
            Optional("the solution beside a wrong answer"),
            "What the run taught, in words",
        ),
    ],
};

/// `[scenario]`.
pub static SCENARIO: Table = Table {
    what: "[scenario]",
    keys: &[
        key("title", Name, Optional("the file's name"), "What the player reads in the picker"),
        key("summary", Text, Or(""), "One line for the picker"),
        key("systems_summary", Text, Optional("`summary` in both"), "The same in the systems' words"),
        key("concept", Id, Optional("none"), "The idea of system design that it teaches"),
        key("opens", Clock, Or("11:00"), "What the clock on the wall shows at the beginning"),
        key("duration", Span(false), Or("12h"), "From opening to closing, at most ten years"),
        key("warmup", Span(true), Or("0s"), "From opening on, left out of the measures"),
        key("drain", Flag, Or("false"), "After closing, run on until no customer is waiting"),
        key("seed", Whole(0, u64::MAX), Or("1"), "Random seed"),
        key(
            "allow",
            Commands,
            Optional("all decisions; faults too where there is no goal"),
            "What the player may do: commands, or parts of them (`set_retry wait jitter`, \
             `set_delivery mode=decoupled`)",
        ),
        key("ends", Word(ends), Or("closing"), "When it is over: at closing, or as soon as every goal is decided"),
        key("story", Text, Or(""), "Markdown, shown before the shop opens"),
        key("systems_story", Text, Optional("`story` in both"), "The same in the systems' words"),
    ],
};

/// A member of `[menu]`.
pub static ITEM: Table = Table {
    what: "a menu item",
    keys: &[
        key("price", Money, Or("10.0"), "What the customer pays, in dollars"),
        key("work", Dist(false), Unless(&TRAY_INSTEAD), "How long an expert with basic tools works on one"),
        key("ingredients", Money, Or("0.0"), "Paid whenever a cooking starts, in dollars"),
        key("tray", Table(&TRAY), Unless(&WORK_INSTEAD), "Slices under a lamp, a tray of them at every outlet"),
        key("hiccup", Table(&HICCUP), Optional("none"), "Cookings that stick and take longer"),
        key("promise", Span(false), Optional("that of [slo]"), "How soon an order of it should arrive"),
        key("priority", Whole(0, 9), Or("0"), "For `queue_order = \"priority\"`: the lower goes first"),
        key("base_time", Span(false), Optional("no bases"), "An expert's time for one base made ahead"),
        key("base_saves", Number(0.0, 0.99), Or("0.4"), "The share of the work that a base saves"),
        key("base_keeps", Span(false), Optional("for ever"), "How long a base keeps"),
    ],
};

const TRAY_INSTEAD: Other = Other { key: "tray", both: true, absent: "`tray` is given" };
const WORK_INSTEAD: Other = Other { key: "work", both: true, absent: "each is cooked to order" };

/// `[menu.X.hiccup]`.
pub static HICCUP: Table = Table {
    what: "a hiccup",
    keys: &[
        key("share", RATIO, Or("0.03"), "The share of cookings that stick"),
        key("factor", Number(1.0, 1000.0), Or("10.0"), "How many times as long such a cooking takes"),
    ],
};

/// `[menu.X.tray]`.
pub static TRAY: Table = Table {
    what: "a tray",
    keys: &[
        key("keeps", Span(false), Required, "How long after it was baked a tray is fresh"),
        key("bake", Dist(false), Required, "How long an expert with basic tools bakes one"),
        key("serve", Span(true), Or("0s"), "How long handing over a slice takes; no chef is needed"),
        key("refill", Word(Refill::words), Or("everyone"), "Who has a new one baked when a tray is old"),
        key("old_for", Span(true), Or("0s"), "With `one_and_old`: how much longer old slices are sold meanwhile"),
        key("cost", Money, Optional("`ingredients`"), "Paid whenever a tray is begun, in dollars"),
        key("fresh", Flag, Or("true"), "Whether a fresh one lies there when an outlet opens"),
    ],
};

/// `[[zone]]`.
pub static ZONE: Table = Table {
    what: "a zone",
    keys: &[
        key("name", Name, Required, "What the district is called"),
        key("at", Place, Or("[0.0, 0.0]"), "Its centre, in kilometres"),
        key("radius", Number(0.0, KM), Or("0.0"), "How far from the centre customers live, in kilometres"),
        key(
            "orders_per_hour",
            Number(0.0, 1e7),
            Optional("only with a trace"),
            "First calls an hour where the curve is 1",
        ),
        key("arrivals", Arrivals, Or("poisson"), "By chance, evenly, or as recorded in a file"),
        key(
            "curve",
            Curve,
            Optional("1 all day"),
            "Factors of demand by time of day, linear in between; the last one holds until the first of the next day",
        ),
        key("mix", Mix, Optional("the whole menu, equally"), "The weight of each menu item"),
        key("patience", Dist(false), Optional("endless"), "How long a customer waits"),
        key("patience_until", Word(patience_until), Or("cooking"), "What ends the waiting"),
        key("cancels", Flag, Or("true"), "Whether a customer who leaves tells the kitchen"),
        key("retry", Table(&RETRY), Optional("nobody calls again"), "How lost customers call again"),
        key("quota", Table(&QUOTA), Optional("every call"), "How many calls from it are taken"),
        key("unsure", Table(&UNSURE), Optional("never"), "How its customers call again for want of a confirmation"),
        key("streets", Whole(0, MANY), Or("0"), "How many streets it has; 0: nobody has a street"),
        key("hot", RATIO, Or("0.0"), "The share of its orders that come from one street more, the hot one"),
        key("party", Table(&PARTY), Optional("nobody"), "Who orders several at once, and eats when the last has come"),
    ],
};

/// `[zone.party]`.
pub static PARTY: Table = Table {
    what: "a party",
    keys: &[
        key("share", RATIO, Or("1.0"), "The share of its customers who order for a party"),
        key("pizzas", Whole(2, MANY_PIZZAS), Or("10"), "How many each of them orders, all of one item"),
    ],
};

/// `[zone.unsure]`.
pub static UNSURE: Table = Table {
    what: "a customer in doubt",
    keys: &[
        key("wait", Span(false), Required, "How long one waits who does not hear that his order was taken"),
        key("max", Whole(1, 63), Or("5"), "How often at most he calls again for that"),
    ],
};

/// `[dispatch.order_numbers]`.
pub static ORDER_NUMBERS: Table = Table {
    what: "numbers on slips",
    keys: &[key("memory", Span(false), Or("30m"), "How long the desk remembers the number of an order")],
};

/// `[zone.quota]` and `[dispatch.quota]`.
pub static QUOTA: Table = Table {
    what: "a quota",
    keys: &[
        key("per_hour", Positive(1e6), Required, "Calls that are taken in the long run, an hour"),
        key("burst", COUNT, Or("5"), "… and at once, after a quiet time"),
    ],
};

/// `[zone.retry]`.
pub static RETRY: Table = Table {
    what: "a retry",
    keys: &[
        key("probability", RATIO, Or("1.0"), "That a lost customer calls again"),
        key("wait", Span(false), Or("5m"), "Until the first repeat call"),
        key("backoff", Number(0.0, 100.0), Or("1.0"), "How many times as long each wait is as the one before"),
        key("jitter", Flag, Or("false"), "Whether each wait is a random part of itself"),
        key("max", LIMIT, Or("3"), "Repeat calls at most"),
        key(
            "budget",
            Number(0.0, FACTOR),
            Optional("endless"),
            "Repeat calls allowed per delivery or per first call (see `of`)",
        ),
        key("of", Word(BudgetOf::words), Or("deliveries"), "What fills the budget"),
    ],
};

/// `[[outlet]]`.
pub static OUTLET: Table = Table {
    what: "an outlet",
    keys: &[
        key("name", Name, Required, "What the shop is called"),
        key("at", Place, Or("[0.0, 0.0]"), "Where it stands, in kilometres"),
        key("status", Word(statuses), Or("open"), "Open, or a site that the player may open"),
        key("open_cost", Money, Or("0.0"), "What opening it costs"),
        key("open_time", Span(true), Or("0s"), "How long opening it takes"),
        key("rent_per_hour", Money, Or("0.0"), "While it is open"),
        key("max_chefs", LIMIT, Optional("endless"), "How many chefs have room"),
        key("queue_limit", LIMIT, Optional("endless"), "How many orders may wait, not counting those started at once"),
        key("queue_order", Word(QueueOrder::words), Or("oldest_first"), "Who is served first"),
        key("shelf_limit", LIMIT, Optional("endless"), "How many boxes fit on the shelf"),
        key("kitchen", Word(KitchenKind::words), Or("shared"), "One line, a line an item, or a line a chef"),
        key("join", Word(Join::words), Or("lot"), "With a line a chef: joined by lot, or the shortest"),
        key("riders", LIMIT, Or("0"), "Who brings the boxes"),
        key("illness", Table(&ILLNESS), Optional("none"), "How often each chef falls ill, and for how long"),
        key("prep", Table(&PREP), Optional("none"), "When bases are made ahead"),
        key("manager", Table(&MANAGER), Optional("nobody"), "Who hires by herself, and by what rule"),
        key("chef", List(&CHEF, false), Optional("one all-round chef"), "Who cooks"),
    ],
};

/// `[[outlet.chef]]`.
pub static CHEF: Table = Table {
    what: "a chef",
    keys: &[
        key("skill", Skill, Or("all-round"), "The menu item that this chef is expert at, or all-round"),
        key("level", Whole(1, 100), Or("1"), "How good the tools are"),
        key("count", LIMIT, Or("1"), "How many such chefs"),
        key("standby", Flag, Or("false"), "Waits at home until somebody is missed"),
    ],
};

/// `[outlet.manager]`.
pub static MANAGER: Table = Table {
    what: "a manager",
    keys: &[
        key("every", Span(false), Required, "From one look at the line to the next"),
        key("per_waiting", COUNT, Required, "She wants a chef for each so many who wait"),
        key("counts_coming", Flag, Or("false"), "Whether she takes off those who are on the way"),
        key("floor", COUNT, Or("1"), "She lets nobody go who would leave fewer chefs"),
        key("ceiling", COUNT, Or("100"), "She hires nobody beyond so many, those on the way included"),
    ],
};

/// `[outlet.illness]`.
pub static ILLNESS: Table = Table {
    what: "an illness",
    keys: &[
        key("every", Span(false), Required, "Mean time between two illnesses of one chef"),
        key("lasts", Span(false), Required, "Mean length of one"),
    ],
};

/// `[outlet.prep]`.
pub static PREP: Table = Table {
    what: "a prep window",
    keys: &[
        key("item", Item, Required, "What bases are for"),
        key("from", Clock, Required, "When making them begins, every day"),
        key("to", Clock, Required, "When it ends; at or before `from`: past midnight"),
        key("target", COUNT, Required, "How many to keep in stock"),
        key("batch", Whole(1, 10_000), Or("1"), "Bases a tray; a tray once begun is finished"),
    ],
};

/// `[kitchen]`.
pub static KITCHEN: Table = Table {
    what: "[kitchen]",
    keys: &[
        key("off_skill_speed", FACTORS, Or("0.5"), "A chef's speed at another's item"),
        key("all_round_speed", FACTORS, Optional("0.8; 1.0 if the menu has one item"), "An all-round chef's speed"),
        key("switch_time", Span(true), Or("0s"), "Lost when a chef changes the item"),
        key("level_speed", Speeds, Or("[1.0, 1.5, 1.9, 2.2]"), "The speed of each level of tools, level 1 first"),
        key("notice_time", Span(true), Or("2m"), "Until an illness is noticed"),
        key("hire_time", Span(true), Or("10m"), "Until a new hand is at work"),
        key("upgrade_time", Span(true), Or("0s"), "How long fitting new tools takes"),
    ],
};

/// `[dispatch]`.
pub static DISPATCH: Table = Table {
    what: "[dispatch]",
    keys: &[
        key("policy", Word(Policy::words), Or("nearest"), "How an outlet is chosen"),
        key("health_check", Span(true), Or("30s"), "How often the desk asks who answers; 0s: it always knows"),
        key("board_refresh", Span(true), Or("0s"), "How often it looks at the lines; 0s: at every order"),
        key("failover", Flag, Or("true"), "Whether waiting orders leave a lost outlet"),
        key("when_none", Word(WhenNone::words), Or("lose"), "What happens to an order that no outlet can take"),
        key("quota", Table(&QUOTA), Optional("every call"), "How many calls from all zones together are taken"),
        key("order_numbers", Table(&ORDER_NUMBERS), Optional("none"), "By which it knows an order called for again"),
        key(
            "unhealthy_after",
            Span(true),
            Optional("not asked"),
            "A check takes an outlet out whose oldest ticket was placed longer ago; 0s: not asked",
        ),
        key(
            "unhealthy_burnt",
            RATIO,
            Optional("not asked"),
            "… or of whose last ten orders, at least five, so large a share was burnt; 0: not asked",
        ),
        key("back_after", Span(true), Or("0s"), "How long it must have been sound to get orders again"),
        key(
            "fail_open",
            RATIO,
            Optional("never"),
            "If more than this share of the outlets that answer is out, they get orders all the same; 0: never",
        ),
        key("clerks", Whole(1, MANY_CLERKS), Optional("endless"), "Who rings the outlets through, an order at a time"),
        key("call", Dist(true), Or("{ dist = \"fixed\", mean = \"0s\" }"), "How long a call lasts; needs `clerks`"),
        key("give_up", Span(false), Optional("endless"), "How long a clerk listens to a telephone that nobody answers"),
        key(
            "clerks_each",
            Whole(1, MANY_CLERKS),
            Optional("endless"),
            "How many clerks may be on the line to one outlet",
        ),
        key("fuse", Table(&FUSE), Optional("none"), "When an outlet that does not answer is not rung any more"),
        key("duplicate", Table(&DUPLICATE), Optional("never"), "When an order that is not ready is sent a second time"),
    ],
};

/// `[dispatch.duplicate]`.
pub static DUPLICATE: Table = Table {
    what: "a second order",
    keys: &[
        key("after", Span(true), Or("10m"), "How long after placing it is sent, to another outlet"),
        key("cancel", Flag, Or("true"), "Whether the later of the two is called off, if nobody has begun it"),
        key("budget", Number(0.0, 1e6), Optional("endless"), "At most so many for each cooking begun, and three more"),
    ],
};

/// `[dispatch.fuse]`.
pub static FUSE: Table = Table {
    what: "a fuse",
    keys: &[
        key("after", Whole(1, 10), Or("3"), "Of the last ten calls, how many must have been given up"),
        key("for", Span(false), Or("2m"), "For how long nobody rings then; the next order is a trial"),
        key("scope", Word(FuseScope::words), Or("each"), "A fuse for each outlet, or one for all"),
    ],
};

/// `[delivery]`.
pub static DELIVERY: Table = Table {
    what: "[delivery]",
    keys: &[
        key("mode", Word(DeliveryMode::words), Or("pickup"), "Who brings the orders"),
        key("speed_kmh", Number(0.1, FACTOR), Or("24.0"), "How fast they ride"),
        key("handover", Dist(true), Or("{ dist = \"fixed\", mean = \"0s\" }"), "At the customer's door"),
        key("batch", Whole(1, FACTOR as u64), Or("1"), "Orders a rider takes along at most"),
    ],
};

/// `[cards]`.
pub static CARDS: Table = Table {
    what: "[cards]",
    keys: &[
        key(
            "stranger",
            Number(1.0, FACTOR),
            Or("1.0"),
            "The factor on the work of an order from a street without a card",
        ),
        key(
            "filed",
            Filing,
            Optional("at opening"),
            "When the old cards are filed by the rule in force: a moment, or `never`",
        ),
        key("points", Whole(1, 10_000), Or("400"), "Points of each outlet on the ring"),
    ],
};

/// `[books]`.
pub static BOOKS: Table = Table {
    what: "[books]",
    keys: &[
        key("copies", Whole(1, 9), Required, "How many order books there are"),
        key("wait_for", Word(WaitFor::words), Or("most"), "How many must have an order before it is taken"),
        key("write", Span(true), Or("0s"), "Until the first book has an order"),
        key(
            "copy",
            Dist(true),
            Or("{ dist = \"fixed\", mean = \"0s\" }"),
            "Until each further book has it, from placing",
        ),
        key("away", Table(&AWAY), Optional("never"), "How often each book is away by chance, and for how long"),
    ],
};

/// `[books.away]`.
pub static AWAY: Table = Table {
    what: "an absence",
    keys: &[
        key("every", Span(false), Required, "Mean time between two absences of one book"),
        key("lasts", Span(false), Required, "Mean duration"),
    ],
};

/// `[slo]`.
pub static SLO: Table = Table {
    what: "[slo]",
    keys: &[
        key("promise", Span(false), Or("30m"), "How soon an order should arrive"),
        key("target", RATIO, Or("0.95"), "For what share of the customers"),
    ],
};

/// `[money]`.
pub static MONEY: Table = Table {
    what: "[money]",
    keys: &[
        key("cash", Money, Optional("no limit"), "What is in the till"),
        key("chef_wage", Money, Or("18.0"), "An hour"),
        key("rider_wage", Money, Or("14.0"), "An hour"),
        key("standby_retainer", Money, Or("6.0"), "An hour, while waiting at home"),
        key("chef_fee", Money, Or("50.0"), "For hiring one"),
        key("rider_fee", Money, Or("30.0"), "For hiring one"),
        key("clerk_wage", Money, Or("14.0"), "An hour"),
        key("clerk_fee", Money, Or("30.0"), "For hiring one"),
        key("tools", Prices, Or("[0, 250, 500, 1000]"), "What reaching each level costs, per chef, level 1 first"),
        key("refund", RATIO, Or("1.0"), "The share of the price that is paid back when an order is late"),
    ],
};

/// A commands file as a whole.
pub static COMMANDS_FILE: Table = Table {
    what: "a commands file",
    keys: &[
        key("scenario", Name, Optional("not said"), "The scenario that was played"),
        key("seed", Whole(0, u64::MAX), Optional("the scenario's"), "The seed that was played"),
        key("sha256", Name, Optional("not said"), "The first digits of the scenario file's SHA-256"),
        key("set", Text, Optional("nothing"), "What was changed of the scenario, `PATH=VALUE` a line"),
        key("digest", Name, Optional("not said"), "What the run came to"),
        key("moment", Moment, Optional("not said"), "The moment to look at"),
        key("guesses", Text, Optional("none"), "The player's guesses, a line each; `-` for none"),
        key("first_guesses", Text, Optional("not said"), "The same when they were asked for the first time"),
        key("hints", Whole(0, 1_000), Optional("not said"), "Hints read when they were ready"),
        key("hints_bought", Whole(0, 1_000), Optional("not said"), "Hints heard before they were ready"),
        key("answer", Name, Optional("not said"), "The answer to the question after the evening"),
        key("played_s", Whole(0, 1_000_000_000), Optional("not said"), "Seconds of play"),
        key("file", Text, Optional("not carried"), "The scenario file itself"),
        key("command", Script(self::Script::Plain), Optional("none"), "What was done, and when"),
    ],
};

const MEAN: Key = key("mean", Span(false), Required, "The mean");
const MEAN_OR_ZERO: Key = key("mean", Span(true), Required, "The mean");
const CV: Key = key("cv", Positive(100.0), Required, "Standard deviation ÷ mean");
const K: Key = key("k", Whole(1, 1_000), Required, "How many exponential phases");
const DIST: Key = key("dist", Word(dists), Required, "Which distribution");

/// The distributions, by the word at `dist`: the keys where the mean must be positive, and where it may be zero.
pub static DISTS: &[(&str, Table, Table)] = &[
    ("fixed", dist(&[DIST, MEAN]), dist(&[DIST, MEAN_OR_ZERO])),
    ("exponential", dist(&[DIST, MEAN]), dist(&[DIST, MEAN_OR_ZERO])),
    ("erlang", dist(&[DIST, MEAN, K]), dist(&[DIST, MEAN_OR_ZERO, K])),
    ("gamma", dist(&[DIST, MEAN, CV]), dist(&[DIST, MEAN_OR_ZERO, CV])),
    ("lognormal", dist(&[DIST, MEAN, CV]), dist(&[DIST, MEAN_OR_ZERO, CV])),
    ("uniform", dist(UNIFORM), dist(UNIFORM)),
];
const UNIFORM: &[Key] =
    &[DIST, key("min", Span(true), Required, "The least"), key("max", Span(false), Required, "The most")];

const fn dist(keys: &'static [Key]) -> self::Table {
    self::Table { what: "a distribution", keys }
}

/// A run in table form, `{ wrong = "name" }`: exactly one of these keys.
pub static HISTORY: Table = Table {
    what: "a run",
    keys: &[
        key("wrong", Name, Optional("one of the others"), "The name of a [[wrong]] answer"),
        key("also", Name, Optional("one of the others"), "The name of an [[also]] answer"),
        key(
            "solution_at",
            Moment,
            Optional("one of the others"),
            "The solution, its first command at this moment and the others as long after it as ever",
        ),
    ],
};

/// The words for a run that a prediction may be about.
pub const HISTORIES: [&str; 4] = ["nothing", "solution", "run", "without_events"];

fn patience_until() -> Vec<&'static str> {
    words(PATIENCES)
}
fn ends() -> Vec<&'static str> {
    words(ENDS)
}
fn statuses() -> Vec<&'static str> {
    words(STATUSES)
}
fn dists() -> Vec<&'static str> {
    DISTS.iter().map(|(word, ..)| *word).collect()
}

fn words<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
    table.iter().map(|(word, _)| *word).collect()
}

/// The words for what ends a customer's waiting.
pub const PATIENCES: &[(&str, PatienceUntil)] =
    &[("cooking", PatienceUntil::Cooking), ("delivery", PatienceUntil::Delivery)];
/// The words for whether an outlet is open from the start.
pub const STATUSES: &[(&str, bool)] = &[("open", true), ("closed", false)];
/// The words for when a run is over.
pub const ENDS: &[(&str, super::Ends)] = &[("closing", super::Ends::Closing), ("decided", super::Ends::Decided)];
