//! OpenAPI and Swagger documents as operations, and what is said of broken ones.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

use paginate_infer::model::{Kind, Operation, Place, Shape};
use paginate_infer::read;

/// The first operation of a document with that schema for its response.
fn with_response(schema: &str, schemas: &str) -> Operation {
    let document = format!(
        "openapi: 3.1.0
paths:
  /a:
    get:
      responses:
        200:
          content:
            application/json:
              schema: {schema}
components:
  schemas: {schemas}
"
    );
    let mut described = read::description(&document).unwrap();
    assert_eq!(described.problems, []);
    described.operations.remove(0)
}

fn response(schema: &str, schemas: &str) -> Shape {
    with_response(schema, schemas).response.unwrap()
}

/// The shape in one line: `{a: string?, b: [integer]}`, with `?` for null and `!` for required.
fn line(shape: &Shape) -> String {
    let inner = shape.element.as_deref().map(line).unwrap_or_default();
    let name = shape.type_name.clone().unwrap_or_default();
    let text = match shape.kind {
        Kind::Any => format!("any{name}"),
        Kind::String => "string".to_owned(),
        Kind::Integer => "integer".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Recursive => format!("again {name}"),
        Kind::List => format!("[{inner}]"),
        Kind::Map => format!("map {inner}"),
        Kind::Object => {
            let members: Vec<String> = shape
                .members
                .iter()
                .map(|member| {
                    let mark = if member.required { "!" } else { "" };
                    format!("{}{mark}: {}", member.name, line(&member.shape))
                })
                .collect();
            format!("{name}{{{}}}", members.join(", "))
        }
    };
    text + if shape.nullable { "?" } else { "" }
}

#[test]
fn schemas_are_shapes() {
    for (schema, schemas, expected) in [
        ("{type: [string, 'null']}", "{}", "string?"),
        ("{type: [string, integer]}", "{}", "any"),
        ("true", "{}", "any"),
        ("{enum: [a, b]}", "{}", "string"),
        (
            "{type: object, additionalProperties: {type: number}}",
            "{}",
            "map number",
        ),
        ("{type: object, additionalProperties: false}", "{}", "{}"),
        (
            "{properties: {a: {type: boolean}}, required: [a]}",
            "{}",
            "{a!: boolean}",
        ),
        ("{items: {type: integer}}", "{}", "[integer]"),
        // Parts that hold together, and a part that only adds null or a description.
        (
            "{allOf: [{$ref: '#/components/schemas/A'}, {properties: {b: {type: string}}, required: [a]}]}",
            "{A: {properties: {a: {type: string}}}}",
            "{a!: string, b: string}",
        ),
        (
            "{allOf: [{$ref: '#/components/schemas/A'}], description: an A}",
            "{A: {properties: {a: {type: string}}}}",
            "A{a: string}",
        ),
        (
            "{oneOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}",
            "{A: {properties: {a: {type: string}}}}",
            "A{a: string}?",
        ),
        // A choice of objects has what any of them has, and requires what all require.
        (
            "{anyOf: [{properties: {a: {type: string}, b: {type: string}}, required: [a, b]}, {properties: {a: {type: string}, b: {type: integer}}, required: [a]}]}",
            "{}",
            "{a!: string, b: any}",
        ),
        (
            "{oneOf: [{type: string}, {properties: {a: {}}}]}",
            "{}",
            "any",
        ),
        (
            "{oneOf: [{type: string}, {type: string, format: uri}]}",
            "{}",
            "string",
        ),
        // Types that contain themselves, directly and through others.
        (
            "{$ref: '#/components/schemas/A'}",
            "{A: {properties: {a: {$ref: '#/components/schemas/A'}, b: {items: {$ref: '#/components/schemas/B'}}}}, B: {properties: {a: {$ref: '#/components/schemas/A'}}}}",
            "A{a: again A, b: [B{a: again A}]}",
        ),
        // Escapes of JSON pointers in references.
        (
            "{$ref: '#/components/schemas/a~1b%20c'}",
            "{'a/b c': {properties: {x: {type: string}}}}",
            "a/b c{x: string}",
        ),
    ] {
        assert_eq!(line(&response(schema, schemas)), expected, "{schema}");
    }
}

#[test]
fn a_large_item_does_not_hide_what_pages() {
    let mut schemas = String::from("{");
    for number in 0..40 {
        let next = (1..9).map(|step| (number + step) % 40);
        let members: Vec<String> = next
            .map(|next| format!("m{next}: {{$ref: '#/components/schemas/T{next}'}}"))
            .collect();
        schemas.push_str(&format!(
            "T{number}: {{properties: {{{}}}}}, ",
            members.join(", ")
        ));
    }
    schemas.push('}');
    let shape = response(
        "{properties: {data: {items: {$ref: '#/components/schemas/T0'}}, next: {type: string}}}",
        &schemas,
    );
    assert_eq!(shape.members[1].name, "next");
    assert_eq!(shape.members[1].shape.kind, Kind::String);
}

#[test]
fn parameters_of_path_body_and_security() {
    let document = "
openapi: 3.0.0
servers: [{url: 'https://{region}.example.com/v1/', variables: {region: {default: eu}}}]
security: [{key: []}]
paths:
  /users/{user}/search:
    parameters:
      - {name: user, in: path, required: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: string}}
    post:
      parameters:
        - {$ref: '#/components/parameters/Limit'}
        - {name: page, in: query, style: deepObject, schema: {type: object, properties: {size: {type: integer}, after: {type: string}}}}
      requestBody:
        content:
          application/json:
            schema: {required: [query], properties: {query: {type: string}, paging: {properties: {cursor: {type: string}}}}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 50, default: 20}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
