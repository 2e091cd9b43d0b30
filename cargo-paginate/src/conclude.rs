//! `openapi` and `samples`: what is concluded of operations, and what is written for them.

use std::path::Path;
use std::time::Duration;

use indicatif::ProgressBar;
use paginate_infer::declaration::{Declaration, Mode};
use paginate_infer::model::Operation;
use paginate_infer::{Verdict, infer, read, write};
use serde::Serialize;

use crate::End;
use crate::args::{Format, Openapi, Pick, Samples, Write};
use crate::failure::Failure;
use crate::files;
use crate::table::{self, Row};

/// `cargo paginate openapi`
pub(crate) fn openapi(args: &Openapi) -> Result<End, Failure> {
    let text = files::text(&args.file)?;
    let spinner = spinner(text.len());
    let described = read::description(&text).map_err(|error| Failure::of(&args.file, error))?;
    let concluded = all(described.operations);
    spinner.finish_and_clear();
    for problem in &described.problems {
        table::warning(&format!("{}: {problem}", args.file.display()));
    }
    answer(&args.file, &args.pick, &args.write, &concluded)
}

/// `cargo paginate samples`
pub(crate) fn samples(args: &Samples) -> Result<End, Failure> {
    let samples = files::samples(&args.files, &args.urls)?;
    let concluded = all(read::operations_of(samples));
    let file = args.files.first().map_or(Path::new("-"), |file| file);
    answer(file, &args.pick, &args.write, &concluded)
}

/// A sign of life for documents that take a while; only on a terminal.
fn spinner(bytes: usize) -> ProgressBar {
    if bytes < 1 << 20 {
        return ProgressBar::hidden();
    }
    let spinner = ProgressBar::new_spinner().with_message("reading the description");
    spinner.enable_steady_tick(Duration::from_millis(100));
    spinner
}

struct Concluded {
    operation: Operation,
    verdict: Verdict,
}

fn all(operations: Vec<Operation>) -> Vec<Concluded> {
    operations
        .into_iter()
        .map(|operation| Concluded {
            verdict: infer(&operation),
            operation,
        })
        .collect()
}

impl Concluded {
    /// `GET /users`
    fn line(&self) -> String {
        match self.operation.path.as_str() {
            "" => self.operation.method.clone(),
            path => format!("{} {path}", self.operation.method),
        }
    }

    /// The id and the line, or the line alone if it is the id.
    fn title(&self) -> String {
        let line = self.line();
        match self.operation.id.as_str() {
            "" => line,
            id if id == line || line.ends_with(id) => line,
            id => format!("{id} ({line})"),
        }
    }
}

fn answer(
    file: &Path,
    pick: &Pick,
    write: &Write,
    concluded: &[Concluded],
) -> Result<End, Failure> {
    if pick.all {
        return every(write, concluded);
    }
    let one = match &pick.operation {
        Some(name) => named(file, name, concluded)?,
        None => the_only_one(file, concluded)?,
    };
    single(write, one)
}

/// The operation of that name.
fn named<'a>(
    file: &Path,
    name: &str,
    concluded: &'a [Concluded],
) -> Result<&'a Concluded, Failure> {
    let is = |one: &&Concluded| {
        one.operation.id == name || one.line() == name || one.operation.path == name
    };
    concluded.iter().find(is).ok_or_else(|| {
        let near = nearest(name, concluded);
        Failure::of(
            file,
            format!("there is no operation `{name}`{near} `--all` lists them"),
        )
    })
}

/// Names that are like it.
fn nearest(name: &str, concluded: &[Concluded]) -> String {
    let wanted = name.to_ascii_lowercase();
    let like = concluded
        .iter()
        .map(|one| one.operation.id.as_str())
        .find(|id| {
            let id = id.to_ascii_lowercase();
            !id.is_empty() && (id == wanted || id.contains(&wanted) || wanted.contains(&id))
        });
    like.map_or_else(|| ";".to_owned(), |id| format!(", did you mean `{id}`?"))
}

/// The operation that is meant if none is named: the only one, or the only one that pages.
fn the_only_one<'a>(file: &Path, concluded: &'a [Concluded]) -> Result<&'a Concluded, Failure> {
    if let [only] = concluded {
        return Ok(only);
    }
    if concluded.is_empty() {
        return Err(Failure::of(file, "there is no operation in it"));
    }
    let declared: Vec<&Concluded> = concluded
        .iter()
        .filter(|one| one.verdict.declaration().is_some())
        .collect();
    if let [only] = declared.as_slice() {
        return Ok(only);
    }
    let names: Vec<String> = declared
        .iter()
        .take(10)
        .map(|one| match one.operation.id.as_str() {
            "" => format!("\n  --operation '{}'", one.line()),
            id => format!("\n  --operation '{id}'"),
        })
        .collect();
    let more = match declared.len().saturating_sub(names.len()) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    Err(Failure::of(
        file,
        format!(
            "it has {} operations, {} of which page: name one, or use `--all`{}{more}",
            concluded.len(),
            declared.len(),
            names.concat()
        ),
    ))
}

fn as_json(one: &Concluded) -> write::Conclusion<'_> {
    write::Conclusion::new(&one.operation, &one.verdict)
}

