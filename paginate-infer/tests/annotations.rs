//! Extensions that say how an operation pages are read to the letter.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod kit;

use paginate_infer::declaration::Mode;
use paginate_infer::model::{Annotation, Place, Source};
use paginate_infer::{Declaration, read};

use kit::{member, path, to};

/// The only annotation of the first operation.
fn only(document: &str) -> Annotation {
    let described = read::description(document).unwrap();
    let operation = &described.operations[0];
    assert_eq!(operation.annotations.len(), 1, "{operation:#?}");
    operation.annotations[0].clone()
}

/// An operation with that extension, and a parameter `cursor` in a header.
fn annotated(extension: &str) -> Annotation {
    only(&format!(
        "openapi: 3.0.3
paths:
  /things:
    get:
      operationId: things
      parameters:
        - {{name: page, in: query, schema: {{type: integer}}}}
        - {{name: cursor, in: header, schema: {{type: string}}}}
{extension}
"
    ))
}

/// What it says, as far as these keys go.
fn says(mode: Option<Mode>, items: &[&str]) -> Declaration {
    let mut says = Declaration::default();
    says.mode = mode;
    says.items = Some(path(items));
    says
}

#[test]
fn pageable_names_a_link() {
    let found = annotated("      x-ms-pageable: {nextLinkName: '@odata.nextLink'}");
    assert_eq!(found.source, Source::Pageable);
    assert!(!found.single_page);
    // The dot is part of OData's name; a name with dots otherwise leads into an object.
    let link = Mode::NextUrl(member(&["@odata.nextLink"]));
    assert_eq!(found.says, says(Some(link), &["value"]));

    let found = annotated("      x-ms-pageable: {nextLinkName: page.next, itemName: page.items}");
    let link = Mode::NextUrl(member(&["page", "next"]));
    assert_eq!(found.says, says(Some(link), &["page", "items"]));

    let found = annotated("      x-ms-pageable: {nextLinkName: null}");
    assert!(found.single_page);
}

#[test]
fn pageable_with_an_operation_that_takes_the_link_apart() {
    let document = |next: &str| {
        format!(
            r#"{{"swagger": "2.0", "paths": {{
                "/a": {{"get": {{"operationId": "list", "x-ms-pageable":
                    {{"nextLinkName": "nextLink", "itemName": "values", "operationName": "next"}}}}}},
                "{next}": {{"get": {{"operationId": "next"}}}}
            }}}}"#
        )
    };
    let link = member(&["nextLink"]);
    let in_path = Mode::Token(vec![(link.clone(), to(Place::Path, "nextLink"))]);
    let found = only(&document("/a/{tenant}/{nextLink}"));
    assert_eq!(found.says, says(Some(in_path), &["values"]));
    let found = only(&document("/{nextLink}"));
    assert_eq!(found.says, says(Some(Mode::NextUrl(link)), &["values"]));
}

