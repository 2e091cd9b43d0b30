//! The locations in requests and responses, and the source of the continuation.
use crate::scheme::mode::Kind;

/// A location in a response, where a token or a link is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseLocation {
    /// A member of the JSON body: the wire name of a top-level member, then names of Rust fields,
    /// separated by dots.
    Member(&'static str),
    /// A header.
    Header(&'static str),
    /// A link in the `Link` header, by its relation.
    Link(&'static str),
}

/// The source of the continuation and, for all but links, the location where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// An opaque token.
    Token(RequestLocation),
    /// An opaque token of two to four parts, each with its own location, in the order in which a
    /// page names them. A part that a page does not name is removed from the request; a page that
    /// names none is the last one.
    Tokens(&'static [RequestLocation]),
    /// The URL of the next page.
    NextUrl,
    /// A page number.
    Page(RequestLocation),
    /// A number of items to skip.
    Offset(RequestLocation),
    /// The key of the last item received.
    LastItem(RequestLocation),
    /// The decision of a function. If it returns a bare token, the token is written here.
    Custom(RequestLocation),
}

impl Source {
    /// Returns the location where the continuation is written. Links have none, and the parts of a
    /// token have [locations of their own](Self::locations).
    pub const fn location(&self) -> Option<RequestLocation> {
        match self.locations() {
            [location] => Some(*location),
            _ => None,
        }
    }

    /// Returns the locations where the continuation is written: one for each part of a token with
    /// several parts, none for links.
    pub const fn locations(&self) -> &[RequestLocation] {
        match self {
            Self::Token(location)
            | Self::Page(location)
            | Self::Offset(location)
            | Self::LastItem(location)
            | Self::Custom(location) => std::slice::from_ref(location),
            Self::Tokens(locations) => locations,
            Self::NextUrl => &[],
        }
    }

    /// Returns whether the continuation is a number that the walk counts itself.
    pub(crate) const fn counts(&self) -> bool {
        matches!(self, Self::Page(_) | Self::Offset(_))
    }

    /// Returns whether pages can name links.
    pub(crate) const fn follows_links(&self) -> bool {
        matches!(self, Self::NextUrl | Self::Custom(_))
    }

    pub(crate) const fn kind(&self) -> Kind {
        match self {
            Self::Token(_) => Kind::Token,
            Self::Tokens(_) => Kind::Tokens,
            Self::NextUrl => Kind::NextUrl,
            Self::Page(_) => Kind::Page,
            Self::Offset(_) => Kind::Offset,
            Self::LastItem(_) => Kind::LastItem,
            Self::Custom(_) => Kind::Custom,
        }
    }
}

/// A location in a request, where a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestLocation {
    /// A query parameter.
    Query(&'static str),
    /// A query parameter whose value is JSON text: a string is written in quotes, a list as a list.
    Json(&'static str),
    /// A header.
    Header(&'static str),
    /// A member of the JSON body, by a path of names separated by dots.
    Body(&'static str),
    /// A field of the `application/x-www-form-urlencoded` body.
    Form(&'static str),
    /// The query, for a value that is a map: each entry becomes a query parameter.
    QueryMap,
    /// The JSON body, for a value that is a map: it is merged into the body deeply.
    BodyMap,
    /// The form, for a value that is a map: each entry becomes a form field.
    FormMap,
}

impl RequestLocation {
    /// Returns the name of the parameter, if the location has one.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Query(name)
            | Self::Json(name)
            | Self::Header(name)
            | Self::Body(name)
            | Self::Form(name) => Some(name),
            Self::QueryMap | Self::BodyMap | Self::FormMap => None,
        }
    }

    /// Returns the location as a message shows it, without a value.
    pub(crate) fn shown(self) -> String {
        match self {
            Self::Query(name) | Self::Json(name) => format!("`{name}=..`"),
            Self::Header(name) => format!("the header `{name}`"),
            Self::Body(path) => format!("`{path}` in its body"),
            Self::Form(name) => format!("the form field `{name}`"),
            Self::QueryMap => "parameters from the token".to_owned(),
            Self::BodyMap | Self::FormMap => "the token in its body".to_owned(),
        }
    }
}
