//! Serialises and deserialises checkpoints.
use std::sync::Arc;

use bytes::Bytes;
use serde::de::Error as _;
use serde::de::{self, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::page::cursor::Cursor;
use crate::page::link::LinkTarget;
use crate::page::token_value::TokenValue;
use crate::pager::checkpoint::{Checkpoint, ResumePoint};
use crate::pager::end::EndReason;
use crate::pager::position::Position;
use crate::scheme::mode::Kind;

/// The version of the format that is written.
const VERSION: u32 = 1;

impl Serialize for Checkpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Saved::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Checkpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let saved = Saved::deserialize(deserializer).map_err(without_values)?;
        Self::try_from(saved).map_err(D::Error::custom)
    }
}

/// Returns the same error without the value that it quotes: a checkpoint holds a token or a link,
/// which can be a credential.
fn without_values<E: de::Error>(error: E) -> E {
    let text = error.to_string();
    let quotes = [
        "invalid type",
        "invalid value",
        "invalid length",
        "unknown variant",
    ]
    .iter()
    .any(|kind| text.starts_with(kind));
    if !quotes {
        return error;
    }
    // The expectation comes last, in the words of this file.
    let expected = text
        .rsplit_once(", expected ")
        .map_or("another value", |(_, expected)| expected);
    E::custom(format!(
        "a member of the checkpoint has a wrong value: expected {expected}"
    ))
}

/// The written form. Its names are short, because a checkpoint is stored with every batch.
#[derive(Clone, Serialize, Deserialize)]
struct Saved {
    version: u32,
    query: u64,
    mode: SavedMode,
    place: SavedPlace,
    #[serde(default)]
    skip: u64,
    #[serde(default)]
    pages: u64,
    #[serde(default)]
    counter: u64,
    #[serde(default)]
    began: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    #[serde(default)]
    received: u64,
    #[serde(default)]
    empty_pages: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    known_pages: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    known_total: Option<u64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    estimated: bool,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedMode {
    Token,
    Tokens,
    NextUrl,
    Page,
    Offset,
    LastItem,
    Custom,
}

/// The written form of a [`Cursor`], and its only other form: stored checkpoints must stay readable
/// even if that type changes.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedPlace {
    First,
    Text(String),
    Json(String),
    Count(u64),
    Link {
        href: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        method: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<String>,
        #[serde(default)]
        merge: bool,
    },
    Tokens(Vec<Option<SavedValue>>),
    Params(Vec<(String, SavedValue)>),
    Request {
        method: String,
        uri: String,
        headers: Vec<(String, Vec<u8>)>,
        body: Vec<u8>,
    },
    Over(SavedEnd),
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedValue {
    Text(String),
    Json(String),
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedEnd {
    Flag,
    NoContinuation,
    Empty,
    Total,
    Short,
    Status,
    Repeat,
    Limit,
    Segment,
}

/// Implements the conversions between a type and its written form, in both directions.
macro_rules! saved_as {
    ($real:ident <=> $saved:ident: $($variant:ident),*) => {
        impl From<$real> for $saved {
            fn from(real: $real) -> Self {
                match real { $($real::$variant => Self::$variant),* }
            }
        }
        impl From<$saved> for $real {
            fn from(saved: $saved) -> Self {
                match saved { $($saved::$variant => Self::$variant),* }
            }
        }
    };
}
saved_as!(Kind <=> SavedMode: Token, Tokens, NextUrl, Page, Offset, LastItem, Custom);
saved_as!(EndReason <=> SavedEnd: Flag, NoContinuation, Empty, Total, Short, Status, Repeat, Limit, Segment);

impl From<&TokenValue<'_>> for SavedValue {
    fn from(value: &TokenValue<'_>) -> Self {
        match value {
            TokenValue::Text(text) => Self::Text(text.to_string()),
            TokenValue::Json(json) => Self::Json(json.to_string()),
        }
    }
}

/// Reads a value that anybody may have written. Its JSON must be a single value, so that it cannot
/// add other members to the body into which it is written.
fn value(saved: SavedValue) -> Result<TokenValue<'static>, String> {
    match saved {
        SavedValue::Text(text) => Ok(TokenValue::text(text)),
        SavedValue::Json(json) if is_json(&json) => Ok(TokenValue::json(json)),
        SavedValue::Json(_) => Err("the token in the checkpoint is not JSON".to_owned()),
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

impl From<&ResumePoint> for SavedPlace {
    fn from(place: &ResumePoint) -> Self {
        let cursor = match place {
            ResumePoint::Over(reason) => return Self::Over((*reason).into()),
            ResumePoint::Request(cursor) => cursor,
        };
        match cursor.as_ref() {
            Cursor::First => Self::First,
            Cursor::Token(value) => match value.into() {
                SavedValue::Text(text) => Self::Text(text),
                SavedValue::Json(json) => Self::Json(json),
            },
            Cursor::Tokens(parts) => Self::Tokens(
                parts
                    .iter()
                    .map(|part| part.as_ref().map(Into::into))
                    .collect(),
            ),
            Cursor::Count(count) => Self::Count(*count),
            Cursor::Link(target) => Self::Link {
                href: target.href.to_string(),
                method: target.method.as_ref().map(ToString::to_string),
                body: target.body.as_ref().map(ToString::to_string),
                merge: target.merge,
            },
            Cursor::Params(params) => Self::Params(
                params
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.into()))
                    .collect(),
            ),
            Cursor::Request(request) => Self::Request {
                method: request.method().to_string(),
                uri: request.uri().to_string(),
                headers: request
                    .headers()
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
                    .collect(),
                body: request.body().to_vec(),
            },
        }
    }
}

