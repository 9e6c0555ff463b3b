//! What each record of format 1 becomes in the model, and what must fit what.

use std::{collections::BTreeMap, fmt::Display, str::FromStr, sync::Arc};

use super::{
    layout::Section,
    read::Reader,
    shelf::{Put, Shelf},
    text::quoted,
    v1::{
        ActorRecord, AnalystRecord, DismissalRecord, DocumentRecord, EvidenceRecord, IssueRecord, NoteRecord,
        PassageRecord, PeriodRecord, PositionRecord, TargetRecord, Text,
    },
};
use crate::model::{
    Actor, Analyst, AnalystId, Anchor, Body, Cell, Check, Colour, Dismissal, Document, Evidence, Issue, Listed,
    Metadata, Moment, Note, Passage, PassageId, Period, Position, PositionKey, Role, Target, check_all,
};

/// A passage read, and the byte where it stands.
pub(super) type Marked = (PassageId, usize, Arc<Passage>);

/// Which list of a reading.
type On<'t, T> = for<'r> fn(&'r mut Reader<'t>) -> &'r mut Shelf<T>;

impl<'t> Reader<'t> {
    /// The id in a field; `None` if it is none, which is reported.
    fn id<T: Listed<Id: FromStr<Err: Display>>>(&mut self, on: On<'t, T>, record: usize, value: &str) -> Option<T::Id> {
        on(self)
            .id(value)
            .map_err(|error| self.refuse(record, value, &error.to_string()))
            .ok()
    }

    /// The random id in a field; `None` if it is none, which is reported.
    fn random_id<T: FromStr<Err: Display>>(&mut self, record: usize, value: &str) -> Option<T> {
        value
            .parse()
            .map_err(|error: T::Err| self.refuse(record, value, &error.to_string()))
            .ok()
    }

    /// The name of a thing or, if it has none, its id.
    fn named<T: Listed>(&mut self, at: usize, name: String, id: &T::Id) -> String {
        if name.trim().is_empty() {
            let message = format!("the {} \"{id}\" has no name", T::KIND);
            self.problems.repaired(at, message, "its id serves as one");
            return id.to_string();
        }
        name
    }

    /// Puts a thing into its list.
    fn put<T: Listed<Id: FromStr>>(&mut self, on: On<'t, T>, at: usize, item: T) {
        let id = item.id().clone();
        match on(self).put(item) {
            Put::New => {}
            Put::Same => {
                let message = format!("the {} \"{id}\" is given twice, the same both times", T::KIND);
                self.problems.repaired(at, message, "it was taken once");
            }
            Put::Other => {
                let message = format!("the {} \"{id}\" is given before, and differs", T::KIND);
                self.problems
                    .fatal(at, message, "give one of them another id, or delete it");
            }
        }
    }

    /// The id of a thing that a record names; the thing is added if the file has none.
    fn refer<T: Listed<Id: FromStr<Err: Display>>>(
        &mut self,
        on: On<'t, T>,
        section: Section,
        record: usize,
        value: &str,
        make: impl FnOnce(T::Id, String) -> T,
    ) -> Option<T::Id> {
        let id = self.id(on, record, value)?;
        if !on(self).has(&id) && !self.faulty.contains(&section) {
            let at = self.place_of(record, value);
            let message = format!("there is no {} \"{id}\" in the file", T::KIND);
            self.problems.repaired(at, message, "it was added, named by its id");
            on(self).put(make(id.clone(), id.to_string()));
        }
        Some(id)
    }

    fn refer_analyst(&mut self, record: usize, value: &str) -> Option<AnalystId> {
        self.refer(
            |r| &mut r.analysts,
            Section::Analysts,
            record,
            value,
            |id, name| Analyst {
                id,
                name,
                finished: false,
            },
        )
    }

    pub(super) fn document(&mut self, at: usize, record: DocumentRecord<'t>) -> Option<()> {
        let id = self.id(|r| &mut r.documents, at, &record.id)?;
        if record.blocks.broken > 0 {
            let message = format!("line breaks inside {} of the blocks of \"{id}\"", record.blocks.broken);
            self.problems.repaired(at, message, "each became a space");
        }
        let title = self.named::<Document>(at, record.title, &id);
        let document = Document {
            id,
            about: Metadata {
                title,
                author: record.author,
                source: record.source,
                address: record.address,
                date: record.date,
            },
            body: Arc::new(Body::new(record.blocks.blocks)),
        };
        self.put(|r| &mut r.documents, at, document);
        Some(())
    }

