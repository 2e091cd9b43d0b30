//! The vocabulary of `#[paginate(..)]`: one table for the parser and for the messages.

macro_rules! keys {
    ($($variant:ident $name:literal, $example:literal;)*) => {
        /// A key of the attribute.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Key { $($variant,)* }

        impl Key {
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The key as it is written.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// An entry that is right, for messages.
            pub(crate) const fn example(self) -> &'static str {
                match self { $(Self::$variant => $example,)* }
            }
        }
    };
}
keys! {
    Token "token", r#"token = "next_page_token""#;
    NextUrl "next_url", r#"next_url = "next""#;
    Page "page", r#"page = "page""#;
    Offset "offset", r#"offset = "offset""#;
    LastItem "last_item", r#"last_item = "id""#;
    Inclusive "inclusive", "inclusive";
    NextWith "next_with", "next_with = Self::next_page";
    Param "param", r#"param = "cursor""#;
    ContinueAt "continue_at", r#"continue_at = "/v1/query/more""#;
    At "at", r#"at = "data.users""#;
    Items "items", r#"items = "users""#;
    Item "item", "item = User";
    More "more", r#"more = "has_more""#;
    Done "done", r#"done = "is_last""#;
    Pages "pages", r#"pages = "page_count""#;
    Total "total", r#"total = "total""#;
    EndOn "end_on", "end_on = [404, short]";
    Size "size", r#"size = "per_page""#;
    Max "max", "max = 100";
    Min "min", "min = 10";
    Prefer "prefer", "prefer = 50";
    Start "start", "start = 0";
    Ok "ok", r#"ok = "success""#;
    Error "error", r#"error = "errors""#;
    Ready "ready", r#"ready = "job_complete""#;
    Decode "decode", "decode = Self::from_xml";
    Nested "nested", r#"nested = "subscriptions""#;
    Repeats "repeats", "repeats";
    Crate "crate", "crate = ::paginate_runtime";
}

impl Key {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.name() == name)
    }

    /// Whether the key stands alone, without a value.
    pub(crate) const fn is_word(self) -> bool {
        matches!(self, Self::Inclusive | Self::Repeats)
    }

    /// Whether it names what is read from a response.
    pub(crate) const fn reads(self) -> bool {
        matches!(
            self,
            Self::Token | Self::NextUrl | Self::Items | Self::More | Self::Done | Self::Pages | Self::Total | Self::Ok | Self::Error
        )
    }

    /// What a function in the place of its value looks like.
    pub(crate) const fn signature(self) -> &'static str {
        match self {
            Self::Items => "fn(&mut Self) -> Vec<T>",
            Self::NextWith => "fn(&Self, &HeaderMap) -> Next",
            Self::Decode => "fn(&http::response::Parts, &Bytes) -> Result<Self, E>",
            Self::More | Self::Done | Self::Ok | Self::Ready => "fn(&Self, &HeaderMap) -> bool",
            Self::Pages | Self::Total => "fn(&Self, &HeaderMap) -> Option<u64>",
            _ => "fn(&Self, &HeaderMap) -> Option<String>",
        }
    }

    /// The six keys that say how to get to the next page.
    pub(crate) const SOURCES: [Self; 6] = [Self::Token, Self::NextUrl, Self::Page, Self::Offset, Self::LastItem, Self::NextWith];
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
