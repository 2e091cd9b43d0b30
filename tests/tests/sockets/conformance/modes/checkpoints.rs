//! Resuming, in every mode.

use super::*;

in_every_mode! {
    resumed_after_every_item;
    resumed_after_an_error;
    resumed_after_a_limit;
    another_query_is_refused;
    another_mode_is_refused;
    checkpoints_show_no_secret;
}

async fn resumed_after_every_item<F: Fixture>() {
    for taken in 0..=5usize {
        let server = serve::<F>(5, []);
        let request = || get(&server, "/list?q=x");
        let mut first = F::Page::paginate(request()).items();
        for id in 1..=taken as u32 {
            assert_eq!(first.try_next().await.unwrap(), Some(Row { id }));
        }
        let checkpoint = saved(&first.checkpoint().unwrap());
        drop(first);
        let before = server.lines().len();
        let rest = walk(F::Page::paginate(request()).resume(checkpoint)).await;
        assert_eq!(
            rest.ended(),
            (rows(taken as u32 + 1..=5), F::END),
            "after {taken}"
        );
        // In the middle of a page, that page is requested again.
        let page = if taken == 5 { 3 } else { taken / 2 };
        assert_eq!(
            server.lines()[before..],
            lines_from::<F>(page),
            "after {taken}"
        );
    }
}

async fn resumed_after_an_error<F: Fixture>() {
    let server = serve::<F>(
        5,
        [
            (2, Reply::text("no").status(403)),
            (3, Reply::text("no").status(403)),
        ],
    );
    let request = || get(&server, "/list?q=x");
    let (found, error) = walk(F::Page::paginate(request())).await.failed();
    assert_eq!((found, error.kind()), (rows(1..=4), ErrorKind::Status));
    // A walk that immediately fails again returns the same checkpoint.
    let again = drain(
        F::Page::paginate(request())
            .resume(saved(error.checkpoint().unwrap()))
            .items(),
    )
    .await;
    assert_eq!(again.pages, 2, "pages count from the beginning of the walk");
    let (found, error) = again.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (rows([]), ErrorKind::Status, 3)
    );
    let rest = walk(F::Page::paginate(request()).resume(saved(error.checkpoint().unwrap()))).await;
    assert_eq!(rest.ended(), (rows([5]), F::END));
    let mut lines = vec![line::<F>(0), line::<F>(1), line::<F>(2), line::<F>(2)];
    lines.extend(lines_from::<F>(2));
    assert_eq!(server.lines(), lines);
}

async fn resumed_after_a_limit<F: Fixture>() {
    // In the middle of a page, and between two pages.
    for limit in [1u32, 2, 3, 4] {
        let server = serve::<F>(5, []);
        let request = || get(&server, "/list?q=x");
        let cut = walk(F::Page::paginate(request()).max_items(u64::from(limit))).await;
        let checkpoint = saved(cut.checkpoint.as_ref().unwrap());
        assert_eq!(cut.ended(), (rows(1..=limit), EndReason::Limit));
        assert_eq!(
            server.lines(),
            lines_from::<F>(0)[..limit.div_ceil(2) as usize]
        );
        let rest = walk(F::Page::paginate(request()).resume(checkpoint)).await;
        assert_eq!(rest.ended(), (rows(limit + 1..=5), F::END));
    }
    let server = serve::<F>(5, []);
    let request = || get(&server, "/list?q=x");
    let cut = walk(F::Page::paginate(request()).max_pages(1)).await;
    let checkpoint = saved(cut.checkpoint.as_ref().unwrap());
    assert_eq!(cut.ended(), (rows(1..=2), EndReason::Limit));
    assert_eq!(server.lines(), lines_from::<F>(0)[..1]);
    // Limits count from where the walk was resumed.
    let cut = walk(
        F::Page::paginate(request())
            .resume(checkpoint.clone())
            .max_items(2),
    )
    .await;
    assert_eq!(cut.ended(), (rows(3..=4), EndReason::Limit));
    let cut = walk(F::Page::paginate(request()).resume(checkpoint).max_pages(1)).await;
    assert_eq!(cut.ended(), (rows(3..=4), EndReason::Limit));
}

