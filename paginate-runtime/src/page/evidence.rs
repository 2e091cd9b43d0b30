//! The names, shapes and numbers of everything in a response, also of what the declaration does not
//! read. No texts.

use std::borrow::Cow;

/// The parts of a response that can tell about the walk, whether or not the declaration reads them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// The members of the body's objects: those of nested objects too, those inside lists not.
    pub(crate) members: Vec<Member>,
    /// The names of headers that are not blank.
    pub(crate) headers: Vec<String>,
    /// The total from a header with a well-known name.
    pub(crate) total_header: Option<(&'static str, u64)>,
    /// Whether a `Link` header has the relation `next`.
    pub(crate) next_link: bool,
    /// Whether a `Link` header has the relation `prev`.
    pub(crate) previous_link: bool,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// The names on the wire, separated by dots.
    pub(crate) path: String,
    /// Where the last name begins in the path: a name can contain dots itself (`@odata.nextLink`).
    pub(crate) last: usize,
    pub(crate) value: Shape,
}

/// The shape of a member's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Null,
    Flag(bool),
    /// A number; `None` if it is negative or a fraction.
    Number(Option<u64>),
    Text {
        /// Whether the text means "nothing": empty, `null`, `none`, `ok`.
        blank: bool,
        /// Whether the text is a word for a failure, such as `fail`.
        failure: bool,
        /// Whether the text marks a number beside it as a lower bound, such as Elasticsearch's
        /// `gte`.
        lower_bound: bool,
        /// Whether the text looks like a URL or a path.
        link: bool,
        /// Whether the text has no character that divides a URL.
        word: bool,
        /// The number, if the text is one.
        number: Option<u64>,
        /// The flag, if the text means yes or no.
        flag: Option<bool>,
    },
    List {
        len: u64,
        /// Whether all elements are objects.
        objects: bool,
        /// Whether an element is a link with the relation `next`.
        leads: bool,
    },
    Map {
        len: u64,
    },
}

impl Evidence {
    /// Returns the member at a path, ignoring case and underscores.
    pub(crate) fn at(&self, path: &str) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| loosely_equal(&member.path, path))
    }

    /// Returns the member that the declaration reads from a path. The names at the top level are
    /// known; of nested structs, the derive does not see the serde attributes, so that their names
    /// are compared loosely.
    pub(crate) fn declared(&self, path: &str) -> Option<&Member> {
        let exact = self.members.iter().find(|member| member.path == path);
        exact.or_else(|| self.at(path).filter(|_| path.contains('.')))
    }
}

impl Member {
    /// Returns the last name of the path, in lower case and without `_`, `-` and a prefix such as
    /// `@odata.`.
    pub(crate) fn plain_name(&self) -> String {
        plain(self.path.rsplit('.').next().unwrap_or_default())
    }

    /// Returns the last name of the path, as it is on the wire.
    pub(crate) fn name(&self) -> &str {
        self.path.get(self.last..).unwrap_or(&self.path)
    }

    /// Returns the path as a message shows it: 64 characters at most, without control characters.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        shown(&self.path)
    }

    /// Returns the last name of the path, shown in the same way.
    pub(crate) fn shown_name(&self) -> Cow<'_, str> {
        shown(self.name())
    }
}

fn shown(text: &str) -> Cow<'_, str> {
    let plain = |c: char| if c.is_control() { '…' } else { c };
    match text.char_indices().nth(64) {
        None if !text.contains(char::is_control) => Cow::Borrowed(text),
        None => Cow::Owned(text.chars().map(plain).collect()),
        Some(_) => Cow::Owned(text.chars().take(64).map(plain).chain(['…']).collect()),
    }
}

impl Shape {
    /// Returns whether a token or link with this value leads to another page, by the rules of the
    /// field traits.
    pub(crate) fn leads(self) -> bool {
        match self {
            Self::Null | Self::Flag(_) => false,
            Self::Number(_) => true,
            Self::Text { blank, .. } => !blank,
            Self::List { len, .. } | Self::Map { len } => len > 0,
        }
    }

    pub(crate) fn flag(self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(flag),
            Self::Text { flag, .. } => flag,
            _ => None,
        }
    }

    /// Returns the flag; the numbers 1 and 0 count as yes and no.
    pub(crate) fn truth(self) -> Option<bool> {
        match self {
            Self::Number(Some(number)) if number <= 1 => Some(number == 1),
            value => value.flag(),
        }
    }

    /// Returns the number, also if it is 0.
    pub(crate) fn count_or_zero(self) -> Option<u64> {
        match self {
            Self::Number(number) | Self::Text { number, .. } => number,
            _ => None,
        }
    }

    /// Returns the number, if it is above 0.
    pub(crate) fn count(self) -> Option<u64> {
        self.count_or_zero().filter(|&count| count > 0)
    }
}

/// Returns a name in lower case, without `_`, `-`, `@` and `$`.
pub(crate) fn plain(name: &str) -> String {
    plain_chars(name).collect()
}

/// Returns whether two names or paths are equal in their [`plain`] form.
pub(crate) fn loosely_equal(a: &str, b: &str) -> bool {
    a == b || plain_chars(a).eq(plain_chars(b))
}

fn plain_chars(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .filter(|c| !matches!(c, '_' | '-' | '@' | '$'))
        .flat_map(char::to_lowercase)
}
