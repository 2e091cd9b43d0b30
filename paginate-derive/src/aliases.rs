//! Names that users write instead of a key, from an API's documentation or another library, and the
//! hint for each.

mod walk_options;

use syn::Lit;

use crate::keys::Key;
use crate::suggest::nearest;

/// Names from API documentation or other libraries, and the hint that names the right key.
///
/// Text in braces is an example, which is replaced by the name or number that was written. Text
/// after a `|` is added if the value is a number. `{@}` is the key as written; `{=}` is the value
/// as written, or else the key. `{?id}` is replaced only by a name that differs from the key: in
/// `since_id = "since_id"` the name is the parameter.
const ALIASES: &[(&[&str], &str)] = &[
    (
        &[
            "limit",
            "per_page",
            "page_size",
            "pagesize",
            "page_limit",
            "batch_size",
            "max_results",
        ],
        "the parameter for the page size is named by `size = \"{=}\"`|; for a number of items write `prefer = {100}` or `max = {100}`",
    ),
    (
        &["size_param", "limit_param", "count_param"],
        "the parameter for the page size is named by `size = \"{per_page}\"`|; for a number of items write `prefer = {100}` or `max = {100}`",
    ),
    (
        &["cursor", "page_token", "marker"],
        "`{@}` is a parameter of the API: write `token = \"{?next_cursor}\", param = \"{@}\"`",
    ),
    (
        &["after", "before"],
        "`{@}` is a parameter of the API: write `token = \"{?end_cursor}\", param = \"{@}\"` if the page holds the value, `last_item = \"{?id}\", param = \"{@}\"` if \
         the last item holds it",
    ),
    (
        &[
            "since_id",
            "since",
            "starting_after",
            "ending_before",
            "start_after",
            "search_after",
            "after_id",
            "before_id",
            "from_id",
            "max_id",
        ],
        "`{@}` is a parameter of the API: write `last_item = \"{?id}\", param = \"{@}\"`",
    ),
    (
        &[
            "next_token",
            "next_page_token",
            "next_cursor",
            "continuation",
            "continuation_token",
            "end_cursor",
            "token_field",
            "cursor_field",
            "source",
        ],
        "the field with the token of the next page is named by `token = \"{next_page_token}\"`",
    ),
    (
        &[
            "next",
            "next_page",
            "next_link",
            "next_page_url",
            "url",
            "link",
            "links",
            "next_href",
            "href",
        ],
        "write `next_url = \"{next}\"` if the page holds a link, `token = \"{next}\", param = \"cursor\"` if it holds a token, with the name of this API's parameter",
    ),
    (
        &[
            "has_more",
            "has_next",
            "has_next_page",
            "is_truncated",
            "truncated",
            "more_results",
            "flag",
        ],
        "the field that says whether there is more is named by `more = \"{has_more}\"`",
    ),
    (
        &[
            "last",
            "last_page",
            "is_last",
            "is_done",
            "finished",
            "complete",
            "end",
            "end_of_stream",
        ],
        "the field that says that this is the last page is named by `done = \"{is_last}\"`",
    ),
    (
        &["item_type", "type", "ty", "of", "entity"],
        "the type of the items is given by `item = {User}`",
    ),
    (
        &[
            "data",
            "results",
            "result",
            "records",
            "rows",
            "list",
            "entries",
            "values",
            "items_field",
            "items_path",
        ],
        "the field with the items is named by `items = \"{data}\"`",
    ),
    (
        &[
            "count",
            "total_count",
            "total_items",
            "total_records",
            "total_results",
        ],
        "the field with the number of items is named by `total = \"{total}\"`|; a fixed number cannot be given: name the field",
    ),
    (
        &["page_count", "total_pages", "num_pages"],
        "the field with the number of pages is named by `pages = \"{page_count}\"`|; a fixed number cannot be given: name the field",
    ),
    (
        &[
            "max_page_size",
            "max_size",
            "max_limit",
            "maximum",
            "max_per_page",
        ],
        "the largest page size is given by `max = {100}`",
    ),
    (
        &["min_page_size", "min_size", "minimum"],
        "the smallest page size is given by `min = {10}`",
    ),
    (
        &[
            "default",
            "default_size",
            "default_page_size",
            "default_limit",
            "preferred",
        ],
        "the page size to ask for is given by `prefer = {50}`",
    ),
    (
        &[
            "start_page",
            "first_page",
            "initial",
            "base",
            "start_at",
            "first",
            "from",
        ],
        "the first page number or offset is given by `start = {0}`",
    ),
    (
        &["success", "is_ok", "okay"],
        "the flag that says whether the call worked is named by `ok = \"{success}\"`",
    ),
    (
        &[
            "is_ready",
            "job_complete",
            "completed",
            "status_field",
            "pending",
            "poll",
            "wait",
            "accepted",
        ],
        "the flag that is false while the answer is not there yet is named by `ready = \"{job_complete}\"`",
    ),
    (
        &["err", "error_message", "error_field", "failure"],
        "the field with the API's error report is named by `error = \"{errors}\"`",
    ),
    (
        &[
            "parameter",
            "param_name",
            "query_param",
            "sink",
            "send_as",
            "as",
            "token_param",
            "cursor_param",
            "write",
        ],
        "where the token is written is given by `param = \"{cursor}\"`",
    ),
    (
        &["page_number", "pagenumber", "page_no", "page_index"],
        "the parameter for the page number is named by `page = \"{=}\"`|; the first number is given by `start = {1}`",
    ),
    (
        &["page_param", "counter"],
        "the parameter for the page number is named by `page = \"{page}\"`",
    ),
    (
        &["skip", "start_index"],
        "the parameter for the offset is named by `offset = \"{=}\"`|; the first number is given by `start = {0}`",
    ),
    (
        &["offset_param"],
        "the parameter for the offset is named by `offset = \"{offset}\"`",
    ),
    (
        &["last_id", "last_key", "key", "id"],
        "the key of the last item is named by `last_item = \"{id}\"`, its parameter by `param = \"starting_after\"`",
    ),
    (
        &["path", "endpoint", "continue_path", "continue_url"],
        "the path of later requests is given by `continue_at = \"{/v1/query/more}\"`",
    ),
    (
        &["with", "function", "next_fn", "custom"],
        "a function that decides is given by `next_with = Self::next_page`",
    ),
    (
        &["stop_on", "stop", "until", "end_at", "status"],
        "further signs of the end are given by `end_on = [404, short]`",
    ),
    (
        &["short", "empty", "repeat"],
        "write signs of the end in the list `end_on = [empty]`. `[short]` helps only if each page except the last one is full: it saves the last request",
    ),
    (
        &[
            "inclusive_start",
            "start_inclusive",
            "overlap",
            "overlaps",
            "repeats_last",
            "includes_last",
        ],
        "if each page begins with the last item of the page before it, write `inclusive`",
    ),
    (
        &["allow_repeats"],
        "if this API repeats tokens or pages, write `repeats`",
    ),
    (
        &["header"],
        "write it as the value of a key, for example `token = header(\"{X-Cursor}\")`",
    ),
    (
        &["query"],
        "write the query parameter as the value of a key, for example `param = \"{cursor}\"`",
    ),
    (
        &["body"],
        "write it as the value of a key, for example `param = body(\"{cursor}\")`",
    ),
    (
        &["form"],
        "write it as the value of a key, for example `param = form(\"{cursor}\")`",
    ),
    (
        &["prefix", "root", "under", "within"],
        "the common beginning of paths is given by `at = \"{data.users}\"`; paths inside it begin with a dot: `items = \".edges\"`",
    ),
    (
        &["krate", "crate_path", "paginate_runtime", "runtime"],
        "the path of the runtime is given by `crate = ::path::to::paginate_runtime`",
    ),
    (
        &["mode", "kind", "style", "strategy"],
        "the mode follows from the key that names the source: `token`, `next_url`, `page`, `offset`, `last_item` or `next_with`",
    ),
    (
        &["rename", "rename_all"],
        "names on the wire come from `#[serde(..)]`",
    ),
];

