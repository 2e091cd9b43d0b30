//! Decodes the bytes of a body into a page.

use std::any::type_name;
use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::error::{BoxError, Error, ErrorKind};
use crate::page::error_signal::ErrorSignal;
use crate::page::flag::Flag;
use crate::page::page_info::PageInfo;
use crate::page::paginated::Paginated;
use crate::page::reading::Header;
use crate::pager::stop::StopReason;
use crate::redact::{BODY, Redaction, looks_like_json};
use crate::response::format::{format_name, how_to_read};
use crate::response::member::{member, raw_member};
use crate::response::missing_list::about_the_list;
use crate::scheme::location::ResponseLocation;
use crate::scheme::scheme::Scheme;

/// A function that reads a response that is not JSON.
/// [`Paginated::decoder`](crate::Paginated::decoder) returns it.
pub type Decoder<P> = fn(&http::response::Parts, &Bytes) -> Result<P, BoxError>;

/// The return type of a function that a declaration names as `decode`.
#[diagnostic::on_unimplemented(
    message = "`decode` takes a function that returns `Result<Self, E>`, and this one returns `{Self}`",
    label = "this is called with `&http::response::Parts` and `&Bytes`",
    note = "the error `E` is any type that becomes a `Box<dyn Error + Send + Sync>`"
)]
pub trait DecodeResult {
    /// The type of the page.
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

/// Returns the page from the result of a function that a declaration names, with its error boxed.
///
/// # Errors
///
/// Returns the error of the function.
pub fn decoded_page<R: DecodeResult>(result: R) -> Result<R::Page, BoxError> {
    result.boxed()
}

/// The reason why a body is not a page.
pub(crate) struct DecodeError {
    pub(crate) message: String,
    /// Where in the page, and why, in serde's words.
    pub(crate) cause: Option<(String, serde_json::Error)>,
    pub(crate) hint: Option<Cow<'static, str>>,
    /// The byte at which decoding failed.
    pub(crate) at: Option<usize>,
    pub(crate) source: Option<BoxError>,
    /// Whether the body breaks off: the response was cut, and another one may be complete.
    pub(crate) breaks_off: bool,
}

impl DecodeError {
    /// Returns whether the body breaks off.
    pub(crate) fn breaks_off(&self) -> bool {
        self.breaks_off
    }

