//! The project that the panes are tried on: the bundled article, some of it coded.

use super::*;

/// Where words of the article first stand, whatever their spaces and quotation marks.
pub(crate) fn find(body: &Body, words: &str) -> std::ops::Range<u32> {
    let plain = |c: char| match c {
        '\u{a0}' => ' ',
        '’' => '\'',
        c => c,
    };
    let text: Vec<char> = body.text().chars().map(plain).collect();
    let words: Vec<char> = words.chars().map(plain).collect();
    let at = text
        .windows(words.len())
        .position(|w| w == words)
        .expect("the words stand in the article");
    at as u32..(at + words.len()) as u32
}

pub(crate) fn cell(actor: &str, issue: &str) -> Cell {
    Cell {
        actor: actor.parse().expect("an id"),
        issue: issue.parse().expect("an id"),
    }
}

pub(super) fn key(actor: &str, issue: &str, period: Option<&str>) -> PositionKey {
    PositionKey {
        analyst: "first-reader".parse().expect("an id"),
        actor: actor.parse().expect("an id"),
        issue: issue.parse().expect("an id"),
        period: period.map(|p| p.parse().expect("an id")),
    }
}

/// The article, one analyst, nothing coded.
pub(crate) fn blank() -> Project {
    let blocks = ARTICLE
        .lines()
        .filter(|l| !l.is_empty())
        .map(|l| Block::new(BlockKind::Paragraph, l))
        .collect();
    let document = Document {
        id: "choice".parse().expect("an id"),
        about: Metadata {
            title: "CHOICE: the joint statement".into(),
            ..Metadata::default()
        },
        body: Body::new(blocks).into(),
    };
    Project {
        documents: [document.into()].into_iter().collect(),
        analysts: [Analyst {
            id: "first-reader".parse().expect("an id"),
            name: "First reader".into(),
            finished: false,
        }
        .into()]
        .into_iter()
        .collect(),
        ..Project::default()
    }
}

/// The article's actors and issues, twelve of each, in groups if `grouped`; nothing coded.
pub(crate) fn named(grouped: bool) -> Project {
    let mut project = blank();
    let group = |name: &str| if grouped { name.to_owned() } else { String::new() };
    for (name, of) in [
        ("China", "Signatories"),
        ("Russia", "Signatories"),
        ("United States", "The West"),
        ("The West", "The West"),
        ("NATO", "The West"),
        ("European Union", "The West"),
        ("Central and Eastern Europe", "Eastern Europe"),
        ("Poland", "Eastern Europe"),
        ("Office of the Polish President", "Eastern Europe"),
        ("Lithuania", "Eastern Europe"),
        ("Ukraine", "Eastern Europe"),
        ("Belarus", "Eastern Europe"),
    ] {
        let mut actor = Actor::new(project.free_actor_id(name), name);
        actor.group = group(of);
        if name == "China" {
            actor.aliases = vec!["Beijing".into(), "Chinese".into()];
        }
        project.actors.push_back(actor.into());
    }
    for (name, proposition, of) in [
        (
            "US-led order",
            "The US-led liberal order should be kept.",
            "World order",
        ),
        (
            "Western claim on “democracy”",
            "It is for the West to say what counts as democracy.",
            "World order",
        ),
        (
            "Spheres of influence",
            "Great powers have a right to spheres of influence.",
            "World order",
        ),
        (
            "Military alliances",
            "Military alliances are a proper means of security today.",
            "World order",
        ),
        (
            "NATO enlargement",
            "NATO may take in new members in Eastern Europe.",
            "European security",
        ),
        (
            "Security guarantees for Russia",
            "Russia should be given security guarantees.",
            "European security",
        ),
        (
            "China’s part in European security",
            "China should take a side in European security.",
            "European security",
        ),
        ("Attack on Ukraine", "Russia may use force against Ukraine.", "Ukraine"),
        (
            "Annexation of Crimea",
            "Russia’s annexation of Crimea should be accepted.",
            "Ukraine",
        ),
        (
            "Sanctions on Russia",
            "Russia should be put under sanctions.",
            "Ukraine",
        ),
        ("AUKUS", "AUKUS should go ahead.", "Indo-Pacific"),
        (
            "Russia’s economic dependence on China",
            "It is acceptable that Russia depends on China.",
            "Ties",
        ),
    ] {
        let mut issue = Issue::new(project.free_issue_id(name), name);
        issue.group = group(of);
        issue.proposition = proposition.into();
        project.issues.push_back(issue.into());
    }
    project
}

