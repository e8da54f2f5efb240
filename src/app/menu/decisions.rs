//! The lines of the act menu: one for every decision in the command table, which a test checks.

use super::book::Book;
use super::choices::*;
use super::{Choice, LineState};
use crate::sim::chef::Duty;
use crate::sim::command::{
    Command, Decision, DuplicateChange, FuseChange, HealthChange, ManagerChange, RetryChange, TrayChange,
};
use crate::sim::outlet::Status;
use crate::sim::phone::Phones;
use crate::sim::quota::Quota;
use crate::sim::setup::{
    self, DeliveryMode, FuseScope, FuseSetup, Join, KitchenKind, ManagerSetup, PrepSetup, QuotaShare, Refill, Skill,
    TraySetup,
};
use crate::sim::wording::both;
use crate::text::commands::Said;
use crate::text::glossary::{Language, say_both};
use crate::text::values::*;
use crate::units::{ClockTime, ItemId, OutletId, Span};

pub(super) fn write(book: &mut Book<'_>) {
    people(book);
    kitchen(book);
    front_desk(book);
    delivery(book);
    sites(book);
}

fn people(book: &mut Book<'_>) {
    let (outlet, count) = (book.outlet, book.count);
    book.section("People", false);
    let hire = hiring(book, false);
    book.people("hire_chef", ('h', 'h'), "hire {a chef}", hire);
    let backup = hiring(book, true);
    book.people("hire_chef", ('b', 'b'), "hire {a backup-chef}", backup);
    let dismiss = dismissing(book);
    book.people("dismiss_chef", ('g', 'g'), "let {a chef} go", dismiss);
    // Riders can be hired before the shop uses them, but not where customers fetch their orders.
    if book.game.session.world().delivery_mode() != crate::sim::setup::DeliveryMode::Pickup {
        let hire = only(Decision::HireRider { outlet, count });
        book.people("hire_rider", ('r', 'r'), "hire {a rider}", hire);
        let dismiss = only(Decision::DismissRider { outlet, count });
        book.people("dismiss_rider", ('d', 'l'), "let {a rider} go", dismiss);
    }
}

fn hiring(book: &Book<'_>, standby: bool) -> Vec<Choice> {
    let (outlet, count) = (book.outlet, book.count);
    let mut choices = Choices::default();
    for (skill, name) in book.skills() {
        let command = Decision::HireChef { outlet, skill: Some(skill), standby, count };
        choices.give(name, false, command);
    }
    choices.done(book.game)
}

/// A choice for every skill that a chef there has.
fn dismissing(book: &Book<'_>) -> Vec<Choice> {
    let (outlet, count) = (book.outlet, book.count);
    let setup = book.game.session.setup();
    let chefs = &book.game.session.world().outlets()[outlet.index()].chefs;
    let mut skills: Vec<Skill> =
        chefs.iter().filter(|chef| chef.duty != Duty::Gone && !chef.leaving).map(|chef| chef.skill).collect();
    skills.sort();
    skills.dedup();
    let mut choices = Choices::default();
    for skill in &skills {
        let command = Decision::DismissChef { outlet, skill: Some(*skill), count };
        choices.give(setup.skill_name(*skill).to_string(), false, command);
    }
    let choices = choices.done(book.game);
    if choices.is_empty() { only(Decision::DismissChef { outlet, skill: None, count }) } else { choices }
}

