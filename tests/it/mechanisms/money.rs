//! Money, and what is measured.

use super::kit::{Evening, opened, play_at, town};
use pizzeria::sim::command::{Command, Decision};
use pizzeria::sim::measures::Measures;
use pizzeria::units::{Cents, OutletId, Time};

/// The town's shop, a dollar a minute for its chef, without checks that could disturb.
fn evening(scenario: &str, zone: &str, outlet: &str, rest: &str, calls: &[u64], commands: &[(u64, &str)]) -> Evening {
    play_at(&town(scenario, zone, outlet, rest), &[calls], commands)
}

fn measured(scenario: &str, rest: &str, calls: &[u64]) -> Measures {
    evening(scenario, "", "", rest, calls, &[]).measures()
}

/// "Ingredients are paid when cooking starts; revenue when delivered": one delivered, one in the oven, one in the line.
#[test]
fn ingredients_at_the_start_revenue_at_the_door() {
    let money = measured("duration = \"8m\"", "", &[60, 120, 180]).money;
    assert_eq!((money.ingredients, money.revenue), (4.0, 10.0));
}

/// "A late pizza is delivered, and refunded by `refund` (default all)": #2 takes nine minutes. On the dot is not late.
#[test]
fn a_late_pizza_is_refunded() {
    let with = |promise: &str, rest: &str| {
        let rest = format!("[slo]\npromise = \"{promise}\"\n{rest}");
        let measures = measured("duration = \"12m\"", &rest, &[60, 120]);
        assert_eq!((measures.money.revenue, measures.orders.delivered), (20.0, 2));
        (measures.orders.late, measures.money.refunds)
    };
    assert_eq!(with("8m", ""), (1, 10.0));
    assert_eq!(with("8m", "[money]\nrefund = 0.25"), (1, 2.5));
    assert_eq!(with("9m", ""), (0, 0.0));
}

/// "cost_per_order = everything paid but refunds ÷ delivered": 4 of ingredients, 12 of wages, 6 of rent, 50 for a rider
/// who never came, over two pizzas, of which one was paid back.
#[test]
fn what_an_order_costs() {
    let rest = "[slo]\npromise = \"8m\"\n[money]\nchef_wage = 60.0\nrider_fee = 50.0\n[kitchen]\nhire_time = \"1h\"";
    let hire = (0, "hire_rider outlet=\"Main\"");
    let evening = evening("duration = \"12m\"", "", "rent_per_hour = 30.0", rest, &[60, 120], &[hire]);
    let money = evening.measures().money;
    assert_eq!((money.wages, money.rent, money.investments), (12.0, 6.0, 50.0));
    assert_eq!(money.cost_per_order, Some(36.0));
    assert_eq!(money.profit, 20.0 - 10.0 - 72.0);
    assert_eq!(measured("duration = \"12m\"", "", &[]).money.cost_per_order, None, "no order: no data");
}

/// "Wages, retainers and rent accrue exactly, rounded only when printed": a cent a minute, in twelve pieces of 20
/// seconds, each less than half a cent; the backup's tenth of it in six of them. 4.2 cents in four minutes.
#[test]
fn fractions_of_a_cent_add_up() {
    let rest = "[kitchen]\nhire_time = \"0s\"\n[money]\nchef_wage = 0.6\nstandby_retainer = 0.06\nchef_fee = 0.0";
    let (hire, go) = ("hire_chef outlet=\"Main\" standby=true", "dismiss_chef outlet=\"Main\" skill=\"pizza\"");
    let hire = format!("{hire} skill=\"pizza\"");
    let commands: Vec<(u64, &str)> = (1..12).map(|k| (20 * k, if k % 2 == 1 { hire.as_str() } else { go })).collect();
    let evening = evening("duration = \"4m\"", "", "", rest, &[], &commands);
    assert_eq!(evening.answers(), "...........");
    assert_eq!(evening.measures().money.wages, 0.04);
}

