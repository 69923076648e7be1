//! Words of a text with their places: tokens, stems, sentences.

use model::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    /// Digits with at most one decimal point; thousands commas are taken out of `lower`.
    Number,
    /// One mark.
    Mark,
}

/// One word, number or mark.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    /// In lower case, typography and spelling made plain.
    pub(crate) lower: String,
    /// What inflections share.
    pub(crate) stem: String,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
    /// Whether all its letters are capitals.
    pub(crate) upper: bool,
    /// Number of the sentence that it stands in.
    pub(crate) sentence: u32,
    /// Whether white space stands before it.
    pub(crate) spaced: bool,
    /// What it can mean: its stem, and the concepts of the phrases that it is part of.
    pub(crate) ids: Vec<u64>,
}

impl Token {
    pub(crate) fn is(&self, word: &str) -> bool {
        self.lower == word
    }

    pub(crate) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark && self.lower.starts_with(mark)
    }
}

/// A stable id of a word or concept.
pub(crate) fn id(space: char, name: &str) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut step = |byte: u8| {
        hash ^= u64::from(byte);
        hash = hash.wrapping_mul(0x0100_0000_01b3);
    };
    step(space as u8);
    name.bytes().for_each(&mut step);
    hash
}

/// Splits a text into tokens. Linear in its length.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut sentence = 0;
    let mut spaced = true;
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let wide = letter.len_utf8();
        if letter.is_whitespace() || is_invisible(letter) {
            if letter == '\n' && out.last().is_some_and(|last| last.sentence == sentence) {
                sentence += 1;
            }
            spaced = true;
            at += wide;
            continue;
        }
        let end = if letter.is_ascii_digit() {
            number_end(text, at)
        } else if is_letter(letter) {
            word_end(text, at)
        } else if letter == '+' {
            at + text[at..].bytes().take_while(|byte| *byte == b'+').count()
        } else {
            at + wide
        };
        let kind = if letter.is_ascii_digit() {
            Kind::Number
        } else if is_letter(letter) || letter == '+' {
            Kind::Word
        } else {
            Kind::Mark
        };
        out.push(token(
            &text[at..end],
            Span::new(at, end),
            kind,
            sentence,
            spaced,
        ));
        if ends_sentence(
            text,
            letter,
            end,
            out.len().checked_sub(2).and_then(|index| out.get(index)),
        ) {
            sentence += 1;
        }
        spaced = false;
        at = end;
    }
    out
}

fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '°' | '%' | 'µ' | '×')
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}

fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut point = false;
    while let Some(&byte) = bytes.get(at) {
        let digit_after = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        match byte {
            b'0'..=b'9' => at += 1,
            b'.' if digit_after && !point => {
                point = true;
                at += 1;
            }
            b',' if !point && thousands(bytes, start, at) => at += 1,
            _ => break,
        }
    }
    at
}

/// Whether the comma at `at` groups thousands: one to three digits before, exactly three after.
fn thousands(bytes: &[u8], start: usize, at: usize) -> bool {
    let before = bytes[start..at]
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let after = bytes[at + 1..]
        .iter()
        .take(4)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    (1..=3).contains(&before) && after == 3
}

fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut letters = text[start..].char_indices().peekable();
    while let Some((offset, letter)) = letters.next() {
        let apostrophe = matches!(letter, '\'' | '’')
            && letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
        // A digit inside a word belongs to it: `A1c`, `B12`, `FEV1`, `SpO2`.
        if !(letter.is_alphabetic()
            || apostrophe
            || (offset > 0 && letter.is_ascii_digit())
            || is_letter(letter)
            || (offset > 0 && is_superscript(letter)))
        {
            break;
        }
        end = start + offset + letter.len_utf8();
        if letter == '%' {
            break;
        }
    }
    end
}

fn is_superscript(letter: char) -> bool {
    matches!(letter, '²' | '³' | '¹' | '⁰'..='⁹' | '₀'..='₉')
}

