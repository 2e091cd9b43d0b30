//! The struct that carries the attribute, seen through the eyes of a path.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Fields, Index, Member, Type};

use crate::errors::Ctxt;
use crate::serde_attrs::{Container, OnField};
use crate::types;

/// A field of the struct.
pub(crate) struct Field<'a> {
    pub(crate) member: Member,
    /// As it is written in a path: `type` for `r#type`, `0` in a tuple struct.
    pub(crate) name: String,
    /// The name on the wire, where the field has one of its own.
    pub(crate) wire: Option<String>,
    pub(crate) ty: &'a Type,
    pub(crate) attrs: &'a [Attribute],
    pub(crate) at: Span,
}

/// The struct.
pub(crate) struct Shape<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) tuple: bool,
}

impl<'a> Shape<'a> {
    /// Looks at the struct; anything else is reported and has no fields.
    pub(crate) fn read(input: &'a DeriveInput, cx: &mut Ctxt) -> Option<Self> {
        let data = match &input.data {
            Data::Struct(data) => data,
            Data::Enum(data) => {
                cx.error(
                    data.enum_token.span,
                    "`Paginated` describes a struct: the response of a page. Where an API has several shapes, derive it on one struct for each",
                );
                return None;
            }
            Data::Union(data) => {
                cx.error(
                    data.union_token.span,
                    "`Paginated` describes a struct: the response of a page; a union cannot be one",
                );
                return None;
            }
        };
        let container = Container::read(&input.attrs);
        let tuple = matches!(data.fields, Fields::Unnamed(_));
        let fields = data
            .fields
            .iter()
            .enumerate()
            .map(|(position, field)| {
                for attr in field.attrs.iter().filter(|attr| attr.path().is_ident("paginate")) {
                    cx.error(
                        attr.path().span(),
                        "`#[paginate(..)]` belongs on the struct, and names the field there: `#[paginate(items = \"users\")]`",
                    );
                }
                let on_field = OnField::read(&field.attrs);
                match &field.ident {
                    Some(ident) => {
                        let name = ident.unraw().to_string();
                        let has_wire_name = !container.transparent && !on_field.flatten;
                        let wire = has_wire_name.then(|| container.wire_name(&name, &on_field));
                        Field {
                            member: Member::Named(ident.clone()),
                            name,
                            wire,
                            ty: &field.ty,
                            attrs: &field.attrs,
                            at: ident.span(),
                        }
                    }
                    None => {
                        let at = field.ty.span();
                        let index = Index {
                            index: u32::try_from(position).unwrap_or(u32::MAX),
                            span: at,
                        };
                        Field {
                            member: Member::Unnamed(index),
                            name: position.to_string(),
                            wire: None,
                            ty: &field.ty,
                            attrs: &field.attrs,
                            at,
                        }
                    }
                }
            })
            .collect();
        Some(Self { input, fields, tuple })
    }

    pub(crate) fn field(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that has this name on the wire.
    pub(crate) fn by_wire_name(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.wire.as_deref() == Some(name))
    }

    /// The fields that visibly are lists.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(|field| types::list_item(field.ty).is_some())
    }

    /// The names, for a message.
    pub(crate) fn names(&self) -> String {
        quoted(self.fields.iter().map(|field| field.name.as_str()))
    }
}

/// `"a", "b"`
pub(crate) fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
