//! Credentials in recorded requests.

use crate::model::Sample;
use crate::value::split_url as split;

/// Names of credentials, in a query or a header.
pub(super) fn is_secret(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let parts = [
        "apikey",
        "secret",
        "password",
        "signature",
        "accesstoken",
        "authtoken",
        "subscriptionkey",
    ];
    parts.iter().any(|part| plain.contains(part))
        || matches!(plain.as_str(), "key" | "sig" | "token")
}

/// The credentials of a recorded request, which must not get into a file.
pub(crate) fn secrets(sample: &Sample) -> Vec<String> {
    let (_, _, query) = split(&sample.url);
    let in_query = crate::value::pairs(query);
    let in_headers = sample.request_headers.iter().filter(|(name, _)| {
        is_secret(name)
            || name.eq_ignore_ascii_case("authorization")
            || name.eq_ignore_ascii_case("cookie")
    });
    let raw = query.split('&').filter_map(|pair| pair.split_once('='));
    in_query
        .into_iter()
        .chain(raw.map(|(name, value)| (name.to_owned(), value.to_owned())))
        .filter(|(name, _)| is_secret(name))
        .chain(in_headers.cloned())
        .flat_map(|(_, value)| {
            let last = value.rsplit(' ').next().unwrap_or_default().to_owned();
            [value, last]
        })
        .filter(|value| value.len() > 3)
        .collect()
}
