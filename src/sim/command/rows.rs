//! The table of commands: a row each. What stands in braces and brackets is explained in [`crate::sim::wording`].

use super::{
    Change, CommandSpec, DuplicateChange, Field, FuseChange, HealthChange, Kind, ManagerChange, Need, Param, ParamSpec,
    RetryChange, TrayChange, Value, commands,
};
use crate::sim::choices::Choice;
use crate::sim::setup::*;
use crate::sim::wording::{Both, both, each};
use crate::units::{ItemId, OutletId, Span, ZoneId};
use serde::{Deserialize, Serialize};

commands! {
    /// What the boss decides.
    Decision in decisions {
        /// Hires `count` chefs, of any skill if none is asked for; a backup waits at home.
        HireChef { outlet: OutletId, skill: Option<Skill>, standby: bool, count: u32 } = CommandSpec {
            params: &[OUTLET, SKILL, or("standby", Param::Flag, Value::Flag(false)), COUNT],
            changes: Change::ChefsHired,
            label: both("hire [chefs] at [outlet]"),
            done: both("[chefs] [are] hired for [outlet]."),
            outlook: both("[standby|Steps in when somebody's illness is noticed, and not before.|]"),
            ..decision("hire_chef", "Hire {a chef}, or a backup who waits at home")
        };
        /// Dismisses `count` chefs, of that skill if one is asked for; busy ones leave after the order in hand.
        DismissChef { outlet: OutletId, skill: Option<Skill>, count: u32 } = CommandSpec {
            params: &[OUTLET, SKILL, COUNT],
            changes: Change::ChefsLeave,
            label: both("let [chefs] go at [outlet]"),
            done: both("[chefs] of [outlet] [leave]."),
            ..decision("dismiss_chef", "Let {a chef} go after the {order} in hand")
        };
        /// Buys the next level of tools for every chef of an outlet below the top.
        UpgradeChefs { outlet: OutletId } = CommandSpec {
            params: &[OUTLET],
            changes: Change::Tools,
            label: both("{tools} at [outlet]"),
            ..decision("upgrade_chefs", "Better tools for every {chef} of {a outlet}")
        };
        /// Hires `count` riders.
        HireRider { outlet: OutletId, count: u32 } = CommandSpec {
            params: &[OUTLET, COUNT],
            changes: Change::RidersHired,
            label: both("hire [riders] at [outlet]"),
            done: both("[riders] [are] hired for [outlet]."),
            ..decision("hire_rider", "Hire {a rider}")
        };
        /// Dismisses `count` riders; those on a trip leave after it.
        DismissRider { outlet: OutletId, count: u32 } = CommandSpec {
            params: &[OUTLET, COUNT],
            changes: Change::RidersLeave,
            label: both("let [riders] go at [outlet]"),
            done: both("[riders] of [outlet] [leave]."),
            ..decision("dismiss_rider", "Let {a rider} go after the {trip}")
        };
        /// Hires `count` clerks for the front desk.
        HireClerk { count: u32 } = CommandSpec {
            params: &[COUNT],
            changes: Change::ClerksHired,
            label: both("hire [clerks]"),
            done: both("[clerks] [are] hired."),
            outlook: both("Rings {outlet+} through like the others, and listens as long."),
            ..decision("hire_clerk", "Hire {a clerk}")
        };
        /// Dismisses `count` clerks; those on the line leave after the call.
        DismissClerk { count: u32 } = CommandSpec {
            params: &[COUNT],
            changes: Change::ClerksLeave,
            label: both("let [clerks] go"),
            done: both("[clerks] [leave]."),
            ..decision("dismiss_clerk", "Let {a clerk} go after the call")
        };
        /// Sets how many clerks may be on the line to one outlet; `None`: all.
        SetClerksEach { each: Option<u32> } = CommandSpec {
            params: &[may("each", Param::Count)],
            label: both("[each|at most [each] on the line to {a outlet}|all may ring one {outlet}]"),
            outlook: both(
                "[each|A dead telephone holds so many, and no more; who orders there waits, or gives up.                 |One dead telephone may hold everybody.]",
            ),
            outcome: both("{Clerk+}: [each|at most [each] on the line to {a outlet}|all may ring one {outlet}]."),
            ..decision("set_clerks_each", "How many {clerk+} one {outlet} may hold")
        };
        /// Changes the fuse in the telephone line, or puts one in; what is left out stays as it is.
        SetFuse { change: FuseChange } = CommandSpec {
            params: &[
                may("after", Param::Count),
                may("for", Param::Span),
                may("scope", Param::Word(FuseScope::LIST)),
                may("on", Param::Flag),
            ],
            label: both("{fuse}: [fuse]"),
            outlook: both("[scope|[scope:outlook]|Who orders from a dead {outlet} is told at once, and holds nobody up.]"),
            outcome: both("{Fuse}: [fuse]."),
            ..decision("set_fuse", "When a dead {outlet} is not rung any more")
        };
        /// Sets how long clerks listen to a telephone that nobody answers; `None`: until somebody sees to it.
        SetGiveUp { after: Option<Span> } = CommandSpec {
            params: &[may("after", Param::Span)],
            label: both("{give-up} [after|after [after]|never]"),
            outlook: both(
                "[after|Who has listened for longer gives up now.|A dead telephone holds {a clerk} until somebody sees to it.]",
            ),
            outcome: both("{Clerk+} {give-up} [after|after [after]|never]."),
            ..decision("set_give_up", "How long {a clerk} listens to a dead telephone")
        };
        /// Sets how many order books must have an order before it is taken.
        SetBooks { wait_for: WaitFor } = CommandSpec {
            params: &[must("wait_for", Param::Word(WaitFor::LIST))],
            label: both("wait for [wait_for]"),
            outlook: both("[wait_for:outlook]"),
            outcome: both("{A order} is taken once it stands in [wait_for]."),
            ..decision("set_books", "How many {order-book+} must have {a order} before it is taken")
        };
        /// Rents a site; the outlet opens after its open time.
        OpenOutlet { outlet: OutletId } = CommandSpec {
            params: &[OUTLET],
            changes: Change::Opening,
            label: both("open [outlet]"),
            done: both("[outlet] is rented."),
            outlook: both("Takes {order+} once it is open, not a minute earlier."),
            ..decision("open_outlet", "Open a site")
        };
        /// Closes an outlet, which first cooks what it has.
        CloseOutlet { outlet: OutletId } = CommandSpec {
            params: &[OUTLET],
            changes: Change::Closing,
            label: both("close [outlet]"),
            done: both("[outlet] takes no more {order+}."),
            outlook: both("Takes no new {order+}, cooks what it has, and sends everybody home."),
            ..decision("close_outlet", "Close {a outlet}; it cooks what it has")
        };
        /// Sets how the front desk chooses an outlet.
        SetPolicy { policy: Policy } = CommandSpec {
            params: &[must("policy", Param::Word(Policy::LIST))],
            label: both("route by [policy]"),
            done: both("the {front-desk} now routes by *[policy]*."),
            outcome: both("The {front-desk} routes by: [policy]."),
            ..decision("set_policy", "How the {front-desk} chooses {a outlet}")
        };
        /// Sets whether orders waiting at an outlet that does not answer go elsewhere.
        SetFailover { on: bool } = CommandSpec {
            params: &[must("on", Param::Flag)],
            label: both("{move-waiting} [on|on|off]"),
            done: each(
                "[on|if an outlet goes silent, its waiting orders are moved|waiting orders stay put if an outlet goes silent].",
                "failover is [on|on|off].",
            ),
            outlook: both(
                "[on|When {a outlet} does not answer, its waiting {order+} go elsewhere.\
                 |Waiting {order+} stay where they are, even in the dark.]",
            ),
            outcome: both("{Move-waiting}: [on|on|off]."),
            ..decision("set_failover", "Whether waiting {order+} leave a lost {outlet}")
        };
        /// Sets the time between two health checks; zero: the desk always knows.
        SetHealthCheck { every: Span } = CommandSpec {
            params: &[must("every", Param::Span)],
            label: both("{check-up} every [every]"),
            outcome: both("{Check-up} every [every]."),
            ..decision("set_health_check", "How often the {front-desk} asks who answers")
        };
        /// Changes what a health check asks beside light and line, and what follows.
        SetHealth { change: HealthChange } = CommandSpec {
            params: &[
                may("unhealthy_after", Param::Span),
                may("unhealthy_burnt", Param::Probability),
                may("back_after", Param::Span),
                may("fail_open", Param::Probability),
            ],
            label: both("{check-up}: [health]"),
            outlook: both(
                "[fail_open|If more than that share is {taken-out}, the fault is hardly theirs: {order+} go to all who answer.\
                 |Whoever fails the {check-up} is {taken-out} and gets no new {order+}; what waits there, waits on.]",
            ),
            outcome: both("{Check-up}: [health]."),
            ..decision("set_health", "What the {front-desk} asks beside who answers, and when it ignores that")
        };
        /// Sets the time between two looks at the board; zero: it is always up to date.
        SetBoardRefresh { every: Span } = CommandSpec {
            params: &[must("every", Param::Span)],
            label: both("look at the {board} every [every]"),
            outcome: both("[every|A new {board} every [every]|The {board} is always up to date]."),
            ..decision("set_board_refresh", "How often the {front-desk} looks at the lines")
        };
        /// Sets what happens to orders that no outlet can take.
        SetWhenNone { when_none: WhenNone } = CommandSpec {
            params: &[must("when_none", Param::Word(WhenNone::LIST))],
            label: both("[when_none:longer]"),
            outcome: both("If nobody answers: [when_none]."),
            ..decision("set_when_none", "What happens to {a order} that no {outlet} can take")
        };
        /// Rearranges an outlet's queues; waiting tickets are filed anew.
        SetKitchen { outlet: OutletId, kitchen: KitchenKind, join: Option<Join> } = CommandSpec {
            params: &[OUTLET, must("kitchen", Param::Word(KitchenKind::LIST)), may("join", Param::Word(Join::LIST))],
            label: both("[kitchen][join|, [join],|] at [outlet]"),
            outcome: both("[outlet]: [kitchen][join|, [join]|]."),
            ..decision("set_kitchen", "How the lines of a {kitchen} are laid")
        };
        /// Sets who brings orders cooked from now on.
        SetDelivery { mode: DeliveryMode } = CommandSpec {
            params: &[must("mode", Param::Word(DeliveryMode::LIST))],
            label: both("[mode]"),
            outlook: both("[mode:outlook]"),
            outcome: both("From now on: [mode]."),
            ..decision("set_delivery", "Who brings the {order+}")
        };
        /// Sets how many orders a rider takes along at most.
        SetBatch { batch: u32 } = CommandSpec {
            params: &[must("batch", Param::Count)],
            label: both("[orders] a {trip}"),
            outcome: both("{Order+} a {trip}: [batch]."),
            ..decision("set_batch", "How many {order+} a {rider} takes along")
        };
        /// Sets an outlet's daily prep window.
        SetPrep { outlet: OutletId, prep: PrepSetup } = CommandSpec {
            params: &[
                OUTLET,
                must("item", Param::Item),
                must("from", Param::Clock),
                must("to", Param::Clock),
                must("target", Param::Count),
                or("batch", Param::Count, Value::Whole(1)),
            ],
            label: both("[target] [bases] [from]–[to] at [outlet]"),
            outlook: both("Idle {chef+} make {base+} then; each saves part of the work later."),
            outcome: both("[outlet]: [target] {base+} from [from] to [to]."),
            ..decision("set_prep", "When {base+} are made ahead")
        };
        /// Ends an outlet's prep; the stock stays.
        ClearPrep { outlet: OutletId } = CommandSpec {
            params: &[OUTLET],
            label: both("no {prep} at [outlet]"),
            outcome: both("[outlet] makes no {base+}."),
            ..decision("clear_prep", "Make no more {base+}; the stock stays")
        };
        /// Sets how many tickets may wait at an outlet; `None`: any number.
        SetQueueLimit { outlet: OutletId, limit: Option<u32> } = CommandSpec {
            params: &[OUTLET, may("limit", Param::Limit)],
            label: both("[limit|{line-limit} [limit]|no {line-limit}] at [outlet]"),
            outlook: both(
                "[limit|Anyone who comes when the {line} is full is {turned-away}.\
                 |Nobody is {turned-away}, however long the {line} grows.]",
            ),
            outcome: both("[outlet]: {line-limit} [limit|[limit]|none]."),
            ..decision("set_queue_limit", "How many may wait at {a outlet}")
        };
        /// Sets which order of an outlet's queues is served first.
        SetQueueOrder { outlet: OutletId, order: QueueOrder } = CommandSpec {
            params: &[OUTLET, must("order", Param::Word(QueueOrder::LIST))],
            label: both("[order] at [outlet]"),
            outcome: both("[outlet]: [order]."),
            ..decision("set_queue_order", "Who is served first")
        };
        /// Gives an outlet a manager who hires, or changes the one it has; what is left out stays as it is.
        SetManager { outlet: OutletId, change: ManagerChange } = CommandSpec {
            params: &[
                OUTLET,
                may("every", Param::Span),
                may("per_waiting", Param::Count),
                may("counts_coming", Param::Flag),
                may("on", Param::Flag),
            ],
            label: both("the {manager} at [outlet]: [rule]"),
            outcome: both("The {manager} at [outlet]: [rule]."),
            ..decision("set_manager", "How {a manager} hires")
        };
        /// Changes the rule of a tray under a lamp; what is left out stays as it is.
        SetTray { outlet: OutletId, item: ItemId, change: TrayChange } = CommandSpec {
            params: &[
                OUTLET,
                must("item", Param::Item),
                may("keeps", Param::Span),
                may("refill", Param::Word(Refill::LIST)),
                may("old_for", Param::Span),
            ],
            label: both("[item] {tray} at [outlet]: [tray]"),
            outlook: both("[refill|[refill:outlook]|From the next {tray} on.]"),
            outcome: both("From now on the [item] {tray} at [outlet]: [tray]."),
            ..decision("set_tray", "How long {a tray} keeps, and who has a new one baked")
        };
        /// Sets how many boxes fit on an outlet's shelf; `None`: any number.
        SetShelfLimit { outlet: OutletId, limit: Option<u32> } = CommandSpec {
            params: &[OUTLET, may("limit", Param::Limit)],
            label: both("[limit|{shelf} limit [limit]|no {shelf} limit] at [outlet]"),
            outcome: both("[outlet]: {shelf} limit [limit|[limit]|none]."),
            ..decision("set_shelf_limit", "How many boxes fit on the {shelf}")
        };
        /// Changes how lost customers of a zone, or of all, call again.
        SetRetry { zone: Option<ZoneId>, change: RetryChange } = CommandSpec {
            params: &[
                ZONE,
                may("probability", Param::Probability),
                may("wait", Param::Span),
                may("backoff", Param::Number),
                may("jitter", Param::Flag),
                may("max", Param::Limit),
                may("budget", Param::Number),
                may("of", Param::Word(BudgetOf::LIST)),
            ],
            label: both("{call-again}: [retry][zone| from [zone]|]"),
            outcome: both("From now on {call-again}: [retry][zone| from [zone]|]."),
            ..decision("set_retry", "How lost {customer+} call again")
        };
        /// Sets how many calls are taken from a zone, from each, or from all together; without a rate, any number.
        SetQuota { zone: Option<ZoneId>, share: Option<QuotaShare>, per_hour: Option<f64>, burst: Option<u32> } =
            CommandSpec {
                params: &[
                    ZONE,
                    may("share", Param::Word(QuotaShare::LIST)),
                    may("per_hour", Param::Factor),
                    may("burst", Param::Count),
                ],
                label: both("[per_hour|{quota} [quota]|no {quota}] [whose]"),
                outlook: both(
                    "[per_hour|Who calls more often is told at once, and no {chef} knows of it.\
                     |Every call is taken.]",
                ),
                outcome: both("[per_hour|{Quota} [quota]|No {quota}] [whose]."),
                ..decision("set_quota", "How many calls are taken")
            };
        /// Puts numbers on the slips, which the desk remembers for a while, or none any more.
        SetOrderNumbers { on: bool, memory: Option<Span> } = CommandSpec {
            params: &[must("on", Param::Flag), may("memory", Param::Span)],
            label: both("[on|{numbers}[memory|, kept for [memory]|]|no {numbers}]"),
            outlook: both(
                "[on|Who calls again for an order is told that it is coming, and nothing is made twice.\
                 |Every call is taken for another {order}.]",
            ),
            outcome: both("[on|{Numbers}[memory|, kept for [memory]|]|No {numbers}]."),
            ..decision("set_order_numbers", "By which number an {order} is known that is called for again")
        };
        /// Changes when a second order is sent for what is not there, or begins with it; what is left out stays.
        SetDuplicate { change: DuplicateChange } = CommandSpec {
            params: &[
                may("after", Param::Span),
                may("cancel", Param::Flag),
                may("budget", Param::Number),
                may("on", Param::Flag),
            ],
            label: both("{duplicate}: [duplicate]"),
            outlook: both("[duplicates]"),
            outcome: both("{Duplicate}: [duplicate]."),
            ..decision("set_duplicate", "When {a order} that is not ready is sent a second time")
        };
        /// Splits the hot street of a zone, or of each that has one, over so many outlets; 1: not split any more.
        SplitStreet { zone: Option<ZoneId>, ways: u32 } = CommandSpec {
            params: &[ZONE, must("ways", Param::Count)],
            label: both("{hot-street} of [zone|[zone]|each {zone}]: [split]"),
            outlook: both("Its {order+} go to each of those {outlet+} in turn."),
            outcome: both("{Hot-street} of [zone|[zone]|each {zone}]: [split]."),
            ..decision("split_street", "On how many {outlet+} the {hot-street} is served")
        };
    }
}

