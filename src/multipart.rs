//! `multipart/form-data` (RFC 7578), as far as it takes to find one field: Dropbox Sign and Mailgun's routes send it.

use memchr::memmem;

use crate::urlencoded;

/// How many parts are looked at; genuine bodies have a few dozen.
const MAX_PARTS: usize = 256;

/// Whether a body begins with a boundary. Read from the body, since the `Content-Type` is not signed.
pub(crate) fn is_multipart(body: &[u8]) -> bool {
    body.starts_with(b"--") && boundary(body).is_some()
}

/// The first line, which is what stands between the parts: `--` and 1 to 70 characters.
fn boundary(body: &[u8]) -> Option<&[u8]> {
    let line = body.get(..memmem::find(body, b"\r\n")?)?;
    (3..=72).contains(&line.len()).then_some(line)
}

/// The content of the part `name`, if it is there exactly once.
pub(crate) fn single<'b>(body: &'b [u8], name: &str) -> Option<&'b [u8]> {
    let boundary = boundary(body)?;
    let delimiter = [b"\r\n", boundary].concat();
    let mut rest = body.get(boundary.len()..)?;
    let mut found = None;
    for _ in 0..=MAX_PARTS {
        // What follows a boundary is a line break before a part, or two dashes at the end.
        let Some(after) = rest.strip_prefix(b"\r\n") else { return found.filter(|_| rest.starts_with(b"--")) };
        let end = memmem::find(after, &delimiter)?;
        let part = after.get(..end)?;
        rest = after.get(end + delimiter.len()..)?;
        let head = memmem::find(part, b"\r\n\r\n")?;
        if part.get(..head).is_some_and(|head| is_named(head, name)) {
            if found.is_some() {
                return None;
            }
            found = part.get(head + 4..);
        }
    }
    None
}

/// Whether the head of a part says `Content-Disposition: form-data; name="…"`.
fn is_named(head: &[u8], name: &str) -> bool {
    let wanted = format!("name=\"{name}\"");
    head.split(|byte| *byte == b'\n').any(|line| {
        let (header, value) = urlencoded::halves(line, b':');
        let is_disposition = header.eq_ignore_ascii_case(b"content-disposition");
        let mut parameters = value.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
        is_disposition && parameters.any(|parameter| parameter == wanted.as_bytes())
    })
}
