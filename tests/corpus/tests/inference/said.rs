//! Declarations in few words.

use paginate_infer::declaration::{Mode, RequestLocation, ResponseLocation};

/// A mode on one line.
pub(crate) fn mode(mode: &Mode) -> String {
    let sent = |input: &RequestLocation| input.name.clone();
    match mode {
        Mode::Token(parts) => {
            let parts = parts.iter();
            let parts =
                parts.map(|(read, input)| format!("{} -> {}", read_from(read), sent(input)));
            let mut parts: Vec<String> = parts.collect();
            parts.sort();
            parts.join(", ")
        }
        Mode::LastItem(path, input) => format!("[-1].{} -> {}", path.0.join("."), sent(input)),
        Mode::NextUrl(from) => format!("next_url {}", read_from(from)),
        Mode::Page(input) => format!("page {}", sent(input)),
        Mode::Offset(input) => format!("offset {}", sent(input)),
    }
}

/// Where something is read.
pub(crate) fn read_from(location: &ResponseLocation) -> String {
    match location {
        ResponseLocation::Member(path) => path.0.join("."),
        ResponseLocation::Header(name) => name.clone(),
        ResponseLocation::Link(relation) => format!("link {relation}"),
    }
}
