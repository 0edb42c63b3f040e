//! Keys: each for itself, whatever is in it.

use super::trial::{Check, LONG, Trial};
use crate::idempotency::{Held, IdempotencyKey, IdempotencyStore};

pub(super) async fn apart<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    let [first, second, third] = ["first", "second", "third"].map(|name| trial.key(name));
    let completing = trial.acquire(&first, LONG, "of a new key").await?;
    let releasing = trial.acquire(&second, LONG, "of a new key while another is held").await?;
    trial.expect(trial.complete(&completing, LONG).await?, Held::Yes, "complete, during the lease,")?;
    trial.expect_held(&second, "after another key was completed").await?;
    let third_held = trial.acquire(&third, LONG, "of a new key after another was completed").await?;
    trial.expect(trial.release(&releasing).await?, Held::Yes, "release, after another key was completed,")?;
    trial.expect_completed(&first, "after another key was released").await?;
    trial.expect_held(&third, "after another key was released").await?;
    let _free = trial.acquire(&second, trial.short(), "of a released key while another is held").await?;
    trial.expect(trial.complete(&third_held, trial.short()).await?, Held::Yes, "complete, during the lease,")
}

pub(super) async fn every_byte<S: IdempotencyStore>(trial: &Trial<S>) -> Check {
    let keys = strange_keys(trial.key("to be changed"));
    let mut leases = Vec::new();
    for key in &keys {
        let when = format!("of the key {:?}, which no other equals,", key.as_bytes().escape_ascii().to_string());
        leases.push(trial.acquire(key, LONG, &when).await?);
    }
    for lease in leases.iter().step_by(2) {
        trial.expect(trial.complete(lease, LONG).await?, Held::Yes, "complete, during the lease,")?;
    }
    for (index, lease) in leases.iter().enumerate() {
        let when = format!("of the key {:?}", lease.key().as_bytes().escape_ascii().to_string());
        if index % 2 == 0 {
            trial.expect_completed(lease.key(), &when).await?;
        } else {
            trial.expect_held(lease.key(), &when).await?;
            trial.expect(trial.release(lease).await?, Held::Yes, "release, during the lease,")?;
        }
    }
    Ok(())
}

/// Half of each is random, so that they are nobody else's.
fn strange_keys(random: IdempotencyKey) -> Vec<IdempotencyKey> {
    const STRANGE: [&[u8; 16]; 12] = [
        &[0; 16],
        &[0xff; 16],
        b"                ",
        b"aaaaaaaaaaaaaaaa",
        b"AAAAAAAAAAAAAAAA",
        b"a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        b"';DROP TABLE k;-",
        b"\"\\${jndi:}%s%n_%",
        b"{tag}*?[a]:/../k",
        b"\r\nDEL a*\r\n\r\n\r\n\r\n",
        b"\xc3\x28\xa0\xe2\x82\xf0\x28\x8c\xed\xa0\x80\xfe\xff\x80\xbf\xc0",
        b"\xe2\x80\xae\xef\xbb\xbf\xcc\x81e\xcc\x81\xc3\xa9\xe2\x80\xa8",
    ];
    let (front, back) = random.as_bytes().split_at(16);
    let at_the_end = STRANGE.map(|strange| [front, strange].concat());
    let at_the_front = STRANGE.map(|strange| [strange, back].concat());
    let one_bit_off = (0..32).map(|changed| {
        let bytes = random.as_bytes().iter().enumerate();
        bytes.map(|(index, byte)| if index == changed { byte ^ 1 } else { *byte }).collect()
    });
    let keys = at_the_end.into_iter().chain(at_the_front).chain(one_bit_off);
    keys.filter_map(|bytes: Vec<u8>| bytes.try_into().ok()).map(IdempotencyKey::from_bytes).collect()
}
