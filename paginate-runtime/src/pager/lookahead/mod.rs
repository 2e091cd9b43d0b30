//! Which requests follow, if they can be known before their pages arrive.

pub(crate) mod foresee;
pub(crate) mod plan;