fn token(raw: &str, span: Span, kind: Kind, sentence: u32, spaced: bool) -> Token {
    let raw = plural_abbreviation(raw).unwrap_or(raw);
    let lower = match kind {
        Kind::Number => raw.replace(',', ""),
        Kind::Word => plain(raw),
        Kind::Mark => mark(raw),
    };
    let stem = if kind == Kind::Word {
        stem(&lower)
    } else {
        lower.clone()
    };
    let mut ids = Vec::new();
    if kind == Kind::Word {
        ids.push(id('w', &stem));
        if let Some(name) = without_number(raw) {
            ids.push(id('w', &self::stem(&plain(name))));
        }
    }
    let capital = raw.starts_with(char::is_uppercase);
    let letters = raw.chars().filter(|letter| letter.is_alphabetic()).count();
    let upper = letters > 0
        && raw
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .all(char::is_uppercase);
    Token {
        span,
        kind,
        lower,
        stem,
        capital,
        upper,
        sentence,
        spaced,
        ids,
    }
}

/// The abbreviation of which a word is the plural: `BMI` of `BMIs`.
fn plural_abbreviation(raw: &str) -> Option<&str> {
    raw.strip_suffix('s')
        .filter(|short| short.len() >= 2 && short.bytes().all(|byte| byte.is_ascii_uppercase()))
}

/// The letters of a name to which a generator has put a number: `Bradtke` of `Bradtke547`.
pub(crate) fn without_number(raw: &str) -> Option<&str> {
    let name = raw.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let mut letters = name.chars();
    let named = letters.next().is_some_and(char::is_uppercase)
        && letters
            .next()
            .is_some_and(|letter| letter.is_lowercase() || letter == '\'')
        && name.len() >= 3;
    (named && raw.len() >= name.len() + 2).then_some(name)
}

fn mark(raw: &str) -> String {
    match raw {
        "–" | "—" | "−" | "‐" | "‑" | "‒" => "-".to_owned(),
        "‘" | "’" | "´" => "'".to_owned(),
        "“" | "”" | "„" => "\"".to_owned(),
        "≤" => "≤".to_owned(),
        other => other.to_owned(),
    }
}

/// Lower case, without possessive, accents of common letters, British spellings.
fn plain(raw: &str) -> String {
    let mut lower = if raw.is_ascii() {
        raw.to_ascii_lowercase()
    } else {
        raw.to_lowercase().replace('’', "'").replace('μ', "µ")
    };
    if lower.ends_with("'s") {
        lower.truncate(lower.len() - 2);
    }
    if lower.is_ascii() && (lower.len() < 5 || !may_be_british(&lower)) {
        return lower;
    }
    for (from, to) in [
        ("haem", "hem"),
        ("anaem", "anem"),
        ("aemia", "emia"),
        ("oedema", "edema"),
        ("diarrhoea", "diarrhea"),
        ("oesoph", "esoph"),
        ("paed", "ped"),
        ("gynaec", "gynec"),
        ("orthopaed", "orthoped"),
        ("foet", "fet"),
        ("tumour", "tumor"),
        ("colour", "color"),
        ("isation", "ization"),
        ("ised", "ized"),
        ("ising", "izing"),
        ("sulph", "sulf"),
        ("fibre", "fiber"),
        ("litre", "liter"),
        ("metre", "meter"),
        ("mould", "mold"),
        ("behaviour", "behavior"),
        ("labour", "labor"),
        ("é", "e"),
        ("ö", "o"),
        ("ü", "u"),
        ("ä", "a"),
        ("counsell", "counsel"),
        ("programme", "program"),
        ("centre", "center"),
        ("ischaem", "ischem"),
        ("caes", "ces"),
        ("anaes", "anes"),
    ] {
        if lower.contains(from) && !(from.starts_with("is") && never_ize(&lower)) {
            lower = lower.replace(from, to);
        }
    }
    lower
}

/// `advised`, `raised`, `bruising`: no British form of a word in -ize.
fn never_ize(word: &str) -> bool {
    const ROOTS: [&str; 20] = [
        "advis",
        "revis",
        "supervis",
        "devis",
        "improvis",
        "televis",
        "exercis",
        "excis",
        "incis",
        "circumcis",
        "rais",
        "prais",
        "pois",
        "promis",
        "premis",
        "compris",
        "surpris",
        "bruis",
        "cruis",
        "guis",
    ];
    matches!(word, "rising" | "arising") || ROOTS.iter().any(|root| word.contains(root))
}

