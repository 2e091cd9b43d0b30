//! Builds a request.

use bytes::Bytes;
use http::header::{self, HeaderName, HeaderValue};
use http::uri::PathAndQuery;
use http::{Request, Uri, request};

use crate::error::Error;
use crate::page::token_value::TokenValue;
use crate::request::location::{RequestTarget, Vacant};
use crate::request::{json_edit, query};
use crate::scheme::location::RequestLocation;

/// The spare capacity of a query, in bytes, for `&page_size=100` and the like.
const SPARE: usize = 32;

/// A request that is being built.
pub(crate) struct Draft {
    pub(crate) parts: request::Parts,
    /// Path and query, if they differ from the URI's.
    target: Option<RequestTarget>,
    /// Parameters that the query is known to lack.
    vacant: Vacant,
    pub(crate) body: Bytes,
}

impl Draft {
    /// Copies a request. `vacant` are the parameters that its query is known to lack.
    #[inline]
    pub(crate) fn of(request: &Request<Bytes>, vacant: Vacant) -> Self {
        let (parts, body) = request.clone().into_parts();
        Self {
            parts,
            target: None,
            vacant,
            body,
        }
    }

    /// Sets another path and query.
    pub(crate) fn set_target(&mut self, target: RequestTarget) {
        self.target = Some(target);
        self.vacant = Vacant::default();
    }

    /// Writes a number to a request location.
    pub(crate) fn write_number(
        &mut self,
        location: RequestLocation,
        number: u64,
    ) -> Result<(), Error> {
        let mut digits = itoa::Buffer::new();
        self.write(location, &TokenValue::Json(digits.format(number).into()))
    }

    /// Writes a value to a request location.
    pub(crate) fn write(
        &mut self,
        location: RequestLocation,
        value: &TokenValue<'_>,
    ) -> Result<(), Error> {
        let refuse_compound = || {
            Err(Error::setup(
                "the token is a JSON list or object, which does not fit into one parameter",
            )
            .hint("declare `param = body(\"..\")`, or `param = query` to send each entry of a map"))
        };
        match location {
            RequestLocation::Query(_) | RequestLocation::Form(_) | RequestLocation::Header(_)
                if value.is_compound() =>
            {
                return refuse_compound();
            }
            RequestLocation::Query(name) => self.set_query(name, value.as_plain()),
            RequestLocation::Json(name) => self.set_query(name, &value.to_json()),
            RequestLocation::Header(name) => self.set_header(name, value.as_plain())?,
            RequestLocation::Body(path) => {
                let body = json_edit::set(&self.body, path, &value.to_json())
                    .map_err(|error| Error::setup(error.to_string()))?;
                self.set_json(body);
            }
            RequestLocation::Form(name) => {
                let mut form = self.form()?;
                query::set(&mut form, 0, name, value.as_plain());
                self.set_form(form);
            }
            RequestLocation::QueryMap => {
                for (name, value) in entries(value)? {
                    self.set_query(&name, value.as_plain());
                }
            }
            RequestLocation::BodyMap => {
                entries(value)?;
                let body = json_edit::merge(&self.body, &value.to_json())
                    .map_err(|error| Error::setup(error.to_string()))?;
                self.set_json(body);
            }
            RequestLocation::FormMap => {
                let mut form = self.form()?;
                for (name, value) in entries(value)? {
                    query::set(&mut form, 0, &name, value.as_plain());
                }
                self.set_form(form);
            }
        }
        Ok(())
    }

    /// Removes the value at a request location. A location for maps has no value of its own.
    pub(crate) fn remove(&mut self, location: RequestLocation) -> Result<(), Error> {
        match location {
            RequestLocation::Query(name) | RequestLocation::Json(name) => {
                let uri = &self.parts.uri;
                self.target
                    .get_or_insert_with(|| RequestTarget::of(uri, SPARE))
                    .remove(name);
            }
            RequestLocation::Header(name) => {
                self.parts.headers.remove(name);
            }
            RequestLocation::Body(path) => {
                let body = json_edit::remove(&self.body, path)
                    .map_err(|error| Error::setup(error.to_string()))?;
                self.set_body(body.into());
            }
            RequestLocation::Form(name) => {
                let form = query::remove(&self.form()?, name);
                self.set_body(form.into());
            }
            RequestLocation::QueryMap | RequestLocation::BodyMap | RequestLocation::FormMap => {}
        }
        Ok(())
    }

