//! What was sent.

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
    /// What arrived at a server of your own, at that origin; a
    /// [`Script`](crate::testing::script::Script) makes its requests itself.
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

    /// Method, path, query and body in one line: `GET /v2/users?page_size=2`, `POST /search
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

    /// The query parameters, decoded, in order.
    pub fn params(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.query.as_bytes())
            .into_owned()
            .collect()
    }

    /// The first query parameter with this name, decoded.
    pub fn param(&self, name: &str) -> Option<String> {
        self.params()
            .into_iter()
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    /// The body as JSON; `null` where there is none.
    ///
    /// # Panics
    ///
    /// Where the body is not JSON.
    pub fn json(&self) -> Value {
        if self.body.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&self.body).expect("the body is JSON")
        }
    }

    /// A header as text; the first one of that name.
    ///
    /// # Panics
    ///
    /// Where the header is not text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("the header is text"))
    }

    /// What the request says at a place: a query parameter (`page_size`) or, with a slash, a JSON
    /// pointer into the body (`/pagination/after`). JSON strings without their quotes, everything
    /// else as JSON.
    ///
    /// # Panics
    ///
    /// Where a pointer is asked for and the body is not JSON.
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

    /// Path and query with one query parameter replaced, or appended where there is none: for
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
