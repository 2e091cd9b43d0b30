//! Edits leave the rest of a JSON text as it is.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn put(body: &str, path: &str, json: &str) -> String {
    String::from_utf8(set(body.as_bytes(), path, json).unwrap()).unwrap()
}

fn merged(body: &str, object: &str) -> String {
    String::from_utf8(merge(body.as_bytes(), object).unwrap()).unwrap()
}

#[test]
fn remove_takes_one_member_and_leaves_the_rest_as_written() {
    for (body, path, left) in [
        (r#"{"a":1}"#, "a", "{}"),
        (r#"{ "a" : 1 , "b" : 2.50 }"#, "a", r#"{ "b" : 2.50 }"#),
        (r#"{ "a" : 1 , "b" : 2.50 }"#, "b", r#"{ "a" : 1 }"#),
        (r#"{"a":1,"b":2,"a":3,"c":4}"#, "a", r#"{"b":2,"c":4}"#),
        (
            r#"{"v":{"after":"x","first":9},"q":"{}"}"#,
            "v.after",
            r#"{"v":{"first":9},"q":"{}"}"#,
        ),
        (r#"{"a":1}"#, "b", r#"{"a":1}"#),
        (r#"{"a":1}"#, "b.c", r#"{"a":1}"#),
        (r#"{"a":[1]}"#, "a.b", r#"{"a":[1]}"#),
        ("", "a", ""),
        ("null", "a", "null"),
    ] {
        let found = String::from_utf8(remove(body.as_bytes(), path).unwrap()).unwrap();
        if left.starts_with('{') {
            assert_eq!(
                serde_json::from_str::<Value>(&found).unwrap(),
                serde_json::from_str::<Value>(left).unwrap(),
                "{body} {path}"
            );
        }
        assert_eq!(
            found.replace(' ', ""),
            left.replace(' ', ""),
            "{body} {path}"
        );
    }
    remove(b"{", "a").unwrap_err();
}

#[test]
fn get_shows_the_text_as_written() {
    let body =
        br#" { "a" : { "b" : 1.50 , "n":null}, "s":"x\u0041" , "a.b": 7, "\u006b":[ 1,2 ] } "#;
    for (path, text) in [
        ("a.b", Some("1.50")),
        ("a.n", Some("null")),
        ("a.n.x.y", None),
        ("a.x", None),
        ("x.y.z", None),
        ("s", Some(r#""x\u0041""#)),
        ("k", Some("[ 1,2 ]")),
        ("a", Some(r#"{ "b" : 1.50 , "n":null}"#)),
    ] {
        assert_eq!(get(body, path).unwrap(), text, "{path}");
    }
    assert_eq!(get(b"", "a"), Ok(None));
    assert_eq!(get(b" \n", "a"), Ok(None));
    assert_eq!(get(br#"{"a":1,"a":2}"#, "a"), Ok(Some("2")));
    assert_eq!(get(br#"{"a":{"b":1},"a":{}}"#, "a.b"), Ok(None));
}

#[test]
fn set_touches_nothing_else() {
    for (body, path, result) in [
        (
            "{\n  \"z\" : 1.0,\n  \"a\": \"old\" ,\n\t\"b\":1e3\n}\n",
            "a",
            "{\n  \"z\" : 1.0,\n  \"a\": 9 ,\n\t\"b\":1e3\n}\n",
        ),
        (
            r#"{"q":{"size":10,"from":0},"t":[1, 2]}"#,
            "q.from",
            r#"{"q":{"size":10,"from":9},"t":[1, 2]}"#,
        ),
        (r#"{ "a": 1 }"#, "b", r#"{ "a": 1,"b":9 }"#),
        ("{}", "b", r#"{"b":9}"#),
        ("{ }", "b", r#"{"b":9 }"#),
        ("", "b", r#"{"b":9}"#),
        (" \r\n", "a.b", "{\"a\":{\"b\":9}} \r\n"),
        (" {} ", "b", " {\"b\":9} "),
        ("null", "a.b", r#"{"a":{"b":9}}"#),
        (r#"{"x":1}"#, "a.b.c", r#"{"x":1,"a":{"b":{"c":9}}}"#),
        (
            r#"{"a":null,"x":1}"#,
            "a.b.c",
            r#"{"a":{"b":{"c":9}},"x":1}"#,
        ),
        (r#"{"a":{"b":null}}"#, "a.b.c", r#"{"a":{"b":{"c":9}}}"#),
        (r#"{"a":{}}"#, "a.b.c", r#"{"a":{"b":{"c":9}}}"#),
        (r#"{"a":null}"#, "a", r#"{"a":9}"#),
        (r#"{"a":{"b":[1]}}"#, "a.b", r#"{"a":{"b":9}}"#),
        (r#"{"a":1,"b":2,"a":3}"#, "a", r#"{"a":1,"b":2,"a":9}"#),
        (r#"{"\u0061":1}"#, "a", r#"{"\u0061":9}"#),
        (r#"{"a.b":1}"#, "a.b", r#"{"a.b":1,"a":{"b":9}}"#),
        (r#"{"a":"}","b":"\""}"#, "c", r#"{"a":"}","b":"\"","c":9}"#),
        ("{}", "q\"u\\o", r#"{"q\"u\\o":9}"#),
        (r#"{"é":{"ü":1}}"#, "é.ü", r#"{"é":{"ü":9}}"#),
    ] {
        assert_eq!(put(body, path, "9"), result, "{body} {path}");
    }
}

#[test]
fn what_is_in_the_way_is_named() {
    for (body, path, message) in [
        (
            r#"{"a":[1]}"#,
            "a.b",
            "cannot reach `a.b` in the JSON body: `a` is an array, not an object",
        ),
        (
            r#"{"a":{"b":5}}"#,
            "a.b.c",
            "cannot reach `a.b.c` in the JSON body: `a.b` is a number, not an object",
        ),
        (
            r#"{"a":-5}"#,
            "a.b",
            "cannot reach `a.b` in the JSON body: `a` is a number, not an object",
        ),
        (
            r#"{"a":"secret"}"#,
            "a.b",
            "cannot reach `a.b` in the JSON body: `a` is a string, not an object",
        ),
        (
            r#"{"a":true}"#,
            "a.b",
            "cannot reach `a.b` in the JSON body: `a` is a boolean, not an object",
        ),
        (
            "[]",
            "a",
            "cannot reach `a` in the JSON body: the body is an array, not an object",
        ),
        (
            "\"secret\"",
            "a",
            "cannot reach `a` in the JSON body: the body is a string, not an object",
        ),
        (
            "{\"a\":secret",
            "a",
            "cannot reach `a` in the JSON body: the body is not valid JSON",
        ),
        (
            "{} {}",
            "a",
            "cannot reach `a` in the JSON body: the body is not valid JSON",
        ),
    ] {
        assert_eq!(
            set(body.as_bytes(), path, "9").unwrap_err().to_string(),
            message
        );
        assert_eq!(get(body.as_bytes(), path).unwrap_err().to_string(), message);
    }
    assert!(
        set(b"\xff", "a", "9")
            .unwrap_err()
            .to_string()
            .contains("not UTF-8")
    );
    assert!(get(br#"{"a":{"\ud800":1}}"#, "a.b").is_err());
}

#[test]
fn merge_goes_deep_and_keeps_the_rest() {
    for (body, object, result) in [
        ("", r#"{"a":1}"#, r#"{"a":1}"#),
        ("null", r#" {"a":1} "#, r#"{"a":1}"#),
        ("{}", "{}", "{}"),
        ("{ }", r#"{"a":1, "b":2}"#, r#"{"a":1,"b":2 }"#),
        (
            r#"{ "a" : 1.0 , "b":2 }"#,
            r#"{"b":{"c":3},"d":null}"#,
            r#"{ "a" : 1.0 , "b":{"c":3},"d":null }"#,
        ),
        (
            r#"{"q":{"x":1, "y":[1]},"z":0}"#,
            r#"{"q":{"y":[2],"w":{"v":1}}}"#,
            r#"{"q":{"x":1, "y":[2],"w":{"v":1}},"z":0}"#,
        ),
        (r#"{"a":{"b":1}}"#, r#"{"a":5}"#, r#"{"a":5}"#),
        (r#"{"a":{"b":1}}"#, r#"{"a":null}"#, r#"{"a":null}"#),
        (r#"{"a":null}"#, r#"{"a":{"b":1}}"#, r#"{"a":{"b":1}}"#),
        (r#"{"a":1,"a":2}"#, r#"{"a":3,"a":4}"#, r#"{"a":1,"a":4}"#),
        (
            r#"{"a":{"y":0}}"#,
            r#"{"a":2,"a":{"x":1}}"#,
            r#"{"a":{"y":0,"x":1}}"#,
        ),
        ("{}", r#"{"a":1,"b":2,"a":3}"#, r#"{"a":3,"b":2}"#),
    ] {
        assert_eq!(merged(body, object), result, "{body} + {object}");
    }
}

#[test]
fn merge_refuses_what_is_no_object() {
    let message =
        |body: &str, object: &str| merge(body.as_bytes(), object).unwrap_err().to_string();
    assert_eq!(message("[]", "{}"), "the body is an array, not an object");
    assert_eq!(message("{", "{}"), "the body is not valid JSON");
    assert_eq!(
        message("{}", "[]"),
        "what is merged is an array, not an object"
    );
    assert_eq!(
        message("{}", "null"),
        "what is merged is null, not an object"
    );
    assert_eq!(message("{}", "secret"), "what is merged is not valid JSON");
    let deep = format!(
        "{}{}",
        r#"{"a":"#.repeat(20_000),
        "1".to_owned() + &"}".repeat(20_000)
    );
    assert!(merge(deep.as_bytes(), &deep).is_err());
    assert!(merge(b"{}", &deep).is_ok());
    assert_eq!(
        get(deep.as_bytes(), &["a"; 30].join("."))
            .unwrap()
            .map(|text| &text[..5]),
        Some(r#"{"a":"#)
    );
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,4}".prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::hash_map("[a-d\"é]{1,2}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn deep_merge(target: &mut Value, added: Value) {
    match (target, added) {
        (Value::Object(target), Value::Object(added)) => {
            for (name, value) in added {
                deep_merge(target.entry(name).or_insert(json!(0)), value);
            }
        }
        (target, added) => *target = added,
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(body in r#"[\[\]{}:,"\\ a1n\u{e9}]{0,24}"#, path in "[a.]{0,4}") {
        let _ = (get(body.as_bytes(), &path), set(body.as_bytes(), &path, "1"), merge(body.as_bytes(), &body));
    }

    #[test]
    fn what_was_set_is_read_back(body in value(), path in "[a-d]{1,2}(\\.[a-d]{1,2}){0,3}", new in value()) {
        for text in [body.to_string(), serde_json::to_string_pretty(&body).unwrap()] {
            if let Ok(edited) = set(text.as_bytes(), &path, &new.to_string()) {
                let read = get(&edited, &path).unwrap().unwrap();
                prop_assert_eq!(serde_json::from_str::<Value>(read).unwrap(), new.clone());
            }
        }
    }

    #[test]
    fn merge_is_what_it_is_on_values(body in value(), added in value()) {
        if body.is_object() && added.is_object() {
            let text = serde_json::to_string_pretty(&body).unwrap();
            let mut expected = body;
            let merged = merge(text.as_bytes(), &added.to_string()).unwrap();
            deep_merge(&mut expected, added);
            prop_assert_eq!(serde_json::from_slice::<Value>(&merged).unwrap(), expected);
        }
    }
}
