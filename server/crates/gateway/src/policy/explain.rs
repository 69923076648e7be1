//! Why a request goes where it goes, in words.

use super::Route;
use crate::error::Refusal;
use std::fmt;

/// One endpoint that a decision looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Considered {
    /// The endpoint.
    pub endpoint: String,
    /// Why not; none: it takes the request.
    pub refusal: Option<Refusal>,
}

/// A decision, with everything that led to it. Its Display is what `countersign config route` prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The rule that decided; empty where none did.
    pub why: String,
    /// The endpoints in the rule's order.
    pub considered: Vec<Considered>,
    /// The route, or why there is none.
    pub route: Result<Route, Refusal>,
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.route {
            Ok(route) => writeln!(f, "goes to `{}` ({})", route.endpoint, route.model)?,
            Err(refusal) => writeln!(f, "goes nowhere: {refusal}")?,
        }
        match self.why.as_str() {
            "" => {}
            "registry" => {
                writeln!(
                    f,
                    "decided by the order of the endpoints, there is no `[[route]]`"
                )?;
            }
            "chosen" => writeln!(f, "decided by the choice of the endpoint")?,
            rule => writeln!(f, "decided by `{rule}`")?,
        }
        for one in &self.considered {
            match &one.refusal {
                None => writeln!(f, "  {}: may take it", one.endpoint)?,
                Some(refusal) => writeln!(f, "  {}: {refusal}", one.endpoint)?,
            }
        }
        if let Ok(route) = &self.route
            && !route.then.is_empty()
        {
            writeln!(
                f,
                "taken over, where it fails, by {}",
                route.then.join(", ")
            )?;
        }
        Ok(())
    }
}
