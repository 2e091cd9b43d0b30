//! The vocabulary: parameters that APIs commonly read.

use crate::declaration::RequestLocation;
use crate::infer::words;
use crate::model::Place;
use crate::probe::request::{Content, Request};
use crate::value;

/// Page sizes.
const SIZES: &[&str] = &[
    "limit",
    "page size",
    "per page",
    "size",
    "count",
    "max results",
    "$top",
    "top",
    "first",
    "n",
    "take",
    "rows",
    "_limit",
    "_size",
    "_per_page",
    "results per page",
    "page[size]",
    "page[limit]",
    "max items",
    "num",
    "PageSize",
];

/// Page numbers.
const PAGES: &[&str] = &[
    "page",
    "page number",
    "p",
    "page no",
    "page index",
    "_page",
    "page[number]",
    "current page",
    "page num",
    "paged",
];

/// Numbers of items to skip.
const OFFSETS: &[&str] = &[
    "offset",
    "skip",
    "start",
    "start at",
    "start index",
    "from",
    "$skip",
    "page[offset]",
    "first result",
    "_start",
    "_offset",
    "start row",
    "page offset",
];

/// What takes the key of the last item.
const AFTERS: &[&str] = &[
    "starting after",
    "after",
    "after id",
    "since",
    "last id",
    "since id",
    "start after",
    "marker",
    "last",
    "from id",
    "page[after]",
    "cursor",
    "before",
    "before id",
    "max id",
];

/// What takes a token.
const TOKENS: &[&str] = &[
    "cursor",
    "page token",
    "after",
    "next token",
    "start cursor",
    "token",
    "continuation token",
    "page cursor",
    "next cursor",
    "marker",
    "continue",
    "starting after",
    "continuation",
    "page[cursor]",
    "page[after]",
    "bookmark",
    "scroll id",
    "next page token",
    "pagination token",
    "next",
];

/// Members whose token goes to a parameter with another name.
const PAIRS: &[(&str, &str)] = &[
    ("last evaluated key", "exclusive start key"),
    ("next shard iterator", "shard iterator"),
    ("end cursor", "after"),
    ("continuation", "continuation token"),
];

/// Locations of a request, the likely ones first.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// To be tried one at a time.
    pub(super) likely: Vec<RequestLocation>,
    /// To be tried together first, because there are many.
    pub(super) others: Vec<RequestLocation>,
}

/// Page sizes. Likely are those that the request has, or that the response repeats.
pub(super) fn sizes(request: &Request, echoes: &[String]) -> Names {
    if let Some(names) = variables(request, |_, ty| ty.starts_with("Int")) {
        return names;
    }
    let is_size = |name: &str| SIZES.iter().any(|size| is_like(name, size));
    let is_number = |name: &String| {
        let to = RequestLocation {
            place: request.place(),
            name: name.clone(),
        };
        let text = request.at(&to).as_ref().and_then(value::plain);
        text.is_some_and(|text| text.parse::<u64>().is_ok())
    };
    let mut names: Vec<String> = known(request)
        .into_iter()
        .filter(|name| is_size(name) && is_number(name))
        .collect();
    if !names.is_empty() {
        return split(request, names, Vec::new());
    }
    names.extend(echoes.iter().filter(|name| is_size(name)).cloned());
    names.extend(marked_alike(request, SIZES).into_iter().take(1));
    let others = styles(request, SIZES);
    split(request, names, others)
}

/// Page numbers.
pub(super) fn pages(request: &Request, echoes: &[String]) -> Names {
    counters(request, echoes, PAGES, 1)
}

/// Numbers of items to skip.
pub(super) fn offsets(request: &Request, echoes: &[String]) -> Names {
    counters(request, echoes, OFFSETS, 1)
}

/// What takes the key of the last item.
pub(super) fn afters(request: &Request) -> Names {
    counters(request, &[], AFTERS, 2)
}

fn counters(request: &Request, echoes: &[String], vocabulary: &[&str], alone: usize) -> Names {
    let is_it = |name: &str| vocabulary.iter().any(|word| is_like(name, word));
    if let Some(names) = variables(request, |name, _| is_it(name)) {
        return names;
    }
    let mut likely: Vec<String> = known(request)
        .into_iter()
        .filter(|name| is_it(name))
        .collect();
    likely.extend(echoes.iter().filter(|name| is_it(name)).cloned());
    likely.extend(marked_alike(request, vocabulary));
    let usual = vocabulary.get(..alone).unwrap_or(vocabulary);
    likely.extend(
        usual
            .iter()
            .filter_map(|name| styles(request, &[name]).into_iter().next()),
    );
    split(request, likely, styles(request, vocabulary))
}

