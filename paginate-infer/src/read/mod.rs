//! Readers of descriptions: a file for each dialect. Each only fills [`Operation`]s.
//!
//! [`Operation`]: crate::model::Operation

mod botocore;
mod budget;
mod discovery;
mod error;
mod flatten;
mod json;
mod smithy;

pub use botocore::botocore;
pub use discovery::discovery;
pub use error::ReadError;
pub use json::MAX_BYTES;
pub use smithy::smithy;
