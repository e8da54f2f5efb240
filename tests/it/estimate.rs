//! What the shop says an order placed now would meet, against what becomes of one: a probe order in a fork of the world
//! that has no future script and no future faults. `PIZZERIA_ESTIMATES=10000 cargo test --test it estimate` looks at
//! more moments.

use crate::shops::{Kind, shop};
use pizzeria::chance::{Draws, Source};
use pizzeria::scenario;
use pizzeria::session::Session;
use pizzeria::session::estimate::{Estimate, Meets, estimates, fork_setup};
use pizzeria::sim::outlet::Supply;
use pizzeria::sim::setup::QueueOrder;
use pizzeria::sim::world::{ProbeFate, World};
use pizzeria::text::estimate::{self as text, ROUGHLY};
use pizzeria::text::words::{Language, Words};
use pizzeria::units::{OutletId, Span, Time};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Sums of one kind of moment.
#[derive(Default)]
struct Sums {
    moments: u64,
    /// The estimate names the end that comes.
    foretold: u64,
    /// Where both are served: seconds said, and seconds it took.
    served: u64,
    said: f64,
    took: f64,
    /// On the band's edges or between them.
    inside: u64,
    /// The same where an edge that is met exactly counts as far as the band reaches into those that met it: where work
    /// is fixed and nothing is left to chance, all futures are one.
    fair: f64,
}

impl Sums {
    fn bias(&self) -> f64 {
        self.said / self.took - 1.0
    }

    fn band(&self) -> f64 {
        self.fair / self.served as f64
    }
}

/// A random moment of a random shop, and which kind it is.
fn moment(number: u64) -> Option<(World, &'static str)> {
    let shop = shop(number, Kind::Wild);
    let mut draws = Draws::keyed(number, Source::Estimate, 0, 0);
    let at = Time(draws.below(shop.setup.duration.0 * 19 / 20));
    let mut world = World::new(Arc::new(shop.setup));
    for (when, command) in shop.player.iter().take_while(|(when, _)| *when <= at) {
        world.advance(*when, &mut ());
        let _ = world.give(command, &mut ());
    }
    world.advance(at, &mut ());
    let open = || world.outlets().iter().filter(|outlet| outlet.is_open());
    let kind = match () {
        () if open().any(|outlet| outlet.queue_order == QueueOrder::NewestFirst) => return None,
        () if world.desk().candidates().is_empty() => "held",
        () if open().any(|outlet| !matches!((outlet.power, outlet.link), (Supply::Fine, Supply::Fine))) => "dark",
        () if open().any(|outlet| outlet.queue_limit.is_some()) => "limit",
        () => "oldest first",
    };
    Some((world, kind))
}

fn total(estimate: &Estimate) -> Option<Span> {
    estimate.total().filter(|_| estimate.has_time())
}

/// Which part of a result lies between the tenth and the ninetieth percentile of as many futures: its rank among them,
/// and where it is equal to some, all ranks that it could have.
fn within(futures: &[Span], took: Span) -> f64 {
    let n = (futures.len() + 1) as f64;
    let less = futures.iter().filter(|span| **span < took).count() as f64;
    let equal = futures.iter().filter(|span| **span == took).count() as f64;
    let (from, to) = (less / n, (less + equal + 1.0) / n);
    (to.min(0.9) - from.max(0.1)).max(0.0) / (to - from)
}

/// What truly becomes of an order placed now, and what was said of it.
fn look(world: &World, number: u64, sums: &mut Sums) {
    let said = &estimates(world).routed;
    let mut fork = world.fork(fork_setup(world.setup()));
    let mut probe = [fork.place_probe(None, 1_000_000 + number, 0)];
    fork.follow(&mut probe, world.now() + Span(world.setup().slo.promise.0 * 4).max(Span::from_hours(2)));
    sums.moments += 1;
    let came = match probe[0].fate {
        Some(ProbeFate::Served { spans, .. }) => {
            let took = Span(spans.iter().map(|span| span.0).sum());
            if let (Some(total), Some(band)) = (total(said), said.band) {
                sums.served += 1;
                sums.said += total.seconds();
                sums.took += took.seconds();
                sums.fair += within(&said.totals, took);
                sums.inside += (band.low <= took && took <= band.high) as u64;
            }
            said.has_time()
        }
        Some(ProbeFate::Lost(_)) => matches!(said.meets, Meets::Refused | Meets::Unreachable),
        Some(ProbeFate::Pending { .. }) | None => said.meets == Meets::NoEnd,
    };
    sums.foretold += came as u64;
}

