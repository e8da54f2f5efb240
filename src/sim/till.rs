//! The till: income and costs. Wages and rent accrue with time and are always paid; purchases are refused when the till
//! cannot pay them.

use crate::units::digest::fold;
use crate::units::{Accrual, Cents, Time};
use serde::{Deserialize, Serialize};

/// The shop's money.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Till {
    /// In the till at opening; `None`: no limit, money is only counted.
    pub cash: Option<Cents>,
    /// Paid by customers so far.
    pub revenue: Cents,
    /// Paid back for late orders so far.
    pub refunds: Cents,
    /// Paid for ingredients so far.
    pub ingredients: Cents,
    /// Paid for hiring, tools and openings so far.
    pub investments: Cents,
    /// The rate at which wages accrue now, an hour.
    pub wages_per_hour: Cents,
    /// The rate at which rents accrue now, an hour.
    pub rent_per_hour: Cents,
    wages: Accrual,
    rent: Accrual,
    since: Time,
}

fold!(struct Till {
    cash, revenue, refunds, ingredients, investments, wages_per_hour, rent_per_hour, wages, rent, since,
});

/// What went through the till until some time, or between two. Wages and rent are shown to the cent; the rounding error
/// is kept, so that sums and differences are exact before they are rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Paid by customers.
    pub revenue: Cents,
    /// Paid back for late orders.
    pub refunds: Cents,
    /// Paid for ingredients.
    pub ingredients: Cents,
    /// Paid to chefs and riders, to the nearest cent.
    pub wages: Cents,
    /// Paid for open outlets, to the nearest cent.
    pub rent: Cents,
    /// Paid for hiring, tools and openings.
    pub investments: Cents,
    /// The exact wages, and the exact rent, less the whole cents above.
    #[serde(default, skip_serializing_if = "Accrual::is_zero")]
    wages_beyond: Accrual,
    #[serde(default, skip_serializing_if = "Accrual::is_zero")]
    rent_beyond: Accrual,
}

fold!(struct Account { revenue, refunds, ingredients, wages, rent, investments }
    later { "wages_beyond": wages_beyond, "rent_beyond": rent_beyond });

impl Account {
    /// All that was paid but refunds, rounded once.
    pub fn costs(&self) -> Cents {
        self.exact_costs().cents()
    }

    /// Revenue less refunds and costs, rounded once from the exact sum. Computed from the rounded fields it may be a
    /// cent off.
    pub fn profit(&self) -> Cents {
        (Accrual::from(self.revenue - self.refunds) - self.exact_costs()).cents()
    }

    /// The difference to an earlier account.
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

    /// Lets wages and rent accrue until `now`; to be called before their rates change.
    pub(super) fn accrue(&mut self, now: Time) {
        let span = now.since(self.since);
        self.wages.pass(self.wages_per_hour.0, span);
        self.rent.pass(self.rent_per_hour.0, span);
        self.since = now;
    }

    /// What went through the till from opening to `now`.
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

    /// What is in the till: the cash at opening (0 where there is no limit) and the profit since; may be negative.
    pub fn balance(&self, now: Time) -> Cents {
        self.cash.unwrap_or(Cents::ZERO) + self.account(now).profit()
    }

    /// Whether `price` can be paid at `now`. What costs nothing always can; a till without limit can pay anything.
    pub fn can_pay(&self, now: Time, price: Cents) -> bool {
        price <= Cents::ZERO || self.cash.is_none() || self.balance(now) >= price
    }
}
