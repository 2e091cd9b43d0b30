use std::sync::LazyLock;

/// A client that asks nobody but the server of the test. It is made once, because making one takes
/// as long as many requests, and keeps no connection: what drives one ends with the test that
/// opened it.
pub fn client() -> reqwest::Client {
    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
        let client = reqwest::Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(0);
        client.build().unwrap()
    });
    CLIENT.clone()
}
