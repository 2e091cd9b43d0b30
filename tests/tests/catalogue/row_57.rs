//! Row 57. Salesforce Bulk API 2.0, results of a query
//!
//! The results are CSV: a function reads them (here in a few lines; use the crate `csv` for fields
//! with commas). The header `Sforce-Locator` is sent back as the parameter `locator`; on the last
//! page it is the word `null`, which in a header means that there is none. Without `maxRecords`,
//! the service chooses the size of a page.
//!
//! Sends: GET /services/data/v63.0/jobs/query/750.../results, then ...?locator=...
//!
//! Source: S, the Bulk API 2.0 guide, "Get Results for a Query Job"; I and K: the word `null`, and
//! a line of names on each page.

use paginate_runtime::EndReason;
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

use crate::common::{client, encoded, walk_other};

// [declaration]
use bytes::Bytes;
use http::response::Parts;
use paginate_runtime::Paginated;

#[derive(Paginated)]
#[paginate(
    token = header("Sforce-Locator"),
    param = "locator",
    items = "rows",
    size = "maxRecords",
    decode = Self::from_csv
)]
struct Results {
    rows: Vec<Account>,
}

#[derive(Debug, PartialEq)]
struct Account {
    id: String,
    name: String,
}

impl Results {
    fn from_csv(_: &Parts, body: &Bytes) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let lines = std::str::from_utf8(body)?.lines().skip(1); // the names of the columns
        let account = |line: &str| -> Result<Account, Box<dyn std::error::Error + Send + Sync>> {
            let (id, name) = line
                .trim_matches('"')
                .split_once("\",\"")
                .ok_or("a row of two fields")?;
            Ok(Account {
                id: id.to_owned(),
                name: name.to_owned(),
            })
        };
        let rows = lines.map(account).collect::<Result<_, _>>()?;
        Ok(Self { rows })
    }
}
// [/declaration]

const RESULTS: &str = "/services/data/v63.0/jobs/query/750R0000000zlh9IAA/results";

fn salesforce() -> Server {
    let api = Api::numbered(5)
        .size("maxRecords", 10, 10)
        .by_token("locator");
    Server::start(move |request| {
        let refuse = |refusal: paginate_tests::Refusal| {
            Reply::json(
                json!([{ "errorCode": "INVALID_QUERY_LOCATOR", "message": refusal.to_string() }]),
            )
            .status(400)
        };
        let slice = api.read(request).map_err(refuse)?;
        let rows: String = slice
            .items
            .iter()
            .map(|row| format!("\"001{}\",\"Account {}\"\n", row["id"], row["id"]))
            .collect();
        let locator = slice.next.unwrap_or_else(|| "null".to_owned());
        let count = slice.items.len().to_string();
        Ok::<_, Reply>(
            Reply::text(format!("\"Id\",\"Name\"\n{rows}"))
                .header("content-type", "text/csv")
                .header("sforce-numberofrecords", &count)
                .header("sforce-locator", &locator),
        )
    })
}

#[tokio::test]
async fn row_57_salesforce_bulk() {
    let server = salesforce();
    let request = client().get(server.url(RESULTS)).bearer_auth("secret");
    let (items, end) = walk_other(Results::paginate(request).page_size(2))
        .await
        .ended();

    let names: Vec<&str> = items.iter().map(|account| account.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Account 1",
            "Account 2",
            "Account 3",
            "Account 4",
            "Account 5"
        ]
    );
    assert_eq!(
        (items[0].id.as_str(), end),
        ("0011", EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            format!("GET {RESULTS}?maxRecords=2"),
            format!("GET {RESULTS}?locator={}&maxRecords=2", encoded(1)),
            format!("GET {RESULTS}?locator={}&maxRecords=2", encoded(2)),
        ]
    );
}