/// The message for an unknown key. `written` is the literal that was given as its value.
pub(crate) fn unknown(name: &str, written: Option<&Lit>) -> String {
    if let Some((_, hint)) = ALIASES
        .iter()
        .find(|(names, _)| names.iter().any(|alias| plain(name) == plain(alias)))
    {
        return format!("unknown key `{name}`: {}", filled(hint, name, written));
    }
    if let Some(hint) = walk_options::hint(name, written) {
        return format!("unknown key `{name}`: {hint}");
    }
    if let Some(near) = nearest(name, Key::ALL.iter().map(|key| key.name())) {
        return format!("unknown key `{name}`: did you mean `{near}`?");
    }
    let all: Vec<String> = Key::ALL
        .iter()
        .map(|key| format!("`{}`", key.name()))
        .collect();
    format!("unknown key `{name}`: the keys are {}", all.join(", "))
}

/// Ignores case and separators: `hasMore` is `has_more`.
fn plain(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

/// A hint of [`ALIASES`], with its examples replaced by what was written.
fn filled(hint: &str, key: &str, written: Option<&Lit>) -> String {
    let (always, to_numbers) = hint.split_once('|').unwrap_or((hint, ""));
    let said = match written {
        Some(Lit::Int(_)) => format!("{always}{to_numbers}"),
        _ => always.to_owned(),
    };
    // Every other part was in braces.
    said.split(['{', '}'])
        .enumerate()
        .map(|(position, part)| match position % 2 {
            0 => part.to_owned(),
            _ => example(part, key, written),
        })
        .collect()
}

/// The written value, if it can replace the sample.
fn example(sample: &str, key: &str, written: Option<&Lit>) -> String {
    let repeats_the_key =
        matches!(written, Some(Lit::Str(text)) if plain(&text.value()) == plain(key));
    let sample = match (sample, sample.strip_prefix('?')) {
        ("@", _) => return key.to_owned(),
        ("=", _) => key,
        (_, Some(sample)) if repeats_the_key => return sample.to_owned(),
        (_, Some(sample)) => sample,
        _ => sample,
    };
    let number = sample.bytes().all(|byte| byte.is_ascii_digit());
    match written {
        Some(Lit::Int(literal)) if number && literal.base10_parse::<u64>().is_ok() => {
            literal.base10_digits().to_owned()
        }
        Some(Lit::Str(text)) if !number && !text.value().is_empty() => text.value(),
        _ => sample.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_alias_shadows_a_key_or_another_alias() {
        let mut seen = Vec::new();
        for (names, _) in ALIASES {
            for name in *names {
                assert!(Key::from_name(name).is_none(), "{name} is a key");
                assert!(!seen.contains(name), "{name} twice");
                seen.push(name);
            }
        }
    }

    #[test]
    fn unknown_keys_are_explained() {
        assert_eq!(
            unknown("itmes", None),
            "unknown key `itmes`: did you mean `items`?"
        );
        assert!(unknown("limit", None).contains("`size = \"limit\"`"));
        assert!(unknown("zzz", None).contains("`next_with`"));
    }

    #[test]
    fn examples_are_what_was_written_where_it_fits() {
        let hint = "`size = \"{limit}\"`, `max = {100}`|, not {7}";
        for (written, filled_in) in [
            (r#""count""#, r#"`size = "count"`, `max = 100`"#),
            (r#""""#, r#"`size = "limit"`, `max = 100`"#),
            ("25", r#"`size = "limit"`, `max = 25`, not 25"#),
            ("true", r#"`size = "limit"`, `max = 100`"#),
        ] {
            assert_eq!(
                filled(hint, "limit", syn::parse_str(written).ok().as_ref()),
                filled_in,
                "{written}"
            );
        }
        assert_eq!(
            filled(hint, "limit", None),
            r#"`size = "limit"`, `max = 100`"#
        );
    }

    #[test]
    fn parameters_of_the_api_are_named_as_they_were_written() {
        for (key, written, write) in [
            (
                "since_id",
                r#""id""#,
                r#"`last_item = "id", param = "since_id"`"#,
            ),
            (
                "since_id",
                r#""since_id""#,
                r#"`last_item = "id", param = "since_id"`"#,
            ),
            (
                "startingAfter",
                r#""key""#,
                r#"`last_item = "key", param = "startingAfter"`"#,
            ),
            (
                "starting_after",
                "",
                r#"`last_item = "id", param = "starting_after"`"#,
            ),
            (
                "after",
                r#""end""#,
                r#"`token = "end", param = "after"` if"#,
            ),
            (
                "after",
                r#""id""#,
                r#"`last_item = "id", param = "after"` if"#,
            ),
            (
                "cursor",
                r#""next""#,
                r#"`token = "next", param = "cursor"`"#,
            ),
            (
                "cursor",
                r#""cursor""#,
                r#"`token = "next_cursor", param = "cursor"`"#,
            ),
            (
                "limit",
                "50",
                r#"`size = "limit"`; for a number of items write `prefer = 50` or `max = 50`"#,
            ),
            ("per_page", "", r#"`size = "per_page"`"#),
            ("page_size", "100", r#"`size = "page_size"`; for"#),
            ("pageSize", r#""n""#, r#"`size = "n"`"#),
            (
                "page_number",
                "0",
                r#"`page = "page_number"`; the first number is given by `start = 0`"#,
            ),
            ("page_number", r#""p""#, r#"`page = "p"`"#),
            (
                "skip",
                "0",
                r#"`offset = "skip"`; the first number is given by `start = 0`"#,
            ),
            ("skip", r#""skip""#, r#"`offset = "skip"`"#),
            ("has_more", r#""more_data""#, r#"`more = "more_data"`"#),
            ("next", r#""next""#, r#"`next_url = "next"` if"#),
            (
                "next",
                r#""next""#,
                r#"`token = "next", param = "cursor"` if"#,
            ),
        ] {
            let said = unknown(key, syn::parse_str(written).ok().as_ref());
            assert!(said.contains(write), "{key} = {written}: {said}");
        }
    }
}