/// `#[paginate(..)]`, if it is declared and can be written.
pub(crate) fn attribute(operation: &Operation, verdict: &Verdict) -> Option<String> {
    write::attribute(operation, verdict.declaration()?).ok()
}

pub(crate) fn json_text(value: &impl Serialize) -> Result<String, Failure> {
    let mut text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::new(format!("the result is no JSON: {error}")))?;
    text.push('\n');
    Ok(text)
}

fn single(write: &Write, one: &Concluded) -> Result<End, Failure> {
    if write.format == Format::Json {
        files::write(write.output.as_deref(), &json_text(&as_json(one))?)?;
    }
    tell(write, &one.title(), &one.operation, &one.verdict)
}

/// Prints a verdict with its evidence, and writes the code of what is declared.
pub(crate) fn tell(
    write: &Write,
    title: &str,
    operation: &Operation,
    verdict: &Verdict,
) -> Result<End, Failure> {
    match verdict {
        Verdict::Declared {
            declaration,
            evidence,
        } => {
            table::heading(title, "declared", true);
            table::evidence(evidence);
            let code = code(write.format, operation, declaration)
                .map_err(|error| Failure::new(format!("{title}: {error}")))?;
            if let Some(code) = code {
                files::write(write.output.as_deref(), &code)?;
            }
            Ok(End::Declared)
        }
        Verdict::NotPaginated { evidence } => {
            table::heading(title, "not paginated", false);
            table::evidence(evidence);
            Ok(End::NotPaginated)
        }
        Verdict::Undecided {
            question,
            candidates,
            evidence,
        } => {
            table::heading(title, &format!("undecided: {question}"), false);
            table::evidence(evidence);
            for candidate in candidates {
                if let Ok(attribute) = write::attribute(operation, candidate) {
                    table::note(&format!("  it could be {attribute}"));
                }
            }
            Ok(End::Undecided)
        }
        _ => Ok(End::Undecided),
    }
}

/// The code of one operation; none for JSON, which is written in any case.
fn code(
    format: Format,
    operation: &Operation,
    declaration: &Declaration,
) -> Result<Option<String>, write::WriteError> {
    Ok(match format {
        Format::Rust => Some(write::rust(operation, declaration)?),
        Format::Typify => Some(write::typify(operation, declaration)?),
        Format::Prost => Some(write::prost(operation, declaration)?),
        Format::Json => None,
    })
}

fn every(write: &Write, concluded: &[Concluded]) -> Result<End, Failure> {
    let mut file = write::File::default();
    let mut patches = Vec::new();
    let mut rows = Vec::new();
    for one in concluded {
        let mut refused = None;
        if let Some(declaration) = one.verdict.declaration() {
            let written = match write.format {
                Format::Rust | Format::Json => file.add(&one.operation, declaration).map(|()| None),
                format => code(format, &one.operation, declaration),
            };
            match written {
                Ok(patch) => patches.extend(patch),
                Err(error) => refused = Some(error.to_string()),
            }
        }
        rows.push(row(one, refused));
    }
    let text = match write.format {
        Format::Json => json_text(&concluded.iter().map(as_json).collect::<Vec<_>>())?,
        Format::Rust if file.is_empty() => String::new(),
        Format::Rust => file.code(),
        Format::Typify | Format::Prost => patches.join("\n"),
    };
    let count = |result: &str| rows.iter().filter(|row| row.result == result).count();
    let summary = format!(
        "{} operations: {} declared, {} undecided, {} refused, {} not paginated\n",
        rows.len(),
        count("declared"),
        count("undecided"),
        count("refused"),
        count("not paginated")
    );
    let table = table::operations(&rows);
    match (&write.output, write.format) {
        (Some(output), _) => {
            if !text.is_empty() {
                files::write(Some(output), &text)?;
            }
            table::print(&(table + &summary));
        }
        // The code of a whole API is long: a file is asked for by its name.
        (None, Format::Rust) => table::print(&(table + &summary)),
        (None, _) => files::write(None, &text)?,
    }
    match (count("declared"), count("undecided")) {
        (0, 0) => Ok(End::NotPaginated),
        (0, _) => Ok(End::Undecided),
        _ => Ok(End::Declared),
    }
}

fn row(one: &Concluded, refused: Option<String>) -> Row {
    let operation = match one.operation.id.as_str() {
        "" => one.line(),
        id => id.to_owned(),
    };
    let (result, detail) = match (&one.verdict, refused) {
        (_, Some(why)) => ("refused", why),
        (Verdict::Declared { declaration, .. }, None) => ("declared", brief(declaration)),
        (Verdict::NotPaginated { .. }, None) => ("not paginated", String::new()),
        (Verdict::Undecided { question, .. }, None) => ("undecided", question.clone()),
        _ => ("undecided", String::new()),
    };
    Row {
        operation,
        result,
        detail,
    }
}

/// The mode and the items, in a few words.
fn brief(declaration: &Declaration) -> String {
    let mode = declaration.mode.as_ref().map_or("?", Mode::key);
    let items = declaration.items.as_ref().map(|path| path.0.join("."));
    match items {
        Some(items) => format!("{mode}, items in `{}`", items.replace(".[", "[")),
        None => format!("{mode}, the body is the list"),
    }
}
