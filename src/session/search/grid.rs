//! What a search tries: the moments, and every command in a few sizes.

use crate::scenario::{Scenario, Trigger, command_arguments};
use crate::sim::choices::Choice;
use crate::sim::command::{
    Command, CommandSpec, Decision, DuplicateChange, Fault, FuseChange, HealthChange, ManagerChange, Need, Param,
    ParamSpec, RetryChange, SPECS, TrayChange, Value,
};
use crate::sim::setup::{
    BudgetOf, DeliveryMode, FuseScope, Join, KitchenKind, OutletSetup, Policy, PrepSetup, QueueOrder, QuotaSetup,
    QuotaShare, Refill, Scheduled, Setup, Skill, WaitFor, WhenNone,
};
use crate::units::time::MICROS_PER_DAY;
use crate::units::{ClockTime, ItemId, OutletId, Span, Time, ZoneId};

/// How long after a moment of the story somebody acts.
const REACTION: Span = Span::from_mins(1);
/// How many steps the grid has from opening to the last goal's window.
const STEPS: u64 = 9;

const PEOPLE: [u32; 7] = [1, 2, 3, 5, 8, 12, 20];
const LIMITS: [u32; 13] = [0, 1, 2, 3, 5, 8, 12, 16, 24, 32, 48, 64, 100];
const SHELVES: [u32; 5] = [0, 1, 3, 6, 12];
const BATCHES: [u32; 5] = [1, 2, 3, 4, 6];
const FAULTS: [u64; 7] = [1, 10, 20, 28, 30, 45, 60];
/// Of a command without chosen sizes, at most this many combinations are tried.
const MOST: usize = 500;

/// The moments tried: opening, a minute after each cue, prediction and event, each moment of an answer, and steps
/// between them, until the last goal's window begins.
pub(super) fn moments(scenario: &Scenario) -> Vec<Time> {
    let setup = &scenario.setup;
    let of_trigger = |trigger: &Trigger| match *trigger {
        Trigger::At(at) | Trigger::AtIf(at, _) => Some(at),
        Trigger::When(_) => None,
    };
    let told = scenario.cues.iter().filter_map(|cue| of_trigger(&cue.trigger));
    let asked = scenario.predictions.iter().filter_map(|prediction| prediction.at);
    let events = setup.script.iter().map(|event| event.at);
    let also = scenario.also.iter().flat_map(|also| &also.commands);
    let answers = scenario.solution_ranges.iter().chain(also).map(|range| range.shown.at);
    let last = scenario.goals.iter().filter_map(|goal| goal.window.map(|window| window.from)).max();
    let last = last.unwrap_or(Time(setup.duration.0 / 4 * 3));
    let mut moments: Vec<Time> = told.chain(asked).chain(events).map(|at| at + REACTION).collect();
    moments.push(Time::ZERO + REACTION);
    moments.extend(answers);
    moments.retain(|at| *at < last);
    moments.sort();
    moments.dedup();
    let step = (last.0 / STEPS).max(REACTION.0);
    let mut fine = Vec::new();
    for (i, at) in moments.iter().enumerate() {
        fine.push(*at);
        let gap = moments.get(i + 1).unwrap_or(&last).since(*at).0;
        let parts = (gap + step / 2) / step;
        fine.extend((1..parts).map(|part| whole_minute(Time(at.0 + gap / parts * part))));
    }
    fine.sort();
    fine.dedup();
    fine
}

fn whole_minute(at: Time) -> Time {
    Time(at.0 / REACTION.0 * REACTION.0)
}

/// Every command that the player may give, in a few sizes.
pub(in crate::session) fn commands(scenario: &Scenario) -> Vec<Command> {
    let setup = &scenario.setup;
    let all = SPECS.iter().filter(|spec| scenario.allow.contains(&spec.name));
    let mut commands: Vec<Command> = Vec::new();
    for spec in all {
        commands.extend(tried(spec, setup));
    }
    commands.retain(|command| scenario.allows(command));
    commands
}

