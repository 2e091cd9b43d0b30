//! Lists inside items that may have been cut at the page size.

use super::*;

#[tokio::test]
async fn lists_that_may_have_been_cut_are_counted_or_denied() {
    #[derive(Deserialize)]
    struct Account {
        subscriptions: Vec<u32>,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(
        token = "next_page",
        param = "cursor",
        items = "data",
        size = "pageSize",
        max = 2,
        nested = "subscriptions"
    )]
    struct Expanded {
        next_page: Option<String>,
        data: Vec<Account>,
    }
    let replies = || {
        let account = |len: usize| json!({ "subscriptions": vec![0; len] });
        Script::new([
            Reply::json(json!({ "next_page": "n", "data": [account(1), account(2)] })),
            Reply::json(json!({ "data": [account(2), account(0)] })),
        ])
    };
    let mut pages = Expanded::paginate(replies().get("/q")).pages();
    let mut cut = Vec::new();
    while let Some(page) = pages.try_next().await.expect("no error") {
        assert!(
            page.get()
                .data
                .iter()
                .all(|account| account.subscriptions.len() <= 2)
        );
        cut.push(page.truncated_lists());
    }
    assert_eq!((cut, pages.truncated_lists()), (vec![1, 1], 2));

    let (found, error) = failed(
        Expanded::paginate(replies().get("/q"))
            .deny_truncated()
            .items(),
    )
    .await;
    assert_eq!((found.len(), error.kind()), (0, ErrorKind::Truncated));
    assert!(
        error.to_string().contains(
            "the list `subscriptions` inside an item has exactly 2 entries, which is the page size"
        ),
        "{error}"
    );
}
