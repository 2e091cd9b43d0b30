//! Moves the user name and password of the first URL into a header.

use http::header::{AUTHORIZATION, HeaderValue};
use http::uri::Authority;
use http::{Request, Uri};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::redact::base64;

/// Moves the user name and password of `url`, which is the URL of `request`, into a Basic
/// `Authorization` header, as HTTP clients do. Links have no user name and password, but the header
/// is sent with them. If the request already has such a header, that one is kept.
pub(crate) fn move_to_header<B>(request: &mut Request<B>, url: &Url) {
    let Some(bare) = without_userinfo(request.uri()) else {
        return;
    };
    *request.uri_mut() = bare;
    if url.username().is_empty() && url.password().is_none() {
        return;
    }
    let mut pair: Vec<u8> = percent_decode_str(url.username()).collect();
    pair.push(b':');
    pair.extend(percent_decode_str(url.password().unwrap_or_default()));
    if let Ok(mut value) = HeaderValue::try_from(format!("Basic {}", base64::encode(&pair))) {
        value.set_sensitive(true);
        request.headers_mut().entry(AUTHORIZATION).or_insert(value);
    }
}

/// Returns the URI without its user name and password; `None` if it has neither.
fn without_userinfo(uri: &Uri) -> Option<Uri> {
    let (_, host) = uri.authority()?.as_str().rsplit_once('@')?;
    let mut parts = uri.clone().into_parts();
    parts.authority = Some(host.parse::<Authority>().ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_and_password_become_a_header() {
        for (url, bare, header) in [
            (
                "https://ann:s%3A%20e@a.example:8443/l?q=1",
                "https://a.example:8443/l?q=1",
                Some("Basic YW5uOnM6IGU="),
            ),
            (
                "https://token@a.example/",
                "https://a.example/",
                Some("Basic dG9rZW46"),
            ),
            (
                "https://:pw@a.example/",
                "https://a.example/",
                Some("Basic OnB3"),
            ),
            ("https://@a.example/l", "https://a.example/l", None),
            ("https://a.example/l@b", "https://a.example/l@b", None),
        ] {
            let mut request = Request::get(url).body(()).unwrap();
            move_to_header(&mut request, &Url::parse(url).unwrap());
            let sent = request
                .headers()
                .get(AUTHORIZATION)
                .map(|value| value.to_str().unwrap());
            assert_eq!(
                (request.uri().to_string().as_str(), sent),
                (bare, header),
                "{url}"
            );
        }
        let mut request = Request::get("https://u:p@a.example/")
            .header("authorization", "Bearer t")
            .body(())
            .unwrap();
        move_to_header(&mut request, &Url::parse("https://u:p@a.example/").unwrap());
        assert_eq!(request.headers()["authorization"], "Bearer t");
    }
}
