// Written by `cargo paginate`. A walk:
//
//     let client = paginate_runtime::reqwest_0_13::client()?;
//     let request = get_charges(&client, access_token);
//     let mut items = GetChargesPage::paginate(request).items();
//     while let Some(item) = items.try_next().await? {
//         println!("{item:?}");
//     }

use std::collections::BTreeMap;

use paginate_runtime::Paginated;
use serde::Deserialize;

/// A page of `GET /v1/charges`.
#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "id",
    param = "starting_after",
    items = "data",
    size = "limit",
    max = 100,
    more = "has_more"
)]
pub struct GetChargesPage {
    pub data: Vec<Charge>,
    pub has_more: bool,
}

#[derive(Debug, Deserialize)]
pub struct Charge {
    pub id: String,
    pub amount: i64,
    #[serde(default)]
    pub customer: serde_json::Value,
    pub metadata: BTreeMap<String, String>,
}

/// The first request of a walk over `GET /v1/charges`.
///
/// It also takes `customer`.
pub fn get_charges(client: &reqwest::Client, access_token: &str) -> reqwest::RequestBuilder {
    let url = "https://api.stripe.com/v1/charges";
    client.get(url).bearer_auth(access_token)
}
