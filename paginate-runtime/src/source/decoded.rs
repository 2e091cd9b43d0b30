//! Makes sources of HTTP pages that are read as JSON or by a function.

use std::sync::Arc;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::error::BoxError;
use crate::page::paginated::Paginated;
use crate::platform::{MaybeSend, MaybeSync};
use crate::policy::options::Options;
use crate::response::decode::{DecodeError, json, short_name};
use crate::source::fetch::sealed::Sealed;
use crate::source::fetch::{Fetch, PageSource};
use crate::source::http::HttpFetch;
use crate::transport::source::{HttpBased, IntoSource, sealed};

/// A request whose responses are decoded by a function: the source that
/// [`Paginator::decode`](crate::Paginator::decode) makes.
#[derive(Clone)]
pub struct Decoded<S, F>(pub(crate) S, pub(crate) F);

impl<S, F> std::fmt::Debug for Decoded<S, F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Decoded")
    }
}

impl<P, S> PageSource<P> for S
where
    P: Paginated + DeserializeOwned + 'static,
    S: IntoSource,
{
}

impl<P, S> Sealed<P> for S
where
    P: Paginated + DeserializeOwned + 'static,
    S: IntoSource,
{
    #[allow(private_interfaces)]
    fn into_fetch(self, options: &Options) -> Arc<dyn Fetch<P>> {
        match P::decoder() {
            // In generic code, the page type may be one that is not read from JSON.
            Some(decode) => Decoded(self, decode).into_fetch(options),
            None => HttpFetch::shared(
                self,
                options,
                true,
                |_: &http::response::Parts, body: &Bytes| json(body),
            ),
        }
    }
}

impl<P, S, F, E> PageSource<P> for Decoded<S, F>
where
    P: Paginated + 'static,
    S: IntoSource,
    F: Fn(&http::response::Parts, &Bytes) -> Result<P, E> + MaybeSend + MaybeSync + 'static,
    E: Into<BoxError>,
{
}

impl<P, S, F, E> Sealed<P> for Decoded<S, F>
where
    P: Paginated + 'static,
    S: IntoSource,
    F: Fn(&http::response::Parts, &Bytes) -> Result<P, E> + MaybeSend + MaybeSync + 'static,
    E: Into<BoxError>,
{
    #[allow(private_interfaces)]
    fn into_fetch(self, options: &Options) -> Arc<dyn Fetch<P>> {
        let Self(source, decode) = self;
        HttpFetch::shared(
            source,
            options,
            false,
            move |parts: &http::response::Parts, body: &Bytes| {
                decode(parts, body).map_err(|error| DecodeError {
                    message: format!("the response cannot be decoded as `{}`", short_name::<P>()),
                    cause: None,
                    hint: None,
                    at: None,
                    source: Some(error.into()),
                    breaks_off: false,
                })
            },
        )
    }
}

impl<S: IntoSource, F> sealed::Sealed for Decoded<S, F> {}

impl<S: IntoSource, F> HttpBased for Decoded<S, F> {
    type Request = S;

    fn into_request(self) -> S {
        self.0
    }
}
