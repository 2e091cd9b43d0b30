//! Walks an API from a page of another origin, and reports one line per walk to the program that
//! opened the page (`paginate-tests`, binary `browser`). The last walk stops in the middle of a
//! list and continues after the page was loaded again.

mod report;

use std::cell::Cell;
use std::error::Error as StdError;
use std::rc::Rc;
use std::time::Duration;

use paginate_runtime::{
    Checkpoint, Error, Items, Paginated, RetryPolicy,
    runtime::{BrowserRuntime, Runtime},
};
use reqwest::RequestBuilder;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", items = "names", param = "cursor")]
struct ByToken {
    next: String,
    names: Vec<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0")]
struct ByLink(Vec<String>);

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = "pages", items = "names")]
struct ByNumber {
    pages: u64,
    names: Vec<String>,
}

#[wasm_bindgen(start)]
async fn main() -> Result<(), JsValue> {
    report::panics();
    let window = web_sys::window().ok_or("this is no page")?;
    // `?http://127.0.0.1:1234`
    let api = Api(window
        .location()
        .search()?
        .trim_start_matches('?')
        .to_owned());
    let storage = window.local_storage()?.ok_or("nothing can be stored")?;
    let Some(stopped) = storage.get_item("stopped")? else {
        report::line("token", api.by_token().await).await;
        report::line("link", api.by_link().await).await;
        report::line("number", api.by_number().await).await;
        report::line("early", api.early().await).await;
        report::line("stalled", api.stalled().await).await;
        report::line("late", api.late().await).await;
        report::line("denied", api.denied().await).await;
        report::line("clock", clock().await).await;
        match api.stop().await {
            Ok(stopped) => {
                storage.set_item("stopped", &stopped)?;
                return window.location().reload();
            }
            Err(error) => report::line("stop", Err(error)).await,
        }
        return Ok(());
    };
    storage.remove_item("stopped")?;
    report::line("resumed", api.resume(&stopped).await).await;
    report::line("done", Ok::<_, Error>(String::new())).await;
    Ok(())
}

/// The position of the walk when the page was loaded again.
#[derive(Serialize, Deserialize)]
struct Stopped {
    names: Vec<String>,
    checkpoint: Checkpoint,
}

struct Api(String);

impl Api {
    /// A request with a header, for which the browser first sends a preflight request (`OPTIONS`).
    fn get(&self, path: &str) -> RequestBuilder {
        reqwest::Client::new()
            .get(format!("{}{path}", self.0))
            .bearer_auth("secret")
    }

    /// The second page is refused once, with a wait of one second. The hook is not `Send`.
    async fn by_token(&self) -> Result<String, Error> {
        let waited = Rc::new(Cell::new(Duration::ZERO));
        let sum = Rc::clone(&waited);
        let mut names = ByToken::paginate(self.get("/token"))
            .on_page(move |page| sum.set(sum.get() + page.waited))
            .items();
        let all = all(&mut names).await?;
        let seconds = waited.get().as_secs_f64().round();
        Ok(format!(
            "{all}, {} requests, waited {seconds} s",
            names.progress().requests
        ))
    }

    /// The body of the second page breaks off once; pages are fetched ahead.
    async fn by_link(&self) -> Result<String, Error> {
        let retries = RetryPolicy::default().first_delay(Duration::from_millis(10));
        let mut names = ByLink::paginate(self.get("/link"))
            .prefetch(2)
            .retry(retries)
            .items();
        let all = all(&mut names).await?;
        Ok(format!("{all}, {} requests", names.progress().requests))
    }

    /// Two requests at a time, after the first page has shown how many there are.
    async fn by_number(&self) -> Result<String, Error> {
        let mut names = ByNumber::paginate(self.get("/number"))
            .concurrency(2)
            .items();
        let all = all(&mut names).await?;
        Ok(format!("{all}, {} requests", names.progress().requests))
    }

