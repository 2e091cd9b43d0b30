//! The responses of a plan's API, without faults.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use serde_json::Value;

use super::plan::{Form, Mode, NoMore, Plan};

/// The query that every request must keep, byte for byte.
pub(crate) const FILTER: &str = "filter=a%20b&filter=c+d&none=&q=%2B%E2%82%AC";
/// The body that requests must keep.
pub(crate) const BODY: &str = r#"{"filter":{"a":[1, 2.50,"x"]},"paging":{"sort":"id"}}"#;
/// The beginning of every token. It needs percent-encoding, and a part of it looks like
/// percent-encoding.
const TOKEN: &str = "t+/=%41 &";

/// A request as the server read it.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Incoming {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    fn param(&self, name: &str) -> Result<Option<String>, String> {
        let mut values =
            url::form_urlencoded::parse(self.query().as_bytes()).filter(|(other, _)| other == name);
        let first = values.next().map(|(_, value)| Cow::into_owned(value));
        if values.next().is_some() {
            return Err(format!("`{name}` comes twice"));
        }
        Ok(first)
    }
}

/// A response without a fault.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
    /// The next token, for a header.
    pub(crate) token: Option<String>,
    /// The next page, for a `Link` header.
    pub(crate) link: Option<String>,
}

/// A continuation: the number of items before it, and of empty pages sent at this position.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Place {
    offset: usize,
    empty: usize,
}

impl Plan {
    pub(crate) fn path(&self) -> String {
        format!("/w/{}/list", self.number)
    }

    /// The response, or the mistake in the request.
    pub(crate) fn answer(&self, request: &Incoming, origin: &str) -> Result<Answer, String> {
        let in_body = self.mode == Mode::TokenInBody;
        self.check(request, in_body)?;
        let body: Value = if in_body {
            serde_json::from_slice(&request.body)
                .map_err(|error| format!("the body is not JSON: {error}"))?
        } else {
            Value::Null
        };
        let size = if in_body {
            body["paging"]["size"].as_u64()
        } else {
            let size = request.param("limit")?;
            size.map(|size| size.parse().map_err(|_| format!("`{size}` is no size")))
                .transpose()?
        };
        let number = |name: &str, base: usize| -> Result<usize, String> {
            let Some(text) = request.param(name)? else {
                return Err(format!("`{name}` is missing"));
            };
            let number: usize = text.parse().map_err(|_| format!("`{text}` is no number"))?;
            number
                .checked_sub(base)
                .ok_or_else(|| format!("{name} {number} is before the first"))
        };
        match self.mode {
            Mode::Token | Mode::TokenAlone | Mode::Url | Mode::Link => {
                self.token_page(request.param("cursor")?.as_deref(), size, origin)
            }
            Mode::TokenInBody => self.token_page(body["paging"]["token"].as_str(), size, origin),
            Mode::TokenInHeader => self.token_page(request.header("x-continue"), size, origin),
            Mode::Number => Ok(self.numbered_page(number("page", 1)?, size)),
            Mode::NumberUntil404 => Ok(self.numbered_page(number("page", 0)?, size)),
            Mode::Offset => Ok(self.place_page(number("offset", 0)?, size)),
            Mode::LastItem => {
                let offset = match request.param("after")? {
                    None => 0,
                    Some(_) => {
                        let distance = number("after", self.first_id as usize)? as u64;
                        if !distance.is_multiple_of(self.step)
                            || distance / self.step >= self.items as u64
                        {
                            return Err("no item has this key".to_owned());
                        }
                        (distance / self.step) as usize + 1
                    }
                };
                Ok(self.place_page(offset, size))
            }
        }
    }

