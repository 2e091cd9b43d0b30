//! Pages from functions that are not HTTP.

use std::sync::{Arc, Mutex};

use paginate_runtime::{ErrorKind, HeaderMap, Paginated};
use paginate_tests::Script;

use super::*;

/// The client of an SDK: three pages.
#[derive(Clone, Default)]
struct Sdk {
    calls: Arc<Mutex<Vec<String>>>,
}

#[derive(Debug, PartialEq)]
struct Refused(u32);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "refused {}", self.0)
    }
}

impl std::error::Error for Refused {}

impl Sdk {
    async fn by_token(&self, token: Option<String>) -> Result<Tokens, Refused> {
        self.calls
            .lock()
            .expect("a lock")
            .push(format!("{token:?}"));
        match token.as_deref() {
            None => Ok(Tokens {
                next_page_token: Some("b".into()),
                users: vec![1, 2],
            }),
            Some("b") => Ok(Tokens {
                next_page_token: Some("c".into()),
                users: vec![],
            }),
            Some("c") => Ok(Tokens {
                next_page_token: None,
                users: vec![3],
            }),
            Some(_) => Err(Refused(1)),
        }
    }

    async fn by_number(&self, page: u64) -> Result<Numbered, Refused> {
        self.calls.lock().expect("a lock").push(page.to_string());
        match page {
            1 => Ok(Numbered {
                results: vec![1, 2],
            }),
            2 => Ok(Numbered { results: vec![3] }),
            3 => Ok(Numbered { results: vec![] }),
            _ => Err(Refused(2)),
        }
    }
}

#[tokio::test]
async fn a_function_is_handed_the_token() {
    let sdk = Sdk::default();
    let client = sdk.clone();
    let items = Tokens::paginate_with(move |token| {
        let client = client.clone();
        async move { client.by_token(token).await }
    })
    .items();
    let (users, end) = all(items).await;
    assert_eq!((users, end), (vec![1, 2, 3], EndReason::NoContinuation));
    assert_eq!(
        *sdk.calls.lock().expect("a lock"),
        ["None", "Some(\"b\")", "Some(\"c\")"]
    );
}

#[tokio::test]
async fn a_function_with_state_is_handed_the_page_number() {
    let sdk = Sdk::default();
    let items =
        Numbered::paginate_with_state(
            sdk.clone(),
            |sdk, page| async move { sdk.by_number(page).await },
        )
        .items();
    let (found, end) = all(items).await;
    assert_eq!((found, end), (vec![1, 2, 3], EndReason::Empty));
    assert_eq!(*sdk.calls.lock().expect("a lock"), ["1", "2", "3"]);
}

#[tokio::test]
async fn offsets_and_links_are_handed_over_too() {
    let offsets = Arc::new(Mutex::new(Vec::new()));
    let items = Skipped::paginate_with_state(offsets.clone(), |offsets, offset| async move {
        offsets.lock().expect("a lock").push(offset);
        let results = if offset < 5 { vec![1, 2, 3] } else { vec![] };
        Ok::<_, Refused>(Skipped { results })
    });
    assert_eq!(all(items.items()).await.0, [1, 2, 3, 1, 2, 3]);
    assert_eq!(*offsets.lock().expect("a lock"), [0, 3, 6]);

    let items = Linked::paginate_with(|link: Option<String>| async move {
        let next = link.is_none().then(|| "pages/2".to_owned());
        Ok::<_, Refused>(Linked {
            results: vec![u32::from(next.is_none())],
            next,
        })
    });
    assert_eq!(all(items.items()).await.0, [0, 1]);
}

#[tokio::test]
async fn the_functions_own_error_can_be_had_back() {
    let items = Tokens::paginate_with(|_| async { Err::<Tokens, _>(Refused(7)) }).items();
    let (_, error) = failed(items).await;
    assert_eq!((error.kind(), error.page()), (ErrorKind::Fetch, 1));
    let source = std::error::Error::source(&error).expect("a source");
    assert_eq!(source.downcast_ref::<Refused>(), Some(&Refused(7)));
}

#[tokio::test]
async fn the_loop_guard_holds_for_functions() {
    let items = Tokens::paginate_with(|_| async {
        Ok::<_, Refused>(Tokens {
            next_page_token: Some("t".into()),
            users: vec![1],
        })
    })
    .items();
    let (users, error) = failed(items).await;
    assert_eq!((users, error.kind()), (vec![1, 1], ErrorKind::Loop));
}

