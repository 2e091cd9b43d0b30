//! Parts of a list that is counted, each walked by itself.

pub(crate) mod bound;
pub(crate) mod split;
