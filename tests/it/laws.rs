//! The laws that every shop keeps at every moment, whatever is drawn or commanded, as a witness that notes the first
//! one broken. `swarm` runs it over shops drawn at random; here each law is seen to fail when the world is tampered
//! with.

use pizzeria::sim::chef::{Chef, Illness, Task};
use pizzeria::sim::notice::{Notice, Witness};
use pizzeria::sim::order::{Customer, Loss, Order, OrderId, OrderKey, Stage};
use pizzeria::sim::order_books::Page;
use pizzeria::sim::outlet::{Bases, Outlet, Status};
use pizzeria::sim::queue::Queue;
use pizzeria::sim::setup::{KitchenKind, QueueOrder, Skill};
use pizzeria::sim::world::World;
use pizzeria::units::{Cents, ItemId, OutletId, Place, Span, Time};
use std::collections::BTreeMap;

/// What was seen so far, and the first law broken.
#[derive(Default)]
pub struct Laws {
    pub broken: Option<String>,
    pub placed: u64,
    pub ended: u64,
    last: Time,
    /// Customer time in the system of all orders that have ended, µs.
    stayed: u128,
    revenue: Cents,
    refunds: Cents,
    ingredients: Cents,
    customers: BTreeMap<(u32, u64), Customers>,
    /// How many pizzas a party has ordered, by the number of its order.
    parties: BTreeMap<u64, u32>,
    begun: BTreeMap<OrderId, u32>,
    /// Cookings lost of orders that are not yet cooked again, and how many orders of the whole run's window were.
    lost_cookings: BTreeMap<OrderId, u32>,
    recooked: u64,
}

/// What a customer brought with the first call.
#[derive(PartialEq, Debug)]
struct Customers {
    first_placed: Time,
    item: ItemId,
    address: Place,
    work: Span,
    handover: Span,
    patience: Span,
    attempt: u32,
}

macro_rules! law {
    ($held:expr, $($said:tt)+) => {
        if !$held {
            return Err(format!($($said)+));
        }
    };
}

impl Laws {
    fn notice(&mut self, world: &World, notice: &Notice) -> Result<(), String> {
        law!(world.now() >= self.last, "time went back from {:?} to {:?}", self.last, world.now());
        self.last = world.now();
        match *notice {
            Notice::Placed { order } => self.placed(&world.orders()[order]),
            Notice::PartyCame { order, pizzas } => {
                self.parties.insert(world.orders()[order].serial, pizzas);
                Ok(())
            }
            Notice::Started { order, .. } => {
                let order = &world.orders()[order];
                self.ingredients += world.setup().items[order.item.index()].ingredients;
                *self.begun.entry(order.id).or_default() += 1;
                if let Some(lost) = self.lost_cookings.get_mut(&plain(order.id)).filter(|lost| **lost > 0) {
                    *lost -= 1;
                    self.recooked += world.book().sheets[0].window.contains(order.placed) as u64;
                }
                law!(order.start == world.now(), "a start is not stamped: {order:?}");
                law!(order.first_start <= order.start, "started before the first start: {order:?}");
                Ok(())
            }
            Notice::PutBack { order, .. } => {
                let order = &world.orders()[order];
                let thrown_away = order.customer != Customer::Waiting && order.cancels;
                *self.lost_cookings.entry(plain(order.id)).or_default() += !thrown_away as u32;
                Ok(())
            }
            Notice::Duplicated { order, .. } => {
                // What a guest in doubt has called for again counts as his.
                let (id, part) = (world.orders()[order].id.first(), world.orders()[order].id.part());
                let his = self.begun.iter().filter(|(begun, _)| begun.first() == id && begun.part() == part);
                law!(his.map(|(_, times)| times).sum::<u32>() >= 2, "{id:?} is called duplicated after one cooking");
                Ok(())
            }
            Notice::Delivered { order, .. } => self.delivered(world, order),
            Notice::Lost { order, loss, again } => self.lost(world, &world.orders()[order], loss, again),
            _ => Ok(()),
        }?;
        let here = world.book().in_system.value();
        law!(
            self.placed == self.ended + here,
            "conservation: {} placed, {} ended, {here} in the system",
            self.placed,
            self.ended
        );
        Ok(())
    }

