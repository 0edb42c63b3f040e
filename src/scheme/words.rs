//! The words of the scheme language: each difference between providers is one named value here.

use super::text::{List, Text};

/// The hash function of an HMAC (RFC 2104).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC-SHA-256: what nearly everyone uses.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
    /// HMAC-SHA-1. Still unbroken as a MAC (RFC 6194, section 3.3), but choose something newer for a scheme of your own.
    #[cfg(feature = "sha1")]
    #[cfg_attr(docsrs, doc(cfg(feature = "sha1")))]
    Sha1,
}

impl Algorithm {
    /// Length of a MAC in bytes.
    pub const fn tag_len(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha512 => 64,
            #[cfg(feature = "sha1")]
            Self::Sha1 => 20,
        }
    }
}

/// How a delivery shows that its sender knows the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proof {
    /// A keyed hash over the message, see [`Scheme::message`](crate::Scheme::message).
    Mac(Algorithm),
    /// The secret itself, sent along and compared in constant time. It covers nothing: neither body nor time, so
    /// whoever has seen one delivery can make others. Some providers offer no more.
    Token,
}

/// A second way to sign in the same headers, with a pair of keys. Whoever has only the public one can verify and not
/// sign. A secret that starts with `prefix` is such a public key; entries of the list that have this `version` are its
/// signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyPair {
    pub(crate) version: Text,
    pub(crate) prefix: Text,
}

/// How bytes are written in a header. Decoding is strict: right length, padding as named, no stray bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// Base 16; upper and lower case are the same bytes.
    Hex,
    /// Base 64, standard alphabet, padded (RFC 4648, section 4).
    Base64,
    /// Base 64, URL-safe alphabet, not padded (RFC 4648, section 5).
    Base64Url,
}

/// How the text of a secret becomes the bytes of a key.
///
/// The same text can mean different keys: `whsec_…` is base64 for Standard Webhooks and plain text for Stripe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyFormat {
    /// The text's bytes as they are.
    Utf8,
    /// Standard base64 after a prefix that may be left out: Standard Webhooks' `whsec_`.
    Base64 {
        /// What to strip.
        prefix: Text,
    },
    /// Standard base64 if the prefix is there, the text's bytes as they are if it is not.
    Base64IfPrefixed {
        /// What to strip.
        prefix: Text,
    },
}

/// What stands between the members of a list in a header. White space around a member is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Separator {
    /// `a=1,b=2`
    Comma,
    /// `a=1;b=2`
    Semicolon,
}

impl Separator {
    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
        }
    }
}

/// How signatures stand in their header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Grammar {
    /// The value is one signature, after a fixed prefix (which may be empty).
    Whole {
        /// For example `sha256=`. Compared exactly, case included.
        prefix: Text,
    },
    /// `key=value` members, in any order, several signatures allowed; members with other keys are skipped.
    Pairs {
        /// Between the members.
        separator: Separator,
        /// The key of a signature, for example `v1`.
        key: Text,
    },
    /// `version,signature` entries with a space between them (Standard Webhooks); other versions are skipped.
    Versions {
        /// The version that is looked at, for example `v1`.
        version: Text,
    },
}

/// Where the signature is and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    pub(crate) headers: List<Text, 2>,
    pub(crate) grammar: Grammar,
    pub(crate) encoding: Encoding,
}

impl Signature {
    /// A signature in hex that is the whole value of this header.
    pub const fn header(name: &str) -> Self {
        Self {
            headers: List::new(&[Text::new(name)]),
            grammar: Grammar::Whole { prefix: Text::EMPTY },
            encoding: Encoding::Hex,
        }
    }

    /// Two names for the same signature: the first that is present is read, the other ignored.
    pub const fn either_header(name: &str, other: &str) -> Self {
        Self { headers: List::new(&[Text::new(name), Text::new(other)]), ..Self::header(name) }
    }

    /// Something stands before the signature, such as `sha256=`.
    pub const fn prefix(self, prefix: &str) -> Self {
        Self { grammar: Grammar::Whole { prefix: Text::new(prefix) }, ..self }
    }

    /// The header is a list of `key=value`; signatures have this `key`.
    pub const fn pairs(self, separator: Separator, key: &str) -> Self {
        Self { grammar: Grammar::Pairs { separator, key: Text::new(key) }, ..self }
    }

    /// The header is a list of `version,signature` with spaces between them.
    pub const fn versions(self, version: &str) -> Self {
        Self { grammar: Grammar::Versions { version: Text::new(version) }, ..self }
    }

    /// How the signature's bytes are written; hex if nothing is said.
    pub const fn encoding(self, encoding: Encoding) -> Self {
        Self { encoding, ..self }
    }
}

