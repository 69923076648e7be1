//! Places at an endpoint, given to waiting tenants in turn: one busy tenant cannot keep the others out.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// Most requests that wait, for each place.
const WAITING: usize = 16;

/// The places of one endpoint.
pub(crate) struct FairQueue {
    state: Mutex<State>,
    most: usize,
}

#[derive(Default)]
struct State {
    free: usize,
    waiting: usize,
    /// Tenants that wait, in the order of their next turn.
    turns: VecDeque<String>,
    queues: HashMap<String, VecDeque<oneshot::Sender<Place>>>,
}

/// One place; dropping it gives it to the next.
pub(crate) struct Place(Option<Arc<FairQueue>>);

/// Too many wait already.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Full;

impl FairQueue {
    pub(crate) fn new(places: usize) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                free: places,
                ..State::default()
            }),
            most: places.saturating_mul(WAITING),
        })
    }

    /// Waits for a place. Dropping the future leaves the queue.
    pub(crate) async fn enter(self: &Arc<Self>, tenant: &str) -> Result<Place, Full> {
        let waiting = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.free > 0 {
                state.free -= 1;
                return Ok(Place(Some(self.clone())));
            }
            if state.waiting >= self.most {
                return Err(Full);
            }
            let (give, take) = oneshot::channel();
            state.waiting += 1;
            let queue = state.queues.entry(tenant.to_owned()).or_default();
            let first = queue.is_empty();
            queue.push_back(give);
            if first {
                state.turns.push_back(tenant.to_owned());
            }
            take
        };
        waiting.await.map_err(|_| Full)
    }

    /// Gives a place to the next that still waits.
    fn give(self: &Arc<Self>) {
        loop {
            let next = {
                let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                let Some(next) = state.next() else {
                    state.free += 1;
                    return;
                };
                next
            };
            match next.send(Place(Some(self.clone()))) {
                Ok(()) => return,
                // Nobody waits there any more; the place must not give itself away a second time.
                Err(mut place) => place.0 = None,
            }
        }
    }
}

impl State {
    fn next(&mut self) -> Option<oneshot::Sender<Place>> {
        let tenant = self.turns.pop_front()?;
        let queue = self.queues.get_mut(&tenant)?;
        let next = queue.pop_front();
        if queue.is_empty() {
            self.queues.remove(&tenant);
        } else {
            self.turns.push_back(tenant);
        }
        self.waiting = self.waiting.saturating_sub(1);
        next
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(queue) = self.0.take() {
            queue.give();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn tenants_take_turns() {
        let queue = FairQueue::new(1);
        let first = queue.enter("a").await.unwrap();
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for tenant in ["a", "a", "a", "b", "c"] {
            let (queue, order) = (queue.clone(), order.clone());
            tasks.push(tokio::spawn(async move {
                let _place = queue.enter(tenant).await.unwrap();
                order.lock().unwrap().push(tenant);
            }));
            tokio::task::yield_now().await;
        }
        drop(first);
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), ["a", "b", "c", "a", "a"]);
        assert_eq!(queue.state.lock().unwrap().free, 1);
    }

    #[tokio::test]
    async fn who_leaves_the_queue_loses_no_place_and_a_full_queue_refuses() {
        let queue = FairQueue::new(1);
        let first = queue.enter("a").await.unwrap();
        let mut left = Box::pin(queue.enter("a"));
        assert!(futures::poll!(&mut left).is_pending());
        let mut given = Box::pin(queue.enter("b"));
        assert!(futures::poll!(&mut given).is_pending());
        drop(left);
        drop(first);
        // The place was given to `b`, which leaves without taking it.
        drop(given);
        let _again = queue.enter("c").await.unwrap();
        let mut waiting: Vec<_> = (0..WAITING).map(|_| Box::pin(queue.enter("c"))).collect();
        for one in &mut waiting {
            assert!(futures::poll!(one).is_pending());
        }
        assert_eq!(queue.enter("c").await.err(), Some(Full));
    }
}
