//! What a response holds besides what the declaration reads: names and shapes, no values.

use std::borrow::Cow;

/// What a response says of the walk, whether or not the declaration reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// The members of the body's objects, those of nested objects included, those inside lists not.
    pub(crate) members: Vec<Member>,
    /// The names of headers that are not blank.
    pub(crate) headers: Vec<String>,
    /// A header with a well-known name says how many items there are.
    pub(crate) total_header: Option<(&'static str, u64)>,
    /// A `Link` header has the relation `next`.
    pub(crate) next_link: bool,
    /// A `Link` header has the relation `prev`.
    pub(crate) previous_link: bool,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// Wire names with dots between them.
    pub(crate) path: String,
    pub(crate) value: Shape,
}

/// What the value of a member looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Null,
    Flag(bool),
    /// A number that counts; `None` for negative numbers and fractions.
    Number(Option<u64>),
    Text {
        /// It says nothing: empty, `null`, `none`, `ok`.
        blank: bool,
        /// It is a word for a failure, such as `fail`.
        failure: bool,
        /// It says that a number beside it is a lower bound: `gte`, as Elasticsearch has it.
        lower_bound: bool,
        /// It reads as a URL or a path.
        link: bool,
        /// It reads as a number.
        number: Option<u64>,
        /// It reads as a yes or a no.
        flag: Option<bool>,
    },
    List {
        len: u64,
        /// All elements are objects.
        objects: bool,
        /// An element is a link with the relation `next`.
        leads: bool,
    },
    Map {
        len: u64,
    },
}

impl Evidence {
    /// The member at a path, without regard to case and underscores.
    pub(crate) fn at(&self, path: &str) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| loosely_equal(&member.path, path))
    }
}

impl Member {
    /// The last name of the path, in lower case and without `_`, `-` and a prefix such as
    /// `@odata.`.
    pub(crate) fn plain_name(&self) -> String {
        plain(self.path.rsplit('.').next().unwrap_or_default())
    }

    /// The name as a message shows it: not longer than anybody reads.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        let plain = |c: char| if c.is_control() { '…' } else { c };
        match self.path.char_indices().nth(64) {
            None if !self.path.contains(char::is_control) => Cow::Borrowed(&self.path),
            None => Cow::Owned(self.path.chars().map(plain).collect()),
            Some(_) => Cow::Owned(self.path.chars().take(64).map(plain).chain(['…']).collect()),
        }
    }
}

impl Shape {
    /// Whether a token or a link of this value leads on, as the traits of field types have it.
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

    /// Yes or no, also as 1 or 0.
    pub(crate) fn truth(self) -> Option<bool> {
        match self {
            Self::Number(Some(number)) if number <= 1 => Some(number == 1),
            value => value.flag(),
        }
    }

    /// The number, 0 included.
    pub(crate) fn count_or_zero(self) -> Option<u64> {
        match self {
            Self::Number(number) | Self::Text { number, .. } => number,
            _ => None,
        }
    }

    /// The number, if it counts something.
    pub(crate) fn count(self) -> Option<u64> {
        self.count_or_zero().filter(|&count| count > 0)
    }
}

/// A name in lower case, without underscores and hyphens.
pub(crate) fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '_' | '-' | '@' | '$'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether two names, or two paths, are the same but for case, underscores and hyphens.
pub(crate) fn loosely_equal(a: &str, b: &str) -> bool {
    let plain = |text: &'_ str| -> Vec<char> {
        let kept = text.chars().filter(|c| !matches!(c, '_' | '-' | '@' | '$'));
        kept.flat_map(char::to_lowercase).collect()
    };
    a == b || plain(a) == plain(b)
}
