//! The URL of a response.

use std::sync::OnceLock;

use http::Uri;
use url::{Position, Url};

/// The URL of a response. It is parsed when it is first needed, because most pages do not need it.
#[derive(Debug, Clone)]
pub(crate) struct Location {
    /// The URI of the request.
    uri: Uri,
    /// Contains `None` if the URI cannot be parsed.
    url: OnceLock<Option<Url>>,
}

impl Location {
    pub(crate) fn of(uri: Uri) -> Self {
        Self {
            uri,
            url: OnceLock::new(),
        }
    }

    /// Returns the URL; `None` if it cannot be parsed.
    pub(crate) fn url(&self) -> Option<&Url> {
        self.url
            .get_or_init(|| Url::parse(&self.uri.to_string()).ok())
            .as_ref()
    }

    /// Sets the URL of a response that came from another URL than the request's.
    pub(crate) fn moved_to(&mut self, url: Url) {
        self.url = OnceLock::from(Some(url));
    }

    /// Whether a URL is the same, apart from the fragment.
    pub(crate) fn is_at(&self, url: &Url) -> bool {
        let bare = |url: &Url| {
            let mut url = url.clone();
            url.set_fragment(None);
            url
        };
        spells(&self.uri, url) || self.url().is_some_and(|asked| bare(asked) == bare(url))
    }
}

/// Whether a URI and a URL are the same text, apart from the fragment. Returns false for two
/// spellings of one URL. Allocates nothing.
pub(crate) fn spells(uri: &Uri, url: &Url) -> bool {
    let text = &url[..Position::AfterQuery];
    let rest = || {
        let text = text.strip_prefix(uri.scheme_str()?)?.strip_prefix("://")?;
        text.strip_prefix(uri.authority()?.as_str())
    };
    rest().is_some_and(|rest| uri.path_and_query().is_some_and(|own| own.as_str() == rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_and_the_same_place() {
        for (uri, url, text, place) in [
            (
                "https://a.example/l?q=1",
                "https://a.example/l?q=1",
                true,
                true,
            ),
            (
                "https://a.example/l?q=1",
                "https://a.example/l?q=1#there",
                true,
                true,
            ),
            ("https://a.example/", "https://a.example", true, true),
            (
                "https://a.example:8443/l",
                "https://a.example:8443/l",
                true,
                true,
            ),
            (
                "https://a.example:443/l",
                "https://a.example/l",
                false,
                true,
            ),
            ("https://A.example/l", "https://a.example/l", false, true),
            (
                "https://a.example/l'?q='",
                "https://a.example/l'?q=%27",
                false,
                true,
            ),
            (
                "https://a.example/l?q=1",
                "https://a.example/l?q=2",
                false,
                false,
            ),
            (
                "https://a.example/l?q=1",
                "https://a.example/l?q=12",
                false,
                false,
            ),
            (
                "https://a.example/l",
                "https://a.example.evil/l",
                false,
                false,
            ),
            ("https://a.example/l", "https://a.examplel", false, false),
            ("https://a.example/l", "http://a.example/l", false, false),
            ("https://a.example/l", "https://u@a.example/l", false, false),
        ] {
            let (uri, url): (Uri, Url) = (uri.parse().unwrap(), url.parse().unwrap());
            assert_eq!(
                (spells(&uri, &url), Location::of(uri.clone()).is_at(&url)),
                (text, place),
                "{uri} {url}"
            );
        }
    }
}
