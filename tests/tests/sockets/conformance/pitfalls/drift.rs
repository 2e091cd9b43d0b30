//! Lists that change.

use super::*;

/// rspotify#526: rows that were filtered out shifted the offset.
#[tokio::test]
async fn rows_that_are_null_count_for_the_offset() {
    #[derive(Deserialize)]
    struct Entry {
        track: Option<u32>,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(offset = "offset", items = "entries[].track", item = u32, size = "limit", max = 3)]
    struct Playlist {
        entries: Vec<Entry>,
    }
    let server = Server::start(|request| {
        let offset: usize = request.param("offset").unwrap().parse().unwrap();
        let all = [Some(1), None, Some(2), None, None, Some(3), Some(4)];
        let entries: Vec<Value> = all
            .iter()
            .skip(offset)
            .take(3)
            .map(|track| json!({ "track": track }))
            .collect();
        Reply::json(json!({ "entries": entries }))
    });
    let walk = walk(Playlist::paginate(get(&server, "/playlist"))).await;
    assert_eq!(walk.received, 4, "items are what is delivered");
    assert_eq!(walk.ended(), (vec![1, 2, 3, 4], EndReason::Empty));
    let offsets: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.param("offset").unwrap())
        .collect();
    assert_eq!(offsets, ["0", "3", "6", "7"]);
}

/// `offset += limit` (dlt, singer-sdk) skips rows if the server reduces page sizes: of twelve, six
/// were lost.
#[tokio::test]
async fn offsets_advance_by_what_was_received() {
    let server = Server::start(|request| {
        let offset: u32 = request.param("offset").unwrap().parse().unwrap();
        items(&(offset..12).take(2).collect::<Vec<_>>())
    });
    assert_eq!(
        walk(Skipped::paginate(get(&server, "/list"))).await.ended(),
        ((0..12).collect(), EndReason::Empty)
    );
    assert_eq!(server.lines()[1], "GET /list?offset=2&limit=5");
}

/// GitLab's documentation on keyset pagination: rows that are deleted between two requests shift
/// offsets, but not keys.
#[tokio::test]
async fn a_key_holds_its_place_while_rows_vanish() {
    let requests = std::sync::atomic::AtomicU32::new(0);
    let server = Server::start(move |request| {
        // Each request deletes the first row that is left.
        let deleted = requests.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let after: u32 = request
            .param("starting_after")
            .map_or(0, |after| after.parse().unwrap());
        let rows: Vec<u32> = (deleted + 1..=7).filter(|id| *id > after).collect();
        let data: Vec<Value> = rows.iter().take(2).map(|id| json!({ "id": id })).collect();
        Reply::json(json!({ "data": data, "has_more": rows.len() > 2 }))
    });
    let (found, end) = walk(Stripe::paginate(get(&server, "/list"))).await.ended();
    assert_eq!(
        found.iter().map(|row| row.id).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6, 7]
    );
    assert_eq!((end, server.lines().len()), (EndReason::Flag, 4));
}
