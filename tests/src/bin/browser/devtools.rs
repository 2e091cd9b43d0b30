//! One page of a browser, commanded by the DevTools protocol.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::ChildStdin;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::chromium::Browser;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// A page of a browser. Commands wait for their answers.
pub(crate) struct Page {
    _browser: Browser,
    commands: ChildStdin,
    messages: Receiver<Value>,
    session: Option<String>,
    number: u64,
    deadline: Instant,
    /// What the browser told without being asked.
    pub(crate) events: Vec<Value>,
}

impl Page {
    /// Opens a browser with an empty page. Everything together has to end within `bound`.
    pub(crate) fn open(
        program: &Path,
        profile: &Path,
        log: &Path,
        bound: Duration,
    ) -> Outcome<Self> {
        let mut browser = Browser::commanded(program, profile, log)?;
        let commands = browser.0.stdin.take().ok_or("no pipe to the browser")?;
        let answers = browser.0.stdout.take().ok_or("no pipe from the browser")?;
        let (sender, messages) = channel();
        thread::spawn(move || {
            for message in BufReader::new(answers).split(0).map_while(Result::ok) {
                let Ok(message) = serde_json::from_slice(&message) else {
                    return;
                };
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let mut page = Self {
            _browser: browser,
            commands,
            messages,
            session: None,
            number: 0,
            deadline: Instant::now() + bound,
            events: Vec::new(),
        };
        let target = page.command("Target.createTarget", &json!({ "url": "about:blank" }))?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = page.command("Target.attachToTarget", &attach)?;
        page.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            page.command(&format!("{domain}.enable"), &json!({}))?;
        }
        Ok(page)
    }

    /// Sends a command, and returns its result.
    pub(crate) fn command(&mut self, method: &str, params: &Value) -> Outcome<Value> {
        self.number += 1;
        let mut command = json!({ "id": self.number, "method": method, "params": params });
        if let Some(session) = &self.session {
            command["sessionId"] = json!(session);
        }
        let mut command = serde_json::to_vec(&command)?;
        command.push(0);
        self.commands.write_all(&command)?;
        loop {
            let left = self.deadline.saturating_duration_since(Instant::now());
            let mut message = self
                .messages
                .recv_timeout(left)
                .map_err(|error| format!("{method}: {error}"))?;
            if message["id"] == json!(self.number) {
                return match message.get("error") {
                    Some(error) => Err(format!("{method}: {error}").into()),
                    None => Ok(message["result"].take()),
                };
            }
            self.events.push(message);
        }
    }

    /// The value of an expression in the page, awaited if it is a promise.
    pub(crate) fn value(&mut self, expression: &str) -> Outcome<Value> {
        let params = json!({
            "expression": expression,
            "awaitPromise": true,
            "returnByValue": true,
            "userGesture": true,
        });
        let mut result = self.command("Runtime.evaluate", &params)?;
        match result.get("exceptionDetails") {
            Some(error) => Err(format!("{expression}: {error}").into()),
            None => Ok(result["result"]["value"].take()),
        }
    }

    /// Waits until an expression has a value. Returns the last value if it does not get it.
    pub(crate) fn until(&mut self, expression: &str, expected: &Value) -> Outcome<Value> {
        let patience = Instant::now() + Duration::from_secs(30);
        loop {
            let value = self.value(expression)?;
            if value == *expected || Instant::now() > patience.min(self.deadline) {
                return Ok(value);
            }
            // Each frame of the page can bring it.
            self.value("new Promise((next) => setTimeout(next, 20))")?;
        }
    }

    /// Presses a key, with an editing command if it is a shortcut.
    pub(crate) fn key(&mut self, key: &str, modifiers: u8, command: Option<&str>) -> Outcome<()> {
        let commands: Vec<&str> = command.into_iter().collect();
        let params =
            json!({ "type": "keyDown", "key": key, "modifiers": modifiers, "commands": commands });
        self.command("Input.dispatchKeyEvent", &params)?;
        self.command(
            "Input.dispatchKeyEvent",
            &json!({ "type": "keyUp", "key": key }),
        )?;
        Ok(())
    }

    /// The parameters of all events of a method.
    pub(crate) fn told(&self, method: &str) -> Vec<&Value> {
        let of_method = self.events.iter().filter(|event| event["method"] == method);
        of_method.map(|event| &event["params"]).collect()
    }
}
