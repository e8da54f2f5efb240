//! Goals, judged while the evening runs: how they stand, and where the pace leads.

use super::*;

#[test]
fn a_goal_that_goes_wrong_says_by_when() {
    let goal = "\n[[goal]]\ntext = \"nine of ten\"\nmetric = \"on_time_ratio\"\nat_least = 0.9\n";
    let mut session = of(&format!("{OVERRUN}{goal}"));
    play_to(&mut session, at(100.0));
    session.judge();
    assert_eq!(session.goals()[0].standing, Standing::Met);
    assert_eq!(session.goals()[0].value, Some(1.0));
    let mut warned = None;
    while session.goals()[0].standing != Standing::Lost {
        let next = session.now() + Span::from_mins(1);
        play_to(&mut session, next);
        session.judge();
        if session.goals()[0].standing == Standing::AtRisk
            && let Some(Forecast::LostAt(when)) = session.goals()[0].pace
        {
            warned = warned.or(Some((session.now(), when)));
        }
    }
    // Two bad ones are allowed; the third, placed at 2 h 10, is overdue at 2 h 40.
    assert_eq!(session.now(), at(161.0));
    let (said, when) = warned.expect("it was said before");
    assert!(said < session.now() && when > said && when < at(240.0), "{said:?} {when:?}");
    session.finish();
    assert!(session.goals()[0].is_final);
    let told = |what: fn(&What) -> bool| session.recorder().log.iter(Kinds::NOTABLE).filter(|e| what(&e.what)).count();
    assert_eq!(told(|what| matches!(what, What::GoalInDanger { .. })), 1);
    assert_eq!(told(|what| matches!(what, What::GoalLost { .. })), 1);
}

#[test]
fn counted_goals_are_lost_when_they_pass_their_bound() {
    let goals = "\n[[goal]]\ntext = \"late\"\nmetric = \"late\"\nat_most = 1\n[[star]]\ntext = \"few words\"\nmetric = \"commands\"\nat_most = 0\n";
    let mut session = of(&format!("{OVERRUN}{goals}"));
    play_to(&mut session, at(120.0));
    session.judge();
    assert!(!session.goals()[0].is_final);
    assert_eq!((session.stars()[0].standing, session.stars()[0].value), (Standing::Met, Some(0.0)));
    session.give(Decision::SetPolicy { policy: Policy::Random }).unwrap();
    session.judge();
    assert_eq!((session.stars()[0].standing, session.stars()[0].is_final), (Standing::Lost, true));
    play_to(&mut session, at(170.0));
    session.judge();
    assert_eq!((session.goals()[0].standing, session.goals()[0].is_final), (Standing::Lost, true));
}

#[test]
fn a_scenario_that_ends_when_decided_ends_then() {
    let text = OVERRUN.replace("duration = \"4h\"", "duration = \"4h\"\nends = \"decided\"");
    let goal = "\n[[goal]]\ntext = \"late\"\nmetric = \"late\"\nat_most = 1\n";
    let mut session = of(&format!("{text}{goal}"));
    session.finish();
    // The 12th order, the second late one, arrives at 12 × 12 + 10 = 154 min; goals are heard every five.
    assert_eq!(session.now(), at(155.0));
    assert!(session.is_over());
    assert!(session.give(Decision::SetPolicy { policy: Policy::Random }).is_err());
}

/// 30 an hour, two minutes of work each, one chef: a calm shop with wages and ingredients.
const CALM: &str = r#"
schema = 1
[scenario]
title = "Calm"
opens = "12:00"
duration = "4h"
[menu.pizza]
work = { dist = "fixed", mean = "2m" }
price = 10.0
ingredients = 2.0
[[zone]]
name = "Town"
radius = 1.0
orders_per_hour = 30.0
arrivals = "even"
[[outlet]]
name = "Main"
riders = 6
[[outlet.chef]]
[[outlet.chef]]
[money]
chef_wage = 20.0
rider_wage = 5.0
"#;

#[test]
fn what_grows_towards_its_bound_says_when_it_is_met() {
    let goal = "\n[[goal]]\ntext = \"many\"\nmetric = \"delivered\"\nat_least = 100\n";
    let mut session = of(&format!("{CALM}{goal}"));
    play_to(&mut session, at(120.0));
    session.judge();
    let state = session.goals()[0].clone();
    assert_eq!(state.standing, Standing::Met, "at this pace");
    assert!(!state.is_final);
    let Some(Forecast::MetAt(when)) = state.pace else { panic!("{state:?}") };
    assert!(when > at(150.0) && when < at(240.0), "{when:?}");
    // From then on it is met for good, and there is no pace to speak of.
    play_to(&mut session, at(235.0));
    session.judge();
    assert!(session.goals()[0].is_final, "{:?}", session.goals()[0]);
}

