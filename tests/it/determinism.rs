//! One seed, one history: whatever the tick, whoever gave the commands, however often the world was put away and taken
//! up again; and two histories of one seed differ only by what was decided.

use crate::oracle::play;
use crate::shops::{Kind, Shop, shop};
use pizzeria::scenario;
use pizzeria::session::{Session, replicate};
use pizzeria::sim::command::{Command, Decision, Fault};
use pizzeria::sim::notice::{Notice, Witness};
use pizzeria::sim::order::Order;
use pizzeria::sim::setup::{Arrivals, HealthSetup, Policy, Scheduled, Setup};
use pizzeria::sim::world::World;
use pizzeria::units::{ChefRef, ItemId, OutletId, Place, Span, Time};
use std::collections::BTreeMap;
use std::sync::Arc;

const SHOPS: std::ops::Range<u64> = 0..24;

/// Wild shops, and stormy ones, in which most happens at one moment.
fn shops() -> impl Iterator<Item = (u64, Shop)> {
    SHOPS.map(|number| (number, shop(number, if number % 3 == 2 { Kind::Stormy } else { Kind::Wild })))
}

fn opened(setup: &Setup) -> World {
    World::new(Arc::new(setup.clone()))
}

/// From tick to tick, as the dashboard does; a command stops the clock at its own moment.
fn in_ticks(shop: &Shop, tick: Span) -> World {
    let mut world = opened(&shop.setup);
    let mut player = shop.player.iter().peekable();
    let mut next = Time::ZERO + tick;
    while !world.is_over() {
        while let Some((at, command)) = player.next_if(|(at, _)| *at < next) {
            // Paused: of several commands of one moment only the first had to be waited for.
            if world.now() < *at {
                world.advance(*at, &mut ());
            }
            let _ = world.give(command, &mut ());
        }
        world.advance(next, &mut ());
        next += tick;
    }
    world
}

#[test]
fn the_tick_changes_nothing() {
    for (number, shop) in shops() {
        let (whole, _) = play(&shop, &mut ());
        for tick in [Span(100_000), Span::from_secs(1), Span::from_secs(7), Span::from_secs(60)] {
            assert_eq!(in_ticks(&shop, tick).digest(), whole.digest(), "shop {number} in ticks of {tick}");
        }
    }
}

/// Time runs forward only: whoever asks for a moment that has passed gets the world as it is.
#[test]
fn asking_for_the_past_changes_nothing() {
    for (number, shop) in shops() {
        let mut world = opened(&shop.setup);
        let closing = shop.setup.closing();
        for at in [Time(closing.0 / 2), closing, closing + Span::from_secs(1)] {
            world.advance(at, &mut ());
            let (now, digest) = (world.now(), world.digest());
            for past in [Time::ZERO, Time(now.0 / 2), Time(now.0 - 1)] {
                world.advance(past, &mut ());
                assert!(
                    (world.now(), &world.digest()) == (now, &digest),
                    "shop {number} at {now:?}, asked for {past:?}"
                );
            }
        }
        world.advance(Time::NEVER, &mut ());
        assert_eq!(world.digest(), play(&Shop { player: Vec::new(), ..shop }, &mut ()).0.digest(), "shop {number}");
    }
}

/// Script and player together, in the order in which they act: at one moment the script first.
fn scripted(shop: &Shop) -> Shop {
    let mut script = shop.setup.script.clone();
    script.extend(shop.player.iter().map(|(at, command)| Scheduled { at: *at, command: command.clone() }));
    script.sort_by_key(|line| line.at);
    Shop { setup: Setup { script, ..shop.setup.clone() }, player: Vec::new() }
}

/// What the player does, as a file says that it was done.
fn exported(shop: &Shop) -> Shop {
    let mut played = shop.setup.played.clone();
    played.extend(shop.player.iter().map(|(at, command)| Scheduled { at: *at, command: command.clone() }));
    Shop { setup: Setup { played, ..shop.setup.clone() }, player: Vec::new() }
}

