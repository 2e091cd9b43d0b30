//! A list of users over HTTP, which the walks of this crate request.

use std::marker::PhantomData;

use page_turner::prelude::*;
use paginate_runtime::Paginated;
use reqwest::{Client, RequestBuilder};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A user.
#[derive(Debug, Deserialize)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) email: String,
}

/// A user with a long text, for large pages.
#[derive(Debug, Deserialize)]
pub(crate) struct Profile {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) about: String,
}

/// A page of users.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", max = 300)]
pub(crate) struct UserList<U> {
    pub(crate) next_page_token: String,
    pub(crate) users: Vec<U>,
}

/// The same page, by its number.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", pages = "total_pages", items = "users", max = 300)]
pub(crate) struct NumberedList<U> {
    pub(crate) total_pages: u64,
    pub(crate) users: Vec<U>,
}

/// The request for the page at a token, as in a hand-written program.
pub(crate) fn request(client: &Client, url: &str, token: &str) -> RequestBuilder {
    let request = client.get(url).query(&[("page_size", "300")]);
    if token.is_empty() {
        request
    } else {
        request.query(&[("next_page_token", token)])
    }
}

/// The request for the page with this number.
fn numbered_request(client: &Client, url: &str, page: u64) -> RequestBuilder {
    client.get(url).query(&[("page_size", 300), ("page", page)])
}

async fn get<P: DeserializeOwned>(request: RequestBuilder) -> Result<P, reqwest::Error> {
    let response = request.send().await?.error_for_status()?;
    let body = response.bytes().await?;
    Ok(serde_json::from_slice(&body).expect("a list of users"))
}

/// The page at a token.
pub(crate) async fn fetch<U: DeserializeOwned>(
    client: &Client,
    url: &str,
    token: &str,
) -> Result<UserList<U>, reqwest::Error> {
    get(request(client, url, token)).await
}

/// The page with this number.
pub(crate) async fn fetch_numbered<U: DeserializeOwned>(
    client: &Client,
    url: &str,
    page: u64,
) -> Result<NumberedList<U>, reqwest::Error> {
    get(numbered_request(client, url, page)).await
}

/// The list, for page-turner.
pub(crate) struct Turner<U> {
    client: Client,
    url: String,
    user: PhantomData<fn() -> U>,
}

impl<U> Turner<U> {
    pub(crate) fn new(client: Client, url: String) -> Self {
        Self {
            client,
            url,
            user: PhantomData,
        }
    }
}

/// The token of a page.
pub(crate) struct At(pub(crate) String);

/// The number of a page.
pub(crate) struct Number(pub(crate) u64);

impl RequestAhead for Number {
    fn next_request(&self) -> Self {
        Self(self.0 + 1)
    }
}

impl<U: DeserializeOwned + Send> PageTurner<At> for Turner<U> {
    type PageItems = Vec<U>;
    type PageError = reqwest::Error;

    async fn turn_page(&self, At(token): At) -> TurnedPageResult<Self, At> {
        let list = fetch(&self.client, &self.url, &token).await?;
        let next = Some(list.next_page_token).filter(|token| !token.is_empty());
        Ok(TurnedPage::new(list.users, next.map(At)))
    }
}

impl<U: DeserializeOwned + Send> PageTurner<Number> for Turner<U> {
    type PageItems = Vec<U>;
    type PageError = reqwest::Error;

    async fn turn_page(&self, Number(page): Number) -> TurnedPageResult<Self, Number> {
        let list = fetch_numbered(&self.client, &self.url, page).await?;
        let next = (page < list.total_pages).then(|| Number(page + 1));
        Ok(TurnedPage::new(list.users, next))
    }
}
