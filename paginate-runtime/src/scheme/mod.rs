//! The declaration, as data ([`Scheme`]) and as types ([`mode`](crate::mode)).

pub(crate) mod early;
pub(crate) mod location;
pub(crate) mod mode;
#[expect(
    clippy::module_inception,
    reason = "the folder is named after what it is about"
)]
pub(crate) mod scheme;

pub use self::location::{RequestLocation, ResponseLocation, Source};
pub use self::scheme::{EndOn, Scheme, Size};
