//! The first request, from which every later one is built.
//!
//! Everything that the caller put there is kept, byte for byte and in order, except the values that
//! paging writes.

use std::hash::Hasher;

use bytes::Bytes;
use fnv::FnvHasher;
use http::header::{self, HeaderName, HeaderValue};
use http::{Method, Request, Uri};
use url::Url;

use crate::error::Error;
use crate::page::cursor::Cursor;
use crate::page::link::LinkTarget;
use crate::page::token_value::TokenValue;
use crate::pager::action::PageRequest;
use crate::pager::fit::Methods;
use crate::pager::origin::Origins;
use crate::pager::resolve::LinkRules;
use crate::pager::start::Start;
use crate::redact::secrets::{credentials, user_of};
use crate::request::builder::Draft;
use crate::request::location::{RequestTarget, Vacant};
use crate::request::userinfo::move_to_header;
use crate::request::{json_edit, query};
use crate::scheme::location::{RequestLocation, Source};
use crate::scheme::scheme::Scheme;

/// The first request, which builds the others.
#[derive(Debug)]
pub(crate) struct Template {
    request: Request<Bytes>,
    url: Url,
    /// Query parameters of the first request that links keep.
    keep_query: Vec<String>,
    /// Query parameters that paging writes and the first request lacks.
    vacant: Vacant,
}

impl Template {
    pub(crate) fn new(
        mut request: Request<Bytes>,
        keep_query: Vec<String>,
        scheme: &Scheme,
    ) -> Result<Self, Error> {
        if request.uri().scheme().is_none() || request.uri().authority().is_none() {
            return Err(Error::setup(
                "the URL of the first request must be absolute, with a scheme and a host",
            ));
        }
        let url = Url::parse(&request.uri().to_string()).map_err(|error| {
            Error::setup("the URL of the first request cannot be read").with_source(error)
        })?;
        move_to_header(&mut request, &url);
        let vacant = Vacant::of(request.uri(), scheme);
        Ok(Self {
            request,
            url,
            keep_query,
            vacant,
        })
    }

    /// Returns the absolute URL of the first request, as the caller gave it.
    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    pub(crate) fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the values of the headers that can be credentials, and the user of the URL.
    pub(crate) fn credentials(&self) -> Vec<String> {
        let mut credentials = credentials(self.request.headers());
        credentials.extend(user_of(&self.url));
        credentials
    }

    /// Returns a hash that identifies the query: it covers everything that says what is requested,
    /// but not the position in the list and the page size. It is the same on every machine and in
    /// every version, because checkpoints contain it.
    fn query_hash(&self, scheme: &Scheme) -> u64 {
        let mut query = self.request.uri().query().unwrap_or_default().to_owned();
        let mut body = self.request.body().to_vec();
        for location in scheme
            .source
            .locations()
            .iter()
            .chain([&scheme.size.location])
        {
            match *location {
                RequestLocation::Query(name) | RequestLocation::Json(name) => {
                    query = query::remove(&query, name)
                }
                RequestLocation::Form(name) => {
                    body = query::remove(&String::from_utf8_lossy(&body), name).into_bytes()
                }
                // A body that is not JSON stays as it is.
                RequestLocation::Body(path) => {
                    body = json_edit::set(&body, path, "null").unwrap_or(body)
                }
                RequestLocation::Header(_)
                | RequestLocation::QueryMap
                | RequestLocation::BodyMap
                | RequestLocation::FormMap => {}
            }
        }
        let mut hasher = FnvHasher::default();
        let origin = self.url.origin().ascii_serialization();
        for part in [
            self.request.method().as_str().as_bytes(),
            origin.as_bytes(),
            self.url.path().as_bytes(),
            query.as_bytes(),
            &body,
        ] {
            hasher.write(&(part.len() as u64).to_le_bytes());
            hasher.write(part);
        }
        hasher.finish()
    }

