//! Where the patient lives, who took part, and whether the patient smokes: what must be the cited source's own and not anybody's.

use super::{Check, Cited, at};
use crate::lexicon::Cue;
use crate::text::{self, id};
use model::{ReasonCode, SourceSpan, Verdict};
use sources::FactRole;

impl<'a> Check<'a> {
    /// All of these.
    pub(crate) fn who(&mut self) {
        self.strangers();
        self.seen_by();
        self.doctors();
        self.other_place();
        self.residence();
        self.smoking();
        self.which_relative();
        self.whole_name();
    }

    /// `his brother` where the family history cited is a sister's.
    fn which_relative(&mut self) {
        const KIN: [&[&str]; 8] = [
            &["mother", "mom", "mum", "mommy"],
            &["father", "dad", "daddy"],
            &["brother"],
            &["sister"],
            &["son"],
            &["daughter"],
            &["grandmother", "grandma"],
            &["grandfather", "grandpa"],
        ];
        let histories: Vec<Cited<'a>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| cited.snippet.resource_type() == Some("FamilyMemberHistory"))
            .collect();
        if histories.is_empty() || self.prose() {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            let word = self.claim.tokens[index]
                .lower
                .trim_end_matches('s')
                .to_owned();
            let Some(kin) = KIN.iter().find(|kin| kin.contains(&word.as_str())) else {
                continue;
            };
            let said = histories.iter().any(|cited| {
                text::tokens(&cited.snippet.text)
                    .iter()
                    .any(|token| kin.contains(&token.lower.trim_end_matches('s')))
            });
            let other = histories.iter().any(|cited| {
                text::tokens(&cited.snippet.text).iter().any(|token| {
                    KIN.iter().any(|other| {
                        other != kin && other.contains(&token.lower.trim_end_matches('s'))
                    })
                })
            });
            if !said && other {
                let span = self.claim.tokens[index].span;
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Experiencer,
                    span,
                    None,
                    vec![at(histories[0], "relationship", None)],
                );
            }
        }
    }

    /// The patient's given name with a family name that is nobody's of the patient.
    fn whole_name(&mut self) {
        for index in 0..self.claim.tokens.len().saturating_sub(1) {
            let (first, second) = (&self.claim.tokens[index], &self.claim.tokens[index + 1]);
            let names = &self.prepared.patient_names;
            let name = |token: &text::Token| token.is_word() && token.capital && !token.upper;
            let given = name(first) && names.contains(&first.lower);
            let other = name(second)
                && second.spaced
                && second.ids.len() < 2
                && !names.contains(&second.lower)
                && !self.lexicon.is_general(&second.stem);
            let patient = self
                .cited
                .iter()
                .any(|cited| cited.snippet.resource_type() == Some("Patient"));
            if given && other && patient && !self.called(first, second) {
                let span = second.span;
                let own = self
                    .cited
                    .iter()
                    .find(|cited| cited.snippet.resource_type() == Some("Patient"));
                let place = own.map(|cited| at(*cited, "name", None));
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::NamePlace,
                    span,
                    None,
                    place.into_iter().collect(),
                );
            }
        }
    }

    /// Whether a source has both names one after the other: another name of the patient, or of somebody else.
    fn called(&self, first: &text::Token, second: &text::Token) -> bool {
        let both = format!("{} {}", first.lower, second.lower);
        self.reach()
            .any(|cited| cited.snippet.text.to_lowercase().contains(&both))
    }

    /// `Seen by Dr. Lindqvist`, where the cited visit was with somebody else: who took part stands in the visit, not in what another sentence cites.
    fn seen_by(&mut self) {
        let visits: Vec<Cited<'a>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| cited.snippet.resource_type() == Some("Encounter"))
            .collect();
        if visits.is_empty() || self.documents() {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            if !matches!(self.claim.tokens[index].lower.as_str(), "dr" | "doctor") {
                continue;
            }
            let (from, to) = self.sentence_range(index);
            let visit = self.claim.slice(from, to).iter().any(|token| {
                matches!(
                    token.stem.as_str(),
                    "seen" | "saw" | "visit" | "encounter" | "admission" | "admit" | "consultation"
                )
            });
            let name = (index + 1..to)
                .map(|at| &self.claim.tokens[at])
                .skip_while(|token| token.is_mark('.'))
                .take_while(|token| token.is_word() && token.capital)
                .last();
            let Some(name) = name.filter(|_| visit) else {
                continue;
            };
            let took_part = |cited: &Cited<'a>| {
                let text = cited.snippet.text.to_lowercase();
                text.contains(name.lower.as_str())
                    || self.linked.iter().chain(&self.cited).any(|other| {
                        cited.source.links.contains(&other.snippet.id)
                            && other
                                .snippet
                                .text
                                .to_lowercase()
                                .contains(name.lower.as_str())
                    })
            };
            // A resource of the same visit may name somebody who took part too.
            let beside = self.cited.iter().any(|other| {
                visits
                    .iter()
                    .any(|visit| other.source.links.contains(&visit.snippet.id))
                    && other
                        .snippet
                        .text
                        .to_lowercase()
                        .contains(name.lower.as_str())
            });
            if !beside && !visits.iter().any(took_part) {
                let span = name.span;
                let found = visits[0];
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::NamePlace,
                    span,
                    None,
                    vec![at(found, "participant", None)],
                );
            }
        }
    }

    /// `under Dr. Oak`, where only the patient's own record has that name: the mother's maiden name is no doctor's.
    fn doctors(&mut self) {
        if self.documents() {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            if !matches!(self.claim.tokens[index].lower.as_str(), "dr" | "doctor") {
                continue;
            }
            let name = (index + 1..self.claim.tokens.len())
                .map(|at| &self.claim.tokens[at])
                .skip_while(|token| token.is_mark('.'))
                .take_while(|token| token.is_word() && token.capital)
                .last();
            let Some(name) = name else { continue };
            let having: Vec<Cited<'a>> = self
                .reach()
                .filter(|cited| cited.snippet.text.to_lowercase().contains(&name.lower))
                .collect();
            let private = |cited: &Cited<'a>| {
                matches!(
                    cited.snippet.resource_type(),
                    Some("Patient" | "RelatedPerson")
                )
            };
            if !having.is_empty() && having.iter().all(private) {
                let span = name.span;
                let place = at(having[0], "name", None);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::NamePlace,
                    span,
                    None,
                    vec![place],
                );
            }
        }
    }

    /// A cited person, organization or place to which no other cited source links, while these link to others of its kind: it took no part.
    fn strangers(&mut self) {
        const KINDS: [&str; 3] = ["Practitioner", "Organization", "Location"];
        for cited in self.cited.clone() {
            let Some(kind) = cited
                .snippet
                .resource_type()
                .filter(|kind| KINDS.contains(kind))
            else {
                continue;
            };
            let others: Vec<Cited<'a>> = self
                .cited
                .iter()
                .copied()
                .filter(|other| {
                    other
                        .snippet
                        .resource_type()
                        .is_some_and(|own| own != "Patient" && !KINDS.contains(&own))
                })
                .collect();
            let prefix = format!("{kind}/");
            let linked = |other: &Cited<'a>| {
                other
                    .source
                    .links
                    .iter()
                    .any(|link| link.as_str() == cited.snippet.id.as_str())
            };
            let elsewhere = others.iter().any(|other| {
                other
                    .source
                    .links
                    .iter()
                    .any(|link| link.as_str().starts_with(&prefix))
            });
            if elsewhere && !others.iter().any(linked) {
                let end = self.claim.tokens.len();
                let span = self.claim.span(0, end);
                let place = SourceSpan {
                    source: cited.snippet.id.clone(),
                    path: None,
                    source_span: None,
                };
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::NamePlace,
                    span,
                    None,
                    vec![place],
                );
            }
        }
    }

    /// `lives in Swansea`: the place must stand in the patient's address, where that is cited.
    fn residence(&mut self) {
        let Some(patient) = self
            .cited
            .iter()
            .copied()
            .find(|cited| cited.snippet.resource_type() == Some("Patient"))
        else {
            return;
        };
        let address: String = patient
            .snippet
            .facts(FactRole::Address)
            .filter(|fact| fact.path.starts_with("address"))
            .map(|fact| sources::render::shown(&fact.value).to_lowercase() + " ")
            .collect();
        if address.is_empty() {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            let verb = matches!(
                self.claim.tokens[index].lower.as_str(),
                "lives" | "living" | "resides" | "residing" | "resident"
            );
            let joint = self
                .claim
                .tokens
                .get(index + 1)
                .is_some_and(|token| matches!(token.lower.as_str(), "in" | "at" | "of"));
            let Some(place) = self
                .claim
                .tokens
                .get(index + 2)
                .filter(|place| verb && joint && place.capital && place.is_word())
            else {
                continue;
            };
            if !address.contains(place.lower.as_str()) {
                let span = place.span;
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::NamePlace,
                    span,
                    None,
                    vec![at(patient, "address", None)],
                );
            }
        }
    }

    /// The status of the one source of the day that is told right behind a word: `daily smoker on 7 May 1976, never smoked on 13 May 1977`.
    fn status_then(&self, coded: &[Cited<'a>], at: usize) -> Option<u64> {
        const NEAR: usize = 6;
        let mention = self
            .claim
            .dates
            .iter()
            .find(|mention| mention.from > at && mention.from <= at + NEAR)?;
        let mut own = coded.iter().filter(|cited| {
            let mut dates = cited.source.dates.iter();
            dates.any(|dated| mention.fits(dated.start, dated.end))
        });
        let cited = own.next().filter(|_| self.claim.dates.len() > 1)?;
        let said: Vec<u64> = cited
            .snippet
            .facts(FactRole::Value)
            .flat_map(|fact| ids(self, &sources::render::shown(&fact.value)))
            .collect();
        ["smoker_never", "smoker_former", "smoker_current"]
            .iter()
            .map(|name| id('c', name))
            .find(|status| said.contains(status))
    }

    /// A smoker where the coded status says never, and the reverse.
    fn smoking(&mut self) {
        let (never, former, current) = (
            id('c', "smoker_never"),
            id('c', "smoker_former"),
            id('c', "smoker_current"),
        );
        let coded: Vec<Cited<'a>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| {
                cited.snippet.resource_type() == Some("Observation")
                    && [never, former, current]
                        .iter()
                        .any(|status| cited.source.ids.contains(status))
            })
            .collect();
        if coded.is_empty() || self.prose() {
            return;
        }
        // Of several, the one of the day that is told.
        let then: Vec<Cited<'a>> = coded
            .iter()
            .copied()
            .filter(|cited| {
                cited.source.dates.iter().any(|dated| {
                    let mut told = self.claim.dates.iter();
                    told.any(|mention| mention.fits(dated.start, dated.end))
                })
            })
            .collect();
        let coded = if then.is_empty() { coded } else { then };
        let all = |status: u64| {
            coded.iter().all(|cited| {
                let said: Vec<String> = cited
                    .snippet
                    .facts(FactRole::Value)
                    .map(|fact| sources::render::shown(&fact.value))
                    .collect();
                said.iter().any(|words| ids(self, words).contains(&status))
            })
        };
        let source = if all(never) {
            never
        } else if all(current) {
            current
        } else if all(former) {
            former
        } else if self.claim.dates.len() > 1 {
            0
        } else {
            return;
        };
        for index in 0..self.claim.tokens.len() {
            let token = &self.claim.tokens[index];
            let told = if token.ids.contains(&never) {
                never
            } else if token.ids.contains(&former) {
                former
            } else if token.ids.contains(&current) {
                current
            } else if matches!(token.lower.as_str(), "smoker" | "smokes") {
                let clause = |cue: Cue| self.claim.clause_has(index, cue);
                if clause(Cue::Negation) || clause(Cue::Strong) || clause(Cue::Inactive) {
                    continue;
                }
                current
            } else {
                continue;
            };
            let source = self.status_then(&coded, index).unwrap_or(source);
            if source != 0 && told != source {
                let span = token.span;
                let cited = coded[0];
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Status,
                    span,
                    None,
                    vec![at(cited, "valueCodeableConcept", None)],
                );
                return;
            }
        }
    }
}

fn ids(check: &Check<'_>, words: &str) -> Vec<u64> {
    let mut tokens = text::tokens(words);
    check.lexicon.annotate(&mut tokens);
    tokens.into_iter().flat_map(|token| token.ids).collect()
}
