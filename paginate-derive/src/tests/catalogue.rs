//! More than fifty real endpoints: each declaration is accepted on a struct of the documented
//! shape.

use super::expand;

/// The declaration, the fields of the struct in braces or parentheses, and what the expansion must
/// contain.
const ROWS: &[(&str, &str, &str)] = &[
    (
        r#"token = "next_page_token", items = "users", max = 300"#,
        "{ next_page_token: String, users: Vec<User> }",
        r#"Token(__private::RequestLocation::Query("next_page_token"))"#,
    ),
    (
        r#"page = "page_number", pages = "page_count", items = "users", max = 300"#,
        "{ page_count: Option<u64>, users: Vec<User> }",
        r#"Page(__private::RequestLocation::Query("page_number"))"#,
    ),
    (
        r#"next_url = "next_page", items = "accounts", size = "pageSize", max = 40, ok = "success", error = "reasons""#,
        "{ next_page: Option<String>, accounts: Vec<Account>, success: bool, reasons: Option<Vec<Reason>> }",
        r#".ok_at("success")"#,
    ),
    (
        r#"token = "next_page", param = "cursor", items = "data", size = "pageSize", max = 99, nested = "subscriptions""#,
        "camelCase { next_page: Option<String>, data: Vec<ExpandedAccount> }",
        r#"Query("cursor")"#,
    ),
    (
        r#"token = "next_page", param = "cursor", items = "data", max = 50"#,
        "{ next_page: Option<String>, data: Vec<Account> }",
        ".max(50)",
    ),
    (
        r#"token = "query_locator", param = body("queryLocator"), continue_at = "/v1/action/queryMore", done = "done", items = "records", size = body("conf.batchSize"), max = 2000"#,
        "{ query_locator: Option<String>, done: bool, records: Vec<Record> }",
        r#".continue_at("/v1/action/queryMore")"#,
    ),
    (
        r#"next_url = link("next"), items = "0", size = "per_page", max = 100"#,
        "(Vec<Repository>);",
        r#".url(__private::LinkHeader::new(headers, "next"))"#,
    ),
    (
        r#"token = "data.repository.issues.page_info.end_cursor", param = body("variables.after"), more = "data.repository.issues.page_info.has_next_page", items = "data.repository.issues.edges[].node", item = Issue, size = body("variables.first"), max = 100, error = "errors""#,
        "{ data: Option<Data>, errors: Option<Vec<Error>> }",
        "unwrap_each",
    ),
    (
        r#"token = header("x-next-page"), param = "page", items = "0", size = "per_page", max = 100"#,
        "(Vec<Project>);",
        r#".token(__private::Header::new(headers, "x-next-page"))"#,
    ),
    (
        r#"next_url = link("next"), items = "0", size = "per_page", max = 100"#,
        "(Vec<Project>);",
        "Source::NextUrl",
    ),
    (
        r#"last_item = "id", param = "starting_after", more = "has_more", items = "data", size = "limit", max = 100"#,
        "{ has_more: bool, data: Vec<Charge> }",
        ".last_item(",
    ),
    (
        r#"token = "next_page", param = "page", more = "has_more", items = "data", size = "limit", max = 100"#,
        "{ next_page: Option<String>, has_more: bool, data: Vec<Charge> }",
        ".more::<bool>(",
    ),
    (
        r#"token = "response_metadata.next_cursor", param = "cursor", items = "channels", size = "limit", max = 1000, prefer = 200, ok = "ok", error = "error""#,
        "{ response_metadata: Option<Metadata>, channels: Vec<Channel>, ok: bool, error: Option<String> }",
        ".prefer(200)",
    ),
    (
        r#"token = "next_page_token", param = "pageToken", items = "files", size = "pageSize", max = 1000"#,
        "{ next_page_token: Option<String>, files: Vec<File> }",
        r#"Query("pageToken")"#,
    ),
    (
        r#"token = "metadata.continue_", param = "continue", items = "items", size = "limit", prefer = 500"#,
        r#"{ metadata: ListMeta, #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")] items: Vec<Pod> }"#,
        ".continue_",
    ),
    (
        r#"next_url = "next_link", items = "value", size = "$top", max = 999"#,
        r#"{ #[serde(rename = "@odata.nextLink")] next_link: Option<String>, value: Vec<User> }"#,
        r#"Query("$top")"#,
    ),
    (
        r#"next_url = "next_records_url", done = "done", items = "records""#,
        "{ next_records_url: Option<String>, done: bool, records: Vec<Record> }",
        ".done::<bool>(",
    ),
    (
        r#"token = "paging.next.after", param = "after", items = "results", size = "limit", max = 100"#,
        "{ paging: Option<Paging>, results: Vec<Contact> }",
        ".after",
    ),
    (
        r#"next_url = link("next"), items = "products", size = "limit", max = 250"#,
        "{ products: Vec<Product> }",
        ".max(250)",
    ),
    (
        r#"token = "next_cursor", param = body("start_cursor"), more = "has_more", items = "results", size = body("page_size"), max = 100"#,
        "{ next_cursor: Option<String>, has_more: bool, results: Vec<Page> }",
        r#"Body("start_cursor")"#,
    ),
    (
        r#"last_item = "sort", param = body("search_after"), items = "hits.hits", item = Hit, size = body("size"), max = 10000"#,
        "{ hits: Hits }",
        ".sort",
    ),
    (
        r#"token = "scroll_id", param = body("scroll_id"), continue_at = "/_search/scroll?scroll=1m", repeats, end_on = [empty], items = "hits.hits", item = Hit, size = "size", max = 10_000, prefer = 1000"#,
        r#"{ #[serde(rename = "_scroll_id")] scroll_id: String, hits: Hits }"#,
        ".repeats()",
    ),
    (
        r#"token = "last_evaluated_key", param = body("ExclusiveStartKey"), items = "items", size = body("Limit")"#,
        "PascalCase { last_evaluated_key: Option<Map<String, Value>>, #[serde(default)] items: Vec<Song> }",
        r#"Body("Limit")"#,
    ),
    (
        r#"token = "continue_", param = query, items = "query.allpages", item = Page, size = "aplimit", max = 500, error = "error""#,
        r#"{ #[serde(rename = "continue")] continue_: Option<BTreeMap<String, Value>>, query: Option<ListQuery>, error: Option<Value> }"#,
        "QueryMap",
    ),
    (
        r#"next_url = "next", items = "results", size = "page_size", max = 100"#,
        "{ next: Option<String>, results: Vec<Row> }",
        ".url::<Option<String>>(",
    ),
    (
        r#"next_url = "links.next", items = "data", size = "page[size]", max = 100"#,
        "{ links: Links, data: Vec<Row> }",
        r#"Query("page[size]")"#,
    ),
    (
        r#"offset = "startAt", total = "total", done = "is_last", items = "values", size = "maxResults", max = 100"#,
        "{ total: Option<u64>, is_last: Option<bool>, values: Vec<Row> }",
        "Offset",
    ),
    (
        r#"token = "next_page_token", param = "nextPageToken", items = "issues", size = "maxResults", max = 5000"#,
        r#"camelCase { next_page_token: Option<String>, issues: Vec<Issue> }"#,
        r#"Query("nextPageToken")"#,
    ),
    (
        r#"next_url = Self::next, items = "results", size = "limit", max = 250"#,
        "{ _links: Links, results: Vec<Row> }",
        "__private::Computed(__private::read_with(Self::next, self, headers))",
    ),
    (
        r#"next_url = "next_page_uri", items = "messages", size = "PageSize", max = 1000"#,
        "{ next_page_uri: Option<String>, messages: Vec<Message> }",
        r#".items_member("messages")"#,
    ),
    (
        r#"next_url = link("next"), items = "0", size = "limit", max = 200"#,
        "(Vec<User>);",
        "&self.0",
    ),
    (
        r#"page = "page", pages = "result_info.total_pages", items = "result", size = "per_page", max = 50, ok = "success", error = "errors""#,
        "{ result_info: Option<Info>, result: Vec<Zone>, success: bool, errors: Vec<Error> }",
        r#".error_at("errors")"#,
    ),
    (
        r#"token = "pages.next.starting_after", param = "starting_after", items = "data", size = "per_page", max = 150"#,
        "{ pages: Pages, data: Vec<Contact> }",
        ".starting_after",
    ),
    (
        r#"token = "meta.page.after", param = "page[cursor]", items = "data", size = "page[limit]", max = 1000"#,
        "{ meta: Option<Meta>, data: Vec<Event> }",
        r#"Query("page[cursor]")"#,
    ),
    (
        r#"next_url = "link", items = "entry[].resource", item = Resource, size = "_count", max = 100"#,
        "{ link: Links, entry: Option<Vec<Entry>> }",
        ".resource",
    ),
    (
        r#"next_url = link("next"), items = "repositories", size = "n", max = 1000"#,
        "{ repositories: Option<Vec<String>> }",
        "Option<Vec<String>>",
    ),
    (
        r#"page = "page", pages = header("X-WP-TotalPages"), items = "0", size = "per_page", max = 100"#,
        "(Vec<Post>);",
        r#".pages(__private::Header::new(headers, "X-WP-TotalPages"))"#,
    ),
    (
        r#"token = "cursor", items = "payments", size = "limit", max = 100"#,
        "{ cursor: Option<String>, payments: Vec<Payment> }",
        r#"Query("cursor")"#,
    ),
    (
        r#"token = "next_page.offset", param = "offset", items = "data", size = "limit", max = 100"#,
        "{ next_page: Option<Next>, data: Vec<Task> }",
        ".offset",
    ),
    (
        r#"last_item = "id", param = "before", items = "0", size = "limit", max = 100"#,
        "(Vec<Message>);",
        "LastItem",
    ),
    (
        r#"token = "data.after", param = "after", items = "data.children[].data", item = Post, size = "limit", max = 100"#,
        "{ data: Listing }",
        "edge.data",
    ),
    (
        r#"token = "last_id", param = "after", more = "has_more", items = "data", size = "limit", max = 100"#,
        "{ last_id: Option<String>, has_more: bool, data: Vec<File> }",
        ".more",
    ),
    (
        r#"token = "last_id", param = "after_id", more = "has_more", items = "data", size = "limit", max = 1000"#,
        "{ last_id: Option<String>, has_more: bool, data: Vec<Model> }",
        ".token",
    ),
    (
        r#"token = "next_continuation_token", param = "continuation-token", more = "is_truncated", items = "contents", size = "max-keys", max = 1000"#,
        "{ next_continuation_token: Option<String>, is_truncated: bool, contents: Vec<Object> }",
        r#"Query("max-keys")"#,
    ),
    (
        r#"token = Self::markers, param = query, more = "is_truncated", items = "versions", size = "max-keys", max = 1000"#,
        "{ is_truncated: bool, versions: Vec<Version> }",
        "__private::Computed(",
    ),
    (
        r#"token = "next_forward_token", param = body("nextToken"), end_on = [repeat], items = "events", size = body("limit"), max = 10000"#,
        "{ next_forward_token: String, events: Vec<Event> }",
        ".end_on_repeat()",
    ),
    (
        r#"token = "cursor", param = body("cursor"), continue_at = "/2/files/list_folder/continue", more = "has_more", items = "entries""#,
        "{ cursor: String, has_more: bool, entries: Vec<Entry> }",
        r#"Body("cursor")"#,
    ),
    (
        r#"token = "meta.after_cursor", param = "page[after]", more = "meta.has_more", items = "tickets", size = "page[size]", max = 100"#,
        "{ meta: Meta, tickets: Vec<Ticket> }",
        ".has_more",
    ),
    (
        r#"next_url = "paging.next", items = "data", size = "limit", max = 100"#,
        "{ paging: Option<Paging>, data: Vec<Post> }",
        "PageInfo",
    ),
    (
        r#"token = "result.next_cursor", param = body("params.cursor"), items = "result.tools", item = Tool"#,
        "{ result: ToolList }",
        r#"Body("params.cursor")"#,
    ),
    // The second forms that rows 12, 21, 24 and 48 mention.
    (
        r#"next_url = "next_page_url", items = "data""#,
        "{ next_page_url: Option<String>, data: Vec<Charge> }",
        "NextUrl",
    ),
    (
        r#"token = Self::after, param = body, items = "hits.hits", item = Hit"#,
        "{ hits: Hits }",
        "BodyMap",
    ),
    (
        r#"token = "continue_", param = query, items = "query.pages", item = Page, size = "gaplimit", max = 500, error = "error""#,
        r#"{ #[serde(rename = "continue")] continue_: Option<BTreeMap<String, Value>>, query: Option<GeneratedQuery>, error: Option<Value> }"#,
        "QueryMap",
    ),
    (
        r#"next_url = "next_page", done = "end_of_stream", items = "tickets""#,
        "{ next_page: Option<String>, end_of_stream: bool, tickets: Vec<Ticket> }",
        "NextUrl",
    ),
    (
        r#"last_item = "key", param = body("key"), inclusive, more = "more", items = "kvs", size = body("limit"), prefer = 1000"#,
        "{ more: bool, kvs: Vec<KeyValue> }",
        ".inclusive()",
    ),
    (
        r#"last_item = "key", param = json("startkey"), inclusive, total = "total_rows", items = "rows", size = "limit", prefer = 1000"#,
        "{ total_rows: u64, rows: Vec<Row> }",
        r#"LastItem(__private::RequestLocation::Json("startkey"))"#,
    ),
    (
        r#"token = (header("x-ms-continuation-NextPartitionKey"), header("x-ms-continuation-NextRowKey")), param = ("NextPartitionKey", "NextRowKey"), items = "value", size = "$top", max = 1000"#,
        "{ value: Vec<Entity> }",
        r#".token_part(__private::Header::new(headers, "x-ms-continuation-NextRowKey"))"#,
    ),
    (
        r#"token = "page_token", ready = "job_complete", total = "total_rows", items = "rows", size = "maxResults", prefer = 10000"#,
        "camelCase { job_complete: bool, page_token: Option<String>, total_rows: Option<String>, rows: Vec<Row> }",
        r#".ready_at(__private::ResponseLocation::Member("jobComplete"))"#,
    ),
];

#[test]
fn every_row_is_accepted() {
    for (row, (entries, shape, expected)) in ROWS.iter().enumerate() {
        let serde = match shape.split_once(" {") {
            Some((case @ ("camelCase" | "PascalCase"), _)) => {
                format!(r#"#[serde(rename_all = "{case}")]"#)
            }
            _ => String::new(),
        };
        let shape = shape
            .trim_start_matches("camelCase ")
            .trim_start_matches("PascalCase ");
        let declaration = format!(
            "#[derive(Deserialize)] {serde} #[paginate({entries})] struct Response {shape}"
        );
        match expand(&declaration) {
            // Ignore the line breaks that prettyplease adds.
            Ok(expansion) => {
                let squeeze = |text: &str| {
                    text.split_whitespace()
                        .collect::<String>()
                        .replace(",)", ")")
                };
                assert!(
                    squeeze(&expansion).contains(&squeeze(expected)),
                    "row {}: no {expected} in\n{expansion}",
                    row + 1
                );
            }
            Err(messages) => panic!("row {}: {messages:#?}", row + 1),
        }
    }
}
