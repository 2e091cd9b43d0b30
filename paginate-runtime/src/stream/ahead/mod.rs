//! Pages that are fetched before they are asked for.

pub(crate) mod buffer;
pub(crate) mod in_flight;
pub(crate) mod send;
pub(crate) mod task;
