//! What the woven code asks: is this mutant on? It replaces nothing by itself.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]

use std::{
    fs::OpenOptions,
    io::Write,
    ops,
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

const MOST: usize = 4096;

static ON: LazyLock<usize> =
    LazyLock::new(|| std::env::var("MUTANT").ok().and_then(|number| number.parse().ok()).unwrap_or(usize::MAX));
static REACHED: [AtomicBool; MOST] = [const { AtomicBool::new(false) }; MOST];
static LOG: LazyLock<Option<Mutex<std::fs::File>>> = LazyLock::new(|| {
    let path = std::env::var_os("MUTANTS_REACHED")?;
    OpenOptions::new().create(true).append(true).open(path).ok().map(Mutex::new)
});

/// Constants are made as they stand; what runs can be switched.
pub const fn on(number: usize) -> bool {
    core::intrinsics::const_eval_select((number,), never, is_on)
}

const fn never(_: usize) -> bool {
    false
}

fn is_on(number: usize) -> bool {
    if let Some(log) = &*LOG
        && !REACHED[number].swap(true, Ordering::Relaxed)
    {
        writeln!(log.lock().unwrap(), "{number}").unwrap();
    }
    *ON == number
}

/// The operator that stands here now.
fn operator(others: &[(usize, &'static str)], usual: &'static str) -> &'static str {
    others.iter().fold(usual, |found, (number, other)| if on(*number) { other } else { found })
}

pub fn compare<T: PartialOrd<U> + ?Sized, U: ?Sized>(
    others: &[(usize, &'static str)],
    usual: &'static str,
    one: &T,
    other: &U,
) -> bool {
    match operator(others, usual) {
        "<" => one < other,
        "<=" => one <= other,
        ">" => one > other,
        ">=" => one >= other,
        "==" => one == other,
        operator => panic!("{operator}"),
    }
}

pub trait Number:
    Copy
    + ops::Add<Output = Self>
    + ops::Sub<Output = Self>
    + ops::Mul<Output = Self>
    + ops::Div<Output = Self>
    + ops::Rem<Output = Self>
{
}

macro_rules! numbers { ($($t:ty)*) => { $(impl Number for $t {})* } }
numbers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f64);

pub fn arithmetic<T: Number>(others: &[(usize, &'static str)], usual: &'static str, one: T, other: T) -> T {
    match operator(others, usual) {
        "+" => one + other,
        "-" => one - other,
        "*" => one * other,
        "/" => one / other,
        "%" => one % other,
        operator => panic!("{operator}"),
    }
}

pub fn assign<T: Number>(others: &[(usize, &'static str)], usual: &'static str, one: &mut T, other: T) {
    let operator = operator(others, usual).trim_end_matches('=');
    *one = arithmetic(&[], operator, *one, other);
}

pub fn bits<T: ops::BitAnd<Output = T> + ops::BitOr<Output = T> + ops::BitXor<Output = T>>(
    others: &[(usize, &'static str)],
    usual: &'static str,
    one: T,
    other: T,
) -> T {
    match operator(others, usual) {
        "&" => one & other,
        "|" => one | other,
        "^" => one ^ other,
        operator => panic!("{operator}"),
    }
}

pub fn assign_bits<T: Copy + ops::BitAnd<Output = T> + ops::BitOr<Output = T> + ops::BitXor<Output = T>>(
    others: &[(usize, &'static str)],
    usual: &'static str,
    one: &mut T,
    other: T,
) {
    let operator = operator(others, usual).trim_end_matches('=');
    *one = bits(&[], operator, *one, other);
}

pub fn not<T: ops::Not<Output = T>>(number: usize, one: T) -> T {
    if on(number) { one } else { !one }
}

pub fn minus<T: ops::Neg<Output = T>>(number: usize, one: T) -> T {
    if on(number) { one } else { -one }
}
