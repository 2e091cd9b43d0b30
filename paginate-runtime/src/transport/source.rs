//! The first request of a walk, and its transport.

use bytes::Bytes;

use crate::error::Error;
use crate::transport::any::Transport;

/// The first request of a walk, and the transport that sends it.
///
/// Implemented for `reqwest::RequestBuilder` (feature `reqwest-0-13`) and for pairs of a
/// [`Transport`] and an [`http::Request`]. The caller's values in the request are kept: filters on
/// every page; a page size, a page number or a token on the first page.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request to begin with",
    label = "expected the first request and what sends it",
    note = "give a `reqwest::RequestBuilder` (`client.get(url)`), or a pair `(transport, http::Request)`",
    note = "if this is a `reqwest::RequestBuilder`: enable the feature `reqwest-0-13`, and use reqwest 0.13, because other versions have other types (`cargo tree -i reqwest` shows \
            the versions)",
    note = "for pages from a function that is not HTTP, use `paginate_with`; for a client without async, `paginate_blocking`"
)]
pub trait IntoSource {
    /// The transport that sends the requests.
    type Transport: Transport;

    /// Returns the transport and the first request, whose URL must be absolute.
    ///
    /// # Errors
    ///
    /// Returns an error if the request cannot be built, or if its body cannot be sent again for
    /// later pages. The first poll of the stream reports it.
    fn into_source(self) -> Result<(Self::Transport, http::Request<Bytes>), Error>;
}

impl<T: Transport, B: IntoBody> IntoSource for (T, http::Request<B>) {
    type Transport = T;

    fn into_source(self) -> Result<(T, http::Request<Bytes>), Error> {
        let (transport, request) = self;
        Ok((transport, request.map(IntoBody::into_body)))
    }
}

/// The source of [`paginate`](crate::Paginated::paginate): a transport and the first request, or
/// the error if there is none.
///
/// Its type names the transport, not the type from which it was made. So the compiler reports a
/// value that is no request only once, where it is passed.
pub struct HttpSource<T>(Result<(T, http::Request<Bytes>), Error>);

impl<T> HttpSource<T> {
    pub(crate) fn new(source: impl IntoSource<Transport = T>) -> Self {
        Self(source.into_source())
    }
}

impl<T: Transport> IntoSource for HttpSource<T> {
    type Transport = T;

    fn into_source(self) -> Result<(T, http::Request<Bytes>), Error> {
        self.0
    }
}

impl<T> std::fmt::Debug for HttpSource<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HttpSource")
    }
}

/// A source of HTTP requests: the bound of the options that are about requests and links. Every
/// [`IntoSource`] implements it.
#[diagnostic::on_unimplemented(
    message = "this option is about HTTP requests, and these pages come from a function",
    label = "there is no request to apply this to",
    note = "the function given to `paginate_with` makes its own requests: do it there"
)]
pub trait HttpBased: sealed::Sealed {
    /// The request and its transport.
    #[doc(hidden)]
    type Request: IntoSource;

    #[doc(hidden)]
    fn into_request(self) -> Self::Request;
}

pub(crate) mod sealed {
    pub trait Sealed {}

    impl<S: super::IntoSource> Sealed for S {}
}

impl<S: IntoSource> HttpBased for S {
    type Request = S;

    fn into_request(self) -> S {
        self
    }
}

/// A body that can be sent again for each page: `()`, bytes or text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the body of a paginated request",
    label = "this body cannot be sent again for the next page",
    note = "a body is `()`, `Bytes`, `Vec<u8>`, `String` or `&'static str`"
)]
pub trait IntoBody {
    /// Returns the bytes.
    fn into_body(self) -> Bytes;
}

impl IntoBody for () {
    fn into_body(self) -> Bytes {
        Bytes::new()
    }
}

macro_rules! bodies {
    ($($ty:ty),*) => {$(
        impl IntoBody for $ty {
            fn into_body(self) -> Bytes {
                self.into()
            }
        }
    )*};
}
bodies!(Bytes, Vec<u8>, String, &'static str, &'static [u8]);
