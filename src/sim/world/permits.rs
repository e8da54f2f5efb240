//! What can be done now, at what price, and why not. Nothing here changes anything.

use super::{Phase, World};
use crate::sim::chef::{Chef, Duty, Illness, Task};
use crate::sim::command::{Change, Command, Decision, Fault, FuseChange, ManagerChange, Misfit, Value};
use crate::sim::order_books::{OrderBook, OrderBooks};
use crate::sim::outlet::{Status, Supply};
use crate::sim::refusal::{Reason, Refusal};
use crate::sim::setup::{Choice, ChoosesBy, DeliveryMode, KitchenKind, Skill};
use crate::units::{Cents, ItemId, OutletId, Span, Time, ZoneId};
use serde::{Deserialize, Serialize};

/// What a command would cost, and when it would take effect.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quote {
    /// The price, paid at once.
    pub price: Cents,
    /// The change of wages and rent, an hour; may be negative.
    pub per_hour: Cents,
    /// When it takes effect; `None`: at once.
    pub starts: Option<Time>,
    /// Whether it would take the outlet's last chef.
    pub last_chef: bool,
    /// Whom a dismissal would take.
    pub going: Going,
}

/// Whom a dismissal takes, and when they leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Going {
    /// Those who leave at once: on the way, ill or away, at home, or with nothing in hand.
    pub at_once: u32,
    /// Those who leave after the order in hand, or after the trip.
    pub after: u32,
    /// How many of all these are at work now, which is the capacity lost.
    pub hands: u32,
}

impl Going {
    /// Counts people by (at work, with something in hand).
    fn of(people: impl Iterator<Item = (bool, bool)>) -> Going {
        let mut going = Going::default();
        for (works, busy) in people {
            *if works && busy { &mut going.after } else { &mut going.at_once } += 1;
            going.hands += works as u32;
        }
        going
    }
}

/// Why a shop has clerks or order books, not both.
pub const CLERKS_AND_BOOKS: &str = "Clerks and order books cannot be used together: both keep an order at the desk";
const NO_BOOKS: &str = "There are no order books here.";
/// Why the last book stays.
pub const LAST_BOOK: &str = "The last book cannot burn.";

impl World {
    /// What the command would cost now.
    ///
    /// # Errors
    ///
    /// Why it would be refused. Asking changes nothing, whatever the command names.
    pub fn quote(&self, command: &Command) -> Result<Quote, Refusal> {
        if self.phase != Phase::Open {
            return refuse(Reason::Over, "The shop has closed.".into());
        }
        self.must_make_sense(command)?;
        let quote = match command {
            Command::Decision(decision) => self.permit_decision(decision)?,
            Command::Fault(fault) => self.permit_fault(fault)?,
        };
        if !self.till.can_pay(self.now, quote.price) {
            let balance = self.till.balance(self.now);
            let what = self.what_costs(command);
            let sentence = format!("{what} {}; the till holds {balance}.", quote.price);
            return refuse(Reason::TooDear { price: quote.price, balance }, sentence);
        }
        Ok(quote)
    }

    /// A command that was not read from this shop's files may name what is not here, or a value out of range.
    fn must_make_sense(&self, command: &Command) -> Result<(), Refusal> {
        match command.misfit(&self.setup) {
            None => match command.nonsense() {
                Some(sentence) => refuse(Reason::Senseless, sentence.into()),
                None => Ok(()),
            },
            Some(Misfit::NoSuch(what)) => refuse(Reason::Nobody, format!("There is no such {what}.")),
            Some(Misfit::OutOfRange { name, must }) => refuse(Reason::Senseless, format!("The {name} must be {must}.")),
        }
    }

