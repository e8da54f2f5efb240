//! Random small shops: from one number a scenario, its script and a player's commands, drawn over everything that the
//! simulation can do, so that every mechanism meets every other.

use pizzeria::chance::{Dist, Draws, Source};
use pizzeria::sim::command::{self, Change, Command, Fault, Need, Param, ParamSpec, SPECS, Value};
use pizzeria::sim::setup::*;
use pizzeria::units::time::{MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_SECOND};
use pizzeria::units::{Cents, ClockTime, ItemId, OutletId, Place, Span, Time, ZoneId};

/// A shop and what its player does, in order of time, everything before closing.
pub struct Shop {
    pub setup: Setup,
    pub player: Vec<(Time, Command)>,
}

/// How wild a shop may be.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    /// No commands and no faults, not even illness.
    Calm,
    /// Everything.
    Wild,
    /// Everything at once: backups in every kitchen, everybody often ill, a command every few minutes.
    Stormy,
}

pub fn shop(number: u64, kind: Kind) -> Shop {
    let draws = Draws::keyed(number, Source::Dice, u64::MAX, kind as u64);
    let mut dice = Dice { draws, round: number % 5 < 2 };
    let setup = setup(&mut dice, number, kind);
    if kind == Kind::Calm {
        return Shop { setup, player: Vec::new() };
    }
    let many = if kind == Kind::Stormy { 40 } else { 14 };
    let mut script = commands(&mut dice, &setup, 6);
    script.extend(setup.script.iter().map(|event| (event.at, event.command.clone())));
    script.sort_by_key(|(at, _)| *at);
    if setup.outlets.len() > 2 && dice.chance(30) {
        blackout(&mut dice, &setup, &mut script);
    }
    let player = commands(&mut dice, &setup, many);
    let scheduled = |(at, command)| Scheduled { at, command };
    Shop { setup: Setup { script: script.into_iter().map(scheduled).collect(), ..setup }, player }
}

/// The same, where what the player does before `until` stands in the file.
pub fn partly_played(shop: Shop, until: Time) -> Shop {
    let Shop { setup, player } = shop;
    let (played, player): (Vec<_>, Vec<_>) = player.into_iter().partition(|(at, _)| *at < until);
    let played = played.into_iter().map(|(at, command)| Scheduled { at, command }).collect();
    Shop { setup: Setup { played, ..setup }, player }
}

/// Two outlets go dark or dumb at one moment, so that one check misses both.
fn blackout(dice: &mut Dice, setup: &Setup, script: &mut Vec<(Time, Command)>) {
    let at = Time(dice.below(setup.duration.0 / 2));
    let first = dice.below(setup.outlets.len() as u64) as u32;
    let second = (first + 1) % setup.outlets.len() as u32;
    for outlet in [first, second].map(OutletId) {
        let lasts = Some(dice.span(1200, 3600));
        let fault =
            if dice.chance(50) { Fault::PowerOutage { outlet, lasts } } else { Fault::CutLine { outlet, lasts } };
        script.push((at, fault.into()));
    }
    script.sort_by_key(|(at, _)| *at);
}

