//! The till: what came in, what went out. Wages and rent accrue by the clock and are always paid; what must be bought
//! is refused when the till cannot pay it.

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

/// What went through the till by some moment, or between two. Wages and rent are shown to the cent; the fraction that
/// was rounded off is kept, so that sums and differences are exact before they are rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub revenue: Cents,
    pub refunds: Cents,
    pub ingredients: Cents,
    pub wages: Cents,
    pub rent: Cents,
    pub investments: Cents,
    /// What the exact wages, and the exact rent, are beyond the whole cents above.
    #[serde(default, skip_serializing_if = "Accrual::is_zero")]
    wages_beyond: Accrual,
    #[serde(default, skip_serializing_if = "Accrual::is_zero")]
    rent_beyond: Accrual,
}

fold!(struct Account { revenue, refunds, ingredients, wages, rent, investments }
    later { "wages_beyond": wages_beyond, "rent_beyond": rent_beyond });

impl Account {
    /// Everything paid but refunds, rounded once.
    pub fn costs(&self) -> Cents {
        self.exact_costs().cents()
    }

    /// Rounded once, from the exact sum: what is left of revenue after rounded wages and a rounded rent may be a cent
    /// off.
    pub fn profit(&self) -> Cents {
        (Accrual::from(self.revenue - self.refunds) - self.exact_costs()).cents()
    }

    /// What has been added since an earlier moment.
    pub fn since(&self, earlier: &Account) -> Account {
        let account = Account {
            revenue: self.revenue - earlier.revenue,
            refunds: self.refunds - earlier.refunds,
            ingredients: self.ingredients - earlier.ingredients,
            investments: self.investments - earlier.investments,
            ..Account::default()
        };
        account.with_accrued(self.exact_wages() - earlier.exact_wages(), self.exact_rent() - earlier.exact_rent())
    }

    fn with_accrued(self, wages: Accrual, rent: Accrual) -> Account {
        Account {
            wages: wages.cents(),
            rent: rent.cents(),
            wages_beyond: wages - wages.cents().into(),
            rent_beyond: rent - rent.cents().into(),
            ..self
        }
    }

    fn exact_wages(&self) -> Accrual {
        Accrual::from(self.wages) + self.wages_beyond
    }

    fn exact_rent(&self) -> Accrual {
        Accrual::from(self.rent) + self.rent_beyond
    }

    fn exact_costs(&self) -> Accrual {
        Accrual::from(self.ingredients + self.investments) + self.exact_wages() + self.exact_rent()
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
        self.wages.pass(self.wages_per_hour.0, span);
        self.rent.pass(self.rent_per_hour.0, span);
        self.since = now;
    }

    pub fn account(&self, now: Time) -> Account {
        let mut at = *self;
        at.accrue(now);
        let account = Account {
            revenue: at.revenue,
            refunds: at.refunds,
            ingredients: at.ingredients,
            investments: at.investments,
            ..Account::default()
        };
        account.with_accrued(at.wages, at.rent)
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
