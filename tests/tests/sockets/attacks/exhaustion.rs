//! The server tries to exhaust the memory, the stack, the thread or the time of the client. If it
//! sends without end, it counts the bytes that the client accepts.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use paginate_runtime::{
    EndReason, Error, ErrorKind, Paginated, Paginator, RetryPolicy, source::HttpSource,
    transport::reqwest_0_13::ReqwestTransport,
};
use paginate_tests::{Answer, RawServer};

use super::kit::*;
use super::pages::*;

/// The bytes that the system buffers between two sockets.
const ON_THE_WAY: u64 = 24 << 20;

/// A server that begins each response with `head` and then sends `more` for ever.
struct Flood {
    url: String,
    sent: Arc<AtomicU64>,
    requests: Arc<AtomicUsize>,
}

impl Flood {
    fn start(head: &str, more: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let url = format!("http://{}/list", listener.local_addr().unwrap());
        let (sent, requests) = (Arc::<AtomicU64>::default(), Arc::<AtomicUsize>::default());
        let (count, asked) = (Arc::clone(&sent), Arc::clone(&requests));
        // One write instead of thousands.
        let (head, more) = (head.to_owned(), more.repeat((64 << 10) / more.len() + 1));
        std::thread::spawn(move || {
            while let Ok((mut socket, _)) = listener.accept() {
                asked.fetch_add(1, Ordering::SeqCst);
                let mut request = [0; 4096];
                if socket.read(&mut request).is_err() || socket.write_all(head.as_bytes()).is_err()
                {
                    continue;
                }
                while let Ok(bytes) = socket.write(more.as_bytes()) {
                    // If the client never closes the connection, the test fails here and does not
                    // fill the disk.
                    if count.fetch_add(bytes as u64, Ordering::SeqCst) > 1 << 30 {
                        break;
                    }
                }
            }
        });
        Self {
            url,
            sent,
            requests,
        }
    }
}

fn request(url: &str) -> reqwest::RequestBuilder {
    client().get(url).bearer_auth("s3cr3t-bearer-7f3a")
}

/// Returns the error of a walk over such a server, which got one request and from which not more
/// than this was read.
async fn drowns(
    head: &str,
    more: &str,
    set: impl FnOnce(Walk) -> Walk,
    kind: ErrorKind,
    most: u64,
) {
    let flood = Flood::start(head, more);
    let walked = walk(set(
        Tokens::paginate(request(&flood.url)).retry(RetryPolicy::none())
    ))
    .await;
    let error = walked.failed(&[], kind);
    let (sent, requests) = (
        flood.sent.load(Ordering::SeqCst),
        flood.requests.load(Ordering::SeqCst),
    );
    assert!(sent <= most + ON_THE_WAY, "{sent} bytes were taken");
    assert_eq!(requests, 1);
    bounded_text(&error);
}

type Walk = Paginator<Tokens, HttpSource<ReqwestTransport>>;

/// Checks that the texts of an error are short enough for people to read.
fn bounded_text(error: &Error) {
    let (shown, debug) = (error.to_string().len(), format!("{error:?}").len());
    assert!(
        shown <= 2_000 && debug <= 8_000,
        "{shown} and {debug} characters"
    );
}

const OK: &str = "HTTP/1.1 200 OK\r\n\r\n";

/// Checks that a walk of one page of these bytes fails with this kind of error, immediately and
/// with a short text.
async fn chokes<P>(bytes: impl Into<Vec<u8>>, kind: ErrorKind)
where
    P: Paginated<Item: Into<u32>> + serde::de::DeserializeOwned + 'static,
{
    let server = RawServer::start([Answer::Bytes(bytes.into())]);
    let walked = walk(P::paginate(request(&server.url("/list"))).retry(RetryPolicy::none())).await;
    bounded_text(&walked.failed(&[], kind));
}

