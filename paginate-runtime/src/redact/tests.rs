//! What is shown and what is not.

use proptest::prelude::*;

use super::*;
use crate::redact::names::SECRET_NAMES;

fn refusal(body: &str) -> String {
    Redaction::default().refusal(body.as_bytes())
}

fn page(body: &str, failed: Option<usize>) -> String {
    Redaction::default().page(body.as_bytes(), failed)
}

fn text(body: &str) -> String {
    Redaction::new(Vec::new(), Some("a.after"), true).refusal(body.as_bytes())
}

#[test]
fn a_refusal_shows_what_the_api_says_and_the_structure_of_the_rest() {
    for (body, shown) in [
        ("", ""),
        (
            r#"{"error":{"code":190,"message":"Invalid page"}}"#,
            r#"{"error": {"code": 190, "message": "Invalid page"}}"#,
        ),
        (
            "{\n \"errors\" : [ {\"detail\":\"too\\nlarge\", \"source\": {\"parameter\": \"x\"}} ],\r\n\"id\":7 }\n",
            r#"{"errors": [{"detail": "too large", "source": {"parameter": string(1)}}], "id": number}"#,
        ),
        (
            r#"{"errors":{"email":["is not valid"],"name":"Ann"}}"#,
            r#"{"errors": {"email": ["is not valid"], "name": string(3)}}"#,
        ),
        (
            r#"{"error":"no","data":null,"ok":false,"note":""}"#,
            r#"{"error": "no", "data": null, "ok": false, "note": ""}"#,
        ),
        (
            r#"{"message":"no","error_token":"s3c","key":[1,2]}"#,
            r#"{"message": "no", "error_token": string(3), "key": [number, … 1 more]}"#,
        ),
        ("[\"no\"]", "[string(2)]"),
        ("\"no\"", "string(2)"),
        ("no such page", "no such page"),
        ("404 page not found", "404 page not found"),
        ("[error] upstream is down", "[error] upstream is down"),
        (
            "<?xml version=\"1.0\"?>\n<Error xmlns='a'>\n <Code>Denied</Code><s:Message><![CDATA[a <b> c]]></s:Message><Token>abc</Token><Empty/></Error>",
            "<Error><Code>Denied</Code><s:Message>a <b> c</s:Message><Token>string(3)</Token><Empty/></Error>",
        ),
        (
            "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title><style>a>b{c}</style><script>let t='s3'</script></head>\n<body><h1>Bad <b>gateway</b></h1><!-- x > y --></body></html>",
            "502 Bad Gateway Bad gateway",
        ),
        (
            "\u{202e}gr\u{fc}n\u{0}\u{1b}[31m \u{4e2d}",
            "gr\u{fc}n [31m \u{4e2d}",
        ),
    ] {
        assert_eq!(refusal(body), shown, "{body}");
    }
    assert_eq!(
        Redaction::default().refusal(b"a\xffb\xe4"),
        "a\u{fffd}b\u{fffd}"
    );
}

