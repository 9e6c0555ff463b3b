//! Markdown to blocks: CommonMark with tables, footnotes, struck-out text and task lists, and front matter.

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::{
    Format, Import, Remark, about,
    builder::{Builder, Container},
    html,
};
use crate::model::{BlockKind, Metadata};

/// Lines of front matter at most.
const FRONT_MATTER: usize = 500;
/// Elements that may stand inside a paragraph; other "tags" (`<Beijing>`) are the author's words.
const INLINE: &str = " a abbr b bdi bdo big br center cite code del dfn div em font i img input ins kbd label mark p q \
                      s samp small span strike strong sub sup time tt u var wbr ";

/// Whether pasted text looks like Markdown: front matter, a `#` heading, or a link.
pub(super) fn looks_like_markdown(text: &str) -> bool {
    const LINES: usize = 400;
    let heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ') && !rest.trim().is_empty()
    };
    front_matter(text).is_some() || text.lines().take(LINES).any(|l| heading(l) || l.contains("](http"))
}

/// Reads Markdown.
pub(super) fn read(text: &str) -> Import {
    let mut import = Import::new(Format::Markdown);
    let mut body = text;
    if let Some((lines, rest)) = front_matter(text) {
        read_front_matter(&lines, &mut import);
        import.remark(Remark::FrontMatter(lines.len()));
        body = rest;
    }
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reader = Reader {
        builder: Builder::new(&mut import),
        code: None,
        html: None,
    };
    for event in Parser::new_ext(body, options) {
        reader.event(event);
    }
    reader.builder.finish();
    if import.about.title.is_empty()
        && let Some(first) = import.blocks.first().filter(|b| b.kind == BlockKind::Heading(1))
    {
        import.about.title = first.text.trim().to_owned();
    }
    about::fill_in(&mut import);
    import.remarks.insert(0, Remark::FilledIn(about::filled(&import.about)));
    import.remarks.retain(Remark::says_something);
    import
}

struct Reader<'a> {
    builder: Builder<'a>,
    /// The code block being read.
    code: Option<String>,
    /// The stretch of HTML being read.
    html: Option<String>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>) {
        let builder = &mut self.builder;
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => builder.verbatim(&text),
            },
            Event::Code(text) => {
                builder.counts.emphasis += 1;
                builder.verbatim(&text);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => builder.verbatim(&text),
            Event::Html(text) => match &mut self.html {
                Some(html) => html.push_str(&text),
                None => builder.verbatim(&text),
            },
            Event::InlineHtml(tag) => self.inline_html(&tag),
            Event::FootnoteReference(label) => builder.verbatim(&format!("[{label}]")),
            Event::SoftBreak | Event::HardBreak => builder.line_break(),
            Event::Rule => {
                builder.end_block();
                builder.counts.rules += 1;
            }
            Event::TaskListMarker(done) => builder.verbatim(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let builder = &mut self.builder;
        match tag {
            Tag::Paragraph | Tag::Table(_) => builder.end_block(),
            Tag::Heading { level, .. } => builder.start_heading(number(*level)),
            Tag::BlockQuote(_) => builder.open(Container::Quotation),
            Tag::List(first) => builder.open(Container::List(*first)),
            Tag::Item => builder.open_item(),
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::FootnoteDefinition(label) => {
                builder.end_block();
                builder.counts.footnotes += 1;
                builder.verbatim(&format!("[{label}] "));
            }
            Tag::TableHead | Tag::TableRow => builder.start_row(),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => builder.counts.emphasis += 1,
            Tag::Image { .. } => builder.counts.descriptions += 1,
            Tag::Link { link_type, .. } => {
                builder.counts.links += usize::from(!matches!(link_type, LinkType::Autolink | LinkType::Email));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let builder = &mut self.builder;
        match tag {
            TagEnd::Paragraph | TagEnd::FootnoteDefinition => builder.end_block(),
            TagEnd::Heading(_) => builder.end_heading(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => builder.close(),
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    builder.preformatted(&code);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    builder.end_block();
                    builder.counts.html += 1;
                    html::push_fragment(&html, builder.import);
                }
            }
            TagEnd::TableCell => builder.end_cell(),
            TagEnd::TableHead | TagEnd::TableRow => builder.end_row(),
            _ => {}
        }
    }

    fn inline_html(&mut self, tag: &str) {
        let builder = &mut self.builder;
        let name: String = tag
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let name = name.to_ascii_lowercase();
        if tag.starts_with("<!--") {
            builder.counts.html += 1;
        } else if name == "br" {
            builder.line_break();
        } else if INLINE.contains(&format!(" {name} ")) {
            builder.counts.emphasis += usize::from(!tag.starts_with("</"));
        } else {
            builder.verbatim(tag);
        }
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The lines of front matter (YAML between `---`, TOML between `+++`), and the text after it.
fn front_matter(text: &str) -> Option<(Vec<&str>, &str)> {
    let (first, mut rest) = text.split_once('\n')?;
    let fence = first.trim_end();
    let sign = match fence {
        "---" => ':',
        "+++" => '=',
        _ => return None,
    };
    let mut lines = Vec::new();
    while lines.len() < FRONT_MATTER && !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim_end();
        if line == fence || (fence == "---" && line == "...") {
            return lines.iter().any(|l: &&str| l.contains(sign)).then_some((lines, after));
        }
        lines.push(line);
        rest = after;
    }
    None
}

fn read_front_matter(lines: &[&str], import: &mut Import) {
    let Metadata {
        title,
        author,
        source,
        address,
        date,
    } = &mut import.about;
    for (at, line) in lines.iter().enumerate() {
        let Some((key, value)) = line.split_once([':', '=']) else {
            continue;
        };
        let key = key.trim().trim_matches('"').to_lowercase().replace('-', "_");
        let mut value = scalar(value);
        if value.is_empty() {
            let items = lines[at + 1..].iter().map_while(|l| l.trim_start().strip_prefix("- "));
            value = items.map(scalar).collect::<Vec<_>>().join(", ");
        }
        let field = match key.as_str() {
            "title" | "headline" => &mut *title,
            "author" | "authors" | "byline" | "creator" => &mut *author,
            "source" | "publication" | "publisher" | "site" | "site_name" | "website" | "journal" => {
                if about::web_address(&value).is_some() {
                    &mut *address
                } else {
                    &mut *source
                }
            }
            "url" | "link" | "address" | "canonical" | "canonical_url" | "original_url" | "source_url" => &mut *address,
            "date" | "published" | "published_at" | "publish_date" | "publishdate" | "pubdate" => {
                let year = value.len() == 4 && value.bytes().all(|b| b.is_ascii_digit());
                value = about::iso_date(&value).unwrap_or(if year { value } else { String::new() });
                &mut *date
            }
            "lang" | "language" if !value.is_empty() => {
                import.language.get_or_insert(value);
                continue;
            }
            _ => continue,
        };
        if field.is_empty() {
            *field = value;
        }
    }
}

/// A value without its quotation marks; the items of a list, joined.
fn scalar(value: &str) -> String {
    let quotes = ['"', '\'', ' ', '\t'];
    let value = value.trim();
    match value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        Some(items) => items
            .split(',')
            .map(|item| item.trim().trim_matches(['[', ']', '"', '\'']))
            .collect::<Vec<_>>()
            .join(", "),
        None => value.trim_matches(quotes).to_owned(),
    }
}