    fn placed(&mut self, order: &Order) -> Result<(), String> {
        self.placed += 1;
        let now = Customers {
            first_placed: order.first_placed,
            item: order.item,
            address: order.address,
            work: order.work,
            handover: order.handover,
            patience: order.patience,
            attempt: order.id.attempt,
        };
        let who = (order.id.zone.0, order.id.n);
        match self.customers.get(&who) {
            None => law!(order.id.attempt == 0 && order.placed == order.first_placed, "no first call: {order:?}"),
            Some(before) => {
                let same = Customers { attempt: before.attempt, ..now } == *before;
                law!(same, "a customer who calls again is another one: {before:?}, {order:?}");
                law!(before.attempt + 1 == order.id.attempt, "an attempt is missing before {:?}", order.id);
            }
        }
        let attempt = order.id.attempt;
        self.customers.entry(who).or_insert(Customers { attempt, ..first(order) }).attempt = attempt;
        Ok(())
    }

    fn delivered(&mut self, world: &World, key: OrderKey) -> Result<(), String> {
        let (order, now) = (&world.orders()[key], world.now());
        self.ended += 1;
        self.stayed += now.since(order.placed).0 as u128;
        let pizzas = i64::from(self.parties.get(&order.serial).copied().unwrap_or(1));
        let price = world.setup().items[order.item.index()].price * pizzas;
        self.revenue += price;
        if now.since(order.placed) > world.setup().promise_of(order.item) {
            self.refunds += price.share(world.setup().money.refund);
        }
        let stamps = [order.placed, order.first_start, order.start, order.cooked, order.shelved, order.left, now];
        law!(stamps.is_sorted() && order.delivered == now, "stamps out of order: {order:?}");
        let sum = world.orders().spans(key, now).into_iter().fold(Span::ZERO, |sum, span| sum + span);
        law!(sum == order.latency(now), "spans add up to {sum}, the latency is {}: {order:?}", order.latency(now));
        Ok(())
    }

    fn lost(&mut self, world: &World, order: &Order, loss: Loss, again: Option<Time>) -> Result<(), String> {
        self.ended += 1;
        self.stayed += world.now().since(order.placed).0 as u128;
        if loss == Loss::Burnt {
            let burnt = order.stage == Stage::Cooking && order.cooked.is_never() && order.other.is_none();
            law!(burnt, "lost as burnt, and not in an oven as its only ticket: {order:?}");
        }
        if loss == Loss::Abandoned {
            law!(order.deadline == world.now(), "left at {:?}, patience ended otherwise: {order:?}", world.now());
        }
        law!(
            again.is_none_or(|at| at > world.now() && at <= world.setup().closing()),
            "calls again {again:?}: {order:?}"
        );
        Ok(())
    }

