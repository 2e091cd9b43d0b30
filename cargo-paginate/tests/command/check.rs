//! A declaration that exists, held against recordings.

use crate::{evidence, file, has, run};

#[test]
fn a_declaration_is_held_against_samples() {
    let declaration = r#"
use paginate_runtime::Paginated;

mod inner {
    #[derive(serde::Deserialize, Paginated)]
    #[paginate(at = "data", token = ".next_page", param = "TOKEN", items = ".rows", item = Row, size = "limit", max = 2, end_on = [empty])]
    #[serde(rename_all = "camelCase")]
    struct Rows {
        #[serde(rename = "result")]
        data: Option<Box<Data>>,
    }

    #[derive(serde::Deserialize)]
    #[serde(rename_all(deserialize = "camelCase"))]
    struct Data {
        next_page: Option<String>,
        rows: Vec<Row>,
    }
}
"#;
    let pages = r#"
GET https://a.example/rows?limit=2

HTTP/1.1 200 OK

{"result": {"nextPage": "b", "rows": [1, 2]}}

###
GET https://a.example/rows?limit=2&from=b

HTTP/1.1 200 OK

{"result": {"rows": [3]}}
"#;
    let pages = file("check.http", pages).display().to_string();
    let good = file("check-good.rs", &declaration.replace("TOKEN", "from"))
        .display()
        .to_string();
    let bad = file("check-bad.rs", &declaration.replace("TOKEN", "after"))
        .display()
        .to_string();

    let ran = run(&["check", &good, "--sample", &pages]);
    assert_eq!(
        ran.out,
        format!(
            "\
Rows ({good}:8): agrees
  items  agrees       2 + 1 items at `result.rows`
  token  agrees       `result.nextPage` is there
  param  agrees       page 2 was asked with it, as `from`
  size   agrees       no page has more items than `limit=2`
  `end_on` is not looked at
"
        )
    );
    assert_eq!(ran.code, 0);

    let ran = run(&["check", &bad, "--sample", &pages]);
    assert_eq!(ran.code, 1);
    has(
        &ran.out,
        "param  contradicts  page 2: its request has the token in `from`, not in `after`\n",
    );

    let ran = run(&["check", &bad, "--sample", &pages, "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (value["struct"].as_str(), value["result"].as_str()),
        (Some("Rows"), Some("contradicts"))
    );
}

#[test]
fn what_check_writes_itself_agrees() {
    for name in ["zoom.curl", "people.har"] {
        let code = run(&["samples", &evidence(name)]).out;
        let code = file(&format!("agrees-{name}.rs"), &code)
            .display()
            .to_string();
        let ran = run(&["check", &code, "--sample", &evidence(name)]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
}
