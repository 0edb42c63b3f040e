//! The result as a page: where, when and of what it was measured, and the figures.

use std::{fmt::Write, fs, process::Command, time::Duration};

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    app::Mode,
    gauge::{MEASURES, Sample},
    ledger::Account,
    sender::{RATE, Seen},
};

/// A run, after it.
pub(crate) struct Run {
    pub(crate) began: OffsetDateTime,
    pub(crate) time: Duration,
    pub(crate) seed: u64,
    pub(crate) kill_every: Duration,
    pub(crate) kills: usize,
    pub(crate) servers: String,
    pub(crate) modes: Vec<(Mode, Seen, Account)>,
    pub(crate) samples: Vec<Sample>,
}

const PAGE: &str = "\
# The last soak

Two applications that are killed with `kill -9`, one of them every so often, and a third that is not and whose memory and
descriptors are watched; a provider that sends each event, and 5 % of them twice, to any of the three until the answer is
2xx. Every effect is a row in a table that is only appended to. Written by the program itself:

```sh
cargo test --all-features --test soak -- --ignored --nocapture
```

";

impl Run {
    pub(crate) fn page(&self) -> String {
        let mut page = PAGE.to_owned();
        let date = self.began.replace_nanosecond(0).unwrap().format(&Rfc3339).unwrap();
        let rows = [
            ("began", date),
            ("commit", commit()),
            ("machine", machine()),
            ("load of the machine at the end", first_words("/proc/loadavg", 3)),
            ("servers", self.servers.clone()),
            ("build", if cfg!(debug_assertions) { "not optimised" } else { "optimised" }.to_owned()),
            ("time", format!("{} s, {RATE} events of each mode in a second", self.time.as_secs())),
            ("seed", self.seed.to_string()),
            ("kills", format!("{}, one every {} s", self.kills, self.kill_every.as_secs())),
        ];
        page += "| | |\n|---|---|\n";
        for (name, value) in rows {
            writeln!(page, "| {name} | {value} |").unwrap();
        }
        page += "\n## Events\n\n| endpoint | events | of these sent twice | attempts | 200 | 503 | other | no answer | \
                 effects | lost | repeated | slowest |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n";
        for (mode, seen, account) in &self.modes {
            let count = |wanted| seen.answers.get(&wanted).copied().unwrap_or_default();
            let attempts: usize = seen.answers.values().sum();
            let other = attempts - count(200) - count(503) - count(0);
            let Account { effects, lost, repeated } = account;
            writeln!(
                page,
                "| `{}` | {} | {} | {attempts} | {} | {} | {other} | {} | {effects} | {lost} | {repeated} | {:.1} s |",
                mode.path(),
                seen.events.len(),
                seen.sent_twice,
                count(200),
                count(503),
                count(0),
                seen.slowest.as_secs_f64()
            )
            .unwrap();
        }
        page += "\nIn a transaction, effects are events exactly. Under a lease, none is lost, and an event is repeated only \
                 if a\nprocess was killed between its effect and its completion.\n\n## Memory and descriptors\n\n| measure \
                 | second fifth | last fifth | allowed to grow by | most | slope per minute |\n|---|--:|--:|--:|--:|--:|\n";
        for measure in MEASURES {
            let course = measure.course(&self.samples);
            let (name, allowance) = (measure.name, measure.allowance);
            let [early, late, most, slope] = [course.early, course.late, course.most, course.slope];
            writeln!(page, "| {name} | {early:.1} | {late:.1} | {allowance:.0} | {most:.0} | {slope:+.2} |").unwrap();
        }
        page
    }
}

fn commit() -> String {
    let git = |arguments: &[&str]| {
        let said = Command::new("git").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output();
        said.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned()).unwrap_or_default()
    };
    let changed = if git(&["status", "--porcelain", "src"]).is_empty() { "" } else { ", with changes to `src`" };
    git(&["rev-parse", "--short", "HEAD"]) + changed
}

fn machine() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = text.lines().filter(|line| line.starts_with("processor")).count();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory = memory.lines().find_map(|line| line.strip_prefix("MemTotal:")).unwrap_or_default();
    let kernel = first_words("/proc/version", 3);
    format!("{}, {cores} cores, {} of memory, {kernel}", model.map_or("", |(_, model)| model), memory.trim())
}

fn first_words(file: &str, words: usize) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.split_whitespace().take(words).collect::<Vec<_>>().join(" ")
}