#[test]
fn what_an_order_placed_now_would_meet_is_what_it_meets() {
    let moments = std::env::var("PIZZERIA_ESTIMATES").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let mut kinds: BTreeMap<&str, Sums> = BTreeMap::new();
    let (mut seen, mut number) = (0, 0);
    while seen < moments {
        if let Some((world, kind)) = moment(number) {
            look(&world, number, kinds.entry(kind).or_default());
            seen += 1;
        }
        number += 1;
    }
    let mut all = Sums::default();
    for (kind, sums) in &kinds {
        eprintln!(
            "{kind:13} {:5} moments, end foretold {:.3}, served {:5}, bias {:+.3}, in the band {:.3} (edges counted whole {:.3})",
            sums.moments,
            sums.foretold as f64 / sums.moments as f64,
            sums.served,
            sums.bias(),
            sums.band(),
            sums.inside as f64 / sums.served as f64
        );
        all.served += sums.served;
        all.said += sums.said;
        all.took += sums.took;
        all.inside += sums.inside;
        all.fair += sums.fair;
    }
    eprintln!("together: served {}, bias {:+.3}, in the band {:.3}", all.served, all.bias(), all.band());
    assert!(all.bias().abs() < 0.05, "{:+.3}", all.bias());
    assert!((0.75..=0.85).contains(&all.band()), "{:.3}", all.band());
    assert!(all.inside as f64 >= all.fair, "the band as it is shown holds as much at least");
    assert_eq!(kinds.len(), 4, "every kind of moment is among them");
}

/// Twenty outlets, more than are forked, each with its own town, staff and load.
fn large(seed: u64) -> String {
    let mut draws = Draws::keyed(seed, Source::Estimate, 0, 1);
    let mut text = format!(
        "schema = 1\n[scenario]\ntitle = \"T\"\nopens = \"12:00\"\nduration = \"6h\"\nseed = {seed}\n[menu.pizza]\n\
         work = {{ dist = \"erlang\", mean = \"4m\", k = 2 }}\n"
    );
    for o in 0..20 {
        let (x, chefs) = (o as f64 * 10.0, 1 + draws.below(4));
        let load = 0.5 + 0.7 * draws.unit();
        text += &format!(
            "[[zone]]\nname = \"Z{o}\"\nat = [{x}, 0.0]\norders_per_hour = {:.1}\n\
             [[outlet]]\nname = \"O{o}\"\nat = [{x}, 0.0]\n[[outlet.chef]]\ncount = {chefs}\n",
            load * 15.0 * chefs as f64
        );
    }
    text
}

/// What is said roughly is marked as such, and how far off it is, is known: README says so.
#[test]
fn what_is_said_of_a_large_shop_is_rough_and_so_far_off() {
    let (mut said, mut took, mut off, mut n) = (0.0, 0.0, 0.0, 0);
    for seed in 0..12 {
        let session = playing(&large(seed), 60 + 25 * seed);
        assert!(session.placed_now().is_rough() && session.placed_now().band.is_none());
        let forms = text::figure(Words(Language::Pizza), session.world(), session.placed_now());
        assert!(forms[0].starts_with("roughly ") && forms[1].starts_with(ROUGHLY), "{forms:?}");
        for o in 0..20 {
            let outlet = OutletId(o);
            let estimate = session.placed_at(outlet).and_then(Estimate::total).unwrap();
            let mut fork = session.world().fork(fork_setup(session.setup()));
            let mut probe = [fork.place_probe(Some(outlet), seed, u64::from(o))];
            fork.follow(&mut probe, session.now() + Span::from_hours(12));
            let Some(ProbeFate::Served { spans, .. }) = probe[0].fate else { panic!("{:?}", probe[0].fate) };
            let truth = spans.iter().map(|span| span.seconds()).sum::<f64>();
            said += estimate.seconds();
            took += truth;
            off += (estimate.seconds() - truth).abs();
            n += 1;
        }
    }
    let (bias, error) = (said / took - 1.0, off / took);
    eprintln!(
        "rough: {n} orders, {:.1} min on average, bias {bias:+.3}, off by {error:.3} of it",
        took / f64::from(n) / 60.0
    );
    assert!(bias.abs() < 0.1, "{bias:+.3}");
    assert!(error < 0.3, "{error:.3}");
    let small = playing(&format!("{SLOW}[[outlet]]\nname = \"A\"\n"), 60);
    assert!(!small.placed_now().is_rough());
}

