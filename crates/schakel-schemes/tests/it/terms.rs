//! Terms against worked examples. Every expected day was counted by hand on the calendar; the comment says how.
