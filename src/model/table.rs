//! A field of a table, so that no spreadsheet takes it for a formula and computes it.
//!
//! Not here: how fields are put together (`cli`, `ui::matrix`).

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// A field with an apostrophe before what would be a formula; by it, it is text.
pub fn guarded(text: &str) -> String {
    let guard = if text.starts_with(FORMULA) { "'" } else { "" };
    format!("{guard}{text}")
}

/// A field as it was before [`guarded`].
pub fn unguarded(field: &str) -> &str {
    field
        .strip_prefix('\'')
        .filter(|text| text.starts_with(FORMULA))
        .unwrap_or(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_text_and_reads_back() {
        for (text, field) in [
            ("=1+1", "'=1+1"),
            ("+", "'+"),
            ("-", "'-"),
            ("@a", "'@a"),
            ("'t Hooft", "'t Hooft"),
            ("−", "−"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), field);
            assert_eq!(unguarded(field), text);
        }
    }
}
