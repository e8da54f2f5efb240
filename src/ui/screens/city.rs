//! The City view: the map with the kitchens below it; beside them Why, Vitals and Goals.
//!
//! ```text
//! City ─────────────────── demand 101 orders an hour   Why ─────────────── last 10 min
//!     Old Town 33/h      Station 21/h                  Main Street's chefs cannot keep up.
//!   ■ Main Street     ✗ line cut     □ Harbour         All 4 are busy 100 % of the time; …
//!    29 waiting             ◆ front desk               Vitals ───────────── since 17:00
//! Kitchens ───────────────── oldest order waits 18 min Traffic   108 /h  ▁▂▃▄▅▆▇
//! ► ■ Main Street  ▌▌▌▌▌▌▌▌▌▌▌▌ 29 waiting    shelf 0  Goals ──────── judged at 22:00
//!     ● Ana  pizza L2 ━━━╸── #138  ● Bo  pizza L1 ━━─  ▲ 19 of 20 orders within 30 min
//! ```

use crate::app::{Game, Panel};
use crate::text::scene::Scene;
use crate::ui::canvas::Canvas;
use crate::ui::layout::{City, Room, Screen};
use crate::ui::panels::{events, goals, kitchens, map, vitals, waiting, why};
use crate::ui::pen::Pen;

/// Lays the panels out for what the shop has to show now.
pub fn layout(screen: &Screen, scene: &Scene, game: &Game) -> City {
    if game.enlarged {
        return City { map: screen.body, ..City::default() };
    }
    let (_, right) = screen.sides();
    City::new(screen, kitchens::rows(scene, screen.room), goals::rows(scene, right.w))
}

pub fn city(pen: &mut Pen, screen: &Screen, scene: &Scene, game: &Game, canvas: &Canvas) {
    let places = layout(screen, scene, game);
    let focus = |panel| game.panel() == panel;
    if game.enlarged {
        let whole = screen.body;
        match game.panel() {
            Panel::Kitchens => return kitchens::kitchens(pen, whole, screen.room, scene, true),
            Panel::Why => return why::why(pen, whole, Room::Large, scene, true),
            Panel::Vitals => return vitals::vitals(pen, whole, Room::Large, scene, true),
            Panel::Goals => return goals::goals(pen, whole, Room::Large, scene, true),
            _ => return map::map(pen, whole, screen.room, scene, canvas, true),
        }
    }
    map::map(pen, places.map, screen.room, scene, canvas, focus(Panel::Map));
    map::legend(pen, places.legend, scene);
    kitchens::kitchens(pen, places.kitchens, screen.room, scene, focus(Panel::Kitchens));
    why::why(pen, places.why, screen.room, scene, focus(Panel::Why));
    vitals::vitals(pen, places.vitals, screen.room, scene, focus(Panel::Vitals));
    goals::goals(pen, places.goals, screen.room, scene, focus(Panel::Goals));
    waiting::waiting(pen, places.waiting, scene);
    events::events(pen, places.events, scene);
}
