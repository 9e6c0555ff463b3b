//! Finding in the article, and in all articles: the bar, the hits in the text and on the scroll bar, the list.
//!
//! What is found is kept for as long as the bar is open; it is looked for anew whenever the query, or the text, is
//! another. Not here: what is a hit (`analysis::find`).

mod bar;
mod list;
mod marking;
#[cfg(test)]
mod tests;
mod ticks;

use std::{ops::Range, sync::Arc};

use eframe::egui::{self, Ui};

use super::{ArticlePane, Coming, Manner};
use crate::{
    analysis::find::{BadPattern, Finder, Query},
    model::{Body, Document, DocumentId},
    ui::{Command, Ctx, work::Work},
};
use list::List;
use ticks::Ticks;

/// Code points of selected text up to which it is taken to be what is looked for.
const SHORT: u32 = 200;

/// How many hits are given in at a time.
const BATCH: usize = 20_000;

/// What is found in one document.
#[derive(Debug, Clone)]
struct Found {
    document: DocumentId,
    body: Arc<Body>,
    /// The hits, in order.
    hits: Vec<Range<u32>>,
}

/// One hit: the place of its document, and its place among that document's hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    document: usize,
    n: usize,
}

/// Hits that came in, of the document at a place.
type Part = (usize, Vec<Range<u32>>);

/// What a user is told of a step to another hit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Wrapped {
    #[default]
    No,
    ToTheTop,
    ToTheEnd,
}

/// The state of finding.
#[derive(Debug, Default)]
pub(super) struct Find {
    open: bool,
    query: Query,
    /// Whether all documents are looked through.
    everywhere: bool,
    /// What `found` is of.
    searched: Option<(Query, bool)>,
    problem: Option<BadPattern>,
    work: Option<Work<Part>>,
    /// When it began, in seconds of egui's clock.
    since: f64,
    found: Vec<Found>,
    /// What takes the place of `found` when the first of it comes in: until then the old hits stay, so that nothing
    /// flickers while one types.
    next: Option<Vec<Found>>,
    /// Counts the times that `found` changed.
    changes: u64,
    current: Option<Hit>,
    /// Where the hit nearest to it is to be shown: the user typed.
    seek: bool,
    /// Whether the place left was noted for the way back.
    noted: bool,
    /// From where on a hit is looked for as the user types.
    origin: Option<(DocumentId, u32)>,
    wrapped: Wrapped,
    /// Takes the keyboard in the next frame.
    grab: bool,
    ticks: Ticks,
    list: List,
}

impl Find {
    /// Whether the bar is open.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Whether more may be found yet.
    fn is_searching(&self) -> bool {
        self.work.is_some()
    }

    /// Whether finding has taken so long that it is worth a word.
    fn takes_long(&self, egui: &egui::Context) -> bool {
        self.is_searching() && egui.input(|i| i.time) - self.since > 0.25
    }

    /// The hits of a document that touch a range, and the current one if it is among them.
    pub(super) fn hits_in(&self, document: &DocumentId, range: &Range<u32>) -> (&[Range<u32>], Option<Range<u32>>) {
        let Some((place, found)) = self.in_document(document) else {
            return (&[], None);
        };
        let from = found.hits.partition_point(|h| h.end <= range.start);
        let to = from + found.hits[from..].partition_point(|h| h.start < range.end);
        let current = self
            .current
            .filter(|c| c.document == place && (from..to).contains(&c.n));
        (&found.hits[from..to], current.map(|c| found.hits[c.n].clone()))
    }

    fn in_document(&self, document: &DocumentId) -> Option<(usize, &Found)> {
        self.found.iter().enumerate().find(|(_, f)| f.document == *document)
    }

    fn hit(&self, hit: Hit) -> Option<(&Found, &Range<u32>)> {
        let found = self.found.get(hit.document)?;
        Some((found, found.hits.get(hit.n)?))
    }

    /// How many hits there are so far.
    fn count(&self) -> usize {
        self.found.iter().map(|f| f.hits.len()).sum()
    }

    /// Which hit this is of all, counted from 0.
    fn rank(&self, hit: Hit) -> usize {
        let before: usize = self.found[..hit.document].iter().map(|f| f.hits.len()).sum();
        before + hit.n
    }

    /// The hit of a rank.
    fn ranked(&self, rank: usize) -> Option<Hit> {
        let mut left = rank;
        for (document, found) in self.found.iter().enumerate() {
            if left < found.hits.len() {
                return Some(Hit { document, n: left });
            }
            left -= found.hits.len();
        }
        None
    }

