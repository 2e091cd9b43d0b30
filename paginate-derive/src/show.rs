//! Tokens as people write them, for messages: `Option<&'a str>`, not `Option < & 'a str >`.

use quote::ToTokens;

pub(crate) fn show(tokens: impl ToTokens) -> String {
    let mut text = tokens.into_token_stream().to_string();
    for (spaced, tight) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" ::", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        ("[ ", "["),
        (" ]", "]"),
        (" ;", ";"),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_paths_read_as_they_are_written() {
        for text in [
            "Option<&'a str>",
            "::a::b::<C, D>",
            "Self::rows",
            "Vec<Vec<[u8; 4]>>",
            "<T as Trait>::f",
        ] {
            assert_eq!(show(text.parse::<proc_macro2::TokenStream>().unwrap()), text);
        }
    }
}
