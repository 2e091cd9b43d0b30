use paginate_infer::model::{Kind, Operation, Place};
use paginate_infer::read;

use crate::kit::said;

const SMITHY: &str = r##"{
    "smithy": "2.0",
    "shapes": {
        "a#Service": {
            "type": "service", "version": "1",
            "resources": [{"target": "a#User"}],
            "traits": {"smithy.api#paginated": {
                "inputToken": "marker", "outputToken": "nextMarker", "pageSize": "maxItems"
            }}
        },
        "a#User": {"type": "resource", "list": {"target": "a#ListUsers"}},
        "a#ListUsers": {
            "type": "operation",
            "input": {"target": "a#Input"}, "output": {"target": "a#Output"},
            "traits": {
                "smithy.api#http": {"method": "GET", "uri": "/users"},
                "smithy.api#paginated": {"items": "result.users"}
            }
        },
        "a#Input": {"type": "structure", "members": {
            "marker": {"target": "smithy.api#String", "traits": {"smithy.api#httpQuery": "m"}},
            "maxItems": {"target": "a#Max", "traits": {"smithy.api#httpQuery": "max-items"}}
        }},
        "a#Max": {"type": "integer", "traits": {"smithy.api#range": {"min": 1, "max": 50}}},
        "a#Output": {"type": "structure", "members": {
            "nextMarker": {"target": "smithy.api#String"},
            "result": {"target": "a#Result"}
        }},
        "a#Result": {"type": "structure", "members": {"users": {"target": "a#Users"}}},
        "a#Users": {"type": "list", "member": {"target": "a#Person"}},
        "a#Person": {"type": "structure", "members": {
            "name": {"target": "smithy.api#String"},
            "friend": {"target": "a#Person"}
        }}
    }
}"##;

#[test]
fn smithy_pages_as_its_trait_says_with_the_names_of_the_wire() {
    let operations = read::smithy(SMITHY).unwrap();
    assert_eq!(operations.len(), 1);
    assert_eq!(operations[0].path, "/users");
    assert_eq!(
        said(&operations[0]),
        "token nextMarker -> m, items result/users, size max-items, max 50"
    );
}

#[test]
fn a_type_that_contains_itself_ends() {
    let operations = read::smithy(SMITHY).unwrap();
    let users = &operations[0].response.as_ref().unwrap().members[1]
        .shape
        .members[0]
        .shape;
    let person = users.element.as_ref().unwrap();
    assert_eq!(person.members[1].shape.kind, Kind::Recursive);
    assert_eq!(person.members[1].shape.type_name.as_deref(), Some("Person"));
}

fn botocore(protocol: &str, input: &str, output: &str) -> Result<Vec<Operation>, read::ReadError> {
    read::botocore(&format!(
        r#"{{"metadata": {{"protocol": "{protocol}"}},
            "operations": {{"ListUsers": {{
                "http": {{"method": "GET", "requestUri": "/users"}},
                "input": {{"shape": "In"}}, "output": {{"shape": "Out"}}
            }}}},
            "shapes": {{
                "In": {input}, "Out": {output},
                "Text": {{"type": "string"}}, "Number": {{"type": "integer", "min": 5, "max": 100}},
                "Users": {{"type": "list", "member": {{"shape": "User"}}}},
                "User": {{"type": "structure", "members": {{"friends": {{"shape": "Users"}}}}}}
            }}}}"#
    ))
}

const IN: &str = r#"{"type": "structure", "members": {
    "Token": {"shape": "Text", "location": "querystring", "locationName": "nextToken"},
    "Max": {"shape": "Number", "location": "querystring", "locationName": "maxResults"}}}"#;
const OUT: &str = r#"{"type": "structure", "members": {
    "Users": {"shape": "Users", "locationName": "users"},
    "NextToken": {"shape": "Text", "locationName": "nextToken"}}}"#;

#[test]
fn botocore_has_the_names_of_the_wire() {
    let operations = botocore("rest-json", IN, OUT).unwrap();
    assert_eq!(operations[0].parameters[0].place, Place::Query);
    assert_eq!(
        said(&operations[0]),
        "token nextToken -> nextToken, items users, size maxResults, max 100, min 5"
    );
    let operations = botocore("json", IN, OUT).unwrap();
    assert_eq!(operations[0].parameters[0].place, Place::Body);
    let operations = botocore("ec2", IN, OUT).unwrap();
    assert_eq!(operations[0].parameters[0].name, "NextToken");
    assert_eq!(operations[0].parameters[0].place, Place::Form);
}

#[test]
fn errors_name_the_place() {
    let text = |result: Result<Vec<Operation>, read::ReadError>| result.unwrap_err().to_string();
    assert_eq!(
        text(botocore("soap", IN, OUT)),
        "the protocol `soap` is unknown (at /metadata/protocol)"
    );
    let input = r#"{"type": "structure", "members": {"A/B": {"shape": "Nowhere"}}}"#;
    assert_eq!(
        text(botocore("json", input, OUT)),
        "the shape `Nowhere` is not in `shapes` (at /shapes/In/members/A~1B/shape)"
    );
    let input = r#"{"type": "structure", "members": []}"#;
    assert_eq!(
        text(botocore("json", input, OUT)),
        "`members` is a list, not an object (at /shapes/In/members)"
    );
    assert_eq!(
        text(read::botocore("[]")),
        "the document is a list, not an object"
    );
    assert_eq!(text(read::smithy("{}")), "`shapes` is missing");
    assert!(text(read::smithy("<html>")).starts_with("the document is HTML or XML, not JSON"));
    assert!(text(read::discovery("{\"a\": ")).starts_with("the document is no JSON: EOF"));
    assert_eq!(
        text(read::discovery("{}")),
        "neither `resources` nor `methods` is there: this is no discovery document"
    );
    let document = r#"{"methods": {"list": {"response": {"$ref": "Gone"}}}}"#;
    assert_eq!(
        text(read::discovery(document)),
        "the schema `Gone` is not in `schemas` (at /methods/list/response/$ref)"
    );
}

#[test]
fn references_that_form_a_circle_end() {
    let document = r#"{
        "schemas": {"A": {"$ref": "B"}, "B": {"$ref": "A"}},
        "methods": {"list": {"response": {"$ref": "A"}}}
    }"#;
    let operations = read::discovery(document).unwrap();
    let response = operations[0].response.as_ref().unwrap();
    assert_eq!(
        (response.kind, response.type_name.as_deref()),
        (Kind::Recursive, Some("A"))
    );
}

#[test]
fn deep_and_wide_documents_are_bounded() {
    let deep = "[".repeat(100_000);
    assert!(
        read::discovery(&deep)
            .unwrap_err()
            .to_string()
            .contains("recursion limit")
    );
    // Each schema has the next one twice: written out, the last one is there 2^40 times.
    let schemas = (0..40).map(|at| {
        let next = at + 1;
        format!(
            r#""S{at}": {{"type": "object", "properties": {{"a": {{"$ref": "S{next}"}}, "b": {{"$ref": "S{next}"}}}}}},"#
        )
    });
    let document = format!(
        r#"{{"schemas": {{{} "S40": {{"type": "string"}}}}, "methods": {{"list": {{"response": {{"$ref": "S0"}}}}}}}}"#,
        schemas.collect::<String>()
    );
    assert_eq!(read::discovery(&document).unwrap().len(), 1);
    let long = " ".repeat(read::MAX_BYTES + 1);
    assert!(
        read::botocore(&long)
            .unwrap_err()
            .to_string()
            .contains("cut it down")
    );
}
