//! How long something takes, on a machine that does other things, too.

use std::time::{Duration, Instant};

/// The median of single runs, in seconds: of as many as there is time for, and at least five.
pub(crate) fn median(run: impl Fn()) -> f64 {
    let start = Instant::now();
    let mut seconds = Vec::new();
    while seconds.len() < 5 || (seconds.len() < 1001 && start.elapsed() < Duration::from_millis(200)) {
        let start = Instant::now();
        run();
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
