//! What a response says: [`Paginated`](paginated::Paginated), [`PageInfo`](page_info::PageInfo), and the traits of field types.
//!
//! Data and traits only; no HTTP exchange and no async code.

pub(crate) mod count;
pub(crate) mod cursor;
pub(crate) mod elements;
pub(crate) mod error_signal;
pub(crate) mod evidence;
pub(crate) mod expansion;
pub(crate) mod flag;
pub(crate) mod items;
pub(crate) mod link;
pub(crate) mod link_header;
pub(crate) mod list;
pub(crate) mod next;
pub(crate) mod page_info;
mod page_info_headers;
pub(crate) mod paginated;
pub(crate) mod path;
pub(crate) mod token;
pub(crate) mod value;

/// What the expansion of the derive calls; not for people.
pub(crate) mod private {
    pub use super::error_signal::{Presence, PresenceFallback};
    pub use super::expansion::{
        before_last, count, decided, each, each_in, first, flagged, held, last, lens, owned, present, read_with, take_each, take_with,
        unwrap_each,
    };
    pub use super::path::{Indexed, Own, OwnFallback, Step, Via, ViaFallback, ViaMut, ViaMutFallback};
}
