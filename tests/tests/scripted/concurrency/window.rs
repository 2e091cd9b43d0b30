//! How many requests are sent at a time, and how far the walk is ahead of its consumer.

use super::*;

#[tokio::test(start_paused = true)]
async fn sixty_four_pages_take_the_time_of_nine() {
    let script = by_number(640);
    let begin = Instant::now();
    let (rows, ..) = all(Numbered::paginate(script.get("/l")).concurrency(8).items()).await;
    assert_eq!(rows, (0..640).collect::<Vec<_>>());
    // The first page alone, and 63 more, eight at a time.
    assert_eq!(begin.elapsed(), DELAY * 9);
    assert_eq!((script.lines().len(), script.most_at_once()), (64, 8));
}

#[tokio::test(start_paused = true)]
async fn a_slow_page_holds_up_its_followers_and_no_more_than_the_window_waits() {
    let script = Script::handler(|request| {
        let at = (number(request, "page", 1) - 1) * 10;
        let slow = if at == 20 { 20 } else { 1 };
        numbered_page(at, 200).delayed(DELAY * slow)
    });
    let mut items = Numbered::paginate(script.get("/l")).concurrency(4).items();
    for row in 0..20 {
        assert_eq!(items.try_next().await.unwrap(), Some(row));
    }
    tokio::time::sleep(DELAY * 10).await;
    // Page 3 is slow; pages 4, 5 and 6 wait for it.
    assert_eq!(script.lines().len(), 6);
    for row in 20..200 {
        assert_eq!(items.try_next().await.unwrap(), Some(row));
    }
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(script.lines().len(), 20);
}

#[tokio::test(start_paused = true)]
async fn a_busy_consumer_finds_a_full_window_and_never_more() {
    for at_once in 2..6 {
        let script = by_number(640);
        let mut pages = Numbered::paginate(script.get("/l"))
            .concurrency(at_once)
            .pages();
        settle().await;
        assert_eq!(script.lines().len(), 0, "nothing before the first poll");
        for taken in 1..10 {
            pages.try_next().await.unwrap().unwrap();
            tokio::time::sleep(DELAY * 20).await;
            assert_eq!(
                script.lines().len(),
                taken + at_once,
                "{taken} taken, {at_once} ahead"
            );
        }
        drop(pages);
        tokio::time::sleep(DELAY * 20).await;
        assert_eq!(
            script.lines().len(),
            9 + at_once,
            "nothing after the stream is gone"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn prefetch_makes_the_window_longer_and_no_more_requests_at_a_time() {
    let script = by_number(640);
    let mut pages = Numbered::paginate(script.get("/l"))
        .concurrency(2)
        .prefetch(7)
        .pages();
    pages.try_next().await.unwrap().unwrap();
    tokio::time::sleep(DELAY * 20).await;
    assert_eq!((script.lines().len(), script.most_at_once()), (8, 2));
}

#[tokio::test(start_paused = true)]
async fn pages_from_a_function_come_several_at_a_time_too() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let begin = Instant::now();
    let walk = Skipped::paginate_with(move |offset: u64| {
        counter.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::time::sleep(DELAY).await;
            let rows = (offset..100.min(offset + 10)).collect();
            Ok::<_, std::io::Error>(Skipped {
                total: Some(100),
                rows,
            })
        }
    });
    let (rows, ..) = all(walk.concurrency(3).items()).await;
    assert_eq!(
        (rows, asked.load(Ordering::SeqCst)),
        ((0..100).collect(), 10)
    );
    assert_eq!(begin.elapsed(), DELAY * 4);
}

#[test]
fn without_a_runtime_that_spawns_the_stream_itself_drives_it() {
    let script = Script::handler(|request| {
        numbered_page((number(request, "page", 1) - 1) * 10, 95).delayed(Duration::ZERO)
    });
    let (rows, end, ..) = futures::executor::block_on(all(Numbered::paginate(script.get("/l"))
        .concurrency(4)
        .items()));
    assert_eq!((rows, end), ((0..95).collect(), Some(EndReason::Total)));
}
