//! Who is meant. Ids are positions in the scenario's order; an employee's id is his outlet and his number there, so
//! that opening one outlet renumbers nobody elsewhere.

use crate::units::digest::fold;
use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $repr:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
        pub struct $name(pub $repr);

        fold!($name(position));

        impl $name {
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// A menu item, by its place in the file.
    ItemId, u16);
id!(
    /// A zone of customers, by its place in the file.
    ZoneId, u32);
id!(
    /// An outlet, by its place in the file.
    OutletId, u32);

impl OutletId {
    /// Of an order that was sent nowhere yet.
    pub const NOWHERE: OutletId = OutletId(u32::MAX);

    pub fn some(self) -> Option<OutletId> {
        (self != OutletId::NOWHERE).then_some(self)
    }
}

/// A chef: the `number`-th ever employed at that outlet (those of the file first, then in the order of hiring).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct ChefRef {
    pub outlet: OutletId,
    pub number: u32,
}

/// A rider: the `number`-th ever employed at that outlet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct RiderRef {
    pub outlet: OutletId,
    pub number: u32,
}
