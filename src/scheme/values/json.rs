//! Values at a JSON Pointer.

use std::borrow::Cow;

use crate::payload::pointer::Pointer;

/// How many elements of a list in a token are looked at.
#[cfg(feature = "json")]
const MAX_ELEMENTS: usize = 16;

/// The string, number or truth value at a pointer.
#[cfg(feature = "json")]
pub(super) fn scalar_at<'d>(document: &'d [u8], pointer: &Pointer) -> Option<Cow<'d, [u8]>> {
    use crate::payload::locate;

    let found = locate::value(document, pointer).ok().flatten()?;
    Some(match (found.get(), locate::scalar(found)) {
        (truth @ ("true" | "false"), _) => Cow::Borrowed(truth.as_bytes()),
        (_, Some(Cow::Borrowed(text))) => Cow::Borrowed(text.as_bytes()),
        (_, Some(Cow::Owned(text))) => Cow::Owned(text.into_bytes()),
        (_, None) => return None,
    })
}

/// Whether there is a string or a number at a pointer, or nothing; not two of them, and nothing else.
#[cfg(feature = "json")]
pub(super) fn is_scalar_or_nothing(document: &[u8], pointer: &Pointer) -> bool {
    use crate::payload::locate;

    match locate::value(document, pointer) {
        Ok(Some(found)) => found.get() == "null" || locate::scalar(found).is_some(),
        Ok(None) => true,
        // What is no JSON has nothing; what is has it twice.
        Err(_) => serde_json::from_slice::<serde::de::IgnoredAny>(document).is_err(),
    }
}

/// `Plan::new` has refused the scheme.
#[cfg(not(feature = "json"))]
pub(super) fn is_scalar_or_nothing(_: &[u8], _: &Pointer) -> bool {
    false
}

/// The strings of the array at a pointer; none at all, if it has anything else.
#[cfg(feature = "json")]
pub(super) fn elements_at<'d>(document: &'d [u8], pointer: &Pointer) -> Vec<Cow<'d, [u8]>> {
    let found = crate::payload::locate::value(document, pointer).ok().flatten();
    let elements = found.and_then(|found| crate::payload::locate::read::<Vec<String>>(found).ok()).unwrap_or_default();
    elements.into_iter().take(MAX_ELEMENTS).map(|text| Cow::Owned(text.into_bytes())).collect()
}

/// `Plan::new` has refused the scheme.
#[cfg(not(feature = "json"))]
pub(super) fn scalar_at<'d>(_: &'d [u8], _: &Pointer) -> Option<Cow<'d, [u8]>> {
    None
}

/// `Plan::new` has refused the scheme.
#[cfg(not(feature = "json"))]
pub(super) fn elements_at<'d>(_: &'d [u8], _: &Pointer) -> Vec<Cow<'d, [u8]>> {
    Vec::new()
}
