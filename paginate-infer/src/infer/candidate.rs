//! Members that could be a token, and parameters that could take one.

use crate::infer::facts::{Facts, Field, Input};
use crate::infer::url;
use crate::infer::words::{self, TokenName};
use crate::model::{Kind, Place};

/// A member that could be a token.
#[derive(Debug, Clone)]
pub(crate) struct Output<'a, 'f> {
    pub(crate) field: &'f Field<'a>,
    pub(crate) name: TokenName,
    pub(crate) points: i32,
}

/// A parameter that could take a token.
#[derive(Debug, Clone)]
pub(crate) struct Taker<'a, 'f> {
    pub(crate) input: &'f Input<'a>,
    pub(crate) name: TokenName,
    pub(crate) points: i32,
}

/// The members that could be a token.
pub(crate) fn outputs<'a, 'f>(facts: &'f Facts<'a>) -> Vec<Output<'a, 'f>> {
    let fields = facts.fields.iter();
    let fields = fields.filter(|field| {
        !url::is_url(facts, field) && !is_echo(facts, field) && !words::is_unused(field.description)
    });
    let outputs = fields.filter_map(|field| {
        let name = words::token_name(&field.words)?;
        let points = output_points(field, &name)?;
        let depth = i32::try_from(field.parent().len()).unwrap_or(0);
        let points = points + noted(field.description) - 2 * depth;
        Some(Output {
            field,
            name,
            points,
        })
    });
    outputs.collect()
}

/// Whether the member repeats what was asked for: beside `marker` there is `next_marker`.
fn is_echo(facts: &Facts<'_>, field: &Field<'_>) -> bool {
    !words::has(&field.words, "next")
        && facts.fields.iter().any(|other| {
            let plain = words::without_next(&other.words);
            other.parent() == field.parent()
                && words::has(&other.words, "next")
                && plain == field.words.iter().map(String::as_str).collect::<Vec<_>>()
        })
}

fn output_points(field: &Field<'_>, name: &TokenName) -> Option<i32> {
    match field.kind() {
        Kind::String | Kind::Any => {}
        Kind::Integer if name.is_next => {}
        Kind::Map if name.noun.is_some() => {}
        // A key of several members.
        Kind::Object if name.is_start && name.noun.as_deref() == Some("key") => {}
        _ => return None,
    }
    if !name.qualifiers.is_empty() {
        let is_last = words::has(&field.words, "evaluated");
        return Some(if name.is_next || is_last { 20 } else { 5 });
    }
    Some(match name.noun.as_deref() {
        None if name.is_next => 25,
        // `start` and `from` are echoes of what was asked for.
        None => {
            if words::has(&field.words, "after") {
                25
            } else {
                0
            }
        }
        Some("token") if !(name.is_next || name.is_of_pages) => 5,
        // Where this page began.
        Some(_) if !name.is_next && is_beginning(&field.words) => 5,
        Some("position") => 20,
        Some("key") => 40,
        Some(_) if name.is_next || name.is_of_pages => 45,
        Some(_) => 38,
    })
}

/// Whether the words name where something begins.
fn is_beginning(words: &[String]) -> bool {
    ["start", "starting", "from"]
        .iter()
        .any(|word| words::has(words, word))
}

/// The parameters that could take a token.
pub(crate) fn takers<'a, 'f>(facts: &'f Facts<'a>) -> Vec<Taker<'a, 'f>> {
    let inputs = facts.inputs.iter().filter(|input| {
        input.parameter.place != Place::Path
            && !words::is_unused(input.description())
            && !matches!(input.kind(), Kind::Boolean | Kind::List)
    });
    let takers = inputs.filter_map(|input| {
        let name = words::token_name(&input.words)?;
        let points = taker_points(input, &name) + noted(input.description());
        Some(Taker {
            input,
            name,
            points,
        })
    });
    takers.collect()
}

fn taker_points(input: &Input<'_>, name: &TokenName) -> i32 {
    if !name.qualifiers.is_empty() {
        return if name.is_start || name.noun.is_some() {
            10
        } else {
            5
        };
    }
    match name.noun.as_deref() {
        None if words::has(&input.words, "after") => 30,
        None if name.is_next => 25,
        None => 10,
        Some("token") if !(name.is_next || name.is_of_pages || name.is_start) => 5,
        Some("position") => 20,
        Some("key") => 40,
        Some(_) if name.is_next || name.is_of_pages || name.is_start => 45,
        Some(_) => 38,
    }
}

/// The points for a description that speaks of further pages.
pub(crate) fn noted(description: Option<&str>) -> i32 {
    if words::is_of_paging(description) {
        10
    } else {
        0
    }
}