    /// Between two moments, when all is handed out.
    pub fn check(&self, world: &World) -> Result<(), String> {
        let now = world.now();
        let live = world.orders().iter().filter(|(_, o)| o.is_live());
        let (count, stays) = live.fold((0, 0), |(n, t), (_, o)| (n + 1, t + now.since(o.placed).0 as u128));
        let here = world.book().in_system.value();
        law!(count == here, "{count} live orders, but {here} in the system");
        let area = world.book().in_system.until(now);
        law!(self.stayed + stays == area, "Little: the orders stayed {} µs, the area is {area}", self.stayed + stays);
        let counted = world.book().sheets[0].shop().recooked;
        law!(counted == self.recooked, "{counted} orders counted as cooked again, {} seen", self.recooked);
        let account = world.till().account(now);
        let seen = (self.revenue, self.refunds, self.ingredients);
        let till = (account.revenue, account.refunds, account.ingredients);
        law!(seen == till, "money: seen {seen:?}, in the till {till:?}");
        law!(world.desk().held.is_empty() || world.desk().candidates().is_empty(), "somebody is held for nothing");
        check_health(world)?;
        check_phones(world)?;
        check_books(world)?;
        for (key, order) in world.orders().iter() {
            let spans = world.orders().spans(key, now);
            let sum = spans.into_iter().fold(Span::ZERO, |sum, span| sum + span);
            law!(sum == order.latency(now), "so far spans {spans:?} add up to {sum}: {order:?}");
        }
        let overdue = world.orders().iter().find(|(_, o)| o.is_live() && o.deadline < now);
        law!(overdue.is_none(), "waits beyond patience: {overdue:?}");
        for (o, outlet) in world.outlets().iter().enumerate() {
            check_outlet(world, o, outlet).map_err(|broken| format!("outlet {o}: {broken}"))?;
        }
        Ok(())
    }
}

/// Who gets orders: the open outlets believed to answer, without those taken out unless these are too many.
fn check_health(world: &World) -> Result<(), String> {
    let (desk, health) = (world.desk(), &world.desk().health);
    let all = || (0..world.outlets().len()).map(|o| OutletId(o as u32));
    let out = all().filter(|&id| health.is_out(id)).count();
    law!(out == health.out as usize, "{out} outlets are out, and {} are counted", health.out);
    law!(all().all(|id| !health.is_out(id) || desk.open[id.index()]), "an outlet is out that is not open");
    let answer: Vec<OutletId> = all().filter(|id| desk.open[id.index()] && desk.reachable[id.index()]).collect();
    let bad = answer.iter().filter(|&&id| health.is_out(id)).count();
    let too_many = health.rules.fail_open.is_some_and(|share| bad > 0 && bad as f64 / answer.len() as f64 > share);
    law!(desk.is_open_for_all() == too_many, "{bad} of {} are out, open for all: {}", answer.len(), !too_many);
    let gets = |id: &OutletId| too_many || !health.is_out(*id);
    let expected: Vec<u32> = answer.into_iter().filter(gets).map(|id| id.0).collect();
    law!(desk.candidates() == expected, "{:?} get orders, not {expected:?}", desk.candidates());
    Ok(())
}

/// Of which pizza of which call a ticket is, its first or its second alike.
fn plain(id: OrderId) -> OrderId {
    id.of_part(id.part())
}

fn first(order: &Order) -> Customers {
    Customers {
        first_placed: order.first_placed,
        item: order.item,
        address: order.address,
        work: order.work,
        handover: order.handover,
        patience: order.patience,
        attempt: 0,
    }
}

impl Witness for Laws {
    fn see(&mut self, world: &World, notice: Notice) {
        if self.broken.is_none()
            && let Err(broken) = self.notice(world, &notice)
        {
            self.broken = Some(format!("{:?} {notice:?}: {broken}", world.now()));
        }
    }
}

/// Who is on the line with whom, and that no clerk is idle whom somebody waits for.
fn check_phones(world: &World) -> Result<(), String> {
    let Some(phones) = &world.desk().phones else { return Ok(()) };
    let staged = |stage: Stage| world.orders().iter().filter(move |(_, order)| order.stage == stage);
    law!(staged(Stage::OnPhone).count() == phones.calls().count(), "orders and calls on the telephone differ");
    law!(staged(Stage::AtDesk).count() == phones.waiting(), "orders wait for a clerk in no lane");
    for call in phones.calls() {
        law!(world.orders()[call.order].stage == Stage::OnPhone, "a call about nothing: {call:?}");
        law!(call.ends >= world.now(), "a call should have ended: {call:?}");
    }
    for (o, lane) in phones.lanes.iter().enumerate() {
        let calls = phones.calls().filter(|call| call.outlet.index() == o).count();
        law!(calls == lane.under_way as usize, "{calls} calls to outlet {o}, and {} are counted", lane.under_way);
        let may = phones.each.is_none_or(|each| lane.under_way < each) && !lane.waiting.is_empty();
        law!(!may || phones.free() == Some(0), "a clerk is idle while outlet {o} could be rung");
    }
    Ok(())
}

