//! Sends what the street sends to a door, and holds every answer against what it must be. Shared by `receive` and
//! `receive_actix`.

use std::{net::SocketAddr, process::ExitCode, time::Duration};

use hookseal::{Inbox, MemoryStore, SetupError, Verifier, inbox::Stats, verifier::Custom};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep},
};

mod cases;
mod client;
mod clock;
mod curl;
mod ledger;
mod letter;
mod mounts;
mod published;
mod sign;
mod table;

pub(crate) use ledger::{Ledger, LedgerError};
pub(crate) use mounts::{GITHUB, STRIPE};

use cases::Case;
use client::{Answer, How};
use clock::SetClock;
use published::Published;
use table::{Row, Table};

/// The sender's side, and where it looks to see what the receiver did.
pub(crate) struct Trial {
    inbox: Inbox<MemoryStore>,
    ledger: Ledger,
    clock: SetClock,
    published: Vec<Published>,
    /// Serve, and let the user send.
    pub(crate) serve: bool,
}

impl Trial {
    /// As the command line says.
    pub(crate) fn new() -> Self {
        let serve = std::env::args().skip(1).any(|argument| argument == "--serve");
        Self {
            inbox: Inbox::new(MemoryStore::new()),
            ledger: if serve { Ledger::aloud() } else { Ledger::default() },
            clock: SetClock::at(clock::unix_now()),
            published: published::all(),
            serve,
        }
    }

    pub(crate) fn inbox(&self) -> Inbox<MemoryStore> {
        self.inbox.clone()
    }

    pub(crate) fn ledger(&self) -> Ledger {
        self.ledger.clone()
    }

    /// A path and a verifier for every provider that is chosen when the program runs.
    pub(crate) fn verifiers(&self) -> Result<Vec<(String, Verifier<Custom>)>, SetupError> {
        mounts::verifiers(&self.clock, &self.published)
    }

    /// Prints requests to send by hand.
    pub(crate) fn invite(address: SocketAddr) {
        curl::print(address);
    }

    /// Sends all and prints the table.
    pub(crate) async fn run(&self, framework: &str, address: SocketAddr) -> ExitCode {
        let started = Instant::now();
        let chapters = cases::all(&self.published);
        let cells = chapters.iter().flat_map(|(_, cases)| cases);
        let table = Table::new(cells.map(|case| (case.title.as_str(), case.verdict())));
        println!("hookseal with {framework}, on http://{address}\n");
        table.head();

        let (mut sent, mut wrong, mut refusals) = (0, 0, Vec::new());
        for (chapter, cases) in chapters {
            Table::chapter(chapter);
            for case in cases {
                let (answers, seen) = self.send(address, &case).await;
                refusals.extend(answers.into_iter().filter(|answer| answer.status == 401));
                sent += case.copies;
                wrong += usize::from(!table.row(&case.title, &seen, &case.wanted()));
            }
        }
        let alike = refusals.windows(2).all(|pair| pair[0] == pair[1]);
        let same = if alike { "the same" } else { "✗ NOT THE SAME" };
        println!("\n{} answers were 401: {same} to the byte, but for their date.", refusals.len());
        let verdict = if wrong == 0 { "all as they must be".into() } else { format!("{wrong} NOT AS THEY MUST BE") };
        println!("{sent} deliveries in {:.1} s, {verdict}.", started.elapsed().as_secs_f32());
        if wrong == 0 && alike { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Sends a delivery and looks at what came of it.
    async fn send(&self, address: SocketAddr, case: &Case) -> (Vec<Answer>, Row) {
        if let Some(unix) = case.clock {
            self.clock.set(unix);
        }
        let before = self.inbox.stats();
        let requests = std::iter::repeat_n(case.request.clone(), case.copies);
        let sent: JoinSet<_> = requests.map(|request| client::send(address, request, case.how)).collect();
        let (mut answers, mut flaw) = (Vec::new(), None);
        for sent in sent.join_all().await {
            match sent {
                Ok(answer) => answers.extend(answer),
                Err(error) => flaw = Some(error.to_string()),
            }
        }
        if matches!(case.how, How::HangUp(_)) {
            self.settle(before).await;
        }
        let page = self.ledger.turn();
        let verdict = page.refusal.map_or_else(|| became(before, self.inbox.stats()), str::to_owned);
        let verdict = [Some(verdict), page.remark].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let status = Row::statuses(&answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        let flaw = flaw.or_else(|| answers.iter().find_map(|answer| case.flaw(answer)));
        (answers, Row { verdict, status, runs: page.runs, flaw })
    }

    /// Waits for a handler that nobody else waits for.
    async fn settle(&self, before: Stats) {
        let deadline = Instant::now() + Duration::from_secs(3);
        while self.inbox.stats() == before && Instant::now() < deadline {
            sleep(Duration::from_millis(10)).await;
        }
    }
}

/// What became of deliveries between two looks at an inbox.
fn became(before: Stats, after: Stats) -> String {
    let counts = [
        (after.processed - before.processed, "processed"),
        (after.duplicates - before.duplicates, "duplicate"),
        (after.in_progress - before.in_progress, "in progress"),
        (after.failed - before.failed, "given back"),
    ];
    let counts: Vec<_> = counts.into_iter().filter(|count| count.0 > 0).collect();
    match counts.as_slice() {
        [] => "refused".into(),
        [(1, what)] => (*what).into(),
        _ => counts.iter().map(|(count, what)| format!("{count} {what}")).collect::<Vec<_>>().join(", "),
    }
}
