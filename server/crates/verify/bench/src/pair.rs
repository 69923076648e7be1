//! A faithful statement and the same with one error.

use crate::chart::Chart;
use crate::name::Name;
use crate::rng::Rng;
use crate::say::Said;
use std::collections::BTreeSet;

/// The label of a perturbed statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// What it cites, or the chart, says otherwise.
    Contradicted,
    /// Nothing that it cites says so.
    Unsupported,
}

impl Label {
    /// As files write it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::Unsupported => "unsupported",
        }
    }
}

/// What the chart looks like when a statement is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum World {
    /// The chart alone.
    Plain,
    /// With the additional resources.
    Rich,
    /// Rich, and some resources were entered in error or refuted.
    Retracted,
    /// Rich, and some resources belong to another patient.
    Foreign,
    /// Rich, and some orders have been stopped.
    Stopped,
}

impl World {
    /// As tables and ids write it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Rich => "rich",
            Self::Retracted => "retracted",
            Self::Foreign => "foreign",
            Self::Stopped => "stopped",
        }
    }
}

/// A faithful statement and one made from it with exactly one error.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The error's name.
    pub name: Name,
    /// The perturbed statement's label.
    pub label: Label,
    /// The faithful statement.
    pub parent: Said,
    /// The perturbed one.
    pub item: Said,
    /// Where the perturbed one is judged, where it is not where its parent is.
    pub moved: Option<World>,
}

impl Pair {
    /// Told otherwise by the chart.
    pub fn against(name: Name, parent: Said, item: Said) -> Self {
        Self {
            name,
            label: Label::Contradicted,
            parent,
            item,
            moved: None,
        }
    }

    /// Not told by the chart.
    pub fn beyond(name: Name, parent: Said, item: Said) -> Self {
        Self {
            label: Label::Unsupported,
            ..Self::against(name, parent, item)
        }
    }
}

/// What a maker works with: one view of a chart, and which resources the other worlds change.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The chart as it stands in this view.
    pub chart: &'a Chart,
    /// Which view.
    pub world: World,
    /// Retracted in that world.
    pub retracted: &'a BTreeSet<String>,
    /// Another patient's in that world.
    pub foreign: &'a BTreeSet<String>,
    /// Orders stopped in that world.
    pub stopped: &'a BTreeSet<String>,
}

/// Makes one pair, where the chart has what it needs and the error would really be one.
pub type Maker = fn(&Scene<'_>, &mut Rng) -> Option<Pair>;
