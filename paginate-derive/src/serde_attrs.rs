//! Reads the JSON names in the user's `#[serde(..)]` attributes.
//!
//! Only names for deserialising are used. serde reports mistakes in these attributes, so invalid
//! attributes are ignored here.

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, Meta, Token};

/// `#[serde(..)]` on the struct.
#[derive(Default)]
pub(crate) struct Container {
    rename_all: Option<String>,
    /// The struct is represented by its only field, which has no JSON name.
    pub(crate) transparent: bool,
    /// For an enum: the first variant that fits.
    pub(crate) untagged: bool,
}

/// `#[serde(..)]` on a field.
#[derive(Default)]
pub(crate) struct OnField {
    rename: Option<String>,
    /// The fields of this field are members of the parent.
    pub(crate) flatten: bool,
    /// The value is not read by the rules of its type, or it is read under another name.
    odd: bool,
}

impl Container {
    pub(crate) fn read(attrs: &[Attribute]) -> Self {
        let mut container = Self::default();
        for meta in entries(attrs) {
            if meta.path().is_ident("transparent") {
                container.transparent = true;
            } else if meta.path().is_ident("untagged") {
                container.untagged = true;
            } else if let Some(rule) = reading_name(&meta, "rename_all") {
                container.rename_all = Some(rule);
            }
        }
        container
    }

    /// The JSON name of a field.
    pub(crate) fn wire_name(&self, field: &str, attrs: &OnField) -> String {
        match (&attrs.rename, &self.rename_all) {
            (Some(name), _) => name.clone(),
            (None, Some(rule)) => apply(rule, field),
            (None, None) => field.to_owned(),
        }
    }
}

/// Attributes with which the value of a field can differ from the member with its name.
const ODD: [&str; 5] = [
    "alias",
    "deserialize_with",
    "with",
    "skip",
    "skip_deserializing",
];

impl OnField {
    /// Whether the field is read from the member with its name, by the rules of its type.
    pub(crate) fn is_plain(&self) -> bool {
        !self.flatten && !self.odd
    }

    pub(crate) fn read(attrs: &[Attribute]) -> Self {
        let mut field = Self::default();
        for meta in entries(attrs) {
            if meta.path().is_ident("flatten") {
                field.flatten = true;
            } else if ODD.iter().any(|key| meta.path().is_ident(key)) {
                field.odd = true;
            } else if let Some(name) = reading_name(&meta, "rename") {
                field.rename = Some(name);
            }
        }
        field
    }
}

fn entries(attrs: &[Attribute]) -> impl Iterator<Item = Meta> {
    attrs
        .iter()
        .filter(|attr| attr.path().is_ident("serde"))
        .filter_map(|attr| {
            attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                .ok()
        })
        .flatten()
}

/// The `x` of `key = "x"` and of `key(deserialize = "x")`.
fn reading_name(meta: &Meta, key: &str) -> Option<String> {
    if !meta.path().is_ident(key) {
        return None;
    }
    match meta {
        Meta::Path(_) => None,
        Meta::NameValue(pair) => text(&pair.value),
        Meta::List(list) => list
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .ok()?
            .iter()
            .find_map(|meta| match meta {
                Meta::NameValue(pair) if pair.path.is_ident("deserialize") => text(&pair.value),
                _ => None,
            }),
    }
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        // A literal from `macro_rules!`.
        Expr::Group(group) => text(&group.expr),
        _ => None,
    }
}

/// serde's renaming rules for fields, which are assumed to be in `snake_case`.
fn apply(rule: &str, field: &str) -> String {
    match rule {
        "UPPERCASE" | "SCREAMING_SNAKE_CASE" => field.to_ascii_uppercase(),
        "PascalCase" => pascal(field),
        "camelCase" => {
            let pascal = pascal(field);
            let mut chars = pascal.chars();
            chars.next().map_or_else(String::new, |first| {
                first.to_ascii_lowercase().to_string() + chars.as_str()
            })
        }
        "kebab-case" => field.replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => field.to_ascii_uppercase().replace('_', "-"),
        // `lowercase` and `snake_case` change nothing; serde reports anything else.
        _ => field.to_owned(),
    }
}

fn pascal(field: &str) -> String {
    let mut capital = true;
    let mut name = String::with_capacity(field.len());
    for c in field.chars() {
        if c == '_' {
            capital = true;
        } else if capital {
            name.push(c.to_ascii_uppercase());
            capital = false;
        } else {
            name.push(c);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use syn::{DeriveInput, parse_quote};

    use super::*;

    fn name(container: &str, field: &str, ident: &str) -> String {
        let input: DeriveInput =
            syn::parse_str(&format!("{container} struct S {{ {field} {ident}: u8 }}")).unwrap();
        let syn::Data::Struct(data) = &input.data else {
            unreachable!()
        };
        let on_field = OnField::read(&data.fields.iter().next().unwrap().attrs);
        Container::read(&input.attrs).wire_name(ident, &on_field)
    }

    #[test]
    fn rules_are_serdes() {
        for (rule, wire) in [
            ("lowercase", "next_page_token"),
            ("UPPERCASE", "NEXT_PAGE_TOKEN"),
            ("PascalCase", "NextPageToken"),
            ("camelCase", "nextPageToken"),
            ("snake_case", "next_page_token"),
            ("SCREAMING_SNAKE_CASE", "NEXT_PAGE_TOKEN"),
            ("kebab-case", "next-page-token"),
            ("SCREAMING-KEBAB-CASE", "NEXT-PAGE-TOKEN"),
            ("nonsense", "next_page_token"),
        ] {
            assert_eq!(
                name(
                    &format!("#[serde(rename_all = \"{rule}\")]"),
                    "",
                    "next_page_token"
                ),
                wire
            );
        }
    }

    #[test]
    fn only_the_reading_side_counts_and_a_field_wins() {
        let camel =
            "#[serde(default, rename_all(serialize = \"UPPERCASE\", deserialize = \"camelCase\"))]";
        assert_eq!(name(camel, "", "next_page"), "nextPage");
        assert_eq!(
            name(camel, "#[serde(rename = \"@odata.nextLink\")]", "next_page"),
            "@odata.nextLink"
        );
        assert_eq!(
            name(camel, "#[serde(rename(serialize = \"x\"))]", "next_page"),
            "nextPage"
        );
        assert_eq!(
            name(
                "",
                "#[serde(rename(deserialize = \"x\", serialize = \"y\"))]",
                "next_page"
            ),
            "x"
        );
    }

    #[test]
    fn whatever_cannot_be_read_is_ignored() {
        let attrs: Vec<Attribute> = vec![
            parse_quote!(#[serde(1 2 3)]),
            parse_quote!(#[serde]),
            parse_quote!(#[serde(flatten)]),
        ];
        assert!(OnField::read(&attrs).flatten);
    }
}
