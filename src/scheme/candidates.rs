//! Reading a signature header: which signatures does it offer, and what else does it carry?

use super::{Grammar, Text};

/// How many signatures of one delivery are looked at. Rotation needs two; more is somebody making us work.
pub(crate) const MAX_CANDIDATES: usize = 16;

/// The signatures that a header offers, as written, and the timestamp if it stands beside them.
pub(crate) struct Candidates<'h> {
    offered: [&'h [u8]; MAX_CANDIDATES],
    count: usize,
    pub(crate) timestamp: Option<&'h [u8]>,
    pub(crate) timestamp_repeated: bool,
}

impl<'h> Candidates<'h> {
    pub(crate) const NONE: Self =
        Self { offered: [b""; MAX_CANDIDATES], count: 0, timestamp: None, timestamp_repeated: false };

    /// Reads `value`. `timestamp_key` names the member of a `key=value` list that is the timestamp.
    pub(crate) fn read(value: &'h [u8], grammar: &Grammar, timestamp_key: Option<&Text>) -> Self {
        let mut this = Self::NONE;
        match grammar {
            Grammar::Whole { prefix } => {
                if let Some(signature) = value.strip_prefix(prefix.as_str().as_bytes()) {
                    this.offer(signature);
                }
            }
            Grammar::Pairs { separator, key } => {
                for member in value.split(|byte| *byte == separator.byte()) {
                    this.member(member.trim_ascii(), key, timestamp_key);
                }
            }
            Grammar::Versions { version } => {
                for entry in value.split(|byte| *byte == b' ') {
                    if let Some((_, signature)) = split_at(entry, b',').filter(|(name, _)| is(name, version)) {
                        this.offer(signature);
                    }
                }
            }
        }
        this
    }

    fn member(&mut self, member: &'h [u8], signature_key: &Text, timestamp_key: Option<&Text>) {
        let Some((key, value)) = split_at(member, b'=') else { return };
        if is(key, signature_key) {
            self.offer(value);
        } else if timestamp_key.is_some_and(|wanted| is(key, wanted)) {
            self.timestamp_repeated |= self.timestamp.is_some();
            self.timestamp = Some(value);
        }
    }

    fn offer(&mut self, signature: &'h [u8]) {
        if let Some(slot) = self.offered.get_mut(self.count).filter(|_| !signature.is_empty()) {
            *slot = signature;
            self.count += 1;
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'h [u8]> {
        self.offered.iter().take(self.count).copied()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }
}

fn split_at(bytes: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let place = bytes.iter().position(|byte| *byte == at)?;
    let (before, from) = bytes.split_at(place);
    Some((before, from.get(1..)?))
}

fn is(bytes: &[u8], text: &Text) -> bool {
    bytes == text.as_str().as_bytes()
}