    pub(super) fn actor(&mut self, at: usize, record: ActorRecord<'t>) -> Option<()> {
        let id = self.id(|r| &mut r.actors, at, &record.id)?;
        let colour = match &record.colour {
            None => None,
            Some(Text(text)) => Some(
                text.parse::<Colour>()
                    .map_err(|message| self.refuse(at, text, &message))
                    .ok()?,
            ),
        };
        let actor = Actor {
            name: self.named::<Actor>(at, record.name, &id),
            id,
            aliases: record.aliases.0,
            colour,
            group: record.group,
            hidden: record.hidden,
        };
        self.put(|r| &mut r.actors, at, actor);
        Some(())
    }

    pub(super) fn issue(&mut self, at: usize, record: IssueRecord<'t>) -> Option<()> {
        let id = self.id(|r| &mut r.issues, at, &record.id)?;
        let issue = Issue {
            name: self.named::<Issue>(at, record.name, &id),
            id,
            proposition: record.proposition,
            keywords: record.keywords.0,
            group: record.group,
            hidden: record.hidden,
        };
        self.put(|r| &mut r.issues, at, issue);
        Some(())
    }

    pub(super) fn period(&mut self, at: usize, record: PeriodRecord<'t>) -> Option<()> {
        let id = self.id(|r| &mut r.periods, at, &record.id)?;
        let period = Period {
            name: self.named::<Period>(at, record.name, &id),
            id,
            description: record.description,
        };
        self.put(|r| &mut r.periods, at, period);
        Some(())
    }

    pub(super) fn analyst(&mut self, at: usize, record: AnalystRecord<'t>) -> Option<()> {
        let id = self.id(|r| &mut r.analysts, at, &record.id)?;
        let analyst = Analyst {
            name: self.named::<Analyst>(at, record.name, &id),
            id,
            finished: record.finished,
        };
        self.put(|r| &mut r.analysts, at, analyst);
        Some(())
    }

    pub(super) fn passage(&mut self, at: usize, record: PassageRecord<'t>) -> Option<Marked> {
        let id: PassageId = self.random_id(at, &record.id)?;
        let document = self.id(|r| &mut r.documents, at, &record.document)?;
        if !self.documents.has(&document) {
            if !self.faulty.contains(&Section::Documents) {
                let message =
                    format!("the passage \"{id}\" is in the document \"{document}\", which is not in the file");
                let at = self.place_of(at, &record.document);
                self.problems
                    .fatal(at, message, "add the document, or delete the passage and what cites it");
            }
            return None;
        }
        let analyst = self.refer_analyst(at, &record.analyst)?;
        if record.quotation.is_empty() {
            let message = format!("the passage \"{id}\" has an empty quotation");
            self.problems.fatal(at, message, "write the words that it marks");
            return None;
        }
        let passage = Passage {
            id,
            document,
            analyst,
            anchor: Anchor {
                start: record.start,
                end: record.end,
                quotation: record.quotation,
                prefix: record.prefix,
                suffix: record.suffix,
            },
        };
        Some((id, at, Arc::new(passage)))
    }

    /// Takes the passages in, each once, and checks their anchors.
    pub(super) fn keep_passages(&mut self, mut marked: Vec<Marked>) {
        marked.sort_by_key(|(id, at, _)| (*id, *at));
        let mut before: Option<&Marked> = None;
        let mut by_document: BTreeMap<&str, Vec<&Marked>> = BTreeMap::new();
        for one in &marked {
            let (id, at, passage) = one;
            match before {
                Some((earlier, _, same)) if earlier == id && same == passage => {
                    let message = format!("the passage \"{id}\" is given twice, the same both times");
                    self.problems.repaired(*at, message, "it was taken once");
                    continue;
                }
                Some((earlier, first, _)) if earlier == id => {
                    let (line, _) = self.problems.place(*first);
                    let message = format!("the passage \"{id}\" is given in line {line} too, and differs");
                    self.problems
                        .fatal(*at, message, "give one of them another id, or delete it");
                    continue;
                }
                _ => {}
            }
            before = Some(one);
            by_document.entry(passage.document.as_str()).or_default().push(one);
            self.passages.insert(*id, Arc::clone(passage));
        }
        let documents = self.documents.items().clone();
        for document in &documents {
            let Some(inside) = by_document.get(document.id.as_str()) else {
                continue;
            };
            let checks = check_all(inside.iter().map(|(_, _, passage)| &passage.anchor), &document.body);
            for ((id, at, passage), check) in inside.iter().zip(checks) {
                self.anchored(*id, *at, passage, check, &document.body);
            }
        }
    }

