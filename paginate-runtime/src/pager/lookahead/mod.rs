//! Which requests follow, if they can be known before their pages arrive.

pub(crate) mod lookahead_request;
pub(crate) mod plan;
