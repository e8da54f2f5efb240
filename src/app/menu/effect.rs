//! What a command would cost and do. Arithmetic on what is known, no advice.

use super::{Does, Effect, MenuLine};
use crate::app::game::Game;
use crate::session::rates::{Hand, known};
use crate::sim::command::{Change, Command, Value};
use crate::sim::refusal::{Reason, Refusal};
use crate::sim::setup::Skill;
use crate::sim::world::{Going, Quote};
use crate::text::commands::{Said, chefs, riders as riders_of};
use crate::text::glossary::{Language, capital, say};
use crate::units::{Cents, OutletId, Span, Time};

/// Utilization up to which a queue shrinks soon; above it, random variation alone makes it long.
const EASY: f64 = 0.85;
/// Utilization up to which a queue does not grow: what is displayed as 100 %.
const EVEN: f64 = 1.005;

/// Length of the past over which the rate of earning is measured.
const EARNING: Span = Span::from_mins(30);

/// The effect of a menu line, or of its first value while none is under the cursor.
pub(super) fn of(line: &MenuLine, choice: Option<usize>, game: &Game, language: Language) -> Effect {
    let mut title = capital(line.text.trim_end_matches('…'));
    let looked = line.choices.get(choice.unwrap_or(0));
    if let (Some(_), Some(choice)) = (choice, looked)
        && !choice.text.is_empty()
    {
        title = format!("{title}: {}", choice.text);
    }
    let effect = match looked.map(|choice| &choice.does) {
        Some(Does::Give(command)) => of_command(command, game, language),
        Some(Does::Type(_)) => Effect { outlook: "Opens the line for commands.".into(), ..Effect::default() },
        Some(Does::ShowAll) => {
            Effect { outlook: "Shows what this evening is not about, too.".into(), ..Effect::default() }
        }
        None => Effect::default(),
    };
    let mut effect = Effect { title, ..effect };
    if choice.is_some() && looked.is_some_and(|choice| choice.is_now) && effect.refusal.is_none() {
        effect.outlook = "So it is now.".into();
    }
    if choice.is_none() && line.has_more() && effect.refusal.is_none() && is_setting(looked.map(|c| &c.does)) {
        effect.outlook = purpose(looked.map(|c| &c.does), language);
    }
    effect
}

/// Whether it sets one of several values of a rule.
fn is_setting(does: Option<&Does>) -> bool {
    matches!(does, Some(Does::Give(Command::Decision(decision))) if decision.row().changes == Change::Setting)
}

/// What a setting is about, for a line without a chosen value.
fn purpose(does: Option<&Does>, language: Language) -> String {
    match does {
        Some(Does::Give(command)) => say(language, command.row().sentence) + ".",
        Some(Does::Type(_) | Does::ShowAll) | None => String::new(),
    }
}

/// The effect of a command.
pub fn of_command(command: &Command, game: &Game, language: Language) -> Effect {
    let clock = |at: Time| minute(at, game);
    match game.session.world().quote(command) {
        Err(refusal) => Effect { refusal: Some(why_not(&refusal, game)), ..Effect::default() },
        Ok(quote) => {
            let load = load(command, quote.going, game);
            Effect {
                price: Some(quote.price).filter(|price| *price > Cents::ZERO),
                per_hour: Some(quote.per_hour).filter(|rate| *rate != Cents::ZERO),
                starts: quote.starts,
                terms: terms(command, &quote, language, clock),
                load_of: load_of(command, game, language),
                load,
                outlook: outlook(command, &quote, load, game, language),
                ..Effect::default()
            }
        }
    }
}

/// "$60 now, then $20 an hour. Cooks from 19:22."
fn terms(command: &Command, quote: &Quote, language: Language, clock: impl Fn(Time) -> String) -> String {
    let mut said = String::new();
    let (now, rate) = (quote.price, quote.per_hour);
    match (now > Cents::ZERO, rate.0.signum()) {
        (true, 1) => said += &format!("{now} now, then {rate} an hour."),
        (true, _) => said += &format!("{now} now."),
        (false, 1) => said += &format!("{rate} an hour."),
        (false, -1) => said += &format!("Saves {} an hour.", -rate),
        (false, _) if is_paid(command) => said += "Costs nothing.",
        (false, _) => {}
    }
    let (changes, is_one) = (command.row().changes, command.count() == 1);
    let verb = match changes {
        Change::ChefsHired if is_standby(command) && is_one => "Waits at home from",
        Change::ChefsHired if is_standby(command) => "They wait at home from",
        Change::ChefsHired if is_one && language == Language::Pizza => "Cooks from",
        Change::ChefsHired if is_one => "Works from",
        Change::ChefsHired if language == Language::Pizza => "They cook from",
        Change::ChefsHired => "They work from",
        Change::ClerksHired if is_one => "Telephones from",
        Change::ClerksHired => "They telephone from",
        Change::RidersHired if is_one => "Rides from",
        Change::RidersHired => "They ride from",
        Change::Opening => "Opens at",
        Change::Tools => "Fitted at",
        Change::ChefsLeave | Change::RidersLeave | Change::ClerksLeave => "From",
        Change::Closing | Change::Setting => "From",
    };
    match quote.starts {
        Some(at) => said += &format!(" {verb} {}.", clock(at)),
        None if changes == Change::Tools => said += &say(language, " From each {chef}'s next {order} on."),
        None => {}
    }
    said.trim_start().to_string()
}

