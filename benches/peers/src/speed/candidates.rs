//! Deliveries with nothing but false signatures: what a stranger can make a server work.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{Case, Group};
use crate::{
    contestant::Contestant,
    delivery::{SECRET, body},
    floor,
    peers::{self, Must},
    sender::{Sender, member},
};

/// For both senders whose header is a list.
pub(super) fn groups() -> Vec<Group> {
    [Sender::Stripe, Sender::StandardWebhooks].into_iter().map(group).collect()
}

fn group(sender: Sender) -> Group {
    let case = |count: usize| {
        let name = if count == 1 { "1 false".into() } else { format!("{count} false") };
        Case::new(name, move || contestants(sender, count))
    };
    Group {
        title: format!("false signatures: {}", sender.name()),
        note: "1 KiB; so many signatures of the right form in one header, all of them false. hookseal looks at 16 of them.",
        cases: [1, 10, 100].map(case).into(),
    }
}

fn contestants(sender: Sender, count: usize) -> Vec<Contestant> {
    let genuine = sender.sign(body(1024));
    let false_one = |number: usize| match sender {
        Sender::Stripe => format!("v1={number:064x}"),
        _ => format!("v1,{}", STANDARD.encode(hex::decode(format!("{number:064x}")).expect("hex"))),
    };
    let list: Vec<_> = (0..count).map(false_one).collect();
    let header = match sender {
        Sender::Stripe => {
            format!("t={},{}", member(genuine.header("stripe-signature"), "t"), list.join(","))
        }
        _ => list.join(" "),
    };
    let forged = &genuine.clone().with(sender.signature_header(), &header);
    let mut all = vec![floor::rust_crypto(sender, &genuine), peers::hookseal(sender, forged, &[SECRET], Must::Fail)];
    all.extend(peers::webhook_verify(sender, forged, &[SECRET], Must::Fail));
    if sender == Sender::StandardWebhooks {
        all.push(peers::standardwebhooks(forged, Must::Fail));
        all.push(peers::svix(forged, &[SECRET], Must::Fail));
    }
    all
}
