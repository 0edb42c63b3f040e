//! The least that anyone can do: the bare MAC with a prepared key over the same pieces, and nothing else.

use std::hint::black_box;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::{contestant::Contestant, delivery::Delivery, sender::Sender};

/// By RustCrypto, which is what the library uses.
pub fn rust_crypto(sender: Sender, delivery: &Delivery) -> Contestant {
    let key = Hmac::<Sha256>::new_from_slice(&sender.key()).expect("any key");
    let tag = move |pieces: &[Bytes]| -> [u8; 32] {
        let mut mac = key.clone();
        for piece in pieces {
            mac.update(piece);
        }
        mac.finalize().into_bytes().into()
    };
    floor("bare MAC", sender, delivery, tag)
}

/// By ring.
pub fn ring(sender: Sender, delivery: &Delivery) -> Contestant {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &sender.key());
    let tag = move |pieces: &[Bytes]| -> ring::hmac::Tag {
        let mut mac = ring::hmac::Context::with_key(&key);
        for piece in pieces {
            mac.update(piece);
        }
        mac.sign()
    };
    floor("bare MAC, ring", sender, delivery, tag)
}

/// By AWS-LC.
pub fn aws_lc(sender: Sender, delivery: &Delivery) -> Contestant {
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &sender.key());
    let tag = move |pieces: &[Bytes]| -> aws_lc_rs::hmac::Tag {
        let mut mac = aws_lc_rs::hmac::Context::with_key(&key);
        for piece in pieces {
            mac.update(piece);
        }
        mac.sign()
    };
    floor("bare MAC, aws-lc-rs", sender, delivery, tag)
}

/// Whoever computes another tag than the sender did is not measured.
fn floor<T: AsRef<[u8]>>(
    name: &'static str,
    sender: Sender,
    delivery: &Delivery,
    tag: impl Fn(&[Bytes]) -> T + Clone + 'static,
) -> Contestant {
    let pieces = sender.message(delivery);
    let right = tag(&pieces);
    let header = delivery.header(sender.signature_header());
    let written = [hex::encode(right.as_ref()), STANDARD.encode(right.as_ref())];
    assert!(written.iter().any(|written| header.contains(written)), "{name} of {sender:?}: {written:?} in {header}");
    Contestant::new(name, move || {
        black_box(tag(black_box(&pieces)));
    })
}
