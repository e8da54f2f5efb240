//! Tonight's shop: a scenario drawn from a date.
//!
//! An [`Evening`] is a date, perhaps a topic, and the number of a draft; its name says all three, and its file follows
//! from the name alone, on every machine. So such an evening is a scenario like any built-in one: it is run, played,
//! kept, graded and put into codes by its name. Which draft is worth playing is found by
//! [`crate::session::tonight`], once for a date.

mod shop;
mod words;

use crate::chance::{Draws, Source};
pub use jiff::civil::Date;
use jiff::civil::Weekday;
use jiff::{Timestamp, tz::Offset};

/// What the names of drawn scenarios begin with.
const PREFIX: &str = "tonight-";

/// What an evening is about: a trouble, and what helps against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// More customers than hands, for an hour.
    Rush,
    /// A chef falls ill.
    BackupChef,
    /// An outlet goes dark.
    PowerCut,
    /// A quiet hour before a busy one, and a kitchen that is full.
    Prep,
    /// Equal outlets, unequal districts.
    LoadBalancing,
    /// Chefs who drive.
    Decoupling,
    /// An app that orders again.
    RetryStorm,
}

impl Topic {
    /// All topics, with the words for them on the command line.
    pub const ALL: [(&'static str, Topic); 7] = [
        ("rush", Topic::Rush),
        ("backup-chef", Topic::BackupChef),
        ("power-cut", Topic::PowerCut),
        ("prep", Topic::Prep),
        ("load-balancing", Topic::LoadBalancing),
        ("decoupling", Topic::Decoupling),
        ("retry-storm", Topic::RetryStorm),
    ];

    /// The topic of a word; `None`: there is none.
    pub fn of_word(word: &str) -> Option<Topic> {
        Topic::ALL.iter().find(|(known, _)| *known == word).map(|(_, topic)| *topic)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        Topic::ALL[self as usize].0
    }

    /// The id of the concept behind it.
    fn concept(self) -> &'static str {
        match self {
            Topic::Rush => "horizontal-scaling",
            Topic::BackupChef => "single-point-of-failure",
            Topic::PowerCut => "distribution",
            Topic::Prep => "cron-preprocessing",
            Topic::LoadBalancing => "load-balancing",
            Topic::Decoupling => "decoupling",
            Topic::RetryStorm => "retry-storm",
        }
    }

    /// The troubles that go with it on one evening.
    fn company(self) -> &'static [Topic] {
        match self {
            Topic::Rush => &[Topic::BackupChef, Topic::PowerCut],
            Topic::BackupChef => &[Topic::Rush, Topic::PowerCut, Topic::Prep],
            Topic::PowerCut => &[Topic::Rush, Topic::BackupChef],
            Topic::Prep => &[Topic::BackupChef, Topic::PowerCut],
            Topic::LoadBalancing => &[Topic::Rush, Topic::BackupChef],
            Topic::Decoupling => &[Topic::Rush, Topic::BackupChef],
            Topic::RetryStorm => &[Topic::Rush],
        }
    }
}

/// One drawn evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evening {
    /// The day it is drawn from.
    pub date: Date,
    /// What it must be about; `None`: that is drawn, too.
    pub about: Option<Topic>,
    /// Which of the drafts of that day, from 1.
    pub draft: u32,
}

impl Evening {
    /// Reads a name as [`Evening::name`] writes it; `None`: it is another scenario's.
    pub fn of_name(name: &str) -> Option<Evening> {
        let rest = name.strip_prefix(PREFIX)?;
        let (date, rest) = (rest.get(..10)?, rest.get(10..)?);
        let date: Date = date.parse().ok()?;
        let (about, draft) = rest.strip_prefix('-')?.rsplit_once('-').map_or((None, &rest[1..]), |(a, d)| (Some(a), d));
        let about = match about {
            Some(word) => Some(Topic::of_word(word)?),
            None => None,
        };
        let evening = Evening { date, about, draft: draft.parse().ok()? };
        // One name for one evening.
        (name == evening.name()).then_some(evening)
    }

    /// The name by which everything that takes a scenario's name takes it.
    pub fn name(&self) -> String {
        let about = self.about.map(|topic| format!("-{}", topic.word())).unwrap_or_default();
        format!("{PREFIX}{}{about}-{}", self.date, self.draft)
    }

    /// The scenario file.
    pub fn text(&self) -> String {
        let day = self.date.year() as u64 * 10_000 + self.date.month() as u64 * 100 + self.date.day() as u64;
        let topic = self.about.map_or(0, |topic| topic as u64 + 1);
        let stream = |draft: u32| Luck(Draws::keyed(day, Source::Tonight, topic, draft.into()));
        // The day decides what its drafts are about, or the evenings that are easily accepted would be most of them.
        let main = self.about.unwrap_or_else(|| stream(0).pick(&Topic::ALL).1);
        let mut luck = stream(self.draft);
        let second = luck.pick(main.company());
        shop::Shop::draw(main, second, &mut luck).file(self.date, &mut luck)
    }
}

/// The day of a moment, in seconds since 1970: UTC, so that everybody plays the same shop. `None`: a year past 9999.
pub fn day_of(seconds: u64) -> Option<Date> {
    let moment = Timestamp::from_second(seconds.try_into().ok()?).ok()?;
    Some(Offset::UTC.to_datetime(moment).date())
}

/// Draws from small lists and ranges.
struct Luck(Draws);

impl Luck {
    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.0.below(of.len() as u64) as usize]
    }

    /// A whole number from `least` to `most`, both included, in steps.
    fn between(&mut self, least: u32, most: u32, step: u32) -> u32 {
        least + step * self.0.below(u64::from((most - least) / step + 1)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_day_topic_and_draft_and_nothing_else_is_one() {
        for name in ["tonight-2026-11-29-1", "tonight-2026-11-29-retry-storm-12", "tonight-1999-01-01-rush-3"] {
            assert_eq!(Evening::of_name(name).unwrap().name(), name);
        }
        for name in [
            "tonight",
            "tonight-2026-11-29",
            "tonight-2026-02-30-1",
            "tonight-2026-11-29-01",
            "tonight-2026-11-29-rsh-1",
            "tonight-2026-11-29-rush",
            "tonight-2026-11-2é-1",
            "tonight-2026-11-29-é",
            "story",
        ] {
            assert_eq!(Evening::of_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_day_ends_at_midnight_in_utc() {
        let day = |seconds| day_of(seconds).map(|day| day.to_string());
        assert_eq!(day(1_796_515_199), Some("2026-12-05".into()));
        assert_eq!(day(1_796_515_200), Some("2026-12-06".into()));
        assert_eq!(day(u64::MAX), None);
    }

    #[test]
    fn topics_are_in_the_order_of_their_words() {
        for (i, (word, topic)) in Topic::ALL.iter().enumerate() {
            assert_eq!((*topic as usize, topic.word(), Topic::of_word(word)), (i, *word, Some(*topic)));
        }
        assert_eq!(Topic::of_word("rush-hour"), None);
    }
}
