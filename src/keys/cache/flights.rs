//! One fetch at a time for each document: the first delivery that needs it asks, the others wait for the answer.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use crate::keys::key_ref::{KeyRef, Place};

/// How many documents of one pinned host are fetched at a time. Providers have one to ten keys.
const MOST_UNDER_WAY: usize = 16;
/// How many deliveries may wait for one document. The others are told to come again.
const MOST_WAITING: usize = 1024;

/// The documents that are being fetched, and who waits for them.
#[derive(Default)]
pub(super) struct Flights(Arc<Mutex<HashMap<Place, Waiting>>>);

struct Waiting {
    group: Arc<str>,
    /// In the order in which they came, so that the first of them is the next to ask.
    wakers: BTreeMap<u64, Waker>,
    next: u64,
}

/// Who asks for a document.
pub(super) enum Seat {
    /// This one fetches it.
    First(Flight),
    /// Another one does.
    Other(Landing),
    /// Nobody, for now: so many wait for it already, or for others of its host.
    None,
}

impl Flights {
    pub(super) fn board(&self, KeyRef { place, group, .. }: &KeyRef) -> Seat {
        let mut flights = lock(&self.0);
        let Some(waiting) = flights.get_mut(place) else {
            if flights.values().filter(|other| other.group == *group).count() >= MOST_UNDER_WAY {
                return Seat::None;
            }
            flights.insert(place.clone(), Waiting { group: group.clone(), wakers: BTreeMap::new(), next: 0 });
            return Seat::First(Flight { flights: self.0.clone(), place: place.clone() });
        };
        if waiting.wakers.len() >= MOST_WAITING {
            return Seat::None;
        }
        let number = waiting.next;
        waiting.next = waiting.next.wrapping_add(1);
        // The place among those who wait is taken now; who is to be woken is said by the first poll.
        waiting.wakers.insert(number, Waker::noop().clone());
        Seat::Other(Landing { flights: self.0.clone(), place: place.clone(), number })
    }
}

/// A fetch that is under way. It ends when this is dropped: with an answer, or because the delivery for which it was made is
/// gone. Then one of those who wait becomes the first.
pub(super) struct Flight {
    flights: Arc<Mutex<HashMap<Place, Waiting>>>,
    place: Place,
}

impl Drop for Flight {
    fn drop(&mut self) {
        let waiting = lock(&self.flights).remove(&self.place);
        // Whatever a waker does, it does not do it under the lock.
        for (_, waker) in waiting.into_iter().flat_map(|waiting| waiting.wakers) {
            waker.wake();
        }
    }
}

/// Ready when the fetch of another delivery has ended, in whatever way.
pub(super) struct Landing {
    flights: Arc<Mutex<HashMap<Place, Waiting>>>,
    place: Place,
    number: u64,
}

impl Future for Landing {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut flights = lock(&self.flights);
        let waker = flights.get_mut(&self.place).and_then(|waiting| waiting.wakers.get_mut(&self.number));
        match waker {
            Some(waker) => {
                waker.clone_from(context.waker());
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        if let Some(waiting) = lock(&self.flights).get_mut(&self.place) {
            waiting.wakers.remove(&self.number);
        }
    }
}

impl fmt::Debug for Flights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flights").field("under_way", &lock(&self.0).len()).finish()
    }
}

/// A panic elsewhere leaves the table whole: nothing that is done under the lock can panic half-way.
fn lock<T>(table: &Mutex<T>) -> MutexGuard<'_, T> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}
