//! A source text into which other texts are put.

/// On which side of a node a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    Before,
    After,
}

/// Bytes of the source, from and to.
pub(crate) type Range = (usize, usize);

struct Edit {
    /// In the order in which they are made.
    number: usize,
    place: usize,
    at: At,
    node: Range,
    /// How many bytes of the source it stands for.
    replaces: usize,
    text: String,
}

/// A source text and what is put into it.
pub(crate) struct Text {
    pub(crate) source: String,
    lines: Vec<usize>,
    edits: Vec<Edit>,
    claims: Vec<(usize, Range)>,
}

impl Text {
    pub(crate) fn new(source: &str) -> Self {
        let lines = [0].into_iter().chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { source: source.to_owned(), lines, edits: Vec::new(), claims: Vec::new() }
    }

    /// The byte at a line and a column, both from 1; columns are characters.
    pub(crate) fn at(&self, (line, column): (usize, usize)) -> usize {
        let start = self.lines[line - 1];
        let rest = &self.source[start..];
        start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at)
    }

    /// Notes which bytes a mutant changes.
    pub(crate) fn claim(&mut self, number: usize, node: Range) {
        self.claims.push((number, node));
    }

    /// Puts a text to one side of a node.
    pub(crate) fn insert(&mut self, number: usize, node: Range, at: At, place: usize, text: String) {
        self.claim(number, node);
        self.edits.push(Edit { number: self.edits.len(), place, at, node, replaces: 0, text });
    }

    pub(crate) fn replace(&mut self, range: Range, text: &str) {
        let replaces = range.1 - range.0;
        // After all that ends in front of it or starts where it does.
        let node = (range.0, range.0);
        self.edits.push(Edit {
            number: self.edits.len(),
            place: range.0,
            at: At::Before,
            node,
            replaces,
            text: text.into(),
        });
    }

    /// The text, and where in it each of the claims came to stand.
    pub(crate) fn finish(mut self) -> (String, Vec<(usize, usize, usize)>) {
        // What ends at a place stands before what begins there; what is inside of another ends first and begins last. Of two
        // around the same node, the later one is inside.
        self.edits.sort_by_key(|edit| match edit.at {
            At::After => (edit.place, 0, usize::MAX - edit.node.0, usize::MAX - edit.number),
            At::Before => (edit.place, 1, usize::MAX - edit.node.1, edit.number),
        });
        let (mut woven, mut read, mut moved) = (String::new(), 0, Vec::new());
        for edit in &self.edits {
            woven.push_str(&self.source[read..edit.place]);
            moved.push((edit.place, woven.len()));
            woven.push_str(&edit.text);
            read = edit.place + edit.replaces;
        }
        woven.push_str(&self.source[read..]);
        let place = |at: usize, is_end: bool| {
            let seen = |place: usize| if is_end { place <= at } else { place < at };
            let shift: isize = self
                .edits
                .iter()
                .filter(|edit| seen(edit.place))
                .map(|edit| edit.text.len().cast_signed() - edit.replaces.cast_signed())
                .sum();
            at.checked_add_signed(shift).expect("in the text")
        };
        let claims = self.claims.iter().map(|(number, node)| (*number, place(node.0, false), place(node.1, true)));
        let claims = claims.collect();
        (woven, claims)
    }
}
