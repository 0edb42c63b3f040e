//! XML bodies. Every document is walked once before anything is read from it: what makes XML dangerous is refused there.

use quick_xml::{
    Reader, XmlVersion,
    de::Deserializer,
    escape::resolve_predefined_entity,
    events::{BytesDecl, BytesRef, BytesStart, Event},
};
use serde::Deserialize;

use super::{PayloadError, PayloadErrorKind, Unprotected, pointer::Pointer};
use crate::{Verified, verifier::Origin};

/// How deep elements may be nested. SOAP messages of genuine providers are some 10 deep.
const MAX_DEPTH: usize = 64;

/// How many attributes an element may have: whether one is repeated is looked up in all that came before it.
const MAX_ATTRIBUTES: usize = 64;

impl<P: Origin> Verified<P> {
    /// Reads an XML body. Elements are known by their local names, whatever their namespaces' prefixes; attributes are
    /// fields that are renamed to `@name`, an element's own text is `$text`.
    ///
    /// Nothing outside the document is ever read and nothing inside it expands: a document type (`<!DOCTYPE`), entities
    /// other than the five of XML itself and numeric ones, an encoding other than UTF-8, and more than 64 levels or 64
    /// attributes of one element are errors.
    ///
    /// # Errors
    ///
    /// If it is not such XML, or not of this type.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "testing")] {
    /// use hookseal::{Provider, Verifier, scheme::{Algorithm, Field, Scheme}, testing};
    ///
    /// enum Acme {}
    ///
    /// impl Provider for Acme {
    ///     const SCHEME: Scheme = Scheme::mac("acme", Algorithm::Sha256).id(&[Field::xml("/order/id")]);
    /// }
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Order {
    ///     total: u64,
    /// }
    ///
    /// let body = "<order><id>o_1</id><total>4200</total></order>";
    /// let (headers, body) = testing::sign::<Acme>("secret", body).into_headers_and_body();
    /// let event = Verifier::<Acme>::new("secret").unwrap().verify(&headers, body).unwrap();
    /// assert_eq!(event.id(), Some("o_1"));
    /// assert_eq!(event.xml::<Order>().unwrap().total, 4200);
    /// # }
    /// ```
    pub fn xml<'a, T: Deserialize<'a>>(&'a self) -> Result<T, PayloadError> {
        self.covered().xml()
    }
}

impl<'v, P> Unprotected<'v, P> {
    /// An XML body, see [`Verified::xml`].
    ///
    /// # Errors
    ///
    /// If it is not XML, has what is refused, or is not of this type.
    pub fn xml<T: Deserialize<'v>>(self) -> Result<T, PayloadError> {
        let document = text(self.0.document()).map_err(PayloadError::from)?;
        walk(document, &mut Nothing)?;
        let mut xml = Deserializer::from_str(document);
        xml.recursion_limit(MAX_DEPTH);
        T::deserialize(&mut xml).map_err(|error| PayloadError::new(PayloadErrorKind::Data, "the XML", error))
    }
}

/// The text of the element at a path of local names, such as `/xml/MsgId`, without the white space around it.
///
/// An element on the way that is there twice, or one that has elements of its own where text should be, is taken for
/// missing; so is everything in a document that [`Verified::xml`] would refuse.
pub(crate) fn value(document: &[u8], path: &Pointer) -> Option<String> {
    let document = text(document).ok()?;
    let mut search = Search::new(path.segments());
    walk(document, &mut search).ok()?;
    search.result()
}

/// Why a document is not read.
struct Flaw {
    at: u64,
    why: &'static str,
}

impl From<Flaw> for PayloadError {
    fn from(flaw: Flaw) -> Self {
        Self::new(PayloadErrorKind::Syntax, format!("byte {}", flaw.at), flaw.why)
    }
}

