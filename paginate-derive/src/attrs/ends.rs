//! The list of `end_on`: words, and statuses that can mean the end.

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Lit, LitInt};

use super::setting::EndWord;
use crate::errors::Ctxt;
use crate::location::End;
use crate::suggest::nearest;
use crate::syntax::{List, Value};

pub(super) fn read(value: Value, cx: &mut Ctxt) -> Vec<EndWord> {
    let elements = match value {
        Value::List(List { elements, .. }) if !elements.is_empty() => elements,
        Value::List(list) => {
            cx.error_over(
                Value::List(list),
                "`end_on` is empty: leave it out, or name what this API sends at the end: `end_on = [404]` (a status), `[empty]` (a page without items), `[repeat]` (the last \
                 token again), or `[short]` (fewer items than requested, only if each page except the last one is full)",
            );
            return Vec::new();
        }
        value => {
            let written = value.to_token_stream().to_string();
            cx.error_over(
                value,
                format!(
                    "`end_on` takes a list: `end_on = [{}]`",
                    written.trim_matches('"')
                ),
            );
            return Vec::new();
        }
    };
    let mut ends: Vec<EndWord> = Vec::new();
    for element in elements {
        let (at, written) = (element.span(), element.to_token_stream());
        let Some(end) = end_word(element, cx) else {
            continue;
        };
        if ends.iter().any(|given| given.end == end) {
            cx.error(at, format!("{written} is in the list already: remove one"));
        } else {
            ends.push(EndWord { end, at });
        }
    }
    ends
}

fn end_word(element: Value, cx: &mut Ctxt) -> Option<End> {
    match element {
        Value::Lit(Lit::Int(literal)) => status(&literal)
            .map_err(|why| cx.error(literal.span(), why))
            .ok(),
        Value::Path(path) if path.path.get_ident().is_some() => {
            let word = path.to_token_stream().to_string();
            match word.as_str() {
                "empty" => Some(End::Empty),
                "short" => Some(End::Short),
                "repeat" => Some(End::Repeat),
                other => {
                    let hint = nearest(other, ["empty", "short", "repeat"]).map_or_else(
                        || "it takes statuses, `empty`, `short` and `repeat`".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    cx.error_over(path, format!("`end_on` knows no `{other}`: {hint}"));
                    None
                }
            }
        }
        Value::Lit(Lit::Str(text)) => {
            cx.error(
                text.span(),
                format!(
                    "words and statuses of `end_on` are written without quotes: `end_on = [{}]`",
                    text.value()
                ),
            );
            None
        }
        element => {
            cx.error_over(
                element,
                "`end_on` takes statuses, `empty`, `short` and `repeat`: `end_on = [404, short]`",
            );
            None
        }
    }
}

/// A status that can mean "past the end".
fn status(literal: &LitInt) -> Result<End, String> {
    let status = literal.base10_parse::<u16>().unwrap_or(0);
    match status {
        401 | 403 => Err(format!(
            "{status} means that the credentials are refused, and reading it as the end would lose data silently: remove {status}"
        )),
        410 => Err("410 means that the continuation has expired, which is an error of its own and never the end: remove 410".to_owned()),
        429 => Err("429 means too many requests: it is retried, and never the end: remove 429".to_owned()),
        400..=499 => Ok(End::Status(status)),
        500..=599 => Err(format!(
            "{status} is a failure of the server: it is an error or retried, and never the end: remove {status}"
        )),
        200..=299 => Err(format!(
            "{status} does not end a walk: if an empty page is the end, write `empty`"
        )),
        _ => Err(format!(
            "`{literal}` cannot mean that there are no more pages: statuses of the end are from 400 to 499"
        )),
    }
}