#[test]
fn a_page_shows_its_structure_and_where_it_failed() {
    for (body, failed, shown) in [
        (
            r#"{"users":[{"id":1},{"id":"x"},{"id":3}],"next":"abc"}"#,
            27,
            r#"{"users": [{"id": number}, {"id": string(1) ← here}, … 1 more], "next": string(3)}"#,
        ),
        (
            r#"{"users":[{"id":1},{"name":"x"}]}"#,
            30,
            r#"{"users": [{"id": number}, {"name": string(1)} ← here]}"#,
        ),
        (r#"{"users":null}"#, 12, r#"{"users": null ← here}"#),
        (
            r#"{"users":[1,2,3]} and"#,
            18,
            r#"{"users": [number, … 2 more]} a ← here…"#,
        ),
        (r#"{"users":[1,NaN]}"#, 12, r#"{"users": [number, N"#),
        (
            r#"{"users":["a","b"#,
            99,
            r#"{"users": [string(1), … 1 more"#,
        ),
        ("{'users': []}", 1, "{' ← here…"),
        (
            "Service is away\nAnn,ann@example.com",
            0,
            "Service is away… (35 bytes)",
        ),
        (
            "<users><user id='7'>Ann</user></users>",
            0,
            "<users><user>string(3)</user></users>",
        ),
    ] {
        let shown_now = page(body, Some(failed));
        assert!(shown_now.starts_with(shown), "{body}: {shown_now}");
    }
}

#[test]
fn text_is_shown_to_who_asks_for_it() {
    for (body, shown) in [
        (
            r#"{"users":[{"id":1,"name":"Ann"}],"ok":true}"#,
            r#"{"users": [{"id": 1, "name": "Ann"}], "ok": true}"#,
        ),
        (
            r#"{"nextPageToken":"s3c","after":"s3c","n":1}"#,
            r#"{"nextPageToken": string(3), "after": string(3), "n": 1}"#,
        ),
        (
            r#"{"e":"{\"token\":\"s3c\"}"}"#,
            r#"{"e": "{"token":"…"}"}"#,
        ),
        (
            "<r><a>Ann</a><Marker>s3c</Marker></r>",
            "<r><a>Ann</a><Marker>string(3)</Marker></r>",
        ),
        ("id,name\n1,Ann", "id,name 1,Ann"),
    ] {
        assert_eq!(text(body), shown);
    }
}

#[test]
fn readable_text_stays_readable() {
    for body in [
        "Did you mean this? Yes.",
        "page size must be at most 300",
        "the token expired, can't go on",
        "response.metadata.items.list at 2024-01-01T00:00:00Z, 1234567",
        "a < b, a > b",
        "50 % of 20; a+b=c",
    ] {
        assert_eq!(refusal(body), body);
    }
}

#[test]
fn what_looks_like_a_secret_is_hidden_in_text() {
    for (body, shown) in [
        ("a=1&access_token=s3c&b=2", "a=1&access_token=…&b=2"),
        ("page%5Bcursor%5D=s3c&b=2", "page%5Bcursor%5D=…&b=2"),
        ("page[cursor]=s3c&b=2", "page[cursor]=…&b=2"),
        ("token=&b=2", "token=&b=2"),
        ("x {'token': 's3c', 'n': 1}", "x {'token': '…', 'n': 1}"),
        (
            "x {\"e\":\"{\\\"token\\\":\\\"s3c\\\"}\"}",
            "x {\"e\":\"{\\\"token\\\":\\\"…\"}\"}",
        ),
        (
            "x <NextToken a='1'>s3c</NextToken><n>1</n>",
            "x <NextToken a='1'>…</NextToken><n>1</n>",
        ),
        (
            "{&quot;token&quot;:&quot;s3c&quot;}",
            "{&quot;token&quot;:&quot;…&quot;}",
        ),
        (
            "Authorization: Bearer s3c\nHost: h",
            "Authorization: … Host: h",
        ),
        ("sent Bearer s3c to h", "sent Bearer … to h"),
        ("invalid API key 's3c' given", "invalid API key '…' given"),
        ("password: s3c, user: ann", "password: …, user: ann"),
        ("id 0123456789abcdef0123 x", "id … x"),
        ("eyJhbGciOi.eyJzdWIiOi.SflKxw", "…"),
        (
            "https://h.example:8443/v2/p?q=s3c&r rest",
            "https://h.example:8443/v2/p?… rest",
        ),
        ("https://user:s3c@h.example/p#s3c", "https://…h.example/p#…"),
        ("https://user:s/3c@h.example/p", "https://…"),
        ("u=https://user:s3c@h/p", "u=https://…h/p"),
        (
            "https://h/a/0123456789abcdef0123/b;sid=s3c/c",
            "https://h/a/…/…/c",
        ),
        ("at /p?q=s3c", "at /p?…"),
    ] {
        assert_eq!(refusal(body), shown, "{body}");
    }
}

#[test]
fn what_was_sent_is_hidden_in_each_form_that_an_api_writes() {
    let secrets = [
        "cur_10",
        "cur_1099",
        "a b/c+d&e\"f",
        "one\ntwo",
        "h\u{e4}user",
        "      ",
        "short",
    ];
    let secrets: Vec<Secret> = secrets
        .iter()
        .filter_map(|text| Secret::credential(text))
        .collect();
    assert_eq!(secrets.len(), 5, "blanks and short values are no secrets");
    let redaction = Redaction::new(secrets, None, false);
    for body in [
        "cur_1099",
        "a b/c+d&e\"f",
        "a%20b%2Fc%2Bd%26e%22f",
        "a+b%2fc%2bd%26e%22f",
        "a%2520b%252Fc%252Bd%2526e%2522f",
        "a b\\/c+d\\u0026e\\\"f",
        "a b\\\\\\/c+d\\\\u0026e\\\\\\\"f",
        "a b/c+d&amp;e&quot;f",
        "a b/c&#43;d&#x26;e&#34;f",
        "a  b/c+d&e\"f",
        "one two",
        "one\\ntwo",
        "one%0Atwo",
        "h%C3%A4user",
        "h\\u00e4user",
    ] {
        assert_eq!(
            redaction.refusal(format!("no ({body}) x").as_bytes()),
            "no (…) x",
            "{body}"
        );
        let json = serde_json::json!({ "message": format!("no ({body}) x") }).to_string();
        assert_eq!(
            redaction.refusal(json.as_bytes()),
            "{\"message\": \"no (…) x\"}",
            "{body}"
        );
    }
    assert_eq!(redaction.refusal(b"a short word"), "a short word");
    // The name of a member can be what was sent.
    assert_eq!(
        redaction.page(br#"{"cur_1099": 1}"#, None),
        "{\"…\": number}"
    );
    // APIs cut what they quote.
    let redaction = Redaction::new(
        Secret::credential("a token of many plain words")
            .into_iter()
            .collect(),
        None,
        false,
    );
    assert_eq!(
        redaction.refusal(b"no a token of many p.. here"),
        "no ….. here"
    );
    assert_eq!(redaction.refusal(b"what is a token"), "what is …");
}

#[test]
fn excerpts_are_bounded() {
    let long = "word ".repeat(1_000);
    let shown = refusal(&long);
    assert!(shown.ends_with("… (5000 bytes)"), "{shown}");
    assert_eq!(
        shown.chars().count(),
        256 + "… (5000 bytes)".chars().count()
    );
    let deep = "[".repeat(100_000);
    assert!(page(&deep, Some(99_999)).len() < 500);
    let wide = format!("{{{}\"z\":1}}", "\"a\":1,".repeat(100_000));
    let shown = page(&wide, Some(600_005));
    assert!(
        shown.starts_with('…') && shown.ends_with("\"z\": number ← here}"),
        "{shown}"
    );
    // If a body has more than a megabyte, only its beginning is read.
    let longer = format!("{{{}\"z\":1}}", "\"a\":1,".repeat(200_000));
    let shown = page(&longer, Some(1_200_004));
    assert!(
        shown.starts_with("{\"a\": number, ") && shown.ends_with("… (1200007 bytes)"),
        "{shown}"
    );
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
        "[",
        "[{\"a\":",
        "key:{",
        "key: bearer ",
        "bearer ",
        "a=",
        "'key'",
        "\"key\"",
        "<key>",
        "<",
        "//",
        "?",
        "key ",
        " ",
        "%",
        "&",
        "abcdef",
    ] {
        for start in ["", "[", "[\"", "<html", "<a"] {
            let body = format!("{start}{}", part.repeat(60_000 / part.len()));
            let secrets = (0..99)
                .filter_map(|number| Secret::credential(&format!("abcdefgh{number}")))
                .collect();
            let redaction = Redaction::new(secrets, None, false);
            let _ = (
                redaction.refusal(body.as_bytes()),
                redaction.page(body.as_bytes(), Some(body.len() - 1)),
            );
        }
    }
}

#[test]
fn urls_lose_what_can_be_secret() {
    for (url, shown) in [
        (
            "https://user:pw@h.example:8443/a/b?c=d#e",
            "https://h.example:8443/a/b?…",
        ),
        ("https://h.example:443/a", "https://h.example/a"),
        ("https://h.example/?", "https://h.example/?…"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("data:text/plain,secret", "data:…"),
    ] {
        assert_eq!(redact_url(&Url::parse(url).unwrap()), shown);
    }
}

/// Returns what is shown of a body in each of the ways.
fn each_way(body: &[u8], secrets: &[&str], failed: usize) -> Vec<String> {
    let of = |bodies| {
        Redaction::new(
            secrets
                .iter()
                .filter_map(|text| Secret::credential(text))
                .collect(),
            None,
            bodies,
        )
    };
    [false, true]
        .into_iter()
        .flat_map(|bodies| {
            let redaction = of(bodies);
            let message = redaction.message(&String::from_utf8_lossy(body));
            [
                redaction.refusal(body),
                redaction.page(body, Some(failed)),
                redaction.page(body, None),
                message,
            ]
        })
        .collect()
}

/// Returns a text as JSON writes it, without the quotation marks around it. Marks inside the text
/// stay.
fn in_json(text: &str) -> String {
    let written = serde_json::to_string(text).unwrap();
    written[1..written.len() - 1].to_owned()
}

/// The secret has a backslash before letters that look like the rest of an escape.
#[test]
fn a_backslash_that_begins_no_escape_is_masked() {
    for secret in [r"a\uA0a", r"\uA0aaaaa", r"key\uD8\ub"] {
        let written = in_json(secret);
        for body in [
            format!("a/ :{written}"),
            serde_json::json!({ "message": format!("a/ :{written}") }).to_string(),
        ] {
            for shown in each_way(body.as_bytes(), &[secret], 0) {
                assert!(!shown.contains(&written[written.len() - 6..]), "{shown}");
            }
        }
    }
}

/// A plus sign is white space in a form and itself elsewhere. A text that is escaped in one way can
/// look as if it were escaped in another.
#[test]
fn signs_that_can_be_read_in_two_ways_are_masked() {
    for (secret, written) in [
        ("A +aAaB", "A +aAaB"),
        ("A +aAaB", "A+%2BaAaB"),
        ("A +aAaB", "A++aAaB"),
        (r"0\\&a#", r"0\\&amp;a#"),
    ] {
        for shown in each_way(format!("no: {written}").as_bytes(), &[secret], 0) {
            assert!(!shown.contains(&written[written.len() - 4..]), "{shown}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_make_one_bounded_line(body in proptest::collection::vec(any::<u8>(), 0..600), offset in 0..700_usize) {
        for shown in each_way(&body, &[], offset) {
            prop_assert!(shown.chars().count() < 300 && !shown.contains(char::is_control));
        }
    }

    #[test]
    fn nearly_structured_text_does_not_panic(body in r#"([\[\]{}<>:/?@=&,;"'\\ %]|&quot;|token|%3d|\\u003d|https?://|\u{e9}|<!--|<html|[a-zA-Z0-9]){0,40}"#, offset in 0..99_usize) {
        each_way(body.as_bytes(), &["token\u{e9}", "%3d=\"\\x"], offset);
    }

    #[test]
    fn no_value_of_a_secret_name_is_shown(
        name in "[a-z_]{0,4}", part in 0..SECRET_NAMES.len(), value in "[ -~]{0,20}", junk in "([ -~]|key: ?){0,30}", offset in 0..99_usize,
    ) {
        let name = format!("{name}{}", SECRET_NAMES[part].to_uppercase());
        let value = format!("ZQ{value}ZQ");
        let json = serde_json::json!({ "a": junk.replace("ZQ", ""), &name: value, "z": 1 }).to_string();
        let xml = format!("<r><{name}>{}</{name}></r>", value.replace('<', "&lt;"));
        let form = format!("a=1&{name}={}&z=1", url::form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>());
        for body in [json, xml, form] {
            for shown in each_way(body.as_bytes(), &[], offset) {
                prop_assert!(!shown.contains("ZQ"), "{} -> {}", body, shown);
            }
        }
    }

    /// The result does not depend on the text around the secret or on the place of the cut.
    #[test]
    fn no_piece_of_what_was_sent_is_shown(
        before in r#"([a-z '":={}\[\]<>/]|token=|Bearer ){0,300}"#, secret in "[!-~]([ -~]{4,40}|[a-z ]{300,600})[!-~]", after in "[ -~]{0,40}", form in 0..4_usize, offset in 0..600_usize,
    ) {
        // A quotation mark at either end is not masked, because it reveals nothing.
        let secret = secret.trim_matches(['"', ' ']).to_owned();
        prop_assume!(secret.len() >= 6);
        let written = match form {
            0 => secret.clone(),
            1 => url::form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
            2 => in_json(&secret),
            _ => secret.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;"),
        };
        let plain = format!("{before}{written}{after}");
        let json = serde_json::json!({ "message": plain, "a": [plain] }).to_string();
        for body in [plain, json] {
            for shown in each_way(body.as_bytes(), &[&secret], offset) {
                for piece in [&written, &secret] {
                    let ends = [piece.get(piece.len() - 6..), piece.get(..6)];
                    for end in ends.into_iter().flatten().filter(|end| !before.contains(end) && !after.contains(end)) {
                        let alone = !before.contains(end.trim()) && end.trim().len() == 6;
                        prop_assert!(!alone || !shown.contains(end), "{:?} of {:?} in {:?}", end, body, shown);
                    }
                }
            }
        }
    }
}
