//! What rules find in answers.

use crate::item::Kind;
use crate::sheet::Sheet;
use crate::value::Value;
use crate::watch::given::{Asked, Given};
use crate::watch::{Band, Flag, Score, Urgency, Watch, says};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Answers that a person must see, the most urgent first.
    pub raised: Vec<Raised>,
    /// Questions of that sort without an answer.
    pub open: Vec<Open>,
    /// What was added up.
    pub scores: Vec<Scored>,
    /// What could not be.
    pub unscored: Vec<Unscored>,
}

/// An answer that a person must see.
#[derive(Clone, PartialEq, Eq)]
pub struct Raised {
    /// The flag's name.
    pub id: String,
    /// How soon.
    pub urgency: Urgency,
    /// What is asked, in a few words.
    pub asks: String,
    /// The question as it was put; empty where it is not told.
    pub question: String,
    /// The answer.
    pub answer: String,
    /// What to do.
    pub says: String,
}

/// A question without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The flag's name.
    pub id: String,
    /// What is asked, in a few words.
    pub asks: String,
}

/// A sum.
#[derive(Clone, PartialEq, Eq)]
pub struct Scored {
    /// The score's name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The sum.
    pub total: i32,
    /// The greatest that there is.
    pub most: i32,
    /// What the sum is called.
    pub label: String,
    /// How soon a person must look, where one must.
    pub urgency: Option<Urgency>,
    /// What to do.
    pub says: Option<String>,
}

/// A sum that cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unscored {
    /// The score's name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// How many of its questions have no answer that counts.
    pub open: usize,
    /// How many questions it has.
    pub of: usize,
}

impl std::fmt::Debug for Raised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Raised({})", self.id)
    }
}

impl std::fmt::Debug for Scored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Scored({})", self.id)
    }
}

impl Watch {
    /// What a person must see of these answers, and the scores.
    pub fn seen(&self, given: &Given) -> Seen {
        let mut seen = Seen::default();
        for flag in &self.flag {
            let found = given.find(&flag.questionnaire, &flag.item, &flag.codes);
            // A response does not list what has no answer.
            let left = found.is_empty() && !given.all && given.is(&flag.questionnaire);
            if let Some(raised) = found.iter().find_map(|one| flag.raised(one)) {
                seen.raised.push(raised);
            } else if left || (!found.is_empty() && found.iter().all(|one| one.answers.is_empty()))
            {
                seen.open.push(Open {
                    id: flag.id.clone(),
                    asks: flag.asks.clone(),
                });
            }
        }
        seen.raised
            .sort_by_key(|one| std::cmp::Reverse(one.urgency));
        for score in &self.score {
            match score.sum(given) {
                Some(Ok(scored)) => seen.scores.push(scored),
                Some(Err(unscored)) => seen.unscored.push(unscored),
                None => {}
            }
        }
        seen
    }

    /// Puts the sums into the items that are there for them.
    pub fn fill(&self, sheet: &mut Sheet<'_>) {
        let sums = self.seen(&Given::of(sheet)).scores;
        for score in &self.score {
            let Some(item) = &score.item else { continue };
            let sum = sums.iter().find(|sum| sum.id == score.id);
            let own = sheet.form.address() == Some(score.questionnaire.as_str());
            let mut nodes = sheet.nodes.iter_mut();
            let node = nodes.find(|node| {
                own && node.item.link_id == *item
                    && node.item.kind == Kind::Integer
                    && node.item.read_only
            });
            if let Some(node) = node {
                node.answers = sum
                    .map(|sum| Value::Integer(sum.total))
                    .into_iter()
                    .collect();
            }
        }
    }
}

impl Flag {
    fn raised(&self, asked: &Asked) -> Option<Raised> {
        let bad = asked.answers.iter().filter(|one| self.raises(one));
        let bad: Vec<String> = bad.map(Value::shown).collect();
        (!bad.is_empty()).then(|| Raised {
            id: self.id.clone(),
            urgency: self.urgency,
            asks: self.asks.clone(),
            question: asked.question.clone(),
            answer: bad.join("; "),
            says: self.says.clone(),
        })
    }

    fn raises(&self, answer: &Value) -> bool {
        if let Some(least) = self.at_least {
            return answer
                .decimal()
                .is_some_and(|number| number >= least.into());
        }
        let named = |names: &[String]| names.iter().any(|name| says(answer, name));
        if self.except.is_empty() {
            named(&self.answers)
        } else {
            !named(&self.except)
        }
    }
}

impl Score {
    /// None where these are not its questions.
    fn sum(&self, given: &Given) -> Option<Result<Scored, Unscored>> {
        let codes = |at: usize| self.codes.get(at..=at).unwrap_or_default();
        let items = self.items.iter().enumerate();
        let points: Vec<Option<Option<i32>>> = items
            .map(|(at, item)| {
                let found = given.find(&self.questionnaire, item, codes(at));
                let one = found.first()?;
                match one.answers.as_slice() {
                    [answer] => Some(self.of(answer)),
                    _ => Some(None),
                }
            })
            .collect();
        let (own, of) = (given.is(&self.questionnaire), points.len());
        // A part of its questions in another questionnaire is another score's.
        if !own && points.iter().any(Option::is_none) {
            return None;
        }
        let known: Vec<i32> = points.into_iter().flatten().flatten().collect();
        let (id, title) = (self.id.clone(), self.title.clone());
        if known.len() < of {
            return (!known.is_empty()).then(|| {
                Err(Unscored {
                    id,
                    title,
                    open: of - known.len(),
                    of,
                })
            });
        }
        let total = known.iter().copied().fold(0, i32::saturating_add);
        let band = self.band.iter().rfind(|band| band.from <= total)?;
        let Band {
            label,
            urgency,
            says,
            ..
        } = band.clone();
        Some(Ok(Scored {
            id,
            title,
            total,
            most: self.most(),
            label,
            urgency,
            says,
        }))
    }
}

impl Seen {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
