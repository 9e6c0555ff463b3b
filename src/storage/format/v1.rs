//! The records of format 1, as they stand in the file.
//!
//! Their own types, so that the model can change without changing what is on disk; the fields' names and order are
//! the format. Turning them into the model, and doubting them, is `read`'s.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, SeqAccess, Visitor},
};

use crate::model::{Basis, Block, BlockKind, Confidence, Role, Stance, is_line_break};

/// The most items in one record's list of words (aliases, keywords, tags) or evidence.
const MOST_ITEMS: usize = 10_000;

#[derive(Deserialize)]
#[serde(rename = "document", deny_unknown_fields)]
pub(super) struct DocumentRecord<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) author: String,
    #[serde(default)]
    pub(super) source: String,
    #[serde(default)]
    pub(super) address: String,
    #[serde(default)]
    pub(super) date: String,
    #[serde(default)]
    pub(super) blocks: Blocks,
}

/// A document's blocks, read straight into the model's: a list of records between would double the memory.
#[derive(Default)]
pub(super) struct Blocks {
    pub(super) blocks: Vec<Block>,
    /// How many of them had line breaks.
    pub(super) broken: usize,
}

#[derive(Deserialize)]
#[serde(rename = "block")]
enum BlockRecord<'a> {
    Heading(u8, #[serde(borrow)] Cow<'a, str>),
    Paragraph(#[serde(borrow)] Cow<'a, str>),
    Quotation(#[serde(borrow)] Cow<'a, str>),
    ListItem(#[serde(borrow)] Cow<'a, str>),
}

impl<'de> Deserialize<'de> for Blocks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Blocks;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of blocks")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Blocks, A::Error> {
                let mut out = Blocks::default();
                while let Some(record) = list.next_element::<BlockRecord<'de>>()? {
                    let (kind, text) = match record {
                        BlockRecord::Heading(level, _) if !(1..=6).contains(&level) => {
                            return Err(A::Error::custom(format!(
                                "a heading of level {level}: the levels are 1 to 6"
                            )));
                        }
                        BlockRecord::Heading(level, text) => (BlockKind::Heading(level), text),
                        BlockRecord::Paragraph(text) => (BlockKind::Paragraph, text),
                        BlockRecord::Quotation(text) => (BlockKind::Quotation, text),
                        BlockRecord::ListItem(text) => (BlockKind::ListItem, text),
                    };
                    out.broken += usize::from(text.contains(is_line_break));
                    out.blocks.push(Block::new(kind, &text));
                }
                out.blocks.shrink_to_fit();
                Ok(out)
            }
        }
        deserializer.deserialize_seq(Reader)
    }
}

#[derive(Deserialize)]
#[serde(rename = "actor", deny_unknown_fields)]
pub(super) struct ActorRecord<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) aliases: List<String>,
    #[serde(borrow, default)]
    pub(super) colour: Option<Text<'a>>,
    #[serde(default)]
    pub(super) group: String,
    #[serde(default)]
    pub(super) hidden: bool,
}

#[derive(Deserialize)]
#[serde(rename = "issue", deny_unknown_fields)]
pub(super) struct IssueRecord<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) proposition: String,
    #[serde(default)]
    pub(super) keywords: List<String>,
    #[serde(default)]
    pub(super) group: String,
    #[serde(default)]
    pub(super) hidden: bool,
}

#[derive(Deserialize)]
#[serde(rename = "period", deny_unknown_fields)]
pub(super) struct PeriodRecord<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: String,
}

#[derive(Deserialize)]
#[serde(rename = "analyst", deny_unknown_fields)]
pub(super) struct AnalystRecord<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) finished: bool,
}

#[derive(Deserialize)]
#[serde(rename = "passage", deny_unknown_fields)]
pub(super) struct PassageRecord<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) document: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) analyst: Cow<'a, str>,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) quotation: String,
    #[serde(default)]
    pub(super) prefix: String,
    #[serde(default)]
    pub(super) suffix: String,
}

#[derive(Deserialize)]
#[serde(rename = "position", deny_unknown_fields)]
pub(super) struct PositionRecord<'a> {
    #[serde(borrow)]
    pub(super) analyst: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) actor: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) issue: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) period: Option<Text<'a>>,
    #[serde(default)]
    pub(super) stance: Option<StanceName>,
    #[serde(default)]
    pub(super) confidence: Option<ConfidenceName>,
    #[serde(default)]
    pub(super) basis: Option<BasisName>,
    #[serde(default)]
    pub(super) rationale: String,
    #[serde(borrow, default)]
    pub(super) evidence: List<EvidenceRecord<'a>>,
}

#[derive(Deserialize)]
#[serde(rename = "evidence")]
pub(super) enum EvidenceRecord<'a> {
    For(#[serde(borrow)] Cow<'a, str>),
    Against(#[serde(borrow)] Cow<'a, str>),
}

#[derive(Deserialize)]
#[serde(rename = "note", deny_unknown_fields)]
pub(super) struct NoteRecord<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) analyst: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) about: List<TargetRecord<'a>>,
    #[serde(borrow)]
    pub(super) created: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) changed: Cow<'a, str>,
    #[serde(default)]
    pub(super) tags: List<String>,
    #[serde(default)]
    pub(super) text: String,
}

#[derive(Deserialize)]
#[serde(rename = "target")]
pub(super) enum TargetRecord<'a> {
    Project,
    Document(#[serde(borrow)] Cow<'a, str>),
    Passage(#[serde(borrow)] Cow<'a, str>),
    Cell(#[serde(borrow)] Cow<'a, str>, #[serde(borrow)] Cow<'a, str>),
    Actor(#[serde(borrow)] Cow<'a, str>),
    Issue(#[serde(borrow)] Cow<'a, str>),
}

#[derive(Deserialize)]
#[serde(rename = "dismissal", deny_unknown_fields)]
pub(super) struct DismissalRecord<'a> {
    #[serde(borrow)]
    pub(super) analyst: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) actor: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) issue: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) document: Cow<'a, str>,
    pub(super) sentence: String,
}

/// A text that may be absent; of its own, because serde borrows what is inside an option only so.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// A list of bounded length, with no room kept for more.
pub(super) struct List<T>(pub(super) Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
            type Value = List<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<List<T>, A::Error> {
                let mut out = Vec::new();
                while let Some(item) = list.next_element()? {
                    if out.len() == MOST_ITEMS {
                        return Err(A::Error::custom(format!("a list of more than {MOST_ITEMS} items")));
                    }
                    out.push(item);
                }
                out.shrink_to_fit();
                Ok(List(out))
            }
        }
        deserializer.deserialize_seq(Reader(std::marker::PhantomData))
    }
}

/// Declares the names that a value of the model has in the file.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident for $model:ident: $($variant:ident)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Deserialize)]
        pub(super) enum $name {
            $($variant),*
        }

        impl From<$name> for $model {
            fn from(name: $name) -> Self {
                match name {
                    $($name::$variant => Self::$variant),*
                }
            }
        }

        impl $name {
            /// The name in the file of a value.
            pub(super) fn of(value: $model) -> &'static str {
                match value {
                    $($model::$variant => stringify!($variant)),*
                }
            }
        }
    };
}

names!(StanceName for Stance: StronglyOpposes Opposes Neutral Supports StronglySupports Ambivalent Silent);
names!(ConfidenceName for Confidence: Low Medium High);
names!(BasisName for Basis: Stated Reported Inferred Predicted);

/// The name in the file of a role of evidence.
pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::For => "For",
        Role::Against => "Against",
    }
}
