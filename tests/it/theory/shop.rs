//! The simplest shop there is: one outlet, one chef, one pizza, customers at the door who wait for ever and fetch
//! their pizza themselves. Cases change what they need.

use pizzeria::chance::Dist;
use pizzeria::sim::setup::*;
use pizzeria::units::{Cents, ClockTime, ItemId, Place, Span};

/// Mean work of a pizza, seconds.
pub const WORK: f64 = 60.0;

pub const EXPONENTIAL: Dist = Dist::Exponential { mean: WORK };

/// `load` of the hands' time asked for, by `chefs` at one outlet.
pub fn shop(load: f64, chefs: u32, work: Dist) -> Setup {
    Setup {
        seed: 0,
        opens: ClockTime(0),
        duration: Span::ZERO,
        warmup: Span::ZERO,
        drain: true,
        items: vec![item("pizza", work)],
        zones: vec![zone(load * chefs as f64 / work.mean() * 3_600.0)],
        outlets: vec![outlet("first", chefs)],
        kitchen: KitchenSetup {
            off_skill_speed: 1.0,
            all_round_speed: 1.0,
            switch_time: Span::ZERO,
            level_speed: vec![1.0],
            notice_time: Span::ZERO,
            hire_time: Span::ZERO,
            upgrade_time: Span::ZERO,
        },
        dispatch: DispatchSetup {
            policy: Policy::Nearest,
            health_check: Span::ZERO,
            board_refresh: Span::ZERO,
            failover: false,
            when_none: WhenNone::Lose,
            quota: None,
            order_numbers: None,
            health: HealthSetup::default(),
            phones: None,
            duplicate: None,
        },
        delivery: DeliverySetup {
            mode: DeliveryMode::Pickup,
            speed_kmh: 30.0,
            handover: Dist::Fixed { mean: 0.0 },
            batch: 1,
        },
        slo: SloSetup { promise: Span::from_mins(30), target: 0.95 },
        cards: CardsSetup::default(),
        money: MoneySetup {
            cash: None,
            chef_wage: Cents(2_000),
            rider_wage: Cents(1_500),
            clerk_wage: Cents(1_400),
            clerk_fee: Cents(0),
            standby_retainer: Cents(500),
            chef_fee: Cents(0),
            rider_fee: Cents(0),
            tools: vec![Cents(0)],
            refund: 1.0,
        },
        books: None,
        script: Vec::new(),
        played: Vec::new(),
        windows: Vec::new(),
        zones_in_windows: false,
    }
}

/// Equal outlets side by side, at one place; `load` of the hands of all.
pub fn shops(load: f64, outlets: u32, chefs: u32, policy: Policy) -> Setup {
    let mut setup = shop(load, chefs, EXPONENTIAL);
    setup.outlets = (1..=outlets).map(|number| outlet(&format!("outlet {number}"), chefs)).collect();
    setup.zones = vec![zone(load * (outlets * chefs) as f64 / WORK * 3_600.0)];
    setup.dispatch.policy = policy;
    setup
}

fn zone(orders_per_hour: f64) -> ZoneSetup {
    ZoneSetup {
        name: "town".into(),
        at: Place::new(0.0, 0.0),
        radius: 0.0,
        arrivals: Arrivals::Poisson,
        orders_per_hour,
        curve: Vec::new(),
        mix: vec![1.0],
        patience: None,
        patience_until: PatienceUntil::Cooking,
        cancels: true,
        retry: None,
        quota: None,
        unsure: None,
        streets: 0,
        hot: 0.0,
        party: None,
    }
}

fn outlet(name: &str, chefs: u32) -> OutletSetup {
    OutletSetup {
        name: name.into(),
        at: Place::new(0.0, 0.0),
        open: true,
        open_cost: Cents(0),
        open_time: Span::ZERO,
        rent_per_hour: Cents(0),
        max_chefs: None,
        queue_limit: None,
        queue_order: QueueOrder::OldestFirst,
        shelf_limit: None,
        kitchen: KitchenKind::Shared,
        join: Join::Lot,
        riders: 0,
        illness: None,
        prep: None,
        manager: None,
        chefs: vec![ChefSetup { skill: Skill::Item(ItemId(0)), level: 1, standby: false }; chefs as usize],
    }
}

/// An item that costs the same whatever it is.
pub fn item(name: &str, work: Dist) -> ItemSetup {
    ItemSetup {
        name: name.into(),
        price: Cents(1_000),
        work,
        ingredients: Cents(300),
        base: None,
        promise: None,
        tray: None,
        hiccup: None,
        priority: 0,
    }
}