/// What is tried of one command: chosen sizes, or what its row allows if there are none.
fn tried(spec: &CommandSpec, setup: &Setup) -> Vec<Command> {
    let decisions = decisions(spec.name, setup).map(|all| all.into_iter().map(Command::from).collect());
    let faults = || faults(spec.name, setup).map(|all| all.into_iter().map(Command::from).collect());
    decisions.or_else(faults).unwrap_or_else(|| of_row(spec, setup))
}

/// A few values of every required parameter, and of the optional ones one at a time.
fn of_row(spec: &CommandSpec, setup: &Setup) -> Vec<Command> {
    let must = |param: &&ParamSpec| param.need == Need::Must;
    let mut given: Vec<Vec<(&str, Value)>> = vec![Vec::new()];
    for param in spec.params.iter().filter(must) {
        let values = values(param.param, setup);
        let with = |before: &Vec<_>, value| [before.as_slice(), &[(param.name, value)]].concat();
        given = given.iter().flat_map(|before| values.iter().map(move |value| with(before, *value))).collect();
    }
    let optional = spec.params.iter().filter(|param| !must(param));
    let alone = optional.flat_map(|param| values(param.param, setup).into_iter().map(|value| (param.name, value)));
    let alone: Vec<(&str, Value)> = alone.collect();
    let with_one = given.iter().flat_map(|before| alone.iter().map(|one| [before.as_slice(), &[*one]].concat()));
    let all = given.iter().cloned().chain(with_one);
    let all = all.filter_map(|given| Command::build(spec, &given)).filter(|command| command.misfit(setup).is_none());
    let all: Vec<Command> = all.collect();
    // Of too many combinations, every n-th.
    let step = all.len().div_ceil(MOST).max(1);
    all.into_iter().step_by(step).collect()
}

fn values(param: Param, setup: &Setup) -> Vec<Value> {
    let items = || (0..setup.items.len()).map(|item| ItemId(item as u16));
    match param {
        Param::Outlet => outlets(setup).map(|(outlet, _)| Value::Outlet(outlet)).collect(),
        Param::Zone => (0..setup.zones.len()).map(|zone| Value::Zone(ZoneId(zone as u32))).collect(),
        Param::Item => items().map(Value::Item).collect(),
        Param::Skill => items().map(Skill::Item).chain([Skill::AllRound]).map(Value::Skill).collect(),
        Param::Flag => [false, true].map(Value::Flag).to_vec(),
        Param::Count | Param::People => PEOPLE.map(Value::Whole).to_vec(),
        Param::Limit => LIMITS.map(Value::Whole).to_vec(),
        Param::Factor | Param::Number => [0.5, 2.0].map(Value::Number).to_vec(),
        Param::Share | Param::Probability => [0.1, 0.25, 0.5, 0.75].map(Value::Number).to_vec(),
        Param::Span => FAULTS.map(|minutes| Value::Span(Span::from_mins(minutes))).to_vec(),
        Param::Clock => (0..24).map(|hour| Value::Clock(ClockTime(Span::from_hours(hour).0))).collect(),
        Param::Word(list) => list.rows.iter().map(Value::Word).collect(),
    }
}

/// Of outlets that differ only in name and place, the first.
fn outlets(setup: &Setup) -> impl Iterator<Item = (OutletId, &OutletSetup)> {
    let alike = |a: &OutletSetup, b: &OutletSetup| *a == OutletSetup { name: a.name.clone(), at: a.at, ..b.clone() };
    let all = setup.outlets.iter().enumerate();
    all.filter(move |(i, outlet)| !setup.outlets[..*i].iter().any(|other| alike(outlet, other)))
        .map(|(i, outlet)| (OutletId(i as u32), outlet))
}

