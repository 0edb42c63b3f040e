//! Weaves mutants into a copy of the sources: `weave LIST WITHOUT COPY` reads cargo-mutants' list (`--list --json`), leaves out
//! the numbers in `WITHOUT`, and writes each file of the copy anew. Prints where each mutant came to stand, and which are in what is
//! built only when a feature is off, unless `MUTANTS_FEATURES` says that some are.

mod places;
mod text;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use places::Places;
use serde_json::{Value, json};
use text::{At, Text};

/// A mutant of the list.
struct Mutant {
    number: usize,
    genre: String,
    replacement: String,
    /// Line and column of its start and its end, from 1.
    start: (usize, usize),
    end: (usize, usize),
}

fn main() {
    let [list, without, copy] = std::env::args().skip(1).collect::<Vec<_>>().try_into().expect("three arguments");
    let list: Vec<Value> = serde_json::from_str(&fs::read_to_string(list).expect("a list")).expect("JSON");
    let without = fs::read_to_string(without).unwrap_or_default();
    let without: BTreeSet<usize> = without.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let mut files: BTreeMap<String, Vec<Mutant>> = BTreeMap::new();
    for (number, entry) in list.iter().enumerate().filter(|(number, _)| !without.contains(number)) {
        let place = |end: &str| {
            let at = |what: &str| usize::try_from(entry["span"][end][what].as_u64().expect("a number")).expect("small");
            (at("line"), at("column"))
        };
        let text = |what: &str| entry[what].as_str().expect("text").to_owned();
        let mutant = Mutant {
            number,
            genre: text("genre"),
            replacement: text("replacement"),
            start: place("start"),
            end: place("end"),
        };
        files.entry(text("file")).or_default().push(mutant);
    }
    let (mut woven, mut reasons) = (Vec::new(), BTreeMap::new());
    for (file, mutants) in &files {
        let path = Path::new(&copy).join(file);
        let (text, places, others) = weave(&fs::read_to_string(&path).expect("a source file"), mutants);
        reasons.extend(others);
        fs::write(path, text).expect("to write");
        woven.extend(
            places
                .into_iter()
                .map(|(number, from, to)| json!({ "number": number, "file": file, "from": from, "to": to })),
        );
    }
    println!("{}", json!([woven, reasons]));
}

/// Mutants that nothing can switch on, by number, and why.
type Others = BTreeMap<usize, &'static str>;

/// The file with its mutants, the bytes of it that belong to each, and those that are not in it.
fn weave(source: &str, mutants: &[Mutant]) -> (String, Vec<(usize, usize, usize)>, Others) {
    let places = Places::of(source);
    let mut text = Text::new(source);
    let mut others = Others::new();
    let mut operators: BTreeMap<(usize, usize), Vec<&Mutant>> = BTreeMap::new();
    for mutant in mutants {
        let at = text.at(mutant.start);
        if places.is_absent(at) && std::env::var_os("MUTANTS_FEATURES").is_none() {
            others.insert(mutant.number, "not built");
            continue;
        }
        match mutant.genre.as_str() {
            "FnValue" => {
                let at = text.at(mutant.start);
                let replaced = format!("if crate::switch::on({}) {{ return {}; }} ", mutant.number, mutant.replacement);
                text.insert(mutant.number, (at, text.at(mutant.end)), At::Before, at, replaced);
            }
            "BinaryOperator" | "MatchArmGuard" => operators.entry(mutant.start).or_default().push(mutant),
            "UnaryOperator" => unary(&mut text, &places, mutant),
            "MatchArm" => arm(&mut text, &places, mutant),
            "StructField" => field(&mut text, &places, mutant),
            _ => {}
        }
    }
    for group in operators.values() {
        if group[0].genre == "MatchArmGuard" { guard(&mut text, group) } else { binary(&mut text, &places, group) }
    }
    let (text, places) = text.finish();
    (text, places, others)
}

