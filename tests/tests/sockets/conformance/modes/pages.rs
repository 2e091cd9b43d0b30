//! Pages and their ends, in every mode.

use super::*;

in_every_mode! {
    the_whole_list;
    one_page_and_no_more;
    an_empty_first_page;
    an_empty_middle_page;
    an_empty_last_page;
    items_that_are_null;
    items_that_are_absent;
    nothing_before_the_first_poll_and_nothing_after_the_end;
}

async fn the_whole_list<F: Fixture>() {
    let server = serve::<F>(5, []);
    let walk = walk(F::Page::paginate(get(&server, "/list?q=x"))).await;
    assert_eq!(
        (walk.received, walk.pages),
        (5, lines_from::<F>(0).len() as u64)
    );
    assert_eq!(walk.ended(), (rows(1..=5), F::END));
    assert_eq!(server.lines(), lines_from::<F>(0));
}

async fn one_page_and_no_more<F: Fixture>() {
    let server = serve::<F>(1, []);
    assert_eq!(
        walk(F::Page::paginate(get(&server, "/list?q=x")))
            .await
            .ended(),
        (rows([1]), F::END)
    );
    let mut lines = vec![F::line(0, 0, "")];
    if F::END == EndReason::Empty {
        lines.push(F::line(1, 1, ""));
    }
    assert_eq!(server.lines(), lines);
}

/// Walks three pages, one of which has no items; checks its content and its consequences.
async fn with_an_empty_page<F: Fixture>(empty: usize, list: Option<Value>) {
    let mut replies = Vec::new();
    let mut lines = Vec::new();
    let mut found = Vec::new();
    for page in 0..3 {
        let token = ["", "a", "b"][page];
        lines.push(F::line(page, found.len(), token));
        let next = ["a", "b"]
            .get(page)
            .copied()
            .filter(|_| F::NAMED || page != empty);
        let first = found.len() as u32 + 1;
        if page != empty {
            found.extend([first, first + 1]);
            replies.push(reply(objects([first, first + 1]), next));
            continue;
        }
        match &list {
            Some(list) => replies.push(reply(list.clone(), next)),
            None => replies.push(Reply::json(
                json!({ "ok": true, "next": next, "url": next.map(|next| format!("/list?q=x&cursor={next}")) }),
            )),
        }
        // If the API does not name the next page, an empty page is the last.
        if !F::NAMED {
            break;
        }
    }
    let server = Server::scripted(replies);
    assert_eq!(
        walk(F::Page::paginate(get(&server, "/list?q=x")))
            .await
            .ended(),
        (rows(found), F::END)
    );
    assert_eq!(server.lines(), lines);
}

async fn an_empty_first_page<F: Fixture>() {
    with_an_empty_page::<F>(0, Some(json!([]))).await;
}

async fn an_empty_middle_page<F: Fixture>() {
    with_an_empty_page::<F>(1, Some(json!([]))).await;
}

async fn an_empty_last_page<F: Fixture>() {
    with_an_empty_page::<F>(2, Some(json!([]))).await;
}

async fn items_that_are_null<F: Fixture>() {
    with_an_empty_page::<F>(1, Some(Value::Null)).await;
}

async fn items_that_are_absent<F: Fixture>() {
    with_an_empty_page::<F>(1, None).await;
}

async fn nothing_before_the_first_poll_and_nothing_after_the_end<F: Fixture>() {
    let server = serve::<F>(5, []);
    let mut items = F::Page::paginate(get(&server, "/list?q=x")).items();
    tokio::task::yield_now().await;
    assert_eq!(server.lines(), [""; 0]);
    for id in 1..=5 {
        assert_eq!(items.try_next().await.unwrap(), Some(Row { id }));
        // A page is requested when the one before is used up, and not earlier.
        assert_eq!(server.lines().len(), (id as usize).div_ceil(2));
    }
    for _ in 0..3 {
        assert_eq!(items.try_next().await.unwrap(), None);
    }
    assert_eq!(server.lines(), lines_from::<F>(0));
}
