//! The closed lists of values that a scenario, a command and the menus choose from: one row for each value.
//!
//! To add a value, append a row to its list here (digests count places). The compiler then asks for an arm wherever a
//! value decides what the shop does: for a routing policy in `choose` of [`crate::sim::dispatch`]. Reader, schema,
//! palette, menus and sentences read the row.

use crate::sim::wording::{Both, both, each};
use crate::units::digest::{Digester, Fold};
use serde::{Deserialize, Serialize};

/// One value of a list, as files and people call it.
#[derive(Debug, PartialEq)]
pub struct ChoiceSpec {
    /// Its word in files.
    pub word: &'static str,
    /// Its name in menus and sentences.
    pub label: Both,
    /// Its name where no heading says what it is about; `[outlets]` stands for the number of outlets.
    pub longer: Both,
    /// What it means for the shop, shown in menus; may be empty.
    pub outlook: &'static str,
    /// What a routing policy chooses by; without meaning in other lists.
    pub chooses_by: ChoosesBy,
}

/// What a routing policy chooses an outlet by: from this follows where calls go in the long run, and how regularly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoosesBy {
    /// The caller's address.
    Address,
    /// Dice.
    Chance,
    /// Whose turn it is.
    Turn,
    /// What the board says of the outlets' queues.
    Queues,
    /// The caller's street.
    Street,
}

impl ChoiceSpec {
    const fn longer(self, longer: Both) -> ChoiceSpec {
        ChoiceSpec { longer, ..self }
    }

    const fn outlook(self, outlook: &'static str) -> ChoiceSpec {
        ChoiceSpec { outlook, ..self }
    }
}

const fn row(word: &'static str, label: Both) -> ChoiceSpec {
    ChoiceSpec { word, label, longer: label, outlook: "", chooses_by: ChoosesBy::Chance }
}

const fn policy(word: &'static str, chooses_by: ChoosesBy, label: Both) -> ChoiceSpec {
    ChoiceSpec { chooses_by, ..row(word, label) }
}

/// A closed list, as parameters and the keys of files know it.
#[derive(Debug)]
pub struct List {
    /// What is chosen: the heading of the list.
    pub sentence: &'static str,
    /// A row for each value, in the order of the list.
    pub rows: &'static [ChoiceSpec],
    /// All words, in the order of the list.
    pub words: fn() -> Vec<&'static str>,
}

/// A value of a closed list.
pub trait Choice: Copy + PartialEq + 'static {
    /// All values, in the order of the list.
    const ALL: &'static [Self];
    /// The list itself.
    const LIST: &'static List;

    /// The value's row.
    fn row(self) -> &'static ChoiceSpec;

    /// The value's word in files.
    fn word(self) -> &'static str {
        self.row().word
    }

    /// The value of a row; `None` if the row belongs to another list.
    fn of(row: &ChoiceSpec) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| std::ptr::eq(value.row(), row))
    }

    /// All words, in the order of the list.
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|value| value.word()).collect()
    }
}

