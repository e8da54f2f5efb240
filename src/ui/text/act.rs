//! Commands as people say them: wished for, done, and what is to be known once they are done.

use super::log::delivery;
use super::words::{Word, Words, article};
use crate::sim::command::Command;
use crate::sim::setup::{KitchenKind, Policy, QueueOrder, Setup, Skill, WhenNone};
use crate::ui::numbers;
use crate::ui::scene::Scene;
use crate::units::{OutletId, Span};

/// `hire a pizza chef at Main Street`.
pub fn wish(scene: &Scene, command: &Command) -> String {
    use Command::*;
    let (w, n) = (scene.words, scene.names);
    let at = |o: &OutletId| format!("at {}", n.outlet(*o));
    match command {
        HireChef { outlet, skill, standby, count } => {
            format!("hire {} {}", chefs(scene, *skill, *standby, *count), at(outlet))
        }
        DismissChef { outlet, skill, count } => {
            format!("let {} go {}", chefs(scene, *skill, false, *count), at(outlet))
        }
        UpgradeChefs { outlet } => format!("{} {}", w.say("better tools", "larger machines"), at(outlet)),
        HireRider { outlet, count } => format!("hire {} {}", some(w, *count, Word::Rider), at(outlet)),
        DismissRider { outlet, count } => format!("let {} go {}", some(w, *count, Word::Rider), at(outlet)),
        OpenOutlet { outlet } => format!("open {}", n.outlet(*outlet)),
        CloseOutlet { outlet } => format!("close {}", n.outlet(*outlet)),
        SetPolicy { policy } => format!("route by {}", self::policy(w, *policy)),
        SetFailover { on } => {
            format!("{} {}", w.say("move waiting orders", "failover"), if *on { "on" } else { "off" })
        }
        SetHealthCheck { every } => format!("{} every {}", w.one(Word::CheckUp), self::every(*every)),
        SetBoardRefresh { every } => format!("look at the {} every {}", w.one(Word::Board), self::every(*every)),
        SetWhenNone { when_none } => match when_none {
            WhenNone::Lose => {
                w.say("send callers away where nobody answers", "fail fast where no node is healthy").into()
            }
            WhenNone::Hold => w.say("let callers wait where nobody answers", "buffer where no node is healthy").into(),
        },
        SetKitchen { outlet, kitchen } => format!("{} {}", self::kitchen(w, *kitchen), at(outlet)),
        SetDelivery { mode } => delivery(w, *mode).to_string(),
        SetBatch { batch } => format!("{batch} {} a {}", w.with(Word::Order, *batch as u64), w.one(Word::Ride)),
        SetPrep { outlet, prep } => format!(
            "{} {} {}–{}: {} {}",
            w.one(Word::Prep),
            at(outlet),
            prep.from,
            prep.to,
            prep.target,
            w.with(Word::Base, prep.target as u64)
        ),
        ClearPrep { outlet } => format!("no more {} {}", w.one(Word::Prep), at(outlet)),
        SetQueueLimit { outlet, limit } => format!("{} {} {}", w.one(Word::LineLimit), limit_text(*limit), at(outlet)),
        SetQueueOrder { outlet, order } => format!("{} {}", queue_order(*order), at(outlet)),
        SetShelfLimit { outlet, limit } => {
            format!("{} limit {} {}", w.one(Word::Shelf), limit_text(*limit), at(outlet))
        }
        SetRetry { .. } => w.say("change how lost customers call again", "change the retry policy").into(),
        other => fault(scene, other),
    }
}

fn fault(scene: &Scene, command: &Command) -> String {
    use Command::*;
    let (w, n) = (scene.words, scene.names);
    let lasting = |lasts: &Option<Span>| lasts.map_or(String::new(), |l| format!(" for {}", numbers::duration(l)));
    let times = |f: f64| numbers::tenths(Some(f)).trim_end_matches(".0").to_string();
    match command {
        PowerOutage { outlet, lasts } => {
            format!("{} at {}{}", w.one(Word::PowerCut), n.outlet(*outlet), lasting(lasts))
        }
        RestorePower { outlet } => format!("{} {}", w.say("power back at", "restart"), n.outlet(*outlet)),
        CutLine { outlet, lasts } => {
            format!("{} {}{}", w.say("cut the line to", "partition"), n.outlet(*outlet), lasting(lasts))
        }
        MendLine { outlet } => format!("{} {}", w.say("mend the line to", "heal"), n.outlet(*outlet)),
        ChefIll { outlet, skill, lasts } => {
            let chef = chefs(scene, *skill, false, 1);
            format!("{chef} {} at {}{}", w.say("falls ill", "crashes"), n.outlet(*outlet), lasting(lasts))
        }
        SlowChef { outlet, skill, lasts, .. } => {
            format!("{} slows down at {}{}", chefs(scene, *skill, false, 1), n.outlet(*outlet), lasting(lasts))
        }
        RudeDriver { outlet, lasts } => format!("a rude driver at {}{}", n.outlet(*outlet), lasting(lasts)),
        Surge { factor, lasts, zone, .. } => format!(
            "{} times as many {}{}{}",
            times(*factor),
            w.many(Word::Order),
            zone.map_or(String::new(), |z| format!(" from {}", n.zone(z))),
            lasting(&Some(*lasts))
        ),
        Traffic { factor, lasts } => format!("rides take {} times as long{}", times(*factor), lasting(&Some(*lasts))),
        Impatience { factor, lasts, .. } => {
            format!("{} times the patience{}", times(*factor), lasting(&Some(*lasts)))
        }
        _ => String::new(),
    }
}