/// The stem of a word as tokens have it, spelling made plain: the key of a list of words.
pub(crate) fn key(word: &str) -> String {
    stem(&plain(word))
}

/// Whether a word has two letters that each of the spellings below has: few have, and only these are looked at closely.
fn may_be_british(word: &str) -> bool {
    word.as_bytes().windows(2).any(|pair| {
        matches!(
            pair,
            b"ae" | b"oe" | b"ou" | b"is" | b"lp" | b"br" | b"tr" | b"ll" | b"mm"
        )
    })
}

/// What inflections of a word share. Coarse and the same for statements and sources; never a judgement of meaning by itself.
pub(crate) fn stem(word: &str) -> String {
    let count = word.chars().count();
    if count <= 3 || word.chars().any(|letter| letter.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut stem = word;
    if let Some(base) = stem.strip_suffix("ies").filter(|base| base.len() > 2) {
        return format!("{base}y");
    }
    for suffix in ["sses", "shes", "ches", "xes"] {
        if stem.ends_with(suffix) {
            stem = &stem[..stem.len() - 2];
        }
    }
    if stem.ends_with('s')
        && !stem.ends_with("ss")
        && !stem.ends_with("us")
        && !stem.ends_with("is")
    {
        stem = &stem[..stem.len() - 1];
    }
    let vowel = |text: &str| text.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    for suffix in ["ically", "fully", "ing", "ied", "ed", "ly"] {
        if let Some(base) = stem
            .strip_suffix(suffix)
            .filter(|base| base.len() >= 4 && vowel(base))
        {
            if suffix == "ied" {
                return format!("{base}y");
            }
            stem = base;
            let bytes = stem.as_bytes();
            if let [.., a, b] = bytes
                && a == b
                && !matches!(b, b'l' | b's' | b'z')
                && stem.is_char_boundary(stem.len() - 1)
            {
                stem = &stem[..stem.len() - 1];
            }
            break;
        }
    }
    stem.strip_suffix('e')
        .filter(|base| base.len() >= 4)
        .unwrap_or(stem)
        .to_owned()
}

/// Whether a sentence ends at this mark.
fn ends_sentence(text: &str, letter: char, end: usize, before: Option<&Token>) -> bool {
    match letter {
        '!' | '?' => true,
        '.' => {
            let rest = &text[end..];
            let short = before.is_some_and(|token| {
                matches!(
                    token.lower.as_str(),
                    "dr" | "mr"
                        | "mrs"
                        | "ms"
                        | "st"
                        | "vs"
                        | "e"
                        | "g"
                        | "no"
                        | "approx"
                        | "prof"
                        | "jr"
                        | "sr"
                        | "i"
                        | "mt"
                        | "inc"
                ) && token.span.end + 1 == end
            });
            !short
                && (rest.is_empty()
                    || rest.starts_with(char::is_whitespace)
                    || rest.starts_with(['"', '”', ')']))
        }
        _ => false,
    }
}

/// Text for comparing quotes: white space and typography made plain. Returns the plain text and, for each of its bytes, the offset in the original.
pub(crate) fn plain_quote(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    let mut space = true;
    for (offset, letter) in text.char_indices() {
        if is_invisible(letter) {
            continue;
        }
        if letter.is_whitespace() {
            if !space {
                out.push(' ');
                places.push(offset);
                space = true;
            }
            continue;
        }
        space = false;
        let before = out.len();
        match letter {
            '‘' | '’' | '´' | '`' => out.push('\''),
            '“' | '”' | '„' => out.push('"'),
            '–' | '—' | '−' | '‐' | '‑' => out.push('-'),
            '…' => out.push_str("..."),
            other => out.extend(other.to_lowercase()),
        }
        places.extend(std::iter::repeat_n(offset, out.len() - before));
    }
    while out.ends_with(' ') {
        out.pop();
        places.pop();
    }
    (out, places)
}
