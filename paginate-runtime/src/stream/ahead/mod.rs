//! Fetches pages before the consumer asks for them.
//!
//! `task` runs the walk and sends requests ahead, `in_flight` holds the requests, `buffer` holds the
//! pages that wait for the consumer.

pub(crate) mod buffer;
pub(crate) mod in_flight;
pub(crate) mod send;
pub(crate) mod task;