    /// Checks the parts that every request must keep.
    fn check(&self, request: &Incoming, in_body: bool) -> Result<(), String> {
        let method = if in_body { "POST" } else { "GET" };
        if request.method != method {
            return Err(format!("{} instead of {method}", request.method));
        }
        let path = request.target.split('?').next().unwrap_or_default();
        if path != self.path() {
            return Err(format!("the path is {path}"));
        }
        if !request.query().starts_with(FILTER) {
            return Err("the filter is not as it was".to_owned());
        }
        if request.header("x-key") != Some("the key") {
            return Err("the header is gone".to_owned());
        }
        let body = String::from_utf8_lossy(&request.body);
        if in_body
            && !(body.contains(r#""filter":{"a":[1, 2.50,"x"]}"#)
                && body.contains(r#""sort":"id""#))
        {
            return Err(format!("the body is not as it was: {body}"));
        }
        Ok(())
    }

    /// The number of empty pages before the items at this offset.
    fn empty_at(&self, offset: usize) -> usize {
        let hash = self.hash(1, offset);
        if self.empty_pages && hash.is_multiple_of(4) {
            1 + (hash >> 8) as usize % 3
        } else {
            0
        }
    }

    /// The number of items on the page that begins at this offset.
    fn len_at(&self, offset: usize, size: Option<u64>) -> usize {
        let size = self.size(size);
        let len = if self.uneven {
            1 + self.hash(2, offset) as usize % size
        } else {
            size
        };
        len.min(self.items.saturating_sub(offset))
    }

    fn token_page(
        &self,
        token: Option<&str>,
        size: Option<u64>,
        origin: &str,
    ) -> Result<Answer, String> {
        let here = match token {
            None => Place::default(),
            Some(token) => {
                parse(token).ok_or_else(|| format!("the token `{token}` was never issued"))?
            }
        };
        let more =
            |place: Place| place.offset < self.items || place.empty < self.empty_at(place.offset);
        let (range, next) = if here.empty < self.empty_at(here.offset) {
            let next = Place {
                empty: here.empty + 1,
                ..here
            };
            (0..0, next)
        } else {
            let end = here.offset + self.len_at(here.offset, size);
            // Past the end, the position stays the same.
            let next = if end == here.offset {
                here
            } else {
                Place {
                    offset: end,
                    empty: 0,
                }
            };
            (here.offset..end, next)
        };
        let is_more = more(next);
        let flags = matches!(self.mode, Mode::Token | Mode::TokenInBody | Mode::Url);
        let token = (is_more || (self.live_end && self.says_more && flags))
            .then(|| format!("{TOKEN}{}.{}", next.offset, next.empty));
        let link = token.as_deref().map(|token| self.link(token, size, origin));
        let more = (self.says_more && flags).then_some(is_more);
        let items = self.list(range);
        let body = match self.mode {
            Mode::Token | Mode::TokenAlone => object(&[
                self.continuation("next", token.as_deref()),
                flag(more),
                items,
            ]),
            Mode::TokenInBody => {
                let paging = object(&[self.continuation("next", token.as_deref()), flag(more)]);
                object(&[format!("\"paging\":{paging}"), items])
            }
            Mode::Url => object(&[
                self.continuation("next", link.as_deref()),
                items,
                flag(more),
            ]),
            Mode::Link => items.trim_start_matches("\"items\":").to_owned(),
            _ => object(&[items]),
        };
        Ok(Answer {
            status: 200,
            body,
            token: token.filter(|_| self.mode == Mode::TokenInHeader),
            link: link.filter(|_| self.mode == Mode::Link),
        })
    }

    fn continuation(&self, name: &str, value: Option<&str>) -> String {
        match (value, self.no_more) {
            (Some(value), _) => format!("\"{name}\":{}", Value::from(value)),
            (None, NoMore::Null) => format!("\"{name}\":null"),
            (None, NoMore::Blank) => format!("\"{name}\":\"\""),
            (None, NoMore::Absent) => String::new(),
        }
    }

    fn link(&self, token: &str, size: Option<u64>, origin: &str) -> String {
        let cursor: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
        let mut query = format!("?{FILTER}&cursor={cursor}");
        if let Some(size) = size {
            write!(query, "&limit={size}").expect("a string");
        }
        match self.form {
            Form::Absolute => format!("{origin}{}{query}", self.path()),
            Form::Path => format!("{}{query}", self.path()),
            Form::Query => query,
        }
    }

    fn numbered_page(&self, page: usize, size: Option<u64>) -> Answer {
        let size = self.size(size);
        let pages = self.items.div_ceil(size) + self.gaps.len();
        let before = self.gaps.iter().filter(|&&gap| gap < page).count();
        let range = if self.gaps.contains(&page) {
            0..0
        } else {
            let start = ((page - before) * size).min(self.items);
            start..(start + size).min(self.items)
        };
        let mut status = 200;
        if page >= pages && page > 0 {
            match self.mode {
                Mode::NumberUntil404 => status = 404,
                _ if self.no_content => status = 204,
                _ => {}
            }
        }
        let more = (self.says_more && self.mode == Mode::Number).then_some(page + 1 < pages);
        let body = object(&[
            flag(more),
            self.count("pages", self.says_pages, pages, page),
            self.count("total", self.says_total, self.items, page),
            self.list(range),
        ]);
        Answer {
            status,
            body: if status == 200 { body } else { String::new() },
            token: None,
            link: None,
        }
    }

    fn place_page(&self, offset: usize, size: Option<u64>) -> Answer {
        let start = offset.min(self.items);
        let end = start + self.len_at(start, size);
        let body = object(&[
            self.list(start..end),
            flag(self.says_more.then_some(end < self.items)),
            self.count("total", self.says_total, self.items, start),
        ]);
        Answer {
            status: 200,
            body,
            token: None,
            link: None,
        }
    }

    fn count(&self, name: &str, said: bool, count: usize, place: usize) -> String {
        if !said {
            return String::new();
        }
        let unknown = if self.steady {
            9
        } else {
            self.hash(3, place) % 8
        };
        match unknown {
            0 => String::new(),
            1 => format!("\"{name}\":null"),
            2 => format!("\"{name}\":0"),
            3 => format!("\"{name}\":-1"),
            _ => format!("\"{name}\":{count}"),
        }
    }

    fn list(&self, range: Range<usize>) -> String {
        let mut list = String::from("\"items\":[");
        for (place, index) in range.enumerate() {
            let comma = if place > 0 { "," } else { "" };
            let id = self.id(index);
            write!(list, "{comma}{{\"id\":{id},\"name\":\"n{id}\"}}").expect("a string");
        }
        list.push(']');
        list
    }
}

fn parse(token: &str) -> Option<Place> {
    let (offset, empty) = token.strip_prefix(TOKEN)?.split_once('.')?;
    Some(Place {
        offset: offset.parse().ok()?,
        empty: empty.parse().ok()?,
    })
}

fn flag(more: Option<bool>) -> String {
    more.map_or(String::new(), |more| format!("\"more\":{more}"))
}

fn object(members: &[String]) -> String {
    let members: Vec<_> = members
        .iter()
        .map(String::as_str)
        .filter(|member| !member.is_empty())
        .collect();
    format!("{{{}}}", members.join(","))
}
