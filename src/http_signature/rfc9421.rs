//! HTTP Message Signatures (RFC 9421).

use super::{
    INPUT, Presented, SIGNATURE,
    component::{Component, Form},
    digest,
    fields::{self, Bare, Member, Parameters},
    request::Request,
    uncovered,
};
use crate::{
    error::Cause,
    scheme::{HttpSignature, TimeFormat},
    time::Moment,
};

/// The most signatures of one request.
const MAX_LABELS: usize = 8;

/// The signature with this label and tag, or the first that covers enough.
pub(super) fn present(
    words: &HttpSignature,
    label: &str,
    tag: &str,
    request: &Request<'_>,
) -> Result<Presented, Cause> {
    let inputs = request.field(&INPUT)?;
    let inputs = labels(fields::dictionary(&inputs)).map_err(|why| Cause::Malformed { header: INPUT, why })?;
    let signatures = request.field(&SIGNATURE)?;
    let mut signatures =
        labels(fields::dictionary(&signatures)).map_err(|why| Cause::Malformed { header: SIGNATURE, why })?;
    let mut refusal = None;
    for (name, input) in inputs.into_iter().filter(|(name, _)| label.is_empty() || *name == label) {
        let found = signatures.iter_mut().find(|(other, _)| *other == name).and_then(|(_, member)| bytes(member));
        match read(words, tag, request, input, found) {
            Ok((presented, covers_digest)) => {
                if covers_digest {
                    digest::content_digest(&request.field(&digest::CONTENT_DIGEST)?, request.body)?;
                }
                return Ok(presented);
            }
            Err(cause) => refusal = refusal.or(Some(cause)),
        }
    }
    Err(refusal.unwrap_or_else(|| none(format!("signature with the label `{label}`"))))
}

fn none(wanted: String) -> Cause {
    Cause::NoSignature { place: format!("header `{INPUT}`"), wanted }
}

fn labels<'f>(members: fields::Parsed<Vec<(&'f str, Member<'f>)>>) -> fields::Parsed<Vec<(&'f str, Member<'f>)>> {
    members.and_then(|members| match members.len() {
        0..=MAX_LABELS => Ok(members),
        _ => Err("it has more than 8 signatures"),
    })
}

/// The bytes of a signature.
fn bytes(member: &mut Member<'_>) -> Option<Vec<u8>> {
    match member {
        Member::Item(item) => match &mut item.value {
            Bare::Bytes(bytes) => Some(std::mem::take(bytes)),
            _ => None,
        },
        Member::List { .. } => None,
    }
}

/// One signature, and whether it covers the digest of the body.
fn read(
    words: &HttpSignature,
    tag: &str,
    request: &Request<'_>,
    input: Member<'_>,
    signature: Option<Vec<u8>>,
) -> Result<(Presented, bool), Cause> {
    let malformed = |why| Cause::Malformed { header: INPUT, why };
    let Member::List { items, parameters, raw } = input else {
        return Err(malformed("what is signed is not a list, `label=(\"@method\" …)`"));
    };
    let mut parameters = Signed::read(parameters).map_err(malformed)?;
    if !tag.is_empty() && parameters.tag.as_deref() != Some(tag) {
        return Err(none(format!("signature with the tag `{tag}`")));
    }
    let mut components: Vec<Component<'_>> = Vec::new();
    for item in items {
        let component = Component::read(item).map_err(malformed)?;
        if components.iter().any(|other| other.name == component.name && other.form == component.form) {
            return Err(malformed("a component is covered twice"));
        }
        components.push(component);
    }
    let has = |name: &str| components.iter().any(|component| component.name == name && component.form == Form::Whole);
    if let Some(missing) = uncovered(words, |name| covers(&has, name), "content-digest", request.body) {
        return Err(none(format!("signature that covers {missing}")));
    }
    let created = parameters.created.take().ok_or_else(|| none("signature with a time, `created`".into()))?;
    let why = "it has no signature, in base64 between two colons, with a label of `signature-input`";
    let signature = signature.ok_or(Cause::Malformed { header: SIGNATURE, why })?;
    let mut message = String::new();
    for component in &components {
        let value = component.value(request)?;
        message.extend([component.raw, ": ", &value, "\n"]);
    }
    message.extend(["\"@signature-params\": ", raw]);
    let presented = Presented {
        key_id: parameters.key_id,
        algorithm: parameters.algorithm,
        message: message.into_bytes(),
        signature,
        created,
        expires: parameters.expires,
    };
    // Any form: what the signature says of the digest is only worth something if the digest is the body's.
    let covers_digest = components.iter().any(|component| component.name == "content-digest");
    Ok((presented, covers_digest))
}

/// Whether a component is covered, by itself or by others that say as much.
fn covers(has: &impl Fn(&str) -> bool, name: &str) -> bool {
    has(name)
        || match name {
            "@authority" | "@scheme" => has("@target-uri"),
            "@path" | "@query" => has("@target-uri") || has("@request-target"),
            "@request-target" => has("@target-uri") || (has("@path") && has("@query")),
            "@target-uri" => has("@authority") && (has("@request-target") || (has("@path") && has("@query"))),
            _ => false,
        }
}

/// The parameters of a signature (section 2.3). Others are covered as well, and left alone.
#[derive(Default)]
struct Signed {
    created: Option<Moment>,
    expires: Option<Moment>,
    key_id: Option<String>,
    algorithm: Option<String>,
    tag: Option<String>,
}

impl Signed {
    fn read(parameters: Parameters<'_>) -> fields::Parsed<Self> {
        let mut signed = Self::default();
        for (name, value) in parameters {
            match name {
                "created" => signed.created = Some(time(&value)?),
                "expires" => signed.expires = Some(time(&value)?),
                "keyid" => signed.key_id = Some(text(value)?),
                "alg" => signed.algorithm = Some(text(value)?),
                "nonce" => drop(text(value)?),
                "tag" => signed.tag = Some(text(value)?),
                _ => {}
            }
        }
        Ok(signed)
    }
}

fn time(value: &Bare<'_>) -> fields::Parsed<Moment> {
    match value {
        Bare::Integer(seconds) => Moment::parse(seconds.as_bytes(), TimeFormat::UnixSeconds),
        _ => Err("`created` and `expires` must be whole numbers of seconds"),
    }
}

fn text(value: Bare<'_>) -> fields::Parsed<String> {
    match value {
        Bare::Text(text) => Ok(text),
        _ => Err("`keyid`, `alg`, `nonce` and `tag` must be in quotes"),
    }
}
