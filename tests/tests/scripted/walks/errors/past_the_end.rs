//! Refusals past the end of a counted list: the advice says which key would make them the end.

use super::*;

/// The status that an API returns past the last of the counted pages.
#[tokio::test]
async fn a_refusal_past_the_end_of_a_counter_names_the_key_that_makes_it_the_end() {
    for status in [400, 404, 410, 416, 422] {
        let script = Script::new([results(&[1]), Reply::empty(status)]);
        let (found, error) = failed(Numbered::paginate(script.get("/l")).items()).await;
        assert_eq!(
            (found, error.kind(), error.page()),
            (vec![1], ErrorKind::Status, 2)
        );
        let advice = format!(
            "if this API sends this status after its last page, declare `end_on = [{status}]`"
        );
        assert!(error.to_string().ends_with(&advice), "{error}");
    }
    // Not for the first page, not for credentials, and not in modes that do not count.
    let (_, first) =
        failed(Skipped::paginate(Script::new([Reply::empty(404)]).get("/l")).items()).await;
    let (_, forbidden) = failed(
        Skipped::paginate(Script::new([results(&[1]), Reply::empty(403)]).get("/l")).items(),
    )
    .await;
    let (_, token) = failed(
        Tokens::paginate(Script::new([tokens(&[1], "t"), Reply::empty(404)]).get("/l")).items(),
    )
    .await;
    for error in [first, forbidden, token] {
        assert!(!error.to_string().contains("end_on"), "{error}");
    }
}

/// A declared number that no response had would have ended the walk.
#[tokio::test]
async fn a_refusal_past_the_end_names_the_number_that_was_never_there() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(page = "page", pages = header("x-total-pages"), items = "0")]
    struct InAHeader(Vec<u32>);
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(offset = "offset", total = "meta.total", items = "rows")]
    struct InTheBody {
        meta: Option<Meta>,
        rows: Vec<u32>,
    }
    #[derive(Debug, Deserialize)]
    struct Meta {
        total: u64,
    }
    let ends = |reply: Reply| Script::new([reply, Reply::empty(404)]);
    let script = ends(Reply::json(json!([1])).header("x-pages", "1"));
    let (_, error) = failed(InAHeader::paginate(script.get("/l")).items()).await;
    let expected = "; `pages` is declared as the header `x-total-pages`, and no response had a number there: correct its name, so that it ends the walk; or, if this API \
         sends this status after its last page, declare `end_on = [404]`";
    assert!(error.to_string().ends_with(expected), "{error}");
    let script = ends(Reply::json(json!({ "rows": [1] })));
    let (_, error) = failed(InTheBody::paginate(script.get("/l")).items()).await;
    let expected = "; `total` is declared as `meta.total`, and no response had a number there: correct its name, so that it ends the walk; or, if";
    assert!(error.to_string().contains(expected), "{error}");
    // The number was there.
    let script = ends(Reply::json(json!({ "meta": { "total": 9 }, "rows": [1] })));
    let (_, error) = failed(InTheBody::paginate(script.get("/l")).items()).await;
    assert!(!error.to_string().contains("no response had"), "{error}");
}
