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
        &[
            "activeUsers: [id]",
            "idleUsers: [id]",
            "nextPageToken: text",
        ],
    );
    assert_eq!(
        said(&operation),
        "token nextPageToken -> pageToken, items activeUsers, others idleUsers"
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
        "are the items in the member `left.things` or in the member `right.things`?"
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

#[test]
fn equal_lists_with_names_of_other_things_are_a_question() {
    let operation = list(
        &["pageToken: text"],
        &["parents: [id]", "files: [id]", "nextPageToken: text"],
    );
    assert_eq!(
        asked(&operation),
        "are the items in the member `parents` or in the member `files`?"
    );
}
