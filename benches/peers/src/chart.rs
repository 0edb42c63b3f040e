//! `speed.svg`: bars for what each library takes, times the bare MAC.

use std::{fmt::Write as _, fs, path::Path};

use crate::table::{Table, ratio};

/// Tables and columns that are drawn, and what is said above them.
const PANELS: [(&str, &str, &str); 4] = [
    ("verify: GitHub", "1 KiB", "GitHub, 1 KiB"),
    ("verify: Stripe", "1 KiB", "Stripe, 1 KiB"),
    ("verify: Standard Webhooks", "1 KiB", "Standard Webhooks, 1 KiB"),
    ("false signatures: Stripe", "100 false", "Stripe, 100 false signatures (on its own scale)"),
];

const WIDTH: f64 = 760.0;
const LEFT: f64 = 180.0;
const RIGHT: f64 = 70.0;
const BAR: f64 = 22.0;

/// A background of its own makes it legible on any page; a reader of dark pages gets a dark one.
const STYLE: &str = "
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.page { fill: #ffffff; stroke: #d0d7de }
.title { font-size: 16px; font-weight: 600 }
.panel { font-weight: 600 }
.other { fill: #8c959f }
.ours { fill: #0969da }
.floor { stroke: #1f2328; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .page { fill: #0d1117; stroke: #30363d }
  .other { fill: #6e7681 }
  .ours { fill: #58a6ff }
  .floor { stroke: #e6edf3 }
}
";

/// Draws what was measured.
pub fn write(project: &Path, tables: &[Table]) {
    let panels: Vec<_> = PANELS
        .into_iter()
        .filter_map(|(title, column, heading)| {
            let table = tables.iter().find(|table| table.title == title)?;
            let mut bars = table.ratios(column);
            bars.remove(0);
            bars.sort_by(|one, other| one.1.total_cmp(&other.1));
            Some((heading, bars))
        })
        .collect();
    let (last, shared) = panels.split_last().expect("tables that are drawn");
    let most = |bars: &[(&str, f64)]| bars.iter().map(|bar| bar.1).fold(1.0, f64::max);
    let scale = shared.iter().map(|panel| most(&panel.1)).fold(1.0, f64::max);

    let (mut drawn, mut y) = (String::new(), 62.0);
    for (heading, bars) in shared {
        panel(&mut drawn, &mut y, heading, bars, scale);
    }
    panel(&mut drawn, &mut y, last.0, &last.1, most(&last.1));
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {y}\" width=\"{WIDTH}\" height=\"{y}\" role=\"img\" \
         aria-label=\"Time to verify a webhook, in multiples of the bare MAC\">\n<style>{STYLE}</style>\n\
         <rect class=\"page\" x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"6\"/>\n\
         <text class=\"title\" x=\"16\" y=\"30\">Time to verify, times the bare MAC (dashed line); shorter is better</text>\n\
         {drawn}</svg>\n",
        WIDTH - 1.0,
        y - 1.0,
    );
    fs::write(project.join("speed.svg"), svg).expect("a folder that can be written to");
}

fn panel(drawn: &mut String, y: &mut f64, heading: &str, bars: &[(&str, f64)], scale: f64) {
    let unit = (WIDTH - LEFT - RIGHT) / scale;
    writeln!(drawn, "<text class=\"panel\" x=\"16\" y=\"{y:.0}\">{heading}</text>").expect("memory");
    let top = *y + 8.0;
    for (number, (name, value)) in (0_u8..).zip(bars) {
        let (bar, class) = (top + BAR * f64::from(number), if *name == "hookseal" { "ours" } else { "other" });
        let (width, baseline) = (value * unit, bar + 14.0);
        writeln!(
            drawn,
            "<text x=\"{:.0}\" y=\"{baseline:.0}\" text-anchor=\"end\">{name}</text>\
             <rect class=\"{class}\" x=\"{LEFT}\" y=\"{:.0}\" width=\"{width:.1}\" height=\"{:.0}\"/>\
             <text x=\"{:.1}\" y=\"{baseline:.0}\">{}</text>",
            LEFT - 8.0,
            bar + 1.0,
            BAR - 4.0,
            LEFT + width + 6.0,
            ratio(*value),
        )
        .expect("memory");
    }
    let (bottom, floor) = (bars.iter().fold(top, |y, _| y + BAR), LEFT + unit);
    writeln!(drawn, "<line class=\"floor\" x1=\"{floor:.1}\" x2=\"{floor:.1}\" y1=\"{top:.0}\" y2=\"{bottom:.0}\"/>")
        .expect("memory");
    *y = bottom + 30.0;
}
