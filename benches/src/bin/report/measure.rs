//! Builds and runs the binaries that measure.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use paginate_benches::sample::{Label, Sample, Walked};

/// The function in which callgrind counts; see `instructions`.
const REGION: &str = "instructions::counted_region";

/// The compiled binaries.
pub(crate) struct Measure {
    target: PathBuf,
    valgrind: bool,
}

impl Measure {
    /// Builds them beside this binary, with the libraries that are compared.
    pub(crate) fn build() -> Self {
        let report = std::env::current_exe().expect("this binary");
        let target = report
            .ancestors()
            .nth(2)
            .expect("a target folder")
            .to_owned();
        let status = Command::new(env!("CARGO"))
            .args([
                "build",
                "--profile",
                "figures",
                "-p",
                "paginate-benches",
                "--bins",
                "--features",
                "peers",
            ])
            .arg("--target-dir")
            .arg(&target)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status();
        assert!(
            status.expect("cargo").success(),
            "what measures does not compile"
        );
        let valgrind = Command::new("valgrind")
            .arg("--version")
            .stdout(Stdio::null())
            .status();
        let valgrind = valgrind.is_ok_and(|status| status.success());
        if !valgrind {
            println!("valgrind is not there: instructions are not counted.\n");
        }
        Self { target, valgrind }
    }

    /// A folder for intermediate files.
    pub(crate) fn scratch(&self, name: &str) -> PathBuf {
        self.target.join(name)
    }

    fn binary(&self, name: &str) -> PathBuf {
        self.target.join("figures").join(name)
    }

    /// Runs the binary `allocations`.
    pub(crate) fn allocations(&self, what: &str) -> Vec<Sample> {
        let printed = run(Command::new(self.binary("allocations")).arg(what));
        printed
            .lines()
            .map(|line| Sample::parse(line).expect("a figure"))
            .collect()
    }

    /// Runs the binary `walks`.
    pub(crate) fn walks(&self, what: &str) -> Vec<Walked> {
        let printed = run(Command::new(self.binary("walks")).arg(what));
        printed
            .lines()
            .map(|line| Walked::parse(line).expect("a walk"))
            .collect()
    }

    /// The output of the program that compiles 200 derives, with this number of rounds.
    pub(crate) fn expansion(&self, rounds: u32) -> String {
        run(Command::new(self.binary("expansion")).arg(rounds.to_string()))
    }

    /// Counts instructions. Each walk has its own process, because the state of the heap after one
    /// walk affects the next.
    pub(crate) fn instructions(&self, what: &str) -> Option<Vec<Sample>> {
        if !self.valgrind {
            return None;
        }
        let folder = self.scratch("callgrind").join(what);
        // Files of an earlier run would be counted too.
        let _ = fs::remove_dir_all(&folder);
        let walks = run(Command::new(self.binary("instructions")).args(["list", what]));
        let samples = walks.lines().enumerate().flat_map(|(number, walk)| {
            let folder = folder.join(number.to_string());
            fs::create_dir_all(&folder).expect("a folder");
            self.counted(what, walk, &folder.join("counts"))
        });
        Some(samples.collect())
    }

    /// The counts of callgrind for one walk. It writes one file per call of the region.
    fn counted(&self, what: &str, walk: &str, out: &Path) -> Vec<Sample> {
        let printed = run(Command::new("valgrind")
            .args(["--tool=callgrind", "--quiet", "--collect-atstart=no"])
            .arg(format!("--toggle-collect={REGION}"))
            .arg(format!("--dump-after={REGION}"))
            .arg(format!("--callgrind-out-file={}", out.display()))
            .arg(self.binary("instructions"))
            .args([what, walk]));
        let samples = printed.lines().zip(1..).map(|(line, number)| {
            let (label, _) = Label::parse(line).expect("a label");
            let count = total(&out.with_extension(number.to_string()));
            Sample { label, count }
        });
        samples.collect()
    }
}

/// The output of a program.
fn run(command: &mut Command) -> String {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .expect("a program");
    assert!(
        output.status.success(),
        "{:?} failed",
        command.get_program()
    );
    // A binary without output would look like one without cost.
    assert!(
        !output.stdout.is_empty(),
        "{:?} printed nothing",
        command.get_args().collect::<Vec<&OsStr>>()
    );
    String::from_utf8(output.stdout).expect("text")
}

/// The number of instructions in a file of callgrind.
fn total(file: &Path) -> u64 {
    let text = fs::read_to_string(file).expect("a file of callgrind's");
    let total = text.lines().find_map(|line| line.strip_prefix("totals: "));
    let total = total
        .and_then(|total| total.trim().parse().ok())
        .expect("a total");
    assert!(
        total > 0,
        "callgrind counted nothing: is {REGION} still its name?"
    );
    total
}
