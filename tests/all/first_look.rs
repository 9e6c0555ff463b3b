//! The first look round: at most five cards over the real window, which works all the while.

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use standpoint::{
    app::App,
    ui::{Action, Command},
};

use crate::hand::{click, has, keys, send, started, window};

/// Where the card's words and buttons stand.
fn card(harness: &Harness<'_, App>) -> egui::Rect {
    let next = harness.get_by_label("Next").rect();
    let count = harness.get_by_label_contains(" of 5").rect();
    next.union(count)
}

#[test]
fn the_tour_never_blocks_and_comes_again_when_called() {
    let state = tempfile::tempdir().unwrap();
    let shown = |harness: &Harness<'static, App>| harness.query_by_label_contains(" of 5").is_some();
    {
        let mut harness = started(&[], state.path(), true);
        // Who reads is asked first; the name of the account is filled in.
        keys(&mut harness, Modifiers::NONE, Key::Enter);
        assert!(shown(&harness), "the first start shows it");
        // The matrix can be worked in while a card is shown.
        harness.state().send(Command::Act(Action::FocusMatrix));
        harness.run_ok();
        let before = harness.state().session().project().positions.len();
        keys(&mut harness, Modifiers::COMMAND, Key::End);
        keys(&mut harness, Modifiers::NONE, Key::Num3);
        assert_eq!(harness.state().session().project().positions.len(), before + 1);
        keys(&mut harness, Modifiers::COMMAND, Key::Z);
        assert!(shown(&harness), "and the card is still there");
        for text in [
            "Text of CHOICE: China–Russia joint statement",
            ": not coded",
            "On whose word",
        ] {
            let card = card(&harness);
            let spoken_of: Vec<egui::Rect> = harness.query_all_by_label_contains(text).map(|n| n.rect()).collect();
            assert!(!spoken_of.is_empty(), "{text} is shown");
            for rect in spoken_of {
                let covered = card.intersect(rect);
                assert!(!covered.is_positive(), "the card at {card} covers {text} at {rect}");
            }
            click(&mut harness, "Next");
        }
        click(&mut harness, "Next");
        click(&mut harness, "Back");
        click(&mut harness, "Next");
        click(&mut harness, "Start");
        assert!(!shown(&harness));
        harness.state().send(Command::Act(Action::Tour));
        harness.run_ok();
        assert!(shown(&harness), "called again");
        // The keyboard comes to it from the last pane, goes on from it to the first, and Escape puts it away.
        for key in [Key::F6, Key::F6, Key::F6, Key::F6, Key::F6] {
            keys(&mut harness, Modifiers::NONE, key);
        }
        assert!(harness.get_by_label("Next").is_focused());
        keys(&mut harness, Modifiers::NONE, Key::F6);
        assert!(harness.get_by_label_contains("Text of CHOICE").is_focused());
        keys(&mut harness, Modifiers::SHIFT, Key::F6);
        assert!(harness.get_by_label("Next").is_focused());
        keys(&mut harness, Modifiers::NONE, Key::Escape);
        assert!(!shown(&harness));
    }
    let harness = started(&[], state.path(), true);
    assert!(!shown(&harness), "the next start does not show it");
}

#[test]
fn a_card_brings_the_pane_that_it_speaks_of_to_the_front() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = window(&[], state.path());
    harness.set_size(egui::vec2(500.0, 700.0));
    send(&mut harness, Command::Act(Action::FocusNotes));
    send(&mut harness, Command::Act(Action::Tour));
    for shown in [
        "Text of CHOICE",
        "Filter actors and issues",
        "No cell selected",
        "Filter notes",
    ] {
        assert!(has(&harness, shown), "{shown}");
        click(&mut harness, "Next");
    }
    // It is not held there.
    click(&mut harness, "Back");
    send(&mut harness, Command::Act(Action::FocusMatrix));
    assert!(has(&harness, "Filter actors and issues"));
}
