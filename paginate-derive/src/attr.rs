//! Phase 2, meaning: which kind of value each key takes. Knows no struct yet; what needs its fields is in `validate`.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{ExprPath, Ident, Lit, LitInt, LitStr, Path, Type};

use crate::crate_path;
use crate::errors::Ctxt;
use crate::keys::Key;
use crate::places;
use crate::show::show;
use crate::suggest::nearest;
use crate::value::{Call, Entries, Entry, List, Value};

/// A response location: where a value is read.
pub(crate) enum Response {
    /// A path of fields.
    Path(LitStr),
    Header(LitStr),
    Link(LitStr),
    /// A function, or a field whose quotes were forgotten.
    Function(ExprPath),
}

impl Response {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Path(text) | Self::Header(text) | Self::Link(text) => text.span(),
            Self::Function(path) => path.span(),
        }
    }
}

/// A request location: where a value is written.
pub(crate) struct Request {
    pub(crate) place: Place,
    pub(crate) at: Span,
}

#[derive(PartialEq, Eq)]
pub(crate) enum Place {
    Query(String),
    Header(String),
    Body(String),
    Form(String),
    QueryMap,
    BodyMap,
    FormMap,
}

/// A number as it was written.
pub(crate) struct Number {
    pub(crate) value: u64,
    pub(crate) at: Span,
}

/// A word or status of `end_on`.
pub(crate) struct EndWord {
    pub(crate) end: End,
    pub(crate) at: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Status(u16),
    Empty,
    Short,
    Repeat,
}

/// The attribute, each value of its key's kind. `None`: not given, or given and reported as broken; [`at`](Self::at) knows which.
#[derive(Default)]
pub(crate) struct Attrs {
    pub(crate) attribute: Option<Span>,
    /// Something was not even readable: no rule may complain that a key is missing.
    pub(crate) incomplete: bool,
    given: Vec<(Key, Span)>,

    pub(crate) token: Option<Response>,
    pub(crate) next_url: Option<Response>,
    pub(crate) page: Option<Request>,
    pub(crate) offset: Option<Request>,
    pub(crate) last_item: Option<LitStr>,
    pub(crate) next_with: Option<ExprPath>,
    pub(crate) param: Option<Request>,
    pub(crate) continue_at: Option<LitStr>,
    pub(crate) items: Option<Response>,
    pub(crate) item: Option<Type>,
    pub(crate) more: Option<Response>,
    pub(crate) done: Option<Response>,
    pub(crate) pages: Option<Response>,
    pub(crate) total: Option<Response>,
    pub(crate) end_on: Vec<EndWord>,
    pub(crate) size: Option<Request>,
    pub(crate) max: Option<Number>,
    pub(crate) min: Option<Number>,
    pub(crate) prefer: Option<Number>,
    pub(crate) start: Option<Number>,
    pub(crate) ok: Option<Response>,
    pub(crate) error: Option<Response>,
    pub(crate) nested: Vec<LitStr>,
    pub(crate) repeats: bool,
    /// The path of the runtime, if another one than the default was given.
    pub(crate) krate: Option<Path>,
}

impl Attrs {
    pub(crate) fn read(entries: Entries, cx: &mut Ctxt) -> Self {
        let mut attrs = Self {
            attribute: entries.attribute,
            incomplete: entries.incomplete,
            ..Self::default()
        };
        for Entry { key, at, value } in entries.list {
            attrs.given.push((key, at));
            if let Some(value) = value {
                attrs.set(key, at, value, cx);
            }
        }
        attrs
    }

    /// Where a key was given, whether or not its value made sense.
    pub(crate) fn at(&self, key: Key) -> Option<Span> {
        self.given.iter().find(|(given, _)| *given == key).map(|(_, at)| *at)
    }

    pub(crate) fn has(&self, key: Key) -> bool {
        self.at(key).is_some()
    }

    /// The sources that were given, in the order of the attribute.
    pub(crate) fn sources(&self) -> impl Iterator<Item = (Key, Span)> {
        self.given.iter().copied().filter(|(key, _)| Key::SOURCES.contains(key))
    }

