//! Any change to the raw records is found; an unchanged log is accepted.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod support;

use std::sync::LazyLock;

use audit::{
    AuditSink, Frontier,
    checker::{Known, Problem, Report, check, check_export},
    export,
};
use proptest::prelude::*;
use support::{LOG, filled};

struct Sample {
    records: Vec<Vec<u8>>,
    /// Records of another log with the same id and length.
    strange: Vec<Vec<u8>>,
    checkpoint: String,
}

static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let (auditor, sink, _) = filled(12).await;
        let (_, strange, _) = filled(12).await;
        Sample {
            records: sink.read(0, 100).await.unwrap(),
            strange: strange.read(0, 100).await.unwrap(),
            checkpoint: auditor.checkpoint().await.unwrap().text(),
        }
    })
});

fn report(records: &[Vec<u8>]) -> Report {
    let checkpoints = vec![SAMPLE.checkpoint.as_str()];
    check(
        records,
        &Known {
            log_id: LOG,
            checkpoints,
            head: None,
        },
    )
}

#[derive(Debug, Clone)]
enum Change {
    Flip(usize, usize, u8),
    Delete(usize),
    Swap(usize, usize),
    Truncate(usize),
    Insert(usize, usize, bool),
    Cut(usize, usize),
    Replace(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let n = 0..12_usize;
    prop_oneof![
        (n.clone(), any::<usize>(), 0..8_u8).prop_map(|(r, at, bit)| Change::Flip(r, at, bit)),
        n.clone().prop_map(Change::Delete),
        (n.clone(), n.clone()).prop_map(|(a, b)| Change::Swap(a, b)),
        n.clone().prop_map(Change::Truncate),
        (0..=12_usize, n.clone(), any::<bool>())
            .prop_map(|(at, r, own)| Change::Insert(at, r, own)),
        (n.clone(), any::<usize>()).prop_map(|(r, at)| Change::Cut(r, at)),
        n.prop_map(Change::Replace),
    ]
}

fn apply(records: &mut Vec<Vec<u8>>, change: &Change) {
    let last = |records: &Vec<Vec<u8>>, i: usize| i.min(records.len().saturating_sub(1));
    if records.is_empty() {
        return;
    }
    match *change {
        Change::Flip(r, at, bit) => {
            let r = last(records, r);
            let length = records[r].len().max(1);
            if let Some(byte) = records[r].get_mut(at % length) {
                *byte ^= 1 << bit;
            }
        }
        Change::Delete(r) => {
            let r = last(records, r);
            records.remove(r);
        }
        Change::Swap(a, b) => {
            let (a, b) = (last(records, a), last(records, b));
            records.swap(a, b);
        }
        Change::Truncate(n) => records.truncate(n),
        Change::Insert(at, r, own) => {
            let source = if own {
                &SAMPLE.records
            } else {
                &SAMPLE.strange
            };
            records.insert(at.min(records.len()), source[r].clone());
        }
        Change::Cut(r, at) => {
            let r = last(records, r);
            let length = records[r].len().max(1);
            records[r].truncate(at % length);
        }
        Change::Replace(r) => {
            let r = last(records, r);
            records[r].clone_from(&SAMPLE.strange[r]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_tampering_is_found(changes in prop::collection::vec(change(), 1..4)) {
        let mut records = SAMPLE.records.clone();
        for change in &changes {
            apply(&mut records, change);
        }
        prop_assert_eq!(report(&records).sound(), records == SAMPLE.records);
    }

    #[test]
    fn the_checker_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let known = Known { log_id: LOG, checkpoints: vec!["x"], head: None };
        prop_assert!(!check_export(&bytes, &known).sound());
        prop_assert!(!check([&bytes], &known).sound());
    }

    #[test]
    fn a_cut_export_is_found(at in any::<prop::sample::Index>()) {
        let whole = export::raw(&SAMPLE.records);
        let cut = &whole[..at.index(whole.len())];
        let known = Known {
            log_id: LOG,
            checkpoints: vec![SAMPLE.checkpoint.as_str()],
            head: None,
        };
        prop_assert!(!check_export(cut, &known).sound());
    }

    #[test]
    fn a_frontier_resumes_anywhere(size in 0..70_u64, cut in 0..70_u64) {
        let leaf = |n: u64| { let mut hash = [0; 32]; hash[..8].copy_from_slice(&n.to_be_bytes()); hash };
        let mut whole = Frontier::default();
        let mut parts = Frontier::default();
        for n in 0..size {
            whole.push(leaf(n));
            if n == cut {
                parts = Frontier::resume(parts.size(), parts.roots().to_vec()).unwrap();
            }
            parts.push(leaf(n));
        }
        prop_assert_eq!(whole.root(), parts.root());
        prop_assert!(Frontier::resume(size, vec![[0; 32]; 65]).is_none());
    }
}

#[tokio::test]
async fn reading_with_keys_authenticates_the_header_of_the_last_record() {
    let (auditor, sink, keys) = filled(2).await;
    auditor.read(0, 9).await.unwrap();
    // Time (byte 19) and link (byte 51) of the last record, which no later record covers.
    for byte in [19, 51] {
        let changed = audit::MemorySink::default();
        for (index, bytes) in (0_u64..).zip(sink.read(0, 9).await.unwrap()) {
            let mut bytes = bytes;
            if index == 1 {
                bytes[byte] ^= 1;
            }
            let record = audit::Record {
                index,
                time: time::OffsetDateTime::UNIX_EPOCH,
                scope: keys::Scope::system("audit").unwrap(),
                hash: [0; 32],
                bytes,
            };
            changed.append(&|_| Ok(record.clone())).await.unwrap();
        }
        let reader = support::auditor(&keys, std::sync::Arc::new(changed));
        assert!(reader.read(0, 1).await.is_ok());
        assert!(reader.read(1, 1).await.is_err());
    }
}

#[test]
fn an_untouched_log_is_sound() {
    let report = report(&SAMPLE.records);
    assert!(report.sound(), "{:?}", report.problems);
    assert_eq!((report.records, report.covered), (12, 12));
    let known = Known {
        log_id: LOG,
        checkpoints: vec![SAMPLE.checkpoint.as_str()],
        head: Some((12, report.head)),
    };
    assert!(check_export(&export::raw(&SAMPLE.records), &known).sound());
}

#[test]
fn another_log_id_breaks_the_first_link() {
    let known = Known {
        log_id: "log-2",
        ..Known::default()
    };
    assert_eq!(check(&SAMPLE.records, &known).problems, [Problem::Chain(0)]);
    let known = Known {
        checkpoints: vec![&SAMPLE.checkpoint],
        ..known
    };
    assert!(
        check(&SAMPLE.records, &known)
            .problems
            .contains(&Problem::Checkpoint(0))
    );
}

#[test]
fn without_a_checkpoint_a_cut_tail_needs_the_known_head() {
    let head = report(&SAMPLE.records).head;
    let cut = &SAMPLE.records[..11];
    let blind = Known {
        log_id: LOG,
        ..Known::default()
    };
    assert!(check(cut, &blind).sound());
    let known = Known {
        head: Some((12, head)),
        ..blind
    };
    let expected = Problem::Short {
        records: 11,
        expected: 12,
    };
    assert_eq!(check(cut, &known).problems, [expected]);
    assert!(check(&SAMPLE.records, &known).sound());
}
