//! Alternating rounds: everyone's turn, again and again, so that what the machine does beside falls on all alike.

use std::time::Duration;

use crate::{contestant::Contestant, cpu::thread_time};

/// How much is measured.
#[derive(Clone, Copy)]
pub struct Pace {
    /// Turns that everyone has.
    pub rounds: usize,
    /// How long a turn should last.
    pub turn: Duration,
}

/// What a contestant needed.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Of a call, the median of the rounds.
    pub nanoseconds: f64,
    /// Times the first contestant of the same round, the median of the rounds.
    pub ratio: f64,
}

/// Measures all in turns; the first is the yardstick of the others.
pub fn measure(contestants: &[Contestant], pace: Pace) -> Vec<Measured> {
    let calls: Vec<_> = contestants.iter().map(|contestant| calls_in(contestant, pace.turn)).collect();
    let mut times = vec![Vec::new(); contestants.len()];
    for round in 0..pace.rounds {
        // Whoever begins has the coldest caches, so it is another one each time.
        for turn in 0..contestants.len() {
            let who = (round + turn) % contestants.len();
            times[who].push(time(&contestants[who], calls[who]));
        }
    }
    let yardstick = times[0].clone();
    let ratio = |times: &[f64]| median(times.iter().zip(&yardstick).map(|(time, unit)| time / unit).collect());
    times.iter().map(|times| Measured { nanoseconds: median(times.clone()), ratio: ratio(times) }).collect()
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// How many calls fill a turn.
fn calls_in(contestant: &Contestant, turn: Duration) -> usize {
    let mut calls = 1;
    // Twice as many each time, which also warms up.
    while calls < contestant.most && time(contestant, calls) * as_f64(calls) < turn.as_secs_f64() * 1e9 / 2.0 {
        calls *= 2;
    }
    calls.min(contestant.most)
}

/// Nanoseconds for each of so many calls.
fn time(contestant: &Contestant, calls: usize) -> f64 {
    let work = contestant.prepare(calls);
    let start = thread_time();
    let remains = work();
    let taken = thread_time().saturating_sub(start);
    drop(remains);
    taken.as_secs_f64() * 1e9 / as_f64(calls)
}

#[allow(clippy::cast_precision_loss)] // far below 2^52
fn as_f64(count: usize) -> f64 {
    count as f64
}
