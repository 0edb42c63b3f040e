//! draft-cavage-http-signatures-12.

use base64ct::{Base64, Encoding as _};
use http::HeaderName;

use super::{
    Presented, digest,
    fields::{Parsed, Reader},
    request::Request,
    uncovered,
};
use crate::{
    error::Cause,
    scheme::{HttpSignature, TimeFormat},
    time::Moment,
};

/// The most parameters of a signature; the draft knows six.
const MAX_PARAMETERS: usize = 16;
/// The most headers that one signature covers.
const MAX_COVERED: usize = 32;

/// The signature in this header, after this prefix.
pub(super) fn present(
    words: &HttpSignature,
    header: &str,
    prefix: &str,
    request: &Request<'_>,
) -> Result<Presented, Cause> {
    let header = HeaderName::from_bytes(header.as_bytes())
        .map_err(|_| Cause::MalformedBody { place: header.into(), why: "it is no name of a header" })?;
    let malformed = |why| Cause::Malformed { header: header.clone(), why };
    let none = |wanted| Cause::NoSignature { place: format!("header `{header}`"), wanted };

    let [value] = *request.lines(&header)? else { return Err(Cause::Repeated { header }) };
    let value = bare(value, prefix).ok_or_else(|| none(format!("signature after `{prefix}`")))?;
    let parameters = Parameters::read(value).map_err(malformed)?;
    let names = parameters.covered().map_err(malformed)?;
    let has = |name: &str| names.contains(&name);
    if let Some(missing) = uncovered(words, has, "digest", request.body) {
        return Err(none(format!("signature that covers {missing}")));
    }
    let algorithm = parameters.get("algorithm");
    // Section 2.3: algorithms that are older than these two parameters do not know them.
    let is_old = |name: &str| ["rsa", "hmac", "ecdsa"].iter().any(|old| name.starts_with(old));
    if (has("(created)") || has("(expires)")) && algorithm.is_some_and(is_old) {
        return Err(malformed("`(created)` and `(expires)` are for other algorithms than the one that it names"));
    }
    let created = if has("(created)") {
        parameters.time("created").map_err(malformed)?
    } else if has("date") {
        let date = request.field(&http::header::DATE)?;
        let malformed = |why| Cause::Malformed { header: http::header::DATE, why };
        Some(Moment::parse(date.as_bytes(), TimeFormat::HttpDate).map_err(malformed)?)
    } else {
        None
    };
    let created = created.ok_or_else(|| none("signature that covers `date` or `(created)`".into()))?;
    let signature = parameters.get("signature").ok_or_else(|| malformed("it has no `signature`"))?;
    let signature = Base64::decode_vec(signature).map_err(|_| malformed("its `signature` is not padded base64"))?;
    let mut lines = Vec::new();
    for name in &names {
        let value = match *name {
            "(created)" | "(expires)" => {
                let unbracketed = name.trim_matches(['(', ')']);
                parameters
                    .get(unbracketed)
                    .ok_or_else(|| malformed("it covers a parameter that it does not have"))?
                    .into()
            }
            name => covered(request, name, &header)?,
        };
        lines.push(format!("{name}: {value}"));
    }
    if has("digest") {
        digest::digest(&request.field(&digest::DIGEST)?, request.body)?;
    }
    Ok(Presented {
        key_id: parameters.get("keyid").map(str::to_owned),
        algorithm: algorithm.map(str::to_owned),
        message: lines.join("\n").into_bytes(),
        signature,
        created,
        expires: parameters.time("expires").map_err(malformed)?,
    })
}

/// What comes after the prefix, which is in upper or lower case as the sender likes (RFC 9110, section 11.1).
fn bare<'v>(value: &'v str, prefix: &str) -> Option<&'v str> {
    let (found, rest) = value.split_at_checked(prefix.len())?;
    found.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// The value of what is covered.
fn covered(request: &Request<'_>, name: &str, header: &HeaderName) -> Result<String, Cause> {
    match name {
        "(request-target)" => Ok(format!("{} {}", request.method()?.as_str().to_ascii_lowercase(), request.target()?)),
        // Whom the sender called is what the operator says, as far as that is known; a proxy may have changed the header.
        "host" if request.public_url.is_some() => Ok(request.url("host")?.authority),
        name => {
            let why = "it covers what is no name of a header, or one in upper case";
            let name = HeaderName::from_lowercase(name.as_bytes());
            request.field(&name.map_err(|_| Cause::Malformed { header: header.clone(), why })?)
        }
    }
}

/// The parameters `name="value"` of a signature. Names are in upper or lower case: the draft writes `keyId`, Keygen `keyid`.
struct Parameters<'v>(Vec<(&'v str, &'v str)>);

impl<'v> Parameters<'v> {
    fn read(text: &'v str) -> Parsed<Self> {
        let mut reader = Reader { rest: text.trim_start_matches([' ', '\t']) };
        let mut found = Self(Vec::new());
        loop {
            let name = reader.take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
            if name.is_empty() || !reader.eat('=') {
                return Err("it is no list of parameters, `keyId=\"…\",signature=\"…\"`");
            }
            let value = if reader.eat('"') {
                let value = reader.take_while(|byte| !matches!(byte, b'"' | b'\\'));
                if !reader.eat('"') {
                    return Err("a parameter has a backslash in it, or its quotes are not closed");
                }
                value
            } else {
                reader.take_while(|byte| byte.is_ascii_digit())
            };
            if found.get(name).is_some() {
                return Err("a parameter is there twice");
            }
            if found.0.len() == MAX_PARAMETERS {
                return Err("it has more than 16 parameters");
            }
            found.0.push((name, value));
            if !reader.comma()? {
                return Ok(found);
            }
        }
    }

    fn get(&self, name: &str) -> Option<&'v str> {
        self.0.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// What is covered. Without a list, it is `(created)` alone (section 2.1.6), which is never enough.
    fn covered(&self) -> Parsed<Vec<&'v str>> {
        let mut names = Vec::new();
        for name in self.get("headers").unwrap_or("(created)").split(' ') {
            if names.contains(&name) {
                return Err("a header is covered twice");
            }
            if names.len() == MAX_COVERED {
                return Err("it covers more than 32 headers");
            }
            names.push(name);
        }
        Ok(names)
    }

    fn time(&self, name: &str) -> Parsed<Option<Moment>> {
        self.get(name).map(|text| Moment::parse(text.as_bytes(), TimeFormat::UnixSeconds)).transpose()
    }
}
