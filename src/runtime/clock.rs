//! The clock of Geneva, by the rules of the European Union, so that no table of time zones is needed on the computer.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::civil::{Date, DateTime, date};
use jiff::{Span, Timestamp, tz};

/// Day and hour in Geneva now: `2024-03-04T15:31`.
pub fn in_geneva() -> String {
    local(Timestamp::now())
}

/// How long until the next minute begins.
pub fn until_next_minute() -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Duration::from_secs(60 - now.as_secs() % 60)
}

fn local(now: Timestamp) -> String {
    let utc = tz::Offset::UTC.to_datetime(now);
    let hours = if is_summer(utc) { 2 } else { 1 };
    let there = utc.checked_add(Span::new().hours(hours)).unwrap_or(utc);
    there.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// Summer time runs from the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC.
fn is_summer(utc: DateTime) -> bool {
    let turn = |month| last_sunday(utc.year(), month).at(1, 0, 0, 0);
    turn(3) <= utc && utc < turn(10)
}

/// The last Sunday of a month of 31 days.
fn last_sunday(year: i16, month: i8) -> Date {
    let last = date(year, month, 31);
    let back = i64::from(last.weekday().to_sunday_zero_offset());
    last.checked_sub(Span::new().days(back)).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_in_geneva_follows_summer_and_winter() {
        let at = |text: &str| local(text.parse().unwrap());
        assert_eq!(at("2024-03-04T14:31:20Z"), "2024-03-04T15:31");
        assert_eq!(at("2024-03-31T00:59:59Z"), "2024-03-31T01:59");
        assert_eq!(at("2024-03-31T01:00:00Z"), "2024-03-31T03:00");
        assert_eq!(at("2024-10-27T00:59:00Z"), "2024-10-27T02:59");
        assert_eq!(at("2024-10-27T01:00:00Z"), "2024-10-27T02:00");
        assert_eq!(at("2037-12-31T23:30:00Z"), "2038-01-01T00:30");
    }
}