    /// The source, where there is exactly one: rules about a mode have nothing to say otherwise.
    pub(crate) fn mode(&self) -> Option<Key> {
        let mut sources = self.sources();
        let (key, _) = sources.next()?;
        sources.next().is_none().then_some(key)
    }

    fn set(&mut self, key: Key, at: Span, value: Value, cx: &mut Ctxt) {
        if matches!(value, Value::Nothing) && key != Key::Repeats {
            cx.error(at, format!("`{}` needs a value: `{}`", key.name(), key.example()));
            return;
        }
        match key {
            Key::Token => self.token = response(key, value, cx),
            Key::NextUrl => self.next_url = response(key, value, cx),
            Key::More => self.more = response(key, value, cx),
            Key::Done => self.done = response(key, value, cx),
            Key::Pages => self.pages = response(key, value, cx),
            Key::Total => self.total = response(key, value, cx),
            Key::Ok => self.ok = response(key, value, cx),
            Key::Error => self.error = response(key, value, cx),
            Key::Items => self.items = response(key, value, cx),
            Key::Page => self.page = request(key, value, cx),
            Key::Offset => self.offset = request(key, value, cx),
            Key::Param => self.param = request(key, value, cx),
            Key::Size => self.size = request(key, value, cx),
            Key::LastItem => self.last_item = text(key, value, "the field of an item that is its key", cx),
            Key::NextWith => self.next_with = function(value, cx),
            Key::ContinueAt => {
                self.continue_at = text(key, value, "the path of later requests", cx).filter(|path| accept(path, places::request_path, cx));
            }
            Key::Item => self.item = item(value, cx),
            Key::Max => self.max = number(key, value, 1, cx),
            Key::Min => self.min = number(key, value, 1, cx),
            Key::Prefer => self.prefer = number(key, value, 1, cx),
            Key::Start => self.start = number(key, value, 0, cx),
            Key::EndOn => self.end_on = end_on(value, cx),
            Key::Nested => self.nested = nested(value, cx),
            Key::Repeats => match value {
                Value::Nothing => self.repeats = true,
                Value::Lit(Lit::Bool(flag)) if !flag.value => cx.error(
                    flag.span,
                    "`repeats` takes no value: leave the key out, repeats are refused by default",
                ),
                value => cx.error_over(value, "`repeats` takes no value: write the key alone"),
            },
            Key::Crate => self.krate = crate_path::read(value, cx),
        }
    }
}

/// Why a text is refused, if it is.
type Check = fn(&str) -> Result<(), String>;

/// Reports on the literal if `check` refuses its text.
fn accept(literal: &LitStr, check: Check, cx: &mut Ctxt) -> bool {
    check(&literal.value()).map_err(|why| cx.error(literal.span(), why)).is_ok()
}

/// "takes the name of a field" and the like: what a key wants, after a value of the wrong kind.
fn wrong_kind(key: Key, value: impl ToTokens, wants: &str, cx: &mut Ctxt) {
    cx.error_over(value, format!("`{}` takes {wants}: `{}`", key.name(), key.example()));
}

fn response(key: Key, value: Value, cx: &mut Ctxt) -> Option<Response> {
    let wants = match key {
        Key::Items => "the path of a field, or a function",
        _ => "the path of a field, a header or a function",
    };
    match value {
        Value::Lit(Lit::Str(path)) => Some(Response::Path(path)),
        Value::Path(path) => Some(Response::Function(path)),
        Value::Call(call) => response_call(key, &call, cx),
        Value::List(List { elements, .. }) if elements.len() == 1 => {
            cx.error_over(elements.first(), format!("`{}` takes one value, without brackets", key.name()));
            None
        }
        value => {
            wrong_kind(key, value, wants, cx);
            None
        }
    }
}

