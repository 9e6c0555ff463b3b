//! Moments in words: in the reader's own time zone, or by how long ago they were.

use jiff::{Timestamp, tz::TimeZone};

use crate::model::Moment;

/// Day and time where the reader is: "24 November 2026, 14:03".
pub fn local(moment: Moment) -> String {
    in_zone(moment, TimeZone::system())
}

fn in_zone(moment: Moment, zone: TimeZone) -> String {
    let (least, most) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    // Clamped, so that no file and no broken clock makes a moment that cannot be told.
    let timestamp = Timestamp::from_second(moment.0.clamp(least, most)).unwrap_or_default();
    timestamp
        .to_zoned_datetime(zone)
        .strftime("%-d %B %Y, %H:%M")
        .to_string()
}

/// How long before `now` a moment was: "3 minutes ago".
pub fn ago(then: Moment, now: Moment) -> String {
    match now.0.saturating_sub(then.0) {
        ..=90 => "a minute ago".to_owned(),
        s @ ..=5400 => format!("{} minutes ago", s / 60),
        s @ ..=129_600 => format!("{} hours ago", s / 3600),
        s => format!("{} days ago", s / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_in_words() {
        assert_eq!(in_zone(Moment(1_771_000_000), TimeZone::UTC), "13 February 2026, 16:26");
        assert!(!in_zone(Moment(i64::MAX), TimeZone::UTC).is_empty());
        assert!(!in_zone(Moment(i64::MIN), TimeZone::UTC).is_empty());
        for (seconds, words) in [
            (-5, "a minute ago"),
            (180, "3 minutes ago"),
            (7200, "2 hours ago"),
            (300_000, "3 days ago"),
        ] {
            assert_eq!(ago(Moment(1000), Moment(1000 + seconds)), words);
        }
    }
}
