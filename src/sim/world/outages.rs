//! Faults of outlets and city (*outage, partition, surge*): how they begin, and how they end by themselves.

use super::World;
use crate::sim::agenda::{Rank, Slot};
use crate::sim::chef::{Illness, Task};
use crate::sim::city::{Active, CityEffect};
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::Stage;
use crate::sim::outlet::{Status, Supply};
use crate::units::time::MICROS_PER_DAY;
use crate::units::{Cents, MaybeNumber, Span, Time, ZoneId};
use std::cmp::Reverse;

impl World {
    /// Handles an outlet's own clocks, at one time in this order: slices handed over, power, link, opening, prep edge,
    /// spoiling. (An outlet that opens when its power returns has power.)
    pub(super) fn outlet_happening(&mut self, o: usize, w: &mut impl Witness) {
        let now = self.now;
        let outlet = &self.outlets[o];
        let due = |supply: Supply| matches!(supply, Supply::Broken { until, .. } if until <= now);
        if self.rank == Rank::OVER {
            if due(outlet.power) {
                self.power_back(o, w);
            } else if due(outlet.link) {
                self.line_mended(o, w);
            } else if matches!(outlet.status, Status::Opening { opens } if opens <= now) {
                self.opens(o, w);
            }
        } else if self.rank == Rank::WORK {
            self.hand_slice(o, w);
        } else if self.rank == Rank::CHECK {
            self.manager_looks(o, w);
        } else if outlet.next_prep_edge <= now {
            self.prep_edge(o, w);
        } else {
            self.spoil(o, w);
        }
        self.reschedule_outlet(o);
    }

    /// Updates the outlet's own slot in the agenda.
    pub(super) fn reschedule_outlet(&mut self, o: usize) {
        let slice = if self.has_lamps { self.next_slice(o) } else { Time::NEVER };
        let outlet = &mut self.outlets[o];
        let broken = |supply| match supply {
            Supply::Broken { until, .. } => Slot::new(until, Rank::OVER),
            Supply::Fine => Slot::NEVER,
        };
        let opens = match outlet.status {
            Status::Opening { opens } => Slot::new(opens, Rank::OVER),
            _ => Slot::NEVER,
        };
        let looks = outlet.manager.and_then(|manager| manager.looks_at()).unwrap_or(Time::NEVER);
        let spoils = outlet.stock.iter().map(|tray| tray.spoils).min().unwrap_or(Time::NEVER);
        outlet.own = opens
            .min(broken(outlet.power))
            .min(broken(outlet.link))
            .min(Slot::new(outlet.next_prep_edge, Rank::PREP))
            .min(Slot::new(spoils, Rank::PREP))
            .min(Slot::new(looks, Rank::CHECK))
            .min(Slot::new(slice, Rank::WORK));
        self.reschedule(o);
    }

    fn opens(&mut self, o: usize, w: &mut impl Witness) {
        self.till.accrue(self.now);
        self.till.rent_per_hour += self.setup.outlets[o].rent_per_hour;
        w.see(self, Notice::Opened { outlet: Self::outlet_id(o) });
        self.begin_work(o, w);
        self.forget_health(o);
        self.desk.recompute_candidates();
        if self.cards.is_some() {
            w.see(self, Notice::StreetsDealt);
        }
        self.tell_whether_open_for_all(w);
        self.await_check(w);
        self.release_held(w);
    }

    /// Closes an outlet: it takes no more orders, and closes for good once it is empty.
    pub(super) fn close_outlet(&mut self, o: usize, w: &mut impl Witness) {
        self.outlets[o].status = Status::Closing;
        self.outlets[o].areas.open.set(self.now, 0);
        self.desk.open[o] = false;
        self.forget_health(o);
        self.desk.recompute_candidates();
        self.tell_whether_open_for_all(w);
        self.recompute_available(o);
        self.await_check(w);
        self.route_desk_anew(o, w);
        self.close_if_empty(o, w);
    }

    pub(super) fn close_if_empty(&mut self, o: usize, w: &mut impl Witness) {
        if self.has_lamps && self.outlets[o].status == Status::Closing {
            self.tear_up_needless_trays(o, w);
        }
        if self.outlets[o].status != Status::Closing || !self.outlets[o].is_empty() || self.is_being_rung(o) {
            return;
        }
        self.outlets[o].status = Status::Closed;
        self.send_home(o);
        self.till.accrue(self.now);
        self.till.rent_per_hour -= self.setup.outlets[o].rent_per_hour;
        self.staff_changed(o);
        w.see(self, Notice::Closed { outlet: Self::outlet_id(o) });
    }

