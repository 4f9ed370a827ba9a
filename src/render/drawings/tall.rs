//! What a picture of an interpretation says → a drawing of its own (SVG), as wide as a phone shows it and as tall as its texts
//! need. Every line of text is an element in its place.

use serde::Serialize;

use super::lines::{even, lines, width};
use super::points::{Point, Rich, Run, Style, words};
use crate::syntax::markdown::escape;

/// Width of the drawing.
const WIDTH: usize = 720;
/// From its side to that of a panel.
const MARGIN: usize = 24;
/// From the side of the drawing to the texts of a panel.
const INSET: usize = 56;
/// Width of the texts of a panel.
const ROOM: usize = WIDTH - 2 * INSET;
/// Room between two panels.
const GAP: usize = 28;
/// Width and height of the code.
const CODE: usize = 240;

/// A size of text: its class, its size and its line.
struct Size {
    class: &'static str,
    size: usize,
    line: usize,
}

const KICKER: Size = Size { class: "k", size: 28, line: 44 };
const TITLE: Size = Size { class: "t", size: 56, line: 76 };
const LEAD: Size = Size { class: "l", size: 34, line: 54 };
const HEAD: Size = Size { class: "h", size: 42, line: 58 };
const SUB: Size = Size { class: "b", size: 36, line: 54 };
const TEXT: Size = Size { class: "p", size: 36, line: 56 };
const LABEL: Size = Size { class: "m", size: 32, line: 48 };
const FOOT: Size = Size { class: "f", size: 28, line: 44 };

/// What a picture says.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// Language of its texts.
    pub lang: String,
    /// What stands above its title.
    pub kicker: String,
    /// Its title.
    pub title: String,
    /// What stands below its title, paragraph by paragraph.
    pub lead: Vec<String>,
    /// Its panels.
    pub panels: Vec<Panel>,
    /// The code of its address, as the address of a picture, and the words for it.
    pub code: Option<(String, String)>,
    /// What stands at its end.
    pub foot: Vec<String>,
}

/// A headed part of a picture.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Panel {
    /// Its heading.
    pub title: String,
    /// What it says.
    pub points: Vec<Point>,
}

/// A drawing.
pub struct Drawing {
    /// Its width.
    pub width: usize,
    /// Its height.
    pub height: usize,
    /// The file.
    pub svg: String,
}

/// Shapes and texts so far; texts lie over shapes.
#[derive(Default)]
struct Canvas {
    shapes: String,
    texts: String,
    /// The place below what is drawn.
    y: usize,
}

/// The drawing of a picture, with the style sheet `css`.
pub fn drawing(picture: &Picture, css: &str) -> Drawing {
    let mut canvas = Canvas { y: 40, ..Canvas::default() };
    canvas.texts(&KICKER, (INSET, ROOM), &picture.kicker);
    canvas.y += 12;
    canvas.title(&TITLE, (INSET, ROOM), &picture.title);
    canvas.y += 12;
    for lead in &picture.lead {
        canvas.texts(&LEAD, (INSET, ROOM), lead);
    }
    canvas.y += 36;
    let band = canvas.y;
    canvas.shape("band", (0, 0, WIDTH, band), 0);
    for (at, panel) in picture.panels.iter().enumerate() {
        canvas.y += GAP;
        canvas.panel(at + 1, panel);
    }
    canvas.y += GAP;
    if let Some((code, words)) = &picture.code {
        let [x, y] = [(WIDTH - CODE) / 2, canvas.y];
        canvas.shape("code", (x - 16, y, CODE + 32, CODE + 32), 12);
        canvas.shapes.push_str(&format!(
            "<image x=\"{x}\" y=\"{}\" width=\"{CODE}\" height=\"{CODE}\" href=\"{}\"/>\n",
            y + 16,
            escape(code)
        ));
        canvas.y += CODE + 44;
        canvas.centred(&FOOT, words);
        canvas.y += 12;
    }
    for line in &picture.foot {
        canvas.texts(&FOOT, (INSET, ROOM), line);
    }
    let height = canvas.y + 32;
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" lang=\"{}\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\">\n\
         <title>{}</title>\n<style>\n{}</style>\n<rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\"/>\n{}{}</svg>\n",
        escape(&picture.lang),
        escape(&picture.title),
        escape(css),
        canvas.shapes,
        canvas.texts
    );
    Drawing { width: WIDTH, height, svg }
}

