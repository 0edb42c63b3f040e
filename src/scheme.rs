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

use crate::time::Tolerance;

pub(crate) mod candidates;
pub(crate) mod find;
pub(crate) mod message;
pub(crate) mod plan;
mod text;
mod words;

pub(crate) use text::List;
pub use text::Text;
pub use words::{
    Algorithm, Encoding, Envelope, Field, Grammar, Handshake, KeyFormat, Part, Proof, Separator, Signature, TimeFormat,
    Timestamp,
};
pub(crate) use words::{KeyPair, TimePlace};

/// How a provider signs its deliveries, and where they say what they are. See the [module](self).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scheme {
    pub(crate) name: Text,
    pub(crate) provider: Text,
    pub(crate) proof: Proof,
    pub(crate) key: KeyFormat,
    pub(crate) ed25519: Option<KeyPair>,
    pub(crate) signature: Signature,
    pub(crate) timestamp: Option<Timestamp>,
    pub(crate) tolerance: Tolerance,
    pub(crate) message: List<Part, 12>,
    pub(crate) id: List<Field, 3>,
    pub(crate) kind: List<Field, 3>,
    pub(crate) envelope: Envelope,
    pub(crate) handshake: Handshake,
    pub(crate) body_limit: usize,
}

impl Scheme {
    /// The body limit of a provider that documents none: 1 MiB.
    pub const DEFAULT_BODY_LIMIT: usize = 1024 * 1024;

    /// A MAC of the raw body, in hex, in the header `x-signature`, until the other words say otherwise.
    ///
    /// `name` identifies the scheme in errors and goes into every idempotency key: lower case, and never changed.
    pub const fn mac(name: &str, algorithm: Algorithm) -> Self {
        Self::new(name, Proof::Mac(algorithm), Signature::header("x-signature"), &[Part::Body])
    }

    /// The secret itself, sent in `header` and compared in constant time. See [`Proof::Token`] for what it is worth.
    pub const fn token(name: &str, header: &str) -> Self {
        Self::new(name, Proof::Token, Signature::header(header), &[])
    }

    const fn new(name: &str, proof: Proof, signature: Signature, message: &[Part]) -> Self {
        Self {
            name: Text::new(name),
            provider: Text::new(name),
            proof,
            key: KeyFormat::Utf8,
            ed25519: None,
            signature,
            timestamp: None,
            tolerance: Tolerance::DEFAULT,
            message: List::new(message),
            id: List::new(&[]),
            kind: List::new(&[]),
            envelope: Envelope::None,
            handshake: Handshake::None,
            body_limit: Self::DEFAULT_BODY_LIMIT,
        }
    }

    /// The same scheme under another name: a flavour of it, whose other words may then be replaced.
    pub const fn named(self, name: &str) -> Self {
        Self { name: Text::new(name), provider: Text::new(name), ..self }
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
        Self { ed25519: Some(KeyPair { version: Text::new(version), prefix: Text::new(prefix) }), ..self }
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

    /// What is signed, piece by piece, without anything in between. At most 12 parts.
    pub const fn message(self, parts: &[Part]) -> Self {
        Self { message: List::new(parts), ..self }
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

    /// How the JSON is wrapped.
    pub const fn envelope(self, envelope: Envelope) -> Self {
        Self { envelope, ..self }
    }

    /// How the provider checks the endpoint.
    pub const fn handshake(self, handshake: Handshake) -> Self {
        Self { handshake, ..self }
    }

    /// The largest body that the provider documents, in bytes.
    pub const fn body_limit(self, bytes: usize) -> Self {
        Self { body_limit: bytes, ..self }
    }

    /// The scheme's name, for example `gitlab-token`.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The provider's name, for example `gitlab`; the scheme's own unless [`way_of`](Self::way_of) says otherwise.
    pub fn provider(&self) -> &str {
        self.provider.as_str()
    }

    /// How a sender proves itself.
    pub const fn proof(&self) -> Proof {
        self.proof
    }

    /// The names of the header that has the signature; the first that is present is read.
    pub fn signature_headers(&self) -> impl Iterator<Item = &str> {
        self.signature.headers.iter().map(Text::as_str)
    }

    /// How the provider checks the endpoint, if it does.
    pub const fn handshake_kind(&self) -> Handshake {
        self.handshake
    }

    /// The age that a delivery may have, past and future, if its time is signed.
    pub fn freshness(&self) -> Option<Tolerance> {
        self.timestamp.map(|_| self.tolerance)
    }

    /// The largest body, in bytes.
    pub const fn max_body(&self) -> usize {
        self.body_limit
    }

    /// Whether the signature covers the body. If not, the sender is known but what it says is not protected.
    pub fn covers_body(&self) -> bool {
        self.signs(|part| matches!(part, Part::Body))
    }

    /// Whether deliveries have an id, signed or not.
    pub fn has_id(&self) -> bool {
        self.id.iter().next().is_some()
    }

    /// Whether the id, from the first place that the scheme names, is covered by the signature.
    pub fn id_is_signed(&self) -> bool {
        self.id.iter().next().is_some_and(|field| self.field_is_signed(field))
    }

    /// Whether the event's type, from the first place that the scheme names, is covered by the signature.
    pub fn kind_is_signed(&self) -> bool {
        self.kind.iter().next().is_some_and(|field| self.field_is_signed(field))
    }

    pub(crate) fn field_is_signed(&self, field: &Field) -> bool {
        match field {
            Field::Header(name) => self.signs(|part| match part {
                Part::Header(signed) => signed == name,
                Part::Id => self.id.iter().any(|id| id == field),
                _ => false,
            }),
            Field::Json(_) | Field::JsonMemberBesides(_) | Field::Form(_) => self.covers_body(),
        }
    }

    fn signs(&self, what: impl Fn(&Part) -> bool) -> bool {
        matches!(self.proof, Proof::Mac(_)) && self.message.iter().any(what)
    }
}
