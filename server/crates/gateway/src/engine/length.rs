//! How long a recording is: what a budget goes by, before it is sent.

/// Bytes of a second of speech in the sparest form that is in use, 16 kbit/s: an estimate by it errs on the large side.
const SPARE: u64 = 2000;

/// Seconds of a recording, rounded up. A WAV file says how many bytes a second takes; of every other form it is estimated.
pub(super) fn seconds(sound: &[u8]) -> u64 {
    let rate = wave_rate(sound).unwrap_or(SPARE);
    (sound.len() as u64).div_ceil(rate)
}

/// Bytes of a second, of a WAV file whose first chunk is its format.
fn wave_rate(sound: &[u8]) -> Option<u64> {
    let marked = sound.get(..4)? == b"RIFF" && sound.get(8..16)? == b"WAVEfmt ";
    let rate = u32::from_le_bytes(*sound.get(28..)?.first_chunk()?);
    // Fewer bytes than the sparest form are no sound, and would count as more time than there is.
    (marked && u64::from(rate) >= SPARE).then_some(u64::from(rate))
}

#[cfg(test)]
mod tests {
    use super::seconds;

    fn wave(rate: u32, bytes: usize) -> Vec<u8> {
        let mut sound = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0".to_vec();
        sound.extend(rate.to_le_bytes());
        sound.resize(bytes, 0);
        sound
    }

    #[test]
    fn a_recording_is_as_long_as_its_form_says_or_longer() {
        assert_eq!(seconds(&wave(32_000, 320_000)), 10);
        assert_eq!(seconds(&wave(32_000, 320_001)), 11);
        for not_told in [wave(0, 320_000), wave(1999, 320_000), vec![0; 320_000]] {
            assert_eq!(seconds(&not_told), 160);
        }
        assert_eq!(seconds(b"RIFF"), 1);
    }
}
