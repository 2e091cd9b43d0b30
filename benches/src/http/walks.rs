//! The same walk over HTTP, by hand and by libraries.

use std::hint::black_box;

use futures::stream::{self, Stream, TryStreamExt};
use page_turner::prelude::*;
use paginate_runtime::Paginated;
use reqwest::{Client, Url};

use crate::api::{At, Turner, User, fetch, request};

/// A page of users.
type UserList = crate::api::UserList<User>;

/// Consumes a user in the same way in every walk.
fn consume(user: User) -> u64 {
    black_box((&user.id, &user.email));
    1
}

pub(super) async fn loop_bytes(client: Client, url: String) -> u64 {
    let mut token = String::new();
    let mut seen = 0;
    loop {
        let list = fetch(&client, &url, &token).await.expect("a page");
        for user in list.users {
            seen += consume(user);
        }
        token = list.next_page_token;
        if token.is_empty() {
            return seen;
        }
    }
}

pub(super) async fn loop_json(client: Client, url: String) -> u64 {
    let mut token = String::new();
    let mut seen = 0;
    loop {
        let response = request(&client, &url, &token)
            .send()
            .await
            .and_then(reqwest::Response::error_for_status);
        let list: UserList = response.expect("a response").json().await.expect("a page");
        for user in list.users {
            seen += consume(user);
        }
        token = list.next_page_token;
        if token.is_empty() {
            return seen;
        }
    }
}

/// The cheapest loop: the URL is parsed once, and both parameters are written together.
pub(super) async fn loop_parsed(client: Client, url: String) -> u64 {
    let url = Url::parse(&url).expect("a URL");
    let mut token = String::new();
    let mut seen = 0;
    loop {
        let mut page_url = url.clone();
        {
            let mut query = page_url.query_pairs_mut();
            query.append_pair("page_size", "300");
            if !token.is_empty() {
                query.append_pair("next_page_token", &token);
            }
        }
        let response = client
            .get(page_url)
            .send()
            .await
            .and_then(reqwest::Response::error_for_status);
        let body = response.expect("a response").bytes().await.expect("a body");
        let list: UserList = serde_json::from_slice(&body).expect("a list of users");
        for user in list.users {
            seen += consume(user);
        }
        token = list.next_page_token;
        if token.is_empty() {
            return seen;
        }
    }
}

async fn drain<E: std::fmt::Debug>(users: impl Stream<Item = Result<User, E>>) -> u64 {
    let mut users = std::pin::pin!(users);
    let mut seen = 0;
    while let Some(user) = users.try_next().await.expect("a user") {
        seen += consume(user);
    }
    seen
}

pub(super) async fn unfold(client: Client, url: String) -> u64 {
    let (client, url) = (&client, &url);
    let pages = stream::try_unfold(Some(String::new()), move |token| async move {
        let Some(token) = token else { return Ok(None) };
        let list = fetch(client, url, &token).await?;
        let next = Some(list.next_page_token).filter(|token| !token.is_empty());
        Ok::<_, reqwest::Error>(Some((list.users, next)))
    });
    drain(
        pages
            .map_ok(|users| stream::iter(users.into_iter().map(Ok::<_, reqwest::Error>)))
            .try_flatten(),
    )
    .await
}

pub(super) async fn page_turner(client: Client, url: String) -> u64 {
    drain(Turner::new(client, url).pages(At(String::new())).items()).await
}

pub(super) async fn ours_items(client: Client, url: String) -> u64 {
    drain(UserList::paginate(client.get(url)).items()).await
}

pub(super) async fn ours_pages(client: Client, url: String) -> u64 {
    let mut pages = UserList::paginate(client.get(url)).pages();
    let mut seen = 0;
    while let Some(page) = pages.try_next().await.expect("a page") {
        for user in page.into_items() {
            seen += consume(user);
        }
    }
    seen
}

pub(super) async fn ours_prefetch(client: Client, url: String) -> u64 {
    drain(UserList::paginate(client.get(url)).prefetch(1).items()).await
}