fn binary(text: &mut Text, places: &Places, group: &[&Mutant]) {
    let (from, to) = (text.at(group[0].start), text.at(group[0].end));
    let Some(whole) = places.binary.get(&from).copied() else { return };
    let operator = text.source[from..to].to_owned();
    let numbers: Vec<_> = group.iter().map(|mutant| mutant.number).collect();
    let first = numbers[0];
    let others: Vec<_> = group.iter().map(|mutant| format!("({}, {:?})", mutant.number, mutant.replacement)).collect();
    let list = format!("&[{}], {operator:?}", others.join(", "));
    let called = |name: &str, one: &str, other: &str| {
        (format!("crate::switch::{name}({list}, {one}("), format!("), {other}("), "))".to_owned())
    };
    let (before, between, after) = match operator.as_str() {
        // With the mutant on, the second operand counts where it would not.
        "&&" => logic(first, "!="),
        "||" => logic(first, "=="),
        "==" | "!=" => (format!("(crate::switch::on({first}) ^ ("), operator.clone(), "))".to_owned()),
        // Nothing generic can be called there.
        "+=" | "-=" | "*=" | "/=" | "%=" | "&=" | "|=" | "^=" if places.is_const(from) => {
            let target = text.source[whole.0..from].trim();
            (String::new(), format!("= match ({target}, "), chosen(group, operator.trim_end_matches('=')))
        }
        "<<" | ">>" => matched(group, &operator),
        _ if places.is_const(from) => matched(group, &operator),
        "<" | "<=" | ">" | ">=" => called("compare", "&", "&"),
        "+" | "-" | "*" | "/" | "%" => called("arithmetic", "", ""),
        "&" | "|" | "^" => called("bits", "", ""),
        "+=" | "-=" | "*=" | "/=" | "%=" => called("assign", "&mut ", ""),
        "&=" | "|=" | "^=" => called("assign_bits", "&mut ", ""),
        _ => return,
    };
    for number in &numbers {
        text.claim(*number, whole);
    }
    text.insert(first, whole, At::Before, whole.0, before);
    if between != operator {
        text.replace((from, to), &between);
    }
    text.insert(first, whole, At::After, whole.1, after);
}

/// An `&&` or `||` that a mutant turns into the other.
fn logic(number: usize, goes_on: &str) -> (String, String, String) {
    let between = format!(") {{ one => if one {goes_on} crate::switch::on({number}) {{ ");
    ("(match (".to_owned(), between, " } else { one } })".to_owned())
}

/// Both operands, and then what is done with them.
fn matched(group: &[&Mutant], operator: &str) -> (String, String, String) {
    ("(match (".to_owned(), ", ".to_owned(), chosen(group, operator) + ")")
}

/// What follows a pair of operands: the operator or one that stands in for it.
fn chosen(group: &[&Mutant], usual: &str) -> String {
    let others = group.iter().map(|mutant| {
        let other = mutant
            .replacement
            .trim_end_matches(|end| end == '=' && !matches!(mutant.replacement.as_str(), "==" | "<=" | ">="));
        format!("if crate::switch::on({}) {{ one {other} other }} else ", mutant.number)
    });
    format!(") {{ (one, other) => {}{{ one {usual} other }} }}", others.collect::<String>())
}

fn unary(text: &mut Text, places: &Places, mutant: &Mutant) {
    let (from, to) = (text.at(mutant.start), text.at(mutant.end));
    let Some(whole) = places.unary.get(&from).copied() else { return };
    let (before, after) = match &text.source[from..to] {
        "!" if places.is_const(from) => (format!("(!crate::switch::on({}) ^ (", mutant.number), "))"),
        "!" => (format!("crate::switch::not({}, ", mutant.number), ")"),
        _ => (format!("crate::switch::minus({}, ", mutant.number), ")"),
    };
    text.insert(mutant.number, whole, At::Before, from, before);
    text.replace((from, to), "");
    text.insert(mutant.number, whole, At::After, whole.1, after.into());
}

fn arm(text: &mut Text, places: &Places, mutant: &Mutant) {
    let from = text.at(mutant.start);
    let Some(arm) = places.arms.get(&from) else { return };
    let whole = (from, arm.end);
    match arm.guard {
        None => text.insert(
            mutant.number,
            whole,
            At::After,
            arm.pattern_end,
            format!(" if !crate::switch::on({})", mutant.number),
        ),
        Some(guard) => {
            text.claim(mutant.number, whole);
            let outer = (guard.0, guard.1 + 1);
            text.insert(
                mutant.number,
                outer,
                At::Before,
                guard.0,
                format!("!crate::switch::on({}) && (", mutant.number),
            );
            text.insert(mutant.number, outer, At::After, guard.1, ")".into());
        }
    }
}

fn guard(text: &mut Text, group: &[&Mutant]) {
    let whole = (text.at(group[0].start), text.at(group[0].end));
    let with = |value: &str| group.iter().find(|mutant| mutant.replacement == value).map(|mutant| mutant.number);
    let always = with("true").map_or("false".into(), |number| format!("crate::switch::on({number})"));
    let never = with("false").map_or("false".into(), |number| format!("crate::switch::on({number})"));
    for mutant in group {
        text.claim(mutant.number, whole);
    }
    text.insert(group[0].number, whole, At::Before, whole.0, format!("({always} || !{never} && ("));
    text.insert(group[0].number, whole, At::After, whole.1, "))".into());
}

fn field(text: &mut Text, places: &Places, mutant: &Mutant) {
    let from = text.at(mutant.start);
    let Some(field) = places.fields.get(&from) else { return };
    let otherwise = format!("if crate::switch::on({}) {{ ({}).{} }} else {{ ", mutant.number, field.base, field.name);
    let name = if field.is_short { format!("{}: ", field.name) } else { String::new() };
    text.insert(mutant.number, field.value, At::Before, field.value.0, format!("{name}{otherwise}"));
    text.insert(mutant.number, field.value, At::After, field.value.1, " }".into());
}
