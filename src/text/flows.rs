//! What goes into a part of the shop comes out of it or stands in it: the sums of the System view, as figures and as
//! sentences.

use super::words::Word;
use crate::session::OutletRates;
use crate::session::rates::Doors;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::units::OutletId;

/// What stood there when the window began and stands there no more.
const BEFORE: &str = "left over from before";

/// One sum: what went in, and where it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// Whose it is; empty where the figure says so.
    pub of: String,
    /// What went in, and in what words.
    pub whole: (u64, String),
    /// Where it went. What stands somewhere counts as far as it grew, so it may be negative.
    pub parts: Vec<(i64, String, Ink)>,
}

impl Sum {
    fn new(of: impl Into<String>, count: u64, words: &str) -> Sum {
        Sum { of: of.into(), whole: (count, words.into()), parts: Vec::new() }
    }

    /// Adds a part; none is left out but those of nobody.
    fn part(mut self, count: u64, words: &str, ink: Ink) -> Sum {
        if count > 0 {
            self.parts.push((count as i64, words.into(), ink));
        }
        self
    }

    /// Adds what stands there, as far as it grew or shrank.
    fn stands(mut self, then: u64, now: u64, grown: &str, shrunk: &str) -> Sum {
        let by = now as i64 - then as i64;
        if by != 0 {
            self.parts.push((by, if by > 0 { grown } else { shrunk }.into(), Ink::Plain));
        }
        self
    }

    /// Whether it is one.
    pub fn adds_up(&self) -> bool {
        self.whole.0 as i64 == self.parts.iter().map(|part| part.0).sum::<i64>()
    }

    /// `Main Street: 94 came in = 38 cooked + 56 more inside`.
    pub fn said(&self) -> Rich {
        let mut rich = Rich::new();
        if !self.of.is_empty() {
            rich.push(format!("{}: ", self.of), Ink::Muted);
        }
        rich.push(numbers::count(self.whole.0), Ink::Strong).push(format!(" {}", self.whole.1), Ink::Muted);
        if self.parts.is_empty() {
            return rich;
        }
        for (i, (count, words, ink)) in self.parts.iter().enumerate() {
            let sign = match (i, *count < 0) {
                (0, false) => " = ",
                (0, true) => " = −",
                (_, false) => " + ",
                (_, true) => " − ",
            };
            rich.push(sign, Ink::Muted);
            let figure = if *ink == Ink::Danger { Ink::DangerFigure } else { Ink::Strong };
            rich.push(numbers::count(count.unsigned_abs()), if *ink == Ink::Flow { Ink::Flow } else { figure });
            rich.push(format!(" {words}"), Ink::Muted);
        }
        rich
    }
}

/// The sums of the shop as a whole, then of one outlet: the desk's, the kitchen's, what comes after it, and whom the
/// shop lost.
pub fn sums(scene: &Scene, id: OutletId) -> Vec<Sum> {
    let doors = &scene.session.vitals().doors;
    let mut sums = vec![desk(scene, doors)];
    if let Some(rates) = scene.session.rates().get(id.index()) {
        sums.push(kitchen(scene, id, rates));
        sums.push(after(scene, rates));
    }
    if doors.lost > 0 {
        sums.push(lost(scene, doors));
    }
    sums
}

/// All calls, by where the desk sent their orders.
fn desk(scene: &Scene, doors: &Doors) -> Sum {
    let w = scene.words;
    let calls = doors.first + doors.repeated() + doors.parts;
    let words = match doors.repeated() {
        // Of a party each pizza is a ticket.
        0 if doors.parts > 0 => {
            w.say(format!("tickets of {} calls", doors.first), format!("requests of {} fan-outs", doors.first))
        }
        0 => w.say("calls", "requests").to_string(),
        again => w.say(
            format!("calls ({} first, {again} again)", doors.first),
            format!("requests ({} first, {again} retries)", doors.first),
        ),
    };
    Sum::new("", calls, &words)
        .part(doors.sent, w.say("sent on", "routed"), Ink::Flow)
        .part(doors.unreachable, w.say("not reached", "unreachable"), Ink::Danger)
        .part(doors.limited, w.say("over the quota", "throttled"), Ink::Danger)
        .part(doors.left, w.one(Word::WalkedOut), Ink::Danger)
        .part(doors.forgotten, w.say("forgotten", "acknowledged and lost"), Ink::Danger)
        .stands(doors.held_then, doors.held_now, "more at the desk", BEFORE)
}

