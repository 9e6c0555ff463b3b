//! Writes format 1.
//!
//! The text is laid out by hand: one record a line, fields in a fixed order, nothing written that says nothing, so
//! that the same project gives the same bytes and a small change is a small difference.

use std::fmt::Write as _;

use super::{
    text::push_string,
    v1::{BasisName, ConfidenceName, StanceName, role_name},
};
use crate::model::{
    BlockKind, Cell, Dismissal, Document, DocumentId, Moment, Note, Passage, PassageId, Position, PositionKey, Project,
    Target,
};

/// The project as the text of a save file. The same project always gives the same text.
pub fn write(project: &Project) -> String {
    let mut out = Writer {
        out: String::with_capacity(expected_size(project)),
        first: true,
    };
    out.raw("(\n  format: 1,\n");
    if !project.title.is_empty() {
        out.raw("  title: ");
        push_string(&mut out.out, &project.title);
        out.raw(",\n");
    }
    out.list("documents", project.documents.iter(), |out, d| document(out, d));
    out.list("actors", project.actors.iter(), |out, actor| {
        out.text("id", actor.id.as_str());
        out.some_text("name", &actor.name);
        out.texts("aliases", &actor.aliases);
        if let Some(colour) = actor.colour {
            out.text("colour", &colour.to_string());
        }
        out.some_text("group", &actor.group);
        out.flag("hidden", actor.hidden);
    });
    out.list("issues", project.issues.iter(), |out, issue| {
        out.text("id", issue.id.as_str());
        out.some_text("name", &issue.name);
        out.some_text("proposition", &issue.proposition);
        out.texts("keywords", &issue.keywords);
        out.some_text("group", &issue.group);
        out.flag("hidden", issue.hidden);
    });
    out.list("periods", project.periods.iter(), |out, period| {
        out.text("id", period.id.as_str());
        out.some_text("name", &period.name);
        out.some_text("description", &period.description);
    });
    out.list("analysts", project.analysts.iter(), |out, analyst| {
        out.text("id", analyst.id.as_str());
        out.some_text("name", &analyst.name);
        out.flag("finished", analyst.finished);
    });
    out.list("passages", passages_in_order(project).into_iter(), passage);
    out.list("positions", project.positions.iter(), |out, (key, p)| {
        position(out, key, p);
    });
    let mut notes: Vec<(String, &Note)> = project.notes.iter().map(|(id, n)| (id.to_string(), &**n)).collect();
    notes.sort_by(|a, b| a.0.cmp(&b.0));
    out.list("notes", notes.into_iter(), |out, (id, n)| note(out, &id, n));
    out.list("dismissals", project.dismissals.iter(), dismissal);
    out.raw(")\n");
    out.out
}

/// About how many bytes a project takes, so that the text is not moved about while it grows.
fn expected_size(project: &Project) -> usize {
    let text: usize = project
        .documents
        .iter()
        .flat_map(|d| d.body.blocks())
        .map(|b| b.text.len() + 24)
        .sum();
    1024 + text + text / 32 + project.passages.len() * 320 + project.positions.len() * 240 + project.notes.len() * 400
}

/// By document, in the documents' order; then by place; then by id.
fn passages_in_order(project: &Project) -> Vec<&Passage> {
    let documents: std::collections::BTreeMap<&DocumentId, usize> =
        project.documents.iter().enumerate().map(|(n, d)| (&d.id, n)).collect();
    let mut last: Option<(&DocumentId, usize)> = None;
    let mut passages: Vec<(usize, u32, u32, PassageId, &Passage)> = project
        .passages
        .values()
        .map(|p| {
            let document = match last {
                Some((id, n)) if *id == p.document => n,
                _ => documents.get(&p.document).copied().unwrap_or(usize::MAX),
            };
            last = Some((&p.document, document));
            (document, p.anchor.start, p.anchor.end, p.id, &**p)
        })
        .collect();
    passages.sort_unstable_by_key(|(document, start, end, id, _)| (*document, *start, *end, *id));
    passages.into_iter().map(|(.., p)| p).collect()
}

struct Writer {
    out: String,
    /// Whether the next field is the first of its record.
    first: bool,
}

impl Writer {
    fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// A list of records, one a line; nothing if it is empty.
    fn list<T>(&mut self, name: &str, items: impl ExactSizeIterator<Item = T>, record: impl Fn(&mut Self, T)) {
        if items.len() == 0 {
            return;
        }
        self.raw("  ");
        self.raw(name);
        self.raw(": [\n");
        for item in items {
            self.raw("    (");
            self.first = true;
            record(self, item);
            self.raw("),\n");
        }
        self.raw("  ],\n");
    }

    fn name(&mut self, name: &str) {
        if !self.first {
            self.raw(", ");
        }
        self.first = false;
        self.raw(name);
        self.raw(": ");
    }

    fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        push_string(&mut self.out, text);
    }

    fn some_text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.text(name, text);
        }
    }

    fn texts(&mut self, name: &str, texts: &[String]) {
        self.items(name, texts, |out, text| push_string(&mut out.out, text));
    }

    fn items<T>(&mut self, name: &str, items: &[T], item: impl Fn(&mut Self, &T)) {
        if items.is_empty() {
            return;
        }
        self.name(name);
        self.raw("[");
        for (n, one) in items.iter().enumerate() {
            if n > 0 {
                self.raw(", ");
            }
            item(self, one);
        }
        self.raw("]");
    }

    fn flag(&mut self, name: &str, set: bool) {
        if set {
            self.word(name, "true");
        }
    }

    fn word(&mut self, name: &str, word: &str) {
        self.name(name);
        self.raw(word);
    }

    fn number(&mut self, name: &str, number: u32) {
        self.name(name);
        push_number(&mut self.out, number);
    }

    /// `Name("…")`
    fn call(&mut self, name: &str, texts: &[&str]) {
        self.raw(name);
        self.raw("(");
        for (n, text) in texts.iter().enumerate() {
            if n > 0 {
                self.raw(", ");
            }
            push_string(&mut self.out, text);
        }
        self.raw(")");
    }
}

/// Writing to a string cannot fail, so there is nothing in the result to look at.
fn push_number(out: &mut String, number: u32) {
    write!(out, "{number}").unwrap_or_default();
}

fn document(out: &mut Writer, document: &Document) {
    out.text("id", document.id.as_str());
    out.some_text("title", &document.about.title);
    out.some_text("author", &document.about.author);
    out.some_text("source", &document.about.source);
    out.some_text("address", &document.about.address);
    out.some_text("date", &document.about.date);
    if document.body.blocks().is_empty() {
        return;
    }
    out.name("blocks");
    out.raw("[\n");
    for block in document.body.blocks() {
        out.raw("      ");
        match block.kind {
            BlockKind::Heading(level) => {
                out.raw("Heading(");
                push_number(&mut out.out, u32::from(level));
                out.raw(", ");
                push_string(&mut out.out, &block.text);
                out.raw(")");
            }
            BlockKind::Paragraph => out.call("Paragraph", &[&block.text]),
            BlockKind::Quotation => out.call("Quotation", &[&block.text]),
            BlockKind::ListItem => out.call("ListItem", &[&block.text]),
        }
        out.raw(",\n");
    }
    out.raw("    ]");
}

fn passage(out: &mut Writer, passage: &Passage) {
    out.text("id", &passage.id.to_string());
    out.text("document", passage.document.as_str());
    out.text("analyst", passage.analyst.as_str());
    out.number("start", passage.anchor.start);
    out.number("end", passage.anchor.end);
    out.text("quotation", &passage.anchor.quotation);
    out.some_text("prefix", &passage.anchor.prefix);
    out.some_text("suffix", &passage.anchor.suffix);
}

fn position(out: &mut Writer, key: &PositionKey, position: &Position) {
    out.text("analyst", key.analyst.as_str());
    out.text("actor", key.actor.as_str());
    out.text("issue", key.issue.as_str());
    if let Some(period) = &key.period {
        out.text("period", period.as_str());
    }
    if let Some(stance) = position.stance {
        out.word("stance", StanceName::of(stance));
    }
    if let Some(confidence) = position.confidence {
        out.word("confidence", ConfidenceName::of(confidence));
    }
    if let Some(basis) = position.basis {
        out.word("basis", BasisName::of(basis));
    }
    out.some_text("rationale", &position.rationale);
    out.items("evidence", &position.evidence, |out, e| {
        out.call(role_name(e.role), &[&e.passage.to_string()]);
    });
}

fn note(out: &mut Writer, id: &str, note: &Note) {
    out.text("id", id);
    out.text("analyst", note.analyst.as_str());
    out.items("about", &note.about, |out, target| match target {
        Target::Project => out.raw("Project"),
        Target::Document(id) => out.call("Document", &[id.as_str()]),
        Target::Passage(id) => out.call("Passage", &[&id.to_string()]),
        Target::Cell(Cell { actor, issue }) => out.call("Cell", &[actor.as_str(), issue.as_str()]),
        Target::Actor(id) => out.call("Actor", &[id.as_str()]),
        Target::Issue(id) => out.call("Issue", &[id.as_str()]),
    });
    out.text("created", &moment(note.created));
    out.text("changed", &moment(note.changed));
    out.texts("tags", &note.tags);
    out.some_text("text", &note.text);
}

fn dismissal(out: &mut Writer, dismissal: &Dismissal) {
    out.text("analyst", dismissal.analyst.as_str());
    out.text("actor", dismissal.cell.actor.as_str());
    out.text("issue", dismissal.cell.issue.as_str());
    out.text("document", dismissal.document.as_str());
    out.text("sentence", &dismissal.sentence);
}

/// A moment as RFC 3339 in UTC; what lies outside the years that can be written becomes the nearest that can.
fn moment(moment: Moment) -> String {
    let (least, most) = (jiff::Timestamp::MIN.as_second(), jiff::Timestamp::MAX.as_second());
    jiff::Timestamp::from_second(moment.0.clamp(least, most))
        .unwrap_or_default()
        .to_string()
}
