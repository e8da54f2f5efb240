//! The shop itself: everything that the simulation needs, read from a document into a [`Setup`].

use crate::chance::Dist;
use crate::scenario::dist::dist;
use crate::scenario::document::{Entry, Node, Spot, Value};
use crate::scenario::problem::quoted;
use crate::scenario::reader::{Context, Fields, NEVER, expected, given, is_id, list_of, text_of, whole_of};
use crate::scenario::tables::{self, Kind, MANY, MANY_ITEMS, MANY_OUTLETS, MANY_ZONES, STATUSES};
use crate::scenario::trace::Traces;
use crate::scenario::zone::{quota, zones};
use crate::sim::command::{Command, Decision};
use crate::sim::demand::Rate;
use crate::sim::setup::*;
use crate::sim::world::{CLERKS_AND_BOOKS, TRAY_AND_COUPLED, no_streets, tray_and_kitchen};
use crate::units::time::MICROS_PER_DAY;
use crate::units::{Cents, ItemId, OutletId, Span, Time, ZoneId};

/// Reads the names of `[menu]`, `[[zone]]` and `[[outlet]]` first, since everything else may refer to them.
pub fn names(cx: &mut Context<'_>, root: &Node) {
    if let Some(entry) = root.get("menu")
        && let Value::Table(items) = &entry.node.value
    {
        if items.is_empty() {
            cx.complaints.lack(entry.node.spot, "the menu needs at least one item".into(), None);
        }
        if items.len() > MANY_ITEMS {
            let message = format!("a menu has at most {MANY_ITEMS} items, this one {}", items.len());
            cx.complaints.wrong(entry.node.spot, message, None);
        }
        for item in items.iter().take(MANY_ITEMS) {
            if item.key == ALL_ROUND {
                let hint = Some("it is the skill of a chef who can do everything".into());
                cx.complaints.wrong(item.key_spot, format!("no menu item may be named {}", quoted(ALL_ROUND)), hint);
            } else if !is_id(&item.key) {
                let message =
                    format!("a menu item's name has only letters, digits, `-` and `_`, not {}", quoted(&item.key));
                cx.complaints.wrong(item.key_spot, message, None);
            }
            let id = ItemId(cx.names.items.len() as u16);
            cx.names.items.insert(item.key.clone(), id);
        }
    }
    let (mut zones, mut outlets) = (std::mem::take(&mut cx.names.zones), std::mem::take(&mut cx.names.outlets));
    collect_names(cx, root, "zone", MANY_ZONES, |name, i| zones.insert(name, ZoneId(i)).is_some());
    collect_names(cx, root, "outlet", MANY_OUTLETS, |name, i| outlets.insert(name, OutletId(i)).is_some());
    (cx.names.zones, cx.names.outlets) = (zones, outlets);
    let named = |node: &Node| node.get("name").is_some_and(|name| text_of(&name.node).is_some());
    let readable = |what| root.get(what).is_none_or(|e| list_of(&e.node).is_some_and(|nodes| nodes.iter().all(named)));
    let menu = root.get("menu").is_some_and(|e| matches!(e.node.value, Value::Table(_)));
    cx.names.doubtful = !menu || !readable("zone") || !readable("outlet");
}

fn collect_names(cx: &Context<'_>, root: &Node, what: &str, many: usize, mut insert: impl FnMut(String, u32) -> bool) {
    let Some(entry) = root.get(what) else { return };
    let Some(nodes) = list_of(&entry.node) else { return };
    if nodes.is_empty() {
        cx.complaints.lack(entry.node.spot, format!("a shop needs at least one {what}"), None);
    }
    if nodes.len() > many {
        let message = format!("a shop has at most {many} {what}s, this one {}", nodes.len());
        cx.complaints.wrong(entry.node.spot, message, None);
    }
    for (i, node) in nodes.iter().take(many).enumerate() {
        let Some(name) = node.get("name") else { continue };
        let Some(text) = text_of(&name.node) else { continue };
        if insert(text.to_string(), i as u32) {
            let message = format!("there are two {what}s named {}", quoted(text));
            cx.complaints.wrong(name.node.spot, message, Some("give each a name of its own".into()));
        }
    }
}

