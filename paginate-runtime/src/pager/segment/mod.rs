//! Splits a list that is counted into parts, each walked by itself.

pub(crate) mod bound;
pub(crate) mod split;
