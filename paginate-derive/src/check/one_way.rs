//! Tokens whose names differ in response and request: the response has `next_cursor`, the request
//! `cursor`.

/// The usual names of the parameters of such tokens.
const USUAL: [&str; 6] = [
    "cursor",
    "page",
    "after",
    "page_token",
    "pageToken",
    "offset",
];

/// The likely parameter of a token whose JSON name is rarely that of its parameter; `None` for all
/// other names.
///
/// Names that many APIs use in both directions are not included: `NextToken` of AWS,
/// `next_page_token` of Zoom.
pub(super) fn usual_parameter(wire: &str) -> Option<String> {
    let parameter = match plain(wire).as_str() {
        "next" | "nextlink" | "nexturl" | "nexthref" | "odatanextlink" => "cursor",
        "nextpage" => "page",
        "nextcursor" | "nextmarker" | "nextoffset" | "nextcontinuationtoken" => without_next(wire),
        "nextpagetoken" if !wire.contains('_') => without_next(wire),
        "endcursor" => "after",
        "lastevaluatedkey" => "ExclusiveStartKey",
        "scrollid" if wire.starts_with('_') => "scroll_id",
        _ => return None,
    };
    let camel = wire.starts_with('n') && !parameter.contains('_');
    Some(if camel {
        lower_first(parameter)
    } else {
        parameter.to_owned()
    })
}

/// The name without case and separators.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The name without `next`: `cursor` for `next_cursor`, `PageToken` for `nextPageToken`.
fn without_next(wire: &str) -> &str {
    wire.get(4..)
        .unwrap_or_default()
        .trim_start_matches(['_', '-'])
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_ascii_lowercase().to_string() + chars.as_str()
    })
}

/// The message for the literal.
pub(super) fn message(wire: &str, field: &str, usual: &str) -> String {
    let others = USUAL
        .iter()
        .filter(|name| **name != usual)
        .map(|name| format!("`{name}`"));
    let others = others.collect::<Vec<_>>().join(", ");
    let link = match plain(wire).as_str() {
        "next" | "nextpage" | "nextlink" | "nexturl" | "nexthref" | "odatanextlink" => {
            format!(" If it holds a URL, write `next_url = \"{field}\"`.")
        }
        _ => String::new(),
    };
    format!(
        "this token has no default parameter, because few APIs read a parameter `{wire}`: add `param = \"{usual}\"` with your API's parameter name (other usual names are {others}; \
         if it really is `{wire}`, write `param = \"{wire}\"`).{link}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_direction_and_names_of_both() {
        for (wire, parameter) in [
            ("next", Some("cursor")),
            ("next_page", Some("page")),
            ("nextPage", Some("page")),
            ("next_cursor", Some("cursor")),
            ("nextCursor", Some("cursor")),
            ("nextPageToken", Some("pageToken")),
            ("NextMarker", Some("Marker")),
            ("next_marker", Some("marker")),
            ("next_link", Some("cursor")),
            ("endCursor", Some("after")),
            ("_scroll_id", Some("scroll_id")),
            ("LastEvaluatedKey", Some("ExclusiveStartKey")),
            ("next_page_token", None),
            ("NextToken", None),
            ("nextToken", None),
            ("next_token", None),
            ("cursor", None),
            ("after", None),
            ("continuation", None),
            ("scroll_id", None),
        ] {
            assert_eq!(usual_parameter(wire).as_deref(), parameter, "{wire}");
        }
    }
}