/// Returns a page with this head and body.
fn page(head: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\n{head}content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn refusal(status: u16, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} -\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Checks that these bytes are a page, and the walk ends with it.
async fn swallows<P>(bytes: String, items: &[u32])
where
    P: Paginated<Item: Into<u32>> + serde::de::DeserializeOwned + 'static,
{
    let server = RawServer::start([Answer::Bytes(bytes.into_bytes())]);
    let walked = walk(P::paginate(request(&server.url("/list"))).retry(RetryPolicy::none())).await;
    assert_eq!(
        (walked.items.as_slice(), walked.end.unwrap()),
        (items, EndReason::NoContinuation)
    );
}

/// The server stalls in the middle of this response, and the walk ends within its time limit.
async fn stands_still(start: &str, set: impl FnOnce(Walk) -> Walk, kind: ErrorKind) {
    let server = RawServer::start([Answer::Stall(start.as_bytes().to_vec())]);
    let walked = walk(set(
        Tokens::paginate(request(&server.url("/list"))).retry(RetryPolicy::none())
    ))
    .await;
    walked.failed(&[], kind);
    assert_eq!(server.lines(), ["GET /list"]);
}

/// The server sends this from time to time, so that no pause between two pieces is long. The walk
/// ends within its time limit. (If a server sends informational heads as fast as it can, hyper does
/// nothing else, and no timer of a runtime with one thread fires.)
async fn trickles(head: &'static str, more: &'static str) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}/list", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        let mut sent = socket
            .read(&mut request)
            .and_then(|_| socket.write_all(head.as_bytes()));
        // Longer than the time limit of an attack, but not endless.
        for _ in 0..3_000 {
            if sent.is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
            sent = socket.write_all(more.as_bytes());
        }
    });
    let paginator = in_time(Tokens::paginate(request(&url)).retry(RetryPolicy::none()))
        .idle_timeout(Duration::from_secs(5));
    walk(paginator).await.failed(&[], ErrorKind::Timeout);
}

/// Sets a short time limit by a real clock. No test passes or fails only because the machine is
/// slower or faster.
fn in_time(walk: Walk) -> Walk {
    walk.request_timeout(Duration::from_millis(250))
}

fn nested(open: &str, close: &str, depth: usize) -> String {
    open.repeat(depth) + &close.repeat(depth)
}

const DEEP: usize = 100_000;

