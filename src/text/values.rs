//! The values of a command's parameters in words: lengths of time, limits, policies, kitchens, who drives.

use super::glossary::{Language, word};
use crate::sim::setup::{DeliveryMode, KitchenKind, Policy, QueueOrder, WhenNone};
use crate::units::Span;
use crate::units::time::{MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND};

/// `12 min`, `45 s`, `2 h`, `1 h 30`; zero is `always`.
pub fn span_text(span: Span) -> String {
    let micros = span.0;
    if micros == 0 {
        return "always".into();
    }
    if micros < MICROS_PER_MINUTE {
        return format!("{} s", micros / MICROS_PER_SECOND);
    }
    let minutes = micros / MICROS_PER_MINUTE;
    match (micros / MICROS_PER_HOUR, minutes % 60) {
        (0, _) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest:02}"),
    }
}

/// `none`, or the number.
pub fn limit_text(limit: Option<u32>) -> String {
    limit.map_or("none".into(), |limit| limit.to_string())
}

pub fn policy_text(language: Language, policy: Policy) -> &'static str {
    let id = match policy {
        Policy::Nearest => "nearest",
        Policy::Random => "random",
        Policy::RoundRobin => "round-robin",
        Policy::ShortestQueue => "shortest-line",
        Policy::PowerOfTwo => "two-choices",
        Policy::LeastWait => "soonest",
    };
    word(language, id, false)
}

pub fn kitchen_text(language: Language, kitchen: KitchenKind) -> &'static str {
    let id = match kitchen {
        KitchenKind::Shared => "shared-kitchen",
        KitchenKind::Specialised => "split-kitchen",
        KitchenKind::Private => "private-lines",
    };
    word(language, id, false)
}

pub fn delivery_text(language: Language, mode: DeliveryMode) -> &'static str {
    match mode {
        DeliveryMode::Pickup => match language {
            Language::Pizza => "customers fetch",
            Language::System => "pull",
        },
        DeliveryMode::Coupled => word(language, "chefs-drive", false),
        DeliveryMode::Decoupled => word(language, "riders-drive", false),
    }
}

pub fn order_text(language: Language, order: QueueOrder) -> &'static str {
    match (order, language) {
        (QueueOrder::OldestFirst, Language::Pizza) => "oldest first",
        (QueueOrder::OldestFirst, Language::System) => "FIFO",
        (QueueOrder::NewestFirst, _) => word(language, "newest-first", false),
    }
}

pub fn when_none_text(language: Language, when: WhenNone) -> &'static str {
    match (when, language) {
        (WhenNone::Lose, Language::Pizza) => "turn away",
        (WhenNone::Lose, Language::System) => "fail fast",
        (WhenNone::Hold, _) => word(language, "hold", false),
    }
}
