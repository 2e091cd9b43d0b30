//! `probe`: asks an API how it pages.

mod first;
mod send;
mod walk;

use std::time::Duration;

use indicatif::ProgressBar;
use paginate_infer::Verdict;
use paginate_infer::probe::{Probe, Report, Request, Seen, Step};
use serde::Serialize;

use crate::End;
use crate::args::{Format, Probe as Args};
use crate::conclude::{attribute, json_text, tell};
use crate::failure::Failure;
use crate::probe::send::Sender;
use crate::probe::walk::Walked;
use crate::{files, table};

/// `cargo paginate probe`
pub(crate) fn run(args: &Args) -> Result<End, Failure> {
    let first = first::request(args)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("no timers and sockets: {error}")))?;
    runtime.block_on(asked(args, first))
}

async fn asked(args: &Args, first: Request) -> Result<End, Failure> {
    let sender = Sender::new(Duration::from_secs(args.timeout.max(1)))?;
    let mut report = probed(args, &first, &sender).await?;
    let declared = report.verdict.declaration().cloned();
    let mut walked = None;
    if let Some(declaration) = declared.filter(|_| args.walk) {
        let keep = args.items.as_deref().map(files::lines).transpose()?;
        let done = walk::walk(&sender, &first, &declaration, (args.max_pages, keep)).await;
        if let Some(question) = done.question() {
            contradict(&mut report, question);
        }
        walked = Some(done);
    }
    answer(args, &first, &report, walked.as_ref())
}

async fn probed(args: &Args, first: &Request, sender: &Sender) -> Result<Report, Failure> {
    let mut probe = Probe::new(first.clone(), args.max_requests);
    let spinner = ProgressBar::new_spinner();
    spinner.enable_steady_tick(Duration::from_millis(100));
    loop {
        match probe.step() {
            Step::Send(question) => {
                let number = probe.requests() + 1;
                spinner.set_message(format!("request {number}: {}", question.why));
                let answer = sender.send(&question.request).await;
                probe.receive(*question, answer);
            }
            Step::Done(report) => {
                spinner.finish_and_clear();
                return Ok(*report);
            }
            Step::Failed(why) => {
                spinner.finish_and_clear();
                return Err(Failure::new(format!("{}: {why}", title(first))));
            }
        }
    }
}

/// A walk that fails or warns says that the declaration is not to be relied upon.
fn contradict(report: &mut Report, question: String) {
    if let Verdict::Declared {
        declaration,
        evidence,
    } = report.verdict.clone()
    {
        report.verdict = Verdict::Undecided {
            question,
            candidates: vec![*declaration],
            evidence,
        };
    }
}

/// Method, origin and path: the query can hold credentials.
fn title(first: &Request) -> String {
    format!("{first:?}")
}

/// The conclusion as JSON.
#[derive(Serialize)]
struct Json<'a> {
    method: &'a str,
    path: &'a str,
    /// `#[paginate(..)]`, if it is declared and can be written.
    attribute: Option<String>,
    verdict: &'a Verdict,
    open: &'a [String],
    requests: &'a [Seen],
    walk: Option<&'a Walked>,
}

fn answer(
    args: &Args,
    first: &Request,
    report: &Report,
    walked: Option<&Walked>,
) -> Result<End, Failure> {
    let output = args.write.output.as_deref();
    table::requests(&report.seen);
    if args.write.format == Format::Json {
        let json = Json {
            method: &report.operation.method,
            path: &report.operation.path,
            attribute: attribute(&report.operation, &report.verdict),
            verdict: &report.verdict,
            open: &report.open,
            requests: &report.seen,
            walk: walked,
        };
        files::write(output, &json_text(&json)?)?;
    }
    let title = title(first);
    let end = tell(&args.write, &title, &report.operation, &report.verdict)?;
    for open in &report.open {
        table::note(&format!("  still uncertain: {open}"));
    }
    if let Some(walked) = walked {
        table::note(&format!("  walk: {walked}"));
    }
    Ok(end)
}
