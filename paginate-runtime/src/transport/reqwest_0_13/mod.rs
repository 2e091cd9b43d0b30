//! The adapter of reqwest 0.13 (feature `reqwest-0-13`): `reqwest::Client` is a
//! [`Transport`](crate::transport::Transport), and `reqwest::RequestBuilder` is an
//! [`IntoSource`](crate::source::IntoSource). Also the client that is recommended for walks.

#[cfg(target_arch = "wasm32")]
pub(crate) mod fetch;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod native;

#[cfg(target_arch = "wasm32")]
pub use self::fetch::{FetchBody, ReqwestTransport, client, client_builder};
#[cfg(not(target_arch = "wasm32"))]
pub use self::native::{ReqwestTransport, client, client_builder, same_origin_redirects};
