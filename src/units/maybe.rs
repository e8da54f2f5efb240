//! A number that may be missing.

use crate::units::digest::fold;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A `u32` or nothing, in the room of a `u32`: the highest number stands for nothing. Where there are millions of
/// records, as of orders, an `Option` would make each larger. Saved as the number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MaybeNumber(u32);

impl MaybeNumber {
    pub const NONE: MaybeNumber = MaybeNumber(u32::MAX);

    /// # Panics
    /// In debug builds, of the one number that stands for nothing.
    #[inline(always)]
    pub const fn of(number: u32) -> MaybeNumber {
        debug_assert!(number != u32::MAX);
        MaybeNumber(number)
    }

    #[inline(always)]
    pub const fn get(self) -> Option<u32> {
        if self.is_none() { None } else { Some(self.0) }
    }

    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.0 == u32::MAX
    }

    /// As it is saved, to compare and to draw by.
    #[inline(always)]
    pub const fn raw(self) -> u32 {
        self.0
    }
}

fold!(MaybeNumber(number));

impl fmt::Debug for MaybeNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_takes_no_room() {
        assert_eq!(size_of::<MaybeNumber>(), size_of::<u32>());
        assert_eq!((MaybeNumber::NONE.get(), MaybeNumber::of(0).get()), (None, Some(0)));
    }
}
