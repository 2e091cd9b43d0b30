//! The page of `docs/playground`: text is pasted into it with the keyboard, and what it shows is
//! compared with what it should show. It is loaded from a file server, and has no network after.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::devtools::{Outcome, Page};

/// The time limit for everything.
const BOUND: Duration = Duration::from_secs(120);

/// What the page loads.
const FILES: [&str; 9] = [
    "/",
    "/boxes.js",
    "/engine.js",
    "/examples.js",
    "/highlight.js",
    "/page.js",
    "/pkg/engine.js",
    "/result.js",
    "/style.css",
];

const ORDERS: &str = r#"{
  "orders": [
    { "number": 5001, "paid": true },
    { "number": 5002, "paid": true }
  ],
  "position": "b3JkZXI6NTAwMg"
}"#;

/// Returns the first thing that the page shows and should not. Pictures of it go into `room`.
pub(crate) async fn run(folder: &Path, room: &Path, browser: &Path) -> Result<(), Box<dyn Error>> {
    let (origin, asked) = serve(folder.to_owned()).await?;
    let (room, browser) = (room.to_owned(), browser.to_owned());
    let walk = tokio::task::spawn_blocking(move || {
        visit(&origin, &asked, &room, &browser).map_err(|error| error.to_string())
    });
    Ok(walk.await??)
}

/// The requests that a server received.
type Asked = Arc<Mutex<Vec<String>>>;

