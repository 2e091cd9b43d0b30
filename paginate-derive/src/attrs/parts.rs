//! Tuples: the parts of a token, and the request locations of these parts.

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::setting::{Parts, Request, Response};
use super::{request, response};
use crate::errors::Ctxt;
use crate::keys::Key;
use crate::location::Place;
use crate::syntax::{List, Value};

/// The largest number of parts; no known API uses more.
const MOST: usize = 4;

pub(super) fn tokens(list: List, cx: &mut Ctxt) -> Option<Parts<Response>> {
    read(Key::Token, list, response::read, cx)
}

pub(super) fn places(list: List, cx: &mut Ctxt) -> Option<Parts<Request>> {
    let parts = read(Key::Param, list, request::read, cx)?;
    let mut right = true;
    for part in &parts.list {
        if matches!(
            part.place,
            Place::QueryMap | Place::BodyMap | Place::FormMap
        ) {
            cx.error(
                part.at,
                "a part of a token is one value, but this sends each entry of a map: write the name of a parameter, such as \"marker\"",
            );
            right = false;
        }
    }
    right.then_some(parts)
}

/// Reads each part like a single value of the key. Returns `None` if one is invalid, which is
/// reported.
fn read<T>(
    key: Key,
    list: List,
    part: fn(Key, Value, &mut Ctxt) -> Option<T>,
    cx: &mut Ctxt,
) -> Option<Parts<T>> {
    let value = Value::Tuple(list);
    let written = value.to_token_stream();
    let Value::Tuple(List { elements, .. }) = value else {
        return None;
    };
    let count = elements.len();
    if !(2..=MOST).contains(&count) {
        let message = match count {
            1 => format!(
                "one value needs no parentheses: write `{} = {}`",
                key.name(),
                inner(&written)
            ),
            _ => format!(
                "`{}` of several parts takes from 2 to {MOST}: `{}`",
                key.name(),
                example(key)
            ),
        };
        cx.error_over(written, message);
        return None;
    }
    let parts: Vec<Option<T>> = elements
        .into_iter()
        .map(|element| part(key, element, cx))
        .collect();
    let list = parts.into_iter().collect::<Option<Vec<T>>>()?;
    Some(Parts { list, written })
}

/// The tokens in the parentheses, without a trailing comma.
fn inner(tuple: &TokenStream) -> String {
    let text = crate::suggest::show(tuple);
    text.trim_matches(['(', ')', ',', ' ']).to_owned()
}

const fn example(key: Key) -> &'static str {
    match key {
        Key::Param => r#"param = ("key-marker", "version-id-marker")"#,
        _ => r#"token = ("next_key_marker", "next_version_id_marker")"#,
    }
}
