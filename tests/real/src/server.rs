//! The addresses of the servers.

/// A server that `tests/real/servers` started.
#[derive(Debug, Clone)]
pub struct Server {
    origin: String,
    client: reqwest::Client,
}

impl Server {
    /// The server whose origin is in `REAL_{name}`.
    pub fn named(name: &str) -> Self {
        let variable = format!("REAL_{name}");
        let origin = std::env::var(&variable).unwrap_or_else(|_| {
            panic!("{variable} is not set: run `tests/real/servers cargo test -p paginate-tests-real --features real`")
        });
        let client = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        Self { origin, client }
    }

    /// A GET request to a path and query, which begin with a slash.
    pub fn get(&self, path: &str) -> reqwest::RequestBuilder {
        self.client.get(format!("{}{path}", self.origin))
    }

    /// A POST request to `/` with a JSON body.
    pub fn post(&self, body: &'static str) -> reqwest::RequestBuilder {
        self.client.post(format!("{}/", self.origin)).body(body)
    }
}
