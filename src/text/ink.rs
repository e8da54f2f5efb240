//! What a piece of text means, to be shown by colour, weight or ground. How each looks is the business of whoever draws
//! it.

/// A meaning. The dashboard's table of looks is in the module `ui::theme`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ink {
    /// The terminal's own.
    Plain,
    /// The number that matters, names, titles.
    Strong,
    /// Units, labels, second thoughts.
    Muted,
    /// Rules, grid, axes.
    Faint,
    /// The empty part of a meter, the future.
    Track,
    /// The past: spark lines, delivered orders.
    Served,
    /// Keys, focus, cursor, what is chosen.
    Accent,
    /// Moving, riding, going well.
    Flow,
    /// The way of a rider: quieter than the rider.
    Route,
    /// Busy, cooking, waiting not yet long.
    Cook,
    /// The same, for the neighbour of a bar.
    CookToo,
    /// Waiting over a third of the promise.
    Wait,
    /// Boxes going cold.
    Shelf,
    /// A number past its bound, late.
    Warn,
    /// Such a number itself.
    WarnFigure,
    /// Broken, ill, cut, lost; waiting over two thirds of the promise.
    Danger,
    /// Such a figure or name.
    DangerFigure,
    /// Where the orders are stuck, once a screen.
    Shout,
    /// Dark, unreachable, switched off.
    Cold,
    /// The header's ground.
    Band,
    /// The ground of the chosen row.
    Chosen,
    /// The tab of the view that is open.
    Tab,
    /// The text cursor.
    Caret,
}
