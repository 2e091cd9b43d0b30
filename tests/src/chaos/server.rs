//! Sends the response with its fault, as bytes on a socket.

use std::io;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fastrand::Rng;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::clock::Clock;
use super::faults::{After, At, Break, Fault, Faults};
use super::model::{Answer, Incoming};
use super::plan::{Mode, Plan, Timing};

/// More requests than any walk needs. A walk with more is endless.
pub(crate) const MAX_REQUESTS: u64 = 4_000;

/// A server for one walk after the other.
#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) origin: String,
    current: Arc<Mutex<Option<Arc<Served>>>>,
}

/// The server's state of one walk.
#[derive(Debug)]
pub(crate) struct Served {
    pub(crate) plan: Arc<Plan>,
    pub(crate) clock: Arc<Clock>,
    pub(crate) requests: AtomicU64,
    pub(crate) faults: Mutex<Faults>,
    /// Mistakes that were found.
    pub(crate) wrong: Mutex<Vec<String>>,
    /// After a `Retry-After`: the earliest time of the next request, and the stream that must wait.
    not_before: Mutex<Option<(Instant, String)>>,
    origin: String,
    trace: bool,
}

impl Slot {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let origin = format!(
            "http://{}",
            listener.local_addr().expect("the address of the socket")
        );
        let current: Arc<Mutex<Option<Arc<Served>>>> = Arc::default();
        let serve = Arc::clone(&current);
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.expect("a connection");
                let Some(walk) = serve.lock().unwrap().clone() else {
                    continue;
                };
                if walk.faults.lock().unwrap().on_accept() {
                    walk.tell(|| "reset when accepted".to_owned());
                    let _ = socket.set_zero_linger();
                    continue;
                }
                let _ = socket.set_nodelay(true);
                tokio::spawn(async move {
                    // An error of the socket is an error of the client too.
                    let _ = Connection {
                        socket,
                        read: Vec::new(),
                    }
                    .serve(&walk)
                    .await;
                });
            }
        });
        Self { origin, current }
    }

    pub(crate) fn begin(&self, plan: Arc<Plan>, trace: bool) -> Arc<Served> {
        let walk = Arc::new(Served {
            faults: Mutex::new(Faults::new(&plan)),
            clock: Arc::new(Clock::new(plan.ahead.is_wide())),
            plan,
            requests: AtomicU64::new(0),
            wrong: Mutex::default(),
            not_before: Mutex::default(),
            origin: self.origin.clone(),
            trace,
        });
        *self.current.lock().unwrap() = Some(Arc::clone(&walk));
        walk
    }

    pub(crate) fn end(&self) {
        *self.current.lock().unwrap() = None;
    }
}

impl Served {
    pub(crate) fn tell(&self, what: impl FnOnce() -> String) {
        if self.trace {
            eprintln!("{}", what());
        }
    }

    pub(crate) fn is_wrong(&self, what: impl Into<String>) {
        self.wrong.lock().unwrap().push(what.into());
    }
}

/// A connection of a client.
struct Connection {
    socket: TcpStream,
    read: Vec<u8>,
}

/// How a response is framed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Framing {
    Length,
    Chunked,
    /// The end of the connection ends the body.
    Close,
}

/// What to do after a response.
#[derive(Debug, PartialEq, Eq)]
enum Then {
    KeepOpen,
    Close,
}

impl Connection {
    async fn serve(&mut self, walk: &Served) -> io::Result<()> {
        while let Some(request) = self.request().await? {
            let (fault, mut rng) = walk.faults.lock().unwrap().next();
            let count = walk.requests.fetch_add(1, Ordering::SeqCst) + 1;
            walk.tell(|| {
                format!(
                    "{} {} {}  -> {fault:?}",
                    request.method,
                    request.target,
                    String::from_utf8_lossy(&request.body)
                )
            });
            let leg = request.header("x-leg").unwrap_or_default().to_owned();
            // With real time, the walk may time out before it reads that response. A resumed stream
            // does not know of it. With several requests at a time, some were already sent.
            if let Some((until, by)) = walk.not_before.lock().unwrap().take()
                && by == leg
                && walk.plan.timing != Timing::Real
                && !walk.plan.ahead.is_wide()
                && walk.clock.now() < until
            {
                walk.is_wrong("a request before the time that `Retry-After` named");
            }
            let answer = if count > MAX_REQUESTS {
                Err("too many requests".to_owned())
            } else {
                walk.plan.answer(&request, &walk.origin)
            };
            let answer = answer.unwrap_or_else(|why| {
                walk.is_wrong(format!("{why}: {} {}", request.method, request.target));
                Answer {
                    status: 422,
                    body: String::new(),
                    token: None,
                    link: None,
                }
            });
            if self.answer(walk, answer, fault, &leg, &mut rng).await? == Then::Close {
                break;
            }
        }
        Ok(())
    }

