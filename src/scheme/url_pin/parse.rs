//! URLs that anyone may have written, read by a grammar that is narrower than RFC 3986, section 3.
//!
//! A general parser accepts and repairs what no provider sends: `\` for `/`, tabs inside names, escaped hosts, numbers for
//! addresses. Here, everything that is not plainly right is refused, so that there is nothing to repair.

/// Host in lower case and normal path of a plain `https` URL of at most `limit` bytes.
pub(super) fn https(url: &str, limit: usize) -> Result<(String, String), &'static str> {
    if url.len() > limit {
        return Err("is longer than 512 bytes");
    }
    let (scheme, rest) = url.split_once("://").ok_or("is not a whole URL that begins with `https://`")?;
    if !scheme.eq_ignore_ascii_case("https") {
        return Err("does not begin with `https://`");
    }
    if rest.contains(['?', '#']) {
        return Err("has a query or a fragment");
    }
    let (authority, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
    Ok((host(authority)?, normal(path)?))
}

fn host(authority: &str) -> Result<String, &'static str> {
    if authority.contains('@') {
        return Err("has a user name");
    }
    let name = match authority.split_once(':') {
        None => authority,
        Some((name, "443")) => name,
        Some(_) => return Err("has a port other than 443"),
    };
    let name = name.to_ascii_lowercase();
    // What ends with a number is an address to every URL parser, `https://2130706433/` included.
    let is_address = name.rsplit('.').next().is_some_and(|last| last.starts_with(|first: char| first.is_ascii_digit()));
    if is_address || !name.split('.').all(is_label) {
        return Err("has a host that is no plain name");
    }
    Ok(name)
}

/// A label of a host name (RFC 1123, section 2.1), in lower case.
fn is_label(label: &str) -> bool {
    let inside = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (1..=63).contains(&label.len()) && label.bytes().all(inside) && !label.starts_with('-') && !label.ends_with('-')
}

/// The path without `.` and `..` (RFC 3986, section 5.2.4), written as `%2e` or not.
fn normal(path: &str) -> Result<String, &'static str> {
    let plain = path.replace("%2e", ".").replace("%2E", ".");
    // The sub-delimiters of RFC 3986 that separate nothing in any server, and what needs no escape.
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,=:".contains(&byte);
    if !plain.bytes().all(inside) {
        return Err("has a character or an escape in its path that no key's URL needs");
    }

    let mut kept: Vec<&str> = Vec::new();
    let mut segments = plain.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "" if !last => return Err("has an empty segment in its path"),
            "." => {}
            ".." => kept.pop().map(drop).ok_or("has a path that leads out of the root")?,
            segment => kept.push(segment),
        }
        // `/keys/.` and `/keys/..` name directories, which end with a slash.
        if last && matches!(segment, "." | "..") {
            kept.push("");
        }
    }
    Ok(format!("/{}", kept.join("/")))
}

/// Whether `host` is one that `pattern` means.
pub(super) fn matches(pattern: &str, host: &str) -> bool {
    let mut labels = host.split('.');
    let fits = |wanted: &str, label: &str| wanted == label || wanted == "*" && !label.starts_with("xn--");
    is_pattern(pattern)
        && pattern.split('.').all(|wanted| labels.next().is_some_and(|label| fits(wanted, label)))
        && labels.next().is_none()
}

/// Whether this can be pinned: a name of two labels or more in lower case, with at most one `*` that is none of the last two.
pub(super) fn is_pattern(pattern: &str) -> bool {
    let (mut labels, mut stars) = (0, 0);
    for label in pattern.rsplit('.') {
        match label {
            "*" if labels >= 2 => stars += 1,
            label if is_label(label) => {}
            _ => return false,
        }
        labels += 1;
    }
    labels >= 2 && stars <= 1
}
