//! What was sent is not shown: tokens, queries and credentials that the API quotes.

use super::*;

#[tokio::test]
async fn what_was_sent_is_not_shown_when_the_api_quotes_it() {
    let quoting =
        |status| Reply::text("no user for EAAB12 with key abc-def by ghijkl").status(status);
    for status in [200, 404] {
        let script = Script::new([tokens(&[1], "EAAB12"), quoting(status)]);
        let (transport, mut request) = script.get("/u?app=ghijkl");
        request
            .headers_mut()
            .insert("x-api-key", "abc-def".parse().expect("a value"));
        let (_, error) = failed(
            Tokens::paginate((transport, request))
                .retry(RetryPolicy::none())
                .items(),
        )
        .await;
        assert_eq!(
            error.excerpt(),
            Some("no user for … with key … by …"),
            "{error}"
        );
    }
}

/// Parts of a header are credentials too: each cookie of a line, the text after the scheme, values
/// in quotation marks, and bytes that are not ASCII.
#[tokio::test]
async fn parts_of_what_was_sent_are_not_shown_when_the_api_quotes_them() {
    for (name, value, quoted) in [
        (
            "cookie",
            &b"lang=english; sid=hunterhunter"[..],
            "hunterhunter",
        ),
        (
            "authorization",
            b"Token token=\"hunterhunter\", nonce=abcdefgh",
            "hunterhunter",
        ),
        (
            "authorization",
            b"Digest username=hunterhunter,realm=x",
            "hunterhunter",
        ),
        (
            "authorization",
            "Bearer p\u{e4}ssw\u{f6}rter".as_bytes(),
            "p\u{e4}ssw\u{f6}rter",
        ),
    ] {
        let script = Script::new([Reply::text(format!("who is {quoted} here")).status(403)]);
        let (transport, mut request) = script.get("/u");
        request
            .headers_mut()
            .insert(name, http::HeaderValue::from_bytes(value).expect("a value"));
        let (_, error) = failed(Tokens::paginate((transport, request)).items()).await;
        assert_eq!(error.excerpt(), Some("who is … here"), "{name}: {error}");
        assert!(!format!("{error:?}").contains(quoted), "{error:?}");
    }
}

/// An API can quote the token of another page than the refused one.
#[tokio::test]
async fn tokens_of_earlier_pages_are_not_shown() {
    let script = Script::new([
        tokens(&[1], "token-one"),
        tokens(&[2], "token-two"),
        Reply::text("no page after token-one and token-two").status(404),
    ]);
    let (_, error) = failed(Tokens::paginate(script.get("/u")).items()).await;
    assert_eq!(error.excerpt(), Some("no page after … and …"));

    let script = Script::new([
        linked(&[1], Some("/u?at=token-one")),
        linked(&[2], Some("/u?at=token-two")),
        Reply::text("no page after token-one and token-two").status(404),
    ]);
    let (_, error) = failed(Linked::paginate(script.get("/u")).items()).await;
    assert_eq!(error.excerpt(), Some("no page after … and …"));
}

/// A token is one secret, whatever it contains.
#[tokio::test]
async fn a_token_of_several_lines_is_not_shown() {
    let script = Script::new([
        tokens(&[1], "one\ntwo\nsix"),
        Reply::text("no page after one\ntwo\nsix").status(404),
    ]);
    let (_, error) = failed(Tokens::paginate(script.get("/u")).items()).await;
    assert_eq!(error.excerpt(), Some("no page after …"));
}
