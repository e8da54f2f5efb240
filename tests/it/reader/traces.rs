//! Recorded arrivals as programs and people write them: read right, told, or refused with what to do; never cut.

use crate::complaints::SMALLEST;
use pizzeria::scenario::{self, Problem, Reach, Scenario};
use pizzeria::sim::setup::Arrivals;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// What was read of a trace, or the first thing that is wrong with it.
struct Came {
    seconds: Vec<f64>,
    told: String,
    warnings: Vec<String>,
    refused: String,
}

/// A shop that is open from 17:00 to 23:00 with one trace; `how` are further keys of `arrivals`.
fn came(bytes: impl AsRef<[u8]>, how: &str) -> Came {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("orders.csv"), bytes).unwrap();
    outcome(load(folder.path(), "orders.csv", how, Reach::Folder))
}

fn load(folder: &Path, trace: &str, how: &str, reach: Reach) -> Result<(Scenario, Vec<Problem>), scenario::Problems> {
    let arrivals = format!("arrivals = {{ trace = {trace:?}{how} }}");
    let hours = "[scenario]\nopens = \"17:00\"\nduration = \"6h\"\n";
    let text = format!("{hours}{}", SMALLEST.replace("orders_per_hour = 10", &arrivals));
    fs::write(folder.join("shop.toml"), text).unwrap();
    scenario::load_within(folder.join("shop.toml"), &[], reach)
}

fn outcome(read: Result<(Scenario, Vec<Problem>), scenario::Problems>) -> Came {
    match read {
        Ok((scenario, warnings)) => {
            let Arrivals::Trace(times) = &scenario.setup.zones[0].arrivals else { panic!("no trace") };
            Came {
                seconds: times.iter().map(|time| time.seconds()).collect(),
                told: scenario.traces[0].told(),
                warnings: warnings.iter().map(|warning| warning.message.clone()).collect(),
                refused: String::new(),
            }
        }
        Err(problems) => {
            let refused = problems.iter().map(|p| format!("{}: {p}", p.line)).collect::<Vec<_>>().join("\n");
            Came { seconds: Vec::new(), told: String::new(), warnings: Vec::new(), refused }
        }
    }
}

/// Half past five and a quarter to six.
const EVENING: [f64; 2] = [1_800.0, 2_700.0];

#[test]
fn everyday_files_are_read_as_they_are() {
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
    };
    let log = "127.0.0.1 - - [03/May/2024:17:30:00 +0200] \"GET /menu?q=[a] HTTP/1.1\" 200 512 \"-\" \"a \\\"b\\\" c\"\n\
               ::1 - ana [03/May/2024:17:45:00 +0200] \"POST /orders HTTP/1.1\" 201 7\n";
    let files: Vec<(&str, Vec<u8>, &str, &str)> = vec![
        ("bare seconds", "1800\n2700\n".into(), "", "2 rows, seconds from opening"),
        ("a heading", "seconds\n1800\n2700\n".into(), "", "2 rows, seconds from opening"),
        ("numpy.savetxt", "1.800000000000000000e+03\n2.700000000000000000e+03\n".into(), "", "2 rows, seconds"),
        (
            "numpy.savetxt with a header and two columns",
            "# t x\n1.8e+03 1e9\n2.7e+03 2e9\n".into(),
            ", column = 1",
            "column 1 of 2 separated by `space`",
        ),
        ("a blank line and spaces", "\n1800\n   \n2700\n\n".into(), "", "2 rows"),
        ("a remark at the end", "1800\n2700\n# that was all".into(), "", "2 rows"),
        ("ISO with a zone", "2024-05-03T17:30:00Z\n2024-05-03T17:45:00Z\n".into(), "", "dates with their offset"),
        ("ISO without", "2024-05-03T17:30:00\n2024-05-03 17:45\n".into(), "", "dates without an offset"),
        ("offsets without a colon", "2024-05-03 17:30:00+0200\n2024-05-03T17:45:00.0+0200\n".into(), "", "2 rows"),
        (
            "pandas with its index",
            ",placed_at,item\n0,2024-05-03 17:30:00,pizza\n1,2024-05-03 17:45:00,bread\n".into(),
            "",
            "column 2 `placed_at` of 3 separated by `,`",
        ),
        ("an order number first", "1,2024-05-03T17:30:00Z\n2,2024-05-03T17:45:00Z\n".into(), "", "column 2 of 2"),
        (
            "a semicolon",
            "id;when;sum\n1;2024-05-03 17:30;9,50\n2;2024-05-03 17:45;12,00\n".into(),
            "",
            "column 2 `when`",
        ),
        ("tabs", "2024-05-03 17:30\tpizza\n2024-05-03 17:45\tbread\n".into(), "", "separated by `tab`"),
        ("quotes", "\"time\",\"what\"\n\"1800\",\"a, b\"\n\"2700\",\"c \"\"d\"\"\"\n".into(), "", "column 1 `time`"),
        ("sep=", "sep=;\r\nseconds;n\r\n1800;1\r\n2700;2\r\n".into(), "", "column 1 `seconds`"),
        ("a decimal comma", "1800,0\n2700,0\n".into(), ", decimal = \",\"", "2 rows, seconds"),
        ("a named column", "a,b\n1,1800\n2,2700\n".into(), ", column = \"b\"", "column 2 `b`"),
        ("a numbered column", "1,1800\n2,2700\n".into(), ", column = 2", "column 2 of 2"),
        ("an access log", log.into(), "", "a web server's log"),
        ("an access log that is said to be one", log.into(), ", format = \"access_log\"", "a web server's log"),
        ("a pattern", "3.5.2024 17:30\n3.5.2024 17:45\n".into(), ", format = \"%d.%m.%Y %H:%M\"", "dates without"),
        (
            "a pattern in a column",
            "1;05/03/24 5:30 PM\n2;05/03/24 5:45 PM\n".into(),
            ", column = 2, format = \"%D %I:%M %p\"",
            "column 2",
        ),
        ("UTF-16 of Windows", utf16("time\r\n1800\r\n2700\r\n", false), "", "2 rows"),
        ("UTF-16, the other way round", utf16("1800\n2700\n", true), "", "2 rows"),
        ("UTF-8 with a mark", "\u{feff}seconds\n1800\n2700\n".into(), "", "2 rows"),
        ("an old Mac", "1800\r2700\r".into(), "", "2 rows"),
        ("epoch", "1714757400\n1714758300\n".into(), "", "times since 1970"),
        ("epoch in milliseconds", "1714757400000\n1714758300000\n".into(), "", "times since 1970"),
        ("epoch of 1995", "799522200\n799523100\n".into(), "", "times since 1970"),
        ("epoch by another clock", "1714750200\n1714751100\n".into(), ", offset = \"+02:00\"", "times since 1970"),
        ("epoch that looks like seconds", "63000\n63900\n".into(), ", format = \"epoch\"", "times since 1970"),
    ];
    for (name, bytes, how, told) in files {
        let came = came(bytes, how);
        assert_eq!((came.seconds.as_slice(), came.refused.as_str()), (&EVENING[..], ""), "{name}");
        assert!(came.told.contains(told) && came.warnings.is_empty(), "{name}: {} {:?}", came.told, came.warnings);
    }
}

