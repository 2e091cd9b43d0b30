//! Compiles the .proto without an installed `protoc`, and adds the derive to the response.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=proto");
    let files = protox::compile(["proto/library.proto"], ["proto"])?;
    tonic_prost_build::configure()
        // What `cargo paginate --format prost` writes for such a method. The function that returns
        // pages also makes the request, so the attribute names no parameter.
        .type_attribute(
            "library.v1.ListBooksResponse",
            "#[derive(paginate_runtime::Paginated)]",
        )
        .type_attribute(
            "library.v1.ListBooksResponse",
            r#"#[paginate(token = "next_page_token", items = "books")]"#,
        )
        .compile_fds(files)?;
    Ok(())
}
