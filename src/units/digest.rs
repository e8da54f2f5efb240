//! One number for a state: its fields, folded one after the other into a 128-bit hash.
//!
//! Every type says in one place which of its fields count, and in which order (`fold!`). An integer is folded in its
//! own width, little-endian; a float by its bits; an index as 64 bits; a list after its length; an option or a variant
//! after its number. Neither names of fields, nor memory layout, nor cached values are part of it, so that what is done
//! for speed changes no digest, on no platform.
//!
//! A field that a type gains later is listed under `later`: at its default it folds nothing, so that histories without
//! it keep their digests. Otherwise its position, its tag and its value are folded after everything else.
//!
//! The hash is XXH3 (Yann Collet, 2019), 128 bits without a seed. It tells histories apart; it is no cryptographic
//! seal.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;
use xxhash_rust::xxh3::Xxh3;

/// The version of the rules, before a digest's colon. Digests of different versions cannot be compared.
pub const VERSION: &str = "d2";

/// The digest of a state: `d2:` and 32 hexadecimal digits.
pub fn digest(state: &(impl Fold + ?Sized)) -> String {
    let mut digester = Digester::default();
    state.fold(&mut digester);
    digester.text()
}

/// Whether a digest from a file was made by these rules. Digests of version 1 have no version in them.
pub fn is_comparable(digest: &str) -> bool {
    digest.split_once(':').is_some_and(|(version, _)| version == VERSION)
}

/// A part of a state that counts in its digest.
pub trait Fold {
    /// Folds all that counts.
    fn fold(&self, to: &mut Digester);
}

/// Collects the parts of a state into a hash.
pub struct Digester {
    hash: Xxh3,
    /// Bytes not hashed yet: fields are small, and a call for each would cost more than the hash.
    buffer: [u8; BUFFER],
    filled: usize,
    /// Bytes hashed so far.
    hashed: u64,
    /// For each `later` field not at its default: its position, its tag, its own hash.
    later: Vec<u8>,
}

const BUFFER: usize = 1_024;

impl Default for Digester {
    fn default() -> Digester {
        Digester { hash: Xxh3::new(), buffer: [0; BUFFER], filled: 0, hashed: 0, later: Vec::new() }
    }
}

impl Digester {
    #[inline]
    fn put<const WIDTH: usize>(&mut self, bytes: [u8; WIDTH]) {
        if self.filled + WIDTH > BUFFER {
            self.flush();
        }
        self.buffer[self.filled..self.filled + WIDTH].copy_from_slice(&bytes);
        self.filled += WIDTH;
    }

    #[inline(never)]
    fn flush(&mut self) {
        self.hash.update(&self.buffer[..self.filled]);
        self.hashed += self.filled as u64;
        self.filled = 0;
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.flush();
        self.hash.update(bytes);
        self.hashed += bytes.len() as u64;
    }

    /// Folds a list of counters, with the same result as its `Fold` but many at a time.
    pub fn counters(&mut self, counters: &[u32]) {
        counters.len().fold(self);
        for some in counters.chunks(BUFFER / 4) {
            self.flush();
            for (bytes, counter) in self.buffer.chunks_exact_mut(4).zip(some) {
                bytes.copy_from_slice(&counter.to_le_bytes());
            }
            self.filled = 4 * some.len();
        }
    }

    /// Folds a field that its type has gained since this version of digests; a `tag` is never used twice.
    pub fn later<T: Fold + Default + PartialEq>(&mut self, tag: &str, part: &T) {
        if *part == T::default() {
            return;
        }
        let mut own = Digester::default();
        part.fold(&mut own);
        self.later.extend((self.hashed + self.filled as u64).to_le_bytes());
        self.later.extend((tag.len() as u64).to_le_bytes());
        self.later.extend(tag.as_bytes());
        self.later.extend(own.finish().to_le_bytes());
    }

    fn finish(mut self) -> u128 {
        self.flush();
        self.hash.update(&self.later);
        self.hash.digest128()
    }

