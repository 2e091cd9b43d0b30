//! Properties that hold for any input: what the fuzz targets (`fuzz/`) and the property tests
//! (`tests/properties.rs`) both check.
//!
//! Each module has a `check` that makes its input of raw bytes, for the fuzzer, over functions that
//! take it apart, for proptest. A property that does not hold panics.

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
