//! The guarantees of the streams, for every kind of walk.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use bytes::Bytes;
use futures::stream::FusedStream;
use futures::{FutureExt, Stream, StreamExt, TryStreamExt};
use http_body_util::Full;
use paginate_runtime::{
    EndReason, Error, Items, Page, Pages, Paginated, Paginator, source::HttpSource,
    transport::AnyTransport,
};
use paginate_tests::Script;

use super::*;

fn assert_stream<S: Stream + FusedStream + Send + Unpin + std::fmt::Debug + 'static>(_: &S) {}

#[test]
fn streams_are_send_unpin_and_static() {
    let script = Script::new([]);
    assert_stream(&Tokens::paginate(script.get("/u")).items());
    assert_stream(&Tokens::paginate(script.get("/u")).pages());
    fn assert_send<T: Send + 'static>() {}
    assert_send::<Page<Tokens>>();
    assert_send::<Error>();
    assert_send::<Paginator<Tokens, HttpSource<Script>>>();
    // The types can be named and stored.
    struct Held {
        _items: Items<Tokens>,
        _pages: Option<Pages<Tokens>>,
    }
    assert_send::<Held>();
}

/// A page type that is not `Send` can still be walked on one thread.
#[tokio::test]
async fn page_types_need_not_be_send() {
    struct Local {
        items: Vec<std::rc::Rc<u32>>,
    }
    impl Paginated for Local {
        type Item = std::rc::Rc<u32>;
        type Mode = paginate_runtime::mode::PageNumber;
        const SCHEME: paginate_runtime::scheme::Scheme =
            paginate_runtime::scheme::Scheme::new(paginate_runtime::scheme::Source::Page(
                paginate_runtime::scheme::RequestLocation::Query("page"),
            ));
        fn page_info<'a>(
            &'a self,
            _: &'a paginate_runtime::HeaderMap,
        ) -> paginate_runtime::page::PageInfo<'a> {
            paginate_runtime::page::PageInfo::new().items(Some(&self.items))
        }
        fn take_items(&mut self) -> Vec<std::rc::Rc<u32>> {
            std::mem::take(&mut self.items)
        }
    }
    let script = Script::new([results(&[1]), results(&[])]);
    let decode = |_: &http::response::Parts, body: &Bytes| {
        let page: Numbered = serde_json::from_slice(body)?;
        Ok::<_, serde_json::Error>(Local {
            items: page.results.into_iter().map(std::rc::Rc::new).collect(),
        })
    };
    let (items, _) = all(Local::paginate(script.get("/l")).decode(decode).items()).await;
    assert_eq!(*items[0], 1);
}

#[tokio::test]
async fn nothing_is_sent_before_the_first_poll_and_none_after_the_end() {
    let script = Script::new([tokens(&[1, 2], "t"), tokens(&[3], ""), tokens(&[9], "")]);
    let mut items = Tokens::paginate(script.get("/u")).items();
    assert_eq!(script.lines().len(), 0);
    assert_eq!(items.next().await.expect("an item").expect("no error"), 1);
    assert_eq!(script.lines().len(), 1, "one page at a time");
    assert_eq!(items.next().await.expect("an item").expect("no error"), 2);
    assert_eq!(
        script.lines().len(),
        1,
        "the next page is not asked for before it is wanted"
    );
    assert_eq!(items.next().await.expect("an item").expect("no error"), 3);
    for _ in 0..3 {
        assert!(items.next().await.is_none());
    }
    assert_eq!(script.lines().len(), 2);
    assert!(items.is_terminated());
}

#[tokio::test]
async fn a_stream_is_over_after_an_error() {
    let script = Script::new([Reply::empty(501), tokens(&[1], "")]);
    let mut items = Tokens::paginate(script.get("/u")).items();
    assert!(items.next().await.expect("an error").is_err());
    for _ in 0..3 {
        assert!(items.next().await.is_none());
    }
    assert_eq!(
        (
            script.lines().len(),
            items.end_reason(),
            items.is_terminated()
        ),
        (1, None, true)
    );
}

#[tokio::test]
async fn an_error_of_the_setup_is_given_once() {
    let script = Script::new([]);
    let mut pages = Tokens::paginate(script.get("/u"))
        .allow_origin("not an origin")
        .pages();
    let error = pages.next().await.expect("an error").expect_err("an error");
    assert_eq!(
        error.to_string(),
        "`allow_origin` takes an origin such as `https://api.example.com`"
    );
    assert!(pages.next().await.is_none());
    assert!(pages.is_terminated());
}

