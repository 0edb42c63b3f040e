//! The port of a URL, written or not.

/// The URL without its port, or with the one that its scheme stands for, if it has none. `None` if it is no URL that could
/// be called.
pub(super) fn turned(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end)?;
    // The colons of an IPv6 address stand in brackets.
    let port = authority.rfind(':').filter(|colon| !authority.get(*colon..).is_some_and(|after| after.contains(']')));
    if let Some(host) = port.and_then(|colon| authority.get(..colon)) {
        return Some(format!("{scheme}://{host}{path}"));
    }
    let port = match scheme {
        "https" | "wss" => 443,
        "http" | "ws" => 80,
        _ => return None,
    };
    Some(format!("{scheme}://{authority}:{port}{path}"))
}
