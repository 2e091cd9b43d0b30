//! Layer 2, exchange: from what to ask for to a page.
//!
//! A [`Template`](template::Template) and an [`Ask`](crate::decision::Ask) make a request, a [`Transport`] sends it, the answer is judged by its
//! status, read within a limit, and decoded. No streams here.

mod authorize;
mod base64;
mod blocking;
mod body;
mod cost;
mod deadline;
mod decode;
mod draft;
mod early;
mod failure;
mod fetch;
mod fingerprint;
mod http_fetch;
mod json_splice;
mod location;
mod no_effect;
mod options;
mod pause;
mod progress;
mod query;
mod request_target;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "reqwest-blocking")]
mod reqwest_blocking;
#[cfg(feature = "reqwest-middleware")]
mod reqwest_middleware;
mod retry;
mod scanner;
mod secrets;
mod source;
mod template;
mod throttle;
#[cfg(feature = "tower")]
mod tower;
mod transport;
mod typed;
#[cfg(feature = "ureq")]
mod ureq;
mod userinfo;
mod verdict;
mod walk;

pub use authorize::Why;
pub use blocking::{BlockingSource, BlockingTransport, FromFunction, IntoBlockingSource};
pub use decode::{Decoded, Decoder, decoded_page};
pub use fetch::PageSource;
pub use progress::{PageReport, Progress};
#[cfg(feature = "reqwest")]
pub use reqwest::{ReqwestTransport, client, client_builder, same_origin_redirects};
#[cfg(feature = "reqwest-middleware")]
pub use reqwest_middleware::MiddlewareError;
pub use retry::RetryPolicy;
pub use source::{HttpSource, IntoBody, IntoSource, OverHttp};
#[cfg(feature = "tower")]
pub use tower::{TowerError, TowerTransport};
pub use transport::{AnyTransport, Fault, ResponseUrl, Transport};
pub use typed::{Stateful, Typed};

pub(crate) use authorize::Function;
pub(crate) use blocking::Prompt;
pub(crate) use cost::Cost;
pub(crate) use early::{Peek, Seen};
pub(crate) use fetch::{Exchanged, Fetch, Fetched, Fetching, Response};
pub(crate) use location::Location;
pub(crate) use options::{Options, Resume};
pub(crate) use progress::OnPage;
pub(crate) use throttle::Throttle;
pub(crate) use walk::{Left, Places, Received, Report, Turn, Walk};
