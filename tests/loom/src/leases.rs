//! One key: who gets it, who keeps it, and what becomes of it.

use std::sync::Arc;

use hookseal::{
    Admission, IdempotencyStore,
    idempotency::{Claim, Held, Lease},
};

use crate::{
    scene::{Act, Scene, keys, play},
    support::{LEASE, RETAIN, acquire, at_once, claim, complete, in_progress, release},
};

/// What somebody has seen of the key.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    /// By a claim.
    Claimed(Claim),
    /// By a write under the lease that was there first.
    Wrote(Held),
    /// By who only moved the clock.
    Nothing,
}

use Seen::{Claimed, Nothing, Wrote};

impl Seen {
    fn lease(&self) -> Option<&Lease> {
        if let Claimed(Claim::Acquired(lease)) = self { Some(lease) } else { None }
    }
}

fn claims() -> Act<Seen> {
    Box::new(|scene| Claimed(claim(scene.store(), &keys()[0][0])))
}

fn lease_ends() -> Act<Seen> {
    Box::new(|scene| {
        scene.advance(LEASE);
        Nothing
    })
}

/// A write under a lease.
type Write = fn(&Scene, &Lease) -> Held;

fn writes(write: Write, lease: &Lease) -> Act<Seen> {
    let lease = lease.clone();
    Box::new(move |scene| Wrote(write(scene, &lease)))
}

const COMPLETES: Write = |scene, lease| complete(scene.store(), lease);
const RELEASES: Write = |scene, lease| release(scene.store(), lease);
/// Far beyond the end of the lease that was there first.
const RENEWS: Write = |scene, lease| at_once(scene.store().renew(lease, RETAIN)).unwrap();

fn acquired(seen: &[Seen]) -> usize {
    seen.iter().filter_map(Seen::lease).count()
}

/// A scene with a key that is in progress.
fn with_lease() -> (Arc<Scene>, Lease) {
    let scene = Scene::new(1);
    let lease = acquire(scene.store(), &keys()[0][0]);
    (scene, lease)
}

fn look(scene: &Scene) -> Claim {
    claim(scene.store(), &keys()[0][0])
}

#[test]
fn of_claims_of_one_key_one_is_acquired() {
    keys();
    play(|| {
        let scene = Scene::new(1);
        let seen = scene.meet([claims(), claims(), claims()]);
        let turned_away = seen.iter().filter(|seen| **seen == Claimed(in_progress(LEASE))).count();
        assert_eq!((acquired(&seen), turned_away), (1, 2), "{seen:?}");
        scene.close();
    });
}

#[test]
fn a_key_that_is_completed_is_not_claimed() {
    keys();
    play(|| {
        let (scene, lease) = with_lease();
        let seen = scene.meet([writes(COMPLETES, &lease), claims(), claims()]);
        assert_eq!((&seen[0], acquired(&seen)), (&Wrote(Held::Yes), 0), "{seen:?}");
        assert_eq!(look(&scene), Claim::Completed);
        scene.close();
    });
}

#[test]
fn a_key_that_is_released_is_claimed_by_one() {
    keys();
    play(|| {
        let (scene, lease) = with_lease();
        let seen = scene.meet([writes(RELEASES, &lease), claims(), claims()]);
        assert_eq!(seen[0], Wrote(Held::Yes));
        let is_held = look(&scene) == in_progress(LEASE);
        // Nobody has it if all came too early; then the look took it.
        assert_eq!(acquired(&seen), usize::from(is_held), "{seen:?}");
        for write in [COMPLETES, RELEASES, RENEWS] {
            assert_eq!(write(&scene, &lease), Held::Lost);
        }
        assert_eq!(look(&scene), in_progress(LEASE));
        scene.close();
    });
}

#[test]
fn at_the_end_of_a_lease_its_holder_or_another_one_has_the_key() {
    keys();
    for (write, excludes) in [(COMPLETES, true), (RENEWS, true), (RELEASES, false)] {
        play(move || {
            let (scene, lease) = with_lease();
            let seen = scene.meet([lease_ends(), claims(), writes(write, &lease)]);
            let taken = seen.iter().find_map(Seen::lease);
            assert!(!(excludes && taken.is_some() && seen[2] == Wrote(Held::Yes)), "{seen:?}");
            if let Some(taken) = taken {
                for write in [COMPLETES, RELEASES, RENEWS] {
                    assert_eq!(write(&scene, &lease), Held::Lost, "{seen:?}");
                }
                // It may have begun and ended before the write did anything, but nobody else has come since.
                assert_eq!(complete(scene.store(), taken), Held::Yes, "{seen:?}");
                assert_eq!(look(&scene), Claim::Completed);
            }
            scene.close();
        });
    }
}

#[test]
fn of_two_who_take_over_one_does() {
    keys();
    play(|| {
        let (scene, lease) = with_lease();
        let seen = scene.meet([lease_ends(), claims(), claims()]);
        assert!(acquired(&seen) <= 1, "{seen:?}");
        let expected = if acquired(&seen) == 1 { Held::Lost } else { Held::Yes };
        assert_eq!(complete(scene.store(), &lease), expected);
        scene.close();
    });
}

/// How a receiver ends its permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Completes,
    RenewsAndCompletes,
    Releases,
}

/// Whether a receiver has completed the event; nothing if it was not the one to process it.
fn receives(end: End) -> Act<Option<bool>> {
    Box::new(move |scene| {
        let Admission::New(permit) = at_once(scene.inbox.admit_key(&keys()[0][0])).unwrap() else { return None };
        if end == End::RenewsAndCompletes {
            assert_eq!(at_once(permit.renew()).unwrap(), Held::Yes);
        }
        let held = if end == End::Releases { at_once(permit.release()) } else { at_once(permit.complete()) };
        assert_eq!(held.unwrap(), Held::Yes, "nobody else may have it");
        Some(end != End::Releases)
    })
}

#[test]
fn of_receivers_with_permits_one_completes() {
    use End::{Completes, Releases, RenewsAndCompletes};

    keys();
    for ends in [
        [Completes, Completes, Completes],
        [Completes, RenewsAndCompletes, Releases],
        [Releases, Releases, Completes],
        [Releases, Releases, Releases],
    ] {
        play(move || {
            let scene = Scene::new(1);
            let done = scene.meet(ends.map(receives));
            let completions = done.iter().filter(|completed| **completed == Some(true)).count();
            assert!(completions <= 1, "{done:?}");
            assert!(done.iter().any(Option::is_some), "somebody is the first");
            assert_eq!(look(&scene) == Claim::Completed, completions == 1, "{done:?}");
            scene.close();
        });
    }
}
