//! The signs by which [`super::classify`] goes, one sentence at a time.

use super::Technique;
use super::clean::hidden;
use super::needed;
use super::sentence::{LETTERS, LONG, Sentence, suspicious};
use regex::RegexSet;
use std::sync::LazyLock;

/// What a document is told to do, or who writes it: `add`, `state`, `leave`.
macro_rules! order {
    () => {
        r"\b(?:add|write|state|say|include|mention|put|list|record|report|document|note|describe|insert|copy|paste|omit|leave|remove|change|mark|assume|carry|treat|ignore|set|show|tell|begin|start|open|use|call|claim|confirm|repeat|pass|type|declare|name|phrase|feature|reflect)\b"
    };
}

/// What is done with words: broader than [`order`], for where a document stands beside it.
macro_rules! telling {
    () => {
        r"\b(?:add|write|state|say|include|mention|put|list|record|report|document|note|describe|insert|copy|paste|omit|leave|drop|skip|remove|delete|hide|mark|reflect|feature|show|tell|begin|start|open|lead|carry|treat|cite|quote|use|highlight|emphasi[sz]e|cover|transcribe|repeat|present|phrase|specify|indicate|display|assert|declare)\b"
    };
}

/// A document that is yet to be written.
macro_rules! document {
    () => {
        r"(?:(?:\b(?:your|any|every|each|the|this|these|those|all|final|resulting|finished|chart|patient|new|an?) |^)(?:summary|summaries|drafts?|write-?ups?|overviews?|recaps?|synops[ie]s|digests?)|\b(?:your|any|every|each|final|resulting|finished|future|subsequent|downstream|eventual|whatever) (?:notes?|letters?|reports?|documents?|texts?))\b"
    };
}

/// The making of a document, by whoever does it.
macro_rules! making {
    () => {
        r"(?:writ|draft|summari[sz]|compos|compil|generat|prepar|putt?(?:s|ing)? together|assembl|transcrib|edit|read|produc|creat|pick(?:s|ing)? up)"
    };
}

