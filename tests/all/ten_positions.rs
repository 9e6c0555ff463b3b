//! The first article coded from an empty matrix to ten positions with evidence: by the keyboard alone, and by the mouse
//! alone, each through accessible names.
//!
//! Every key, click and drag is counted, so that the way cannot grow longer unnoticed.

use std::{ops::Range, path::Path};

use eframe::egui::{self, Event, Key, Modifiers, MouseWheelUnit, Pos2, TouchPhase, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use standpoint::{
    app::App,
    model::{Role, Stance},
};

use crate::hand::{keys, until, window};

const ARTICLE: &str = include_str!("../../assets/choice-china-russia-joint-statement.txt");

/// A window that looks over the article before it becomes a project.
fn start(state: &Path, folder: &Path) -> Harness<'static, App> {
    let file = folder.join("article.txt");
    std::fs::write(&file, ARTICLE).expect("the article is written");
    let mut harness = window(&[&file], state);
    until(&mut harness, "the article is read", |h| {
        h.query_by_label("Create project").is_some()
    });
    harness
}

/// What a hand did, in keys and clicks; a drag counts as one click.
struct Hand {
    harness: Harness<'static, App>,
    keys: usize,
    clicks: usize,
}

impl Hand {
    fn new(harness: Harness<'static, App>) -> Self {
        Self {
            harness,
            keys: 0,
            clicks: 0,
        }
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        keys(&mut self.harness, modifiers, key);
        self.keys += 1;
    }

    fn write(&mut self, text: &str) {
        self.keys += text.chars().count();
        self.harness.event(Event::Text(text.to_owned()));
        self.harness.run_ok();
    }

    fn click(&mut self, name: &str) {
        let Some(node) = self.harness.query_by_label(name) else {
            panic!("no {name}; the window says {:?}", self.harness.state().said());
        };
        node.click();
        self.clicks += 1;
        self.harness.run_ok();
    }

    fn drag(&mut self, from: Pos2, to: Pos2) {
        self.harness.drag_at(from);
        self.harness.run_ok();
        self.harness.hover_at(from + (to - from) * 0.5);
        self.harness.run_ok();
        self.harness.hover_at(to);
        self.harness.run_ok();
        self.harness.drop_at(to);
        self.harness.run_ok();
        self.clicks += 1;
    }

    /// The words that are selected.
    fn selected(&self) -> String {
        let session = self.harness.state().session();
        let range = session.selection.text.clone().unwrap_or_default();
        session.project().documents[0].body.slice_clamped(range)
    }

    /// Where words stand in the article, in code points.
    fn range_of(&self, words: &str) -> Range<u32> {
        let text = self.harness.state().session().project().documents[0].body.text();
        let byte = text.find(words).expect("the words stand in the article");
        let start = text[..byte].chars().count() as u32;
        start..start + words.chars().count() as u32
    }

    /// Asserts that the keyboard is in the widget of this name.
    fn stands_on(&self, name: &str) {
        let node = self
            .harness
            .get_by(|node| node.label().as_deref() == Some(name) && node.is_focused());
        assert!(node.accesskit_node().is_focused());
    }

    /// Asserts that there are ten positions, each with a stance and a quotation that has the words.
    fn holds(&self, positions: &[(&str, &str, Stance, &str); 10]) {
        let session = self.harness.state().session();
        let project = session.project();
        assert_eq!(project.positions.len(), 10);
        for (actor, issue, stance, words) in positions {
            let found = project
                .positions
                .iter()
                .find(|(key, _)| project.actor_name(&key.actor) == *actor && project.issue_name(&key.issue) == *issue);
            let (_, position) = found.unwrap_or_else(|| panic!("{actor} × {issue} is not coded"));
            assert_eq!(position.stance, Some(*stance), "{actor} × {issue}");
            let quoted: Vec<&str> = position
                .cited(Role::For)
                .filter_map(|id| project.passage(id))
                .map(|p| p.anchor.quotation.as_str())
                .collect();
            assert_eq!(quoted.len(), 1, "{actor} × {issue}: {quoted:?}");
            assert!(quoted[0].contains(words), "{actor} × {issue}: {quoted:?}");
            // And the matrix says so.
            self.harness
                .get_by_label(&format!("{actor}, {issue}: {}, 1 quotation", stance.word()));
        }
    }
}

/// The key of a stance.
fn key_of(stance: Stance) -> String {
    stance.key().to_string()
}

