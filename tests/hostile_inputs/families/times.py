"""What can be tried on everybody who signs a time."""

from .family import Family, raw

YEAR = 365 * 24 * 3600


def cases(family: Family) -> list[dict]:
    """Times that are wrong, and the right one in other words."""
    return [*signed(family), *unsigned(family), *rewritten(family)]


def at(family: Family, time: str) -> dict:
    """Headers with a time that the sender signed."""
    return family.headers(family.text(time=time), time)


def signed(family: Family):
    """The right signature of the wrong time."""
    now = family.now
    for name, why, source, time in [
        ("an hour old", "a recording", "", now - 3600),
        ("an hour ahead", "a recording to come", "stripe-dotnet #1183", now + 3600),
        ("ten years ahead", "only the past is bounded: a recording that works for ten years", "", now + 10 * YEAR),
        ("signed at 0", "what a missing number often is", "", 0),
        ("signed in milliseconds", "a date in the year 59000", "", now * 1000),
    ]:
        yield family.case("refuse", name, why, source, headers=at(family, str(time)))
    for name, digits in [("Arabic", "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669"),
                         ("full-width", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")]:
        time = str(now).translate({ord("0") + n: digit for n, digit in enumerate(digits)})
        yield family.case("refuse", f"{name} digits", "numbers to one part of a system, letters to the next", "",
                          headers=at(family, time))


def unsigned(family: Family):
    """No signature, and a number that arithmetic may break on."""
    forged = lambda times: [{"headers": family.headers("0" * 64, time)} for time in times]
    for name, why, source, times in [
        ("the smallest 64-bit number", "now minus it overflows: a crash by anyone", "", ["-9223372036854775808"]),
        ("the largest numbers", "as above", "", ["9223372036854775807", "9223372036854775808", "18446744073709551615"]),
        ("below zero", "no time of any delivery", "", ["-1", "-0", "-1800000000"]),
        ("digits by the thousand", "conversions that are quadratic or refuse with another error", "", ["9" * 5000]),
        ("no number", "an exception of the parser becomes a 500", "", ["abc", "NaN", "Infinity", "1e400", "0x10", "\u00b2"]),
        ("an empty time", "nothing is no number either", "", [""]),
    ]:
        yield family.case("refuse", f"time: {name}", why, source, each=forged(times))
    if family.time_header:
        yield family.case("refuse", "no time", "a check that is skipped where there is nothing to check", "OwnPay #140",
                          each=[{"headers": {family.time_header: None}}])
        yield family.case("refuse", "two times", "which one was verified, and which one is read?", "",
                          each=[{"headers": {family.time_header: [str(family.now), "1"]}}])


def rewritten(family: Family):
    """A genuine delivery, whose time is written otherwise on the way: what is signed are bytes."""
    now = str(family.now)
    for name, source, time in [
        ("a plus sign", "", "+" + now),
        ("a zero in front", "", "0" + now),
        ("letters behind", "", now + "abc"),
        ("a fraction", "", now + ".9"),
        ("an exponent", "", now + "e0"),
        ("underscores", "", f"{now[:1]}_{now[1:]}"),
        ("white space within", "", now + " 0"),
    ]:
        yield family.case("refuse", f"time: {name}, added on the way", "signed are its bytes, not its number", source,
                          headers=family.headers(time=time))
