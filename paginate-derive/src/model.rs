//! The checked declaration, which `check` builds and `expand` prints. It cannot represent an
//! invalid declaration.

use syn::{ExprPath, Path, Type};

use crate::input::{Field, Shape};
use crate::keys::Key;
use crate::location::{End, Place, Steps};

/// A valid declaration.
pub(crate) struct Model<'a> {
    pub(crate) shape: &'a Shape<'a>,
    /// The path of the runtime.
    pub(crate) runtime: Path,
    pub(crate) source: Source<'a>,
    pub(crate) items: Items<'a>,
    pub(crate) signals: Vec<Signal<'a>>,
    pub(crate) end_on: Vec<End>,
    pub(crate) size: Option<Place>,
    /// `max`, `min`, `prefer` and `start`. The runtime's methods have the names of the keys.
    pub(crate) numbers: Vec<(Key, u64)>,
    pub(crate) continue_at: Option<String>,
    /// The function that reads responses that are not JSON.
    pub(crate) decode: Option<ExprPath>,
    pub(crate) nested: Vec<Nested>,
    pub(crate) repeats: bool,
}

/// How to get to the next page.
pub(crate) enum Source<'a> {
    Token {
        from: Reading<'a>,
        to: Place,
    },
    Tokens {
        parts: Vec<Part<'a>>,
    },
    NextUrl {
        from: Reading<'a>,
    },
    Page {
        to: Place,
    },
    Offset {
        to: Place,
    },
    LastItem {
        key: Steps,
        to: Place,
        /// Each page begins with the item whose key was sent.
        inclusive: bool,
    },
    Custom {
        with: ExprPath,
        to: Place,
    },
}

/// A part of a token, and its request location.
pub(crate) struct Part<'a> {
    pub(crate) from: Reading<'a>,
    pub(crate) to: Place,
}

/// A response location.
pub(crate) enum Reading<'a> {
    Field(FieldPath<'a>),
    Header(String),
    Link(String),
    Function(ExprPath),
}

/// A path that begins at a field of the struct.
pub(crate) struct FieldPath<'a> {
    pub(crate) field: &'a Field<'a>,
    /// The rest of the path; empty for the field itself.
    pub(crate) rest: Steps,
}

/// A value that a page contains besides its continuation and its items.
pub(crate) struct Signal<'a> {
    /// One of [`Key::signals`].
    pub(crate) key: Key,
    pub(crate) from: Reading<'a>,
}

/// Where the items are.
pub(crate) enum Items<'a> {
    Field {
        path: FieldPath<'a>,
        /// The path from an element of the list to a list inside it, and so on: the `categories` of
        /// `pages[].categories[]`.
        inner: Vec<Steps>,
        /// The path from an element of the innermost list to the item: the `node` of
        /// `edges[].node`.
        node: Option<Steps>,
        /// The type of the items, if the field's own type does not show it.
        item: Option<Type>,
    },
    Function {
        path: ExprPath,
        item: Type,
    },
}

/// A list inside an item.
pub(crate) struct Nested {
    pub(crate) name: String,
    pub(crate) path: Steps,
    /// The list's own flag, if it has one.
    pub(crate) more: Option<Steps>,
}

impl<'a> Source<'a> {
    /// The response location of the source, if it has exactly one.
    pub(crate) fn reading(&self) -> Option<&Reading<'a>> {
        match self {
            Self::Token { from, .. } | Self::NextUrl { from } => Some(from),
            Self::Tokens { .. }
            | Self::Page { .. }
            | Self::Offset { .. }
            | Self::LastItem { .. }
            | Self::Custom { .. } => None,
        }
    }

    /// All response locations of the source: one for each part of a token.
    pub(crate) fn readings(&self) -> impl Iterator<Item = &Reading<'a>> {
        let parts: &[Part<'a>] = match self {
            Self::Tokens { parts } => parts,
            _ => &[],
        };
        self.reading()
            .into_iter()
            .chain(parts.iter().map(|part| &part.from))
    }

    /// The request locations of the continuation. Empty for links.
    pub(crate) fn places(&self) -> Vec<&Place> {
        match self {
            Self::Token { to, .. }
            | Self::Page { to }
            | Self::Offset { to }
            | Self::LastItem { to, .. }
            | Self::Custom { to, .. } => {
                vec![to]
            }
            Self::Tokens { parts } => parts.iter().map(|part| &part.to).collect(),
            Self::NextUrl { .. } => Vec::new(),
        }
    }
}

impl<'a> Reading<'a> {
    /// The name of the field, if it is a field of the struct itself.
    pub(crate) fn own_field(&self) -> Option<&str> {
        self.own().map(|path| path.field.name.as_str())
    }

    /// The path, if it is just a field of the struct.
    pub(crate) fn own(&self) -> Option<&FieldPath<'a>> {
        match self {
            Self::Field(path) if path.is_own() => Some(path),
            _ => None,
        }
    }
}

impl FieldPath<'_> {
    /// Whether the path is just a field of the struct, whose type is visible.
    pub(crate) fn is_own(&self) -> bool {
        self.rest.steps.is_empty()
    }
}