    /// The next request; `None` if the client has closed the connection.
    async fn request(&mut self) -> io::Result<Option<Incoming>> {
        let head = loop {
            if let Some(end) = self.read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end + 4;
            }
            if self.socket.read_buf(&mut self.read).await? == 0 {
                return Ok(None);
            }
        };
        let text = String::from_utf8_lossy(&self.read[..head]).into_owned();
        let mut lines = text.lines();
        let mut words = lines.next().unwrap_or_default().split(' ');
        let mut word = || words.next().unwrap_or_default().to_owned();
        let (method, target) = (word(), word());
        let headers: Vec<_> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut request = Incoming {
            method,
            target,
            headers,
            body: Vec::new(),
        };
        let length: usize = request
            .header("content-length")
            .map_or(0, |length| length.parse().expect("a length"));
        while self.read.len() < head + length {
            if self.socket.read_buf(&mut self.read).await? == 0 {
                return Ok(None);
            }
        }
        request.body = self.read[head..head + length].to_vec();
        self.read.drain(..head + length);
        Ok(Some(request))
    }

    async fn answer(
        &mut self,
        walk: &Served,
        answer: Answer,
        fault: Option<Fault>,
        leg: &str,
        rng: &mut Rng,
    ) -> io::Result<Then> {
        let Answer {
            mut status,
            body,
            token,
            link,
        } = answer;
        let mut body = body.into_bytes();
        let mut lines = link_lines(
            walk.plan.mode,
            link.as_deref(),
            matches!(fault, Some(Fault::Links)),
            rng,
        );
        lines.extend(token.map(|token| format!("x-next: {token}")));
        let is_page = status == 200;
        let mut replace = |with: u16, text: &str| {
            status = with;
            body = text.as_bytes().to_vec();
            lines.clear();
        };
        match fault {
            Some(Fault::RateLimit(status, after)) => {
                replace(status, "{\"error\":\"slow down\"}");
                lines.extend(retry_after(walk, after, leg));
            }
            Some(Fault::Server(status)) => replace(status, "<html>oops</html>"),
            Some(Fault::Gone) => replace(410, "{\"error\":\"expired\"}"),
            Some(Fault::Status(302)) => {
                replace(302, "");
                lines.push("location: /elsewhere".to_owned());
            }
            Some(Fault::Status(304)) => replace(304, ""),
            // A partial page that looks complete.
            Some(Fault::Status(206)) => status = 206,
            Some(Fault::Status(status)) => replace(status, "{\"error\":\"no\"}"),
            Some(Fault::BadBody) if is_page => replace(200, bad_body(rng)),
            _ => {}
        }
        let bodiless = matches!(status, 204 | 304);
        let framing = match rng.u8(..8) {
            _ if bodiless || matches!(fault, Some(Fault::LengthShort | Fault::LengthLong(_))) => {
                Framing::Length
            }
            0 => Framing::Close,
            1..=2 => Framing::Chunked,
            _ => Framing::Length,
        };
        let says_close = framing == Framing::Close || rng.u8(..16) == 0;

        let mut wire = format!("HTTP/1.1 {status} Because\r\n").into_bytes();
        let mut length = body.len();
        match fault {
            Some(Fault::LengthShort) => length = rng.usize(..length.max(1)),
            Some(Fault::LengthLong(_)) => length += rng.usize(1..60),
            _ => {}
        }
        match framing {
            Framing::Length if !bodiless => lines.push(format!("content-length: {length}")),
            Framing::Chunked => lines.push("transfer-encoding: chunked".to_owned()),
            _ => {}
        }
        if says_close {
            lines.push("connection: close".to_owned());
        }
        rng.shuffle(&mut lines);
        for line in &lines {
            wire.extend_from_slice(line.as_bytes());
            wire.extend_from_slice(b"\r\n");
        }
        wire.extend_from_slice(b"\r\n");
        let head = wire.len();
        if framing == Framing::Chunked {
            chunk(&mut wire, &body, rng);
        } else {
            wire.extend_from_slice(&body);
        }

        // A stall in the head needs a timeout that not every walk has.
        let cannot_stall = walk.plan.timing == Timing::SignalIdle && wire.len() == head;
        match fault {
            Some(Fault::Break(Break::Stall, _)) if cannot_stall => self.send(&wire).await?,
            Some(Fault::Break(how, at)) => {
                let cut = match at {
                    At::BeforeHead => 0,
                    At::AfterHead if wire.len() > head => head,
                    At::InBody if wire.len() > head => rng.usize(head..wire.len()),
                    // Without a body, a cut after the head would have no effect.
                    _ => rng.usize(1..head),
                };
                wire.truncate(cut);
                self.send(&wire).await?;
                self.stop(walk, how).await?;
                return Ok(Then::Close);
            }
            Some(Fault::LengthLong(how)) if !bodiless && !cannot_stall => {
                self.send(&wire).await?;
                self.stop(walk, how).await?;
                return Ok(Then::Close);
            }
            Some(Fault::Drip) => {
                let piece = (wire.len() / 12).max(1);
                for piece in wire.chunks(piece) {
                    self.send(piece).await?;
                    if rng.bool() {
                        tokio::time::sleep(Duration::from_micros(300)).await;
                    } else {
                        tokio::task::yield_now().await;
                    }
                }
            }
            Some(Fault::Interim) => {
                self.send(b"HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n")
                    .await?;
                self.send(&wire).await?;
            }
            _ => self.send(&wire).await?,
        }
        let close = says_close || matches!(fault, Some(Fault::SilentClose));
        Ok(if close { Then::Close } else { Then::KeepOpen })
    }

    async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.socket.write_all(bytes).await
    }

    async fn stop(&mut self, walk: &Served, how: Break) -> io::Result<()> {
        match how {
            Break::Reset => self.socket.set_zero_linger(),
            Break::Close => self.socket.shutdown().await,
            Break::Stall => {
                walk.clock.stall();
                // Wait until the client closes the connection.
                let mut ignored = Vec::new();
                while self
                    .socket
                    .read_buf(&mut ignored)
                    .await
                    .is_ok_and(|bytes| bytes > 0)
                {}
                walk.clock.gave_up();
                Ok(())
            }
        }
    }
}

