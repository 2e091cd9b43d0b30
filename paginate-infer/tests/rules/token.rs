use paginate_infer::model::Place;

use crate::kit::{asked, header, list, parameter, said};

#[test]
fn a_token_goes_into_the_parameter_of_its_name() {
    for (output, input) in [
        ("nextToken", "nextToken"),
        ("next_page_token", "page_token"),
        ("nextPageToken", "pageToken"),
        ("next_cursor", "cursor"),
        ("NextMarker", "Marker"),
        ("Marker", "Marker"),
        ("cursor", "cursor"),
        ("NextToken", "StartingToken"),
        ("continuationToken", "continuationToken"),
        ("LastEvaluatedKey", "ExclusiveStartKey"),
        ("nextContinuationToken", "continuation-token"),
        ("nextPage", "page"),
        ("scroll_id", "scroll_id"),
        ("bookmark", "bookmark"),
        ("next_max_id", "max_id"),
    ] {
        let operation = list(
            &[&format!("{input}: text")],
            &["users: [id]", &format!("{output}: text")],
        );
        assert_eq!(
            said(&operation),
            format!("token {output} -> {input}, items users")
        );
    }
}

#[test]
fn names_of_different_families_need_more_than_names() {
    let operation = list(&["after: text"], &["users: [object]", "next_cursor: text"]);
    assert_eq!(said(&operation), "token next_cursor -> after, items users");
    let operation = list(
        &["starting_token: text"],
        &["users: [object]", "end_cursor: text"],
    );
    assert_eq!(
        said(&operation),
        "token end_cursor -> starting_token, items users"
    );
    let operation = list(&["token: text"], &["users: [object]", "next: text"]);
    assert_eq!(
        asked(&operation),
        "is the member `next` the URL of the next page, or a token?"
    );
}

#[test]
fn a_token_that_is_number_stays_apart_from_text() {
    let operation = list(
        &["page: int", "per_page: int"],
        &["users: [id]", "meta/next_page: int", "meta/total: int"],
    );
    assert_eq!(
        said(&operation),
        "token meta/next_page -> page, items users, size per_page, total meta/total"
    );
}

#[test]
fn an_echo_is_no_token() {
    let operation = list(
        &["marker: text"],
        &[
            "users: [id]",
            "marker: text",
            "next_marker: text",
            "is_truncated: bool",
        ],
    );
    assert_eq!(
        said(&operation),
        "token next_marker -> marker, items users, more is_truncated"
    );
}

#[test]
fn parts_belong_together() {
    let operation = list(
        &[
            "StartRecordName: text",
            "StartRecordType: text",
            "MaxItems: text",
        ],
        &[
            "Users: [id]",
            "NextRecordName: text",
            "NextRecordType: text",
            "IsTruncated: bool",
        ],
    );
    assert_eq!(
        said(&operation),
        "token NextRecordName -> StartRecordName + NextRecordType -> StartRecordType, items Users, \
         size MaxItems, more IsTruncated"
    );
}

#[test]
fn a_nested_token_leads_to_the_items_beside_it() {
    let mut operation = list(
        &[],
        &[
            "data/users/edges: [node]",
            "data/users/pageInfo/endCursor: text",
            "data/users/pageInfo/startCursor: text",
            "data/users/pageInfo/hasNextPage: bool",
            "errors: [object]",
        ],
    );
    operation.method = "POST".to_owned();
    operation.parameters = vec![
        parameter("variables.after: text", Place::Body),
        parameter("variables.first: int", Place::Body),
    ];
    assert_eq!(
        said(&operation),
        "token data/users/pageInfo/endCursor -> Body variables.after, items data/users/edges/[]/node, size Body variables.first, \
         more data/users/pageInfo/hasNextPage"
    );
}

#[test]
fn a_token_can_be_in_a_header() {
    for name in [
        "x-ms-continuationtoken",
        "X-Continuation-Token",
        "Next-Token",
    ] {
        let mut operation = list(&["continuationToken: text"], &["users: [id]"]);
        operation.headers.push(header(name, ""));
        let expected = format!("token header {name} -> continuationToken, items users");
        assert_eq!(said(&operation), expected);
    }
}

#[test]
fn a_token_that_stays_at_the_end_ends_the_walk() {
    let operation = list(
        &["nextToken: text"],
        &[
            "users: [id]",
            "nextForwardToken: text -- At the end it is the same token you passed in.",
            "nextBackwardToken: text",
        ],
    );
    assert_eq!(
        said(&operation),
        "token nextForwardToken -> nextToken, items users, end_on repeat"
    );
}

#[test]
fn a_key_of_several_members_is_a_token() {
    let mut operation = list(
        &[],
        &["Items: [object]", "Count: int", "LastEvaluatedKey/id: text"],
    );
    operation.method = "POST".to_owned();
    operation.parameters = vec![parameter("ExclusiveStartKey: object", Place::Body)];
    assert_eq!(
        said(&operation),
        "token LastEvaluatedKey -> Body ExclusiveStartKey, items Items"
    );
}

#[test]
fn a_token_that_every_request_needs_comes_from_elsewhere() {
    let operation = list(
        &["shardIterator: text required"],
        &["records: [object]", "nextShardIterator: text"],
    );
    assert_eq!(
        asked(&operation),
        "where does the first value of the parameter `shardIterator` come from? A request without \
         it is refused"
    );
}