/// "They may take the till below zero; what must be bought is refused when it would": $10 at opening, a dollar a
/// minute; after ten minutes nothing can be bought, after twenty $10 are missing. A refusal changes nothing at all.
#[test]
fn an_empty_till_buys_nothing() {
    let rest =
        "[money]\ncash = 10.0\nchef_wage = 60.0\n[[outlet]]\nname = \"Site\"\nstatus = \"closed\"\nopen_cost = 1.0";
    let calls: &[u64] = &[1140];
    let open = "open_outlet outlet=\"Site\"";
    let wanted = [
        (600, open),
        (660, "hire_chef outlet=\"Main\""),
        (660, "hire_rider outlet=\"Main\""),
        (660, "upgrade_chefs outlet=\"Main\""),
    ];
    let refused = evening("duration = \"20m\"", "", "", rest, calls, &wanted);
    assert_eq!(refused.answers(), "xxxx");
    assert!(refused.refusals[1].as_deref().is_some_and(|why| why.contains("the till holds")), "{:?}", refused.refusals);
    let left_alone = evening("duration = \"20m\"", "", "", rest, calls, &[]);
    assert_eq!(refused.world.digest(), left_alone.world.digest());
    // The pizza of 19:00 is in the oven: its ingredients are paid though there is no money.
    assert_eq!(refused.world.till().balance(refused.world.now()), Cents(-1200));
    // A minute earlier there is just the dollar.
    assert_eq!(evening("duration = \"20m\"", "", "", rest, calls, &[(540, open)]).answers(), ".");
}

/// What is bought is paid at once: $50 buy one chef and not two.
#[test]
fn the_till_pays_once() {
    let hire = "hire_chef outlet=\"Main\"";
    let rest = "[money]\ncash = 50.0\nchef_wage = 0.0";
    assert_eq!(evening("duration = \"5m\"", "", "", rest, &[], &[(0, hire), (60, hire)]).answers(), ".x");
    // "one without only keeps count".
    let rest = "[money]\nchef_wage = 0.0";
    let evening = evening("duration = \"5m\"", "", "", rest, &[], &[(0, hire), (60, hire)]);
    assert_eq!((evening.answers().as_str(), evening.measures().money.profit), ("..", -100.0));
}

/// "Orders belong to a window by the time of placing; time averages by the clock; throughput and goodput by the time of
/// delivery." Placed at 1, 5 and 12, cooked 1–6, 6–11, 12–17; four minutes of warm-up, closing at 16, a goal for 4 to
/// 10.
#[test]
fn what_belongs_to_which_window() {
    let rest =
        "[[goal]]\ntext = \"Quick\"\nmetric = \"latency.mean\"\nat_most = \"10m\"\nfrom = \"11:04\"\nto = \"11:10\"";
    let evening = evening("duration = \"16m\"\nwarmup = \"4m\"", "", "", rest, &[60, 300, 720], &[]);
    let run = evening.measures();
    assert_eq!((run.orders.arrived, run.orders.delivered, run.orders.in_system), (2, 1, 1));
    assert_eq!((run.latency.mean, run.spans.queue.mean), (Some(360.0), Some(60.0)));
    assert_eq!(run.throughput_per_hour, Some(10.0), "at 6:00 and 11:00, in twelve minutes");
    assert_eq!(run.utilization.chefs, Some(11.0 / 12.0));
    assert_eq!((run.waiting.mean, run.waiting.max), (Some(1.0 / 12.0), Some(1)));
    let window = evening.window(0);
    assert_eq!((window.orders.arrived, window.orders.delivered, window.latency.mean), (1, 1, Some(360.0)));
    assert_eq!(
        (window.throughput_per_hour, window.goodput_per_hour),
        (Some(10.0), Some(10.0)),
        "that of 1:00, at 6:00"
    );
    assert_eq!((window.utilization.chefs, window.waiting.mean), (Some(1.0), Some(1.0 / 6.0)));
    // In the system: the order of 1:00 until 6, that of 5:00 from then on.
    assert_eq!((window.in_system.mean, window.in_system.max), (Some(7.0 / 6.0), Some(2)));
    assert_eq!(
        (window.money.ingredients, window.money.revenue),
        (2.0, 10.0),
        "money by the clock: begun and paid at 6:00"
    );
}

