//! The server repeats what it was sent, in every form and in every place that a walk might quote.
//! No error, no `Debug`, no warning and no trace shows it.

use paginate_runtime::{Error, ErrorKind, Paginated, RetryPolicy};
use paginate_tests::{Answer, RawServer, Reply, Timeless};
use serde_json::json;

use super::kit::*;
use super::pages::*;

/// A secret that is sent and must not be shown, with characters that each form writes differently.
const BEARER: &str = "s3cr3t/bearer+7f3a==";
const COOKIE: &str = "s3cr3t-cookie%2F91bc";
const KEY: &str = "s3cr3t key & \"55d0\"";
const QUERY: &str = "s3cr3t query/12ab&+\"x\"";
const TOKEN: &str = "s3cr3t token/77aa&+<y>";
const USER: &str = "s3cr3t-user-41c8";
const PASSWORD: &str = "s3cr3t:p@ss/90ee";

const ALL: [&str; 7] = [BEARER, COOKIE, KEY, QUERY, TOKEN, USER, PASSWORD];

/// The forms in which a server can write what it was sent.
#[derive(Clone, Copy)]
enum Form {
    /// Unchanged.
    Plain,
    /// Percent-encoded, as in a query: `%20`.
    Percent,
    /// Form-encoded: `+`.
    Plus,
    /// Percent-encoded twice.
    Doubled,
    /// Percent-encoded with lower-case digits.
    Small,
    /// Escaped as in JSON, `\"` and `\/`.
    Escaped,
    /// Escaped as in JSON, each letter as `\u0073`.
    Unicode,
    /// Escaped as in HTML.
    Entities,
}

impl Form {
    fn write(self, secret: &str) -> String {
        let percent = |small: bool, plus: bool| {
            let byte = |byte: u8| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    char::from(byte).to_string()
                }
                b' ' if plus => "+".to_owned(),
                _ if small => format!("%{byte:02x}"),
                _ => format!("%{byte:02X}"),
            };
            secret.bytes().map(byte).collect::<String>()
        };
        match self {
            Self::Plain => secret.to_owned(),
            Self::Percent => percent(false, false),
            Self::Plus => percent(false, true),
            Self::Doubled => percent(false, false).replace('%', "%25"),
            Self::Small => percent(true, false),
            Self::Escaped => secret.replace('"', "\\\"").replace('/', "\\/"),
            Self::Unicode => secret
                .chars()
                .map(|letter| format!("\\u{:04x}", u32::from(letter)))
                .collect(),
            Self::Entities => secret
                .replace('&', "&amp;")
                .replace('"', "&quot;")
                .replace('<', "&lt;")
                .replace('>', "&gt;"),
        }
    }

    /// Returns everything that was sent, in this form.
    fn all(self) -> Vec<String> {
        ALL.iter().map(|secret| self.write(secret)).collect()
    }
}

/// Checks that the text contains no secret in any form, and no long piece of one.
fn nothing_of(text: &str) {
    hidden(text);
    let text = text.to_lowercase();
    for form in [
        Form::Plain,
        Form::Percent,
        Form::Plus,
        Form::Doubled,
        Form::Escaped,
        Form::Unicode,
        Form::Entities,
    ] {
        for secret in form.all() {
            let secret = secret.to_lowercase();
            assert!(!text.contains(&secret), "{secret} in {text}");
            let letters: Vec<char> = secret.chars().collect();
            for piece in letters.windows(10) {
                let piece: String = piece.iter().collect();
                // Parts that are not secret: `u0073` and the like are searched for as a whole.
                assert!(
                    piece.starts_with("\\u") || piece.contains("\\u") || !text.contains(&piece),
                    "{piece} of {secret} in {text}"
                );
            }
        }
    }
}

/// Returns a request with all secrets: three headers, a user name and a password, and a query
/// value; the second request has a token too.
fn request(origin: &str) -> reqwest::RequestBuilder {
    let mut url = reqwest::Url::parse(&format!("{origin}/list")).unwrap();
    url.query_pairs_mut().append_pair("q", QUERY);
    let request = client()
        .get(url)
        .header("x-bearer", format!("Bearer {BEARER}"));
    let request = request
        .header("cookie", format!("session={COOKIE}"))
        .header("x-api-key", KEY);
    request.basic_auth(USER, Some(PASSWORD))
}

