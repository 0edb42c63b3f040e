//! A store in Redis.

use std::{fmt, future::Future, sync::Arc, time::Duration};

use redis::{
    AsyncConnectionConfig, Client, FromRedisValue, RedisError,
    aio::{ConnectionLike, MultiplexedConnection},
};

use super::tries::{Tries, micros, new_token};
use crate::idempotency::{Claim, Held, IdempotencyKey, IdempotencyStore, Lease, StoreError, StoreErrorKind};

mod check;
mod link;
mod script;

pub use check::RedisWarning;
use link::Link;
use script::{CLAIM, COMPLETE, Operation, RELEASE, RENEW};

/// Remembers keys in Redis, or whatever speaks its protocol and runs its scripts. Feature `redis`.
///
/// # What is promised
///
/// **At least once, never lost**: an event that was answered with 2xx has been processed. Two runs overlap only if a
/// worker outlives its lease; the loser's write is then refused and counted. Redis cannot be part of a transaction of
/// your database, so there is no "exactly once" here.
///
/// How long "remembered" is, is up to the server:
///
/// | setting | what is forgotten |
/// |---|---|
/// | `appendonly no`, the default | **everything** on a restart or crash: a later duplicate is processed again |
/// | `appendonly yes`, `appendfsync everysec` | about the last second, on a power failure |
/// | `appendonly yes`, `appendfsync always` | nothing |
/// | a `maxmemory-policy` other than `noeviction` | whatever it likes, when memory is full |
/// | failover to a replica | what had not reached it, whatever the other settings |
///
/// [`check`](Self::check) finds out about most of it; call it when the program starts.
///
/// # Keys
///
/// One string per event under the prefix `hookseal:`, with an expiry of its own: nothing needs to be cleaned up, and keys
/// spread over a cluster as they like. A key takes some 230 bytes of Redis' memory. Each operation is one script and one
/// round trip. Time is the server's: leases and retentions are expiries.
///
/// # Connections
///
/// [`connect`](Self::connect) keeps one connection and replaces it when it breaks or stops answering.
/// [`new`](Self::new) takes one that you have: a `MultiplexedConnection`, a `ConnectionManager`, a `ClusterConnection`.
/// Such a one replaces itself at best when it *breaks*. If its packets vanish instead, as behind a firewall that has
/// forgotten it, the manager waits for as long as the system tries to deliver them, a quarter of an hour; give the
/// store [`reconnect`](Self::reconnect), or the client a TCP user timeout.
///
/// # Examples
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use hookseal::{Inbox, store::RedisStore};
///
/// let store = RedisStore::connect(redis::Client::open("redis://127.0.0.1")?).await?;
/// for warning in store.check().await? {
///     eprintln!("{warning}");
/// }
/// let inbox = Inbox::new(store);
/// # Ok(())
/// # }
/// ```
pub struct RedisStore<C> {
    link: Arc<Link<C>>,
    prefix: Arc<str>,
    timeout: Duration,
    keep_attempts: Duration,
}

impl RedisStore<MultiplexedConnection> {
    /// Connects, and replaces the connection when it breaks or stops answering.
    ///
    /// # Errors
    ///
    /// If the server cannot be reached now.
    pub async fn connect(client: Client) -> Result<Self, StoreError> {
        let connect = move || {
            let client = client.clone();
            // The store has a time limit of its own.
            let config = AsyncConnectionConfig::new().set_response_timeout(None);
            async move { client.get_multiplexed_async_connection_with_config(&config).await }
        };
        let connection = connect().await.map_err(script::translate)?;
        Ok(Self::new(connection).reconnect(connect))
    }
}