#[test]
fn what_can_be_understood_in_two_ways_is_understood_in_none() {
    for (name, file, how, why) in [
        ("a decimal comma", "90,5\n91,5\n", "", "holds times in more than one column: 1, 2"),
        (
            "a decimal comma beside a semicolon",
            "90,5;Pizza\n91,5;Pizza\n",
            ", column = 1",
            "`90,5` is no number with a decimal point",
        ),
        ("thousands", "t;n\n1,234.5;1\n2,234.5;2\n", ", column = \"t\"", "`1,234.5` is no number with a decimal point"),
        (
            "two dates",
            "placed,left\n2024-05-03 17:30,2024-05-03 17:50\n",
            "",
            "more than one column: 1 `placed`, 2 `left`",
        ),
        (
            "a fraction behind a comma",
            "2024-05-03 17:30:00,250 up\n2024-05-03 17:45:00,375 up\n",
            "",
            "parts of a second?",
        ),
        ("no such column", "a,b\n1,2\n", ", column = \"placed_at\"", "has no column named `placed_at`"),
        ("a misspelt column", "placed_at,b\n1,2\n", ", column = \"placedat\"", "did you mean `placed_at`?"),
        ("a column too many", "1,2\n", ", column = 3", "has 2 columns, and no column 3"),
        ("two columns of one name", "a,a\n1,2\n", ", column = \"a\"", "has two columns named `a`"),
        ("a stray quote", "1,a\n2,\"b\n3,c\n4,d\n", ", column = 1", "2: orders.csv"),
        ("two stray quotes", "1,\"a\n2,b\n3,\"c\n4,d\n", ", column = 1", "a quote is opened here and not closed"),
        ("a day that is not", "2023-02-28 18:00\n2023-02-29 18:00\n", "", "`2023-02-29 18:00` is not in the calendar"),
        ("31 June", "2024-06-30T18:00:00Z\n2024-06-31T18:00:00Z\n", "", "is not in the calendar"),
        ("two kinds of time", "2024-05-03T17:30:00Z\n2024-05-03T17:40:00Z\n1800\n", "", "`1800` is no time"),
        (
            "zones here and there",
            "2024-05-03T17:30:00Z\n2024-05-03T17:40:00\n",
            "",
            "is a date without an offset from UTC, and the rows before hold dates with their offset from UTC",
        ),
        ("a day", "2024-05-03\n2024-05-04\n", ", format = \"iso\"", "is a day without a time"),
        ("a short row", "a,t\n1,1800\n2\n", ", column = \"t\"", "this row has no column 2"),
        ("seconds that are none", "1800\n1714757400\n", "", "`1714757400` is no time"),
        (
            "another pattern",
            "2024-05-03 17:30\n",
            ", format = \"%d.%m.%Y %H:%M\"",
            "it should look like `%d.%m.%Y %H:%M`",
        ),
        ("only the first column", "order,what\nx1,a\nx2,b\n", "", "in column 1, the one that is read"),
        ("a misspelt format", "1\n", ", format = \"isso\"", "did you mean `iso`?"),
        ("a misspelt key", "1\n", ", colum = 1", "did you mean `column`?"),
        ("a comma twice", "1\n", ", separator = \",\", decimal = \",\"", "cannot be both"),
    ] {
        let came = came(file, how);
        let why_not = came.refused.replace('\n', " ");
        let shown = why_not.split("/").last().unwrap_or_default().to_string() + &why_not;
        assert!(
            shown.contains(why) || why.starts_with("2:") && why_not.starts_with("2:"),
            "{name}: {why_not} {:?}",
            came.seconds
        );
    }
}