/// Reads everything but script and windows, which are added with the lesson.
pub fn setup(root: &Fields<'_>, head: &Head, traces: &Traces<'_>) -> Setup {
    let kitchen = kitchen(root);
    let items = items(root);
    let zones = zones(root, &items, traces);
    let delivery = delivery(root);
    let mut staff = Staff::default();
    let outlets: Vec<OutletSetup> =
        root.each("outlet").iter().take(MANY_OUTLETS).map(|f| outlet(f, &kitchen, &items, &mut staff)).collect();
    if delivery.mode == DeliveryMode::Decoupled {
        riders_are_there(root, &outlets);
    }
    Setup {
        seed: head.seed,
        opens: root.cx.hours.opens,
        duration: root.cx.hours.duration,
        warmup: head.warmup,
        drain: head.drain,
        money: money(root, &kitchen),
        items,
        zones,
        outlets,
        kitchen,
        dispatch: dispatch(root),
        delivery,
        slo: slo(root),
        cards: cards(root),
        books: books(root),
        script: Vec::new(),
        played: Vec::new(),
        windows: Vec::new(),
        zones_in_windows: false,
    }
}

/// What the simulation needs of `[scenario]`, besides the hours.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    pub seed: u64,
    pub warmup: Span,
    pub drain: bool,
}

/// The table at a key, or an empty one, which has all the defaults.
fn table_or_empty<'a>(root: &Fields<'a>, name: &str, empty: &'a Node) -> Fields<'a> {
    let Kind::Table(table) = root.key(name).kind else { unreachable!("{name} is no table") };
    root.inner(name).unwrap_or(Fields { cx: root.cx, table, node: empty })
}

fn empty() -> Node {
    Node::table(Spot::default())
}

fn items(root: &Fields<'_>) -> Vec<ItemSetup> {
    let Some(entry) = root.entry("menu") else { return Vec::new() };
    let Value::Table(entries) = &entry.node.value else {
        root.cx.mismatch("menu", root.key("menu").kind, &entry.node);
        return Vec::new();
    };
    entries.iter().take(MANY_ITEMS).map(|entry| item(root.cx, &entry.key, &entry.node)).collect()
}

fn item(cx: &Context<'_>, name: &str, node: &Node) -> ItemSetup {
    let f = Fields::of(cx, &tables::ITEM, node);
    let saves = given(f.number("base_saves"));
    let keeps = f.span("base_keeps").unwrap_or(Span::ENDLESS);
    let base =
        f.span("base_time").or(f.has("base_time").then_some(Span(1))).map(|time| BaseSetup { time, saves, keeps });
    for key in ["base_saves", "base_keeps"] {
        if f.has(key) && !f.has("base_time") {
            cx.complaints.lack(
                f.entry(key).map_or(node.spot, |entry| entry.key_spot),
                format!("`{key}` needs `base_time`: without it {} has no bases", quoted(name)),
                None,
            );
        }
    }
    let (tray, bake, cost) = tray(&f);
    let work = dist(&f, "work");
    let ingredients = given(f.money("ingredients"));
    ItemSetup {
        name: name.to_string(),
        price: given(f.money("price")),
        work: bake.or(work).unwrap_or(Dist::Fixed { mean: 60.0 }),
        ingredients: cost.unwrap_or(ingredients),
        base,
        tray,
        promise: f.span("promise"),
        priority: given(f.count("priority")) as u8,
    }
}

/// The tray of an item: its rule, how long it is baked, and what it costs.
fn tray(f: &Fields<'_>) -> (Option<TraySetup>, Option<Dist>, Option<Cents>) {
    let complaints = f.cx.complaints;
    let Some(entry) = f.entry("tray") else {
        if !f.has("work") {
            let hint = Some(format!("it is {}", expected(f.key("work").kind)));
            complaints.needs(f.node.spot, "a menu item needs `work`".into(), hint, false);
        }
        return (None, None, None);
    };
    let whole = f;
    let Some(f) = whole.inner("tray") else { return (None, None, None) };
    if let Some(work) = whole.entry("work") {
        let hint = Some("a tray takes its `bake`, a slice its `serve`".into());
        complaints.warn(work.key_spot, "`work` says nothing beside `tray`".into(), hint);
    }
    if let Some(base) = whole.entry("base_time") {
        let message = "`tray` and `base_time` cannot be used together: slices are baked, not finished from bases";
        for spot in [base.key_spot, entry.key_spot] {
            complaints.wrong(spot, message.into(), None);
        }
    }
    let refill = given(f.choice("refill"));
    let old_for = given(f.span("old_for"));
    let rule = f.span("keeps").map(|keeps| TraySetup {
        keeps,
        serve: given(f.span("serve")),
        refill,
        old_for,
        fresh: given(f.flag("fresh")),
    });
    (rule, dist(&f, "bake"), f.money("cost"))
}

