//! Choices that are read from bytes: the fuzzer changes the bytes, and so the choices.

/// Bytes that choices are read from. After their end, every choice is the first one.
#[derive(Debug, Clone)]
pub(super) struct Feed<'a>(&'a [u8]);

impl<'a> Feed<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        first
    }

    pub(super) fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// A number from 0 to `end`, exclusive.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end.max(1)
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// A number: usually small, sometimes an edge case, sometimes any.
    pub(super) fn number(&mut self) -> u64 {
        match self.byte() {
            small @ 0..=199 => u64::from(small) % 12,
            200..=215 => u64::from(self.byte()) * 10,
            216..=223 => u64::MAX - u64::from(self.byte()),
            224..=231 => (1 << 53) + u64::from(self.byte()),
            _ => u64::from_le_bytes(std::array::from_fn(|_| self.byte())),
        }
    }

    pub(super) fn maybe<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flag().then(|| value(self))
    }

    /// Some of these characters.
    pub(super) fn text(&mut self, from: &str, longest: usize) -> String {
        let letters: Vec<char> = from.chars().collect();
        let length = self.below(longest + 1);
        (0..length).map(|_| self.pick(&letters)).collect()
    }

    /// The bytes before this byte, or all of them. The byte itself is skipped.
    pub(super) fn until(&mut self, stop: u8) -> &'a [u8] {
        let at = self.0.iter().position(|&byte| byte == stop);
        let (taken, rest) = self.0.split_at(at.unwrap_or(self.0.len()));
        self.0 = rest.get(1..).unwrap_or_default();
        taken
    }

    pub(super) fn rest(self) -> &'a [u8] {
        self.0
    }
}

/// Replaces each byte 1 by a thousand letters, at most sixteen times: long values from short
/// inputs.
pub(super) fn lengthened(bytes: &[u8]) -> Vec<u8> {
    let mut left = 16;
    let mut long = Vec::with_capacity(bytes.len());
    for &byte in bytes {
        if byte == 1 && left > 0 {
            left -= 1;
            long.extend_from_slice(&[b'k'; 1_000]);
        } else {
            long.push(byte);
        }
    }
    long
}
