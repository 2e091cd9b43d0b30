//! A request that can be sent, and values written into it.

use std::fmt;

use serde_json::{Map, Value};

use crate::declaration::RequestLocation;
use crate::model::Place;
use crate::value;

/// A request: what a probe is given first, and what it asks to be sent.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Request {
    /// The method in capitals.
    pub method: String,
    /// The URL with its query.
    pub url: String,
    /// The headers. They can hold credentials.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Content,
}

/// The body of a request.
#[derive(Clone, PartialEq, Default)]
pub enum Content {
    /// None.
    #[default]
    Empty,
    /// JSON.
    Json(Value),
    /// The fields of a form, decoded.
    Form(Vec<(String, String)>),
    /// Another text, which is sent as it is.
    Text(String),
}

/// Without values of headers, query and body, which can hold credentials.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (origin, path, _) = value::split_url(&self.url);
        write!(f, "{} {origin}{path}", self.method)
    }
}

/// Without its values, which can hold credentials.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Json(_) => "Json(..)",
            Self::Form(_) => "Form(..)",
            Self::Text(_) => "Text(..)",
        })
    }
}

impl Request {
    /// A GET of a URL.
    pub fn get(url: impl Into<String>) -> Self {
        Self {
            method: "GET".to_owned(),
            url: url.into(),
            headers: Vec::new(),
            body: Content::Empty,
        }
    }

    /// The request with a value at a place: a member of the query, of the JSON body, of the form, or
    /// a header. What was there before is replaced.
    ///
    /// # Examples
    ///
    /// ```
    /// use paginate_infer::declaration::RequestLocation;
    /// use paginate_infer::model::Place;
    /// use paginate_infer::probe::Request;
    ///
    /// let to = RequestLocation { place: Place::Query, name: "page".to_owned() };
    /// let request = Request::get("https://api.example.com/users?role=a%20b&page=1");
    /// let second = request.with(&to, &2.into());
    /// assert_eq!(second.url, "https://api.example.com/users?role=a%20b&page=2");
    /// ```
    #[must_use]
    pub fn with(&self, to: &RequestLocation, value: &Value) -> Self {
        let mut request = self.clone();
        let plain = value::plain(value).unwrap_or_else(|| value.to_string());
        match (to.place, &mut request.body) {
            (Place::Query | Place::Path, _) => {
                request.url = with_query(&self.url, &to.name, &plain);
            }
            (Place::Header, _) => {
                let is_other = |(name, _): &(String, String)| !name.eq_ignore_ascii_case(&to.name);
                request.headers.retain(is_other);
                request.headers.push((to.name.clone(), plain));
            }
            (Place::Form, Content::Form(fields)) => {
                match fields.iter_mut().find(|(name, _)| *name == to.name) {
                    Some((_, known)) => *known = plain,
                    None => fields.push((to.name.clone(), plain)),
                }
            }
            (Place::Body, Content::Json(body)) => write(body, &to.name, value),
            (Place::Body, body) => {
                let mut members = Value::Object(Map::new());
                write(&mut members, &to.name, value);
                *body = Content::Json(members);
            }
            (Place::Form, body) => *body = Content::Form(vec![(to.name.clone(), plain)]),
        }
        request
    }

    /// What the request has at a place.
    pub(crate) fn at(&self, to: &RequestLocation) -> Option<Value> {
        match (to.place, &self.body) {
            (Place::Query | Place::Path, _) => {
                let pairs = self.query().into_iter();
                let mut same = pairs.filter(|(name, _)| *name == to.name);
                same.next().map(|(_, value)| Value::from(value))
            }
            (Place::Header, _) => {
                let mut headers = self.headers.iter();
                headers
                    .find(|(name, _)| name.eq_ignore_ascii_case(&to.name))
                    .map(|(_, value)| Value::from(value.as_str()))
            }
            (Place::Form, Content::Form(fields)) => fields
                .iter()
                .find(|(name, _)| *name == to.name)
                .map(|(_, value)| Value::from(value.as_str())),
            (Place::Body, Content::Json(body)) => {
                let mut value = body;
                for step in to.name.split('.') {
                    value = value.get(step)?;
                }
                Some(value.clone())
            }
            _ => None,
        }
    }

    /// The parameters of the query, decoded.
    pub(crate) fn query(&self) -> Vec<(String, String)> {
        let (_, _, query) = value::split_url(&self.url);
        value::pairs(query)
    }

    /// The text of a GraphQL query, if it is one.
    pub(crate) fn graphql(&self) -> Option<&str> {
        let Content::Json(body) = &self.body else {
            return None;
        };
        let text = body.get("query")?.as_str()?;
        text.contains('{').then_some(text)
    }

    /// Where parameters of this request are written: in the query, or in its body.
    pub(crate) fn place(&self) -> Place {
        match self.body {
            Content::Json(_) => Place::Body,
            Content::Form(_) => Place::Form,
            _ => Place::Query,
        }
    }
}

fn with_query(url: &str, name: &str, value: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let mut pairs: Vec<String> = Vec::new();
    let ours = format!("{}={}", encoded(name), encoded(value));
    let mut is_written = false;
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let known = value::pairs(pair);
        if known.first().is_some_and(|(known, _)| known == name) {
            if !is_written {
                pairs.push(ours.clone());
            }
            is_written = true;
        } else {
            pairs.push(pair.to_owned());
        }
    }
    if !is_written {
        pairs.push(ours);
    }
    format!("{path}?{}", pairs.join("&"))
}

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'$' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn write(body: &mut Value, path: &str, value: &Value) {
    if !body.is_object() {
        *body = Value::Object(Map::new());
    }
    let Some(members) = body.as_object_mut() else {
        return;
    };
    match path.split_once('.') {
        Some((first, rest)) => {
            let inner = members.entry(first).or_insert(Value::Null);
            write(inner, rest, value);
        }
        None => {
            members.insert(path.to_owned(), value.clone());
        }
    }
}
