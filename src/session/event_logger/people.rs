//! Log entries about people: hired, ill, slow, rude, and back.

use super::{EventLogger, over};
use crate::session::log::{Blame, EntryKind, Log, What};
use crate::sim::notice::Notice;
use crate::sim::world::World;
use crate::units::{OutletId, Time};

impl EventLogger {
    pub(super) fn people(&mut self, log: &mut Log, world: &World, notice: &Notice) {
        let (now, noticed) = (world.now(), EntryKind::Noticed);
        match *notice {
            Notice::ChefHired { chef, .. } => drop(self.chefs_hired.insert(chef, None)),
            Notice::RiderHired { rider, .. } => drop(self.riders_hired.insert(rider, None)),
            Notice::ChefStarts { chef } => {
                let cause = self.chefs_hired.remove(&chef).flatten();
                for entry in log.of_instant(now) {
                    if let What::ChefStarts { outlet, count, .. } = &mut entry.what
                        && *outlet == chef.outlet
                    {
                        *count += 1;
                        return;
                    }
                }
                log.push(now, noticed, cause, What::ChefStarts { outlet: chef.outlet, chef, count: 1 });
            }
            Notice::RiderStarts { rider } => {
                let cause = self.riders_hired.remove(&rider).flatten();
                for entry in log.of_instant(now) {
                    if let What::RiderStarts { outlet, count, .. } = &mut entry.what
                        && *outlet == rider.outlet
                    {
                        *count += 1;
                        return;
                    }
                }
                log.push(now, noticed, cause, What::RiderStarts { outlet: rider.outlet, rider, count: 1 });
            }
            Notice::ManagerHired { outlet, count, coming, broke } => {
                let waiting = world.outlets()[outlet.index()].waiting.value();
                let id = log.push(now, noticed, None, What::ManagerHired { outlet, count, waiting, coming, broke });
                self.hired_because_of(id);
            }
            Notice::ManagerDismissed { chef } => drop(log.push(now, noticed, None, What::ManagerDismissed { chef })),
            Notice::ChefLeft { chef } => drop(log.push(now, noticed, None, What::ChefLeft { chef })),
            Notice::RiderLeft { rider } => drop(log.push(now, noticed, None, What::RiderLeft { rider })),
            Notice::ToolsFitted { chef, level } => self.tools_fitted(log, now, chef.outlet, level),
            _ => self.troubles(log, world, notice),
        }
    }

    /// Those who cannot work, or not as usual.
    fn troubles(&mut self, log: &mut Log, world: &World, notice: &Notice) {
        let (now, noticed, fault) = (world.now(), EntryKind::Noticed, EntryKind::Fault);
        match *notice {
            Notice::FellIll { chef, until } => {
                let hand = world.outlets()[chef.outlet.index()].chefs[chef.number as usize].order();
                let order = hand.map(|key| world.orders()[key].serial);
                let id = log.push(now, fault, None, What::ChefIll { chef, until, order, by: Blame::Chance });
                self.ill.insert(chef, id);
            }
            Notice::IllnessNoticed { chef } => {
                let what = What::IllnessNoticed { chef, backup: None, order: None };
                log.push(now, noticed, self.ill.get(&chef).copied(), what);
            }
            Notice::BackupStepsIn { chef, covers } => {
                let cause = self.ill.get(&covers).copied();
                for entry in log.of_instant(now) {
                    if let What::IllnessNoticed { chef: ill, backup, .. } = &mut entry.what
                        && *ill == covers
                    {
                        *backup = Some(chef);
                        return;
                    }
                }
                log.push(now, noticed, cause, What::BackupStepsIn { chef, covers });
            }
            Notice::BackupGoesHome { chef } => drop(log.push(now, noticed, None, What::BackupGoesHome { chef })),
            Notice::Well { chef } => {
                let cause = self.ill.remove(&chef);
                over(log, cause, now);
                log.push(now, noticed, cause, What::ChefWell { chef });
            }
            Notice::TurnedSlow { chef, factor } => {
                let id = log.push(now, fault, None, What::ChefSlow { chef, factor, by: Blame::Chance });
                self.slow.insert(chef, id);
            }
            Notice::QuickAgain { chef } => {
                let cause = self.slow.remove(&chef);
                over(log, cause, now);
                log.push(now, noticed, cause, What::ChefQuick { chef });
            }
            Notice::TurnedBurner { chef, after } => {
                let id = log.push(now, fault, None, What::ChefBurns { chef, after, by: Blame::Chance });
                self.burn.insert(chef, id);
            }
            Notice::BurnsNoMore { chef } => {
                let cause = self.burn.remove(&chef);
                over(log, cause, now);
                log.push(now, noticed, cause, What::ChefBurnsNoMore { chef });
            }
            Notice::ChefRetrained { chef, until } => {
                let by = self.rude_by(chef.outlet);
                let id = log.push(now, fault, None, What::RudeChef { chef, until, by });
                self.away_chefs.insert(chef, id);
            }
            Notice::RiderRetrained { rider, until } => {
                let by = self.rude_by(rider.outlet);
                let id = log.push(now, fault, None, What::RudeRider { rider, until, by });
                self.away_riders.insert(rider, id);
            }
            Notice::ChefBackFromRetraining { chef } => {
                let cause = self.away_chefs.remove(&chef);
                over(log, cause, now);
                log.push(now, noticed, cause, What::ChefBack { chef });
            }
            Notice::RiderBackFromRetraining { rider } => {
                let cause = self.away_riders.remove(&rider);
                over(log, cause, now);
                log.push(now, noticed, cause, What::RiderBack { rider });
            }
            _ => {}
        }
    }

    fn tools_fitted(&mut self, log: &mut Log, now: Time, outlet: OutletId, level: u8) {
        for entry in log.of_instant(now) {
            if let What::ToolsFitted { outlet: place, count, .. } = &mut entry.what
                && *place == outlet
            {
                *count += 1;
                return;
            }
        }
        let cause = self.tools.get(&outlet).copied();
        log.push(now, EntryKind::Noticed, cause, What::ToolsFitted { outlet, level, count: 1 });
    }
}
