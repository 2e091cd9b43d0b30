//! Bodies that do not decode: the wrong shape, no JSON, nothing at all, too little or too much.

use super::*;

const REQUEST: &str = "(GET https://api.example.com/v2/users?…, status 200)";

#[tokio::test]
async fn a_body_of_the_wrong_shape() {
    let error = second_page(Reply::json(
        json!({ "next_page_token": "s3cr3t-2", "users": [1, "two", 3] }),
    ))
    .await;
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16())),
        (ErrorKind::Decode, Some(200))
    );
    let text = error.to_string();
    assert!(
        text.starts_with("page 2: the response does not fit `Tokens` at `users[1]`: invalid value: a string, expected u32"),
        "{text}"
    );
    assert!(text.contains(REQUEST), "{text}");
    assert_eq!(
        error.excerpt(),
        Some(r#"{"next_page_token": string(8), "users": [number, string(3) ← here, … 1 more]}"#),
        "the place where it failed is shown"
    );
}

#[tokio::test]
async fn a_list_that_is_null_or_absent_comes_with_the_way_out() {
    for body in [
        json!({ "next_page_token": "", "users": null }),
        json!({ "next_page_token": "" }),
    ] {
        let error = second_page(Reply::json(body)).await;
        assert!(
            error
                .to_string()
                .contains("deserialize_with = \"paginate_runtime::page::null_as_default\""),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_list_in_place_of_a_page_comes_with_the_way_out() {
    let error = second_page(Reply::json(json!([{ "id": 1 }, { "id": 2 }]))).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .contains("`struct Page(Vec<T>)` with `items = \"0\"`"),
        "{error}"
    );

    let error = second_page(Reply::json(
        json!({ "users": [[1]], "next_page_token": "" }),
    ))
    .await;
    assert!(
        !error.to_string().contains("struct Page"),
        "an object is none: {error}"
    );
}

#[tokio::test]
async fn a_page_that_is_not_json() {
    let error = second_page(Reply::text(
        "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
    ))
    .await;
    let text = error.to_string();
    assert!(
        text.starts_with("page 2: the response is a web page, but `Tokens` is read from JSON: "),
        "{text}"
    );
    assert!(text.contains("502 Bad Gateway"), "{text}");
    for (body, what) in [
        ("<users><user>1</user></users>", "XML"),
        ("id,name\n1,ann\n", "a table (CSV)"),
    ] {
        let text = second_page(Reply::text(body)).await.to_string();
        assert!(
            text.contains(&format!(
                "the response is {what}, but `Tokens` is read from JSON: "
            )) && text.contains("`.decode(..)`"),
            "{text}"
        );
    }
    let text = second_page(Reply::text("the service is away"))
        .await
        .to_string();
    assert!(
        text.contains("the response is not JSON, but `Tokens` is read from JSON: ")
            && !text.contains("decode(..)"),
        "{text}"
    );
}

#[tokio::test]
async fn an_empty_body() {
    let error = second_page(Reply::bytes("")).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.to_string(),
        format!("page 2: the response is empty, but `Tokens` needs a JSON body {REQUEST}")
    );
}

#[tokio::test]
async fn a_truncated_body() {
    let error = second_page(Reply::bytes(
        "{\"next_page_token\": \"s3cr3t\", \"users\": [1, 2",
    ))
    .await;
    assert!(
        error
            .to_string()
            .starts_with("page 2: the response breaks off at `users`"),
        "{error}"
    );
    let error = second_page(tokens(&[3], "s3cr3t").broken_after(5)).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error.to_string().starts_with("page 2: the body broke off"),
        "{error}"
    );
}

#[tokio::test]
async fn something_after_the_page() {
    let error = second_page(Reply::bytes(
        "{\"next_page_token\": null, \"users\": []} trailing",
    ))
    .await;
    assert!(
        error
            .to_string()
            .starts_with("page 2: the response is not valid JSON: trailing characters"),
        "{error}"
    );
}

#[tokio::test]
async fn a_byte_order_mark_is_passed_over() {
    let script = Script::new([Reply::bytes(
        "\u{feff}{\"next_page_token\":\"\",\"users\":[1]}",
    )]);
    let (users, _) = all(Tokens::paginate(script.get("/u")).items()).await;
    assert_eq!(users, [1]);
}