    pub(crate) fn set_query(&mut self, name: &str, value: &str) {
        let uri = &self.parts.uri;
        let room = || name.len().saturating_add(value.len()).saturating_add(SPARE);
        let target = self
            .target
            .get_or_insert_with(|| RequestTarget::of(uri, room()));
        if self.vacant.take(name) {
            target.append(name, value);
        } else {
            target.set(name, value);
        }
    }

    fn set_header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| {
            Error::setup("the declared header name is not valid").with_source(error)
        })?;
        let value = HeaderValue::from_str(value).map_err(|_| {
            Error::setup(format!(
                "the value for the header `{name}` has characters that headers cannot carry"
            ))
        })?;
        self.parts.headers.insert(name, value);
        Ok(())
    }

    fn form(&self) -> Result<String, Error> {
        match std::str::from_utf8(&self.body) {
            Ok(form) => Ok(form.to_owned()),
            Err(_) => Err(Error::setup("the body of the first request is not a form")),
        }
    }

    fn set_json(&mut self, body: Vec<u8>) {
        self.set_body(body.into());
        self.parts
            .headers
            .entry(header::CONTENT_TYPE)
            .or_insert(HeaderValue::from_static("application/json"));
    }

    fn set_form(&mut self, form: String) {
        self.set_body(form.into());
        self.parts
            .headers
            .entry(header::CONTENT_TYPE)
            .or_insert(HeaderValue::from_static(
                "application/x-www-form-urlencoded",
            ));
    }

    /// Sets the body and removes `Content-Length`: the caller's length is wrong for another body,
    /// and the client counts by itself.
    pub(crate) fn set_body(&mut self, body: Bytes) {
        self.body = body;
        self.parts.headers.remove(header::CONTENT_LENGTH);
    }

    #[inline]
    pub(crate) fn finish(mut self) -> Result<Request<Bytes>, Error> {
        if let Some(target) = self.target {
            self.parts.uri = aim(self.parts.uri, target)?;
        }
        Ok(Request::from_parts(self.parts, self.body))
    }
}

/// Returns a URI with another path and query.
fn aim(uri: Uri, target: RequestTarget) -> Result<Uri, Error> {
    let unusable = |error: http::Error| {
        Error::setup("the URL of the next page cannot be sent").with_source(error)
    };
    let target =
        PathAndQuery::try_from(target.into_text()).map_err(|error| unusable(error.into()))?;
    let mut parts = uri.into_parts();
    parts.path_and_query = Some(target);
    Uri::from_parts(parts).map_err(|error| unusable(error.into()))
}

/// Returns the entries of a token that is a map.
fn entries(value: &TokenValue<'_>) -> Result<Vec<(String, TokenValue<'static>)>, Error> {
    let map: Option<serde_json::Map<String, serde_json::Value>> = match value {
        TokenValue::Json(json) => serde_json::from_str(json).ok(),
        TokenValue::Text(_) => None,
    };
    let map = map.ok_or_else(|| {
        Error::setup("the declaration sends each entry of the token, but the token is not a map")
            .hint("for a single value write the name of its parameter, for example `param = \"cursor\"`")
    })?;
    let entry = |(name, value): (String, serde_json::Value)| {
        let value = match value {
            serde_json::Value::String(text) => TokenValue::text(text),
            other => TokenValue::json(other.to_string()),
        };
        (name, value)
    };
    // Null members are left out: MediaWiki and S3 have optional markers.
    Ok(map
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(entry)
        .collect())
}