#[tokio::test]
async fn the_traits_of_futures_and_the_inherent_methods_agree() {
    let replies = || Script::new([tokens(&[1, 2], "t"), tokens(&[3], "")]);
    let inherent: Vec<u32> = Tokens::paginate(replies().get("/u"))
        .items()
        .try_collect()
        .await
        .expect("no error");
    let by_trait: Vec<u32> =
        TryStreamExt::try_collect(Tokens::paginate(replies().get("/u")).items())
            .await
            .expect("no error");
    assert_eq!(inherent, by_trait);
    let pages: Vec<Page<Tokens>> = Tokens::paginate(replies().get("/u"))
        .pages()
        .try_collect()
        .await
        .expect("no error");
    assert_eq!(
        pages
            .iter()
            .map(|page| page.get().users.len())
            .collect::<Vec<_>>(),
        [2, 1]
    );
    let mut items = Tokens::paginate(replies().get("/u")).items();
    assert_eq!(items.try_next().await.expect("no error"), Some(1));
    assert_eq!(
        StreamExt::next(&mut items)
            .await
            .expect("an item")
            .expect("no error"),
        2
    );
}

#[tokio::test]
async fn size_hints_are_honest() {
    let script = Script::new([tokens(&[1, 2], "")]);
    let mut items = Tokens::paginate(script.get("/u")).items();
    assert_eq!(items.size_hint(), (0, None));
    items.next().await;
    assert_eq!(items.size_hint(), (1, Some(1)));
    items.next().await;
    assert_eq!(items.size_hint(), (0, Some(0)));
}

#[tokio::test]
async fn dropping_a_stream_drops_the_request_under_way() {
    struct Sent(Arc<AtomicUsize>);
    impl Drop for Sent {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let dropped = Arc::new(AtomicUsize::new(0));
    let counter = dropped.clone();
    let never = move |_: http::Request<Bytes>| {
        let sent = Sent(counter.clone());
        async move {
            let _sent = sent;
            std::future::pending::<Result<http::Response<Full<Bytes>>, std::io::Error>>().await
        }
    };
    let request = http::Request::get("https://api.example.com/u")
        .body(())
        .expect("a request");
    let mut items = Tokens::paginate((never, request)).items();
    assert!(items.next().now_or_never().is_none());
    assert!(
        format!("{items:?}").contains("in_flight: true"),
        "{items:?}"
    );
    assert_eq!(dropped.load(Ordering::SeqCst), 0);
    drop(items);
    assert_eq!(dropped.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_poll_that_is_given_up_loses_nothing() {
    // A transport that is pending once before its response is ready.
    let script = Script::new([tokens(&[1], "t"), tokens(&[2], "")]);
    let inner = script.clone();
    let slow = move |request: http::Request<Bytes>| {
        let inner = inner.clone();
        async move {
            let mut first = true;
            poll_fn(|cx| {
                if std::mem::take(&mut first) {
                    cx.waker().wake_by_ref();
                    Poll::Pending
                } else {
                    Poll::Ready(())
                }
            })
            .await;
            paginate_runtime::transport::Transport::send(&inner, request).await
        }
    };
    let (_, request) = script.get("/u?page_size=1");
    let mut items = Tokens::paginate((slow, request)).items();
    let mut found = Vec::new();
    for _ in 0..20 {
        // Each `next` future is dropped after one poll, as `select!` does.
        if let Some(Some(item)) = items.next().now_or_never() {
            found.push(item.expect("no error"));
        }
    }
    assert_eq!(found, [1, 2]);
    assert_eq!(
        script.lines(),
        ["GET /u?page_size=1", "GET /u?page_size=1&next_page_token=t"]
    );
}

#[tokio::test]
async fn transports_can_be_erased_and_shared() {
    let script = Script::new([tokens(&[1], "t"), tokens(&[2], "")]);
    let (_, request) = script.get("/u");
    let transport = Arc::new(AnyTransport::new(script.clone()));
    let (users, end) = all(Tokens::paginate((transport, request)).items()).await;
    assert_eq!((users, end), (vec![1, 2], EndReason::NoContinuation));
}

#[test]
fn streams_do_not_print_what_they_hold() {
    let script = Script::new([tokens(&[1], "s3cret")]);
    let (_, request) = script.get("/u?api_key=s3cret");
    let mut items = Tokens::paginate((script, request)).items();
    let _ = items.next().now_or_never();
    let shown = format!("{items:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    let _ = Pin::new(&mut items);
}
