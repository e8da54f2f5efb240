//! The shop of a drawn evening: what it has, what goes wrong, what helps, and what that costs.

use super::words::{self, Told};
use super::{Luck, Topic};
use crate::scenario::tonight::Date;
use crate::units::{ClockTime, Span};
use std::fmt::Write;

/// How long every evening is (minutes), and when the part that counts ends.
const LENGTH: u32 = 180;
const COUNTS_UNTIL: u32 = 170;
/// When a plan can first be carried out (minutes after opening): the story has been read.
const FIRST_ACT: u32 = 3;

/// What is decided about an evening, in minutes after opening, orders an hour and dollars.
pub(super) struct Shop {
    topics: [Topic; 2],
    opens: u32,
    seed: u32,
    /// Work on a pizza, minutes.
    work: f64,
    /// Chefs of the first outlet.
    chefs: u32,
    most_chefs: u32,
    zones: Vec<Zone>,
    /// Outlets beside the first.
    others: Vec<Other>,
    riders: Option<u32>,
    coupled: bool,
    /// The app: (patience in minutes, how often it orders again).
    app: Option<(u32, u32)>,
    bases: bool,
    promise: u32,
    wage: u32,
    fee: u32,
    events: Vec<String>,
    cues: Vec<(u32, String)>,
    allow: Vec<&'static str>,
    plan: Vec<Act>,
    told: Told,
}

struct Zone {
    name: &'static str,
    at: (f64, f64),
    rate: f64,
    /// Minute and factor.
    curve: Vec<(u32, f64)>,
}

struct Other {
    name: &'static str,
    at: (f64, f64),
    chefs: u32,
    most_chefs: u32,
    to_let: Option<u32>,
}

/// A step of the plan: when, how, and what it costs at once and from then on by the hour.
struct Act {
    at: u32,
    keys: String,
    once: u32,
    hourly: u32,
}

impl Shop {
    /// Draws an evening with two troubles.
    pub fn draw(main: Topic, second: Topic, luck: &mut Luck) -> Shop {
        let opens = luck.pick(&[11, 12, 17, 18]);
        let work = luck.pick(&[3.0, 4.0, 5.0]);
        let chefs = luck.between(3, 5, 1);
        let mut shop = Shop {
            topics: [main, second],
            opens,
            seed: luck.between(1, 99_999, 1),
            work,
            chefs,
            most_chefs: chefs + 1,
            zones: vec![Zone { name: "Old Town", at: (0.0, 0.0), rate: 0.0, curve: Vec::new() }],
            others: Vec::new(),
            riders: None,
            coupled: false,
            app: None,
            bases: false,
            promise: 0,
            wage: luck.between(12, 18, 1),
            fee: luck.between(30, 60, 10),
            events: Vec::new(),
            cues: Vec::new(),
            allow: vec!["hire_chef", "dismiss_chef", "upgrade_chefs", "set_queue_limit", "set_queue_order"],
            plan: Vec::new(),
            told: Told::default(),
        };
        let load = f64::from(luck.between(66, 80, 2)) / 100.0;
        shop.zones[0].rate = (load * shop.hands()).round();
        shop.promise = (work as u32 * 5).div_ceil(5) * 5;
        for topic in [main, second] {
            match topic {
                Topic::Prep => shop.prep(luck),
                Topic::LoadBalancing => shop.load_balancing(luck),
                Topic::Decoupling => shop.decoupling(luck),
                Topic::RetryStorm => shop.retry_storm(luck),
                Topic::Rush | Topic::BackupChef | Topic::PowerCut => {}
            }
        }
        // What befalls a shop comes after what it is.
        for topic in [main, second] {
            match topic {
                Topic::Rush => shop.rush(luck),
                Topic::BackupChef => shop.illness(luck),
                Topic::PowerCut => shop.power_cut(luck),
                _ => {}
            }
        }
        shop.plan.sort_by_key(|act| act.at);
        shop
    }

    /// Orders an hour that the first outlet's chefs can make.
    fn hands(&self) -> f64 {
        f64::from(self.chefs) * 60.0 / self.work
    }

    fn has(&self, topic: Topic) -> bool {
        self.topics.contains(&topic)
    }

