//! Runs every example, and compares its output with the one in its documentation. Every example
//! must be in the index.
#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

use std::collections::BTreeSet;
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

/// The time limit of an example. Each takes less than five seconds.
const PATIENCE: Duration = Duration::from_secs(120);

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The examples of this folder by name, with their source.
fn examples() -> Vec<(String, String)> {
    let mut examples: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .filter(|(name, _)| name != "lib")
        .collect();
    examples.sort();
    examples
}

/// The binary of an example, which cargo puts beside this test.
fn binary(name: &str, source: &Path) -> Result<PathBuf, String> {
    let test = std::env::current_exe().unwrap();
    let binary = test
        .parent()
        .unwrap()
        .with_file_name("examples")
        .join(format!("{name}{EXE_SUFFIX}"));
    let written = |path: &Path| fs::metadata(path).and_then(|file| file.modified());
    match (written(&binary), written(source)) {
        (Ok(built), Ok(written)) if built >= written => Ok(binary),
        (Ok(_), _) => Err("it is older than its source: run `cargo test -p paginate-examples`, which builds the examples too".to_owned()),
        (Err(_), _) => Err("it is not built: run `cargo test -p paginate-examples`; is it in `Cargo.toml`?".to_owned()),
    }
}

/// The block after "It prints:" in the documentation of a file. `[..]` stands for any text.
fn documented(source: &str) -> Option<String> {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let block = lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .skip_while(|line| *line != "It prints:")
        .skip_while(|line| *line != "```text")
        .skip(1);
    let mut block: Vec<_> = block.collect();
    block.truncate(block.iter().position(|line| *line == "```")?);
    Some(block.join("\n"))
}

/// Whether the text matches the pattern, in which `[..]` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once("[..]") else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(first) else {
        return false;
    };
    let mut pieces: Vec<_> = rest.split("[..]").collect();
    let last = pieces.pop().unwrap_or_default();
    for piece in pieces {
        let Some((_, behind)) = text.split_once(piece) else {
            return false;
        };
        text = behind;
    }
    text.ends_with(last)
}

/// The end of an example's command, after its name: the feature that it needs.
fn feature(name: &str) -> &'static str {
    if name == "tracing" {
        " --features tracing"
    } else {
        ""
    }
}

/// Whether the example is compiled in this run. An example that needs a feature is not compiled
/// without it, but an old binary may exist.
fn is_built(name: &str) -> bool {
    cfg!(feature = "tracing") || feature(name).is_empty()
}

/// Whether the example is a server, which runs until it is stopped.
fn serves(name: &str) -> bool {
    name.ends_with("_server")
}

async fn run(name: &str, source: &str) -> Result<(), String> {
    let expected = documented(source)
        .ok_or("its documentation does not show what it prints: give it \"It prints:\" and a block ```text, with [..] for what varies")?;
    let mut command = Command::new(binary(name, &folder().join(format!("{name}.rs")))?);
    // With a token in the environment, `zoom_users` would walk the real API.
    command
        .env_remove("ZOOM_ACCESS_TOKEN")
        .env_remove("RUST_LOG")
        // They connect only to their own servers.
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    if serves(name) {
        let printed = tokio::time::timeout(PATIENCE, beginning(command, &expected)).await;
        let printed = printed.map_err(|_| "it prints less than it documents")??;
        return compare(&expected, &printed);
    }
    let output = tokio::time::timeout(PATIENCE, command.output()).await;
    let output = output
        .map_err(|_| "it does not end")?
        .map_err(|error| error.to_string())?;
    let (stdout, stderr) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    if !output.status.success() {
        return Err(format!("it failed, {}:\n{stderr}", output.status));
    }
    compare(&expected, &stdout)
}

/// As many lines as it documents; then it is stopped.
async fn beginning(mut command: Command, expected: &str) -> Result<String, String> {
    let wrong = |error: std::io::Error| error.to_string();
    let mut server = command.stdout(Stdio::piped()).spawn().map_err(wrong)?;
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let mut printed = Vec::new();
    for _ in expected.lines() {
        printed.extend(lines.next_line().await.map_err(wrong)?);
    }
    server.kill().await.map_err(wrong)?;
    Ok(printed.join("\n"))
}

fn compare(expected: &str, printed: &str) -> Result<(), String> {
    let lines: Vec<_> = printed.trim_end().lines().map(str::trim_end).collect();
    if fits(expected, &lines.join("\n")) {
        Ok(())
    } else {
        Err(format!("it prints\n{printed}\nand documents\n{expected}"))
    }
}

#[tokio::test]
async fn every_example_does_what_it_documents() {
    let examples = examples();
    let mut wrong = Vec::new();
    for (name, source) in examples.iter().filter(|(name, _)| is_built(name)) {
        if let Err(why) = run(name, source).await {
            wrong.push(format!("{name}: {why}"));
        }
    }
    assert!(
        !examples.is_empty() && wrong.is_empty(),
        "{}",
        wrong.join("\n\n")
    );
}

#[test]
fn every_example_says_how_to_run_it() {
    for (name, source) in examples() {
        let command = format!(
            "cargo run -p paginate-examples --example {name}{}",
            feature(&name)
        );
        assert!(
            source.starts_with("//! ") && source.contains(&command),
            "{name}: `{command}` is missing"
        );
    }
}

/// A file that is missing in the manifest is never compiled, and one that is missing in the index
/// is hard to find.
#[test]
fn the_index_and_the_manifest_have_every_example() {
    let index = fs::read_to_string(folder().join("README.md")).unwrap();
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
    let listed: Vec<_> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("path = \""))
        .collect();
    let listed: BTreeSet<_> = listed
        .into_iter()
        .filter_map(|path| path.strip_suffix(".rs\""))
        .filter(|name| *name != "lib")
        .collect();
    let linked: BTreeSet<_> = index
        .split("](")
        .skip(1)
        .filter_map(|link| link.split_once(".rs)"))
        .map(|(name, _)| name)
        .collect();
    let linked: BTreeSet<_> = linked
        .into_iter()
        .filter(|name| !name.contains('/'))
        .collect();
    let examples = examples();
    let names: BTreeSet<_> = examples.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(listed, names, "[[example]] entries of Cargo.toml");
    assert_eq!(linked, names, "links of README.md");
    for name in names {
        assert!(
            index.contains(&format!(
                "`cargo run -p paginate-examples --example {name}{}`",
                feature(name)
            )),
            "the command of {name} is not in README.md"
        );
    }
}

#[test]
fn patterns_fit_what_they_should() {
    assert!(fits("a [..] c", "a b c") && fits("[..]", "") && fits("a[..]b[..]", "a\nxb"));
    assert!(
        !fits("a [..] c", "a b d")
            && !fits("a", "ab")
            && !fits("a[..]b", "ab c")
            && !fits("a[..]x[..]b", "axb x")
    );
}
