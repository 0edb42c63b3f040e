//! A genuine delivery with one signature and one secret, which is what nearly all are.

use super::{Case, Group};
use crate::{
    contestant::Contestant,
    delivery::{SECRET, body},
    floor,
    peers::{self, Must},
    sender::Sender,
};

const SIZES: [usize; 4] = [256, 1024, 16 * 1024, 1024 * 1024];

/// A table for each sender.
pub(super) fn groups() -> Vec<Group> {
    Sender::ALL.into_iter().map(group).collect()
}

fn group(sender: Sender) -> Group {
    let note = match sender {
        Sender::GitHub | Sender::Shopify => "Hand-rolled code and webhook-verify return nothing but a yes.",
        Sender::StandardWebhooks => {
            "svix and standardwebhooks look at the time, copy the body and hash it with `hmac-sha256`, which does not use the \
             processor's SHA instructions. Hand-rolled code looks at no time."
        }
        Sender::Hook0 => "The list of signed headers has to be put together before it is signed, which takes memory.",
        _ => "Hand-rolled code looks at no time.",
    };
    let cases = SIZES.into_iter().map(|size| Case::of_size(size, move || contestants(sender, size))).collect();
    Group { title: format!("verify: {}", sender.name()), note, cases }
}

fn contestants(sender: Sender, size: usize) -> Vec<Contestant> {
    let delivery = &sender.sign(body(size));
    let mut all = vec![floor::rust_crypto(sender, delivery), peers::hookseal(sender, delivery, &[SECRET], Must::Pass)];
    all.extend(peers::webhook_verify(sender, delivery, &[SECRET], Must::Pass));
    match sender {
        Sender::Hook0 => all.push(peers::hook0_client(delivery)),
        Sender::StandardWebhooks => {
            all.push(peers::standardwebhooks(delivery, Must::Pass));
            all.push(peers::svix(delivery, &[SECRET], Must::Pass));
            all.push(peers::hand_rolled(sender, delivery));
        }
        _ => all.push(peers::hand_rolled(sender, delivery)),
    }
    all
}

/// What the MAC itself takes, by those who compute it.
pub(super) fn backends() -> Group {
    let contestants = |size: usize| -> Vec<Contestant> {
        let delivery = &Sender::Stripe.sign(body(size));
        [floor::rust_crypto, floor::ring, floor::aws_lc].map(|floor| floor(Sender::Stripe, delivery)).into()
    };
    Group {
        title: "The floor, by backend".into(),
        note: "The bare MAC over Stripe's message with a prepared key. Which one is fastest depends on the processor.",
        cases: SIZES.into_iter().map(|size| Case::of_size(size, move || contestants(size))).collect(),
    }
}
