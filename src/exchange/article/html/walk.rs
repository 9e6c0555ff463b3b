//! A part of a page to blocks.

use dom_query::NodeRef;

use super::{
    super::builder::{Builder, Container},
    is_noise,
};

/// Goes through what is under `root` and finishes the builder; gives the words in what was passed over.
pub(super) fn blocks(root: &NodeRef<'_>, mut builder: Builder<'_>) -> usize {
    let mut skipped = 0;
    let mut tables = Vec::new();
    let mut depth = 1_usize;
    let mut next = root.first_child();
    while let Some(mut node) = next {
        if enter(&node, &mut builder, &mut tables, &mut skipped) {
            next = node.first_child();
            if next.is_some() {
                depth += 1;
                continue;
            }
            leave(&node, &mut builder, &mut tables);
        }
        next = node.next_sibling();
        while next.is_none() {
            depth -= 1;
            let Some(parent) = node.parent().filter(|_| depth > 0) else {
                break;
            };
            node = parent;
            leave(&node, &mut builder, &mut tables);
            next = node.next_sibling();
        }
    }
    builder.finish();
    skipped
}

/// Parts of a page that are not read, but whose words count as the page's.
fn is_passed_over(name: &str) -> bool {
    matches!(
        name,
        "nav"
            | "footer"
            | "aside"
            | "form"
            | "button"
            | "select"
            | "textarea"
            | "input"
            | "audio"
            | "video"
            | "dialog"
            | "menu"
    )
}

/// Whether a name stands for something that blocks are made of, or that separates them.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "main"
            | "p"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
    )
}

fn level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

/// What begins at a node; whether to go into it.
fn enter(node: &NodeRef<'_>, builder: &mut Builder<'_>, tables: &mut Vec<bool>, skipped: &mut usize) -> bool {
    if node.is_text() {
        builder.flowing(&node.text());
        return false;
    }
    if is_noise(node) || node.is_comment() {
        return false;
    }
    let Some(name) = node.qual_name_ref() else { return true };
    let name = &*name.local;
    if is_passed_over(name) || node.has_attr("hidden") {
        *skipped += words_under(node);
        builder.end_block();
        return false;
    }
    let in_table = tables.last() == Some(&true);
    match name {
        "br" => builder.line_break(),
        "img" | "picture" => {
            builder.counts.pictures += 1;
            return false;
        }
        "a" if node.has_attr("href") => builder.counts.links += 1,
        "b" | "em" | "i" | "strong" | "u" | "s" | "mark" => builder.counts.emphasis += 1,
        "q" => builder.verbatim("“"),
        "blockquote" => builder.open(Container::Quotation),
        "ul" => builder.open(Container::List(None)),
        "ol" => {
            let first = node.attr("start").and_then(|start| start.trim().parse().ok());
            builder.open(Container::List(Some(first.unwrap_or(1))));
        }
        "li" => builder.open_item(),
        "pre" => {
            builder.preformatted(&node.text());
            return false;
        }
        "table" => {
            builder.end_block();
            tables.push(is_data(node));
        }
        "tr" if in_table => builder.start_row(),
        "td" | "th" if in_table => {}
        "hr" => {
            builder.end_block();
            builder.counts.rules += 1;
        }
        _ => {
            if let Some(level) = level(name) {
                builder.start_heading(level);
            } else if is_block(name) || matches!(name, "tr" | "td" | "th") {
                builder.end_block();
            }
        }
    }
    true
}

/// What ends at a node.
fn leave(node: &NodeRef<'_>, builder: &mut Builder<'_>, tables: &mut Vec<bool>) {
    let Some(name) = node.qual_name_ref() else { return };
    let name = &*name.local;
    let in_table = tables.last() == Some(&true);
    match name {
        "q" => builder.verbatim("”"),
        "blockquote" | "ul" | "ol" | "li" => builder.close(),
        "table" => {
            builder.end_row();
            builder.end_block();
            tables.pop();
        }
        "tr" if in_table => builder.end_row(),
        "td" | "th" if in_table => builder.end_cell(),
        _ => {
            if level(name).is_some() {
                builder.end_heading();
            } else if is_block(name) || matches!(name, "tr" | "td" | "th") {
                builder.end_block();
            }
        }
    }
}

/// Whether a table holds data: no cell has a table, a heading, a list or more than one paragraph in it.
fn is_data(table: &NodeRef<'_>) -> bool {
    let mut paragraphs = 0;
    for node in table.descendants_it() {
        let Some(name) = node.qual_name_ref() else { continue };
        match &*name.local {
            "td" | "th" => paragraphs = 0,
            "p" | "div" => {
                paragraphs += 1;
                if paragraphs > 1 {
                    return false;
                }
            }
            "table" | "ul" | "ol" | "blockquote" | "pre" | "article" | "section" => return false,
            other if level(other).is_some() => return false,
            _ => {}
        }
    }
    true
}

fn words_under(node: &NodeRef<'_>) -> usize {
    let mut words = 0;
    for node in node.descendants_it().filter(NodeRef::is_text) {
        if node.parent().is_none_or(|parent| !is_noise(&parent)) {
            words += node.text().split_whitespace().count();
        }
    }
    words
}
