//! What the ui cases say, judged here without a compiler: one mistake is one message.

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
    let mut cases: Vec<PathBuf> = entries(&root).iter().flat_map(|topic| entries(topic)).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    cases.sort();
    cases
}

/// The messages for every struct of a file that derives `Paginated`.
fn messages(path: &Path) -> Vec<String> {
    let file = syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
    let derives = |attrs: &[syn::Attribute]| attrs.iter().any(|attr| attr.to_token_stream().to_string().contains("Paginated"));
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
        let topic = path.parent().and_then(Path::file_name).unwrap().to_string_lossy().into_owned();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let messages = messages(&path);
        // Where something is there twice, the first place is shown too.
        let mistakes = messages.iter().filter(|message| !message.starts_with("(see above) ")).count();
        let right = match (topic.as_str(), name.as_str()) {
            ("many", _) => mistakes > 1,
            ("source", "three") => mistakes == 2,
            ("calls", "no_second_wave_after_a_mistake" | "no_second_wave_where_a_page_is_decoded") => mistakes == 1,
            ("types" | "calls", _) => mistakes == 0,
            _ => mistakes == 1,
        };
        // `SHOW=1 cargo test -p paginate-derive messages -- --nocapture` is for whoever rewords a message.
        if std::env::var_os("SHOW").is_some() {
            eprintln!("{topic}/{name}\n    {}", messages.join("\n    "));
        }
        if !right {
            wrong.push(format!("{topic}/{name}: {messages:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
