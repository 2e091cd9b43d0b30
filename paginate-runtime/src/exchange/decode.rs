//! From bytes to a page.

use std::any::type_name;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::fetch::{PageSource, sealed::Sealed};
use super::http_fetch::HttpFetch;
use super::{Fetch, IntoSource, Options};
use crate::description::{ErrorSignal, Flag, PageInfo, Paginated, ResponseLocation, Scheme};
use crate::error::{BoxError, Error, ErrorKind};
use crate::excerpt::{excerpt, excerpt_around};

use super::fingerprint::raw_member;

/// A function that reads a response instead of JSON: what [`Paginated::decoder`](crate::Paginated::decoder) returns.
pub type Decoder<P> = fn(&http::response::Parts, &Bytes) -> Result<P, BoxError>;

/// What a function that a declaration names as `decode` returns.
#[diagnostic::on_unimplemented(
    message = "`decode` takes a function that returns `Result<Self, E>`, and this one returns `{Self}`",
    label = "this is called with `&http::response::Parts` and `&Bytes`",
    note = "the error `E` is any type that becomes a `Box<dyn Error + Send + Sync>`"
)]
pub trait DecodeResult {
    /// The page.
    type Page;

    #[doc(hidden)]
    fn boxed(self) -> Result<Self::Page, BoxError>;
}

impl<P, E: Into<BoxError>> DecodeResult for Result<P, E> {
    type Page = P;

    fn boxed(self) -> Result<P, BoxError> {
        self.map_err(Into::into)
    }
}

/// The page of a function that a declaration names, with its error boxed.
///
/// # Errors
///
/// That of the function.
pub fn decoded_page<R: DecodeResult>(result: R) -> Result<R::Page, BoxError> {
    result.boxed()
}

/// A request whose answers are decoded by a function: the source made by [`Paginator::decode`](crate::Paginator::decode).
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
            // Code that is generic over pages, with a page type that is not read from JSON.
            Some(decode) => Decoded(self, decode).into_fetch(options),
            None => HttpFetch::shared(self, options, true, |_: &http::response::Parts, body: &Bytes| json(body)),
        }
    }
}

impl<P, S, F, E> PageSource<P> for Decoded<S, F>
where
    P: Paginated + 'static,
    S: IntoSource,
    F: Fn(&http::response::Parts, &Bytes) -> Result<P, E> + Send + Sync + 'static,
    E: Into<BoxError>,
{
}

impl<P, S, F, E> Sealed<P> for Decoded<S, F>
where
    P: Paginated + 'static,
    S: IntoSource,
    F: Fn(&http::response::Parts, &Bytes) -> Result<P, E> + Send + Sync + 'static,
    E: Into<BoxError>,
{
    #[allow(private_interfaces)]
    fn into_fetch(self, options: &Options) -> Arc<dyn Fetch<P>> {
        let Self(source, decode) = self;
        HttpFetch::shared(source, options, false, move |parts: &http::response::Parts, body: &Bytes| {
            decode(parts, body).map_err(|error| DecodeError {
                message: format!("the response cannot be decoded as `{}`", short_name::<P>()),
                excerpt: excerpt(body),
                source: Some(error.into()),
                breaks_off: false,
            })
        })
    }
}

/// Why a body is not a page.
pub(crate) struct DecodeError {
    message: String,
    excerpt: String,
    source: Option<BoxError>,
    /// The body ends in the middle: the response was cut, and another one may be whole.
    breaks_off: bool,
}

impl DecodeError {
    /// Whether the body ends in the middle.
    pub(crate) fn breaks_off(&self) -> bool {
        self.breaks_off
    }

    /// As the error of a walk; where the API reports a failure in the same body, that is the reason and wins.
    pub(crate) fn into_error(self, scheme: &Scheme, body: &[u8]) -> Error {
        if let Some(message) = reported_failure(scheme, body) {
            return api_error(message, scheme, body);
        }
        let mut error = Error::new(ErrorKind::Decode, self.message).with_excerpt(self.excerpt);
        if let Some(source) = self.source {
            error = error.with_source(source);
        }
        if scheme.items_at.is_some() && body.trim_ascii_start().starts_with(b"[") {
            // serde reads a struct from a list too, field by field, so its reason is about some field.
            error = error.hint(
                "the response is a list, and the page type an object: some APIs page only where the first request has a page number or a size; \
                 where pages are lists, declare `struct Page(Vec<T>)` with `items = \"0\"`",
            );
        } else if scheme.items_at.is_some_and(|items| is_null_or_absent(body, items)) {
            error = error.hint(
                "where this API sends null or nothing for an empty list, put \
                 `#[serde(default, deserialize_with = \"paginate_runtime::list\")]` on the field, or make it an `Option`",
            );
        }
        error
    }
}

