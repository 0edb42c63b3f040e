//! The scheme language: how a provider signs, as constant data.
//!
//! A scheme is a sentence in the words of this module. Stripe's reads
//!
//! ```
//! use hookseal::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};
//!
//! const STRIPE: Scheme = Scheme::mac("stripe", Algorithm::Sha256)
//!     .signature(Signature::header("stripe-signature").pairs(Separator::Comma, "v1"))
//!     .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
//!     .message(&[Part::Timestamp, Part::literal("."), Part::Body])
//!     .id(&[Field::json("/id")])
//!     .kind(&[Field::json("/type")]);
//! # assert!(STRIPE.covers_body() && STRIPE.id_is_signed());
//! ```
//!
//! Every function is `const` and every type is `Copy`: a scheme costs nothing to make, lives anywhere, and a mistake
//! in a constant is a compile error. What follows from other words is not said twice: whether an id is signed, for
//! example, follows from the message.

use serde::{Deserialize, Serialize};

use crate::time::Tolerance;

pub(crate) mod candidates;
mod check;
mod config;
mod coverage;
mod encrypted;
mod facts;
mod field;
pub(crate) mod find;
mod handshake;
mod http_signature;
mod items;
mod jws;
mod keys_at;
pub(crate) mod message;
pub(crate) mod parameters;
mod part;
pub(crate) mod plan;
mod proof;
mod signature;
mod start;
mod text;
mod url_pin;
pub(crate) mod values;

pub use check::{Check, Must, When};
pub use encrypted::{Cipher, Encrypted};
pub(crate) use field::in_header;
pub use field::{Envelope, Field, TimeFormat, Timestamp};
pub use handshake::{Answer, By, Handshake};
pub use http_signature::{DigestRule, HttpAlgorithm, HttpSignature, HttpStandard};
pub use items::Items;
pub use jws::{Jws, JwsAlgorithm, Payload};
pub use keys_at::{KeyPlace, KeysAt};
pub use parameters::{Parameters, Repeated};
pub use part::{Letters, Listing, Part, Presence, Slash};
pub(crate) use proof::KeyPair;
pub use proof::{Algorithm, Curve, EcdsaForm, Encoding, KeyFormat, Proof, RsaPadding, SignatureAlgorithm};
pub use signature::{Grammar, Separator, Signature};
pub(crate) use signature::{NamedBy, Source};
pub use text::Text;
pub(crate) use text::{Iter, List};
pub use url_pin::{IdForm, UrlPin};

/// How a provider signs its deliveries, and where they say what they are. See the [module](self).
///
/// # From configuration
///
/// A scheme is also read from any format that serde knows, in the same words in `kebab-case`:
///
/// ```
/// use hookseal::{Scheme, Verifier};
///
/// let acme: Scheme = serde_json::from_str(r#"{
///     "name": "acme",
///     "proof": { "mac": "sha256" },
///     "signature": {
///         "at": { "header": "acme-signature" },
///         "grammar": { "pairs": { "separator": "comma", "key": "v1" } }
///     },
///     "timestamp": { "at": { "member": "t" }, "format": "unix-seconds" },
///     "message": ["timestamp", { "literal": "." }, "body"],
///     "id": { "json": "/id" }
/// }"#)?;
/// let verifier = Verifier::from_scheme(acme).secret("correct horse battery staple").build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Unknown words are errors that name what is known; words that contradict each other are a
/// [`SetupError`](crate::SetupError) when the verifier is built. A scheme is plain data: reading it again and again
/// leaks nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", from = "config::Words")]
pub struct Scheme {
    pub(crate) name: Text,
    pub(crate) provider: Text,
    pub(crate) proof: Proof,
    pub(crate) key: KeyFormat,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) or_ed25519: Option<KeyPair>,
    pub(crate) signature: Signature,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) timestamp: Option<Timestamp>,
    pub(crate) tolerance: Tolerance,
    pub(crate) message: List<Part, 16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) or_message: Option<OtherMessage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) over_digest: Option<Algorithm>,
    pub(crate) id: List<Field, 3>,
    pub(crate) kind: List<Field, 3>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) items: Option<Items>,
    pub(crate) envelope: Envelope,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) handshake: Option<Handshake>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) answers_head: bool,
    pub(crate) pins: List<Pin, 2>,
    pub(crate) checks: List<Check, 8>,
    pub(crate) methods: Methods,
    pub(crate) either_port: bool,
    /// Whether the parts are signed in the order of their bytes.
    pub(crate) sorted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) encrypted: Option<Encrypted>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) key_id: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) keys_at: Option<KeysAt>,
    pub(crate) answer: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answer_status: Option<u16>,
    pub(crate) body_limit: usize,
}

