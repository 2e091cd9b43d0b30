//! Finds out how an API pages, from descriptions and recorded responses.
//!
//! The way of data: a reader in `read` fills an [`Operation`](model::Operation), `infer` weighs
//! the hypotheses about it and returns a [`Verdict`], and `write` prints a declaration
//! for `paginate-runtime`. The library does no I/O.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod check;
pub mod declaration;
mod infer;
pub mod model;
pub mod probe;
pub mod read;
mod value;
pub mod verdict;
pub mod write;

pub use crate::declaration::Declaration;
pub use crate::infer::infer;
pub use crate::verdict::{Evidence, Verdict};
