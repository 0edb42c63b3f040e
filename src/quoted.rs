//! Quoted strings in headers (RFC 9110, section 5.6.4).

/// What stands between the quotes of a quoted string; `None` if one of them is not escaped.
pub(crate) fn unquote(quoted: &str) -> Option<String> {
    let mut text = String::with_capacity(quoted.len());
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.push(characters.next()?),
            '"' => return None,
            other => text.push(other),
        }
    }
    Some(text)
}

/// A value without the quotes around it, if there are any; `None` if they do not match.
pub(crate) fn bare(value: &str) -> Option<String> {
    match value.strip_prefix('"') {
        Some(rest) => unquote(rest.strip_suffix('"')?),
        None => Some(value.to_owned()),
    }
}

/// The members of a list, trimmed. A separator inside of quotes separates nothing.
pub(crate) fn split(list: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let ends = move |character: char| {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            other => return other == separator && !is_quoted,
        }
        false
    };
    list.split(ends).map(str::trim_ascii)
}
