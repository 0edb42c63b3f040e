//! What a signature of RFC 9421 covers: fields (section 2.1) and what is derived from the request (section 2.2).

use base64ct::{Base64, Encoding as _};
use http::HeaderName;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use super::{
    INPUT,
    fields::{self, Bare, Item, Member, Parsed},
    request::Request,
};
use crate::{error::Cause, urlencoded};

/// A covered component.
pub(super) struct Component<'f> {
    pub(super) name: String,
    pub(super) form: Form,
    /// Its identifier as received, which is what the line in the message begins with.
    pub(super) raw: &'f str,
}

/// What of a component is covered.
#[derive(PartialEq)]
pub(super) enum Form {
    Whole,
    /// `;bs`: each line of the header as a byte sequence.
    Lines,
    /// `;key="…"`: one member of a dictionary.
    Member(String),
    /// `;name="…"`: one parameter of the query, its name encoded.
    Parameter(String),
}

impl<'f> Component<'f> {
    pub(super) fn read(item: Item<'f>) -> Parsed<Self> {
        let Bare::Text(name) = item.value else { return Err("the name of a component is not in quotes") };
        let mut parameters = item.parameters.into_iter();
        let form = match (parameters.next(), parameters.next()) {
            (None, _) => Form::Whole,
            (Some(("bs", Bare::Flag(true))), None) => Form::Lines,
            (Some(("key", Bare::Text(key))), None) => Form::Member(key),
            (Some(("name", Bare::Text(name))), None) => Form::Parameter(name),
            _ => {
                return Err(
                    "a component has other parameters than one of `bs`, `key` and `name`: they are not supported",
                );
            }
        };
        Ok(Self { name, form, raw: item.raw })
    }

    /// Its value in this request.
    pub(super) fn value(&self, request: &Request<'_>) -> Result<String, Cause> {
        let malformed = |why| Cause::Malformed { header: INPUT, why };
        let derived = match (self.name.as_str(), &self.form) {
            ("@query-param", Form::Parameter(name)) => return parameter(request, name),
            (_, Form::Parameter(_)) => return Err(malformed("`name` is a parameter of `@query-param` only")),
            (name, Form::Whole) => name,
            (name, _) if name.starts_with('@') => {
                return Err(malformed("`bs` and `key` are parameters of headers only"));
            }
            (_, _) => "",
        };
        match derived {
            "@method" => Ok(request.method()?.to_string()),
            "@authority" => Ok(request.url("@authority")?.authority),
            "@scheme" => Ok(request.url("@scheme")?.scheme),
            "@target-uri" => {
                let url = request.url("@target-uri")?;
                Ok(format!("{}://{}{}", url.scheme, url.authority, url.path_and_query))
            }
            "@request-target" => request.target(),
            "@path" => Ok(request.path()?.to_owned()),
            "@query" => Ok(format!("?{}", request.query()?.unwrap_or_default())),
            name if name.starts_with('@') => {
                Err(malformed("it covers a derived component that no request has, or that is not supported"))
            }
            _ => self.field(request),
        }
    }

    fn field(&self, request: &Request<'_>) -> Result<String, Cause> {
        let why = "it covers what is no name of a header, or one in upper case";
        let name = HeaderName::from_lowercase(self.name.as_bytes());
        let name = name.map_err(|_| Cause::Malformed { header: INPUT, why })?;
        match &self.form {
            Form::Lines => {
                let encoded = |line: &str| format!(":{}:", Base64::encode_string(line.as_bytes()));
                Ok(request.lines(&name)?.into_iter().map(encoded).collect::<Vec<_>>().join(", "))
            }
            Form::Member(key) => {
                let field = request.field(&name)?;
                let malformed = |why| Cause::Malformed { header: name.clone(), why };
                let members = fields::dictionary(&field).map_err(malformed)?;
                let member = members.into_iter().find(|(other, _)| other == key);
                match member.ok_or_else(|| malformed("it has not the member that the signature covers"))?.1 {
                    Member::Item(Item { value: Bare::Flag(true), raw, .. }) if !raw.starts_with('?') => {
                        Ok(format!("?1{raw}"))
                    }
                    Member::Item(Item { raw, .. }) | Member::List { raw, .. } => Ok(raw.to_owned()),
                }
            }
            Form::Whole | Form::Parameter(_) => request.field(&name),
        }
    }
}

/// What stays as it is in the names and values of parameters: the rest of the `application/x-www-form-urlencoded`
/// percent-encode set of the URL Standard.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

/// A parameter of the query (RFC 9421, section 2.2.8), decoded and encoded again, so that a space is always `%20`.
fn parameter(request: &Request<'_>, name: &str) -> Result<String, Cause> {
    let malformed = |why| Cause::MalformedBody { place: format!("{name} in the query"), why };
    let query = request.query()?.unwrap_or_default().as_bytes();
    let encode = |bytes: &[u8]| percent_encode(bytes, FORM).to_string();
    let mut values = urlencoded::pairs(query).filter(|(other, _)| encode(other) == name);
    let (_, value) = values.next().ok_or_else(|| malformed("the signature covers it, but it is not there"))?;
    if values.next().is_some() {
        return Err(malformed("the signature covers it, but it is there twice"));
    }
    Ok(encode(&value))
}