#[test]
fn by_keyboard_alone() {
    use Stance::{Ambivalent, Neutral, Opposes, StronglyOpposes, StronglySupports, Supports};
    // What is typed for an actor and an issue: the whole name the first time, a few letters later.
    let typed = [
        ("China", "US-led order", "China", "US-led order"),
        ("Russia", "US-led order", "Russia", "us"),
        ("China", "AUKUS", "chi", "AUKUS"),
        ("Russia", "NATO enlargement", "rus", "NATO enlargement"),
        ("Russia", "AUKUS", "rus", "auk"),
        ("China", "Crimea", "chi", "Crimea"),
        ("China", "NATO enlargement", "chi", "nat"),
        ("West", "War over Ukraine", "West", "War over Ukraine"),
        ("China", "War over Ukraine", "chi", "war"),
        ("China", "Taiwan", "chi", "Taiwan"),
    ];
    let stances = [
        (StronglyOpposes, "joint opposition to the US-led"),
        (StronglyOpposes, "joint opposition to the US-led"),
        (Opposes, "AUKUS from the Chinese perspective"),
        (StronglyOpposes, "NATO from the Russian view"),
        (Opposes, "opposition against AUKUS"),
        (Ambivalent, "did not reciprocate on the issue of Crimea"),
        (Opposes, "explicit statement against NATO"),
        (Supports, "primary security threat"),
        (Neutral, "remain on the sidelines"),
        (StronglySupports, "reunification"),
    ];
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut hand = Hand::new(start(state.path(), folder.path()));
    hand.press(Modifiers::NONE, Key::Enter);
    assert!(hand.harness.state().session().project().actors.is_empty());
    hand.press(Modifiers::ALT, Key::Num1);
    for ((.., actor, issue), (stance, words)) in typed.iter().zip(&stances) {
        // The sentence that was just attached is read once more, else the next ones.
        let again = Modifiers::ALT | Modifiers::SHIFT;
        let modifiers = if hand.keys > 2 && hand.last_quoted().contains(words) {
            again
        } else {
            Modifiers::ALT
        };
        for _ in 0..120 {
            if hand.selected().contains(words) {
                break;
            }
            hand.press(modifiers, Key::S);
        }
        assert!(hand.selected().contains(words), "{words}: {}", hand.selected());
        hand.write(actor);
        hand.stands_on("Actor");
        hand.press(Modifiers::NONE, Key::Tab);
        hand.write(issue);
        hand.stands_on("Issue");
        hand.press(Modifiers::NONE, Key::Enter);
        hand.write(&key_of(*stance));
        hand.press(Modifiers::NONE, Key::Enter);
    }
    let expected: Vec<_> = typed
        .iter()
        .zip(&stances)
        .map(|((actor, issue, ..), (stance, words))| (*actor, *issue, *stance, *words))
        .collect();
    hand.holds(&expected.try_into().unwrap());
    assert!(hand.keys <= 224, "{} keys", hand.keys);
}

impl Hand {
    /// The words that were attached last.
    fn last_quoted(&self) -> String {
        let session = self.harness.state().session();
        let passage = session.selection.passage.and_then(|id| session.project().passage(id));
        passage.map(|p| p.anchor.quotation.clone()).unwrap_or_default()
    }
}

#[test]
fn by_mouse_alone() {
    use Stance::{Ambivalent, Neutral, Opposes, StronglyOpposes, StronglySupports, Supports};
    let positions = [
        ("Russia", "NATO", StronglyOpposes, "NATO from the Russian view"),
        ("China", "AUKUS", Opposes, "AUKUS from the Chinese perspective"),
        ("West", "Ukraine", Supports, "Ukraine backed by the West"),
        ("Russia", "AUKUS", Opposes, "purely pragmatic and reciprocal"),
        (
            "Russia",
            "Crimea",
            StronglySupports,
            "Crimea, which Russia could have demanded",
        ),
        ("China", "NATO", Opposes, "explicit statement against NATO’s expansion"),
        ("Beijing", "NATO", Opposes, "decried military alliances of any kind"),
        ("China", "Crimea", Ambivalent, "never officially accepted"),
        ("China", "Ukraine", Neutral, "remain on the sidelines"),
        ("Beijing", "Ukraine", StronglySupports, "would again shield Russia"),
    ];
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut hand = Hand::new(start(state.path(), folder.path()));
    hand.click("Create project");
    for actor in ["China", "Russia", "West", "Beijing"] {
        hand.click(&format!("Take {actor} as an actor"));
    }
    for issue in ["NATO", "AUKUS", "Ukraine", "Crimea"] {
        hand.click(&format!("Take {issue} as an issue"));
    }
    hand.click("Put the proposals away");
    for (actor, issue, stance, words) in &positions {
        let range = hand.range_of(words);
        let place = |hand: &Hand, at: u32| {
            let place = hand.harness.state().place_in_article(at);
            place.filter(|p| (100.0..740.0).contains(&p.y))
        };
        for _ in 0..200 {
            if place(&hand, range.start).is_some() && place(&hand, range.end).is_some() {
                break;
            }
            hand.wheel(-120.0);
        }
        let (from, to) = (place(&hand, range.start).unwrap(), place(&hand, range.end).unwrap());
        hand.drag(from, to);
        assert_eq!(hand.selected(), *words);
        let middle = place(&hand, (range.start + range.end) / 2).unwrap();
        let cell = hand.cell(actor, issue);
        hand.drag(middle, cell);
        hand.click(&format!("Stance: {}", stance.word()));
    }
    hand.holds(&positions);
    assert_eq!(hand.keys, 0);
    assert!(hand.clicks <= 40, "{} clicks", hand.clicks);
}

impl Hand {
    /// Turns the wheel over the article.
    fn wheel(&mut self, by: f32) {
        let over = egui::pos2(300.0, 400.0);
        self.harness.hover_at(over);
        self.harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, by),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        self.harness.run_ok();
    }

    /// The middle of a cell of the matrix, by the name that a screen reader says.
    fn cell(&self, actor: &str, issue: &str) -> Pos2 {
        let name = format!("{actor}, {issue}: ");
        let mut found = self.harness.get_all_by_label_contains(&name);
        found.next().expect("the cell is in sight").rect().center()
    }
}
