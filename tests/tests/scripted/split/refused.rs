//! Lists that cannot be split, and segments that are refused.

use paginate_runtime::{Checkpoint, ErrorKind};

use super::*;

#[tokio::test]
async fn a_list_of_unknown_length_is_not_split() {
    let script = Script::handler(|request| {
        let at = Skipped::first_row(request, 10);
        Reply::json(
            json!({ "rows": (at..25.max(at).min(at + 10)).collect::<Vec<_>>(), "total": null, "pages": 0 }),
        )
    });
    let error = Skipped::paginate(script.get("/l?key=s3cret"))
        .split(2)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Split);
    assert_eq!(
        error.to_string(),
        "the list cannot be split: its first page has no number of pages and no total, or the total does not cover the start of the walk; declare `pages` or \
         `total` if the API has one; otherwise `.split(1)` gives the whole list as one segment"
    );
    assert_eq!(
        Numbered::paginate(script.get("/l"))
            .split(2)
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::Split
    );
    // A total of items does not help numbered pages that begin later.
    let other = list::<Totalled>(95, 10);
    assert_eq!(
        Totalled::paginate(other.get("/l?page=3"))
            .split(2)
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::Split
    );
    // As one segment, it works.
    let sent = script.lines().len();
    let segments = split::<Skipped>(&script, 1).await;
    assert_eq!((segments.len(), script.lines().len()), (1, sent));
    assert_eq!(each::<Skipped>(&script, &segments).await, [rows(25)]);
}

#[tokio::test]
async fn an_error_of_the_first_page_is_the_error_of_the_split() {
    let script = Script::new([Reply::empty(403)]);
    let error = Numbered::paginate(script.get("/l"))
        .split(2)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.page(), script.lines().len()),
        (ErrorKind::Status, 1, 1)
    );
    let error = Numbered::paginate((script, http::Request::get("/relative").body(()).unwrap()))
        .split(1)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Setup);
}

/// Returns the error of walking the segment, and checks that nothing was sent.
async fn refusal<P: Rows>(path: &str, segment: Segment) -> String {
    let script = Script::new([]);
    let (found, end) = drain(&mut P::paginate(script.get(path)).segment(segment).items()).await;
    let error = end.unwrap_err();
    assert_eq!(
        (found.len(), error.kind(), script.lines().len()),
        (0, ErrorKind::Setup, 0),
        "{error}"
    );
    error.to_string()
}

#[tokio::test]
async fn a_segment_belongs_to_one_query() {
    let script = list::<Numbered>(95, 10);
    let segments = split::<Numbered>(&script, 3).await;
    for other in ["/l?q=2", "/m?q=1", "/l?q=1&x=1", "/l"] {
        assert_eq!(
            refusal::<Numbered>(other, segments[1].clone()).await,
            "the segment is from another walk: the checkpoint is from another request: its origin, method, path, query or body differs"
        );
    }
    assert_eq!(
        refusal::<Skipped>("/l?q=1", segments[1].clone()).await,
        "the segment is from another walk: the checkpoint is from a walk with another mode of pagination"
    );
    // Paging is not part of the query, and the caller can accept another query.
    let walk =
        Numbered::paginate(script.get("/l?q=1&page=9&limit=10")).segment(segments[1].clone());
    assert_eq!(all(walk.items()).await.0, (30..60).collect::<Vec<_>>());
    let walk = Numbered::paginate(script.get("/l?q=1&page=9")).segment(segments[0].clone());
    assert_eq!(
        all(walk.items()).await.0,
        rows(30),
        "the number of the request is not where the first one begins"
    );
    let walk = Numbered::paginate(script.get("/l?date=2")).segment_unchecked(segments[1].clone());
    assert_eq!(all(walk.items()).await.0, (30..60).collect::<Vec<_>>());
}

#[tokio::test]
async fn numbered_pages_keep_the_size_they_were_split_with() {
    let script = list::<Numbered>(95, 10);
    let segments = split::<Numbered>(&script, 3).await;
    let walk = |size| {
        Numbered::paginate(Script::new([]).get("/l?q=1"))
            .page_size(size)
            .segment(segments[1].clone())
            .items()
    };
    let (_, end) = drain(&mut walk(5)).await;
    assert_eq!(
        end.unwrap_err().to_string(),
        "the segment is from another walk: the checkpoint is from a walk with 10 items per page, but this walk asks for 5, so its page numbers differ: resume with a page size of 10"
    );
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(page = "page", pages = "pages", items = "rows", size = "limit")]
    struct Unsized {
        pages: u64,
        rows: Vec<u64>,
    }
    let segments = Unsized::paginate(script.get("/l?q=1"))
        .split(3)
        .await
        .unwrap();
    let walk = Unsized::paginate(Script::new([]).get("/l?q=1"))
        .page_size(5)
        .segment(segments[1].clone());
    assert_eq!(
        drain(&mut walk.items()).await.1.unwrap_err().to_string(),
        "the segment is from another walk: the checkpoint is from a walk without a page size, but this walk asks for 5 items per page, so its page numbers differ: resume without a page size"
    );
    // If the declaration has a size since then, the walk still does not send it.
    let found = all(Numbered::paginate(script.get("/l?q=1"))
        .segment(segments[1].clone())
        .items())
    .await
    .0;
    assert!(!found.is_empty() && !script.lines().last().unwrap().contains("limit"));
}