/// "on_time_ratio is by customer: delivered within the promise of the first call". Refused at 5:00, calls again at
/// 7:00, served at 12:00: five minutes by the call's own clock, so not late; seven by the first call's.
#[test]
fn a_customer_is_on_time_by_the_first_call() {
    let slo = |promise: &str| {
        let zone = "retry = { wait = \"2m\" }";
        let rest = format!("[slo]\npromise = \"{promise}\"");
        let measures = evening("duration = \"15m\"", zone, "queue_limit = 0", &rest, &[60, 300], &[]).measures();
        assert_eq!((measures.orders.arrived, measures.orders.delivered, measures.orders.late), (3, 2, 0));
        // In a quarter of an hour. "Goodput: customers served on time per hour."
        assert_eq!(measures.throughput_per_hour, Some(8.0));
        assert_eq!(measures.goodput_per_hour, Some(4.0 * measures.slo.good as f64));
        (measures.slo.customers, measures.slo.good, measures.slo.bad, measures.slo.on_time_ratio)
    };
    assert_eq!(slo("6m"), (2, 1, 1, Some(0.5)));
    assert_eq!(slo("7m"), (2, 2, 0, Some(1.0)));
}

/// "Lost, late and still waiting past the promise are bad; not yet past it: left out": twenty-minute pizzas, closing at
/// 12:00, a promise of eight; placed at 1:00 (past it), 4:00 (on the dot) and 5:00.
#[test]
fn who_waits_past_the_promise_is_not_on_time() {
    let text = town("duration = \"12m\"", "", "", "[slo]\npromise = \"8m\"").replace("mean = \"5m\"", "mean = \"20m\"");
    let slo = play_at(&text, &[&[60, 240, 300]], &[]).measures().slo;
    assert_eq!((slo.customers, slo.good, slo.bad, slo.on_time_ratio), (3, 0, 1, Some(0.0)));
    // A customer who waits at home to call again waits too.
    let zone = "retry = { wait = \"2m\" }";
    let rest = "[slo]\npromise = \"8m\"";
    let text = town("duration = \"12m\"", zone, "queue_limit = 0", rest).replace("mean = \"5m\"", "mean = \"20m\"");
    // #1 in hand since 1:00; the second, of 2:00, called at 4, 6 and 8 and has given up; that of 3:00 calls until 9.
    let slo = play_at(&text, &[&[60, 120, 180]], &[]).measures().slo;
    assert_eq!((slo.customers, slo.good, slo.bad), (3, 0, 3));
}

/// "A ticket of a customer who has gone is not in the system": who left at 8:00 and told nobody is bad once, not twice,
/// though the ticket still waits when the promise has passed. #1, in the oven since 1:00, is past it too.
#[test]
fn who_has_left_is_counted_once() {
    let zone = "patience = { dist = \"fixed\", mean = \"6m\" }\ncancels = false";
    let text =
        town("duration = \"15m\"", zone, "", "[slo]\npromise = \"8m\"").replace("mean = \"5m\"", "mean = \"20m\"");
    let measures = play_at(&text, &[&[60, 120]], &[]).measures();
    assert_eq!((measures.slo.customers, measures.slo.bad, measures.orders.in_system), (2, 2, 1));
}

