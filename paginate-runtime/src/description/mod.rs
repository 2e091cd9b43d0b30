//! Layer 0, description: what an endpoint does ([`Scheme`]) and what one page said ([`PageInfo`]).
//!
//! Nothing but data: this layer knows no HTTP exchange and no async code.

mod count;
mod cursor;
mod early;
mod elements;
mod error_signal;
mod evidence;
mod expansion;
mod flag;
mod items;
mod link;
pub(crate) mod link_header;
mod list;
mod mode;
mod next;
mod page_info;
mod paginated;
mod path;
mod scheme;
mod token;
mod value;

pub use count::Count;
pub use cursor::Cursor;
pub use early::EarlyContinuation;
pub use elements::Elements;
pub use error_signal::ErrorSignal;
pub use flag::Flag;
pub use items::PageItems;
pub use link::{Link, Links, PageLink, Target};
pub use list::list;
pub use mode::{Counter, Custom, FollowsLinks, KeepsQuery, LastItem, Mode, NextUrl, Offset, PageNumber, Token, Tokens};
pub use next::Next;
pub use page_info::{Nested, PageInfo};
pub use paginated::Paginated;
pub use path::Peel;
pub use scheme::{EndOn, ResponseLocation, Scheme, Sink, Size, Source};
pub use token::PageToken;
pub use value::Value;

pub(crate) use evidence::{Evidence, Member, Shape, loosely_equal, plain};

pub use mode::Kind;

/// What the expansion of the derive calls; not for people.
pub(crate) mod private {
    pub use super::error_signal::{Presence, PresenceFallback};
    pub use super::expansion::{
        before_last, count, decided, each, each_in, first, flagged, held, last, lens, owned, present, read_with, take_each, take_with,
        unwrap_each,
    };
    pub use super::path::{Indexed, Own, OwnFallback, Step, Via, ViaFallback, ViaMut, ViaMutFallback};
}