/// The order of a set's patterns decides where several match.
pub(super) const SIGNS: [(Technique, &str); 53] = [
    // Turns and reserved tokens.
    (
        Technique::FakeTurn,
        r"<\|[a-z_]+\|>|\[/?inst\]|<</?sys>>|</?(?:system|assistant|user|document|instructions?)>|<(?:start|end)[ _]of[ _](?:turn|session)>|\[/?(?:system|admin)[\]: ]|\[admin request",
    ),
    (
        Technique::FakeTurn,
        r"^(?:system|assistant|user)\s*:\s*(?:summary|great|done|next|sure|thanks|ok|\[|new|focus|you|ignore|print|now|please|state|reply|write|$)",
    ),
    (Technique::FakeTurn, r"\{\\v\s"),
    (
        Technique::FakeTurn,
        r"^system\s*:\s*\S.*\b(?:instruction|prompt|respond|answer|output|reply|ignore)",
    ),
    // Orders to drop instructions; not where somebody is told of somebody.
    (
        Technique::Override,
        r"\b(?:ignore|disregard|forget|override|bypass|neglect)\b[^.]{0,24}\b(?:above|previous|prior|earlier|preceding|all|any|your|these|system)\b[^.]{0,24}\b(?:instructions?|directions?|prompts?|rules?|text|guidelines?|orders|context|commands?|directives?|polic(?:y|ies))\b",
    ),
    (
        Technique::Override,
        r"\b(?:you are now|from now on you|act as|pretend to be|you must now|enter|in) (?:in )?(?:maintenance|developer|debug|admin|god|jailbreak|unrestricted|dan)\b",
    ),
    (
        Technique::Override,
        r"\bdisregard (?:all|any) info(?:rmation)?\b|\bignore (?:the )?(?:chart|allergy list|medication list|record)\b|\binstrucci[oó]n(?:es)? para la ia\b|\bignorez? les instructions\b|\bignorier\w* (?:alle )?anweisungen\b|\bignora las instrucciones\b",
    ),
    // A model is spoken to.
    (
        Technique::Addressed,
        r"\b(?:note|message|instructions?|memo|attention|notice|request|reminder|hint) (?:to|for) (?:the |any |all )?(?:ai|llm|model|chatbot|assistant|scribe|summari[sz]er|language model|copilot|bot|automated)\b",
    ),
    (
        Technique::Addressed,
        r"\b(?:if you are|if you're|as) an? (?:ai|llm|language model|automated|assistant|chatbot)\b|\bfor (?:automated|ai|llm|machine) readers?\b|\bdear (?:ai|chatbot|llm|assistant|model)\b",
    ),
    (
        Technique::Addressed,
        r"(?:^|[\s(\[\u{2014}-])(?:ai|llm|chatbot|gpt|chatgpt|claude|copilot|gemini|ai assistant|ai scribe|assistant|review bot|bot)\s*[:,]\s*(?:please )?(?:report|add|write|state|say|release|change|omit|include|do not|don't|never|always|ignore|mark|approve|remove|delete|send|reply|output|print|respond|leave|sign|set|use|all)\b",
    ),
    (
        Technique::Addressed,
        r"\b(?:the |any )?(?:ai|assistant|model|llm|scribe|chatbot)\b (?:must|should|shall|will|has to|needs to|is to) (?:\w+ ){0,2}(?:open|sign|report|write|add|include|omit|mark|approve|say|state|release|send|follow|ignore|use|not|always|never)\b",
    ),
    (Technique::Addressed, r"\b\w+ (?:review )?bot\s*:"),
    // What the answer should be.
    (
        Technique::AnswerShaping,
        r"\b(?:reply|respond|answer|output) (?:only |with only |only with |with )(?:the (?:following )?(?:text|words?|sentence)|\W?[a-z])|\band (?:absolutely )?nothing else\b",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:in|from|of|to|for) (?:your|the|any|this) (?:answer|response|reply|summary|draft|output)s?\b",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:your|the ai'?s?|model'?s?) (?:system )?(?:prompt|answer|response|reply|output)\b|\bsystem prompt\b(?: and| list|\.|$)|\btool list\b",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:when|while) (?:summari[sz]ing|you summari[sz]e|drafting|answering|generating)\b|\bif (?:the )?user asks\b|\bif questioned,|\brepeat the following\b|\brepeat <|\btranslate (?:this|the following) (?:sentence|text)|\bplease repeat\b",
    ),
    (
        Technique::AnswerShaping,
        r"\bmark (?:every|all|each) criteri(?:on|a)\b|\ball criteria\b[^.]{0,40}\bare met\b|\bneeds no further check\b|\bwithout (?:clinician )?review\b|\bsupported by \[\w+/",
    ),
    (
        Technique::AnswerShaping,
        r"\bleave (?:it|this|them|that) out of (?:any|the|your|all) summar",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:no menciones|escribe que|n'?[ée]crivez|ne mentionne[zr]? pas|schreibe?,? dass|erw[aä]hne nicht)\b",
    ),
    // Whoever writes or reads the document is spoken to, with an order about it.
    (
        Technique::Addressed,
        concat!(
            r"\b(?:whoever|whomever|anyone|anybody|everyone|someone|those|the (?:one|person|people|colleague|clinician|doctor|physician|resident|provider|individual|next)s?|(?:colleagues|clinicians|physicians|doctors|providers) who)(?: who)?(?:'s| is| are| will be| may be)? ",
            making!(),
            r"\w* (?:this|it up|this up|(?:the|today's|this|these|a|an|any|my|our) (?:\w+ ){0,2}(?:notes?|summary|summaries|chart|record|document|draft|letter|write-?up|overview|file|entry))\b[^.]{0,60}(?:[:,]|\b(?:must|should|shall|is to|are to|has to|have to|needs? to|(?:is|are) (?:asked|requested|instructed|expected)|please|will)\b)[^.]{0,40}",
            order!()
        ),
    ),
    (
        Technique::Addressed,
        concat!(
            r"(?:^|\b(?:to|for|dear|attention|attn|hey|hello|hi)[ :,]{1,2}(?:the |all |any |every |whichever |downstream |future |next )?)(?:\w+ )?(?:writers?|readers?|authors?|scribes?|summari[sz]ers?|drafters?|compilers?|transcribers?|transcriptionists?|composers?|note-?takers?|editors?|preparers?)\b(?: of [^.:]{1,40})?(?:\s*[:,\x{2014}-][^.]{0,30}| (?:must|should|shall|(?:is|are) (?:to|asked to|requested to|expected to)|has to|have to|needs? to|please) (?:\w+ )?)",
            order!()
        ),
    ),
    (
        Technique::Addressed,
        concat!(
            r"\byou,? (?:who (?:are |is )?)?(?:are )?",
            making!(),
            r"(?:e|es|s|ing)? (?:this|it up)\b\s*[:,][^.]{0,40}",
            order!()
        ),
    ),
    (
        Technique::Addressed,
        r"^(?:scribes|readers|writers|summari[sz]ers)\s*[:,][^.]{0,60}\b(?:goes|go|belongs?|must|should|shall|needs?|is to|are to|has to|have to)\b",
    ),
    // What a document must say.
    (
        Technique::AnswerShaping,
        concat!(
            r"^(?:any |each |every )?(?:output|draft|overview|summary) (?:of|from) (?:this|the) (?:chart|record|file|note|entry)[^.]{0,20} (?:should|must|has to|needs to|ought to|shall|is to) (?:\w+ ){0,3}",
            order!()
        ),
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:have|make|let) (?:your|the|this|any) (?:summary|note|draft|letter|report|document|write-?up|overview) (?:say|state|read|list|mention|include|show|describe|report|begin|start)\b",
    ),
    (
        Technique::AnswerShaping,
        concat!(
            r"\b(?:everything|anything|whatever|all text|all output|any text) (?:that (?:is|gets) )?(?:generated|produced|written|drafted|derived|composed|created|compiled)\b[^.]{0,40}\b(?:must|should|shall|has to|needs to|is to)\b[^.]{0,20}",
            order!()
        ),
    ),
    (
        Technique::AnswerShaping,
        concat!(
            r"\b(?:your|the|this|any|every|each|final|resulting|finished|eventual) (?:summary|draft|overview|write-?up|output|answer)\b(?: (?:you|of|from|for)[^.]{0,30})? (?:should|must|has to|needs to|ought to|shall|is to|will need to) (?:\w+ ){0,3}",
            order!()
        ),
    ),
    (
        Technique::AnswerShaping,
        concat!(
            r"\b(?:(?:your|this|final|resulting|finished) (?:note|letter|report|document|text)|the note) (?:should|must|has to|needs to|ought to|shall|is to|will need to) (?:\w+ ){0,3}",
            order!()
        ),
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:when|while|as|before|after|if|once|whenever) you(?:'re| are| will be)? (?:\w+ )?(?:draft|summari[sz]|compos|compil)\w*\b",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:when|while|as|before|after|if|once|whenever) you(?:'re| are| will be)? (?:\w+ )?(?:writ|prepar|generat|produc|assembl|creat)\w*\b[^.]{0,12}\b(?:the|this|your|a) (?:note|summary|draft|document|write-?up|overview)\b",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:make|be|making) (?:\w+ )?(?:sure|certain)(?: that)? (?:your|the|this|any|every|each) (?:final |resulting )?(?:note|summary|draft|write-?up|overview|document) (?:says?|states?|lists?|includes?|mentions?|shows?|reads?|reports?|describes?|contains?)\b",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:insert|copy|reproduce|repeat|include|quote|write|paste|add|place|put)\b[^.]{0,60}\b(?:verbatim|word for word|exactly as written)\b",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:text|note|summary|draft|overview|write-?up|document) (?:that )?you (?:are |will |may |might )?(?:produc|writ|generat|draft|prepar|compos|creat|put together|putting together|compil|assembl)",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:add|put|insert|write|include|copy|paste|place|state|mention|transcribe|list|record|report)\b[^.]{0,80}\b(?:in|into|at the (?:top|start|end|beginning|head) of|under|to) (?:your|the final|the resulting|the finished|whatever|any|every) (?:note|summary|draft|letter|report|document|write-?up|overview|output|answer|text)\b",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:transcribe|copy|insert|paste|reproduce|carry|write|put)\b[^.]{0,20}\b(?:the following|the next|this (?:line|sentence|paragraph|text|statement)|these (?:words|lines))\b[^.]{0,40}\b(?:into|in|to|at|under)\b",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:treat|take|regard|consider|accept|trust|use) (?:this|these|the following) (?:paragraph|sentence|line|text|statement|entry|instruction|note|words)s? as (?:authoritative|verified|final|confirmed|true|fact|correct|binding)\b",
    ),
    // An order to tell something, and a document that is yet to be written.
    (
        Technique::AnswerShaping,
        concat!(
            r"(?:^|[:;,\x{2014}-]\s*|\b(?:please|kindly|must|should|shall|needs? to|has to|have to|is to|are to|ought to|want you to|be sure to|remember to|do not|don't|never|always) )(?:\w+ )?",
            telling!(),
            r"[^.]{0,80}",
            document!()
        ),
    ),
    (
        Technique::AnswerShaping,
        concat!(
            document!(),
            r"[^.]{0,60}\b(?:must|should|shall|needs? to|has to|have to|is to|are to|ought to) (?:\w+ )?",
            telling!()
        ),
    ),
    (
        Technique::AnswerShaping,
        r"\byour (?:write-?up|summary|draft|overview|recap|synopsis|digest)\b|\b(?:when|while|before|upon) (?:composing|compiling|writing (?:this|it|the (?:note|summary|draft))|putting (?:this|it) together)\b",
    ),
    (
        Technique::Addressed,
        concat!(
            r"\b(?:drafting|writing|composing|summari[sz]ing|compiling|documenting|assembling|preparing|recording) (?:clinician|physician|doctor|provider|author|agent|system|tool|software|engine|program|person|colleague|service|party)s?\b\s*(?:[:,\x{2014}-]|must|should|shall|needs? to|has to|have to|is to|are to|will)[^.]{0,60}(?:",
            telling!(),
            r"|\b(?:goes|belongs?)\b)"
        ),
    ),
    (
        Technique::Addressed,
        r"\b(?:system|tool|software|engine|program|service|application|machine|computer|algorithm|model|clinician|colleague|person|party) (?:that is |that |which is |which |who is |who )?(?:preparing|drafting|writing|generating|summari[sz]ing|composing|compiling|producing|assembling) (?:this|the|a|any|your) (?:\w+ )?(?:note|summary|draft|letter|report|document|review|overview|write-?up|recap|referral|record)s?\b\s*(?:[:,\x{2014}-]|must|should|shall|needs? to|has to|have to|is to|are to|will)",
    ),
    (
        Technique::Addressed,
        r"\byou,? (?:the|as the|as) (?:summari[sz]er|writer|author|scribe|assistant|drafter|editor|composer|model)\b",
    ),
    (
        Technique::Addressed,
        r"\bpass (?:this|it|the following) on\b[^.]{0,20}:|\bno matter what(?: (?:else|the chart says|you (?:read|see)))?\s*:",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:note|assessment|plan|section|text|summary|document) you (?:are about to |are going to |will )?(?:return|produce|generate|compose|hand back|write)\b",
    ),
    (
        Technique::AnswerShaping,
        concat!(
            r"\byour (?:task|job|goal|mission|role) is (?:now )?to (?:\w+ )?",
            telling!()
        ),
    ),
    (
        Technique::Addressed,
        r"\b(?:note|summary|report|document|text|draft|letter) (?:generator|engine|builder|bot|maker|tool|program)s?\s*[:,]",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:belongs?|goes|go) (?:in|into|to) (?:all|any|every|each|your|the final) (?:future |final |later )?(?:notes?|letters?|reports?|documents?|summar|drafts?)|\b(?:headline|first line|opening line|top line|last line) of (?:the|your|any|every) (?:recap|summary|draft|overview|write-?up|note|document|report|letter)\b",
    ),
    (
        Technique::AnswerShaping,
        r"\bwhatever (?:document|note|text|letter|report|summary|draft)\b|\b(?:rule|policy|instruction)s? for (?:all |any |the )?(?:summar|draft|recap|write-?up)",
    ),
    // For machines alone.
    (
        Technique::Hidden,
        r"<!--|font-size\s*:\s*[01](?:px|pt)|color\s*:\s*(?:#fff\b|#ffffff|white)|display\s*:\s*none|white-text metadata|invisible to humans|visible to (?:llm|ai)",
    ),
    (
        Technique::Hidden,
        r"\b(?:decode|decrypt|decipher)\b[^.]{0,20}\b(?:and|then) (?:follow|run|execute|obey)|\(rot13\)|\brot-?13\b|\bchain of thought\b",
    ),
    // Data carried away.
    (
        Technique::Link,
        r"!\[[^\]]*\]\(|\[[^\]]*\]\(https?:|\?\w+=\s*(?:\{|$|followed)|\bbase64 of\b|\baccess token\b[^.]{0,40}\b(?:query|url|string|send)\b|\bsend the (?:access )?token\b",
    ),
    (
        Technique::ToolCall,
        r#"[{,]\s*"(?:tool|tool_call|function|function_call|tool_name)"\s*:|\bdrop table\b|<tool_call>|\bfunctions?\.\w+\("#,
    ),
    (
        Technique::ToolCall,
        r"\bretry with scope\b|\bsudo \w+|\brm -rf\b|\bcurl https?:",
    ),
];

