//! The server names the next page, and tries to lead the walk elsewhere or to make it send another
//! method.

use paginate_runtime::{EndReason, ErrorKind, Paginated};

use super::kit::*;
use super::pages::*;

/// Checks that a GET walk stops at a link after one page.
async fn stops<P>(first: impl Into<Say>)
where
    P: Paginated<Item: Into<u32>> + serde::de::DeserializeOwned + 'static,
{
    let site = Site::answers([first]);
    walk(P::paginate(site.get("/list")))
        .await
        .failed(&[1], ErrorKind::Link);
    site.asked(&["GET /list"]);
}

/// Checks the same for a POST walk.
async fn search_stops<P>(first: &str)
where
    P: Paginated<Item: Into<u32>> + serde::de::DeserializeOwned + 'static,
{
    let site = Site::answers([first]);
    walk(P::paginate(site.post("/search", r#"{"q":1}"#)))
        .await
        .failed(&[1], ErrorKind::Link);
    site.asked(&[r#"POST /search {"q":1}"#]);
}

/// Checks that a link in this form leads to one more request, and only to this URL.
async fn leads<P>(first: impl Into<Say>, to: &str)
where
    P: Paginated<Item: Into<u32>> + serde::de::DeserializeOwned + 'static,
{
    let last = r#"{"rows":[2],"next":null,"links":[]}"#;
    let site = Site::answers([first.into(), last.into()]);
    walk(P::paginate(site.get("/v1/list?q=1")))
        .await
        .ended(&[1, 2], EndReason::NoContinuation);
    site.asked(&["GET /v1/list?q=1", to]);
}

/// A link in bytes that are not text: it exists, but cannot be read.
async fn a_link_header_of_bytes() {
    let answer = [
        &b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 12\r\nlink: </"[..],
        &[0xff, 0xfe],
        b">; rel=next\r\n\r\n{\"rows\":[1]}",
    ]
    .concat();
    let server = paginate_tests::RawServer::start([paginate_tests::Answer::Bytes(answer)]);
    let walked = walk(InHeader::paginate(client().get(server.url("/list")))).await;
    assert_eq!(walked.items, [1]);
    assert!(walked.end.is_err(), "a link that cannot be read is no end");
    assert_eq!(server.lines(), ["GET /list"]);
}

fn link(link: &str) -> String {
    format!(r#"{{"rows":[1],"next":{link}}}"#)
}

fn links(links: &str) -> String {
    format!(r#"{{"rows":[1],"links":{links}}}"#)
}

fn header(line: &str) -> Say {
    Say::from(r#"{"rows":[1]}"#).header("link", line)
}

/// An allowed origin whose pages lead to a third one.
async fn the_base_moves() {
    let third = paginate_tests::Server::start(|_| {
        paginate_tests::Reply::text(r#"{"rows":[666],"next":null}"#)
    });
    let on = third.url("/list");
    let second = paginate_tests::Server::start(move |_| {
        paginate_tests::Reply::text(format!(r#"{{"rows":[2],"next":"{on}"}}"#))
    });
    let to = second.url("/list");
    let site = Site::start(move |_, _| paginate_tests::Reply::text(link(&format!("\"{to}\""))));
    let walked = walk(Linked::paginate(site.get("/list")).allow_origin(second.origin())).await;
    walked.failed(&[1, 2], ErrorKind::Link);
    site.asked(&["GET /list"]);
    assert_eq!(
        (second.lines(), third.lines()),
        (vec!["GET /list".to_owned()], vec![])
    );
}

/// Behind a proxy, only paths are taken from links, and a path can look like a host.
async fn a_rebased_link_with_two_slashes() {
    let site = Site::answers([
        link(r#""http://internal//127.0.0.1/x?q=1""#).as_str(),
        r#"{"rows":[2],"next":null}"#,
    ]);
    let walked = walk(Linked::paginate(site.get("/list")).rebase_links()).await;
    walked.ended(&[1, 2], EndReason::NoContinuation);
    site.asked(&["GET /list", "GET //127.0.0.1/x?q=1"]);
}

/// A kept parameter is sent with links, but not with a link to another origin.
async fn a_kept_key_is_asked_for_from_elsewhere() {
    let site = Site::answers([link(r#""{other}/list?page=2""#)]);
    let walked =
        walk(Linked::paginate(site.get("/list?key=s3cr3t-query-key")).keep_query(["key"])).await;
    walked.failed(&[1], ErrorKind::Link);
    site.asked(&["GET /list?key=s3cr3t-query-key"]);
}

/// Link objects with POST: they may lead to another path of the API, with the server's body, and
/// the method stays.
async fn a_search_goes_on_by_post() {
    let first = link(
        r#"{"href":"/search/2","method":"post","body":{"t":1},"headers":{"authorization":"Bearer evil","host":"evil.test"}}"#,
    );
    let site = Site::answers([first.as_str(), r#"{"rows":[2],"next":null}"#]);
    let walked = walk(Objects::paginate(site.post("/search", r#"{"q":1}"#))).await;
    walked.ended(&[1, 2], EndReason::NoContinuation);
    site.asked(&[r#"POST /search {"q":1}"#, r#"POST /search/2 {"t":1}"#]);
}

async fn two_members_of_one_name() {
    let site = Site::answers([r#"{"rows":[1],"next":"/list?page=2","next":"{other}/list"}"#]);
    walk(Linked::paginate(site.get("/list")))
        .await
        .failed(&[], ErrorKind::Decode);
    site.asked(&["GET /list"]);
}

async fn an_object_says_it_twice(object: &str) {
    let site = Site::answers([link(object)]);
    walk(Objects::paginate(site.get("/list")))
        .await
        .failed(&[], ErrorKind::Decode);
    site.asked(&["GET /list"]);
}

async fn by_a_function(kind: &str, next: &str) {
    stops::<Decided>(format!(r#"{{"rows":[1],"kind":"{kind}","next":"{next}"}}"#)).await;
}

/// The error quotes the origin of a link, which can contain a secret.
async fn the_host_is_a_secret() {
    let site = Site::start(|request, _| {
        let secret = request
            .header("authorization")
            .unwrap()
            .trim_start_matches("Bearer ");
        paginate_tests::Reply::text(link(&format!(r#""http://{secret}.evil.test/list""#)))
    });
    walk(Linked::paginate(site.get("/list")))
        .await
        .failed(&[1], ErrorKind::Link);
    site.asked(&["GET /list"]);
}

attacks! {
    // Another origin, in every place where a link can be.
    another_port_in_a_member: stops::<Linked>(link(r#""{other}/list?page=2""#));
    another_port_in_an_href: stops::<Objects>(link(r#"{"href":"{other}/list"}"#));
    another_port_in_a_url: stops::<Objects>(link(r#"{"url":"{other}/list"}"#));
    another_port_in_a_uri: stops::<Objects>(link(r#"{"uri":"{other}/list","rel":"next"}"#));
    another_port_in_a_list_of_links: stops::<Related>(links(r#"[{"rel":"self","href":"/list"},{"rel":"next","href":"{other}/list"}]"#));
    another_port_behind_a_blank_link: stops::<Related>(links(r#"[{"rel":"next","href":""},{"rel":"next","href":"{other}/list"}]"#));
    another_port_by_relation: stops::<Related>(links(r#"{"self":"/list","next":"{other}/list"}"#));
    another_port_in_a_list_by_relation: stops::<Related>(links(r#"{"next":[{"uri":"{other}/list"},{"uri":"/list?page=2"}]}"#));
    another_port_in_a_link_header: stops::<InHeader>(header("<{other}/list>; rel=next"));
    another_port_in_a_header_of_its_own: stops::<NextHeader>(Say::from(r#"{"rows":[1]}"#).header("x-next", "{other}/list"));
    another_port_by_a_function: by_a_function("url", "{other}/list");
    another_port_by_a_request_of_a_function: by_a_function("request", "{other}/list");
    another_port_in_a_second_step: the_base_moves();
    another_port_for_a_kept_key: a_kept_key_is_asked_for_from_elsewhere();
    another_port_for_a_search: search_stops::<Objects>(&link(r#"{"href":"{other}/search","method":"POST","body":{"q":1},"merge":true}"#));
    another_name_of_this_machine: stops::<Linked>(link(r#""http://localhost:1/list""#));
    another_scheme: stops::<Objects>(link(r#"{"href":"file:///etc/passwd"}"#));
    another_scheme_that_is_encrypted: stops::<Objects>(link(r#"{"href":"https://127.0.0.1/list"}"#));
    a_user_name_in_an_object: stops::<Objects>(link(r#"{"href":"http://ann:pw@127.0.0.1/list"}"#));
    a_user_name_by_a_function: by_a_function("url", "//ann@127.0.0.1/list");
    a_host_that_is_a_secret: the_host_is_a_secret();
    a_relative_host: stops::<InHeader>(header("<//evil.test/list>; rel=next"));
    backslashes_by_a_function: by_a_function("url", "\\\\\\\\evil.test\\\\list");
    a_line_break_and_a_host: stops::<Objects>(link(r#"{"href":"/list\r\nHost: evil.test"}"#));
    bytes_that_are_no_text_in_a_link_header: a_link_header_of_bytes();

    // Another method than the walk's.
    delete_by_a_link: stops::<Objects>(link(r#"{"href":"/users/1","method":"DELETE"}"#));
    delete_in_small_letters: stops::<Objects>(link(r#"{"href":"/users/1","method":"delete"}"#));
    put_by_a_link: stops::<Objects>(link(r#"{"href":"/users/1","method":"PUT","body":{"admin":true}}"#));
    patch_by_a_relation: stops::<Related>(links(r#"{"next":{"href":"/users/1","method":"PATCH","body":{"admin":true}}}"#));
    post_in_a_walk_that_gets: stops::<Objects>(link(r#"{"href":"/users","method":"POST","body":{"admin":true}}"#));
    post_by_a_list_of_links: stops::<Related>(links(r#"[{"rel":"next","href":"/users","method":"POST"}]"#));
    head_by_a_link: stops::<Objects>(link(r#"{"href":"/list?page=2","method":"HEAD"}"#));
    options_by_a_link: stops::<Objects>(link(r#"{"href":"/list?page=2","method":"OPTIONS"}"#));
    trace_by_a_link: stops::<Objects>(link(r#"{"href":"/list?page=2","method":"TRACE"}"#));
    connect_by_a_link: stops::<Objects>(link(r#"{"href":"/list?page=2","method":"CONNECT"}"#));
    a_method_that_is_a_secret: stops::<Objects>(link(r#"{"href":"/list?page=2","method":"s3cr3t-bearer-7f3a"}"#));
    delete_in_a_walk_that_posts: search_stops::<Objects>(&link(r#"{"href":"/users/1","method":"DELETE"}"#));
    put_in_a_walk_that_posts: search_stops::<Objects>(&link(r#"{"href":"/search","method":"PUT","body":{"q":1},"merge":true}"#));
    a_method_with_a_line_break: an_object_says_it_twice(r#"{"href":"/x","method":"GET / HTTP/1.1\r\nX: y"}"#);
    headers_of_a_link: a_search_goes_on_by_post();

    // Two links in one response.
    a_link_said_twice: two_members_of_one_name();
    an_href_and_a_url: an_object_says_it_twice(r#"{"href":"/list?page=2","url":"{other}/list"}"#);

    // Data that must stay at the origin.
    a_base_in_other_headers: leads::<Linked>(
        Say::from(link(r#""?page=2""#))
            .header("content-location", "{other}/evil/")
            .header("location", "{other}/evil/")
            .header("refresh", "0; url={other}/evil/")
            .header("link", "<{other}/evil/>; rel=\"next base canonical preload\""),
        "GET /v1/list?page=2",
    );
    a_base_in_the_body: leads::<Linked>(
        r#"{"base":"{other}/","rows":[1],"next":"list?page=2"}"#,
        "GET /v1/list?page=2",
    );
    cookies_and_challenges: leads::<Linked>(
        Say::from(link(r#""?page=2""#))
            .header("set-cookie", "session=evil; Domain=127.0.0.1; Path=/")
            .header("alt-svc", "h2=\"127.0.0.1:1\"; ma=86400")
            .header("www-authenticate", "Basic realm=\"evil\""),
        "GET /v1/list?page=2",
    );
    a_path_that_climbs: leads::<Linked>(link(r#""../../../../%2e%2e/x""#), "GET /x");
    a_host_in_a_path: leads::<InHeader>(header("</.//evil.test/x>; rel=next"), "GET //evil.test/x");
    a_host_in_a_fragment: leads::<Objects>(link(r#"{"href":"/x#@evil.test/"}"#), "GET /x");
    a_host_in_a_query: leads::<Objects>(link(r#"{"href":"/x?u=//evil.test"}"#), "GET /x?u=//evil.test");
    a_rebased_path: a_rebased_link_with_two_slashes();
}
