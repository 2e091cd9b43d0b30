//! Phase 2, meaning: which kind of value each key takes. Knows no struct yet; what needs its fields is in `validate`.

pub(crate) mod crate_path;
mod ends;
mod parts;
mod request;
mod response;
mod values;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{ExprPath, Ident, LitStr, Path, Type};

use crate::errors::Ctxt;
use crate::keys::Key;
use crate::location::{self, End, Place};
use crate::suggest::show;
use crate::syntax::{Call, Entries, Entry, Value};

pub(crate) use parts::Parts;

/// A response location: where a value is read.
pub(crate) enum Response {
    /// A path of fields.
    Path(LitStr),
    Header(LitStr),
    Link(LitStr),
    /// A function, or a field whose quotes were forgotten.
    Function(ExprPath),
}

impl ToTokens for Response {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Path(text) | Self::Header(text) | Self::Link(text) => text.to_tokens(tokens),
            Self::Function(path) => path.to_tokens(tokens),
        }
    }
}

/// A request location: where a value is written.
pub(crate) struct Request {
    pub(crate) place: Place,
    pub(crate) at: Span,
}

/// A number as it was written.
pub(crate) struct Number {
    pub(crate) value: u64,
    pub(crate) at: Span,
}

/// A list inside an item.
pub(crate) struct NestedList {
    pub(crate) path: LitStr,
    /// The flag of the list that says that there is more of it.
    pub(crate) more: Option<LitStr>,
}

/// A word or status of `end_on`.
pub(crate) struct EndWord {
    pub(crate) end: End,
    pub(crate) at: Span,
}

/// The attribute, each value of its key's kind. `None`: not given, or given and reported as broken; [`at`](Self::at) knows which.
#[derive(Default)]
pub(crate) struct Attrs {
    pub(crate) attribute: Option<Span>,
    /// Something was not even readable: no rule may complain that a key is missing.
    pub(crate) incomplete: bool,
    given: Vec<(Key, Span)>,

    pub(crate) token: Option<Response>,
    /// A token of several parts.
    pub(crate) token_parts: Option<Parts<Response>>,
    pub(crate) next_url: Option<Response>,
    pub(crate) page: Option<Request>,
    pub(crate) offset: Option<Request>,
    pub(crate) last_item: Option<LitStr>,
    pub(crate) next_with: Option<ExprPath>,
    pub(crate) param: Option<Request>,
    /// The places of a token's parts.
    pub(crate) param_parts: Option<Parts<Request>>,
    pub(crate) continue_at: Option<LitStr>,
    /// Where the paths begin that begin with a dot. They are complete once the attribute was read.
    pub(crate) prefix: Option<LitStr>,
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
    pub(crate) ready: Option<Response>,
    pub(crate) decode: Option<ExprPath>,
    pub(crate) nested: Vec<NestedList>,
    pub(crate) inclusive: bool,
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

    /// Whether a key besides the source says when the walk ends. Totals do so only in modes that count.
    pub(crate) fn has_end(&self) -> bool {
        let totals: &[Key] = match self.mode() {
            Some(Key::Page) => &[Key::Pages, Key::Total],
            Some(Key::Offset) => &[Key::Total],
            _ => &[],
        };
        [Key::More, Key::Done, Key::EndOn].iter().chain(totals).any(|key| self.has(*key))
    }

    fn set(&mut self, key: Key, at: Span, value: Value, cx: &mut Ctxt) {
        if matches!(value, Value::Nothing) && !key.is_word() {
            cx.error(at, format!("`{}` needs a value: `{}`", key.name(), key.example()));
            return;
        }
        match key {
            Key::Token => match value {
                Value::Tuple(list) => self.token_parts = parts::tokens(list, cx),
                value => self.token = response::read(key, value, cx),
            },
            Key::NextUrl => self.next_url = response::read(key, value, cx),
            Key::More => self.more = response::read(key, value, cx),
            Key::Done => self.done = response::read(key, value, cx),
            Key::Pages => self.pages = response::read(key, value, cx),
            Key::Total => self.total = response::read(key, value, cx),
            Key::Ok => self.ok = response::read(key, value, cx),
            Key::Error => self.error = response::read(key, value, cx),
            Key::Ready => self.ready = response::read(key, value, cx),
            Key::Items => self.items = response::read(key, value, cx),
            Key::Page => self.page = request::read(key, value, cx),
            Key::Offset => self.offset = request::read(key, value, cx),
            Key::Param => match value {
                Value::Tuple(list) => self.param_parts = parts::places(list, cx),
                value => self.param = request::read(key, value, cx),
            },
            Key::Size => self.size = request::read(key, value, cx),
            Key::LastItem => self.last_item = values::text(key, value, "the field of an item that is its key", cx),
            Key::NextWith => self.next_with = values::function(key, value, cx),
            Key::Decode => self.decode = values::function(key, value, cx),
            Key::ContinueAt => {
                self.continue_at =
                    values::text(key, value, "the path of later requests", cx).filter(|path| accept(path, location::request_path, cx));
            }
            Key::At => {
                self.prefix = values::text(key, value, "the path of a field", cx).filter(|path| accept(path, location::prefix, cx));
            }
            Key::Item => self.item = values::item(value, cx),
            Key::Max => self.max = values::number(key, value, 1, cx),
            Key::Min => self.min = values::number(key, value, 1, cx),
            Key::Prefer => self.prefer = values::number(key, value, 1, cx),
            Key::Start => self.start = values::number(key, value, 0, cx),
            Key::EndOn => self.end_on = ends::read(value, cx),
            Key::Nested => self.nested = values::nested(value, cx),
            Key::Repeats => self.repeats = values::word(key, value, "repeats are refused by default", cx),
            Key::Inclusive => self.inclusive = values::word(key, value, "by default pages do not overlap", cx),
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

/// What to say of a function that is called instead of named.
fn uncalled(key: Key, path: &Path) -> String {
    let (name, path, signature) = (key.name(), show(path), key.signature());
    format!("give the function itself, without calling it: `{name} = {path}`, a `{signature}`")
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
