//! The places of a store: as many keys as it was made for get one, and no more.

use hookseal::{IdempotencyKey, idempotency::Held};

use crate::{
    scene::{Act, Scene, keys, play, play_orders},
    support::{LEASE, RETAIN, acquire, complete, release},
};

/// Claims of distinct keys meet in a store for `capacity` keys, of which those of `ended` were there and have ended.
fn claims_meet<const N: usize>(capacity: usize, ended: &'static [IdempotencyKey], claimed: [IdempotencyKey; N]) {
    // There are too many orders of three threads that all sweep.
    let interruptions = (N > 2 && !ended.is_empty()).then_some(3);
    play_orders(interruptions, move || {
        let scene = Scene::new(capacity);
        for (number, key) in ended.iter().enumerate() {
            let lease = acquire(scene.store(), key);
            let held = if number == 0 { complete(scene.store(), &lease) } else { release(scene.store(), &lease) };
            assert_eq!(held, Held::Yes);
        }
        scene.advance(LEASE + RETAIN);
        let leases = scene.meet(claimed.map(Scene::claims));
        let acquired = leases.iter().flatten().count();
        assert_eq!(acquired, capacity.min(N), "of {N} claims");
        assert!(scene.store().len() >= acquired);
        scene.close();
    });
}

fn leaked(keys: &[IdempotencyKey]) -> &'static [IdempotencyKey] {
    Vec::from(keys).leak()
}

#[test]
fn the_last_place_goes_to_one() {
    let [[a, a2, _], [b, ..]] = keys();
    claims_meet(1, &[], [a, b]);
    claims_meet(1, &[], [a, a2]);
    claims_meet(2, &[], [a, a2, b]);
}

#[test]
fn places_of_ended_keys_go_to_those_who_ask() {
    let [[a, a2, a3], [b, b2, _]] = keys();
    for (capacity, ended, claimed) in [
        // Both places are in one part, and both are swept for one of the two.
        (2, leaked(&[a, a2]), [a3, b]),
        (2, leaked(&[a, a2]), [b, b2]),
        (2, leaked(&[a, b]), [a2, b2]),
        (2, leaked(&[a, b]), [a2, a3]),
        // One of them takes its own place again.
        (2, leaked(&[a, b]), [a, b2]),
        (2, leaked(&[b, a]), [a, b2]),
        (1, leaked(&[a]), [a, b]),
        (1, leaked(&[a]), [a2, b]),
        (1, leaked(&[a]), [b, b2]),
    ] {
        claims_meet(capacity, ended, claimed);
    }
}

#[test]
fn three_share_two_places_of_ended_keys() {
    let [[a, a2, a3], [b, b2, _]] = keys();
    claims_meet(2, leaked(&[a, a2]), [a3, b, b2]);
}

#[test]
fn the_count_is_never_above_the_capacity() {
    let [[a, a2, _], [b, ..]] = keys();
    for ended in [&[][..], leaked(&[a2])] {
        play(move || {
            let scene = Scene::new(1);
            for key in ended {
                let _lease = acquire(scene.store(), key);
            }
            scene.advance(LEASE);
            let looks: Act<_> = Box::new(|scene| {
                assert!(scene.store().len() <= 1);
                None
            });
            let leases = scene.meet([Scene::claims(a), Scene::claims(b), looks]);
            assert_eq!(leases.iter().flatten().count(), 1);
            scene.close();
        });
    }
}

/// A lease that has ended may be completed late, or make room for another key.
#[test]
fn a_late_completion_and_a_sweep_exclude_each_other() {
    let [[a, a2, _], [b, ..]] = keys();
    for other in [a2, b] {
        play(move || {
            let scene = Scene::new(1);
            let lease = acquire(scene.store(), &a);
            scene.advance(LEASE);
            let completes: Act<_> = {
                let lease = lease.clone();
                Box::new(move |scene| (complete(scene.store(), &lease) == Held::Yes).then_some(lease))
            };
            let done = scene.meet([completes, Scene::claims(other)]);
            assert_eq!(done.iter().flatten().count(), 1, "{done:?}");
            scene.close();
        });
    }
}

#[test]
fn a_place_that_is_given_back_can_be_had() {
    let [[a, a2, _], [b, ..]] = keys();
    for other in [a2, b] {
        play(move || {
            let scene = Scene::new(1);
            let lease = acquire(scene.store(), &a);
            let releases: Act<_> = Box::new(move |scene| {
                assert_eq!(release(scene.store(), &lease), Held::Yes);
                None
            });
            let leases = scene.meet([releases, Scene::claims(other)]);
            if leases.iter().flatten().count() == 0 {
                let _lease = acquire(scene.store(), &other);
            }
            scene.close();
        });
    }
}
