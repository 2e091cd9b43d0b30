//! Decides which links may be followed: credentials stay with the origin at which the walk began.

use url::{Host, Origin, Url};

/// The longest link that is followed, in bytes.
const MAX_LENGTH: usize = 65_536;

/// The longest part of an origin that an error quotes, in characters.
const MAX_SHOWN: usize = 256;

/// The schemes that an error names. The text before a colon can also be the beginning of a token.
const KNOWN_SCHEMES: [&str; 14] = [
    "about",
    "blob",
    "data",
    "file",
    "ftp",
    "ftps",
    "gs",
    "javascript",
    "mailto",
    "s3",
    "ssh",
    "urn",
    "ws",
    "wss",
];

/// The origins that a walk may contact.
#[derive(Clone, Debug)]
pub(crate) struct Origins {
    /// The first request's URL, without anything but its origin.
    base: Url,
    /// The allowed origins, first the one of the base.
    allowed: Vec<Origin>,
    /// Whether only path and query of links are used.
    rebase: bool,
}

impl Origins {
    /// Allows the origin of the first request and no other.
    pub(crate) fn new(mut base: Url) -> Self {
        // Only the origin is needed, and the rest can hold credentials.
        strip(&mut base);
        base.set_path("");
        base.set_query(None);
        Self {
            allowed: vec![base.origin()],
            base,
            rebase: false,
        }
    }

    /// Also allows the origin of this URL.
    pub(crate) fn allow(&mut self, origin: Url) {
        self.allowed.push(origin.origin());
    }

    /// From now on, takes only path and query of links, and adds them to the first request's
    /// origin.
    pub(crate) fn rebase(&mut self) {
        self.rebase = true;
    }

    /// Resolves a link that the response of `page` held. The result has no fragment. Only the
    /// returned URL may be sent.
    pub(crate) fn resolve(&self, page: &Url, href: &str) -> Result<Url, Refused> {
        if href.len() > MAX_LENGTH {
            return Err(Refused::TooLong);
        }
        // Trimmed as in the URL standard. That standard also silently drops tabs and line breaks
        // inside, and changes backslashes to slashes; no legitimate link has them.
        let href = href.trim_matches(|c| c <= ' ');
        if href.contains(|c: char| c.is_ascii_control() || c == '\\') {
            return Err(Refused::Unreadable);
        }
        // The link does not inherit the credentials in the page's URL.
        let mut page = page.clone();
        strip(&mut page);
        let mut url = page.join(href).map_err(|_| Refused::Unreadable)?;
        url.set_fragment(None);
        if self.rebase {
            url = self.rebased(&url)?;
        }
        // Check the URL that will be parsed from the wire, not the one that this parse returned.
        let mut url = reparsed(&url)?;
        refuse_scheme(&url)?;
        if has_userinfo(&url) {
            return Err(Refused::Userinfo);
        }
        if !self.covers(&url) && self.is_downgrade(&url) {
            url.set_scheme("https").map_err(|()| Refused::Unreadable)?;
            url = reparsed(&url)?;
        }
        if !self.covers(&url) {
            return Err(Refused::Origin(
                url.origin()
                    .ascii_serialization()
                    .chars()
                    .take(MAX_SHOWN)
                    .collect(),
            ));
        }
        Ok(url)
    }

    /// Returns whether a response may come from this URL.
    pub(crate) fn permits(&self, url: &Url) -> bool {
        refuse_scheme(url).is_ok() && self.covers(url)
    }

    /// Returns whether this URL has an allowed origin, or is the https version of an allowed http
    /// origin.
    fn covers(&self, url: &Url) -> bool {
        let origin = url.origin();
        let upgraded = sibling(&origin, ("https", 443), ("http", 80));
        self.allowed
            .iter()
            .any(|allowed| *allowed == origin || upgraded.as_ref() == Some(allowed))
    }