fn kitchen(book: &mut Book<'_>) {
    let outlet = book.outlet;
    let language = book.language;
    book.section("{Kitchen}", false);
    book.line("upgrade_chefs", ('t', 't'), "{tools}", LineState::Free, only(Decision::UpgradeChefs { outlet }));

    let there = &book.game.session.world().outlets()[outlet.index()];
    let now = there.kitchen;
    let (limit, order, shelf) = (there.queue_limit, there.queue_order, there.shelf_limit);
    let (state, choices) = kitchens(book, now, there.join);
    book.line("set_kitchen", ('k', 'q'), "{kitchen} {line+}", state, choices);

    let prep = prep(book);
    let state = LineState::Now(prep_text(book));
    let name = if book.game.allows("set_prep") { "set_prep" } else { "clear_prep" };
    book.line(name, ('p', 'j'), "{prep} window", state, prep);

    let limits = limits(book, limit, "set_queue_limit", |limit| Decision::SetQueueLimit { outlet, limit });
    book.line("set_queue_limit", ('l', 'd'), "{line-limit}", LineState::Now(limit_text(limit)), limits);

    let mut choices = Choices::default();
    let setup = book.game.session.setup();
    let has_use = |order| setup.has_use_for(order);
    let state = choices.of_some(language, order, has_use, |order| Decision::SetQueueOrder { outlet, order });
    book.line("set_queue_order", ('w', 'w'), "who is next", state, choices.done(book.game));

    let (state, rules) = manager(book);
    book.line("set_manager", ('y', 'p'), "{manager}'s policy", state, rules);

    if setup.has_trays() {
        let (state, rules) = trays(book);
        book.line("set_tray", ('z', 'z'), "{tray}: one or a dozen", state, rules);
    }

    let limits = self::limits(book, shelf, "set_shelf_limit", |limit| Decision::SetShelfLimit { outlet, limit });
    book.line("set_shelf_limit", ('s', 'm'), "{shelf} limit", LineState::Now(limit_text(shelf)), limits);
}

/// How she hires.
fn manager(book: &Book<'_>) -> (LineState, Vec<Choice>) {
    let outlet = book.outlet;
    let now = book.game.session.world().outlets()[outlet.index()].manager;
    let on = now.filter(|manager| manager.is_on).map(|manager| manager.rule);
    let none = ManagerChange::default();
    let mut choices = Choices::default();
    let mut add = |change: ManagerChange| {
        let changed = on.map(|rule| ManagerSetup {
            every: change.every.unwrap_or(rule.every),
            per_waiting: change.per_waiting.unwrap_or(rule.per_waiting),
            counts_coming: change.counts_coming.unwrap_or(rule.counts_coming),
            ..rule
        });
        let is_now = on.is_some() && changed == on && change.on.is_none();
        let command = Command::from(Decision::SetManager { outlet, change });
        let words = Said::new(&command, book.game.session.setup(), book.language).fill(both("[rule]"));
        choices.amount(words, is_now, command);
    };
    let every = |minutes: u64| Some(Span::from_mins(minutes));
    add(ManagerChange { every: every(1), counts_coming: Some(true), ..none });
    for counts_coming in [Some(true), Some(false)] {
        add(ManagerChange { counts_coming, ..none });
    }
    [1, 10, 20].into_iter().for_each(|minutes| add(ManagerChange { every: every(minutes), ..none }));
    [2, 8].into_iter().for_each(|waiting| add(ManagerChange { per_waiting: Some(waiting), ..none }));
    if on.is_some() {
        add(ManagerChange { on: Some(false), ..none });
    }
    choices.type_it("set_manager ".into());
    let state = match on {
        None => "nobody".to_string(),
        Some(rule) => format!("1 for {}, {}", rule.per_waiting, span_text(rule.every)),
    };
    (LineState::Now(state), choices.done(book.game))
}

/// Of every tray: who has a new one baked, and how long it keeps.
fn trays(book: &Book<'_>) -> (LineState, Vec<Choice>) {
    let outlet = book.outlet;
    let setup = book.game.session.setup();
    let lamps = &book.game.session.world().outlets()[outlet.index()].lamps;
    let mut choices = Choices::default();
    for lamp in lamps {
        let mut add = |change: TrayChange| {
            let rule = lamp.rule;
            let changed = TraySetup {
                keeps: change.keeps.unwrap_or(rule.keeps),
                refill: change.refill.unwrap_or(rule.refill),
                old_for: change.old_for.unwrap_or(rule.old_for),
                ..rule
            };
            let command = Command::from(Decision::SetTray { outlet, item: lamp.item, change });
            let words = Said::new(&command, setup, book.language);
            let template = if lamps.len() > 1 { both("[item]: [tray]") } else { both("[tray]") };
            choices.amount(words.fill(template), changed == rule, command);
        };
        let none = TrayChange::default();
        <Refill as setup::Choice>::ALL.iter().for_each(|&refill| add(TrayChange { refill: Some(refill), ..none }));
        [10, 20, 40, 60].into_iter().for_each(|minutes| {
            add(TrayChange { keeps: Some(Span::from_mins(minutes)), ..none });
        });
    }
    if let Some(lamp) = lamps.first() {
        let item = &setup.items[lamp.item.index()].name;
        choices.type_it(format!("set_tray outlet={} item={} ", quoted(book.name()), quoted(item)));
    }
    let state = lamps.first().map_or(String::new(), |lamp| {
        format!("{}, {}", label(book.language, lamp.rule.refill), span_text(lamp.rule.keeps))
    });
    (LineState::Now(state), choices.done(book.game))
}