    fn permit_decision(&self, decision: &Decision) -> Result<Quote, Refusal> {
        use Decision::*;
        match *decision {
            HireChef { outlet, standby, count, .. } => self.permit_hiring(outlet, standby, count),
            HireRider { outlet, count } => self.permit_riders(outlet, count),
            DismissChef { outlet, skill, count } => self.permit_dismissal(outlet, skill, count),
            DismissRider { outlet, count } => self.permit_rider_dismissal(outlet, count),
            HireClerk { .. } | DismissClerk { .. } | SetClerksEach { .. } | SetFuse { .. } | SetGiveUp { .. }
                if self.desk.books.is_some() =>
            {
                refuse(Reason::Senseless, format!("{CLERKS_AND_BOOKS}."))
            }
            SetBooks { .. } if self.desk.books.is_none() => refuse(Reason::Senseless, NO_BOOKS.into()),
            HireClerk { count } => self.permit_clerks(count),
            DismissClerk { count } => self.permit_clerk_dismissal(count),
            SetFuse { change }
                if change == FuseChange::default() && self.desk.phones.as_ref().is_some_and(|p| p.fuse.is_some()) =>
            {
                refuse(Reason::Senseless, "What of the fuse is to change?".into())
            }
            UpgradeChefs { outlet } => self.permit_tools(outlet),
            OpenOutlet { outlet } => self.permit_opening(outlet),
            CloseOutlet { outlet } => self.permit_closing(outlet),
            SetPrep { prep, .. } => {
                let item = &self.setup.items[prep.item.index()];
                if item.base.is_none() {
                    return refuse(Reason::Senseless, format!("There are no bases for {}.", item.name));
                }
                Ok(Quote::default())
            }
            SetManager { outlet, change }
                if change == ManagerChange::default() && self.outlet(outlet).manager.is_some() =>
            {
                refuse(Reason::Senseless, "What of the manager's rule is to change?".into())
            }
            SetTray { outlet, item, .. } => self.must_have_tray(outlet, item).map(|_| Quote::default()),
            SetPolicy { policy } if policy.row().chooses_by == ChoosesBy::Street && self.cards.is_none() => {
                let policy = policy.word();
                refuse(Reason::Senseless, format!("Policy {policy} deals by street, and no zone has streets."))
            }
            SplitStreet { zone, ways } => self.permit_split(zone, ways),
            SetKitchen { kitchen, .. } if self.has_lamps && kitchen != KitchenKind::Shared => {
                refuse(Reason::Senseless, format!("{}.", tray_and_kitchen(kitchen)))
            }
            SetDelivery { mode: DeliveryMode::Coupled } if self.has_lamps => {
                refuse(Reason::Senseless, format!("{TRAY_AND_COUPLED}."))
            }
            SetOrderNumbers { on: false, .. } if self.doubts.numbers.is_none() => {
                refuse(Reason::Already, "There are no numbers on the slips.".into())
            }
            SetOrderNumbers { on: true, memory } if self.remembers_so(memory) => {
                refuse(Reason::Already, "There are such numbers on the slips already.".into())
            }
            ClearPrep { .. }
            | SetOrderNumbers { .. }
            | SetBooks { .. }
            | SetClerksEach { .. }
            | SetFuse { .. }
            | SetGiveUp { .. }
            | SetHealth { .. }
            | SetManager { .. }
            | SetQuota { .. }
            | SetKitchen { .. }
            | SetQueueLimit { .. }
            | SetQueueOrder { .. }
            | SetShelfLimit { .. }
            | SetPolicy { .. }
            | SetFailover { .. }
            | SetHealthCheck { .. }
            | SetBoardRefresh { .. }
            | SetWhenNone { .. }
            | SetDelivery { .. }
            | SetBatch { .. }
            | SetRetry { .. } => Ok(Quote::default()),
        }
    }

