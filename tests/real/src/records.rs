//! The records that every server is filled with; `harness/records.py` says the same in Python.

/// How many there are: a prime, so a multiple of no page size.
pub const COUNT: u32 = 1237;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// From 1 on.
    pub id: u32,
    /// `item 0001`.
    pub name: String,
    /// One of seven: many ties.
    pub team: u32,
    /// One of eleven, or null.
    pub score: Option<u32>,
    /// Unique, with all that has to be encoded somewhere.
    pub slug: String,
}

/// All, by id.
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

/// The ids of those that a server was asked for, in the order of their ids.
pub fn numbers(keep: impl Fn(&Record) -> bool) -> Vec<u32> {
    records()
        .into_iter()
        .filter(keep)
        .map(|record| record.id)
        .collect()
}

/// All ids in another order.
pub fn sorted<K: Ord>(by: impl Fn(&Record) -> K) -> Vec<u32> {
    let mut records = records();
    records.sort_by_key(by);
    records.into_iter().map(|record| record.id).collect()
}