/// A shop by its file, so many minutes after opening.
fn playing(text: &str, minutes: u64) -> Session {
    let (scenario, _) = scenario::read("t.toml", text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut session = Session::new(Arc::new(scenario));
    session.advance(Time::ZERO + Span::from_mins(minutes));
    session.refresh();
    session
}

/// One chef of 4 minutes, even calls, 20 an hour: one more waits every twelve minutes.
const SLOW: &str = "schema = 1\n[scenario]\ntitle = \"T\"\nopens = \"12:00\"\nduration = \"4h\"\n[menu.pizza]\n\
                    work = { dist = \"fixed\", mean = \"4m\" }\n[[zone]]\nname = \"Z\"\norders_per_hour = 20.0\n\
                    arrivals = \"even\"\n";

#[test]
fn fixed_work_is_told_to_the_minute() {
    // Calls at 3, 6, … 60; the chef begins at 3, 7, … 59. At 60 min fifteen have been begun and five wait, the one of
    // 60 among them: a sixth begins at 63 + 5 × 4 = 83.
    let session = playing(&format!("{SLOW}[[outlet]]\nname = \"A\"\n"), 60);
    assert_eq!(session.vitals().waiting, 5);
    let said = session.placed_now();
    assert_eq!((said.meets, said.outlet, said.sure), (Meets::Served, Some(OutletId(0)), 1.0));
    assert_eq!(
        (said.chef, said.cook, said.total()),
        (Some(Span::from_mins(23)), Span::from_mins(4), Some(Span::from_mins(27)))
    );
    assert_eq!(said.band.map(|band| (band.low, band.high)), Some((Span::from_mins(27), Span::from_mins(27))));
    assert_eq!(session.wait_at(OutletId(0), None), said.chef);
}

#[test]
fn who_would_be_refused_or_not_reached_or_passed_is_told_so() {
    let meets = |outlet: &str, more: &str| {
        let session = playing(&format!("{SLOW}[[outlet]]\nname = \"A\"\n{outlet}\n{more}"), 60);
        let said = session.placed_now().clone();
        (said.meets, said.outlet, said.chef.is_some(), session.placed_at(OutletId(0)).is_some())
    };
    let main = Some(OutletId(0));
    assert_eq!(meets("queue_limit = 4", ""), (Meets::Refused, main, true, true));
    assert_eq!(meets("queue_order = \"newest_first\"", ""), (Meets::Passed, main, false, true));
    let dark = "[[event]]\nat = \"12:50\"\ndo = \"power_outage\"\noutlet = \"A\"\nlasts = \"40m\"\n";
    // The desk has asked in vain, and nobody else is there.
    assert_eq!(meets("", dark), (Meets::Unreachable, None, true, false));
    // It waits at the desk; when the light will be back nobody has said.
    assert_eq!(meets("", &format!("{dark}[dispatch]\nwhen_none = \"hold\"\n")), (Meets::NoEnd, None, false, false));
    // Here it has been said.
    let told = dark.replace("lasts", "told_end = \"12:50\"\nlasts");
    assert_eq!(meets("", &format!("{told}[dispatch]\nwhen_none = \"hold\"\n")).0, Meets::Held);
    // And here the desk does not know yet that it is dark: what is sent there stays there.
    let asks = "[dispatch]\nhealth_check = \"90m\"\n";
    assert_eq!(meets("", &format!("{dark}{asks}")), (Meets::NoEnd, main, false, false));
}