fn decisions(name: &str, setup: &Setup) -> Option<Vec<Decision>> {
    use Decision::*;
    let mins = Span::from_mins;
    let each =
        |of: &dyn Fn(OutletId, &OutletSetup) -> Vec<Decision>| outlets(setup).flat_map(|(o, s)| of(o, s)).collect();
    Some(match name {
        "hire_chef" => each(&|outlet, shop| hirings(setup, outlet, shop)),
        "dismiss_chef" => each(&|outlet, shop| {
            let some = (1..=shop.chefs.len() as u32).filter(|n| *n <= 8);
            some.map(|count| DismissChef { outlet, skill: None, count }).collect()
        }),
        "upgrade_chefs" => each(&|outlet, _| vec![UpgradeChefs { outlet }]),
        "hire_rider" => each(&|outlet, _| PEOPLE.into_iter().map(|count| HireRider { outlet, count }).collect()),
        "dismiss_rider" => each(&|outlet, _| (1..=3).map(|count| DismissRider { outlet, count }).collect()),
        "hire_clerk" => (1..=5).map(|count| HireClerk { count }).collect(),
        "dismiss_clerk" => (1..=3).map(|count| DismissClerk { count }).collect(),
        "set_books" if setup.books.is_some() => WaitFor::ALL.iter().map(|&wait_for| SetBooks { wait_for }).collect(),
        "set_books" => Vec::new(),
        "set_clerks_each" => [Some(1), Some(2), Some(3), Some(4), Some(6), Some(8), Some(12), None]
            .map(|each| SetClerksEach { each })
            .to_vec(),
        "set_fuse" => fuses().into_iter().map(|change| SetFuse { change }).collect(),
        "set_give_up" => {
            let spans = [10, 30, 60, 120, 180, 300, 600].map(|seconds| Some(Span::from_secs(seconds)));
            spans.into_iter().chain([None]).map(|after| SetGiveUp { after }).collect()
        }
        "open_outlet" => each(&|outlet, shop| if shop.open { Vec::new() } else { vec![OpenOutlet { outlet }] }),
        "close_outlet" => each(&|outlet, _| vec![CloseOutlet { outlet }]),
        "set_policy" => Policy::ALL
            .iter()
            .copied()
            .filter(|policy| {
                setup.outlets.len() > 1 && *policy != setup.dispatch.policy && setup.has_use_for_policy(*policy)
            })
            .map(|policy| SetPolicy { policy })
            .collect(),
        "set_failover" => vec![SetFailover { on: !setup.dispatch.failover }],
        "set_health_check" => [0, 1, 5].map(|n| SetHealthCheck { every: mins(n) }).to_vec(),
        "set_board_refresh" => [0, 1, 5].map(|n| SetBoardRefresh { every: mins(n) }).to_vec(),
        "set_when_none" => WhenNone::ALL.iter().map(|when_none| SetWhenNone { when_none: *when_none }).collect(),
        "set_kitchen" => each(&|outlet, shop| {
            let other = KitchenKind::ALL.iter().copied().filter(|kitchen| *kitchen != shop.kitchen);
            let joined = Join::ALL.iter().copied().filter(|join| *join != shop.join);
            let joined = joined.map(|join| SetKitchen { outlet, kitchen: KitchenKind::Private, join: Some(join) });
            other.map(|kitchen| SetKitchen { outlet, kitchen, join: None }).chain(joined).collect()
        }),
        "set_delivery" => DeliveryMode::ALL
            .iter()
            .copied()
            .filter(|mode| *mode != setup.delivery.mode)
            .map(|mode| SetDelivery { mode })
            .collect(),
        "set_batch" => {
            BATCHES.into_iter().filter(|n| *n != setup.delivery.batch).map(|batch| SetBatch { batch }).collect()
        }
        "set_prep" => each(&|outlet, _| preps(setup).into_iter().map(|prep| SetPrep { outlet, prep }).collect()),
        "clear_prep" => each(&|outlet, shop| if shop.prep.is_some() { vec![ClearPrep { outlet }] } else { Vec::new() }),
        "set_queue_limit" => {
            each(&|outlet, _| LIMITS.into_iter().map(|n| SetQueueLimit { outlet, limit: Some(n) }).collect())
        }
        "set_queue_order" => each(&|outlet, shop| {
            let has_use = |order: &QueueOrder| *order != shop.queue_order && setup.has_use_for(*order);
            let other = QueueOrder::ALL.iter().copied().filter(has_use);
            other.map(|order| SetQueueOrder { outlet, order }).collect()
        }),
        "set_manager" => {
            each(&|outlet, _| managers().into_iter().map(|change| SetManager { outlet, change }).collect())
        }
        "set_shelf_limit" => {
            each(&|outlet, _| SHELVES.into_iter().map(|n| SetShelfLimit { outlet, limit: Some(n) }).collect())
        }
        "set_tray" => each(&|outlet, _| trays(setup, outlet)),
        "set_health" => healths().into_iter().map(|change| SetHealth { change }).collect(),
        "set_order_numbers" => {
            let memories = [1, 2, 3, 5, 8, 10, 15, 30, 60, 240].map(|minutes| Some(mins(minutes)));
            let on = memories.into_iter().map(|memory| SetOrderNumbers { on: true, memory });
            on.chain([SetOrderNumbers { on: false, memory: None }]).collect()
        }
        "set_duplicate" => duplicates().into_iter().map(|change| SetDuplicate { change }).collect(),
        "set_quota" => quotas(setup),
        "split_street" => {
            (1..=setup.outlets.len().min(9) as u32).map(|ways| SplitStreet { zone: None, ways }).collect()
        }
        "set_retry" => retries().into_iter().map(|change| SetRetry { zone: None, change }).collect(),
        _ => return None,
    })
}

