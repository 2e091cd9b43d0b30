//! Types of streams and pages.

use super::*;

/// google-cloud-rust#1915, rspotify#334, azure-sdk-for-rust#758, slack-morphism#38: streams that
/// were not `Send`; others borrowed the client, so that they could not be spawned, or had no type
/// that users could name. page-turner 0.6.0 was yanked because of the lifetimes of its items.
#[tokio::test]
async fn streams_can_be_named_kept_and_sent() {
    struct Sync {
        items: Items<Tokens>,
        pages: Option<Pages<Tokens>>,
    }
    fn check<T: Stream + FusedStream + Send + Unpin + 'static>(_: &T) {}
    /// Borrows the client; the stream does not borrow it.
    fn list(client: &reqwest::Client, server: &Server) -> Items<Tokens> {
        Tokens::paginate(client.get(server.url("/list"))).items()
    }
    let server = three();
    let mut sync = Sync {
        items: list(&client(), &server),
        pages: Some(Tokens::paginate(get(&server, "/list")).pages()),
    };
    check(&sync.items);
    check(sync.pages.as_ref().unwrap());
    assert_eq!(sync.items.next().await.unwrap().unwrap(), 1);
    let rest = tokio::spawn(async move {
        let kept = sync.pages.take().is_some();
        (sync.items.try_collect::<Vec<u32>>().await.unwrap(), kept)
    });
    assert_eq!(rest.await.unwrap(), (vec![2, 3, 4, 5], true));
    let boxed: futures::stream::BoxStream<'static, _> =
        Box::pin(list(&client(), &three_for(&server)));
    drop(boxed);
}

/// Returns a server that is only needed for its type: the stream above is never polled.
fn three_for(_: &Server) -> Server {
    three()
}

/// Some derives do not support type parameters, such as an envelope for every endpoint.
#[tokio::test]
async fn an_envelope_is_generic() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "items")]
    struct Envelope<T> {
        next: Option<String>,
        items: Vec<T>,
    }
    async fn everything<T: DeserializeOwned + Send + 'static>(
        request: reqwest::RequestBuilder,
    ) -> Vec<T> {
        walk(Envelope::<T>::paginate(request)).await.ended().0
    }
    assert_eq!(
        everything::<u32>(get(&three(), "/list")).await,
        [1, 2, 3, 4, 5]
    );
    let server = Server::scripted([Reply::json(json!({ "items": [{ "id": 1 }], "next": null }))]);
    assert_eq!(
        everything::<Row>(get(&server, "/list")).await,
        [Row { id: 1 }]
    );
}

/// The combinators of `futures` work as on any stream.
#[tokio::test]
async fn combinators() {
    let server = three();
    let squares: Vec<u32> = Tokens::paginate(get(&server, "/list"))
        .items()
        .map_ok(|n| n * n)
        .try_filter(|n| std::future::ready(n % 2 == 1))
        .try_collect()
        .await
        .unwrap();
    assert_eq!(squares, [1, 9, 25]);
    let server = three();
    let two: Vec<_> = StreamExt::take(Tokens::paginate(get(&server, "/list")).items(), 2)
        .collect()
        .await;
    assert_eq!((two.len(), server.lines().len()), (2, 1));
}
