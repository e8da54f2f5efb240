//! Customers in the shop by the end of their promise, so that who has waited beyond it is counted without a look at
//! every order.

use crate::units::Time;
use std::collections::VecDeque;

#[derive(Clone, Debug, Default)]
pub(super) struct Unserved {
    /// How many are in the shop of those whose promise ends at a moment; ascending, the first of them not zero.
    dues: VecDeque<(Time, u32)>,
    /// How many are due before `cut`.
    cut: Time,
    early: u64,
}

impl Unserved {
    /// A customer calls, for the first time or again.
    pub fn comes(&mut self, due: Time) {
        self.early += (due < self.cut) as u64;
        let at = self.dues.partition_point(|&(at, _)| at < due);
        match self.dues.get_mut(at) {
            Some((at, count)) if *at == due => *count += 1,
            _ => self.dues.insert(at, (due, 1)),
        }
    }

    /// He is served, or lost.
    pub fn goes(&mut self, due: Time) {
        let at = self.dues.partition_point(|&(at, _)| at < due);
        let Some((_, count)) = self.dues.get_mut(at).filter(|(at, count)| *at == due && *count > 0) else {
            debug_assert!(false, "nobody who is due at {due:?} is in the shop");
            return;
        };
        *count -= 1;
        self.early -= (due < self.cut) as u64;
        while self.dues.front().is_some_and(|&(_, count)| count == 0) {
            self.dues.pop_front();
        }
    }

    /// How many there are whose promise ended before a moment.
    pub fn before(&self, moment: Time) -> u64 {
        let between = |from: Time, to: Time| -> u64 {
            let first = self.dues.partition_point(|&(at, _)| at < from);
            self.dues.range(first..).take_while(|(at, _)| *at < to).map(|&(_, count)| count as u64).sum()
        };
        if moment >= self.cut { self.early + between(self.cut, moment) } else { self.early - between(moment, self.cut) }
    }

    /// From now on the count goes on from this moment.
    pub fn move_on(&mut self, moment: Time) {
        (self.early, self.cut) = (self.before(moment), moment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_who_called_before_a_moment_and_is_still_there() {
        let mut draws = crate::chance::Draws::keyed(5, crate::chance::Source::Dice, 0, 0);
        let (mut counted, mut all) = (Unserved::default(), Vec::new());
        for now in 0..3_000u64 {
            match draws.below(5) {
                0 | 1 => all.push(now / 2),
                // One who was lost calls again.
                2 => all.push(draws.below(now / 2 + 1)),
                _ if !all.is_empty() => {
                    counted.goes(Time(all.swap_remove(draws.below(all.len() as u64) as usize)));
                    continue;
                }
                _ => continue,
            }
            counted.comes(Time(*all.last().unwrap()));
            let moment = draws.below(now + 1);
            if draws.below(3) == 0 {
                counted.move_on(Time(moment));
            }
            let expected = all.iter().filter(|&&call| call < now / 4).count() as u64;
            assert_eq!(counted.before(Time(now / 4)), expected, "at {now}");
        }
    }
}
