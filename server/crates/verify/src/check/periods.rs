//! How long things lasted, and on which day a value was taken: each is held against the source of that day, not against all that is cited.

use super::{Check, Cited, at_value};
use crate::claim::{Anchor, Duration};
use crate::date::Mention;
use crate::lexicon::Cue;
use crate::number::Number;
use crate::source::Value;
use model::{ReasonCode, Verdict};
use sources::FactRole;
use time::Date;

/// A cited thing that began and ended.
#[derive(Clone, Copy)]
struct Stay<'a> {
    cited: Cited<'a>,
    from: Date,
    to: Date,
}

impl<'a> Check<'a> {
    /// Lengths and days of what is cited.
    pub(crate) fn periods(&mut self) {
        let stays = self.stays();
        if stays.len() > 1 {
            let lengths: Vec<Duration> = self
                .claim
                .durations
                .iter()
                .filter(|one| matches!(one.anchor, Anchor::Length | Anchor::Between))
                .cloned()
                .collect();
            for (index, duration) in lengths.iter().enumerate() {
                // As many dates as lengths: each has the one at its place.
                if lengths.len() > 1 && lengths.len() == self.claim.dates.len() {
                    let mention = self.claim.dates[index];
                    self.length_beside(duration, &stays, &mention);
                    continue;
                }
                let since = index.checked_sub(1).map_or(0, |before| lengths[before].to);
                let until = lengths
                    .get(index + 1)
                    .map_or(self.claim.tokens.len(), |next| next.from);
                self.length_of(duration, &stays, since, until);
            }
            if lengths.is_empty() && stays.len() == 2 {
                self.longer_or_shorter(&stays);
            }
        }
        for number in self.claim.numbers.clone() {
            self.taken_today(&number);
        }
    }

