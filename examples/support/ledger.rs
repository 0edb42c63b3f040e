//! The effect that must happen once: an entry in a ledger. It counts its entries, and fails for those who ask for it.

use std::{
    collections::HashSet,
    fmt, mem,
    panic::resume_unwind,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use hookseal::{Verified, VerifyErrorKind, verifier::Custom};
use http::StatusCode;
use tokio::time::sleep;

/// Where handlers leave their effects. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger(Arc<Mutex<Page>>);

/// What has happened since someone last looked.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// How often a handler ran.
    pub(crate) runs: usize,
    /// Why a delivery was refused, as far as its handler took note.
    pub(crate) refusal: Option<&'static str>,
    /// What is worth saying of an event: that its type is unknown, or the name of the secret that it was signed with.
    pub(crate) remark: Option<String>,
    tried: HashSet<String>,
    aloud: bool,
}

/// The ledger could not be written.
#[derive(Debug)]
pub(crate) struct LedgerError;

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the ledger is closed")
    }
}

impl Ledger {
    /// A ledger that also prints what happens.
    pub(crate) fn aloud() -> Self {
        Self(Arc::new(Mutex::new(Page { aloud: true, ..Page::default() })))
    }

    /// Turns the page.
    pub(crate) fn turn(&self) -> Page {
        let mut page = self.page();
        let fresh = Page { tried: page.tried.clone(), aloud: page.aloud, ..Page::default() };
        mem::replace(&mut page, fresh)
    }

    /// Makes a note, at once.
    pub(crate) fn note(&self, what: impl fmt::Display) {
        self.page().runs += 1;
        self.say(format_args!("the handler ran: {what}"));
    }

    /// Makes a note of an event whose type is not known.
    pub(crate) fn unknown(&self, kind: Option<String>) {
        let kind = kind.unwrap_or_default();
        self.note(format!("an unknown type, {kind}"));
        self.page().remark = Some(format!("unknown {kind}"));
    }

    /// Makes an entry, in the time that a database would take for it.
    pub(crate) async fn enter(&self, what: impl fmt::Display) {
        self.note(what);
        sleep(Duration::from_millis(50)).await;
    }

    /// Makes an entry, unless the event asks for trouble in `/mood`; it has that once.
    pub(crate) async fn enter_moodily(&self, event: &Verified<Custom>) -> Result<StatusCode, LedgerError> {
        let mood: String = event.json_at("/mood").unwrap_or_default();
        let first = {
            let mut page = self.page();
            // Secrets without a name are numbered.
            let name = Some(event.key_id()).filter(|id| id.parse::<usize>().is_err());
            page.remark = name.map(|name| format!("key {name}"));
            page.tried.insert(mood.clone())
        };
        self.enter(format!("{} {}", event.provider(), event.kind().unwrap_or_default())).await;
        match mood.as_str() {
            "slow" => sleep(Duration::from_millis(750)).await,
            "slower" => sleep(Duration::from_secs(2)).await,
            "error" if first => return Err(LedgerError),
            "missing" if first => return Ok(StatusCode::NOT_FOUND),
            // A panic, but for the message on the terminal.
            "panic" if first => resume_unwind(Box::new(LedgerError)),
            _ => {}
        }
        Ok(StatusCode::OK)
    }

    /// Notes why a delivery was refused.
    pub(crate) fn refused(&self, kind: VerifyErrorKind, why: &dyn fmt::Display) {
        self.page().refusal = Some(kind.as_str());
        self.say(format_args!("refused: {why}"));
    }

    fn say(&self, what: fmt::Arguments<'_>) {
        if self.page().aloud {
            println!("{what}");
        }
    }

    fn page(&self) -> MutexGuard<'_, Page> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
