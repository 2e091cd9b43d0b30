//! What a page says, read by a declaration that is only known at run time.

use serde_json::Value;

use crate::declaration::{Declaration, Mode, ResponseLocation};
use crate::model::Sample;
use crate::probe::leads::flag;
use crate::value;

/// What a page says.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct PageParts {
    /// The items.
    pub items: Vec<Value>,
    /// The token, the URL of the next page, or the key of the last item. Of a token of several parts,
    /// the first.
    pub next: Option<Value>,
    /// Whether there are more pages.
    pub more: Option<bool>,
    /// Whether this is the last page.
    pub done: Option<bool>,
    /// The number of items of the whole list.
    pub total: Option<u64>,
    /// The number of pages of the whole list.
    pub pages: Option<u64>,
}

/// Reads a page.
#[must_use]
pub fn parts(declaration: &Declaration, page: &Sample) -> PageParts {
    let count = |from: &Option<ResponseLocation>| value::count(page, from.as_ref()?);
    let is = |from: &Option<ResponseLocation>| flag(page, from.as_ref()?);
    let items = value::items(&page.body, declaration).unwrap_or_default();
    let next = match &declaration.mode {
        Some(Mode::Token(parts)) => parts.first().and_then(|(from, _)| value::read(page, from)),
        Some(Mode::NextUrl(from)) => value::read(page, from),
        Some(Mode::LastItem(key, _)) => items.last().and_then(|item| value::at(item, key)).cloned(),
        _ => None,
    };
    PageParts {
        next,
        more: is(&declaration.more),
        done: is(&declaration.done),
        total: count(&declaration.total),
        pages: count(&declaration.pages),
        items: items.into_iter().cloned().collect(),
    }
}
