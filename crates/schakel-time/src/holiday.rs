//! Dutch public holidays and the date of Easter. Which days count for a working
//! day is in `working_day`.

use jiff::civil::Weekday;

use crate::date::Date;

/// The Dutch public holidays: those of the General Extension of Time Limits Act
/// (*Algemene termijnenwet*), article 3(1) and (2), and the two Sundays that
/// belong to Easter and Whitsun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holiday {
    /// 1 January.
    NewYear,
    /// Friday before Easter; put on a par with the others by article 3(2).
    GoodFriday,
    /// Easter Sunday; being a Sunday it is not named in the act.
    EasterSunday,
    /// Monday after Easter.
    EasterMonday,
    /// Queen's birthday, up to and including 2013: 30 April, or 29 April when
    /// that was a Sunday.
    QueensDay,
    /// King's birthday, from 2014: 27 April, or 26 April when that is a Sunday.
    KingsDay,
    /// 5 May, in every year (article 3(1)).
    LiberationDay,
    /// Thursday, 39 days after Easter Sunday.
    AscensionDay,
    /// Whit Sunday, 49 days after Easter; not named in the act.
    WhitSunday,
    /// Monday after Whit Sunday.
    WhitMonday,
    /// 25 December.
    ChristmasDay,
    /// 26 December.
    SecondChristmasDay,
}

impl Holiday {
    /// Name for a Dutch reader.
    pub fn dutch_name(self) -> &'static str {
        match self {
            Self::NewYear => "Nieuwjaarsdag",
            Self::GoodFriday => "Goede Vrijdag",
            Self::EasterSunday => "Eerste Paasdag",
            Self::EasterMonday => "Tweede Paasdag",
            Self::QueensDay => "Koninginnedag",
            Self::KingsDay => "Koningsdag",
            Self::LiberationDay => "Bevrijdingsdag",
            Self::AscensionDay => "Hemelvaartsdag",
            Self::WhitSunday => "Eerste Pinksterdag",
            Self::WhitMonday => "Tweede Pinksterdag",
            Self::ChristmasDay => "Eerste Kerstdag",
            Self::SecondChristmasDay => "Tweede Kerstdag",
        }
    }

    /// Name for an English reader.
    pub fn english_name(self) -> &'static str {
        match self {
            Self::NewYear => "New Year's Day",
            Self::GoodFriday => "Good Friday",
            Self::EasterSunday => "Easter Sunday",
            Self::EasterMonday => "Easter Monday",
            Self::QueensDay => "Queen's Day",
            Self::KingsDay => "King's Day",
            Self::LiberationDay => "Liberation Day",
            Self::AscensionDay => "Ascension Day",
            Self::WhitSunday => "Whit Sunday",
            Self::WhitMonday => "Whit Monday",
            Self::ChristmasDay => "Christmas Day",
            Self::SecondChristmasDay => "Second Christmas Day",
        }
    }
}

/// Tells which public holiday a date is, if any.
///
/// When a movable feast meets a day with a fixed date (Ascension Day on 5 May
/// 2016), the movable feast is named.
pub fn is_public_holiday(date: Date) -> Option<Holiday> {
    movable_feast(date).or_else(|| fixed_holiday(date))
}

fn movable_feast(date: Date) -> Option<Holiday> {
    // Easter lies between 22 March and 25 April, so its feasts end in June; the
    // other months, most of any count of working days, need no computus.
    if !(3..=6).contains(&date.month()) {
        return None;
    }
    let easter = easter_sunday(date.year())?;
    match date.day_of_year() - easter.day_of_year() {
        -2 => Some(Holiday::GoodFriday),
        0 => Some(Holiday::EasterSunday),
        1 => Some(Holiday::EasterMonday),
        39 => Some(Holiday::AscensionDay),
        49 => Some(Holiday::WhitSunday),
        50 => Some(Holiday::WhitMonday),
        _ => None,
    }
}

fn fixed_holiday(date: Date) -> Option<Holiday> {
    match (date.month(), date.day()) {
        (1, 1) => Some(Holiday::NewYear),
        (4, _) => monarchs_birthday(date),
        (5, 5) => Some(Holiday::LiberationDay),
        (12, 25) => Some(Holiday::ChristmasDay),
        (12, 26) => Some(Holiday::SecondChristmasDay),
        _ => None,
    }
}

/// The birthday is kept on the Saturday when its own date is a Sunday. Given a
/// day in April.
fn monarchs_birthday(date: Date) -> Option<Holiday> {
    let (holiday, own_day) = if date.year() >= 2014 { (Holiday::KingsDay, 27) } else { (Holiday::QueensDay, 30) };
    let kept = if date.weekday() == Weekday::Saturday {
        date.day() == own_day || date.day() == own_day - 1
    } else {
        date.day() == own_day && date.weekday() != Weekday::Sunday
    };
    kept.then_some(holiday)
}

/// Easter Sunday by the Gregorian computus (the anonymous algorithm that Nature
/// printed in 1876 and Meeus in *Astronomical Algorithms*, 1991, chapter 8). The
/// names follow what the steps stand for; years before 1583 are proleptic.
fn easter_sunday(year: i16) -> Option<Date> {
    let lunar_cycle_year = year.rem_euclid(19);
    let century = year.div_euclid(100);
    let year_of_century = year.rem_euclid(100);
    let skipped_leap_days = century - century.div_euclid(4);
    let moon_correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * lunar_cycle_year + skipped_leap_days - moon_correction + 15).rem_euclid(30);
    let days_to_sunday =
        (32 + 2 * century.rem_euclid(4) + 2 * year_of_century.div_euclid(4) - epact - year_of_century.rem_euclid(4))
            .rem_euclid(7);
    let late_moon = (lunar_cycle_year + 11 * epact + 22 * days_to_sunday).div_euclid(451);
    // Counted so that 31 days make a month and the quotient is March or April.
    let day_in_spring = epact + days_to_sunday - 7 * late_moon + 114;
    let month = i8::try_from(day_in_spring.div_euclid(31)).ok()?;
    let day = i8::try_from(day_in_spring.rem_euclid(31) + 1).ok()?;
    Date::new(year, month, day).ok()
}
