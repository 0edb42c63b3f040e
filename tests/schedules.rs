//! Receivers of one event in every order in which their calls can come: chosen by a scheduler, not by chance.
//!
//! What is scheduled are the calls that permits make of the store, the end of leases, and clients that hang up at any
//! await. What goes on inside a call of the memory store, between its locks and the count of its places, `tests/loom` plays.
#![cfg(all(feature = "testing", feature = "tokio"))]

#[path = "support/flawed.rs"]
mod flawed;
#[path = "support/memory_store.rs"]
mod memory_store;
#[path = "support/mistaken.rs"]
mod mistaken;
#[path = "support/model.rs"]
mod model;
#[path = "support/modelled.rs"]
mod modelled;

use std::{
    panic,
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use hookseal::{
    Admission, IdempotencyStore, Inbox, Verified, Verifier,
    idempotency::Held,
    provider::Stripe,
    testing::{conformance::AppClock, sign},
};
use shuttle::{
    check_dfs, check_pct, check_random,
    future::{block_on, spawn, yield_now},
};

use flawed::{Flaw, FlawedStore};
use memory_store::{LEASE, RETAIN};
use mistaken::{Mistake, Mistaken};
use modelled::Modelled;

static EVENT: LazyLock<Verified<Stripe>> = LazyLock::new(|| {
    let delivery = sign::<Stripe>("whsec_test", r#"{"id":"evt_1"}"#).into_request();
    Verifier::new("whsec_test").unwrap().verify_request(delivery).unwrap()
});

/// How a receiver goes about an event that is new to it.
#[derive(Clone, Copy, Debug)]
enum Receiver {
    Completes,
    RenewsAndCompletes,
    Releases,
    /// Drops its permit, as a process does that dies.
    Vanishes,
    /// Would complete it, but its client hangs up at some moment.
    IsCutOff,
}

use Receiver::{Completes, IsCutOff, Releases, RenewsAndCompletes, Vanishes};

/// What the receivers know of each other.
#[derive(Default)]
struct Ledger {
    /// How often leases have ended.
    ages: usize,
    /// Who works on the event, and the ages before and after the call by which it got its lease or renewed it.
    at_work: Option<(usize, [usize; 2])>,
    completions: usize,
    asked_to_complete: bool,
}

struct Scene<S> {
    inbox: Inbox<S>,
    ledger: Mutex<Ledger>,
}

impl<S: IdempotencyStore> Scene<S> {
    fn new(store: S) -> Arc<Self> {
        Arc::new(Self { inbox: Inbox::new(store).lease(LEASE).retain(RETAIN), ledger: Mutex::default() })
    }

    fn ledger<R>(&self, look: impl FnOnce(&mut Ledger) -> R) -> R {
        look(&mut self.ledger.lock().unwrap())
    }

    async fn receive(self: Arc<Self>, number: usize, receiver: Receiver) {
        let (before, completions) = self.ledger(|ledger| (ledger.ages, ledger.completions));
        let Admission::New(permit) = self.inbox.admit(&EVENT).await.unwrap() else { return };
        assert_eq!(completions, 0, "it had been completed");
        self.ledger(|ledger| {
            let ages = [before, ledger.ages];
            // Where an age has passed during a call, nobody but the store knows on which side it was made.
            let overlaps = before == ledger.ages && ledger.at_work.is_some_and(|(_, others)| others == ages);
            assert!(!overlaps, "two at work under leases of one age");
            ledger.at_work = Some((number, ages));
        });
        yield_now().await;
        if let RenewsAndCompletes = receiver {
            let before = self.ledger(|ledger| ledger.ages);
            if permit.renew().await.unwrap() == Held::Yes {
                self.ledger(|ledger| {
                    let others = ledger.at_work.is_some_and(|(who, ages)| who != number && ages == [before; 2]);
                    assert!(!others || before != ledger.ages, "it renews what another one has");
                    ledger.at_work = Some((number, [before, ledger.ages]));
                });
            }
        }
        match receiver {
            Vanishes => {}
            Releases => {
                self.ledger(|ledger| ledger.at_work.take_if(|(who, _)| *who == number));
                let _held = permit.release().await.unwrap();
            }
            Completes | RenewsAndCompletes | IsCutOff => {
                self.ledger(|ledger| ledger.asked_to_complete = true);
                let held = permit.complete().await.unwrap();
                self.ledger(|ledger| ledger.completions += usize::from(held == Held::Yes));
            }
        }
    }

    /// Lets the receivers loose, ends all leases so often, and looks at what has become of the event.
    async fn play(
        self: Arc<Self>,
        receivers: &[Receiver],
        ages: usize,
        end_leases: impl Fn(&S) + Send + Copy + 'static,
    ) {
        let tasks: Vec<_> = receivers
            .iter()
            .enumerate()
            .map(|(number, receiver)| (*receiver, spawn(Arc::clone(&self).receive(number, *receiver))))
            .collect();
        let scene = Arc::clone(&self);
        let time = async move {
            for _ in 0..ages {
                yield_now().await;
                scene.age(end_leases);
            }
        };
        // A task that does nothing would make for more schedules all the same.
        let time = (ages > 0).then(|| spawn(time));
        for (receiver, task) in tasks {
            if let IsCutOff = receiver {
                task.abort();
            }
            assert!(task.await.is_ok() || matches!(receiver, IsCutOff), "it panicked");
        }
        if let Some(time) = time {
            time.await.unwrap();
        }

        self.age(end_leases);
        let is_new = matches!(self.inbox.admit(&EVENT).await.unwrap(), Admission::New(_));
        self.ledger(|ledger| {
            assert!(ledger.completions <= 1, "completed by {}", ledger.completions);
            assert!(!is_new || ledger.completions == 0, "it was forgotten");
            assert!(is_new || ledger.asked_to_complete, "it was lost");
        });
    }

    fn age(&self, end_leases: impl Fn(&S)) {
        self.ledger(|ledger| {
            end_leases(self.inbox.store());
            ledger.ages += 1;
        });
    }
}

/// Makes the event outside of a schedule, where tasks have small stacks.
fn prepare() {
    LazyLock::force(&EVENT);
}

/// Who meets, and how often all leases end meanwhile.
const SCENES: [(&[Receiver], usize); 8] = [
    (&[Completes, Completes, Completes], 0),
    (&[Completes, Completes, Completes], 2),
    (&[RenewsAndCompletes, Completes], 2),
    (&[RenewsAndCompletes, RenewsAndCompletes, RenewsAndCompletes], 2),
    (&[Releases, Completes, RenewsAndCompletes], 2),
    (&[Vanishes, Releases, Completes, Completes], 2),
    (&[IsCutOff, Completes, Releases], 1),
    (&[IsCutOff, IsCutOff, IsCutOff], 1),
];

/// Of each scene and kind.
const SCHEDULES: usize = 1000;

fn play_modelled(receivers: &[Receiver], ages: usize) {
    block_on(Scene::new(Modelled::new()).play(receivers, ages, Modelled::let_leases_end));
}

#[test]
fn random_schedules_keep_to_the_model() {
    prepare();
    for (receivers, ages) in SCENES {
        check_random(move || play_modelled(receivers, ages), SCHEDULES);
    }
}

#[test]
fn schedules_with_few_but_unlikely_switches_keep_to_the_model() {
    prepare();
    for (receivers, ages) in SCENES {
        check_pct(move || play_modelled(receivers, ages), SCHEDULES, 4);
    }
}

#[test]
fn every_schedule_of_two_receivers_keeps_to_the_model() {
    static PLAYED: AtomicUsize = AtomicUsize::new(0);

    prepare();
    for other in [Completes, RenewsAndCompletes, Releases, Vanishes, IsCutOff] {
        PLAYED.store(0, Ordering::Relaxed);
        let play = move || {
            PLAYED.fetch_add(1, Ordering::Relaxed);
            play_modelled(&[Completes, other], 0);
        };
        check_dfs(play, None);
        assert!(PLAYED.load(Ordering::Relaxed) > 100, "{PLAYED:?} schedules with one who {other:?}");
    }
}

/// That the schedules are good for something.
#[test]
fn a_store_that_looks_before_it_inserts_is_found_out() {
    prepare();
    let played = panic::catch_unwind(|| {
        let play = || {
            let store = FlawedStore::new(Flaw::CheckThenInsert, AppClock::new());
            block_on(Scene::new(store).play(&[Completes, Completes], 0, |_| {}));
        };
        check_random(play, SCHEDULES);
    });
    assert!(played.is_err());
}

/// Who must meet for a mistake to show. With each, the schedules of a store without one are played as well: what finds the
/// mistake out accuses nobody else.
#[test]
fn every_mistake_is_found_out() {
    const MISTAKES: [(Mistake, &[Receiver], usize); 8] = [
        (Mistake::CompletesForOthers, &[Completes, Completes], 1),
        (Mistake::ReleasesForOthers, &[Releases, Completes, Completes], 1),
        (Mistake::RenewsForOthers, &[RenewsAndCompletes, RenewsAndCompletes], 1),
        (Mistake::RenewsWhatHasEnded, &[RenewsAndCompletes, Completes], 1),
        (Mistake::CompletesNothing, &[Completes, Vanishes], 1),
        (Mistake::CompletesWhatIsReleased, &[Releases], 0),
        (Mistake::CompletesWhatIsClaimed, &[Vanishes], 0),
        (Mistake::LeasesForEver, &[Vanishes], 0),
    ];
    prepare();
    for (mistake, receivers, ages) in MISTAKES {
        let play = move |mistake, schedules| {
            let scene = move || {
                block_on(Scene::new(Mistaken::new(mistake)).play(receivers, ages, Mistaken::let_leases_end));
            };
            panic::catch_unwind(move || check_random(scene, schedules)).is_ok()
        };
        assert!(play(Mistake::None, SCHEDULES), "{receivers:?}: there is nothing to be found out");
        // The first that shows it ends the search. Some show in one of hundreds, so that a thousand would not always do.
        assert!(!play(mistake, 100 * SCHEDULES), "{mistake:?} goes unnoticed among {receivers:?}");
    }
}
