//! Every library's verification, called as its documentation says: whatever can be made once is made once.

use std::{hint::black_box, sync::Arc, time::Duration};

use hookseal::{
    Provider, Verifier,
    provider::{GitHub, Hook0, Shopify, Slack, StandardWebhooks, Stripe},
};
use http::HeaderMap;
use webhook_verify::{Provider as Theirs, Secret, VerifyOptions};

use crate::{
    contestant::Contestant,
    delivery::{Delivery, SECRET},
    hand_rolled,
    sender::Sender,
};

/// Whether a delivery must pass or be refused. Whoever errs stops the measurement.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // their names say it
pub enum Must {
    Pass,
    Fail,
}

impl Must {
    pub(crate) fn hold<T, E>(self, result: &Result<T, E>) {
        assert!(black_box(result).is_ok() == (self == Self::Pass));
    }
}

/// This library, with the clock of the machine.
pub fn hookseal(sender: Sender, delivery: &Delivery, secrets: &[&str], must: Must) -> Contestant {
    match sender {
        Sender::Stripe => ours::<Stripe>(delivery, secrets, must),
        Sender::GitHub => ours::<GitHub>(delivery, secrets, must),
        Sender::StandardWebhooks => ours::<StandardWebhooks>(delivery, secrets, must),
        Sender::Slack => ours::<Slack>(delivery, secrets, must),
        Sender::Shopify => ours::<Shopify>(delivery, secrets, must),
        Sender::Hook0 => ours::<Hook0>(delivery, secrets, must),
    }
}

/// A verifier with these secrets.
pub fn verifier<P: Provider>(secrets: &[&str]) -> Verifier<P> {
    let builder = secrets.iter().fold(Verifier::<P>::builder(), |builder, secret| builder.secret(*secret));
    builder.build().expect("usable secrets")
}

/// This library, for a provider.
pub fn ours<P: Provider>(delivery: &Delivery, secrets: &[&str], must: Must) -> Contestant {
    let verifier = verifier::<P>(secrets);
    let Delivery { headers, body } = delivery.clone();
    Contestant::new("hookseal", move || must.hold(&verifier.verify(black_box(&headers), body.clone())))
}

/// webhook-verify, which does not know Hook0.
pub fn webhook_verify(sender: Sender, delivery: &Delivery, secrets: &[&str], must: Must) -> Option<Contestant> {
    let provider = match sender {
        Sender::Stripe => Theirs::Stripe,
        Sender::GitHub => Theirs::GitHub,
        Sender::StandardWebhooks => Theirs::StandardWebhooks,
        Sender::Slack => Theirs::Slack,
        Sender::Shopify => Theirs::Shopify,
        Sender::Hook0 => return None,
    };
    let Delivery { headers, body } = delivery.clone();
    let secrets: Vec<_> = secrets.iter().map(|secret| Secret::new(*secret)).collect();
    Some(Contestant::new("webhook-verify", move || {
        let headers: &HeaderMap = black_box(&headers);
        // Options are taken by value.
        must.hold(&match secrets.as_slice() {
            [secret] => webhook_verify::verify(provider, headers, &body, secret, VerifyOptions::default()),
            secrets => webhook_verify::verify_any(provider, headers, &body, secrets, VerifyOptions::default()),
        });
    }))
}

/// svix, a value for each secret.
pub fn svix(delivery: &Delivery, secrets: &[&str], must: Must) -> Contestant {
    let Delivery { headers, body } = delivery.clone();
    let hooks: Vec<_> = secrets.iter().map(|secret| svix::webhooks::Webhook::new(secret).expect("a secret")).collect();
    let hooks: Arc<[_]> = hooks.into();
    Contestant::new("svix", move || {
        let passes = |hook: &svix::webhooks::Webhook| hook.verify(&body, black_box(&headers)).is_ok();
        must.hold(&hooks.iter().find(|hook| passes(hook)).ok_or(()));
    })
}

/// standardwebhooks.
pub fn standardwebhooks(delivery: &Delivery, must: Must) -> Contestant {
    let Delivery { headers, body } = delivery.clone();
    let hook = Arc::new(standardwebhooks::Webhook::new(SECRET).expect("a secret"));
    Contestant::new("standardwebhooks", move || must.hold(&hook.verify(&body, black_box(&headers))))
}

/// hook0-client, which wants the headers as a list of pairs.
pub fn hook0_client(delivery: &Delivery) -> Contestant {
    let Delivery { headers, body } = delivery.clone();
    Contestant::new("hook0-client", move || {
        let headers = black_box(&headers);
        let signature = headers.get("x-hook0-signature").and_then(|value| value.to_str().ok()).expect("a signature");
        let pairs: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let tolerance = Duration::from_mins(5);
        Must::Pass.hold(&hook0_client::verify_webhook_signature(signature, &body, &pairs, SECRET, tolerance));
    })
}

/// What people write themselves.
pub fn hand_rolled(sender: Sender, delivery: &Delivery) -> Contestant {
    let Delivery { headers, body } = delivery.clone();
    let key = sender.key();
    Contestant::new("hand-rolled", move || {
        Must::Pass.hold(&hand_rolled::verify(sender, black_box(&headers), &body, &key).ok_or(()));
    })
}
