//! One suite over both databases. PostgreSQL is a throwaway server of the installed binaries; where
//! it is not installed the test fails, naming the package, unless COUNTERSIGN_ALLOW_MISSING is 1.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod cases;
mod support;

use support::Fixture;
use throwaway_postgres::ThrowawayPostgres;

macro_rules! suite {
    ($($group:ident: $($case:ident),* $(,)?;)*) => {
        mod sqlite {
            $(mod $group {
                $(#[tokio::test]
                async fn $case() {
                    crate::cases::$group::$case(crate::support::Fixture::sqlite().await).await;
                })*
            })*
        }

        /// One server for all cases, each in a database of its own.
        #[tokio::test]
        async fn postgres_passes_the_same_suite() {
            let started = ThrowawayPostgres::start_or_skip("the suite over PostgreSQL");
            let Some(server) = started else { return };
            $($(
                eprintln!("{}::{}", stringify!($group), stringify!($case));
                let name = concat!(stringify!($group), "_", stringify!($case));
                cases::$group::$case(Fixture::postgres(&server, name).await).await;
            )*)*
        }
    };
}

suite! {
    database: opens_again, facts_are_written_once;
    data_keys: races_have_one_winner, shredding_keeps_a_tombstone, rotation_reaches_every_key;
    audit: concurrent_writers_leave_no_gap, a_failed_entry_leaves_nothing,
        entries_cannot_be_changed, checkpoints_come_back;
    sessions: round_trip, expired_and_deleted_are_gone, a_taken_id_is_not_overwritten;
    pending: used_once, expired_or_unknown_is_none;
    personal: only_of_their_clinician, replaced_and_deleted;
    launches: only_their_owner_sees_them, tokens_are_replaced_once,
        one_refresh_at_a_time, an_ended_launch_is_gone;
    charts: only_of_their_launch, loading_state;
    drafts: only_of_their_launch, reviews_compare_revisions, one_writer_at_a_time,
        stopping_beats_the_writer, a_moved_value_does_not_open;
    forms: only_of_their_launch, changes_compare_revisions, a_moved_answer_does_not_open,
        a_shredded_patient_keeps_nothing;
    notes: signing_is_one_transaction, a_failed_filing_row_undoes_the_signature;
    outbox: one_worker_at_a_time, a_lost_lease_changes_nothing,
        what_was_being_sent_is_marked, workers_share_the_work, a_person_can_try_again;
    spending: limits_refuse_and_change_nothing, what_was_used_replaces_what_was_reserved,
        instances_share_one_budget, old_sums_are_forgotten;
    inferences: prompts_and_answers_lie_apart, only_of_their_launch_and_until_their_time,
        a_moved_text_does_not_open, a_shredded_patient_keeps_nothing;
    proposals: only_of_their_launch_and_while_the_draft_is_open,
        a_signature_covers_the_decisions_that_it_saw,
        an_item_waits_for_its_note_and_does_not_speak_for_it,
        items_of_a_note_that_a_person_must_see_to_hold_nobody_up, a_moved_decision_does_not_open;
    recordings: only_of_their_launch, a_chunk_is_kept_once, too_much_is_refused,
        only_whole_recordings_are_finished, one_transcribes_at_a_time, a_moved_chunk_does_not_open,
        any_part_of_the_sound_comes_back, signing_deletes_the_sound, a_failed_signature_keeps_the_sound,
        what_is_abandoned_is_deleted, a_shredded_patient_records_nothing;
    purge: expired_goes_unsettled_stays, shredding_a_patient_hides_drafts_and_notes;
}