    /// Sees to it that what is found is of the query and the text as they are now; takes in what came.
    fn follow(&mut self, ctx: &Ctx<'_>, egui: &egui::Context, shown: &Document) {
        let same_text = {
            let mut now = documents(ctx, shown, self.everywhere);
            let same = |f: &Found| {
                now.next()
                    .is_some_and(|d| d.id == f.document && Arc::ptr_eq(&d.body, &f.body))
            };
            let all = self.next.as_ref().unwrap_or(&self.found).iter().all(same);
            all && now.next().is_none()
        };
        let same_query = self
            .searched
            .as_ref()
            .is_some_and(|(query, everywhere)| *query == self.query && *everywhere == self.everywhere);
        if !same_query || !same_text {
            self.search(ctx, egui, shown);
            if !same_text || self.work.is_none() {
                self.put_next();
            }
        }
        while let Some((document, hits)) = self.work.as_mut().and_then(Work::take) {
            self.put_next();
            if let Some(found) = self.found.get_mut(document) {
                found.hits.extend(hits);
                self.changes += 1;
            }
        }
        if self.work.as_ref().is_some_and(Work::is_over) {
            self.put_next();
            self.work = None;
        }
    }

    /// Puts what is being found in the place of what was found before.
    fn put_next(&mut self) {
        if let Some(next) = self.next.take() {
            self.found = next;
            self.current = None;
            self.list.clear();
            self.changes += 1;
        }
    }

    fn search(&mut self, ctx: &Ctx<'_>, egui: &egui::Context, shown: &Document) {
        let here = self
            .current
            .and_then(|c| self.hit(c))
            .map(|(f, h)| (f.document.clone(), h.start));
        self.searched = Some((self.query.clone(), self.everywhere));
        self.since = egui.input(|i| i.time);
        self.work = None;
        let found = documents(ctx, shown, self.everywhere).map(|d| Found {
            document: d.id.clone(),
            body: Arc::clone(&d.body),
            hits: Vec::new(),
        });
        let found: Vec<Found> = found.collect();
        if !self.seek {
            // The same hit stays the current one where it is found again.
            self.origin = here.or_else(|| self.origin.take());
        }
        let bodies: Vec<Arc<Body>> = found.iter().map(|f| Arc::clone(&f.body)).collect();
        let first = found.iter().position(|f| f.document == shown.id).unwrap_or(0);
        self.next = Some(found);
        let finder = match Finder::new(&self.query) {
            Ok(finder) => finder,
            Err(problem) => {
                self.problem = Some(problem);
                return;
            }
        };
        self.problem = None;
        let Some(finder) = finder else { return };
        let bytes = bodies.iter().flat_map(|b| b.blocks()).map(|b| b.text.len()).sum();
        self.work = Some(Work::start(egui, "Finding…", bytes, move |give| {
            // The document that is looked at comes first.
            for n in (first..bodies.len()).chain(0..first) {
                let folded = finder.folded(&bodies[n]);
                let mut hits = finder.hits(&folded);
                loop {
                    let part: Vec<Range<u32>> = hits.by_ref().take_while(|_| !give.is_unwanted()).take(BATCH).collect();
                    if give.is_unwanted() {
                        return;
                    }
                    let last = part.len() < BATCH;
                    give.give((n, part));
                    if last {
                        break;
                    }
                }
            }
        }));
    }

    /// The hit to be shown to one who typed: the first from the origin on, in the document's order, then from the top.
    /// `None` while it may yet be found.
    fn sought(&self) -> Option<Hit> {
        let (document, position) = match &self.origin {
            Some((document, position)) => (self.in_document(document).map_or(0, |(place, _)| place), *position),
            None => (0, 0),
        };
        let hits = &self.found.get(document)?.hits;
        let n = hits.partition_point(|h| h.end <= position);
        if n < hits.len() {
            return Some(Hit { document, n });
        }
        if self.is_searching() {
            return None;
        }
        let after = (document + 1..self.found.len()).chain(0..=document);
        after
            .filter(|d| !self.found[*d].hits.is_empty())
            .map(|document| Hit { document, n: 0 })
            .next()
    }

    /// The hit before or after the current one, and whether that was over an end.
    fn beside(&self, forward: bool) -> Option<(Hit, Wrapped)> {
        let count = self.count();
        let Some(current) = self.current else {
            return self.sought().map(|hit| (hit, Wrapped::No));
        };
        let rank = self.rank(current);
        let (to, wrapped) = match (forward, count) {
            (_, 0) => return None,
            (true, _) if rank + 1 == count => (0, Wrapped::ToTheTop),
            (true, _) => (rank + 1, Wrapped::No),
            (false, _) if rank == 0 => (count - 1, Wrapped::ToTheEnd),
            (false, _) => (rank - 1, Wrapped::No),
        };
        self.ranked(to).map(|hit| (hit, wrapped))
    }
}

/// The documents looked through, in the project's order.
fn documents<'a>(ctx: &Ctx<'a>, shown: &'a Document, everywhere: bool) -> impl Iterator<Item = &'a Document> {
    let all = ctx.project().documents.iter().map(|d| &**d);
    all.filter(move |d| everywhere || d.id == shown.id)
}

