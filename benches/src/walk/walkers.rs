//! The same walk by hand and with libraries. All consume whole pages.

use std::hint::black_box;
use std::time::Duration;

use futures::stream::{Stream, StreamExt, TryStreamExt};
use page_turner::prelude::*;
use paginate_runtime::{Page, Pages, Paginated};
use reqwest::Client;

use crate::api::{At, Number, Profile, Turner, fetch, fetch_numbered};

type UserList = crate::api::UserList<Profile>;
type NumberedList = crate::api::NumberedList<Profile>;

/// The consumer's work on a page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Consumer {
    /// Nothing.
    Instant,
    /// Waits without blocking.
    Sleeps(Duration),
    /// Blocks its thread, but sleeps, so it uses none of the few cores of this machine.
    Blocks(Duration),
}

impl Consumer {
    pub(super) fn time(self) -> Duration {
        match self {
            Self::Instant => Duration::ZERO,
            Self::Sleeps(time) | Self::Blocks(time) => time,
        }
    }

    /// Consumes a page, including the consumer's work.
    async fn take(self, users: Vec<Profile>) -> u64 {
        for user in &users {
            black_box((&user.id, &user.email, &user.about));
        }
        match self {
            Self::Instant => {}
            Self::Sleeps(time) => tokio::time::sleep(time).await,
            Self::Blocks(time) => std::thread::sleep(time),
        }
        users.len() as u64
    }

    async fn drain<E: std::fmt::Debug>(
        self,
        pages: impl Stream<Item = Result<Vec<Profile>, E>>,
    ) -> u64 {
        let mut pages = std::pin::pin!(pages);
        let mut seen = 0;
        while let Some(page) = pages.next().await {
            seen += self.take(page.expect("a page")).await;
        }
        seen
    }

    async fn drain_ours<P: Paginated<Item = Profile>>(self, pages: Pages<P>) -> u64 {
        self.drain(TryStreamExt::map_ok(pages, Page::into_items))
            .await
    }
}

pub(super) async fn by_hand(client: Client, url: String, consumer: Consumer) -> u64 {
    let mut token = String::new();
    let mut seen = 0;
    loop {
        let list: UserList = fetch(&client, &url, &token).await.expect("a page");
        seen += consumer.take(list.users).await;
        token = list.next_page_token;
        if token.is_empty() {
            return seen;
        }
    }
}

pub(super) async fn numbered_by_hand(client: Client, url: String, consumer: Consumer) -> u64 {
    let mut seen = 0;
    for page in 1.. {
        let list: NumberedList = fetch_numbered(&client, &url, page).await.expect("a page");
        seen += consumer.take(list.users).await;
        if page >= list.total_pages {
            break;
        }
    }
    seen
}

pub(super) async fn page_turner(client: Client, url: String, consumer: Consumer) -> u64 {
    let turner = Turner::new(client, url);
    consumer.drain(turner.pages(At(String::new()))).await
}

pub(super) async fn page_turner_ahead(
    client: Client,
    url: String,
    consumer: Consumer,
    requests: usize,
) -> u64 {
    let turner = Turner::new(client, url);
    consumer
        .drain(turner.pages_ahead(requests, Limit::None, Number(1)))
        .await
}

pub(super) async fn ours(client: Client, url: String, consumer: Consumer) -> u64 {
    consumer
        .drain_ours(UserList::paginate(client.get(url)).pages())
        .await
}

pub(super) async fn ours_prefetch(
    client: Client,
    url: String,
    consumer: Consumer,
    pages: usize,
) -> u64 {
    consumer
        .drain_ours(UserList::paginate(client.get(url)).prefetch(pages).pages())
        .await
}

pub(super) async fn ours_early(client: Client, url: String, consumer: Consumer) -> u64 {
    consumer
        .drain_ours(UserList::paginate(client.get(url)).early().pages())
        .await
}

pub(super) async fn ours_prefetch_early(
    client: Client,
    url: String,
    consumer: Consumer,
    pages: usize,
) -> u64 {
    let walk = UserList::paginate(client.get(url)).prefetch(pages).early();
    consumer.drain_ours(walk.pages()).await
}

pub(super) async fn ours_numbered(client: Client, url: String, consumer: Consumer) -> u64 {
    consumer
        .drain_ours(NumberedList::paginate(client.get(url)).pages())
        .await
}

pub(super) async fn ours_concurrency(
    client: Client,
    url: String,
    consumer: Consumer,
    requests: usize,
) -> u64 {
    let walk = NumberedList::paginate(client.get(url)).concurrency(requests);
    consumer.drain_ours(walk.pages()).await
}