/// The kinds of kitchen; private queues twice, by how a customer joins one.
fn kitchens(book: &Book<'_>, now: KitchenKind, join: Join) -> (LineState, Vec<Choice>) {
    let (language, outlet) = (book.language, book.outlet);
    let mut choices = Choices::default();
    let mut state = LineState::Free;
    for kitchen in <KitchenKind as setup::Choice>::ALL.iter().copied() {
        let joins: &[Option<Join>] = match kitchen {
            KitchenKind::Shared | KitchenKind::Specialised => &[None],
            KitchenKind::Private => &[Some(Join::Lot), Some(Join::Shortest)],
        };
        for &joined in joins {
            let is_now = kitchen == now && joined.is_none_or(|joined| joined == join);
            let how = joined.map_or(String::new(), |joined| format!(", {}", label(language, joined)));
            let text = label(language, kitchen) + &how;
            if is_now {
                state = LineState::Now(text.clone());
            }
            choices.give(text, is_now, Decision::SetKitchen { outlet, kitchen, join: joined });
        }
    }
    (state, choices.done(book.game))
}

fn limits(book: &Book<'_>, now: Option<u32>, name: &str, command: impl Fn(Option<u32>) -> Decision) -> Vec<Choice> {
    let at = book.name();
    let mut choices = Choices::default();
    for limit in [2, 5, 8, 10, 16, 20, 30, 40] {
        // With a word, lest key and value be confused.
        choices.amount(format!("at most {limit}"), now == Some(limit), command(Some(limit)));
    }
    choices.give("no limit".into(), now.is_none(), command(None));
    choices.type_it(format!("{name} outlet={} limit=", quoted(at)));
    choices.done(book.game)
}

fn prep_text(book: &Book<'_>) -> String {
    match book.game.session.world().outlets()[book.outlet.index()].prep {
        None => "none".into(),
        Some(prep) => format!("{} from {}", prep.target, prep.from),
    }
}

/// Windows in the next hours, with targets that a chef has time for. Other values are typed.
fn prep(book: &Book<'_>) -> Vec<Choice> {
    let (outlet, at) = (book.outlet, book.name());
    let session = &book.game.session;
    let setup = session.setup();
    let there = &session.world().outlets()[outlet.index()];
    let mut choices = Choices::default();
    let items: Vec<(ItemId, &str)> = setup
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.base.is_some())
        .map(|(i, item)| (ItemId(i as u16), item.name.as_str()))
        .collect();
    if book.game.allows("set_prep") {
        for (item, name) in &items {
            let what = if items.len() > 1 { format!("{name} ") } else { String::new() };
            for (hours, target) in [(1, 30), (2, 60), (3, 120)] {
                let from = quarter(session.now().clock(setup.opens));
                let to = ClockTime((from.0 + Span::from_hours(hours).0) % Span::from_hours(24).0);
                let prep = PrepSetup { item: *item, from, to, target, batch: 10 };
                let bases = book.say("{base+}");
                let text = format!("{target} {what}{bases} from {from} to {to}");
                let is_now = there.prep == Some(prep);
                choices.amount(text, is_now, Decision::SetPrep { outlet, prep });
            }
        }
    }
    if book.game.allows("clear_prep") && (there.prep.is_some() || !items.is_empty()) {
        choices.give(book.say("no {base+}"), there.prep.is_none(), Decision::ClearPrep { outlet });
    }
    if let Some((_, name)) = items.first().filter(|_| book.game.allows("set_prep")) {
        let line = format!("set_prep outlet={} item={} batch=10 from=\"\"", quoted(at), quoted(name));
        choices.type_it(line.trim_end_matches('"').to_string());
    }
    choices.done(book.game)
}