fn kitchen(scene: &Scene, id: OutletId, rates: &OutletRates) -> Sum {
    let (w, p) = (scene.words, &rates.passed);
    let came = match (p.again, p.moved_in) {
        (0, 0) => w.say("came", "arrived").to_string(),
        (again, 0) => w.say(format!("came ({again} again)"), format!("arrived ({again} retries)")),
        (0, moved) => w.say(format!("came ({moved} from others)"), format!("arrived ({moved} failed over)")),
        (again, moved) => w.say(
            format!("came ({again} again, {moved} from others)"),
            format!("arrived ({again} retries, {moved} failed over)"),
        ),
    };
    let name = if scene.setup().outlets.len() == 1 { String::new() } else { scene.names.outlet(id).into_owned() };
    let came = match p.trays_ordered {
        0 => came,
        trays => {
            w.say(format!("{came}, {trays} of them trays of the house"), format!("{came}, {trays} of them refills"))
        }
    };
    Sum::new(name, p.arrived + p.trays_ordered, &came)
        .part(p.cooked, w.say("cooked", "served"), Ink::Flow)
        .part(p.handed, w.say("slices handed over", "from the cache"), Ink::Flow)
        .part(p.trays_baked, w.say("trays of the house baked", "refills done"), Ink::Plain)
        .part(p.refused, w.one(Word::TurnedAway), Ink::Danger)
        .part(p.walked, w.one(Word::WalkedOut), Ink::Danger)
        .part(p.moved, w.say("moved on", "failed over"), Ink::Danger)
        .part(p.dropped, w.say("torn up", "dropped"), Ink::Danger)
        .part(p.burnt, w.say("burnt", "failed"), Ink::Danger)
        .stands(p.inside_then, p.inside_now, "more in the kitchen", BEFORE)
}

fn after(scene: &Scene, rates: &OutletRates) -> Sum {
    let (w, p) = (scene.words, &rates.passed);
    let words = if p.handed > 0 { w.say("cooked or handed over", "served") } else { w.say("cooked", "served") };
    Sum::new("", p.cooked + p.handed, words)
        .part(p.delivered, w.one(Word::Delivered), Ink::Flow)
        .part(p.ready, w.say("wait for the rest of a party", "wait for the rest of a fan-out"), Ink::Flow)
        .part(p.wasted, w.say("made for nobody", "served to nobody"), Ink::Danger)
        .stands(p.after_then, p.after_now, "more on the way", BEFORE)
}

fn lost(scene: &Scene, doors: &Doors) -> Sum {
    let w = scene.words;
    let one = doors.lost == 1;
    let words = if one { w.say("call lost", "request lost") } else { w.say("calls lost", "requests lost") };
    Sum::new("", doors.lost, words).part(doors.will_again, w.say("will call again", "will retry"), Ink::Warn).part(
        doors.lost - doors.will_again,
        w.say("gave up for good", "gave up"),
        Ink::Danger,
    )
}

/// The red edges out of an outlet's kitchen: how many went that way lately, and since opening, and its name.
pub fn exits(scene: &Scene, id: OutletId) -> Vec<(u64, u64, &'static str)> {
    let Some(rates) = scene.session.rates().get(id.index()) else { return Vec::new() };
    let (w, p, ever) = (scene.words, &rates.passed, &rates.ever);
    let all = [
        (p.refused, ever.refused, w.one(Word::TurnedAway)),
        (p.walked, ever.walked, w.one(Word::WalkedOut)),
        (p.stayed, ever.stayed, w.say("walked out, the order stays", "timed out, the request stays")),
        (p.moved, ever.moved, w.say("moved on", "failed over")),
        (p.dropped, ever.dropped, w.say("torn up", "dropped")),
        (p.burnt, ever.burnt, w.say("burnt", "failed")),
    ];
    all.into_iter().filter(|(count, ..)| *count > 0).collect()
}
