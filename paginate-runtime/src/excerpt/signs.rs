//! What a secret looks like, and where strings, runs and URLs begin and end.

/// What the name of a secret contains.
pub(super) const SECRET_NAMES: [&str; 15] = [
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

/// The shortest mixed run of token characters that is taken for a secret wherever it stands.
const RUN: usize = 20;

/// The quotation mark that this begins with, as it is escaped in JSON in JSON, or in XML.
pub(super) fn quote(text: &[u8]) -> Option<&[u8]> {
    // More are no escape of a quote, and would have to be counted from each of them.
    let slashes = text.iter().take(64).take_while(|byte| **byte == b'\\').count();
    if matches!(text.get(slashes), Some(b'"' | b'\'')) {
        return text.get(..=slashes);
    }
    let entities = ["&quot;", "&#34;", "&#x22;", "&apos;", "&#39;", "&#x27;"];
    entities
        .iter()
        .find(|entity| starts_with(text, entity.as_bytes()))
        .and_then(|entity| text.get(..entity.len()))
}

/// The text of a JSON string's content.
pub(super) fn unescaped(content: &[u8]) -> Option<String> {
    serde_json::from_slice(&[b"\"", content, b"\""].concat()).ok()
}

/// Where the string is closed that this mark opened.
pub(super) fn closing(body: &[u8], start: usize, mark: &[u8]) -> usize {
    let (level, last) = (mark.len().saturating_sub(1), mark.last().copied().unwrap_or_default());
    if last == b';' {
        return start + find(body.get(start..).unwrap_or_default(), mark);
    }
    let mut slashes = 0;
    for (at, byte) in body.iter().enumerate().skip(start) {
        // Each level of escaping doubles the backslashes of the one within and adds one of its own.
        if *byte == last && (slashes < level || (slashes - level) % (2 * (level + 1)) == 0) {
            return at - slashes.min(level);
        }
        slashes = if *byte == b'\\' { slashes + 1 } else { 0 };
    }
    body.len()
}

/// The next sign that sets a value in this run: where it starts and where it ends.
pub(super) fn equals(run: &[u8], from: usize) -> Option<(usize, usize)> {
    (from..run.len()).find_map(|at| {
        let rest = run.get(at..).unwrap_or_default();
        let sign = [&b"="[..], b"%3d", b"\\u003d"].into_iter().find(|sign| starts_with(rest, sign))?;
        Some((at, at + sign.len()))
    })
}

/// How many bytes of token characters this begins with, escaped ones among them.
pub(super) fn run_length(text: &[u8]) -> usize {
    let mut length = 0;
    while let Some(rest) = text.get(length..) {
        length += match rest {
            [b'\\', b'/', ..] => 2,
            [b'\\', b'u', b'0', b'0', b'2'..=b'7', low, ..] if low.is_ascii_hexdigit() && !starts_with(rest, b"\\u0026") => 6,
            [byte, ..] if byte.is_ascii_alphanumeric() || b"+/=_.%~-".contains(byte) => 1,
            _ => break,
        };
    }
    length
}

/// Whether such a run is long and mixed enough to be a token.
pub(super) fn is_token(run: &str) -> bool {
    let mixed = run.contains(|c: char| c.is_ascii_lowercase()) && run.contains(|c: char| c.is_ascii_uppercase());
    run.len() >= RUN && (mixed || run.contains(|c: char| c.is_ascii_digit()))
}

/// Whether what has this name is hidden.
pub(super) fn is_secret(name: &[u8]) -> bool {
    SECRET_NAMES.iter().any(|secret| find(name, secret.as_bytes()) < name.len())
}

/// Whether a credential follows this word.
pub(super) fn is_auth_scheme(word: &[u8]) -> bool {
    ["bearer", "basic", "digest", "token", "apikey", "negotiate"]
        .iter()
        .any(|scheme| word.eq_ignore_ascii_case(scheme.as_bytes()))
}

/// Whether an absolute URL begins here.
pub(super) fn is_url(text: &[u8]) -> bool {
    let scheme = text
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
        .count();
    let rest = text.get(scheme..).unwrap_or_default();
    let rest = if scheme > 0 {
        rest.strip_prefix(b":").unwrap_or_default()
    } else {
        rest
    };
    rest.starts_with(b"//") || rest.starts_with(b"\\/\\/")
}

/// Whether it begins with this, whatever the case.
pub(super) fn starts_with(text: &[u8], prefix: &[u8]) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Where this first occurs, whatever the case, or the length of the text.
pub(super) fn find(text: &[u8], part: &[u8]) -> usize {
    text.windows(part.len().max(1))
        .position(|window| window.eq_ignore_ascii_case(part))
        .unwrap_or(text.len())
}
