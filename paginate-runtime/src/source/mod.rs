//! The sources of pages: HTTP, or a function.

mod attempt;
pub(crate) mod blocking;
pub(crate) mod decoded;
mod exchange;
pub(crate) mod fetch;
pub(crate) mod function;
pub(crate) mod http;
pub(crate) mod no_effect;

pub use self::blocking::FnBased;
pub use self::decoded::Decoded;
pub use self::fetch::PageSource;
pub use self::function::{FnSource, FnSourceWithState};
pub use crate::response::decode::Decoder;
pub use crate::transport::blocking::any::{BlockingSource, IntoBlockingSource};
pub use crate::transport::source::{HttpBased, HttpSource, IntoBody, IntoSource};