impl TryFrom<SavedPlace> for ResumePoint {
    type Error = String;

    fn try_from(saved: SavedPlace) -> Result<Self, String> {
        let method = |name: &str| {
            name.parse::<http::Method>()
                .map_err(|_| "the checkpoint has an invalid HTTP method".to_owned())
        };
        let cursor = match saved {
            SavedPlace::Over(reason) => return Ok(Self::Over(reason.into())),
            SavedPlace::First => Cursor::First,
            SavedPlace::Text(text) => Cursor::Token(TokenValue::text(text)),
            SavedPlace::Json(json) => Cursor::Token(value(SavedValue::Json(json))?),
            SavedPlace::Tokens(parts) => {
                let parts = parts.into_iter().map(|part| part.map(value).transpose());
                Cursor::Tokens(parts.collect::<Result<_, String>>()?)
            }
            SavedPlace::Count(count) => Cursor::Count(count),
            SavedPlace::Link {
                href,
                method: name,
                body,
                merge,
            } => {
                let method = name.as_deref().map(method).transpose()?;
                // The body is sent without changes.
                if body.as_deref().is_some_and(|body| !is_json(body)) {
                    return Err("the body of the link in the checkpoint is not JSON".to_owned());
                }
                Cursor::Link(LinkTarget {
                    href: href.into(),
                    method,
                    body: body.map(Into::into),
                    merge,
                })
            }
            SavedPlace::Params(params) => {
                let params = params
                    .into_iter()
                    .map(|(name, saved)| Ok((name.into(), value(saved)?)));
                Cursor::Params(params.collect::<Result<_, String>>()?)
            }
            SavedPlace::Request {
                method: name,
                uri,
                headers,
                body,
            } => {
                let mut request = http::Request::builder().method(method(&name)?).uri(uri);
                for (name, value) in headers {
                    request = request.header(name, value);
                }
                let request = request
                    .body(Bytes::from(body))
                    .map_err(|_| "the HTTP request in the checkpoint is invalid".to_owned())?;
                Cursor::Request(Box::new(request))
            }
        };
        Ok(Self::Request(Arc::new(cursor)))
    }
}

impl From<&Checkpoint> for Saved {
    fn from(checkpoint: &Checkpoint) -> Self {
        let position = &checkpoint.position;
        Self {
            version: VERSION,
            query: checkpoint.query,
            mode: checkpoint.mode.into(),
            place: (&checkpoint.place).into(),
            skip: checkpoint.skip,
            pages: checkpoint.pages,
            counter: position.counter,
            began: position.began,
            size: position.size,
            received: position.received,
            empty_pages: position.empty_pages,
            known_pages: position.pages,
            known_total: position.total,
            estimated: position.estimated,
        }
    }
}

impl TryFrom<Saved> for Checkpoint {
    type Error = String;

    fn try_from(saved: Saved) -> Result<Self, String> {
        if saved.version != VERSION {
            return Err(format!(
                "a checkpoint of version {}, but this library reads version {VERSION}",
                saved.version
            ));
        }
        Ok(Self {
            query: saved.query,
            mode: saved.mode.into(),
            place: saved.place.try_into()?,
            skip: saved.skip,
            pages: saved.pages,
            position: Position {
                counter: saved.counter,
                began: saved.began,
                size: saved.size,
                received: saved.received,
                empty_pages: saved.empty_pages,
                pages: saved.known_pages,
                total: saved.known_total,
                estimated: saved.estimated,
                // Not written: a resumed walk has its own.
                cursor: Arc::new(Cursor::First),
                longest: 0,
                empty_budget: 0,
            },
        })
    }
}
