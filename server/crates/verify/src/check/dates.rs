//! Dates: each must be a date of a cited source, of the thing and the event that it is said of.

use super::{Check, Cited, at_date};
use crate::date::Mention;
use crate::lexicon::Cue;
use crate::source::Dated;
use model::{ReasonCode, Verdict};
use sources::FactRole;

/// Words between a result and its day: `was recorded on 8 April`.
const RECORDED: &[&str] = &[
    "recorded",
    "measured",
    "taken",
    "documented",
    "obtained",
    "checked",
    "drawn",
    "charted",
    "given",
    "administered",
];

impl<'a> Check<'a> {
    /// Checks every date.
    pub(crate) fn dates(&mut self) {
        for mention in self.claim.dates.clone() {
            self.one_date(&mention);
        }
    }

    /// `with 2014 missing`, `every year except 2014`: a time of which nothing that is cited is.
    fn left_out_of(&self, mention: &Mention) -> bool {
        let word = |at: Option<usize>| {
            at.and_then(|at| self.claim.tokens.get(at))
                .map_or("", |token| token.lower.as_str())
        };
        let told = matches!(
            word(Some(mention.to)),
            "missing" | "skipped" | "missed" | "excepted"
        ) || matches!(
            word(mention.from.checked_sub(1)),
            "except" | "excepting" | "skipping" | "missing" | "skipped"
        );
        told && !self.cited.iter().any(|cited| {
            let mut dates = cited.source.dates.iter();
            dates.any(|dated| mention.fits(dated.start, dated.end))
        })
    }

    pub(super) fn one_date(&mut self, mention: &Mention) {
        if self.left_out_of(mention) || self.told_empty(mention) {
            return;
        }
        let span = self.claim.span(mention.from, mention.to);
        let issue = self.tells_issue();
        let fits = |dated: &Dated| match dated.said {
            Some(said) => compatible(&said, &mention.day) && !self.other_day_told(&said, mention),
            // A result is of the day on which it was measured.
            None if dated.role == FactRole::Issued && !issue => false,
            None => mention.fits(dated.start, dated.end),
        };
        let named = self.named_near(mention);
        let by_name = named.iter().copied().find_map(|cited| {
            cited
                .source
                .dates
                .iter()
                .find(|dated| fits(dated))
                .map(|dated| (cited, dated))
        });
        let found = by_name.or_else(|| {
            let all = self.dated_for(mention);
            all.into_iter().find_map(|cited| {
                cited
                    .source
                    .dates
                    .iter()
                    .find(|dated| fits(dated))
                    .map(|dated| (cited, dated))
            })
        });
        match found {
            Some((cited, dated)) => {
                let strict = by_name.is_none()
                    && !named.is_empty()
                    && named
                        .iter()
                        .all(|cited| !cited.source.is_prose && !cited.source.dates.is_empty());
                if strict
                    && !self.date_linked(&named, mention)
                    && self.bound_strictly(mention, &named)
                {
                    let right = named
                        .first()
                        .and_then(|cited| cited.source.dates.first())
                        .map(|dated| dated.start.to_string());
                    let place = named.first().and_then(|cited| {
                        cited
                            .source
                            .dates
                            .first()
                            .map(|dated| at_date(*cited, dated))
                    });
                    self.against(
                        Verdict::Contradicted,
                        ReasonCode::Date,
                        span,
                        right,
                        place.into_iter().collect(),
                    );
                    return;
                }
                let (path, place) = (dated.path.clone(), dated.span);
                self.support(span, cited, &path, place);
                self.event(mention, &named);
            }
            None if self.is_today(mention)
                || self.bounds_window(mention)
                || self.reckoned(mention)
                || self.absent_then(mention) => {}
            None => {
                let nearest = named
                    .first()
                    .copied()
                    .or_else(|| self.cited.first().copied());
                let found = nearest.and_then(|cited| {
                    cited
                        .source
                        .dates
                        .iter()
                        .find(|dated| dated.said.is_none())
                        .map(|dated| (dated.start.to_string(), at_date(cited, dated)))
                });
                match found {
                    Some((right, place)) => self.against(
                        Verdict::Contradicted,
                        ReasonCode::Date,
                        span,
                        Some(right),
                        vec![place],
                    ),
                    None => self.against(
                        Verdict::Unsupported,
                        ReasonCode::Date,
                        span,
                        None,
                        Vec::new(),
                    ),
                }
            }
        }
    }

