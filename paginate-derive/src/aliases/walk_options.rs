//! Methods of the paginator that users write as keys: `max_pages = 3`.

use syn::Lit;

/// The names that users may write, the method, and an argument for the message.
const OPTIONS: &[(&[&str], &str, &str)] = &[
    (&["max_pages", "pages_limit"], "max_pages", "3"),
    (&["max_items", "items_limit"], "max_items", "100"),
    (&["max_empty_pages"], "max_empty_pages", "10"),
    (
        &["concurrency", "parallel", "parallelism"],
        "concurrency",
        "8",
    ),
    (&["prefetch", "buffer", "read_ahead"], "prefetch", "2"),
    (&["early"], "early", ""),
    (&["split", "segments"], "split", "8"),
    (&["blocking", "sync"], "blocking", ""),
    (&["strict"], "strict", ""),
    (
        &["retry", "retries", "max_retries"],
        "retry",
        "RetryPolicy::default()",
    ),
    (&["idempotent"], "idempotent", ""),
    (&["shrink_on_timeout"], "shrink_on_timeout", ""),
    (
        &["timeout", "request_timeout"],
        "request_timeout",
        "Duration::from_secs(30)",
    ),
    (&["idle_timeout"], "idle_timeout", "Duration::from_secs(10)"),
    (&["max_body", "max_bytes"], "max_body", "1_000_000"),
    (&["throttle", "rate_limit"], "throttle", "wait"),
    (&["authorize", "auth"], "authorize", "hook"),
    (&["on_page"], "on_page", "hook"),
    (
        &["allow_origin"],
        "allow_origin",
        "\"https://api2.example.com\"",
    ),
    (&["rebase_links"], "rebase_links", ""),
    (&["keep_query"], "keep_query", "[\"api_key\"]"),
    (&["resume", "checkpoint"], "resume", "checkpoint"),
    (&["deny_truncated"], "deny_truncated", ""),
];

/// The hint for a key that is a method of the paginator. `written` is the literal that was given as
/// its value.
pub(crate) fn hint(name: &str, written: Option<&Lit>) -> Option<String> {
    let plain = |name: &str| name.replace('_', "").to_ascii_lowercase();
    let (_, method, argument) = OPTIONS
        .iter()
        .find(|(names, ..)| names.iter().any(|option| plain(name) == plain(option)))?;
    let number = argument
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'_')
        && !argument.is_empty();
    let argument = match written {
        Some(Lit::Int(literal)) if number => literal.base10_digits().to_owned(),
        _ => (*argument).to_owned(),
    };
    Some(format!(
        "that is set on the walk, not in the attribute: `paginate(request).{method}({argument})`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Key;

    #[test]
    fn none_is_a_key() {
        for (names, ..) in OPTIONS {
            for name in *names {
                assert!(Key::from_name(name).is_none(), "{name} is a key");
            }
        }
    }

    #[test]
    fn numbers_are_those_that_were_written() {
        let hint = |name, written: &str| {
            hint(name, syn::parse_str(written).ok().as_ref()).unwrap_or_default()
        };
        assert!(hint("max_pages", "7").ends_with("`paginate(request).max_pages(7)`"));
        assert!(hint("maxItems", "7").ends_with("`paginate(request).max_items(7)`"));
        assert!(
            hint("timeout", "7")
                .ends_with("`paginate(request).request_timeout(Duration::from_secs(30))`")
        );
        assert!(hint("early", "true").ends_with("`paginate(request).early()`"));
        assert_eq!(hint("items", ""), "");
    }
}
