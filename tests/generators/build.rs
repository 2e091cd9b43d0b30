//! Has typify make the types of `examples/generated/bookshop.yaml`, with the patches that `cargo
//! paginate` wrote.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use schemars::schema::Schema;
use typify::{TypeSpace, TypeSpaceSettings};

const DOCUMENT: &str = "../../examples/generated/bookshop.yaml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={DOCUMENT}");
    let mut settings = TypeSpaceSettings::default();
    patch(&mut settings);

    let document: serde_json::Value = serde_saphyr::from_str(&fs::read_to_string(DOCUMENT)?)?;
    let schemas = document.pointer("/components/schemas").cloned();
    let schemas: BTreeMap<String, Schema> = serde_json::from_value(schemas.unwrap_or_default())?;
    let mut types = TypeSpace::new(&settings);
    types.add_ref_types(schemas)?;
    let file = PathBuf::from(env::var("OUT_DIR")?).join("types.rs");
    fs::write(file, types.to_stream().to_string())?;
    Ok(())
}

/// What `cargo paginate openapi examples/generated/bookshop.yaml --all --format typify` wrote;
/// `tests/written.rs` compares it.
fn patch(settings: &mut TypeSpaceSettings) {
    // GET /books
    settings.with_patch(
        "BookList",
        typify::TypeSpacePatch::default()
            .with_attr("#[derive(::paginate_runtime::Paginated)]")
            .with_attr(r#"#[paginate(token = "next_cursor", param = "cursor", items = "books", size = "limit", max = 50)]"#),
    );

    // GET /books/{isbn}/reviews
    settings.with_patch(
        "ReviewList",
        typify::TypeSpacePatch::default()
            .with_attr("#[derive(::paginate_runtime::Paginated)]")
            .with_attr(r#"#[paginate(offset = "offset", items = "reviews", size = "limit", max = 50, total = "total")]"#),
    );

    // GET /orders
    settings.with_patch(
        "OrderPage",
        typify::TypeSpacePatch::default()
            .with_attr("#[derive(::paginate_runtime::Paginated)]")
            .with_attr(r#"#[paginate(page = "page", items = "orders", size = "perPage", max = 100, pages = "page_count")]"#),
    );
}