/// How a point in time is written. Anything else, such as a sign, a fraction or leading zeros, is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeFormat {
    /// Whole seconds since 1970-01-01T00:00Z in ASCII digits.
    UnixSeconds,
    /// Whole milliseconds since 1970-01-01T00:00Z in ASCII digits.
    UnixMillis,
    /// RFC 3339, for example `2026-11-20T12:00:00.123Z`.
    Rfc3339,
}

/// Where the time of signing is. It must be covered by the signature; what is not covered proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    pub(crate) place: TimePlace,
    pub(crate) format: TimeFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimePlace {
    Header(Text),
    Pair(Text),
    Json(Text),
}

impl Timestamp {
    /// In a header of its own.
    pub const fn header(name: &str, format: TimeFormat) -> Self {
        Self { place: TimePlace::Header(Text::new(name)), format }
    }

    /// In the signature header, as a `key=value` member ([`Grammar::Pairs`]). It must be there exactly once.
    pub const fn pair(key: &str, format: TimeFormat) -> Self {
        Self { place: TimePlace::Pair(Text::new(key)), format }
    }

    /// In the signed JSON body, at this JSON Pointer (RFC 6901); a number or a string.
    pub const fn json(pointer: &str, format: TimeFormat) -> Self {
        Self { place: TimePlace::Json(Text::new(pointer)), format }
    }
}

/// A piece of the message that is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The body, byte for byte as received; see [`Envelope::SignedJsonInForm`] for the one exception.
    Body,
    /// The timestamp's bytes as received, never the parsed number written again.
    Timestamp,
    /// The value of the id header, see [`Scheme::id`](crate::Scheme::id).
    Id,
    /// The value of a header. If it can contain the literal that follows it, the message can be split otherwise; choose
    /// a separator that it cannot contain.
    Header(Text),
    /// The request method, upper case.
    Method,
    /// The public URL that the provider was given, with the request's query, see
    /// [`Builder::public_url`](crate::verifier::Builder::public_url).
    Url,
    /// Fixed text.
    Literal(Text),
}

impl Part {
    /// Fixed text, such as the dot in `{timestamp}.{body}`.
    pub const fn literal(text: &str) -> Self {
        Self::Literal(Text::new(text))
    }

    /// The value of a header.
    pub const fn header(name: &str) -> Self {
        Self::Header(Text::new(name))
    }
}

/// Where an id or an event type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Field {
    /// A header.
    Header(Text),
    /// A string or number in the JSON body, by JSON Pointer (RFC 6901).
    Json(Text),
    /// The name of the one other top-level member of the JSON body: Telegram's `{"update_id": 1, "message": {…}}`.
    JsonMemberBesides(Text),
    /// A field of a form body (`application/x-www-form-urlencoded`).
    Form(Text),
}

impl Field {
    /// A header.
    pub const fn header(name: &str) -> Self {
        Self::Header(Text::new(name))
    }

    /// A string or number in the JSON body.
    pub const fn json(pointer: &str) -> Self {
        Self::Json(Text::new(pointer))
    }

    /// The name of the one other top-level member of the JSON body.
    pub const fn json_member_besides(name: &str) -> Self {
        Self::JsonMemberBesides(Text::new(name))
    }

    /// A field of a form body.
    pub const fn form(name: &str) -> Self {
        Self::Form(Text::new(name))
    }
}

/// How the JSON of a delivery is wrapped. Whether a body is a form is read from its bytes, not from the unsigned
/// `Content-Type`: JSON starts with `{` or `[`, a form does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Envelope {
    /// The body is what it is.
    None,
    /// A form body carries the JSON in this field; the signature covers the form as sent (GitHub, Slack).
    JsonInForm(Text),
    /// A form body carries the JSON in this field, and the signature covers only the decoded field (Gitea). The rest
    /// of such a form is not authentic and cannot be reached.
    SignedJsonInForm(Text),
}

/// How a provider checks that an endpoint is there before it sends events to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Handshake {
    /// Not at all.
    None,
    /// A signed delivery, known by a field; the answer is the challenge as plain text (Slack, Twitch).
    Echo {
        /// The field that tells.
        when: Field,
        /// Its value in a handshake.
        equals: Text,
        /// Where the challenge is, a JSON Pointer.
        challenge: Text,
    },
    /// A signed delivery, known by a field; the answer is JSON with the challenge and its MAC in hex (Zoom).
    SignedEcho {
        /// The field that tells.
        when: Field,
        /// Its value in a handshake.
        equals: Text,
        /// Where the challenge is, a JSON Pointer.
        challenge: Text,
        /// The member of the answer that repeats the challenge.
        plain: Text,
        /// The member of the answer that has the challenge's MAC.
        signed: Text,
    },
    /// `GET ?hub.mode=subscribe&hub.verify_token=…&hub.challenge=…` (W3C WebSub, as Meta uses it): if the token is
    /// the one given to [`Builder::verify_token`](crate::verifier::Builder::verify_token), the answer is the challenge.
    HubChallenge,
}