/// Refuses trays where chefs have lines of their own or drive, and warns of what says nothing of them.
pub fn trays_fit(root: &Fields<'_>, setup: &Setup) {
    let Some(menu) = root.entry("menu").filter(|_| setup.has_trays()) else { return };
    let Value::Table(items) = &menu.node.value else { return };
    let Some(tray) = items.iter().find_map(|item| item.node.get("tray")) else { return };
    let both = |other: Spot, message: &str| {
        for spot in [tray.key_spot, other] {
            root.cx.complaints.wrong(spot, message.into(), None);
        }
    };
    for (outlet, node) in setup.outlets.iter().zip(root.nodes("outlet").unwrap_or_default()) {
        if let Some(entry) = node.get("kitchen").filter(|_| outlet.kitchen != KitchenKind::Shared) {
            both(entry.node.spot, &tray_and_kitchen(outlet.kitchen));
        }
    }
    if setup.delivery.mode == DeliveryMode::Coupled
        && let Some(mode) = root.entry("delivery").and_then(|delivery| delivery.node.get("mode"))
    {
        both(mode.node.spot, TRAY_AND_COUPLED);
    }
    let can_change = may_command(root, "set_tray");
    for (item, entry) in setup.items.iter().zip(items) {
        let rule = item.tray.filter(|rule| rule.refill != Refill::OneAndOld && !can_change);
        let tray = entry.node.get("tray").filter(|_| rule.is_some());
        if let Some(old_for) = tray.and_then(|tray| tray.node.get("old_for")) {
            let hint = Some("set `refill` to \"one_and_old\"".into());
            root.cx.complaints.warn(old_for.key_spot, "`old_for` says nothing: no old slice is sold".into(), hint);
        }
    }
}

/// The people employed so far, counted before anything is allocated for them.
#[derive(Default)]
struct Staff {
    chefs: u64,
    riders: u64,
}

fn outlet(f: &Fields<'_>, kitchen: &KitchenSetup, items: &[ItemSetup], staff: &mut Staff) -> OutletSetup {
    let max_chefs = f.count("max_chefs");
    let chefs = chefs(f, kitchen, staff);
    let at_work = chefs.iter().filter(|chef| !chef.standby).count();
    if let Some(max) = max_chefs.filter(|max| at_work > *max as usize) {
        let message =
            format!("there is room for {max} {}, and {at_work} work here", if max == 1 { "chef" } else { "chefs" });
        f.wrong("max_chefs", message, Some("a standby, who waits at home, needs no room".into()));
    }
    let riders = given(f.count("riders"));
    staff.riders += u64::from(riders);
    if staff.riders > MANY && staff.riders - u64::from(riders) <= MANY {
        f.wrong("riders", format!("a shop has at most {MANY} riders in all; with these it has more"), None);
    }
    OutletSetup {
        name: f.name("name").unwrap_or_default(),
        at: given(f.place("at")),
        open: given(f.word("status", STATUSES)),
        open_cost: given(f.money("open_cost")),
        open_time: given(f.span("open_time")),
        rent_per_hour: given(f.money("rent_per_hour")),
        max_chefs,
        queue_limit: f.count("queue_limit"),
        queue_order: given(f.choice("queue_order")),
        shelf_limit: f.count("shelf_limit"),
        kitchen: given(f.choice("kitchen")),
        join: given(f.choice("join")),
        riders,
        illness: f.inner("illness").and_then(|f| illness(&f)),
        prep: f.inner("prep").and_then(|f| prep(&f, items)),
        manager: f.inner("manager").and_then(|f| manager(&f, max_chefs)),
        chefs,
    }
}

