//! What the name of a member, a parameter or an element says about its value.

/// A name that contains one of these is the name of a secret.
pub(crate) const SECRET_NAMES: [&str; 15] = [
    "token",
    "cursor",
    "secret",
    "password",
    "passwd",
    "auth",
    "key",
    "credential",
    "signature",
    "session",
    "next",
    "locator",
    "marker",
    "scroll",
    "continu",
];

/// Whether this is the name of a secret, so that its value is hidden.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.iter().any(|secret| name.contains(secret))
}

/// Whether a member or an element of this name holds what an API says about a failure.
pub(crate) fn says_what_is_wrong(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let name: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    let known = [
        "code",
        "title",
        "detail",
        "details",
        "reason",
        "type",
        "status",
        "statuscode",
        "description",
        "msg",
        "hint",
        "explanation",
        "fault",
        "faultstring",
        "faultcode",
        "loc",
    ];
    (known.contains(&name.as_str()) || name.contains("error") || name.contains("message"))
        && !is_secret(&name)
}
