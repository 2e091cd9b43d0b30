//! What the macro prints, in full. `UPDATE_EXPECT=1 cargo test -p paginate-derive` writes the files anew.

use expect_test::{ExpectFile, expect_file};

use super::expand;

fn check(declaration: &str, expected: ExpectFile) -> String {
    let expansion = expand(declaration).unwrap();
    let declaration = super::format(declaration.parse().unwrap());
    let declaration: String = declaration
        .lines()
        .map(|line| format!("// {line}\n"))
        .collect();
    expected.assert_eq(&format!("{declaration}\n{expansion}"));
    expansion
}

#[test]
fn readme() {
    let expansion = check(
        r#"#[paginate(token = "next_page_token", items = "users", max = 300)]
        struct UserList { next_page_token: String, users: Vec<User> }"#,
        expect_file!["../snapshots/readme.rs"],
    );
    assert!(
        expansion.lines().count() < 60,
        "the expansion is no longer small enough to read"
    );
}

#[test]
fn nested_path() {
    check(
        r#"#[paginate(token = "paging.next.after", param = "after", items = "data.results", item = Contact, size = "limit", max = 100)]
        struct Contacts { paging: Option<Paging>, data: Data }"#,
        expect_file!["../snapshots/nested_path.rs"],
    );
}

#[test]
fn tuple_struct_with_link() {
    check(
        r#"#[paginate(next_url = link("next"), items = "0", size = "per_page", max = 100)] struct Issues(Vec<Issue>);"#,
        expect_file!["../snapshots/tuple_struct_with_link.rs"],
    );
}

#[test]
fn generic_envelope() {
    check(
        r#"#[paginate(token = "next", param = "next", items = "data")]
        struct Envelope<'a, T, C: Clone = String, const N: usize = 1> where T: 'a { data: Vec<T>, next: Option<C>, note: [Cow<'a, str>; N] }"#,
        expect_file!["../snapshots/generic_envelope.rs"],
    );
}

#[test]
fn counter_with_totals() {
    check(
        r#"#[paginate(page = "page", start = 0, pages = header("X-Total-Pages"), total = "meta.total", end_on = [404, short], size = "per_page", min = 10, prefer = 50, max = 100)]
        #[serde(rename_all = "camelCase")]
        struct Rows { all_rows: Option<Vec<Row>>, meta: Meta }"#,
        expect_file!["../snapshots/counter_with_totals.rs"],
    );
}

#[test]
fn graphql_edges() {
    check(
        r#"#[paginate(
            token = "data.repository.issues.page_info.end_cursor", param = body("variables.after"),
            more = "data.repository.issues.page_info.has_next_page",
            items = "data.repository.issues.edges[].node", item = Issue,
            size = body("variables.first"), max = 100, error = "errors"
        )]
        struct Issues { data: Option<Data>, errors: Option<Vec<GraphqlError>> }"#,
        expect_file!["../snapshots/graphql_edges.rs"],
    );
}

#[test]
fn lists_in_a_list() {
    check(
        r#"#[paginate(
            at = "data[0]", last_item = "sort[0]", param = "after",
            items = ".pages[].categories[].node", item = Category, nested = "tags"
        )]
        struct Categories { data: Vec<Data> }"#,
        expect_file!["../snapshots/lists_in_a_list.rs"],
    );
}

#[test]
fn functions() {
    check(
        r#"#[paginate(next_url = Self::next, items = Self::rows, item = Row, more = has_more, ok = Self::ok, error = crate::errors::of::<Report>)]
        struct Report { sheets: Vec<Sheet>, links: Links }"#,
        expect_file!["../snapshots/functions.rs"],
    );
}

#[test]
fn decoded() {
    check(
        r#"#[paginate(token = "next", param = "next", items = "rows", decode = crate::xml::read)] struct Rows<T> where T: Clone { next: Option<String>, rows: Vec<T> }"#,
        expect_file!["../snapshots/decoded.rs"],
    );
}

#[test]
fn token_of_parts() {
    check(
        r#"#[paginate(token = (header("x-key"), "next.row", Self::third), param = ("key", body("page.row"), header("X-Third")), items = "rows", size = "$top")]
        struct Rows { next: Option<Next>, rows: Vec<Row> }"#,
        expect_file!["../snapshots/token_of_parts.rs"],
    );
}

#[test]
fn full_control() {
    check(
        r#"#[paginate(next_with = Self::next)] struct Versions { r#type: String, entries: Vec<Version> }"#,
        expect_file!["../snapshots/full_control.rs"],
    );
}

#[test]
fn nested_lists() {
    check(
        r#"#[paginate(next_url = "next_page", items = "accounts", size = "pageSize", max = 40, nested = ["subscriptions", "billing.contacts"], ok = "success", error = "reasons")]
        #[serde(rename_all = "camelCase")]
        struct Accounts { success: bool, reasons: Option<Vec<Reason>>, accounts: Vec<Account>, next_page: Option<String> }"#,
        expect_file!["../snapshots/nested_lists.rs"],
    );
}

#[test]
fn last_item() {
    check(
        r#"#[paginate(last_item = "meta.id", param = form("starting_after"), more = "has_more", items = "edges[].node", item = Charge, size = form("limit"), max = 100)]
        struct Charges { edges: Vec<Edge>, has_more: bool }"#,
        expect_file!["../snapshots/last_item.rs"],
    );
}

#[test]
fn inclusive() {
    check(
        r#"#[paginate(last_item = "id", param = json("startkey"), inclusive, ready = "done", items = "rows", total = "total_rows", size = "limit", max = 1000)]
        struct Docs { rows: Vec<Doc>, done: bool, total_rows: u64 }"#,
        expect_file!["../snapshots/inclusive.rs"],
    );
}

#[test]
fn every_other_key() {
    check(
        r#"#[paginate(
            token = header("X-Cursor"), param = body("cursor"), continue_at = "/v1/query/more", items = "rows", item = Row,
            done = header("X-Done"), end_on = [short, repeat],
            size = body("limit"), ok = header("X-Ok"), error = header("X-Error"), repeats, crate = crate::reexports::paginate
        )]
        #[deprecated]
        struct Rows { rows: Alias }"#,
        expect_file!["../snapshots/every_other_key.rs"],
    );
}

#[test]
fn fallback() {
    let declaration = r#"#[paginate(offset = "offset", items = "usres", item = User)] struct UserList<T> { users: Vec<T> }"#;
    let expansion = crate::derive(declaration.parse().unwrap());
    expect_file!["../snapshots/fallback.rs"].assert_eq(&super::format(expansion));
}
