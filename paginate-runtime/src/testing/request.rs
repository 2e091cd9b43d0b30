//! The requests that a script has received.

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde_json::Value;
use url::form_urlencoded;

/// One request, as it arrived.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Scheme, host and port that it was sent to, such as `http://127.0.0.1:40000`.
    pub origin: String,
    /// The path, as it was sent.
    pub path: String,
    /// The query as it was sent, without the `?`.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Request {
    /// Creates a request that arrived at a server of your own, at this origin. A
    /// [`Script`](crate::testing::script::Script) creates its requests itself.
    pub fn new(origin: impl Into<String>, parts: &http::request::Parts, body: Bytes) -> Self {
        Self {
            method: parts.method.clone(),
            origin: origin.into(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers.clone(),
            body,
        }
    }

    /// Returns method, path, query and body in one line: `GET /v2/users?page_size=2`, `POST /search
    /// {"query":"x"}`.
    pub fn line(&self) -> String {
        let mut line = format!("{} {}", self.method, self.path);
        if !self.query.is_empty() {
            line.push('?');
            line.push_str(&self.query);
        }
        if !self.body.is_empty() {
            line.push(' ');
            line.push_str(&String::from_utf8_lossy(&self.body));
        }
        line
    }

    /// Returns the query parameters, decoded, in order.
    pub fn params(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.query.as_bytes())
            .into_owned()
            .collect()
    }

    /// Returns the first query parameter with this name, decoded.
    pub fn param(&self, name: &str) -> Option<String> {
        self.params()
            .into_iter()
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Returns the body as JSON; `null` if there is none.
    ///
    /// # Panics
    ///
    /// Panics if the body is not JSON.
    pub fn json(&self) -> Value {
        if self.body.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&self.body).expect("the body is JSON")
        }
    }

    /// Returns a header as text; the first one of that name.
    ///
    /// # Panics
    ///
    /// Panics if the header is not text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("the header is text"))
    }

    /// Returns the value at a place: a query parameter (`page_size`) or, with a slash, a JSON
    /// pointer into the body (`/pagination/after`). JSON strings are returned without their quotes,
    /// everything else as JSON.
    ///
    /// # Panics
    ///
    /// Panics if the place is a pointer and the body is not JSON.
    pub fn at(&self, place: &str) -> Option<String> {
        if !place.starts_with('/') {
            return self.param(place);
        }
        match self.json().pointer(place)? {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// Returns path and query with one query parameter replaced, or appended if there is none: for
    /// handlers that answer with a link.
    pub fn with_param(&self, name: &str, value: &str) -> String {
        let mut params = self.params();
        match params.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => value.clone_into(old),
            None => params.push((name.to_owned(), value.to_owned())),
        }
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(params)
            .finish();
        format!("{}?{query}", self.path)
    }
}
