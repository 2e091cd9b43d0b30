//! Transcripts of `curl -i` and `curl -v`, with the command if it was copied too.

use serde_json::Value;

use super::error::ReadError;
use super::recording;
use crate::model::Sample;
use crate::value;

/// Whether a text begins as a transcript does: a command, or the head of a response.
pub(crate) fn is_transcript(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    command(line).is_some() || line.starts_with("HTTP/") || line.starts_with(['*', '>', '<'])
}

/// What is known of the exchange that is being read.
#[derive(Default)]
struct Exchange {
    sample: Sample,
    body: String,
    /// The line of the status.
    line: usize,
    state: State,
}

#[derive(Default, PartialEq)]
enum State {
    #[default]
    Before,
    Head,
    Body,
}

/// Reads a transcript.
pub(crate) fn of(text: &str) -> Result<Vec<Sample>, ReadError> {
    let mut samples = Vec::new();
    let mut failures = Vec::new();
    let mut exchange = Exchange::default();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let number = number + 1;
        if let Some(mut arguments) = command(line) {
            end(&mut exchange, &mut samples, &mut failures)?;
            // A command goes on after a backslash, and inside of a quotation.
            while arguments.trim_end().ends_with('\\') || is_open(&arguments) {
                let Some((_, more)) = lines.next() else { break };
                match arguments.trim_end().strip_suffix('\\') {
                    Some(before) if !is_open(&arguments) => arguments = format!("{before} {more}"),
                    _ => arguments = format!("{arguments}\n{more}"),
                }
            }
            exchange.sample = request(&arguments);
            continue;
        }
        exchange.line(line, number, &mut samples, &mut failures)?;
    }
    end(&mut exchange, &mut samples, &mut failures)?;
    let none = "the transcript has no response: run curl with `-i`";
    recording::succeeded(samples, &failures, "", none)
}

impl Exchange {
    fn line(
        &mut self,
        line: &str,
        number: usize,
        samples: &mut Vec<Sample>,
        failures: &mut Vec<u16>,
    ) -> Result<(), ReadError> {
        // `curl -v` marks what was sent and what came back.
        if let Some(sent) = line.strip_prefix("> ") {
            self.sent(sent);
            return Ok(());
        }
        if line.starts_with("* ")
            || line == ">"
            || line.starts_with("} [")
            || line.starts_with("{ [")
        {
            return Ok(());
        }
        let line = line.strip_prefix("< ").unwrap_or(line);
        let line = if line == "<" { "" } else { line };
        if let Some(status) = recording::status_of(line) {
            // Redirects and interim responses come before the one that counts.
            let goes_on = self.state == State::Body && self.body.trim().is_empty();
            if self.state == State::Body && !goes_on {
                end(self, samples, failures)?;
            }
            self.sample.status = status;
            self.sample.headers.clear();
            self.body.clear();
            self.line = number;
            self.state = State::Head;
            return Ok(());
        }
        match self.state {
            State::Before => {}
            State::Head if line.trim().is_empty() => self.state = State::Body,
            State::Head => {
                if let Some((name, value)) = line.split_once(':') {
                    let value = value.trim().to_owned();
                    self.sample.headers.push((name.trim().to_owned(), value));
                }
            }
            State::Body => {
                self.body.push_str(line);
                self.body.push('\n');
            }
        }
        Ok(())
    }

    /// A line of the request that `curl -v` shows.
    fn sent(&mut self, line: &str) {
        if let Some((method, rest)) = line.split_once(' ')
            && let Some((path, _)) = rest.split_once(" HTTP/")
        {
            self.sample.method = method.to_owned();
            if self.sample.url.is_empty() {
                self.sample.url = path.to_owned();
            }
        } else if let Some((name, value)) = line.split_once(':') {
            let value = value.trim();
            if name.eq_ignore_ascii_case("host") && self.sample.url.starts_with('/') {
                self.sample.url = format!("https://{value}{}", self.sample.url);
            }
            let header = (name.to_owned(), value.to_owned());
            if !self.sample.request_headers.contains(&header) {
                self.sample.request_headers.push(header);
            }
        }
    }
}

fn end(
    exchange: &mut Exchange,
    samples: &mut Vec<Sample>,
    failures: &mut Vec<u16>,
) -> Result<(), ReadError> {
    let ended = std::mem::take(exchange);
    if ended.state == State::Before {
        return Ok(());
    }
    if !value::is_success(ended.sample.status) {
        failures.push(ended.sample.status);
        return Ok(());
    }
    // Behind the body there can be the prompt of the shell.
    let body = ended.body.trim_end();
    let body = body.strip_suffix('$').unwrap_or(body);
    let place = format!("the response at line {}", ended.line);
    let mut sample = ended.sample;
    sample.body = recording::body_of(body, &place)?;
    samples.push(sample);
    Ok(())
}

