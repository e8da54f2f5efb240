//! Commands in words, in both vocabularies, for menus, palette, log, twin and histories.
//!
//! A command's row has templates ([`crate::sim::wording`]), whose slots are filled in here. A slot is a parameter's
//! name, or a phrase that combines several parameters.

use super::glossary::{Language, capital, say, say_both};
use super::numbers;
use super::values::{quota_text, span_text};
use crate::sim::command::{Change, Command, Value};
use crate::sim::setup::{Choice, QuotaSetup, QuotaShare, Setup, Skill};
use crate::sim::wording::Both;
use crate::sim::world::Going;
use crate::units::Span;

/// `hire a pizza chef at Main Street`. Says every parameter, so that no two commands of a menu read alike.
pub fn describe_command(command: &Command, setup: &Setup, language: Language) -> String {
    Said::new(command, setup, language).fill(command.row().label)
}

/// A command being put into words.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    command: &'a Command,
    setup: &'a Setup,
    language: Language,
    going: Going,
    name: fn(&str) -> String,
    /// Whether nothing is said of how long it lasts.
    hides_end: bool,
}

impl<'a> Said<'a> {
    /// Begins with a command, whose outlets, zones and items are named as in `setup`.
    pub fn new(command: &'a Command, setup: &'a Setup, language: Language) -> Said<'a> {
        Said { command, setup, language, going: Going::default(), name: str::to_string, hides_end: false }
    }

    /// Says nothing of how long it lasts, which nobody knows yet.
    pub fn without_end(self) -> Said<'a> {
        Said { hides_end: true, ..self }
    }

    /// Adds who leaves, and when.
    pub fn going(self, going: Going) -> Said<'a> {
        Said { going, ..self }
    }

    /// Sets how names are written.
    pub fn names(self, name: fn(&str) -> String) -> Said<'a> {
        Said { name, ..self }
    }

    /// Fills in a template of the command's row.
    pub fn fill(&self, template: Both) -> String {
        self.filled(say_both(self.language, template))
    }

    /// The command as a fact.
    pub fn done(&self) -> String {
        let row = self.command.row();
        if row.done.is_empty() { self.fill(row.label) + "." } else { self.fill(row.done) }
    }

    /// The outcome of the command, as its row words it.
    pub fn outcome(&self) -> String {
        let row = self.command.row();
        if row.outcome.is_empty() { capital(&self.done()) } else { self.fill(row.outcome) }
    }

    fn filled(&self, template: &str) -> String {
        let mut said = String::new();
        let mut rest = template;
        while let Some((before, inside)) = rest.split_once('[') {
            said += &say(self.language, before);
            let end = closing(inside);
            said += &self.slot(&inside[..end]);
            rest = inside.get(end + 1..).unwrap_or("");
        }
        said + &say(self.language, rest)
    }

    /// `limit`, `mode:outlook`, `limit|where given|where not`.
    fn slot(&self, slot: &str) -> String {
        let (name, choices) = slot.split_once('|').unwrap_or((slot, ""));
        if !choices.is_empty() {
            let (yes, no) = choices.split_at(bar(choices));
            return self.filled(if self.is_given(name) { yes } else { no.trim_start_matches('|') });
        }
        let (name, form) = name.split_once(':').unwrap_or((name, ""));
        let count = self.command.count();
        match name {
            "chefs" => {
                let standby = self.command.get("standby") == Some(Value::Flag(true));
                chefs(self.setup, self.language, self.command.skill(), standby, count)
            }
            "riders" => riders(self.language, count),
            "clerks" => clerks(self.language, count),
            "fuse" => self.fuse(),
            "are" => if count == 1 { "is" } else { "are" }.to_string(),
            "leave" => self.leave(),
            "more" => self.more(),
            "orders" => {
                let batch = self.whole("batch");
                format!("{batch} {}", self.say(if batch == 1 { "{order}" } else { "{order+}" }))
            }
            "bases" => {
                let bases = self.say(if self.whole("target") == 1 { "{base}" } else { "{base+}" });
                if self.setup.items.len() > 1 { format!("{} {bases}", self.slot("item")) } else { bases }
            }
            "retry" => self.retry(),
            "quota" => self.quota(),
            "whose" => self.whose(),
            "rule" => self.rule(),
            "health" => self.health(),
            "tray" => self.tray(),
            "split" => self.split(),
            "duplicate" => self.duplicate(),
            "duplicates" => self.duplicates(),
            name => self.command.get(name).map_or_else(String::new, |value| self.value(value, form)),
        }
    }

    /// Whether a parameter is given; a zero duration and `no` count as not given.
    fn is_given(&self, name: &str) -> bool {
        if name == "lasts" && self.hides_end {
            return false;
        }
        match self.command.get(name) {
            None | Some(Value::Flag(false)) => false,
            Some(Value::Span(span)) => !span.is_zero(),
            Some(_) => true,
        }
    }

    fn value(&self, value: Value, form: &str) -> String {
        let setup = self.setup;
        let name = |name: Option<&String>| (self.name)(name.map_or("nowhere", String::as_str));
        match value {
            Value::Outlet(id) => name(setup.outlets.get(id.index()).map(|outlet| &outlet.name)),
            Value::Zone(id) => name(setup.zones.get(id.index()).map(|zone| &zone.name)),
            Value::Item(id) => name(setup.items.get(id.index()).map(|item| &item.name)),
            Value::Skill(skill) => (self.name)(setup.skill_name(skill)),
            Value::Flag(flag) => if flag { "on" } else { "off" }.to_string(),
            Value::Whole(whole) => whole.to_string(),
            Value::Number(number) if form == "percent" => percent(number),
            Value::Number(number) => times(number),
            Value::Span(span) if span.is_zero() => self.say("{order}"),
            Value::Span(span) => span_text(span),
            Value::Clock(clock) => clock.to_string(),
            Value::Word(row) => match form {
                "longer" => self.say(say_both(self.language, row.longer)),
                "outlook" => self.say(row.outlook),
                _ => self.say(say_both(self.language, row.label)),
            },
        }
    }

    /// Who leaves and when: `leave: 1 at once, 1 after the order in hand`.
    fn leave(&self) -> String {
        let work = match self.command.row().changes {
            Change::RidersLeave | Change::RidersHired => self.say("{trip}"),
            Change::ClerksLeave | Change::ClerksHired => "call".to_string(),
            Change::ChefsLeave | Change::ChefsHired | Change::Tools => self.say("{order} in hand"),
            Change::Opening | Change::Closing | Change::Setting => self.say("{order} in hand"),
        };
        let leave = if self.going.at_once + self.going.after == 1 { "leaves" } else { "leave" };
        match (self.going.at_once, self.going.after) {
            (_, 0) => format!("{leave} at once"),
            (0, _) => format!("{leave} after the {work}"),
            (at_once, after) => format!("{leave}: {at_once} at once, {after} after the {work}"),
        }
    }

    /// Which way a factor turns what it stands before.
    fn more(&self) -> String {
        let fewer = matches!(self.command.get("factor"), Some(Value::Number(factor)) if factor < 1.0);
        if fewer { "Fewer" } else { "More" }.to_string()
    }

    /// What the command changes in how lost customers retry.
    fn retry(&self) -> String {
        let mut parts = Vec::new();
        self.command.each(&mut |name, value| {
            let part = match (name, value) {
                ("probability", Value::Number(p)) if p <= 0.0 => "never".to_string(),
                ("probability", Value::Number(p)) if p >= 1.0 => "always".to_string(),
                ("probability", Value::Number(p)) => format!("{:.0} %", p * 100.0),
                ("wait", Value::Span(wait)) => format!("after {}", span_text(wait)),
                ("backoff", Value::Number(backoff)) => format!("{} {}", self.say("{backoff}"), times(backoff)),
                ("jitter", Value::Flag(jitter)) => self.say(if jitter { "{jitter}" } else { "no {jitter}" }),
                ("max", Value::Whole(1)) => "once at most".to_string(),
                ("max", Value::Whole(max)) => format!("{max} times at most"),
                ("budget", Value::Number(budget)) => format!("{} {:.0} %", self.say("{retry-budget}"), budget * 100.0),
                _ => return,
            };
            parts.push(part);
        });
        if parts.is_empty() { "as it is".into() } else { parts.join(", ") }
    }

    /// What the command changes in how outlets are judged: `out if somebody waits for 6 min, back after 15 min`.
    fn health(&self) -> String {
        let mut parts = Vec::new();
        let percent = |share: f64| format!("{} %", percent(share));
        self.command.each(&mut |name, value| {
            let part = match (name, value) {
                ("unhealthy_after", Value::Span(Span::ZERO)) => "waiting is not asked".to_string(),
                ("unhealthy_after", Value::Span(limit)) => {
                    let (out, order) = (self.say("{taken-out}"), self.say("{a order}"));
                    format!("{out} if {order} waits longer than {}", span_text(limit))
                }
                ("unhealthy_burnt", Value::Number(share)) if share <= 0.0 => {
                    pick(self.language, "burns are not asked", "errors are not asked").to_string()
                }
                ("unhealthy_burnt", Value::Number(share)) => {
                    let burnt = pick(self.language, "is burnt", "fails");
                    format!("{} if {} {burnt}", self.say("{taken-out}"), percent(share))
                }
                ("back_after", Value::Span(Span::ZERO)) => "back as soon as sound".to_string(),
                ("back_after", Value::Span(sound)) => format!("back once sound for {}", span_text(sound)),
                ("fail_open", Value::Number(share)) if share <= 0.0 => format!("never {}", self.say("{open-for-all}")),
                ("fail_open", Value::Number(share)) => {
                    format!("{} if more than {} are out", self.say("{open-for-all}"), percent(share))
                }
                _ => return,
            };
            parts.push(part);
        });
        parts.join(", ")
    }

    /// `20 an hour, 5 at once`.
    fn quota(&self) -> String {
        let Some(Value::Number(per_hour)) = self.command.get("per_hour") else { return String::new() };
        let burst = match self.command.get("burst") {
            Some(Value::Whole(burst)) => burst,
            _ => QuotaSetup::BURST,
        };
        quota_text(per_hour, burst)
    }

    /// `looks every 10 min, one chef for 4 who wait, counts whoever is coming`; of a command only what it says.
    fn rule(&self) -> String {
        let mut parts = Vec::new();
        match self.command.get("on") {
            Some(Value::Flag(false)) => return "hires nobody".into(),
            Some(_) => parts.push("hires".to_string()),
            None => {}
        }
        if let Some(Value::Span(every)) = self.command.get("every") {
            parts.push(format!("looks every {}", span_text(every)));
        }
        if let Some(Value::Whole(waiting)) = self.command.get("per_waiting") {
            parts.push(match waiting {
                1 => self.say("a {chef} for each who waits"),
                n => self.say(&format!("one {{chef}} for {n} who wait")),
            });
        }
        if let Some(Value::Flag(counts)) = self.command.get("counts_coming") {
            let what = if counts { "counts whoever is on the way" } else { "forgets whom she has called" };
            let system = if counts { "counts pending capacity" } else { "ignores pending capacity" };
            parts.push(if self.language == Language::System { system } else { what }.to_string());
        }
        if parts.is_empty() { "as it is".into() } else { parts.join(", ") }
    }

    /// What the command changes of a tray: `keeps 20 min, one bakes`.
    fn tray(&self) -> String {
        let mut parts = Vec::new();
        if let Some(Value::Span(keeps)) = self.command.get("keeps") {
            parts.push(self.either(format!("keeps {}", span_text(keeps)), format!("TTL {}", span_text(keeps))));
        }
        if let Some(refill) = self.command.get("refill") {
            parts.push(self.value(refill, ""));
        }
        match self.command.get("old_for") {
            Some(Value::Span(Span::ZERO)) => parts.push(self.either("nothing old", "nothing stale")),
            Some(Value::Span(old_for)) => {
                let span = span_text(old_for);
                parts.push(self.either(format!("old slices for {span}"), format!("stale for {span}")));
            }
            _ => {}
        }
        if parts.is_empty() { "as it is".into() } else { parts.join(", ") }
    }

    /// What the command changes of a fuse: `after 3 of 10, for 2 min, for each outlet`.
    fn fuse(&self) -> String {
        let mut parts = Vec::new();
        match self.command.get("on") {
            Some(Value::Flag(false)) => return "none".into(),
            Some(_) => parts.push("on".to_string()),
            None => {}
        }
        if let Some(Value::Whole(after)) = self.command.get("after") {
            parts.push(format!("after {after} of 10"));
        }
        if let Some(Value::Span(span)) = self.command.get("for") {
            parts.push(format!("for {}", span_text(span)));
        }
        if let Some(scope) = self.command.get("scope") {
            parts.push(self.value(scope, ""));
        }
        if parts.is_empty() { "as it is".into() } else { parts.join(", ") }
    }

    /// What the command changes of second orders: `after 10 min, none called off, at most 5 % more`.
    fn duplicate(&self) -> String {
        let mut parts = Vec::new();
        match self.command.get("on") {
            Some(Value::Flag(false)) => return "none".into(),
            Some(_) => parts.push("on".to_string()),
            None => {}
        }
        match self.command.get("after") {
            Some(Value::Span(Span::ZERO)) => parts.push("at once".into()),
            Some(Value::Span(after)) => parts.push(format!("after {}", span_text(after))),
            _ => {}
        }
        match self.command.get("cancel") {
            Some(Value::Flag(true)) => parts.push(self.either("the later called off", "the loser cancelled")),
            Some(_) => parts.push(self.either("none called off", "none cancelled")),
            None => {}
        }
        if let Some(Value::Number(budget)) = self.command.get("budget") {
            let share = crate::text::numbers::percent(Some(budget));
            parts.push(self.either(format!("at most {share} % more baking"), format!("budget {share} %")));
        }
        if parts.is_empty() { "as it is".into() } else { parts.join(", ") }
    }

    /// What comes of it.
    fn duplicates(&self) -> String {
        let text = match (self.command.get("on"), self.command.get("after")) {
            (Some(Value::Flag(false)), _) => "What sticks is waited for.",
            (_, Some(Value::Span(Span::ZERO))) => {
                "Everything is made at two {outlet+}, and the first to be ready counts."
            }
            _ => "What is not ready by then is ordered at another {outlet}, too; the first to be ready counts.",
        };
        self.say(text)
    }

    /// Over how many outlets the hot street is split: `over 3 outlets`, `not split`.
    fn split(&self) -> String {
        match self.command.get("ways") {
            Some(Value::Whole(ways)) if ways > 1 => {
                format!("over {ways} {}", crate::text::glossary::word(self.language, "outlet", true))
            }
            _ => self.either("all at one outlet", "on one node"),
        }
    }

    fn either(&self, pizza: impl Into<String>, system: impl Into<String>) -> String {
        if self.language == Language::Pizza { pizza.into() } else { system.into() }
    }

    /// `for Stadium`, `for each zone`, `for the whole town`.
    fn whose(&self) -> String {
        match (self.command.get("zone"), self.command.get("share")) {
            (Some(zone), _) => format!("for {}", self.value(zone, "")),
            (None, Some(share)) => self.value(share, ""),
            (None, None) => self.say(say_both(self.language, QuotaShare::Each.row().label)),
        }
    }

    fn whole(&self, name: &str) -> u32 {
        match self.command.get(name) {
            Some(Value::Whole(whole)) => whole,
            _ => 0,
        }
    }

    fn say(&self, words: &str) -> String {
        say(self.language, words)
    }
}

