use crate::kit::{asked, header, list, said};

#[test]
fn a_page_number_beside_a_page_size() {
    let operation = list(
        &["page: int", "per_page: int <=100"],
        &[
            "users: [id]",
            "total_pages: int",
            "total_count: int",
            "page: int",
        ],
    );
    assert_eq!(
        said(&operation),
        "page page, items users, size per_page, max 100, total total_count, pages total_pages"
    );
}

#[test]
fn the_first_page_is_told_by_default_bound_or_description() {
    for (page, start) in [
        ("page: int =0", ", start 0"),
        ("page: int >=0", ", start 0"),
        ("page: int -- Zero-based page index.", ", start 0"),
        ("page: int =1", ""),
        ("page: int -- The page number, starting at 1.", ""),
        ("page: int", ""),
    ] {
        let operation = list(
            &[page, "size: int -- The page size."],
            &["content: [id]", "totalPages: int"],
        );
        assert_eq!(
            said(&operation),
            format!("page page, items content, size size{start}, pages totalPages"),
            "{page}"
        );
    }
}

#[test]
fn a_page_index_without_its_first_number_is_a_question() {
    let operation = list(
        &["pageIndex: int", "pageSize: int"],
        &["users: [id]", "total: int"],
    );
    assert_eq!(
        asked(&operation),
        "does the first page have number 0 or 1 in parameter `pageIndex`?"
    );
}

#[test]
fn a_page_without_anything_beside_it_is_a_question() {
    let operation = list(&["page: int"], &["users: [id]", "has_more: bool"]);
    assert_eq!(
        asked(&operation),
        "does the parameter `page` lead through the list?"
    );
}

#[test]
fn an_offset_beside_a_limit() {
    let operation = list(
        &["offset: int", "limit: int =20"],
        &["users: [id]", "total: int"],
    );
    assert_eq!(
        said(&operation),
        "offset offset, items users, size limit, total total"
    );
}

#[test]
fn odata_skips() {
    let operation = list(
        &["$top: int", "$skip: int"],
        &["value: [id]", "@odata.count: int"],
    );
    assert_eq!(
        said(&operation),
        "offset $skip, items value, size $top, total @odata.count"
    );
}

#[test]
fn an_offset_that_begins_with_one() {
    let operation = list(
        &[
            "startIndex: int -- The 1-based index of the first result.",
            "count: int -- Results per page.",
        ],
        &[
            "Resources: [id]",
            "totalResults: int",
            "itemsPerPage: int",
            "startIndex: int",
        ],
    );
    assert_eq!(
        said(&operation),
        "offset startIndex, items Resources, size count, start 1, total totalResults"
    );
}

#[test]
fn an_index_without_its_first_number_is_a_question() {
    let told = "start: int -- The index of the first result.";
    for start in ["startIndex: int", told] {
        let operation = list(&[start, "count: int"], &["users: [id]", "total: int"]);
        assert!(
            asked(&operation).starts_with("does the first item have number 0 or 1"),
            "{start}"
        );
    }
}

#[test]
fn totals_can_be_in_headers() {
    let mut operation = list(&["page: int", "per_page: int"], &[]);
    operation.response = Some(crate::kit::object(&["x: [id]"]).members.remove(0).shape);
    operation.headers = vec![header("X-Total", ""), header("X-Total-Pages", "")];
    assert_eq!(
        said(&operation),
        "page page, items the body, size per_page, total header X-Total, pages header X-Total-Pages"
    );
}

#[test]
fn json_api_numbers_pages_in_brackets() {
    let operation = list(
        &["page[number]: int", "page[size]: int"],
        &["data: [id]", "meta/total: int"],
    );
    assert_eq!(
        said(&operation),
        "page page[number], items data, size page[size], total meta/total"
    );
}

#[test]
fn the_total_is_that_of_the_filter() {
    let operation = list(
        &["offset: int", "limit: int"],
        &[
            "data: [id]",
            "meta/total_count: int",
            "meta/filter_count: int",
        ],
    );
    assert_eq!(
        said(&operation),
        "offset offset, items data, size limit, total meta/filter_count"
    );
}