/// Whether one expects the command to cost money, so that "free" is worth saying.
fn is_paid(command: &Command) -> bool {
    matches!(command.row().changes, Change::ChefsLeave | Change::RidersLeave | Change::ClerksLeave)
}

fn is_standby(command: &Command) -> bool {
    command.get("standby") == Some(Value::Flag(true))
}

/// Whose load changes.
fn load_of(command: &Command, game: &Game, language: Language) -> String {
    let Some(outlet) = command.outlet() else { return String::new() };
    let name = &game.session.setup().outlets[outlet.index()].name;
    match command.row().changes {
        Change::RidersHired | Change::RidersLeave => format!("The load on {name}'s {}", say(language, "{rider+}")),
        Change::ChefsHired | Change::ChefsLeave | Change::Tools => format!("{name}'s load"),
        Change::Opening | Change::Closing | Change::Setting => format!("{name}'s load"),
        Change::ClerksHired | Change::ClerksLeave => String::new(),
    }
}

/// Utilization before and after: known arrival rate ÷ known service rate. Before counts who is here and stays; after
/// also counts who is on the way.
fn load(command: &Command, going: Going, game: &Game) -> Option<(f64, f64)> {
    let id = command.outlet()?;
    let outlet = &game.session.world().outlets()[id.index()];
    let rates = game.session.rates().get(id.index())?;
    let pair = |after: &[Hand]| Some((rates.load()?, game.session.load_with(id, after)?));
    let soon = known::hands_soon(outlet);
    let count = command.count();
    match command.row().changes {
        Change::ChefsHired if is_standby(command) => None,
        Change::ChefsHired => {
            let new = Hand { skill: command.skill().unwrap_or(Skill::AllRound), level: 1, pace: 1.0 };
            pair(&[soon, vec![new; count as usize]].concat())
        }
        Change::ChefsLeave if going.hands > 0 => {
            // Whoever is on the way is dismissed before anybody who is here.
            let coming = soon.len() as u32 - rates.hands as u32;
            let others = going.at_once + going.after - going.hands;
            pair(&without(soon, command.skill(), going.hands + others.min(coming)))
        }
        Change::Tools => {
            let top = game.session.setup().kitchen.level_speed.len() as u8;
            let better = |hand: &Hand| Hand { level: (hand.level + 1).min(top), ..*hand };
            pair(&soon.iter().map(better).collect::<Vec<Hand>>())
        }
        Change::RidersHired => riders(rates.riders_work, known::riders(outlet), count as f64),
        Change::RidersLeave if going.hands > 0 => {
            riders(rates.riders_work, known::riders(outlet), -(going.hands as f64))
        }
        Change::ChefsLeave | Change::RidersLeave | Change::Opening | Change::Closing | Change::Setting => None,
        Change::ClerksHired | Change::ClerksLeave => None,
    }
}

/// The staff left when so many go, of one skill if one is given; the last hired go first.
fn without(mut hands: Vec<Hand>, skill: Option<Skill>, mut going: u32) -> Vec<Hand> {
    for at in (0..hands.len()).rev() {
        if going > 0 && skill.is_none_or(|skill| hands[at].skill == skill) {
            hands.remove(at);
            going -= 1;
        }
    }
    hands
}

fn riders(work: f64, (now, coming): (f64, f64), more: f64) -> Option<(f64, f64)> {
    let then = now + coming + more;
    (now > 0.0 && then > 0.0).then(|| (work / now, work / then))
}

fn outlook(command: &Command, quote: &Quote, load: Option<(f64, f64)>, game: &Game, language: Language) -> String {
    if quote.last_chef {
        return say(language, "Nobody is left to cook: what waits there waits for ever.");
    }
    if let Some((before, after)) = load {
        let backlog = after <= EASY && after < before && has_backlog(command, game);
        let nobody_waits = game.session.vitals().waiting == 0;
        let said = match (before, after) {
            _ if backlog => "the backlog clears sooner",
            (before, after) if after > EVEN && before > 1.0 && after < before => "the {line} still grows, only slower",
            (_, after) if after > EVEN => "the {line} grows",
            (before, after) if after > EASY && after < before => "the {line} stops growing, but shrinks slowly",
            (before, after) if before > EASY && after < before && nobody_waits => "the {line} stays short",
            (before, after) if before > EASY && after < before => "the {line} shrinks",
            (before, after) if after < before => "not needed at the demand of now",
            (_, after) if after > EASY => "just enough hands",
            _ => "enough hands are left",
        };
        return say(language, said);
    }
    if quote.going.at_once > 0 && quote.going.hands == 0 {
        return "Nobody at work leaves: those on the way, ill or at home go first.".into();
    }
    sentence(command, game, language)
}