/// What is written, taken and kept in the order books.
fn check_books(world: &World) -> Result<(), String> {
    let writing = world.orders().iter().filter(|(_, order)| order.stage == Stage::Writing).count();
    let Some(books) = world.order_books() else {
        law!(writing == 0, "{writing} orders are written into no books");
        return Ok(());
    };
    law!(world.desk().phones.is_none(), "clerks and order books at one desk");
    law!(books.waiting() == writing, "{} orders wait to be taken, {writing} are written", books.waiting());
    law!(books.entries.is_sorted_by_key(|entry| entry.turn), "the books are out of order");
    let live = world.orders().iter().filter(|(_, order)| order.is_live()).count();
    let kept = books.entries.iter().filter(|entry| world.orders()[entry.key].is_live()).count();
    law!(live == kept, "{live} orders are live, {kept} of them in the books");
    for entry in &books.entries {
        let order = &world.orders()[entry.key];
        law!(
            order.placed == entry.turn.placed && order.id.call() == entry.turn.id,
            "an entry of somebody else: {entry:?}"
        );
        law!(entry.is_taken() == (order.stage != Stage::Writing), "taken or not: {entry:?} {order:?}");
        law!(entry.is_taken() || entry.copies() < books.needed(), "not taken, though enough have it: {entry:?}");
        law!(order.is_live() || !entry.is_taken(), "kept for nobody: {entry:?}");
        for (book, page) in books.books.iter().zip(&entry.pages) {
            let fits = match page {
                Page::Lacks => !book.is_here(),
                Page::Writing { ends } => book.is_here() && *ends >= world.now(),
                Page::Has { since } => !book.is_burnt() && *since <= world.now(),
            };
            law!(fits, "{page:?} in {book:?}");
        }
    }
    Ok(())
}

fn check_outlet(world: &World, o: usize, outlet: &Outlet) -> Result<(), String> {
    check_lines(world, outlet)?;
    check_levels(outlet)?;
    if let Some((c, key)) = idle_while_work_waits(world, outlet) {
        return Err(format!("chef {c} is idle while he may take {:?}", world.orders()[key].id));
    }
    let free_rider = outlet.riders.iter().any(|r| r.is_free());
    law!(outlet.shelf.is_empty() || !free_rider, "a rider is free while a box waits");
    let blocked = outlet.chefs.iter().any(|c| matches!(c.task, Task::Blocked { .. }));
    let room = outlet.shelf_limit.is_none_or(|limit| outlet.shelf.len() < limit as usize) || free_rider;
    law!(!blocked || !room, "a chef holds his box while there is room for it");
    if let (true, Some(prep)) = (outlet.prepping && outlet.is_lit(), outlet.prep) {
        let enough = outlet.bases_of(prep.item) + outlet.bases_in_hand >= prep.target;
        let idle = outlet.chefs.iter().any(Chef::is_free) && world.setup().items[prep.item.index()].base.is_some();
        law!(enough || !idle, "a chef is idle in the prep window while bases are missing");
    }
    // A shop that is over has stopped in the middle of its last moment, as soon as nobody waited any more.
    let kept = |tray: &Bases| tray.count > 0 && (tray.spoils > world.now() || world.is_over());
    law!(outlet.stock.iter().all(kept), "spoilt or empty trays are kept");
    law!(outlet.hanging.is_empty() || !outlet.link.is_fine(), "orders hang in a line that is fine");
    let is_rung = world.desk().phones.as_ref().is_some_and(|phones| phones.on_the_line(OutletId(o as u32)) > 0);
    law!(outlet.status != Status::Closing || !outlet.is_empty() || is_rung, "closing with nothing left to do");
    Ok(())
}

