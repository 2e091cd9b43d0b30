//! Phase 2: reads the value of each key as the kind in the table of keys. Does not look at the
//! struct; `check` does.

pub(crate) mod crate_path;
mod ends;
mod parts;
mod report;
mod request;
mod response;
pub(crate) mod setting;
mod values;

use proc_macro2::Span;
use syn::{ExprPath, LitStr, Path, Type};

use crate::errors::Ctxt;
use crate::keys::{Key, Kind, Reads};
use crate::syntax::{Entries, Value};
use report::accept;
use setting::{EndWord, NestedList, Number, Parts, Request, Response, Setting};

/// The attribute, each value read as its key's kind.
///
/// The accessors return `None` if the key is missing, and also if its value is invalid, which was
/// already reported. [`at`](Self::at) distinguishes the two.
#[derive(Clone)]
pub(crate) struct Attrs {
    pub(crate) attribute: Option<Span>,
    /// An entry could not be read, so no rule may report a missing key.
    pub(crate) incomplete: bool,
    given: Vec<Given>,
}

#[derive(Clone)]
struct Given {
    key: Key,
    at: Span,
    /// `None` if the value is invalid.
    setting: Option<Setting>,
}

impl Attrs {
    pub(crate) fn read(entries: Entries, cx: &mut Ctxt) -> Self {
        let given = entries.list.into_iter().map(|entry| Given {
            key: entry.key,
            at: entry.at,
            setting: entry
                .value
                .and_then(|value| setting(entry.key, entry.at, value, cx)),
        });
        Self {
            given: given.collect(),
            attribute: entries.attribute,
            incomplete: entries.incomplete,
        }
    }

    /// The span of the key if it is given, even if its value is invalid.
    pub(crate) fn at(&self, key: Key) -> Option<Span> {
        self.given
            .iter()
            .find(|given| given.key == key)
            .map(|given| given.at)
    }

    pub(crate) fn has(&self, key: Key) -> bool {
        self.at(key).is_some()
    }

    /// The sources that are given, in the order of the attribute.
    pub(crate) fn sources(&self) -> impl Iterator<Item = (Key, Span)> {
        let sources = self
            .given
            .iter()
            .filter(|given| Key::SOURCES.contains(&given.key));
        sources.map(|given| (given.key, given.at))
    }

    /// The source, if there is exactly one. Otherwise rules about a mode do not apply.
    pub(crate) fn mode(&self) -> Option<Key> {
        let mut sources = self.sources();
        let (key, _) = sources.next()?;
        sources.next().is_none().then_some(key)
    }

    /// Whether a key besides the source says when the walk ends. Totals do so only for page numbers
    /// and offsets.
    pub(crate) fn has_end(&self) -> bool {
        let totals: &[Key] = match self.mode() {
            Some(Key::Page) => &[Key::Pages, Key::Total],
            Some(Key::Offset) => &[Key::Total],
            _ => &[],
        };
        [Key::More, Key::Done, Key::EndOn]
            .iter()
            .chain(totals)
            .any(|key| self.has(*key))
    }

    /// The same attribute with each path in the response replaced. If `replace` refuses a path, its
    /// key counts as invalid.
    pub(crate) fn with_paths(
        &self,
        mut replace: impl FnMut(Key, &LitStr) -> Option<LitStr>,
    ) -> Self {
        let mut response = |key: Key, response: &Response| match response {
            Response::Path(path) => replace(key, path).map(Response::Path),
            other => Some(other.clone()),
        };
        let given = self.given.iter().map(|given| Given {
            setting: match &given.setting {
                Some(Setting::Response(from)) => response(given.key, from).map(Setting::Response),
                Some(Setting::Responses(parts)) => {
                    // Replace every part before the first `?`, so that each reports its own
                    // mistakes.
                    let list: Vec<Option<Response>> = parts
                        .list
                        .iter()
                        .map(|from| response(given.key, from))
                        .collect();
                    let list = list.into_iter().collect::<Option<Vec<_>>>();
                    list.map(|list| {
                        Setting::Responses(Parts {
                            list,
                            written: parts.written.clone(),
                        })
                    })
                }
                other => other.clone(),
            },
            ..*given
        });
        Self {
            given: given.collect(),
            ..*self
        }
    }

