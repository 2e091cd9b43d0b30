//! What a document says about pagination in so many words.

use serde::{Deserialize, Serialize};

use crate::declaration::Declaration;

/// A pagination extension of a description, read to the letter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// Which extension it is.
    pub source: Source,
    /// It says that the whole list comes in one response, as `x-ms-pageable` does without a link.
    pub single_page: bool,
    /// What it says. Parts that it leaves open are `None`, and are inferred.
    pub says: Declaration,
}

/// The extensions that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Source {
    /// Smithy's `@paginated`.
    Smithy,
    /// AutoRest's `x-ms-pageable`.
    Pageable,
    /// `x-speakeasy-pagination`.
    Speakeasy,
    /// `x-fern-pagination`.
    Fern,
    /// `x-dropshot-pagination`.
    Dropshot,
    /// TypeSpec's `@list`, as emitted into OpenAPI.
    TypeSpec,
}
