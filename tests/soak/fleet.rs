//! The applications that run: two that are killed by turns of chance, and one that never is.

use std::{
    net::SocketAddr,
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicI32, Ordering},
    },
};

use crate::{app::Task, random::Random, worker::Worker};

/// Which of them is never killed: the one whose memory and descriptors are watched.
pub(crate) const STEADY: usize = 0;
/// With the steady one.
pub(crate) const APPS: usize = 3;

pub(crate) struct Fleet {
    postgres: SocketAddr,
    redis: SocketAddr,
    apps: Mutex<Vec<App>>,
    started: AtomicI32,
    killed: Mutex<Vec<i32>>,
}

struct App {
    worker: Worker,
    address: SocketAddr,
    incarnation: i32,
}

impl Fleet {
    pub(crate) async fn start(postgres: SocketAddr, redis: SocketAddr) -> Self {
        let fleet =
            Self { postgres, redis, apps: Mutex::default(), started: AtomicI32::new(0), killed: Mutex::default() };
        for _ in 0..APPS {
            let app = fleet.start_one().await;
            fleet.apps().push(app);
        }
        fleet
    }

    async fn start_one(&self) -> App {
        let incarnation = self.started.fetch_add(1, Ordering::Relaxed);
        let mut worker = Worker::start(&Task { incarnation, postgres: self.postgres, redis: self.redis });
        let address = worker.says().await;
        App { worker, address, incarnation }
    }

    fn apps(&self) -> MutexGuard<'_, Vec<App>> {
        self.apps.lock().unwrap()
    }

    /// Where one of them listens, or has listened a moment ago.
    pub(crate) fn address(&self, random: &mut Random) -> SocketAddr {
        let apps = self.apps();
        apps[random.below(apps.len())].address
    }

    /// The process that is never killed.
    pub(crate) fn steady(&self) -> u32 {
        self.apps()[STEADY].worker.id().expect("it runs")
    }

    /// `kill -9` of one, and a new one in its place. What is sent to it meanwhile is refused.
    pub(crate) async fn kill_one(&self, random: &mut Random) {
        let victim = STEADY + 1 + random.below(APPS - 1);
        let pid = self.apps()[victim].worker.id().expect("it runs").to_string();
        let sent = tokio::process::Command::new("kill").args(["-9", &pid]).status().await.unwrap();
        assert!(sent.success());
        let next = self.start_one().await;
        let dead = std::mem::replace(&mut self.apps()[victim], next);
        self.killed.lock().unwrap().push(dead.incarnation);
        // It has ended already; this waits for what is left of it.
        dead.worker.kill().await;
    }

    /// How many were started so far.
    pub(crate) fn started(&self) -> i32 {
        self.started.load(Ordering::Relaxed)
    }

    /// Those that were killed so far.
    pub(crate) fn killed(&self) -> Vec<i32> {
        self.killed.lock().unwrap().clone()
    }
}
