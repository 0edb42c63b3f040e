//! Structured fields (RFC 8941), read strictly: what is repeated, open or left over makes the whole field malformed.
//!
//! Where the RFC lets the last of several members with the same key win, they are refused: a signer and a verifier that
//! take different ones would not speak of the same thing.

use base64ct::{Base64, Encoding as _};

/// The most members of a dictionary, and what a dictionary of labels or digests is far from.
const MAX_MEMBERS: usize = 64;
/// The most items of an inner list: components that one signature covers.
const MAX_ITEMS: usize = 32;
/// The most parameters of an item or an inner list; RFC 9421 knows six.
const MAX_PARAMETERS: usize = 16;

pub(super) type Parsed<T> = Result<T, &'static str>;

/// A value without its parameters. Only what somebody asks for is kept.
#[derive(PartialEq)]
pub(super) enum Bare<'f> {
    /// As received: an optional sign and digits.
    Integer(&'f str),
    /// A quoted text, without its escapes.
    Text(String),
    Bytes(Vec<u8>),
    Flag(bool),
    /// A decimal fraction or a token.
    Other,
}

pub(super) type Parameters<'f> = Vec<(&'f str, Bare<'f>)>;

/// A value and its parameters.
pub(super) struct Item<'f> {
    pub(super) value: Bare<'f>,
    pub(super) parameters: Parameters<'f>,
    /// As received, parameters included.
    pub(super) raw: &'f str,
}

/// What stands behind a key of a dictionary.
pub(super) enum Member<'f> {
    Item(Item<'f>),
    List {
        items: Vec<Item<'f>>,
        parameters: Parameters<'f>,
        /// As received, parameters included.
        raw: &'f str,
    },
}

/// Reads a dictionary, whose lines have been joined. The text is ASCII, without white space around it.
pub(super) fn dictionary(text: &str) -> Parsed<Vec<(&str, Member<'_>)>> {
    let mut reader = Reader { rest: text };
    let mut members: Vec<(&str, Member<'_>)> = Vec::new();
    loop {
        let key = reader.key()?;
        if members.iter().any(|(other, _)| *other == key) {
            return Err("one of its keys is there twice");
        }
        if members.len() == MAX_MEMBERS {
            return Err("it has more than 64 members");
        }
        members.push((key, reader.member()?));
        if !reader.comma()? {
            return Ok(members);
        }
    }
}

/// What is left to read.
pub(super) struct Reader<'f> {
    pub(super) rest: &'f str,
}

impl<'f> Reader<'f> {
    /// Goes past a comma and the white space around it; `false` at the end of the text.
    pub(super) fn comma(&mut self) -> Parsed<bool> {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        if self.rest.is_empty() {
            return Ok(false);
        }
        if !self.eat(',') {
            return Err("between two of its members is something else than a comma");
        }
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        Ok(true)
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let rest = self.rest.strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    pub(super) fn take_while(&mut self, fits: impl Fn(u8) -> bool) -> &'f str {
        let end = self.rest.bytes().position(|byte| !fits(byte)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or(("", self.rest));
        self.rest = rest;
        taken
    }

    /// What has been read since `start` was left.
    fn since(&self, start: &'f str) -> &'f str {
        start.strip_suffix(self.rest).unwrap_or(start)
    }

    fn key(&mut self) -> Parsed<&'f str> {
        let key = self.take_while(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.' | b'*'));
        if key.starts_with(|first: char| first.is_ascii_lowercase() || first == '*') {
            return Ok(key);
        }
        Err("where a key should be is something else: a key begins with a lower-case letter")
    }

    fn member(&mut self) -> Parsed<Member<'f>> {
        let start = self.rest;
        if !self.eat('=') {
            let parameters = self.parameters()?;
            return Ok(Member::Item(Item { value: Bare::Flag(true), parameters, raw: self.since(start) }));
        }
        let start = self.rest;
        if !self.eat('(') {
            return self.item().map(Member::Item);
        }
        let mut items = Vec::new();
        loop {
            self.rest = self.rest.trim_start_matches(' ');
            if self.eat(')') {
                break;
            }
            if items.len() == MAX_ITEMS {
                return Err("a list in it has more than 32 items");
            }
            items.push(self.item()?);
            if !self.rest.starts_with([' ', ')']) {
                return Err("a list in it is not closed, or its items have no space between them");
            }
        }
        let parameters = self.parameters()?;
        Ok(Member::List { items, parameters, raw: self.since(start) })
    }

    fn item(&mut self) -> Parsed<Item<'f>> {
        let start = self.rest;
        let value = self.bare()?;
        let parameters = self.parameters()?;
        Ok(Item { value, parameters, raw: self.since(start) })
    }

    fn parameters(&mut self) -> Parsed<Parameters<'f>> {
        let mut parameters: Parameters<'f> = Vec::new();
        while self.eat(';') {
            self.rest = self.rest.trim_start_matches(' ');
            let key = self.key()?;
            if parameters.iter().any(|(other, _)| *other == key) {
                return Err("a parameter is there twice");
            }
            if parameters.len() == MAX_PARAMETERS {
                return Err("something in it has more than 16 parameters");
            }
            let value = if self.eat('=') { self.bare()? } else { Bare::Flag(true) };
            parameters.push((key, value));
        }
        Ok(parameters)
    }

    fn bare(&mut self) -> Parsed<Bare<'f>> {
        if self.eat('"') {
            return self.quoted().map(Bare::Text);
        }
        if self.eat(':') {
            let encoded = self.take_while(|byte| byte != b':');
            let bytes = Base64::decode_vec(encoded).ok().filter(|_| self.eat(':'));
            return bytes.map(Bare::Bytes).ok_or("what stands between two colons in it is not padded base64");
        }
        if self.eat('?') {
            return match self.take_while(|byte| byte.is_ascii_alphanumeric()) {
                "1" => Ok(Bare::Flag(true)),
                "0" => Ok(Bare::Flag(false)),
                _ => Err("a boolean in it is neither `?1` nor `?0`"),
            };
        }
        match self.rest.bytes().next() {
            Some(b'0'..=b'9' | b'-') => self.number(),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'*') => {
                self.take_while(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:/".contains(&byte));
                Ok(Bare::Other)
            }
            _ => Err("it is cut off, or a value in it is none that structured fields have"),
        }
    }

    /// The rest of a quoted text, whose first quote has been read.
    fn quoted(&mut self) -> Parsed<String> {
        let mut text = String::new();
        loop {
            text.push_str(self.take_while(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\')));
            if self.eat('"') {
                return Ok(text);
            }
            let escaped = self.eat('\\').then(|| self.rest.chars().next()).flatten();
            match escaped.filter(|escaped| matches!(escaped, '"' | '\\')) {
                Some(escaped) => {
                    self.eat(escaped);
                    text.push(escaped);
                }
                None => return Err("a text in it is not closed, or has an escape or a character that it may not have"),
            }
        }
    }

    fn number(&mut self) -> Parsed<Bare<'f>> {
        let start = self.rest;
        self.eat('-');
        let whole = self.take_while(|byte| byte.is_ascii_digit()).len();
        if !self.eat('.') {
            let number = Bare::Integer(self.since(start));
            return matches!(whole, 1..=15).then_some(number).ok_or("a number in it has no digits, or more than 15");
        }
        let fraction = self.take_while(|byte| byte.is_ascii_digit()).len();
        let fits = matches!((whole, fraction), (1..=12, 1..=3));
        fits.then_some(Bare::Other).ok_or("a decimal number in it has too few or too many digits")
    }
}