impl<C: ConnectionLike + Clone + Send + Sync + 'static> RedisStore<C> {
    /// A store over a connection that others may use, too.
    pub fn new(connection: C) -> Self {
        Self {
            link: Arc::new(Link::new(connection, None)),
            prefix: "hookseal:".into(),
            timeout: Duration::from_secs(3),
            keep_attempts: Duration::from_secs(7 * 24 * 60 * 60),
        }
    }

    /// How to make another connection when this one breaks or does not answer. It is done by one task at a time, and
    /// not again at once if it fails.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookseal::store::RedisStore;
    ///
    /// let client = redis::Client::open("redis://127.0.0.1")?;
    /// let connection = client.get_multiplexed_async_connection().await?;
    /// let store = RedisStore::new(connection).reconnect(move || {
    ///     let client = client.clone();
    ///     async move { client.get_multiplexed_async_connection().await }
    /// });
    /// # Ok(())
    /// # }
    /// ```
    pub fn reconnect<F>(self, connect: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<C, RedisError>> + Send + 'static,
    {
        let (connection, _) = self.link.whatever();
        let link = Link::new(connection, Some(Box::new(move || Box::pin(connect()))));
        Self { link: Arc::new(link), ..self }
    }

    /// What the names of all keys begin with; `hookseal:` if not set.
    pub fn prefix(self, prefix: &str) -> Self {
        Self { prefix: prefix.into(), ..self }
    }

    /// How long an operation may take in all before it is an error; 3 s if not set. A try that takes half of it is
    /// given up for another.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// How long the number of attempts at an event is kept after its last lease has ended without success; 7 days if
    /// not set.
    pub fn keep_attempts(self, keep_attempts: Duration) -> Self {
        Self { keep_attempts, ..self }
    }

    /// Looks at the settings of the server for those that make it forget.
    ///
    /// # Errors
    ///
    /// If the server cannot be asked.
    pub async fn check(&self) -> Result<Vec<RedisWarning>, StoreError> {
        self.run(async |mut connection: C| check::check(&mut connection).await).await
    }

    async fn script<T: FromRedisValue>(
        &self,
        operation: &Operation,
        key: &IdempotencyKey,
        args: &[String],
    ) -> Result<T, StoreError> {
        let key = &*format!("{}{key}", self.prefix);
        self.run(|connection| operation.run(connection, key, args)).await
    }

    /// Asks over the connection, in bounded time, and again over another one if it broke or did not answer.
    async fn run<T, F>(&self, ask: impl Fn(C) -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, RedisError>>,
    {
        let mut tries = Tries::within(self.timeout, 2);
        loop {
            match self.run_once(&tries, &ask).await {
                Err(error) => tries.next(error).await?,
                done => return done,
            }
        }
    }

    async fn run_once<T, F>(&self, tries: &Tries, ask: impl Fn(C) -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, RedisError>>,
    {
        let limit = tries.left();
        let late = |what: &str, kind| StoreError::new(format!("{what} within {limit:?}")).of_kind(kind);
        let link = tries.bound(self.link.get()).await;
        let (connection, number) =
            link.ok_or_else(|| late("Redis cannot be reached", StoreErrorKind::Unreachable))??;
        let answer = match tries.bound(ask(connection)).await {
            Some(answer) => answer.map_err(script::translate),
            None => Err(late(
                "what was asked of Redis may happen all the same, but it did not answer",
                StoreErrorKind::Timeout,
            )),
        };
        if let Err(error) = &answer
            && matches!(error.kind(), StoreErrorKind::Timeout | StoreErrorKind::Unreachable)
        {
            self.link.distrust(number);
        }
        answer
    }
}

impl<C: ConnectionLike + Clone + Send + Sync + 'static> IdempotencyStore for RedisStore<C> {
    async fn claim(&self, key: &IdempotencyKey, lease: Duration) -> Result<Claim, StoreError> {
        // One token for all tries: the first may be applied although its answer was lost, or after the second.
        let token = new_token()?;
        let args = [name(token), millis(lease), millis(self.keep_attempts)];
        let (state, attempt, left): (u8, u32, u64) = self.script(&CLAIM, key, &args).await?;
        Ok(match state {
            0 => Claim::InProgress { retry_after: Duration::from_millis(left.saturating_sub(1)) },
            1 => Claim::Acquired(Lease::new(*key, token).with_attempt(attempt)),
            _ => Claim::Completed,
        })
    }

    async fn renew(&self, lease: &Lease, by: Duration) -> Result<Held, StoreError> {
        let args = [name(lease.token()), millis(by), millis(self.keep_attempts)];
        self.script(&RENEW, lease.key(), &args).await.map(held)
    }

    async fn complete(&self, lease: &Lease, retain: Duration) -> Result<Held, StoreError> {
        let args = [name(lease.token()), millis(retain)];
        self.script(&COMPLETE, lease.key(), &args).await.map(held)
    }

    async fn release(&self, lease: &Lease) -> Result<Held, StoreError> {
        let args = [name(lease.token()), millis(self.keep_attempts)];
        self.script(&RELEASE, lease.key(), &args).await.map(held)
    }
}

fn held(changed: bool) -> Held {
    if changed { Held::Yes } else { Held::Lost }
}

fn name(token: u128) -> String {
    format!("{token:032x}")
}

/// Full milliseconds, and one for the part of one that has passed already: nothing ends early.
fn millis(duration: Duration) -> String {
    ((micros(duration) + 1999) / 1000).to_string()
}

impl<C> Clone for RedisStore<C> {
    fn clone(&self) -> Self {
        Self { link: Arc::clone(&self.link), prefix: Arc::clone(&self.prefix), ..*self }
    }
}

impl<C> fmt::Debug for RedisStore<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}