    /// Returns what the first request says about the walk. `post_links` is the caller's option.
    pub(crate) fn start(
        &self,
        scheme: &Scheme,
        origins: Origins,
        post_links: bool,
    ) -> Result<Start, Error> {
        let number = |what: &str, value: TokenValue<'static>| {
            let number = value.as_plain().trim().parse::<u64>();
            number.map_err(|_| {
                Error::setup(format!("the first request's {what} is not a whole number"))
            })
        };
        let mut start = Start {
            links: Some(LinkRules {
                origins,
                methods: Methods {
                    own: self.request.method().clone(),
                    post_links,
                },
            }),
            url: Some(self.url.clone()),
            query: self.query_hash(scheme),
            ..Start::default()
        };
        match scheme.source {
            Source::Token(location) | Source::LastItem(location) | Source::Custom(location) => {
                start.seed = self.read(location)?.map(Cursor::Token)
            }
            Source::Tokens(locations) => {
                let parts = locations
                    .iter()
                    .map(|location| self.read(*location))
                    .collect::<Result<Vec<_>, Error>>()?;
                start.seed = parts
                    .iter()
                    .any(Option::is_some)
                    .then_some(Cursor::Tokens(parts));
            }
            Source::Page(location) => {
                start.counter = self
                    .read(location)?
                    .map(|value| number("page number", value))
                    .transpose()?
            }
            Source::Offset(location) => {
                start.counter = self
                    .read(location)?
                    .map(|value| number("offset", value))
                    .transpose()?
            }
            Source::NextUrl => {}
        }
        // A size need not be a number: some APIs take `all`.
        let size = self.read(scheme.size.location)?;
        start.size = size.map(|value| value.as_plain().trim().parse().unwrap_or(0));
        Ok(start)
    }

    /// Returns the value that the caller already put at a request location.
    fn read(&self, location: RequestLocation) -> Result<Option<TokenValue<'static>>, Error> {
        let plain = |value: Option<String>| {
            value
                .filter(|value| !value.is_empty())
                .map(TokenValue::text)
        };
        Ok(match location {
            RequestLocation::Query(name) => plain(query::get(
                self.request.uri().query().unwrap_or_default(),
                name,
            )),
            RequestLocation::Json(name) => plain(query::get(
                self.request.uri().query().unwrap_or_default(),
                name,
            ))
            .map(|value| TokenValue::json(value.into_plain())),
            RequestLocation::Header(name) => match self.request.headers().get(name) {
                Some(value) => plain(value.to_str().ok().map(str::to_owned)),
                None => None,
            },
            RequestLocation::Form(name) => plain(
                std::str::from_utf8(self.request.body())
                    .ok()
                    .and_then(|form| query::get(form, name)),
            ),
            RequestLocation::Body(path) => match json_edit::get(self.request.body(), path) {
                Ok(json) => json
                    .filter(|json| *json != "null")
                    .map(|json| TokenValue::json(json.to_owned())),
                Err(error) => return Err(Error::setup(error.to_string())),
            },
            RequestLocation::QueryMap | RequestLocation::BodyMap | RequestLocation::FormMap => None,
        })
    }

    /// Builds the request for one page.
    pub(crate) fn request(
        &self,
        scheme: &Scheme,
        ask: &PageRequest,
    ) -> Result<Request<Bytes>, Error> {
        let mut draft = match ask.cursor.as_ref() {
            Cursor::Link(target) => self.follow(target)?,
            Cursor::Request(request) => Draft::of(request, Vacant::default()),
            _ => Draft::of(&self.request, self.vacant),
        };
        if matches!(
            *ask.cursor,
            Cursor::Token(_) | Cursor::Tokens(_) | Cursor::Params(_)
        ) {
            self.continue_at(scheme, &mut draft)?;
        }
        match ask.cursor.as_ref() {
            Cursor::First | Cursor::Link(_) | Cursor::Request(_) => {}
            Cursor::Token(value) => {
                let location = scheme
                    .source
                    .location()
                    .ok_or_else(|| Error::setup("this scheme has no place for a token"))?;
                draft.write(location, value)?;
            }
            Cursor::Tokens(parts) => {
                let locations = scheme.source.locations();
                if locations.len() != parts.len() {
                    return Err(Error::setup(
                        "the token has another number of parts than the scheme has parameters",
                    ));
                }
                for (location, part) in locations.iter().zip(parts) {
                    match part {
                        Some(value) => draft.write(*location, value)?,
                        None => draft.remove(*location)?,
                    }
                }
            }
            Cursor::Count(count) => {
                if let Source::Page(location) | Source::Offset(location) = scheme.source {
                    draft.write_number(location, *count)?;
                }
            }
            Cursor::Params(params) => {
                for (name, value) in params {
                    draft.set_query(name, value.as_plain());
                }
            }
        }
        let size = ask.size.filter(|_| writes_size(scheme, &ask.cursor));
        if let Some(size) = size {
            draft.write_number(scheme.size.location, size)?;
        }
        draft.finish()
    }

    /// With `continue_at`, sends a copy of the original request to that path with that path's
    /// query, and without a body: only the continuation is written into it.
    #[inline]
    fn continue_at(&self, scheme: &Scheme, draft: &mut Draft) -> Result<(), Error> {
        let Some(path) = scheme.continue_at else {
            return Ok(());
        };
        let url = self.url.join(path).map_err(|error| {
            Error::setup("the path of `continue_at` cannot be read").with_source(error)
        })?;
        let kept = self.with_kept(url.query().unwrap_or_default());
        draft.set_target(RequestTarget::new(
            url.path(),
            kept.as_deref().or(url.query()),
        ));
        draft.set_body(Bytes::new());
        Ok(())
    }

    /// Returns the query with the parameters that the caller wants to keep; `None` if there is
    /// nothing to keep.
    fn with_kept(&self, query: &str) -> Option<String> {
        if self.keep_query.is_empty() {
            return None;
        }
        let own = self.request.uri().query().unwrap_or_default();
        let kept = query::append_missing(query, own, &self.keep_query);
        (!kept.is_empty()).then_some(kept)
    }

    /// Returns the request for a link whose origin is allowed. It has the link's query, the
    /// original headers except those about the body, and no body unless the link has one.
    fn follow(&self, target: &LinkTarget<'_>) -> Result<Draft, Error> {
        let uri: Uri = target
            .href
            .parse()
            .map_err(|error: http::uri::InvalidUri| {
                Error::setup("the link cannot be sent").with_source(error)
            })?;
        let mut draft = Draft::of(&self.request, Vacant::default());
        draft.parts.uri = uri;
        draft.parts.method = target.method.clone().unwrap_or(Method::GET);
        if let Some(kept) = self.with_kept(draft.parts.uri.query().unwrap_or_default()) {
            draft.set_target(RequestTarget::new(draft.parts.uri.path(), Some(&kept)));
        }
        let content_type = draft.parts.headers.get(header::CONTENT_TYPE).cloned();
        let about_the_body: Vec<HeaderName> = draft
            .parts
            .headers
            .keys()
            .filter(|name| is_about_the_body(name))
            .cloned()
            .collect();
        for name in about_the_body {
            draft.parts.headers.remove(name);
        }
        match &target.body {
            None => draft.body = Bytes::new(),
            Some(body) => {
                draft.body = if target.merge {
                    json_edit::merge(self.request.body(), body)
                        .map_err(|error| Error::setup(error.to_string()))?
                        .into()
                } else {
                    Bytes::copy_from_slice(body.as_bytes())
                };
                draft.parts.headers.insert(
                    header::CONTENT_TYPE,
                    content_type.unwrap_or(HeaderValue::from_static("application/json")),
                );
            }
        }
        Ok(draft)
    }
}

/// Whether the page size is written into this request. Links and whole requests have their own
/// size, but a link has none if the size is sent in a header. With `continue_at`, only a size in
/// the body is written.
pub(crate) fn writes_size(scheme: &Scheme, cursor: &Cursor<'_>) -> bool {
    match cursor {
        Cursor::First | Cursor::Count(_) => true,
        Cursor::Token(_) | Cursor::Tokens(_) | Cursor::Params(_) => {
            scheme.continue_at.is_none()
                || matches!(
                    scheme.size.location,
                    RequestLocation::Body(_) | RequestLocation::Form(_)
                )
        }
        Cursor::Link(_) => matches!(scheme.size.location, RequestLocation::Header(_)),
        Cursor::Request(_) => false,
    }
}

/// Whether a header belongs to the original body or makes the original request conditional.
fn is_about_the_body(name: &HeaderName) -> bool {
    let name = name.as_str();
    name.starts_with("content-")
        || name.starts_with("if-")
        || matches!(name, "transfer-encoding" | "expect" | "idempotency-key")
}
