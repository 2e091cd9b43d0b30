//! Records, divided into pages as an API does it.
//!
//! The rules for reading requests are declared. The handler's own code makes the response, because
//! responses have different shapes:
//!
//! ```
//! # use paginate_tests::{Api, Reply, Script};
//! # use serde_json::json;
//! let api = Api::numbered(7).size("per_page", 20, 100).by_number("page", 1);
//! let script = Script::handler(move |request| {
//!     api.read(request).map(|slice| Reply::json(&slice.items).header("x-total-pages", slice.pages().to_string()))
//! });
//! # let _ = script;
//! ```

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;

use serde_json::{Value, json};

use crate::{Reply, Request};

/// Records, and the rules for reading requests.
#[derive(Debug)]
#[must_use]
pub struct Api {
    records: Vec<Value>,
    size: Size,
    place: Place,
    /// Pages, counted from 0, that are empty.
    empty_pages: Vec<usize>,
    /// Whether a token is valid only with the parameters for which it was issued.
    strict: bool,
    /// The tokens issued so far, each for all requests for which it was issued.
    issued: Mutex<HashMap<String, Vec<Issued>>>,
}

#[derive(Debug)]
struct Size {
    place: &'static str,
    default: usize,
    max: usize,
    outside: Outside,
}

/// What happens if the page size is not from 1 to the maximum.
#[derive(Debug, Clone, Copy)]
enum Outside {
    Clamped,
    Refused,
    Default,
}

