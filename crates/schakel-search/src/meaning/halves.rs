//! Dividing the work on a longer text between two threads. What the work is lives in `encoder`.

use std::ops::Range;
use std::thread;

/// From so many rows on, a second thread saves more time than it takes to start.
const TWO_THREADS_FROM: usize = 12;

/// Does work on rows, in one go or in two halves at the same time; gives the rows that come out, in order, for each of
/// the `N` results of the work. Where the system gives no second thread, this one does both halves.
pub(super) fn in_halves<const N: usize>(
    count: usize,
    work: impl Fn(Range<usize>) -> [Vec<f32>; N] + Sync,
) -> [Vec<f32>; N] {
    if count < TWO_THREADS_FROM {
        return work(0..count);
    }
    let half = count / 2;
    thread::scope(|scope| {
        let first = thread::Builder::new().spawn_scoped(scope, || work(0..half));
        let second = work(half..count);
        let first = first.ok().and_then(|first| first.join().ok());
        let mut results = first.unwrap_or_else(|| work(0..half));
        for (result, more) in results.iter_mut().zip(second) {
            result.extend(more);
        }
        results
    })
}