/// Index of the bracket that closes one opened before this text.
fn closing(text: &str) -> usize {
    outside(text, ']')
}

/// Index of the first bar outside brackets.
fn bar(text: &str) -> usize {
    outside(text, '|')
}

fn outside(text: &str, sought: char) -> usize {
    let mut depth = 0;
    for (i, c) in text.char_indices() {
        match c {
            c if c == sought && depth == 0 => return i,
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// `a pizza chef`, `2 all-round chefs`, `a backup chef`. With one menu item the skill is left out.
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

/// `a rider`, `2 riders`.
pub fn riders(language: Language, count: u32) -> String {
    counted(String::new(), say(language, if count == 1 { "{rider}" } else { "{rider+}" }), count)
}

/// `a clerk`, `2 clerks`.
pub fn clerks(language: Language, count: u32) -> String {
    counted(String::new(), say(language, if count == 1 { "{clerk}" } else { "{clerk+}" }), count)
}

fn pick(language: Language, pizza: &'static str, system: &'static str) -> &'static str {
    if language == Language::Pizza { pizza } else { system }
}

fn counted(kind: String, word: String, count: u32) -> String {
    let what = kind + &word;
    match count {
        1 if what.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) => format!("an {what}"),
        1 => format!("a {what}"),
        n => format!("{n} {what}"),
    }
}

/// `×2`, `×1.5`, `×0.33`.
/// A factor in per cent, to as many places as it has something to say with.
pub fn percent(factor: f64) -> String {
    match factor * 100.0 {
        percent if percent < 10.0 => numbers::tenths(Some(percent)).trim_end_matches(".0").to_string(),
        percent => numbers::whole(Some(percent)),
    }
}

pub fn times(factor: f64) -> String {
    let text = format!("{factor:.2}");
    format!("×{}", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::command::{CommandSpec, Param, SPECS};

    /// The slots that say several parameters in one.
    const PHRASES: [&str; 18] = [
        "chefs",
        "riders",
        "clerks",
        "are",
        "leave",
        "more",
        "orders",
        "bases",
        "retry",
        "quota",
        "whose",
        "rule",
        "health",
        "tray",
        "fuse",
        "split",
        "duplicate",
        "duplicates",
    ];

    /// Every slot of a template, with those inside others.
    fn slots(template: &str, found: &mut Vec<String>) {
        let mut rest = template;
        while let Some((_, inside)) = rest.split_once('[') {
            let end = closing(inside);
            assert!(end < inside.len(), "a bracket is open in {template:?}");
            let (name, choices) = inside[..end].split_once('|').unwrap_or((&inside[..end], ""));
            found.push(name.split(':').next().unwrap_or(name).to_string());
            slots(choices, found);
            rest = &inside[end + 1..];
        }
        assert!(!rest.contains(']'), "a bracket too many in {template:?}");
    }

    fn wordings(row: &CommandSpec) -> [&'static str; 8] {
        let CommandSpec { label, done, outlook, outcome, .. } = row;
        [
            label.pizza,
            label.system,
            done.pizza,
            done.system,
            outlook.pizza,
            outlook.system,
            outcome.pizza,
            outcome.system,
        ]
    }

    #[test]
    fn every_slot_is_a_parameter_or_a_phrase() {
        for row in SPECS {
            for template in wordings(row) {
                let mut found = Vec::new();
                slots(template, &mut found);
                for slot in found {
                    let known = PHRASES.contains(&slot.as_str()) || row.params.iter().any(|spec| spec.name == slot);
                    assert!(known, "{}: [{slot}] in {template:?} is no parameter and none of {PHRASES:?}", row.name);
                }
            }
        }
    }

    #[test]
    fn a_label_says_every_parameter() {
        let phrased: &[(&str, &[&str])] = &[
            ("chefs", &["skill", "standby", "count"]),
            ("riders", &["count"]),
            ("orders", &["batch"]),
            ("bases", &["item"]),
            ("quota", &["per_hour", "burst"]),
            ("whose", &["zone", "share"]),
            ("rule", &["every", "per_waiting", "counts_coming", "on"]),
            ("health", &["unhealthy_after", "unhealthy_burnt", "back_after", "fail_open"]),
            ("tray", &["keeps", "refill", "old_for"]),
            ("split", &["ways"]),
            ("duplicate", &["after", "cancel", "budget", "on"]),
            ("clerks", &["count"]),
            ("fuse", &["after", "for", "scope", "on"]),
            ("retry", &["probability", "wait", "backoff", "jitter", "max", "budget"]),
        ];
        // Two that nobody reads in a sentence: how many bases a tray has, and what fills the budget.
        let unsaid = [("set_prep", "batch"), ("set_retry", "of")];
        for row in SPECS {
            let mut found = Vec::new();
            slots(row.label.pizza, &mut found);
            for spec in row.params {
                let in_phrase =
                    |(phrase, of): &(&str, &[&str])| found.iter().any(|slot| slot == phrase) && of.contains(&spec.name);
                let said = found.iter().any(|slot| slot == spec.name) || phrased.iter().any(in_phrase);
                assert!(said || unsaid.contains(&(row.name, spec.name)), "{} does not say {}", row.name, spec.name);
            }
            assert!(!row.label.is_empty(), "{} has no label", row.name);
        }
    }

    #[test]
    fn every_word_in_braces_is_in_the_glossary() {
        let known = |id: &str| super::super::glossary::pairs().iter().any(|pair| pair.id == id);
        let check = |name: &str, template: &str| {
            for slot in template.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(slot, _)| slot)) {
                let word = slot.strip_prefix("a ").or(slot.strip_prefix("A ")).unwrap_or(slot);
                let id = word.trim_end_matches('+').to_ascii_lowercase();
                assert!(known(&id), "{name}: {{{slot}}} in {template:?} is not in assets/glossary.toml");
            }
        };
        for row in SPECS {
            wordings(row).into_iter().chain([row.sentence]).for_each(|template| check(row.name, template));
            for list in
                row.params.iter().filter_map(|spec| if let Param::Word(list) = spec.param { Some(list) } else { None })
            {
                for choice in list.rows {
                    for both in [choice.label, choice.longer] {
                        check(choice.word, both.pizza);
                        check(choice.word, both.system);
                    }
                    check(choice.word, choice.outlook);
                }
            }
        }
    }

    #[test]
    fn the_plain_sentence_is_the_pizzas() {
        for row in SPECS {
            let plain = crate::sim::wording::plain(row.sentence);
            assert_eq!(plain, say(Language::Pizza, row.sentence), "{}: the schema says it otherwise", row.name);
        }
    }
}
