use paginate_infer::declaration::{Declaration, Mode, Path, RequestLocation, ResponseLocation};
use paginate_infer::model::{Annotation, Operation, Place, Source};

use crate::kit::{asked, list, said, unpaged};

fn annotated(mut operation: Operation, source: Source, says: Declaration) -> Operation {
    operation.annotations.push(Annotation {
        source,
        single_page: false,
        says,
    });
    operation
}

#[test]
fn an_annotation_wins_and_is_completed() {
    let mut says = Declaration::default();
    says.mode = Some(Mode::Token(vec![(
        ResponseLocation::Member(Path(vec!["odd".to_owned()])),
        RequestLocation {
            place: Place::Query,
            name: "strange".to_owned(),
        },
    )]));
    let operation = list(
        &["strange: text", "cursor: text", "limit: int"],
        &["odd: text", "next_cursor: text", "users: [id]"],
    );
    let operation = annotated(operation, Source::Fern, says);
    assert_eq!(
        said(&operation),
        "token odd -> strange, items users, size limit"
    );
}

#[test]
fn an_annotation_without_a_mode_needs_less_evidence() {
    let operation = list(&["page: int"], &["users: [id]", "has_more: bool"]);
    assert!(asked(&operation).contains("`page`"));
    let operation = annotated(operation, Source::Dropshot, Declaration::default());
    assert_eq!(said(&operation), "page page, items users, more has_more");
}

#[test]
fn an_annotation_of_what_cannot_be_found_is_a_question() {
    let operation = list(&["status: text"], &["users: [id]"]);
    let operation = annotated(operation, Source::TypeSpec, Declaration::default());
    assert_eq!(
        asked(&operation),
        "`@list` says that it pages, and not how: what leads on?"
    );
}

#[test]
fn an_annotation_can_say_that_there_is_one_page() {
    let mut operation = list(&["nextToken: text"], &["users: [id]", "nextToken: text"]);
    operation.annotations.push(Annotation {
        source: Source::Pageable,
        single_page: true,
        says: Declaration::default(),
    });
    assert_eq!(
        unpaged(&operation),
        "`x-ms-pageable` says that the whole list comes in one response"
    );
}
