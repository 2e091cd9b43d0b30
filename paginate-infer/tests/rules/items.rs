use crate::kit::{asked, list, said};

#[test]
fn the_only_list_has_the_items() {
    let operation = list(&["cursor: text"], &["things: [text]", "next_cursor: text"]);
    assert_eq!(
        said(&operation),
        "token next_cursor -> cursor, items things"
    );
}

#[test]
fn lists_that_accompany_the_items_are_no_items() {
    let operation = list(
        &["pageToken: text"],
        &[
            "unreachable: [text]",
            "users: [id]",
            "warnings: [object]",
            "nextPageToken: text",
        ],
    );
    assert_eq!(
        said(&operation),
        "token nextPageToken -> pageToken, items users"
    );
}

#[test]
fn deprecated_lists_lose() {
    let operation = list(
        &["pageToken: text"],
        &[
            "members: [id] -- Deprecated: use `people`.",
            "people: [id]",
            "nextPageToken: text",
        ],
    );
    assert_eq!(
        said(&operation),
        "token nextPageToken -> pageToken, items people"
    );
}

#[test]
fn lists_that_are_equal_are_told() {
    let operation = list(
        &["pageToken: text"],
        &["active: [id]", "inactive: [id]", "nextPageToken: text"],
    );
    assert_eq!(
        said(&operation),
        "token nextPageToken -> pageToken, items active, others inactive"
    );
}

#[test]
fn equal_lists_in_different_places_are_a_question() {
    let operation = list(
        &["pageToken: text"],
        &[
            "left/things: [id]",
            "right/things: [id]",
            "nextPageToken: text",
        ],
    );
    assert_eq!(
        asked(&operation),
        "which member of the response has the items?"
    );
}

#[test]
fn a_map_is_the_list_if_nothing_else_is() {
    let operation = list(
        &["pageToken: text"],
        &["items: map", "unreachables: [text]", "nextPageToken: text"],
    );
    assert_eq!(
        said(&operation),
        "token nextPageToken -> pageToken, items items"
    );
}