    /// Returns whether this is the http version of an allowed https origin.
    fn is_downgrade(&self, url: &Url) -> bool {
        sibling(&url.origin(), ("http", 80), ("https", 443))
            .is_some_and(|sibling| self.allowed.contains(&sibling))
    }

    /// Returns path and query of this URL on the first request's origin.
    fn rebased(&self, url: &Url) -> Result<Url, Refused> {
        refuse_scheme(url)?;
        let mut rebased = self.base.clone();
        rebased.set_path(url.path());
        rebased.set_query(url.query());
        Ok(rebased)
    }
}

/// The reason why a link is not followed. Of the link, it holds only the origin or scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Not a URL, or one that parsers repair in different ways.
    Unreadable,
    /// The link contains a user name or a password.
    Userinfo,
    /// A scheme other than http and https: its name, or `…` if it is an unusual one.
    Scheme(String),
    /// Another origin.
    Origin(String),
    /// The link is longer than [`MAX_LENGTH`].
    TooLong,
}

/// Returns the same origin with another scheme, if it has the default port; the result has the
/// other default port.
fn sibling(origin: &Origin, from: (&str, u16), to: (&str, u16)) -> Option<Origin> {
    match origin {
        Origin::Tuple(scheme, host, port) if (scheme.as_str(), *port) == from => {
            Some(Origin::Tuple(to.0.to_owned(), Host::clone(host), to.1))
        }
        _ => None,
    }
}

/// Parses the URL's own text again, which must give the same URL.
fn reparsed(url: &Url) -> Result<Url, Refused> {
    if url.as_str().len() > MAX_LENGTH {
        return Err(Refused::TooLong);
    }
    Url::parse(url.as_str())
        .ok()
        .filter(|again| again == url)
        .ok_or(Refused::Unreadable)
}

/// Refuses schemes other than http and https.
fn refuse_scheme(url: &Url) -> Result<(), Refused> {
    match url.scheme() {
        "http" | "https" => Ok(()),
        other => Err(Refused::Scheme(
            if KNOWN_SCHEMES.contains(&other) {
                other
            } else {
                "…"
            }
            .to_owned(),
        )),
    }
}

