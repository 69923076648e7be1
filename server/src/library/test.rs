use super::*;
use std::fs;
use tempfile::TempDir;

fn overlay(files: &[(&str, &str)]) -> TempDir {
    let root = TempDir::new().unwrap();
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn library(files: &[(&str, &str)]) -> Result<Library, String> {
    let root = overlay(files);
    Library::over(Drafting::shipped().unwrap(), Some(root.path()))
        .map_err(|error| error.to_string())
}

fn phrase(text: &str) -> String {
    format!("[[phrase]]\nname = \"ros\"\ntext = \"{text}\"\n")
}

fn ros(library: &Library, tenant: &str, user: &str, specialties: &[&str]) -> String {
    let specialties: Vec<String> = specialties.iter().map(|&name| name.to_owned()).collect();
    let held = library.of(Whom {
        tenant,
        user,
        specialties: &specialties,
    });
    let mut phrases = held.drafting.phrases().iter();
    phrases
        .find(|phrase| phrase.name == "ros")
        .unwrap()
        .text
        .clone()
}

#[test]
fn a_faulty_file_of_the_organization_or_a_tenant_refuses_the_start() {
    for place in ["", "tenant/t/"] {
        for (file, text) in [
            ("phrases.toml", "[[phrase]]\nname = 3\n"),
            ("overlay.toml", "lock = 3"),
            ("templates/x.toml", ""),
            ("magic/x.toml", ""),
        ] {
            let error = library(&[(&format!("{place}{file}"), text)]).err().unwrap();
            let folder = file.split('/').next().unwrap();
            assert!(error.contains(&format!("{place}{folder}")), "{error}");
        }
    }
    assert!(
        Library::over(
            Drafting::shipped().unwrap(),
            Some(Path::new("/nowhere/at/all"))
        )
        .is_err()
    );
}

#[test]
fn a_faulty_file_of_one_clinician_or_specialty_stops_nobody() {
    let clinician = format!(
        "tenant/t/clinician/{}/phrases.toml",
        folder("Practitioner/1")
    );
    let library = library(&[
        ("phrases.toml", &phrase("house")),
        (&clinician, "[[phrase]]\nname = 3\n"),
        (
            "specialty/cardiology/phrases.toml",
            "[[phrase]]\ntext = 3\n",
        ),
        (
            "specialty/cardiology/templates/soap_note.toml",
            "purpose = \"Hearts.\"\n",
        ),
    ])
    .unwrap();
    assert_eq!(library.faults().len(), 2);
    assert_eq!(
        ros(&library, "t", "Practitioner/1", &["Cardiology"]),
        "house"
    );
    let told = |user| {
        library
            .of(Whom {
                tenant: "t",
                user,
                specialties: &[],
            })
            .faults
            .len()
    };
    assert_eq!((told("Practitioner/1"), told("Practitioner/2")), (1, 0));
}

#[test]
fn the_nearest_level_holds_for_whom_it_is_and_for_nobody_else() {
    let of = |tenant: &str, user: &str| {
        format!("tenant/{tenant}/clinician/{}/phrases.toml", folder(user))
    };
    let (one, odd) = (
        of("t", "Practitioner/1"),
        of("t", "Practitioner/../../../phrases"),
    );
    let library = library(&[
        ("phrases.toml", &phrase("house")),
        ("tenant/t/phrases.toml", &phrase("tenant")),
        ("specialty/cardiology/phrases.toml", &phrase("hearts")),
        (
            "tenant/t/specialty/cardiology/phrases.toml",
            &phrase("hearts of t"),
        ),
        (
            "tenant/t/specialty/surgery/phrases.toml",
            &phrase("knives of t"),
        ),
        (&one, &phrase("one")),
        (&odd, &phrase("odd")),
        (
            "overlay.toml",
            "[specialties]\n\"207RC0000X\" = \"cardiology\"\n",
        ),
    ])
    .unwrap();
    for (tenant, user, specialties, want) in [
        ("u", "Practitioner/9", [].as_slice(), "house"),
        ("u", "Practitioner/1", &[], "house"),
        ("T", "Practitioner/1", &[], "house"),
        ("t", "Practitioner/9", &[], "tenant"),
        ("u", "Practitioner/9", &["Cardiology"], "hearts"),
        ("u", "Practitioner/9", &["surgery"], "house"),
        (
            "t",
            "Practitioner/9",
            &["magic", "207RC0000X"],
            "hearts of t",
        ),
        (
            "t",
            "Practitioner/9",
            &["surgery", "cardiology"],
            "knives of t",
        ),
        ("t", "Practitioner/1", &["cardiology"], "one"),
        ("t", "practitioner/1", &["cardiology"], "hearts of t"),
        ("t", "Practitioner/../../../phrases", &[], "odd"),
        ("../..", "..", &["../.."], "house"),
    ] {
        assert_eq!(
            ros(&library, tenant, user, specialties),
            want,
            "{tenant} {user} {specialties:?}"
        );
    }
}

#[test]
fn a_clinicians_own_setting_goes_before_what_the_ehr_says() {
    let own = format!(
        "tenant/t/clinician/{}/overlay.toml",
        folder("Practitioner/1")
    );
    let library = library(&[
        ("specialty/surgery/phrases.toml", &phrase("knives")),
        ("specialty/cardiology/phrases.toml", &phrase("hearts")),
        (&own, "specialty = \"Surgery\"\n"),
    ])
    .unwrap();
    assert_eq!(
        ros(&library, "t", "Practitioner/1", &["cardiology"]),
        "knives"
    );
}

#[test]
fn the_fingerprint_is_that_of_every_file() {
    let of = |text: &str| {
        library(&[("phrases.toml", &phrase(text))])
            .unwrap()
            .fingerprint()
    };
    assert_ne!(of("a"), of("b"));
    assert_eq!(of("a"), of("a"));
    assert_eq!(
        Library::over(Drafting::shipped().unwrap(), None)
            .unwrap()
            .fingerprint(),
        None
    );
}
