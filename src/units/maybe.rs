//! A number that may be missing.

use crate::units::digest::fold;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An optional `u32` in the space of a `u32`: the highest number stands for `None`. It keeps records small of which
/// there are millions, such as orders. Saved as the number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MaybeNumber(u32);

impl MaybeNumber {
    /// No number.
    pub const NONE: MaybeNumber = MaybeNumber(u32::MAX);

    /// # Panics
    /// In debug builds, of the one number that stands for nothing.
    #[inline(always)]
    pub const fn of(number: u32) -> MaybeNumber {
        debug_assert!(number != u32::MAX);
        MaybeNumber(number)
    }

    /// The number as an option.
    #[inline(always)]
    pub const fn get(self) -> Option<u32> {
        if self.is_none() { None } else { Some(self.0) }
    }

    /// Whether there is no number.
    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.0 == u32::MAX
    }

    /// The number as it is saved; the highest one stands for `None`.
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