/// Functions often fail with errors that have no type of their own.
#[tokio::test]
async fn functions_may_fail_with_any_error() {
    type Boxed = Box<dyn std::error::Error + Send + Sync>;

    fn shown(error: &paginate_runtime::Error) -> String {
        std::error::Error::source(error)
            .expect("a source")
            .to_string()
    }

    let boxed =
        Tokens::paginate_with(|_| async { Err::<Tokens, Boxed>("out of order".into()) }).items();
    let (_, error) = failed(boxed).await;
    assert_eq!(
        (error.kind(), shown(&error).as_str()),
        (ErrorKind::Fetch, "out of order")
    );

    let any = Tokens::paginate_with_state((), |(), _| async {
        Err::<Tokens, _>(anyhow::anyhow!("out of paper"))
    })
    .items();
    let (_, error) = failed(any).await;
    assert_eq!(
        (error.kind(), shown(&error).as_str()),
        (ErrorKind::Fetch, "out of paper")
    );

    let script = || Script::new([Reply::text("a,b")]);
    let boxed =
        Tokens::paginate(script().get("/u")).decode(|_, _| Err::<_, Boxed>("no columns".into()));
    let (_, error) = failed(boxed.items()).await;
    assert_eq!(
        (error.kind(), shown(&error).as_str()),
        (ErrorKind::Decode, "no columns")
    );
    let any = Tokens::paginate(script().get("/u"))
        .decode(|_, body| Ok::<_, anyhow::Error>(serde_json::from_slice(body)?));
    let (_, error) = failed(any.items()).await;
    assert_eq!(error.kind(), ErrorKind::Decode);

    let boxed = Tokens::paginate(script().get("/u"))
        .authorize(|_, _| async { Err::<HeaderMap, Boxed>("no key".into()) });
    let (_, error) = failed(boxed.items()).await;
    assert_eq!(
        (error.kind(), shown(&error).as_str()),
        (ErrorKind::Unauthorized, "no key")
    );
    let any = Tokens::paginate(script().get("/u")).authorize(|_, _| async {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", "Bearer t".parse()?);
        anyhow::ensure!(headers.len() > 1, "one header is too few");
        Ok(headers)
    });
    let (_, error) = failed(any.items()).await;
    assert_eq!(
        (error.kind(), shown(&error).as_str()),
        (ErrorKind::Unauthorized, "one header is too few")
    );
}

/// Returns six pages of one user each, with longer and shorter tokens in turn.
async fn six(token: Option<String>) -> Result<Tokens, Refused> {
    let number = token.map_or(0, |token| token.len() as u32 % 10);
    Ok(Tokens {
        next_page_token: (number < 5)
            .then(|| "x".repeat(number as usize + 1 + 10 * (number as usize % 2))),
        users: vec![number],
    })
}

#[tokio::test]
async fn a_page_that_is_kept_tells_its_own_places() {
    let mut at_once = Vec::new();
    let mut pages = Tokens::paginate_with(six).pages();
    while let Some(page) = pages.try_next().await.expect("a page") {
        at_once.push((
            page.checkpoint().clone(),
            page.next_checkpoint().clone(),
            page.is_last(),
        ));
    }
    assert_eq!(at_once.len(), 6);
    for (page, next) in at_once.iter().zip(at_once.iter().skip(1)) {
        assert_eq!(page.1, next.0);
        assert_ne!(page.0, page.1);
    }
    // Every second page is dropped while the walk goes on, also in a task that runs ahead.
    for ahead in [false, true] {
        let walk = Tokens::paginate_with(six);
        let mut pages = if ahead {
            walk.prefetch(2).pages()
        } else {
            walk.pages()
        };
        let mut kept = Vec::new();
        while let Some(page) = pages.try_next().await.expect("a page") {
            kept.push((page.index() % 2 == 0).then_some(page));
        }
        for (page, at_once) in kept
            .iter()
            .zip(&at_once)
            .filter_map(|(page, at_once)| Some((page.as_ref()?, at_once)))
        {
            let places = (
                page.checkpoint().clone(),
                page.next_checkpoint().clone(),
                page.is_last(),
            );
            assert_eq!(places, *at_once, "page {}", page.index());
        }
    }
}
