//! Reading an input: lines of text, so that seeds can be written by hand and a dictionary's words fit anywhere.
//!
//! The crate `arbitrary` would take lengths from the other end of the input, where an inserted word shifts them all.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};

/// More than this of an input is not looked at: what is longer is the business of the limits' own tests.
const MAX: usize = 16 * 1024;

/// What is left of an input.
pub(crate) struct Input<'i> {
    rest: &'i [u8],
}

impl<'i> Input<'i> {
    pub(crate) fn new(input: &'i [u8]) -> Self {
        Self { rest: &input[..input.len().min(MAX)] }
    }

    /// The next byte; 0 at the end.
    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *first
    }

    /// A number from the next two bytes.
    pub(crate) fn number(&mut self) -> usize {
        usize::from(self.byte()) << 8 | usize::from(self.byte())
    }

    /// The bytes up to the end of the line, which is left out.
    pub(crate) fn line(&mut self) -> &'i [u8] {
        let end = self.rest.iter().position(|byte| *byte == b'\n');
        let (line, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest.get(1..).unwrap_or_default();
        line
    }

    /// The line as text; bytes that are none are replaced.
    pub(crate) fn text(&mut self) -> String {
        String::from_utf8_lossy(self.line()).into_owned()
    }

    /// The lines up to an empty one.
    pub(crate) fn lines(&mut self) -> Vec<&'i [u8]> {
        let mut lines = Vec::new();
        while !self.rest.is_empty() {
            match self.line() {
                [] => break,
                line => lines.push(line),
            }
        }
        lines
    }

    /// All that is left.
    pub(crate) fn rest(&mut self) -> &'i [u8] {
        std::mem::take(&mut self.rest)
    }

    /// A request as in HTTP/1: method and target, headers, an empty line, the body. Lines that HTTP has no place for are
    /// left out.
    pub(crate) fn request(&mut self) -> Parts {
        let first = self.text();
        let (method, target) = first.split_once(' ').unwrap_or(("POST", &first));
        let headers = self.lines().into_iter().filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let name = HeaderName::from_bytes(&line[..colon]).ok()?;
            Some((name, HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?))
        });
        let mut parts = Parts { method: Method::POST, target: target.to_owned(), ..Parts::default() };
        parts.headers = headers.take(32).fold(HeaderMap::new(), |mut headers, (name, value)| {
            headers.append(name, value);
            headers
        });
        parts.method = method.parse().unwrap_or(Method::POST);
        parts.body = self.rest().to_vec();
        parts
    }
}

/// A request whose parts can be changed.
#[derive(Clone, Default)]
pub(crate) struct Parts {
    pub(crate) method: Method,
    /// Path and query, or the whole URL.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Parts {
    pub(crate) fn of(request: Request<Bytes>) -> Self {
        let (head, body) = request.into_parts();
        Self { method: head.method, target: head.uri.to_string(), headers: head.headers, body: body.into() }
    }

    /// The request, if its target is one.
    pub(crate) fn request(&self) -> Option<Request<Bytes>> {
        let mut request = Request::new(Bytes::copy_from_slice(&self.body));
        *request.uri_mut() = self.target.parse().ok()?;
        *request.method_mut() = self.method.clone();
        *request.headers_mut() = self.headers.clone();
        Some(request)
    }
}

/// One of a list, named by its index in a seed's line or by anything else: any text chooses one.
pub(crate) fn choose<'t, T>(all: &'t [T], line: &[u8], name: impl Fn(&T) -> &str) -> &'t T {
    let known = all.iter().find(|one| name(one).as_bytes() == line);
    known.unwrap_or_else(|| {
        // FNV-1a: the same in every run, and a new entry changes few choices.
        let hash = line
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        &all[usize::try_from(hash % all.len() as u64).unwrap_or_default()]
    })
}
