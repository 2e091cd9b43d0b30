//! Recordings as samples and operations.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

use paginate_infer::model::{Kind, Place};
use paginate_infer::read::{operations_of, recording};
use serde_json::json;

#[test]
fn a_transcript_with_its_commands() {
    let text = "\
$ curl -i -X POST 'https://api.example.com/search?v=2' \\
    -H \"Authorization: Bearer abc\" --data '{\"query\": \"a b\",
  \"page\": {\"cursor\": null}}'
HTTP/1.1 301 Moved Permanently
location: /x

HTTP/2 200 OK
Content-Type: application/json
Link: <https://api.example.com/search?p=2>; rel=\"next\"

{\"rows\": [1],

 \"next\": \"c2\"}
$ curl -iG https://api.example.com/search -d v=3
HTTP/2 200

{\"rows\": []}
$
";
    let samples = recording(text).unwrap();
    assert_eq!(samples.len(), 2);
    let first = &samples[0];
    assert_eq!(
        (first.method.as_str(), first.url.as_str()),
        ("POST", "https://api.example.com/search?v=2")
    );
    assert_eq!(
        first.request_headers,
        [("Authorization".to_owned(), "Bearer abc".to_owned())]
    );
    assert_eq!(
        first.request_body,
        Some(json!({ "query": "a b", "page": { "cursor": null } }))
    );
    assert_eq!(first.status, 200);
    assert_eq!(first.headers.len(), 2);
    assert_eq!(first.body, json!({ "rows": [1], "next": "c2" }));
    let second = &samples[1];
    assert_eq!(
        (second.method.as_str(), second.url.as_str()),
        ("GET", "https://api.example.com/search?v=3")
    );
}

#[test]
fn a_verbose_transcript() {
    let text = "\
* Connected to api.example.com
> GET /users?page=1 HTTP/1.1
> Host: api.example.com
> X-Key: k
>
< HTTP/1.1 200 OK
< X-Total: 3
<
[{\"id\": 1}]
";
    let samples = recording(text).unwrap();
    assert_eq!(samples[0].url, "https://api.example.com/users?page=1");
    assert_eq!(samples[0].headers, [("X-Total".to_owned(), "3".to_owned())]);
    assert_eq!(samples[0].body, json!([{ "id": 1 }]));
}

#[test]
fn bodies_one_after_the_other() {
    let samples = recording("{\"a\": [1]}\n\n{\"a\": [2]}").unwrap();
    assert_eq!(samples.len(), 2);
    let operations = operations_of(samples);
    assert_eq!(operations.len(), 1);
    assert_eq!(operations[0].samples.len(), 2);
}

#[test]
fn pages_of_one_path_are_one_operation_and_their_types_are_merged() {
    let text = "\
GET https://api.example.com/users?page=1&q=a%20b

HTTP/1.1 200 OK
X-Total: 3

{\"users\": [{\"id\": 1, \"name\": null, \"score\": 1, \"tags\": []}, {\"id\": 2, \"name\": \"b\", \"score\": 1.5, \"tags\": [\"x\"], \"odd\": 1}], \"next\": \"/users?page=2\", \"by\": {\"2024-01\": 1, \"2024-02\": 2}}

###
GET https://api.example.com/users?page=two
Accept: */*

HTTP/1.1 200 OK

{\"users\": [], \"by\": {\"2024-03\": 1}, \"odd\": {}}

###
GET https://api.example.com/teams

HTTP/1.1 404 Not Found

{}
";
    let operations = operations_of(recording(text).unwrap());
    assert_eq!(operations.len(), 1);
    let operation = &operations[0];
    assert_eq!(
        (operation.method.as_str(), operation.path.as_str()),
        ("GET", "/users")
    );
    assert_eq!(operation.server.as_deref(), Some("https://api.example.com"));
    let seen: Vec<(&str, Place, Kind)> = operation
        .parameters
        .iter()
        .map(|parameter| {
            (
                parameter.name.as_str(),
                parameter.place,
                parameter.shape.kind,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("page", Place::Query, Kind::String),
            ("q", Place::Query, Kind::String)
        ]
    );
    assert_eq!(operation.headers[0].name, "X-Total");
    let response = operation.response.as_ref().unwrap();
    let members: Vec<(&str, Kind, bool)> = response
        .members
        .iter()
        .map(|member| (member.name.as_str(), member.shape.kind, member.required))
        .collect();
    assert_eq!(
        members,
        [
            ("users", Kind::List, true),
            ("next", Kind::String, false),
            ("by", Kind::Map, true),
            ("odd", Kind::Object, false),
        ]
    );
    let user = response.members[0].shape.element.as_deref().unwrap();
    let members: Vec<(&str, Kind, bool, bool)> = user
        .members
        .iter()
        .map(|member| {
            (
                member.name.as_str(),
                member.shape.kind,
                member.shape.nullable,
                member.required,
            )
        })
        .collect();
    assert_eq!(
        members,
        [
            ("id", Kind::Integer, false, true),
            ("name", Kind::String, true, true),
            ("score", Kind::Number, false, true),
            ("tags", Kind::List, false, true),
            ("odd", Kind::Integer, false, false),
        ]
    );
}

#[test]
fn what_is_no_recording_is_named() {
    for (text, expected) in [
        ("", "the recording is empty"),
        (
            "<html>Sign in</html>",
            "this is HTML or XML, not a JSON response",
        ),
        (
            "{\"a\": 1",
            "the body is no JSON: EOF while parsing an object at line 1 column 7",
        ),
        (
            "{\"a\": 1}\n{\"b\": ",
            "EOF while parsing a value at line 2 column 6 (at body 2)",
        ),
        (
            "HTTP/1.1 401 Unauthorized\n\n{\"message\": \"no\"}",
            "no response succeeded, the status is 401: did the request have its credentials?",
        ),
        (
            "HTTP/1.1 200 OK\n\n<html>",
            "the response is HTML or XML, not JSON (at the response at line 1)",
        ),
        (
            "HTTP/1.1 200 OK\n\n",
            "the response has no body (at the response at line 1)",
        ),
        (
            "curl https://api.example.com",
            "the transcript has no response: run curl with `-i`",
        ),
        (
            "GET https://api.example.com/users\n",
            "there is a request and no response",
        ),
        ("hello", "`hello` is neither a request"),
        (
            "{\"log\": {\"entries\": [{\"request\": {}}]}}",
            "`response` is missing (at /log/entries/0)",
        ),
        (
            "{\"log\": {\"entries\": []}}",
            "none of the 0 responses is JSON (at /log/entries)",
        ),
        ("{\"log\": {\"entries\": [", "the document is no JSON"),
    ] {
        let error = recording(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
}
