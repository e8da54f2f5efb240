//! Commands as people say them, in both languages: the one wording for menus, palette, log, twin and histories.

use super::glossary::{Language, say};
use super::values::{delivery_text, kitchen_text, order_text, policy_text, span_text};
use crate::sim::command::{Command, RetryChange};
use crate::sim::setup::{Setup, Skill, WhenNone};
use crate::sim::world::Going;
use crate::units::{OutletId, Span, ZoneId};

/// `hire a pizza chef at Main Street`. Says every parameter, so that no two commands of a menu read alike.
pub fn describe_command(command: &Command, setup: &Setup, language: Language) -> String {
    use Command::*;
    let words = |sentence: &str| say(language, sentence);
    let name = |outlet: OutletId| setup.outlets[outlet.index()].name.as_str();
    let at = |what: String, outlet: OutletId| format!("{what} at {}", name(outlet));
    let people = |skill, standby, count| chefs(setup, language, skill, standby, count);
    match *command {
        HireChef { outlet, skill, standby, count } => at(format!("hire {}", people(skill, standby, count)), outlet),
        DismissChef { outlet, skill, count } => at(format!("let {} go", people(skill, false, count)), outlet),
        UpgradeChefs { outlet } => at(words("{tools}"), outlet),
        HireRider { outlet, count } => at(format!("hire {}", riders(language, count)), outlet),
        DismissRider { outlet, count } => at(format!("let {} go", riders(language, count)), outlet),
        OpenOutlet { outlet } => format!("open {}", name(outlet)),
        CloseOutlet { outlet } => format!("close {}", name(outlet)),
        SetPolicy { policy } => format!("route by {}", policy_text(language, policy)),
        SetFailover { on } => format!("{} {}", words("{move-waiting}"), if on { "on" } else { "off" }),
        SetHealthCheck { every } => format!("{} {}", words("{check-up} every"), self::every(language, every)),
        SetBoardRefresh { every } => format!("{} {}", words("look at the {board} every"), self::every(language, every)),
        SetWhenNone { when_none } => words(match (when_none, language) {
            (WhenNone::Lose, Language::Pizza) => "turn callers away if nobody answers",
            (WhenNone::Lose, Language::System) => "fail fast if no node is healthy",
            (WhenNone::Hold, Language::Pizza) => "let callers wait if nobody answers",
            (WhenNone::Hold, Language::System) => "buffer if no node is healthy",
        }),
        SetKitchen { outlet, kitchen } => at(kitchen_text(language, kitchen).into(), outlet),
        SetDelivery { mode } => delivery_text(language, mode).to_string(),
        SetBatch { batch } => {
            format!("{batch} {}", words(if batch == 1 { "{order} a {trip}" } else { "{order+} a {trip}" }))
        }
        SetPrep { outlet, prep } => {
            let item =
                if setup.items.len() > 1 { format!("{} ", setup.items[prep.item.index()].name) } else { String::new() };
            let bases = words(if prep.target == 1 { "{base}" } else { "{base+}" });
            at(format!("{} {item}{bases} {}–{}", prep.target, prep.from, prep.to), outlet)
        }
        ClearPrep { outlet } => at(words("no {prep}"), outlet),
        SetQueueLimit { outlet, limit } => at(limited(words("{line-limit}"), limit), outlet),
        SetQueueOrder { outlet, order } => at(order_text(language, order).into(), outlet),
        SetShelfLimit { outlet, limit } => at(limited(words("{shelf} limit"), limit), outlet),
        SetRetry { zone, change } => {
            format!("{}: {}", words("{call-again}"), again(language, &change)) + &from(setup, zone)
        }
        _ => fault(command, setup, language),
    }
}