    fn anchored(&mut self, id: PassageId, at: usize, passage: &Passage, check: Check, body: &Body) {
        let words = || quoted(&passage.anchor.quotation, 40);
        let Anchor { start, end, .. } = passage.anchor;
        let (message, outcome) = match &check {
            Check::Exact => return,
            Check::Moved(place) => {
                let length = passage.anchor.quotation.chars().count() as u32;
                let Some(anchor) = Anchor::of(body, *place..place.saturating_add(length)) else {
                    return;
                };
                let found = (
                    format!(
                        "the passage \"{id}\" does not stand at {start}–{end} but at {}–{}: {}",
                        anchor.start,
                        anchor.end,
                        words()
                    ),
                    "it is moved there",
                );
                self.moved.push((id, anchor));
                found
            }
            Check::Ambiguous(places) => (
                format!(
                    "the passage \"{id}\" does not stand at {start}–{end}, and its words stand in {} places, none \
                     surely the right one: {}",
                    places.len(),
                    words()
                ),
                "it is kept; choose its place",
            ),
            Check::Lost => (
                format!("the words of the passage \"{id}\" are not in the document: {}", words()),
                "it is kept; choose its place or delete it",
            ),
        };
        self.problems.repaired(at, message, outcome);
        if !matches!(check, Check::Moved(_)) {
            self.unsure.push((id, check));
        }
    }

    pub(super) fn position(&mut self, at: usize, record: PositionRecord<'t>) -> Option<()> {
        let key = PositionKey {
            analyst: self.refer_analyst(at, &record.analyst)?,
            actor: self.refer(|r| &mut r.actors, Section::Actors, at, &record.actor, Actor::new)?,
            issue: self.refer(|r| &mut r.issues, Section::Issues, at, &record.issue, Issue::new)?,
            period: match &record.period {
                None => None,
                Some(Text(period)) => Some(self.refer(
                    |r| &mut r.periods,
                    Section::Periods,
                    at,
                    period,
                    |id, name| Period {
                        id,
                        name,
                        description: String::new(),
                    },
                )?),
            },
        };
        let position = Position {
            stance: record.stance.map(Into::into),
            confidence: record.confidence.map(Into::into),
            basis: record.basis.map(Into::into),
            rationale: record.rationale,
            evidence: self.evidence(at, &record.evidence.0)?,
        };
        let cell = || format!("{} × {}", key.actor, key.issue);
        if position.is_blank() {
            let message = format!("the position {} of {} says nothing", cell(), key.analyst);
            self.problems.repaired(at, message, "it was left out");
            return Some(());
        }
        match self.positions.get(&key) {
            None => {
                self.positions.insert(key, (at, Arc::new(position)));
            }
            Some((_, there)) if **there == position => {
                let message = format!(
                    "the position {} of {} is given twice, the same both times",
                    cell(),
                    key.analyst
                );
                self.problems.repaired(at, message, "it was taken once");
            }
            Some((first, _)) => {
                let (line, _) = self.problems.place(*first);
                let period = key
                    .period
                    .as_ref()
                    .map_or_else(String::new, |p| format!(" in the period \"{p}\""));
                let message = format!(
                    "the position {} of {}{period} is given in line {line} too, and differs",
                    cell(),
                    key.analyst
                );
                self.problems.fatal(at, message, "keep one of them");
            }
        }
        Some(())
    }

