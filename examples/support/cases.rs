//! What is sent and what must come of it, in the order of the story.

use std::time::Duration;

use super::{
    client::{Answer, How, Request},
    letter::Letter,
    published::Published,
    table::Row,
};

mod forged;
mod genuine;
mod handshakes;
mod limits;
mod once;

/// A line of the table.
pub(crate) struct Case {
    pub(crate) title: String,
    pub(crate) request: Request,
    pub(crate) how: How,
    /// How often it is sent, all at once.
    pub(crate) copies: usize,
    /// Where the clock of `/rotating` is set to.
    pub(crate) clock: Option<u64>,
    want: Want,
}

/// What must come of it.
struct Want {
    verdict: String,
    /// None if nobody waits for an answer.
    statuses: Vec<u16>,
    /// How often the handler runs.
    runs: usize,
    /// The answer's body, if that matters.
    body: Option<String>,
    /// The answer's `Allow`.
    allow: Option<&'static str>,
}

impl Case {
    fn new(title: impl Into<String>, request: Request, verdict: &str, status: u16, runs: usize) -> Self {
        let want = Want { verdict: verdict.into(), statuses: vec![status], runs, body: None, allow: None };
        Self { title: title.into(), request, how: How::Whole, copies: 1, clock: None, want }
    }

    fn processed(title: impl Into<String>, request: Request) -> Self {
        Self::new(title, request, "processed", 200, 1)
    }

    fn duplicate(title: impl Into<String>, request: Request) -> Self {
        Self::new(title, request, "duplicate", 200, 0)
    }

    /// Refused with 401; `why` is for the operator only.
    fn refused(title: impl Into<String>, request: Request, why: &str) -> Self {
        Self::new(title, request, why, 401, 0)
    }

    fn how(self, how: How) -> Self {
        Self { how, ..self }
    }

    /// Sent so often at once, answered with these statuses.
    fn copies(self, copies: usize, verdict: &str, statuses: &[u16]) -> Self {
        let want = Want { verdict: verdict.into(), statuses: statuses.into(), ..self.want };
        Self { copies, want, ..self }
    }

    /// The sender does not wait for the answer.
    fn hang_up(self, after: Duration) -> Self {
        let want = Want { statuses: Vec::new(), ..self.want };
        Self { how: How::HangUp(after), want, ..self }
    }

    fn clock(self, unix: u64) -> Self {
        Self { clock: Some(unix), ..self }
    }

    fn body(mut self, body: impl Into<String>) -> Self {
        self.want.body = Some(body.into());
        self
    }

    fn allow(mut self, methods: &'static str) -> Self {
        self.want.allow = Some(methods);
        self
    }

    pub(crate) fn verdict(&self) -> &str {
        &self.want.verdict
    }

    /// What the table must say.
    pub(crate) fn wanted(&self) -> Row {
        let Want { verdict, statuses, runs, .. } = &self.want;
        Row { verdict: verdict.clone(), status: Row::statuses(statuses), runs: *runs, flaw: None }
    }

    /// What is wrong with an answer besides its status.
    pub(crate) fn flaw(&self, answer: &Answer) -> Option<String> {
        let allow = answer.header("allow");
        if let Some(body) = self.want.body.as_ref().filter(|body| **body != answer.body) {
            return Some(format!("the answer's body must be {body:?} and is {:?}", answer.body));
        }
        if allow != self.want.allow {
            return Some(format!("the answer's `Allow` must be {:?} and is {allow:?}", self.want.allow));
        }
        (answer.status == 503 && answer.header("retry-after").is_none()).then(|| "`Retry-After` is missing".into())
    }
}

/// All of them, chapter by chapter.
pub(crate) fn all(published: &[Published]) -> [(&'static str, Vec<Case>); 6] {
    [
        ("GENUINE: from the documentation and the SDKs of the providers", genuine::published(published)),
        ("GENUINE: signed for this run", genuine::fresh()),
        ("HANDSHAKES: checks of the endpoint, answered before any handler", handshakes::cases(published)),
        ("FORGED: refused for many reasons, and answered alike", forged::cases()),
        ("ONCE: repeated, after success and after failure", once::cases()),
        ("LIMITS: too large, too slow, of the wrong kind", limits::cases()),
    ]
}

/// An event of Standard Webhooks, with its id.
fn standard(path: &str, id: &str, body: &str) -> Letter {
    Letter::to(path, body).id(id)
}

/// Stripe's event of this id and type.
fn stripe(path: &str, id: &str, kind: &str, object: &str) -> Letter {
    Letter::to(path, format!(r#"{{"id":"{id}","type":"{kind}","data":{{"object":{object}}}}}"#))
}
