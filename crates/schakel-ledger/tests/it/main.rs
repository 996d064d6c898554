//! Tests of the books.