impl Canvas {
    fn shape(&mut self, class: &str, (x, y, width, height): (usize, usize, usize, usize), round: usize) {
        let round = if round > 0 { format!(" rx=\"{round}\"") } else { String::new() };
        self.shapes.push_str(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{round}/>\n"
        ));
    }

    /// A text without styles in it.
    fn texts(&mut self, size: &Size, place: (usize, usize), text: &str) {
        self.rich(size, place, &[Run { text: text.to_owned(), style: Style::Plain }]);
    }

    /// A title, in lines that are even.
    fn title(&mut self, size: &Size, (x, room): (usize, usize), text: &str) {
        for line in even(text, room as f64 / size.size as f64) {
            self.line(size, x, "", &[Run { text: line, style: Style::Plain }]);
        }
    }

    /// A text from `x` on, in so much room.
    fn rich(&mut self, size: &Size, (x, room): (usize, usize), text: &[Run]) {
        for line in rich_lines(text, room as f64 / size.size as f64) {
            self.line(size, x, "", &line);
        }
    }

    /// Lines in the middle.
    fn centred(&mut self, size: &Size, text: &str) {
        for line in lines(text, ROOM as f64 / size.size as f64) {
            self.line(size, WIDTH / 2, " text-anchor=\"middle\"", &[Run { text: line, style: Style::Plain }]);
        }
    }

    fn line(&mut self, size: &Size, x: usize, attributes: &str, line: &[Run]) {
        let foot = self.y + size.line / 2 + size.size * 3 / 8;
        self.texts.push_str(&format!("<text class=\"{}\" x=\"{x}\" y=\"{foot}\"{attributes}>", size.class));
        for run in line {
            let text = escape(&run.text);
            self.texts.push_str(&match run.style {
                Style::Plain => text,
                Style::Strong => format!("<tspan class=\"s\">{text}</tspan>"),
                Style::Cited => format!("<tspan class=\"c\">{text}</tspan>"),
            });
        }
        self.texts.push_str("</text>\n");
        self.y += size.line;
    }

    fn panel(&mut self, number: usize, panel: &Panel) {
        let top = self.y;
        let before = std::mem::take(&mut self.shapes);
        self.y += 28;
        let number = number.to_string();
        let wide = ((width(&number) * KICKER.size as f64) as usize + 28).max(52);
        self.shape("number", (INSET, self.y + 3, wide, 52), 26);
        self.texts.push_str(&format!(
            "<text class=\"n\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{number}</text>\n",
            INSET + wide / 2,
            self.y + 39
        ));
        self.title(&HEAD, (INSET + wide + 16, ROOM - wide - 16), &panel.title);
        self.y += 12;
        panel.points.iter().for_each(|point| self.point(point));
        self.y += 24;
        // The panel lies under what is in it.
        let inner = std::mem::replace(&mut self.shapes, before);
        self.shape("panel", (MARGIN, top, WIDTH - 2 * MARGIN, self.y - top), 16);
        self.shapes.push_str(&inner);
    }

    fn point(&mut self, point: &Point) {
        match point {
            Point::Head { text } => {
                self.y += 12;
                self.rich(&SUB, (INSET, ROOM), text);
            }
            Point::Text { text } => self.rich(&TEXT, (INSET, ROOM), text),
            Point::Item { text } => {
                self.shape("dot", (INSET + 4, self.y + TEXT.line / 2 - 6, 12, 12), 6);
                self.rich(&TEXT, (INSET + 32, ROOM - 32), text);
            }
            Point::Pair { label, value } => {
                let top = self.y + 4;
                if !words(label).is_empty() {
                    self.rich(&LABEL, (INSET + 24, ROOM - 24), label);
                }
                self.rich(&TEXT, (INSET + 24, ROOM - 24), value);
                self.shape("rule", (INSET, top, 6, self.y.saturating_sub(top + 4)), 0);
            }
        }
        self.y += 12;
    }
}

