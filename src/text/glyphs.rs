//! The glyphs: one meaning each, one cell wide, with an ASCII substitute for terminals that draw them two cells wide or
//! not at all (`--ascii`).

/// One row per mark: its name, its glyph, and its ASCII substitute.
macro_rules! glyphs {
    ($($(#[$about:meta])* $name:ident: $kind:ty = $unicode:expr, $ascii:expr;)*) => {
        /// All glyphs that the dashboard draws beside letters.
        #[derive(Debug)]
        pub struct Glyphs {
            $($(#[$about])* pub $name: $kind,)*
        }

        pub static UNICODE: Glyphs = Glyphs { $($name: $unicode,)* };
        pub static ASCII: Glyphs = Glyphs { $($name: $ascii,)* };
    };
}

glyphs! {
    // On the map.
    outlet: char = '■', '#';
    outlet_dark: char = '□', 'D';
    to_let: char = '◇', 'b';
    cut: char = '✗', 'x';
    /// A window of a house; in ASCII there are no houses.
    window: char = '▀', ' ';
    desk: char = '◆', '@';
    right: char = '►', '>';
    left: char = '◄', '<';
    stop: char = '+', '+';
    young: char = '·', '.';
    older: char = '•', 'o';
    old: char = '●', '*';
    // People.
    busy: char = '●', '*';
    free: char = '○', 'o';
    backup_home: char = '◇', 'b';
    backup_cooks: char = '◆', '@';
    // States.
    good: char = '✓', 'v';
    risk: char = '▲', '^';
    bad: char = '✗', 'x';
    fault: char = '▼', '!';
    open_goal: char = '·', '.';
    star: char = '★', '*';
    no_star: char = '·', '.';
    under: char = '└', '`';
    // Spans and lanes.
    waits: char = '▌', '|';
    /// An order that waits though nobody waits for it.
    ghost: char = '▏', ':';
    two_wait: char = '║', 'H';
    odd_waits: char = '│', '|';
    cooks: char = '▆', '*';
    cooks_low: char = '▅', '*';
    small: char = '▃', '+';
    small_low: char = '▂', '+';
    boxed: char = '■', '#';
    road: char = '━', '=';
    // Meters, rules, grid.
    meter: char = '━', '=';
    meter_half: char = '╸', '=';
    rule: char = '─', '-';
    quiet: char = '─', '-';
    nothing: char = '╌', '.';
    grid: char = '┊', '|';
    across: char = '╌', '-';
    base: char = '▔', '-';
    bar: char = '│', '|';
    dots: char = '·', '.';
    spark: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'], ['.', ':', '-', '=', '+', '*', '%', '#'];
    // Edges of the System view; boxes.
    upright: char = '│', '|';
    up: char = '▲', '^';
    down: char = '▼', 'v';
    upright_nothing: char = '┊', ':';
    /// Corners and tees: down-right, down-left, up-right, up-left, from the right, from the left, crossing.
    frame: [char; 4] = ['╭', '╮', '╰', '╯'], ['+', '+', '+', '+'];
    sharp: [char; 4] = ['┌', '┐', '└', '┘'], ['+', '+', '+', '+'];
    tee: [char; 4] = ['├', '┤', '┬', '┴'], ['+', '+', '+', '+'];
    cross: char = '┼', '+';
    times: char = '×', 'x';
    ellipsis: char = '…', '~';
    updown: &'static str = "↑↓", "up/down";
    leftright: &'static str = "◄ ►", "< >";
}

/// The ASCII substitute of a grapheme cluster: its base character without marks.
pub fn plain_letter(letter: &str) -> char {
    letter.chars().next().map_or('?', plain)
}

/// The ASCII substitute of a character in a text, such as a name.
pub fn plain(c: char) -> char {
    match c {
        c if c.is_ascii() => c,
        '×' => 'x',
        '–' | '—' | '−' => '-',
        '→' | '►' => '>',
        '←' | '◄' => '<',
        '↑' => '^',
        '↓' => 'v',
        '…' | '·' | '•' => '.',
        '≤' => '<',
        '≥' => '>',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        // Accents are dropped.
        letter => Some(nucleo_matcher::chars::normalize(letter)).filter(char::is_ascii).unwrap_or('?'),
    }
}
