//! What is shown and what is not.

use proptest::prelude::*;

use super::signs::SECRET_NAMES;
use super::*;

#[test]
fn readable_text_stays_readable() {
    for (body, shown) in [
        ("", ""),
        (
            r#"{"error":"page size must be at most 300","code":4711}"#,
            r#"{"error":"page size must be at most 300","code":4711}"#,
        ),
        ("{\n  \"a\" : [1,\t2 ],\r\n\"b\":null }\n", r#"{ "a" : [1, 2 ], "b":null }"#),
        ("Did you mean this? Yes.", "Did you mean this? Yes."),
        (
            r#"{"path":"response.metadata.items.list"}"#,
            r#"{"path":"response.metadata.items.list"}"#,
        ),
        (
            r#"{"at":"2024-01-01T00:00:00Z","n":1234567890123456789}"#,
            r#"{"at":"2024-01-01T00:00:00Z","n":1234567890123456789}"#,
        ),
        ("the token expired, can't go on", "the token expired, can't go on"),
        (r#"{"message":"invalid token","code":1}"#, r#"{"message":"invalid token","code":1}"#),
        (
            r#"{"next_token":null,"cursor":"","session":{ }}"#,
            r#"{"next_token":null,"cursor":"","session":{}}"#,
        ),
        (
            r#"<?xml version="1.0"?><Error><Code>Denied</Code></Error>"#,
            r#"<?xml version="1.0"?><Error><Code>Denied</Code></Error>"#,
        ),
        ("\u{202e}gr\u{fc}n\u{0}\u{1b}[31m \u{4e2d}", "gr\u{fc}n [31m \u{4e2d}"),
        (
            "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title><style>a>b{c}</style><script>let t='s3'</script></head>\n<body><h1>Bad <b>gateway</b></h1><!-- x > y --></body></html>",
            "502 Bad Gateway Bad gateway",
        ),
    ] {
        assert_eq!(excerpt(body.as_bytes()), shown);
    }
    assert_eq!(excerpt(b"a\xffb\xe4"), "a\u{fffd}b\u{fffd}");
}

#[test]
fn secrets_are_hidden_where_they_stand() {
    for (body, shown) in [
        (r#"{"nextPageToken":"s3c","n":1}"#, r#"{"nextPageToken":"…","n":1}"#),
        (r#"{"next":5,"n":1}"#, r#"{"next":…,"n":1}"#),
        (r#"{"metadata":{"continue":"2.4"}}"#, r#"{"metadata":{"continue":"…"}}"#),
        (r#"{"a":1,"X-Api-KEY" : "s3\"c\\","n":1}"#, r#"{"a":1,"X-Api-KEY" : "…","n":1}"#),
        (r#"{"session":{"id":"s3c}","l":[{}]},"n":1}"#, r#"{"session":{…},"n":1}"#),
        (r#"{"keys":["s3c","]"],"n":1}"#, r#"{"keys":[…],"n":1}"#),
        (r#"{"next page":"s3c","\u0074oken":"s3c"}"#, r#"{"next page":"…","\u0074oken":"…"}"#),
        (r#"{"e":"{\"token\":\"s3\\\"c\",\"n\":1}"}"#, r#"{"e":"{\"token\":\"…\",\"n\":1}"}"#),
        (r#"{"token":"s3c"#, r#"{"token":"…"#),
        (r#"{"token":{"a":"s3c"#, r#"{"token":{…"#),
        ("{'token': 's3c', 'n': 1}", "{'token': '…', 'n': 1}"),
        ("a=1&access_token=s3c&b=2", "a=1&access_token=…&b=2"),
        ("page%5Bcursor%5D=s3c&page[cursor]=s3c&b=2", "page%5Bcursor%5D=…&page[cursor]=…&b=2"),
        ("x%3D1 token%3Ds3c", "x%3D1 token%3D…"),
        ("token=&b=2", "token=&b=2"),
        (
            "<R><NextToken>s3c</NextToken><n>1</n></R>",
            "<R><NextToken>…</NextToken><n>1</n></R>",
        ),
        (
            "<R><ns:Token a='1'><![CDATA[s3c<]]></ns:Token></R>",
            "<R><ns:Token a='1'>…</ns:Token></R>",
        ),
        ("<R><Marker/><n>1</n><Next></Next></R>", "<R><Marker/><n>1</n><Next></Next></R>"),
        (r#"<e token="s3c" n="1">"#, r#"<e token="…" n="1">"#),
        ("{&quot;token&quot;:&quot;s3c&quot;,1}", "{&quot;token&quot;:&quot;…&quot;,1}"),
        ("Authorization: Bearer s3c\nHost: h", "Authorization: … Host: h"),
        ("sent Bearer s3c to h", "sent Bearer … to h"),
        ("invalid API key 's3c' given", "invalid API key '…' given"),
        ("password: s3c", "password: …"),
        ("id 0123456789abcdef0123 x", "id … x"),
        ("eyJhbGciOi.eyJzdWIiOi.SflKxw", "…"),
        (r#"{"a":"'","token":"s3':0&c"}"#, r#"{"a":"'","token":"…"}"#),
        (r#"{"a":"key: {","token":"s3}c"}"#, r#"{"a":"key: {","token":"…"}"#),
        (
            r#"{"a":"key: '","token":"s'3'c","b":"next:","c":"x"}"#,
            r#"{"a":"key: '","token":"…","b":"next:","c":"x"}"#,
        ),
        ("AbCdEfGhIjKlMnOpQrStUv", "…"),
        (r"abcdefgh1\/abcdefgh\u002babcdefg", "…"),
        ("https://h.example:8443/v2/p?q=s3c&r rest", "https://h.example:8443/v2/p?… rest"),
        ("https://user:s3c@h.example/p#s3c", "https://h.example/p#…"),
        ("https://user:s/3c@h.example/p", "https://…"),
        ("u=https://user:s3c@h/p", "u=https://h/p"),
        ("//user:s3c@h/p?s3c", "//h/p?…"),
        ("https://h/a/0123456789abcdef0123/b;sid=s3c/c", "https://h/a/…/…/c"),
        (
            r#"{"href":"https:\/\/user:s3c@h\/p?q=s3c\u0026r","n":1}"#,
            r#"{"href":"https://h/p?…","n":1}"#,
        ),
        (r#"{"href":"/p?q=s3c","m":"?s3c"}"#, r#"{"href":"/p?…","m":"?…"}"#),
    ] {
        assert_eq!(excerpt(body.as_bytes()), shown, "{body}");
    }
}

#[test]
fn excerpts_are_bounded() {
    let long = "word ".repeat(1_000);
    let shown = excerpt(long.as_bytes());
    assert!(shown.ends_with("… (5000 bytes)"), "{shown}");
    assert_eq!(shown.chars().count(), 256 + "… (5000 bytes)".chars().count());
    assert_eq!(excerpt(&[b'\\'; 1_000_000]).chars().take_while(|c| *c == '\\').count(), 256);
}

#[test]
fn long_bodies_take_linear_time() {
    for part in [
        "\"",
        "'",
        "\\",
        "\\\"",
        "&quot;",
        "{",
        "key:{",
        "key: bearer ",
        "bearer ",
        "a=",
        "'key'",
        "\"key\"",
        "<key>",
        "//",
        "?",
        "key ",
        " ",
    ] {
        for start in ["", "[", "[\"", "<html"] {
            let body = format!("{start}{}", part.repeat(40_000 / part.len()));
            let _ = excerpt_around(body.as_bytes(), body.len());
        }
    }
}

#[test]
fn the_window_is_where_decoding_failed() {
    let body = format!("{} HERE {}", "before ".repeat(500), "after ".repeat(500));
    let shown = excerpt_around(body.as_bytes(), 3_501);
    assert!(
        shown.starts_with('…') && shown.contains("before HERE after") && shown.ends_with("bytes)"),
        "{shown}"
    );
    assert!(shown.chars().count() < 300);
    assert_eq!(excerpt_around(b"{} x", 3), "{} x");
    assert_eq!(excerpt_around(b"{} x", 99), "{} x");
    assert_eq!(excerpt_around(b"", 0), "");
}

#[test]
fn a_window_inside_a_secret_shows_none_of_it() {
    let body = format!(r#"{{"token":"{}","n":x}}"#, "pass phrase ".repeat(200));
    for offset in [0, 12, 1_000, 2_400, body.len() - 2] {
        assert_eq!(excerpt_around(body.as_bytes(), offset), r#"{"token":"…","n":x}"#);
    }
}

#[test]
fn urls_lose_what_can_be_secret() {
    for (url, shown) in [
        ("https://user:pw@h.example:8443/a/b?c=d#e", "https://h.example:8443/a/b?…"),
        ("https://h.example:443/a", "https://h.example/a"),
        ("https://h.example/?", "https://h.example/?…"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("data:text/plain,secret", "data:…"),
    ] {
        assert_eq!(redact_url(&Url::parse(url).unwrap()), shown);
    }
}

proptest! {
    #[test]
    fn any_bytes_make_one_bounded_line(body in proptest::collection::vec(any::<u8>(), 0..600), offset in 0..700_usize) {
        for shown in [excerpt(&body), excerpt_around(&body, offset)] {
            prop_assert!(shown.chars().count() < 300 && !shown.contains(char::is_control));
        }
    }

    #[test]
    fn nearly_structured_text_does_not_panic(body in r#"([\[\]{}<>:/?@=&,;"'\\ ]|&quot;|token|%3d|\\u003d|https?://|\u{e9}|<!--|<html|[a-zA-Z0-9]){0,40}"#, offset in 0..99_usize) {
        let _ = (excerpt(body.as_bytes()), excerpt_around(body.as_bytes(), offset));
    }

    #[test]
    fn no_value_of_a_secret_name_is_shown(
        name in "[a-z_]{0,4}", part in 0..SECRET_NAMES.len(), value in "[ -~]{0,20}", junk in "([ -~]|key: ?){0,30}", offset in 0..99_usize,
    ) {
        let name = format!("{name}{}", SECRET_NAMES[part].to_uppercase());
        let value = format!("ZQ{value}ZQ");
        let json = serde_json::json!({ "a": junk.replace("ZQ", ""), &name: value, "z": 1 }).to_string();
        let twice = serde_json::json!({ "error": json }).to_string();
        let form = format!("a=1&{name}={}&z=1", url::form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>());
        let xml = format!("<r><{name}>{}</{name}></r>", value.replace('<', "&lt;"));
        for body in [json, twice, form, xml] {
            for shown in [excerpt(body.as_bytes()), excerpt_around(body.as_bytes(), offset)] {
                prop_assert!(!shown.contains("ZQ"), "{} -> {}", body, shown);
            }
        }
    }
}
