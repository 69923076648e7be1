//! The note's text as the EHR gets it: plain text, one statement a line.

use model::DraftKind;

use crate::{About, Author, Proposed, SignedSection, Signer};

/// The heading of what the EHR does not take as data.
const PROPOSED: &str = "Proposed for the chart";

/// The whole text. Sections that have no statement left do not appear.
pub(crate) fn text(
    about: &About,
    sections: &[SignedSection],
    proposed: &[Proposed],
    signer: &Signer,
) -> String {
    let mut out = String::new();
    // A message is read by the patient as it stands; headings would not belong to it.
    let headings = about.kind != DraftKind::MessageReply;
    let bullets = !matches!(
        about.kind,
        DraftKind::MessageReply | DraftKind::PriorAuthLetter
    );
    if headings {
        out.push_str(&about.title);
        out.push_str("\n\n");
    }
    for section in sections {
        if headings && !section.title.is_empty() {
            out.push_str(&section.title);
            out.push('\n');
        }
        for statement in &section.statements {
            if bullets {
                out.push_str("- ");
            }
            out.push_str(&statement.text);
            out.push('\n');
        }
        out.push('\n');
    }
    let mut listed = proposed.iter().filter(|one| one.listed).peekable();
    if listed.peek().is_some() {
        out.push_str(PROPOSED);
        out.push('\n');
        for one in listed {
            out.push_str("- ");
            out.push_str(&one.line);
            out.push('\n');
        }
        out.push('\n');
    }
    out.push_str(&assistance(&about.author, signer));
    out.push('\n');
    out
}

/// The line that names what helped and who reviewed.
pub(crate) fn assistance(author: &Author, signer: &Signer) -> String {
    let helped = match author {
        Author::Composer => {
            "Prepared with software assistance (Countersign, built-in composer, no language model)"
                .to_owned()
        }
        Author::Model(name) => {
            format!("Prepared with AI assistance (Countersign, model {name})")
        }
    };
    format!("{helped}. Reviewed and signed by {}.", signer.name)
}
