//! A headless Chromium.

use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A headless browser, which is stopped when this is dropped.
pub(crate) struct Browser(pub(crate) Child);

/// How every test opens it.
const OPTIONS: [&str; 11] = [
    // Its sandbox needs a user other than root, and it opens only our own page.
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    // No requests to other servers.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    // Shows the console of the page.
    "--enable-logging=stderr",
    "--v=0",
];

impl Browser {
    /// Opens a page.
    pub(crate) fn open(
        program: &Path,
        profile: &Path,
        log: &Path,
        url: &str,
    ) -> Result<Self, Box<dyn Error>> {
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        Self::start(&mut command, program, profile, log, url)
    }

    /// Opens an empty page, and takes the commands of the DevTools protocol on standard input.
    pub(crate) fn commanded(
        program: &Path,
        profile: &Path,
        log: &Path,
    ) -> Result<Self, Box<dyn Error>> {
        let mut command = Command::new("sh");
        // It reads them from descriptor 3 and answers on descriptor 4.
        let exec = "exec \"$0\" \"$@\" 3<&0 4>&1 < /dev/null > /dev/null";
        command
            .args(["-c", exec])
            .arg(program)
            .arg("--remote-debugging-pipe")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        Self::start(&mut command, program, profile, log, "about:blank")
    }

    fn start(
        command: &mut Command,
        program: &Path,
        profile: &Path,
        log: &Path,
        url: &str,
    ) -> Result<Self, Box<dyn Error>> {
        let child = command
            .args(OPTIONS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(url)
            .stderr(File::create(log)?)
            .spawn()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        Ok(Self(child))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
