//! Every format that is read, what is refused, and that a kept table is the same table.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use codes::{Code, CodesError, Given, Note, System, Table, Tables, import};
use proptest::prelude::*;
use time::macros::date;

fn given(system: Option<System>) -> Given {
    Given {
        system,
        from: Some(date!(2025 - 10 - 01)),
        to: Some(date!(2026 - 09 - 30)),
    }
}

fn table(file: &str, text: &str) -> Result<Table, CodesError> {
    import::read(file, text.as_bytes(), &given(None)).map(|read| read.table)
}

fn code(written: &str) -> Code {
    Code::read(System::Icd10Cm, written).unwrap()
}

const ORDER: &str = "00001 A00     0 Cholera                                                      Cholera
00002 A000    1 Cholera due to Vibrio cholerae 01, biovar cholerae           Cholera due to Vibrio cholerae 01, biovar cholerae
00003 I5A     1 Non-ischemic myocardial injury (non-traumatic)               Non-ischemic myocardial injury (non-traumatic)
";

const TABULAR: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2026</version><chapter><name>4</name><desc>Endocrine</desc>
<excludes1><note>transitory disorders of newborn (P70-P74)</note></excludes1>
<section id="E08-E13"><desc>Diabetes</desc>
<diag><name>E11</name><desc>Type 2 diabetes mellitus</desc><includes><note>diabetes NOS</note></includes>
 <useAdditionalCode><note>code to identify control using: insulin (Z79.4)</note></useAdditionalCode><excludes1><note>type 1 diabetes mellitus (E10.-)</note></excludes1>
 <diag><name>E11.9</name><desc>Type 2 diabetes mellitus without complications</desc></diag></diag>
<diag><name>T14</name><desc>Injury of unspecified body region</desc>
 <sevenChrDef><extension char="A">initial encounter</extension><extension char="D">subsequent encounter</extension></sevenChrDef>
 <diag><name>T14.91</name><desc>Suicide attempt</desc><inclusionTerm><note>Attempted suicide NOS</note></inclusionTerm></diag></diag>
</section></chapter></ICD10CM.tabular>"#;

#[test]
fn what_is_no_table_is_refused_with_the_place() {
    for (text, want) in [
        ("", "no column `code`|is empty"),
        ("{\"codes\": 1}", "invalid type"),
        ("<x/>", "the root must be"),
        ("<ICD10CM.tabular><a>", "is no XML"),
        ("code\tdescription\n", "no code was found"),
        ("name\tdescription\nA00\tCholera", "no column `code`"),
        ("code\ttitel\nA00\tCholera", "no column `description`"),
        (
            "code,description\nA00.1,\n",
            "line 2: the code has no title",
        ),
        (
            "code,description,valid_to\nA00.1,Cholera,soon\n",
            "line 2: expected a date",
        ),
        ("code,description\n---,x\n", "give --system"),
        ("PK\u{3}\u{4}", "zip archive"),
        ("00001 A00     2 Cholera", "no column `code`"),
    ] {
        let error = table("t.txt", text).unwrap_err().to_string();
        assert!(
            error.starts_with("t.txt") && want.split('|').any(|want| error.contains(want)),
            "{text}: {error}"
        );
    }
    let broken = format!("{ORDER}00004 ????    1 x");
    assert_eq!(
        table("o.txt", &broken).unwrap_err().to_string(),
        "o.txt, line 4: columns 7 to 13: no ICD-10-CM code"
    );
    let unsaid = import::read("codes.txt", ORDER.as_bytes(), &Given::default()).unwrap_err();
    assert!(unsaid.to_string().contains("--from"), "{unsaid}");
}

#[test]
fn the_order_file_is_read() {
    let read = import::read(
        "icd10cm-order-2026.txt",
        ORDER.as_bytes(),
        &Given::default(),
    )
    .unwrap();
    assert_eq!(read.table.release, "ICD-10-CM 2026");
    assert_eq!(read.table.period.from, Some(date!(2025 - 10 - 01)));
    assert!(!read.table.get(&code("A00")).unwrap().billable);
    assert!(read.table.get(&code("A00.0")).unwrap().billable);
    assert!(read.table.get(&code("I5A")).unwrap().billable);
}

#[test]
fn the_tabular_list_gives_notes_and_seventh_characters() {
    let table = table("t.xml", TABULAR).unwrap();
    assert!(!table.get(&code("T14.91")).unwrap().billable);
    let full = table.get(&code("T14.91XA")).unwrap();
    assert!(full.billable);
    assert_eq!(full.description, "Suicide attempt, initial encounter");
    assert_eq!(
        table.notes(&code("E11.9"), Note::UseAdditional),
        ["code to identify control using: insulin (Z79.4)"]
    );
    assert_eq!(
        table.notes(&code("E11.9"), Note::Excludes1),
        [
            "type 1 diabetes mellitus (E10.-)",
            "transitory disorders of newborn (P70-P74)"
        ]
    );
    assert_eq!(table.notes(&code("T14.91XA"), Note::Inclusion), [""; 0]);
}

#[test]
fn order_file_and_tabular_list_make_one_table() {
    let mut order = table("o.txt", &format!("{ORDER}00004 E119    1 x                                                            Type 2 diabetes mellitus without complications")).unwrap();
    order.lay_over(table("t.xml", TABULAR).unwrap());
    assert!(order.get(&code("A00.0")).is_some());
    assert_eq!(
        order.notes(&code("E11.9"), Note::Includes),
        ["diabetes NOS"]
    );
}