fn chefs(f: &Fields<'_>, kitchen: &KitchenSetup, staff: &mut Staff) -> Vec<ChefSetup> {
    let rows = f.each("chef");
    if rows.is_empty() {
        staff.chefs += 1;
        return vec![ChefSetup { skill: Skill::AllRound, level: 1, standby: false }];
    }
    let mut chefs = Vec::new();
    for row in &rows {
        let skill = skill(row, "skill").unwrap_or(Skill::AllRound);
        let level = given(row.whole("level"));
        let levels = kitchen.level_speed.len() as u64;
        if level > levels {
            let message = format!("there are {levels} levels of tools, no level {level}");
            row.wrong("level", message, Some("`level_speed` in [kitchen] has a speed for each".into()));
        }
        let count = given(row.count("count"));
        let chef = ChefSetup { skill, level: level.min(levels) as u8, standby: given(row.flag("standby")) };
        staff.chefs += u64::from(count);
        if staff.chefs > MANY {
            if staff.chefs - u64::from(count) <= MANY {
                row.wrong("count", format!("a shop has at most {MANY} chefs in all; with these it has more"), None);
            }
        } else {
            chefs.resize(chefs.len() + count as usize, chef);
        }
    }
    chefs
}

/// A menu item or `all-round`.
pub fn skill(f: &Fields<'_>, name: &str) -> Option<Skill> {
    let entry = f.entry(name)?;
    match text_of(&entry.node) {
        Some(ALL_ROUND) => Some(Skill::AllRound),
        Some(text) if f.cx.names.items.contains_key(text) => f.item(name).map(Skill::Item),
        Some(_) if f.cx.names.doubtful => None,
        Some(text) => {
            let known = f.cx.names.items.keys().map(String::as_str).chain([ALL_ROUND]);
            let hint = f.cx.suggestion(text, known);
            f.cx.complaints.lack(entry.node.spot, format!("there is no menu item named {}", quoted(text)), hint);
            None
        }
        None => {
            f.cx.mismatch(name, Kind::Skill, &entry.node);
            None
        }
    }
}

fn illness(f: &Fields<'_>) -> Option<IllnessSetup> {
    let (every, lasts) = (f.span("every"), f.span("lasts"));
    Some(IllnessSetup { every: every?, lasts: lasts? })
}

fn manager(f: &Fields<'_>, max_chefs: Option<u32>) -> Option<ManagerSetup> {
    let (every, per_waiting) = (f.span("every"), f.count("per_waiting"));
    let (floor, ceiling) = (given(f.count("floor")), given(f.count("ceiling")));
    if every.is_some_and(|every| every < ManagerSetup::QUICKEST) {
        f.wrong("every", "nobody looks at the line more often than once a second".into(), None);
    }
    if ceiling < floor {
        let message = format!("`ceiling` {ceiling} is below `floor` {floor}");
        f.wrong(if f.has("ceiling") { "ceiling" } else { "floor" }, message, None);
    }
    if let Some(max) = max_chefs.filter(|max| f.has("ceiling") && ceiling > *max) {
        let spot = f.entry("ceiling").map_or(f.node.spot, |entry| entry.node.spot);
        let message = format!("she may hire up to {ceiling} chefs, and there is room for {max}");
        f.cx.complaints.warn(spot, message, Some("`max_chefs` wins".into()));
    }
    let counts_coming = given(f.flag("counts_coming"));
    Some(ManagerSetup { every: every?, per_waiting: per_waiting?, counts_coming, floor, ceiling })
}

fn prep(f: &Fields<'_>, items: &[ItemSetup]) -> Option<PrepSetup> {
    let item = f.item("item");
    if let Some(item) = item.filter(|item| items.get(item.index()).is_some_and(|item| item.base.is_none())) {
        let name = quoted(&items[item.index()].name);
        f.wrong("item", format!("{name} has no bases to make"), Some(format!("give {name} a `base_time`")));
    }
    let (from, to, target) = (f.clock("from"), f.clock("to"), f.count("target"));
    let batch = given(f.count("batch"));
    Some(PrepSetup { item: item?, from: from?, to: to?, target: target?, batch })
}

fn riders_are_there(root: &Fields<'_>, outlets: &[OutletSetup]) {
    let nodes = root.nodes("outlet").unwrap_or_default();
    // An outlet whose `riders` could not be read has been reported.
    let readable =
        |node: &Node| node.get("riders").is_none_or(|entry| whole_of(&entry.node).is_some_and(|riders| riders <= MANY));
    for (outlet, node) in outlets.iter().zip(nodes).filter(|(outlet, node)| outlet.riders == 0 && readable(node)) {
        let spot = node.get("riders").map_or(node.spot, |entry| entry.node.spot);
        let named = if outlet.name.is_empty() { "this outlet".into() } else { quoted(&outlet.name) };
        let message = format!("{named} has no riders, and riders deliver here");
        let hint = Some("give it `riders`, or set `mode` in [delivery] to \"pickup\" or \"coupled\"".into());
        match outlet.open {
            true => root.cx.complaints.lack(spot, message, hint),
            false => root.cx.complaints.warn(spot, message, hint),
        }
    }
}