#[tokio::test]
async fn the_last_of_the_two_is_where_the_walk_begins() {
    let script = list::<Numbered>(95, 10);
    let segments = split::<Numbered>(&script, 3).await;
    let checkpoint = segments[1].checkpoint().clone();
    let walk = || Numbered::paginate(script.get("/l?q=1"));
    let resumed = walk()
        .segment(segments[0].clone())
        .resume(checkpoint.clone());
    assert_eq!(
        all(resumed.items()).await.0,
        (30..95).collect::<Vec<_>>(),
        "without the end of the segment"
    );
    let cut = walk().resume(checkpoint).segment(segments[0].clone());
    assert_eq!(all(cut.items()).await.0, rows(30));
}

/// Returns the error for text that is not a segment.
fn corrupt(segment: &Segment, change: impl FnOnce(&mut serde_json::Value)) -> String {
    let mut saved = serde_json::to_value(segment).unwrap();
    change(&mut saved);
    serde_json::from_value::<Segment>(saved.clone()).map_or_else(
        |error| error.to_string(),
        |read| panic!("{saved} was read as {read:?}"),
    )
}

#[tokio::test]
async fn what_is_no_segment_is_not_read() {
    let script = list::<Numbered>(95, 10);
    let segment = &split::<Numbered>(&script, 3).await[1];
    let text = serde_json::to_value(segment).unwrap();
    assert_eq!(
        (&text["version"], &text["until"], &text["from"]["counter"]),
        (&json!(1), &json!(7), &json!(4))
    );

    assert_eq!(
        corrupt(segment, |saved| saved["version"] = json!(2)),
        "a segment of version 2, but this library reads version 1"
    );
    assert_eq!(
        corrupt(segment, |saved| saved["from"]["version"] = json!(3)),
        "a checkpoint of version 3, but this library reads version 1"
    );
    assert_eq!(
        corrupt(segment, |saved| saved["until"] = json!(3)),
        "a segment that ends at 3, before it begins at 4"
    );
    assert_eq!(
        corrupt(segment, |saved| saved["from"]["counter"] = json!(5)),
        "a segment with two different numbers for its position"
    );
    assert_eq!(
        corrupt(segment, |saved| saved["from"]["place"] =
            json!({ "text": "token" })),
        "a segment with two different numbers for its position"
    );
    for mode in ["token", "next_url", "last_item", "custom"] {
        assert_eq!(
            corrupt(segment, |saved| saved["from"]["mode"] = json!(mode)),
            "a segment of a walk without page numbers or offsets"
        );
    }
    for (member, value) in [
        ("until", json!(-1)),
        ("until", json!("7")),
        ("from", json!(null)),
        ("version", json!(null)),
        ("first_page_fingerprint", json!([])),
    ] {
        corrupt(segment, |saved| saved[member] = value);
    }
    corrupt(segment, |saved| *saved = json!({ "version": 1 }));
    // A checkpoint is not a segment, and a segment is not a checkpoint.
    let checkpoint = serde_json::to_value(segment.checkpoint()).unwrap();
    assert!(serde_json::from_value::<Segment>(checkpoint).is_err());
    assert!(serde_json::from_value::<Checkpoint>(text.clone()).is_err());
    // The text is cut off at any position.
    let text = text.to_string();
    for end in 0..text.len() {
        assert!(
            serde_json::from_str::<Segment>(&text[..end]).is_err(),
            "{}",
            &text[..end]
        );
    }
}

#[tokio::test]
async fn nothing_secret_is_in_it() {
    let script = list::<Skipped>(95, 10);
    let walk = Skipped::paginate(script.get("/l?key=s3cret"));
    let segments = walk.split(3).await.unwrap();
    let text = format!("{} {segments:?}", serde_json::to_string(&segments).unwrap());
    for secret in ["s3cret", "key", "example", "/l"] {
        assert!(!text.contains(secret), "{text}");
    }
    assert_eq!(
        format!("{:?}", segments[1]),
        "Segment { start: 30, skip: 0, end: Some(60), .. }"
    );
}