    fn allow(&mut self, words: &[&'static str]) {
        self.allow.extend(words);
    }

    /// The next step of the plan, a minute after the one before.
    fn act(&mut self, keys: String, once: u32, hourly: u32) {
        let at = FIRST_ACT + self.plan.len() as u32;
        self.plan.push(Act { at, keys, once, hourly });
    }

    fn hire(&mut self, outlet: &str, count: u32) {
        self.act(
            format!("do = \"hire_chef\"\noutlet = \"{outlet}\"\ncount = {count}"),
            count * self.fee,
            count * self.wage,
        );
    }

    fn rush(&mut self, luck: &mut Luck) {
        // After a storm a smaller rush, which one chef more can bear.
        let is_second = self.has(Topic::RetryStorm);
        let (at, lasts, tenths) = match is_second {
            true => (luck.between(105, 120, 5), luck.between(30, 40, 5), luck.between(18, 20, 1)),
            false => (luck.between(60, 95, 5), luck.between(40, 60, 5), luck.between(16, 22, 1)),
        };
        let factor = f64::from(tenths) / 10.0;
        self.events.push(format!("at = {at}\ndo = \"surge\"\nfactor = {factor:.1}\nlasts = \"{lasts}m\""));
        let rate: f64 = self.zones.iter().map(|zone| zone.rate).sum();
        let one = 60.0 / self.work;
        let all = self.chefs + self.others.iter().filter(|other| other.to_let.is_none()).map(|o| o.chefs).sum::<u32>();
        let short = ((factor * rate / one / 0.95).ceil() as u32).saturating_sub(all).max(1);
        let (outlet, most) = match self.others.iter_mut().find(|other| other.to_let.is_none()) {
            Some(other) => (other.name, &mut other.most_chefs),
            None => (words::FIRST, &mut self.most_chefs),
        };
        let short = if is_second { 1 } else { short };
        *most = (*most).max(all.min(self.chefs) + short + u32::from(!is_second));
        self.hire(outlet, short);
        self.told.rush(at, lasts, factor, luck);
        self.cues.push((at, self.told.rush_comes.clone()));
    }

    fn illness(&mut self, luck: &mut Luck) {
        let (at, lasts) = (luck.between(35, 80, 5), luck.between(50, 80, 5));
        self.events.push(format!("at = {at}\ndo = \"chef_ill\"\noutlet = \"{}\"\nlasts = \"{lasts}m\"", words::FIRST));
        self.most_chefs += 1;
        let keys = format!("do = \"hire_chef\"\noutlet = \"{}\"\nstandby = true", words::FIRST);
        self.act(keys, self.fee, 5);
        self.told.illness(at, luck);
        self.cues.push((at + 3, self.told.illness_comes.clone()));
    }

    fn power_cut(&mut self, luck: &mut Luck) {
        let (at, lasts) = (luck.between(70, 110, 5), luck.between(30, 45, 5));
        self.events
            .push(format!("at = {at}\ndo = \"power_outage\"\noutlet = \"{}\"\nlasts = \"{lasts}m\"", words::FIRST));
        let (name, cost) = (luck.pick(&words::TO_LET), luck.between(60, 120, 10));
        let chefs = self.chefs.saturating_sub(luck.between(0, 1, 1)).max(2);
        self.others.push(Other { name, at: (1.2, 0.4), chefs, most_chefs: chefs + 1, to_let: Some(cost) });
        self.act(format!("do = \"open_outlet\"\noutlet = \"{name}\""), cost, chefs * self.wage + 10);
        self.act("do = \"set_policy\"\npolicy = \"least_wait\"".into(), 0, 0);
        self.allow(&["open_outlet", "close_outlet", "set_policy", "set_failover"]);
        self.told.power_cut(name, chefs, cost, luck);
        self.cues.push((at + 1, self.told.dark_comes.clone()));
    }

    fn prep(&mut self, luck: &mut Luck) {
        let (from, until) = (70, luck.between(140, 155, 5));
        let busy = f64::from(luck.between(114, 130, 2)) / 100.0;
        self.most_chefs = self.chefs;
        self.bases = true;
        let rate = (busy * self.hands()).round();
        let zone = &mut self.zones[0];
        zone.rate = rate;
        zone.curve = vec![(0, 0.3), (from, 0.3), (from, 1.0), (until, 1.0), (until, 0.3)];
        let target = (rate * f64::from(until - from) / 60.0 * 0.9 / 10.0).floor() as u32 * 10;
        let (open, closed) = (self.clock(5), self.clock(from));
        self.act(
            format!(
                "do = \"set_prep\"\noutlet = \"{}\"\nitem = \"pizza\"\nfrom = \"{open}\"\nto = \"{closed}\"\ntarget = {target}",
                words::FIRST
            ),
            0,
            0,
        );
        self.allow(&["set_prep", "clear_prep"]);
        self.told.prep(&self.clock(from), rate, self.hands(), luck);
    }

    fn load_balancing(&mut self, luck: &mut Luck) {
        self.work = 10.0;
        self.chefs = luck.between(3, 4, 1);
        self.most_chefs = self.chefs;
        self.promise = 45;
        let hands = self.hands();
        let share = |percent: u32| (hands * f64::from(percent) / 100.0).round();
        let names = luck.pick(&words::DISTRICTS);
        self.zones = vec![
            Zone { name: "Old Town", at: (0.0, 0.0), rate: share(luck.between(118, 140, 2)), curve: Vec::new() },
            Zone { name: names[0].0, at: (3.0, 0.0), rate: share(luck.between(36, 52, 2)), curve: Vec::new() },
            Zone { name: names[1].0, at: (0.0, 3.0), rate: share(luck.between(28, 44, 2)), curve: Vec::new() },
        ];
        for (names, at) in names.iter().zip([(3.0, 0.0), (0.0, 3.0)]) {
            self.others.push(Other { name: names.1, at, chefs: self.chefs, most_chefs: self.chefs + 2, to_let: None });
        }
        self.riders = Some(self.chefs + 2);
        self.act("do = \"set_policy\"\npolicy = \"least_wait\"".into(), 0, 0);
        self.allow(&["set_policy", "hire_rider", "dismiss_rider"]);
        self.told.load_balancing(self.chefs, names[0].1, names[1].1, luck);
    }

    fn decoupling(&mut self, luck: &mut Luck) {
        self.work = f64::from(luck.between(8, 10, 1));
        self.chefs = 4;
        self.most_chefs = 6;
        self.coupled = true;
        self.promise = 50;
        let far = f64::from(luck.between(20, 28, 2)) / 10.0;
        let load = f64::from(luck.between(55, 66, 1)) / 100.0;
        let rate = (load * self.hands()).round();
        self.zones = vec![Zone { name: "Old Town", at: (far, 0.0), rate, curve: Vec::new() }];
        // There, the door, and back, at 15 km/h.
        let trip = far / 15.0 * 120.0 + 1.0;
        let busiest = if self.has(Topic::Rush) { 1.6 } else { 1.0 };
        let riders = (busiest * rate * trip / 60.0 / 0.8).ceil() as u32;
        let first = words::FIRST;
        self.act(format!("do = \"hire_rider\"\noutlet = \"{first}\"\ncount = {riders}"), 10 * riders, 7 * riders);
        self.act("do = \"set_delivery\"\nmode = \"decoupled\"".into(), 0, 0);
        self.allow(&[
            "set_delivery mode=decoupled",
            "set_delivery mode=coupled",
            "hire_rider",
            "dismiss_rider",
            "set_shelf_limit",
        ]);
        self.told.decoupling(self.work as u32, trip.round() as u32, luck);
    }

    fn retry_storm(&mut self, luck: &mut Luck) {
        self.work = 1.0;
        self.chefs = luck.between(4, 5, 1);
        self.most_chefs = self.chefs + 1;
        self.promise = 10;
        self.app = Some((10, luck.between(2, 3, 1)));
        self.zones[0].rate = (f64::from(luck.between(66, 74, 2)) / 100.0 * self.hands()).round();
        let (at, lasts) = (luck.between(30, 40, 5), luck.between(10, 14, 2));
        let factor = f64::from(luck.between(30, 36, 1)) / 10.0;
        self.events.push(format!("at = {at}\ndo = \"surge\"\nfactor = {factor:.1}\nlasts = \"{lasts}m\""));
        self.act("do = \"set_retry\"\nbudget = 0.1".into(), 0, 0);
        self.allow(&["set_retry wait backoff jitter max budget"]);
        self.told.retry_storm(&self.clock(at), lasts, luck);
        self.cues.push((at + lasts, self.told.storm_comes.clone()));
    }

    /// From when on customers count: from the first trouble; after a storm, when it should have blown over.
    fn counts_from(&self) -> u32 {
        if self.has(Topic::RetryStorm) { 90 } else { 30 }
    }

    /// The time of day of a minute after opening.
    fn clock(&self, minute: u32) -> String {
        ClockTime(Span::from_mins(u64::from(self.opens * 60 + minute)).0).to_string()
    }

    /// Customers of the whole evening, surges apart.
    fn customers(&self) -> f64 {
        let of = |zone: &Zone| {
            let edges = zone.curve.iter().map(|point| point.0).chain([LENGTH]);
            let held: f64 = zone.curve.iter().zip(edges.skip(1)).map(|(at, next)| at.1 * f64::from(next - at.0)).sum();
            zone.rate / 60.0 * if zone.curve.is_empty() { f64::from(LENGTH) } else { held }
        };
        self.zones.iter().map(of).sum()
    }

    /// What an order costs with the plan, in dollars, rounded up to a dime.
    fn cost(&self, ingredients: f64) -> f64 {
        let hours = f64::from(LENGTH) / 60.0;
        let staff =
            self.chefs + self.others.iter().filter(|other| other.to_let.is_none()).map(|o| o.chefs).sum::<u32>();
        let outlets = 1 + self.others.iter().filter(|other| other.to_let.is_none()).count() as u32;
        let riders = self.riders.map_or(0, |riders| riders * outlets * 8);
        let plan: u32 = self.plan.iter().map(|act| act.once + act.hourly * 3).sum();
        let spent = f64::from(staff * self.wage + riders + outlets * 10) * hours + f64::from(plan);
        ((ingredients + spent / self.customers()) * 10.0).ceil() / 10.0
    }

    /// The file, in the words of the evening.
    pub fn file(&self, date: Date, luck: &mut Luck) -> String {
        let mut text = String::new();
        let w = &mut text;
        let [main, _] = self.topics;
        let (title, summary) = self.told.heads(date, luck);
        let ingredients = f64::from(luck.between(10, 20, 5)) / 10.0;
        let price = self.work.max(4.0) + f64::from(luck.between(5, 8, 1));
        let needs: u32 = self.plan.iter().map(|act| act.once).sum();
        let cash = (f64::from(needs) * 1.3 / 10.0).ceil() * 10.0 + 80.0;
        let allow: Vec<String> = self.allow.iter().map(|word| format!("\"{word}\"")).collect();
        let _ = write!(
            w,
            "# Drawn from the date.\nschema = 1\n\n[scenario]\ntitle = \"{title}\"\nsummary = \"{summary}\"\n\
             systems_summary = \"{}\"\nconcept = \"{}\"\nopens = \"{}\"\nduration = \"{LENGTH}m\"\nends = \"decided\"\nseed = {}\nallow = [{}]\n\
             story = \"\"\"\n{}\"\"\"\nsystems_story = \"\"\"\n{}\"\"\"\n\n",
            self.told.systems_summary(date),
            main.concept(),
            self.clock(0),
            self.seed,
            allow.join(", "),
            self.told.story(date, luck),
            self.told.systems_story(date),
        );
        let _ = writeln!(
            w,
            "[menu.pizza]\nprice = {price:.1}\nwork = {{ dist = \"erlang\", mean = \"{}s\", k = 3 }}\ningredients = {ingredients:.1}",
            self.work * 60.0
        );
        if self.bases {
            let _ = writeln!(w, "base_time = \"{}s\"\nbase_saves = 0.4\nbase_keeps = \"3h\"", self.work * 24.0);
        }
        self.places(w);
        self.rules(w, cash);
        for (i, event) in self.events.iter().enumerate() {
            let (at, rest) = event.split_once('\n').unwrap_or((event, ""));
            let minute = at.trim_start_matches("at = ").parse().unwrap_or(i as u32);
            let _ = writeln!(w, "[[event]]\nat = \"{}\"\n{rest}", self.clock(minute));
        }
        for (minute, told) in &self.cues {
            let _ = writeln!(w, "[[cue]]\nat = \"{}\"\ntext = \"{told}\"", self.clock(*minute));
        }
        self.goals(w, ingredients);
        for act in &self.plan {
            let _ = writeln!(w, "[[solution]]\nat = \"{}\"\n{}", self.clock(act.at), act.keys);
        }
        text
    }

    fn places(&self, w: &mut String) {
        for zone in &self.zones {
            let _ = writeln!(
                w,
                "[[zone]]\nname = \"{}\"\nat = [{:.1}, {:.1}]\nradius = 0.5\norders_per_hour = {:.1}",
                zone.name, zone.at.0, zone.at.1, zone.rate
            );
            if !zone.curve.is_empty() {
                let points: Vec<String> = zone
                    .curve
                    .iter()
                    .map(|(minute, factor)| format!("[\"{}\", {factor:.1}]", self.clock(*minute)))
                    .collect();
                let _ = writeln!(w, "curve = [{}]", points.join(", "));
            }
            match self.app {
                Some((patience, times)) => {
                    let _ = writeln!(
                        w,
                        "patience = {{ dist = \"fixed\", mean = \"{patience}m\" }}\npatience_until = \"delivery\"\n\
                         cancels = false\nretry = {{ probability = 1.0, wait = \"1s\", backoff = 1.0, jitter = false, max = {times} }}"
                    );
                }
                None => {
                    let patience = self.promise + 5;
                    let _ = writeln!(w, "patience = {{ dist = \"erlang\", mean = \"{patience}m\", k = 4 }}");
                }
            }
        }
        let riders = self.riders.map(|riders| format!("riders = {riders}\n")).unwrap_or_default();
        let _ = write!(
            w,
            "[[outlet]]\nname = \"{}\"\nat = [0.0, 0.0]\nmax_chefs = {}\nrent_per_hour = 10.0\n{riders}\
             [[outlet.chef]]\nskill = \"pizza\"\ncount = {}\n",
            words::FIRST,
            self.most_chefs,
            self.chefs
        );
        for other in &self.others {
            let to_let =
                other.to_let.map(|cost| format!("status = \"closed\"\nopen_cost = {cost}.0\nopen_time = \"25m\"\n"));
            let _ = write!(
                w,
                "[[outlet]]\nname = \"{}\"\nat = [{:.1}, {:.1}]\n{}max_chefs = {}\nrent_per_hour = 10.0\n{riders}\
                 [[outlet.chef]]\nskill = \"pizza\"\ncount = {}\n",
                other.name,
                other.at.0,
                other.at.1,
                to_let.unwrap_or_default(),
                other.most_chefs,
                other.chefs
            );
        }
    }

    fn rules(&self, w: &mut String, cash: f64) {
        let hire = if self.has(Topic::RetryStorm) { 15 } else { 10 };
        let _ = write!(
            w,
            "[kitchen]\nhire_time = \"{hire}m\"\nnotice_time = \"3m\"\nlevel_speed = [1.0, 1.25, 1.5]\n\
             [dispatch]\npolicy = \"nearest\"\nhealth_check = \"1m\"\nfailover = true\n"
        );
        if self.coupled || self.riders.is_some() {
            let mode = if self.coupled { "coupled" } else { "decoupled" };
            let _ = write!(
                w,
                "[delivery]\nmode = \"{mode}\"\nspeed_kmh = 15.0\nhandover = {{ dist = \"fixed\", mean = \"1m\" }}\n"
            );
        }
        let tools = self.fee * 4;
        let _ = write!(
            w,
            "[slo]\npromise = \"{}m\"\ntarget = 0.9\n[money]\ncash = {cash:.1}\nchef_wage = {}.0\nchef_fee = {}.0\n\
             rider_wage = {}.0\nrider_fee = 10.0\nstandby_retainer = 5.0\ntools = [0, {tools}, {}]\n",
            self.promise,
            self.wage,
            self.fee,
            if self.coupled { 7 } else { 8 },
            tools * 3
        );
    }

    fn goals(&self, w: &mut String, ingredients: f64) {
        let (from, to) = (self.clock(self.counts_from()), self.clock(COUNTS_UNTIL));
        let (promise, most, cost) = (self.promise, self.plan.len(), self.cost(ingredients));
        let counted = format!("metric = \"on_time_ratio\"\nfrom = \"{from}\"\nto = \"{to}\"");
        let _ = write!(
            w,
            "[[predict]]\nask = \"If you do nothing: of 100 who call between {from} and {to}, how many have their pizza \
             within {promise} minutes?\"\n{counted}\nof = \"nothing\"\n\
             [[goal]]\ntext = \"{from} to {to}: 90 of 100 within {promise} min\"\n{counted}\nat_least = 0.9\n\
             [[star]]\ntext = \"{from} to {to}: 96 of 100\"\n{counted}\nat_least = 0.96\n\
             [[star]]\ntext = \"An order costs you at most ${cost:.2}\"\nmetric = \"cost_per_order\"\nat_most = {cost:.1}\n\
             [[star]]\ntext = \"At most {most} commands\"\nmetric = \"commands\"\nat_most = {most}\n\
             [surprise]\ntext = \"\"\"\nWith nothing done, {{nothing}} were served in time; with the plan that the evening was drawn \
             with,\n{{plan}}. Other plans are as good. Which one still works on another evening is a question for the ladder.\"\"\"\n\
             [[surprise.number]]\nname = \"nothing\"\n{counted}\nof = \"nothing\"\n\
             [[surprise.number]]\nname = \"plan\"\n{counted}\nof = \"solution\"\n"
        );
    }
}