    fn permit_fault(&self, fault: &Fault) -> Result<Quote, Refusal> {
        use Fault::*;
        match *fault {
            PowerOutage { outlet, .. } => self.permit_breaking(outlet, self.outlet(outlet).power, "is dark already"),
            CutLine { outlet, .. } => self.permit_breaking(outlet, self.outlet(outlet).link, "is cut off already"),
            RestorePower { outlet } => self.permit_mending(outlet, self.outlet(outlet).power, "has power"),
            MendLine { outlet } => self.permit_mending(outlet, self.outlet(outlet).link, "has its line"),
            ChefIll { outlet, skill, .. } => {
                self.must_run(outlet)?;
                self.must_find(outlet, skill, |_| true, "is at work and well")
            }
            SlowChef { outlet, skill, .. } => {
                self.must_run(outlet)?;
                self.must_find(outlet, skill, |chef| chef.slow.is_none(), "is at work and not slow already")
            }
            Burns { after: Span::ZERO, .. } => {
                refuse(Reason::Senseless, "Nothing burns in no time: `after` must be above 0.".into())
            }
            Burns { outlet, skill, .. } => {
                self.must_run(outlet)?;
                self.must_find(outlet, skill, |chef| chef.burns.is_none(), "is at work and does not burn already")
            }
            ClearTray { outlet, item } => self.permit_fall(outlet, item),
            DeadLine { .. } if self.desk.books.is_some() => refuse(Reason::Senseless, format!("{CLERKS_AND_BOOKS}.")),
            BookAway { book, .. } => self.permit_absence(book),
            BookBurns { book } => self.permit_fire(book),
            DeadLine { outlet, .. } => {
                let line = self.desk.phones.as_ref().map_or(Supply::Fine, |phones| phones.lanes[outlet.index()].line);
                self.permit_breaking(outlet, line, "does not answer the telephone already")
            }
            RudeDriver { outlet, .. } => self.permit_rudeness(outlet),
            BadLine { zone: Some(zone), .. } if self.setup.zones[zone.index()].unsure.is_none() => {
                refuse(Reason::Senseless, format!("{} never calls twice.", self.setup.zones[zone.index()].name))
            }
            BadLine { zone: None, .. } if !self.setup.has_unsure() => {
                refuse(Reason::Senseless, "Nobody calls twice here.".into())
            }
            Surge { .. } | Traffic { .. } | Impatience { .. } | BadLine { .. } => Ok(Quote::default()),
        }
    }

    /// A book by its number from 1, if it has not burnt.
    fn must_have_book(&self, number: u32) -> Result<(&OrderBooks, &OrderBook), Refusal> {
        let no = |sentence: String| refuse(Reason::Senseless, sentence);
        let Some(books) = &self.desk.books else { return no(NO_BOOKS.into()) };
        match books.books.get((number as usize).wrapping_sub(1)) {
            None => no(match books.books.len() {
                1 => "There is one book.".into(),
                all => format!("There are {all} books."),
            }),
            Some(book) if book.is_burnt() => refuse(Reason::Already, format!("Book {number} has burnt.")),
            Some(book) => Ok((books, book)),
        }
    }

    fn permit_absence(&self, number: u32) -> Result<Quote, Refusal> {
        let (_, book) = self.must_have_book(number)?;
        match book.here {
            Supply::Fine => Ok(Quote::default()),
            Supply::Broken { .. } => refuse(Reason::Already, format!("Book {number} is away already.")),
        }
    }

    fn permit_fire(&self, number: u32) -> Result<Quote, Refusal> {
        let (books, _) = self.must_have_book(number)?;
        if books.burnt() + 1 == books.books.len() as u32 {
            return refuse(Reason::Nobody, LAST_BOOK.into());
        }
        Ok(Quote::default())
    }

    /// Whether slips have numbers that are remembered that long; `None`: as long as now.
    fn remembers_so(&self, memory: Option<Span>) -> bool {
        self.doubts.numbers.is_some_and(|numbers| memory.is_none_or(|memory| memory == numbers.memory))
    }

    fn permit_split(&self, zone: Option<ZoneId>, ways: u32) -> Result<Quote, Refusal> {
        let is_hot = |z: &crate::sim::zone::Zone| z.streets.as_ref().is_some_and(|streets| streets.hot > 0.0);
        let (hot, whose) = match zone {
            Some(zone) => (is_hot(&self.zones[zone.index()]), self.setup.zones[zone.index()].name.as_str()),
            None => (self.zones.iter().any(is_hot), "any zone"),
        };
        if !hot {
            return refuse(Reason::Senseless, format!("No street of {whose} orders more than others."));
        }
        let outlets = self.outlets.len();
        if ways as usize > outlets {
            let them = if outlets == 1 { "is one outlet" } else { "are" };
            let count = if outlets == 1 { String::new() } else { format!(" {outlets} outlets") };
            return refuse(Reason::Senseless, format!("There {them}{count}; a street cannot be split over {ways}."));
        }
        Ok(Quote::default())
    }

