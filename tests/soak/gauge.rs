//! What must stay flat: memory and descriptors of an application that is never killed, connections to the servers.

use std::{fs, time::Duration};

use redis::aio::MultiplexedConnection;
use sqlx::PgPool;
use tokio::time::Instant;

/// One look at everything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    /// In seconds.
    pub(crate) at: f64,
    pub(crate) resident_kib: f64,
    pub(crate) descriptors: f64,
    pub(crate) postgres_connections: f64,
    pub(crate) redis_connections: f64,
}

/// What is measured: its name, its unit, how much more it may be at the end than near the beginning.
pub(crate) struct Measure {
    pub(crate) name: &'static str,
    pub(crate) allowance: f64,
    pub(crate) of: fn(&Sample) -> f64,
}

pub(crate) const MEASURES: [Measure; 4] = [
    Measure { name: "resident memory of the steady process, KiB", allowance: 2048.0, of: |sample| sample.resident_kib },
    Measure { name: "descriptors of the steady process", allowance: 4.0, of: |sample| sample.descriptors },
    // A process that is being started has yet to open its own, which are six.
    Measure { name: "connections to PostgreSQL", allowance: 6.0, of: |sample| sample.postgres_connections },
    Measure { name: "connections to Redis", allowance: 1.0, of: |sample| sample.redis_connections },
];

/// Looks at a process and at both servers.
pub(crate) async fn sample(
    start: Instant,
    process: u32,
    postgres: &PgPool,
    redis: &mut MultiplexedConnection,
) -> Sample {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let descriptors = fs::read_dir(format!("/proc/{process}/fd")).unwrap().count();
    let backends = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'";
    let backends: i64 = sqlx::query_scalar(backends).fetch_one(postgres).await.unwrap();
    let clients: String = redis::cmd("INFO").arg("clients").query_async(redis).await.unwrap();
    let connected = clients.lines().find_map(|line| line.strip_prefix("connected_clients:")).unwrap();
    let number = |text: &str| text.trim().parse().unwrap();
    Sample {
        at: start.elapsed().as_secs_f64(),
        resident_kib: number(resident.trim().strip_suffix(" kB").unwrap()),
        descriptors: number(&descriptors.to_string()),
        postgres_connections: number(&backends.to_string()),
        redis_connections: number(connected),
    }
}

/// How a measure has developed.
pub(crate) struct Course {
    /// The means of the second fifth of the time and of the last one: in the first, caches fill and pools open.
    pub(crate) early: f64,
    pub(crate) late: f64,
    pub(crate) most: f64,
    /// By least squares, over all but the first fifth, in units per minute.
    pub(crate) slope: f64,
}

impl Measure {
    pub(crate) fn course(&self, samples: &[Sample]) -> Course {
        let fifth = samples.len() / 5;
        assert!(fifth > 1, "too short a time to tell");
        let mean = |samples: &[Sample]| average(samples.iter().map(self.of));
        let settled = &samples[fifth..];
        let (time, value) = (average(settled.iter().map(|sample| sample.at)), mean(settled));
        let both = settled.iter().map(|sample| (sample.at - time) * ((self.of)(sample) - value));
        let square = settled.iter().map(|sample| (sample.at - time).powi(2));
        Course {
            early: mean(&samples[fifth..2 * fifth]),
            late: mean(&samples[samples.len() - fifth..]),
            most: samples.iter().map(self.of).fold(0.0, f64::max),
            slope: both.sum::<f64>() / square.sum::<f64>() * Duration::from_secs(60).as_secs_f64(),
        }
    }

    pub(crate) fn check(&self, course: &Course) {
        let Course { early, late, .. } = course;
        assert!(late - early <= self.allowance, "{}: it grows, from {early:.1} to {late:.1}", self.name);
    }
}

fn average(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}