struct Dice {
    draws: Draws,
    /// Everything lasts whole minutes, so that much falls on one moment and the rules of order decide.
    round: bool,
}

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.draws.below(n)
    }

    /// From `low` to `high`, both included.
    fn whole(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn real(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.draws.unit()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    /// Mostly on a whole minute, so that much falls on one moment; sometimes crooked.
    fn span(&mut self, low_s: u64, high_s: u64) -> Span {
        let seconds = self.whole(low_s, high_s);
        if self.round {
            return Span::from_mins((seconds / 60).max(1));
        }
        match self.below(4) {
            0 => Span(seconds * MICROS_PER_SECOND + self.below(MICROS_PER_SECOND)),
            1 => Span::from_secs(seconds),
            _ => Span::from_secs((seconds / 60 * 60).max(low_s.max(1).next_multiple_of(60).min(high_s))),
        }
    }

    fn maybe<T>(&mut self, percent: u64, make: impl FnOnce(&mut Dice) -> T) -> Option<T> {
        self.chance(percent).then(|| make(self))
    }

    fn dist(&mut self, mean: f64) -> Dist {
        if self.round {
            return Dist::Fixed { mean: (mean / 60.0).round().max(1.0) * 60.0 };
        }
        match self.below(7) {
            0 | 1 => Dist::Fixed { mean: mean.round() },
            2 | 3 => Dist::Exponential { mean },
            4 => Dist::Erlang { mean, k: self.whole(2, 4) as u32 },
            5 => Dist::Lognormal { mean, cv: 0.6 },
            _ => Dist::Uniform { min: (mean * 0.5).round(), max: (mean * 1.5).round() },
        }
    }

    fn clock(&mut self) -> ClockTime {
        ClockTime(self.below(48) * (MICROS_PER_DAY / 48))
    }
}

fn setup(dice: &mut Dice, seed: u64, kind: Kind) -> Setup {
    let wild = kind != Kind::Calm;
    let items = dice.pick(&[1, 1, 2, 2, 3]);
    let zones = dice.pick(&[1, 1, 2, 3]);
    let outlets = dice.pick(&[1, 2, 2, 3, 4]);
    let duration = Span::from_mins(dice.whole(60, 200));
    let mode =
        dice.pick(&[DeliveryMode::Pickup, DeliveryMode::Coupled, DeliveryMode::Decoupled, DeliveryMode::Decoupled]);
    let opens = dice.clock();
    let mut setup = Setup {
        seed,
        opens,
        duration,
        warmup: if dice.chance(30) { Span::from_mins(dice.whole(1, 30)) } else { Span::ZERO },
        drain: false,
        items: (0..items).map(|i| item(dice, i)).collect(),
        zones: (0..zones).map(|z| zone(dice, z, items, zones, opens, duration)).collect(),
        outlets: (0..outlets).map(|o| outlet(dice, o, items, mode, opens, kind)).collect(),
        kitchen: kitchen(dice, items),
        dispatch: dispatch(dice),
        delivery: DeliverySetup {
            mode,
            speed_kmh: if dice.round { 60.0 } else { dice.pick(&[12.0, 24.0, 30.0]) },
            handover: if dice.chance(40) { Dist::Fixed { mean: dice.pick(&[0.0, 60.0]) } } else { dice.dist(60.0) },
            batch: dice.pick(&[1, 1, 2, 3]),
        },
        slo: SloSetup { promise: Span::from_mins(dice.whole(8, 40)), target: 0.9 },
        money: money(dice, wild),
        cards: CardsSetup::default(),
        books: None,
        script: Vec::new(),
        played: Vec::new(),
        zones_in_windows: true,
        windows: vec![Window { from: Time::ZERO + Span(duration.0 / 4), to: Time::ZERO + Span(duration.0 / 2) }],
    };
    setup.outlets[0].open = true;
    if items == 1 {
        setup.kitchen.all_round_speed = 1.0;
    }
    setup.drain = dice.chance(40);
    if outlets > 1 && dice.chance(12) {
        twins(dice, &mut setup);
    }
    rules_and_quotas(dice, &mut setup);
    setup
}

/// Who goes first, who may call how often, and what is promised for what: drawn last, so that the rest of a shop is
/// what it would be without.
fn rules_and_quotas(dice: &mut Dice, setup: &mut Setup) {
    for item in &mut setup.items {
        item.priority = dice.below(3) as u8;
        item.promise = dice.maybe(25, |dice| Span::from_mins(dice.whole(5, 60)));
    }
    for outlet in &mut setup.outlets {
        if dice.chance(35) {
            outlet.queue_order = dice.pick(QueueOrder::ALL);
        }
    }
    let quota =
        |dice: &mut Dice| QuotaSetup { per_hour: dice.pick(&[6.0, 10.0, 20.0, 37.0]), burst: dice.whole(1, 5) as u32 };
    for zone in &mut setup.zones {
        zone.quota = dice.maybe(10, quota);
    }
    setup.dispatch.quota = dice.maybe(5, quota);
    for outlet in &mut setup.outlets {
        outlet.manager = dice.maybe(15, |dice| ManagerSetup {
            every: dice.span(60, 900),
            per_waiting: dice.whole(1, 5) as u32,
            counts_coming: dice.chance(50),
            floor: dice.whole(1, 4) as u32,
            ceiling: dice.whole(4, 12) as u32,
        });
    }
    if dice.chance(40) {
        setup.dispatch.health = health(dice);
    }
    if dice.chance(25) {
        trays(dice, setup);
    }
    if dice.chance(30) {
        doubts(dice, setup);
    }
    if dice.chance(25) || is_by_street(setup.dispatch.policy) {
        streets(dice, setup);
    }
    if dice.chance(25) {
        telephones(dice, setup);
    }
    if setup.dispatch.phones.is_none() && !setup.has_unsure() && dice.chance(45) {
        order_books(dice, setup);
    }
    if dice.chance(35) {
        several(dice, setup);
    }
    setup.script.sort_by_key(|scheduled| scheduled.at);
}

/// Zones whose customers call again for want of a confirmation, and a line that is bad for a while.
fn doubts(dice: &mut Dice, setup: &mut Setup) {
    let first = dice.below(setup.zones.len() as u64) as usize;
    for (z, zone) in setup.zones.iter_mut().enumerate() {
        if z == first || dice.chance(50) {
            zone.unsure = Some(UnsureSetup { wait: dice.span(20, 600), max: dice.whole(1, 6) as u32 });
        }
    }
    setup.dispatch.order_numbers = dice.maybe(35, |dice| dice.span(30, 2400));
    let zone = dice.maybe(50, |_| ZoneId(first as u32));
    let lasts = dice.maybe(60, |dice| dice.span(600, 7200));
    let command = Fault::BadLine { zone, share: dice.pick(&[0.3, 0.7, 1.0]), lasts }.into();
    setup.script.push(Scheduled { at: Time(dice.below(setup.duration.0 / 4)), command });
}

/// Cookings that stick, who orders for a party, and what is ordered a second time: these fetch their pizzas, and know
/// of no lamps, clerks and failover.
fn several(dice: &mut Dice, setup: &mut Setup) {
    let first = dice.below(setup.items.len() as u64) as usize;
    for (i, item) in setup.items.iter_mut().enumerate() {
        if i == first || dice.chance(50) {
            let factor = if dice.round { 5.0 } else { dice.pick(&[1.0, 2.5, 10.0]) };
            item.hiccup = Some(HiccupSetup { share: dice.pick(&[0.1, 0.3, 1.0]), factor });
        }
    }
    if setup.delivery.mode != DeliveryMode::Pickup && dice.chance(30) {
        return;
    }
    setup.delivery.mode = DeliveryMode::Pickup;
    if !setup.has_trays() && dice.chance(70) {
        let first = dice.below(setup.zones.len() as u64) as usize;
        for (z, zone) in setup.zones.iter_mut().enumerate() {
            if z == first || dice.chance(30) {
                (zone.retry, zone.unsure) = (None, None);
                let share = dice.pick(&[0.2, 0.6, 1.0]);
                zone.party = Some(PartySetup { share, pizzas: dice.whole(2, 7) as u32 });
            }
        }
    }
    if setup.outlets.len() > 1 && dice.chance(70) {
        (setup.dispatch.failover, setup.dispatch.phones) = (false, None);
        setup.dispatch.duplicate = Some(DuplicateSetup {
            after: if dice.chance(15) { Span::ZERO } else { dice.span(30, 900) },
            cancel: dice.chance(60),
            budget: dice.maybe(40, |dice| dice.pick(&[0.0, 0.05, 0.3])),
        });
    }
}

fn is_by_street(policy: Policy) -> bool {
    policy.row().chooses_by == ChoosesBy::Street
}

/// Guests with streets, of some zones or all, and cards for them.
fn streets(dice: &mut Dice, setup: &mut Setup) {
    let first = dice.below(setup.zones.len() as u64) as usize;
    for (z, zone) in setup.zones.iter_mut().enumerate() {
        if z == first || dice.chance(60) {
            zone.streets = dice.pick(&[1, 3, 10, 40, 130]);
            zone.hot = dice.pick(&[0.0, 0.3, 0.6]);
        }
    }
    setup.cards = CardsSetup {
        stranger: if dice.round { dice.pick(&[1.0, 2.0]) } else { dice.pick(&[1.0, 1.3, 1.7, 2.5]) },
        filed: dice.maybe(80, |dice| Time(dice.below(setup.duration.0 / 2) * dice.below(2))),
        points: dice.pick(&[1, 3, 20]),
    };
    if dice.chance(60) {
        setup.dispatch.policy = dice.pick(&[Policy::ByStreet, Policy::Ring]);
    }
}

/// Few clerks, some of whom listen for long, and a telephone that is dead for a while.
fn telephones(dice: &mut Dice, setup: &mut Setup) {
    let clerks = dice.maybe(75, |dice| dice.whole(1, 4) as u32);
    let call = match dice.below(3) {
        0 => Dist::Fixed { mean: 0.0 },
        1 => Dist::Fixed { mean: 60.0 },
        _ => dice.dist(40.0),
    };
    setup.dispatch.phones = Some(PhoneSetup {
        clerks,
        call,
        give_up: dice.maybe(75, |dice| dice.span(20, 600)),
        each: dice.maybe(40, |dice| dice.whole(1, 2) as u32),
        fuse: dice.maybe(60, |dice| FuseSetup {
            after: dice.whole(1, 4) as u32,
            lasts: dice.span(30, 900),
            scope: dice.pick(FuseScope::ALL),
        }),
    });
    let outlet = OutletId(dice.below(setup.outlets.len() as u64) as u32);
    let lasts = dice.maybe(70, |dice| dice.span(300, 3600));
    let at = Time(dice.below(setup.duration.0 / 2));
    setup.script.push(Scheduled { at, command: Fault::DeadLine { outlet, lasts }.into() });
}

/// Order books, some of which are away or burn.
fn order_books(dice: &mut Dice, setup: &mut Setup) {
    let copies = dice.pick(&[1, 2, 3, 3, 3, 4, 5, 9]);
    setup.books = Some(BooksSetup {
        copies,
        wait_for: dice.pick(WaitFor::ALL),
        write: if dice.chance(50) { Span::ZERO } else { dice.span(5, 120) },
        copy: if dice.chance(15) { Dist::Fixed { mean: 0.0 } } else { dice.dist(180.0) },
        away: dice.maybe(30, |dice| IllnessSetup { every: dice.span(600, 5400), lasts: dice.span(60, 1200) }),
    });
    let book = dice.whole(1, copies.into()) as u32;
    let lasts = dice.maybe(80, |dice| dice.span(120, 2400));
    let at = Time(dice.below(setup.duration.0 / 2));
    setup.script.push(Scheduled { at, command: Fault::BookAway { book, lasts }.into() });
    if dice.chance(60) {
        let at = Time(dice.below(setup.duration.0));
        setup.script.push(Scheduled { at, command: Fault::BookBurns { book: dice.whole(1, 3) as u32 }.into() });
    }
}

/// Slices under lamps, of some items or all: these are not finished from bases, nor cooked in lines of their own, nor
/// driven out by chefs.
fn trays(dice: &mut Dice, setup: &mut Setup) {
    let first = dice.below(setup.items.len() as u64) as usize;
    for (i, item) in setup.items.iter_mut().enumerate() {
        if i == first || dice.chance(30) {
            item.base = None;
            item.tray = Some(TraySetup {
                keeps: dice.span(120, 1500),
                serve: if dice.chance(30) { Span::ZERO } else { dice.span(5, 90) },
                refill: dice.pick(Refill::ALL),
                old_for: if dice.chance(30) { Span::ZERO } else { dice.span(60, 1500) },
                fresh: dice.chance(60),
            });
        }
    }
    setup.outlets.iter_mut().for_each(|outlet| outlet.kitchen = KitchenKind::Shared);
    if setup.delivery.mode == DeliveryMode::Coupled {
        setup.delivery.mode = DeliveryMode::Pickup;
    }
}

/// What health checks ask.
fn health(dice: &mut Dice) -> HealthSetup {
    HealthSetup {
        unhealthy_after: dice.maybe(60, |dice| dice.span(120, 900)),
        unhealthy_burnt: dice.maybe(60, |dice| dice.pick(&[0.1, 0.3, 0.5, 1.0])),
        back_after: if dice.chance(40) { Span::ZERO } else { dice.span(60, 900) },
        fail_open: dice.maybe(50, |dice| dice.pick(&[0.2, 0.4, 0.5, 0.6, 1.0])),
    }
}

/// The same kitchen at every outlet, the chefs in another order, all as near: expected waits that are equal are equal
/// by sums of the same numbers in another order.
fn twins(dice: &mut Dice, setup: &mut Setup) {
    setup.dispatch.policy = Policy::LeastWait;
    setup.kitchen.all_round_speed = 0.7;
    setup.kitchen.level_speed = vec![1.0, 1.5, 1.9];
    let mut first = setup.outlets[0].clone();
    let spare = |dice: &mut Dice| ChefSetup { skill: Skill::AllRound, level: dice.whole(1, 3) as u8, standby: false };
    first.chefs.extend([spare(dice), spare(dice)]);
    for (o, outlet) in setup.outlets.iter_mut().enumerate() {
        (outlet.at, outlet.kitchen, outlet.chefs) = (first.at, first.kitchen, first.chefs.clone());
        outlet.chefs.rotate_left(o % first.chefs.len());
    }
}

fn item(dice: &mut Dice, i: usize) -> ItemSetup {
    let mean = dice.real(120.0, 420.0);
    ItemSetup {
        name: format!("item-{i}"),
        price: Cents(dice.whole(500, 1500) as i64),
        work: dice.dist(mean),
        ingredients: Cents(dice.whole(0, 300) as i64),
        base: dice.maybe(60, |dice| BaseSetup {
            time: dice.span(20, 120),
            saves: dice.pick(&[0.25, 0.4, 0.5]),
            keeps: if dice.chance(30) { Span::ENDLESS } else { dice.span(600, 3600) },
        }),
        promise: None,
        priority: 0,
        tray: None,
        hiccup: None,
    }
}

fn zone(dice: &mut Dice, z: usize, items: usize, zones: usize, opens: ClockTime, duration: Span) -> ZoneSetup {
    let per_hour = match dice.round {
        true => dice.pick(&[10.0, 12.0, 15.0, 20.0, 30.0]),
        false => (dice.real(10.0, 80.0) / zones as f64).round(),
    };
    let arrivals = match dice.below(5) {
        0 => Arrivals::Even,
        2 if dice.round => Arrivals::Even,
        1 => {
            let count = dice.whole(10, 60);
            let mut times: Vec<Time> =
                (0..count).map(|_| Time(dice.below(duration.0 / MICROS_PER_SECOND + 1) * MICROS_PER_SECOND)).collect();
            times.sort();
            Arrivals::Trace(times)
        }
        _ => Arrivals::Poisson,
    };
    let curve = dice.maybe(35, |dice| {
        let mut at: Vec<u64> =
            (0..dice.whole(1, 4)).map(|_| (opens.0 + dice.below(8) * MICROS_PER_HOUR / 2) % MICROS_PER_DAY).collect();
        at.sort();
        at.iter().map(|&at| CurvePoint { at: ClockTime(at), factor: dice.pick(&[0.5, 1.0, 2.0, 0.25]) }).collect()
    });
    ZoneSetup {
        name: format!("zone-{z}"),
        at: Place::new(dice.whole(0, 3) as f64, dice.whole(0, 2) as f64),
        radius: if dice.round { 0.0 } else { dice.pick(&[0.0, 0.5, 1.0]) },
        arrivals,
        orders_per_hour: per_hour,
        curve: curve.unwrap_or_default(),
        mix: (0..items).map(|i| if i == 0 { 1.0 } else { dice.pick(&[0.0, 0.5, 1.0]) }).collect(),
        patience: dice.maybe(65, |dice| {
            let mean = dice.real(240.0, 2400.0);
            dice.dist(mean)
        }),
        patience_until: dice.pick(&[PatienceUntil::Cooking, PatienceUntil::Delivery]),
        cancels: dice.chance(55),
        retry: dice.maybe(55, retry),
        quota: None,
        unsure: None,
        streets: 0,
        hot: 0.0,
        party: None,
    }
}

fn retry(dice: &mut Dice) -> RetrySetup {
    RetrySetup {
        probability: dice.pick(&[0.5, 0.8, 1.0]),
        wait: dice.span(30, 600),
        backoff: dice.pick(&[1.0, 2.0]),
        jitter: dice.chance(40),
        max: dice.whole(1, 4) as u32,
        budget: dice.maybe(40, |dice| dice.pick(&[0.1, 0.25, 0.5])),
        of: dice.pick(&[BudgetOf::Deliveries, BudgetOf::Calls]),
    }
}

fn outlet(dice: &mut Dice, o: usize, items: usize, mode: DeliveryMode, opens: ClockTime, kind: Kind) -> OutletSetup {
    let (wild, stormy) = (kind != Kind::Calm, kind == Kind::Stormy);
    let chefs = dice.whole(1, 4);
    let skill = |dice: &mut Dice| match dice.chance(50) {
        true => Skill::AllRound,
        false => Skill::Item(ItemId(dice.below(items as u64) as u16)),
    };
    let mut people: Vec<ChefSetup> =
        (0..chefs).map(|_| ChefSetup { skill: skill(dice), level: dice.pick(&[1, 1, 2, 3]), standby: false }).collect();
    if wild && dice.chance(40) {
        people.push(ChefSetup { skill: skill(dice), level: 1, standby: true });
    }
    if stormy {
        let backups = dice.whole(1, 2);
        people.extend((0..backups).map(|_| ChefSetup { skill: skill(dice), level: 1, standby: true }));
    }
    OutletSetup {
        name: format!("outlet-{o}"),
        at: Place::new(dice.whole(0, 3) as f64, dice.whole(0, 2) as f64),
        open: !wild || dice.chance(85),
        open_cost: Cents(dice.whole(0, 200) as i64 * 100),
        open_time: if dice.chance(50) { Span::ZERO } else { dice.span(60, 1200) },
        rent_per_hour: Cents(dice.whole(0, 20) as i64 * 100),
        max_chefs: dice.maybe(50, |dice| dice.whole(2, 6) as u32),
        queue_limit: dice.maybe(45, |dice| dice.whole(0, 8) as u32),
        queue_order: if dice.chance(75) { QueueOrder::OldestFirst } else { QueueOrder::NewestFirst },
        shelf_limit: dice.maybe(45, |dice| dice.whole(0, 4) as u32),
        kitchen: dice.pick(&[KitchenKind::Shared, KitchenKind::Shared, KitchenKind::Specialised, KitchenKind::Private]),
        join: dice.pick(&[Join::Lot, Join::Lot, Join::Shortest]),
        riders: match mode {
            DeliveryMode::Decoupled => dice.whole(1, 3) as u32,
            _ => dice.below(2) as u32,
        },
        illness: if stormy {
            dice.maybe(85, |dice| IllnessSetup { every: dice.span(300, 2400), lasts: dice.span(60, 1500) })
        } else if wild {
            dice.maybe(35, |dice| IllnessSetup { every: dice.span(1800, 7200), lasts: dice.span(300, 1800) })
        } else {
            None
        },
        prep: dice.maybe(40, |dice| prep(dice, items, opens)),
        chefs: people,
        manager: None,
    }
}

/// A window that often begins or ends while the shop is open.
fn prep(dice: &mut Dice, items: usize, opens: ClockTime) -> PrepSetup {
    let clock = |dice: &mut Dice| ClockTime((opens.0 + dice.below(8) * MICROS_PER_HOUR / 4) % MICROS_PER_DAY);
    PrepSetup {
        item: ItemId(dice.below(items as u64) as u16),
        from: clock(dice),
        to: clock(dice),
        target: dice.whole(1, 20) as u32,
        batch: dice.pick(&[1, 2, 5]),
    }
}

fn kitchen(dice: &mut Dice, _items: usize) -> KitchenSetup {
    KitchenSetup {
        off_skill_speed: if dice.round { 0.5 } else { dice.pick(&[0.5, 0.7]) },
        all_round_speed: if dice.round { 1.0 } else { dice.pick(&[0.8, 1.0]) },
        switch_time: if dice.chance(40) { dice.span(10, 60) } else { Span::ZERO },
        level_speed: if dice.round { vec![1.0, 2.0, 4.0] } else { vec![1.0, 1.5, 1.9] },
        notice_time: dice.pick(&[Span::ZERO, Span::from_mins(2), Span::from_mins(10)]),
        hire_time: dice.pick(&[Span::ZERO, Span::from_mins(5), Span::from_mins(10)]),
        upgrade_time: dice.pick(&[Span::ZERO, Span::from_mins(7)]),
    }
}

fn dispatch(dice: &mut Dice) -> DispatchSetup {
    DispatchSetup {
        policy: dice.pick(Policy::ALL),
        health_check: dice.pick(&[Span::ZERO, Span::from_secs(30), Span::from_mins(2), Span::from_mins(10)]),
        board_refresh: match dice.round {
            true => dice.pick(&[Span::ZERO, Span::from_mins(1), Span::from_mins(3)]),
            false => dice.pick(&[Span::ZERO, Span::ZERO, Span::from_mins(1), Span(77_123_456)]),
        },
        failover: dice.chance(65),
        when_none: dice.pick(WhenNone::ALL),
        quota: None,
        order_numbers: None,
        health: HealthSetup::default(),
        phones: None,
        duplicate: None,
    }
}

fn money(dice: &mut Dice, wild: bool) -> MoneySetup {
    let mut cents = |low: u64, high: u64| Cents(dice.whole(low, high) as i64);
    MoneySetup {
        chef_wage: cents(1000, 2500),
        rider_wage: cents(800, 1500),
        standby_retainer: cents(100, 900),
        chef_fee: cents(0, 9000),
        rider_fee: cents(0, 5000),
        clerk_wage: Cents(1_234),
        clerk_fee: Cents(2_500),
        tools: vec![Cents::ZERO, cents(5000, 30000), cents(10000, 50000)],
        refund: dice.pick(&[0.0, 0.5, 1.0]),
        cash: if wild { dice.maybe(50, |dice| Cents(dice.whole(0, 800) as i64 * 100)) } else { None },
    }
}

/// Up to `many` commands at random moments before closing, several often at one.
fn commands(dice: &mut Dice, setup: &Setup, many: u64) -> Vec<(Time, Command)> {
    let seconds = setup.duration.0 / MICROS_PER_SECOND;
    let mut all = Vec::new();
    let mut at = Time::ZERO;
    for _ in 0..dice.below(many + 1) {
        if all.is_empty() || !dice.chance(25) {
            at = match dice.below(3) {
                0 if !dice.round => Time(dice.below(setup.duration.0)),
                _ => Time(dice.below(seconds / 60) * 60 * MICROS_PER_SECOND),
            };
        }
        all.push((at, command(dice, setup)));
    }
    all.sort_by_key(|(at, _)| *at);
    all
}

/// Any command of the table, so that a new one is tried, too. What changes people and doors comes more often.
fn command(dice: &mut Dice, setup: &Setup) -> Command {
    let kind = if dice.chance(45) { command::Kind::Fault } else { command::Kind::Decision };
    let mut rows = Vec::new();
    for row in SPECS.iter().filter(|row| row.kind == kind) {
        let often = row.changes != Change::Setting || row.mends.is_none() && kind == command::Kind::Fault;
        rows.extend(std::iter::repeat_n(*row, if often { 2 } else { 1 }));
    }
    let row = dice.pick(&rows);
    let mut given = Vec::new();
    for spec in row.params {
        let is_given = match spec.need {
            Need::Must => true,
            Need::May | Need::Or(_) => dice.chance(if spec.name == "lasts" { 85 } else { 50 }),
        };
        if is_given {
            given.push((spec.name, value(dice, spec, setup)));
        }
    }
    Command::build(row, &given).expect("all that must be given is")
}

fn value(dice: &mut Dice, spec: &ParamSpec, setup: &Setup) -> Value {
    let item = |dice: &mut Dice| ItemId(dice.below(setup.items.len() as u64) as u16);
    match spec.param {
        Param::Outlet => Value::Outlet(OutletId(dice.below(setup.outlets.len() as u64) as u32)),
        Param::Zone => Value::Zone(ZoneId(dice.below(setup.zones.len() as u64) as u32)),
        Param::Item => Value::Item(item(dice)),
        Param::Skill if dice.chance(50) => Value::Skill(Skill::AllRound),
        Param::Skill => Value::Skill(Skill::Item(item(dice))),
        Param::Flag => Value::Flag(dice.chance(50)),
        Param::Count if spec.name == "target" => Value::Whole(dice.whole(1, 20) as u32),
        Param::Count => Value::Whole(dice.whole(1, 3) as u32),
        Param::People => Value::Whole(dice.whole(1, 2) as u32),
        Param::Limit => Value::Whole(dice.below(8) as u32),
        Param::Factor if spec.name == "per_hour" => Value::Number(dice.pick(&[6.0, 12.0, 30.0, 60.0])),
        Param::Factor => Value::Number(dice.pick(&[0.3, 0.7, 1.5, 2.0])),
        Param::Share => Value::Number(dice.pick(&[0.3, 0.5])),
        Param::Number => Value::Number(dice.pick(&[0.2, 1.0, 2.0])),
        Param::Probability if spec.name != "probability" => Value::Number(dice.pick(&[0.0, 0.3, 0.5])),
        Param::Probability => Value::Number(dice.pick(&[0.3, 1.0])),
        Param::Span if spec.name == "every" => {
            Value::Span(dice.pick(&[Span::ZERO, Span::from_secs(45), Span::from_mins(3), Span::from_mins(5)]))
        }
        Param::Span if spec.name == "after" => Value::Span(dice.span(5, 120)),
        Param::Span if ["unhealthy_after", "back_after"].contains(&spec.name) && dice.chance(20) => {
            Value::Span(Span::ZERO)
        }
        Param::Span if spec.name == "for" => Value::Span(dice.span(30, 600)),
        Param::Span if spec.name == "wait" => Value::Span(dice.span(30, 300)),
        Param::Span => Value::Span(dice.span(60, 2400)),
        Param::Clock => {
            let quarter = dice.below(8) * MICROS_PER_HOUR / 4;
            Value::Clock(ClockTime((setup.opens.0 + quarter) % MICROS_PER_DAY))
        }
        Param::Word(list) => Value::Word(&list.rows[dice.below(list.rows.len() as u64) as usize]),
    }
}
