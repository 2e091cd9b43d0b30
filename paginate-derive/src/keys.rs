//! The keys of `#[paginate(..)]`: one table, which the parser, the checks and the messages use.

use crate::location::{self, Check};

/// The kind of value that a key takes.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// A response location: where a value is read.
    Response(Reads),
    /// A request location: where a value is written.
    Request {
        /// An example of a name.
        sample: &'static str,
        /// Whether the value can be a map, or the parts of a token.
        parts: bool,
    },
    /// A whole number.
    Number { least: u64 },
    /// The key has no value. `otherwise` says what applies without the key.
    Word { otherwise: &'static str },
    /// A text in quotes, for example the path of a field.
    Text { names: &'static str, check: Check },
    /// The path of a function.
    Function { signature: &'static str },
    /// The type of the items.
    Type,
    /// The list of `end_on`: statuses and words.
    Ends,
    /// Paths of lists inside an item.
    NestedLists,
    /// The path of the runtime.
    CratePath,
}

/// The kind of value that is read at a response location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reads {
    Token,
    Url,
    Items,
    Flag,
    Count,
    Report,
}

macro_rules! keys {
    ($($variant:ident $name:literal, $example:literal, $kind:expr;)*) => {
        /// A key of the attribute.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Key { $($variant,)* }

        impl Key {
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name of the key, as written.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// A valid entry, for messages.
            pub(crate) const fn example(self) -> &'static str {
                match self { $(Self::$variant => $example,)* }
            }

            /// The kind of value that the key takes.
            pub(crate) const fn kind(self) -> Kind {
                match self { $(Self::$variant => $kind,)* }
            }
        }
    };
}
// Name, example and kind of value of each key. A new key is a row here; its effect on a request is
// in `expand`.
keys! {
    Token "token", r#"token = "next_page_token""#, Kind::Response(Reads::Token);
    NextUrl "next_url", r#"next_url = "next""#, Kind::Response(Reads::Url);
    Page "page", r#"page = "page""#, one_number("page");
    Offset "offset", r#"offset = "offset""#, one_number("offset");
    LastItem "last_item", r#"last_item = "id""#, ITEM_KEY;
    Inclusive "inclusive", "inclusive", otherwise("by default pages do not overlap");
    NextWith "next_with", "next_with = Self::next_page", function("fn(&Self, &HeaderMap) -> Next");
    Param "param", r#"param = "cursor""#, Kind::Request { sample: "cursor", parts: true };
    ContinueAt "continue_at", r#"continue_at = "/v1/query/more""#, REQUEST_PATH;
    At "at", r#"at = "data.users""#, PREFIX;
    Items "items", r#"items = "users""#, Kind::Response(Reads::Items);
    Item "item", "item = User", Kind::Type;
    More "more", r#"more = "has_more""#, Kind::Response(Reads::Flag);
    Done "done", r#"done = "is_last""#, Kind::Response(Reads::Flag);
    Pages "pages", r#"pages = "page_count""#, Kind::Response(Reads::Count);
    Total "total", r#"total = "total""#, Kind::Response(Reads::Count);
    EndOn "end_on", "end_on = [404, short]", Kind::Ends;
    Size "size", r#"size = "per_page""#, one_number("per_page");
    Max "max", "max = 100", Kind::Number { least: 1 };
    Min "min", "min = 10", Kind::Number { least: 1 };
    Prefer "prefer", "prefer = 50", Kind::Number { least: 1 };
    Start "start", "start = 0", Kind::Number { least: 0 };
    Ok "ok", r#"ok = "success""#, Kind::Response(Reads::Flag);
    Error "error", r#"error = "errors""#, Kind::Response(Reads::Report);
    Ready "ready", r#"ready = "job_complete""#, Kind::Response(Reads::Flag);
    Decode "decode", "decode = Self::from_xml", function(DECODER);
    Nested "nested", r#"nested = "subscriptions""#, Kind::NestedLists;
    Repeats "repeats", "repeats", otherwise("repeats are refused by default");
    Crate "crate", "crate = ::paginate_runtime", Kind::CratePath;
}

const DECODER: &str = "fn(&http::response::Parts, &Bytes) -> Result<Self, E>";

const ITEM_KEY: Kind = Kind::Text {
    names: "the field of an item that is its key",
    check: location::any,
};

const REQUEST_PATH: Kind = Kind::Text {
    names: "the path of later requests",
    check: location::request_path,
};

const PREFIX: Kind = Kind::Text {
    names: "the path of a field",
    check: location::prefix,
};

const fn one_number(sample: &'static str) -> Kind {
    Kind::Request {
        sample,
        parts: false,
    }
}

const fn otherwise(otherwise: &'static str) -> Kind {
    Kind::Word { otherwise }
}

const fn function(signature: &'static str) -> Kind {
    Kind::Function { signature }
}

impl Key {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.name() == name)
    }

    /// The kind of value that the key reads from a response, if it reads one.
    pub(crate) const fn reads(self) -> Option<Reads> {
        match self.kind() {
            Kind::Response(reads) => Some(reads),
            _ => None,
        }
    }

    /// The signature of a function that is given as the value.
    pub(crate) const fn signature(self) -> &'static str {
        match self.kind() {
            Kind::Function { signature } => signature,
            Kind::Response(Reads::Items) => "fn(&mut Self) -> Vec<T>",
            Kind::Response(Reads::Flag) => "fn(&Self, &HeaderMap) -> bool",
            Kind::Response(Reads::Count) => "fn(&Self, &HeaderMap) -> Option<u64>",
            _ => "fn(&Self, &HeaderMap) -> Option<String>",
        }
    }

    /// The keys that say how to reach the next page.
    pub(crate) const SOURCES: [Self; 6] = [
        Self::Token,
        Self::NextUrl,
        Self::Page,
        Self::Offset,
        Self::LastItem,
        Self::NextWith,
    ];

    /// The keys of what a page contains besides its continuation and its items.
    pub(crate) fn signals() -> impl Iterator<Item = Self> {
        let is_signal = |key: &Self| {
            matches!(
                key.reads(),
                Some(Reads::Flag | Reads::Count | Reads::Report)
            )
        };
        Self::ALL.iter().copied().filter(is_signal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_found_by_its_name_and_each_example_begins_with_it() {
        for key in Key::ALL {
            assert_eq!(Key::from_name(key.name()), Some(*key));
            assert!(key.example().starts_with(key.name()));
        }
    }
}
