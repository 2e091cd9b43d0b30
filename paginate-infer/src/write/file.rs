//! A file of Rust code.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::attribute::{self, Declared};
use super::error::WriteError;
use super::types::{Part, Struct, Type, Types, VALUE};
use super::{function_name, layout, names, request, test};
use crate::declaration::Declaration;
use crate::model::Operation;

/// A file of Rust code for one or more operations of an API, which share the types of the items.
#[derive(Debug, Default)]
pub struct File {
    types: Types,
    functions: BTreeSet<String>,
    requests: Vec<String>,
    usage: Vec<String>,
    tests: Vec<String>,
    /// The struct that each test walks.
    tested: BTreeSet<String>,
}

impl File {
    /// Adds an operation.
    ///
    /// # Errors
    ///
    /// If the declaration is not whole, or the runtime cannot write what it says. The file is then
    /// as it was before.
    pub fn add(
        &mut self,
        operation: &Operation,
        declaration: &Declaration,
    ) -> Result<(), WriteError> {
        let before = self.types.structs.len();
        let declared = attribute::declare(&mut self.types, operation, declaration)
            .inspect_err(|_| self.types.forget(before))?;
        let about = format!("A page of `{} {}`.", operation.method, operation.path);
        let page = self
            .types
            .structs
            .iter_mut()
            .find(|of| of.name == declared.page);
        if let Some(page) = page {
            page.about = about;
        }
        let function = names::unused(function_name(operation), &mut self.functions);
        let request = request::first(operation, declaration, &function);
        self.usage
            .push(usage(&declared, &function, &request.arguments));
        self.requests.push(request.code);
        if let Some(test) = test::walk(operation, declaration, &declared, &function) {
            self.tests.push(test);
            self.tested.insert(declared.page);
        }
        Ok(())
    }

    /// Whether no operation was added.
    pub fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }

    /// The text of the file, as rustfmt leaves it.
    pub fn code(&self) -> String {
        let mut parts = vec![self.head()];
        parts.extend(
            (0..self.types.structs.len())
                .filter_map(|at| Some((at, self.types.structs.get(at)?)))
                .map(|(at, of)| self.structure(at, of)),
        );
        parts.extend(self.requests.iter().cloned());
        if !self.tests.is_empty() {
            let tested: Vec<&str> = self.tested.iter().map(String::as_str).collect();
            parts.push(test::module(&tested, &self.tests));
        }
        parts.join("\n")
    }

    fn head(&self) -> String {
        let mut head = "// Written by `cargo paginate`.".to_owned();
        if let Some(usage) = self.usage.first() {
            head.push_str(" A walk:\n//\n");
            head.push_str(usage);
        } else {
            head.push('\n');
        }
        head.push('\n');
        let fields = || self.types.structs.iter().flat_map(|of| &of.fields);
        if fields().any(|field| has_map(&field.ty)) {
            head.push_str("use std::collections::BTreeMap;\n\n");
        }
        head.push_str("use paginate_runtime::Paginated;\nuse serde::Deserialize;\n");
        head
    }

    fn structure(&self, at: usize, of: &Struct) -> String {
        let mut text = String::new();
        if !of.about.is_empty() {
            let _ = writeln!(text, "/// {}", of.about);
        }
        text.push_str(match of.part {
            Part::Page => "#[derive(Deserialize, Paginated)]\n",
            Part::Way => "#[derive(Deserialize)]\n",
            Part::Item => "#[derive(Debug, Deserialize)]\n",
        });
        if of.part == Part::Page {
            text.push_str(&layout::attribute("paginate", &of.keys));
        }
        if let [field] = of.fields.as_slice()
            && field.wire.is_empty()
        {
            let ty = self.types.written(at, field);
            let _ = writeln!(text, "pub struct {}(pub {ty});", of.name);
            return text;
        }
        let rule = rename_rule(of);
        if let Some(rule) = rule {
            let _ = writeln!(text, "#[serde(rename_all = \"{rule}\")]");
        }
        let _ = writeln!(text, "pub struct {} {{", of.name);
        for field in &of.fields {
            let on_the_wire = names::renamed(rule.unwrap_or_default(), &field.name);
            let mut serde = Vec::new();
            // Null is a value of a JSON value, absence is none.
            if field.optional && field.ty == VALUE {
                serde.push("default".to_owned());
            }
            if on_the_wire != field.wire {
                serde.push(format!("rename = {:?}", field.wire));
            }
            if !serde.is_empty() {
                let _ = writeln!(text, "    #[serde({})]", serde.join(", "));
            }
            let name = names::declared(&field.name);
            let ty = self.types.written(at, field);
            text.push_str(&layout::field(&name, &ty));
        }
        text.push_str("}\n");
        text
    }
}

/// The rule that leaves the fewest names to be given one by one, if there is a better one than none.
fn rename_rule(of: &Struct) -> Option<&'static str> {
    let exceptions = |rule: &str| {
        of.fields
            .iter()
            .filter(|field| names::renamed(rule, &field.name) != field.wire)
            .count()
    };
    let rules = [
        "camelCase",
        "PascalCase",
        "kebab-case",
        "SCREAMING_SNAKE_CASE",
    ];
    let (count, rule) = rules
        .into_iter()
        .map(|rule| (exceptions(rule) + 1, rule))
        .min_by_key(|(count, _)| *count)?;
    (count <= exceptions("")).then_some(rule)
}

fn has_map(ty: &Type) -> bool {
    match ty {
        Type::Map(_) => true,
        Type::List(element) => has_map(element),
        Type::Plain(_) | Type::Struct(_) => false,
    }
}

fn usage(declared: &Declared, function: &str, arguments: &[String]) -> String {
    let arguments: Vec<&str> = std::iter::once("&client")
        .chain(arguments.iter().map(String::as_str))
        .collect();
    format!(
        "//     let client = paginate_runtime::reqwest_0_13::client()?;\n\
         //     let request = {function}({});\n\
         //     let mut items = {}::paginate(request).items();\n\
         //     while let Some(item) = items.try_next().await? {{\n\
         //         println!(\"{{item:?}}\");\n\
         //     }}\n",
        arguments.join(", "),
        declared.page
    )
}