/// The same as a fact, for the log: `hired a pizza chef at Main Street`.
pub fn done(scene: &Scene, command: &Command) -> String {
    use Command::*;
    let (w, n) = (scene.words, scene.names);
    match command {
        SetPolicy { policy } => format!("the {} now routes by *{}*.", w.one(Word::FrontDesk), self::policy(w, *policy)),
        SetFailover { on: true } => w.say("waiting orders now leave a lost outlet.", "failover is on.").into(),
        SetFailover { on: false } => w.say("waiting orders now stay where they are.", "failover is off.").into(),
        OpenOutlet { outlet } => format!("{} is rented.", n.outlet(*outlet)),
        CloseOutlet { outlet } => format!("{} takes no more {}.", n.outlet(*outlet), w.many(Word::Order)),
        HireChef { outlet, skill, standby, count } => {
            let who = chefs(scene, *skill, *standby, *count);
            format!("{who} {} hired for {}.", if *count == 1 { "is" } else { "are" }, n.outlet(*outlet))
        }
        HireRider { outlet, count } => {
            let who = some(w, *count, Word::Rider);
            format!("{who} {} hired for {}.", if *count == 1 { "is" } else { "are" }, n.outlet(*outlet))
        }
        DismissChef { outlet, skill, count } => format!(
            "{} at {} {} after the order in hand.",
            chefs(scene, *skill, false, *count),
            n.outlet(*outlet),
            if *count == 1 { "leaves" } else { "leave" }
        ),
        other => wish(scene, other) + ".",
    }
}

/// What the log adds to a command.
pub fn done_more(scene: &Scene, command: &Command, setup: &Setup) -> String {
    let w = scene.words;
    let start = |span: Span| {
        if span.is_zero() { "at once".to_string() } else { format!("from {} on", numbers::duration(span)) }
    };
    match command {
        Command::HireChef { standby: true, .. } => {
            w.say("waits at home for somebody's illness", "idle until a crash").into()
        }
        Command::HireChef { .. } | Command::HireRider { .. } => match setup.kitchen.hire_time {
            Span::ZERO => "starts at once".into(),
            time => format!("starts in {}", numbers::duration(time)),
        },
        Command::OpenOutlet { outlet } => match setup.outlets[outlet.index()].open_time {
            Span::ZERO => "opens at once".into(),
            time => format!("opens in {}", numbers::duration(time)),
        },
        Command::UpgradeChefs { .. } => start(setup.kitchen.upgrade_time),
        _ => String::new(),
    }
}

/// `a pizza chef`, `2 all-round chefs`, `a backup chef`.
fn chefs(scene: &Scene, skill: Option<Skill>, standby: bool, count: u32) -> String {
    let w = scene.words;
    let skill = match skill {
        Some(Skill::Item(item)) => format!("{} ", scene.names.item(item)),
        Some(Skill::AllRound) if scene.setup().items.len() > 1 => "all-round ".into(),
        _ => String::new(),
    };
    let standby = if standby { w.say("backup ", "standby ") } else { "" };
    let what = format!("{standby}{skill}{}", w.with(Word::Chef, count as u64));
    if count == 1 { format!("{} {what}", article(&what)) } else { format!("{count} {what}") }
}

fn some(w: Words, count: u32, word: Word) -> String {
    match count {
        1 => format!("{} {}", article(w.one(word)), w.one(word)),
        n => w.counted(n as u64, word),
    }
}

pub fn policy(w: Words, policy: Policy) -> &'static str {
    w.one(match policy {
        Policy::Nearest => Word::Nearest,
        Policy::Random => Word::Random,
        Policy::RoundRobin => Word::RoundRobin,
        Policy::ShortestQueue => Word::ShortestLine,
        Policy::PowerOfTwo => Word::TwoChoices,
        Policy::LeastWait => Word::Soonest,
    })
}

pub fn kitchen(w: Words, kitchen: KitchenKind) -> &'static str {
    w.one(match kitchen {
        KitchenKind::Shared => Word::SharedKitchen,
        KitchenKind::Specialised => Word::SplitKitchen,
        KitchenKind::Private => Word::PrivateLines,
    })
}

pub fn queue_order(order: QueueOrder) -> &'static str {
    match order {
        QueueOrder::OldestFirst => "oldest first",
        QueueOrder::NewestFirst => "newest first",
    }
}

pub fn limit_text(limit: Option<u32>) -> String {
    limit.map_or("none".into(), |l| l.to_string())
}

fn every(span: Span) -> String {
    if span.is_zero() { "order".into() } else { numbers::duration(span) }
}