fn check_lines(world: &World, outlet: &Outlet) -> Result<(), String> {
    let mut waiting = 0;
    for line in &outlet.queues {
        let keys: Vec<OrderKey> = line.iter(world.orders()).collect();
        law!(keys.len() == line.len(), "a line of {} counts {}", keys.len(), line.len());
        law!(keys.iter().all(|&k| world.orders()[k].stage == Stage::Waiting), "a line holds what does not wait");
        let told = keys.iter().find(|&&k| world.orders()[k].customer == Customer::Served && outlet.link.is_fine());
        law!(told.is_none_or(|&k| !world.orders()[k].cancels), "a ticket is kept that nobody waits for, and all know");
        let ranks: Vec<_> = keys.iter().map(|&k| rank(world, &world.orders()[k], outlet.queue_order)).collect();
        law!(ranks.is_sorted(), "a line is out of order");
        waiting += keys.len() as u64;
    }
    law!(waiting == outlet.waiting.value(), "{waiting} tickets in lines, {} counted", outlet.waiting.value());
    Ok(())
}

/// Put-back orders first, the oldest of them first; then by item or zone where these rank or take turns; then by time
/// of placing, oldest or newest first; then by id; of an order's two tickets the first.
fn rank(world: &World, order: &Order, rule: QueueOrder) -> (bool, i128, i128, OrderId, bool) {
    let newest = rule == QueueOrder::NewestFirst && !order.put_back;
    let placed = order.placed.0 as i128;
    let item = &world.setup().items[order.item.index()];
    let class = match rule {
        _ if order.put_back => 0,
        QueueOrder::OldestFirst | QueueOrder::NewestFirst => 0,
        QueueOrder::SmallFirst => (item.work.mean() * 1e6).round() as i128,
        QueueOrder::LargeFirst => -(item.work.mean() * 1e6).round() as i128,
        QueueOrder::Priority => item.priority as i128,
        QueueOrder::Turns => order.id.zone.0 as i128,
    };
    (!order.put_back, class, if newest { -placed } else { placed }, order.id, order.is_copy())
}

/// What is counted is what is there: no level can be negative.
fn check_levels(outlet: &Outlet) -> Result<(), String> {
    let chefs = |fits: &dyn Fn(&Chef) -> bool| outlet.chefs.iter().filter(|c| fits(c)).count() as u64;
    let well = Chef::is_well_and_here;
    let works = |c: &Chef| well(c) && matches!(c.task, Task::Cooking { .. } | Task::Driving { .. });
    let areas = &outlet.areas;
    let levels = [
        ("chefs in hand", outlet.in_hands as u64, chefs(&|c| c.order().is_some())),
        ("chefs here", areas.chefs_here.value(), chefs(&well)),
        ("chefs busy", areas.chefs_busy.value(), chefs(&works)),
        ("chefs blocked", areas.chefs_blocked.value(), chefs(&|c| well(c) && matches!(c.task, Task::Blocked { .. }))),
        ("chefs at trays", areas.chefs_prepping.value(), chefs(&|c| matches!(c.task, Task::Tray { .. }))),
        ("chefs ill", areas.chefs_ill.value(), chefs(&|c| matches!(c.illness, Illness::Ill { .. }))),
        ("riders here", areas.riders_here.value(), outlet.riders.iter().filter(|r| r.is_here()).count() as u64),
        ("riders out", areas.riders_busy.value(), outlet.riders.iter().filter(|r| r.is_out()).count() as u64),
        ("open", areas.open.value(), (outlet.status == Status::Open) as u64),
    ];
    for (what, counted, there) in levels {
        law!(counted == there, "{what}: {counted} counted, {there} there");
    }
    let available = outlet.is_open() && outlet.power.is_fine() && outlet.link.is_fine() && chefs(&well) > 0;
    law!(areas.available.value() == available as u64, "available is counted wrong");
    Ok(())
}

