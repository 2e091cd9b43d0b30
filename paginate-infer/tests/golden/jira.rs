// Written by `cargo paginate`. A walk:
//
//     let client = paginate_runtime::reqwest_0_13::client()?;
//     let request = get_all_sprints(&client, board_id, state);
//     let mut items = PaginatedSprints::paginate(request).items();
//     while let Some(item) = items.try_next().await? {
//         println!("{item:?}");
//     }

use paginate_runtime::Paginated;
use serde::Deserialize;

/// A page of `GET /agile/1.0/board/{boardId}/sprint`.
#[derive(Deserialize, Paginated)]
#[paginate(
    offset = "startAt",
    items = "values",
    size = "maxResults",
    done = "is_last",
    total = "total"
)]
#[serde(rename_all = "camelCase")]
pub struct PaginatedSprints {
    pub total: Option<i64>,
    pub is_last: Option<bool>,
    pub values: Option<Vec<Sprint>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sprint {
    pub id: i64,
    pub self_: String,
    pub start_date: Option<String>,
    pub goal: Option<String>,
}

/// The first request of a walk over `GET /agile/1.0/board/{boardId}/sprint`.
///
/// The arguments are not percent-encoded.
pub fn get_all_sprints(
    client: &reqwest::Client,
    board_id: &str,
    state: &str,
) -> reqwest::RequestBuilder {
    let url = format!(
        "https://example.atlassian.net/rest/agile/1.0/board/{board_id}/sprint?state={state}"
    );
    client.get(url)
}