#[test]
fn a_cost_is_reckoned_to_the_end_and_not_feared_while_wages_run_ahead_of_orders() {
    let goal = "\n[[goal]]\ntext = \"cheap\"\nmetric = \"cost_per_order\"\nat_most = 5.0\n";
    let mut session = of(&format!("{CALM}{goal}"));
    for minutes in [12.0, 20.0, 30.0, 60.0, 120.0] {
        play_to(&mut session, at(minutes));
        session.judge();
        let state = &session.goals()[0];
        assert_eq!(state.standing, Standing::Met, "at {minutes} min: {state:?}");
        if minutes == 12.0 {
            assert!(state.value.unwrap() > 5.0, "so far it is dear: {state:?}");
        }
    }
    let Some(Forecast::EndsWith(end)) = session.goals()[0].pace else { panic!("{:?}", session.goals()[0]) };
    session.finish();
    session.judge();
    let came = session.goals()[0].value.unwrap();
    assert!((came / end - 1.0).abs() < 0.1, "said {end}, came to {came}");
}

#[test]
fn a_percentile_says_what_it_was_lately_and_nothing_of_few_orders() {
    let goal = "\n[[goal]]\ntext = \"quick\"\nmetric = \"latency.p95\"\nat_most = \"20m\"\n";
    // Twice as many orders of half the work: the same overload.
    let many = OVERRUN.replace("orders_per_hour = 6.0", "orders_per_hour = 12.0").replace("12m", "6m");
    let mut session = of(&format!("{many}{goal}"));
    play_to(&mut session, at(30.0));
    session.judge();
    assert_eq!(session.goals()[0].standing, Standing::NotYet, "{:?}", session.goals()[0]);
    let mut lately = None;
    while lately.is_none() && session.now() < at(239.0) {
        let next = session.now() + Span::from_mins(5);
        play_to(&mut session, next);
        session.judge();
        if let Some(Forecast::Lately(value)) =
            session.goals()[0].pace.filter(|_| session.goals()[0].standing == Standing::AtRisk)
        {
            lately = Some(value);
        }
    }
    assert!(lately.expect("the line only grows") > 1_200.0);
}

/// Three calm hours, ten busy minutes: the mean of the evening still holds when the log warns, and it says what does
/// not.
#[test]
fn a_goal_in_danger_says_what_is_wrong_where_its_number_is_right() {
    let burst = "[[event]]\nat = \"15:00\"\ndo = \"surge\"\nfactor = 8.0\nlasts = \"10m\"\n";
    let goal = "[[goal]]\ntext = \"quick\"\nmetric = \"latency.mean\"\nat_most = \"8m\"\n";
    let mut session = of(&format!("{}{burst}{goal}", OVERRUN.replace("12m", "6m").replace("= 6.0", "= 8.0")));
    play_to(&mut session, at(205.0));
    session.judge();
    assert!(session.goals()[0].value.is_some_and(|mean| mean < 480.0), "{:?}", session.goals()[0]);
    let told = whole_log(&session).into_iter().find_map(|entry| match entry.what {
        What::GoalInDanger { lately, .. } => Some(lately),
        _ => None,
    });
    assert!(told.flatten().is_some_and(|lately| lately > 480.0), "{told:?}");
}

/// One chef of 4 minutes and 60 callers an hour, at most one in line, everybody calls again until he is served. After
/// half an hour seven have got it, on time, and nobody is late yet: of those decided 100 %. But two dozen are open, and
/// fifteen an hour can be served: that is no goal that stands well.
#[test]
fn customers_between_two_calls_are_open_business() {
    let text = OVERRUN
        .replace("12m", "4m")
        .replace("= 6.0", "= 60.0")
        .replace("name = \"Main\"", "name = \"Main\"\nqueue_limit = 1");
    let text = text.replace("arrivals = \"even\"", "arrivals = \"even\"\nretry = { wait = \"3m\", max = 1000 }");
    let goal = "\n[[goal]]\ntext = \"nine of ten\"\nmetric = \"on_time_ratio\"\nat_least = 0.9\n";
    let mut session = of(&format!("{text}{goal}"));
    play_to(&mut session, at(29.5));
    session.refresh();
    session.judge();
    let goal = &session.goals()[0];
    assert_eq!(goal.value, Some(1.0), "of those decided");
    let customers = session.world().measures(0).customers;
    assert_eq!((customers.called, customers.in_time, customers.late, customers.lost), (29, 7, 0, 0));
    assert_eq!((customers.open, customers.between_calls), (22, 20), "one in hand, one in line");
    assert_eq!(session.vitals().later, 20);
    // 240 customers, 24 may be bad. Fifteen an hour can be served, so of 22 open ones the eighth is late already; not
    // yet 24 are.
    assert_eq!(goal.standing, Standing::Met);
    play_to(&mut session, at(50.5));
    session.judge();
    let Some(Forecast::LostAt(when)) = session.goals()[0].pace else { panic!("{:?}", session.goals()[0]) };
    assert_eq!(session.goals()[0].standing, Standing::AtRisk);
    assert!(session.now() < when && when < at(90.0), "{when:?}");
}
