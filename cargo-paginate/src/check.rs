//! `check`: a declaration in a Rust file, held against recorded pages.

use paginate_infer::check::{Outcome, check, outcome};
use serde_json::json;

use crate::End;
use crate::args::{Check, CheckFormat};
use crate::attribute::{self, Found};
use crate::failure::Failure;
use crate::{files, table};

/// `cargo paginate check`
pub(crate) fn run(args: &Check) -> Result<End, Failure> {
    let text = files::text(&args.file)?;
    let all = attribute::declarations(&text).map_err(|error| {
        let at = error.span().start();
        Failure::new(format!("{}:{}: {error}", args.file.display(), at.line))
    })?;
    let found = pick(args, &all)?;
    let pages = files::samples(&args.samples, &args.urls)?;
    let findings = check(&found.declaration, &pages);
    let whole = outcome(&findings);
    match args.format {
        CheckFormat::Json => {
            let report = json!({ "struct": found.name, "result": whole, "findings": findings });
            files::write(None, &format!("{report:#}\n"))?;
        }
        CheckFormat::Text => {
            let (style, word) = table::outcome(whole);
            table::print(&format!(
                "{} ({}:{}): {style}{word}{style:#}\n",
                found.name,
                args.file.display(),
                found.line
            ));
            table::findings(&findings);
            for unread in &found.unread {
                table::print(&format!("  {unread} is not looked at\n"));
            }
        }
    }
    Ok(match whole {
        Outcome::Agrees => End::Declared,
        Outcome::Contradicts => End::NotPaginated,
        Outcome::CannotTell => End::Undecided,
    })
}

fn pick<'a>(args: &Check, all: &'a [Found]) -> Result<&'a Found, Failure> {
    let names = || {
        let names: Vec<String> = all
            .iter()
            .map(|found| format!("`{}`", found.name))
            .collect();
        names.join(", ")
    };
    match (&args.name, all) {
        (_, []) => Err(Failure::of(
            &args.file,
            "there is no struct with `#[paginate(..)]` in it",
        )),
        (Some(name), all) => all.iter().find(|found| found.name == *name).ok_or_else(|| {
            Failure::of(
                &args.file,
                format!("`{name}` has no `#[paginate(..)]`; there are {}", names()),
            )
        }),
        (None, [only]) => Ok(only),
        (None, _) => Err(Failure::of(
            &args.file,
            format!(
                "it has several declarations, {}: name one with `--struct`",
                names()
            ),
        )),
    }
}