    /// Sets the rent of outlets that are open from the beginning.
    pub(super) fn first_rent(&mut self) {
        let open = self.setup.outlets.iter().filter(|o| o.open);
        self.till.rent_per_hour = open.map(|o| o.rent_per_hour).sum::<Cents>();
    }

    pub(super) fn power_out(&mut self, o: usize, until: Time, w: &mut impl Witness) {
        self.outlets[o].power = Supply::Broken { since: self.now, until };
        self.recompute_stopped(o);
        w.see(self, Notice::PowerOut { outlet: Self::outlet_id(o), until });
        for c in 0..self.outlets[o].chefs.len() {
            self.drop_work(o, c, w);
            let chef = &self.outlets[o].chefs[c];
            if chef.is_well_and_here() && matches!(chef.task, Task::Idle { since } if since == self.now) {
                self.free_up_in_the_dark(o, c, w);
            }
            self.reschedule_chef(o, c);
        }
        self.reschedule_outlet(o);
        self.truth_changed(o, w);
        // Work in hand for nobody is gone, which may have been the last work of a closing outlet.
        self.close_if_empty(o, w);
    }

    /// A chef whose work was dropped is idle, or leaves if he was only finishing it.
    fn free_up_in_the_dark(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        if !self.outlets[o].free_chefs.contains(c as u32) {
            self.free_up(o, c, w);
        }
    }

    pub(super) fn power_back(&mut self, o: usize, w: &mut impl Witness) {
        self.outlets[o].power = Supply::Fine;
        self.recompute_stopped(o);
        self.reschedule_outlet(o);
        w.see(self, Notice::PowerBack { outlet: Self::outlet_id(o) });
        // Chefs take waiting orders first, so that orders from the desk find no chef idle whom others wait for.
        self.dispatch_work(o, w);
        self.truth_changed(o, w);
    }

    pub(super) fn line_cut(&mut self, o: usize, until: Time, w: &mut impl Witness) {
        let outlet = &mut self.outlets[o];
        outlet.link = Supply::Broken { since: self.now, until };
        let waiting = outlet.queues.iter().flat_map(|line| line.iter(&self.orders));
        outlet.at_cut = waiting.map(|key| (key, self.orders[key].serial)).collect();
        self.reschedule_outlet(o);
        w.see(self, Notice::LineCut { outlet: Self::outlet_id(o), until });
        self.truth_changed(o, w);
    }

    /// Orders that hung in the link arrive at once, oldest first.
    pub(super) fn line_mended(&mut self, o: usize, w: &mut impl Witness) {
        self.outlets[o].link = Supply::Fine;
        self.reschedule_outlet(o);
        w.see(self, Notice::LineMended { outlet: Self::outlet_id(o) });
        // Those still to come in keep a closing outlet open.
        let orders = &self.orders;
        self.outlets[o].hanging.sort_by_key(|&key| Reverse(orders[key].turn()));
        while let Some(key) = self.outlets[o].hanging.pop() {
            self.orders[key].stage = Stage::Waiting;
            self.orders[key].queue = MaybeNumber::NONE;
            if self.is_for_nobody(key) {
                // Another part of his party was refused a moment ago, and he is gone.
                w.see(self, Notice::TornUp { order: key, outlet: Self::outlet_id(o) });
                self.forget(key);
                continue;
            }
            self.come_in_late(key, o, w);
        }
        self.truth_changed(o, w);
        self.close_if_empty(o, w);
    }

    /// Computes whether the prep window is open now, and when that changes next.
    pub(super) fn set_prep_edges(&mut self, o: usize) {
        let clock = self.now.clock(self.setup.opens);
        let outlet = &mut self.outlets[o];
        let Some(prep) = outlet.prep else {
            (outlet.prepping, outlet.next_prep_edge) = (false, Time::NEVER);
            return self.reschedule_outlet(o);
        };
        outlet.prepping = if prep.from < prep.to {
            prep.from <= clock && clock < prep.to
        } else {
            clock >= prep.from || clock < prep.to
        };
        let until = |at: crate::units::ClockTime| {
            let wait = (at.0 + MICROS_PER_DAY - clock.0) % MICROS_PER_DAY;
            Span(if wait == 0 { MICROS_PER_DAY } else { wait })
        };
        outlet.next_prep_edge =
            if prep.from == prep.to { Time::NEVER } else { self.now + until(prep.from).min(until(prep.to)) };
        self.reschedule_outlet(o);
    }

