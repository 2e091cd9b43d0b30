//! The struct with the attribute: its fields by their names in paths.

pub(crate) mod types;

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DataEnum, DeriveInput, Fields, Index, Member, Meta, Type};

use crate::errors::Ctxt;
use crate::keys::Key;
use crate::serde_attrs::{Container, OnField};

/// A field of the struct.
pub(crate) struct Field<'a> {
    pub(crate) member: Member,
    /// The name in a path: `type` for `r#type`, `0` in a tuple struct.
    pub(crate) name: String,
    /// The JSON name, if the field has one.
    pub(crate) wire: Option<String>,
    pub(crate) ty: &'a Type,
    pub(crate) attrs: &'a [Attribute],
    pub(crate) at: Span,
}

impl<'a> Field<'a> {
    fn read(position: usize, field: &'a syn::Field, container: &Container) -> Self {
        let (member, name, wire, at) = match &field.ident {
            Some(ident) => {
                let name = ident.unraw().to_string();
                let on_field = OnField::read(&field.attrs);
                let has_wire_name = !container.transparent && !on_field.flatten;
                let wire = has_wire_name.then(|| container.wire_name(&name, &on_field));
                (Member::Named(ident.clone()), name, wire, ident.span())
            }
            None => {
                let at = field.ty.span();
                let index = u32::try_from(position).unwrap_or(u32::MAX);
                (
                    Member::Unnamed(Index { index, span: at }),
                    position.to_string(),
                    None,
                    at,
                )
            }
        };
        Self {
            member,
            name,
            wire,
            ty: &field.ty,
            attrs: &field.attrs,
            at,
        }
    }
}

/// The struct.
pub(crate) struct Shape<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) tuple: bool,
}

impl<'a> Shape<'a> {
    /// Reads the struct. Reports enums and unions.
    pub(crate) fn read(input: &'a DeriveInput, cx: &mut Ctxt) -> Option<Self> {
        let data = match &input.data {
            Data::Struct(data) => data,
            Data::Enum(data) => {
                cx.error(data.enum_token.span, enumeration(input, data));
                return None;
            }
            Data::Union(data) => {
                cx.error(
                    data.union_token.span,
                    "`Paginated` describes the response of a page, which is a struct; a union is not supported",
                );
                return None;
            }
        };
        let container = Container::read(&input.attrs);
        let tuple = matches!(data.fields, Fields::Unnamed(_));
        let fields = data.fields.iter().enumerate();
        let fields: Vec<Field<'a>> = fields
            .map(|(position, field)| Field::read(position, field, &container))
            .collect();
        owned(input, &fields, cx);
        on_fields(input, &fields, cx);
        Some(Self {
            input,
            fields,
            tuple,
        })
    }

    /// Whether a field has a `paginate` attribute, which was reported.
    pub(crate) fn has_attributes_on_fields(&self) -> bool {
        let paginate = |attr: &Attribute| attr.path().is_ident("paginate");
        self.fields
            .iter()
            .any(|field| field.attrs.iter().any(paginate))
    }

    pub(crate) fn field(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field with this JSON name.
    pub(crate) fn by_wire_name(&self, name: &str) -> Option<&Field<'a>> {
        self.fields
            .iter()
            .find(|field| field.wire.as_deref() == Some(name))
    }

    /// The fields that are visibly lists.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields
            .iter()
            .filter(|field| types::list_item(field.ty).is_some())
    }

    /// The names of the fields, for a message.
    pub(crate) fn names(&self) -> String {
        quoted(self.fields.iter().map(|field| field.name.as_str()))
    }
}

/// The message for an enum, which is often "a page or an error".
fn enumeration(input: &DeriveInput, data: &DataEnum) -> &'static str {
    let fails = data.variants.iter().any(|variant| {
        let name = variant.ident.to_string().to_ascii_lowercase();
        ["err", "fail", "problem"]
            .iter()
            .any(|part| name.contains(part))
    });
    if fails || Container::read(&input.attrs).untagged {
        "`Paginated` describes a struct: for a page or an error in one answer, write one struct with the fields of both, each with `#[serde(default)]` or an `Option`, and \
         name the report with the key `error = \"error\"` (or a flag with `ok = \"success\"`)"
    } else {
        "`Paginated` describes a struct: the response of a page. If an API has several response formats, derive it on one struct for each"
    }
}

/// Reports attributes on fields, which other derives have: here, all keys are in the attribute of
/// the struct.
fn on_fields(input: &DeriveInput, fields: &[Field<'_>], cx: &mut Ctxt) {
    let paginate = |attr: &&Attribute| attr.path().is_ident("paginate");
    let given: Vec<(&Field<'_>, &Attribute)> = fields
        .iter()
        .flat_map(|field| {
            field
                .attrs
                .iter()
                .filter(paginate)
                .map(move |attr| (field, attr))
        })
        .collect();
    let Some((_, first)) = given.first() else {
        return;
    };
    let entries = given.iter().filter_map(|(field, attr)| {
        let Meta::List(list) = &attr.meta else {
            return None;
        };
        let key = list.tokens.clone().into_iter().next()?.to_string();
        let key = Key::from_name(&key).filter(|key| key.reads().is_some())?;
        Some(format!("{} = \"{}\"", key.name(), field.name))
    });
    let mut entries = entries.collect::<Vec<_>>().join(", ");
    if entries.is_empty() {
        entries = "items = \"users\"".to_owned();
    }
    cx.error(
        first.path().span(),
        format!(
            "`#[paginate(..)]` belongs on the struct, and names its fields there: write `#[paginate({entries})]` above `struct {}`",
            input.ident
        ),
    );
}

/// Requires that the page owns its data, because it outlives the response.
fn owned(input: &DeriveInput, fields: &[Field<'_>], cx: &mut Ctxt) {
    for parameter in input.generics.lifetimes() {
        let lifetime = parameter.lifetime.to_string();
        if fields
            .iter()
            .any(|field| types::borrows(field.ty, &lifetime))
        {
            cx.error(
                parameter.lifetime.span(),
                format!(
                    "a page owns its data, because it outlives the response that it was read from: remove `{lifetime}`, here and in the fields, and write `String` for \
                     `&{lifetime} str` and `Vec<u8>` for `&{lifetime} [u8]`"
                ),
            );
        }
    }
}

/// `"a", "b"`
pub(crate) fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names
        .map(|name| format!("\"{name}\""))
        .collect::<Vec<_>>()
        .join(", ")
}
