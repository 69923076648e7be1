//! What the rules look for in words. Each list is a bit, and a word is looked up once for all of them.

use crate::table::{Starts, Words};
use std::sync::LazyLock;

/// The lists that a word stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Role(u32);

impl Role {
    /// None of the lists.
    pub(crate) const NONE: Self = Self(0);
    /// Before a number that names somebody.
    pub(crate) const LABEL: Self = Self(1);
    /// A label, too, but none where it is in lower case.
    pub(crate) const LABEL_CAPITAL: Self = Self(1 << 1);
    /// Between a label and its number.
    pub(crate) const BETWEEN: Self = Self(1 << 2);
    /// What a box or a unit begins with.
    pub(crate) const BOX: Self = Self(1 << 3);
    /// Before a nickname.
    pub(crate) const NICKNAMED: Self = Self(1 << 4);
    /// What follows a name that is a disease's, a sign's or a device's, not a person's.
    pub(crate) const EPONYM: Self = Self(1 << 5);
    /// Units and forms, before which a number is a dose and the word before that a medicine.
    pub(crate) const DOSE: Self = Self(1 << 6);
    /// After which a name stands.
    pub(crate) const CALLED: Self = Self(1 << 7);
    /// What follows a name that begins a sentence.
    pub(crate) const SUBJECT: Self = Self(1 << 8);
    /// What only people do: even a word that means something else is a name before it.
    pub(crate) const PERSON: Self = Self(1 << 9);
    /// Before a name, with or without a full stop.
    pub(crate) const TITLE: Self = Self(1 << 10);
    /// Small words inside names.
    pub(crate) const PARTICLE: Self = Self(1 << 11);
    /// The last word of a street.
    pub(crate) const STREET: Self = Self(1 << 12);
    /// The first word of a street in other languages.
    pub(crate) const STREET_FIRST: Self = Self(1 << 13);
    /// A unit of a house.
    pub(crate) const UNIT: Self = Self(1 << 14);
    /// The last word of a place of care, or the one before it.
    pub(crate) const CARE: Self = Self(1 << 15);
    /// What a place of care may begin with although it is an ordinary word.
    pub(crate) const CARE_FIRST: Self = Self(1 << 16);
    /// What may come before the first proper word of a place of care.
    pub(crate) const CARE_START: Self = Self(1 << 17);
    /// A month's name.
    pub(crate) const MONTH: Self = Self(1 << 18);
    /// Before a town or a country.
    pub(crate) const WANTS_PLACE: Self = Self(1 << 19);

