//! Every mistake in a declaration, and what is said about it.
//!
//! `TRYBUILD=overwrite cargo test -p paginate-tests-ui` accepts new texts; read the diff then, as somebody who sees the message for
//! the first time. Texts depend on the toolchain, which `rust-toolchain.toml` pins.

#[test]
fn mistakes_are_explained() {
    trybuild::TestCases::new().compile_fail("tests/ui/**/*.rs");
}