/// The lines of a text in runs. Lines are those of its words; white space between them is left out.
fn rich_lines(text: &[Run], room: f64) -> Vec<Rich> {
    let mut styled =
        text.iter().flat_map(|run| run.text.chars().map(|c| (c, run.style))).filter(|(c, _)| !c.is_whitespace());
    let mut style = Style::Plain;
    let runs = |line: String| {
        let mut runs: Rich = Vec::new();
        for c in line.chars() {
            if !c.is_whitespace() {
                style = styled.next().map_or(style, |(_, style)| style);
            }
            match runs.last_mut().filter(|run| run.style == style) {
                Some(run) => run.text.push(c),
                None => runs.push(Run { text: c.to_string(), style }),
            }
        }
        runs
    };
    lines(&words(text), room).into_iter().map(runs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::drawings::points::plain;

    fn picture(title: &str, items: usize) -> Picture {
        let item = |at| Point::Item {
            text: plain(&format!("第{at}项：{}", "取得的学时记入证书，当年度全国有效。".repeat(at % 4))),
        };
        Picture {
            lang: "zh-CN".to_owned(),
            title: title.to_owned(),
            panels: vec![
                Panel { title: "没有内容的一节".to_owned(), points: Vec::new() },
                Panel { title: title.to_owned(), points: (0..items).map(item).collect() },
            ],
            ..Picture::default()
        }
    }

    /// Left, foot and width of every line of text, as it is reckoned.
    fn boxes(drawing: &Drawing) -> Vec<(f64, f64, f64)> {
        let document = roxmltree::Document::parse(&drawing.svg).unwrap();
        let sizes = [KICKER, TITLE, LEAD, HEAD, SUB, TEXT, LABEL, FOOT];
        let texts = document.descendants().filter(|node| node.has_tag_name("text"));
        let number = |node: &roxmltree::Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
        let one = |node: roxmltree::Node<'_, '_>| {
            let size = sizes.iter().find(|size| Some(size.class) == node.attribute("class"))?;
            let text: String = node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect();
            Some((number(&node, "x"), number(&node, "y"), width(&text) * size.size as f64))
        };
        texts.filter_map(one).collect()
    }

    #[test]
    fn every_line_fits_and_none_lies_on_another() {
        for title in
            ["一图读懂", "", &"关于进一步做好数字技术工程师培育项目有关工作的通知".repeat(8), &"Unbroken".repeat(25)]
        {
            for items in [0, 1, 30] {
                let drawing = drawing(&picture(title, items), "");
                let boxes = boxes(&drawing);
                assert!(boxes.iter().all(|(x, y, wide)| x + wide <= 664.1 && *y < drawing.height as f64), "{boxes:?}");
                assert!(boxes.windows(2).all(|two| two[0].1 + 40.0 <= two[1].1), "{boxes:?}");
            }
        }
    }

    #[test]
    fn texts_are_escaped_and_keep_their_styles() {
        let text = vec![
            Run { text: "甲<b> & ".to_owned(), style: Style::Plain },
            Run { text: "乙".to_owned(), style: Style::Strong },
            Run { text: "（四（二））".to_owned(), style: Style::Cited },
        ];
        assert_eq!(rich_lines(&text, 6.0).len(), 3);
        let picture = Picture {
            panels: vec![Panel { title: "节".to_owned(), points: vec![Point::Text { text }] }],
            ..Picture::default()
        };
        let svg = drawing(&picture, "a > b { c: d }").svg;
        assert!(
            svg.contains(
                ">甲&lt;b&gt; &amp; <tspan class=\"s\">乙</tspan><tspan class=\"c\">（四（二））</tspan></text>"
            ),
            "{svg}"
        );
        assert!(svg.contains("a &gt; b"), "{svg}");
    }
}
