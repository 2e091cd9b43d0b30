//! The keys for failures and unfinished results with status 200.

use super::example::{Example, GET, Walk, walked};

/// Returns the title of this section of the page, and its examples in order.
pub(super) async fn section() -> (&'static str, Vec<Example>) {
    (
        "Failures and unfinished results with status 200",
        vec![ok::example().await, ready::example().await],
    )
}

mod ok {
    // [ok]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(token = "cursor", ok = "ok", error = "error", items = "channels")]
    struct Channels {
        ok: bool,
        error: Option<String>,
        cursor: Option<String>,
        #[serde(default)]
        channels: Vec<String>,
    }
    // [/ok]
    pub(super) async fn example() -> super::Example {
        super::walked::<Channels>(super::Walk {
            name: "ok, error",
            text: "For an API that reports failures with status 200. `ok` is a flag that is true \
                   on success; an absent flag is a failure. `error` is the API's report: a string, \
                   a list, a map or an `Option`; if it is not empty, it is a failure. One of the \
                   two keys is enough. They are read even if the rest of the page does not decode.",
            json: r#"{ "ok": false, "error": "invalid_auth" }"#,
            ..super::GET
        })
        .await
    }
}

mod ready {
    // [ready]
    #[derive(serde::Deserialize, paginate_runtime::Paginated)]
    #[paginate(
        token = "page_token",
        param = "pageToken",
        ready = "job_complete",
        items = "rows"
    )]
    #[serde(rename_all = "camelCase")]
    struct Results {
        job_complete: bool,
        page_token: Option<String>,
        #[serde(default)]
        rows: Vec<u64>,
    }
    // [/ready]
    pub(super) async fn example() -> super::Example {
        super::walked::<Results>(super::Walk {
            name: "ready",
            text: "A flag that is false while the result is not available yet, such as BigQuery's \
                   `jobComplete`. The same request is then sent again, with the waits and limits \
                   of `.retry(policy)`, or as `Retry-After` says. This counts neither as a page \
                   nor as a use of the token. A 202 without the flag is not ready. If the retries \
                   are exhausted, or if the request must not be repeated (a POST without \
                   `.idempotent()`), the walk fails with the error `NotReady` and the checkpoint \
                   of that page. Null and absent mean ready.",
            headers: &[("retry-after", "0")],
            json: r#"{ "jobComplete": false }"#,
            ..super::GET
        })
        .await
    }
}