/// Faults are things, not deeds: what would have been without them.
fn fault(command: &Command, setup: &Setup, language: Language) -> String {
    use Command::*;
    let words = |sentence: &str| say(language, sentence);
    let at = |what: String, outlet: OutletId| format!("{what} at {}", setup.outlets[outlet.index()].name);
    let lasting = |lasts: Option<Span>| lasts.map_or(String::new(), |lasts| format!(" for {}", span_text(lasts)));
    let one = |skill| chefs(setup, language, skill, false, 1);
    match *command {
        PowerOutage { outlet, lasts } => at(words("{power-cut}"), outlet) + &lasting(lasts),
        CutLine { outlet, lasts } => at(words("{line-cut}"), outlet) + &lasting(lasts),
        RestorePower { outlet } => at(words("power back"), outlet),
        MendLine { outlet } => format!("mend the line to {}", setup.outlets[outlet.index()].name),
        ChefIll { outlet, skill, lasts } => {
            let what = if language == Language::Pizza { "illness" } else { "crash" };
            at(format!("{what} of {}", one(skill)), outlet) + &lasting(lasts)
        }
        SlowChef { outlet, skill, factor, lasts } => {
            let who = skill.map_or(String::new(), |skill| format!(" ({})", setup.skill_name(skill)));
            at(words("{slow-chef}") + &who, outlet) + &format!(", {}", times(factor)) + &lasting(lasts)
        }
        RudeDriver { outlet, lasts } => at(words("{rude-driver}"), outlet) + &lasting(lasts),
        Surge { zone, item, factor, lasts } => {
            let what = item.map_or(String::new(), |item| format!(" of {}", setup.items[item.index()].name));
            format!("{}{what} {}{}", words("{rush}"), times(factor), from(setup, zone)) + &lasting(Some(lasts))
        }
        Traffic { factor, lasts } => format!("{} {}", words("{traffic-jam}"), times(factor)) + &lasting(Some(lasts)),
        Impatience { zone, factor, lasts } => {
            format!("{} {}{}", words("{patience}"), times(factor), from(setup, zone)) + &lasting(Some(lasts))
        }
        _ => command.row().sentence.to_string(),
    }
}

/// `a pizza chef`, `2 all-round chefs`, `a backup chef`. Of a menu with one item nobody is told.
pub fn chefs(setup: &Setup, language: Language, skill: Option<Skill>, standby: bool, count: u32) -> String {
    let skill = match skill {
        Some(skill) if setup.items.len() > 1 => format!("{} ", setup.skill_name(skill)),
        _ => String::new(),
    };
    let standby = match (standby, language) {
        (false, _) => "",
        (true, Language::Pizza) => "backup ",
        (true, Language::System) => "standby ",
    };
    counted(format!("{standby}{skill}"), say(language, if count == 1 { "{chef}" } else { "{chef+}" }), count)
}

pub fn riders(language: Language, count: u32) -> String {
    counted(String::new(), say(language, if count == 1 { "{rider}" } else { "{rider+}" }), count)
}

/// Of whom was let go: `2 chefs of Harbour leave: 1 at once, 1 after the order in hand.` `work`: what the busy finish first,
/// its words in braces.
pub fn leaving(language: Language, who: &str, outlet: &str, going: Going, work: &str) -> String {
    let work = say(language, work);
    let leave = if going.at_once + going.after == 1 { "leaves" } else { "leave" };
    let when = match (going.at_once, going.after) {
        (_, 0) => " at once".into(),
        (0, _) => format!(" after the {work}"),
        (at_once, after) => format!(": {at_once} at once, {after} after the {work}"),
    };
    format!("{who} of {outlet} {leave}{when}.")
}

fn counted(kind: String, word: String, count: u32) -> String {
    let what = kind + &word;
    match count {
        1 if what.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) => format!("an {what}"),
        1 => format!("a {what}"),
        n => format!("{n} {what}"),
    }
}

fn every(language: Language, span: Span) -> String {
    if span.is_zero() { say(language, "{order}") } else { span_text(span) }
}

fn limited(what: String, limit: Option<u32>) -> String {
    limit.map_or_else(|| format!("no {what}"), |limit| format!("{what} {limit}"))
}

fn from(setup: &Setup, zone: Option<ZoneId>) -> String {
    zone.map_or(String::new(), |zone| format!(" from {}", setup.zones[zone.index()].name))
}

/// `×2`, `×1.5`, `×0.33`.
fn times(factor: f64) -> String {
    let text = format!("{factor:.2}");
    format!("×{}", text.trim_end_matches('0').trim_end_matches('.'))
}

/// What changes in how lost customers call again.
fn again(language: Language, change: &RetryChange) -> String {
    let words = |sentence: &str| say(language, sentence);
    let mut parts = Vec::new();
    match change.probability {
        Some(p) if p <= 0.0 => parts.push("never".to_string()),
        Some(p) if p >= 1.0 => parts.push("always".into()),
        Some(p) => parts.push(format!("{:.0} %", p * 100.0)),
        None => {}
    }
    parts.extend(change.wait.map(|wait| format!("after {}", span_text(wait))));
    parts.extend(change.backoff.map(|backoff| format!("{} {}", words("{backoff}"), times(backoff))));
    parts.extend(change.jitter.map(|jitter| if jitter { words("{jitter}") } else { words("no {jitter}") }));
    parts.extend(change.max.map(|max| if max == 1 { "once at most".into() } else { format!("{max} times at most") }));
    parts.extend(change.budget.map(|budget| format!("{} {:.0} %", words("{retry-budget}"), budget * 100.0)));
    if parts.is_empty() { "as it is".into() } else { parts.join(", ") }
}
