//! Whether a Redis is one that remembers.

use std::fmt;

use redis::{RedisError, Value, aio::ConnectionLike, cmd};

/// Why a Redis may forget events that it was told to remember.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedisWarning {
    /// It writes no append-only file: a restart forgets **every** key since the last snapshot, or all of them.
    NoAppendOnlyFile,
    /// It leaves it to the system when the append-only file reaches the disk: a power failure forgets half a minute.
    LazyAppendOnlyFile,
    /// It throws keys away when its memory is full, and events are then processed again.
    Evicts {
        /// The `maxmemory-policy`.
        policy: String,
    },
}

impl fmt::Display for RedisWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAppendOnlyFile => f.write_str(
                "Redis writes no append-only file and forgets every processed event when it restarts: set \
                 `appendonly yes`",
            ),
            Self::LazyAppendOnlyFile => f.write_str(
                "Redis does not see to it that its append-only file reaches the disk: set `appendfsync everysec`, or \
                 `always` to lose nothing",
            ),
            Self::Evicts { policy } => write!(
                f,
                "Redis throws keys away when its memory is full (`maxmemory-policy {policy}`), and their events are \
                 then processed again: set `maxmemory-policy noeviction`"
            ),
        }
    }
}

/// Reads the settings. `INFO` is asked, which managed services do not refuse; `CONFIG` only for what is not in there.
pub(super) async fn check(connection: &mut impl ConnectionLike) -> Result<Vec<RedisWarning>, RedisError> {
    let info = texts(cmd("INFO").query_async(connection).await?);
    let fsync = ask_config(connection).await.unwrap_or_default();
    let mut warnings = Vec::new();
    // A cluster answers for each of its nodes, and the weakest one counts.
    for node in &info {
        let field = |name: &str| {
            node.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim).unwrap_or_default()
        };
        if field("aof_enabled") == "0" {
            warnings.push(RedisWarning::NoAppendOnlyFile);
        } else if fsync.iter().any(|setting| setting == "no") {
            warnings.push(RedisWarning::LazyAppendOnlyFile);
        }
        let policy = field("maxmemory_policy");
        if !["", "noeviction"].contains(&policy) && field("maxmemory") != "0" {
            warnings.push(RedisWarning::Evicts { policy: policy.to_owned() });
        }
    }
    warnings.dedup();
    Ok(warnings)
}

async fn ask_config(connection: &mut impl ConnectionLike) -> Option<Vec<String>> {
    let mut command = cmd("CONFIG");
    command.arg("GET").arg("appendfsync");
    Some(texts(command.query_async(connection).await.ok()?))
}

/// All the texts in an answer.
fn texts(answer: Value) -> Vec<String> {
    match answer {
        Value::BulkString(bytes) => vec![String::from_utf8_lossy(&bytes).into_owned()],
        Value::SimpleString(text) | Value::VerbatimString { text, .. } => vec![text],
        Value::Array(values) => values.into_iter().flat_map(texts).collect(),
        Value::Map(pairs) => pairs.into_iter().flat_map(|(name, value)| [name, value]).flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