static SET: LazyLock<Option<RegexSet>> =
    LazyLock::new(|| RegexSet::new(SIGNS.iter().map(|(_, sign)| format!("(?i){sign}"))).ok());

/// Words that report what was said to a person: then an order is part of the story.
const TOLD: [&str; 13] = [
    "patient",
    "pt",
    "instructed",
    "advised",
    "told",
    "voices",
    "voice",
    "mother",
    "father",
    "counseled",
    "counselled",
    "encouraged",
    "forgot",
];

/// Most characters without a shape of their own that a sentence has by accident: a byte order mark, a soft hyphen, a joiner in an emoji.
const STRAY: usize = 2;

/// The sentences of a text that have a sign, and what it is a sign of.
pub(super) fn signs(text: &str) -> impl Iterator<Item = (Sentence<'_>, Technique)> {
    suspicious(text, needed::cues(text).into_iter()).filter_map(|sentence| {
        let found = technique(&sentence)?;
        Some((sentence, found))
    })
}

fn technique(sentence: &Sentence<'_>) -> Option<Technique> {
    let Sentence { text, looks, .. } = *sentence;
    if looks.odd
        && text
            .chars()
            .filter(|c| hidden(*c) && !matches!(c, '\u{ad}' | '\u{fe0f}' | '\u{200d}' | '\r'))
            .count()
            > STRAY
    {
        return Some(Technique::Hidden);
    }
    let set = SET.as_ref()?;
    let first = |text: &str| {
        let index = set.matches(text).iter().next()?;
        SIGNS.get(index).map(|sign| sign.0)
    };
    if looks.cue
        && let Some(technique) = first(text)
    {
        return (technique != Technique::Override || !told(text)).then_some(technique);
    }
    if looks.long && encoded(text) {
        return Some(Technique::Hidden);
    }
    if !looks.mixed {
        return None;
    }
    // `1GN0RE prev1ous 1nstruct10ns`: digits for letters.
    let plain = undisguised(text)?;
    let technique = first(&plain)?;
    (!told(&plain)).then_some(technique)
}

