//! The example `examples/generated` is what the command writes.

use std::path::Path;

use expect_test::expect_file;

use crate::{file, run};

/// `UPDATE_EXPECT=1` writes the file anew.
#[test]
fn the_example_s_code_is_what_is_written_for_its_description() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/generated");
    let document = folder.join("bookshop.yaml").display().to_string();
    let written = file("bookshop.rs", "");
    let output = written.display().to_string();
    let ran = run(&["openapi", &document, "--all", "-o", &output]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        ran.out,
        "listBooks    declared       token, items in `books`\n\
         getBook      not paginated\n\
         listReviews  declared       offset, items in `reviews`\n\
         listOrders   declared       page, items in `orders`\n\
         4 operations: 3 declared, 0 undecided, 0 refused, 1 not paginated\n"
    );
    let code = std::fs::read_to_string(written).unwrap();
    expect_file![folder.join("src/api.rs")].assert_eq(&code);
}