/// Faults, in scenarios where the player may cause them.
fn faults(name: &str, setup: &Setup) -> Option<Vec<Fault>> {
    use Fault::*;
    let lengths = FAULTS.map(Span::from_mins);
    let each = |of: &dyn Fn(OutletId, Option<Span>) -> Fault| {
        outlets(setup).flat_map(|(outlet, _)| lengths.map(|lasts| of(outlet, Some(lasts)))).collect()
    };
    let factors = |of: &dyn Fn(f64, Span) -> Fault| {
        [0.5, 2.0].into_iter().flat_map(|factor| lengths.map(|lasts| of(factor, lasts))).collect()
    };
    Some(match name {
        "power_outage" => each(&|outlet, lasts| PowerOutage { outlet, lasts }),
        "restore_power" => outlets(setup).map(|(outlet, _)| RestorePower { outlet }).collect(),
        "cut_line" => each(&|outlet, lasts| CutLine { outlet, lasts }),
        "mend_line" => outlets(setup).map(|(outlet, _)| MendLine { outlet }).collect(),
        "chef_ill" => each(&|outlet, lasts| ChefIll { outlet, skill: None, lasts }),
        "slow_chef" => each(&|outlet, lasts| SlowChef { outlet, skill: None, factor: 0.5, lasts }),
        "burns" => each(&|outlet, lasts| Burns { outlet, skill: None, after: Span::from_secs(15), lasts }),
        "clear_tray" => {
            let all = outlets(setup).flat_map(|(outlet, _)| with_trays(setup).map(move |item| (outlet, item)));
            all.map(|(outlet, item)| ClearTray { outlet, item }).collect()
        }
        "rude_driver" => each(&|outlet, lasts| RudeDriver { outlet, lasts }),
        "surge" => factors(&|factor, lasts| Surge { zone: None, item: None, factor, lasts: Some(lasts) }),
        "bad_line" => {
            let shares = [0.0, 0.1, 0.3, 0.5, 1.0];
            let of = |share| lengths.map(|lasts| BadLine { zone: None, share, lasts: Some(lasts) });
            shares.into_iter().flat_map(of).collect()
        }
        "traffic" => factors(&|factor, lasts| Traffic { factor, lasts }),
        "impatience" => factors(&|factor, lasts| Impatience { zone: None, factor, lasts }),
        _ => return None,
    })
}

