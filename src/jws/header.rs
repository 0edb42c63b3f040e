//! The header of a token (RFC 7515, section 4).

use serde::{Deserialize, Deserializer, de::IgnoredAny};

use super::strict;
use crate::scheme::JwsAlgorithm;

/// What is read of a header.
pub(super) struct Header {
    pub(super) algorithm: JwsAlgorithm,
    pub(super) key_id: Option<String>,
}

/// The parameters that mean something here. The others are ignored, as RFC 7515, section 4, demands.
#[derive(Deserialize)]
struct Parameters {
    #[serde(default, deserialize_with = "text")]
    alg: Option<String>,
    #[serde(default, deserialize_with = "text")]
    kid: Option<String>,
    #[serde(default, deserialize_with = "anything")]
    crit: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "anything")]
    b64: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "anything")]
    zip: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "anything")]
    enc: Option<IgnoredAny>,
}

impl Header {
    pub(super) fn read(json: &[u8]) -> Result<Self, &'static str> {
        if !strict::object(json) {
            return Err("the header of the token is not a JSON object, or a member of it is there twice");
        }
        let header: Parameters = serde_json::from_slice(json)
            .map_err(|_| "`alg` or `kid` in the header of the token is something else than text")?;
        if header.enc.is_some() {
            return Err("the token is encrypted (its header has `enc`), not signed");
        }
        if header.crit.is_some() || header.b64.is_some() {
            return Err("the header of the token demands extensions (`crit`, `b64`) that no scheme here has");
        }
        if header.zip.is_some() {
            return Err("the payload of the token is compressed (`zip`), which signed tokens never are");
        }
        let name = header.alg.ok_or("the header of the token names no algorithm (`alg`)")?;
        let algorithm = JwsAlgorithm::named(&name)
            .ok_or("the algorithm that the token names (`alg`) is unknown, or says that it is not signed")?;
        Ok(Self { algorithm, key_id: header.kid })
    }
}

/// Text; `null` is none.
fn text<'de, D: Deserializer<'de>>(json: D) -> Result<Option<String>, D::Error> {
    String::deserialize(json).map(Some)
}

/// That something is there, `null` included.
fn anything<'de, D: Deserializer<'de>>(json: D) -> Result<Option<IgnoredAny>, D::Error> {
    IgnoredAny::deserialize(json).map(Some)
}