    /// `July` alone is no `July 18` where the cited words have `July 8`.
    fn other_day_told(&self, said: &crate::date::Day, mention: &Mention) -> bool {
        let own = mention.day;
        own.day.is_some()
            && own.month.is_some()
            && said.day.is_none()
            && self.cited.iter().any(|cited| {
                cited.source.dates.iter().any(|dated| {
                    dated.said.is_some_and(|day| {
                        day.month == own.month && day.day.is_some() && day.day != own.day
                    })
                })
            })
    }

    /// Sources whose days may be meant. The reason of an order has days of its own: they are meant only where it is named.
    fn dated_for(&self, mention: &Mention) -> Vec<Cited<'a>> {
        let reason = |linked: &Cited<'a>| linked.snippet.resource_type() == Some("Condition");
        // The words of the clause are read only where there is a reason to look for.
        let here = if self.linked.iter().any(reason) {
            let (from, to) = self.claim.clause_range(self.claim.clause_of(mention.from));
            self.content_ids(from, to)
        } else {
            std::collections::HashSet::new()
        };
        let meant = |linked: &&Cited<'a>| {
            !reason(linked) || linked.source.names.iter().any(|id| here.contains(id))
        };
        let linked = self.linked.iter().filter(meant);
        self.cited.iter().chain(linked).copied().collect()
    }

    /// Whether the statement tells when something was issued, reported or filed.
    fn tells_issue(&self) -> bool {
        self.claim.tokens.iter().any(|token| {
            matches!(
                token.stem.as_str(),
                "issu"
                    | "issue"
                    | "report"
                    | "releas"
                    | "release"
                    | "result"
                    | "sign"
                    | "file"
                    | "filed"
                    | "post"
                    | "available"
                    | "final"
                    | "enter"
                    | "came"
            )
        }) || self.cited.iter().all(|cited| {
            let mut dates = cited.source.dates.iter();
            dates.all(|dated| dated.role != FactRole::Effective)
        })
    }

    /// The date of writing may be named: `seen on 15 January 2021`.
    pub(super) fn is_today(&self, mention: &Mention) -> bool {
        mention.fits(self.as_of, self.as_of)
            && mention.day.day.is_some()
            && !self.happened_then(mention)
    }

    /// Whether something that has its own day is said to have happened on that date: `on 9 May a chest film was taken`, `began on 1 November`.
    fn happened_then(&self, mention: &Mention) -> bool {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(mention.from));
        let event = |token: &crate::text::Token| {
            matches!(
                token.lower.as_str(),
                "performed"
                    | "done"
                    | "given"
                    | "administered"
                    | "began"
                    | "started"
                    | "onset"
                    | "diagnosed"
                    | "resolved"
                    | "ordered"
                    | "prescribed"
                    | "stopped"
                    | "discontinued"
                    | "completed"
                    | "underwent"
                    | "received"
                    | "measured"
                    | "collected"
                    | "had"
            )
        };
        let told = self.claim.slice(from, to).iter().any(event);
        told && self.named_in(from, to).iter().any(|cited| {
            !cited.source.is_prose
                && matches!(
                    cited.snippet.resource_type(),
                    Some(
                        "Procedure"
                            | "Immunization"
                            | "Condition"
                            | "Observation"
                            | "MedicationRequest"
                    )
                )
                && cited.source.dates.iter().any(|dated| dated.said.is_none())
        })
    }

    /// `highest since 2023`, `no admission before May`: a date that bounds what is looked at, and is no event itself.
    fn bounds_window(&self, mention: &Mention) -> bool {
        let bound = mention
            .from
            .checked_sub(1)
            .and_then(|index| self.claim.tokens.get(index))
            .is_some_and(|token| {
                matches!(
                    token.lower.as_str(),
                    "since" | "after" | "before" | "until" | "by" | "between" | "through"
                )
            });
        let clause = self.claim.clause_of(mention.from);
        bound
            && self.claim.cues.iter().any(|found| {
                matches!(
                    found.cue,
                    Cue::Highest | Cue::Lowest | Cue::Negation | Cue::Strong | Cue::Only
                ) && self.claim.clause_of(found.from) == clause
            })
    }

    /// Sources that the date's own part of the sentence names: from the date or `;` before it on.
    pub(super) fn named_near(&self, mention: &Mention) -> Vec<Cited<'a>> {
        let (from, _) = self.claim.clause_range(self.claim.clause_of(mention.from));
        // Dates stand in order.
        let dates = &self.claim.dates;
        let before = dates.partition_point(|other| other.to <= mention.from);
        let previous = before.checked_sub(1).map_or(0, |last| dates[last].to);
        let named = self.named_in(from.max(previous), mention.from);
        if named.is_empty() && previous > from {
            return Vec::new();
        }
        named
    }

    /// Whether the date's clause speaks of a stay or of leaving it.
    fn stay_told(&self, mention: &Mention) -> bool {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(mention.from));
        self.claim.slice(from, to).iter().any(|token| {
            matches!(
                token.stem.as_str(),
                "visit"
                    | "stay"
                    | "admission"
                    | "admit"
                    | "admitt"
                    | "encounter"
                    | "discharg"
                    | "discharge"
                    | "hospital"
                    | "hospitalization"
                    | "left"
                    | "home"
            )
        })
    }

    pub(super) fn date_linked(&self, named: &[Cited<'a>], mention: &Mention) -> bool {
        // The end of a stay that is not cited itself is no day of a result or a vaccine of it.
        let result = |cited: &Cited<'a>| {
            matches!(
                cited.snippet.resource_type(),
                Some("Observation" | "Immunization" | "DiagnosticReport" | "Procedure")
            )
        };
        let stays = self.stay_told(mention);
        named.iter().any(|cited| {
            self.linked.iter().chain(&self.cited).any(|other| {
                let own = self
                    .cited
                    .iter()
                    .any(|cited| cited.snippet.id == other.snippet.id);
                let end = |dated: &Dated| {
                    dated.role == FactRole::EffectiveEnd && !own && !stays && result(cited)
                };
                cited.source.links.contains(&other.snippet.id)
                    && other
                        .source
                        .dates
                        .iter()
                        .any(|dated| !end(dated) && mention.fits(dated.start, dated.end))
            }) || self.cited.iter().any(|other| {
                other.source.links.contains(&cited.snippet.id)
                    && other
                        .source
                        .dates
                        .iter()
                        .any(|dated| mention.fits(dated.start, dated.end))
            })
        })
    }

    /// Whether the date stands right behind what it is said of: `osteoporosis (2016)`, `stroke on 26 January 2019`.
    pub(super) fn bound_strictly(&self, mention: &Mention, named: &[Cited<'a>]) -> bool {
        let before = |back: usize| {
            mention
                .from
                .checked_sub(back)
                .and_then(|index| self.claim.tokens.get(index))
        };
        let Some(last) = before(1) else { return false };
        // A word that names another of what is cited takes the date away from it.
        let other = |token: &crate::text::Token| {
            let calls = |cited: &Cited<'a>| {
                token.ids.iter().any(|id| cited.source.names.contains(id))
                    || self
                        .lexicon
                        .words_of_family(token)
                        .any(|ids| ids.iter().all(|id| cited.source.names.contains(id)))
            };
            !named.iter().any(calls) && self.cited.iter().any(calls)
        };
        let direct = |token: &crate::text::Token| {
            token.is_word() && !self.lexicon.is_general(&token.stem) && !other(token)
        };
        if last.is_mark(')') || direct(last) {
            return true;
        }
        if last.is_mark('(')
            || last.is_mark('|')
            || matches!(last.lower.as_str(), "on" | "in" | "of" | "dated")
        {
            // `PPSV23 (CVX 33) on 17 September 2008`: what stands in brackets is passed over.
            let closed = before(2).is_some_and(|token| token.is_mark(')'));
            let open = closed
                .then(|| (3..=8).find(|back| before(*back).is_some_and(|token| token.is_mark('('))))
                .flatten();
            let told = |token: &crate::text::Token| {
                direct(token) || (last.is("on") && RECORDED.contains(&token.lower.as_str()))
            };
            return match open {
                Some(back) => before(back + 1).is_some_and(direct),
                None => before(2).is_some_and(told),
            };
        }
        false
    }

    /// `resolved on …`, `diagnosed on …`: the element of that event must have the date.
    pub(super) fn event(&mut self, mention: &Mention, named: &[Cited<'a>]) {
        let verb = (1..=3)
            .filter_map(|back| mention.from.checked_sub(back))
            .map(|at| &self.claim.tokens[at])
            .filter(|token| token.sentence == self.claim.tokens[mention.from].sentence)
            .find_map(|token| event_roles(&token.lower));
        let Some(roles) = verb else { return };
        let told: Vec<Cited<'a>> = named
            .iter()
            .copied()
            .filter(|cited| {
                cited
                    .source
                    .dates
                    .iter()
                    .any(|dated| roles.contains(&dated.role))
            })
            .collect();
        let pool = if told.is_empty() {
            self.cited
                .iter()
                .copied()
                .filter(|cited| {
                    cited
                        .source
                        .dates
                        .iter()
                        .any(|dated| roles.contains(&dated.role))
                })
                .collect()
        } else {
            told
        };
        if pool.is_empty() {
            return;
        }
        let good =
            self.cited.iter().chain(&pool).any(|cited| {
                cited.source.dates.iter().any(|dated| {
                    roles.contains(&dated.role) && mention.fits(dated.start, dated.end)
                })
            });
        if !good {
            let span = self.claim.span(mention.from, mention.to);
            let right = pool.iter().find_map(|cited| {
                cited
                    .source
                    .dates
                    .iter()
                    .find(|dated| roles.contains(&dated.role))
                    .map(|dated| (dated.start.to_string(), at_date(*cited, dated)))
            });
            let (found, place) = right.unzip();
            self.against(
                Verdict::Contradicted,
                ReasonCode::Date,
                span,
                found,
                place.into_iter().collect(),
            );
        }
    }
}

fn event_roles(verb: &str) -> Option<&'static [FactRole]> {
    Some(match verb {
        "resolved" | "closed" | "healed" | "cleared" => {
            &[FactRole::Abatement, FactRole::EffectiveEnd]
        }
        "ordered" | "prescribed" | "requested" | "written" => &[FactRole::Authored],
        "diagnosed" | "onset" => &[FactRole::Onset, FactRole::Recorded],
        "born" => &[FactRole::BirthDate],
        _ => return None,
    })
}

pub(super) fn compatible(a: &crate::date::Day, b: &crate::date::Day) -> bool {
    let same = |a: Option<i32>, b: Option<i32>| a.is_none() || b.is_none() || a == b;
    // A year and a month of no year have nothing in common.
    let shared = (a.year.is_some() && b.year.is_some())
        || (a.month.is_some() && b.month.is_some())
        || (a.day.is_some() && b.day.is_some());
    if !shared {
        return false;
    }
    same(a.year, b.year)
        && same(a.month.map(i32::from), b.month.map(i32::from))
        && same(a.day.map(i32::from), b.day.map(i32::from))
}
