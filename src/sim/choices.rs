//! The closed lists of values that a scenario, a command and the menus choose from, one row a value.
//!
//! To add a value: a row at the end of its list here (digests count places). The compiler then asks for an arm wherever
//! a value decides what the shop does: for a routing policy in `choose` of [`crate::sim::dispatch`]. Reader, schema,
//! palette, menus and sentences read the row.

use crate::sim::wording::{Both, both, each};
use crate::units::digest::{Digester, Fold};
use serde::{Deserialize, Serialize};

/// A row: one value as files and people call it.
#[derive(Debug, PartialEq)]
pub struct ChoiceSpec {
    /// In files.
    pub word: &'static str,
    /// In menus and sentences.
    pub label: Both,
    /// The same where no heading says what it is about; `[outlets]` is the number of outlets.
    pub longer: Both,
    /// What it means for the shop, where a menu says so.
    pub outlook: &'static str,
    /// Of a routing policy: what it chooses by.
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

/// A list as parameters and the keys of files know it.
#[derive(Debug)]
pub struct List {
    pub sentence: &'static str,
    pub rows: &'static [ChoiceSpec],
    pub words: fn() -> Vec<&'static str>,
}

/// A value of a closed list.
pub trait Choice: Copy + PartialEq + 'static {
    /// In the order of the list.
    const ALL: &'static [Self];
    const LIST: &'static List;

    fn row(self) -> &'static ChoiceSpec;

    /// Its word in files.
    fn word(self) -> &'static str {
        self.row().word
    }

    /// The value of a row of this list; `None`: the row is another list's.
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
        Nearest = policy("nearest", ChoosesBy::Address, both("{nearest}")),
        Random = policy("random", ChoosesBy::Chance, both("{random}")),
        RoundRobin = policy("round_robin", ChoosesBy::Turn, both("{round-robin}")),
        ShortestQueue = policy("shortest_queue", ChoosesBy::Queues, both("{shortest-line}")),
        PowerOfTwo = policy("power_of_two", ChoosesBy::Queues, both("{two-choices}"))
            .longer(each("the better of two of [outlets]", "two of [outlets], the shorter queue")),
        LeastWait = policy("least_wait", ChoosesBy::Queues, both("{soonest}")),
    }
}

choices! {
    /// What happens to an order that no outlet can take.
    WhenNone, "Lose or hold" {
        Lose = row("lose", each("turn away", "fail fast"))
            .longer(each("turn callers away if nobody answers", "fail fast if no node is healthy")),
        Hold = row("hold", both("{hold}"))
            .longer(each("let callers wait if nobody answers", "buffer if no node is healthy")),
    }
}

choices! {
    /// How the lines of a kitchen are laid.
    KitchenKind, "How the lines are laid" {
        /// One line; the next idle chef takes its head (*monolith*).
        Shared = row("shared", both("{shared-kitchen}")),
        /// A line an item, served by its experts; all-rounders serve all (*microservices*).
        Specialised = row("specialised", both("{split-kitchen}")),
        /// A line a chef.
        Private = row("private", both("{private-lines}")),
    }
}

choices! {
    /// How an order joins a private line.
    Join, "Whose private line an order joins" {
        /// A chef's on duty, by lot.
        Lot = row("lot", both("by lot")),
        /// That of the chef on duty with the fewest tickets waiting or in hand, of equals the first.
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
    /// Who brings the orders.
    DeliveryMode, "Who brings the orders" {
        Pickup = row("pickup", each("customers fetch", "pull"))
            .outlook("{Customer+} come to fetch their own."),
        Coupled = row("coupled", both("{chefs-drive}"))
            .outlook("Whoever cooks it drives it, and does not cook meanwhile."),
        Decoupled = row("decoupled", both("{riders-drive}"))
            .outlook("{Chef+} put boxes on the {shelf}, {rider+} fetch them."),
    }
}

choices! {
    /// Who of a line is served first.
    QueueOrder, "Who is served first" {
        OldestFirst = row("oldest_first", each("oldest first", "FIFO")),
        NewestFirst = row("newest_first", both("{newest-first}")),
    }
}

choices! {
    /// What puts tokens into a zone's budget of repeat calls.
    BudgetOf, "What fills the budget" {
        Deliveries = row("deliveries", both("{order+} {delivered}")),
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
        assert_eq!(Policy::of(WhenNone::Hold.row()), None, "a row of another list is no policy");
    }
}
