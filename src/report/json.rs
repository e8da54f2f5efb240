//! The report for programs: JSON, indented by two spaces, its fields in the order of the contract.

use super::Sheet;

/// The report as JSON, ending with a line break.
pub fn print(sheet: &Sheet) -> String {
    format!("{:#}\n", sheet.0)
}

#[cfg(test)]
mod tests {
    use crate::report::tests::sample;

    #[test]
    fn the_fields_come_in_the_order_of_the_contract() {
        let text = super::print(&sample().sheet());
        let places: Vec<usize> = [
            "\"schema\"",
            "\"scenario\"",
            "\"seed\"",
            "\"simulated_s\"",
            "\"digest\"",
            "\"orders\"",
            "\"customers\"",
            "\n  \"latency\"",
            "\"spans\"",
            "\"in_system\": {",
            "\"waiting\"",
            "\"throughput_per_hour\"",
            "\"goodput_per_hour\"",
            "\"utilization\"",
            "\"prep\": {",
            "\n  \"lost_ratio\"",
            "\"slo\"",
            "\"availability\"",
            "\"money\"",
            "\"outlets\"",
            "\"items\"",
            "\"goals\"",
            "\"made\": {",
        ]
        .iter()
        .map(|field| text.find(field).unwrap_or_else(|| panic!("no {field} in {text}")))
        .collect();
        assert!(places.is_sorted(), "{places:?}");
    }

    #[test]
    fn no_data_is_null() {
        assert!(super::print(&sample().sheet()).contains("\"availability\": null"));
    }
}
