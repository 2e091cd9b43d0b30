//! How an endpoint pages, in the words of `#[paginate(..)]`.

use serde::{Deserialize, Serialize};

use crate::model::Place;

/// How an endpoint pages. Each part is a key of `#[paginate(..)]`; all names are names on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Declaration {
    /// What leads on. `None` only in an annotation, which can leave it open.
    pub mode: Option<Mode>,
    /// The path of the list. `None` if the list is the whole body or unknown; see `is_list`.
    pub items: Option<Path>,
    /// The body itself is the list.
    pub is_list: bool,
    /// Further lists of the page, which the items do not contain.
    pub other_lists: Vec<Path>,
    /// Where the page size is asked for.
    pub size: Option<RequestLocation>,
    /// The largest page size.
    pub max: Option<u64>,
    /// The smallest page size.
    pub min: Option<u64>,
    /// The number of the first page or item, if it is not the default.
    pub start: Option<u64>,
    /// A flag that is true while there are more pages.
    pub more: Option<ResponseLocation>,
    /// A flag that is true on the last page.
    pub done: Option<ResponseLocation>,
    /// The number of items of the whole list.
    pub total: Option<ResponseLocation>,
    /// The number of pages of the whole list.
    pub pages: Option<ResponseLocation>,
    /// Statuses, `empty`, `short`, `repeat`.
    pub end_on: Vec<String>,
    /// A flag that is true on success.
    pub ok: Option<ResponseLocation>,
    /// A message of failure in a response of status 200.
    pub error: Option<ResponseLocation>,
    /// Later requests go to this path.
    pub continue_at: Option<String>,
}

/// What leads on to the next page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// A token, or up to four that belong together: where each is read and where it is sent.
    Token(Vec<(ResponseLocation, RequestLocation)>),
    /// The URL of the next page.
    NextUrl(ResponseLocation),
    /// A page number.
    Page(RequestLocation),
    /// The number of items to skip.
    Offset(RequestLocation),
    /// The key of the last item: its path inside the item, and where it is sent.
    LastItem(Path, RequestLocation),
}

impl Mode {
    /// Its key in `#[paginate(..)]`: `token`, `next_url`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Token(_) => "token",
            Self::NextUrl(_) => "next_url",
            Self::Page(_) => "page",
            Self::Offset(_) => "offset",
            Self::LastItem(..) => "last_item",
        }
    }

    /// Where what leads on is sent: for a token a place for each part, for a URL none.
    #[must_use]
    pub fn targets(&self) -> Vec<&RequestLocation> {
        match self {
            Self::Token(parts) => parts.iter().map(|(_, to)| to).collect(),
            Self::Page(to) | Self::Offset(to) | Self::LastItem(_, to) => vec![to],
            Self::NextUrl(_) => Vec::new(),
        }
    }

    /// The members around the one that leads on; of several parts, around the first.
    pub(crate) fn parent(&self) -> Vec<String> {
        match self {
            Self::Token(parts) => parts.first().map(|(from, _)| from.parent()),
            Self::NextUrl(from) => Some(from.parent()),
            _ => None,
        }
        .unwrap_or_default()
    }
}

/// Names on the wire, from outside to inside; `[]` is each element of a list, `[0]` the first one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Path(pub Vec<String>);

/// Where a value is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseLocation {
    /// A member of the body.
    Member(Path),
    /// A header.
    Header(String),
    /// A relation of the `Link` header.
    Link(String),
}

impl ResponseLocation {
    /// The names of the members around the value; of a header, none.
    pub(crate) fn parent(&self) -> Vec<String> {
        match self {
            Self::Member(Path(path)) => path.split_last().map(|(_, around)| around.to_vec()),
            _ => None,
        }
        .unwrap_or_default()
    }
}

/// Where a value is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RequestLocation {
    /// The part of the request.
    pub place: Place,
    /// The name on the wire; in a body, the path with dots.
    pub name: String,
}
