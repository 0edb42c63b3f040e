//! Processes of their own, to be raced, killed and measured: the test's own program, started again with a task.
#![allow(dead_code)] // each test file uses a part of it

use std::{env, future::pending, io, process::Stdio};

use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    task::spawn_blocking,
};

/// Where a worker finds its task.
const TASK: &str = "HOOKSEAL_WORKER_TASK";
/// What a worker says begins with it; the test runner says things, too.
const MARK: char = '@';

/// That a worker shall go on.
#[derive(Serialize, Deserialize)]
pub(crate) struct Go;

/// A worker, as the test sees it. It is killed if it is dropped.
pub(crate) struct Worker {
    process: Child,
    ears: ChildStdin,
    words: Lines<BufReader<ChildStdout>>,
}

impl Worker {
    pub(crate) fn start(task: &impl Serialize) -> Self {
        Self::spawn(Command::new(env::current_exe().unwrap()), task)
    }

    /// A worker in a network namespace.
    pub(crate) fn start_in(namespace: &str, task: &impl Serialize) -> Self {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", namespace]).arg(env::current_exe().unwrap());
        Self::spawn(command, task)
    }

    fn spawn(mut command: Command, task: &impl Serialize) -> Self {
        let mut process = command
            .args(["--exact", "worker", "--nocapture", "--quiet"])
            .env(TASK, serde_json::to_string(task).unwrap())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let (ears, words) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        Self { process, ears, words: BufReader::new(words).lines() }
    }

    /// What it says next.
    pub(crate) async fn says<T: for<'de> Deserialize<'de>>(&mut self) -> T {
        loop {
            let line = self.words.next_line().await.unwrap().expect("the worker has ended before its time");
            if let Some((_, words)) = line.split_once(MARK) {
                return serde_json::from_str(words).unwrap();
            }
        }
    }

    pub(crate) async fn tell(&mut self, what: &impl Serialize) {
        let line = serde_json::to_string(what).unwrap() + "\n";
        self.ears.write_all(line.as_bytes()).await.unwrap();
    }

    /// `kill -9`.
    pub(crate) async fn kill(mut self) {
        self.process.kill().await.unwrap();
    }

    /// Its number; none when it has ended.
    pub(crate) fn id(&self) -> Option<u32> {
        self.process.id()
    }

    /// `kill -STOP` or `kill -CONT`.
    pub(crate) async fn signal(&self, name: &str) {
        let process = self.process.id().unwrap().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &process]).status().await.unwrap();
        assert!(sent.success());
    }
}

/// In a worker: does what it was started for. Anywhere else it returns at once.
pub(crate) fn work<T: for<'de> Deserialize<'de>, F: Future<Output = ()>>(does: impl FnOnce(T) -> F) {
    let Ok(task) = env::var(TASK) else { return };
    let task = serde_json::from_str(&task).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(does(task));
    // It may be listening still.
    runtime.shutdown_background();
}

/// In a worker: says something to the test.
pub(crate) fn say(what: &impl Serialize) {
    println!("{MARK}{}", serde_json::to_string(what).unwrap());
}

/// In a worker: what the test tells it next.
pub(crate) async fn told<T: for<'de> Deserialize<'de>>() -> T {
    let line = || io::stdin().lines().next();
    match spawn_blocking(line).await.unwrap() {
        Some(line) => serde_json::from_str(&line.unwrap()).unwrap(),
        // The test has ended, and this process will.
        None => pending().await,
    }
}