/// A free chef and an order that he may take. The exceptions of the law (power, a tray under way, private lines,
/// skills, a backup at home, retraining) are in what "free" and "may take" mean.
fn idle_while_work_waits(world: &World, outlet: &Outlet) -> Option<(usize, OrderKey)> {
    if !outlet.is_lit() {
        return None;
    }
    let head = |line: usize| outlet.queues.get(line).and_then(Queue::head);
    let free = outlet.chefs.iter().enumerate().filter(|(_, chef)| chef.is_free());
    free.filter_map(|(c, chef)| {
        let key = match (outlet.kitchen, chef.skill) {
            (KitchenKind::Private, _) => head(c + 1).or(head(0)),
            (KitchenKind::Specialised, Skill::Item(own)) => head(own.index()),
            _ => outlet.queues.iter().find_map(Queue::head),
        };
        key.filter(|&key| world.orders()[key].stage == Stage::Waiting).map(|key| (c, key))
    })
    .next()
}

mod tampered {
    use super::*;
    use crate::shops::{Kind, shop};
    use serde_json::{Value, json};
    use std::sync::Arc;

    #[test]
    fn littles_law_holds_exactly_from_empty_to_empty() {
        let mut empty = 0;
        for number in 0..300 {
            let shop = shop(number, Kind::Calm);
            let mut laws = Laws::default();
            let mut world = World::new(Arc::new(shop.setup));
            world.finish(&mut laws);
            if world.book().in_system.value() == 0 && laws.ended > 0 {
                assert_eq!(laws.placed, laws.ended, "shop {number}");
                assert_eq!(laws.stayed, world.book().in_system.until(world.now()), "shop {number}");
                empty += 1;
            }
        }
        assert!(empty >= 20, "only {empty} shops ended empty");
    }

    /// A shop in the middle of its evening, with people waiting in a line.
    fn busy_shop() -> (World, Laws) {
        for number in 0.. {
            let shop = shop(number, Kind::Calm);
            let mut laws = Laws::default();
            let mut world = World::new(Arc::new(shop.setup));
            world.advance(Time(3_000_000_000), &mut laws);
            let line = world.outlets()[0].queues.iter().any(|line| line.len() >= 2);
            let cooks = world.outlets()[0].chefs.iter().any(|c| matches!(c.task, Task::Cooking { .. }));
            let waits = world.orders().iter().any(|(_, o)| o.is_live() && o.stage == Stage::Waiting);
            if !world.is_over() && line && cooks && waits && world.outlets()[0].kitchen == KitchenKind::Shared {
                assert_eq!(laws.broken, None);
                assert_eq!(laws.check(&world), Ok(()));
                return (world, laws);
            }
        }
        unreachable!("some shop is busy");
    }

    /// A world whose saved form was changed: nobody outside the core can write into one, so a forged file must.
    fn forged(world: &World, forge: impl FnOnce(&mut Value)) -> World {
        let mut saved = serde_json::to_value(world).unwrap();
        forge(&mut saved);
        serde_json::from_value(saved).unwrap()
    }

    fn breaks(forge: impl FnOnce(&World, &mut Value), said: &str) {
        let (world, laws) = busy_shop();
        let world = forged(&world, |saved| forge(&world, saved));
        let broken = laws.check(&world).expect_err("the law is not watched");
        assert!(broken.contains(said), "{broken}");
    }

    fn add(number: &mut Value, n: i64) {
        *number = json!(number.as_i64().unwrap() + n);
    }

    #[test]
    fn a_world_that_nobody_forged_keeps_all_laws() {
        let (world, laws) = busy_shop();
        assert_eq!(laws.check(&forged(&world, |_| {})), Ok(()));
    }

    #[test]
    fn an_order_that_vanishes_is_missed() {
        breaks(|world, saved| live(world, saved)["customer"] = json!("Gone"), "live orders");
    }

    #[test]
    fn time_in_the_system_is_held_against_the_area() {
        breaks(|world, saved| live(world, saved)["placed"] = json!(1), "Little");
    }