impl ArticlePane {
    /// Opens the bar, with the selected words if they are few.
    pub(super) fn open_find(&mut self, ctx: &Ctx<'_>, everywhere: bool) {
        let Some(document) = shown_document(ctx) else {
            return ctx.send(Command::Say("There is no article to find anything in".to_owned()));
        };
        self.find.start(self.find_from(document));
        self.find.grab = true;
        self.find.everywhere |= everywhere;
        if let Some(range) = ctx.selection().text.clone().filter(|r| r.end - r.start <= SHORT) {
            self.find.query.text = document.body.slice_clamped(range).replace('\n', " ");
            self.find.query.regex = false;
        }
        self.find.seek = true;
    }

    /// Goes to the hit before or after; opens the bar if it was closed.
    pub(super) fn find_beside(&mut self, ctx: &Ctx<'_>, forward: bool) {
        if !self.find.open {
            if self.find.query.text.is_empty() {
                return self.open_find(ctx, false);
            }
            let Some(document) = shown_document(ctx) else { return };
            self.find.start(self.find_from(document));
            self.find.seek = true;
            return;
        }
        match self.find.beside(forward) {
            Some((hit, wrapped)) => {
                self.find.wrapped = wrapped;
                match wrapped {
                    Wrapped::No => {}
                    Wrapped::ToTheTop => ctx.send(Command::Say("Past the last hit: from the top again".to_owned())),
                    Wrapped::ToTheEnd => ctx.send(Command::Say("Before the first hit: from the end again".to_owned())),
                }
                self.show_hit(ctx, hit);
            }
            None if self.find.is_searching() => {}
            None => ctx.send(Command::Say(format!("“{}” is not found", self.find.query.text))),
        }
    }

    /// Leaves the bar: the current hit is selected, and the keyboard goes to the text.
    pub(super) fn close_find(&mut self, ctx: &Ctx<'_>) {
        let shown = ctx.selection().document.as_ref();
        if let Some((found, hit)) = self.find.current.and_then(|c| self.find.hit(c))
            && Some(&found.document) == shown
        {
            ctx.send(Command::SelectText(Some(hit.clone())));
        }
        self.find.open = false;
        self.find.work = None;
        self.find.next = None;
        self.find.found.clear();
        self.find.searched = None;
        self.find.current = None;
        self.find.changes += 1;
        self.wants_keyboard = true;
    }

    /// Draws the bar, if it is open, and the list of hits in all documents.
    pub(super) fn find_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, document: &Document) {
        if !self.find.open {
            return;
        }
        self.find.follow(ctx, ui.ctx(), document);
        if self.find.current.is_none()
            && self.find.next.is_none()
            && let Some(hit) = self.find.sought()
        {
            if std::mem::take(&mut self.find.seek) {
                self.show_hit(ctx, hit);
            } else {
                self.find.current = Some(hit);
            }
        }
        let done = self.find.bar_ui(ctx, ui);
        if let Some(forward) = done.step {
            self.find_beside(ctx, forward);
        }
        if done.mark_all {
            self.find.mark_all(ctx);
        }
        let mut leave = done.leave;
        if self.find.everywhere && self.find.problem.is_none() {
            let (clicked, escaped) = self.find.list_ui(ctx, ui);
            leave |= escaped;
            if let Some(hit) = clicked {
                self.find.wrapped = Wrapped::No;
                self.show_hit(ctx, hit);
            }
        }
        if leave {
            self.close_find(ctx);
        }
    }

    /// Makes a hit the current one, and brings it into view.
    fn show_hit(&mut self, ctx: &Ctx<'_>, hit: Hit) {
        let Some((found, range)) = self.find.hit(hit) else {
            return;
        };
        let (document, range) = (found.document.clone(), range.clone());
        self.find.current = Some(hit);
        if ctx.selection().document.as_ref() != Some(&document) {
            ctx.send(Command::SelectDocument(document.clone()));
        }
        let first = !std::mem::replace(&mut self.find.noted, true);
        self.coming = Some(Coming {
            document,
            range,
            manner: Manner::Found { first },
            from: self.here(),
        });
    }

    /// Where a search begins: at the selection or the caret, else at the first line shown.
    fn find_from(&self, document: &Document) -> (DocumentId, u32) {
        let at = self.ends.map(|ends| ends.range().start);
        let at = at.or_else(|| self.here().filter(|(id, _)| *id == document.id).map(|(_, at)| at));
        (document.id.clone(), at.unwrap_or(0))
    }
}

impl Find {
    fn start(&mut self, origin: (DocumentId, u32)) {
        self.open = true;
        self.noted = false;
        self.wrapped = Wrapped::No;
        self.origin = Some(origin);
    }

    /// The user typed, or chose how to look: what is found next is sought from where the search began.
    fn changed(&mut self) {
        self.seek = true;
        self.wrapped = Wrapped::No;
    }
}

fn shown_document<'a>(ctx: &Ctx<'a>) -> Option<&'a Document> {
    ctx.project().document(ctx.selection().document.as_ref()?)
}