    fn permit_fall(&self, outlet: OutletId, item: ItemId) -> Result<Quote, Refusal> {
        self.must_run(outlet)?;
        let lamp = self.must_have_tray(outlet, item)?;
        if self.outlet(outlet).lamps[lamp].found_fresh(self.now) {
            return Ok(Quote::default());
        }
        let name = &self.setup.items[item.index()].name;
        refuse(Reason::Already, format!("No fresh {name} lies under {}'s lamp.", self.name(outlet)))
    }

    fn must_have_tray(&self, outlet: OutletId, item: ItemId) -> Result<usize, Refusal> {
        let name = &self.setup.items[item.index()].name;
        let none =
            || Refusal { reason: Reason::Senseless, sentence: format!("There is no tray of {name}."), when: None };
        self.lamp_of(outlet.index(), item).ok_or_else(none)
    }

    fn outlet(&self, id: OutletId) -> &crate::sim::outlet::Outlet {
        &self.outlets[id.index()]
    }

    fn name(&self, id: OutletId) -> &str {
        &self.setup.outlets[id.index()].name
    }

    /// Whether the outlet is open, or closing with work left.
    fn must_run(&self, id: OutletId) -> Result<(), Refusal> {
        match self.outlet(id).status {
            Status::Open | Status::Closing => Ok(()),
            Status::Closed => refuse(Reason::NotOpen, format!("{} is not open.", self.name(id))),
            Status::Opening { opens } => Err(Refusal {
                reason: Reason::NotOpen,
                sentence: format!("{} is not open before {}.", self.name(id), opens.clock(self.setup.opens)),
                when: Some(opens),
            }),
        }
    }

    /// Whether somebody can begin to work there: open or opening, and with power.
    fn must_hire_at(&self, id: OutletId) -> Result<(), Refusal> {
        let outlet = self.outlet(id);
        if !matches!(outlet.status, Status::Opening { .. }) {
            self.must_run(id)?;
        }
        if outlet.status == Status::Closing {
            return refuse(Reason::NotOpen, format!("{} is closing.", self.name(id)));
        }
        match outlet.power {
            Supply::Fine => Ok(()),
            // Nobody knows when that will be.
            Supply::Broken { .. } => {
                let sentence = format!("{} is dark: nobody can be hired there before power is back.", self.name(id));
                refuse(Reason::NotOpen, sentence)
            }
        }
    }

    /// When somebody hired now begins.
    pub(super) fn starts(&self) -> Time {
        self.now + self.setup.kitchen.hire_time
    }

    /// The same at an outlet that may open later than that: nobody works before it is open.
    fn starts_at(&self, id: OutletId) -> Time {
        match self.outlet(id).status {
            Status::Opening { opens } => self.starts().max(opens),
            _ => self.starts(),
        }
    }

    fn permit_hiring(&self, id: OutletId, standby: bool, count: u32) -> Result<Quote, Refusal> {
        self.must_hire_at(id)?;
        let (taken, max) = (self.outlet(id).places_taken(), self.setup.outlets[id.index()].max_chefs);
        if !standby && let Some(max) = max.filter(|&max| taken.saturating_add(count) > max) {
            let sentence = if taken >= max && max == 1 {
                format!("The only place at {}'s oven is taken.", self.name(id))
            } else if taken >= max {
                format!("All {max} places at {}'s oven are taken.", self.name(id))
            } else {
                format!("{} has {} of {max} places at the oven left.", self.name(id), max - taken)
            };
            return refuse(Reason::Full, sentence);
        }
        let money = &self.setup.money;
        let wage = if standby { money.standby_retainer } else { money.chef_wage };
        Ok(Quote {
            price: money.chef_fee * count as i64,
            per_hour: wage * count as i64,
            starts: Some(self.starts_at(id)),
            ..Quote::default()
        })
    }

    fn permit_riders(&self, id: OutletId, count: u32) -> Result<Quote, Refusal> {
        self.must_hire_at(id)?;
        let money = &self.setup.money;
        Ok(Quote {
            price: money.rider_fee * count as i64,
            per_hour: money.rider_wage * count as i64,
            starts: Some(self.starts_at(id)),
            ..Quote::default()
        })
    }