    /// The cited encounters and conditions with a beginning and an end, in the order of their beginning.
    fn stays(&self) -> Vec<Stay<'a>> {
        let mut out: Vec<Stay<'a>> = self
            .cited
            .iter()
            .filter_map(|cited| {
                let (first, last) = match cited.snippet.resource_type()? {
                    "Encounter" => (FactRole::Effective, FactRole::EffectiveEnd),
                    "Condition" => (FactRole::Onset, FactRole::Abatement),
                    _ => return None,
                };
                let day = |role: FactRole| {
                    let mut dates = cited.source.dates.iter();
                    dates
                        .find(|dated| dated.role == role)
                        .map(|dated| dated.start)
                };
                Some(Stay {
                    cited: *cited,
                    from: day(first)?,
                    to: day(last)?,
                })
            })
            .collect();
        out.sort_by_key(|stay| stay.from);
        out
    }

    /// A length that one of several things has is held against the one of the date that is told beside it.
    fn length_of(&mut self, duration: &Duration, stays: &[Stay<'a>], since: usize, until: usize) {
        // `longer than the one in 1975 (48.9 h against 24.7 h)`: in brackets, each has its own.
        let open = (since..duration.from)
            .rev()
            .find(|at| self.claim.tokens[*at].is_mark('('));
        let compared = |at: usize| {
            let near = self.claim.slice(at, duration.to + 4).iter();
            near.into_iter().any(|token| {
                matches!(
                    token.lower.as_str(),
                    "against" | "vs" | "versus" | "compared"
                )
            })
        };
        if open.is_some_and(compared) {
            return;
        }
        let sentence = self.claim.tokens[duration.from].sentence;
        let beside = |mention: &&Mention| self.claim.tokens[mention.from].sentence == sentence;
        let before = self
            .claim
            .dates
            .iter()
            .filter(beside)
            .rfind(|mention| mention.from >= since && mention.to <= duration.from);
        let Some(mention) = before.or_else(|| {
            let mut behind = self.claim.dates.iter().filter(beside);
            behind.find(|mention| mention.from >= duration.to && mention.to <= until)
        }) else {
            return;
        };
        let mention = *mention;
        self.length_beside(duration, stays, &mention);
    }

    fn length_beside(&mut self, duration: &Duration, stays: &[Stay<'a>], mention: &Mention) {
        let meant =
            |stay: &&Stay<'a>| mention.fits(stay.from, stay.from) || mention.fits(stay.to, stay.to);
        let lasts = |stay: &&Stay<'a>| self.matches(duration, stay.from, stay.to);
        let Some(own) = stays.iter().find(meant).copied() else {
            return;
        };
        let other = stays.iter().filter(lasts).count();
        if other == 0 || stays.iter().filter(meant).any(|stay| lasts(&stay)) {
            return;
        }
        let days = (own.to - own.from).whole_days();
        let span = self.claim.span(duration.from, duration.to);
        let place = Self::place_of(own);
        self.against(
            Verdict::Contradicted,
            ReasonCode::Period,
            span,
            Some(format!("{days} days")),
            vec![place],
        );
    }

    /// `The stays grew longer between 1975 and 1977`, with no length told.
    fn longer_or_shorter(&mut self, stays: &[Stay<'a>]) {
        let [first, last] = [stays[0], stays[1]];
        let lengths = (first.to - first.from, last.to - last.from);
        if !self.prose() && lengths.0 != lengths.1 && self.claim.numbers.is_empty() {
            let cue = self.claim.cues.iter().copied().find(|found| {
                matches!(found.cue, Cue::Up | Cue::Down)
                    && self.claim.tokens[..found.from].iter().any(|token| {
                        matches!(
                            token.lower.as_str(),
                            "time" | "length" | "duration" | "los" | "hours" | "days"
                        )
                    })
            });
            let Some(cue) = cue else { return };
            if (cue.cue == Cue::Up) != (lengths.1 > lengths.0) {
                let span = self.claim.span(cue.from, cue.to);
                let places = vec![Self::place_of(first), Self::place_of(last)];
                self.against(Verdict::Contradicted, ReasonCode::Trend, span, None, places);
            }
        }
    }

    fn place_of(stay: Stay<'a>) -> model::SourceSpan {
        let dated = stay
            .cited
            .source
            .dates
            .iter()
            .find(|dated| dated.start == stay.from);
        dated.map_or_else(
            || super::at(stay.cited, "period", None),
            |dated| super::at_date(stay.cited, dated),
        )
    }

    /// `HbA1c today 6.4 %`: where one was taken today and the figure is that of another day.
    fn taken_today(&mut self, number: &Number) {
        let sentence = self.claim.tokens[number.from].sentence;
        let start = self
            .claim
            .numbers
            .iter()
            .filter(|other| other.to <= number.from)
            .map(|other| other.to)
            .max()
            .unwrap_or(0);
        let dated = |mention: &Mention| mention.from >= start && mention.to <= number.from;
        // `2/10 today, 1/10 last January`: right behind a figure it is that one's day.
        let today = (start..number.from).any(|at| {
            let token = &self.claim.tokens[at];
            token.sentence == sentence
                && matches!(token.lower.as_str(), "today" | "today's")
                && (at > start || start == 0)
        });
        if !today || self.claim.dates.iter().any(dated) {
            return;
        }
        let values: Vec<(Cited<'a>, &'a Value)> = self
            .cited
            .iter()
            .filter(|cited| cited.snippet.resource_type() == Some("Observation"))
            .flat_map(|cited| cited.source.values.iter().map(move |value| (*cited, value)))
            .filter(|(_, value)| value.measured)
            .collect();
        let day = |cited: &Cited<'a>| cited.snippet.date.as_ref().map(|date| date.days().0);
        let (mut theirs, mut found) = (None, None);
        for (cited, value) in &values {
            if self.fit(number, value) != super::fit::Fit::Same {
                continue;
            }
            if day(cited) == Some(self.as_of) {
                return;
            }
            theirs = Some(*value);
        }
        if let Some(theirs) = theirs {
            found = values.iter().find(|(cited, value)| {
                day(cited) == Some(self.as_of)
                    && value.names.iter().any(|id| theirs.names.contains(id))
            });
        }
        if let Some((cited, value)) = found.copied() {
            let span = self.claim.span(number.from, number.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Period,
                span,
                Some(value.shown.clone()),
                vec![at_value(cited, value)],
            );
        }
    }
}
