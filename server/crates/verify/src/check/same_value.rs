//! A number that a source has: its date and its limit must be the source's too.

use super::limits::upward;
use super::{Check, Cited, at_value};
use crate::date::Mention;
use crate::number::{Limit, Number};
use crate::source::Value;
use model::{ReasonCode, Verdict};

impl<'a> Check<'a> {
    /// The number is there; its date and its limit must be too.
    pub(super) fn same_value(
        &mut self,
        number: &Number,
        same: &[(Cited<'a>, &'a Value)],
        numbers: &[Number],
        index: usize,
    ) {
        let span = self.claim.span(number.from, number.to);
        if let Some(mention) = self
            .date_of(number, numbers, index)
            .filter(|_| number.sign.is_none() && self.limit_of(number).is_none())
        {
            let fits = |cited: &Cited<'a>| {
                if self.said_of_other_line(*cited, &mention) {
                    return false;
                }
                cited.source.is_prose
                    || cited
                        .source
                        .dates
                        .iter()
                        .any(|dated| mention.fits(dated.start, dated.end))
                    || cited.source.dates.is_empty()
                    || self.linked_date(*cited, &mention)
            };
            // `between 5.8 and 6.3 % since 2003`: a time that began then.
            let began = mention
                .from
                .checked_sub(1)
                .is_some_and(|at| self.claim.tokens[at].is("since"))
                && same.iter().any(|(_, value)| value.measured);
            if !began
                && !same.iter().any(|(cited, _)| fits(cited))
                && !self.day_of_row(&mention, same)
                && !self.one_of_series(numbers, index, same)
            {
                let (cited, value) = same[0];
                let dated = cited
                    .source
                    .dates
                    .first()
                    .map(|dated| dated.start.to_string());
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Period,
                    span,
                    dated,
                    vec![at_value(cited, value)],
                );
                return;
            }
        }
        let claimed = number.sign.or_else(|| self.limit_of(number));
        // `seven days` is no limit of `above 7`, where `below seven` is there too.
        let own_unit = same.iter().any(|(_, value)| value.unit == number.unit);
        let limits: Vec<Option<Limit>> = same
            .iter()
            .filter(|(_, value)| !own_unit || value.unit == number.unit)
            .map(|(cited, value)| value.limit.or_else(|| Self::limit_in_source(*cited, value)))
            .collect();
        let start = self.segment_start(numbers, index);
        let own_name = self
            .claim
            .slice(start, number.from)
            .iter()
            .any(|token| self.lexicon.is_lab(&token.ids));
        if let (Some(claimed), false) = (claimed, limits.is_empty()) {
            let opposite = limits
                .iter()
                .all(|limit| limit.is_some_and(|limit| upward(limit) != upward(claimed)));
            if opposite && (own_name || !self.compared_value(number, numbers, index)) {
                let (cited, value) = same[0];
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Comparator,
                    span,
                    Some(value.shown.clone()),
                    vec![at_value(cited, value)],
                );
                return;
            }
        }
        // A result of `<5` is not 5.
        let bounded = |(_, value): &(Cited<'a>, &'a Value)| value.measured && value.limit.is_some();
        if let (None, Some((cited, value)), true) =
            (claimed, same.first(), same.iter().all(bounded))
        {
            self.against(
                Verdict::Contradicted,
                ReasonCode::Comparator,
                span,
                Some(value.shown.clone()),
                vec![at_value(*cited, value)],
            );
            return;
        }
        // "white cells 0.8, neutrophils below 0.1": a limit with a name of its own compares with nothing before it.
        if index == 0 || !own_name {
            self.relation(number, numbers, index);
        }
        let (cited, value) = same[0];
        let (path, place) = (value.path.clone(), value.span);
        self.support(span, cited, &path, place);
    }

    /// `4.21 on 1 May, then 2.05, 2.6 and 3.11`: a row of results of one test is of as many days, whatever day stands at one of its ends.
    fn one_of_series(
        &self,
        numbers: &[Number],
        index: usize,
        same: &[(Cited<'a>, &'a Value)],
    ) -> bool {
        let joined = |left: usize| {
            numbers
                .get(left)
                .zip(numbers.get(left + 1))
                .is_some_and(|(one, two)| {
                    one.unit == two.unit || one.unit.is_none() || two.unit.is_none()
                })
                && {
                    let gap = self.claim.slice(numbers[left].to, numbers[left + 1].from);
                    gap.len() <= 5
                        && gap.first().is_some_and(|mark| {
                            mark.is_mark(',') || mark.is("and") || mark.is("then")
                        })
                        && gap.iter().all(|token| {
                            token.is_mark(',')
                                || matches!(
                                    token.lower.as_str(),
                                    "and"
                                        | "then"
                                        | "now"
                                        | "most"
                                        | "recently"
                                        | "finally"
                                        | "lastly"
                                        | "today"
                                )
                        })
                }
        };
        let first = (0..index)
            .rev()
            .take_while(|left| joined(*left))
            .last()
            .unwrap_or(index);
        let last = (index..numbers.len())
            .take_while(|left| joined(*left))
            .last()
            .map_or(index, |left| left + 1);
        let run = &numbers[first..=last];
        let (own, value) = same[0];
        if run.len() < 3 || !value.measured {
            return false;
        }
        let mut days = std::collections::HashSet::new();
        run.iter().all(|number| {
            self.cited
                .iter()
                .filter(|cited| cited.snippet.title == own.snippet.title)
                .filter(|cited| {
                    cited.source.values.iter().any(|other| {
                        other.path == value.path && self.fit(number, other) == super::fit::Fit::Same
                    })
                })
                .filter_map(|cited| cited.snippet.date.as_ref().map(|date| date.days().0))
                .any(|day| days.insert(day))
        })
    }

    /// `Hyperlipidemia | July 1999 | simvastatin 10 mg`: the day is that of what is named before it, and the strength belongs to a drug behind it.
    fn day_of_row(&self, mention: &Mention, same: &[(Cited<'a>, &'a Value)]) -> bool {
        let (from, _) = self.sentence_range(mention.from);
        let drug = |cited: &Cited<'a>| {
            let kind = cited.snippet.resource_type();
            kind.is_some_and(|kind| kind.starts_with("Medication"))
        };
        same.iter().all(|(cited, _)| drug(cited))
            && self.named_in(from, mention.from).iter().any(|cited| {
                same.iter()
                    .all(|(own, _)| own.snippet.id != cited.snippet.id)
                    && cited
                        .source
                        .dates
                        .iter()
                        .any(|dated| mention.fits(dated.start, dated.end))
            })
    }

    /// Whether another cited line of a conversation has the day, with values of its own, and the line of this value has not.
    fn said_of_other_line(&self, cited: Cited<'a>, mention: &Mention) -> bool {
        let says = |cited: &Cited<'a>| {
            cited.source.dates.iter().any(|dated| {
                dated
                    .said
                    .is_some_and(|said| super::dates::compatible(&said, &mention.day))
            })
        };
        cited.snippet.segment.is_some()
            && !says(&cited)
            && self.cited.iter().any(|other| {
                other.snippet.id != cited.snippet.id
                    && other.snippet.segment.is_some()
                    && says(other)
                    && !other.source.values.is_empty()
            })
    }

    pub(super) fn linked_date(&self, cited: Cited<'a>, mention: &Mention) -> bool {
        let links = &cited.source.links;
        self.linked.iter().any(|linked| {
            links.contains(&linked.snippet.id)
                && linked
                    .source
                    .dates
                    .iter()
                    .any(|dated| mention.fits(dated.start, dated.end))
        })
    }
}