    fn permit_dismissal(&self, id: OutletId, skill: Option<Skill>, count: u32) -> Result<Quote, Refusal> {
        let going = self.who_goes(id, skill, count);
        if (going.len() as u32) < count {
            let what = skill.map_or("chef", |s| self.setup.skill_name(s));
            let who = match going.len() {
                0 => format!("Nobody ({what}) at {} can be let go.", self.name(id)),
                some => format!("Only {some} ({what}) at {} can be let go.", self.name(id)),
            };
            return refuse(Reason::Nobody, who);
        }
        let money = &self.setup.money;
        let saved = going.iter().map(|&c| match self.outlet(id).chefs[c].duty {
            Duty::Home => money.standby_retainer,
            Duty::Present => money.chef_wage,
            _ => Cents::ZERO,
        });
        let stays = |(c, chef): (usize, &Chef)| {
            !chef.standby && !chef.leaving && chef.duty != Duty::Gone && !going.contains(&c)
        };
        let last_chef = !self.outlet(id).chefs.iter().enumerate().any(stays);
        let saved = saved.sum::<Cents>();
        let going = Going::of(going.iter().map(|&c| {
            let chef = &self.outlet(id).chefs[c];
            (chef.is_well_and_here(), chef.is_occupied())
        }));
        Ok(Quote { per_hour: -saved, last_chef, going, ..Quote::default() })
    }

    /// The chefs whom a dismissal takes: first those on the way, ill or away, then idle, busy, and backups at home; of
    /// each, the last hired first.
    pub(super) fn who_goes(&self, id: OutletId, skill: Option<Skill>, count: u32) -> Vec<usize> {
        let group = |chef: &Chef| match (chef.duty, chef.task) {
            (Duty::Coming { .. }, _) => 0,
            (Duty::Home, _) => 4,
            _ if matches!(chef.illness, Illness::Ill { .. }) || chef.away_until.is_some() => 1,
            (_, Task::Idle { .. }) => 2,
            _ => 3,
        };
        let chefs = &self.outlet(id).chefs;
        let mut all: Vec<usize> = (0..chefs.len())
            .filter(|&c| chefs[c].duty != Duty::Gone && !chefs[c].leaving && skill.is_none_or(|s| s == chefs[c].skill))
            .collect();
        all.sort_by_key(|&c| (group(&chefs[c]), usize::MAX - c));
        all.truncate(count as usize);
        all
    }

    fn permit_rider_dismissal(&self, id: OutletId, count: u32) -> Result<Quote, Refusal> {
        let going = self.which_riders_go(id, count);
        if (going.len() as u32) < count {
            return refuse(Reason::Nobody, format!("{} has only {} riders to let go.", self.name(id), going.len()));
        }
        let paid = going.iter().filter(|&&r| self.outlet(id).riders[r].duty == Duty::Present).count() as i64;
        let going = Going::of(going.iter().map(|&r| {
            let rider = &self.outlet(id).riders[r];
            (rider.is_here() || rider.is_out(), rider.is_out())
        }));
        Ok(Quote { per_hour: -(self.setup.money.rider_wage * paid), going, ..Quote::default() })
    }

    /// The riders whom a dismissal takes: first those on the way, away, idle, then out; of each, the last hired first.
    pub(super) fn which_riders_go(&self, id: OutletId, count: u32) -> Vec<usize> {
        let riders = &self.outlet(id).riders;
        let group = |r: usize| match riders[r].duty {
            Duty::Coming { .. } => 0,
            _ if riders[r].away_until.is_some() => 1,
            _ if !riders[r].is_out() => 2,
            _ => 3,
        };
        let mut all: Vec<usize> =
            (0..riders.len()).filter(|&r| riders[r].duty != Duty::Gone && !riders[r].leaving).collect();
        all.sort_by_key(|&r| (group(r), usize::MAX - r));
        all.truncate(count as usize);
        all
    }

    fn permit_clerks(&self, count: u32) -> Result<Quote, Refusal> {
        if !self.desk.phones.as_ref().is_some_and(|phones| phones.counted) {
            return refuse(Reason::Senseless, "Nobody waits for a clerk here: there is always one more.".into());
        }
        let money = &self.setup.money;
        Ok(Quote {
            price: money.clerk_fee * count as i64,
            per_hour: money.clerk_wage * count as i64,
            starts: Some(self.starts()),
            ..Quote::default()
        })
    }