/// Whether a backlog of more than a fifth of the promised time remains although capacity covers the arrivals.
fn has_backlog(command: &Command, game: &Game) -> bool {
    let Some(outlet) = command.outlet().filter(|_| command.row().changes != Change::RidersHired) else { return false };
    let wait = game.session.wait_at(outlet, None);
    wait.is_none_or(|wait| wait.0 > game.session.setup().slo.promise.0 / 5)
}

/// A sentence on what the command does, for commands that change no load.
fn sentence(command: &Command, game: &Game, language: Language) -> String {
    let too_early = game.session.now() < Time::ZERO + Span::from_mins(10);
    match command.row().changes {
        Change::ChefsHired if is_standby(command) => {}
        Change::ChefsHired | Change::RidersHired | Change::ChefsLeave if too_early => {
            return "Too early to say what it does to the load.".into();
        }
        Change::ChefsHired | Change::RidersHired | Change::ChefsLeave => {}
        Change::RidersLeave | Change::Tools | Change::Opening | Change::Closing | Change::Setting => {}
        Change::ClerksHired | Change::ClerksLeave => {}
    }
    let said = Said::new(command, game.session.setup(), language).fill(command.row().outlook);
    match (command.row().changes, command.outlet()) {
        (Change::Opening, Some(outlet)) => format!("{} {said}", comes_with(outlet, game, language)),
        _ => said,
    }
}

/// Who is there when a site opens: "Comes with 3 pizza chefs and 2 riders."
fn comes_with(outlet: OutletId, game: &Game, language: Language) -> String {
    let setup = game.session.setup();
    let site = &setup.outlets[outlet.index()];
    let mut staff: Vec<(Skill, bool, u32)> = Vec::new();
    for chef in &site.chefs {
        match staff.iter_mut().find(|(skill, standby, _)| (*skill, *standby) == (chef.skill, chef.standby)) {
            Some((.., count)) => *count += 1,
            None => staff.push((chef.skill, chef.standby, 1)),
        }
    }
    let chefs = staff.iter().map(|(skill, standby, count)| chefs(setup, language, Some(*skill), *standby, *count));
    let riders = (site.riders > 0).then(|| riders_of(language, site.riders));
    let all: Vec<String> = chefs.chain(riders).collect();
    match all.split_last() {
        None => say(language, "Comes with an empty {kitchen}: hire for it."),
        Some((last, [])) => format!("Comes with {last}."),
        Some((last, rest)) => format!("Comes with {} and {last}.", rest.join(", ")),
    }
}

/// A refusal in full: the reason, and when the command would work.
pub fn why_not(refusal: &Refusal, game: &Game) -> String {
    let mut said = refusal.to_string();
    match (refusal.reason, refusal.when) {
        (Reason::TooDear { price, .. }, _) => match payable(game, price) {
            Some(at) => said += &format!(" At this pace you can pay at {}.", minute(at, game)),
            None => said += " At this pace you cannot pay tonight.",
        },
        (_, Some(at)) => said += &format!(" It would work at {}.", minute(at, game)),
        (_, None) => {}
    }
    said
}

/// When the till will hold a price if money comes in as in the last half hour; `None`: not before closing.
fn payable(game: &Game, price: Cents) -> Option<Time> {
    let session = &game.session;
    let now = session.now();
    let balance = session.world().till().balance(now);
    let began = Time(now.0.saturating_sub(EARNING.0));
    let then = match began {
        Time::ZERO => session.world().till().cash.unwrap_or_default().dollars(),
        at => {
            let points = session.recorder().gauges.till.points();
            points.iter().rev().find(|point| point.at <= at)?.values?.last
        }
    };
    let earned = balance.dollars() - then;
    let span = now.since(began).seconds();
    if earned <= 0.0 || span <= 0.0 {
        return None;
    }
    let at = now + Span::from_seconds_f64((price - balance).dollars() / earned * span);
    (at < session.setup().closing()).then_some(at)
}

/// A moment as a clock time, rounded up to the minute so that the statement holds by then.
pub(super) fn minute(at: Time, game: &Game) -> String {
    let minute = Span::from_mins(1).0;
    let opens = game.session.setup().opens;
    Time(at.0.div_ceil(minute) * minute).clock(opens).to_string()
}