/// "No data is no data, never 100 %."
#[test]
fn nobody_is_no_data() {
    let measures = measured("duration = \"12m\"", "", &[]);
    assert_eq!((measures.slo.on_time_ratio, measures.lost_ratio, measures.latency.p95), (None, None, None));
    assert_eq!(
        (measures.items[0].on_time_ratio, measures.utilization.riders, measures.prep.hit_ratio),
        (None, None, None)
    );
    // One undecided customer is none either.
    assert_eq!(measured("duration = \"3m\"", "", &[60]).slo.on_time_ratio, None);
}

/// "budget_left = 1 − bad ÷ ((1 − target) × customers)": four customers, half of whom may be disappointed; one is
/// refused.
#[test]
fn what_is_left_of_the_error_budget() {
    let rest = "[slo]\ntarget = 0.5";
    let slo = evening("duration = \"19m\"", "", "queue_limit = 0", rest, &[60, 120, 420, 780], &[]).measures().slo;
    assert_eq!((slo.customers, slo.good, slo.bad, slo.budget_left), (4, 3, 1, Some(0.5)));
}

/// "waiting = tickets in queues; in_system = live orders, all of them": placed at 1, 2, 3 and done at 6, 11, 16;
/// closing at 12.
#[test]
fn levels_are_weighted_by_time() {
    let measures = measured("duration = \"12m\"", "", &[60, 120, 180]);
    assert_eq!((measures.in_system.mean, measures.in_system.max), (Some(23.0 / 12.0), Some(3)));
    assert_eq!((measures.waiting.mean, measures.waiting.max), (Some(1.0), Some(2)));
    assert_eq!(measures.lost_ratio, Some(0.0));
}

/// "Percentile: nearest rank": latencies of 5, 9, 13 and 17 minutes. The second of four is the median, the fourth all
/// above three quarters. Within half a percent; mean and maximum exactly.
#[test]
fn percentiles_are_of_the_nearest_rank() {
    let latency = measured("duration = \"22m\"", "", &[60, 120, 180, 240]).latency;
    assert_eq!((latency.mean, latency.max), (Some(660.0), Some(1020.0)));
    let near = |got: Option<f64>, minutes: f64| (got.unwrap() / (minutes * 60.0) - 1.0).abs() <= 0.005;
    assert!(near(latency.p50, 9.0), "{:?}", latency.p50);
    assert!([latency.p90, latency.p95, latency.p99].iter().all(|&p| near(p, 17.0)), "{latency:?}");
}

/// What is said before a decision is what the till pays after it: $8 of rent, two chefs, a rider and a backup at home;
/// and who is hired before the opening begins with it.
#[test]
fn opening_costs_rent_and_everybodys_wages() {
    let hill = "[[outlet]]\nname = \"Hill\"\nstatus = \"closed\"\nopen_time = \"20m\"\nrent_per_hour = 8.0\nriders = 1\n\
                [[outlet.chef]]\ncount = 2\n[[outlet.chef]]\nstandby = true\n\
                [money]\nchef_wage = 60.0\nrider_wage = 30.0\nstandby_retainer = 6.0";
    let mut world = opened(&town("duration = \"1h\"", "", "", hill), &[&[]]);
    let outlet = OutletId(1);
    for (decision, hourly) in [(Decision::OpenOutlet { outlet }, 164.0), (Decision::CloseOutlet { outlet }, -164.0)] {
        let command = Command::from(decision);
        let before = world.till().wages_per_hour + world.till().rent_per_hour;
        let quote = world.quote(&command).unwrap();
        assert_eq!(quote.per_hour.dollars(), hourly);
        world.give(&command, &mut ()).unwrap();
        if matches!(command, Command::Decision(Decision::OpenOutlet { .. })) {
            let hire = Decision::HireRider { outlet, count: 1 }.into();
            assert_eq!(world.quote(&hire).unwrap().starts, Some(Time(20 * 60_000_000)), "not after 10 minutes");
            world.advance(Time(20 * 60_000_000), &mut ());
        }
        assert_eq!(world.till().wages_per_hour + world.till().rent_per_hour - before, quote.per_hour);
    }
}
