use std::sync::LazyLock;

/// A client that connects only to the test's server, without a proxy. It is created once, because
/// creating one takes as long as many requests. It keeps no connections: a connection's task ends
/// with the test that opened it.
pub fn client() -> reqwest::Client {
    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
        let client = reqwest::Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(0);
        client.build().unwrap()
    });
    CLIENT.clone()
}