/// What could take the token of a member.
pub(super) fn tokens(request: &Request, own: &str, around: &[String], is_number: bool) -> Names {
    let is_token = |name: &str| words::token_name(&words::split(name)).is_some();
    let is_it = |name: &str, ty: &str| !ty.starts_with("Int") && is_token(name);
    if let Some(names) = variables(request, is_it) {
        return names;
    }
    let split_name = words::split(own);
    let pair = PAIRS
        .iter()
        .find(|(member, _)| words::are(&split_name, member));
    let plain: Vec<&str> = split_name
        .iter()
        .map(String::as_str)
        .skip_while(|word| *word == "x" || *word == "ms")
        .filter(|word| !matches!(*word, "next" | "end"))
        .collect();
    let mut likely: Vec<String> = known(request)
        .into_iter()
        .filter(|name| is_token(name))
        .collect();
    likely.extend(pair.map(|(_, parameter)| styled(parameter, own)));
    if !plain.is_empty() && plain.len() < split_name.len() {
        let joined = plain.join(" ");
        likely.push(styled(&joined, own));
    }
    // The name of a header is no name of a parameter.
    if !own.contains('-') {
        likely.push(own.to_owned());
    }
    if own.to_lowercase().ends_with("cursor") {
        likely.push(styled("start cursor", own));
    }
    if around.iter().any(|word| word == "page") {
        likely.push(format!("page[{}]", plain.join("_")));
    }
    let counters = || [PAGES, OFFSETS].concat();
    if is_number {
        // A number that the request already has is the one that is to be another.
        let is_counter = |name: &String| counters().iter().any(|word| is_like(name, word));
        let own = known(request).into_iter().filter(is_counter);
        let own: Vec<String> = own.chain(marked_alike(request, &counters())).collect();
        likely.splice(0..0, own);
        likely.extend(["page", "offset", "cursor", "start", "after"].map(str::to_owned));
    }
    let others = match is_number {
        true => styles(request, &counters()),
        false => TOKENS.iter().map(|name| styled(name, own)).collect(),
    };
    split(request, likely, others)
}

fn split(request: &Request, likely: Vec<String>, others: Vec<String>) -> Names {
    let likely = located(request, likely);
    let mut others = located(request, others);
    others.retain(|name| !likely.contains(name));
    Names { likely, others }
}

/// The names that the request already has.
fn known(request: &Request) -> Vec<String> {
    match &request.body {
        Content::Json(body) => {
            let members = body.as_object().into_iter().flatten();
            members.map(|(name, _)| name.clone()).collect()
        }
        Content::Form(fields) => fields.iter().map(|(name, _)| name.clone()).collect(),
        _ => request.query().into_iter().map(|(name, _)| name).collect(),
    }
}

fn located(request: &Request, names: Vec<String>) -> Vec<RequestLocation> {
    let place = request.place();
    let mut located: Vec<RequestLocation> = Vec::new();
    for name in names {
        let location = RequestLocation { place, name };
        if !located.contains(&location) {
            located.push(location);
        }
    }
    located
}

/// Of the variables that a GraphQL query declares, those whose name and type are it. `None` if the
/// request is no such query.
fn variables(request: &Request, is_it: impl Fn(&str, &str) -> bool) -> Option<Names> {
    let declared = request.graphql()?.split('{').next()?;
    let variables = declared.split('$').skip(1);
    let likely = variables.filter_map(|variable| {
        let (name, ty) = variable.split_once(':')?;
        let (name, ty) = (name.trim(), ty.trim());
        is_it(name, ty).then(|| RequestLocation {
            place: Place::Body,
            name: format!("variables.{name}"),
        })
    });
    Some(Names {
        likely: likely.collect(),
        others: Vec::new(),
    })
}

/// Whether a name is this one, in any style.
fn is_like(name: &str, words: &str) -> bool {
    name == words || words::are(&words::split(name), words)
}

/// The names as APIs write them: `page_size`, `pageSize`; `PageSize` if those of the request are
/// written so.
fn styles(request: &Request, names: &[&str]) -> Vec<String> {
    let known = known(request);
    let is_upper = |name: &String| name.starts_with(char::is_uppercase);
    let is_pascal = !known.is_empty() && known.iter().all(is_upper);
    let styles = names.iter().map(|name| match name.contains(' ') {
        _ if mark(name).is_some() => vec![(*name).to_owned()],
        _ if is_pascal => vec![words::humped(name, true)],
        true => vec![styled(name, "a_b"), styled(name, "aB")],
        false => vec![(*name).to_owned()],
    });
    styles.flatten().collect()
}

/// Names with a mark that a name of the request has, too: with `_limit` goes `_page`.
fn marked_alike(request: &Request, vocabulary: &[&str]) -> Vec<String> {
    let known = known(request);
    let marks: Vec<&str> = known.iter().filter_map(|name| mark(name)).collect();
    let alike = vocabulary
        .iter()
        .filter(|name| mark(name).is_some_and(|mark| marks.contains(&mark)));
    alike.map(|name| (*name).to_owned()).collect()
}

/// What some APIs write before the names of their own parameters, which are no filters.
fn mark(name: &str) -> Option<&'static str> {
    let mut marks = ["_", "$", "page["].into_iter();
    marks.find(|mark| name.starts_with(mark))
}

/// Words in the style of another name.
fn styled(name: &str, like: &str) -> String {
    let inner = like.get(1..).unwrap_or_default();
    if like.contains('_') || !inner.contains(|letter: char| letter.is_uppercase()) {
        return name.replace(' ', "_");
    }
    words::humped(name, like.starts_with(char::is_uppercase))
}
