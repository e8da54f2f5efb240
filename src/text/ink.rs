//! What a piece of text means, to be shown by colour, weight or background. How it looks is left to whoever draws it.

/// A meaning. The dashboard's looks are in the module `ui::theme`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ink {
    /// Ordinary text, in the terminal's own colour.
    Plain,
    /// The important number, names, titles.
    Strong,
    /// Units, labels, secondary text.
    Muted,
    /// Rules, grid, axes.
    Faint,
    /// The empty part of a meter, the future.
    Track,
    /// The past: spark lines, delivered orders.
    Served,
    /// Keys, focus, cursor, the chosen line.
    Accent,
    /// Moving, riding, going well.
    Flow,
    /// A rider's route, fainter than the rider.
    Route,
    /// Busy, cooking, waiting up to a third of the promise.
    Cook,
    /// The same, for the next bar beside it.
    CookToo,
    /// Waiting over a third of the promise.
    Wait,
    /// Boxes on the shelf.
    Shelf,
    /// Past a bound, late.
    Warn,
    /// A number past its bound.
    WarnFigure,
    /// Broken, ill, cut, lost; waiting over two thirds of the promise.
    Danger,
    /// A number or name in danger.
    DangerFigure,
    /// Where orders are stuck, once per screen.
    Shout,
    /// Dark, unreachable, switched off.
    Cold,
    /// The header's background.
    Band,
    /// The background of the chosen row.
    Chosen,
    /// The tab of the view that is open.
    Tab,
    /// The text cursor.
    Caret,
}
