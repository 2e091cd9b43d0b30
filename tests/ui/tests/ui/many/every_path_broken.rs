use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "nextPageToken",
    more = "has..more",
    items = "/users",
    ok = "succes",
    error = "errors[0]",
    nested = ["", "groups[]"]
)]
#[serde(rename_all = "camelCase")]
struct UserList {
    next_page_token: String,
    has_more: bool,
    users: Vec<String>,
    success: bool,
    errors: Vec<String>,
}

fn main() {}
