//! A location whose name in the response is not known is not in the constant: a rule that compares
//! it with the response would be wrong.

#[test]
fn only_known_members_are_named() {
    for (key, method) in [
        ("more", "flag_at"),
        ("total", "total_at"),
        ("pages", "pages_at"),
    ] {
        for (serde, entries, is_known) in [
            ("", "", true),
            (r#"#[serde(rename = "n")]"#, "", true),
            (r#"#[serde(alias = "n")]"#, "", false),
            ("#[serde(flatten)]", "", false),
            (r#"#[serde(deserialize_with = "f")]"#, "", false),
            ("", ", decode = Self::read", false),
        ] {
            let declaration = format!(
                "#[derive(Deserialize)] #[paginate(page = \"p\", {key} = \"meta.n\"{entries}, items = \"rows\")] \
                 struct Page {{ {serde} meta: Meta, rows: Vec<u32> }}"
            );
            let expansion = super::expand(&declaration).unwrap_or_else(|said| panic!("{said:?}"));
            assert_eq!(
                expansion.contains(method),
                is_known,
                "{key} with {serde}{entries}"
            );
        }
    }
}