fn chunk(wire: &mut Vec<u8>, mut body: &[u8], rng: &mut Rng) {
    while !body.is_empty() {
        let (piece, rest) = body.split_at(rng.usize(1..=body.len()));
        wire.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        wire.extend_from_slice(piece);
        wire.extend_from_slice(b"\r\n");
        body = rest;
    }
    wire.extend_from_slice(b"0\r\n\r\n");
}

/// The `Link` header lines, in the usual or in another equivalent form.
fn link_lines(mode: Mode, next: Option<&str>, other: bool, rng: &mut Rng) -> Vec<String> {
    if !other {
        return next
            .map(|next| format!("link: <{next}>; rel=\"next\""))
            .into_iter()
            .collect();
    }
    let mut links = vec![
        "<?page=before>; rel=prev".to_owned(),
        "<?page=1>; title=\"a, <b>; rel=next\"; rel=\"first start\"".to_owned(),
        "<https://elsewhere.example/x>; rel=\"next\"; anchor=\"/another\"".to_owned(),
        "</help>;rel=\"help\"".to_owned(),
    ];
    match next {
        Some(next) => {
            links.push(format!("<{next}>; rel=\"last NEXT\"; type=x"));
            links.push(format!("<{next}>;type=\"x\" ;Rel=next; rel=prev"));
        }
        // Links have no effect in these modes.
        None if mode != Mode::Link => {
            links.push("<https://elsewhere.example/y>; rel=next".to_owned())
        }
        None => {}
    }
    rng.shuffle(&mut links);
    let lines = links.split_at(rng.usize(..=links.len()));
    [lines.0, lines.1]
        .into_iter()
        .filter(|links| !links.is_empty())
        .map(|links| format!("Link: ,{}", links.join(" , ")))
        .collect()
}

fn retry_after(walk: &Served, after: After, leg: &str) -> Option<String> {
    let now = walk.clock.now();
    let (text, wait) = match after {
        After::Nothing => return None,
        After::Nonsense => return Some("retry-after: soon".to_owned()),
        After::Seconds(seconds) => (seconds.to_string(), seconds),
        After::Date(from_now) => {
            let now = walk.clock.date();
            let seconds = Duration::from_secs(from_now.unsigned_abs());
            let date = if from_now < 0 {
                now - seconds
            } else {
                now + seconds
            };
            // The date has only whole seconds.
            let wait = u64::try_from(from_now - 1).unwrap_or(0);
            (httpdate::fmt_http_date(date), wait)
        }
    };
    *walk.not_before.lock().unwrap() = now
        .checked_add(Duration::from_secs(wait))
        .map(|until| (until, leg.to_owned()));
    Some(format!("retry-after: {text}"))
}

/// A body with status 200 that is not a page.
fn bad_body(rng: &mut Rng) -> &'static str {
    let bodies = [
        "",
        "  ",
        "null",
        "{}",
        "[",
        "{\"items\":[{\"id\":1",
        "<html><body>Please log in</body></html>",
        "{\"error\":\"internal\"}",
        "{\"items\":\"none\"}",
        "{\"items\":[]}}",
        "[]]",
        "[{\"id\":-1,\"name\":\"\"}]",
        "{\"items\":[{\"id\":1}],\"next\":null}",
        "\u{0}\u{0}",
        "{\"items\":[],\"items\":[]}",
    ];
    bodies[rng.usize(..bodies.len())]
}
