//! One number for a state: what is saved of it, every value with the name of its field, and the fields of a record in any
//! order. So neither how a record is laid out in memory nor what is only kept lest it be reckoned anew is in a digest, and
//! what is done for speed changes none.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{Result, Write};

/// Sixteen hexadecimal digits (64 bits: it tells histories apart; it is no seal).
pub fn digest(state: &impl Serialize) -> String {
    let mut fold = Fold { hash: BASIS, records: Vec::new() };
    state.serialize(&mut Serializer::with_formatter(&mut fold, Marking)).expect("a state can be written");
    format!("{:016x}", fold.hash)
}

/// Bytes that do not occur in JSON, where every control character is written as an escape.
const RECORD: u8 = 1;
const FIELD: u8 = 2;
const FIELD_ENDS: u8 = 3;
const RECORD_ENDS: u8 = 4;

/// JSON in which marks stand where records and their fields begin and end.
struct Marking;

impl Formatter for Marking {
    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> Result<()> {
        to.write_all(&[RECORD])
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, _first: bool) -> Result<()> {
        to.write_all(&[FIELD])
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> Result<()> {
        to.write_all(&[FIELD_ENDS])
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> Result<()> {
        to.write_all(&[RECORD_ENDS])
    }
}

/// FNV-1a over what is written; of a record the sum over its fields, which has no order.
struct Fold {
    hash: u64,
    /// Of every record that has begun: the hash of what stood before it, and the sum of its fields so far.
    records: Vec<(u64, u64)>,
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn fold(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}

/// Spread over all bits, so that sums of them do not meet (the finisher of SplitMix64).
fn spread(hash: u64) -> u64 {
    let z = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Write for Fold {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        for &byte in bytes {
            match (byte, self.records.last_mut()) {
                (RECORD, _) => self.records.push((self.hash, 0)),
                (FIELD, _) => self.hash = BASIS,
                (FIELD_ENDS, Some((_, sum))) => *sum = sum.wrapping_add(spread(self.hash)),
                (RECORD_ENDS, Some((before, sum))) => {
                    self.hash = sum.to_le_bytes().into_iter().fold(*before, fold);
                    self.records.pop();
                }
                _ => self.hash = fold(self.hash, byte),
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_order_of_fields_is_nothing_and_everything_else_is_something() {
        let state = json!({ "a": 1, "b": [{ "c": "x", "d": null }, 2], "e": {} });
        let same = json!({ "e": {}, "b": [{ "d": null, "c": "x" }, 2], "a": 1 });
        assert_eq!(digest(&state), digest(&same));
        let others = [
            json!({ "a": 1, "b": [2, { "c": "x", "d": null }], "e": {} }),
            json!({ "a": 2, "b": [{ "c": "x", "d": null }, 1], "e": {} }),
            json!({ "b": 1, "a": [{ "c": "x", "d": null }, 2], "e": {} }),
            json!({ "a": 1, "b": [{ "c": null, "d": "x" }, 2], "e": {} }),
            json!({ "a": 1, "b": [{ "c": "x", "d": null }, 2], "e": [] }),
            json!({ "a": 1, "b": [{ "c": "x" }, { "d": null }, 2], "e": {} }),
        ];
        for other in others {
            assert_ne!(digest(&state), digest(&other), "{other}");
        }
    }
}