/// What the sender may sign instead, in members of the list that have another key.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct OtherMessage {
    pub(crate) key: Text,
    pub(crate) message: List<Part, 6>,
}

/// Which request methods a provider delivers with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Methods {
    /// POST, as nearly all do.
    #[default]
    Post,
    /// Any.
    Any,
}

/// A header that, if it is there, must have this value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Pin {
    pub(crate) header: Text,
    pub(crate) value: Text,
}

impl Scheme {
    /// The body limit of a provider that documents none: 1 MiB.
    pub const DEFAULT_BODY_LIMIT: usize = 1024 * 1024;

    /// The same scheme under another name: a flavour of it, whose other words may then be replaced.
    pub const fn named(self, name: &str) -> Self {
        Self { name: Text::new(name), provider: Text::new(name), ..self }
    }

    /// The same scheme with another algorithm.
    pub const fn proven_by(self, proof: Proof) -> Self {
        Self { proof, ..self }
    }

    /// Says that this is one of several ways in which `provider` signs: `gitlab-token` is a way of `gitlab`.
    pub const fn way_of(self, provider: &str) -> Self {
        Self { provider: Text::new(provider), ..self }
    }

    /// How the secret's text becomes key bytes; as it is, if nothing is said.
    pub const fn key(self, key: KeyFormat) -> Self {
        Self { key, ..self }
    }

    /// Says that the sender may also sign with Ed25519 (RFC 8032): in entries of this `version` of the same list
    /// ([`Signature::versions`]), verified with a public key that is pasted as a secret and starts with `prefix`.
    /// Verifying such entries needs the feature `ed25519`.
    pub const fn or_ed25519(self, version: &str, prefix: &str) -> Self {
        Self { or_ed25519: Some(KeyPair { version: Text::new(version), prefix: Text::new(prefix) }), ..self }
    }

    /// Where the signature is.
    pub const fn signature(self, signature: Signature) -> Self {
        Self { signature, ..self }
    }

    /// Where the time of signing is. Without it, nothing tells a fresh delivery from an old one.
    pub const fn timestamp(self, timestamp: Timestamp) -> Self {
        Self { timestamp: Some(timestamp), ..self }
    }

    /// The time window that the provider documents; five minutes either way, if nothing is said.
    pub const fn tolerance(self, tolerance: Tolerance) -> Self {
        Self { tolerance, ..self }
    }

    /// What is signed, piece by piece, without anything in between. At most 16 parts.
    pub const fn message(self, parts: &[Part]) -> Self {
        Self { message: List::new(parts), ..self }
    }

    /// What is signed, in the order of the pieces' bytes and without anything in between (WeCom). At most 16 parts.
    pub const fn sorted_message(self, parts: &[Part]) -> Self {
        Self { sorted: true, ..self.message(parts) }
    }

    /// Says that the body is encrypted, and how.
    pub const fn encrypted(self, encrypted: Encrypted) -> Self {
        Self { encrypted: Some(encrypted), ..self }
    }

    /// Says that the sender may sign another message instead, in members of its list that have this `key`
    /// ([`Signature::pairs`]). It is looked at if the list has no signature of the first kind. At most 6 parts.
    pub const fn or_message(self, key: &str, parts: &[Part]) -> Self {
        Self { or_message: Some(OtherMessage { key: Text::new(key), message: List::new(parts) }), ..self }
    }