/// Checks the error of a walk whose first page names the token and whose second response is this:
/// it must show nothing.
async fn betrays(second: impl Into<Vec<u8>>, kind: ErrorKind) {
    let first = json!({ "ok": true, "rows": [1], "next": TOKEN }).to_string();
    let server = RawServer::start([Answer::whole(&first), Answer::Bytes(second.into())]);
    let origin = server.url("");
    let mut items = Reported::paginate(request(&origin))
        .retry(RetryPolicy::none())
        .items();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    nothing_of(&shown(&error));
    nothing_of(&format!(
        "{items:?} {:?} {:?}",
        items.progress(),
        items.checkpoint()
    ));
    assert_eq!(server.lines().len(), 2);
    assert!(
        server.lines()[1].contains("cursor=s3cr3t"),
        "{:?}",
        server.lines()
    );
}

fn answer(status: &str, head: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\n{head}content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Returns a refusal with all secrets in plain text.
fn prose(status: u16, form: Form) -> String {
    answer(
        &format!("{status} -"),
        "content-type: text/plain\r\n",
        &format!("you sent {} and that is wrong", form.all().join(" and ")),
    )
}

/// Returns a refusal in JSON, with each secret in a member of this name.
fn members(status: u16, form: Form, name: &str) -> String {
    let members: Vec<String> = form
        .all()
        .iter()
        .enumerate()
        .map(|(n, secret)| format!(r#"{{"{name}":"no {secret} here","n":{n}}}"#))
        .collect();
    answer(
        &format!("{status} -"),
        "",
        &format!(r#"{{"error":[{}]}}"#, members.join(",")),
    )
}

/// Returns pages that do not decode, with the secrets here.
fn page(body: impl Fn(&str) -> String) -> Vec<String> {
    Form::Escaped
        .all()
        .iter()
        .map(|secret| answer("200 OK", "", &body(secret)))
        .collect()
}

/// Checks each of these pages.
async fn each_betrays(pages: Vec<String>, kind: ErrorKind) {
    for page in pages {
        betrays(page, kind).await;
    }
}

/// Returns a text so long that a cut must go through a secret somewhere.
fn cut_at(before: usize, secret: &str) -> String {
    answer("403 -", "", &format!("{}{secret}", "x ".repeat(before / 2)))
}

async fn cut_everywhere(secret: &'static str) {
    for before in (80..110).step_by(6).chain((230..270).step_by(8)) {
        betrays(cut_at(before, secret), ErrorKind::Status).await;
    }
}

/// The same token again: the error of the loop.
async fn the_same_token_again() {
    let page = answer(
        "200 OK",
        "",
        &json!({ "ok": true, "rows": [1], "next": TOKEN }).to_string(),
    );
    betrays_after_items(page, ErrorKind::Loop).await;
}

async fn betrays_after_items(second: String, kind: ErrorKind) {
    let first = json!({ "ok": true, "rows": [1], "next": TOKEN }).to_string();
    let server = RawServer::start([Answer::whole(&first), Answer::Bytes(second.into_bytes())]);
    let mut items = Reported::paginate(request(&server.url("")))
        .retry(RetryPolicy::none())
        .items();
    let mut error = None;
    while let Some(item) = items.next().await {
        error = item.err();
    }
    let error: Error = error.expect("an error");
    assert_eq!(error.kind(), kind, "{error}");
    nothing_of(&shown(&error));
}

/// A link with the secret in each of its parts; the error says why it is not followed.
async fn a_link_with(link: &'static str) {
    let site = Site::start(move |_, other| {
        let link = link
            .replace("{other}", other)
            .replace("{secret}", "s3cr3t-bearer-7f3a");
        Reply::json(json!({ "rows": [1], "next": link }))
    });
    walk(Linked::paginate(site.get("/list")))
        .await
        .failed(&[1], ErrorKind::Link);
    site.asked(&["GET /list"]);
}

/// A member whose name is a secret and which causes a warning.
async fn a_name_that_is_a_secret(body: &'static str) {
    let site = Site::answers([body]);
    // The end does not matter: `walk` checks what is shown.
    drop(walk(Tokens::paginate(site.get("/list"))).await);
    let site = Site::answers([body]);
    drop(walk(Tokens::paginate(site.get("/list")).strict()).await);
}

/// A token that was sent some pages ago comes back in an error.
async fn an_older_token(pages: u32) {
    let site = Site::start(move |request, _| {
        let n: u32 = request.param("cursor").map_or(0, |cursor| {
            cursor
                .trim_start_matches("s3cr3t-token-no-")
                .parse()
                .unwrap()
        });
        if n == pages {
            return Reply::text("what about s3cr3t-token-no-1 and s3cr3t-token-no-2?").status(400);
        }
        Reply::json(json!({ "rows": [n], "next": format!("s3cr3t-token-no-{}", n + 1) }))
    });
    let walked = walk(Tokens::paginate(site.get("/list"))).await;
    assert_eq!(
        walked.end.unwrap_err().kind(),
        ErrorKind::ContinuationRejected
    );
}

/// The credentials of a hook, before and after their renewal.
async fn credentials_of_a_hook() {
    let site = Site::start(|request, _| {
        let sent = request.header("authorization").unwrap();
        Reply::text(format!("no: {sent}, nor s3cr3t-first-credential")).status(401)
    });
    let renewed = std::sync::atomic::AtomicBool::new(false);
    let paginator = Tokens::paginate(site.get("/list")).authorize(move |_, _| {
        let token = match renewed.swap(true, std::sync::atomic::Ordering::SeqCst) {
            false => "Bearer s3cr3t-first-credential",
            true => "Bearer s3cr3t-second-credential",
        };
        let mut headers = paginate_runtime::HeaderMap::new();
        headers.insert("authorization", token.parse().unwrap());
        std::future::ready(Ok::<_, Error>(headers))
    });
    walk(paginator).await.failed(&[], ErrorKind::Unauthorized);
}

/// No server answers: the client's own error contains the URL.
async fn a_connection_that_ends() {
    let first = json!({ "ok": true, "rows": [1], "next": TOKEN }).to_string();
    let server = RawServer::start([
        Answer::whole(&first),
        Answer::Nothing,
        Answer::Nothing,
        Answer::Nothing,
        Answer::Nothing,
    ]);
    let mut items = Reported::paginate(request(&server.url("")))
        .runtime(Timeless::new())
        .items();
    items.next().await.unwrap().unwrap();
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    nothing_of(&shown(&error));
}

/// `Debug` of a page: the item is the user's, everything else is ours.
async fn the_public_types_on_the_way() {
    let site = Site::start(|request, _| match request.param("cursor") {
        None => Reply::json(json!({ "rows": [1, 2], "next": "s3cr3t-token" })),
        Some(_) => Reply::json(json!({ "rows": [3], "next": null })),
    });
    let seen = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let log = std::sync::Arc::clone(&seen);
    let paginator = Tokens::paginate(site.get("/list?q=s3cr3t-query")).on_page(move |report| {
        log.lock()
            .unwrap()
            .push_str(&format!("{report:?} {report:#?}"));
    });
    let mut pages = paginator.pages();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        let (checkpoint, next) = (page.checkpoint(), page.next_checkpoint());
        hidden(&format!(
            "{checkpoint:?} {checkpoint:#?} {next:?} {pages:?} {pages:#?} {:?}",
            pages.progress()
        ));
    }
    let seen = seen.lock().unwrap().clone();
    assert!(!seen.is_empty());
    hidden(&seen);
}

/// `Debug` of the link types, as an application prints them.
async fn the_types_of_links() {
    let link: paginate_runtime::Link =
        serde_json::from_str(r#"{"href":"/x?t=s3cr3t","method":"POST","body":{"t":"s3cr3t"}}"#)
            .unwrap();
    let links: paginate_runtime::Links = serde_json::from_str(r#"{"next":"/x?t=s3cr3t"}"#).unwrap();
    let target = paginate_runtime::page::PageLink::link(&link);
    let value = paginate_runtime::page::TokenValue::text("s3cr3t");
    let next = paginate_runtime::Next::token(paginate_runtime::page::TokenValue::text("s3cr3t"));
    let url = paginate_runtime::transport::ResponseUrl(
        "http://s3cr3t:s3cr3t@api.test/?t=s3cr3t".parse().unwrap(),
    );
    hidden(&format!(
        "{link:?} {links:?} {target:?} {value:?} {next:?} {url:?} {url:#?}"
    ));
}

attacks! {
    prose_400: betrays(prose(400, Form::Plain), ErrorKind::ContinuationRejected);
    prose_401: betrays(prose(401, Form::Plain), ErrorKind::Unauthorized);
    prose_403: betrays(prose(403, Form::Plain), ErrorKind::Status);
    prose_410: betrays(prose(410, Form::Plain), ErrorKind::Expired);
    prose_429: betrays(prose(429, Form::Plain), ErrorKind::RateLimited);
    prose_500: betrays(prose(500, Form::Plain), ErrorKind::Status);
    prose_as_in_a_query: betrays(prose(403, Form::Percent), ErrorKind::Status);
    prose_as_in_a_form: betrays(prose(403, Form::Plus), ErrorKind::Status);
    prose_encoded_twice: betrays(prose(403, Form::Doubled), ErrorKind::Status);
    prose_in_small_digits: betrays(prose(403, Form::Small), ErrorKind::Status);
    prose_as_in_html: betrays(prose(403, Form::Entities), ErrorKind::Status);
    prose_as_in_json: betrays(prose(403, Form::Escaped), ErrorKind::Status);
    a_message: betrays(members(403, Form::Escaped, "message"), ErrorKind::Status);
    a_message_in_unicode: betrays(members(403, Form::Unicode, "message"), ErrorKind::Status);
    a_message_as_in_a_query: betrays(members(403, Form::Percent, "message"), ErrorKind::Status);
    a_code: betrays(members(403, Form::Escaped, "code"), ErrorKind::Status);
    a_detail: betrays(members(400, Form::Escaped, "detail"), ErrorKind::ContinuationRejected);
    a_member_of_no_meaning: betrays(members(403, Form::Escaped, "x"), ErrorKind::Status);
    names_of_members: each_betrays(
        Form::Escaped.all().iter().map(|secret| answer("403 -", "", &format!(r#"{{"{secret}":{{"{secret}":1}}}}"#))).collect(),
        ErrorKind::Status,
    );
    elements_of_xml: each_betrays(
        Form::Entities.all().iter().map(|secret| answer("403 -", "", &format!("<Error><Code>{secret}</Code><Message>no {secret}</Message><a b=\"{secret}\"/></Error>"))).collect(),
        ErrorKind::Status,
    );
    a_title_of_html: each_betrays(
        Form::Entities.all().iter().map(|secret| answer("403 -", "", &format!("<!doctype html><html><head><title>no {secret}</title></head><body><p>{secret}</p></body></html>"))).collect(),
        ErrorKind::Status,
    );
    the_text_after_the_status: each_betrays(
        [BEARER, USER].iter().map(|secret| answer(&format!("403 {secret}"), "", "no")).collect(),
        ErrorKind::Status,
    );
    headers_of_a_refusal: each_betrays(
        [BEARER, COOKIE, USER].iter().map(|secret| answer("403 -", &format!("retry-after: {secret}\r\nx-error: {secret}\r\nwww-authenticate: Basic realm=\"{secret}\"\r\ncontent-type: {secret}\r\n"), "no")).collect(),
        ErrorKind::Status,
    );
    a_place_to_go_to: each_betrays(
        [COOKIE, USER].iter().map(|secret| answer("302 -", &format!("location: http://{secret}.evil.test/{secret}?{secret}\r\n"), "no")).collect(),
        ErrorKind::Status,
    );
    a_row: each_betrays(page(|secret| format!(r#"{{"ok":true,"rows":["{secret}"],"next":null}}"#)), ErrorKind::Decode);
    a_row_far_down: each_betrays(page(|secret| format!(r#"{{"ok":true,"rows":[{}"{secret}"],"next":null}}"#, "1,".repeat(300))), ErrorKind::Decode);
    a_token_of_another_kind: each_betrays(page(|secret| format!(r#"{{"ok":true,"rows":[],"next":{{"{secret}":"{secret}"}}}}"#)), ErrorKind::Decode);
    a_page_that_breaks_off: each_betrays(page(|secret| format!(r#"{{"ok":true,"rows":[],"next":"{secret}"#)), ErrorKind::Decode);
    a_page_of_one_string: each_betrays(page(|secret| format!(r#""{secret}""#)), ErrorKind::Decode);
    a_page_of_prose: each_betrays(page(|secret| format!("{secret} is not known")), ErrorKind::Decode);
    a_page_of_a_table: each_betrays(page(|secret| format!("id,name\n1,{secret}\n{secret},2")), ErrorKind::Decode);
    a_report: each_betrays(page(|secret| format!(r#"{{"ok":false,"error":"no {secret}","next":null}}"#)), ErrorKind::Api);
    a_report_with_parts: each_betrays(page(|secret| format!(r#"{{"ok":false,"error":{{"code":"{secret}","{secret}":["{secret}"]}},"next":null}}"#)), ErrorKind::Api);
    a_report_in_unicode: betrays(answer("200 OK", "", &format!(r#"{{"ok":false,"error":"{}"}}"#, Form::Unicode.all().join(" "))), ErrorKind::Api);
    a_report_that_is_not_declared: each_betrays(page(|secret| format!(r#"{{"rows":[],"next":null,"errors":[{{"message":"no {secret}"}}]}}"#)), ErrorKind::Api);
    an_end_that_goes_through_a_key: cut_everywhere(KEY);
    an_end_that_goes_through_a_password: cut_everywhere(PASSWORD);
    an_end_that_goes_through_a_token: cut_everywhere(TOKEN);
    a_token_again: the_same_token_again();
    a_token_of_three_pages_ago: an_older_token(4);
    a_token_of_fifteen_pages_ago: an_older_token(15);
    a_secret_as_a_host: a_link_with("http://{secret}.evil.test/list");
    a_secret_as_a_host_in_capitals: a_link_with("http://S3CR3T-BEARER-7F3A.evil.test/list");
    a_secret_as_a_user: a_link_with("http://{secret}:{secret}@127.0.0.1/list");
    a_secret_as_a_scheme: a_link_with("{secret}:x");
    a_secret_as_a_path: a_link_with("{other}/{secret}?{secret}#{secret}");
    a_secret_as_what_is_no_link: a_link_with("http://[{secret}]/");
    a_secret_in_a_name_that_leads_on: a_name_that_is_a_secret(r#"{"rows":[1],"next":null,"s3cr3t-bearer-7f3a":{"next_cursor":"x"}}"#);
    a_secret_in_a_name_of_a_flag: a_name_that_is_a_secret(r#"{"rows":[1],"next":null,"s3cr3t-cookie-91bc":{"has_more":true}}"#);
    a_secret_in_a_name_of_a_list: a_name_that_is_a_secret(r#"{"rows":[],"next":null,"s3cr3t-key-55d0":[{"id":1}],"b":[{"id":2}]}"#);
    a_secret_in_a_name_of_a_total: a_name_that_is_a_secret(r#"{"rows":[1],"next":null,"s3cr3t-key-55d0":{"total_count":7}}"#);
    a_secret_in_a_name_of_a_report: a_name_that_is_a_secret(r#"{"rows":[],"next":null,"s3cr3t-key-55d0":{"error":"x"},"error":{"s3cr3t-key-55d0":"s3cr3t-key-55d0"}}"#);
    renewed_credentials: credentials_of_a_hook();
    a_connection_that_is_closed: a_connection_that_ends();
    whoever_prints_everything: the_public_types_on_the_way();
    whoever_prints_links: the_types_of_links();
}
