//! A request as data, whatever it is sent over.

use std::time::Duration;

use bytes::Bytes;
use hookseal::{
    provider::StandardWebhooks,
    testing::{Signer, TestClock},
};

use crate::servers::{NOW, SECRET};

#[derive(Clone, Debug)]
#[must_use]
pub(crate) struct Abuse {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// What `Content-Length` says, if there is one.
    pub(crate) length: Option<String>,
    pub(crate) body: Vec<Step>,
    pub(crate) end: End,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// One chunk, or one frame.
    Send(Bytes),
    Pause(Duration),
    /// The same piece so many times, as long as anyone takes it.
    Repeat(Bytes, usize),
}

/// What comes after the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The end of the request.
    Whole,
    /// Nothing; the connection stays open.
    Silence,
    /// The sender goes away, or takes the request back.
    Cut,
}

/// A genuine delivery of an event of this type, signed at this time.
pub(crate) fn signed_at(time: u64, id: &str, body: impl Into<Bytes>) -> Abuse {
    let body = body.into();
    let signer = Signer::new::<StandardWebhooks>().at(TestClock::at_unix(time).now()).id(id);
    let delivery = signer.sign(SECRET, body.clone());
    let headers = delivery.headers().iter();
    let length = Some(body.len().to_string());
    Abuse {
        method: "POST",
        path: "/hook",
        headers: headers.map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec())).collect(),
        length,
        body: if body.is_empty() { Vec::new() } else { vec![Step::Send(body)] },
        end: End::Whole,
    }
}

pub(crate) fn signed(id: &str, body: impl Into<Bytes>) -> Abuse {
    signed_at(NOW, id, body)
}

/// A genuine delivery of 300 bytes.
pub(crate) fn genuine(id: &str) -> Abuse {
    of_type(id, "ok")
}

pub(crate) fn of_type(id: &str, kind: &str) -> Abuse {
    signed(id, format!("{:<300}", format!(r#"{{"type":"{kind}"}}"#)))
}

/// A genuine delivery with a body of this size.
pub(crate) fn of_size(id: &str, size: usize) -> Abuse {
    let mut body = br#"{"type":"ok"}"#.to_vec();
    body.resize(size, b' ');
    signed(id, body)
}

impl Abuse {
    pub(crate) fn by(self, method: &'static str) -> Self {
        Self { method, ..self }
    }

    pub(crate) fn to(self, path: &'static str) -> Self {
        Self { path, ..self }
    }

    /// One more header.
    pub(crate) fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(found, _)| found != name);
        self
    }

    /// A header with another value, made of the one that it has.
    pub(crate) fn change(mut self, name: &str, change: impl Fn(&[u8]) -> Vec<u8>) -> Self {
        for (_, value) in self.headers.iter_mut().filter(|(found, _)| found == name) {
            *value = change(value);
        }
        self
    }

    /// The header once more, with the value that it has.
    pub(crate) fn twice(self, name: &str) -> Self {
        let (_, value) = self.headers.iter().find(|(found, _)| found == name).cloned().expect("it is there");
        self.with(name, value)
    }

    /// Announces this length, right or wrong.
    pub(crate) fn announce(self, length: &(impl ToString + ?Sized)) -> Self {
        Self { length: Some(length.to_string()), ..self }
    }

    pub(crate) fn unannounced(self) -> Self {
        Self { length: None, ..self }
    }

    /// Another body than the one that is signed.
    pub(crate) fn sending(self, body: Vec<Step>) -> Self {
        Self { body, ..self }
    }

    pub(crate) fn ending(self, end: End) -> Self {
        Self { end, ..self }
    }

    /// The bytes of a body that is sent at once.
    pub(crate) fn bytes(&self) -> Bytes {
        match self.body.as_slice() {
            [Step::Send(bytes)] => bytes.clone(),
            _ => Bytes::new(),
        }
    }

    /// The same body in pieces of these sizes in turn, without a length.
    pub(crate) fn split(self, sizes: &[usize]) -> Self {
        let (mut left, mut sizes) = (self.bytes(), sizes.iter().cycle());
        let mut body = Vec::new();
        while !left.is_empty() {
            let size = *sizes.next().expect("sizes");
            body.push(Step::Send(left.split_to(size.min(left.len()))));
        }
        self.unannounced().sending(body)
    }

    /// Its body with one byte changed.
    pub(crate) fn tampered(self) -> Self {
        let mut bytes = self.bytes().to_vec();
        bytes[20] ^= 1;
        self.sending(vec![Step::Send(bytes.into())])
    }
}
