//! The server chooses the token, and the walk writes it into the next request: it must be only the
//! value of its parameter there.

use paginate_runtime::{EndReason, ErrorKind, Paginated};

use super::kit::*;
use super::pages::*;

/// Checks that this token (as JSON) leads to this second request.
async fn sends<P>(token: &str, second: &str)
where
    P: Paginated<Item: Into<u32>> + serde::de::DeserializeOwned + 'static,
{
    let first = format!(r#"{{"rows":[1],"next":{token},"total":null}}"#);
    let site = Site::answers([first.as_str(), r#"{"rows":[2],"next":null}"#]);
    walk(P::paginate(site.get("/list?user=1")))
        .await
        .ended(&[1, 2], EndReason::NoContinuation);
    site.asked(&["GET /list?user=1", second]);
}

/// Does the same for a search.
async fn posts<P>(token: &str, second: &str)
where
    P: Paginated<Item: Into<u32>> + serde::de::DeserializeOwned + 'static,
{
    let first = format!(r#"{{"rows":[1],"next":{token}}}"#);
    let site = Site::answers([first.as_str(), r#"{"rows":[2],"next":null}"#]);
    walk(P::paginate(site.post("/search", r#"{"user":1}"#)))
        .await
        .ended(&[1, 2], EndReason::NoContinuation);
    site.asked(&[r#"POST /search {"user":1}"#, second]);
}

/// Checks that this token (as JSON) cannot be sent: an error after the first page, and no second
/// request.
async fn fails<P>(token: &str, kind: ErrorKind)
where
    P: Paginated<Item: Into<u32>> + serde::de::DeserializeOwned + 'static,
{
    let site = Site::answers([format!(r#"{{"rows":[1],"next":{token}}}"#)]);
    let walked = walk(P::paginate(site.get("/list"))).await;
    let items: &[u32] = if kind == ErrorKind::Decode { &[] } else { &[1] };
    walked.failed(items, kind);
    site.asked(&["GET /list"]);
}

async fn in_a_header_of_the_response(token: &str, second: &str) {
    let site = Site::answers([
        Say::from(r#"{"rows":[1]}"#).header("x-next", token),
        Say::from(r#"{"rows":[2]}"#),
    ]);
    walk(FromHeader::paginate(site.get("/list")))
        .await
        .ended(&[1, 2], EndReason::NoContinuation);
    site.asked(&["GET /list", second]);
}

async fn bytes_that_are_no_text() {
    let answer = [
        &b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 12\r\nx-next: a"[..],
        &[0xff, 0xfe],
        b"b\r\n\r\n{\"rows\":[1]}",
    ]
    .concat();
    let server = paginate_tests::RawServer::start([paginate_tests::Answer::Bytes(answer)]);
    let walked = walk(FromHeader::paginate(client().get(server.url("/list")))).await;
    assert_eq!(walked.items, [1]);
    assert!(walked.end.is_err(), "a token that cannot be read is no end");
    assert_eq!(server.lines(), ["GET /list"]);
}

/// A token that is too long for any server: an error, which does not quote it.
async fn a_token_of_a_megabyte() {
    let token = "s3cr3t".repeat(200_000);
    let site = Site::answers([format!(r#"{{"rows":[1],"next":"{token}"}}"#)]);
    let error = walk(Tokens::paginate(site.get("/list")))
        .await
        .end
        .expect_err("it cannot be sent");
    assert!(
        error.to_string().len() < 1_000,
        "{}",
        error.to_string().len()
    );
    site.asked(&["GET /list"]);
}

/// The members of a map become query parameters, and change nothing else of the request.
async fn a_map_that_is_spread() {
    let first = r#"{"rows":[1],"next":{"a&b=":"c&d=1#","e":null,"f":2,"../":"\r\nX: y"}}"#;
    let site = Site::answers([first, r#"{"rows":[2],"next":null}"#]);
    walk(Spread::paginate(site.get("/list?user=1")))
        .await
        .ended(&[1, 2], EndReason::NoContinuation);
    let requests = site.api.requests();
    let second = &requests[1];
    assert_eq!(
        (second.method.as_str(), second.path.as_str()),
        ("GET", "/list")
    );
    let pairs: Vec<(String, String)> = second.params();
    for (name, value) in [
        ("user", "1"),
        ("a&b=", "c&d=1#"),
        ("f", "2"),
        ("../", "\r\nX: y"),
    ] {
        assert!(
            pairs.contains(&(name.to_owned(), value.to_owned())),
            "{pairs:?}"
        );
    }
    assert_eq!(pairs.len(), 4, "{pairs:?}");
    assert_eq!(second.header("x"), None);
}

attacks! {
    another_parameter: sends::<Tokens>(r#""a&user=2""#, "GET /list?user=1&cursor=a%26user%3D2");
    the_same_parameter_again: sends::<Tokens>(r#""a&cursor=b""#, "GET /list?user=1&cursor=a%26cursor%3Db");
    a_fragment: sends::<Tokens>(r##""a#b""##, "GET /list?user=1&cursor=a%23b");
    another_query: sends::<Tokens>(r#""?a=b/../..""#, "GET /list?user=1&cursor=%3Fa%3Db%2F..%2F..");
    a_url_as_a_token: sends::<Tokens>(r#""{other}/list""#.replace("{other}", "http://evil.test").as_str(), "GET /list?user=1&cursor=http%3A%2F%2Fevil.test%2Flist");
    a_line_break: sends::<Tokens>(r#""a\r\nHost: evil.test\r\n\r\nGET /""#, "GET /list?user=1&cursor=a%0D%0AHost%3A%20evil.test%0D%0A%0D%0AGET%20%2F");
    a_null_byte: sends::<Tokens>(r#""a\u0000b""#, "GET /list?user=1&cursor=a%00b");
    an_encoded_line_break: sends::<Tokens>(r#""a%0d%0ab""#, "GET /list?user=1&cursor=a%250d%250ab");
    letters_beyond_ascii: sends::<Tokens>(r#""ä ﷽\u202e""#, "GET /list?user=1&cursor=%C3%A4%20%EF%B7%BD%E2%80%AE");
    half_a_letter: fails::<Tokens>(r#""a\ud800""#, ErrorKind::Decode);
    blanks_around: sends::<Tokens>(r#"" a ""#, "GET /list?user=1&cursor=%20a%20");
    a_negative_number: sends::<AnyTokens>("-1", "GET /list?user=1&cursor=-1");
    a_list_in_one_parameter: fails::<AnyTokens>(r#"["a","b"]"#, ErrorKind::Setup);
    a_map_in_one_parameter: fails::<AnyTokens>(r#"{"$ne":1}"#, ErrorKind::Setup);
    a_number_out_of_all_bounds: fails::<Tokens>("1e999999", ErrorKind::Decode);
    true_as_a_token: fails::<Tokens>("true", ErrorKind::Decode);
    a_megabyte: a_token_of_a_megabyte();
    a_line_break_in_a_header: fails::<ByHeader>(r#""a\r\nX-Injected: 1""#, ErrorKind::Setup);
    a_bare_line_feed_in_a_header: fails::<ByHeader>(r#""a\nX-Injected: 1""#, ErrorKind::Setup);
    a_null_byte_in_a_header: fails::<ByHeader>(r#""a\u0000""#, ErrorKind::Setup);
    another_field_of_a_form: posts::<Form>(r#""a&admin=1""#, r#"POST /search {"user":1}&cursor=a%26admin%3D1"#);
    the_end_of_a_string: posts::<Search>(r#""a\",\"admin\":true,\"b\":\"""#, r#"POST /search {"user":1,"after":"a\",\"admin\":true,\"b\":\""}"#);
    a_map_in_a_body: posts::<Search>(r#"{"user":2,"admin":true}"#, r#"POST /search {"user":1,"after":{"user":2,"admin":true}}"#);
    a_map_over_the_query: a_map_that_is_spread();
    a_text_over_the_query: fails::<Spread>(r#""user=2""#, ErrorKind::Setup);
    a_path_for_later_pages: posts::<Elsewhere>(r#""../admin\",\"x\":\"""#, r#"POST /list/continue {"cursor":"../admin\",\"x\":\""}"#);
    a_header_that_adds_a_parameter: in_a_header_of_the_response("a&user=2", "GET /list?cursor=a%26user%3D2");
    a_header_that_is_no_text: bytes_that_are_no_text();
    a_function_that_believes: sends::<Decided>(r#""a&user=2""#, "GET /list?user=1&cursor=a%26user%3D2");
}