    fn permit_clerk_dismissal(&self, count: u32) -> Result<Quote, Refusal> {
        let Some(phones) = self.desk.phones.as_ref().filter(|phones| phones.counted) else {
            return refuse(Reason::Senseless, "Clerks are not counted here.".into());
        };
        let going = phones.who_goes(count);
        // Those who can go are one fewer than there are: somebody must ring the kitchens through.
        if phones.staying() <= count {
            let sentence = match phones.staying() {
                0 | 1 => "The last clerk stays: somebody must ring the kitchens through.".into(),
                all => format!("There are {all} clerks, and one must stay to ring the kitchens through."),
            };
            return refuse(Reason::Nobody, sentence);
        }
        let clerks = || going.iter().map(|&c| &phones.clerks[c]);
        let paid = clerks().filter(|clerk| clerk.is_here()).count() as i64;
        let going = Going::of(clerks().map(|clerk| (clerk.is_here(), clerk.call.is_some())));
        Ok(Quote { per_hour: -(self.setup.money.clerk_wage * paid), going, ..Quote::default() })
    }

    /// Every chef below the top level for whom no tools are on the way, by number.
    pub(super) fn who_gets_tools(&self, id: OutletId) -> Vec<usize> {
        let top = self.setup.kitchen.level_speed.len();
        let fits = |chef: &Chef| chef.duty != Duty::Gone && (chef.level as usize) < top && chef.upgrade_at.is_none();
        (0..self.outlet(id).chefs.len()).filter(|&c| fits(&self.outlet(id).chefs[c])).collect()
    }

    fn permit_tools(&self, id: OutletId) -> Result<Quote, Refusal> {
        let chefs = self.who_gets_tools(id);
        if chefs.is_empty() {
            let sentence = format!("Nobody at {} can get better tools than he has.", self.name(id));
            return refuse(Reason::Senseless, sentence);
        }
        let tools = &self.setup.money.tools;
        let price =
            chefs.iter().map(|&c| tools.get(self.outlet(id).chefs[c].level as usize).copied().unwrap_or(Cents::ZERO));
        let starts = Some(self.now + self.setup.kitchen.upgrade_time).filter(|&at| at > self.now);
        Ok(Quote { price: price.sum(), starts, ..Quote::default() })
    }

    fn permit_opening(&self, id: OutletId) -> Result<Quote, Refusal> {
        let spec = &self.setup.outlets[id.index()];
        match self.outlet(id).status {
            Status::Open => refuse(Reason::Already, format!("{} is open already.", spec.name)),
            Status::Opening { opens } => {
                let sentence = format!("{} opens at {} already.", spec.name, opens.clock(self.setup.opens));
                refuse(Reason::Already, sentence)
            }
            Status::Closing => refuse(Reason::Already, format!("{} is still closing.", spec.name)),
            Status::Closed => Ok(Quote {
                price: spec.open_cost,
                per_hour: spec.rent_per_hour + self.wages_on_opening(id),
                starts: Some(self.now + spec.open_time),
                ..Quote::default()
            }),
        }
    }

    /// The wages of those who begin to work when the outlet opens, an hour.
    fn wages_on_opening(&self, id: OutletId) -> Cents {
        let (outlet, money) = (self.outlet(id), &self.setup.money);
        let chefs = outlet.chefs.iter().filter(|chef| chef.duty == Duty::Off);
        let wages = chefs.map(|chef| if chef.standby { money.standby_retainer } else { money.chef_wage });
        let riders = outlet.riders.iter().filter(|rider| rider.duty == Duty::Off).count() as i64;
        wages.sum::<Cents>() + money.rider_wage * riders
    }

    fn permit_closing(&self, id: OutletId) -> Result<Quote, Refusal> {
        match self.outlet(id).status {
            Status::Open => {
                let rent = self.setup.outlets[id.index()].rent_per_hour;
                Ok(Quote { per_hour: -(rent + self.outlet(id).wages_per_hour), ..Quote::default() })
            }
            _ => refuse(Reason::Already, format!("{} is not open.", self.name(id))),
        }
    }

    fn permit_breaking(&self, id: OutletId, supply: Supply, already: &str) -> Result<Quote, Refusal> {
        self.must_run(id)?;
        match supply {
            Supply::Fine => Ok(Quote::default()),
            Supply::Broken { .. } => refuse(Reason::Already, format!("{} {already}.", self.name(id))),
        }
    }

