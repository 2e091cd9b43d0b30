//! APIs that many people know, as their documentation describes them.

mod number;
mod token;
mod url;

use paginate_infer::model::{Operation, Place};

use crate::kit::{concluded, header, list, object, parameter};

fn check(operation: &Operation, expected: &str) {
    let found = concluded(operation);
    if found != expected {
        panic!("\n   found {found}\nexpected {expected}");
    }
}

fn post(parameters: &[&str], members: &[&str]) -> Operation {
    let mut operation = list(&[], members);
    operation.method = "POST".to_owned();
    let parameters = parameters.iter();
    operation.parameters = parameters
        .map(|text| parameter(text, Place::Body))
        .collect();
    operation
}

fn bare(parameters: &[&str], headers: &[&str]) -> Operation {
    let mut operation = list(parameters, &[]);
    operation.response = Some(object(&["x: [id]"]).members.remove(0).shape);
    operation.headers = headers.iter().map(|name| header(name, "")).collect();
    operation
}

#[test]
fn by_the_last_item() {
    // Stripe
    let operation = list(
        &["limit: int", "starting_after: text", "ending_before: text"],
        &["object: text", "url: text", "has_more: bool", "data: [id]"],
    );
    check(
        &operation,
        "last_item id -> starting_after, items data, size limit, more has_more",
    );
}