#[test]
fn speakeasy_has_inputs_and_outputs() {
    let found = annotated(
        "      x-speakeasy-pagination:
        type: cursor
        inputs:
          - {name: cursor, in: parameters, type: cursor}
          - {name: limit, in: requestBody, type: limit}
        outputs: {nextCursor: \"$.meta['next']\", results: $.data.rows}",
    );
    let token = Mode::Token(vec![(
        member(&["meta", "next"]),
        to(Place::Header, "cursor"),
    )]);
    let mut expected = says(Some(token), &["data", "rows"]);
    expected.size = Some(to(Place::Body, "limit"));
    assert_eq!(found.source, Source::Speakeasy);
    assert_eq!(found.says, expected);

    let found = annotated(
        "      x-speakeasy-pagination:
        type: cursor
        inputs: [{name: since, in: parameters, type: cursor}]
        outputs: {nextCursor: '$.rows[-1].id'}",
    );
    let last = Mode::LastItem(path(&["id"]), to(Place::Query, "since"));
    assert_eq!(found.says, says(Some(last), &["rows"]));

    let found = annotated(
        "      x-speakeasy-pagination:
        type: offsetLimit
        inputs: [{name: page, in: parameters, type: page}]
        outputs: {results: $, numPages: $.pages}",
    );
    let mut expected = Declaration::default();
    expected.mode = Some(Mode::Page(to(Place::Query, "page")));
    expected.is_list = true;
    expected.pages = Some(member(&["pages"]));
    assert_eq!(found.says, expected);

    let found = annotated(
        "      x-speakeasy-pagination: {type: url, outputs: {nextUrl: $.next, results: $.rows}}",
    );
    let link = Mode::NextUrl(member(&["next"]));
    assert_eq!(found.says, says(Some(link), &["rows"]));
}

#[test]
fn fern_has_paths_of_request_and_response() {
    let found = annotated(
        "      x-fern-pagination: {cursor: $request.cursor, next_cursor: $response.page.next, results: $response.rows}",
    );
    let token = Mode::Token(vec![(
        member(&["page", "next"]),
        to(Place::Header, "cursor"),
    )]);
    assert_eq!(found.source, Source::Fern);
    assert_eq!(found.says, says(Some(token), &["rows"]));

    let found = annotated(
        "      x-fern-pagination: {offset: $request.page, results: $response.rows, has-next-page: $response.more}",
    );
    let mut expected = says(Some(Mode::Page(to(Place::Query, "page"))), &["rows"]);
    expected.more = Some(member(&["more"]));
    assert_eq!(found.says, expected);

    let found = annotated(
        "      x-fern-pagination: {offset: $request.skip, step: $request.take, results: $response.rows}",
    );
    let mut expected = says(Some(Mode::Offset(to(Place::Query, "skip"))), &["rows"]);
    expected.size = Some(to(Place::Query, "take"));
    assert_eq!(found.says, expected);

    // Whether such an offset counts pages or items, it does not say.
    let found =
        annotated("      x-fern-pagination: {offset: $request.offset, results: $response.rows}");
    assert_eq!(found.says, says(None, &["rows"]));

    let found =
        annotated("      x-fern-pagination: {next_uri: $response.next, results: $response.rows}");
    let link = Mode::NextUrl(member(&["next"]));
    assert_eq!(found.says, says(Some(link), &["rows"]));

    let found = annotated(
        "      x-fern-pagination: true
x-fern-pagination: {next_path: $response.next, results: $response}",
    );
    let mut expected = Declaration::default();
    expected.mode = Some(Mode::NextUrl(member(&["next"])));
    expected.is_list = true;
    assert_eq!(found.says, expected);
}

#[test]
fn dropshot_has_names_of_its_own() {
    let found = annotated("      x-dropshot-pagination: {required: []}");
    let token = Mode::Token(vec![(
        member(&["next_page"]),
        to(Place::Query, "page_token"),
    )]);
    assert_eq!(found.source, Source::Dropshot);
    assert_eq!(found.says, says(Some(token), &["items"]));
}

#[test]
fn typespec_marks_parameters_and_members() {
    let document = "
openapi: 3.1.0
paths:
  /things:
    get:
      operationId: things
      x-ms-list: true
      parameters:
        - {name: from, in: query, x-ms-list-continuation-token: true, schema: {type: string}}
        - {name: top, in: query, schema: {type: integer, x-ms-list-page-size: true}}
      responses:
        '200':
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Page'}
components:
  schemas:
    Page:
      allOf:
        - properties:
            data:
              properties:
                rows: {type: array, items: {type: string}, x-ms-list-page-items: true}
            next: {type: string, x-ms-list-continuation-token: true}
";
    let found = only(document);
    let token = Mode::Token(vec![(member(&["next"]), to(Place::Query, "from"))]);
    let mut expected = says(Some(token), &["data", "rows"]);
    expected.size = Some(to(Place::Query, "top"));
    assert_eq!(found.source, Source::TypeSpec);
    assert_eq!(found.says, expected);
}

#[test]
fn what_says_no_is_no_annotation() {
    for extension in ["x-ms-list: false", "x-dropshot-pagination: false"] {
        let document = format!("openapi: 3.1.0\npaths: {{/a: {{get: {{{extension}}}}}}}");
        let described = read::description(&document).unwrap();
        assert_eq!(described.operations[0].annotations, [], "{extension}");
    }
}
