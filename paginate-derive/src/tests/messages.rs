//! Checks the messages of the ui cases without a compiler: one mistake is one message.

use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens;

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui/tests/ui");
    let entries = |path: &Path| {
        fs::read_dir(path)
            .map(|all| all.map(|entry| entry.unwrap().path()).collect::<Vec<_>>())
            .unwrap_or_default()
    };
    let mut cases: Vec<PathBuf> = entries(&root)
        .iter()
        .flat_map(|topic| entries(topic))
        .collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    cases.sort();
    cases
}

/// The messages for every struct of a file that derives `Paginated`.
fn messages(path: &Path) -> Vec<String> {
    let file = syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
    let derives = |attrs: &[syn::Attribute]| {
        attrs
            .iter()
            .any(|attr| attr.to_token_stream().to_string().contains("Paginated"))
    };
    let declarations = file.items.into_iter().filter_map(|item| match item {
        syn::Item::Struct(item) if derives(&item.attrs) => Some(item.into_token_stream()),
        syn::Item::Enum(item) if derives(&item.attrs) => Some(item.into_token_stream()),
        syn::Item::Union(item) if derives(&item.attrs) => Some(item.into_token_stream()),
        _ => None,
    });
    declarations
        .flat_map(|declaration| super::messages_in(crate::derive(declaration)))
        .collect()
}

#[test]
fn one_mistake_is_one_message() {
    let mut wrong = Vec::new();
    for path in cases() {
        let topic = path
            .parent()
            .and_then(Path::file_name)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let messages = messages(&path);
        // For a duplicate, the span of the first is reported too.
        let mistakes = messages
            .iter()
            .filter(|message| !message.starts_with("(see above) "))
            .count();
        let right = match (topic.as_str(), name.as_str()) {
            ("many", _) => mistakes > 1,
            ("source", "three") => mistakes == 2,
            (
                "calls",
                "no_second_wave_after_a_mistake" | "no_second_wave_where_a_page_is_decoded",
            ) => mistakes == 1,
            ("types" | "calls", _) => mistakes == 0,
            _ => mistakes == 1,
        };
        // `SHOW=1 cargo test -p paginate-derive messages -- --nocapture` shows all messages, for
        // rewording them.
        if std::env::var_os("SHOW").is_some() {
            eprintln!("{topic}/{name}\n    {}", messages.join("\n    "));
        }
        if !right {
            wrong.push(format!("{topic}/{name}: {messages:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a message advises must compile, otherwise the next message contradicts it.
#[test]
fn what_messages_advise_is_accepted() {
    let fields = "next: Option<String>, users: Vec<User>, has_more: bool, code: i64";
    let nested = "data: Data";
    let counted = "users: Vec<User>, page_count: u64";
    for (attribute, fields) in [
        // `next_url = header("Link")`, and another header
        (r#"next_url = link("next")"#, counted),
        (r#"next_url = header("X-Next")"#, counted),
        (r#"token = header("X-Link"), param = "cursor""#, counted),
        // `pages = header("X-WP-Total")`
        (
            r#"page = "page", total = header("X-WP-Total"), pages = header("X-WP-TotalPages")"#,
            counted,
        ),
        // `error = "code"`
        (
            r#"token = "next", param = "cursor", ok = Self::is_ok"#,
            fields,
        ),
        // A struct without a list
        (r#"page = "page", items = "data""#, nested),
        (
            r#"page = "page", items = "data.users", item = User"#,
            nested,
        ),
        // `since_id = "id"` and other names of parameters
        (r#"last_item = "id", param = "since_id""#, fields),
        (r#"token = "next", param = "cursor""#, fields),
        (r#"next_url = "next""#, fields),
        (
            r#"page = "page_number", start = 0, size = "limit", max = 100"#,
            fields,
        ),
        (r#"offset = "skip", start = 0"#, fields),
        (r#"page = "page", more = "has_more""#, fields),
        // `last_item = "created_at"`
        (r#"token = Self::last_key, param = "since""#, fields),
        (r#"last_item = "time.id", param = "since""#, fields),
        (r#"last_item = "key", param = "since", inclusive"#, fields),
        (
            r#"last_item = "meta.key", param = "since", inclusive"#,
            fields,
        ),
        // `page = "per_page"`
        (r#"page = "page", size = "per_page""#, fields),
        (r#"offset = "offset", size = json("limit")"#, fields),
        (r#"next_with = Self::next_page"#, fields),
    ] {
        let declaration = format!("#[paginate({attribute})] struct Page {{ {fields} }}");
        assert_eq!(super::expand(&declaration).err(), None, "{attribute}");
    }
}

/// A list of structs is the probable one; otherwise no list is preferred.
#[test]
fn several_lists_are_named() {
    for (fields, says) in [
        (
            "tags: Vec<String>, users: Vec<User>, ids: Vec<u64>",
            "probably `items = \"users\"`",
        ),
        (
            "users: Vec<User>, groups: Vec<Group>",
            "name the list of items: `items = \"users\"` or `items = \"groups\"`",
        ),
        (
            "ids: Vec<u64>, names: Vec<String>",
            "name the list of items: `items = \"ids\"` or `items = \"names\"`",
        ),
    ] {
        let declaration = format!("#[paginate(page = \"page\")] struct Page {{ {fields} }}");
        let said = super::expand(&declaration).err().unwrap_or_default();
        assert!(
            matches!(said.as_slice(), [only] if only.ends_with(says)),
            "{fields}: {said:#?}"
        );
    }
}

#[test]
fn messages_know_what_was_written_beside() {
    for (attribute, says, is_silent_on) in [
        (
            r#"page = "per_page""#,
            "and write `size = \"per_page\"`",
            "",
        ),
        (
            r#"page = "per_page", size = "limit""#,
            "`page = \"page\"`",
            "write `size",
        ),
        (
            r#"page = "limit", size = "limit""#,
            "would be written to the same place",
            "usually",
        ),
        (
            r#"offset = header("X-Limit")"#,
            "write `size = header(\"X-Limit\")`",
            "",
        ),
        (
            r#"page = "page[size]""#,
            "write `size = \"page[size]\"`",
            "",
        ),
        (
            r#"offset = "pageSize", max = 10"#,
            "write `size = \"pageSize\"`",
            "",
        ),
        (
            r#"last_item = "created_at", param = "since""#,
            "`token = Self::last_key`",
            "serde",
        ),
        (
            r#"last_item = "created_at", param = "since", inclusive"#,
            "`#[serde(rename = \"created_at\")] key: ..`, and `last_item = \"key\"`",
            "Self::",
        ),
        (
            r#"last_item = "meta.created", param = "since", inclusive"#,
            "`#[serde(rename = \"created\")] key: ..`, and `last_item = \"meta.key\"`",
            "Self::",
        ),
        (
            r#"page = "page", item = User"#,
            "for example `items = \"data.users\"`",
            "item = User",
        ),
        (
            r#"page = "page""#,
            "for example `items = \"data.users\", item = User`",
            "",
        ),
    ] {
        let fields = if says.contains("data") {
            "data: Data"
        } else {
            "users: Vec<User>"
        };
        let declaration = format!("#[paginate({attribute})] struct Page {{ {fields} }}");
        let said = super::expand(&declaration).err().unwrap_or_default();
        assert_eq!(said.len(), 1, "{attribute}: {said:#?}");
        for said in said {
            assert!(said.contains(says), "{attribute}: {said}");
            assert!(
                is_silent_on.is_empty() || !said.contains(is_silent_on),
                "{attribute}: {said}"
            );
        }
    }
}