fn response_call(key: Key, call: &Call, cx: &mut Ctxt) -> Option<Response> {
    let Some(name) = call.name.get_ident() else {
        let path = show(&call.name);
        cx.error_over(
            &call.name,
            format!("give the function itself, without calling it: `{} = {path}`", key.name()),
        );
        return None;
    };
    match name.to_string().as_str() {
        "header" if key == Key::Items => {
            cx.error(name.span(), "items are read from the body: `items = \"users\"`");
            None
        }
        "header" => argument(call, name, cx)
            .filter(|name| accept(name, places::header_name, cx))
            .map(Response::Header),
        "link" if key == Key::NextUrl => argument(call, name, cx)
            .filter(|relation| accept(relation, places::relation, cx))
            .map(Response::Link),
        "link" => {
            cx.error(
                name.span(),
                "`link(..)` gives a URL, and only `next_url` reads one: `next_url = link(\"next\")`",
            );
            None
        }
        "body" | "field" | "json" | "path" => {
            let path = string(&call.arguments).map_or_else(|| "..".to_owned(), |path| path.value());
            cx.error(
                name.span(),
                format!("the body is read by the path of a field: `{} = \"{path}\"`", key.name()),
            );
            None
        }
        "query" | "form" => {
            cx.error(
                name.span(),
                format!(
                    "`{name}(..)` is a place in a request, and `{key}` reads from the response: `{}`",
                    key.example(),
                    key = key.name()
                ),
            );
            None
        }
        other => {
            let hint = match nearest(other, ["header", "link"]) {
                Some(near) => format!("unknown place `{other}(..)`: did you mean `{near}`?"),
                None if string(&call.arguments).is_some() => {
                    format!(
                        "unknown place `{other}(..)`: values are read from a field (`{}`), from `header(\"..\")` or by a function",
                        key.example()
                    )
                }
                None => format!("give the function itself, without calling it: `{} = {other}`", key.name()),
            };
            cx.error(name.span(), hint);
            None
        }
    }
}

fn request(key: Key, value: Value, cx: &mut Ctxt) -> Option<Request> {
    let wants = "a query parameter, a header or a place in the body";
    // A counter and a size are one number each; a token can be a map.
    let maps = key == Key::Param;
    match value {
        Value::Lit(Lit::Str(name)) => accept(&name, places::parameter, cx).then(|| Request {
            at: name.span(),
            place: Place::Query(name.value()),
        }),
        Value::Path(path) => {
            let word = path.path.get_ident().map(Ident::to_string).unwrap_or_default();
            let at = path.path.get_ident().map_or_else(Span::call_site, Ident::span);
            let place = match word.as_str() {
                "query" => Some(Place::QueryMap),
                "body" => Some(Place::BodyMap),
                "form" => Some(Place::FormMap),
                _ => None,
            };
            match place {
                Some(place) if maps => Some(Request { place, at }),
                Some(_) => {
                    let place = if word == "query" {
                        format!("\"{}\"", sample(key))
                    } else {
                        format!("{word}(\"{}\")", sample(key))
                    };
                    cx.error(
                        at,
                        format!(
                            "`{word}` alone is for tokens that are maps, and `{0}` is one number: name the place, `{0} = {place}`",
                            key.name()
                        ),
                    );
                    None
                }
                None if word == "header" => {
                    cx.error(at, format!("which header? `{} = header(\"X-Name\")`", key.name()));
                    None
                }
                None => {
                    let message = match path.path.get_ident() {
                        Some(word) => format!(
                            "`{}` names where a value is written: put it in quotes, `{} = \"{word}\"`",
                            key.name(),
                            key.name()
                        ),
                        None => format!(
                            "`{}` names where a value is written; a function reads: `{}`",
                            key.name(),
                            key.example()
                        ),
                    };
                    cx.error_over(path, message);
                    None
                }
            }
        }
        Value::Call(call) => request_call(key, &call, maps, cx),
        value => {
            wrong_kind(key, value, wants, cx);
            None
        }
    }
}

