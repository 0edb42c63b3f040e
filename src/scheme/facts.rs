//! What can be asked of a scheme.

use super::{Cipher, Encrypted, Field, Handshake, KeyPlace, List, Must, Part, Proof, Scheme, Source, Text};
use crate::time::Tolerance;

impl Scheme {
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

    /// The names of the headers that may have the signature; none if it is elsewhere.
    pub fn signature_headers(&self) -> impl Iterator<Item = &str> {
        let (listed, single) = match &self.signature.at {
            Source::Header(names) | Source::HeaderPerSecret(names) => (Some(names), None),
            Source::RepeatableHeader(name) | Source::Field(Field::Header(name)) => (None, Some(name)),
            Source::NumberedHeaders(_)
            | Source::Field(_)
            | Source::EachJson(_)
            | Source::EachItem { .. }
            | Source::Body => (None, None),
        };
        listed.into_iter().flat_map(List::iter).chain(single).map(Text::as_str)
    }

    /// The names of what the application has to say, see [`Builder::setting`](crate::verifier::Builder::setting).
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        let mut names = Vec::new();
        for check in self.checks.iter() {
            if let Must::BeSetting(name) = &check.must {
                names.push(name.as_str());
            }
        }
        for part in self.parts() {
            if let Part::Setting(name) = part {
                names.push(name.as_str());
            }
        }
        if let Some(Encrypted { cipher: Cipher::Framed { receiver }, .. }) = &self.encrypted {
            names.push(receiver.as_str());
        }
        names.into_iter()
    }

    /// The parts of each message that may be signed.
    pub(crate) fn messages(&self) -> Vec<Vec<&Part>> {
        let mut messages = vec![self.message.iter().collect()];
        if let Some(other) = &self.or_message {
            messages.push(other.message.iter().collect());
        }
        messages
    }

    /// What follows the id in each message that has one.
    pub(crate) fn after_ids(&self) -> Vec<Option<&Part>> {
        let mut ends = Vec::new();
        for parts in self.messages() {
            if let Some(id) = parts.iter().position(|part| matches!(part, Part::Id)) {
                ends.push(parts.get(id + 1).copied());
            }
        }
        ends
    }

    /// All parts of all messages.
    pub(crate) fn parts(&self) -> Vec<&Part> {
        let mut parts = Vec::new();
        parts.extend(self.message.iter());
        if let Some(other) = &self.or_message {
            parts.extend(other.message.iter());
        }
        parts
    }

    /// Where the provider's public keys are, if nobody has to paste them.
    pub const fn keys_place(&self) -> Option<KeyPlace> {
        match self.keys_at {
            Some(keys_at) if keys_at.is_elsewhere() => Some(keys_at.place),
            _ => None,
        }
    }

    /// How the provider checks the endpoint, if it does.
    pub const fn handshake_kind(&self) -> Option<Handshake> {
        self.handshake
    }

    /// Whether the provider looks by HEAD whether the endpoint is there.
    pub const fn is_checked_by_head(&self) -> bool {
        self.answers_head
    }

    /// The age that a delivery may have, past and future, if its time is signed.
    pub fn freshness(&self) -> Option<Tolerance> {
        self.covers_timestamp().then_some(self.tolerance)
    }

    /// The largest body, in bytes.
    pub const fn max_body(&self) -> usize {
        self.body_limit
    }
}
