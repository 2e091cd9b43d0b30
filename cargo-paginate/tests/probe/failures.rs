//! APIs that give no page: each is a clear error.

use paginate_tests::{Answer, RawServer, Reply, Server};

use crate::probe;

fn failure(args: &[&str]) -> String {
    let output = probe(args);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_page_is_a_clear_error() {
    for (reply, says) in [
        (
            Reply::text("<!doctype html><title>Login</title>"),
            "web page or XML, not JSON",
        ),
        (Reply::text("{\"a\": "), "the response is no JSON: EOF"),
        (
            Reply::empty(401),
            "answers 401: give the request its credentials",
        ),
        (Reply::empty(204), "the response (status 204) has no body"),
        (Reply::empty(403), "answers 403"),
        (Reply::empty(404), "answers 404: is the URL right?"),
        (Reply::empty(500), "answers 500 to the first request"),
        (Reply::empty(429), "answers 429"),
        (
            Reply::empty(302).header("location", "https://elsewhere.example/"),
            "redirects elsewhere",
        ),
    ] {
        let server = Server::start(move |_| reply.clone());
        let text = failure(&[&server.url("/list?api_key=hidden")]);
        assert!(text.contains(says), "{text}");
        assert!(!text.contains("hidden"), "{text}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_silent_is_given_up() {
    let server = RawServer::start([Answer::silence()]);
    let text = failure(&[&server.url("/list"), "--timeout", "1"]);
    assert!(
        text.contains("no response within 1 seconds; `--timeout` allows more"),
        "{text}"
    );
}

#[test]
fn a_command_that_is_wrong_is_told_without_a_credential() {
    for (args, says) in [
        (vec!["api.example.com/users"], "begin it with `https://`"),
        (vec!["ftp://example.com/"], "not of HTTP"),
        (
            vec!["https://ann:hidden@example.com/"],
            "user name or a password",
        ),
        (
            vec!["https://example.com/", "-H", "hidden"],
            "a header is written as",
        ),
        (
            vec!["https://example.com/", "-X", "DELETE"],
            "DELETE changes things",
        ),
    ] {
        let text = failure(&args);
        assert!(text.contains(says), "{text}");
        assert!(!text.contains("hidden"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_that_stops_answering_is_no_verdict() {
    let replies = [
        Reply::json([1, 2, 3]),
        Reply::json([1, 2, 3]),
        Reply::empty(429),
    ];
    let server = Server::scripted(replies);
    let text = failure(&[&server.url("/list")]);
    assert!(text.contains("answers 429 to request 3"), "{text}");
}
