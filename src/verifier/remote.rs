//! Keys that nobody pasted: which one a delivery needs, and whether it is known.

use super::Shared;
use crate::{
    crypto::public::read::NamedKey,
    error::{Cause, KeyCause},
    keys::{KeyKind, KeyRef, Lookup},
    scheme::{
        KeyPlace, KeysAt, UrlPin,
        values::{Reading, missing},
    },
    secret::{
        keys::{Current, Set},
        ring::RingKey,
    },
};

impl Shared {
    /// The keys that count for a delivery which calls its key by this name: those that were pasted, or the one that it
    /// means. A URL that the delivery names is held against its pin in any case.
    pub(super) fn keys_for<'k>(
        &self,
        set: Current<'k>,
        reading: &Reading<'_>,
        id: Option<&str>,
    ) -> Result<Current<'k>, Cause> {
        let Some(keys_at) = &self.plan.scheme.keys_at else { return Ok(set) };
        // A name becomes a part of a URL only where nothing was pasted.
        if !set.keys.is_empty() && matches!(keys_at.place, KeyPlace::Each { .. }) {
            return Ok(set);
        }
        let Some(key) = self.needed(keys_at, reading, id)? else { return Ok(set) };
        if !set.keys.is_empty() {
            return Ok(set);
        }
        match self.remote.cache.lookup(&key) {
            Lookup::Known(known) => {
                let keys: Vec<_> = known.iter().filter(|key| self.plan.scheme.proof.can_use(&key.key)).collect();
                let keys = keys.into_iter().map(|found| self.usable(keys_at, found, &key)).collect::<Result<_, _>>()?;
                Ok(Current::Exchanged(Set::new(keys).into()))
            }
            Lookup::Needed => Err(Cause::Key(KeyCause::Needed { key, has_source: self.remote.source.is_some() })),
            Lookup::Unavailable(why) => Err(Cause::Key(KeyCause::Unavailable { why: format!("{key}: {why}") })),
        }
    }

    /// Which key is meant; none, if it comes with the delivery.
    fn needed(&self, keys_at: &KeysAt, reading: &Reading<'_>, id: Option<&str>) -> Result<Option<KeyRef>, Cause> {
        let bad = |why| Cause::MalformedBody { place: "the name of the key".into(), why };
        let key = match &keys_at.place {
            KeyPlace::Set { url } => {
                let url = self.remote.url.as_deref().unwrap_or(url.as_str());
                KeyRef::fixed(url, KeyKind::Set).map_err(bad)?
            }
            KeyPlace::Each { base, id: form } => {
                let id = id.ok_or_else(|| bad("it is not there"))?;
                let base = self.remote.url.as_deref().unwrap_or(base.as_str());
                KeyRef::by_id(base, *form, id, KeyKind::Key).map_err(bad)?
            }
            KeyPlace::Certificate { pin, .. } => self.pinned(pin, reading, KeyKind::Certificate)?,
            KeyPlace::NamedSet { pin, .. } => self.pinned(pin, reading, KeyKind::Set)?,
            KeyPlace::Chain { .. } => return Ok(None),
        };
        Ok(Some(match id {
            Some(id) => key.with_id(id),
            None => key,
        }))
    }

    fn pinned(&self, pin: &UrlPin, reading: &Reading<'_>, kind: KeyKind) -> Result<KeyRef, Cause> {
        for (field, spot) in &self.plan.keys_url {
            let Some(found) = reading.find(spot, None)? else { continue };
            let bad = |why| Cause::Key(KeyCause::BadUrl { place: field.to_string(), why });
            let url = std::str::from_utf8(&found).map_err(|_| bad("is no URL"))?;
            return KeyRef::pinned(pin, url, kind).map_err(bad);
        }
        Err(self.plan.keys_url.first().map_or(Cause::NoActiveKey, |(_, spot)| missing(spot)))
    }

    /// A fetched key, if it may be used now.
    #[cfg_attr(not(feature = "x509"), allow(clippy::unused_self, clippy::unnecessary_wraps))]
    fn usable(&self, keys_at: &KeysAt, found: &NamedKey, key: &KeyRef) -> Result<RingKey, Cause> {
        #[cfg(feature = "x509")]
        if let Some(certificate) = &found.certificates.first() {
            let refused = |why| Err(Cause::Key(KeyCause::BadCertificate { key: key.clone(), why }));
            if !certificate.is_valid_at(self.now()) {
                refused("it is not valid now")?;
            }
            if let Some(anchors) = &self.anchors {
                let led = crate::x509::chain(&found.certificates, anchors, self.now());
                led.or_else(refused)?;
            }
            let mut names = keys_at.names.iter().peekable();
            if names.peek().is_some() && !names.any(|name| certificate.is_for(name.as_str())) {
                refused("it is for another name than the scheme's")?;
            }
        }
        #[cfg(not(feature = "x509"))]
        let _ = keys_at;
        let id = found.id.as_deref().or(key.id()).unwrap_or(key.url());
        Ok(RingKey::fetched(id, found))
    }
}