#[test]
fn typed_scripted_and_replayed_commands_make_one_history() {
    for (number, shop) in shops() {
        let (live, answers) = play(&shop, &mut ());
        let (by_script, _) = play(&scripted(&shop), &mut ());
        assert_eq!(live.digest(), by_script.digest(), "shop {number} by script");
        let (again, _) = play(&exported(&shop), &mut ());
        assert_eq!(live.digest(), again.digest(), "shop {number} as a file of the player's");
        let taken = answers.iter().filter(|done| **done).count() as u64;
        assert_eq!(again.played(), live.played() + taken, "shop {number}: they count as the player's");
        // A log keeps only what was done; replaying it is the same history.
        let done = shop.player.iter().zip(answers).filter(|(_, done)| *done).map(|(line, _)| line.clone());
        let log = Shop { setup: shop.setup.clone(), player: done.collect() };
        assert_eq!(play(&log, &mut ()).0.digest(), live.digest(), "shop {number} replayed");
    }
}

/// Several commands given in one pause are one history with a file of them: what the first makes due happens before the
/// second, and what is due at opening (a look at the board) before a command given there.
#[test]
fn commands_given_in_one_pause_make_the_history_of_a_file_of_them() {
    let text = "schema = 1\n[scenario]\nduration = \"1h\"\n[menu.pizza]\nwork = { dist = \"fixed\", mean = \"5m\" }\n\
                [[zone]]\nname = \"Town\"\norders_per_hour = 30.0\n[kitchen]\nhire_time = \"0s\"\nnotice_time = \"0s\"\n\
                upgrade_time = \"0s\"\n\
                [[outlet]]\nname = \"A\"\n[[outlet.chef]]\ncount = 2\n[[outlet]]\nname = \"B\"\n[[outlet.chef]]\ncount = 2\n\
                [dispatch]\npolicy = \"least_wait\"\nboard_refresh = \"10m\"\n";
    let (scenario, _) = scenario::read("test.toml", text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut session = Session::new(Arc::new(scenario));
    for (at, lines) in [
        (0, ["upgrade_chefs outlet=\"B\"", "hire_chef outlet=\"B\""]),
        (300, ["hire_chef outlet=\"B\" skill=\"pizza\"", "chef_ill outlet=\"B\" skill=\"pizza\""]),
        (1800, ["chef_ill outlet=\"A\"", "dismiss_chef outlet=\"A\""]),
    ] {
        session.advance(Time(at * 1_000_000));
        for line in lines {
            session.give(scenario::command_line(line, session.setup()).unwrap()).unwrap();
        }
    }
    let again = replicate::run(session.setup(), session.commands(), None, &mut ());
    session.finish();
    assert_eq!(session.world().digest(), again.world.digest());
}

/// Plays with an interruption at every eighth of the evening, where the world is handed through `pass`.
fn interrupted(shop: &Shop, pass: impl Fn(World) -> World) -> World {
    let mut world = opened(&shop.setup);
    let mut player = shop.player.iter().peekable();
    for eighth in 1..8 {
        let until = Time(shop.setup.duration.0 / 8 * eighth);
        while let Some((at, command)) = player.next_if(|(at, _)| *at <= until) {
            world.advance(*at, &mut ());
            let _ = world.give(command, &mut ());
        }
        world.advance(until, &mut ());
        world = pass(world);
    }
    for (at, command) in player {
        world.advance(*at, &mut ());
        let _ = world.give(command, &mut ());
    }
    world.finish(&mut ());
    world
}

#[test]
fn put_away_and_taken_up_again_the_run_is_unbroken() {
    for (number, shop) in shops() {
        let whole = play(&shop, &mut ()).0.digest();
        assert_eq!(interrupted(&shop, |world| world.clone()).digest(), whole, "shop {number} cloned");
        let restored = interrupted(&shop, |world| {
            let text = serde_json::to_string(&world).expect("a world can be written");
            serde_json::from_str(&text).unwrap_or_else(|why| panic!("shop {number} cannot be read again: {why}"))
        });
        assert_eq!(restored.digest(), whole, "shop {number} written and read");
    }
}

#[test]
fn a_command_given_just_before_the_world_is_put_away_is_not_forgotten() {
    // What a command brings about in its own moment happens after the world was restored, too.
    for number in SHOPS {
        let shop = shop(number, Kind::Wild);
        let whole = play(&shop, &mut ()).0.digest();
        let mut world = opened(&shop.setup);
        for (at, command) in &shop.player {
            world.advance(*at, &mut ());
            let _ = world.give(command, &mut ());
            let text = serde_json::to_string(&world).expect("a world can be written");
            world = serde_json::from_str(&text).expect("a world can be read again");
        }
        world.finish(&mut ());
        assert_eq!(world.digest(), whole, "shop {number}");
    }
}

#[test]
fn a_fork_is_the_original_until_they_differ_by_a_command() {
    for number in SHOPS {
        let shop = shop(number, Kind::Wild);
        let half = Time(shop.setup.duration.0 / 2 + 1);
        let mut trunk = opened(&shop.setup);
        trunk.advance(half, &mut ());
        let mut fork = trunk.clone();
        assert_eq!(fork.digest(), trunk.digest());
        let surge = Fault::Surge { zone: None, item: None, factor: 3.0, lasts: Some(Span::from_hours(1)) };
        fork.give(&surge.into(), &mut ()).expect("anybody may stir up demand");
        assert_ne!(fork.digest(), trunk.digest(), "shop {number}: the surge is part of the state");
        fork.finish(&mut ());
        trunk.finish(&mut ());
        let alone = play(&Shop { setup: shop.setup, player: Vec::new() }, &mut ()).0;
        assert_eq!(trunk.digest(), alone.digest(), "shop {number}: the fork has touched the original");
    }
}

/// What a first call brings, and when.
#[derive(Clone, Debug, PartialEq)]
struct FirstCall {
    at: Time,
    item: ItemId,
    address: Place,
    work: Span,
    handover: Span,
    patience: Span,
}

/// Notes nature and luck: first calls, who falls ill when, and where each order was sent.
#[derive(Default)]
struct Luck {
    calls: BTreeMap<(u32, u64), FirstCall>,
    illnesses: BTreeMap<ChefRef, Vec<(Time, Time)>>,
    sent: BTreeMap<(u32, u64), (Time, OutletId)>,
}

impl Witness for Luck {
    fn see(&mut self, world: &World, notice: Notice) {
        match notice {
            Notice::Placed { order } => {
                let Order { id, placed, item, address, work, handover, patience, .. } = world.orders()[order];
                let call = FirstCall { at: placed, item, address, work, handover, patience };
                if id.attempt == 0 {
                    self.calls.insert((id.zone.0, id.n), call);
                }
            }
            Notice::FellIll { chef, until } => self.illnesses.entry(chef).or_default().push((world.now(), until)),
            Notice::Sent { order, outlet, .. } if world.orders()[order].id.attempt == 0 => {
                let id = world.orders()[order].id;
                self.sent.insert((id.zone.0, id.n), (world.now(), outlet));
            }
            _ => {}
        }
    }
}

fn luck(setup: &Setup, player: &[(Time, Command)]) -> Luck {
    let mut luck = Luck::default();
    play(&Shop { setup: setup.clone(), player: player.to_vec() }, &mut luck);
    luck
}

#[test]
fn hiring_a_chef_changes_no_customer() {
    let mut done = 0;
    for number in SHOPS {
        let mut setup = shop(number, Kind::Wild).setup;
        setup.drain = false;
        setup.money.cash = None;
        setup.outlets[0].max_chefs = None;
        let hire = Decision::HireChef { outlet: OutletId(0), skill: None, standby: false, count: 2 };
        let (before, after) = (luck(&setup, &[]), luck(&setup, &[(Time(60_000_000), hire.into())]));
        assert_eq!(before.calls, after.calls, "shop {number}");
        done += before.calls.len();
    }
    assert!(done > 500, "{done} calls prove little");
}

#[test]
fn nobody_elsewhere_falls_ill_otherwise_because_a_chef_was_hired() {
    let mut done = 0;
    for number in 0..150 {
        let mut setup = shop(number, Kind::Wild).setup;
        // Chefs who drive fall ill at home; whom backups cover depends on others. Without both, illness is nature's
        // alone.
        setup.delivery.mode = pizzeria::sim::setup::DeliveryMode::Pickup;
        setup.outlets.iter_mut().for_each(|outlet| outlet.chefs.retain(|chef| !chef.standby));
        // Nor is anybody hired because of the line that the new one shortens.
        setup.outlets.iter_mut().for_each(|outlet| outlet.manager = None);
        (setup.script, setup.drain, setup.money.cash) = (Vec::new(), false, None);
        setup.outlets[0].max_chefs = None;
        let hire = Decision::HireChef { outlet: OutletId(0), skill: None, standby: false, count: 1 };
        let (before, mut after) = (luck(&setup, &[]), luck(&setup, &[(Time(60_000_000), hire.into())]));
        let hired = setup.outlets[0].chefs.len() as u32;
        after.illnesses.remove(&ChefRef { outlet: OutletId(0), number: hired });
        assert_eq!(before.illnesses, after.illnesses, "shop {number}");
        done += before.illnesses.len();
    }
    assert!(done > 50, "{done} illnesses prove little");
}

#[test]
fn an_outlet_that_was_open_for_a_while_has_shifted_nobodys_luck() {
    // The dice are the order's own: once the other outlet has closed again, every order goes where it would have gone.
    let mut done = 0;
    for number in 0..100 {
        let mut setup = shop(number, Kind::Wild).setup;
        if setup.outlets.len() < 3 {
            continue;
        }
        (setup.script, setup.drain, setup.money.cash) = (Vec::new(), false, None);
        setup.dispatch.policy = Policy::Random;
        // Who is taken out depends on what the others have to do.
        setup.dispatch.health = HealthSetup::default();
        setup.outlets.iter_mut().for_each(|outlet| outlet.open = true);
        setup.outlets[0].open = false;
        setup.outlets[0].open_time = Span::ZERO;
        let quarter = Time(setup.duration.0 / 4);
        let closed = Time(setup.duration.0 / 2);
        let outlet = OutletId(0);
        let player =
            [(quarter, Decision::OpenOutlet { outlet }.into()), (closed, Decision::CloseOutlet { outlet }.into())];
        let (without, with) = (luck(&setup, &[]), luck(&setup, &player));
        assert_eq!(without.calls, with.calls, "shop {number}");
        assert!(with.sent.values().all(|&(at, to)| to != outlet || (quarter <= at && at <= closed)));
        for (id, (at, to)) in &without.sent {
            if *at > closed {
                assert_eq!(with.sent[id].1, *to, "shop {number}: {id:?}");
                done += 1;
            }
        }
    }
    assert!(done > 200, "{done} orders prove little");
}

#[test]
fn a_surge_hurries_the_same_customers_and_shifts_no_later_luck() {
    for number in SHOPS {
        let mut setup = shop(number, Kind::Wild).setup;
        (setup.script, setup.drain) = (Vec::new(), false);
        setup.zones.truncate(1);
        setup.zones[0].curve.clear();
        setup.zones[0].arrivals = Arrivals::Poisson;
        let (begins, lasts) = (Time(1_200_000_000), Span::from_mins(10));
        let surge = Fault::Surge { zone: None, item: None, factor: 2.0, lasts: Some(lasts) };
        let (calm, surged) = (luck(&setup, &[]).calls, luck(&setup, &[(begins, surge.into())]).calls);
        assert!(surged.len() >= calm.len(), "shop {number}");
        for (id, call) in &calm {
            let hurried = &surged[id];
            assert_eq!(FirstCall { at: call.at, ..hurried.clone() }, *call, "shop {number}: another customer");
            // Twenty quiet minutes pass in ten; whoever comes later comes ten minutes earlier.
            let passed = call.at.since(begins).0;
            let expected = call.at.0 - if passed > 2 * lasts.0 { lasts.0 } else { passed / 2 };
            assert!(hurried.at.0.abs_diff(expected) <= 1, "shop {number}: {id:?} at {:?}", hurried.at);
        }
    }
}