/// The kind of continuation, and its location in requests: see [`Request::at`].
#[derive(Debug, Clone, Copy)]
enum Place {
    Token(&'static str),
    Number(&'static str, usize),
    Offset(&'static str),
    After(&'static str, &'static str),
}

#[derive(Debug, Clone)]
struct Issued {
    page: usize,
    start: usize,
    /// The rest of the request, without the token.
    beside: String,
}

impl Api {
    /// These records. The page size is the query parameter `page_size`, by default 10 and at most
    /// 100; the continuation is an opaque token in `cursor`.
    pub fn records(records: impl IntoIterator<Item = Value>) -> Self {
        Self {
            records: records.into_iter().collect(),
            size: Size {
                place: "page_size",
                default: 10,
                max: 100,
                outside: Outside::Clamped,
            },
            place: Place::Token("cursor"),
            empty_pages: Vec::new(),
            strict: true,
            issued: Mutex::default(),
        }
    }

    /// The records `{"id": 1}`, `{"id": 2}` and so on.
    pub fn numbered(count: usize) -> Self {
        Self::records((1..=count).map(|id| json!({ "id": id })))
    }

    /// Sets the location of the page size, its default and its maximum. A larger size is reduced to
    /// the maximum.
    pub fn size(mut self, place: &'static str, default: usize, max: usize) -> Self {
        self.size = Size {
            place,
            default,
            max,
            ..self.size
        };
        self
    }

    /// [Refuses](Refusal::Size) a page size that is not from 1 to the maximum.
    pub fn refuse_sizes(mut self) -> Self {
        self.size.outside = Outside::Refused;
        self
    }

    /// Ignores a page size that is not from 1 to the maximum.
    pub fn ignore_sizes(mut self) -> Self {
        self.size.outside = Outside::Default;
        self
    }

    /// Makes these pages, counted from 0, empty; the pages after them continue where the pages
    /// before them stopped. Only for tokens and page numbers.
    pub fn empty_pages(mut self, pages: impl IntoIterator<Item = usize>) -> Self {
        self.empty_pages = pages.into_iter().collect();
        self
    }

    /// Opaque tokens at this location. They need percent-encoding, and are valid only if they were
    /// issued, with the parameters for which they were issued.
    pub fn by_token(mut self, place: &'static str) -> Self {
        self.place = Place::Token(place);
        self
    }

    /// Accepts tokens with any parameters.
    pub fn lenient(mut self) -> Self {
        self.strict = false;
        self
    }

    /// Page numbers at this location; `base` is the first.
    pub fn by_number(mut self, place: &'static str, base: usize) -> Self {
        self.place = Place::Number(place, base);
        self
    }

    /// A number of records to skip, at this location.
    pub fn by_offset(mut self, place: &'static str) -> Self {
        self.place = Place::Offset(place);
        self
    }

    /// A record's `key` at this location: the page begins after that record.
    pub fn by_last(mut self, place: &'static str, key: &'static str) -> Self {
        self.place = Place::After(place, key);
        self
    }

    /// The page that a request requests.
    ///
    /// # Errors
    ///
    /// If the API refuses the request. A refusal is also a reply, with status 400.
    pub fn read(&self, request: &Request) -> Result<Slice, Refusal> {
        let size = self.size_of(request)?;
        let (page, start) = self.position(request, size)?;
        let taken = if self.empty_pages.contains(&page) {
            0
        } else {
            size
        };
        let start = start.min(self.records.len());
        let end = start.saturating_add(taken).min(self.records.len());
        let items = self.records[start..end].to_vec();
        let next = if end < self.records.len() {
            self.next(request, page, end, &items)
        } else {
            None
        };
        Ok(Slice {
            items,
            page,
            start,
            end,
            size,
            total: self.records.len(),
            next,
            place: self.place.name(),
        })
    }

    fn size_of(&self, request: &Request) -> Result<usize, Refusal> {
        let Some(asked) = request.at(self.size.place) else {
            return Ok(self.size.default);
        };
        match (asked.parse::<usize>(), self.size.outside) {
            (Ok(asked), _) if (1..=self.size.max).contains(&asked) => Ok(asked),
            (Ok(asked), Outside::Clamped) => Ok(asked.clamp(1, self.size.max)),
            (_, Outside::Refused) => Err(Refusal::Size),
            (_, _) => Ok(self.size.default),
        }
    }

    /// The number of the requested page, from 0, and the position of its first record.
    fn position(&self, request: &Request, size: usize) -> Result<(usize, usize), Refusal> {
        let Some(asked) = request.at(self.place.name()) else {
            return Ok((0, 0));
        };
        let number = || asked.parse::<usize>().map_err(|_| Refusal::Unknown);
        match self.place {
            Place::Token(place) => {
                let issued = self
                    .issued
                    .lock()
                    .unwrap()
                    .get(&asked)
                    .cloned()
                    .ok_or(Refusal::Unknown)?;
                let beside = beside(request, place);
                let is_it = |issued: &&Issued| !self.strict || issued.beside == beside;
                let issued = issued.iter().rev().find(is_it).ok_or(Refusal::Changed)?;
                Ok((issued.page, issued.start))
            }
            Place::Number(_, base) => {
                let page = number()?.checked_sub(base).ok_or(Refusal::Unknown)?;
                let empty = self
                    .empty_pages
                    .iter()
                    .filter(|&&empty| empty < page)
                    .count();
                Ok((page, (page - empty) * size))
            }
            Place::Offset(_) => number().map(|offset| (offset / size, offset)),
            Place::After(_, key) => {
                let found = self
                    .records
                    .iter()
                    .position(|record| key_of(record, key) == asked)
                    .ok_or(Refusal::Unknown)?;
                Ok(((found + 1) / size, found + 1))
            }
        }
    }

    /// The continuation after this page.
    fn next(&self, request: &Request, page: usize, end: usize, items: &[Value]) -> Option<String> {
        match self.place {
            Place::Token(place) => {
                let token = token(page + 1);
                let issued = Issued {
                    page: page + 1,
                    start: end,
                    beside: beside(request, place),
                };
                let mut known = self.issued.lock().unwrap();
                known.entry(token.clone()).or_default().push(issued);
                Some(token)
            }
            Place::Number(_, base) => Some((base + page + 1).to_string()),
            Place::Offset(_) => Some(end.to_string()),
            Place::After(_, key) => Some(key_of(items.last()?, key)),
        }
    }
}

impl Place {
    fn name(self) -> &'static str {
        match self {
            Self::Token(name)
            | Self::Number(name, _)
            | Self::Offset(name)
            | Self::After(name, _) => name,
        }
    }
}

/// The rest of a request, without the value at a location: the parameters, sorted by name, and the
/// body.
fn beside(request: &Request, place: &str) -> String {
    let mut params = request.params();
    params.retain(|(name, _)| name != place);
    params.sort();
    let mut body = request.json();
    if let Some((parent, name)) = place.rsplit_once('/')
        && let Some(members) = body.pointer_mut(parent).and_then(Value::as_object_mut)
    {
        members.remove(name);
    }
    format!("{params:?} {body}")
}

fn key_of(record: &Value, key: &str) -> String {
    match &record[key] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The token for a page, counted from 0. It looks random, needs percent-encoding, and is the same
/// in every run.
pub fn token(page: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // The finaliser of splitmix64.
    let mut bits = (page as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let letters: String = (0..6)
        .map(|place| char::from(LETTERS[(bits >> (place * 6)) as usize % 62]))
        .collect();
    format!("{letters}+/=")
}

/// One page of an [`Api`].
#[derive(Debug, Clone)]
pub struct Slice {
    /// The records of the page.
    pub items: Vec<Value>,
    /// The number of the page, from 0.
    pub page: usize,
    /// The number of records before it.
    pub start: usize,
    /// The number of records before and in it.
    pub end: usize,
    /// The page size in effect.
    pub size: usize,
    /// The total number of records.
    pub total: usize,
    /// The token, number, offset or key of the next page; `None` on the last page.
    pub next: Option<String>,
    place: &'static str,
}

impl Slice {
    /// Whether no records follow.
    pub fn is_last(&self) -> bool {
        self.next.is_none()
    }

    /// [`next`](Self::next), or the empty string on the last page.
    pub fn token(&self) -> &str {
        self.next.as_deref().unwrap_or_default()
    }

    /// The total number of pages of this size.
    pub fn pages(&self) -> usize {
        self.total.div_ceil(self.size)
    }

    /// Path and query of the next page: those of the request, with the continuation.
    pub fn next_path(&self, request: &Request) -> Option<String> {
        Some(request.with_param(self.place, self.next.as_deref()?))
    }

    /// The absolute URL of the next page.
    pub fn next_url(&self, request: &Request) -> Option<String> {
        Some(format!("{}{}", request.origin, self.next_path(request)?))
    }
}

/// Why an [`Api`] refuses a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The page size is out of bounds.
    Size,
    /// The token was never issued, or the number is not valid.
    Unknown,
    /// Another parameter has changed since the token was issued.
    Changed,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Size => "the page size is out of bounds",
            Self::Unknown => "the continuation is not known",
            Self::Changed => "another parameter than the continuation has changed",
        })
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self::json(json!({ "error": refusal.to_string() })).status(400)
    }
}
