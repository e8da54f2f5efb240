//! The next hour in one sentence: how it would be with the act under the cursor, and without.

use crate::session::Session;
use crate::session::preview::{AHEAD, Preview, STEP, Sample, Spread};
use crate::sim::command::{Change, Command, Decision};
use crate::text::glossary::{Language, capital};
use crate::units::Span;

/// While the clock runs under a menu, a preview is good for so long.
const STANDS: Span = Span::from_mins(1);
/// A shop that closes sooner has no future worth a sentence.
const SOON: Span = Span::from_mins(5);

/// What a preview counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Who waits for a chef.
    Waiting,
    /// Boxes that wait for a rider.
    Boxes,
}

/// Whether a preview is of another moment or another history.
pub fn is_old(preview: &Preview, session: &Session) -> bool {
    !preview.is_of(session) || session.now().since(preview.at()) >= STANDS
}

impl Counts {
    /// What is counted where this command is looked at: where riders are decided about, what waits for them, if
    /// anything does.
    pub fn of(preview: &Preview) -> Counts {
        let is_riders = preview.command().is_some_and(|command| match command.row().changes {
            Change::RidersHired | Change::RidersLeave => true,
            Change::ChefsHired | Change::ChefsLeave | Change::Tools | Change::Opening | Change::Closing => false,
            Change::ClerksHired | Change::ClerksLeave => false,
            Change::Setting => is_about_boxes(command),
        });
        let has_boxes = || {
            let courses = [preview.with(), preview.without()];
            courses.into_iter().flatten().any(|course| course.at_the_end(|sample| sample.boxes).high > 0)
        };
        if is_riders && has_boxes() { Counts::Boxes } else { Counts::Waiting }
    }

    /// Its number in a sample.
    pub fn number(self) -> fn(&Sample) -> u64 {
        match self {
            Counts::Waiting => |sample| sample.waiting,
            Counts::Boxes => |sample| sample.boxes,
        }
    }

    /// "4 wait", "nobody waits"
    fn wait(self, n: u64, about: &str, language: Language) -> String {
        let s = if n == 1 { "s" } else { "" };
        let be = if n == 1 { "is" } else { "are" };
        match (self, language, n) {
            (Counts::Waiting, Language::Pizza, 0) => "nobody waits".into(),
            (Counts::Boxes, Language::Pizza, 0) => "no box waits".into(),
            (Counts::Waiting, Language::System, 0) => "nothing is queued".into(),
            (Counts::Boxes, Language::System, 0) => "nothing is buffered".into(),
            (Counts::Waiting, Language::Pizza, n) => format!("{about}{n} wait{s}"),
            (Counts::Boxes, Language::Pizza, 1) => format!("{about}1 box waits"),
            (Counts::Boxes, Language::Pizza, n) => format!("{about}{n} boxes wait"),
            (Counts::Waiting, Language::System, n) => format!("{about}{n} {be} queued"),
            (Counts::Boxes, Language::System, n) => format!("{about}{n} {be} buffered"),
        }
    }
}

fn is_about_boxes(command: &Command) -> bool {
    matches!(command, Command::Decision(Decision::SetBatch { .. } | Decision::SetShelfLimit { .. }))
}

/// "In an hour about 4 wait instead of 31 (on average; 3–6 / 25–38 in five futures)." `None`: not computed yet, or the
/// shop is about to close.
pub fn sentence(preview: &Preview, language: Language) -> Option<String> {
    let length = preview.until().since(preview.at());
    let without = preview.without().filter(|_| length >= SOON)?;
    let counts = Counts::of(preview);
    let number = counts.number();
    let when = if length + STEP >= AHEAD { "in an hour" } else { "at closing" };
    let as_it_is = without.at_the_end(number);
    if preview.command().is_none() {
        let wait = counts.wait(whole(as_it_is), "about ", language);
        return Some(format!("As it is, {when} {wait} ({}).", futures(&[as_it_is])));
    }
    let with = preview.with()?;
    let then = with.at_the_end(number);
    let when = capital(when);
    let (n, of) = (whole(then), whole(as_it_is));
    let said = match () {
        () if then == as_it_is => {
            format!("{when} {}, with it or without ({}", counts.wait(n, "about ", language), futures(&[then]))
        }
        () if n == of => {
            let spreads = futures(&[then, as_it_is]);
            format!("{when} {}, with it or without ({spreads}", counts.wait(n, "about ", language))
        }
        () => {
            let of = match (n, of) {
                (_, 0) => "none".to_string(),
                (0, of) => format!("about {of}"),
                (_, of) => of.to_string(),
            };
            format!("{when} {} instead of {of} ({}", counts.wait(n, "about ", language), futures(&[then, as_it_is]))
        }
    };
    Some(said + ")" + &lost(with.at_the_end(|s| s.lost), without.at_the_end(|s| s.lost)) + ".")
}

/// ", and about 12 are lost instead of 2", if that differs.
fn lost(with: Spread, without: Spread) -> String {
    let (n, of) = (whole(with), whole(without));
    match (n, of) {
        _ if n == of => String::new(),
        (0, of) => format!(", and none are lost instead of about {of}"),
        (n, 0) => format!(", and about {n} are lost instead of none"),
        (n, of) => format!(", and about {n} are lost instead of {of}"),
    }
}

/// "on average; 3–6 / 25–38 in five futures"
fn futures(spreads: &[Spread]) -> String {
    let all: Vec<String> = spreads
        .iter()
        .map(|spread| match (spread.low, spread.high) {
            (low, high) if low == high => low.to_string(),
            (low, high) => format!("{low}–{high}"),
        })
        .collect();
    format!("on average; {} in five futures", all.join(" / "))
}

/// A mean as it is said.
pub fn whole(spread: Spread) -> u64 {
    spread.mean.round() as u64
}
