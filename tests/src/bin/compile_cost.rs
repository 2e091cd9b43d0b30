//! Measures the compile time of the derive: the time that `Paginated` adds to a crate of 200
//! annotated structs, compared with the time that `serde::Deserialize` adds to the same structs.
//! Prints the minimum of several runs of `cargo check`, taken in turns.
//!
//! `cargo run --release -p paginate-tests --bin compile_cost` runs eight rounds; an argument sets
//! another number.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a measurement: what fails ends it"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

const STRUCTS: usize = 200;
const ROUNDS: usize = 8;

/// The derives of the 200 structs.
const VARIANTS: [(&str, &str); 3] = [
    ("nothing", ""),
    ("serde", "#[derive(serde::Deserialize)]"),
    (
        "both",
        "#[derive(serde::Deserialize, paginate_runtime::Paginated)]\n\
         #[paginate(token = \"next_page_token\", items = \"users\", max = 300, more = \"has_more\", ok = \"ok\")]",
    ),
];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a workspace")
        .to_owned();
    let crates = VARIANTS.map(|(name, derive)| generate(&root, name, derive));
    let mut least = [Duration::MAX; 3];
    let rounds = std::env::args()
        .nth(1)
        .map_or(ROUNDS, |rounds| rounds.parse().expect("a number"));
    for _ in 0..=rounds {
        for (folder, least) in crates.iter().zip(&mut least) {
            *least = check(folder).min(*least);
        }
    }
    let [nothing, serde, both] = least;
    let (serde_adds, paginated_adds) = (serde.saturating_sub(nothing), both.saturating_sub(serde));
    println!("{STRUCTS} structs, least of {rounds} runs of `cargo check`, unoptimised macros");
    println!("without derives      {:>6.0} ms", ms(nothing));
    println!("Deserialize adds     {:>6.0} ms", ms(serde_adds));
    println!("Paginated adds       {:>6.0} ms", ms(paginated_adds));
    println!(
        "ratio                {:>6.2}",
        ms(paginated_adds) / ms(serde_adds)
    );
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// Writes a separate crate below the target folder, with the workspace's locked versions.
fn generate(root: &Path, name: &str, derive: &str) -> PathBuf {
    let folder = root.join("target/compile-cost").join(name);
    fs::create_dir_all(folder.join("src")).expect("a folder");
    let runtime = root.join("paginate-runtime");
    let manifest = format!(
        "[package]\nname = \"compile-cost-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         paginate-runtime = {{ path = {runtime:?}, default-features = false, features = [\"derive\"] }}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    // Without a lock file, only the versions differ.
    let _ = fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"));
    let mut code = String::from(
        "#![allow(dead_code)]\nuse paginate_runtime as _;\n#[derive(serde::Deserialize)] pub struct User { pub id: String }\n",
    );
    for number in 0..STRUCTS {
        writeln!(
            code,
            "{derive}\npub struct List{number} {{ pub next_page_token: Option<String>, pub has_more: bool, pub ok: bool, pub users: Vec<User> }}"
        )
        .expect("a string");
    }
    fs::write(folder.join("src/lib.rs"), code).expect("a source file");
    folder
}

/// The time to check the crate itself. The first run also builds its dependencies, but it is never
/// the minimum.
fn check(folder: &Path) -> Duration {
    let source = fs::File::options()
        .append(true)
        .open(folder.join("src/lib.rs"))
        .expect("a source file");
    source.set_modified(SystemTime::now()).expect("a time");
    let start = Instant::now();
    let status = Command::new(env!("CARGO"))
        .args(["check", "--quiet"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .status()
        .expect("cargo");
    assert!(status.success(), "the generated crate does not compile");
    start.elapsed()
}