/// A file server.
async fn serve(folder: PathBuf) -> Result<(String, Asked), Box<dyn Error>> {
    let asked = Asked::default();
    let seen = Arc::clone(&asked);
    let answer = async move |request: Request| {
        let path = request.uri().path().to_owned();
        if let Ok(mut seen) = seen.lock() {
            seen.push(path.clone());
        }
        file(&folder, &path)
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
    Ok((origin, asked))
}

fn file(folder: &Path, path: &str) -> Response {
    let name = match path {
        "/" => "index.html",
        path => path.trim_start_matches('/'),
    };
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html",
        Some("css") => "text/css",
        _ => "text/javascript",
    };
    match std::fs::read(folder.join(name)) {
        Ok(bytes) => ([(CONTENT_TYPE, kind)], bytes).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn visit(origin: &str, asked: &Asked, room: &Path, browser: &Path) -> Outcome<()> {
    let profile = room.join("playground-profile");
    let _ = std::fs::remove_dir_all(&profile);
    let log = room.join("playground.log");
    let mut visit = Visit {
        page: Page::open(browser, &profile, &log, BOUND)?,
        room: room.to_owned(),
    };
    visit.load(origin)?;
    visit.one_response()?;
    visit.a_second_response()?;
    visit.what_is_written()?;
    visit.errors()?;
    visit.no_markup()?;
    visit.five_megabytes()?;
    visit.stopped()?;
    visit.a_har_file()?;
    visit.examples()?;
    visit.nothing_is_sent(origin, asked)?;
    println!("the playground shows what it should");
    Ok(())
}

struct Visit {
    page: Page,
    room: PathBuf,
}

/// Where the page tells its state: `empty`, `declared`, `undecided`, `not_paginated`, `problem`.
const STATE: &str = "document.getElementById('result').dataset.state";

fn compare(what: &str, value: &Value, expected: &Value) -> Outcome<()> {
    match value == expected {
        true => Ok(()),
        false => Err(format!("{what}:\n  {value}\n  expected: {expected}").into()),
    }
}

impl Visit {
    /// Waits until an expression has a value.
    fn expect(&mut self, what: &str, expression: &str, expected: impl Into<Value>) -> Outcome<()> {
        let expected = expected.into();
        let value = self.page.until(expression, &expected)?;
        compare(what, &value, &expected)
    }

    /// The same for the text of an element, without line ends.
    fn expect_text(&mut self, selector: &str, expected: &str) -> Outcome<()> {
        let expression = format!(
            "document.querySelector({})?.textContent.replace(/\\s+/g, ' ').trim()",
            json!(selector)
        );
        self.expect(selector, &expression, expected)
    }

    /// Replaces the text of a box by a paste of the keyboard.
    fn paste(&mut self, id: &str, text: &str) -> Outcome<()> {
        let write = format!("navigator.clipboard.writeText({})", json!(text));
        self.page.value(&write)?;
        self.paste_clipboard(id)
    }

    fn paste_clipboard(&mut self, id: &str) -> Outcome<()> {
        let select =
            format!("document.getElementById('{id}').focus(); document.activeElement.select()");
        self.page.value(&select)?;
        self.page.key("v", 2, Some("paste"))
    }

    fn click(&mut self, selector: &str) -> Outcome<()> {
        let click = format!("document.querySelector({}).click()", json!(selector));
        self.page.value(&click).map(drop)
    }

    fn load(&mut self, origin: &str) -> Outcome<()> {
        let clipboard = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        self.page.command("Browser.grantPermissions", &clipboard)?;
        self.look(1280, "light")?;
        self.page
            .command("Page.navigate", &json!({ "url": origin }))?;
        let loaded = "document.readyState === 'complete' && typeof result === 'object'";
        self.expect("loaded", loaded, true)?;
        self.expect("at first", STATE, "empty")?;
        self.expect_text("#result h2", "Paste a response, or load an example")?;
        let offline = json!({ "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0 });
        self.page
            .command("Network.emulateNetworkConditions", &offline)?;
        Ok(())
    }

    fn one_response(&mut self) -> Outcome<()> {
        self.paste("request", "https://api.example.com/orders?state=paid")?;
        self.paste("response", ORDERS)?;
        self.expect("one response", STATE, "undecided")?;
        self.expect_text(
            "#result h2",
            "To which parameter does the member position go? No request shows it.",
        )?;
        self.expect_text(".verdict .line", "UndecidedGET /ordersfrom 1 response")?;
        self.expect_text(
            ".candidates li",
            "#[paginate(token = \"position\", items = \"orders\")]",
        )
    }

    fn a_second_response(&mut self) -> Outcome<()> {
        self.paste("next-request", "?state=paid&after=b3JkZXI6NTAwMg")?;
        let last = r#"{"orders": [{"number": 5003, "paid": true}], "position": null}"#;
        self.paste("next-response", last)?;
        self.expect("two responses", STATE, "declared")?;
        self.expect_text(".verdict .line", "DeclaredGET /ordersfrom 2 responses")?;
        self.expect_text("#result h2", "The list continues with a token.")?;
        self.expect_text(
            ".attribute-line",
            "#[paginate(token = \"position\", param = \"after\", items = \"orders\")]",
        )?;
        let rows = "[...document.querySelectorAll('.why dl > div')].map((row) => \
                    [...row.children].map((cell) => cell.textContent).join(' | '))";
        let reasons = json!([
            "token | member position | its value was sent as after in the request that followed",
            "items | member orders | is the only list of the response",
        ]);
        self.expect("why", rows, reasons)?;
        self.picture("light")?;
        self.look(1280, "dark")?;
        self.picture("dark")?;
        self.look(360, "light")?;
        let width = "document.documentElement.scrollWidth <= innerWidth";
        self.expect("nothing is wider than a narrow screen", width, true)?;
        self.picture("narrow")?;
        self.look(1280, "light")
    }

    /// The code, the JSON, and copies of them, by the keyboard.
    fn what_is_written(&mut self) -> Outcome<()> {
        let code = self
            .page
            .value("document.getElementById('panel').textContent")?;
        let code = code.as_str().unwrap_or_default().to_owned();
        for part in [
            "// Written by `cargo paginate`. A walk:\n",
            "pub struct OrderList {\n    pub orders: Vec<Order>,\n    pub position: Option<String>,\n}\n",
            "async fn list_orders_walks_the_samples() {\n",
        ] {
            compare(part, &json!(code.contains(part)), &json!(true))?;
        }
        self.click(".copy")?;
        self.expect_text(".copy", "Copied")?;
        self.expect("the copy", "navigator.clipboard.readText()", code.as_str())?;
        self.page
            .value("document.getElementById('tab-rust').focus()")?;
        self.page.key("ArrowRight", 0, None)?;
        self.expect("the tab", "document.activeElement.id", "tab-json")?;
        let mode = "JSON.parse(document.getElementById('panel').textContent)\
                    .verdict.declared.declaration.mode.token[0][1]";
        self.expect(
            "the JSON",
            mode,
            json!({ "place": "query", "name": "after" }),
        )
    }

    /// What is wrong, and where.
    fn errors(&mut self) -> Outcome<()> {
        let broken = ORDERS.replace("5002, \"paid\":", "5002, \"paid\"");
        self.paste("response", &broken)?;
        self.expect("broken JSON", STATE, "problem")?;
        self.expect_text("#result h2", "The response cannot be read")?;
        self.expect_text(
            ".problem p",
            "The body is no JSON: expected : at line 4 column 30.",
        )?;
        let lines = "document.querySelector('.excerpt').textContent.split('\\n')";
        let excerpt = json!([
            "4 |     { \"number\": 5002, \"paid\" true }",
            "                                 ^",
        ]);
        self.expect("the place", lines, excerpt)?;
        self.click(".problem button")?;
        let place = "[document.activeElement.id, document.activeElement.ariaInvalid, \
                     document.activeElement.selectionStart]";
        let at = broken.find("true }\n  ]").unwrap_or_default();
        self.expect("the cursor", place, json!(["response", "true", at]))?;

        let transcript = "HTTP/2 200\ncontent-type: application/json\n\n{\n  \"orders\": [1,]\n}\n";
        self.paste("response", transcript)?;
        self.expect_text(
            ".problem p",
            "The body is no JSON: trailing comma at line 5 column 16. At the response at line 1.",
        )?;
        self.expect_text(".problem button", "Go to line 5")?;

        self.paste("response", "HTTP/2 401\n\n{\"message\": \"who is there?\"}")?;
        self.expect_text(
            ".problem p",
            "No response succeeded, the status is 401: did the request have its credentials?",
        )?;
        self.paste("response", "<!doctype html><title>Sign in</title>")?;
        self.expect_text(
            ".problem p",
            "This is HTML or XML, not a JSON response: does the URL need a login?",
        )?;
        self.paste("response", ORDERS)?;
        self.paste("request", "what is this")?;
        self.expect_text(
            ".problem p",
            "This is no URL, no request and no curl command.",
        )?;
        self.paste("request", "localhost:8080/orders")?;
        self.expect("a URL without its scheme", STATE, "declared")?;
        self.paste("next-response", "[1, 2")?;
        self.expect_text("#result h2", "The second response cannot be read")?;
        self.click(".clear")?;
        self.expect("cleared", STATE, "empty")
    }

    /// Pasted markup is text.
    fn no_markup(&mut self) -> Outcome<()> {
        let markup = "<img src=x onerror=document.title='run'>";
        let body = json!({ markup: [{ "<b>id</b>": 1 }], "next_url": "https://x/<script>" });
        self.paste("request", "https://x/<i>?page=1")?;
        self.paste("response", &body.to_string())?;
        self.expect("markup", STATE, "declared")?;
        let shown = format!(
            "document.getElementById('result').textContent.includes({})",
            json!(markup)
        );
        self.expect("its text", &shown, true)?;
        let made = "document.querySelectorAll('#result :is(img, b, i, script)').length";
        self.expect("no elements", made, 0)?;
        self.click(".clear")?;
        self.expect("cleared", STATE, "empty")
    }

    /// While the engine works, the page draws frames; the text is held beside the text area.
    fn five_megabytes(&mut self) -> Outcome<()> {
        self.paste("request", "https://api.example.com/items?page=1")?;
        self.page.value(
            "window.megabytes = JSON.stringify({ page: 1, total_pages: 4, items: Array.from({ length: 50000 }, \
             (_, id) => ({ id, name: `the item with the number ${id}`, tags: ['a', 'b'], size: { width: id, height: 2 * id } })) });
             window.frames = 0;
             const frame = () => {
               if (document.body.classList.contains('working')) window.frames++;
               requestAnimationFrame(frame);
             };
             requestAnimationFrame(frame);
             navigator.clipboard.writeText(window.megabytes)",
        )?;
        self.expect("5 MB", "window.megabytes.length > 5e6", true)?;
        self.paste_clipboard("response")?;
        self.expect("5 MB", STATE, "declared")?;
        self.expect("frames while it worked", "window.frames > 0", true)?;
        self.expect_text(".held strong", "Pasted")?;
        let beside = "document.getElementById('response').value.length";
        self.expect("the text area", beside, 0)?;
        self.expect_text(
            ".attribute-line",
            "#[paginate(page = \"page\", items = \"items\", pages = \"total_pages\")]",
        )
    }

    /// Work can be stopped, and the engine begins again.
    fn stopped(&mut self) -> Outcome<()> {
        self.page.value(
            "boxes.get('response').set(window.megabytes + ' '); ask(); document.getElementById('stop').click()",
        )?;
        self.expect("stopped", STATE, "stopped")?;
        self.expect(
            "nothing works",
            "document.body.classList.contains('working')",
            false,
        )?;
        self.click(".held button")?;
        self.expect("removed", STATE, "empty")
    }

    /// A recording of several operations, dropped beside the boxes.
    fn a_har_file(&mut self) -> Outcome<()> {
        let entry = |url: &str, body: Value| {
            json!({
                "request": { "method": "GET", "url": url, "headers": [] },
                "response": { "status": 200, "headers": [], "content": { "text": body.to_string() } },
            })
        };
        let teams =
            json!({ "teams": [{ "id": 1 }], "next": "https://api.example.com/teams?cursor=b" });
        let har = json!({ "log": { "entries": [
            entry("https://api.example.com/me", json!({ "id": 1 })),
            entry("https://api.example.com/teams", teams),
        ] } });
        let drop = format!(
            "{{ const dataTransfer = new DataTransfer();
               dataTransfer.items.add(new File([{}], 'recording.har'));
               document.body.dispatchEvent(new DragEvent('drop', {{ dataTransfer, bubbles: true, cancelable: true }})); }}",
            json!(har.to_string())
        );
        self.page.value(&drop)?;
        self.expect("a HAR file", STATE, "declared")?;
        self.expect_text(".operations p", "2 operations, 1 declared")?;
        self.expect_text("#result h2", "Each page has the URL of the next one.")?;
        self.click(".operations button.not_paginated")?;
        self.expect_text(".verdict .line", "Not paginatedGET /mefrom 1 response")?;
        self.expect_text("#result h2", "There is no further page to ask for.")
    }

    /// Each example is declared, as its title says.
    fn examples(&mut self) -> Outcome<()> {
        let attributes = [
            "#[paginate(next_url = link(\"next\"), items = \"0\", size = \"per_page\")]",
            "#[paginate(page = \"page\", items = \"invoices\", size = \"per_page\", total = \"total_count\", pages = \"total_pages\")]",
            "#[paginate(token = \"position\", param = \"after\", items = \"orders\")]",
        ];
        for (number, attribute) in (2..).zip(attributes) {
            self.click(&format!(".examples button:nth-child({number})"))?;
            self.expect_text(".attribute-line", attribute)?;
            self.expect("an example", STATE, "declared")?;
        }
        Ok(())
    }

    /// No request left the page, and none can, with a network or without; nor can its workers'.
    fn nothing_is_sent(&mut self, origin: &str, asked: &Asked) -> Outcome<()> {
        let errors: Vec<Value> = ["Runtime.exceptionThrown", "Log.entryAdded"]
            .into_iter()
            .flat_map(|method| self.page.told(method))
            .cloned()
            .collect();
        compare("errors of the page", &json!(errors), &json!([]))?;
        let online = json!({ "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.page
            .command("Network.emulateNetworkConditions", &online)?;
        let fetch = format!("fetch('{origin}/sent').then(() => 'sent', () => 'refused')");
        // Once each: what is refused is refused at once.
        let refused = json!("refused");
        compare("a request of the page", &self.page.value(&fetch)?, &refused)?;
        let worker = format!(
            "new Promise((told) => {{
               const code = new Blob([{}]);
               new Worker(URL.createObjectURL(code)).onmessage = ({{ data }}) => told(data);
             }})",
            json!(format!("{fetch}.then(postMessage)"))
        );
        compare(
            "a request of a worker",
            &self.page.value(&worker)?,
            &refused,
        )?;
        let mut requests = asked.lock().map(|asked| asked.clone()).unwrap_or_default();
        requests.sort();
        compare("requests to the server", &json!(requests), &json!(FILES))?;
        let others: Vec<&str> = self
            .page
            .told("Network.requestWillBeSent")
            .into_iter()
            .filter_map(|told| told["request"]["url"].as_str())
            .filter(|url| {
                !url.starts_with(origin) && !url.starts_with("blob:") && !url.starts_with("data:")
            })
            .collect();
        let others = json!(others);
        compare("other requests", &others, &json!([]))
    }

    fn look(&mut self, width: u32, scheme: &str) -> Outcome<()> {
        let size =
            json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.page
            .command("Emulation.setDeviceMetricsOverride", &size)?;
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.page.command("Emulation.setEmulatedMedia", &media)?;
        Ok(())
    }

    /// A picture for those who look at it: nothing is compared with it.
    fn picture(&mut self, name: &str) -> Outcome<()> {
        let whole = json!({ "captureBeyondViewport": true });
        let picture = self.page.command("Page.captureScreenshot", &whole)?;
        let picture = picture["data"].as_str().unwrap_or_default();
        let bytes = BASE64_STANDARD.decode(picture)?;
        std::fs::write(self.room.join(format!("playground-{name}.png")), bytes)?;
        Ok(())
    }
}
