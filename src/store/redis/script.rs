//! One script per operation, so that each is a single step in Redis.

use std::sync::OnceLock;

use redis::{
    Cmd, ErrorKind, FromRedisValue, RedisError, Script, ServerErrorKind, ToRedisArgs, aio::ConnectionLike, cmd,
};

use crate::idempotency::{StoreError, StoreErrorKind};

pub(super) static CLAIM: Operation = Operation::new(include_str!("claim.lua"));
pub(super) static RENEW: Operation = Operation::new(include_str!("renew.lua"));
pub(super) static COMPLETE: Operation = Operation::new(include_str!("complete.lua"));
pub(super) static RELEASE: Operation = Operation::new(include_str!("release.lua"));

/// A script, and the hash by which Redis knows it.
pub(super) struct Operation {
    text: &'static str,
    script: OnceLock<Script>,
}

impl Operation {
    const fn new(text: &'static str) -> Self {
        Self { text, script: OnceLock::new() }
    }

    /// Runs it on a key. A server that does not know it yet, new or restarted, is sent the text.
    pub(super) async fn run<T: FromRedisValue>(
        &self,
        mut connection: impl ConnectionLike,
        key: &str,
        args: &[impl ToRedisArgs],
    ) -> Result<T, RedisError> {
        let script = self.script.get_or_init(|| Script::new(self.text));
        let known = command("EVALSHA", script.get_hash(), key, args).query_async(&mut connection).await;
        match known {
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                command("EVAL", self.text, key, args).query_async(&mut connection).await
            }
            answer => answer,
        }
    }
}

/// With the number of keys and the key in their places, a cluster's client finds the node.
fn command(name: &str, script: &str, key: &str, args: &[impl ToRedisArgs]) -> Cmd {
    let mut command = cmd(name);
    command.arg(script).arg(1).arg(key).arg(args);
    command
}

/// An error of the driver, in the words of whoever must act.
pub(super) fn translate(error: RedisError) -> StoreError {
    let code = error.code().unwrap_or_default();
    let (kind, what) = if error.is_timeout() {
        (StoreErrorKind::Timeout, "Redis did not answer in time; what was asked may happen all the same")
    } else if error.is_io_error() || error.is_connection_dropped() || error.is_unrecoverable_error() {
        (StoreErrorKind::Unreachable, "Redis cannot be reached, or the connection to it broke")
    } else if code == "OOM" || error.detail().is_some_and(|detail| detail.contains("OOM command not allowed")) {
        (StoreErrorKind::Full, "Redis has no memory left: raise its `maxmemory`, or shorten the retention")
    } else if error.is_cluster_error() || ["LOADING", "READONLY", "MASTERDOWN", "BUSY"].contains(&code) {
        (StoreErrorKind::Busy, "Redis cannot do it now: it is starting, failing over or busy")
    } else {
        (StoreErrorKind::Other, "Redis refused")
    };
    StoreError::with_source(what, error).of_kind(kind)
}
