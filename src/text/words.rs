//! The two vocabularies. The key `t` switches every label between the pizza shop's words and the system designer's. The
//! pairs are in `assets/glossary.toml` (see [`super::glossary`]); [`Words`] looks them up and chooses between two
//! wordings.

pub use super::glossary::Language;
pub use super::glossary::capital;
use super::glossary::pairs;
use crate::text::numbers;
use std::sync::OnceLock;

macro_rules! words {
    ($($word:ident = $id:literal),* $(,)?) => {
        /// A word of the glossary that labels and sentences use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word {
            $(#[doc = concat!("The pair `", $id, "`.")] $word),*
        }
        const IDS: &[&str] = &[$($id),*];
    };
}

words! {
    Order = "order", Customer = "customer", Zone = "zone", Demand = "demand", Rush = "rush", Item = "item",
    Shop = "shop", Outlet = "outlet", Kitchen = "kitchen", City = "city", FrontDesk = "front-desk", Board = "board",
    CheckUp = "check-up", TakenOut = "taken-out", Clerk = "clerk", Fuse = "fuse", Chef = "chef", Backup = "backup-chef", AllRounder = "all-rounder", Rider = "rider",
    Tools = "tools", Line = "line", Waiting = "waiting", SharedKitchen = "shared-kitchen",
    SplitKitchen = "split-kitchen", PrivateLines = "private-lines", LineLimit = "line-limit",
    TurnedAway = "turned-away", WalkedOut = "walked-out", CallAgain = "call-again", ForNobody = "for-nobody",
    Cooking = "cooking", Prep = "prep", Base = "base", Shelf = "shelf", ShelfFull = "shelf-full", Ride = "ride",
    ChefsDrive = "chefs-drive", RidersDrive = "riders-drive", TrafficJam = "traffic-jam", Ill = "ill",
    SlowChef = "slow-chef", PowerCut = "power-cut", Dark = "dark", LineCut = "line-cut", NoAnswer = "no-answer",
    Failover = "move-waiting", MadeTwice = "made-twice", Hold = "hold", Nearest = "nearest", Random = "random",
    RoundRobin = "round-robin", ShortestLine = "shortest-line", TwoChoices = "two-choices", Soonest = "soonest", Street = "street",
    Delivered = "delivered", Promise = "promise", OnTime = "on-time", BadOrders = "bad-orders", Goal = "goal",
    Till = "till",
}

/// The index of each [`Word`] in the glossary.
fn places() -> &'static [usize] {
    static PLACES: OnceLock<Vec<usize>> = OnceLock::new();
    let place = |id: &&str| pairs().iter().position(|pair| pair.id == *id).unwrap_or(usize::MAX);
    PLACES.get_or_init(|| IDS.iter().map(place).collect())
}

/// The words of one vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Language);

impl Words {
    /// Whether these are the pizza shop's words.
    pub fn is_pizza(self) -> bool {
        self.0 == Language::Pizza
    }

    /// Chooses one of two wordings.
    pub fn say<T>(self, pizza: T, system: T) -> T {
        if self.is_pizza() { pizza } else { system }
    }

    /// An author's text; in the systems' words, where there is such a wording.
    pub fn told<'a>(self, text: &'a str, systems: &'a Option<String>) -> &'a str {
        self.say(text, systems.as_deref().unwrap_or(text))
    }

    /// The singular.
    pub fn one(self, word: Word) -> &'static str {
        self.form(word, 0)
    }

    /// The plural.
    pub fn many(self, word: Word) -> &'static str {
        self.form(word, 1)
    }

    /// The form that goes with a number.
    pub fn with(self, word: Word, n: u64) -> &'static str {
        self.form(word, usize::from(n != 1))
    }

    /// `1 chef`, `1,284 orders`.
    pub fn counted(self, n: u64, word: Word) -> String {
        format!("{} {}", numbers::count(n), self.with(word, n))
    }

    /// The singular with a capital, for titles and the beginning of sentences.
    pub fn title(self, word: Word) -> String {
        capital(self.one(word))
    }

    /// The plural with a capital.
    pub fn titles(self, word: Word) -> String {
        capital(self.many(word))
    }

    fn form(self, word: Word, form: usize) -> &'static str {
        match pairs().get(places()[word as usize]) {
            Some(pair) => self.say(&pair.pizza[form], &pair.system[form]),
            None => IDS[word as usize],
        }
    }
}

/// The verb form that goes with a number.
pub fn verb<'a>(n: u64, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// `a` or `an`, by the first letter of the word.
pub fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) { "an" } else { "a" }
}

/// `Main Street's`, `the Docks'`.
pub fn possessive(name: &str) -> String {
    if name.ends_with(['s', 'S']) { format!("{name}'") } else { format!("{name}'s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_in_the_glossary_in_both_languages() {
        for (id, place) in IDS.iter().zip(places()) {
            let pair = pairs().get(*place).unwrap_or_else(|| panic!("{id} is not in the glossary"));
            assert!(pair.pizza.iter().chain(&pair.system).all(|form| !form.is_empty()), "{id}");
        }
    }

    #[test]
    fn numbers_choose_the_form() {
        let pizza = Words(Language::Pizza);
        assert_eq!(pizza.counted(1, Word::Chef), "1 chef");
        assert_eq!(pizza.counted(0, Word::Chef), "0 chefs");
        assert_eq!(Words(Language::System).counted(1_284, Word::Order), "1,284 requests");
        assert_eq!(possessive("Docks"), "Docks'");
        assert_eq!(article("all-round"), "an");
    }
}