/// The next full quarter of an hour.
fn quarter(clock: ClockTime) -> ClockTime {
    let quarter = Span::from_mins(15).0;
    ClockTime(clock.0.div_ceil(quarter) * quarter % Span::from_hours(24).0)
}

fn front_desk(book: &mut Book<'_>) {
    let language = book.language;
    let game = book.game;
    let desk = game.session.world().desk();
    book.section("{Front-desk}", true);
    if is_chain(game.session.setup()) {
        let mut choices = Choices::default();
        let has_use = |policy| game.session.setup().has_use_for_policy(policy);
        let state = choices.of_some(language, desk.policy, has_use, |policy| Decision::SetPolicy { policy });
        book.line("set_policy", ('u', 'u'), "route by", state, choices.done(book.game));
        if game.session.setup().has_hot_street() {
            let (state, ways) = split(book);
            book.line("split_street", ('z', 'z'), "{hot-street}: one or dozens", state, ways);
        }
        let on = |on: bool| if on { "on" } else { "off" };
        let switch = only(Decision::SetFailover { on: !desk.failover });
        book.line("set_failover", ('m', 'i'), "{move-waiting}", LineState::Now(on(desk.failover).into()), switch);
    }
    let every = |spans: &[Span], now: Span, name: &str, command: fn(Span) -> Decision| {
        let mut choices = Choices::default();
        for span in spans {
            let text = if span.is_zero() { "at every look".into() } else { format!("every {}", span_text(*span)) };
            choices.amount(text, *span == now, command(*span));
        }
        choices.type_it(format!("{name} every=\""));
        choices.done(book.game)
    };
    if is_chain(game.session.setup()) {
        let (state, rules) = health(book);
        book.line("set_health", ('j', 'k'), "judge by {check-up}", state, rules);
    }
    let seconds = [5, 10, 30, 60, 300].map(Span::from_secs);
    let checks = every(&seconds, desk.health_check, "set_health_check", |every| Decision::SetHealthCheck { every });
    book.line("set_health_check", ('c', 'c'), "{check-up}", LineState::Now(span_text(desk.health_check)), checks);
    if is_chain(game.session.setup()) {
        let seconds = [0, 10, 60, 300, 900].map(Span::from_secs);
        let looks =
            every(&seconds, desk.board_refresh, "set_board_refresh", |every| Decision::SetBoardRefresh { every });
        book.line("set_board_refresh", ('n', 'n'), "new {board}", LineState::Now(span_text(desk.board_refresh)), looks);
    }
    let mut choices = Choices::default();
    let state = choices.of_list(language, desk.when_none, |when_none| Decision::SetWhenNone { when_none });
    book.line("set_when_none", ('e', 'e'), "no answer", state, choices.done(book.game));
    let (state, quotas) = quotas(book);
    book.line("set_quota", ('q', 's'), "{quota} on calls", state, quotas);
    if game.session.setup().has_unsure() {
        let (state, rules) = numbers(book);
        book.line("set_order_numbers", ('N', 'I'), "{numbers}", state, rules);
    }
    if may_duplicate(book) {
        let (state, rules) = duplicates(book);
        book.line("set_duplicate", ('D', 'H'), "{duplicate+}", state, rules);
    }
    let (state, retries) = retries(book);
    book.line("set_retry", ('i', 'y'), "{call-again}", state, retries);
    if let Some(books) = &desk.books {
        let mut choices = Choices::default();
        let state = choices.of_list(language, books.wait_for, |wait_for| Decision::SetBooks { wait_for });
        book.line("set_books", ('o', 'l'), "{order-book+} to wait for", state, choices.done(book.game));
    }
    if let Some(phones) = &desk.phones {
        let first = |names: [&'static str; 3]| names.into_iter().find(|name| game.allows(name)).unwrap_or(names[0]);
        let (state, choices) = clerks(book, phones);
        let name = first(["set_clerks_each", "hire_clerk", "dismiss_clerk"]);
        let pizza = language == Language::Pizza;
        book.line(name, ('r', 'r'), if pizza { "{clerk+} on the line" } else { "{clerk+} in calls" }, state, choices);
        let (state, choices) = fuses(book, phones);
        let name = first(["set_fuse", "set_give_up", "set_fuse"]);
        let text = if pizza { "{fuse} on a dead line" } else { "{fuse}, calls" };
        book.line(name, ('d', 'l'), text, state, choices);
    }
}

/// How many may be on the line to one outlet, and more or fewer of them.
fn clerks(book: &Book<'_>, phones: &Phones) -> (LineState, Vec<Choice>) {
    let mut choices = Choices::default();
    for each in 1..=4 {
        let words = book.say(&format!("at most {each} with one {{outlet}}"));
        choices.amount(words, phones.each == Some(each), Decision::SetClerksEach { each: Some(each) });
    }
    let words = book.say("all may ring one {outlet}");
    choices.give(words, phones.each.is_none(), Decision::SetClerksEach { each: None });
    if phones.counted {
        for count in [1, 2] {
            let command = Command::from(Decision::HireClerk { count });
            let words = Said::new(&command, book.game.session.setup(), book.language).fill(command.row().label);
            choices.give(words, false, command);
        }
        let command = Command::from(Decision::DismissClerk { count: 1 });
        let words = Said::new(&command, book.game.session.setup(), book.language).fill(command.row().label);
        choices.give(words, false, command);
    }
    choices.type_it("set_clerks_each each=".into());
    let there = if phones.counted { phones.present().to_string() } else { "endless".into() };
    let state = match phones.each {
        Some(each) => format!("{there}, at most {each} each"),
        None => there,
    };
    (LineState::Now(state), choices.done(book.game))
}

/// When nobody rings a dead telephone any more, and how long somebody listens to it.
fn fuses(book: &Book<'_>, phones: &Phones) -> (LineState, Vec<Choice>) {
    let none = FuseChange::default();
    let mut choices = Choices::default();
    let mut add = |change: FuseChange| {
        let changed = phones.fuse.map(|rule| FuseSetup {
            after: change.after.unwrap_or(rule.after),
            lasts: change.lasts.unwrap_or(rule.lasts),
            scope: change.scope.unwrap_or(rule.scope),
        });
        let is_now = phones.fuse.is_some() && changed == phones.fuse && change.on.is_none();
        let command = Command::from(Decision::SetFuse { change });
        let words = Said::new(&command, book.game.session.setup(), book.language).fill(both("{fuse} [fuse]"));
        choices.amount(words, is_now, command);
    };
    let scopes = <FuseScope as setup::Choice>::ALL;
    scopes.iter().for_each(|&scope| add(FuseChange { scope: Some(scope), ..none }));
    if phones.fuse.is_some() {
        for minutes in [1, 2, 10] {
            add(FuseChange { lasts: Some(Span::from_mins(minutes)), ..none });
        }
        add(FuseChange { on: Some(false), ..none });
    }
    for after in [Some(Span::from_mins(1)), Some(Span::from_mins(5)), None] {
        let command = Command::from(Decision::SetGiveUp { after });
        let words = Said::new(&command, book.game.session.setup(), book.language).fill(command.row().label);
        choices.amount(words, phones.give_up == after, command);
    }
    choices.type_it("set_fuse ".into());
    let state = match phones.fuse {
        None => "none".to_string(),
        Some(FuseSetup { after, lasts, scope }) => {
            let whose = if scope == FuseScope::All { "for all" } else { "each" };
            format!("{after} of 10, {}, {whose}", span_text(lasts))
        }
    };
    (LineState::Now(state), choices.done(book.game))
}

/// Over how many outlets the hot street is split, that of every zone; of a single zone it is typed.
fn split(book: &Book<'_>) -> (LineState, Vec<Choice>) {
    let world = book.game.session.world();
    // A street is split over those that are open, however many it could be.
    let outlets = world.outlets().iter().filter(|outlet| outlet.is_open()).count() as u32;
    let ways = |zone: &crate::sim::zone::Zone| zone.streets.as_ref().filter(|of| of.hot > 0.0).map(|of| of.ways);
    let all: Vec<u32> = world.zones().iter().filter_map(ways).collect();
    let now = all.first().copied().unwrap_or(1);
    let alike = all.iter().all(|ways| *ways == now);
    let words = |ways: u32| {
        let command = Command::from(Decision::SplitStreet { zone: None, ways });
        Said::new(&command, book.game.session.setup(), book.language).fill(both("[split]"))
    };
    let mut choices = Choices::default();
    for ways in 1..=outlets.max(now).min(6) {
        choices.amount(words(ways), alike && ways == now, Decision::SplitStreet { zone: None, ways });
    }
    choices.type_it("split_street ".into());
    let state = if alike { words(now) } else { "some".into() };
    (LineState::Now(state), choices.done(book.game))
}

/// Whether second orders can be of use: where pizzas stick, or are waited for by the party, or nothing is in the way.
fn may_duplicate(book: &Book<'_>) -> bool {
    let (setup, world) = (book.game.session.setup(), book.game.session.world());
    let desk = world.desk();
    let free = !desk.failover && desk.phones.is_none() && world.delivery_mode() == DeliveryMode::Pickup;
    is_chain(setup) && (setup.has_hiccups() || setup.has_parties() || desk.duplicates.is_some() || free)
}

/// When a second order is sent.
fn duplicates(book: &Book<'_>) -> (LineState, Vec<Choice>) {
    let now = book.game.session.world().desk().duplicates.as_ref().map(|duplicates| duplicates.rule);
    let none = DuplicateChange::default();
    let mut choices = Choices::default();
    let mut add = |change: DuplicateChange, is_now: bool| {
        let command = Command::from(Decision::SetDuplicate { change });
        let words = Said::new(&command, book.game.session.setup(), book.language).fill(both("[duplicate]"));
        choices.amount(words, is_now, command);
    };
    for minutes in [10, 5, 3, 20, 0] {
        let after = Span::from_mins(minutes);
        add(DuplicateChange { after: Some(after), ..none }, now.is_some_and(|rule| rule.after == after));
    }
    if let Some(rule) = now {
        for budget in [0.02, 0.1] {
            add(DuplicateChange { budget: Some(budget), ..none }, rule.budget == Some(budget));
        }
        add(DuplicateChange { cancel: Some(!rule.cancel), ..none }, false);
        add(DuplicateChange { on: Some(false), ..none }, false);
    }
    choices.type_it("set_duplicate after=\"".into());
    let state = match now {
        None => "none".to_string(),
        Some(rule) if rule.after.is_zero() => "at once".to_string(),
        Some(rule) => format!("after {}", span_text(rule.after)),
    };
    (LineState::Now(state), choices.done(book.game))
}

/// How long the desk remembers the numbers on slips.
fn numbers(book: &Book<'_>) -> (LineState, Vec<Choice>) {
    let memory = book.game.session.world().doubts().numbers.map(|numbers| numbers.memory);
    let mut choices = Choices::default();
    for span in [30, 2, 10, 60].map(Span::from_mins) {
        let command = Decision::SetOrderNumbers { on: true, memory: Some(span) };
        choices.amount(format!("kept for {}", span_text(span)), memory == Some(span), command);
    }
    if memory.is_some() {
        choices.give("none".into(), false, Decision::SetOrderNumbers { on: false, memory: None });
    }
    choices.type_it("set_order_numbers on=true memory=\"".into());
    (LineState::Now(memory.map_or("none".into(), span_text)), choices.done(book.game))
}

/// What a health check asks beside light and line, and when it is ignored.
fn health(book: &Book<'_>) -> (LineState, Vec<Choice>) {
    let rules = book.game.session.world().desk().health.rules;
    let none = HealthChange::default();
    let mut choices = Choices::default();
    let mut add = |is_now: bool, change: HealthChange| {
        let command = Command::from(Decision::SetHealth { change });
        let words = Said::new(&command, book.game.session.setup(), book.language).fill(both("[health]"));
        choices.amount(words, is_now, command);
    };
    for minutes in [3, 6, 20] {
        let limit = Some(Span::from_mins(minutes));
        add(rules.unhealthy_after == limit, HealthChange { unhealthy_after: limit, ..none });
    }
    if rules.unhealthy_after.is_some() {
        add(false, HealthChange { unhealthy_after: Some(Span::ZERO), ..none });
    }
    let burnt = if rules.unhealthy_burnt.is_some() { 0.0 } else { 0.5 };
    add(false, HealthChange { unhealthy_burnt: Some(burnt), ..none });
    if rules.asks() {
        for share in [0.2, 0.4, 0.6, 0.0] {
            let is_now = rules.fail_open.unwrap_or(0.0) == share;
            add(is_now, HealthChange { fail_open: Some(share), ..none });
        }
    }
    choices.type_it("set_health ".into());
    let late = rules.unhealthy_after.map(span_text);
    let burnt = rules.unhealthy_burnt.map(|share| format!("{:.0} %", share * 100.0));
    let asked: Vec<String> = late.into_iter().chain(burnt).collect();
    let state = match (asked.is_empty(), rules.fail_open) {
        (true, _) => "off".to_string(),
        (false, None) => asked.join(", "),
        (false, Some(share)) => format!("{}; open at {:.0} %", asked.join(", "), share * 100.0),
    };
    (LineState::Now(state), choices.done(book.game))
}

/// How many calls are taken: of each zone, or of all together; of a single zone it is typed.
fn quotas(book: &Book<'_>) -> (LineState, Vec<Choice>) {
    let world = book.game.session.world();
    let own: Vec<Option<Quota>> = world.zones().iter().map(|zone| zone.quota).collect();
    let (each, all) = (own.iter().flatten().next().copied(), world.desk().quota);
    let rate = |quota: Option<Quota>| quota.map(|quota| quota.per_hour().round());
    let everywhere = own.iter().all(|quota| rate(*quota) == rate(each));
    let whose = |share: QuotaShare| format!(", {}", book.say(say_both(book.language, setup::Choice::row(share).label)));
    let set = |share: QuotaShare, per_hour: Option<f64>| Decision::SetQuota {
        zone: None,
        share: (share != QuotaShare::Each).then_some(share),
        per_hour,
        burst: None,
    };
    let mut choices = Choices::default();
    let mut amount = |share: QuotaShare, per_hour: f64, is_now: bool| {
        choices.amount(format!("{per_hour:.0}/h{}", whose(share)), is_now, set(share, Some(per_hour)));
    };
    // Where there is one zone, its quota is that of all.
    for per_hour in [10.0, 20.0, 30.0, 60.0].into_iter().filter(|_| own.len() > 1) {
        amount(QuotaShare::Each, per_hour, everywhere && rate(each) == Some(per_hour));
    }
    for per_hour in [60.0, 120.0] {
        amount(QuotaShare::All, per_hour, rate(all) == Some(per_hour));
    }
    if each.is_some() || all.is_none() {
        choices.give("none".into(), each.is_none() && all.is_none(), set(QuotaShare::Each, None));
    }
    if all.is_some() {
        choices.give(format!("none{}", whose(QuotaShare::All)), false, set(QuotaShare::All, None));
    }
    choices.type_it("set_quota ".into());
    let state = match (each, all) {
        (None, None) => "none".to_string(),
        (Some(quota), _) if everywhere => format!("{:.0}/h each", quota.per_hour()),
        (Some(_), _) => "some".to_string(),
        (None, Some(quota)) => format!("{:.0}/h", quota.per_hour()),
    };
    (LineState::Now(state), choices.done(book.game))
}

/// How lost customers retry, for all zones at once; a single zone is typed.
fn retries(book: &Book<'_>) -> (LineState, Vec<Choice>) {
    let zones = book.game.session.world().zones();
    let calls = |zone: &crate::sim::zone::Zone| zone.retry.filter(|retry| retry.probability > 0.0);
    // If zones differ, the first whose customers retry is shown, because the command sets all zones.
    let now = zones.iter().find_map(calls);
    let everywhere = zones.iter().all(|zone| calls(zone) == now);
    let change = RetryChange::default();
    let mut choices = Choices::default();
    let mut add = |text: String, change: RetryChange, is_now: bool| {
        choices.give(text, is_now, Decision::SetRetry { zone: None, change });
    };
    let never = RetryChange { probability: Some(0.0), ..change };
    add("never".into(), never, now.is_none());
    add("always".into(), RetryChange { probability: Some(1.0), ..change }, false);
    let backoff = RetryChange { backoff: Some(2.0), ..change };
    add(book.say("{backoff}"), backoff, now.is_some_and(|retry| retry.backoff == 2.0));
    let jitter = RetryChange { jitter: Some(true), ..change };
    add(book.say("{jitter}"), jitter, now.is_some_and(|retry| retry.jitter));
    add("once at most".into(), RetryChange { max: Some(1), ..change }, now.is_some_and(|retry| retry.max == 1));
    let budget = RetryChange { budget: Some(0.1), ..change };
    add(book.say("{retry-budget} 10 %"), budget, now.is_some_and(|retry| retry.budget == Some(0.1)));
    choices.type_it("set_retry ".into());
    let state = match now {
        None => "never".to_string(),
        Some(retry) => {
            let who = match everywhere {
                true if retry.probability >= 1.0 => "all".to_string(),
                true => format!("{:.0} %", retry.probability * 100.0),
                false => "some".to_string(),
            };
            format!("{who} in {}", span_text(retry.wait))
        }
    };
    (LineState::Now(state), choices.done(book.game))
}

fn delivery(book: &mut Book<'_>) {
    let language = book.language;
    let world = book.game.session.world();
    let (now, batch) = (world.delivery_mode(), world.batch());
    book.section("Delivery", true);
    let mut choices = Choices::default();
    let state = choices.of_list(language, now, |mode| Decision::SetDelivery { mode });
    book.line("set_delivery", ('v', 'v'), "who drives", state, choices.done(book.game));
    let mut choices = Choices::default();
    for count in 1..=6 {
        let command = Decision::SetBatch { batch: count };
        let orders = book.say(if count == 1 { "{order}" } else { "{order+}" });
        choices.amount(format!("{count} {orders}"), count == batch, command);
    }
    book.line(
        "set_batch",
        ('x', 'x'),
        "max {order+} a {trip}",
        LineState::Now(batch.to_string()),
        choices.done(book.game),
    );
}

fn sites(book: &mut Book<'_>) {
    let game = book.game;
    let setup = game.session.setup();
    book.section("Sites", true);
    let mut choices = Choices::default();
    let to_let = |(_, outlet): &(usize, &crate::sim::outlet::Outlet)| outlet.status == Status::Closed;
    for (i, _) in game.session.world().outlets().iter().enumerate().filter(to_let).take(9) {
        let name = setup.outlets[i].name.clone();
        let command = Decision::OpenOutlet { outlet: OutletId(i as u32) };
        choices.amount(name, false, command);
    }
    let sites = choices.done(book.game);
    if sites.is_empty() && is_chain(setup) {
        // Shown although impossible, to say that there is no site to open.
        let command = Decision::OpenOutlet { outlet: book.outlet };
        let choices = only(command);
        book.line("open_outlet", ('o', 'o'), "open a site", LineState::Impossible("none to let".into()), choices);
        if let Some(line) = book.sections.last_mut().and_then(|section| section.lines.last_mut()) {
            line.state = LineState::Impossible("none to let".into());
        }
    } else {
        book.line("open_outlet", ('o', 'o'), "open a site", LineState::Free, sites);
    }
    let command = Decision::CloseOutlet { outlet: book.outlet };
    book.line("close_outlet", ('f', 'f'), "finish and close", LineState::Word("drains".into()), only(command));
}