    #[test]
    fn patience_that_is_over_and_nobody_left_is_noticed() {
        breaks(|world, saved| live(world, saved)["deadline"] = json!(1), "beyond patience");
    }

    #[test]
    fn a_cent_too_much_in_the_till_is_noticed() {
        breaks(|_, saved| add(&mut saved["till"]["revenue"], 1), "money");
    }

    #[test]
    fn a_chef_who_stands_idle_beside_a_line_is_noticed() {
        breaks(
            |world, saved| {
                let cooks = |chef: &Chef| matches!(chef.task, Task::Cooking { .. });
                let chef = world.outlets()[0].chefs.iter().position(cooks).unwrap();
                let outlet = &mut saved["outlets"][0];
                outlet["chefs"][chef]["task"] = json!({ "Idle": { "since": world.now() } });
                // The levels would tell it first.
                add(&mut outlet["in_hands"], -1);
                add(&mut outlet["areas"]["chefs_busy"]["value"], -1);
            },
            "idle",
        );
    }

    #[test]
    fn a_line_in_the_wrong_order_is_noticed() {
        breaks(
            |world, saved| {
                let keys: Vec<OrderKey> = long_line(world).iter(world.orders()).collect();
                saved["orders"]["records"][keys[0].0 as usize]["put_back"] = json!(false);
                saved["orders"]["records"][keys[1].0 as usize]["put_back"] = json!(true);
            },
            "out of order",
        );
    }

    #[test]
    fn a_level_that_does_not_count_who_is_there_is_noticed() {
        breaks(|_, saved| add(&mut saved["outlets"][0]["in_hands"], 1), "chefs in hand");
        breaks(|_, saved| add(&mut saved["outlets"][0]["areas"]["chefs_here"]["value"], 1), "chefs here");
        breaks(|_, saved| add(&mut saved["outlets"][0]["waiting"]["value"], 1), "counted");
    }

    #[test]
    fn a_free_rider_beside_a_box_is_noticed() {
        breaks(
            |world, saved| {
                let mut setup = (**world.setup()).clone();
                setup.outlets[0].riders = 1;
                let staffed = serde_json::to_value(World::new(Arc::new(setup))).unwrap();
                let outlet = &mut saved["outlets"][0];
                outlet["shelf"] = serde_json::to_value(long_line(world)).unwrap();
                outlet["riders"] = staffed["outlets"][0]["riders"].clone();
                for level in ["riders_here", "riders_busy"] {
                    outlet["areas"][level] = staffed["outlets"][0]["areas"][level].clone();
                }
            },
            "a rider is free",
        );
    }

    #[test]
    fn what_is_told_out_of_order_breaks_a_law() {
        let (world, mut laws) = busy_shop();
        laws.see(&forged(&world, |saved| saved["now"] = json!(1)), Notice::ClosingTime);
        assert!(laws.broken.unwrap().contains("time went back"));
    }

    #[test]
    fn a_delivery_whose_spans_do_not_add_up_breaks_a_law() {
        let (world, mut laws) = busy_shop();
        let (key, _) = world.orders().iter().find(|(_, o)| o.is_live() && o.stage == Stage::Waiting).unwrap();
        laws.see(&world, Notice::Delivered { order: key, outlet: world.orders()[key].outlet });
        assert!(laws.broken.unwrap().contains("stamps out of order"));
    }

    /// A line in which at least two wait.
    fn long_line(world: &World) -> &Queue {
        world.outlets()[0].queues.iter().find(|line| line.len() >= 2).unwrap()
    }

    /// The record of an order that waits.
    fn live<'a>(world: &World, saved: &'a mut Value) -> &'a mut Value {
        let key = world.orders().iter().find(|(_, o)| o.is_live() && o.stage == Stage::Waiting).unwrap().0;
        &mut saved["orders"]["records"][key.0 as usize]
    }
}