    /// The digest of all that was folded.
    pub fn text(self) -> String {
        let mut text = String::from(VERSION);
        // Writing into a string cannot fail.
        let _ = write!(text, ":{:032x}", self.finish());
        text
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Fold for $number {
            #[inline]
            fn fold(&self, to: &mut Digester) {
                to.put(self.to_le_bytes());
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64, u128, i64, i128);

impl Fold for usize {
    #[inline]
    fn fold(&self, to: &mut Digester) {
        (*self as u64).fold(to);
    }
}

impl Fold for bool {
    #[inline]
    fn fold(&self, to: &mut Digester) {
        (*self as u8).fold(to);
    }
}

impl Fold for f64 {
    #[inline]
    fn fold(&self, to: &mut Digester) {
        self.to_bits().fold(to);
    }
}

impl Fold for str {
    fn fold(&self, to: &mut Digester) {
        self.len().fold(to);
        to.bytes(self.as_bytes());
    }
}

impl<T: Fold> Fold for Option<T> {
    #[inline]
    fn fold(&self, to: &mut Digester) {
        match self {
            None => 0u8.fold(to),
            Some(some) => {
                1u8.fold(to);
                some.fold(to);
            }
        }
    }
}

impl<T: Fold> Fold for Box<T> {
    #[inline]
    fn fold(&self, to: &mut Digester) {
        (**self).fold(to);
    }
}

impl<T: Fold> Fold for [T] {
    fn fold(&self, to: &mut Digester) {
        self.len().fold(to);
        self.iter().for_each(|part| part.fold(to));
    }
}

impl<T: Fold> Fold for Vec<T> {
    fn fold(&self, to: &mut Digester) {
        self.as_slice().fold(to);
    }
}

impl<T: Fold> Fold for VecDeque<T> {
    fn fold(&self, to: &mut Digester) {
        self.len().fold(to);
        self.iter().for_each(|part| part.fold(to));
    }
}

/// The length is fixed, and not folded.
impl<T: Fold, const COUNT: usize> Fold for [T; COUNT] {
    fn fold(&self, to: &mut Digester) {
        self.iter().for_each(|part| part.fold(to));
    }
}

/// In the order of keys.
impl<K: Fold, V: Fold> Fold for BTreeMap<K, V> {
    fn fold(&self, to: &mut Digester) {
        self.len().fold(to);
        self.iter().for_each(|(key, value)| {
            key.fold(to);
            value.fold(to);
        });
    }
}

impl<A: Fold, B: Fold> Fold for (A, B) {
    #[inline]
    fn fold(&self, to: &mut Digester) {
        self.0.fold(to);
        self.1.fold(to);
    }
}

/// Declares how a type is folded. All fields are named: first those that count, under `not` those that follow from
/// others, under `later` those that came after version 2 of digests, each with its tag. A forgotten field does not
/// compile.
///
/// Each variant has a number, which is never reused; later variants take higher ones.
///
/// ```text
/// fold!(struct Till { cash, revenue } not { total } later { "tips": tips });
/// fold!(enum Task { 0 Idle { since }, 1 Home {} });
/// fold!(Time(micros));
/// ```
macro_rules! fold {
    ($name:ident($value:ident)) => {
        impl $crate::units::digest::Fold for $name {
            #[inline]
            fn fold(&self, to: &mut $crate::units::digest::Digester) {
                let $name($value) = self;
                $crate::units::digest::Fold::fold($value, to);
            }
        }
    };
    (enum $name:ident { $($number:literal $variant:ident { $($field:tt $(: $value:ident)?),* }),* $(,)? }) => {
        impl $crate::units::digest::Fold for $name {
            #[inline]
            fn fold(&self, to: &mut $crate::units::digest::Digester) {
                match self {
                    $($name::$variant { $($field $(: $value)?),* } => {
                        let number: u8 = $number;
                        $crate::units::digest::Fold::fold(&number, to);
                        $($crate::units::digest::fold!(@value to, $field $(: $value)?);)*
                    })*
                }
            }
        }
    };
    (@value $to:ident, $field:tt: $value:ident) => {
        $crate::units::digest::Fold::fold($value, $to)
    };
    (@value $to:ident, $value:ident) => {
        $crate::units::digest::Fold::fold($value, $to)
    };
    (
        struct $name:ident { $($field:ident),* $(,)? }
        $(not { $($not:ident),* })?
        $(later { $($tag:literal: $later:ident),* })?
    ) => {
        impl $crate::units::digest::Fold for $name {
            #[inline]
            fn fold(&self, to: &mut $crate::units::digest::Digester) {
                let $name { $($field,)* $($($not: _,)*)? $($($later,)*)? } = self;
                $($crate::units::digest::Fold::fold($field, to);)*
                $($(to.later($tag, $later);)*)?
            }
        }
    };
}

pub(crate) use fold;

#[cfg(test)]
mod tests {
    use super::*;
    use xxhash_rust::xxh3::xxh3_128;

    #[derive(Default)]
    struct Shop {
        open: bool,
        orders: u32,
        price: f64,
        queue: Vec<u16>,
        limit: Option<u64>,
    }
    fold!(struct Shop { open, orders, price, queue, limit });

    /// The same on every platform: the bytes are those written down here, and the hash is the published one.
    #[test]
    fn fields_are_folded_in_their_order_and_width() {
        let shop = Shop { open: true, orders: 0x0102_0304, price: 1.5, queue: vec![5, 6], limit: Some(7) };
        let bytes = [
            [1].as_slice(),
            &[4, 3, 2, 1],
            &[0, 0, 0, 0, 0, 0, 0xf8, 0x3f],
            &[2, 0, 0, 0, 0, 0, 0, 0, 5, 0, 6, 0],
            &[1, 7, 0, 0, 0, 0, 0, 0, 0],
        ]
        .concat();
        assert_eq!(digest(&shop), format!("d2:{:032x}", xxh3_128(&bytes)));
        assert_eq!(digest(&[0u8; 0]), "d2:99aa06d3014798d86001c324468d497f", "of nothing, as it is published");
    }

    #[test]
    fn however_much_is_folded_it_is_one_hash() {
        let counters: Vec<u32> = (0..5_000).collect();
        let mut at_once = Digester::default();
        at_once.counters(&counters);
        assert_eq!(at_once.text(), digest(&counters));
        let bytes: Vec<u8> =
            5_000u64.to_le_bytes().into_iter().chain(counters.iter().flat_map(|c| c.to_le_bytes())).collect();
        assert_eq!(digest(&counters), format!("d2:{:032x}", xxh3_128(&bytes)));
    }

    #[derive(Default, PartialEq)]
    struct Rain {
        millimetres: u32,
    }
    fold!(struct Rain { millimetres });

    /// [`Shop`], after the model has gained weather.
    #[derive(Default)]
    struct WetShop {
        shop: Shop,
        rain: Rain,
        hail: Rain,
    }
    fold!(struct WetShop { shop } later { "rain": rain, "hail": hail });

    #[test]
    fn a_part_that_came_later_is_nothing_at_its_default() {
        let before = || vec![Shop::default(), Shop { orders: 3, ..Shop::default() }];
        let after = || before().into_iter().map(|shop| WetShop { shop, ..WetShop::default() }).collect::<Vec<_>>();
        assert_eq!(digest(&before()), digest(&after()));
        let changes: [fn(&mut Vec<WetShop>); 6] = [
            |_| {},
            |shops| shops[0].rain.millimetres = 1,
            |shops| shops[0].rain.millimetres = 2,
            |shops| shops[0].hail.millimetres = 1,
            |shops| shops[1].rain.millimetres = 1,
            |shops| shops.iter_mut().for_each(|shop| shop.rain.millimetres = 1),
        ];
        let digests: std::collections::BTreeSet<String> = changes
            .iter()
            .map(|change| {
                let mut shops = after();
                change(&mut shops);
                digest(&shops)
            })
            .collect();
        assert_eq!(digests.len(), changes.len(), "which part, where and how much");
    }

    #[test]
    fn a_digest_says_by_which_rules_it_was_made() {
        assert!(is_comparable(&digest(&true)));
        assert!(!is_comparable("57fdcb0745ad500a"));
        assert!(!is_comparable("d1:57fdcb0745ad500a"));
    }
}
