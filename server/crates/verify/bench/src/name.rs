//! The names of the errors that the perturber makes.

macro_rules! names {
    ($($variant:ident = $text:literal,)*) => {
        /// An error's name in the interchange format.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each name is the whole description")]
        pub enum Name { $($variant,)* }

        impl Name {
            /// All thirty, in the interchange format's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As files write it, for example `frequency_route`.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

names! {
    Number = "number",
    Scale = "scale",
    Unit = "unit",
    Conversion = "conversion",
    Attachment = "attachment",
    Period = "period",
    Date = "date",
    RelativeDate = "relative_date",
    Trend = "trend",
    Count = "count",
    Comparator = "comparator",
    Dose = "dose",
    FrequencyRoute = "frequency_route",
    Drug = "drug",
    Negation = "negation",
    Absence = "absence",
    Certainty = "certainty",
    Severity = "severity",
    Laterality = "laterality",
    Status = "status",
    Superseded = "superseded",
    Retracted = "retracted",
    Experiencer = "experiencer",
    WrongPatient = "wrong_patient",
    Causality = "causality",
    Fabrication = "fabrication",
    Citation = "citation",
    NamePlace = "name_place",
    Omission = "omission",
    Code = "code",
}

impl Name {
    /// The name with this text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|name| name.text() == text)
    }
}
