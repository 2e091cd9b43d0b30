//! Sends one request: the trait and the adapters of HTTP clients.
//!
//! An adapter whose types are public is a module that names the version of its crate, as its
//! feature does.

pub(crate) mod any;
pub(crate) mod blocking;
pub(crate) mod location;
#[cfg(feature = "reqwest-0-13")]
pub mod reqwest_0_13;
#[cfg(all(feature = "reqwest-middleware-0-5", not(target_arch = "wasm32")))]
pub mod reqwest_middleware_0_5;
pub(crate) mod source;
#[cfg(feature = "tower-service-0-3")]
pub mod tower_service_0_3;

pub use self::any::{
    AnyBody, AnyTransport, AnyTransportError, ResponseUrl, Transport, TransportErrorKind,
};
#[cfg(all(
    any(feature = "ureq-3", feature = "reqwest-0-13-blocking"),
    not(target_arch = "wasm32")
))]
pub use self::blocking::any::TimedBody;
pub use self::blocking::any::{BlockingTransport, ReadBody, SyncTransport};