";
    let described = read::description(document).unwrap();
    let operation = &described.operations[0];
    assert_eq!(operation.id, "POST /users/{user}/search");
    assert_eq!(
        operation.server.as_deref(),
        Some("https://eu.example.com/v1")
    );
    let parameters: Vec<(&str, Place, bool)> = operation
        .parameters
        .iter()
        .map(|parameter| (parameter.name.as_str(), parameter.place, parameter.required))
        .collect();
    assert_eq!(
        parameters,
        [
            ("limit", Place::Query, false),
            ("page[size]", Place::Query, false),
            ("page[after]", Place::Query, false),
            ("user", Place::Path, true),
            ("query", Place::Body, true),
            ("paging.cursor", Place::Body, false),
            ("paging", Place::Body, false),
            ("X-Key", Place::Header, true),
        ]
    );
    let limit = &operation.parameters[0];
    assert_eq!(
        (limit.min, limit.max, limit.default),
        (Some(1), Some(50), Some(20))
    );
}

#[test]
fn a_mistake_in_a_part_names_its_place_and_leaves_the_rest() {
    let document = r##"{"swagger": "2.0", "paths": {
        "/a/b": {"get": {"responses": {"200": {"schema": {"properties": {
            "gone": {"$ref": "#/definitions/Gone"}, "far": {"$ref": "other.json#/A"}
        }}}}}},
        "/c": {"get": {"parameters": [{"$ref": "#/parameters/P"}]}}
    }, "parameters": {"P": {"$ref": "#/parameters/P"}}}"##;
    let described = read::description(document).unwrap();
    assert_eq!(described.operations.len(), 2);
    let problems: Vec<String> = described.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "`#/definitions/Gone` is not in the document (at /paths/~1a~1b/get/responses/200/schema/properties/gone/$ref)",
            "`other.json#/A` is in another document, which is not read (at /paths/~1a~1b/get/responses/200/schema/properties/far/$ref)",
            "the reference leads back to itself (at /parameters/P)",
        ]
    );
}

#[test]
fn what_is_no_description_is_named() {
    let long = " ".repeat(read::MAX_BYTES + 1);
    for (text, expected) in [
        ("", "the document is empty"),
        ("  \n", "the document is empty"),
        ("<!DOCTYPE html><html>", "the document is HTML or XML"),
        (
            "{\"openapi\": \"3.0.0\", ",
            "the document is no JSON: EOF while parsing a value at line 1 column 21",
        ),
        (
            "openapi: [1, 2\npaths: 3",
            "the document is no YAML: illegal placement of ':' indicator at line 2, column 6",
        ),
        ("just a text", "the document is a string, not an object"),
        ("[1, 2]", "the document is a list, not an object"),
        (
            "{\"message\": \"Unauthorized\"}",
            "an API's error: `Unauthorized`",
        ),
        (
            "{\"error\": {\"code\": 401, \"message\": \"No key\"}}",
            "an API's error: `No key`",
        ),
        ("{\"a\": 1}", "it has `a` and none of `openapi`"),
        (
            "openapi: 4.0.0",
            "OpenAPI 4.0.0 is not known: 3.0 and 3.1 are read (at /openapi)",
        ),
        (
            "swagger: '1.2'",
            "Swagger 1.2 is not known: 2.0 is read (at /swagger)",
        ),
        ("openapi: 3.0.0", "`paths` is missing"),
        (
            "openapi: 3.0.0\npaths: []",
            "`paths` is a list, not an object (at /paths)",
        ),
        (long.as_str(), "at most 67108864 are read"),
    ] {
        let start: String = text.chars().take(40).collect();
        let error = read::description(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{start}: {error}");
    }
}

#[test]
fn deep_documents_end() {
    let deep = format!(
        "{{\"openapi\": \"3.0.0\", \"a\": {}1{}}}",
        "[".repeat(5000),
        "]".repeat(5000)
    );
    let error = read::description(&deep).unwrap_err().to_string();
    assert!(
        error.contains("recursion limit exceeded at line 1"),
        "{error}"
    );
    // Every alias doubles what is written out.
    let mut bomb = String::from("openapi: 3.0.0\na0: &a0 [x, x]\n");
    for number in 1..40 {
        let before = number - 1;
        bomb.push_str(&format!("a{number}: &a{number} [*a{before}, *a{before}]\n"));
    }
    let error = read::description(&bomb).unwrap_err().to_string();
    let expected = "it is too large, or aliases make it so: RecordedAnchorEvents";
    assert!(error.contains(expected), "{error}");
}

#[test]
fn a_response_that_is_not_json_has_no_shape() {
    for (types, is_json) in [
        ("[]", true),
        (r#"["application/xml"]"#, false),
        (r#"["text/csv", "application/vnd.api+json"]"#, true),
    ] {
        let document = format!(
            r#"{{"swagger": "2.0", "produces": ["application/json"], "paths": {{"/a": {{"get": {{
                "produces": {types}, "responses": {{"200": {{"schema": {{"type": "string"}}}}}}
            }}}}}}}}"#
        );
        let described = read::description(&document).unwrap();
        assert_eq!(
            described.operations[0].response.is_some(),
            is_json,
            "{types}"
        );
    }
    let document = "
openapi: 3.0.0
paths: {/a: {get: {responses: {'200': {content: {text/xml: {schema: {type: string}}}}}}}}
";
    let described = read::description(document).unwrap();
    assert_eq!(described.operations[0].response, None);
}