    /// Whether it stands in any of these lists.
    pub(crate) const fn is(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// Of a word in lower case.
    pub(crate) fn of(lower: &str) -> Self {
        TABLE.get(lower).unwrap_or_default()
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Words that a rule begins with where they are in lower case.
pub(crate) const TRIGGER: Role = Role::LABEL.and(Role::BOX).and(Role::NICKNAMED);

const LISTS: [(Role, &str); 20] = [
    (
        Role::LABEL,
        "mrn emrn medical chart patient pt record hospital acct account card iban routing invoice license licence lic dea npi certificate permit \
         plate plates tag vin registration serial udi device sn insurance member policy plan subscriber medicare medicaid beneficiary group payer \
         payor coverage mbi ssn ss social fingerprint voiceprint retina iris biometric passport badge visa case claim accession encounter visit \
         order specimen study ticket confirmation reference ref id identifier zip postcode",
    ),
    (Role::LABEL_CAPITAL, "employee student driver"),
    (Role::BETWEEN, "no number num id is on file ending nr code"),
    (Role::BOX, "p po postbox psc cmr apt apartment suite"),
    (Role::NICKNAMED, "known goes called nicknamed alias aka"),
    (
        Role::EPONYM,
        "disease diseases syndrome lymphoma sign signs palsy thyroiditis phenomenon esophagus oesophagus tumor tumour test tests score scores \
         scale criteria criterion fracture fractures disorder contracture anemia anaemia catheter classification sarcoma coma reflex maneuver \
         manoeuvre procedure operation repair stage staging grade index position murmur pulse nodes node node's body bodies cell cells cyst \
         gland glands duct law triad ulcer hernia chart stain lines line dementia encephalopathy arthropathy nephropathy carcinoma solution \
         bundle pouch type rule rules formula",
    ),
    (
        Role::DOSE,
        "mg mcg g ml units unit iu meq tab tabs tablet tablets capsule capsules puffs drops patch cap caps percent gram",
    ),
    (
        Role::CALLED,
        "wife husband spouse daughter son mother father sister brother partner caregiver friend aunt uncle niece nephew cousin grandson \
         granddaughter grandmother grandfather fiance fiancee girlfriend boyfriend neighbor kid child roommate named called patient pt name \
         attending provider physician surgeon nurse author contact by dear hi hello signed cc resident guardian",
    ),
    (
        Role::SUBJECT,
        "is was has had were are asks asked says said reports reported states stated denies denied lives lived called calls will would can \
         could and came went told tells wants wanted feels felt takes took works worked agreed agrees presents presented requests requested \
         declined understands",
    ),
    (
        Role::PERSON,
        "asks asked says said states stated told tells denies wants wanted lives agrees phoned",
    ),
    (
        Role::TITLE,
        "dr mr mrs ms miss prof professor doctor sir madam rev sr señor señora herr frau mx",
    ),
    (
        Role::PARTICLE,
        "de la del della di da dos das do van von der den ter bin ibn al el le du y of",
    ),
    (
        Role::STREET,
        "st street ave avenue rd road blvd boulevard ln lane dr drive ct court way pl place terrace ter row highway hwy pkwy parkway cir \
         circle square sq close crescent gate trail trl loop alley pike turnpike gardens grove mews quay walk broadway",
    ),
    (
        Role::STREET_FIRST,
        "rue rua via vicolo calle avenida avda carrer piazza plaza praça ulica ul chemin allée impasse paseo corso viale",
    ),
    (
        Role::UNIT,
        "apt apartment suite ste unit flat box floor room",
    ),
    (
        Role::CARE,
        "hospital hospitals clinic clinics infirmary hospice sanatorium polyclinic pharmacy healthcare general memorial medical health \
         nursing surgery cancer heart rehabilitation dialysis care community",
    ),
    (
        Role::CARE_FIRST,
        "st saint mount mt san santa our sacred good holy mercy northside southside eastside westside presbyterian methodist baptist providence",
    ),
    (
        Role::CARE_START,
        "north south east west central university children royal green blue white lake river hill valley park city county grand new old great",
    ),
    (
        Role::MONTH,
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec",
    ),
    (
        Role::WANTS_PLACE,
        "from in near to at of outside around via",
    ),
];

static TABLE: LazyLock<Words<Role>> = LazyLock::new(|| {
    let words = LISTS
        .iter()
        .flat_map(|(role, list)| list.split_whitespace().map(|word| (word, *role)));
    Words::new(words, Role::and)
});

/// How the words begin that a rule begins with in lower case: most words are told by it to be none.
pub(crate) static TRIGGERS: LazyLock<Starts> = LazyLock::new(|| {
    let words = LISTS
        .iter()
        .filter(|(role, _)| TRIGGER.is(*role))
        .flat_map(|(_, list)| list.split_whitespace());
    Starts::new(words)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_all_its_roles_and_no_other() {
        let chart = Role::of("chart");
        assert!(chart.is(Role::LABEL) && chart.is(Role::EPONYM) && !chart.is(Role::CALLED));
        assert_eq!(Role::of("xylophone"), Role::NONE);
        assert_eq!(Role::of("Chart"), Role::NONE, "asked in lower case alone");
    }

    #[test]
    fn no_list_names_a_word_twice() {
        for (_, list) in LISTS {
            let mut words: Vec<&str> = list.split_whitespace().collect();
            let count = words.len();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), count, "{list}");
        }
    }
}