fn hirings(setup: &Setup, outlet: OutletId, shop: &OutletSetup) -> Vec<Decision> {
    let room = shop.max_chefs.unwrap_or(u32::MAX).saturating_sub(shop.chefs.len() as u32);
    let mut skills: Vec<Skill> = (0..setup.items.len()).map(|i| Skill::Item(ItemId(i as u16))).collect();
    if skills.len() > 1 {
        skills.push(Skill::AllRound);
    }
    let mut all = Vec::new();
    for skill in skills.into_iter().map(Some) {
        let counts = PEOPLE.into_iter().filter(|n| *n <= room);
        all.extend(counts.map(|count| Decision::HireChef { outlet, skill, standby: false, count }));
        if room > 0 {
            all.push(Decision::HireChef { outlet, skill, standby: true, count: 1 });
        }
    }
    all
}

/// Windows of one, two and four hours, from every full hour on.
fn preps(setup: &Setup) -> Vec<PrepSetup> {
    let hour = Span::from_hours(1).0;
    let mut all = Vec::new();
    for item in (0..setup.items.len()).filter(|i| setup.items[*i].base.is_some()) {
        for start in (0..setup.duration.0).step_by(hour as usize) {
            let clock = |after: u64| ClockTime((setup.opens.0 + after) / hour * hour % MICROS_PER_DAY);
            for hours in [1, 2, 4] {
                let (from, to) = (clock(start), clock(start + Span::from_hours(hours).0));
                let of = |target| PrepSetup { item: ItemId(item as u16), from, to, target, batch: 10 };
                all.extend([20, 60, 140].map(of));
            }
        }
    }
    all
}

/// Of each zone, of each alone, and of all together: from far too few an hour to more than call.
fn quotas(setup: &Setup) -> Vec<Decision> {
    let zones = setup.zones.len() as u32;
    let alone = (0..zones).filter(|_| zones > 1).map(|zone| (Some(ZoneId(zone)), None));
    let whose: Vec<_> = alone.chain([(None, None), (None, Some(QuotaShare::All))]).collect();
    let of = |per_hour: f64| {
        whose.iter().map(move |&(zone, share)| Decision::SetQuota {
            zone,
            share,
            per_hour: Some(per_hour),
            burst: Some(QuotaSetup::BURST),
        })
    };
    [5.0, 10.0, 20.0, 30.0, 60.0, 80.0, 100.0].into_iter().flat_map(of).collect()
}

/// Each rule of the health check alone, from far too strict to none.
fn healths() -> Vec<HealthChange> {
    let none = HealthChange::default();
    let limits = [0, 1, 3, 6, 8, 10, 12, 15, 30].map(Span::from_mins);
    let mut all: Vec<HealthChange> =
        limits.into_iter().map(|limit| HealthChange { unhealthy_after: Some(limit), ..none }).collect();
    let waits = [0, 5, 15, 30].map(Span::from_mins);
    all.extend(waits.into_iter().map(|sound| HealthChange { back_after: Some(sound), ..none }));
    let shares = [0.1, 0.17, 0.25, 0.34, 0.4, 0.5, 0.67, 0.84];
    all.extend(shares.into_iter().map(|share| HealthChange { fail_open: Some(share), ..none }));
    all.extend([0.2, 0.5, 0.8].into_iter().map(|share| HealthChange { unhealthy_burnt: Some(share), ..none }));
    all
}

/// Second orders early and late, called off or not, with budgets, and none.
fn duplicates() -> Vec<DuplicateChange> {
    let none = DuplicateChange::default();
    let after = |minutes: u64| DuplicateChange { after: Some(Span::from_mins(minutes)), ..none };
    let mut all: Vec<DuplicateChange> = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 20, 30].map(after).to_vec();
    all.extend([0, 3, 6, 10, 14].map(|minutes| DuplicateChange { cancel: Some(false), ..after(minutes) }));
    for budget in [0.02, 0.05, 0.1] {
        all.extend([0, 3, 4, 10].map(|minutes| DuplicateChange { budget: Some(budget), ..after(minutes) }));
    }
    all.push(DuplicateChange { on: Some(false), ..none });
    all
}