fn kitchen(root: &Fields<'_>) -> KitchenSetup {
    let empty = empty();
    let f = table_or_empty(root, "kitchen", &empty);
    let alone = if root.cx.names.items.len() == 1 { 1.0 } else { 0.8 };
    KitchenSetup {
        off_skill_speed: given(f.number("off_skill_speed")),
        all_round_speed: f.number("all_round_speed").unwrap_or(alone),
        switch_time: given(f.span("switch_time")),
        level_speed: given(f.speeds("level_speed")),
        notice_time: given(f.span("notice_time")),
        hire_time: given(f.span("hire_time")),
        upgrade_time: given(f.span("upgrade_time")),
    }
}

fn dispatch(root: &Fields<'_>) -> DispatchSetup {
    let empty = empty();
    let f = table_or_empty(root, "dispatch", &empty);
    DispatchSetup {
        policy: given(f.choice("policy")),
        health_check: given(f.span("health_check")),
        board_refresh: given(f.span("board_refresh")),
        failover: given(f.flag("failover")),
        when_none: given(f.choice("when_none")),
        quota: f.inner("quota").and_then(|f| quota(&f)),
        order_numbers: f.inner("order_numbers").map(|f| given(f.span("memory"))),
        health: HealthSetup {
            unhealthy_after: f.span("unhealthy_after").filter(|limit| !limit.is_zero()),
            unhealthy_burnt: f.number("unhealthy_burnt").filter(|share| *share > 0.0),
            back_after: given(f.span("back_after")),
            fail_open: f.number("fail_open").filter(|share| *share > 0.0),
        },
        phones: phones(&f),
    }
}

const PHONE_KEYS: [&str; 5] = ["clerks", "call", "give_up", "clerks_each", "fuse"];

/// How outlets are rung through, if anything is said of it.
fn phones(f: &Fields<'_>) -> Option<PhoneSetup> {
    let call = dist(f, "call").filter(|_| f.has("call"));
    let fuse = f.inner("fuse").map(|f| FuseSetup {
        after: given(f.count("after")),
        lasts: given(f.span("for")),
        scope: given(f.choice("scope")),
    });
    let (clerks, give_up, each) = (f.count("clerks"), f.span("give_up"), f.count("clerks_each"));
    if call.is_some() && !f.has("clerks") {
        let hint = Some("`clerks = 5`: who is on the line cannot ring another".into());
        f.cx.complaints.needs(f.spot("call"), "`call` needs `clerks`".into(), hint, false);
    }
    let call = call.unwrap_or(Dist::Fixed { mean: 0.0 });
    PHONE_KEYS.iter().any(|key| f.has(key)).then_some(PhoneSetup { clerks, call, give_up, each, fuse })
}

/// Warns of telephone rules that can do nothing.
pub fn phones_are_of_use(root: &Fields<'_>, setup: &Setup) {
    let (Some(phones), Some(f)) = (setup.dispatch.phones, root.inner("dispatch")) else { return };
    let warn = |key: &str, message: String, hint: &str| {
        f.cx.complaints.warn(f.spot(key), message, Some(hint.into()));
    };
    if let Some(give_up) = phones.give_up
        && give_up.seconds() < phones.call.mean()
    {
        let call = Span::from_seconds_f64(phones.call.mean());
        let message = format!("`give_up` is shorter than a call: {give_up}, and a call lasts {call} on average");
        warn("give_up", message, "who is answered is not given up; who is not, is not listened to for longer");
    }
    if let (Some(each), Some(clerks)) = (phones.each, phones.clerks)
        && each >= clerks
        && !may_command(root, "hire_clerk")
        && !may_command(root, "set_clerks_each")
    {
        let message = format!("`clerks_each` says nothing: one outlet may hold {each}, and there are {clerks} clerks");
        warn("clerks_each", message, "fewer than `clerks`");
    }
    if phones.fuse.is_some() && phones.give_up.is_none() && !may_command(root, "set_give_up") {
        warn("fuse", "`fuse` never blows: nobody gives up".into(), "say after how long with `give_up`");
    }
}

