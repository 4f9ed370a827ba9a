//! Tables for spreadsheets: CSV as RFC 4180 has it, with the mark by which they read it as UTF-8, and without formulas.

/// Signs with which a spreadsheet begins a formula.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A table that is written row by row.
pub(super) struct Writer(csv::Writer<Vec<u8>>);

impl Writer {
    pub fn new() -> Self {
        let mut rows = csv::WriterBuilder::new();
        rows.terminator(csv::Terminator::CRLF).flexible(true);
        Self(rows.from_writer("\u{FEFF}".into()))
    }

    pub fn row(&mut self, cells: impl Iterator<Item = String>) {
        // A list of bytes takes everything.
        let _ = self.0.write_record(cells.map(disarmed));
    }

    pub fn done(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// A cell that is a text whatever it begins with: `'` stands before what a spreadsheet would take for a formula.
fn disarmed(cell: String) -> String {
    let is_formula = cell.starts_with(['\t', '\r']) || cell.trim_start().starts_with(FORMULA);
    if is_formula { ["'", &cell].concat() } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rows: &[&[&str]]) -> String {
        let mut writer = Writer::new();
        rows.iter().for_each(|row| writer.row(row.iter().map(|&cell| cell.to_owned())));
        String::from_utf8(writer.done()).unwrap()
    }

    #[test]
    fn cells_are_texts() {
        let csv = written(&[&["编号", "名称"], &["a", "=1+1,\"甲\"\n乙"], &["", "\t@x"], &["－甲", "甲=1"]]);
        let expected = "\u{FEFF}编号,名称\r\na,\"'=1+1,\"\"甲\"\"\n乙\"\r\n,'\t@x\r\n'－甲,甲=1\r\n";
        assert_eq!(csv, expected);
        assert_eq!(written(&[&[""]]), "\u{FEFF}\"\"\r\n");
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_what_is_read(rows in proptest::collection::vec(proptest::collection::vec(".*", 3), 0..8)) {
            let mut writer = Writer::new();
            rows.iter().for_each(|row| writer.row(row.iter().cloned()));
            let bytes = writer.done();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
            let read: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            let expected: Vec<Vec<String>> = rows.into_iter().map(|row| row.into_iter().map(disarmed).collect()).collect();
            proptest::prop_assert_eq!(&read, &expected);
            let is_formula = |cell: &String| cell.trim_start().starts_with(FORMULA);
            proptest::prop_assert!(!read.iter().flatten().any(is_formula));
        }
    }
}
