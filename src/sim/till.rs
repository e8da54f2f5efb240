//! The till: what came in, what went out. Wages and rent accrue by the clock and are always paid; what must be bought is
//! refused when the till cannot pay it.

use crate::units::digest::fold;
use crate::units::{Accrual, Cents, Time};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Till {
    /// At opening; `None`: no limit, money is only counted.
    pub cash: Option<Cents>,
    pub revenue: Cents,
    pub refunds: Cents,
    pub ingredients: Cents,
    /// Fees, tools, opening costs.
    pub investments: Cents,
    /// What accrues now, an hour.
    pub wages_per_hour: Cents,
    pub rent_per_hour: Cents,
    wages: Accrual,
    rent: Accrual,
    since: Time,
}

fold!(struct Till {
    cash, revenue, refunds, ingredients, investments, wages_per_hour, rent_per_hour, wages, rent, since,
});

/// What went through the till by some moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub revenue: Cents,
    pub refunds: Cents,
    pub ingredients: Cents,
    pub wages: Cents,
    pub rent: Cents,
    pub investments: Cents,
}

fold!(struct Account { revenue, refunds, ingredients, wages, rent, investments });

impl Account {
    pub fn costs(&self) -> Cents {
        self.ingredients + self.wages + self.rent + self.investments
    }

    pub fn profit(&self) -> Cents {
        self.revenue - self.refunds - self.costs()
    }
}

impl Till {
    pub(super) fn new(cash: Option<Cents>) -> Till {
        Till {
            cash,
            revenue: Cents::ZERO,
            refunds: Cents::ZERO,
            ingredients: Cents::ZERO,
            investments: Cents::ZERO,
            wages_per_hour: Cents::ZERO,
            rent_per_hour: Cents::ZERO,
            wages: Accrual::default(),
            rent: Accrual::default(),
            since: Time::ZERO,
        }
    }

    /// Lets wages and rent accrue until `now`, before their rates change.
    pub(super) fn accrue(&mut self, now: Time) {
        let span = now.since(self.since);
        self.wages.add(self.wages_per_hour.0, span);
        self.rent.add(self.rent_per_hour.0, span);
        self.since = now;
    }

    pub fn account(&self, now: Time) -> Account {
        let mut at = *self;
        at.accrue(now);
        Account {
            revenue: at.revenue,
            refunds: at.refunds,
            ingredients: at.ingredients,
            wages: at.wages.cents(),
            rent: at.rent.cents(),
            investments: at.investments,
        }
    }

    /// What lies in the till: cash at opening (0 where there is no limit) and all that came of it; may be below zero.
    pub fn balance(&self, now: Time) -> Cents {
        self.cash.unwrap_or(Cents::ZERO) + self.account(now).profit()
    }

    /// Whether `price` can be paid now. Nothing is free to a till below zero but what costs nothing.
    pub fn can_pay(&self, now: Time, price: Cents) -> bool {
        price <= Cents::ZERO || self.cash.is_none() || self.balance(now) >= price
    }
}