/// What follows `curl` on the line of a command.
fn command(line: &str) -> Option<String> {
    let line = line
        .trim_start()
        .trim_start_matches(['$', '%', '#', '>'])
        .trim_start();
    let rest = line.strip_prefix("curl")?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| rest.to_owned())
}

/// Whether a quotation is open at the end.
fn is_open(arguments: &str) -> bool {
    words(arguments).1
}

/// The words of a command, as a shell splits them, and whether a quotation is open.
fn words(text: &str) -> (Vec<String>, bool) {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some('"') | None, '\\') => match chars.next() {
                Some('\n') | None => {}
                Some(next) => word.get_or_insert_default().push(next),
            },
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    (words, quote.is_some())
}

/// The request of a command. Options that say nothing of the request are passed over.
fn request(arguments: &str) -> Sample {
    let mut sample = Sample::default();
    let mut data = String::new();
    let mut get = false;
    let (words, _) = words(arguments);
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        if !word.starts_with('-') || word == "-" {
            if sample.url.is_empty() {
                sample.url = word;
            }
            continue;
        }
        let (option, inline) = option(&word, &mut get);
        let Some(option) = option else { continue };
        let value = inline.or_else(|| words.next()).unwrap_or_default();
        match option {
            "-X" => sample.method = value,
            "-H" => {
                if let Some((name, value)) = value.split_once(':') {
                    let header = (name.trim().to_owned(), value.trim().to_owned());
                    sample.request_headers.push(header);
                }
            }
            "-u" => {
                let header = ("Authorization".to_owned(), "Basic".to_owned());
                sample.request_headers.push(header);
            }
            "--url" => sample.url = value,
            "-d" => {
                let mark = if data.is_empty() || !get { "" } else { "&" };
                data = format!("{data}{mark}{value}");
            }
            _ => {}
        }
    }
    if get && !data.is_empty() {
        let mark = if sample.url.contains('?') { '&' } else { '?' };
        sample.url = format!("{}{mark}{data}", sample.url);
        data.clear();
    }
    sample.request_body = serde_json::from_str::<Value>(&data).ok();
    if sample.method.is_empty() {
        sample.method = if data.is_empty() { "GET" } else { "POST" }.to_owned();
    }
    if !sample.url.is_empty() && !sample.url.contains("://") {
        sample.url = format!("http://{}", sample.url);
    }
    sample
}

/// Options with a value, by the name that is used here. Of those that say nothing of the request
/// the value must be known to be one.
const WITH_VALUE: [(&str, &str); 30] = [
    ("-X", "-X"),
    ("--request", "-X"),
    ("-H", "-H"),
    ("--header", "-H"),
    ("-u", "-u"),
    ("--user", "-u"),
    ("--url", "--url"),
    ("-d", "-d"),
    ("--data", "-d"),
    ("--data-raw", "-d"),
    ("--data-binary", "-d"),
    ("--data-ascii", "-d"),
    ("--data-urlencode", "-d"),
    ("--json", "-d"),
    ("-o", ""),
    ("--output", ""),
    ("-A", ""),
    ("--user-agent", ""),
    ("-b", ""),
    ("--cookie", ""),
    ("-e", ""),
    ("--referer", ""),
    ("-m", ""),
    ("--max-time", ""),
    ("--connect-timeout", ""),
    ("-w", ""),
    ("--write-out", ""),
    ("-x", ""),
    ("--proxy", ""),
    ("--retry", ""),
];

/// The option of a word that has a value, and the value if it is in the same word. Short options
/// can share a word: `-sSi`, `-XPOST`.
fn option(word: &str, get: &mut bool) -> (Option<&'static str>, Option<String>) {
    let known = |name: &str| {
        WITH_VALUE
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, option)| *option)
    };
    if word.starts_with("--") {
        *get |= word == "--get";
        return match word.split_once('=') {
            Some((name, value)) => (known(name), Some(value.to_owned())),
            None => (known(word), None),
        };
    }
    for (at, letter) in word.char_indices().skip(1) {
        *get |= letter == 'G';
        if let Some(option) = known(&format!("-{letter}")) {
            let rest = word
                .get(at + letter.len_utf8()..)
                .filter(|rest| !rest.is_empty());
            return (Some(option), rest.map(str::to_owned));
        }
    }
    (None, None)
}