/// Not one row of a thousand is lost by a quote.
#[test]
fn a_stray_quote_eats_no_rows() {
    let mut rows: Vec<String> = (0..1_000).map(|i| format!("{i},pizza")).collect();
    rows[1] = "1,\"pizza".into();
    let came = came(rows.join("\n"), ", column = 1");
    assert!(came.refused.contains("a quote is opened here and not closed in this line"), "{}", came.refused);
    // One in the middle of a word is a letter like any other.
    rows[1] = "1,12\" pizza".into();
    let came = self::came(rows.join("\n"), ", column = 1");
    assert_eq!((came.seconds.len(), came.refused.as_str()), (1_000, ""));
}

#[test]
fn what_is_left_out_is_counted_and_told() {
    let came = came("placed_at\n2024-05-03 16:00\n2024-05-03 17:30\n\"\"\n2024-05-03 23:00\n2024-05-03 23:01\n", "");
    assert_eq!(came.seconds, [1_800.0, 21_600.0], "a call at the very closing is one of them");
    assert_eq!(
        came.told,
        "orders.csv: 4 rows, dates without an offset from UTC; first 2024-05-03T16:00:00, last 2024-05-03T23:01:00; \
         2 kept, 1 before opening left out, 1 after closing left out, 1 without a time left out"
    );
    let came = self::came("id,placed_at\n1,2024-05-03 17:30\n2,\n3,2024-05-03 17:45\n", "");
    assert_eq!(came.seconds, EVENING);
    assert_eq!(came.warnings, ["1 of 3 rows have no time and are left out"]);
}

/// A scenario comes from a stranger, and reads what lies beside it and nothing else.
#[test]
fn a_trace_lies_in_the_scenarios_folder_or_below() {
    let place = TempDir::new().unwrap();
    let home = place.path().join("home");
    fs::create_dir_all(home.join("sub")).unwrap();
    fs::write(home.join("sub/inner.csv"), "1800\n").unwrap();
    fs::write(place.path().join("secret.txt"), "1800\nroot:hunter2\n").unwrap();
    fs::write(place.path().join("times.csv"), "1800\n2700\n").unwrap();
    assert_eq!(outcome(load(&home, "sub/inner.csv", "", Reach::Folder)).seconds, [1_800.0]);
    assert_eq!(outcome(load(&home, "./sub/inner.csv", "", Reach::Folder)).seconds, [1_800.0]);
    let absolute = place.path().join("times.csv");
    let mut outside = vec!["../times.csv".to_string(), absolute.display().to_string(), "sub/../../times.csv".into()];
    if cfg!(unix) {
        outside.extend(["/proc/self/environ".into(), "/etc/passwd".into(), "/no/such/file".into()]);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(place.path(), home.join("link")).unwrap();
        outside.push("link/times.csv".into());
    }
    for file in &outside {
        let refused = outcome(load(&home, file, "", Reach::Folder)).refused;
        assert!(refused.contains("scenario's folder") && refused.contains("--allow-outside"), "{file}: {refused}");
    }
    assert_eq!(outcome(load(&home, "../times.csv", "", Reach::Anywhere)).seconds, EVENING);
    // What stands in a file that is none of the scenario's is not repeated.
    let refused = outcome(load(&home, "../secret.txt", "", Reach::Anywhere)).refused;
    assert!(refused.contains("this is no time"), "{refused}");
    let shown = load(&home, "../secret.txt", "", Reach::Anywhere).unwrap_err().render(false);
    assert!(!shown.contains("hunter2") && !refused.contains("hunter2"), "{shown}");
}
