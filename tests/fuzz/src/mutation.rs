//! One change of a request, as somebody on the way could make it.

use http::{HeaderName, HeaderValue, Method};

use super::input::{Input, Parts};

/// What is changed, and where.
pub(crate) struct Mutation {
    what: u8,
    at: usize,
    patch: Vec<u8>,
}

impl Mutation {
    pub(crate) const KINDS: u8 = 14;

    /// From three bytes and a line.
    pub(crate) fn read(input: &mut Input<'_>) -> Self {
        let (what, at) = (input.byte(), input.number());
        Self { what: what % Self::KINDS, at, patch: input.line().to_vec() }
    }

    /// The changed request; `None` if it would not be one.
    pub(crate) fn of(&self, genuine: &Parts) -> Option<Parts> {
        let mut parts = genuine.clone();
        let body_at = self.at % (parts.body.len() + 1);
        match self.what {
            0 => flip(&mut parts.body, self.at)?,
            1 => self.change_header(&mut parts, |value| flip(value, self.at))?,
            2 => {
                let mut target = parts.target.into_bytes();
                flip(&mut target, self.at)?;
                parts.target = String::from_utf8(target).ok()?;
            }
            3 => drop(parts.body.splice(body_at..body_at, self.patch.iter().copied())),
            4 => self.change_header(&mut parts, |value| {
                let at = self.at % (value.len() + 1);
                value.splice(at..at, self.patch.iter().copied());
                Some(())
            })?,
            5 => {
                let end = (body_at + self.patch.len().max(1)).min(parts.body.len());
                parts.body.drain(body_at..end);
            }
            6 => {
                let name = self.header(&parts)?;
                parts.headers.append(name, HeaderValue::from_bytes(&self.patch).ok()?);
            }
            7 => drop(parts.headers.remove(self.header(&parts)?)),
            8 => self.change_header(&mut parts, |value| {
                for byte in value.iter_mut() {
                    *byte =
                        if self.at.is_multiple_of(2) { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() };
                }
                Some(())
            })?,
            9 => {
                let colon = self.patch.iter().position(|byte| *byte == b':')?;
                let name = HeaderName::from_bytes(&self.patch[..colon]).ok()?;
                parts.headers.insert(name, HeaderValue::from_bytes(self.patch[colon + 1..].trim_ascii()).ok()?);
            }
            10 => parts.method = Method::from_bytes(&self.patch).ok()?,
            // A boundary that is moved: the end of a header's value becomes the beginning of the body, or the other way round.
            11 => {
                let mut moved = Vec::new();
                self.change_header(&mut parts, |value| {
                    moved = value.split_off(value.len().checked_sub(self.at % 32)?);
                    Some(())
                })?;
                parts.body.splice(0..0, moved);
            }
            12 => {
                let moved: Vec<u8> = parts.body.drain(..(self.at % 32).min(parts.body.len())).collect();
                self.change_header(&mut parts, |value| {
                    value.extend(&moved);
                    Some(())
                })?;
            }
            _ => {
                let glue = if parts.target.contains('?') { '&' } else { '?' };
                parts.target = format!("{}{glue}{}", parts.target, String::from_utf8_lossy(&self.patch));
            }
        }
        Some(parts)
    }

    /// The header that is meant: the patch may begin with its name, otherwise the position chooses.
    fn header(&self, parts: &Parts) -> Option<HeaderName> {
        let all = parts.headers.len().max(1);
        parts.headers.iter().nth((self.at >> 8) % all).map(|(name, _)| name.clone())
    }

    fn change_header(&self, parts: &mut Parts, change: impl FnOnce(&mut Vec<u8>) -> Option<()>) -> Option<()> {
        let name = self.header(parts)?;
        let mut value = parts.headers.get(&name)?.as_bytes().to_vec();
        change(&mut value)?;
        parts.headers.insert(name, HeaderValue::from_bytes(&value).ok()?);
        Some(())
    }
}

fn flip(bytes: &mut [u8], at: usize) -> Option<()> {
    let bits = bytes.len() * 8;
    let bit = at.checked_rem(bits)?;
    bytes[bit / 8] ^= 1 << (bit % 8);
    Some(())
}
