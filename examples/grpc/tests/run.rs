//! Runs the example, and compares its output with the one in its documentation.

#[path = "../../generated/tests/printed/mod.rs"]
mod printed;

#[test]
fn the_example_prints_what_it_documents() {
    printed::assert_as_documented(
        env!("CARGO_BIN_EXE_paginate-example-grpc"),
        include_str!("../src/main.rs"),
    );
}
