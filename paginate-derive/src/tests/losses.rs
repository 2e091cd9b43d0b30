//! Declarations that would compile and lose items, and those beside them that are right.

use super::expand;

/// The attribute, the fields of the struct, and parts of the only message.
const REFUSED: &[(&str, &str, &[&str])] = &[
    // A token that leads on, in a parameter that leads back.
    (
        r#"token = "end_cursor", param = "before""#,
        "end_cursor: Option<String>, users: Vec<User>",
        &["`before`", "`end_cursor`", "write `param = \"after\"`"],
    ),
    (
        r#"token = "after", param = "ending_before""#,
        "after: Option<String>, users: Vec<User>",
        &[
            "write `param = \"starting_after\"`",
            "`fn(&Self, &HeaderMap) -> Option<String>`",
        ],
    ),
    (
        r#"token = "paging.next_cursor", param = body("page.prevCursor"), items = "users""#,
        "paging: Paging, users: Vec<User>",
        &[
            "`paging.next_cursor`",
            "write `param = body(\"page.nextCursor\")`",
        ],
    ),
    (
        r#"token = "links.next", param = "page[before]", items = "users""#,
        "links: Links, users: Vec<User>",
        &["write `param = \"page[after]\"`"],
    ),
    (
        r#"token = header("X-After"), param = header("X-Before")"#,
        "users: Vec<User>",
        &["write `param = header(\"X-After\")`"],
    ),
    (
        r#"token = ("shard", "next"), param = ("shard", "previous")"#,
        "shard: Option<String>, next: Option<String>, users: Vec<User>",
        &["write `\"next\"` instead"],
    ),
    // A variable of GraphQL is no query parameter.
    (
        r#"token = "data.page_info.end_cursor", param = "variables.after", items = "data.nodes", item = User"#,
        "data: Data",
        &["write `param = body(\"variables.after\")`"],
    ),
    (
        r#"offset = body("variables.skip"), size = "variables.first""#,
        "users: Vec<User>",
        &["write `size = body(\"variables.first\")`"],
    ),
    (
        r#"token = ("day", "id"), param = (body("variables.day"), "variables.id")"#,
        "day: Option<String>, id: Option<String>, users: Vec<User>",
        &["write `body(\"variables.id\")`"],
    ),
    // What is left is no total.
    (
        r#"offset = "offset", total = "remaining""#,
        "remaining: u64, users: Vec<User>",
        &[
            "`remaining`",
            "what is left",
            "remove `total`",
            "`total = Self::total`",
        ],
    ),
    (
        r#"page = "page", total = header("X-Items-Left")"#,
        "users: Vec<User>",
        &["`X-Items-Left`", "what is left"],
    ),
    (
        r#"page = "page", pages = "meta.remainingPages", items = "users""#,
        "meta: Meta, users: Vec<User>",
        &["what is left", "remove `pages`"],
    ),
    // Flags that say the opposite.
    (
        r#"page = "page", done = "exceededTransferLimit""#,
        "#[serde(rename = \"x\")] exceededTransferLimit: bool, users: Vec<User>",
        &["write `more = \"exceededTransferLimit\"`"],
    ),
    (
        r#"page = "page", done = "more_to_load""#,
        "more_to_load: bool, users: Vec<User>",
        &["write `more = \"more_to_load\"`"],
    ),
    (
        r#"page = "page", done = header("X-Has-Next-Cursor")"#,
        "users: Vec<User>",
        &["write `more = header(\"X-Has-Next-Cursor\")`"],
    ),
    (
        r#"page = "page", more = "incomplete_results""#,
        "incomplete_results: bool, users: Vec<User>",
        &[
            "ran out of time",
            "not whether there are more pages",
            "remove `more`",
        ],
    ),
    (
        r#"page = "page", done = "incompleteResults""#,
        "incompleteResults: bool, users: Vec<User>",
        &["ran out of time", "remove `done`"],
    ),
    // The first item leads to the second.
    (
        r#"token = "data.products.edges[0].cursor", param = body("variables.after"), items = "data.products.edges[].node", item = Product"#,
        "data: Data",
        &[
            "`token = \"data.products.page_info.end_cursor\"`",
            "`last_item = \"cursor\"`",
            "the first item",
        ],
    ),
    (
        r#"at = "data", token = ".nodes[0].cursor", param = "after", items = ".nodes", item = Product"#,
        "data: Data",
        &["`token = \"data.page_info.end_cursor\"`"],
    ),
    (
        r#"token = "users[0].id", param = "after""#,
        "users: Vec<User>",
        &["`last_item = \"id\"`", "`token = Self::next_token`"],
    ),
    (
        r#"token = "0[0].id", param = "after""#,
        "",
        &["`last_item = \"id\"`"],
    ),
    (
        r#"next_url = "users[0].next""#,
        "users: Vec<User>",
        &["`next_url = Self::next_link`"],
    ),
    (
        r#"token = "ids[0]", param = "after""#,
        "ids: Vec<String>",
        &["`token = Self::last_key`"],
    ),
    (
        r#"token = ("users[0].day", "users[0].id"), param = ("day", "id")"#,
        "users: Vec<User>",
        &["the first item"],
    ),
    // Offsets of lists in a list.
    (
        r#"offset = "offset", items = "orders[].lines[]", item = Line"#,
        "orders: Vec<Order>",
        &[
            "`orders[].lines[]`",
            "write `items = \"orders\"`",
            "`fn(&mut Self) -> Vec<T>`",
        ],
    ),
    (
        r#"at = "data", offset = "offset", items = ".orders[].lines[].part", item = Part"#,
        "data: Data",
        &["write `items = \"data.orders\"`"],
    ),
    // JSON:API
    (
        r#"page = "page", items = "included""#,
        "data: Vec<Article>, included: Vec<Author>",
        &[
            "related objects",
            "write `items = \"data\"`",
            "`fn(&mut Self) -> Vec<T>`",
        ],
    ),
    (
        r#"page = "page", items = "related""#,
        "#[serde(rename = \"data\")] articles: Option<Vec<Article>>, #[serde(rename = \"included\")] related: Vec<Author>",
        &["`included` in the JSON", "write `items = \"articles\"`"],
    ),
    // No message gives the answer of another API as if it were this one's.
    (
        r#"token = "paging.cursor", items = "users""#,
        "paging: Paging, users: Vec<User>",
        &["add `param` with the name of the query parameter that this API reads, often `cursor`"],
    ),
    (
        r#"last_item = "id""#,
        "users: Vec<User>",
        &[
            "add `param` with the name of the query parameter that this API reads, often `starting_after`",
        ],
    ),
];

