//! Histories in words: the commands since one branched off, and its result.

use crate::app::compare::Side;
use crate::app::histories::BranchId;
use crate::session::Session;
use crate::text::act;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::units::Time;

/// The ink of a history by its number; the first two differ on every background.
pub fn ink(number: u32) -> Ink {
    const INKS: [Ink; 5] = [Ink::Wait, Ink::Flow, Ink::Cook, Ink::Shelf, Ink::Muted];
    INKS[(number as usize).saturating_sub(1) % INKS.len()]
}

/// `18:33 route by least wait, hire a rider`: the player's commands since it branched off, longest form first.
pub fn deeds(scene: &Scene, branch: BranchId, session: &Session) -> Vec<Rich> {
    let own: Vec<_> = session.commands().iter().filter(|command| command.at >= branch.since()).collect();
    let Some(first) = own.first() else {
        let since = branch.from.map_or(String::new(), |(_, at)| format!("{} ", scene.clock(at)));
        return vec![Rich::muted(since).and("nothing done", Ink::Plain)];
    };
    let wishes: Vec<String> = own.iter().map(|command| act::describe_command(scene, &command.command)).collect();
    let lead = Rich::muted(format!("{} ", scene.clock(first.at)));
    let mut forms: Vec<Rich> = (1..=wishes.len().min(8))
        .rev()
        .map(|n| {
            let rest = wishes.len() - n;
            let more = if rest > 0 { format!(", {rest} more") } else { String::new() };
            lead.clone().and(wishes[..n].join(", "), Ink::Plain).and(more, Ink::Muted)
        })
        .collect();
    forms.push(lead.and(crate::text::numbers::counted(own.len() as u64, "command"), Ink::Plain));
    forms
}

/// `96.9 % on time, 46 open`.
pub fn result(session: &Session) -> Rich {
    let budget = session.vitals().budget;
    let good = budget.on_time.is_none_or(|share| share >= budget.target);
    let figure = if good { Ink::Strong } else { Ink::WarnFigure };
    let open = if session.is_over() {
        "closed".to_string()
    } else {
        format!("{} open", numbers::count(session.vitals().in_system))
    };
    Rich::of(numbers::judged(budget.on_time), figure).and(" on time, ", Ink::Muted).and(open, Ink::Plain)
}

/// A side of the comparison: its name in words, longest form first.
pub fn side(scene: &Scene, side: Side, history: Option<(BranchId, &Session)>) -> Vec<Rich> {
    match (side, history) {
        (Side::History(_), Some((branch, session))) => deeds(scene, branch, session),
        _ => crate::text::twin::without(scene),
    }
}

/// `2 min after B (Harbour dark)`: the latest fault or command in the hour before a moment; `None`: there was none.
pub fn just_before(scene: &Scene, session: &Session, at: Time) -> Option<String> {
    let log = &session.recorder().log;
    let fault = log.faults.iter().filter(|fault| fault.at <= at).max_by_key(|fault| fault.at);
    let act = session.commands().iter().rev().find(|command| command.at <= at);
    let fault_is_later = fault.is_some_and(|fault| act.is_none_or(|act| fault.at >= act.at));
    let (when, what) = if fault_is_later {
        let fault = fault?;
        let name = crate::text::log::short(scene, log.get(fault.entry)?);
        (fault.at, format!("{} ({name})", crate::session::letter(fault.letter)))
    } else {
        (act?.at, "your last act".to_string())
    };
    let since = at.since(when);
    (since.minutes() <= 60.0).then(|| match since.seconds() < 30.0 {
        true => format!("the moment of {what}"),
        false => format!("{} after {what}", numbers::duration(since)),
    })
}
