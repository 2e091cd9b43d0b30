// Written by `cargo paginate`. A walk:
//
//     let client = paginate_runtime::reqwest_0_13::client()?;
//     let request = list_users(&client, base);
//     let mut items = ListUsersPage::paginate(request).items();
//     while let Some(item) = items.try_next().await? {
//         println!("{item:?}");
//     }

use std::collections::BTreeMap;

use paginate_runtime::Paginated;
use serde::Deserialize;

/// A page of `GET /users`.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = ("x_ms_continuation", header("x-ms-row")),
    param = (header("x-ms-continuation"), "row"),
    items = "members"
)]
#[serde(rename_all = "kebab-case")]
pub struct ListUsersPage {
    pub members: Option<Vec<User>>,
    pub x_ms_continuation: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub struct User {
    #[serde(rename = "Option")]
    pub option: Box<OptionData>,
    pub r#fn: Option<String>,
    #[serde(default)]
    pub anything: serde_json::Value,
}

#[derive(Debug, Deserialize)]
pub struct OptionData {
    pub boss: Option<Box<User>>,
}

/// A page of `GET /teams`.
#[derive(Deserialize, Paginated)]
#[paginate(
    page = "offset",
    items = "by_name",
    start = 1,
    pages = header("X-Total-Pages"),
    end_on = [404, short],
    error = "odd"
)]
pub struct TypePage {
    pub by_name: Option<BTreeMap<String, User>>,
    #[serde(default)]
    pub odd: serde_json::Value,
}

/// The first request of a walk over `GET /users`.
///
/// The arguments are not percent-encoded.
pub fn list_users(client: &reqwest::Client, base: &str) -> reqwest::RequestBuilder {
    let url = format!("{base}/users");
    client.get(url)
}

/// The first request of a walk over `GET /teams`.
///
/// The arguments are not percent-encoded.
pub fn type_(
    client: &reqwest::Client,
    base: &str,
    path_and_query: &str,
) -> reqwest::RequestBuilder {
    let url = format!("{base}{path_and_query}");
    client.get(url)
}
