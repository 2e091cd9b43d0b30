//! Row 58. QuickBooks Online
//!
//! The page is a clause of the query itself: `select * from Customer startposition 1 maxresults
//! 1000`. The continuation has no parameter of its own, so a function writes the whole query again
//! for each page, from `startPosition` and the number of items, both of which are in the page.
//! `maxresults` is 1000 at most, 100 by default. Past the end, `QueryResponse` is empty; it has no
//! total.
//!
//! The name of the list is that of the entity, so this declaration is for customers. The query's
//! own filter belongs in the function.
//!
//! Sends: GET
//! /v3/company/{id}/query?query=select%20*%20from%20Customer%20startposition%201%20maxresults%201000,
//! then ...startposition%201001%20maxresults%201000
//!
//! Source: I, ruckus/quickbooks-ruby#263 (the sizes, quoted from the vendor's guide),
//! intuit/QuickBooks-V3-DotNET-SDK#215; K for the empty `QueryResponse`.

use paginate_runtime::EndReason;
use paginate_tests::{Reply, Request, Server};
use serde_json::{Value as Json, json};

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::{HeaderMap, Next, Paginated, page::TokenValue};
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_with = Self::next, items = "query_response.customers", item = Customer)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    query_response: QueryResponse,
}

#[derive(Deserialize)]
struct QueryResponse {
    #[serde(rename = "Customer", default)]
    customers: Vec<Customer>,
    #[serde(rename = "startPosition", default)]
    start_position: usize,
}

impl Answer {
    /// Returns the query for the page that begins at this position, counted from 1.
    fn query(start: usize) -> String {
        format!("select * from Customer startposition {start} maxresults 1000")
    }

    fn next(&self, _: &HeaderMap) -> Next<'_> {
        let page = &self.query_response;
        if page.customers.is_empty() {
            return Next::End;
        }
        let query = Self::query(page.start_position + page.customers.len());
        Next::params(vec![("query".into(), TokenValue::text(query))])
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Customer {
    id: String,
}
// [/declaration]

/// Answers with customers 1 to 5, at most two per page.
fn quickbooks(request: &Request) -> Reply {
    let query = request.param("query").unwrap_or_default();
    let number = |clause: &str| {
        let (_, rest) = query.split_once(clause)?;
        rest.split_whitespace().next()?.parse::<usize>().ok()
    };
    if !query.starts_with("select * from Customer") {
        let fault = json!({ "Error": [{ "Message": "Error parsing query", "code": "4000" }], "type": "ValidationFault" });
        return Reply::json(json!({ "Fault": fault })).status(400);
    }
    let (start, most) = (
        number("startposition").unwrap_or(1),
        number("maxresults").unwrap_or(100).min(2),
    );
    let customers: Vec<Json> = (start..=5)
        .take(most)
        .map(|id| json!({ "Id": id.to_string(), "Balance": 0 }))
        .collect();
    if customers.is_empty() {
        return Reply::json(
            json!({ "QueryResponse": {}, "time": "2026-01-01T00:00:00.000-08:00" }),
        );
    }
    let found = customers.len();
    Reply::json(
        json!({ "QueryResponse": { "Customer": customers, "startPosition": start, "maxResults": found }, "time": "2026-01-01T00:00:00.000-08:00" }),
    )
}

#[tokio::test]
async fn row_58_quickbooks() {
    let server = Server::start(quickbooks);
    let request = client()
        .get(server.url("/v3/company/1/query?minorversion=75"))
        .query(&[("query", Answer::query(1))])
        .bearer_auth("secret");
    let (items, end) = walk(Answer::paginate(request)).await.ended();

    let ids: Vec<&str> = items.iter().map(|customer| customer.id.as_str()).collect();
    assert_eq!(
        (ids, end),
        (vec!["1", "2", "3", "4", "5"], EndReason::NoContinuation)
    );
    let queries: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.param("query").unwrap_or_default())
        .collect();
    assert_eq!(
        queries,
        [1, 3, 5, 6].map(Answer::query),
        "by what came, not by what was asked for"
    );
    assert_eq!(
        server.lines()[1],
        "GET /v3/company/1/query?minorversion=75&query=select%20%2A%20from%20Customer%20startposition%203%20maxresults%201000"
    );
    assert_eq!(
        get(&server, "/v3/company/1/query?query=delete").await.0,
        400
    );
}
