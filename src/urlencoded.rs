//! `application/x-www-form-urlencoded`, byte for byte: for form bodies and for query strings.

use std::borrow::Cow;

use percent_encoding::percent_decode;

/// Whether a body is a form. Read from the signed bytes, since the `Content-Type` is not signed: JSON starts with a
/// brace, a bracket or a quote, a form with the name of a field.
pub(crate) fn is_form(body: &[u8]) -> bool {
    !matches!(body.trim_ascii_start().first(), None | Some(b'{' | b'[' | b'"'))
}

/// The decoded value of the field `name`, if it is there exactly once.
pub(crate) fn single<'b>(encoded: &'b [u8], name: &str) -> Option<Cow<'b, [u8]>> {
    let mut values = encoded.split(|byte| *byte == b'&').filter_map(|pair| {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        (*decode(halves.next()?) == *name.as_bytes()).then(|| halves.next().unwrap_or_default())
    });
    let value = values.next()?;
    values.next().is_none().then(|| decode(value))
}

/// Undoes `+` and `%41`. Bytes that are no UTF-8 stay what they are.
fn decode(encoded: &[u8]) -> Cow<'_, [u8]> {
    if !encoded.contains(&b'+') {
        return percent_decode(encoded).into();
    }
    let spaces: Vec<u8> = encoded.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    Cow::Owned(percent_decode(&spaces).collect())
}