#[test]
fn hcpcs_is_read_from_records_and_from_a_sheet() {
    let record = |code: &str, kind: &str, words: &str, ends: &str| {
        let mut line = format!("{code}00100{kind}{words:<80}{words:<28}");
        line = format!("{line:<268}");
        format!("{line}2020010120200101{ends:<8}A{:27}", "")
    };
    let text = format!(
        "{}\n{}\n{}\n{}\n",
        record("E0601", "3", "Continuous positive airway", ""),
        record("E0601", "4", "pressure device", ""),
        record("E9999", "3", "Something old", "20211231"),
        record("   AA", "7", "A modifier", ""),
    );
    let read = import::read("HCPC2026_APR_ANWEB.txt", text.as_bytes(), &Given::default()).unwrap();
    assert_eq!(read.passed_over.len(), 1);
    let tables = Tables::new([read.table]);
    let asked = tables.check("E0601", Some(date!(2026 - 05 - 01)));
    assert_eq!(
        asked.entry.unwrap().description,
        "Continuous positive airway pressure device"
    );
    assert!(asked.billable());
    assert!(!tables.check("E9999", Some(date!(2026 - 05 - 01))).valid());
    let sheet = "HCPC,LONG DESCRIPTION,TERM DT\nE0601,\"Device, positive \"\"airway\"\"\",\nK9999,Old,20250101\n";
    let table = table("s.csv", sheet).unwrap();
    assert_eq!(table.system, System::Hcpcs);
    let asked = Code::read(System::Hcpcs, "E0601").unwrap();
    assert_eq!(
        table.get(&asked).unwrap().description,
        "Device, positive \"airway\""
    );
}

#[test]
fn the_users_own_table_and_risk_categories_are_read() {
    let own = import::read(
        "own.csv",
        b"code;description\n99213;Our words\n",
        &given(Some(System::Cpt)),
    )
    .unwrap();
    assert_eq!(own.table.system, System::Cpt);
    let hcc = import::read(
        "hcc.csv",
        b"Diagnosis Code,Description,HCC\nE119,Diabetes,38\nI10,Hypertension,\n",
        &given(None),
    )
    .unwrap();
    assert_eq!((hcc.table.system, hcc.table.len()), (System::Hcc, 1));
    let mut tables = Tables::new([codes::shipped().unwrap()]);
    tables.add(hcc.table);
    assert_eq!(tables.check("E11.9", None).hcc, Some("38"));
    assert_eq!(tables.check("I10", None).hcc, None);
}

#[test]
fn a_day_outside_every_table_has_none_and_says_which_are_installed() {
    let tables = Tables::new([table("icd10cm-order-2026.txt", ORDER).unwrap()]);
    let error = tables
        .on(System::Icd10Cm, date!(2019 - 05 - 05))
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "No installed ICD-10-CM table holds on 2019-05-05: ICD-10-CM 2026 (2025-10-01 to 2026-09-30)"
    );
    assert!(!tables.check("A00.0", Some(date!(2019 - 05 - 05))).valid());
    assert_eq!(
        tables
            .on(System::Cpt, date!(2026 - 01 - 01))
            .unwrap_err()
            .to_string(),
        "No CPT table is installed"
    );
}

#[test]
fn of_two_releases_that_hold_the_later_is_asked() {
    let read = |file: &str, title: &str| {
        let text = format!("code\tdescription\nA00.0\t{title}\n");
        import::read(
            file,
            text.as_bytes(),
            &Given {
                system: Some(System::Icd10Cm),
                ..Given::default()
            },
        )
        .unwrap()
        .table
    };
    let tables = Tables::new([
        read("icd10cm_april_2026.tsv", "new"),
        read("icd10cm_2026.tsv", "old"),
    ]);
    let title = |on| {
        tables
            .on(System::Icd10Cm, on)
            .unwrap()
            .get(&code("A00.0"))
            .unwrap()
            .description
            .clone()
    };
    assert_eq!(title(date!(2026 - 03 - 31)), "old");
    assert_eq!(title(date!(2026 - 04 - 01)), "new");
}

#[test]
fn a_kept_table_is_the_same_and_a_damaged_one_is_refused() {
    let table = table("t.xml", TABULAR).unwrap();
    let bytes = codes::write(&table).unwrap();
    assert_eq!(codes::file_name(&table), "icd-10-cm-2025-10-01.codes.gz");
    assert_eq!(codes::read("k", &bytes).unwrap(), table);
    assert!(codes::read("k", &bytes[..bytes.len() / 2]).is_err());
    assert!(
        codes::read("k", b"{}")
            .unwrap_err()
            .to_string()
            .starts_with("k, line 1")
    );
    assert!(codes::read("k", b"").is_err());
}

proptest! {
    #[test]
    fn nothing_that_is_given_as_a_table_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "[A-Z0-9.,;\t\"<>{}:\\- \n]{0,300}") {
        let _ = import::read("x", &bytes, &given(Some(System::Icd10Cm)));
        let _ = import::read("x", text.as_bytes(), &Given::default());
        let _ = import::read("x", format!("00001 A00     0 {text}").as_bytes(), &Given::default());
        let _ = codes::read("x", &bytes);
        let _ = codes::Pattern::all(&text);
        for system in System::ALL {
            if let Some(code) = Code::read(system, &text) {
                prop_assert!(code.parent().is_none_or(|wider| wider.as_str().len() < code.as_str().len()));
            }
        }
    }
}
