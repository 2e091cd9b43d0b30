//! What a response says: [`Paginated`](crate::Paginated), [`PageInfo`], and the traits of field
//! types.
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
pub(crate) mod next;
pub(crate) mod null_as_default;
pub(crate) mod page_info;
pub(crate) mod paginated;
pub(crate) mod path;
pub(crate) mod reading;
pub(crate) mod token;
pub(crate) mod token_value;

pub use self::count::Count;
pub use self::cursor::Cursor;
pub use self::error_signal::ErrorSignal;
pub use self::flag::Flag;
pub use self::items::PageItems;
pub use self::link::{LinkTarget, PageLink};
pub use self::null_as_default::null_as_default;
pub use self::page_info::{Nested, PageInfo};
pub use self::path::OptionLike;
pub use self::reading::{Computed, Header, LinkHeader, Reading};
pub use self::token::PageToken;
pub use self::token_value::TokenValue;

/// The items that the expansion of the derive uses; not a public API.
pub(crate) mod private {
    pub use super::error_signal::{Presence, PresenceFallback};
    pub use super::expansion::{
        before_last, count, decided, each, each_in, first, flagged, held, last, lens, present,
        read_with, take_each, take_with, unwrap_each,
    };
    pub use super::path::{
        Indexed, MovePath, MovePathFallback, ReadPath, ReadPathFallback, ReadPathMut,
        ReadPathMutFallback, Step,
    };
    pub use super::reading::Reported;
}