/// [`named`], with periods, positions, evidence and notes.
pub(crate) fn coded(grouped: bool) -> Project {
    let mut project = named(grouped);
    for name in ["Before the statement", "The statement", "If Russia attacks Ukraine"] {
        let period = Period {
            id: project.free_period_id(name),
            name: name.into(),
            description: String::new(),
        };
        project.periods.push_back(period.into());
    }
    let (before, now, attack) = ("before-the-statement", "the-statement", "if-russia-attacks-ukraine");
    use Basis::{Inferred, Predicted, Reported, Stated};
    use Confidence::{High, Low, Medium};
    use Stance::{Ambivalent, Neutral, Opposes, Silent, StronglyOpposes, StronglySupports, Supports};
    type Row<'a> = (
        &'a str,
        &'a str,
        &'a str,
        Option<Stance>,
        Confidence,
        Basis,
        &'a [(&'a str, Role)],
    );
    let rows: &[Row<'_>] = &[
        (
            "china",
            "nato-enlargement",
            before,
            Some(Silent),
            High,
            Reported,
            &[(
                "Beijing has never made explicit its opposition to further enlargement of NATO",
                Role::For,
            )],
        ),
        (
            "china",
            "nato-enlargement",
            now,
            Some(Opposes),
            High,
            Stated,
            &[
                ("China made an explicit statement against NATO’s expansion", Role::For),
                (
                    "The statement also expressed joint opposition to NATO’s enlargement in Eastern Europe",
                    Role::For,
                ),
                (
                    "supporting Russia on the question of NATO is ultimately a rhetorical move",
                    Role::Against,
                ),
            ],
        ),
        (
            "china",
            "annexation-of-crimea",
            before,
            Some(Ambivalent),
            High,
            Reported,
            &[(
                "China abstained in the crucial UN Security Council votes on Crimea, but it never officially accepted the annexation",
                Role::For,
            )],
        ),
        (
            "china",
            "attack-on-ukraine",
            attack,
            Some(Neutral),
            Medium,
            Predicted,
            &[(
                "China would most likely remain on the sidelines, trying to avoid entanglement",
                Role::For,
            )],
        ),
        (
            "china",
            "us-led-order",
            now,
            Some(StronglyOpposes),
            Medium,
            Reported,
            &[(
                "united by their joint opposition to the US-led Western liberal order",
                Role::For,
            )],
        ),
        (
            "china",
            "aukus",
            now,
            Some(Opposes),
            High,
            Stated,
            &[("AUKUS from the Chinese perspective", Role::For)],
        ),
        (
            "china",
            "spheres-of-influence",
            before,
            Some(Supports),
            High,
            Reported,
            &[(
                "China has long respected Russia’s perceived sphere of influence in Eastern Europe",
                Role::For,
            )],
        ),
        (
            "china",
            "military-alliances",
            before,
            Some(StronglyOpposes),
            High,
            Reported,
            &[("Beijing has long decried military alliances of any kind", Role::For)],
        ),
        (
            "china",
            "sanctions-on-russia",
            attack,
            Some(Opposes),
            Medium,
            Predicted,
            &[],
        ),
        (
            "russia",
            "nato-enlargement",
            now,
            Some(StronglyOpposes),
            High,
            Stated,
            &[("joint opposition to NATO’s enlargement in Eastern Europe", Role::For)],
        ),
        (
            "russia",
            "aukus",
            now,
            Some(Opposes),
            Medium,
            Stated,
            &[
                (
                    "Russia’s endorsement of Chinese opposition against AUKUS in the joint statement",
                    Role::For,
                ),
                ("is purely pragmatic and reciprocal in nature", Role::Against),
            ],
        ),
        (
            "russia",
            "security-guarantees-for-russia",
            now,
            Some(StronglySupports),
            Medium,
            Reported,
            &[("Russia’s quest for security guarantees", Role::For)],
        ),
        (
            "russia",
            "spheres-of-influence",
            before,
            Some(StronglySupports),
            High,
            Reported,
            &[(
                "Russia’s active attempt to restore its own perceived sphere of influence by force",
                Role::For,
            )],
        ),
        (
            "russia",
            "us-led-order",
            before,
            Some(Opposes),
            Medium,
            Reported,
            &[("a common enemy in the US-led West", Role::For)],
        ),
        (
            "russia",
            "us-led-order",
            now,
            Some(StronglyOpposes),
            High,
            Reported,
            &[(
                "united by their joint opposition to the US-led Western liberal order",
                Role::For,
            )],
        ),
        (
            "russia",
            "russias-economic-dependence-on-china",
            now,
            None,
            Low,
            Inferred,
            &[(
                "Russia nonetheless remains economically dependent on energy exports",
                Role::For,
            )],
        ),
        (
            "nato",
            "chinas-part-in-european-security",
            before,
            Some(Opposes),
            Low,
            Inferred,
            &[("NATO has already started to turn its attention to China", Role::For)],
        ),
        (
            "the-west",
            "attack-on-ukraine",
            now,
            Some(Opposes),
            Medium,
            Inferred,
            &[("Ukraine backed by the West", Role::For)],
        ),
        (
            "the-west",
            "sanctions-on-russia",
            before,
            Some(Supports),
            Medium,
            Inferred,
            &[],
        ),
        (
            "united-states",
            "us-led-order",
            now,
            Some(Supports),
            Medium,
            Inferred,
            &[],
        ),
    ];
    let body = std::sync::Arc::clone(&project.documents[0].body);
    let mut random = 0x5eed_u64;
    for (actor, issue, period, stance, confidence, basis, quotations) in rows {
        let key = key(actor, issue, Some(period));
        let mut edits = vec![
            Edit::SetStance(key.clone(), *stance),
            Edit::SetConfidence(key.clone(), Some(*confidence)),
            Edit::SetBasis(key.clone(), Some(*basis)),
        ];
        for (words, role) in *quotations {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let passage = Passage {
                id: project.free_passage_id(random),
                document: "choice".parse().expect("an id"),
                analyst: "first-reader".parse().expect("an id"),
                anchor: Anchor::of(&body, find(&body, words)).expect("an anchor"),
            };
            let id = passage.id;
            project = project.applied(&Edit::AddPassage(passage)).expect("applies");
            edits.push(Edit::Cite(key.clone(), id, *role));
        }
        for edit in edits {
            project = project.applied(&edit).expect("applies");
        }
    }
    let rationale = "The author calls it explicit; before, Beijing had kept silent on enlargement.";
    let edit = Edit::SetRationale(key("china", "nato-enlargement", Some(now)), rationale.into());
    project = project.applied(&edit).expect("applies");
    for (n, (about, tags, text)) in [
        (
            vec![Target::Cell(cell("china", "nato-enlargement"))],
            vec!["turn"],
            "# The turn\n\nFrom silence to an **explicit** statement, *at this moment*. See [Russia](standpoint:cell/russia/nato-enlargement).\n\n- the wording is joint\n- the cost is nil\n\n> it might now be the impression in Beijing that there is nothing left to lose",
        ),
        (
            vec![Target::Cell(cell("russia", "aukus")), Target::Actor("russia".parse().expect("an id"))],
            vec!["author", "disagreement"],
            "Russia’s endorsement is “purely pragmatic and reciprocal”: the author’s word, not Moscow’s.",
        ),
        (
            vec![Target::Project],
            vec!["method"],
            "| Word | Confidence |\n| --- | --- |\n| clearly | high |\n| likely | medium |\n| might | low |",
        ),
        (vec![Target::Actor("kazakhstan".parse().expect("an id"))], vec!["coverage"], "Named once, never coded."),
    ]
    .into_iter()
    .enumerate()
    {
        let note = Note {
            id: project.free_note_id(n as u64 + 1),
            analyst: "first-reader".parse().expect("an id"),
            about,
            created: Moment(1_760_000_000 + n as i64 * 3600),
            changed: Moment(1_760_000_000 + n as i64 * 3600),
            tags: tags.into_iter().map(str::to_owned).collect(),
            text: text.into(),
        };
        project = project.applied(&Edit::AddNote(note)).expect("applies");
    }
    project
}
