//! What a certificate says of itself beyond its key.

use spki::ObjectIdentifier;
use x509_cert::{
    TbsCertificate,
    ext::pkix::{BasicConstraints, KeyUsage, SubjectAltName, name::GeneralName},
};

use super::MALFORMED;

/// More than any certificate has; it bounds the search for repeated ones.
const MAX_EXTENSIONS: usize = 64;

/// The extensions that are understood: `basicConstraints`, `keyUsage` and `subjectAltName`.
pub(super) struct Extensions {
    pub(super) all: Box<[ObjectIdentifier]>,
    /// `None` if there are no alternative names at all.
    pub(super) dns_names: Option<Box<[String]>>,
    /// Whether the key may sign certificates: of an authority, and not kept from it.
    pub(super) may_issue: bool,
    /// How many authorities may stand between this one and the last certificate.
    pub(super) path_len: Option<u8>,
}

impl Extensions {
    pub(super) fn read(content: &TbsCertificate) -> Result<Self, &'static str> {
        use spki::der::oid::AssociatedOid as _;

        let extensions = content.extensions().map(Vec::as_slice).unwrap_or_default();
        if extensions.len() > MAX_EXTENSIONS {
            return Err("is a certificate with more than 64 extensions, which none has");
        }
        let all: Box<[ObjectIdentifier]> = extensions.iter().map(|extension| extension.extn_id).collect();
        let is_repeated = |(at, oid)| all.iter().take(at).any(|earlier| earlier == oid);
        if all.iter().enumerate().any(is_repeated) {
            return Err("is a certificate that has an extension twice");
        }
        let known = [BasicConstraints::OID, KeyUsage::OID, SubjectAltName::OID];
        if extensions.iter().any(|extension| extension.critical && !known.contains(&extension.extn_id)) {
            return Err("is a certificate with a critical extension that is not known here");
        }
        let constraints = content.get_extension::<BasicConstraints>().map_err(|_| MALFORMED)?;
        let usage = content.get_extension::<KeyUsage>().map_err(|_| MALFORMED)?;
        let names = content.get_extension::<SubjectAltName>().map_err(|_| MALFORMED)?;
        Ok(Self {
            all,
            dns_names: names.map(|(_, SubjectAltName(names))| names.into_iter().filter_map(dns_name).collect()),
            may_issue: constraints.as_ref().is_some_and(|(_, constraints)| constraints.ca)
                && usage.is_none_or(|(_, usage)| usage.key_cert_sign()),
            path_len: constraints.and_then(|(_, constraints)| constraints.path_len_constraint),
        })
    }
}

fn dns_name(name: GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) => Some(name.to_string()),
        _ => None,
    }
}
