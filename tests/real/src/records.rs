//! The records of every server; `harness/records.py` has the same in Python.

/// The number of records: a prime, so it is not a multiple of any page size.
pub const COUNT: u32 = 1237;

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// A number, from 1.
    pub id: u32,
    /// `item 0001`.
    pub name: String,
    /// One of seven, so many are equal.
    pub team: u32,
    /// One of eleven, or null.
    pub score: Option<u32>,
    /// Unique, with all characters that some encoding must escape.
    pub slug: String,
}

/// All records, sorted by id.
pub fn records() -> Vec<Record> {
    (1..=COUNT)
        .map(|id| Record {
            id,
            name: format!("item {id:04}"),
            team: id % 7,
            score: (id % 5 != 0).then_some(id % 11),
            slug: format!("{}/ä b,c~%+&=?#.\"'{id:04}", id % 10),
        })
        .collect()
}

/// The ids of the records that match, in order.
pub fn numbers(keep: impl Fn(&Record) -> bool) -> Vec<u32> {
    records()
        .into_iter()
        .filter(keep)
        .map(|record| record.id)
        .collect()
}

/// All ids, sorted by another key.
pub fn sorted<K: Ord>(by: impl Fn(&Record) -> K) -> Vec<u32> {
    let mut records = records();
    records.sort_by_key(by);
    records.into_iter().map(|record| record.id).collect()
}