fn delivery(root: &Fields<'_>) -> DeliverySetup {
    let empty = empty();
    let f = table_or_empty(root, "delivery", &empty);
    DeliverySetup {
        mode: given(f.choice("mode")),
        speed_kmh: given(f.number("speed_kmh")),
        handover: dist(&f, "handover").unwrap_or(Dist::Fixed { mean: 0.0 }),
        batch: given(f.count("batch")),
    }
}

fn cards(root: &Fields<'_>) -> CardsSetup {
    let empty = empty();
    let f = table_or_empty(root, "cards", &empty);
    let never = f.entry("filed").is_some_and(|entry| text_of(&entry.node) == Some(NEVER));
    let filed = if never { None } else { Some(crate::scenario::when(&f, "filed").unwrap_or(Time::ZERO)) };
    let points = given(f.count("points"));
    let outlets = root.nodes("outlet").map_or(0, <[Node]>::len);
    if f.has("points") && outlets.saturating_mul(points as usize) > MANY_POINTS {
        let message = format!("{outlets} outlets with {points} points each are more than {MANY_POINTS} points");
        f.wrong("points", message, Some("a few hundred an outlet are enough".into()));
    }
    CardsSetup { stranger: given(f.number("stranger")), filed, points }
}

/// The order books, if there are any.
fn books(root: &Fields<'_>) -> Option<BooksSetup> {
    let f = root.inner("books")?;
    let (copies, copy) = (f.count("copies"), dist(&f, "copy"));
    let (wait_for, write) = (given(f.choice("wait_for")), given(f.span("write")));
    let away = f.inner("away").and_then(|f| illness(&f));
    Some(BooksSetup { copies: copies?, wait_for, write, copy: copy.unwrap_or(Dist::Fixed { mean: 0.0 }), away })
}

/// Refuses what cannot be used together with order books, and warns of what does nothing beside them.
pub fn books_fit(root: &Fields<'_>, setup: &Setup) {
    let is_table = |entry: &&Entry| matches!(entry.node.value, Value::Table(_));
    let Some(entry) = root.entry("books").filter(is_table) else { return };
    let dispatch = root.entry("dispatch").map(|dispatch| &dispatch.node);
    let phones = PHONE_KEYS.iter().find_map(|key| dispatch?.get(key));
    let unsure = root.nodes("zone").unwrap_or_default().iter().find_map(|zone| zone.get("unsure"));
    for (other, why) in [(phones, CLERKS_AND_BOOKS), (unsure, UNSURE_AND_BOOKS)] {
        if let Some(other) = other {
            for spot in [entry.key_spot, other.key_spot] {
                root.cx.complaints.wrong(spot, why.into(), None);
            }
        }
    }
    let (Some(books), Some(f)) = (&setup.books, root.inner("books")) else { return };
    let warn = |key: &str, message: String| f.cx.complaints.warn(f.spot(key), message, None);
    if books.copies == 1 {
        for key in ["wait_for", "copy"].into_iter().filter(|key| f.has(key)) {
            warn(key, format!("`{key}` says nothing: there is one book"));
        }
    }
}

/// Why a shop has guests in doubt or order books, not both.
const UNSURE_AND_BOOKS: &str =
    "`unsure` and `[books]` cannot be used together: who calls again would stand in the books twice";

/// The most points of a ring.
const MANY_POINTS: usize = 10_000_000;

/// Refuses rules by street where nobody has a street, and warns of cards that nobody asks for.
pub fn streets_fit(root: &Fields<'_>, setup: &Setup) {
    let policy = setup.dispatch.policy;
    let by_street = policy.row().chooses_by == ChoosesBy::Street;
    let entry = root.entry("dispatch").and_then(|dispatch| dispatch.node.get("policy"));
    if let Some(entry) = entry.filter(|_| by_street && !setup.has_streets() && !root.cx.names.doubtful) {
        let hint = Some("give a zone `streets`".into());
        root.cx.complaints.wrong(entry.node.spot, no_streets(policy), hint);
    }
    commands_fit(root, setup);
    let becomes = |scheduled: &Scheduled| match &scheduled.command {
        Command::Decision(Decision::SetPolicy { policy }) => policy.row().chooses_by == ChoosesBy::Street,
        _ => false,
    };
    let ever = by_street || may_command(root, "set_policy") || setup.script.iter().chain(&setup.played).any(becomes);
    if let Some(entry) = root.entry("cards").filter(|_| !(setup.has_streets() && ever)) {
        let why = if setup.has_streets() { "nobody ever deals by street" } else { "no zone has streets" };
        root.cx.complaints.warn(entry.key_spot, format!("[cards] says nothing: {why}"), None);
    }
    let streets: u64 = setup.zones.iter().map(|zone| u64::from(zone.streets)).sum();
    if streets > MANY {
        let message = format!("a shop has at most {MANY} streets in all, and this one has {streets}");
        root.cx.complaints.wrong(root.spot("zone"), message, None);
    }
}

