//! DynamoDB: the token is an object, which is sent back unchanged in the POST body, and each
//! request has its own signature.
//!
//! ```sh
//! cargo run -p paginate-examples --example dynamodb_object_token
//! ```
//!
//! It prints:
//!
//! ```text
//! Ashes, Blue, Echo, Fire
//! POST / {"FilterExpression":"#year >= :year","TableName":"Songs","Limit":2}
//! POST / {"FilterExpression":"#year >= :year","TableName":"Songs","ExclusiveStartKey":{"Title":{"S":"Blue"}},"Limit":2}
//! POST / {"FilterExpression":"#year >= :year","TableName":"Songs","ExclusiveStartKey":{"Title":{"S":"Dust"}},"Limit":2}
//! POST / {"FilterExpression":"#year >= :year","TableName":"Songs","ExclusiveStartKey":{"Title":{"S":"Fire"}},"Limit":2}
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use paginate_examples::Server;
use paginate_examples::servers::dynamodb;
use paginate_runtime::{EndReason, HeaderMap, Paginated};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A token can have any type that implements `PageToken`, here a map. Only an absent token is the
/// end; pages before the end may be empty.
#[derive(Deserialize, Paginated)]
#[paginate(token = "last_evaluated_key", param = body("ExclusiveStartKey"), items = "items", size = body("Limit"))]
#[serde(rename_all = "PascalCase")]
struct QueryOutput {
    last_evaluated_key: Option<Map<String, Value>>,
    #[serde(default)]
    items: Vec<Song>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Song {
    title: Text,
}

#[derive(Deserialize)]
struct Text {
    #[serde(rename = "S")]
    text: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paginate_runtime::Error> {
    let server = Server::start(dynamodb::router()).await;
    let request = reqwest::Client::new()
        .post(&server.origin)
        .header("x-amz-target", "DynamoDB_20120810.Query")
        .json(&json!({ "FilterExpression": "#year >= :year", "TableName": "Songs" }));

    let mut songs = QueryOutput::paginate(request)
        .page_size(2)
        // Called for each request as it will be sent, including the body, so it can sign the
        // request.
        .authorize(async |request, _| {
            let mut headers = HeaderMap::new();
            headers.insert(
                "authorization",
                dynamodb::signature(request.body()).parse()?,
            );
            Ok::<_, http::header::InvalidHeaderValue>(headers)
        })
        .items();
    let mut titles = Vec::new();
    while let Some(song) = songs.try_next().await? {
        titles.push(song.title.text);
    }
    println!("{}", titles.join(", "));
    let requests = server.requests();
    println!("{}", requests.join("\n"));

    assert_eq!(titles, ["Ashes", "Blue", "Echo", "Fire"]);
    assert_eq!(songs.end_reason(), Some(EndReason::NoContinuation));
    assert_eq!(
        requests.len(),
        4,
        "past a page that the filter emptied, and once more after a full last page"
    );
    Ok(())
}
