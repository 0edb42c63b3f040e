//! Two secrets while one takes the other's place; the delivery is signed with the second.

use super::{Case, Group};
use crate::{
    contestant::Contestant,
    delivery::{OLD_SECRET, SECRET, body},
    peers::{self, Must},
    sender::Sender,
};

pub(super) fn group() -> Group {
    let case = |(sender, size): (Sender, usize)| {
        Case::new(format!("{}, {}", sender.name(), super::readable(size)), move || contestants(sender, size))
    };
    Group {
        title: "two secrets".into(),
        note: "Signed with the second of two. The yardstick is hookseal with that one secret.",
        cases: [(Sender::Stripe, 1024), (Sender::StandardWebhooks, 1024), (Sender::StandardWebhooks, 16 * 1024)]
            .map(case)
            .into(),
    }
}

fn contestants(sender: Sender, size: usize) -> Vec<Contestant> {
    let delivery = &sender.sign(body(size));
    let both = [OLD_SECRET, SECRET];
    let one = peers::hookseal(sender, delivery, &[SECRET], Must::Pass);
    let two = peers::hookseal(sender, delivery, &both, Must::Pass);
    let mut all = vec![one.named("hookseal, one secret"), two.named("hookseal, two")];
    all.extend(peers::webhook_verify(sender, delivery, &both, Must::Pass));
    if sender == Sender::StandardWebhooks {
        all.push(peers::svix(delivery, &both, Must::Pass));
    }
    all
}