/// Declares a list: its sentence, and for each value the variant and its row.
macro_rules! choices {
    (
        $(#[$doc:meta])*
        $list:ident, $sentence:literal {
            $($(#[$about:meta])* $value:ident = $row:expr),* $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $list {
            $($(#[$about])* $value),*
        }

        impl Fold for $list {
            /// Its place in the list: new values are added at the end.
            fn fold(&self, to: &mut Digester) {
                (*self as u8).fold(to);
            }
        }

        impl Choice for $list {
            const ALL: &'static [$list] = &[$($list::$value),*];
            const LIST: &'static List = {
                static ROWS: &[ChoiceSpec] = &[$($row),*];
                static LIST: List = List { sentence: $sentence, rows: ROWS, words: $list::words };
                &LIST
            };

            fn row(self) -> &'static ChoiceSpec {
                &Self::LIST.rows[self as usize]
            }
        }
    };
}

choices! {
    /// How the front desk chooses an outlet (*routing policy*).
    Policy, "How an outlet is chosen" {
        /// The one nearest to the caller's address.
        Nearest = policy("nearest", ChoosesBy::Address, both("{nearest}")),
        /// Any, with equal chances.
        Random = policy("random", ChoosesBy::Chance, both("{random}")),
        /// The next after the one used last, by id.
        RoundRobin = policy("round_robin", ChoosesBy::Turn, both("{round-robin}")),
        /// The one with the fewest tickets on the board.
        ShortestQueue = policy("shortest_queue", ChoosesBy::Queues, both("{shortest-line}")),
        /// The one with fewer tickets of two drawn by lot (Mitzenmacher 1996).
        PowerOfTwo = policy("power_of_two", ChoosesBy::Queues, both("{two-choices}"))
            .longer(each("the better of two of [outlets]", "two of [outlets], the shorter queue")),
        /// The one with the least expected wait, cooking and ride.
        LeastWait = policy("least_wait", ChoosesBy::Queues, both("{soonest}")),
        /// The hash of the street modulo the number of outlets (*sharding*).
        ByStreet = policy("by_street", ChoosesBy::Street, both("{by-number}")),
        /// The next outlet on the circle after the street (*consistent hashing*, Karger et al. 1997).
        Ring = policy("ring", ChoosesBy::Street, both("{on-a-ring}")),
    }
}

choices! {
    /// What happens to an order that no outlet can take.
    WhenNone, "Lose or hold" {
        /// It is lost (*fail fast*).
        Lose = row("lose", each("turn away", "fail fast"))
            .longer(each("turn customers away if nobody answers", "fail fast if no node is healthy")),
        /// It waits at the front desk (*buffering*).
        Hold = row("hold", both("{hold}"))
            .longer(each("let customers wait if nobody answers", "buffer if no node is healthy")),
    }
}

choices! {
    /// How a kitchen's queues are arranged.
    KitchenKind, "How the lines are laid" {
        /// One queue; the next idle chef takes its head (*monolith*).
        Shared = row("shared", both("{shared-kitchen}")),
        /// One queue for each item, served by its experts; all-rounders serve all (*microservices*).
        Specialised = row("specialised", both("{split-kitchen}")),
        /// One queue for each chef.
        Private = row("private", both("{private-lines}")),
    }
}

choices! {
    /// How an order joins a private queue.
    Join, "Whose private line an order joins" {
        /// That of a chef on duty, drawn by lot.
        Lot = row("lot", both("by lot")),
        /// That of the chef on duty with the fewest tickets waiting or in hand; ties: the lower number.
        Shortest = row("shortest", both("shortest")),
    }
}

#[expect(clippy::derivable_impls, reason = "the list is declared by a macro, which knows no default")]
impl Default for Join {
    fn default() -> Join {
        Join::Lot
    }
}

choices! {
    /// Who brings the orders to the customers.
    DeliveryMode, "Who brings the orders" {
        /// Customers fetch their own.
        Pickup = row("pickup", each("customers fetch", "pull"))
            .outlook("{Customer+} come to fetch their own."),
        /// The chef who cooked an order drives it out, and does not cook meanwhile.
        Coupled = row("coupled", both("{chefs-drive}"))
            .outlook("Whoever cooks it drives it, and does not cook meanwhile."),
        /// Chefs put boxes on the shelf, riders fetch them from there.
        Decoupled = row("decoupled", both("{riders-drive}"))
            .outlook("{Chef+} put boxes on the {shelf}, {rider+} fetch them."),
    }
}

choices! {
    /// Which order of a queue is served first.
    QueueOrder, "Who is served first" {
        /// By time placed (*FIFO*).
        OldestFirst = row("oldest_first", each("oldest first", "FIFO")),
        /// By time placed, in reverse (*LIFO*).
        NewestFirst = row("newest_first", both("{newest-first}")),
        /// The item with the least mean work first, whatever this order's own; then by time placed (*SJF*).
        SmallFirst = row("small_first", both("{small-first}"))
            .outlook("Quick {order+} pass slow ones; who ordered a slow one may wait for ever."),
        /// The item with the most mean work first, then by time placed (*LJF*).
        LargeFirst = row("large_first", both("{large-first}"))
            .outlook("Slow {order+} pass quick ones."),
        /// By the item's priority, then by time placed.
        Priority = row("priority", both("{by-priority}"))
            .outlook("What the menu ranks higher passes the rest."),
        /// The zones in turn, in each the oldest first (*fair queueing*).
        Turns = row("turns", both("{in-turns}"))
            .outlook("The {zone+} take turns; a loud one waits behind itself."),
    }
}

impl QueueOrder {
    /// Whether the items rank before one another.
    pub fn ranks_items(self) -> bool {
        matches!(self, QueueOrder::SmallFirst | QueueOrder::LargeFirst | QueueOrder::Priority)
    }
}

choices! {
    /// What happens when a tray under the lamp is found old (*cache miss*).
    Refill, "Who has a new tray baked" {
        /// Everyone who finds it old has one baked (*cache stampede*).
        Everyone = row("everyone", both("{everyone-bakes}"))
            .outlook("Whoever finds the tray old has a new one baked, however many are in the ovens."),
        /// The first has one baked, the others wait for it (*single flight*).
        One = row("one", both("{one-bakes}"))
            .outlook("One tray is baked; who comes meanwhile waits for it."),
        /// One is baked, and meanwhile the old slices are sold (*stale-while-revalidate*).
        OneAndOld = row("one_and_old", both("{old-meanwhile}"))
            .outlook("One tray is baked; meanwhile the old slices are sold."),
    }
}

choices! {
    /// Whose calls blow a fuse, and whose it then keeps from being made.
    FuseScope, "Whose fuse it is" {
        /// A fuse for each outlet's telephone.
        Each = row("each", each("for each {outlet}", "per {outlet}"))
            .outlook("Whose telephone is dead is not rung any more; the others are."),
        /// One fuse for all of them together.
        All = row("all", each("for all of them", "shared by all"))
            .outlook("One dead telephone, and nobody is rung."),
    }
}

choices! {
    /// How many order books must have an order before it is taken (*write quorum*).
    WaitFor, "How many books must have an order before it is taken" {
        /// The first that has it.
        One = row("one", each("one book", "one replica"))
            .outlook("{Order+} are taken at once. What only one {order-book} has burns with it."),
        /// More than half of them.
        Most = row("most", each("most of them", "a majority"))
            .outlook("One {order-book} may be away, or burn, and nothing waits or is lost."),
        /// Every one.
        All = row("all", each("all of them", "all replicas"))
            .outlook("Nothing is ever lost, and nothing is taken while a single {order-book} is away."),
    }
}

impl WaitFor {
    /// How many of so many books it asks for.
    pub fn of(self, copies: u32) -> u32 {
        match self {
            WaitFor::One => 1,
            WaitFor::Most => copies / 2 + 1,
            WaitFor::All => copies,
        }
    }
}

choices! {
    /// How a quota is shared among the zones.
    QuotaShare, "Whose quota it is" {
        /// A bucket for each zone.
        Each = row("each", each("for each {zone}", "per {zone}")),
        /// One bucket for all zones together.
        All = row("all", each("for the whole town", "shared by all")),
    }
}

choices! {
    /// What puts tokens into a zone's budget of repeat calls.
    BudgetOf, "What fills the budget" {
        /// Every delivery pays in.
        Deliveries = row("deliveries", both("{order+} {delivered}")),
        /// Every first call pays in.
        Calls = row("calls", both("first calls")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn check<C: Choice + std::fmt::Debug>() {
        let words = C::words();
        assert_eq!(words, (C::LIST.words)());
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "a word stands for one value: {words:?}");
        for value in C::ALL {
            assert_eq!(C::of(value.row()), Some(*value), "{value:?}");
        }
    }

    #[test]
    fn every_value_is_found_by_its_row() {
        check::<Policy>();
        check::<WhenNone>();
        check::<KitchenKind>();
        check::<Join>();
        check::<DeliveryMode>();
        check::<QueueOrder>();
        check::<BudgetOf>();
        check::<QuotaShare>();
        check::<Refill>();
        check::<FuseScope>();
        check::<WaitFor>();
        assert_eq!(Policy::of(WhenNone::Hold.row()), None, "a row of another list is no policy");
    }
}
