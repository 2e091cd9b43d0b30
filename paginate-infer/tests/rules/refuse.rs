use crate::kit::{asked, list, unpaged};

#[test]
fn a_list_alone_does_not_page() {
    let operation = list(&["status: text"], &["users: [id]"]);
    assert_eq!(
        unpaged(&operation),
        "the parameters and the response have nothing that leads on to a next page"
    );
}

#[test]
fn a_limit_alone_does_not_page() {
    let operation = list(&["limit: int"], &["users: [id]"]);
    assert_eq!(
        unpaged(&operation),
        "parameter `limit` limits the list, and nothing leads on to a next page"
    );
}

#[test]
fn without_a_list_there_are_no_pages() {
    let operation = list(&["id: text"], &["name: text", "email: text"]);
    assert_eq!(unpaged(&operation), "the response has no list");
}

#[test]
fn a_page_that_is_text_is_the_name_of_a_page() {
    let operation = list(
        &["page: text -- The title of the page.", "limit: int"],
        &["links: [object]"],
    );
    assert!(unpaged(&operation).contains("limit"));
}

#[test]
fn a_page_in_the_path_is_a_thing() {
    let mut operation = list(&["limit: int"], &["blocks: [id]"]);
    let page = crate::kit::parameter("page: int", paginate_infer::model::Place::Path);
    operation.parameters.push(page);
    assert!(unpaged(&operation).contains("limit"));
}

#[test]
fn tokens_of_other_things_do_not_page() {
    for name in [
        "accessToken",
        "clientToken",
        "change_token",
        "nextSyncToken",
        "auth_token",
    ] {
        let parameter = format!("{name}: text");
        let operation = list(&[&parameter], &["users: [id]", &parameter]);
        assert!(
            unpaged(&operation).contains("nothing that leads on"),
            "{name}"
        );
    }
}

#[test]
fn a_bare_token_in_both_directions_is_not_a_page_token() {
    let operation = list(&["token: text"], &["users: [id]", "token: text"]);
    assert!(unpaged(&operation).contains("nothing that leads on"));
}

#[test]
fn the_way_back_does_not_lead_on() {
    let operation = list(
        &["before: text"],
        &["users: [id]", "previous_cursor: text", "prev: uri"],
    );
    assert!(unpaged(&operation).contains("nothing that leads on"));
}

#[test]
fn a_token_without_a_parameter_is_a_question() {
    let operation = list(&["limit: int"], &["users: [id]", "nextToken: text"]);
    assert_eq!(
        asked(&operation),
        "to which parameter does the member `nextToken` go? The document names none"
    );
}

#[test]
fn a_parameter_without_a_token_is_a_question() {
    let operation = list(&["pageToken: text"], &["users: [id]"]);
    assert_eq!(
        asked(&operation),
        "where in the response is the value of parameter `pageToken`?"
    );
}

#[test]
fn two_parameters_that_fit_are_a_question() {
    let operation = list(
        &["start_cursor: text", "page_cursor: text"],
        &["users: [id]", "next_cursor: text"],
    );
    let question = asked(&operation);
    assert!(
        question.contains("start_cursor") && question.contains("page_cursor"),
        "{question}"
    );
}

#[test]
fn what_changes_something_is_not_paged() {
    let mut operation = list(&["token: text"], &["users: [id]", "nextToken: text"]);
    operation.id = "DeleteUsers".to_owned();
    operation.method = "DELETE".to_owned();
    assert!(
        asked(&operation).contains("nextToken"),
        "only a question, never a declaration"
    );
}

#[test]
fn a_body_that_is_unknown_is_not_paged() {
    let mut operation = list(&["nextToken: text"], &[]);
    operation.response = None;
    assert_eq!(unpaged(&operation), "the response has no list");
}

#[test]
fn an_offset_inside_of_something_else_does_not_page() {
    let mut operation = list(&[], &["rows: [id]", "total: int"]);
    operation.parameters = vec![
        crate::kit::parameter(
            "cohort.range.offset: int",
            paginate_infer::model::Place::Body,
        ),
        crate::kit::parameter("limit: int", paginate_infer::model::Place::Body),
    ];
    let question = asked(&operation);
    assert!(question.contains("cohort.range.offset"), "{question}");
}

#[test]
fn a_token_that_is_reserved_does_not_page() {
    let told = "nextToken: text -- Reserved for future use.";
    let operation = list(&[told], &["users: [id]", told]);
    assert!(unpaged(&operation).contains("nothing that leads on"));
}