    fn evidence(&mut self, at: usize, records: &[EvidenceRecord<'t>]) -> Option<Vec<Evidence>> {
        let mut out: Vec<Evidence> = Vec::with_capacity(records.len());
        let mut cited: BTreeMap<PassageId, Role> = BTreeMap::new();
        for record in records {
            let (role, value) = match record {
                EvidenceRecord::For(id) => (Role::For, id),
                EvidenceRecord::Against(id) => (Role::Against, id),
            };
            let passage: PassageId = self.random_id(at, value)?;
            let place = self.place_of(at, value);
            if !self.passages.contains_key(&passage) {
                if !self.faulty.contains(&Section::Passages) {
                    let message = format!("the passage \"{passage}\" is cited but not in the file");
                    self.problems
                        .fatal(place, message, "add the passage, or no longer cite it");
                }
                continue;
            }
            match cited.insert(passage, role) {
                None => out.push(Evidence { passage, role }),
                Some(before) if before == role => {
                    let message = format!("the passage \"{passage}\" is cited twice in one position");
                    self.problems.repaired(place, message, "it was taken once");
                }
                Some(_) => {
                    let message = format!("the passage \"{passage}\" is cited both for and against in one position");
                    self.problems.fatal(place, message, "keep one of them");
                }
            }
        }
        Some(out)
    }

    pub(super) fn note(&mut self, at: usize, record: NoteRecord<'t>) -> Option<()> {
        let mut about = Vec::with_capacity(record.about.0.len());
        for target in &record.about.0 {
            about.push(self.target(at, target)?);
        }
        let note = Note {
            id: self.random_id(at, &record.id)?,
            analyst: self.refer_analyst(at, &record.analyst)?,
            about,
            created: self.moment(at, &record.created)?,
            changed: self.moment(at, &record.changed)?,
            tags: tidy(record.tags.0),
            text: record.text,
        };
        let id = note.id;
        match self.notes.get(&id) {
            None => {
                self.notes.insert(id, (at, Arc::new(note)));
            }
            Some((_, there)) if **there == note => {
                let message = format!("the note \"{id}\" is given twice, the same both times");
                self.problems.repaired(at, message, "it was taken once");
            }
            Some((first, _)) => {
                let (line, _) = self.problems.place(*first);
                let message = format!("the note \"{id}\" is given in line {line} too, and differs");
                self.problems
                    .fatal(at, message, "give one of them another id, or delete it");
            }
        }
        Some(())
    }

    /// What a note is about; it may be gone, the note is kept all the same.
    fn target(&mut self, at: usize, target: &TargetRecord<'t>) -> Option<Target> {
        Some(match target {
            TargetRecord::Project => Target::Project,
            TargetRecord::Document(id) => Target::Document(self.id(|r| &mut r.documents, at, id)?),
            TargetRecord::Passage(id) => Target::Passage(self.random_id(at, id)?),
            TargetRecord::Cell(actor, issue) => Target::Cell(Cell {
                actor: self.id(|r| &mut r.actors, at, actor)?,
                issue: self.id(|r| &mut r.issues, at, issue)?,
            }),
            TargetRecord::Actor(id) => Target::Actor(self.id(|r| &mut r.actors, at, id)?),
            TargetRecord::Issue(id) => Target::Issue(self.id(|r| &mut r.issues, at, id)?),
        })
    }

    fn moment(&mut self, at: usize, value: &str) -> Option<Moment> {
        let Ok(moment) = value.parse::<jiff::Timestamp>() else {
            let message = format!(
                "{} is no moment: expected one such as \"2026-11-23T10:00:00Z\"",
                quoted(value, 40)
            );
            self.refuse(at, value, &message);
            return None;
        };
        if moment.subsec_nanosecond() != 0 {
            let place = self.place_of(at, value);
            let message = format!("{} has a fraction of a second", quoted(value, 40));
            self.problems.repaired(place, message, "it was left out");
        }
        Some(Moment(moment.as_second()))
    }

    pub(super) fn dismissal(&mut self, at: usize, record: DismissalRecord<'t>) -> Option<()> {
        let dismissal = Dismissal {
            analyst: self.id(|r| &mut r.analysts, at, &record.analyst)?,
            cell: Cell {
                actor: self.id(|r| &mut r.actors, at, &record.actor)?,
                issue: self.id(|r| &mut r.issues, at, &record.issue)?,
            },
            document: self.id(|r| &mut r.documents, at, &record.document)?,
            sentence: record.sentence,
        };
        let whole = self.analysts.has(&dismissal.analyst)
            && self.actors.has(&dismissal.cell.actor)
            && self.issues.has(&dismissal.cell.issue)
            && self.documents.has(&dismissal.document);
        if whole {
            self.dismissals.insert(dismissal);
        } else {
            self.problems.repaired(
                at,
                "a dismissal names an analyst, actor, issue or document that is not in the file",
                "it was left out; its sentence is offered again if the cell is",
            );
        }
        Some(())
    }
}

/// Tags as the model keeps them: sorted, each once, without needless spaces.
fn tidy(tags: Vec<String>) -> Vec<String> {
    let mut tags: Vec<String> = tags
        .iter()
        .map(|tag| tag.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort();
    tags.dedup();
    tags
}
