//! Previous and next buttons for an API that only goes forward, in a web application that stores a
//! history in its session. Also exposes the same list one page at a time, with the application's
//! own token.
//!
//! ```sh
//! cargo run -p paginate-examples --example browse
//! ```
//!
//! It prints:
//!
//! ```text
//! next      page 1: Jill          [        ] [next]
//! next      page 2: Htrue         [previous] [next]
//! next      page 3: Aldo          [previous] [    ]
//! previous  page 2: Htrue         [previous] [next]
//! previous  page 1: Jill          [        ] [next]
//! next      page 2: Htrue         [previous] [next]
//! 6 requests, one for each click
//! list_users_page: Jill Htrue, then Aldo
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use paginate_examples::Server;
use paginate_examples::servers::zoom;
use paginate_runtime::browse::{Continuation, History};
use paginate_runtime::{Error, Paginated};
use serde::Deserialize;

#[derive(Deserialize)]
struct User {
    first_name: String,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", max = 300)]
struct UserList {
    next_page_token: String,
    users: Vec<User>,
}

/// A click on a button.
#[derive(Clone, Copy)]
enum Button {
    Next,
    Previous,
}

/// A request handler of the application. All it knows of the last click is in the session.
async fn click(
    api: &Api,
    button: Button,
    session: &mut Option<String>,
) -> Result<String, Box<dyn std::error::Error>> {
    let history: Option<History> = session.as_deref().map(serde_json::from_str).transpose()?;
    let mut browse = UserList::paginate(api.users())
        .page_size(1)
        .browse()
        .remember(20)
        .resume(history);
    let page = match button {
        Button::Next => browse.next().await?,
        Button::Previous => browse.previous().await?,
    };
    *session = Some(serde_json::to_string(browse.history())?);
    let Some(page) = page else {
        return Ok("no such page".to_owned());
    };
    let index = page.index();
    let names: Vec<String> = page
        .into_items()
        .into_iter()
        .map(|user| user.first_name)
        .collect();
    let previous = if browse.has_previous() {
        "previous"
    } else {
        ""
    };
    let next = if browse.has_next() { "next" } else { "" };
    Ok(format!(
        "page {index}: {:<13} [{previous:<8}] [{next:<4}]",
        names.join(" ")
    ))
}

/// A paginated function of the application itself: it returns users, and a token for the next page.
async fn list_users_page(
    api: &Api,
    token: Option<&str>,
) -> Result<(Vec<User>, Option<String>), Error> {
    let from: Option<Continuation> = token.map(str::parse).transpose()?;
    let mut pages = UserList::paginate(api.users())
        .page_size(2)
        .start_from(from)
        .pages();
    let Some(page) = pages.try_next().await? else {
        return Ok((Vec::new(), None));
    };
    let next = page.continuation().map(|next| next.to_text());
    Ok((page.into_items(), next))
}

/// The API that the application uses.
struct Api {
    client: reqwest::Client,
    origin: String,
}

impl Api {
    fn users(&self) -> reqwest::RequestBuilder {
        self.client
            .get(format!("{}/v2/users", self.origin))
            .bearer_auth(zoom::ACCESS_TOKEN)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::start(zoom::router()).await;
    let api = Api {
        client: reqwest::Client::new(),
        origin: server.origin.clone(),
    };

    let mut session = None;
    let clicks = [
        Button::Next,
        Button::Next,
        Button::Next,
        Button::Previous,
        Button::Previous,
        Button::Next,
    ];
    for button in clicks {
        let name = match button {
            Button::Next => "next",
            Button::Previous => "previous",
        };
        println!("{name:<9} {}", click(&api, button, &mut session).await?);
    }
    let requests = server.requests().len();
    println!("{requests} requests, one for each click");
    assert_eq!(requests, clicks.len());

    let names = |users: Vec<User>| {
        users
            .into_iter()
            .map(|user| user.first_name)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (first, token) = list_users_page(&api, None).await?;
    let (second, end) = list_users_page(&api, token.as_deref()).await?;
    println!("list_users_page: {}, then {}", names(first), names(second));
    assert!(token.is_some() && end.is_none());
    Ok(())
}
