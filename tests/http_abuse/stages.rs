//! How far a delivery has come: a counter at each stage on its way, all of them where an application could have them.

use std::{
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    thread,
    time::{Duration, Instant, SystemTime},
};

use bytes::Bytes;
use futures_core::Stream;
use hookseal::{VerifyErrorKind, testing::TestClock, time::Clock};

/// Counters that all parts of a server share.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stages(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    requests: AtomicUsize,
    polls: AtomicUsize,
    bytes: AtomicUsize,
    clock: AtomicUsize,
    handled: AtomicUsize,
    finished: AtomicUsize,
    kinds: Mutex<Vec<VerifyErrorKind>>,
}

/// What the counters show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Requests that the framework handed on to the application.
    pub(crate) requests: usize,
    /// How often their bodies were asked for more, and how many bytes came.
    pub(crate) polls: usize,
    pub(crate) bytes: usize,
    /// How often the clock was read: once for each key that a MAC is made with, since the key ends one day, and once
    /// more for the timestamp of what proved to be authentic.
    pub(crate) clock: usize,
    /// Claims of the store; added by the one who has the store.
    pub(crate) claims: usize,
    /// Handlers begun and finished.
    pub(crate) handled: usize,
    pub(crate) finished: usize,
    /// Why deliveries were refused, as a middleware sees it.
    pub(crate) kinds: Vec<VerifyErrorKind>,
}

impl Stages {
    pub(crate) fn request(&self) {
        self.0.requests.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn refused(&self, kind: VerifyErrorKind) {
        self.0.kinds.lock().unwrap().push(kind);
    }

    pub(crate) fn handled(&self) {
        self.0.handled.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn finished(&self) {
        self.0.finished.fetch_add(1, Ordering::SeqCst);
    }

    /// A body that is counted as it is read.
    pub(crate) fn count<S>(&self, stream: S) -> Counted<S> {
        Counted { stream: Box::pin(stream), stages: self.clone() }
    }

    /// A clock that stands still and is counted when it is read.
    pub(crate) fn clock(&self, at: TestClock) -> impl Clock + use<> {
        CountedClock { at, stages: self.clone() }
    }

    /// What was counted since the last time, and everything back to nothing.
    pub(crate) fn take(&self) -> Seen {
        let counters = &*self.0;
        let take = |counter: &AtomicUsize| counter.swap(0, Ordering::SeqCst);
        Seen {
            requests: take(&counters.requests),
            polls: take(&counters.polls),
            bytes: take(&counters.bytes),
            clock: take(&counters.clock),
            claims: 0,
            handled: take(&counters.handled),
            finished: take(&counters.finished),
            kinds: std::mem::take(&mut *counters.kinds.lock().unwrap()),
        }
    }

    /// Waits until a delivery was refused since the last time, or for five seconds.
    pub(crate) fn wait_for_refusal(&self) {
        let end = Instant::now() + Duration::from_secs(5);
        while self.0.kinds.lock().unwrap().is_empty() && Instant::now() < end {
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Handlers that have begun and that have finished since the last time.
    pub(crate) fn handlers(&self) -> [usize; 2] {
        [&self.0.handled, &self.0.finished].map(|counter| counter.load(Ordering::SeqCst))
    }
}

pub(crate) struct Counted<S> {
    stream: Pin<Box<S>>,
    stages: Stages,
}

impl<S: Stream<Item = Result<Bytes, E>>, E> Stream for Counted<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let next = self.stream.as_mut().poll_next(context);
        let counters = &self.stages.0;
        counters.polls.fetch_add(1, Ordering::SeqCst);
        if let Poll::Ready(Some(Ok(bytes))) = &next {
            counters.bytes.fetch_add(bytes.len(), Ordering::SeqCst);
        }
        next
    }
}

#[derive(Debug)]
struct CountedClock {
    at: TestClock,
    stages: Stages,
}

impl Clock for CountedClock {
    fn now(&self) -> SystemTime {
        self.stages.0.clock.fetch_add(1, Ordering::SeqCst);
        self.at.now()
    }
}

/// The last stage that a delivery reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The framework refuses it; the application never hears of it.
    Framework,
    /// Its method, its headers and the length that it announces; its body is not asked for.
    Head,
    /// Its body, which is too large, too slow or cut off.
    Body,
    /// The MAC, which is wrong.
    Mac,
    /// The timestamp of an authentic delivery.
    Time,
    /// The store, which knows the event or cannot be asked.
    Store,
    Handler,
}

/// A framework hands a body over in pieces of its own; none has larger ones than this.
const PIECE: usize = 512 << 10;

impl Stage {
    /// Whether this stage was reached, and none after it.
    pub(crate) fn is_last_of(self, seen: &Seen, limit: usize) -> bool {
        use VerifyErrorKind as Kind;

        let Seen { requests, polls, bytes, clock, claims, handled, finished: _, kinds } = seen;
        let kind = match kinds.as_slice() {
            [] => None,
            [kind] => Some(*kind),
            _ => return false,
        };
        let read = *polls > 0 && *bytes <= limit;
        let counts = [*clock, *claims, *handled];
        match self {
            Self::Framework => *seen == Seen::default(),
            Self::Head => {
                let at_once = [
                    Kind::MissingHeader,
                    Kind::Malformed,
                    Kind::NoSupportedSignature,
                    Kind::MethodNotAllowed,
                    Kind::BodyTooLarge,
                ];
                (*requests, *polls, *bytes, counts) == (1, 0, 0, [0, 0, 0])
                    && kind.is_some_and(|kind| at_once.contains(&kind))
            }
            Self::Body => {
                let late = [Kind::BodyTooLarge, Kind::BodyTimeout, Kind::BodyUnreadable];
                // Nobody is left to be told when the connection is gone.
                (*requests, counts) == (1, [0, 0, 0])
                    && *polls > 0
                    && *bytes <= limit + PIECE
                    && kind.is_none_or(|kind| late.contains(&kind))
            }
            Self::Mac => (*requests, counts, kind) == (1, [1, 0, 0], Some(Kind::Mismatch)) && read,
            Self::Time => {
                let late = [Some(Kind::Expired), Some(Kind::NotYetValid)];
                (*requests, counts) == (1, [2, 0, 0]) && read && late.contains(&kind)
            }
            Self::Store => (*requests, counts, kind) == (1, [2, 1, 0], None) && read,
            Self::Handler => (*requests, counts, kind) == (1, [2, 1, 1], None) && read,
        }
    }
}