/// Refuses commands of the file about streets that nobody has.
fn commands_fit(root: &Fields<'_>, setup: &Setup) {
    if root.cx.names.doubtful {
        return;
    }
    for event in root.nodes("event").unwrap_or_default() {
        let word = |key: &str| event.get(key).and_then(|entry| Some((entry.node.spot, text_of(&entry.node)?)));
        match (word("do"), word("policy"), word("zone")) {
            (Some((_, "set_policy")), Some((spot, policy)), _) => {
                let policy = Policy::ALL.iter().find(|known| known.word() == policy);
                if let Some(policy) = policy.filter(|policy| !setup.has_use_for_policy(**policy)) {
                    root.cx.complaints.wrong(spot, no_streets(*policy), Some("give a zone `streets`".into()));
                }
            }
            (Some((spot, "split_street")), _, zone) => {
                let is_meant = |of: &&ZoneSetup| zone.is_none_or(|(_, name)| of.name == name);
                if !setup.zones.iter().filter(is_meant).any(ZoneSetup::has_hot_street) {
                    let message = "no street there orders more than others".to_string();
                    root.cx.complaints.wrong(
                        zone.map_or(spot, |(spot, _)| spot),
                        message,
                        Some("give the zone `hot`".into()),
                    );
                }
            }
            _ => {}
        }
    }
}

fn slo(root: &Fields<'_>) -> SloSetup {
    let empty = empty();
    let f = table_or_empty(root, "slo", &empty);
    SloSetup { promise: given(f.span("promise")), target: given(f.number("target")) }
}

fn money(root: &Fields<'_>, kitchen: &KitchenSetup) -> MoneySetup {
    let empty = empty();
    let f = table_or_empty(root, "money", &empty);
    let dollars = |name| given(f.money(name));
    let mut tools = given(f.prices("tools"));
    let levels = kitchen.level_speed.len();
    if tools.len() < levels {
        let (spot, key) = match (f.has("tools"), root.entry("kitchen").and_then(|k| k.node.get("level_speed"))) {
            (false, Some(speeds)) => (speeds.node.spot, "level_speed"),
            _ => (f.spot("tools"), "tools"),
        };
        let message =
            format!("`{key}`: there are {levels} levels of tools, and `tools` in [money] has {} prices", tools.len());
        root.cx.complaints.wrong(spot, message, Some("one price a level, level 1 first".into()));
    } else if tools.len() > levels && f.has("tools") {
        let message = format!("`tools` has {} prices, and there are only {levels} levels", tools.len());
        root.cx.complaints.warn(f.spot("tools"), message, Some("`level_speed` in [kitchen] says how many".into()));
    }
    tools.truncate(levels);
    MoneySetup {
        cash: f.money("cash"),
        chef_wage: dollars("chef_wage"),
        rider_wage: dollars("rider_wage"),
        standby_retainer: dollars("standby_retainer"),
        chef_fee: dollars("chef_fee"),
        clerk_wage: dollars("clerk_wage"),
        clerk_fee: dollars("clerk_fee"),
        rider_fee: dollars("rider_fee"),
        tools,
        refund: given(f.number("refund")),
    }
}