/// A JSON body, in one pass; only where that fails it is read again to learn where in the page it failed.
fn json<P: DeserializeOwned>(body: &Bytes) -> Result<P, DecodeError> {
    let first = match serde_json::from_slice(body) {
        Ok(page) => return Ok(page),
        Err(error) => error,
    };
    let name = short_name::<P>();
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(DecodeError {
            message: format!("the response is empty, where a JSON body for `{name}` was expected"),
            excerpt: String::new(),
            source: None,
            breaks_off: true,
        });
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let (path, error) = match serde_path_to_error::deserialize::<_, P>(&mut deserializer) {
        Err(error) => (error.path().to_string(), error.into_inner()),
        // The page itself was fine and something follows it.
        Ok(_) => (".".to_owned(), first),
    };
    let at = if path == "." {
        String::new()
    } else {
        format!(" at `{}`", excerpt(path.as_bytes()))
    };
    let what = match error.classify() {
        serde_json::error::Category::Eof => format!("the response breaks off{at}"),
        serde_json::error::Category::Syntax if !looks_like_json(body) => format!("the response is not JSON, which `{name}` is read from"),
        serde_json::error::Category::Syntax => format!("the response is not valid JSON{at}"),
        serde_json::error::Category::Data | serde_json::error::Category::Io => format!("the response does not fit `{name}`{at}"),
    };
    let offset = offset_of(body, error.line(), error.column());
    let excerpt = if looks_like_json(body) {
        excerpt_around(body, offset)
    } else {
        excerpt(body)
    };
    Err(DecodeError {
        message: format!("{what}: {}", reason(&error)),
        excerpt,
        source: None,
        breaks_off: error.classify() == serde_json::error::Category::Eof,
    })
}

/// serde's reason. It quotes the offending value, which can be a token: text in quotes and back quotes of any length is masked unless
/// it is a name from the page type.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if let Some(rest) = text
        .strip_prefix("invalid type: string \"")
        .or_else(|| text.strip_prefix("invalid value: string \""))
    {
        let expected = rest.rfind(", expected ").and_then(|at| rest.get(at..)).unwrap_or_default();
        return format!("invalid value: a string{expected}");
    }
    if let Some(rest) = text.strip_prefix("unknown variant `") {
        let expected = rest
            .rfind("`, expected ")
            .and_then(|at| rest.get(at.saturating_add(1)..))
            .unwrap_or_default();
        return format!("unknown variant{expected}");
    }
    excerpt(text.as_bytes())
}

/// Whether a body begins as JSON does; an error page or a plain message does not.
fn looks_like_json(body: &[u8]) -> bool {
    let body = body.trim_ascii_start();
    let words: [&[u8]; 3] = [b"null", b"true", b"false"];
    body.first()
        .is_some_and(|byte| matches!(byte, b'{' | b'[' | b'"' | b'0'..=b'9' | b'-'))
        || words.iter().any(|word| body.starts_with(word))
}

/// The byte offset of serde_json's line and column, both from 1.
fn offset_of(body: &[u8], line: usize, column: usize) -> usize {
    let start: usize = body
        .split_inclusive(|&byte| byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    start.saturating_add(column.saturating_sub(1)).min(body.len())
}

/// The name of the page type without its path and parameters.
fn short_name<P>() -> &'static str {
    let name = type_name::<P>();
    let name = name.split('<').next().unwrap_or(name);
    name.rsplit("::").next().unwrap_or(name)
}

/// Whether an object lacks this member or has null for it.
fn is_null_or_absent(body: &[u8], member: &str) -> bool {
    let is_object = serde_json::from_slice::<&RawValue>(body).is_ok_and(|json| json.get().starts_with('{'));
    is_object && raw_member(body, member).is_none_or(|raw| raw.get() == "null")
}

/// The declared `ok` and `error` members of a body that is no page, read by themselves.
fn reported_failure(scheme: &Scheme, body: &[u8]) -> Option<String> {
    let member = |name: &str| member(body, name);
    if let Some(message) = scheme.error_at.and_then(member).as_ref().and_then(ErrorSignal::failure) {
        return Some(message.into_owned());
    }
    // Only a spoken no: a flag that is missing explains less than the decode error does.
    let ok = scheme.ok_at.and_then(member).as_ref().and_then(Flag::flag);
    (ok == Some(false)).then(String::new)
}

/// Whether a page says that the answer is not there yet. A failure that it reports goes before that, and is the pager's.
pub(crate) fn page_is_not_ready<P: Paginated>(page: &P, status: StatusCode, headers: &HeaderMap) -> bool {
    if !P::SCHEME.ready {
        return false;
    }
    let info = page.page_info(headers);
    info.error.is_none() && is_not_ready(info.ready, status)
}

/// The same of a body that is no page.
pub(crate) fn body_is_not_ready(scheme: &Scheme, parts: &http::response::Parts, body: &[u8]) -> bool {
    if !scheme.ready || reported_failure(scheme, body).is_some() {
        return false;
    }
    let flag = match scheme.ready_at {
        Some(ResponseLocation::Member(name)) => member(body, name).as_ref().and_then(Flag::flag),
        Some(ResponseLocation::Header(name)) => PageInfo::new().ready_header(&parts.headers, name).ready,
        _ => None,
    };
    is_not_ready(flag, parts.status)
}

/// 202 says that the work is not done, unless the response says otherwise (RFC 9110, section 15.3.3).
fn is_not_ready(flag: Option<bool>, status: StatusCode) -> bool {
    flag.map_or(status == StatusCode::ACCEPTED, |ready| !ready)
}

/// A top-level member, by itself.
fn member(body: &[u8], name: &str) -> Option<serde_json::Value> {
    serde_json::from_str(raw_member(body, name)?.get()).ok()
}

/// The API's own failure, with its message or what arrived in place of one.
pub(crate) fn api_error(message: String, scheme: &Scheme, body: &[u8]) -> Error {
    let reported = if message.is_empty() {
        scheme
            .error_at
            .and_then(|name| raw_member(body, name))
            .map(|raw| raw.get().to_owned())
            .unwrap_or_default()
    } else {
        message
    };
    if reported.is_empty() {
        return Error::from_halt(&crate::decision::Halt::Api(reported)).with_excerpt(excerpt(body));
    }
    Error::from_halt(&crate::decision::Halt::Api(reported))
}
