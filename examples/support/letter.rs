//! A fresh delivery to one of the mounts.

use super::{
    client::Request,
    clock::unix_now,
    mounts::{self, Mount},
    sign,
};

/// What is to be signed, for whom and when.
pub(crate) struct Letter {
    mount: &'static Mount,
    secret: &'static str,
    at: u64,
    id: String,
    body: String,
    more: Vec<(String, String)>,
}

impl Letter {
    /// To the mount at `path`, in its own secret, signed now.
    pub(crate) fn to(path: &str, body: impl Into<String>) -> Self {
        let mount = mounts::at(path);
        Self { mount, secret: mount.secret, at: unix_now(), id: String::new(), body: body.into(), more: Vec::new() }
    }

    /// The id, if it is in a header.
    pub(crate) fn id(self, id: &str) -> Self {
        Self { id: id.into(), ..self }
    }

    pub(crate) fn at(self, unix: u64) -> Self {
        Self { at: unix, ..self }
    }

    pub(crate) fn secret(self, secret: &'static str) -> Self {
        Self { secret, ..self }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.more.push((name.into(), value.into()));
        self
    }

    /// Signs it.
    pub(crate) fn sign(self) -> Request {
        let signed = sign::headers(self.mount.provider, self.secret, self.at, &self.id, &self.body);
        let headers = signed.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(self.more).collect();
        Request { method: "POST", path: self.mount.path.to_owned(), headers, body: self.body.into() }
    }
}