/// Returns the checkpoint after the third of five rows.
async fn in_the_middle<F: Fixture>(server: &Server) -> paginate_runtime::Checkpoint {
    let mut items = F::Page::paginate(get(server, "/list?q=x")).items();
    for _ in 0..3 {
        items.try_next().await.unwrap().unwrap();
    }
    saved(&items.checkpoint().unwrap())
}

async fn another_query_is_refused<F: Fixture>() {
    let server = serve::<F>(5, []);
    let checkpoint = in_the_middle::<F>(&server).await;
    let before = server.lines().len();
    for path in [
        "/list?q=y",
        "/list",
        "/list?q=x&r=1",
        "/other?q=x",
        "/list/?q=x",
    ] {
        let (found, error) = walk(F::Page::paginate(get(&server, path)).resume(checkpoint.clone()))
            .await
            .failed();
        assert_eq!(
            (found, error.kind(), error.page()),
            (rows([]), ErrorKind::Setup, 0),
            "{path}"
        );
        assert!(error.checkpoint().is_none());
    }
    let other = super::super::client().post(server.url("/list?q=x"));
    let (_, error) = walk(F::Page::paginate(other).resume(checkpoint.clone()))
        .await
        .failed();
    assert_eq!(error.kind(), ErrorKind::Setup);
    let body = get(&server, "/list?q=x").body("{\"a\":1}");
    let (_, error) = walk(F::Page::paginate(body).resume(checkpoint.clone()))
        .await
        .failed();
    assert_eq!(error.kind(), ErrorKind::Setup);
    let elsewhere = serve::<F>(5, []);
    let (_, error) =
        walk(F::Page::paginate(get(&elsewhere, "/list?q=x")).resume(checkpoint.clone()))
            .await
            .failed();
    assert_eq!(
        (error.kind(), elsewhere.lines().len()),
        (ErrorKind::Setup, 0)
    );
    assert_eq!(server.lines().len(), before, "a refusal sends nothing");

    // A signature that changes with each run does not change the query.
    let signed = get(&server, "/list?q=x&sig=2");
    let rest = walk(F::Page::paginate(signed).resume_unchecked(checkpoint)).await;
    assert_eq!(rest.ended(), (rows(4..=5), F::END));
}

async fn another_mode_is_refused<F: Fixture>() {
    let server = serve::<F>(5, []);
    let checkpoint = in_the_middle::<F>(&server).await;
    let before = server.lines().len();
    async fn refuses<O: Fixture>(
        server: &Server,
        checkpoint: &paginate_runtime::Checkpoint,
    ) -> bool {
        let walk =
            walk(O::Page::paginate(get(server, "/list?q=x")).resume_unchecked(checkpoint.clone()))
                .await;
        matches!(walk.end, Err(error) if error.kind() == ErrorKind::Setup)
    }
    let refused = [
        refuses::<Token>(&server, &checkpoint).await,
        refuses::<Url>(&server, &checkpoint).await,
        refuses::<Number>(&server, &checkpoint).await,
        refuses::<Skip>(&server, &checkpoint).await,
        refuses::<Last>(&server, &checkpoint).await,
        refuses::<Function>(&server, &checkpoint).await,
    ];
    assert_eq!(
        refused.iter().filter(|refused| **refused).count(),
        5,
        "all but its own: {refused:?}"
    );
    assert!(server.lines().len() > before);
}

async fn checkpoints_show_no_secret<F: Fixture>() {
    let server = Server::scripted([
        reply(objects([1, 2]), Some("s3cr3t-a")),
        reply(objects([3, 4]), Some("s3cr3t-b")),
        Reply::empty(404),
    ]);
    let request = get(&server, "/list?q=x&key=s3cr3t-key").bearer_auth("s3cr3t-auth");
    let mut items = F::Page::paginate(request).items();
    let mut seen = Vec::new();
    for _ in 0..8 {
        let checkpoint = items.checkpoint().unwrap();
        seen.push(format!(
            "{checkpoint:?} {checkpoint:#?} {items:?} {items:#?}"
        ));
        match items.next().await {
            Some(Err(error)) => seen.push(format!("{:?} {}", error.checkpoint(), shown(&error))),
            Some(Ok(_)) => {}
            None => break,
        }
    }
    assert_eq!(
        seen.len(),
        7,
        "five places before four items and an error, and the error"
    );
    assert!(seen.iter().all(|text| !text.contains("s3cr3t")), "{seen:?}");
}
