//! An order's life: placed, cooked, delivered; the spans; what belongs to which moment.

use super::kit::play;

/// "placed → routed → queued → cooking → ready → delivered": one chef, an order every 4 minutes, 5 minutes each.
///
/// Placed at 4, 8, 12 (and 12 is closing: what is due at it still happens). #1 cooks 4–9, #2 waits 1 minute and cooks
/// from 9.
#[test]
fn one_chef_takes_one_order_after_the_other() {
    let evening = play(
        r#"
        [scenario]
        duration = "12m"
        [menu.pizza]
        work = { dist = "fixed", mean = "5m" }
        [[zone]]
        name = "Town"
        orders_per_hour = 15.0
        arrivals = "even"
        [[outlet]]
        name = "Main"
        "#,
    );
    evening.went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed
         0:09:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:12:00 #3 placed, closing, end",
    );
    let measures = evening.measures();
    assert_eq!(measures.latency.mean, Some(300.0));
    // #2 waited 8–9, #3 from 12 on: one waiter-minute in twelve minutes.
    assert_eq!(measures.waiting.mean, Some(1.0 / 12.0));
    assert_eq!((measures.orders.arrived, measures.orders.delivered, measures.orders.in_system), (3, 1, 2));
    // Cooking 4–12 without a pause.
    assert_eq!(measures.utilization.chefs, Some(8.0 / 12.0));
}

/// "drain = true goes on until no customer is waiting": the same evening, to the last pizza.
#[test]
fn a_draining_shop_serves_everybody_who_waits_at_closing() {
    let evening = play(
        r#"
        [scenario]
        duration = "12m"
        drain = true
        [menu.pizza]
        work = { dist = "fixed", mean = "5m" }
        [[zone]]
        name = "Town"
        orders_per_hour = 15.0
        arrivals = "even"
        [[outlet]]
        name = "Main"
        "#,
    );
    evening.went(
        "0:04:00 #1 placed, #1 begun by 1
         0:08:00 #2 placed
         0:09:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:12:00 #3 placed, closing
         0:14:00 #2 cooked by 1, #2 delivered, #3 begun by 1
         0:19:00 #3 cooked by 1, #3 delivered, end",
    );
    // Waited 0, 1 and 2 minutes, cooked 5 each.
    let spans = evening.measures().spans;
    assert_eq!((spans.queue.mean, spans.cook.mean), (Some(60.0), Some(300.0)));
}