fn request_call(key: Key, call: &Call, maps: bool, cx: &mut Ctxt) -> Option<Request> {
    let Some(name) = call.name.get_ident() else {
        wrong_kind(key, &call.name, "a query parameter, a header or a place in the body", cx);
        return None;
    };
    let word = name.to_string();
    let (check, place): (Check, fn(String) -> Place) = match word.as_str() {
        "header" => (places::header_name, Place::Header),
        "body" => (places::json_path, Place::Body),
        "form" => (places::parameter, Place::Form),
        "query" => {
            let name_in = string(&call.arguments).map_or_else(|| sample(key).to_owned(), |name| name.value());
            cx.error(
                name.span(),
                format!("a query parameter is written as a bare string: `{} = \"{name_in}\"`", key.name()),
            );
            return None;
        }
        "link" => {
            cx.error(
                name.span(),
                format!(
                    "`link(..)` is read, and `{}` names where a value is written: `{}`",
                    key.name(),
                    key.example()
                ),
            );
            return None;
        }
        other => {
            let near = nearest(other, ["header", "body", "form"]).map_or_else(
                || "the places are `\"parameter\"`, `header(\"..\")`, `body(\"..\")` and `form(\"..\")`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            cx.error(name.span(), format!("unknown place `{other}(..)`: {near}"));
            return None;
        }
    };
    if call.arguments.is_empty() {
        let bare = if maps && word != "header" {
            format!("; `{word}` alone merges a map")
        } else {
            String::new()
        };
        cx.error(
            name.span(),
            format!("`{word}()` names nothing: `{word}(\"{}\")`{bare}", sample(key)),
        );
        return None;
    }
    let argument = argument(call, name, cx)?;
    accept(&argument, check, cx).then(|| Request {
        at: argument.span(),
        place: place(argument.value()),
    })
}

/// A name that a key could have, for examples.
const fn sample(key: Key) -> &'static str {
    match key {
        Key::Page => "page",
        Key::Offset => "offset",
        Key::Size => "per_page",
        _ => "cursor",
    }
}

/// The one string inside the parentheses.
fn argument(call: &Call, name: &Ident, cx: &mut Ctxt) -> Option<LitStr> {
    let text = string(&call.arguments);
    if text.is_none() {
        let message = format!("`{name}` takes one string: `{name}(\"..\")`");
        if call.arguments.is_empty() {
            cx.error(name.span(), message)
        } else {
            cx.error_over(&call.arguments, message)
        }
    }
    text
}

fn string(tokens: &TokenStream) -> Option<LitStr> {
    syn::parse2(tokens.clone()).ok()
}

fn text(key: Key, value: Value, wants: &str, cx: &mut Ctxt) -> Option<LitStr> {
    match value {
        Value::Lit(Lit::Str(text)) => Some(text),
        Value::Path(path) if path.path.get_ident().is_some() => {
            let word = path.to_token_stream().to_string();
            cx.error_over(
                path,
                format!("`{}` takes {wants}, in quotes: `{} = \"{word}\"`", key.name(), key.name()),
            );
            None
        }
        value => {
            wrong_kind(key, value, wants, cx);
            None
        }
    }
}

fn function(value: Value, cx: &mut Ctxt) -> Option<ExprPath> {
    match value {
        Value::Path(path) => Some(path),
        Value::Lit(Lit::Str(text)) => {
            cx.error(
                text.span(),
                format!(
                    "`next_with` takes the path of a function, without quotes: `next_with = {}`",
                    text.value()
                ),
            );
            None
        }
        Value::Call(call) => {
            let path = show(&call.name);
            cx.error_over(
                &call.name,
                format!("give the function itself, without calling it: `next_with = {path}`"),
            );
            None
        }
        value => {
            wrong_kind(Key::NextWith, value, "the path of a function", cx);
            None
        }
    }
}

fn item(value: Value, cx: &mut Ctxt) -> Option<Type> {
    match value {
        Value::Type(ty) => Some(ty),
        Value::Lit(Lit::Str(text)) => {
            cx.error(
                text.span(),
                format!("`item` takes a type, without quotes: `item = {}`", text.value()),
            );
            None
        }
        value => {
            wrong_kind(Key::Item, value, "a type", cx);
            None
        }
    }
}

