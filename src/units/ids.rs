//! Ids: positions in the scenario's order. The id of an employee is his outlet and his number there, so that opening
//! one outlet renumbers nobody elsewhere.

use crate::units::digest::fold;
use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $repr:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
        pub struct $name(pub $repr);

        fold!($name(position));

        impl $name {
            /// The id as an index into a list.
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
    /// Stands for no outlet, in orders that have not been sent anywhere.
    pub const NOWHERE: OutletId = OutletId(u32::MAX);

    /// The id as an option; `None` for [`OutletId::NOWHERE`].
    pub fn some(self) -> Option<OutletId> {
        (self != OutletId::NOWHERE).then_some(self)
    }
}

/// A chef: the `number`-th ever employed at an outlet, from 0 (those of the file first, then in the order of hiring).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct ChefRef {
    /// Where he is employed.
    pub outlet: OutletId,
    /// His number there.
    pub number: u32,
}

/// A rider: the `number`-th ever employed at an outlet, from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct RiderRef {
    /// Where he is employed.
    pub outlet: OutletId,
    /// His number there.
    pub number: u32,
}
