//! Finding single values in headers that anyone may have written.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::error::Cause;

/// The longest value of a header that is read at all, in bytes. The longest genuine one is under 1 KiB.
pub(crate) const MAX_HEADER: usize = 8 * 1024;

/// The longest id, in bytes. Longer ones are refused where the id is signed and ignored where it is not.
pub(crate) const MAX_ID: usize = 512;

/// The value of a header that may be there once.
///
/// A repeated header is refused, not resolved: which copy counts is a question on which proxies and servers differ.
#[inline]
pub(crate) fn optional<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<Option<&'h HeaderValue>, Cause> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(Cause::Repeated { header: name.clone() });
    }
    if value.len() > MAX_HEADER {
        return Err(Cause::TooLong { header: name.clone(), limit: MAX_HEADER });
    }
    Ok(Some(value))
}

/// The value of a header that must be there once.
#[inline]
pub(crate) fn required<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<&'h HeaderValue, Cause> {
    optional(headers, name)?.ok_or_else(|| Cause::Missing { header: name.clone() })
}

/// What may not be in an id that takes part in the signed message.
///
/// In `{id}.{timestamp}.{body}` a dot inside the id would let the same signature stand for another split of the same
/// bytes, which is why the Standard Webhooks specification forbids it.
pub(crate) struct IdEnd {
    /// Whether an id may hold the byte of this number.
    allowed: [bool; 256],
}

impl IdEnd {
    /// These bytes come after it, so none of them can be in it. Nor can a dot.
    pub(crate) fn separator(bytes: &[u8]) -> Self {
        Self::allowing(|byte| byte.is_ascii_graphic() && byte != b'.' && !bytes.contains(&byte))
    }

    /// Nothing separates it from the time that follows, so it may hold only what base64 and UUIDs are written with: an id
    /// that had swallowed a time would have its colons.
    pub(crate) fn nothing() -> Self {
        Self::allowing(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/' | b'='))
    }

    fn allowing(allows: impl Fn(u8) -> bool) -> Self {
        let mut allowed = [false; 256];
        for (byte, slot) in (0..=u8::MAX).zip(&mut allowed) {
            *slot = allows(byte);
        }
        Self { allowed }
    }

    fn allows(&self, byte: u8) -> bool {
        self.allowed.get(usize::from(byte)).is_some_and(|allowed| *allowed)
    }
}

/// An id that takes part in the signed message.
pub(crate) fn signed_id<'h>(headers: &'h HeaderMap, name: &HeaderName, end: &IdEnd) -> Result<&'h HeaderValue, Cause> {
    let value = required(headers, name)?;
    let is_id = |byte: &u8| end.allows(*byte);
    if value.is_empty() || value.len() > MAX_ID || !value.as_bytes().iter().all(is_id) {
        let why = "an id is 1 to 512 visible ASCII characters, without a dot or what separates it from the time";
        return Err(Cause::Malformed { header: name.clone(), why });
    }
    Ok(value)
}