    /// Converts this into the error of a walk. If the API reports a failure in the same body, that
    /// failure is the error instead.
    pub(crate) fn into_error(self, scheme: &Scheme, body: &[u8], redaction: &Redaction) -> Error {
        if let Some(message) = reported_failure(scheme, body) {
            return api_error(message, scheme, body, redaction);
        }
        let advice = scheme
            .items_member
            .and_then(|items| about_the_list(body, items, scheme.items_within, redaction));
        let (what, hint) = advice.unwrap_or_default();
        let mut message = self.message;
        if let Some((path, error)) = &self.cause {
            if path != "." {
                message += &format!(" at `{}`", shown_path(path, redaction));
            }
            message += &format!(": {}", reason(error, redaction));
        }
        message += &what;
        let mut error =
            Error::new(ErrorKind::Decode, message).with_excerpt(redaction.page(body, self.at));
        if let Some(source) = self.source {
            error = error.with_source(source);
        }
        match hint.or(self.hint) {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

/// Decodes a JSON body in one pass. If that fails, reads the body again to learn where in the page
/// it failed. A long body is not read again, because that would block the thread; line and column
/// tell the position too.
pub(crate) fn json<P: DeserializeOwned>(body: &Bytes) -> Result<P, DecodeError> {
    let first = match serde_json::from_slice(body) {
        Ok(page) => return Ok(page),
        Err(error) => error,
    };
    let name = short_name::<P>();
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(DecodeError {
            message: format!("the response is empty, but `{name}` needs a JSON body"),
            cause: None,
            hint: None,
            at: None,
            source: None,
            breaks_off: true,
        });
    }
    let (path, error) = if body.len() > BODY {
        (".".to_owned(), first)
    } else {
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        match serde_path_to_error::deserialize::<_, P>(&mut deserializer) {
            Err(error) => (error.path().to_string(), error.into_inner()),
            // The page itself was valid, but data follows it.
            Ok(_) => (".".to_owned(), first),
        }
    };
    let is_json = looks_like_json(body);
    let message = match error.classify() {
        Category::Eof => "the response breaks off".to_owned(),
        Category::Syntax if !is_json => format!(
            "the response is {}, but `{name}` is read from JSON",
            format_name(body)
        ),
        Category::Syntax => "the response is not valid JSON".to_owned(),
        Category::Data | Category::Io => format!("the response does not fit `{name}`"),
    };
    Err(DecodeError {
        message,
        hint: match is_json {
            true => about_the_field(&error),
            false => how_to_read(body),
        }
        .map(Cow::Borrowed),
        at: is_json.then(|| offset_of(body, error.line(), error.column())),
        source: None,
        breaks_off: error.classify() == Category::Eof,
        cause: Some((path, error)),
    })
}

/// Returns a hint for a field that this page does not have, though the type needs it.
fn about_the_field(error: &serde_json::Error) -> Option<&'static str> {
    let text = error.to_string();
    if text.starts_with("missing field") {
        return Some(
            "if some pages do not have this field, for example the last one, make it an `Option`",
        );
    }
    text.starts_with("invalid type: null").then_some(
        "if some pages have null here, for example the last one, make the field an `Option`",
    )
}

/// Returns a name or a path of the response in the form that a message shows.
fn shown_path(path: &str, redaction: &Redaction) -> String {
    let path = redaction.path(path).unwrap_or_else(|| path.to_owned());
    // Only what looks like a secret: a value of the query can be the name of a member.
    Redaction::default().message(&path)
}

/// Returns serde's reason. serde quotes the offending value, which can be a token. So all text in
/// quotes and back quotes, of any length, is masked unless it is the name of a member.
fn reason(error: &serde_json::Error, redaction: &Redaction) -> String {
    let text = error.to_string();
    if let Some(rest) = text.strip_prefix("unknown field `") {
        // serde does not escape the name, so what it adds is after the last of these.
        let ends = ["`, expected ", "`, there are no fields"];
        let end = ends.iter().filter_map(|end| rest.rfind(end)).max();
        let Some((name, expected)) = end.and_then(|end| rest.split_at_checked(end)) else {
            return "unknown field".to_owned();
        };
        let name = shown_path(name, redaction);
        return format!("unknown field `{name}{expected}");
    }
    if let Some(rest) = text
        .strip_prefix("invalid type: string \"")
        .or_else(|| text.strip_prefix("invalid value: string \""))
    {
        let expected = rest
            .rfind(", expected ")
            .and_then(|at| rest.get(at..))
            .unwrap_or_default();
        return format!("invalid value: a string{expected}");
    }
    if let Some(rest) = text.strip_prefix("unknown variant `") {
        let expected = rest
            .rfind("`, expected ")
            .and_then(|at| rest.get(at.saturating_add(1)..))
            .unwrap_or_default();
        return format!("unknown variant{expected}");
    }
    Redaction::default().message(&text)
}

/// Returns the byte offset of serde_json's line and column, which both count from 1.
fn offset_of(body: &[u8], line: usize, column: usize) -> usize {
    let start: usize = body
        .split_inclusive(|&byte| byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    start
        .saturating_add(column.saturating_sub(1))
        .min(body.len())
}

/// Returns the name of the page type without its path and parameters.
pub(crate) fn short_name<P>() -> &'static str {
    let name = type_name::<P>();
    let name = name.split('<').next().unwrap_or(name);
    name.rsplit("::").next().unwrap_or(name)
}

/// Returns the failure that the declared `ok` and `error` members report. They are read by
/// themselves, because the body is not a page.
fn reported_failure(scheme: &Scheme, body: &[u8]) -> Option<String> {
    let member = |name: &str| member(body, name);
    if let Some(message) = scheme
        .error_at
        .and_then(member)
        .as_ref()
        .and_then(ErrorSignal::failure)
    {
        return Some(message.into_owned());
    }
    // Only an explicit no counts: a missing flag explains less than the decode error does.
    let ok = scheme.ok_at.and_then(member).as_ref().and_then(Flag::flag);
    (ok == Some(false)).then(String::new)
}

/// Returns whether a page says that the response is not ready. If the page also reports a failure,
/// the pager handles that failure instead.
pub(crate) fn page_is_not_ready<P: Paginated>(
    page: &P,
    status: StatusCode,
    headers: &HeaderMap,
) -> bool {
    if !P::SCHEME.ready {
        return false;
    }
    let info = page.page_info(headers);
    info.error.is_none() && is_not_ready(info.ready, status)
}

/// Returns the same for a body that is not a page.
pub(crate) fn body_is_not_ready(
    scheme: &Scheme,
    parts: &http::response::Parts,
    body: &[u8],
) -> bool {
    if !scheme.ready || reported_failure(scheme, body).is_some() {
        return false;
    }
    let flag = match scheme.ready_at {
        Some(ResponseLocation::Member(name)) => member(body, name).as_ref().and_then(Flag::flag),
        Some(ResponseLocation::Header(name)) => {
            PageInfo::new()
                .ready(Header::new(&parts.headers, name))
                .ready
        }
        _ => None,
    };
    is_not_ready(flag, parts.status)
}

/// Returns whether the response is not ready. A 202 says that the work is not done, unless the
/// response says otherwise (RFC 9110, section 15.3.3).
fn is_not_ready(flag: Option<bool>, status: StatusCode) -> bool {
    flag.map_or(status == StatusCode::ACCEPTED, |ready| !ready)
}

/// Returns the API's own failure as an error, with its message or, if it has none, with the
/// received data.
pub(crate) fn api_error(
    message: String,
    scheme: &Scheme,
    body: &[u8],
    redaction: &Redaction,
) -> Error {
    let reported = if message.is_empty() {
        scheme
            .error_at
            .and_then(|name| raw_member(body, name))
            .map(|raw| raw.get().to_owned())
            .unwrap_or_default()
    } else {
        message
    };
    let silent = reported.is_empty();
    let error = Error::from_stop(&StopReason::Api(reported), scheme, redaction);
    if silent {
        error.with_excerpt(redaction.refusal(body))
    } else {
        error
    }
}
