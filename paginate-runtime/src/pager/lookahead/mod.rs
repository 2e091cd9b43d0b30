//! Predicts requests before the pages that lead to them arrive.

pub(crate) mod lookahead_request;
pub(crate) mod plan;
