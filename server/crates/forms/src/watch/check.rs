//! Whether rules fit the questionnaires that they are of.

use crate::item::{Form, Item, Kind};
use crate::watch::{Flag, Score, Watch, says};

impl Watch {
    /// The first fault of the rules, in words: a question that is not in its questionnaire, an answer that cannot be given, a name used twice.
    pub fn check(&self, forms: &[&Form]) -> Result<(), String> {
        let ids: Vec<&String> = self.flag.iter().map(|flag| &flag.id).collect();
        twice("flag", &ids)?;
        let ids: Vec<&String> = self.score.iter().map(|score| &score.id).collect();
        twice("score", &ids)?;
        for flag in &self.flag {
            let bad = |(key, what): (&str, String)| format!("`flag.{}.{key}`: {what}", flag.id);
            flag.fits(forms).map_err(bad)?;
        }
        for score in &self.score {
            let bad = |(key, what): (&str, String)| format!("`score.{}.{key}`: {what}", score.id);
            score.fits(forms).map_err(bad)?;
        }
        Ok(())
    }
}

impl Watch {
    /// The first flag of a questionnaire that one in its place has no question for, neither by address and `linkId` nor by code.
    pub fn lost(&self, before: &Form, after: &Form) -> Option<&Flag> {
        let (old, new) = (before.address(), after.address());
        let mut flags = self.flag.iter();
        flags.find(|flag| {
            let of = |address: Option<&str>| address == Some(flag.questionnaire.as_str());
            let kept = of(new) && find(&after.items, &flag.item).is_some();
            of(old) && !kept && !flag.codes.iter().any(|code| has(&after.items, code))
        })
    }
}

type Fault = (&'static str, String);

impl Flag {
    fn fits(&self, forms: &[&Form]) -> Result<(), Fault> {
        for (key, words) in [("asks", &self.asks), ("says", &self.says)] {
            if words.trim().is_empty() {
                return Err((key, "it is empty".to_owned()));
            }
        }
        let given = [
            !self.answers.is_empty(),
            !self.except.is_empty(),
            self.at_least.is_some(),
        ];
        if given.into_iter().filter(|given| *given).count() != 1 {
            let what = "give one of `answers`, `except`, `at_least`".to_owned();
            return Err(("answers", what));
        }
        coded(&self.codes)?;
        let form = form(forms, &self.questionnaire)?;
        let item = question(form, &self.item, "item")?;
        let numeric = matches!(item.kind, Kind::Integer | Kind::Decimal | Kind::Quantity);
        if self.at_least.is_some() && !numeric {
            let what = format!("`{}` is not answered by a number", self.item);
            return Err(("at_least", what));
        }
        for (key, names) in [("answers", &self.answers), ("except", &self.except)] {
            let lost = names.iter().find(|name| !can_be(item, name));
            if let Some(lost) = lost {
                let what = format!("`{}` has no answer `{lost}`", self.item);
                return Err((key, what));
            }
        }
        Ok(())
    }
}

impl Score {
    fn fits(&self, forms: &[&Form]) -> Result<(), Fault> {
        if self.items.is_empty() {
            return Err(("items", "it is empty".to_owned()));
        }
        if !self.codes.is_empty() && self.codes.len() != self.items.len() {
            return Err(("codes", "give one for each of `items`, or none".to_owned()));
        }
        coded(&self.codes)?;
        self.bands()?;
        let form = form(forms, &self.questionnaire)?;
        for id in &self.items {
            self.counts(question(form, id, "items")?)?;
        }
        let Some(sum) = &self.item else { return Ok(()) };
        let item = question(form, sum, "item")?;
        if item.kind != Kind::Integer || !item.read_only {
            let what = format!("`{sum}` must be an `integer` that is `readOnly`");
            return Err(("item", what));
        }
        Ok(())
    }

    /// Every answer that can be given has points.
    fn counts(&self, item: &Item) -> Result<(), Fault> {
        let id = &item.link_id;
        if item.options.is_empty() || item.repeats {
            return Err(("items", format!("`{id}` is not answered by one of a list")));
        }
        let lost = item.options.iter().find(|(one, _)| self.of(one).is_none());
        match lost {
            Some((answer, _)) => {
                let what = format!("the answer “{}” of `{id}` has none", answer.shown());
                Err(("points", what))
            }
            None => Ok(()),
        }
    }

    fn bands(&self) -> Result<(), Fault> {
        let bad = |what: &str| Err(("band", what.to_owned()));
        let least = self.points.values().copied().min().unwrap_or_default();
        let count = i32::try_from(self.items.len()).unwrap_or(i32::MAX);
        match self.band.first() {
            None => return bad("there is none"),
            Some(first) if first.from > least.saturating_mul(count) => {
                return bad("the first begins above the least sum");
            }
            Some(_) => {}
        }
        if self.band.windows(2).any(|two| two[0].from >= two[1].from) {
            return bad("`from` must rise");
        }
        if self.band.iter().any(|band| band.label.trim().is_empty()) {
            return bad("`label` is empty");
        }
        Ok(())
    }
}

fn twice(what: &str, ids: &[&String]) -> Result<(), String> {
    for (at, id) in ids.iter().enumerate() {
        if id.trim().is_empty() {
            return Err(format!("{what} {}: `id` is empty", at + 1));
        }
        if ids.iter().take(at).any(|other| other == id) {
            return Err(format!("{what} `{id}` is used twice"));
        }
    }
    Ok(())
}

fn coded(codes: &[String]) -> Result<(), Fault> {
    let whole = |code: &&String| {
        let parts = code.split_once('|');
        parts.is_none_or(|(system, code)| system.is_empty() || code.is_empty())
    };
    match codes.iter().find(whole) {
        Some(code) => Err(("codes", format!("`{code}` is not written `system|code`"))),
        None => Ok(()),
    }
}

fn form<'f>(forms: &[&'f Form], address: &str) -> Result<&'f Form, Fault> {
    let is = |form: &&&Form| form.address() == Some(address);
    let found = forms.iter().find(is).copied();
    found.ok_or_else(|| {
        let what = format!("no questionnaire has the address `{address}`");
        ("questionnaire", what)
    })
}

fn question<'f>(form: &'f Form, id: &str, key: &'static str) -> Result<&'f Item, Fault> {
    let lost = || {
        let of = form.canonical.as_deref().unwrap_or(&form.title);
        (key, format!("`{id}` is not in the questionnaire {of}"))
    };
    let found = find(&form.items, id).ok_or_else(lost)?;
    if found.is_question() {
        Ok(found)
    } else {
        Err((key, format!("`{id}` is no question")))
    }
}

fn find<'f>(items: &'f [Item], id: &str) -> Option<&'f Item> {
    items.iter().find_map(|item| {
        let own = (item.link_id == id).then_some(item);
        own.or_else(|| find(&item.items, id))
    })
}

fn has(items: &[Item], known: &str) -> bool {
    let (system, code) = known.split_once('|').unwrap_or(("", known));
    items.iter().any(|item| {
        let mut own = item.codes.iter();
        own.any(|own| own.system == system && own.code == code) || has(&item.items, known)
    })
}

/// Whether the question can be answered so. A number stands for questionnaires that answer by points.
fn can_be(item: &Item, name: &str) -> bool {
    let number = crate::item::number(name.trim()).is_some();
    match item.kind {
        _ if item.chooses() => {
            let mut options = item.options.iter();
            number || options.any(|(option, _)| says(option, name))
        }
        Kind::Boolean => matches!(name, "true" | "false"),
        Kind::Integer | Kind::Decimal | Kind::Quantity => number,
        _ => true,
    }
}
