//! Reads in a response what the declaration does not read.

mod evidence;
mod list;

pub(crate) use evidence::{evidence, quoted};
pub(crate) use list::elements;
