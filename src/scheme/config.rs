//! Schemes from configuration: the words as serde reads them, with the same defaults as in code.

use serde::Deserialize;

use super::{
    Algorithm, Check, Encrypted, Envelope, Field, Handshake, Items, KeyFormat, KeyPair, KeysAt, Methods, OtherMessage,
    Part, Pin, Proof, Scheme, Signature, Timestamp,
    text::{List, Text},
};
use crate::time::Tolerance;

/// What may be said of a scheme. What must be said is no `Option`.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Words {
    name: Text,
    provider: Option<Text>,
    proof: Proof,
    #[serde(default = "utf8")]
    key: KeyFormat,
    or_ed25519: Option<KeyPair>,
    signature: Signature,
    timestamp: Option<Timestamp>,
    #[serde(default)]
    tolerance: Tolerance,
    message: Option<List<Part, 16>>,
    or_message: Option<OtherMessage>,
    over_digest: Option<Algorithm>,
    #[serde(default)]
    id: List<Field, 3>,
    #[serde(default)]
    kind: List<Field, 3>,
    items: Option<Items>,
    #[serde(default = "unwrapped")]
    envelope: Envelope,
    handshake: Option<Handshake>,
    #[serde(default)]
    answers_head: bool,
    #[serde(default)]
    pins: List<Pin, 2>,
    #[serde(default)]
    checks: List<Check, 8>,
    #[serde(default)]
    methods: Methods,
    #[serde(default)]
    either_port: bool,
    #[serde(default)]
    sorted: bool,
    encrypted: Option<Encrypted>,
    key_id: Option<Field>,
    keys_at: Option<KeysAt>,
    #[serde(default)]
    answer: Text,
    answer_status: Option<u16>,
    #[serde(default = "body_limit")]
    body_limit: usize,
}

const fn utf8() -> KeyFormat {
    KeyFormat::Utf8
}

const fn unwrapped() -> Envelope {
    Envelope::None
}

const fn body_limit() -> usize {
    Scheme::DEFAULT_BODY_LIMIT
}

impl From<Words> for Scheme {
    fn from(words: Words) -> Self {
        let is_over_body = words.proof.covers_message() && !matches!(words.proof, Proof::Hash(_));
        let unsaid: &[Part] = if is_over_body { &[Part::Body] } else { &[] };
        Self {
            name: words.name,
            provider: words.provider.unwrap_or(words.name),
            proof: words.proof,
            key: words.key,
            or_ed25519: words.or_ed25519,
            signature: words.signature,
            timestamp: words.timestamp,
            tolerance: words.tolerance,
            message: words.message.unwrap_or_else(|| List::new(unsaid)),
            or_message: words.or_message,
            over_digest: words.over_digest,
            id: words.id,
            kind: words.kind,
            items: words.items,
            envelope: words.envelope,
            handshake: words.handshake,
            answers_head: words.answers_head,
            pins: words.pins,
            checks: words.checks,
            methods: words.methods,
            either_port: words.either_port,
            sorted: words.sorted,
            encrypted: words.encrypted,
            key_id: words.key_id,
            keys_at: words.keys_at,
            answer: words.answer,
            answer_status: words.answer_status,
            body_limit: words.body_limit,
        }
    }
}