    /// Says that what is signed with the private key is the digest of the message, byte for byte, which the signature then
    /// hashes once more (Bridge). For [`Scheme::signed`] only.
    pub const fn over_digest(self, hash: Algorithm) -> Self {
        Self { over_digest: Some(hash), ..self }
    }

    /// Where the event's id is: the first of at most three places that has one. Where it is part of the message, it
    /// may not contain what separates it there.
    ///
    /// Choose the id of the *event*, which a retry repeats, not that of the attempt.
    pub const fn id(self, fields: &[Field]) -> Self {
        Self { id: List::new(fields), ..self }
    }

    /// Where the event's type is: the first of at most three places that has one.
    pub const fn kind(self, fields: &[Field]) -> Self {
        Self { kind: List::new(fields), ..self }
    }

    /// Where the events of a delivery are that has several.
    pub const fn items(self, items: Items) -> Self {
        Self { items: Some(items), ..self }
    }

    /// How the JSON is wrapped.
    pub const fn envelope(self, envelope: Envelope) -> Self {
        Self { envelope, ..self }
    }

    /// How the provider checks the endpoint.
    pub const fn handshake(self, handshake: Handshake) -> Self {
        Self { handshake: Some(handshake), ..self }
    }

    /// Says that the provider looks by HEAD whether the endpoint is there (Trello, Mandrill, Circle), whatever else it
    /// does: HEAD is answered with 200 and nothing else, and never is an event.
    pub const fn answers_head(self) -> Self {
        Self { answers_head: true, ..self }
    }

    /// Says that this header, if it is there, must have this value: a version, or the name of an algorithm. At most two.
    pub const fn pin(self, header: &str, value: &str) -> Self {
        Self { pins: self.pins.with(Pin { header: Text::new(header), value: Text::new(value) }), ..self }
    }

    /// Says what a value of the delivery must be, besides all that is signed. At most eight times. It is held against
    /// the delivery after the signature, so that nothing is said of those that are forged.
    pub const fn check(self, check: Check) -> Self {
        Self { checks: self.checks.with(check), ..self }
    }

    /// Says that deliveries come by any method, not only by POST.
    pub const fn any_method(self) -> Self {
        Self { methods: Methods::Any, ..self }
    }

    /// Says that the sender may have signed the URL with or without its port, however it was given to
    /// [`Builder::public_url`](crate::verifier::Builder::public_url): both are tried, so a forgery costs two MACs for each
    /// key (Twilio).
    pub const fn either_port(self) -> Self {
        Self { either_port: true, ..self }
    }

    /// The header that names the key with which the sender signed. A secret that has an id is used for deliveries that
    /// name it only; one without is used for all. A delivery that names none of them could not be checked.
    ///
    /// Tokens and signatures of whole requests say it themselves.
    pub const fn key_id(self, header: &str) -> Self {
        self.key_id_at(Field::header(header))
    }

    /// The same, elsewhere than in a header.
    pub const fn key_id_at(self, field: Field) -> Self {
        Self { key_id: Some(field), ..self }
    }

    /// Where the provider's public keys are.
    pub const fn keys_at(self, keys_at: KeysAt) -> Self {
        Self { keys_at: Some(keys_at), ..self }
    }

    /// What a processed event is answered with, as plain text, where a status is not enough.
    pub const fn answer(self, text: &str) -> Self {
        Self { answer: Text::new(text), ..self }
    }

    /// The status that a processed event is answered with where it is not 200, unless the verifier's
    /// [`Policy`](crate::Policy) says another one.
    pub const fn answer_status(self, status: u16) -> Self {
        Self { answer_status: Some(status), ..self }
    }

    /// The largest body that the provider documents, in bytes.
    pub const fn body_limit(self, bytes: usize) -> Self {
        Self { body_limit: bytes, ..self }
    }
}
