//! Sends one request: the trait and the adapters of HTTP clients.

pub(crate) mod any;
pub(crate) mod blocking;
pub(crate) mod location;
#[cfg(all(feature = "reqwest-middleware", not(target_arch = "wasm32")))]
pub(crate) mod middleware;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub(crate) mod reqwest;
#[cfg(all(feature = "reqwest", target_arch = "wasm32"))]
pub(crate) mod reqwest_fetch;
pub(crate) mod source;
#[cfg(feature = "tower")]
pub(crate) mod tower;

pub use self::any::{
    AnyBody, AnyTransport, AnyTransportError, ResponseUrl, Transport, TransportErrorKind,
};
#[cfg(all(
    any(feature = "ureq", feature = "reqwest-blocking"),
    not(target_arch = "wasm32")
))]
pub use self::blocking::any::TimedBody;
pub use self::blocking::any::{BlockingTransport, ReadBody, SyncTransport};
#[cfg(all(feature = "reqwest-middleware", not(target_arch = "wasm32")))]
pub use self::middleware::MiddlewareError;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub use self::reqwest::ReqwestTransport;
#[cfg(all(feature = "reqwest", target_arch = "wasm32"))]
pub use self::reqwest_fetch::{FetchBody, ReqwestTransport};
#[cfg(feature = "tower")]
pub use self::tower::{TowerError, TowerTransport};
