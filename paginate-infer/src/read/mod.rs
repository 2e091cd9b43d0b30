//! Readers of descriptions and recordings: a file for each dialect. Each only fills
//! [`Operation`]s.
//!
//! [`Operation`]: crate::model::Operation

mod annotations;
mod body;
mod botocore;
mod budget;
mod curl;
mod description;
mod discovery;
mod document;
mod error;
mod flatten;
mod har;
mod http_file;
mod json;
mod openapi;
mod paths;
mod recording;
mod samples;
mod schema;
mod smithy;
mod swagger;

pub use botocore::botocore;
pub use description::description;
pub use discovery::discovery;
pub use error::ReadError;
pub use json::MAX_BYTES;
pub use openapi::openapi;
pub use paths::Described;
pub use recording::recording;
pub use samples::operations_of;
pub use smithy::smithy;
pub use swagger::swagger;
