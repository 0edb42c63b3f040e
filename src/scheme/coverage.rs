//! What a signature covers, as it follows from the words of the scheme.

#[cfg(feature = "json")]
use super::Letters;
use super::{Check, Encrypted, Envelope, Field, Must, Part, Proof, Scheme, Source, check, part};

impl Scheme {
    /// Whether the signature covers the body. If not, the sender is known but what it says is not protected, and
    /// [`Verified::unprotected`](crate::Verified::unprotected) is the only way to it.
    pub const fn covers_body(&self) -> bool {
        let other = match &self.or_message {
            None => true,
            Some(other) => part::any_is_body(other.message.slots()),
        };
        let in_message = self.covers_message() && other && part::any_is_body(self.message.slots());
        let (by_digest, _) = check::ties(self.checks.slots());
        let by_components = match &self.proof {
            Proof::HttpSignature(words) => words.covers_body(),
            _ => false,
        };
        in_message || by_digest || by_components || matches!(self.envelope, Envelope::Jws)
    }

    /// Whether the message is covered by the signature, directly or by way of its digest.
    const fn covers_message(&self) -> bool {
        let (_, by_digest) = check::ties(self.checks.slots());
        self.proof.covers_message() || by_digest
    }

    /// Whether the signature covers the URL that the provider called.
    pub fn covers_url(&self) -> bool {
        self.has_whole_url() || self.signs(&Part::is_url_before_query) && self.signs(&Part::is_whole_query)
    }

    /// Whether it covers the URL as it is.
    fn has_whole_url(&self) -> bool {
        let is_url = |check: &Check| {
            matches!(check.must, Must::BeUrl) && !matches!(check.field, Field::Query(_) | Field::Form(_))
        };
        matches!(self.proof, Proof::HttpSignature(words) if words.covers_url())
            || self.signs(&Part::is_whole_url)
            || self.checks.iter().any(|check| is_url(check) && self.field_is_signed(&check.field))
    }

    /// Whether the signature covers the query of that URL, and perhaps nothing else of it.
    pub fn covers_query(&self) -> bool {
        self.covers_url() || self.signs(&Part::is_whole_query)
    }

    /// Whether the signature covers the time of signing.
    pub const fn covers_timestamp(&self) -> bool {
        self.timestamp.is_some() || matches!(self.proof, Proof::HttpSignature(_))
    }

    /// The feature that this scheme needs and this build lacks.
    pub const fn missing_feature(&self) -> Option<&'static str> {
        let of_keys = match &self.keys_at {
            Some(keys_at) => keys_at.missing_feature(),
            None => None,
        };
        let of_digest = match &self.over_digest {
            Some(hash) => hash.missing_feature(),
            None => None,
        };
        match (self.proof.missing_feature(), of_keys, of_digest) {
            (None, None, None) if self.encrypted.is_some() && !cfg!(feature = "aes") => Some("aes"),
            (None, None, None) if self.is_encrypted_in_xml() && !cfg!(feature = "xml") => Some("xml"),
            (None, None, None) => self.key.missing_feature(),
            (None, None, missing) | (None, missing, _) | (missing, ..) => missing,
        }
    }

    const fn is_encrypted_in_xml(&self) -> bool {
        matches!(self.encrypted, Some(Encrypted { at: Field::Xml(_), .. }))
    }

    /// Whether deliveries have an id, signed or not.
    pub fn has_id(&self) -> bool {
        !self.id.is_empty()
    }

    /// Whether the id, from the first place that the scheme names, is covered by the signature.
    pub fn id_is_signed(&self) -> bool {
        self.id.first().is_some_and(|field| self.field_is_told(field))
    }

    /// Whether the event's type, from the first place that the scheme names, is covered by the signature.
    pub fn kind_is_signed(&self) -> bool {
        self.kind.first().is_some_and(|field| self.field_is_told(field))
    }

    /// Whether it is signed, and nothing else can be in this place under the same signature.
    pub(crate) fn field_is_told(&self, field: &Field) -> bool {
        let is_glued = |part: &Part| matches!(part, Part::Parameters(parameters) if parameters.has(field) && !parameters.are_delimited());
        self.field_is_signed(field) && !self.signs(&is_glued)
    }

    pub(crate) fn field_is_signed(&self, field: &Field) -> bool {
        let named = self.signs(&|part| match part {
            Part::Value(signed) | Part::ValueIfAny(signed) | Part::Entry { field: signed, .. } => {
                signed == field || Some(*signed) == self.item(field)
            }
            Part::Id => self.id.first() == Some(field),
            Part::Parameters(parameters) => parameters.has(field),
            _ => false,
        });
        named
            || match field {
                Field::Json(_) | Field::JsonMemberBesides(_) | Field::Xml(_) => self.covers_body(),
                // Those that the parameters of a form leave out are not signed.
                Field::Form(_) => self.covers_body() && !self.signs(&|part| matches!(part, Part::Parameters(_))),
                Field::Query(_) => self.has_whole_url(),
                Field::Claim(_) | Field::Jose(_) => true,
                Field::Header(name) => matches!(self.proof, Proof::HttpSignature(words) if words.covers(name)),
                Field::HeaderJson(_) | Field::Member(_) | Field::Item(_) | Field::Each(_) => false,
            }
    }

    /// Whether the value at this place of the JSON body is covered by the signature, letter for letter.
    #[cfg(feature = "json")]
    pub(crate) fn signs_json(&self, pointer: &str) -> bool {
        let is_it = |field: &Field| match field {
            Field::Json(signed) => signed.as_str() == pointer,
            Field::Item(signed) => self.in_item(pointer) == Some(signed.as_str()),
            _ => false,
        };
        self.covers_body()
            || self.signs(&|part| match part {
                Part::Value(field) | Part::ValueIfAny(field) => is_it(field),
                Part::Entry { field, letters, .. } => *letters == Letters::AsReceived && is_it(field),
                Part::Timestamp => self.timestamp.is_some_and(|timestamp| is_it(&timestamp.at)),
                _ => false,
            })
    }

    /// A place in the body as a place in an item that is signed on its own, if it is in one.
    fn item(&self, field: &Field) -> Option<Field> {
        match field {
            Field::Json(pointer) => self.in_item(pointer.as_str()).map(Field::item),
            _ => None,
        }
    }

    fn in_item<'p>(&self, pointer: &'p str) -> Option<&'p str> {
        let Source::EachItem { items, .. } = &self.signature.at else { return None };
        let (array, within) = items.as_str().split_once("/*")?;
        let (number, rest) = pointer.strip_prefix(array)?.strip_prefix('/')?.split_once('/')?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let from = pointer.len() - rest.len() - 1;
        pointer.get(from..)?.strip_prefix(within).filter(|_| is_number)
    }

    /// Whether the key itself is a part of a message.
    pub(crate) fn signs_secret(&self) -> bool {
        self.parts().contains(&&Part::Secret)
    }

    /// Whether whichever message is signed has such a part.
    fn signs(&self, what: &dyn Fn(&Part) -> bool) -> bool {
        let other = self.or_message.as_ref().is_none_or(|other| other.message.iter().any(what));
        self.covers_message() && other && self.message.iter().any(what)
    }
}