const ACCEPTED: &[(&str, &str)] = &[
    // Backwards on purpose.
    (
        r#"token = "start_cursor", param = "before""#,
        "start_cursor: Option<String>, users: Vec<User>",
    ),
    (
        r#"token = "next_before", param = "before""#,
        "next_before: Option<String>, users: Vec<User>",
    ),
    (
        r#"token = "before.next", param = "before", items = "users""#,
        "before: Before, users: Vec<User>",
    ),
    (
        r#"token = "last_id", param = "before_id""#,
        "last_id: Option<String>, users: Vec<User>",
    ),
    (
        r#"token = Self::next_token, param = "before""#,
        "users: Vec<User>",
    ),
    (
        r#"token = "messages[0].id", param = "before", items = "messages""#,
        "messages: Vec<Message>",
    ),
    (
        r#"last_item = "next", param = "before""#,
        "users: Vec<User>",
    ),
    // Not an item.
    (
        r#"next_url = "links[0].uri", items = "users""#,
        "links: Vec<Link>, users: Vec<User>",
    ),
    (
        r#"token = "results[0].next", param = "next", items = "results[0].rows", item = Row"#,
        "results: Vec<Rows>",
    ),
    (
        r#"token = "results[0].next", param = "next", items = "results[].rows[]", item = Row"#,
        "results: Vec<Rows>",
    ),
    // Counts of the whole list, and flags that fit.
    (
        r#"page = "page", total = "total", done = "no_more_items""#,
        "total: u64, no_more_items: bool, users: Vec<User>",
    ),
    (
        r#"page = "page", total = "leftover_total", done = "not_more""#,
        "leftover_total: u64, not_more: bool, users: Vec<User>",
    ),
    (
        r#"page = "page", total = Self::remaining, more = "exceeded_transfer_limit""#,
        "exceeded_transfer_limit: bool, users: Vec<User>",
    ),
    (
        r#"page = "page", more = "incomplete""#,
        "incomplete: bool, users: Vec<User>",
    ),
    // Lists in a list, counted by the API or not at all.
    (
        r#"page = "page", items = "orders[].lines[]", item = Line"#,
        "orders: Vec<Order>",
    ),
    (
        r#"offset = "offset", items = Self::take_lines, item = Line"#,
        "orders: Vec<Order>",
    ),
    (
        r#"offset = "offset", items = "edges[].node", item = Line"#,
        "edges: Vec<Edge>",
    ),
    (
        r#"page = "page", items = "included""#,
        "included: Vec<Author>, meta: Vec<Meta>",
    ),
    (
        r#"page = "page", items = Self::take_included, item = Author"#,
        "data: Vec<Article>, included: Vec<Author>",
    ),
];

fn declaration(attribute: &str, fields: &str) -> String {
    match fields {
        "" => format!("#[paginate({attribute})] struct Page(Vec<User>);"),
        _ => format!("#[paginate({attribute})] struct Page {{ {fields} }}"),
    }
}

#[test]
fn what_would_lose_items_is_refused() {
    let mut wrong = Vec::new();
    for (attribute, fields, parts) in REFUSED {
        let messages = expand(&declaration(attribute, fields))
            .err()
            .unwrap_or_default();
        let fits = match messages.as_slice() {
            [only] => parts.iter().all(|part| only.contains(part)),
            _ => false,
        };
        if !fits {
            wrong.push(format!("{attribute}\n    {messages:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_right_beside_it_is_accepted() {
    for (attribute, fields) in ACCEPTED {
        let expanded = expand(&declaration(attribute, fields));
        assert_eq!(expanded.err(), None, "{attribute}");
    }
}
