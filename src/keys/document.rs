//! Documents that hold keys: the forms that [`public_keys`] knows, and the JSON that providers wrap them in.

use crate::crypto::public::read::{NamedKey, public_keys};

/// The largest document, in bytes. The key sets of large identity providers have about 10 KiB.
pub(super) const MAX_DOCUMENT: usize = 64 * 1024;

/// All keys of a document: never none. The error says what is wrong with it, to be read after "the key".
pub(super) fn keys(document: &[u8]) -> Result<Vec<NamedKey>, &'static str> {
    if document.len() > MAX_DOCUMENT {
        return Err("is in a document of more than 64 KiB, which no provider publishes");
    }
    match document.trim_ascii() {
        json @ [b'{' | b'[' | b'"', ..] => wrapped(json),
        _ => public_keys(document),
    }
}

#[cfg(not(any(feature = "json", feature = "jwt")))]
fn wrapped(_: &[u8]) -> Result<Vec<NamedKey>, &'static str> {
    Err("is in a JSON document: turn the feature `jwt` on")
}

#[cfg(any(feature = "json", feature = "jwt"))]
use wrapped::keys as wrapped;

#[cfg(any(feature = "json", feature = "jwt"))]
mod wrapped {
    use serde_json::{Map, Value};

    use super::{NamedKey, public_keys};

    /// As many as one text may hold.
    const MAX_KEYS: usize = 64;
    /// What providers call the name of a key beside it: JWK, GitHub, Circle and others.
    const IDS: [&str; 5] = ["kid", "key_identifier", "keyId", "key_id", "id"];

    /// Keys wherever they are in a JSON document: JWKs and sets of them, PEM, base64 of DER.
    pub(super) fn keys(json: &[u8]) -> Result<Vec<NamedKey>, &'static str> {
        let document: Value =
            serde_json::from_slice(json).map_err(|_| "is in a document that begins like JSON and is none")?;
        // Which of two members counts differs from parser to parser, and so would the key.
        #[cfg(feature = "jwt")]
        if document.is_object() && crate::jws::claims(json).is_err() {
            return Err("is in a JSON document in which a member is there twice");
        }
        let mut found = Vec::new();
        walk(&document, None, &mut found)?;
        if found.is_empty() {
            Err("is not in the document: there is no JWK, PEM or base64 of a key in it")
        } else {
            Ok(found)
        }
    }

    /// `id` is the name that stands nearest. Depth is limited by the parser.
    fn walk(value: &Value, id: Option<&str>, found: &mut Vec<NamedKey>) -> Result<(), &'static str> {
        match value {
            Value::String(text) => add(read(text)?, id, found),
            Value::Array(elements) => elements.iter().try_for_each(|element| walk(element, id, found)),
            Value::Object(members) if is_jwk(members) => add(public_keys(value.to_string().as_bytes())?, id, found),
            Value::Object(members) => {
                let id = IDS.into_iter().find_map(|name| members.get(name)?.as_str()).or(id);
                // Google's certificates: a member each, called like the key.
                let by_name = id.is_none() && members.values().all(is_pem);
                members.iter().try_for_each(|(name, member)| walk(member, if by_name { Some(name) } else { id }, found))
            }
            _ => Ok(()),
        }
    }

    fn add(keys: Vec<NamedKey>, id: Option<&str>, found: &mut Vec<NamedKey>) -> Result<(), &'static str> {
        let named = |key: NamedKey| NamedKey { id: key.id.or_else(|| id.map(str::to_owned)), ..key };
        found.extend(keys.into_iter().map(named));
        if found.len() > MAX_KEYS { Err("is in a document with more than 64 keys") } else { Ok(()) }
    }

    /// A JWK, or a set of them (RFC 7517).
    fn is_jwk(members: &Map<String, Value>) -> bool {
        let in_set = |keys: &Vec<Value>| keys.iter().any(|key| key.get("kty").is_some());
        members.contains_key("kty") || members.get("keys").and_then(Value::as_array).is_some_and(in_set)
    }

    fn is_pem(value: &Value) -> bool {
        value.as_str().is_some_and(|text| text.trim_start().starts_with("-----BEGIN "))
    }

    /// The keys that a string is. What only might have been base64 of one is no error.
    fn read(text: &str) -> Result<Vec<NamedKey>, &'static str> {
        if text.trim_start().starts_with("-----BEGIN ") {
            return public_keys(text.as_bytes());
        }
        // A sequence in DER begins with the byte 0x30. The shortest key, of Ed25519, has 44 bytes and 59 characters.
        let maybe = text.len() >= 59 && text.starts_with('M');
        Ok(if maybe { public_keys(text.as_bytes()).unwrap_or_default() } else { Vec::new() })
    }
}
