//! Who asks.

/// For whom a request is made: what budgets, queues and the log go by. Ids, never names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Caller {
    /// The organization; one queue and one budget each.
    pub tenant: String,
    /// The user's id.
    pub user: String,
    /// The user's role.
    pub role: String,
    /// The launch that the request belongs to.
    pub launch: String,
}
