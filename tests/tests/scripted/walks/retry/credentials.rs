//! `.authorize(..)`: credentials that expire, and signatures.

use super::*;

/// A server whose access tokens live for three requests.
fn expiring() -> Script {
    let served = Arc::new(Mutex::new(0u32));
    Script::handler(move |request| {
        let mut served = served.lock().expect("a lock");
        let valid = format!("Bearer {}", *served / 3);
        if request.header("authorization") != Some(valid.as_str()) {
            return Reply::empty(401);
        }
        *served += 1;
        let at: u32 = request
            .param("next_page_token")
            .and_then(|token| token.parse().ok())
            .unwrap_or(0);
        tokens(
            &[at],
            &if at < 9 {
                (at + 1).to_string()
            } else {
                String::new()
            },
        )
    })
}

#[tokio::test]
async fn credentials_are_renewed_once_for_each_expiry() {
    let renewed = Arc::new(Mutex::new(0u32));
    let calls = Arc::new(Mutex::new(Vec::new()));
    let (counter, log) = (renewed.clone(), calls.clone());
    let hook = move |_: Request<bytes::Bytes>, why: AuthReason| {
        let (counter, log) = (counter.clone(), log.clone());
        async move {
            log.lock().expect("a lock").push(why);
            let mut current = counter.lock().expect("a lock");
            if why == AuthReason::Unauthorized {
                *current += 1;
            }
            let mut headers = HeaderMap::new();
            headers.insert(
                "authorization",
                format!("Bearer {current}").parse().expect("a value"),
            );
            Ok::<_, std::io::Error>(headers)
        }
    };
    let script = expiring();
    let (found, _) = all(Tokens::paginate(script.get("/u")).authorize(hook).items()).await;
    assert_eq!(found, (0..10).collect::<Vec<_>>());
    let calls = calls.lock().expect("a lock");
    assert_eq!(
        calls
            .iter()
            .filter(|why| **why == AuthReason::Unauthorized)
            .count(),
        3
    );
    assert_eq!(
        calls
            .iter()
            .filter(|why| **why == AuthReason::First)
            .count(),
        10
    );
    assert_eq!(script.lines().len(), 13);
}

#[tokio::test]
async fn a_second_refusal_is_an_error() {
    let script = Script::new([Reply::empty(401), Reply::empty(401)]);
    let hook = |_: Request<bytes::Bytes>, _| async {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", "Bearer s3cret".parse().expect("a value"));
        Ok::<_, std::io::Error>(headers)
    };
    let (_, error) = failed(Tokens::paginate(script.get("/u")).authorize(hook).items()).await;
    assert_eq!(
        (error.kind(), script.lines().len()),
        (ErrorKind::Unauthorized, 2)
    );
    assert!(error.checkpoint().is_some() && !format!("{error} {error:?}").contains("s3cret"));

    let script = Script::new([]);
    let failing = |_: Request<bytes::Bytes>, _| async {
        Err::<HeaderMap, _>(std::io::Error::other("no token today"))
    };
    let (_, error) = failed(
        Tokens::paginate(script.get("/u"))
            .authorize(failing)
            .items(),
    )
    .await;
    assert_eq!(
        (error.kind(), script.lines().len()),
        (ErrorKind::Unauthorized, 0)
    );
    assert_eq!(
        std::error::Error::source(&error)
            .expect("a source")
            .to_string(),
        "no token today"
    );
}

#[tokio::test]
async fn a_signature_sees_the_request_as_it_is_sent_and_replaces_headers() {
    let script = Script::new([tokens(&[1], "t"), tokens(&[2], "")]);
    let (transport, mut request) = script.get("/u?page_size=1");
    request
        .headers_mut()
        .append("x-signature", "old".parse().expect("a value"));
    request
        .headers_mut()
        .append("x-signature", "older".parse().expect("a value"));
    let sign = |request: Request<bytes::Bytes>, _| {
        let signed = format!("{} {}", request.method(), request.uri());
        async move {
            let mut headers = HeaderMap::new();
            headers.insert("x-signature", signed.parse().expect("a value"));
            Ok::<_, std::io::Error>(headers)
        }
    };
    all(Tokens::paginate((transport, request))
        .authorize(sign)
        .items())
    .await;
    let second = &script.requests()[1];
    assert_eq!(second.headers.get_all("x-signature").iter().count(), 1);
    assert_eq!(
        second.header("x-signature"),
        Some("GET https://api.example.com/u?page_size=1&next_page_token=t")
    );
}

/// New credentials may be valid for a short time only, so the request waits before it gets them.
#[tokio::test]
async fn a_request_waits_for_its_turn_before_its_credentials_are_renewed() {
    let script = Script::new([Reply::empty(401), tokens(&[1], "")]);
    let events = Arc::new(Mutex::new(Vec::new()));
    let (turns, hooks) = (Arc::clone(&events), Arc::clone(&events));
    let walk = Tokens::paginate(script.get("/u"))
        .throttle(move || {
            turns.lock().expect("a lock").push("turn".to_owned());
            std::future::ready(())
        })
        .authorize(move |_: Request<bytes::Bytes>, why: AuthReason| {
            hooks.lock().expect("a lock").push(format!("{why:?}"));
            std::future::ready(Ok::<_, std::io::Error>(HeaderMap::new()))
        });
    assert_eq!(all(walk.items()).await.0, [1]);
    assert_eq!(
        *events.lock().expect("a lock"),
        ["turn", "First", "turn", "Unauthorized"]
    );
}

/// An API can quote the credentials that it refused before.
#[tokio::test]
async fn credentials_that_were_renewed_stay_secret() {
    let script = Script::new([
        Reply::empty(401),
        Reply::text("not ancient-one, nor modern-one").status(401),
    ]);
    let walk = Tokens::paginate(script.get("/u")).authorize(
        |_: Request<bytes::Bytes>, why: AuthReason| {
            let token = if why == AuthReason::First {
                "Bearer ancient-one"
            } else {
                "Bearer modern-one"
            };
            let header = (
                http::header::AUTHORIZATION,
                http::HeaderValue::from_static(token),
            );
            std::future::ready(Ok::<_, std::io::Error>(HeaderMap::from_iter([header])))
        },
    );
    let (_, error) = failed(walk.items()).await;
    assert_eq!(error.excerpt(), Some("not …, nor …"));
}