commands! {
    /// What breaks, and what mends it.
    Fault in faults {
        /// The power goes out: nothing is cooked, and the outlet does not answer.
        PowerOutage { outlet: OutletId, lasts: Option<Span> } = CommandSpec {
            params: &[OUTLET, LASTS],
            label: both("{power-cut} at [outlet][lasts| for [lasts]|]"),
            outcome: both("[outlet] is {dark}."),
            ..fault("power_outage", "The power goes out at {a outlet}")
        };
        /// The power comes back.
        RestorePower { outlet: OutletId } = CommandSpec {
            params: &[OUTLET],
            mends: Some("power_outage"),
            label: both("power back at [outlet]"),
            outcome: both("[outlet] is {dark} no more."),
            ..fault("restore_power", "The power comes back")
        };
        /// The link to the front desk is cut: the outlet works on, and the desk cannot reach it (*partition*).
        CutLine { outlet: OutletId, lasts: Option<Span> } = CommandSpec {
            params: &[OUTLET, LASTS],
            label: both("{line-cut} at [outlet][lasts| for [lasts]|]"),
            outcome: both("The line from the {front-desk} is cut: [outlet]."),
            ..fault("cut_line", "The line between {front-desk} and {outlet} is cut")
        };
        /// The link is mended.
        MendLine { outlet: OutletId } = CommandSpec {
            params: &[OUTLET],
            mends: Some("cut_line"),
            label: both("mend the line to [outlet]"),
            outcome: both("The line from the {front-desk} is mended: [outlet]."),
            ..fault("mend_line", "The line is mended")
        };
        /// The lowest-numbered chef at work falls ill (*crash*).
        ChefIll { outlet: OutletId, skill: Option<Skill>, lasts: Option<Span> } = CommandSpec {
            params: &[OUTLET, SKILL, LASTS],
            lasts: Some(HOUR),
            label: each(
                "illness of [chefs] at [outlet][lasts| for [lasts]|]",
                "crash of [chefs] at [outlet][lasts| for [lasts]|]",
            ),
            outcome: both("[outlet]: {a chef} falls ill."),
            ..fault("chef_ill", "{A chef} falls ill")
        };
        /// The lowest-numbered chef at work turns slow: his speed × `factor`, and nobody notices (*grey failure*).
        SlowChef { outlet: OutletId, skill: Option<Skill>, factor: f64, lasts: Option<Span> } = CommandSpec {
            params: &[OUTLET, SKILL, must("factor", Param::Share), LASTS],
            label: both("{slow-chef}[skill| ([skill])|] at [outlet], [factor][lasts| for [lasts]|]"),
            outcome: both("[outlet]: {a chef} works at [factor:percent] % of the speed; nobody notices."),
            ..fault("slow_chef", "{A chef} works at a fraction of the speed; nobody notices")
        };
        /// The lowest-numbered chef at work burns every order from now on, and nobody notices (*black hole*).
        Burns { outlet: OutletId, skill: Option<Skill>, after: Span, lasts: Option<Span> } = CommandSpec {
            params: &[OUTLET, SKILL, ParamSpec { sentence: Some("How long an order is in the oven then"), ..must("after", Param::Span) }, LASTS],
            label: both("{burner}[skill| ([skill])|] at [outlet], after [after][lasts| for [lasts]|]"),
            outcome: both("[outlet]: {a chef} burns every {order} after [after]; nobody notices."),
            ..fault("burns", "{A chef} burns every {order}, and is free at once; nobody notices")
        };
        /// The lamp falls: the slices under it are old at once (*cache flush*).
        ClearTray { outlet: OutletId, item: ItemId } = CommandSpec {
            params: &[OUTLET, must("item", Param::Item)],
            label: both("{lamp-falls}: [item] at [outlet]"),
            outcome: both("[outlet]: the [item] {tray} is old at once."),
            ..fault("clear_tray", "A lamp falls, and the {tray} under it is old at once")
        };
        /// An outlet's telephone is dead: it rings, and nobody answers (*a dependency that hangs*).
        DeadLine { outlet: OutletId, lasts: Option<Span> } = CommandSpec {
            params: &[OUTLET, LASTS],
            label: both("{dead-line} at [outlet][lasts| for [lasts]|]"),
            outcome: both("[outlet]: the telephone rings, and nobody answers."),
            ..fault("dead_line", "The telephone of {a outlet} rings, and nobody answers")
        };
        /// An order book is away: nothing is written there until it is back (*a replica is down*).
        BookAway { book: u32, lasts: Option<Span> } = CommandSpec {
            params: &[BOOK, LASTS],
            label: both("{book-away}: number [book][lasts| for [lasts]|]"),
            outcome: both("{Order-book} [book] is away; nothing is written there."),
            ..fault("book_away", "{A order-book} is away, and nothing is written there")
        };
        /// An order book burns with all that stands in it (*a replica is lost*).
        BookBurns { book: u32 } = CommandSpec {
            params: &[BOOK],
            label: both("{book-burns}: number [book]"),
            outcome: both("{Order-book} [book] is burnt, with all that stood in it."),
            ..fault("book_burns", "{A order-book} burns, with all that stands in it")
        };
        /// Somebody who drives must be retrained for a while, after his trip.
        RudeDriver { outlet: OutletId, lasts: Option<Span> } = CommandSpec {
            params: &[OUTLET, LASTS],
            lasts: Some(HOUR),
            label: both("{rude-driver} at [outlet][lasts| for [lasts]|]"),
            outcome: both("[outlet]: whoever drives was rude and must be retrained."),
            ..fault("rude_driver", "Whoever drives was rude and must be retrained")
        };
        /// Demand × `factor`, for a while or until the next one of the same zone and item.
        Surge { zone: Option<ZoneId>, item: Option<ItemId>, factor: f64, lasts: Option<Span> } = CommandSpec {
            params: &[
                ZONE,
                may("item", Param::Item),
                factor("Times as many calls: 2.0 is twice as many, 0.5 half"),
                LASTS,
            ],
            label: both("{rush}[item| of [item]|] [factor][zone| from [zone]|][lasts| for [lasts]|]"),
            outcome: both("[more] {order+}[item| of [item]|], [factor][zone| from [zone]|][lasts| for [lasts]|]."),
            ..fault("surge", "More {order+}, or fewer")
        };
        /// Duration of rides × `factor`.
        Traffic { factor: f64, lasts: Span } = CommandSpec {
            params: &[factor("Times as long rides: 2.0 is twice as long"), MUST_LAST],
            label: both("{traffic-jam} [factor][lasts| for [lasts]|]"),
            outcome: both("Every ride takes [factor] as long[lasts| for [lasts]|]."),
            ..fault("traffic", "Every ride takes longer")
        };
        /// Confirmations get lost: so large a share of the callers do not hear that their order was taken.
        BadLine { zone: Option<ZoneId>, share: f64, lasts: Option<Span> } = CommandSpec {
            params: &[ZONE, must("share", Param::Probability), LASTS],
            label: both("{bad-line} for [share:percent] % of the calls[zone| from [zone]|][lasts| for [lasts]|]"),
            outcome: both("[share:percent] % of the {customer+}[zone| from [zone]|] hear no confirmation[lasts| for [lasts]|]."),
            ..fault("bad_line", "{Customer+} do not hear that their {order} was taken")
        };
        /// Patience of new customers × `factor`.
        Impatience { zone: Option<ZoneId>, factor: f64, lasts: Span } = CommandSpec {
            params: &[ZONE, factor("Times as much patience: 0.5 is half of it, 2.0 twice"), MUST_LAST],
            label: both("{patience} [factor][zone| from [zone]|][lasts| for [lasts]|]"),
            outcome: both(
                "New {customer+}[zone| from [zone]|] have [factor:percent] % of their {patience}\
                 [lasts| for [lasts]|].",
            ),
            ..fault("impatience", "New {customer+} wait less long, or longer")
        };
    }
}

