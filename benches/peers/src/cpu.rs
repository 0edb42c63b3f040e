//! Processors: which one a thread runs on, and how long it did.

use std::{fs, time::Duration};

use rustix::{
    thread::{CpuSet, sched_setaffinity},
    time::{ClockId, clock_gettime},
};

/// The time that this thread has had a processor for. Unlike the time on the wall, it does not go on while another
/// process has it.
pub fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).expect("less than a second"))
}

/// Keeps this thread, and those that it starts, on a processor, if there are two: the server and its load have one each.
pub fn keep_to(number: usize) {
    if std::thread::available_parallelism().is_ok_and(|processors| processors.get() > number) {
        let mut set = CpuSet::new();
        set.set(number);
        sched_setaffinity(None, &set).expect("a processor that is there");
    }
}

/// The time that all threads of a process have had, as Linux counts it, in nanoseconds.
pub fn process_time(process: u32) -> Duration {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).expect("Linux, and a process that runs");
    let nanoseconds = tasks.filter_map(|task| {
        let counted = fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        counted.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}

/// What the machine says it is.
pub fn model() -> String {
    let facts = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let fact = |name: &str| {
        let line = facts.lines().find(|line| line.split(':').next().is_some_and(|key| key.trim() == name));
        line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let cores = facts.lines().filter(|line| line.starts_with("processor")).count();
    let extensions = if fact("flags").split(' ').any(|flag| flag == "sha_ni") { ", SHA extensions" } else { "" };
    format!(
        "{} (family {}, model {}), {cores} cores{extensions}",
        fact("model name"),
        fact("cpu family"),
        fact("model")
    )
}
