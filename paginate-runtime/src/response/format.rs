//! The format of a body that is not JSON, and what to do about it.

/// Returns the format of a body that is not JSON, as far as its beginning shows.
pub(crate) fn format_name(body: &[u8]) -> &'static str {
    match Format::of(body) {
        Format::Page => "a web page",
        Format::Xml => "XML",
        Format::Table => "a table (CSV)",
        Format::Other => "not JSON",
    }
}

/// Returns a hint for a body that is not JSON.
pub(crate) fn how_to_read(body: &[u8]) -> Option<&'static str> {
    match Format::of(body) {
        Format::Page => Some(
            "check that this is the URL of the API and not of its website; APIs also send a web page if credentials are missing",
        ),
        Format::Xml => Some(
            "if this API sends XML, decode its pages with a function: `decode = path` in the attribute, or `.decode(..)`. Some APIs send JSON if the request has the header `accept: application/json`",
        ),
        Format::Table => Some(
            "if this API sends tables, decode its pages with a function: `decode = path` in the attribute, or `.decode(..)`",
        ),
        Format::Other => None,
    }
}

/// The format of a body that is not JSON.
enum Format {
    Page,
    Xml,
    Table,
    Other,
}

impl Format {
    fn of(body: &[u8]) -> Self {
        let start = String::from_utf8_lossy(body.get(..1024).unwrap_or(body))
            .trim_start_matches('\u{feff}')
            .trim_start()
            .to_ascii_lowercase();
        let columns =
            |line: &str| [',', ';', '\t'].map(|separator| line.matches(separator).count());
        let mut lines = start.lines();
        let (first, second) = (
            columns(lines.next().unwrap_or_default()),
            columns(lines.next().unwrap_or_default()),
        );
        if start.starts_with("<!doctype html") || start.starts_with("<html") {
            Self::Page
        } else if start.starts_with('<') {
            Self::Xml
        } else if first
            .iter()
            .zip(second)
            .any(|(first, second)| *first > 0 && *first == second)
        {
            Self::Table
        } else {
            Self::Other
        }
    }
}