/// Warns of rules of serving that cannot make a difference, and of priorities that no rule asks for.
pub fn rules_are_of_use(root: &Fields<'_>, setup: &Setup) {
    for (outlet, node) in setup.outlets.iter().zip(root.nodes("outlet").unwrap_or_default()) {
        let rule = outlet.queue_order;
        if let Some(entry) = node.get("queue_order").filter(|_| !setup.has_use_for(rule)) {
            let why = match rule {
                QueueOrder::Turns => "there is one zone",
                QueueOrder::Priority => "all items have one priority",
                _ => "all items take equally long",
            };
            let message = format!("`queue_order = \"{}\"` says nothing here: {why}", rule.word());
            root.cx.complaints.warn(entry.node.spot, message, None);
        }
    }
    let ranks = setup.outlets.iter().any(|outlet| outlet.queue_order == QueueOrder::Priority);
    let is_asked_for = ranks || can_change_rules(root);
    let Some(menu) = root.entry("menu").filter(|_| !is_asked_for) else { return };
    if let Value::Table(items) = &menu.node.value
        && let Some(entry) = items.iter().find_map(|item| item.node.get("priority"))
    {
        let hint = Some("set the `queue_order` of an outlet to \"priority\"".into());
        root.cx.complaints.warn(entry.key_spot, "`priority` says nothing: no outlet serves by it".into(), hint);
    }
}

/// Warns of what follows from checks that ask nothing.
pub fn checks_are_of_use(root: &Fields<'_>, setup: &Setup) {
    let asks = setup.dispatch.health.asks() || may_command(root, "set_health");
    let Some(dispatch) = root.entry("dispatch").filter(|_| !asks) else { return };
    for name in ["back_after", "fail_open"] {
        let Some(entry) = dispatch.node.get(name) else { continue };
        let hint = Some("give `unhealthy_after` or `unhealthy_burnt`".into());
        let message = format!("`{name}` says nothing: no check takes anybody out");
        root.cx.complaints.warn(entry.key_spot, message, hint);
    }
}

/// Whether the player may change who is served first: everything is allowed where nothing is said.
fn can_change_rules(root: &Fields<'_>) -> bool {
    may_command(root, "set_queue_order")
}

/// Whether the player may give a command of that name, or a part of it.
fn may_command(root: &Fields<'_>, command: &str) -> bool {
    let scenario = root.entry("scenario").map(|entry| &entry.node);
    match scenario.and_then(|node| node.get("allow")).map(|allow| &allow.node.value) {
        Some(Value::List(names)) => {
            names.iter().filter_map(text_of).any(|name| name.split(' ').next() == Some(command))
        }
        _ => true,
    }
}

/// With more first calls expected than this, a warning says that the run will take long.
const CROWD: f64 = 50e6;

/// The same for recorded calls, which most likely come faster than anybody can serve them.
const RECORDED: usize = 2_000_000;

/// Warns of a shop with an enormous number of calls. That is no mistake, but its run takes long.
pub fn crowds_are_told(root: &Fields<'_>, setup: &Setup) {
    let calls: f64 = setup.zones.iter().map(|zone| expected_calls(zone, setup)).sum();
    let recorded: usize = setup.zones.iter().map(|zone| recorded_calls(zone).unwrap_or(0)).sum();
    if recorded > RECORDED && !root.cx.complaints.has_errors() {
        let message = format!("{:.1} million calls are recorded: a run may take minutes", recorded as f64 / 1e6);
        let hint =
            "and gigabytes of memory, if they have to wait; a shorter `duration` leaves the later ones out".into();
        root.cx.complaints.warn(root.spot("zone"), message, Some(hint));
    }
    if calls > CROWD && !root.cx.complaints.has_errors() {
        let message = format!("about {:.0} million first calls are expected: a run takes minutes", calls / 1e6);
        let hint =
            "and gigabytes of memory, if they have to wait; a shorter `duration` or fewer `orders_per_hour`".into();
        root.cx.complaints.warn(root.spot("zone"), message, Some(hint));
    }
}

fn recorded_calls(zone: &ZoneSetup) -> Option<usize> {
    match &zone.arrivals {
        Arrivals::Trace(times) => Some(times.len()),
        Arrivals::Poisson | Arrivals::Even => None,
    }
}

/// First calls expected by the curve, without surges.
fn expected_calls(zone: &ZoneSetup, setup: &Setup) -> f64 {
    if recorded_calls(zone).is_some() || zone.orders_per_hour == 0.0 {
        return 0.0;
    }
    let (rate, closing) = (Rate::new(zone, setup.opens), setup.closing().0 as f64);
    let day = MICROS_PER_DAY as f64;
    let whole = (closing / day).floor();
    whole * rate.integral(0.0, day, 1.0) + rate.integral(whole * day, closing, 1.0)
}
