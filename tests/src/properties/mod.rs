//! Properties that hold for any input, checked by the fuzz targets (`fuzz/`) and by the property
//! tests (`tests/scripted/properties.rs`).
//!
//! Each module has a `check`, which builds the input from raw bytes for the fuzzer, and functions
//! that take the input in parts, for proptest. They panic if a property does not hold.

pub mod checkpoint;
pub mod decide;
pub mod early;
mod feed;
pub mod link_header;
pub mod next_url;
pub mod response;
pub mod retry_after;
pub mod segment;
mod support;
