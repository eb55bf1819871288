//! Work on many things of which each is done by itself, spread over the cores.

use std::{num::NonZero, panic, sync::LazyLock, thread};

use base::Result;

/// Things for which a further thread is worth its start.
const A_THREAD: usize = 64;
/// More would only wait for each other.
const THREADS_MAX: usize = 8;

/// Asked once: the answer is read from files of the system.
static CORES: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, NonZero::get));

/// Does `work` on every one of `all`, in no order. The first error in the order of `all` is the answer.
pub(crate) fn over<T: Send>(all: &mut [T], work: impl Fn(&mut T) -> Result<()> + Sync) -> Result<()> {
    let threads = (all.len() / A_THREAD).min(THREADS_MAX).min(*CORES);
    if threads < 2 {
        return all.iter_mut().try_for_each(work);
    }
    let work = &work;
    thread::scope(|scope| {
        let part = all.len().div_ceil(threads);
        let mut parts = all.chunks_mut(part);
        let first = parts.next().unwrap_or_default();
        let others: Vec<_> =
            parts.map(|some| scope.spawn(move || some.iter_mut().try_for_each(work))).collect();
        let mut answer = first.iter_mut().try_for_each(work);
        for other in others {
            let other = other.join().unwrap_or_else(|why| panic::resume_unwind(why));
            answer = answer.and(other);
        }
        answer
    })
}

#[cfg(test)]
mod tests {
    use base::Error;

    use super::*;

    #[test]
    fn everything_is_done_once_and_the_first_error_told() {
        for count in [0, 1, A_THREAD, 3 * A_THREAD + 1, 1_000] {
            let mut all: Vec<usize> = (0..count).collect();
            over(&mut all, |it| {
                *it += 1;
                Ok(())
            })
            .unwrap();
            assert_eq!(all, (1..=count).collect::<Vec<_>>());
        }
        let mut all: Vec<usize> = (0..1_000).collect();
        let refused = over(&mut all, |it| match *it {
            7 => Err(Error::conflict("first")),
            990 => Err(Error::conflict("last")),
            _ => Ok(()),
        });
        assert_eq!(refused.unwrap_err().faults()[0].key, "first");
    }
}
