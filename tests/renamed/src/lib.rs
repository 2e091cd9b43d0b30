//! Checks that the derive does not depend on the names in scope, on the runtime's name, or on
//! lenient lints.
//!
//! The test is that this crate compiles. Its lints are stricter than the workspace's.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    unused,
    future_incompatible,
    nonstandard_style,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    unused_qualifications,
    unused_lifetimes,
    single_use_lifetimes,
    unreachable_pub,
    let_underscore_drop,
    trivial_casts,
    trivial_numeric_casts,
    variant_size_differences,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    non_ascii_idents,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::question_mark_used,
    clippy::min_ident_chars
)]

/// Names that an expansion could use.
pub mod shadows {
    #![allow(
        missing_docs,
        non_camel_case_types,
        dead_code,
        unreachable_pub,
        clippy::missing_const_for_fn
    )]
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Vec;
    pub struct Result;
    pub struct String;
    pub struct PageInfo;
    pub struct Scheme;
    pub struct Sink;
    pub struct Source;
    pub struct HeaderMap;
    pub struct Token;
    pub mod paginate_runtime {}
    pub mod core {}
    pub mod std {}
    pub mod serde {}
    pub fn present() {}
    pub trait Paginated {}
    pub trait PageItems {}
}

/// The struct of the README, among names that shadow everything.
pub mod shadowed {
    #[allow(clippy::wildcard_imports)]
    use super::shadows::*;

    /// A page.
    #[derive(::pager::Paginated)]
    #[paginate(crate = ::pager, token = "next_page_token", items = "users", max = 300)]
    pub struct UserList {
        /// The token.
        pub next_page_token: ::std::string::String,
        /// The users.
        pub users: ::std::vec::Vec<u32>,
    }

    /// Uses the shadows, so that the import is used.
    #[must_use]
    pub const fn shadow() -> (Option, Vec) {
        (Option, Vec)
    }
}

/// All features at once: nested and optional paths, unwrapped elements, flags, functions, nested
/// lists.
pub mod everything {
    use ::std::{option::Option, string::String, vec::Vec};

    /// An item.
    #[derive(Debug)]
    pub struct Account {
        /// Cut at the page size.
        pub subscriptions: Vec<u32>,
        /// The key.
        pub id: String,
    }

    /// An edge.
    #[derive(Debug)]
    pub struct Edge {
        /// The item.
        pub node: Option<Account>,
    }

    /// The paging values.
    #[derive(Debug)]
    pub struct Paging {
        /// The token.
        pub after: Option<String>,
        /// Whether there is more.
        pub more: bool,
    }

    /// A page.
    #[derive(Debug, ::pager::Paginated)]
    #[paginate(
        crate = ::pager,
        token = "paging.after",
        param = body("variables.after"),
        more = "paging.more",
        items = "edges[].node",
        item = Account,
        size = body("variables.first"),
        min = 1,
        prefer = 10,
        max = 100,
        ok = Self::is_ok,
        error = "error",
        nested = "subscriptions"
    )]
    pub struct Accounts {
        /// The paging values.
        pub paging: Option<Paging>,
        /// The edges.
        pub edges: Vec<Edge>,
        /// The error.
        pub error: Option<Paging>,
    }

    impl Accounts {
        const fn is_ok(&self, _: &::pager::HeaderMap) -> bool {
            self.paging.is_some()
        }
    }

    /// A page of a counter mode.
    #[derive(Debug, ::pager::Paginated)]
    #[paginate(crate = ::pager, page = "page", pages = "pages", total = header("x-total"), items = "rows", start = 0, end_on = [404, short])]
    pub struct Rows {
        /// The number of pages.
        pub pages: Option<u64>,
        /// The rows.
        pub rows: Vec<u32>,
    }

    /// A page of the last-item mode.
    #[derive(Debug, ::pager::Paginated)]
    #[paginate(crate = ::pager, last_item = "id", param = "after", items = "data", done = "done")]
    pub struct After {
        /// The items.
        pub data: Vec<Account>,
        /// Whether this is the end.
        pub done: bool,
    }

    /// A page with links.
    #[derive(Debug, ::pager::Paginated)]
    #[paginate(crate = ::pager, next_url = link("next"), items = "0")]
    pub struct Linked(pub Vec<u32>);
}

/// Generic envelopes, raw identifiers and names that an expansion uses for itself.
pub mod odd {
    use ::std::{clone::Clone, option::Option, string::String, vec::Vec};

    /// An envelope.
    #[derive(Debug, ::pager::Paginated)]
    #[paginate(crate = ::pager, token = "next", param = "next", items = "data")]
    pub struct Envelope<'paginate, T, const N: usize>
    where
        T: Clone,
    {
        /// The token.
        pub next: Option<::std::borrow::Cow<'paginate, str>>,
        /// The items.
        pub data: Vec<[T; N]>,
    }

    /// Fields named like locals and keywords.
    #[allow(clippy::pub_underscore_fields)]
    #[derive(Debug, ::pager::Paginated)]
    #[paginate(crate = ::pager, token = "type.self_", param = "type", items = "headers", more = "page", error = "item")]
    pub struct Named {
        /// A raw identifier.
        pub r#type: Inner,
        /// Like the parameter of the accessor.
        pub headers: Vec<u32>,
        /// Like a local.
        pub page: bool,
        /// Like a closure's parameter.
        pub item: Option<u8>,
        /// Like the alias of the runtime.
        pub __paginate: u8,
    }

    /// What `type` holds.
    #[derive(Debug)]
    pub struct Inner {
        /// The token.
        pub self_: Option<String>,
    }

    macro_rules! page {
        ($name:ident, $token:literal, $items:expr, $field:ident: $list:ty) => {
            /// Made by a macro.
            #[derive(Debug, ::pager::Paginated)]
            #[paginate(crate = ::pager, token = $token, param = $token, items = $items, max = 7)]
            pub struct $name {
                /// The token.
                pub next: Option<String>,
                /// The items.
                pub $field: $list,
            }
        };
    }
    page!(Made, "next", "rows", rows: Vec<u32>);

    /// Deprecated items must not cause warnings in the expansion.
    #[deprecated]
    #[derive(::pager::Paginated)]
    #[paginate(crate = ::pager, token = "next", param = "next", items = "rows")]
    pub struct Old {
        /// The token.
        #[deprecated]
        pub next: Option<String>,
        /// The items.
        pub rows: Vec<u32>,
    }
}
