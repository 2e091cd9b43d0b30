use paginate_runtime::{Items, Paginated};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "data")]
struct Page<T> {
    next_page_token: String,
    data: Vec<T>,
}

fn list<T: DeserializeOwned>(client: &reqwest::Client) -> Items<Page<T>> {
    Page::<T>::paginate(client.get("https://api.example.com/users")).items()
}

fn main() {}
