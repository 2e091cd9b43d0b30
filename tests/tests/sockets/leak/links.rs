//! Links to other origins.

use super::*;

/// Walks every form in one kind of link; returns how many were tried.
async fn every_form<P>(
    origins: &Origins,
    on_request: bool,
    possible: impl Fn(&str) -> bool,
) -> usize
where
    P: Paginated<Item = u32> + serde::de::DeserializeOwned + Send + 'static,
{
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (case, (form, leads)) in origins
        .forms
        .iter()
        .enumerate()
        .filter(|(_, (form, _))| possible(form))
    {
        tried += 1;
        let before = origins.api.lines().len();
        let first = format!("/case/{case}");
        let request = request(
            origins,
            on_request,
            Policy::default(),
            &format!("http://api.test{first}"),
        );
        let (found, end) = walk(P::paginate(request).retry(RetryPolicy::none())).await;
        let lines = origins.api.lines().split_off(before);
        let shown: String = form.chars().take(80).collect();
        match (leads, &end) {
            (Leads::Nowhere, Err(error))
                if error.kind() == ErrorKind::Link
                    && found == [1]
                    && lines == [format!("GET {first}")] =>
            {
                let text = format!("{error} {error:?}");
                if text.contains("s3cr3t") {
                    wrong.push(format!("{shown:?}: shows a secret: {text}"));
                }
            }
            (Leads::Home(path), Ok(EndReason::NoContinuation))
                if found == [1, 2] && lines == [format!("GET {first}"), format!("GET {path}")] => {}
            _ => wrong.push(format!(
                "{shown:?}: {leads:?}, and got {found:?} {end:?} by {lines:?}"
            )),
        }
        let elsewhere = origins.other.lines();
        if !elsewhere.is_empty() {
            wrong.push(format!("{shown:?}: LEAKED {elsewhere:?}"));
            break;
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {tried}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(
        origins
            .api
            .requests()
            .iter()
            .all(|request| brought(request) == ALL),
        "the API itself gets all of them"
    );
    tried
}

fn in_body(link: &str) -> Reply {
    Reply::json(json!({ "items": [1], "next": link }))
}

fn in_header(link: &str) -> Reply {
    Reply::json(json!({ "items": [1] })).header("link", format!("<{link}>; rel=\"next\""))
}

#[tokio::test]
async fn no_next_url_leads_away() {
    let origins = Origins::start(in_body);
    for on_request in [ON_REQUEST, BY_DEFAULT] {
        let tried = every_form::<InBody>(&origins, on_request, |_| true).await;
        assert!(tried >= 160, "{tried}");
    }
    assert_eq!(origins.other.lines().len(), 0);
}

#[tokio::test]
async fn no_link_header_leads_away() {
    let origins = Origins::start(in_header);
    // A header cannot contain line breaks and some other characters.
    let possible = |form: &str| HeaderValue::from_str(form).is_ok();
    for on_request in [ON_REQUEST, BY_DEFAULT] {
        let tried = every_form::<InHeader>(&origins, on_request, possible).await;
        assert!(tried >= 150, "{tried}");
    }
    assert_eq!(origins.other.lines().len(), 0);
}

/// Headers that try to name two links at once, or to hide one.
#[tokio::test]
async fn no_trick_of_a_link_header_leads_away() {
    for (lines, leads) in [
        (vec!["<http://evil.test/>; rel=next, </x>; rel=next"], None),
        (
            vec!["</x>; rel=next, <http://evil.test/>; rel=next"],
            Some("/x"),
        ),
        (
            vec!["</x>; rel=next", "<http://evil.test/>; rel=next"],
            Some("/x"),
        ),
        (
            vec!["<http://evil.test/>; rel=next; anchor=\"http://api.test/\", </x>; rel=next"],
            Some("/x"),
        ),
        (
            vec!["<http://evil.test/>; rel=\"prev\"; rel=\"next\", </x>; rel=next"],
            Some("/x"),
        ),
        (
            vec!["</x>; title=\">; rel=next, <http://evil.test/\"; rel=next"],
            Some("/x"),
        ),
        (vec!["<</x>; rel=next"], None),
        (vec!["<//evil.test/>; REL=NEXT"], None),
        (vec!["<//evil.test/>; rel=\"last next\""], None),
        (vec!["< http://evil.test/ >; rel=next"], None),
    ] {
        let other = Server::start(|_| Reply::json(json!({ "items": [666] })));
        let api = Server::start(move |request| {
            let reply = Reply::json(json!({ "items": [if request.path == "/x" { 2 } else { 1 }] }));
            match request.path.as_str() {
                "/x" => reply,
                _ => lines
                    .iter()
                    .fold(reply, |reply, line| reply.header("link", line)),
            }
        });
        let origins = Origins {
            api,
            other,
            forms: Vec::new(),
            clients: Mutex::default(),
        };
        let (found, end) = walk(InHeader::paginate(request(
            &origins,
            ON_REQUEST,
            Policy::default(),
            "http://api.test/list",
        )))
        .await;
        match leads {
            Some(path) => {
                assert_eq!(
                    (found, end.unwrap()),
                    (vec![1, 2], EndReason::NoContinuation)
                );
                assert_eq!(
                    origins.api.lines(),
                    ["GET /list".to_owned(), format!("GET {path}")]
                );
            }
            None => {
                assert_eq!((found, end.unwrap_err().kind()), (vec![1], ErrorKind::Link));
                assert_eq!(origins.api.lines(), ["GET /list"]);
            }
        }
        assert_eq!(origins.other.lines().len(), 0);
    }
}

#[tokio::test]
async fn an_allowed_origin_gets_the_request_with_its_headers_and_no_other_does() {
    for on_request in [ON_REQUEST, BY_DEFAULT] {
        for allowed in [
            "http://evil.test",
            "http://evil.test/",
            "http://EVIL.test:80",
        ] {
            let origins = Origins::start(in_body);
            let case = origins
                .forms
                .iter()
                .position(|(form, _)| form == "http://evil.test/list")
                .unwrap();
            let first = || {
                request(
                    &origins,
                    on_request,
                    Policy::default(),
                    &format!("http://api.test/case/{case}"),
                )
            };
            let (found, end) = walk(InBody::paginate(first()).allow_origin(allowed)).await;
            assert_eq!(
                (found, end.unwrap()),
                (vec![1, 666], EndReason::NoContinuation),
                "{allowed}"
            );
            assert_eq!(origins.other.lines(), ["GET /list"]);
            assert_eq!(
                brought(&origins.other.requests()[0]),
                ALL,
                "that is what it means to allow it"
            );
        }
        for allowed in [
            "http://evil.test:81",
            "https://evil.test:8443",
            "http://sub.evil.test",
            "http://evil.testing",
            "http://test",
        ] {
            let origins = Origins::start(in_body);
            let case = origins
                .forms
                .iter()
                .position(|(form, _)| form == "http://evil.test/list")
                .unwrap();
            let first = request(
                &origins,
                on_request,
                Policy::default(),
                &format!("http://api.test/case/{case}"),
            );
            let (found, end) = walk(InBody::paginate(first).allow_origin(allowed)).await;
            assert_eq!(
                (found, end.unwrap_err().kind()),
                (vec![1], ErrorKind::Link),
                "{allowed}"
            );
            assert_eq!(origins.other.lines().len(), 0);
        }
    }
    for nonsense in [
        "",
        "evil.test",
        "*",
        "null",
        "data:text/plain,x",
        "//evil.test",
        "http://evil.test/path",
        "http://u:p@evil.test",
        "http://*.evil.test",
    ] {
        let origins = Origins::start(in_body);
        let first = request(
            &origins,
            ON_REQUEST,
            Policy::default(),
            "http://api.test/case/0",
        );
        let (found, end) = walk(InBody::paginate(first).allow_origin(nonsense)).await;
        assert_eq!(
            (found, end.unwrap_err().kind()),
            (vec![], ErrorKind::Setup),
            "{nonsense}"
        );
        assert_eq!(
            (origins.api.lines().len(), origins.other.lines().len()),
            (0, 0)
        );
    }
}

#[tokio::test]
async fn an_allowed_origin_by_a_link_header() {
    let origins = Origins::start(in_header);
    let case = origins
        .forms
        .iter()
        .position(|(form, _)| form == "//evil.test/list")
        .unwrap();
    let first = request(
        &origins,
        ON_REQUEST,
        Policy::default(),
        &format!("http://api.test/case/{case}"),
    );
    let (found, end) = walk(InHeader::paginate(first).allow_origin("http://evil.test")).await;
    assert_eq!(
        (found, end.unwrap()),
        (vec![1, 666], EndReason::NoContinuation)
    );
    assert_eq!(
        (origins.other.lines(), brought(&origins.other.requests()[0])),
        (vec!["GET /list".to_owned()], ALL.to_vec())
    );
}

/// If links are rebased, no form leads to the other origin either.
#[tokio::test]
async fn rebased_links_lead_home() {
    let origins = Origins::start(in_body);
    for (case, (form, _)) in origins.forms.iter().enumerate() {
        let before = origins.api.lines().len();
        let first = request(
            &origins,
            ON_REQUEST,
            Policy::default(),
            &format!("http://api.test/case/{case}"),
        );
        let (found, end) = walk(InBody::paginate(first).rebase_links()).await;
        let shown: String = form.chars().take(80).collect();
        match end {
            Ok(_) => assert_eq!(
                (found, origins.api.lines().len() - before),
                (vec![1, 2], 2),
                "{shown:?}"
            ),
            Err(error) => assert!(
                matches!(error.kind(), ErrorKind::Link | ErrorKind::Loop) && found == [1],
                "{shown:?}: {error}"
            ),
        }
        assert_eq!(origins.other.lines().len(), 0, "{shown:?}");
    }
    let evil = origins
        .forms
        .iter()
        .position(|(form, _)| form == "http://evil.test/list")
        .unwrap();
    let first = request(
        &origins,
        ON_REQUEST,
        Policy::default(),
        &format!("http://api.test/case/{evil}"),
    );
    assert_eq!(walk(InBody::paginate(first).rebase_links()).await.0, [1, 2]);
}
