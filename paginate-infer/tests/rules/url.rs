use crate::kit::{concluded, header, list, object, said};

#[test]
fn the_url_of_the_next_page_has_many_names() {
    for path in [
        "next_url",
        "nextLink",
        "links/next",
        "_links/next/href",
        "paging/next",
        "@odata.nextLink",
        "pagination/next_link",
        "next_page_url",
    ] {
        let operation = list(&[], &["users: [id]", &format!("{path}: text")]);
        assert_eq!(said(&operation), format!("next_url {path}, items users"));
    }
}

#[test]
fn next_and_previous_of_a_counted_list() {
    let operation = list(
        &[
            "page: int -- A page number within the paginated result set.",
            "page_size: int",
        ],
        &["count: int", "next: uri", "previous: uri", "results: [id]"],
    );
    assert_eq!(
        said(&operation),
        "next_url next, items results, size page_size, total count"
    );
}

#[test]
fn a_token_beside_a_parameter_is_preferred() {
    let operation = list(
        &["cursor: text"],
        &["users: [id]", "next_cursor: text", "next_url: uri"],
    );
    assert_eq!(said(&operation), "token next_cursor -> cursor, items users");
}

#[test]
fn the_link_header_of_a_list() {
    let mut operation = list(&["per_page: int", "page: int"], &[]);
    operation.response = Some(object(&["x: [id]"]).members.remove(0).shape);
    operation.headers.push(header("Link", ""));
    assert_eq!(
        said(&operation),
        "next_url link next, items the body, size per_page"
    );
}

#[test]
fn hal_embeds_its_items() {
    let operation = list(
        &["page: int", "size: int -- The page size."],
        &[
            "_embedded/users: [id]",
            "_links/next/href: text",
            "_links/self/href: text",
            "page/totalElements: int",
        ],
    );
    assert_eq!(
        said(&operation),
        "next_url _links/next/href, items _embedded/users, size size, total page/totalElements"
    );
}

#[test]
fn a_parameter_that_names_the_link_header() {
    let told = "after: text -- A cursor, as given in the [Link header](https://example.com).";
    let operation = list(&[told, "per_page: int"], &["users: [id]"]);
    assert_eq!(
        said(&operation),
        "next_url link next, items users, size per_page"
    );
}

#[test]
fn a_total_of_something_else_is_not_the_total() {
    let operation = list(
        &["page: int", "per_page: int"],
        &["users: [id]", "stats/total: int"],
    );
    assert_eq!(said(&operation), "page page, items users, size per_page");
}

#[test]
fn a_link_header_without_anything_about_pages_is_a_question() {
    let whole = |parameters: &[&str]| {
        let mut operation = list(parameters, &[]);
        operation.response = Some(object(&["x: [id]"]).members.remove(0).shape);
        operation.headers.push(header("Link", ""));
        operation
    };
    assert_eq!(
        concluded(&whole(&["since: int"])),
        "next_url link next, items the body"
    );
    assert_eq!(
        concluded(&whole(&["status: text"])),
        "asked: does the `Link` header have the relation `next`?"
    );
}