/// Returns whether the URL contains a user name or a password.
fn has_userinfo(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Removes user name, password and fragment.
pub(crate) fn strip(url: &mut Url) {
    // These calls fail only for URLs that can have neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAGE: &str = "https://api.example.com/v2/users?page=1#top";

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn walk(base: &str) -> Origins {
        Origins::new(url(base))
    }

    fn from_page(href: &str) -> Result<String, Refused> {
        walk(PAGE).resolve(&url(PAGE), href).map(String::from)
    }

    fn other(origin: &str) -> Result<String, Refused> {
        Err(Refused::Origin(origin.to_owned()))
    }

    #[test]
    fn links_to_the_same_origin_are_followed() {
        for (href, result) in [
            (
                "https://api.example.com/v2/users?page=2",
                "https://api.example.com/v2/users?page=2",
            ),
            ("https://api.example.com", "https://api.example.com/"),
            ("https://api.example.com:443/a", "https://api.example.com/a"),
            (
                "https://api.example.com:0443/a",
                "https://api.example.com/a",
            ),
            ("https://api.example.com:/a", "https://api.example.com/a"),
            ("HTTPS://API.Example.COM/A", "https://api.example.com/A"),
            ("https:/a", "https://api.example.com/a"),
            ("https:a", "https://api.example.com/v2/a"),
            // Without slashes, parsers read this as a path, not as a host.
            (
                "https:evil.example:8443/v2",
                "https://api.example.com/v2/evil.example:8443/v2",
            ),
            ("//api.example.com/a", "https://api.example.com/a"),
            ("/a", "https://api.example.com/a"),
            ("a", "https://api.example.com/v2/a"),
            ("./a", "https://api.example.com/v2/a"),
            ("../a", "https://api.example.com/a"),
            ("../../../../a", "https://api.example.com/a"),
            ("?page=2", "https://api.example.com/v2/users?page=2"),
            ("?", "https://api.example.com/v2/users?"),
            ("", "https://api.example.com/v2/users?page=1"),
            ("#bottom", "https://api.example.com/v2/users?page=1"),
            ("/a?b=1#c", "https://api.example.com/a?b=1"),
            (" \t\r\n/a\0 ", "https://api.example.com/a"),
            ("/a b", "https://api.example.com/a%20b"),
            ("/a?q=ü", "https://api.example.com/a?q=%C3%BC"),
            (
                "/a?q=%2f+%20&q=1&&",
                "https://api.example.com/a?q=%2f+%20&q=1&&",
            ),
            ("/a@b:c", "https://api.example.com/a@b:c"),
            (
                "/a?u=https://evil.example/",
                "https://api.example.com/a?u=https://evil.example/",
            ),
            (
                "/.//evil.example/a",
                "https://api.example.com//evil.example/a",
            ),
            (
                "evil.example/a",
                "https://api.example.com/v2/evil.example/a",
            ),
            ("https://@api.example.com/a", "https://api.example.com/a"),
            ("https://api%2Eexample.com/a", "https://api.example.com/a"),
            ("https://ａｐｉ.example。com/a", "https://api.example.com/a"),
        ] {
            assert_eq!(from_page(href).as_deref(), Ok(result), "{href:?}");
        }
    }

    #[test]
    fn links_to_other_origins_are_refused() {
        for (href, origin) in [
            ("https://evil.example/v2", "https://evil.example"),
            ("//evil.example/v2", "https://evil.example"),
            ("https:///evil.example/v2", "https://evil.example"),
            ("https://example.com/", "https://example.com"),
            ("https://x.api.example.com/", "https://x.api.example.com"),
            (
                "https://api.example.com.evil/",
                "https://api.example.com.evil",
            ),
            ("https://api.example.com./", "https://api.example.com."),
            (
                "https://api.example.com%2eevil/",
                "https://api.example.com.evil",
            ),
            (
                "https://api.example.com:444/",
                "https://api.example.com:444",
            ),
            ("https://api.example.com:80/", "https://api.example.com:80"),
            ("http://api.example.com:443/", "http://api.example.com:443"),
            (
                "http://api.example.com:8080/",
                "http://api.example.com:8080",
            ),
            ("http://evil.example/?token=secret", "http://evil.example"),
            ("https://@evil.example/", "https://evil.example"),
            ("https://169.254.169.254/latest", "https://169.254.169.254"),
            ("https://0xa9.0xfea9fe/latest", "https://169.254.169.254"),
            ("https://[::1]/", "https://[::1]"),
            ("https://localhost/", "https://localhost"),
            ("https://аpi.example.com/", "https://xn--pi-6kc.example.com"),
        ] {
            assert_eq!(from_page(href), other(origin), "{href}");
        }
    }

    #[test]
    fn links_that_no_honest_server_sends_are_refused() {
        use Refused::{Scheme, TooLong, Unreadable, Userinfo};
        for (href, refused) in [
            ("https://user@api.example.com/", Userinfo),
            ("https://user:secret@api.example.com/", Userinfo),
            ("https://:secret@api.example.com/", Userinfo),
            ("//user@api.example.com/", Userinfo),
            ("https://api.example.com@evil.example/", Userinfo),
            ("https://api.example.com:443@evil.example/", Userinfo),
            ("javascript:alert(1)", Scheme("javascript".into())),
            ("data:text/plain,secret", Scheme("data".into())),
            ("ftp://api.example.com/", Scheme("ftp".into())),
            ("file:///etc/passwd", Scheme("file".into())),
            ("ws://api.example.com/", Scheme("ws".into())),
            ("blob:https://api.example.com/1", Scheme("blob".into())),
            ("c2VjcmV0:dG9rZW4", Scheme("…".into())),
            ("/a\tb", Unreadable),
            ("/\t/evil.example/a", Unreadable),
            ("ht\ntps://evil.example/", Unreadable),
            ("/a\r\nX-Header: 1", Unreadable),
            ("/a\0b", Unreadable),
            ("\\\\evil.example\\a", Unreadable),
            ("/\\evil.example/a", Unreadable),
            ("https://api.example.com\\@evil.example/", Unreadable),
            ("https://", Unreadable),
            ("///evil.example/v2", Unreadable),
            ("https://api.example.com:99999/", Unreadable),
            ("https://api example.com/", Unreadable),
            ("https://[::1/", Unreadable),
            ("https://api.example.com%00.evil/", Unreadable),
            (&"a".repeat(65_537), TooLong),
            (&"ü".repeat(30_000), TooLong),
        ] {
            assert_eq!(from_page(href), Err(refused), "{:.60}", href);
        }
        assert!(from_page(&"a".repeat(60_000)).is_ok());
        let Err(Refused::Origin(shown)) = from_page(&format!("https://{}/", "a.".repeat(1_000)))
        else {
            panic!("not refused")
        };
        assert_eq!(shown.len(), MAX_SHOWN);
    }

    #[test]
    fn a_walk_never_leaves_https() {
        let origins = walk(PAGE);
        for (href, result) in [
            ("http://api.example.com/a?b", "https://api.example.com/a?b"),
            ("http://api.example.com:80/a", "https://api.example.com/a"),
            ("HTTP://API.EXAMPLE.COM/a", "https://api.example.com/a"),
        ] {
            assert_eq!(origins.resolve(&url(PAGE), href).unwrap().as_str(), result);
        }
        assert_eq!(
            origins.resolve(&url(PAGE), "http://u@api.example.com/a"),
            Err(Refused::Userinfo)
        );
        assert!(!origins.permits(&url("http://api.example.com/a")));

        let odd = walk("https://api.example.com:8443/");
        for href in [
            "http://api.example.com:8443/",
            "http://api.example.com/",
            "https://api.example.com/",
        ] {
            assert!(
                matches!(
                    odd.resolve(&url("https://api.example.com:8443/"), href),
                    Err(Refused::Origin(_))
                ),
                "{href}"
            );
        }
    }

    #[test]
    fn an_http_walk_may_move_to_https() {
        let origins = walk("http://api.example.com/");
        let page = url("http://api.example.com/");
        assert_eq!(
            origins
                .resolve(&page, "https://api.example.com/a")
                .unwrap()
                .as_str(),
            "https://api.example.com/a"
        );
        assert_eq!(
            origins
                .resolve(&page, "http://api.example.com/a")
                .unwrap()
                .as_str(),
            "http://api.example.com/a"
        );
        assert!(origins.permits(&url("https://api.example.com/a")));
        for href in [
            "https://api.example.com:80/",
            "https://api.example.com:8443/",
            "http://api.example.com:443/",
            "https://evil.example/",
        ] {
            assert!(
                matches!(origins.resolve(&page, href), Err(Refused::Origin(_))),
                "{href}"
            );
        }
        let local = walk("http://127.0.0.1:8080/");
        assert!(
            local
                .resolve(&url("http://127.0.0.1:8080/"), "https://127.0.0.1/")
                .is_err()
        );
        assert!(
            local
                .resolve(&url("http://127.0.0.1:8080/"), "http://0x7f.1:8080/a")
                .is_ok()
        );
    }

    #[test]
    fn further_origins_can_be_allowed() {
        let mut origins = walk(PAGE);
        origins.allow(url("https://cdn.example.com/whatever?x"));
        origins.allow(url("https://bücher.example"));
        origins.allow(url("data:text/plain,x"));
        let resolve = |href: &str| origins.resolve(&url(PAGE), href).map(String::from);
        assert_eq!(
            resolve("https://cdn.example.com/a").as_deref(),
            Ok("https://cdn.example.com/a")
        );
        assert_eq!(
            resolve("http://cdn.example.com/a").as_deref(),
            Ok("https://cdn.example.com/a")
        );
        assert_eq!(
            resolve("https://xn--bcher-kva.example/a").as_deref(),
            Ok("https://xn--bcher-kva.example/a")
        );
        assert_eq!(
            resolve("https://BÜCHER.example/a").as_deref(),
            Ok("https://xn--bcher-kva.example/a")
        );
        assert_eq!(
            resolve("https://u@cdn.example.com/a"),
            Err(Refused::Userinfo)
        );
        assert_eq!(
            resolve("https://cdn.example.com:8443/a"),
            other("https://cdn.example.com:8443")
        );
        assert_eq!(
            resolve("data:text/plain,x"),
            Err(Refused::Scheme("data".into()))
        );
        assert!(origins.permits(&url("https://cdn.example.com/a")));
        assert!(origins.permits(&url(PAGE)));
        assert!(!origins.permits(&url("https://evil.example/")));
        assert!(!origins.permits(&url("data:text/plain,x")));
        assert!(!origins.permits(&url("blob:https://api.example.com/1")));
        // Relative to the page that contains it, not to the first one.
        let page = url("https://cdn.example.com/b/c");
        assert_eq!(
            origins.resolve(&page, "d").unwrap().as_str(),
            "https://cdn.example.com/b/d"
        );
    }

    #[test]
    fn rebasing_takes_only_path_and_query() {
        let mut origins = walk("https://user:pw@proxy.example:8443/api/users?x#y");
        origins.rebase();
        let page = url("https://proxy.example:8443/api/users");
        let resolve = |href: &str| origins.resolve(&page, href).map(String::from);
        for (href, result) in [
            (
                "http://internal:9000/api/users?page=2#z",
                "https://proxy.example:8443/api/users?page=2",
            ),
            (
                "https://user:secret@internal/a",
                "https://proxy.example:8443/a",
            ),
            ("//internal", "https://proxy.example:8443/"),
            ("?page=2", "https://proxy.example:8443/api/users?page=2"),
            (
                "http://internal//evil.example/a",
                "https://proxy.example:8443//evil.example/a",
            ),
            (
                "http://internal/%2e%2e/a%2Fb?q='%27+",
                "https://proxy.example:8443/a%2Fb?q=%27%27+",
            ),
        ] {
            assert_eq!(resolve(href).as_deref(), Ok(result), "{href}");
        }
        assert_eq!(
            resolve("ftp://internal/a"),
            Err(Refused::Scheme("ftp".into()))
        );
        assert_eq!(resolve("http://internal/\\a"), Err(Refused::Unreadable));
        assert!(!origins.permits(&url("http://internal/a")));
    }

    #[test]
    fn a_page_with_credentials_does_not_spoil_its_relative_links() {
        let page = "https://user:pw@api.example.com/a";
        let origins = walk(page);
        assert_eq!(
            origins.resolve(&url(page), "?page=2").unwrap().as_str(),
            "https://api.example.com/a?page=2"
        );
        assert!(!format!("{origins:?}").contains("pw"));
    }

    #[test]
    fn origins_without_hosts_match_nothing() {
        let base = url("data:text/plain,x");
        let origins = Origins::new(base.clone());
        assert!(!origins.permits(&base));
        assert!(origins.resolve(&base, "y").is_err());
        assert!(origins.resolve(&base, "https://api.example.com/").is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_followed_stays_home(href in "([htps:/\\\\@.?#a-z0-9 %\\[\\]\u{e9}-]|api\\.example\\.com|https?://){0,12}", rebase: bool) {
            let mut origins = walk(PAGE);
            if rebase {
                origins.rebase();
            }
            if let Ok(followed) = origins.resolve(&url(PAGE), &href) {
                prop_assert!(followed.as_str().starts_with("https://api.example.com/"), "{}", followed);
                prop_assert!(followed.fragment().is_none());
                prop_assert!(origins.permits(&followed));
                // Resolving the result again gives the same URL.
                prop_assert_eq!(origins.resolve(&url(PAGE), followed.as_str()), Ok(followed.clone()));
            }
        }
    }
}