fn told(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| TOLD.contains(&word.to_lowercase().as_str()))
}

/// What stands between spaces, as bytes.
fn words(text: &str) -> impl Iterator<Item = &[u8]> {
    text.as_bytes().split(u8::is_ascii_whitespace)
}

/// A long run of base64 that is text, or says to be followed.
fn encoded(text: &str) -> bool {
    words(text).any(|word| {
        word.len() >= LONG
            && word
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
            && word.iter().any(u8::is_ascii_lowercase)
            && word.iter().any(u8::is_ascii_uppercase)
            && word.iter().any(u8::is_ascii_digit)
    })
}

/// The text with digits inside words read as letters; none where no word has any.
fn undisguised(text: &str) -> Option<String> {
    let mixed = |word: &[u8]| {
        word.iter().any(u8::is_ascii_digit)
            && word
                .iter()
                .filter(|byte| byte.is_ascii_alphabetic())
                .count()
                >= LETTERS
    };
    if words(text).filter(|word| mixed(word)).count() < 2 {
        return None;
    }
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            if !mixed(word.as_bytes()) {
                return word.to_owned();
            }
            word.chars()
                .map(|letter| match letter {
                    '0' => 'o',
                    '1' | '!' => 'i',
                    '3' => 'e',
                    '4' | '@' => 'a',
                    '5' | '$' => 's',
                    '7' => 't',
                    other => other,
                })
                .collect()
        })
        .collect();
    Some(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::SET;

    #[test]
    fn every_sign_compiles() {
        assert!(SET.is_some());
    }
}