/// All rows, decisions first.
pub(super) const ALL: [&CommandSpec; decisions::ALL.len() + faults::ALL.len()] = {
    let mut all = [decisions::ALL[0]; decisions::ALL.len() + faults::ALL.len()];
    let mut i = 0;
    while i < all.len() {
        let first_fault = decisions::ALL.len();
        all[i] = if i < first_fault { decisions::ALL[i] } else { faults::ALL[i - first_fault] };
        i += 1;
    }
    all
};

const OUTLET: ParamSpec = must("outlet", Param::Outlet);
const SKILL: ParamSpec = may("skill", Param::Skill);
const COUNT: ParamSpec = or("count", Param::People, Value::Whole(1));
const ZONE: ParamSpec = may("zone", Param::Zone);
const LASTS: ParamSpec = may("lasts", Param::Span);
const BOOK: ParamSpec = ParamSpec { sentence: Some("Which book, from 1"), ..must("book", Param::Count) };
const MUST_LAST: ParamSpec = must("lasts", Param::Span);
const HOUR: Span = Span::from_hours(1);

const fn must(name: &'static str, param: Param) -> ParamSpec {
    ParamSpec { name, param, need: Need::Must, sentence: None }
}

const fn may(name: &'static str, param: Param) -> ParamSpec {
    ParamSpec { name, param, need: Need::May, sentence: None }
}

const fn or(name: &'static str, param: Param, value: Value) -> ParamSpec {
    ParamSpec { name, param, need: Need::Or(value), sentence: None }
}

/// Which way a factor turns things is the command's to say.
const fn factor(sentence: &'static str) -> ParamSpec {
    ParamSpec { sentence: Some(sentence), ..must("factor", Param::Factor) }
}

const fn decision(name: &'static str, sentence: &'static str) -> CommandSpec {
    CommandSpec {
        name,
        kind: Kind::Decision,
        sentence,
        params: &[],
        changes: Change::Setting,
        label: Both::NONE,
        done: Both::NONE,
        outlook: Both::NONE,
        outcome: Both::NONE,
        mends: None,
        lasts: None,
    }
}

const fn fault(name: &'static str, sentence: &'static str) -> CommandSpec {
    CommandSpec { kind: Kind::Fault, ..decision(name, sentence) }
}