    fn setting(&self, key: Key) -> Option<&Setting> {
        self.given
            .iter()
            .find(|given| given.key == key)?
            .setting
            .as_ref()
    }
}

/// One accessor for each kind of value.
impl Attrs {
    pub(crate) fn response(&self, key: Key) -> Option<&Response> {
        match self.setting(key)? {
            Setting::Response(response) => Some(response),
            _ => None,
        }
    }

    /// The parts of a token of several parts.
    pub(crate) fn token_parts(&self) -> Option<&Parts<Response>> {
        match self.setting(Key::Token)? {
            Setting::Responses(parts) => Some(parts),
            _ => None,
        }
    }

    pub(crate) fn request(&self, key: Key) -> Option<&Request> {
        match self.setting(key)? {
            Setting::Request(request) => Some(request),
            _ => None,
        }
    }

    /// The request locations of a token's parts.
    pub(crate) fn param_parts(&self) -> Option<&Parts<Request>> {
        match self.setting(Key::Param)? {
            Setting::Requests(parts) => Some(parts),
            _ => None,
        }
    }

    pub(crate) fn number(&self, key: Key) -> Option<&Number> {
        match self.setting(key)? {
            Setting::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether a key without a value is given.
    pub(crate) fn word(&self, key: Key) -> bool {
        matches!(self.setting(key), Some(Setting::Word))
    }

    pub(crate) fn text(&self, key: Key) -> Option<&LitStr> {
        match self.setting(key)? {
            Setting::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn function(&self, key: Key) -> Option<&ExprPath> {
        match self.setting(key)? {
            Setting::Function(path) => Some(path),
            _ => None,
        }
    }

    /// The type of the items.
    pub(crate) fn item(&self) -> Option<&Type> {
        match self.setting(Key::Item)? {
            Setting::Type(ty) => Some(ty),
            _ => None,
        }
    }

    pub(crate) fn end_on(&self) -> &[EndWord] {
        match self.setting(Key::EndOn) {
            Some(Setting::Ends(words)) => words,
            _ => &[],
        }
    }

    pub(crate) fn nested(&self) -> &[NestedList] {
        match self.setting(Key::Nested) {
            Some(Setting::Nested(lists)) => lists,
            _ => &[],
        }
    }

    /// The path of the runtime: the given one, or the default.
    pub(crate) fn runtime(&self) -> Path {
        match self.setting(Key::Crate) {
            Some(Setting::Crate(path)) => path.clone(),
            _ => crate_path::default(),
        }
    }
}

/// Reads a value as the kind that its key takes. Returns `None` if it is of another kind, which it
/// reports.
fn setting(key: Key, at: Span, value: Value, cx: &mut Ctxt) -> Option<Setting> {
    let kind = key.kind();
    if matches!(value, Value::Nothing) && !matches!(kind, Kind::Word { .. }) {
        cx.error(
            at,
            format!("`{}` needs a value: `{}`", key.name(), key.example()),
        );
        return None;
    }
    match (kind, value) {
        (Kind::Response(Reads::Token), Value::Tuple(list)) => {
            parts::tokens(list, cx).map(Setting::Responses)
        }
        (Kind::Response(_), value) => response::read(key, value, cx).map(Setting::Response),
        (Kind::Request { parts: true, .. }, Value::Tuple(list)) => {
            parts::places(list, cx).map(Setting::Requests)
        }
        (Kind::Request { .. }, value) => request::read(key, value, cx).map(Setting::Request),
        (Kind::Number { least }, value) => {
            values::number(key, value, least, cx).map(Setting::Number)
        }
        (Kind::Word { otherwise }, value) => {
            values::word(key, value, otherwise, cx).then_some(Setting::Word)
        }
        (Kind::Text { names, check }, value) => {
            let text = values::text(key, value, names, cx).filter(|text| accept(text, check, cx));
            text.map(Setting::Text)
        }
        (Kind::Function { .. }, value) => values::function(key, value, cx).map(Setting::Function),
        (Kind::Type, value) => values::item(value, cx).map(Setting::Type),
        (Kind::Ends, value) => Some(Setting::Ends(ends::read(value, cx))),
        (Kind::NestedLists, value) => Some(Setting::Nested(values::nested(value, cx))),
        (Kind::CratePath, value) => crate_path::read(value, cx).map(Setting::Crate),
    }
}
