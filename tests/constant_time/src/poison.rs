//! Secrets whose bytes valgrind takes for undefined, so that it reports each branch and each address made of them.

use std::ops::Range;

use crabgrind::memcheck::{MemState, mark_mem};
use hookseal::{Scheme, Secret};

use crate::genuine::says;

/// Prefixes that are no secret: they are the same for all of a provider's customers.
const PREFIXES: &[&str] = &["whsec_", "v1,whsec_"];

/// A secret of which all is unknown but what its form says.
///
/// Known are a prefix that all secrets share, the name in front of a colon, and, so that a paste gone wrong can be told from a
/// secret, the characters at both ends: is it white space, a prefix, base64's padding?
pub(crate) fn secret(scheme: &Scheme, text: &str) -> Secret {
    let prefix = PREFIXES.iter().find(|prefix| text.starts_with(**prefix)).map_or(1, |prefix| prefix.len());
    let unknown = match text.find(':') {
        // The token; behind it is what bodies are decrypted with.
        Some(colon) if says(scheme, "before-colon") => 1..colon,
        Some(colon) => colon + 1..text.len() - 1,
        None => prefix..text.len() - 2,
    };
    secret_but(text, unknown)
}

/// A secret of which these bytes are unknown.
pub(crate) fn secret_but(text: &str, unknown: Range<usize>) -> Secret {
    let bytes = text.as_bytes().to_vec();
    hide(&bytes[unknown]);
    Secret::from(bytes)
}

/// The same for a token that is given as text. All of it is unknown but its ends.
pub(crate) fn text(text: &str) -> String {
    let text = text.to_owned();
    hide(&text.as_bytes()[1..text.len() - 1]);
    text
}

/// Makes bytes unknown to valgrind; the program still has them.
pub(crate) fn hide(bytes: &[u8]) {
    // It always answers that valgrind is not there; `main` has asked better.
    let _ = mark_mem(bytes.as_ptr().cast_mut().cast(), bytes.len(), MemState::Undefined);
}
