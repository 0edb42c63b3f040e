//! Signatures made with a private key, beside the bare primitive with a prepared key and a decoded signature.

use std::hint::black_box;

use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hookseal::{
    Provider,
    provider::{Discord, SendGrid, StandardWebhooksV1a, Wise},
    testing::KeyPair,
};
use p256::ecdsa::signature::Verifier as _;
use webhook_verify::{Provider as Theirs, Secret, VerifyOptions, VerifyingKeyMaterial};

use super::{Case, Group};
use crate::{
    contestant::Contestant,
    delivery::{Delivery, body},
    peers::{self, Must},
};

pub(super) fn group() -> Group {
    Group {
        title: "public keys".into(),
        note: "1 KiB. The yardstick is the primitive that hookseal uses, with a prepared key over a message in one piece: \
               ed25519-dalek, p256 and aws-lc-rs. webhook-verify prepares the key for each delivery.",
        cases: vec![
            Case::new("Ed25519: Standard Webhooks", || ed25519::<StandardWebhooksV1a>(v1a, None)),
            Case::new("Ed25519: Discord", || ed25519::<Discord>(discord, Some(Theirs::Discord))),
            Case::new("RSA-2048: Wise", rsa),
            Case::new("ECDSA P-256: SendGrid", ecdsa),
        ],
    }
}

fn v1a(delivery: &Delivery) -> Signed {
    let head = format!("{}.{}.", delivery.header("webhook-id"), delivery.header("webhook-timestamp"));
    let signature = delivery.header("webhook-signature").trim_start_matches("v1a,");
    Signed::new(&head, delivery, STANDARD.decode(signature).expect("base64"))
}

fn discord(delivery: &Delivery) -> Signed {
    let signature = hex::decode(delivery.header("x-signature-ed25519")).expect("hex");
    Signed::new(delivery.header("x-signature-timestamp"), delivery, signature)
}

fn ed25519<P: Provider>(signed: fn(&Delivery) -> Signed, theirs: Option<Theirs>) -> Vec<Contestant> {
    let (pair, delivery) = genuine::<P>();
    let point = last(&der(&pair));
    let key = ed25519_dalek::VerifyingKey::from_bytes(&point).expect("a key");
    let Signed { message, signature } = signed(&delivery);
    let signature = ed25519_dalek::Signature::from_slice(&signature).expect("a signature");
    let bare = Contestant::new("bare primitive", move || {
        Must::Pass.hold(&key.verify_strict(black_box(&message), &signature));
    });
    let mut all = vec![bare, peers::ours::<P>(&delivery, &[pair.public()], Must::Pass)];
    all.extend(
        theirs.map(|provider| {
            webhook_verify(provider, delivery, Secret::new(hex::encode(point)), VerifyOptions::default())
        }),
    );
    all
}

fn rsa() -> Vec<Contestant> {
    let (pair, delivery) = genuine::<Wise>();
    let key = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der(&pair)).expect("a key");
    let signature = STANDARD.decode(delivery.header("x-signature-sha256")).expect("base64");
    let message = delivery.body.clone();
    let bare = Contestant::new("bare primitive", move || {
        Must::Pass.hold(&key.verify_sig(black_box(&message), &signature));
    });
    vec![bare, peers::ours::<Wise>(&delivery, &[pair.public()], Must::Pass)]
}

fn ecdsa() -> Vec<Contestant> {
    let (pair, delivery) = genuine::<SendGrid>();
    let der = der(&pair);
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&last::<65>(&der)).expect("a key");
    let signature = STANDARD.decode(delivery.header("x-twilio-email-event-webhook-signature")).expect("base64");
    let Signed { message, signature } =
        Signed::new(delivery.header("x-twilio-email-event-webhook-timestamp"), &delivery, signature);
    let signature = p256::ecdsa::Signature::from_der(&signature).expect("a signature");
    let bare = Contestant::new("bare primitive", move || {
        Must::Pass.hold(&key.verify(black_box(&message), &signature));
    });
    let options = VerifyOptions::default().with_verifying_material(VerifyingKeyMaterial::EcdsaP256PublicKey(der));
    vec![
        bare,
        peers::ours::<SendGrid>(&delivery, &[pair.public()], Must::Pass),
        webhook_verify(Theirs::SendGrid, delivery, Secret::default(), options),
    ]
}

fn webhook_verify(provider: Theirs, delivery: Delivery, secret: Secret, options: VerifyOptions) -> Contestant {
    let Delivery { headers, body } = delivery;
    Contestant::new("webhook-verify", move || {
        let headers = black_box(&headers);
        Must::Pass.hold(&webhook_verify::verify(provider, headers, &body, &secret, options.clone()));
    })
}

/// What a signature is over, in one piece, and the signature.
struct Signed {
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Signed {
    fn new(head: &str, delivery: &Delivery, signature: Vec<u8>) -> Self {
        Self { message: [head.as_bytes(), &delivery.body].concat(), signature }
    }
}

fn genuine<P: Provider>() -> (KeyPair, Delivery) {
    let pair = KeyPair::of::<P>();
    let delivery = Delivery::of::<P>(pair.private(), body(1024));
    (pair, delivery)
}

/// The public key as a `SubjectPublicKeyInfo`.
fn der(pair: &KeyPair) -> Vec<u8> {
    let lines = pair.public().lines().filter(|line| !line.starts_with('-'));
    STANDARD.decode(lines.collect::<String>()).expect("base64")
}

/// Where such a structure has the key itself.
fn last<const N: usize>(der: &[u8]) -> [u8; N] {
    *der.last_chunk().expect("a key of this length")
}