/// A deeply nested list is read as raw JSON and sent back unchanged, without parsing its inside.
async fn a_deep_token() {
    let deep = nested("[", "]", 10_000);
    let site = Site::answers([
        format!(r#"{{"rows":[1],"next":{deep}}}"#),
        r#"{"rows":[2],"next":null}"#.to_owned(),
    ]);
    let walked = walk(Search::paginate(site.post("/search", r#"{"q":1}"#))).await;
    assert!(
        walked.items == [1] || walked.items == [1, 2],
        "{:?}",
        walked.items
    );
    if let Err(error) = &walked.end {
        bounded_text(error);
    }
    let second = format!(r#"POST /search {{"q":1,"after":{deep}}}"#);
    assert!(site.api.lines().iter().skip(1).all(|line| *line == second));
}

/// The list has another name, and that name is long.
async fn a_list_with_a_long_name(name: &str) {
    #[derive(Debug, serde::Deserialize, Paginated)]
    #[paginate(token = "next", items = "rows", param = "cursor")]
    struct Lenient {
        next: Option<String>,
        #[serde(default)]
        rows: Vec<Row>,
    }
    let body = format!(r#"{{"{name}":[{{"id":1}}],"next":null}}"#);
    let site = Site::answers([body]);
    let error = walk(Lenient::paginate(site.get("/list")))
        .await
        .failed(&[], ErrorKind::Declaration);
    bounded_text(&error);
}

/// A well-known name, deeply nested and under long names: the warning is short.
async fn a_warning_with_a_long_name() {
    let name = "n".repeat(1 << 17);
    let site = Site::answers([format!(
        r#"{{"rows":[1],"next":null,"{name}":{{"next_cursor":"x"}}}}"#
    )]);
    let mut items = Tokens::paginate(site.get("/list")).items();
    while items.try_next().await.unwrap().is_some() {}
    let told: usize = items
        .warnings()
        .iter()
        .map(|warning| format!("{warning} {warning:?}").len())
        .sum();
    assert!(told <= 8_000, "{told} characters");
}

/// A page that causes a thousand warnings.
async fn a_thousand_warnings() {
    let names: Vec<String> = (0..1_000)
        .map(|n| format!(r#""m{n}":{{"next_cursor":"x"}}"#))
        .collect();
    let site = Site::answers([format!(r#"{{"rows":[1],"next":null,{}}}"#, names.join(","))]);
    let mut items = Tokens::paginate(site.get("/list")).items();
    while items.try_next().await.unwrap().is_some() {}
    let told: usize = items
        .warnings()
        .iter()
        .map(|warning| format!("{warning} {warning:?}").len())
        .sum();
    assert!(
        told <= 20_000,
        "{told} characters of {} warnings",
        items.warnings().len()
    );
}

async fn a_report_of_megabytes(error: String) {
    let site = Site::answers([format!(r#"{{"ok":false,"error":{error},"next":null}}"#)]);
    let error = walk(Reported::paginate(site.get("/list")))
        .await
        .failed(&[], ErrorKind::Api);
    bounded_text(&error);
}

async fn a_link_of_megabytes(link: String) {
    let site = Site::answers([format!(r#"{{"rows":[1],"next":"{link}"}}"#)]);
    let error = walk(Linked::paginate(site.get("/list")))
        .await
        .failed(&[1], ErrorKind::Link);
    bounded_text(&error);
    site.asked(&["GET /list"]);
}

/// A `Link` header that is slow to parse, or can be misread.
async fn a_link_header(line: String) {
    let server = RawServer::start([Answer::Bytes(
        page(&format!("link: {line}\r\n"), r#"{"rows":[1]}"#).into_bytes(),
    )]);
    let walked =
        walk(InHeader::paginate(request(&server.url("/list"))).retry(RetryPolicy::none())).await;
    match walked.end {
        Ok(end) => assert_eq!((walked.items, end), (vec![1], EndReason::NoContinuation)),
        Err(error) => {
            assert!(
                matches!(error.kind(), ErrorKind::Link | ErrorKind::Declaration),
                "{error}"
            );
            bounded_text(&error);
        }
    }
    assert_eq!(server.lines(), ["GET /list"]);
}

/// The status decides, whatever happens to the body.
async fn a_refusal_that_stands_still(status: u16, head: &str, kind: ErrorKind) {
    let start = format!("HTTP/1.1 {status} -\r\n{head}content-length: 100\r\n\r\n{{\"message\"");
    stands_still(&start, in_time, kind).await;
}

attacks! {
    a_body_without_end: drowns(OK, "x", |walk| walk.max_body(1 << 20), ErrorKind::BodyTooLarge, 1 << 20);
    a_body_without_end_and_no_limit: drowns(OK, " ", |walk| walk, ErrorKind::BodyTooLarge, 64 << 20);
    a_page_without_end: drowns(OK, "1,", |walk| walk.max_body(1 << 20), ErrorKind::BodyTooLarge, 1 << 20);
    chunks_of_one_byte: drowns("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1\r\nx\r\n", |walk| walk.max_body(20_000), ErrorKind::BodyTooLarge, 300_000);
    a_length_of_sixty_gigabytes: drowns("HTTP/1.1 200 OK\r\ncontent-length: 64000000000\r\n\r\n", "x", |walk| walk, ErrorKind::BodyTooLarge, 0);
    a_length_of_all_memory: chokes::<Tokens>("HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775807\r\n\r\n{\"rows\":", ErrorKind::BodyTooLarge);
    a_refusal_without_end: drowns("HTTP/1.1 403 -\r\n\r\n", "x", |walk| walk, ErrorKind::Status, 1 << 20);
    a_redirect_without_end: drowns("HTTP/1.1 302 -\r\nlocation: http://evil.test/\r\n\r\n", "x", |walk| walk, ErrorKind::Status, 1 << 20);
    headers_without_end: drowns("HTTP/1.1 200 OK\r\n", "x: y\r\n", |walk| walk, ErrorKind::Transport, 1 << 20);
    a_header_without_end: drowns("HTTP/1.1 200 OK\r\nlink: ", "<x>; ", |walk| walk, ErrorKind::Transport, 1 << 20);
    a_status_line_without_end: drowns("HTTP/1.1 200 ", "x", |walk| walk, ErrorKind::Transport, 1 << 20);
    a_chunk_extension_without_end: drowns("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1", ";x", |walk| walk, ErrorKind::Transport, 1 << 20);
    a_length_that_overflows: chokes::<Tokens>("HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\n{}", ErrorKind::Transport);
    a_length_below_zero: chokes::<Tokens>("HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}", ErrorKind::Transport);
    two_lengths: chokes::<Tokens>("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}", ErrorKind::Transport);
    a_chunk_that_overflows: chokes::<Tokens>("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFFF\r\n", ErrorKind::Transport);
    no_http: chokes::<Tokens>("SSH-2.0-OpenSSH_9.6\r\n", ErrorKind::Transport);
    another_protocol_at_once: chokes::<Tokens>("HTTP/1.1 101 -\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n", ErrorKind::Status);
    a_hundred_thousand_lists: chokes::<Tokens>(page("", &nested("[", "]", DEEP)), ErrorKind::Decode);
    a_hundred_thousand_objects: chokes::<Tokens>(page("", &format!("{{\"rows\":[],\"next\":{}null", "{\"a\":".repeat(DEEP))), ErrorKind::Decode);
    a_hundred_thousand_lists_that_are_ignored: swallows::<Tokens>(page("", &format!("{{\"x\":{},\"rows\":[],\"next\":null}}", nested("[", "]", DEEP))), &[]);
    a_hundred_thousand_lists_as_a_token: chokes::<Search>(page("", &format!("{{\"rows\":[],\"next\":{}", "[".repeat(DEEP))), ErrorKind::Decode);
    ten_thousand_lists_as_a_token: a_deep_token();
    a_hundred_thousand_lists_in_a_refusal: chokes::<Tokens>(refusal(403, &nested("[", "]", DEEP)), ErrorKind::Status);
    a_hundred_thousand_objects_in_a_refusal: chokes::<Tokens>(refusal(403, &"{\"message\":".repeat(DEEP)), ErrorKind::Status);
    a_hundred_thousand_elements_in_a_refusal: chokes::<Tokens>(refusal(403, &nested("<Error>", "</Error>", DEEP)), ErrorKind::Status);
    an_element_without_end_in_a_refusal: chokes::<Tokens>(refusal(403, &format!("<Error {}", "a=\"<".repeat(50_000))), ErrorKind::Status);
    a_string_without_end_in_a_refusal: chokes::<Tokens>(refusal(403, &format!("{{\"message\":\"{}", "\\\"".repeat(50_000))), ErrorKind::Status);
    letters_that_are_none_in_a_refusal: chokes::<Tokens>([refusal(403, "").replace("length: 0", "length: 4").into_bytes(), vec![0xff, 0xfe, 0xf0, 0x80]].concat(), ErrorKind::Status);
    marks_without_end_in_a_refusal: chokes::<Tokens>(refusal(403, &"token=\"a\",".repeat(6_000)), ErrorKind::Status);
    a_long_page_that_does_not_fit: chokes::<Tokens>(page("", &format!("{{\"next\":null,\"rows\":[{}\"x\"]}}", "1,".repeat(1 << 20))), ErrorKind::Decode);
    a_long_text_for_a_number: chokes::<Tokens>(page("", &format!("{{\"next\":null,\"rows\":[\"{}\"]}}", "x".repeat(1 << 20))), ErrorKind::Decode);
    a_number_of_a_million_digits: chokes::<Tokens>(page("", &format!("{{\"next\":null,\"rows\":[{}]}}", "9".repeat(1 << 20))), ErrorKind::Decode);
    a_name_of_a_megabyte: chokes::<Tokens>(page("", &format!("{{\"{}\":1}}", "n".repeat(1 << 20))), ErrorKind::Decode);
    a_list_whose_name_is_long: a_list_with_a_long_name(&"n".repeat(1 << 17));
    a_list_whose_name_is_many_lines: a_list_with_a_long_name(&"n\\n".repeat(5_000));
    a_warning_whose_name_is_long: a_warning_with_a_long_name();
    warnings_by_the_thousand: a_thousand_warnings();
    a_hundred_thousand_members: swallows::<Tokens>(page("", &format!("{{\"rows\":[1],{}\"next\":null}}", (0..100_000).map(|n| format!("\"m{n}\":0,")).collect::<String>())), &[1]);
    a_report_of_a_megabyte: a_report_of_megabytes(format!("\"{}\"", "x".repeat(1 << 20)));
    a_report_of_a_hundred_thousand_parts: a_report_of_megabytes(format!("[{}1]", "{\"code\":1,\"message\":\"no\"},".repeat(30_000)));
    a_link_of_a_megabyte: a_link_of_megabytes(format!("/x?{}", "a".repeat(1 << 20)));
    a_host_of_a_megabyte: a_link_of_megabytes(format!("http://{}/", "a.".repeat(1 << 19)));
    a_scheme_of_a_megabyte: a_link_of_megabytes(format!("{}:x", "a".repeat(1 << 20)));
    dots_of_a_megabyte: a_link_of_megabytes("/..".repeat(1 << 19));
    a_link_header_of_brackets: a_link_header("<".repeat(60_000));
    a_link_header_of_commas: a_link_header(",".repeat(60_000));
    a_link_header_of_semicolons: a_link_header(format!("</x>{}", ";".repeat(60_000)));
    a_link_header_of_quotes: a_link_header(format!("</x>; a={}", "\"\\\"".repeat(20_000)));
    a_link_header_of_many_links: a_link_header("</x>; rel=prev, ".repeat(4_000) + "</y>; rel=prev");
    a_link_header_of_many_relations: a_link_header(format!("</x>; rel=\"{}\"", "prev ".repeat(10_000)));
    silence: stands_still("", in_time, ErrorKind::Timeout);
    silence_after_the_head: stands_still("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n", in_time, ErrorKind::Timeout);
    silence_in_the_body: stands_still("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"rows\":[1],", in_time, ErrorKind::Timeout);
    silence_in_the_body_for_an_idle_walk: stands_still("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"rows\":[1],", |walk| walk.idle_timeout(Duration::from_millis(250)), ErrorKind::Timeout);
    silence_behind_a_403: a_refusal_that_stands_still(403, "", ErrorKind::Status);
    silence_behind_a_429: a_refusal_that_stands_still(429, "retry-after: 7\r\n", ErrorKind::RateLimited);
    silence_behind_a_401: a_refusal_that_stands_still(401, "", ErrorKind::Unauthorized);
    heads_without_end: trickles("", "HTTP/1.1 100 Continue\r\n\r\n");
    a_header_line_now_and_then: trickles("HTTP/1.1 200 OK\r\n", "x: y\r\n");
    a_blank_now_and_then: trickles("HTTP/1.1 200 OK\r\n\r\n", " ");
    a_chunk_now_and_then: trickles("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1\r\n \r\n");
}
