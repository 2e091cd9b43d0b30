//! `Link` headers, in every spelling that RFC 8288 allows and servers use.

use paginate_runtime::{EndReason, ErrorKind, Paginated};
use paginate_tests::{Reply, Server};
use serde::Deserialize;

use super::{client, get, shown, walk};

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0")]
struct Linked(Vec<u32>);

/// Checks that a first page with these `Link` lines leads to `second`.
async fn leads_to(lines: &[&str], second: &str) {
    let first = lines.iter().fold(Reply::json([1, 2]), |reply, line| {
        reply.header("link", line)
    });
    let server = Server::scripted([first, Reply::json([3])]);
    assert_eq!(
        walk(Linked::paginate(get(&server, "/items?p=1")))
            .await
            .ended(),
        (vec![1, 2, 3], EndReason::NoContinuation),
        "{lines:?}"
    );
    assert_eq!(
        server.lines(),
        ["GET /items?p=1".to_owned(), format!("GET {second}")],
        "{lines:?}"
    );
}

/// Checks that a first page with these `Link` lines is the last.
async fn ends(lines: &[&str]) {
    let first = lines.iter().fold(Reply::json([1, 2]), |reply, line| {
        reply.header("link", line)
    });
    let server = Server::scripted([first]);
    assert_eq!(
        walk(Linked::paginate(get(&server, "/items?p=1")))
            .await
            .ended(),
        (vec![1, 2], EndReason::NoContinuation),
        "{lines:?}"
    );
    assert_eq!(server.lines(), ["GET /items?p=1"]);
}

macro_rules! links {
    ($($name:ident: [$($line:expr),*] => $second:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            leads_to(&[$($line),*], $second).await;
        }
    )*};
}

links! {
    plain: [r#"</items?p=2>; rel="next""#] => "/items?p=2";
    two_lines: [r#"</items?p=1>; rel="self""#, r#"</items?p=2>; rel="next""#] => "/items?p=2";
    two_lines_the_other_way_round: [r#"</items?p=2>; rel="next""#, r#"</items?p=1>; rel="self""#] => "/items?p=2";
    unquoted: ["</items?p=2>; rel=next"] => "/items?p=2";
    several_relations: [r#"</items?p=2>; rel="next last""#] => "/items?p=2";
    several_relations_the_other_way_round: [r#"</items?p=2>; rel="last   next""#] => "/items?p=2";
    upper_case: [r#"</items?p=2>; REL="NEXT""#] => "/items?p=2";
    a_comma_in_the_url: ["</items?q=a,b&p=2>; rel=next"] => "/items?q=a,b&p=2";
    a_semicolon_in_the_url: ["</items;v=1?q=a;b&p=2>; rel=next"] => "/items;v=1?q=a;b&p=2";
    another_parameter_first: [r#"</items?p=2>; title="x, y; z"; rel="next""#] => "/items?p=2";
    a_parameter_with_a_charset: [r#"</items?p=2>; rel="next"; title*=UTF-8''%e2%82%ac%20rates"#] => "/items?p=2";
    a_quote_in_a_title: [r#"</items?p=2>; title="a \" <b>; rel=last"; rel="next""#] => "/items?p=2";
    a_trailing_comma: [r#"</items?p=2>;rel="next","#] => "/items?p=2";
    empty_elements: [r#", ,</items?p=1>; rel="prev", , </items?p=2>; rel="next""#] => "/items?p=2";
    github: [r#"</items?p=1>; rel="prev", </items?p=2>; rel="next", </items?p=9>; rel="last", </items?p=1>; rel="first""#] => "/items?p=2";
    no_space: ["</items?p=2>;rel=next;title=x"] => "/items?p=2";
    much_space: ["</items?p=2>  ;  rel = \"next\"  "] => "/items?p=2";
    the_first_of_two: ["</items?p=2>; rel=next, </items?p=3>; rel=next"] => "/items?p=2";
    an_empty_line_before: ["", "</items?p=2>; rel=next"] => "/items?p=2";
    a_relative_path: ["<more?p=2>; rel=next"] => "/more?p=2";
    a_query_alone: ["<?p=2>; rel=next"] => "/items?p=2";
    an_anchor_elsewhere: [r#"</wrong>; rel=next; anchor="/other", </items?p=2>; rel=next"#] => "/items?p=2";
    a_space_in_the_url: ["< /items?p=2 >; rel=next"] => "/items?p=2";
}

macro_rules! no_links {
    ($($name:ident: [$($line:expr),*];)*) => {$(
        #[tokio::test]
        async fn $name() {
            ends(&[$($line),*]).await;
        }
    )*};
}

no_links! {
    no_header: [];
    an_empty_header: [""];
    a_blank_header: [" , "];
    only_other_relations: [r#"</items?p=0>; rel="prev", </items?p=9>; rel="last""#];
    a_relation_that_begins_alike: ["</items?p=2>; rel=nextish"];
    a_relation_in_a_title: [r#"</items?p=2>; title="; rel=next""#];
    the_second_rel_does_not_count: [r#"</items?p=2>; rel="prev"; rel="next""#];
}

macro_rules! malformed {
    ($($name:ident: $line:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let server = Server::scripted([Reply::json([1, 2]).header("link", $line)]);
            let (found, error) = walk(Linked::paginate(get(&server, "/items"))).await.failed();
            assert_eq!((found, error.kind()), (vec![1, 2], ErrorKind::Link), "the items are delivered, and it is no end");
            assert!(!shown(&error).contains("s3cr3t"), "{error}");
            assert_eq!(server.lines(), ["GET /items"]);
        }
    )*};
}

malformed! {
    without_brackets: "/items?p=s3cr3t; rel=next";
    never_closed: "</items?p=s3cr3t; rel=next";
    closed_by_the_next_one: "</items?p=s3cr3t; rel=next, </items?p=3>; rel=last";
    without_a_semicolon: "</items?p=s3cr3t> rel=next";
    a_quote_that_does_not_end: r#"</items?p=s3cr3t>; rel="next"#;
    broken_after_the_link: r#"</items?p=s3cr3t>; rel="next", <"#;
}

#[tokio::test]
async fn a_header_that_is_no_text() {
    let server = super::raw_header(b"link: </items?p=\xff>; rel=next");
    let (found, error) = walk(Linked::paginate(client().get(server.url("/list"))))
        .await
        .failed();
    assert_eq!((found, error.kind()), (vec![1], ErrorKind::Link));
}

#[tokio::test]
async fn a_link_that_returns_is_an_error() {
    let to = |path: &str| Reply::json([1]).header("link", format!("<{path}>; rel=next"));
    let server = Server::scripted([to("/b"), to("/c"), to("/b")]);
    let (found, error) = walk(Linked::paginate(get(&server, "/a"))).await.failed();
    assert_eq!((found, error.kind()), (vec![1, 1, 1], ErrorKind::Loop));
    assert_eq!(server.lines(), ["GET /a", "GET /b", "GET /c"]);
    // Back to the first request, in any spelling.
    let server = Server::scripted([to("/b"), to("./a#top")]);
    let (_, error) = walk(Linked::paginate(get(&server, "/a"))).await.failed();
    assert_eq!((error.kind(), server.lines().len()), (ErrorKind::Loop, 2));
}

#[tokio::test]
async fn an_empty_url_is_the_page_itself() {
    let server = Server::scripted([Reply::json([1]).header("link", "<>; rel=next")]);
    let (found, error) = walk(Linked::paginate(get(&server, "/items?p=1")))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1], ErrorKind::Loop, 1)
    );
}
