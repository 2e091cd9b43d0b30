//! A client that records its requests.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use paginate_runtime::{
    source::IntoSource,
    transport::{Transport, TransportErrorKind, reqwest_0_13::ReqwestTransport},
};

/// The source of a walk in these tests.
pub type Source = (Recorder, http::Request<Bytes>);

/// reqwest's client in its default form, with a list of the requests.
#[derive(Debug, Clone)]
pub struct Recorder {
    client: ReqwestTransport,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    /// A source that sends the builder's request, and the recorder of all requests.
    pub fn record(request: reqwest::RequestBuilder) -> (Source, Self) {
        let (client, request) = request.into_source().expect("a request");
        let recorder = Self {
            client,
            lines: Arc::default(),
        };
        ((recorder.clone(), request), recorder)
    }

    /// The requests so far: `GET /path?query`, and the body if there is one.
    pub fn lines(&self) -> Vec<String> {
        self.lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Transport for Recorder {
    type Body = reqwest::Body;
    type Error = reqwest::Error;

    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<reqwest::Body>, reqwest::Error>> + Send {
        let place = request
            .uri()
            .path_and_query()
            .map_or("/", |place| place.as_str());
        let line = format!(
            "{} {place} {}",
            request.method(),
            String::from_utf8_lossy(request.body())
        );
        self.lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line.trim_end().to_owned());
        self.client.send(request)
    }

    fn classify(error: &reqwest::Error) -> TransportErrorKind {
        ReqwestTransport::classify(error)
    }
}
