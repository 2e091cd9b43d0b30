use crate::kit::{list, said};

fn with(parameter: &str) -> String {
    let operation = list(
        &["cursor: text", parameter],
        &["users: [id]", "next_cursor: text"],
    );
    said(&operation)["token next_cursor -> cursor, items users".len()..].to_owned()
}

#[test]
fn the_page_size_has_many_names() {
    for name in [
        "limit",
        "per_page",
        "pageSize",
        "maxResults",
        "$top",
        "page[size]",
        "MaxUsers",
        "max-keys",
    ] {
        assert_eq!(with(&format!("{name}: int")), format!(", size {name}"));
    }
    assert_eq!(with("MaxItems: text"), ", size MaxItems");
}

#[test]
fn bounds_come_from_the_type_or_the_description() {
    assert_eq!(with("limit: int >=5 <=100"), ", size limit, max 100, min 5");
    assert_eq!(with("limit: int >=1 <=2147483647"), ", size limit");
    assert_eq!(
        with("limit: int -- The maximum value is 1000."),
        ", size limit, max 1000"
    );
    assert_eq!(
        with("limit: int -- Between 10 and 50."),
        ", size limit, max 50, min 10"
    );
}

#[test]
fn what_only_looks_like_a_page_size_is_none() {
    assert_eq!(
        with("limit: text -- Only users within this speed limit."),
        ", size limit"
    );
    for parameter in [
        "count: bool",
        "size: text",
        "radius: int",
        "max_age: int",
        "limit: int required",
    ] {
        assert_eq!(with(parameter), "", "{parameter}");
    }
}