    fn permit_mending(&self, id: OutletId, supply: Supply, already: &str) -> Result<Quote, Refusal> {
        match supply {
            Supply::Broken { .. } => Ok(Quote::default()),
            Supply::Fine => refuse(Reason::Already, format!("{} {already}.", self.name(id))),
        }
    }

    fn must_find(
        &self,
        id: OutletId,
        skill: Option<Skill>,
        also: impl Fn(&Chef) -> bool,
        what: &str,
    ) -> Result<Quote, Refusal> {
        if self.first_working(id.index(), skill, also).is_some() {
            return Ok(Quote::default());
        }
        let who = skill.map_or("Nobody".into(), |s| format!("No {} chef", self.setup.skill_name(s)));
        refuse(Reason::Nobody, format!("{who} at {} {what}.", self.name(id)))
    }

    fn permit_rudeness(&self, id: OutletId) -> Result<Quote, Refusal> {
        self.must_run(id)?;
        let found = match self.delivery_mode {
            DeliveryMode::Pickup => {
                return refuse(Reason::Senseless, "Nobody drives: customers fetch their own.".into());
            }
            DeliveryMode::Coupled => self.rude_chef(id.index()).is_some(),
            DeliveryMode::Decoupled => self.rude_rider(id.index()).is_some(),
        };
        if found {
            return Ok(Quote::default());
        }
        refuse(Reason::Nobody, format!("Nobody who drives for {} is here.", self.name(id)))
    }

    /// The chef to be retrained: the lowest-numbered idle one, else the lowest-numbered one at work, once he is done.
    pub(super) fn rude_chef(&self, o: usize) -> Option<usize> {
        self.first_working(o, None, |chef| chef.is_free())
            .or_else(|| self.first_working(o, None, |chef| chef.rude.is_none() && !chef.leaving))
    }

    pub(super) fn rude_rider(&self, o: usize) -> Option<usize> {
        let riders = &self.outlets[o].riders;
        riders
            .iter()
            .position(|r| r.is_free())
            .or_else(|| riders.iter().position(|r| r.is_here() && r.rude.is_none() && !r.leaving))
    }

    /// `Hiring 2 chefs costs`: how the sentence on a price that cannot be paid begins.
    fn what_costs(&self, command: &Command) -> String {
        let name = command.outlet().map_or("the shop", |outlet| self.name(outlet));
        match (command.row().changes, command.count()) {
            (Change::ChefsHired, 1) if command.get("standby") == Some(Value::Flag(true)) => {
                "A backup chef costs".into()
            }
            (Change::ChefsHired, 1) => "A chef costs".into(),
            (Change::ChefsHired, count) => format!("Hiring {count} chefs costs"),
            (Change::ClerksHired, 1) => "A clerk costs".into(),
            (Change::ClerksHired, count) => format!("Hiring {count} clerks costs"),
            (Change::RidersHired, 1) => "A rider costs".into(),
            (Change::RidersHired, count) => format!("Hiring {count} riders costs"),
            (Change::Tools, _) => {
                let chefs = command.outlet().map_or(0, |outlet| self.who_gets_tools(outlet).len());
                let plural = if chefs == 1 { "chef" } else { "chefs" };
                format!("Better tools for {name}'s {chefs} {plural} cost")
            }
            (Change::Opening, _) => format!("Opening {name} costs"),
            (Change::ChefsLeave | Change::RidersLeave | Change::ClerksLeave, _) => "That costs".into(),
            (Change::Closing | Change::Setting, _) => "That costs".into(),
        }
    }
}

/// Why trays and chefs who drive are not for one shop.
pub const TRAY_AND_COUPLED: &str =
    "`tray` and `coupled` delivery cannot be used together: no chef has a slice in hand who could drive it out";

/// Why trays and lines of their own are not for one shop.
pub fn tray_and_kitchen(kitchen: KitchenKind) -> String {
    let word = kitchen.word();
    format!("`tray` and a `{word}` kitchen cannot be used together: a tray is baked by whoever is free")
}

fn refuse<T>(reason: Reason, sentence: String) -> Result<T, Refusal> {
    Err(Refusal { reason, sentence, when: None })
}