    /// The rest of a page arrives only after the next page was requested.
    async fn early(&self) -> Result<String, Error> {
        let mut names = ByToken::paginate(self.get("/early")).early().items();
        let all = all(&mut names).await?;
        Ok(format!("{all}, {} requests", names.progress().requests))
    }

    /// A body that stalls after its first byte.
    async fn stalled(&self) -> Result<String, Error> {
        let mut names = ByToken::paginate(self.get("/stalled"))
            .idle_timeout(Duration::from_millis(100))
            .retry(RetryPolicy::none())
            .items();
        match names.try_next().await {
            Ok(name) => Ok(format!("{name:?}, though nothing comes")),
            Err(error) => Ok(format!("{:?}", error.kind())),
        }
    }

    /// The same, with the timeout of the request itself.
    async fn late(&self) -> Result<String, Error> {
        let request = self.get("/stalled").timeout(Duration::from_millis(100));
        let mut names = ByToken::paginate(request)
            .retry(RetryPolicy::none())
            .items();
        match names.try_next().await {
            Ok(name) => Ok(format!("{name:?}, though nothing comes")),
            Err(error) => Ok(format!("{:?}", error.kind())),
        }
    }

    /// An API that does not allow other origins.
    async fn denied(&self) -> Result<String, Error> {
        let mut names = ByToken::paginate(self.get("/denied"))
            .retry(RetryPolicy::none())
            .items();
        match names.try_next().await {
            Ok(name) => Ok(format!("{name:?}, which is not allowed")),
            Err(error) => Ok(error.to_string().replace(&self.0, "")),
        }
    }

    /// Stops after three names, in the middle of the second page.
    async fn stop(&self) -> Result<String, Box<dyn StdError>> {
        let mut walk = ByToken::paginate(self.get("/resume")).items();
        let mut names = Vec::new();
        while names.len() < 3 {
            names.extend(walk.try_next().await?);
        }
        let checkpoint = walk.checkpoint().ok_or("there is no checkpoint")?;
        Ok(serde_json::to_string(&Stopped { names, checkpoint })?)
    }

    async fn resume(&self, stopped: &str) -> Result<String, Box<dyn StdError>> {
        let Stopped { names, checkpoint } = serde_json::from_str(stopped)?;
        let mut walk = ByToken::paginate(self.get("/resume"))
            .resume(checkpoint)
            .items();
        let rest = all(&mut walk).await?;
        Ok(format!("{} before, {rest}", names.join(" ")))
    }
}

/// Checks that aborted tasks end, and that sleeps end in order.
async fn clock() -> Result<String, &'static str> {
    let order = Rc::new(Cell::new(0));
    let sleeps = Rc::clone(&order);
    let sleeper = move |millis, digit| {
        let order = Rc::clone(&sleeps);
        async move {
            BrowserRuntime.sleep(Duration::from_millis(millis)).await;
            order.set(order.get() * 10 + digit);
        }
    };
    let spawn = |millis, digit| {
        BrowserRuntime
            .spawn(Box::pin(sleeper(millis, digit)))
            .map_err(|_| "it cannot spawn")
    };
    let _second = spawn(100, 2)?;
    let _first = spawn(50, 1)?;
    drop(spawn(75, 3)?);
    let began = BrowserRuntime.now();
    BrowserRuntime.sleep(Duration::from_millis(150)).await;
    let slept = BrowserRuntime.now() - began >= Duration::from_millis(150);
    let recent = BrowserRuntime
        .date()
        .duration_since(std::time::UNIX_EPOCH)
        .is_ok_and(|date| date.as_secs() > 1_700_000_000);
    Ok(format!(
        "order {}, slept {slept}, recent {recent}",
        order.get()
    ))
}

/// The items of a walk, and why it ended.
async fn all<P: Paginated<Item = String> + 'static>(names: &mut Items<P>) -> Result<String, Error> {
    let mut all = Vec::new();
    while let Some(name) = names.try_next().await? {
        all.push(name);
    }
    let end = names
        .end_reason()
        .map(|end| format!("{end:?}"))
        .unwrap_or_default();
    Ok(format!("{}; {end}", all.join(" ")))
}