    fn prep_edge(&mut self, o: usize, w: &mut impl Witness) {
        self.set_prep_edges(o);
        let outlet = Self::outlet_id(o);
        let notice = if self.outlets[o].prepping { Notice::PrepBegan { outlet } } else { Notice::PrepEnded { outlet } };
        w.see(self, notice);
        self.dispatch_work(o, w);
    }

    fn spoil(&mut self, o: usize, w: &mut impl Witness) {
        let now = self.now;
        let outlet = &mut self.outlets[o];
        let before = outlet.bases();
        outlet.stock.retain(|tray| tray.spoils > now);
        let bases = before - outlet.bases();
        outlet.counts.spoiled += bases as u64;
        w.see(self, Notice::Spoiled { outlet: Self::outlet_id(o), bases });
        self.dispatch_work(o, w);
    }

    /// A chef burns everything from now on: what he has in hand too, if it would not be done before.
    pub(super) fn begin_to_burn(&mut self, o: usize, c: usize, after: Span, until: Time, w: &mut impl Witness) {
        let burnt = self.now + after;
        let chef = &mut self.outlets[o].chefs[c];
        chef.burns = Some((after, until));
        if let Task::Cooking { until, .. } = &mut chef.task
            && burnt < *until
        {
            *until = burnt;
            chef.spoils = true;
        }
        self.reschedule_chef(o, c);
        w.see(self, Notice::TurnedBurner { chef: self.chef_ref(o, c), after });
    }

    pub(super) fn begin_effect(&mut self, spell: CityEffect, factor: f64, until: Time, w: &mut impl Witness) {
        self.city.active.push(Active { spell, factor, until });
        self.effects_changed(spell);
        let notice = match spell {
            CityEffect::Surge { zone, item } => Notice::SurgeBegan { zone, item, factor, until },
            CityEffect::Traffic => Notice::TrafficBegan { factor, until },
            CityEffect::Impatience { zone } => Notice::ImpatienceBegan { zone, factor, until },
            CityEffect::BadLine { zone } => Notice::BadLineBegan { zone, share: factor, until },
        };
        w.see(self, notice);
        self.reschedule_shop();
    }

    /// Ends the effects of that kind that go on until the next.
    pub(super) fn end_standing(&mut self, spell: CityEffect, w: &mut impl Witness) {
        while let Some(ended) = self.city.end_standing(spell) {
            self.effect_over(ended, w);
        }
    }

    pub(super) fn spell_over(&mut self, w: &mut impl Witness) {
        if let Some(ended) = self.city.end(self.now) {
            self.effect_over(ended, w);
        }
    }

    fn effect_over(&mut self, ended: Active, w: &mut impl Witness) {
        self.effects_changed(ended.spell);
        let notice = match ended.spell {
            CityEffect::Surge { zone, item } => Notice::SurgeOver { zone, item },
            CityEffect::Traffic => Notice::TrafficOver,
            CityEffect::Impatience { zone } => Notice::ImpatienceOver { zone },
            CityEffect::BadLine { zone } => Notice::BadLineOver { zone },
        };
        w.see(self, notice);
    }

    /// Applies a change of effects to the zones.
    fn effects_changed(&mut self, spell: CityEffect) {
        for z in 0..self.zones.len() {
            let id = ZoneId(z as u32);
            match spell {
                CityEffect::Traffic | CityEffect::BadLine { .. } => {}
                CityEffect::Impatience { .. } => self.zones[z].patience = self.city.patience(id),
                CityEffect::Surge { zone, .. } if zone.is_some_and(|only| only != id) => {}
                CityEffect::Surge { .. } => {
                    let mix = &self.setup.zones[z].mix;
                    let surge = |i: usize| self.city.surge(id, crate::units::ItemId(i as u16));
                    let weights: Vec<f64> = mix.iter().enumerate().map(|(i, &w)| w * surge(i)).collect();
                    let factor = weights.iter().sum::<f64>() / mix.iter().sum::<f64>();
                    self.zones[z].surge(&self.setup, id, self.now, factor, weights);
                    self.reschedule_zone(z);
                }
            }
        }
    }

    /// The lowest-numbered chef at work and well, of that skill if one is asked for.
    pub(super) fn first_working(
        &self,
        o: usize,
        skill: Option<crate::sim::setup::Skill>,
        also: impl Fn(&crate::sim::chef::Chef) -> bool,
    ) -> Option<usize> {
        self.outlets[o].chefs.iter().position(|chef| {
            chef.is_well_and_here()
                && chef.illness == Illness::Well
                && skill.is_none_or(|s| s == chef.skill)
                && also(chef)
        })
    }
}