fn number(key: Key, value: Value, least: u64, cx: &mut Ctxt) -> Option<Number> {
    let wants = if least == 0 { "a number" } else { "a number of items" };
    match value {
        Value::Lit(Lit::Int(literal)) => match literal.base10_parse::<u64>() {
            Ok(value) if value >= least => Some(Number { value, at: literal.span() }),
            Ok(value) => {
                cx.error(
                    literal.span(),
                    format!("`{} = {value}` is too small: a page has at least {least} item", key.name()),
                );
                None
            }
            Err(_) => {
                cx.error(
                    literal.span(),
                    format!("`{}` takes {wants} from {least} to {}", key.name(), u64::MAX),
                );
                None
            }
        },
        Value::Lit(Lit::Str(text)) if text.value().trim().parse::<u64>().is_ok() => {
            cx.error(
                text.span(),
                format!(
                    "`{}` takes a number, without quotes: `{} = {}`",
                    key.name(),
                    key.name(),
                    text.value().trim()
                ),
            );
            None
        }
        Value::Path(path) => {
            let why = "the attribute cannot look up constants";
            cx.error_over(
                path,
                format!("`{}` takes a number written out, {why}: `{}`", key.name(), key.example()),
            );
            None
        }
        value => {
            wrong_kind(key, value, wants, cx);
            None
        }
    }
}

fn end_on(value: Value, cx: &mut Ctxt) -> Vec<EndWord> {
    let elements = match value {
        Value::List(List { elements, .. }) if !elements.is_empty() => elements,
        Value::List(list) => {
            cx.error_over(
                Value::List(list),
                "`end_on` is empty: leave it out, or name a sign of the end: `end_on = [short]`",
            );
            return Vec::new();
        }
        value => {
            let written = value.to_token_stream().to_string();
            cx.error_over(value, format!("`end_on` takes a list: `end_on = [{}]`", written.trim_matches('"')));
            return Vec::new();
        }
    };
    let mut ends: Vec<EndWord> = Vec::new();
    for element in elements {
        let at = element.span();
        let Some(end) = end_word(element, cx) else { continue };
        if ends.iter().any(|given| given.end == end) {
            cx.error(at, "this is in the list already");
        } else {
            ends.push(EndWord { end, at });
        }
    }
    ends
}

fn end_word(element: Value, cx: &mut Ctxt) -> Option<End> {
    match element {
        Value::Lit(Lit::Int(literal)) => status(&literal).map_err(|why| cx.error(literal.span(), why)).ok(),
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

/// A status that can honestly mean "past the end".
fn status(literal: &LitInt) -> Result<End, String> {
    let status = literal.base10_parse::<u16>().unwrap_or(0);
    match status {
        401 | 403 => Err(format!(
            "{status} means that the credentials are refused, and reading it as the end would lose data silently"
        )),
        410 => Err("410 means that the continuation has expired, which is an error of its own and never the end".to_owned()),
        429 => Err("429 means too many requests: it is retried, and never the end".to_owned()),
        400..=499 => Ok(End::Status(status)),
        500..=599 => Err(format!(
            "{status} is a failure of the server: it is an error or retried, and never the end"
        )),
        200..=299 => Err(format!(
            "{status} is a page like any other; where an empty page is the end, write `empty`"
        )),
        _ => Err(format!(
            "`{literal}` cannot mean that there are no more pages: statuses of the end are from 400 to 499"
        )),
    }
}

fn nested(value: Value, cx: &mut Ctxt) -> Vec<LitStr> {
    let elements = match value {
        Value::List(List { elements, .. }) if !elements.is_empty() => elements,
        value @ Value::List(_) => {
            cx.error_over(
                value,
                format!(
                    "`nested` is empty: leave it out, or name a list inside an item: `{}`",
                    Key::Nested.example()
                ),
            );
            return Vec::new();
        }
        value => vec![value],
    };
    let mut paths: Vec<LitStr> = Vec::new();
    for element in elements {
        let Some(path) = text(Key::Nested, element, "the path of a list inside an item", cx) else {
            continue;
        };
        if paths.iter().any(|given| given.value() == path.value()) {
            cx.error(path.span(), "this list is named already");
        } else {
            paths.push(path);
        }
    }
    paths
}
