//! What a file holds, in 24 bytes: enough to notice that it is no longer what it was.

use std::{fmt, str::FromStr};

use siphasher::sip128::{Hasher128 as _, SipHasher13};

/// Size and hash of some bytes.
///
/// The hash is SipHash-1-3 of 128 bits with a fixed key: the same on every machine and in every version, so that it
/// can be written down. It finds accidents, not forgeries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint {
    /// How many bytes.
    pub size: u64,
    hash: u128,
}

impl Fingerprint {
    /// The fingerprint of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            size: bytes.len() as u64,
            hash: hash(bytes),
        }
    }
}

/// The 128 bits.
pub(super) fn hash(bytes: &[u8]) -> u128 {
    let mut hasher = SipHasher13::new_with_keys(0x7374_616e_6470_6f69, 0x6e74_2e72_6f6e_0001);
    std::hash::Hasher::write(&mut hasher, bytes);
    hasher.finish128().as_u128()
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:032x}", self.size, self.hash)
    }
}

impl FromStr for Fingerprint {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('-').and_then(|(size, hash)| {
            let size = size.parse().ok()?;
            let hash = (hash.len() == 32).then(|| u128::from_str_radix(hash, 16).ok())??;
            Some(Self { size, hash })
        });
        parts.ok_or_else(|| format!("\"{}\" is no fingerprint", text.escape_debug()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_stay_what_they_were() {
        let one = Fingerprint::of(b"(\n  format: 1,\n)\n");
        assert_eq!(one.to_string(), "17-96457aca33eaec1105e1396ee69ac68a");
        assert_eq!(one.to_string().parse(), Ok(one));
        assert_ne!(Fingerprint::of(b"(\n  format: 1,\n)"), one);
        assert_eq!("17".parse::<Fingerprint>(), Err("\"17\" is no fingerprint".to_owned()));
    }
}