/// Fuses for each outlet and for all, from touchy to slow, blown for a short and for a long time.
fn fuses() -> Vec<FuseChange> {
    let mut all = vec![FuseChange { on: Some(false), ..FuseChange::default() }];
    for scope in [FuseScope::Each, FuseScope::All] {
        for after in [1, 3, 5, 8] {
            for minutes in [1, 2, 5, 20] {
                let lasts = Some(Span::from_mins(minutes));
                all.push(FuseChange { after: Some(after), lasts, scope: Some(scope), on: None });
            }
        }
    }
    all
}

/// The items that lie under lamps.
fn with_trays(setup: &Setup) -> impl Iterator<Item = ItemId> {
    let has = |i: &u16| setup.items[*i as usize].tray.is_some();
    (0..setup.items.len() as u16).filter(has).map(ItemId)
}

/// Of every tray each part of its rule alone, and the ways to refill with how long old slices are sold.
fn trays(setup: &Setup, outlet: OutletId) -> Vec<Decision> {
    let none = TrayChange::default();
    let keeps = [1, 5, 10, 15, 30, 40, 60, 120].map(|minutes| Some(Span::from_mins(minutes)));
    let mut all: Vec<TrayChange> = keeps.into_iter().map(|keeps| TrayChange { keeps, ..none }).collect();
    all.extend(Refill::ALL.iter().map(|refill| TrayChange { refill: Some(*refill), ..none }));
    for old_for in [0, 5, 15, 60].map(|minutes| Some(Span::from_mins(minutes))) {
        all.push(TrayChange { refill: Some(Refill::OneAndOld), old_for, ..none });
    }
    let each = |item| all.iter().map(move |&change| Decision::SetTray { outlet, item, change });
    with_trays(setup).flat_map(each).collect()
}

/// Sent home, and the rule in few sizes: a beat or a number between two of them is of their kind.
fn managers() -> Vec<ManagerChange> {
    let none = ManagerChange::default();
    let mut all = vec![ManagerChange { on: Some(false), ..none }, ManagerChange { counts_coming: Some(true), ..none }];
    for every in [1, 5].map(|minutes| Some(Span::from_mins(minutes))) {
        all.extend([None, Some(true)].map(|counts_coming| ManagerChange { every, counts_coming, ..none }));
    }
    all.push(ManagerChange { every: Some(Span::from_mins(20)), ..none });
    all.extend([2, 30].map(|waiting| ManagerChange { per_waiting: Some(waiting), ..none }));
    all
}

/// Each parameter alone, and several kinds of waits.
fn retries() -> Vec<RetryChange> {
    let none = RetryChange::default();
    let waits = [1, 30, 60, 300, 1_200].map(Span::from_secs);
    let mut all: Vec<RetryChange> = Vec::new();
    all.extend([0.0, 0.25, 0.5, 0.75].map(|p| RetryChange { probability: Some(p), ..none }));
    all.extend([0, 1, 2, 5, 1_000].map(|max| RetryChange { max: Some(max), ..none }));
    all.extend(waits.map(|wait| RetryChange { wait: Some(wait), ..none }));
    all.extend([1.0, 1.5, 2.0, 4.0].map(|backoff| RetryChange { backoff: Some(backoff), ..none }));
    all.extend([true, false].map(|jitter| RetryChange { jitter: Some(jitter), ..none }));
    for of in [None, Some(BudgetOf::Calls)] {
        all.extend([0.05, 0.1, 0.2, 0.5].map(|b| RetryChange { budget: Some(b), of, ..none }));
    }
    for wait in waits {
        for backoff in [None, Some(1.0), Some(2.0)] {
            for (jitter, max) in [(None, None), (Some(true), None), (None, Some(1_000)), (Some(true), Some(1_000))] {
                all.push(RetryChange { wait: Some(wait), backoff, jitter, max, ..none });
            }
        }
    }
    all.extend([1.0, 2.0].map(|backoff| RetryChange { backoff: Some(backoff), max: Some(1_000), ..none }));
    all.extend([1.0, 2.0].map(|backoff| RetryChange { backoff: Some(backoff), jitter: Some(true), ..none }));
    let mut distinct: Vec<RetryChange> = Vec::new();
    for change in all {
        if !distinct.contains(&change) {
            distinct.push(change);
        }
    }
    distinct
}

