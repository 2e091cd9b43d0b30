//! Why no code can be written.

use std::error::Error;
use std::fmt;

/// Why no declaration can be written for an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteError {
    /// The declaration does not say what leads on to the next page.
    NoMode,
    /// The declaration does not say where the items are.
    NoItems,
    /// A path does not begin with the name of a member.
    NotAMember,
    /// A value and something inside of it are both read, or two elements of one list.
    TwoWays(String),
    /// The runtime cannot write a value into the path of the URL.
    InThePath(String),
    /// A patch needs a struct, and the response is a list without a type of its own.
    NoStruct,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoMode => f.write_str("the declaration does not say how to reach the next page"),
            Self::NoItems => f.write_str("the declaration does not say where the items are"),
            Self::NotAMember => {
                f.write_str("a path of the declaration does not begin with the name of a member")
            }
            Self::TwoWays(path) => write!(
                f,
                "`{path}` would be read in two ways at once: as a value, and as the way to another one"
            ),
            Self::NoStruct => f.write_str(
                "the response is a list without a type of its own, so there is no struct to patch: use the format `rust`",
            ),
            Self::InThePath(name) => write!(
                f,
                "the continuation goes into the path of the URL, as `{{{name}}}`, and the runtime writes it into a query, a header or a body only"
            ),
        }
    }
}

impl Error for WriteError {}