/// The document as text, without a byte order mark.
fn text(document: &[u8]) -> Result<&str, Flaw> {
    let text = std::str::from_utf8(document)
        .map_err(|error| Flaw { at: error.valid_up_to() as u64, why: "the document is not UTF-8" })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Who is told what a document has, one step at a time.
trait Visit {
    /// An element begins, with this many around it.
    fn enter(&mut self, around: usize, name: &str);
    /// An element ends, with this many around it.
    fn leave(&mut self, around: usize);
    /// Text inside so many elements.
    fn text(&mut self, inside: usize, text: &str);
}

/// Wants to know only that the document is harmless.
struct Nothing;

impl Visit for Nothing {
    fn enter(&mut self, _: usize, _: &str) {}
    fn leave(&mut self, _: usize) {}
    fn text(&mut self, _: usize, _: &str) {}
}

/// Walks a document from its beginning to its end, without recursion, and refuses what no provider sends.
fn walk(document: &str, visit: &mut impl Visit) -> Result<(), Flaw> {
    let mut reader = Reader::from_str(document);
    reader.config_mut().check_comments = true;
    let (mut depth, mut has_root, mut is_first) = (0_usize, false, true);
    loop {
        let at = reader.buffer_position();
        let flaw = |why| Flaw { at, why };
        let event = reader.read_event().map_err(|_| flaw("it is not well-formed"))?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                if depth == 0 && has_root {
                    return Err(flaw("it has a second root element"));
                }
                if depth == MAX_DEPTH {
                    return Err(flaw("its elements are nested more than 64 deep"));
                }
                has_root = true;
                check_attributes(tag).map_err(flaw)?;
                visit.enter(depth, tag.local_name().as_ref());
                match &event {
                    Event::Start(_) => depth += 1,
                    _ => visit.leave(depth),
                }
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                visit.leave(depth);
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                if depth == 0 && !text.trim_ascii().is_empty() {
                    return Err(flaw("it has text outside of its root element"));
                }
                visit.text(depth, &text);
            }
            Event::CData(text) if depth > 0 => visit.text(depth, &text.xml10_content()),
            Event::GeneralRef(reference) if depth > 0 => {
                let mut buffer = [0; 4];
                visit.text(depth, resolve(reference, &mut buffer).map_err(flaw)?);
            }
            Event::CData(_) | Event::GeneralRef(_) => return Err(flaw("it has text outside of its root element")),
            Event::Decl(declaration) if is_first => check_declaration(declaration).map_err(flaw)?,
            Event::Decl(_) => return Err(flaw("its declaration is not at its beginning")),
            Event::DocType(_) => return Err(flaw("it has a document type, whose entities could be anything")),
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof if depth > 0 => return Err(flaw("it ends before its elements do")),
            Event::Eof if !has_root => return Err(flaw("it has no element")),
            Event::Eof => return Ok(()),
        }
        is_first = false;
    }
}

fn check_attributes(tag: &BytesStart<'_>) -> Result<(), &'static str> {
    let mut attributes = tag.attributes();
    let refused = attributes.by_ref().take(MAX_ATTRIBUTES).any(|attribute| {
        attribute.map_or(true, |attribute| attribute.normalized_value(XmlVersion::Explicit1_0).is_err())
    });
    match attributes.next() {
        _ if refused => Err("an attribute is malformed, repeated, or refers to an entity that XML does not have"),
        Some(_) => Err("an element has more than 64 attributes"),
        None => Ok(()),
    }
}

fn check_declaration(declaration: &BytesDecl<'_>) -> Result<(), &'static str> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if ["utf-8", "utf8", "us-ascii"].iter().any(|it| name.eq_ignore_ascii_case(it)) => Ok(()),
        Some(_) => Err("it declares another encoding than UTF-8"),
    }
}

/// What a reference stands for: a character by its number, or one of the five that XML itself has.
fn resolve<'b>(reference: &BytesRef<'_>, buffer: &'b mut [u8; 4]) -> Result<&'b str, &'static str> {
    const UNKNOWN: &str = "it refers to an entity that XML does not have";

    match reference.resolve_char_ref() {
        Ok(Some(character)) => Ok(character.encode_utf8(buffer)),
        Ok(None) => resolve_predefined_entity(&reference.xml10_content()).ok_or(UNKNOWN),
        Err(_) => Err(UNKNOWN),
    }
}

/// Looks for the text of one element.
struct Search<'p> {
    path: &'p [Box<str>],
    /// How many of the open elements are on the path, counted from the root.
    on_path: usize,
    /// How many of the path's elements have been seen; one that comes again is ambiguous.
    seen: usize,
    text: String,
    is_ambiguous: bool,
}

impl<'p> Search<'p> {
    fn new(path: &'p [Box<str>]) -> Self {
        Self { path, on_path: 0, seen: 0, text: String::new(), is_ambiguous: false }
    }

    fn result(self) -> Option<String> {
        let found = self.seen == self.path.len() && !self.path.is_empty() && !self.is_ambiguous;
        found.then(|| self.text.trim_ascii().to_owned())
    }
}

impl Visit for Search<'_> {
    fn enter(&mut self, around: usize, name: &str) {
        if around != self.on_path {
            return;
        }
        match self.path.get(around) {
            Some(segment) if **segment == *name => {
                self.is_ambiguous |= around < self.seen;
                self.on_path += 1;
                self.seen = self.seen.max(self.on_path);
            }
            Some(_) => {}
            // Below the element whose text is wanted.
            None => self.is_ambiguous = true,
        }
    }

    fn leave(&mut self, around: usize) {
        self.on_path = self.on_path.min(around);
    }

    fn text(&mut self, inside: usize, text: &str) {
        if inside == self.path.len() && self.on_path == inside {
            self.text.push_str(text);
        }
    }
}