/// What a command does, without its sizes. Sets of the same kind are reported together.
pub(super) fn kind(command: &Command, setup: &Setup) -> String {
    let mut kind = command.name().to_string();
    let arguments = command_arguments(command, setup);
    command.each(&mut |name, value| {
        let is_size = matches!(value, Value::Whole(_) | Value::Number(_) | Value::Span(_) | Value::Clock(_));
        match arguments.iter().find(|(known, _)| *known == name).filter(|_| !is_size) {
            Some((_, text)) => kind += &format!(" {name}={text}"),
            None => kind += &format!(" {name}"),
        }
    });
    kind
}

/// Commands that change less: of several parameters, one left out.
pub(super) fn parts_of(command: &Command) -> Vec<Command> {
    let Command::Decision(Decision::SetRetry { zone, change }) = *command else { return Vec::new() };
    let without = [
        RetryChange { probability: None, ..change },
        RetryChange { wait: None, ..change },
        RetryChange { backoff: None, ..change },
        RetryChange { jitter: None, ..change },
        RetryChange { max: None, ..change },
        RetryChange { budget: None, of: None, ..change },
    ];
    let smaller = without.into_iter().filter(|part| *part != change && *part != RetryChange::default());
    smaller.map(|change| Decision::SetRetry { zone, change }.into()).collect()
}

/// Joins commands of a set that hire, or dismiss, the same people into one, at the time of the last.
pub(super) fn together(set: &[Scheduled]) -> Vec<Scheduled> {
    let mut all: Vec<Scheduled> = Vec::new();
    for given in set {
        let mut given = given.clone();
        if let Some(before) = all.iter().position(|other| add(&mut given.command, &other.command)) {
            all.remove(before);
        }
        all.push(given);
    }
    all
}

/// Adds the people of a command that differs in nothing else; `false` if it differs.
fn add(to: &mut Command, from: &Command) -> bool {
    let (count, more) = (to.count(), from.count());
    let with = |command: &Command, people: u32| {
        let mut given = Vec::new();
        command.each(&mut |name, value| given.push((name, if name == "count" { Value::Whole(people) } else { value })));
        Command::build(command.row(), &given)
    };
    let fits = to.get("count").is_some() && with(from, count).as_ref() == Some(&*to);
    match with(to, count + more).filter(|_| fits) {
        Some(both) => {
            *to = both;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A command of which nobody has said what to try is tried by its row: none is left out in silence.
    #[test]
    fn every_command_can_be_tried_by_its_row_alone() {
        let text = "[menu.pizza]\nwork = { dist = \"fixed\", mean = \"4m\" }\n[[zone]]\nname = \"Town\"\n\
            orders_per_hour = 10\n[[outlet]]\nname = \"Main\"\n[[outlet]]\nname = \"Hill\"\nat = [1.0, 0.0]\n";
        let scenario = crate::scenario::read("small.toml", text, None, &[]).expect("it is sound").0;
        for spec in SPECS {
            let all = of_row(spec, &scenario.setup);
            assert!(!all.is_empty() && all.len() <= MOST, "{}: {}", spec.name, all.len());
            assert!(all.iter().all(|command| command.name() == spec.name));
        }
    }
}
