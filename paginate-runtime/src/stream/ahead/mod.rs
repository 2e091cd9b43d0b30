//! Pages that are fetched before they are asked for.
//!
//! `task` runs the walk and sends requests ahead, `in_flight` holds the requests, `buffer` holds the
//! pages that wait for the consumer.

pub(crate) mod buffer;
pub(crate) mod in_flight;
pub(crate) mod send;
pub(crate) mod task;
