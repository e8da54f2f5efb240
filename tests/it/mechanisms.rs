//! Every sentence of the model as a tiny shop whose whole evening was worked out by hand.
//!
//! Even arrivals and fixed work make each moment a sum that can be done on paper. The expected timeline stands beside
//! the scenario, one line a moment, and is compared whole: what must not happen is tested by its absence. Each test
//! names the sentence it holds; each was seen to fail with its mechanism taken out.
//!
//! Where to look first; more tests of a subject stand beside the one named.
//!
//! | Time and ties | Test |
//! |---|---|
//! | work · ends of faults | `demand::a_leg_takes_what_the_roads_are_like_when_it_begins` |
//! | work · prep edges | `time::work_ends_before_a_window_opens` |
//! | ends of faults · spoiling | `time::a_fault_ends_before_bases_spoil` |
//! | spoiling · notices | `time::bases_spoil_before_an_illness_is_noticed` |
//! | notices · board | `time::an_illness_is_noticed_before_the_desk_looks` |
//! | board · checks | `time::the_desk_looks_before_it_checks` |
//! | checks · patience | `time::the_desk_checks_before_patience_ends` |
//! | patience · first calls | `time::who_leaves_makes_room_for_who_comes` |
//! | first calls · re-calls | `time::first_calls_come_before_repeat_calls` |
//! | re-calls · script | `time::repeat_calls_come_before_the_script` |
//! | of one outlet: light · line · opening | `desk::who_opens_as_the_light_comes_back_is_reached` |
//! | script · player | `time::the_script_comes_before_the_player` |
//! | commands as written | `time::commands_of_one_moment_are_carried_out_as_written` |
//! | hand-out after each happening | `leaving::a_second_less_patience_and_the_chef_comes_too_late` |
//! | between two commands what is due happens | `time::between_two_commands_of_one_moment_what_is_due_happens` |
//! | a fault comes after nature | `desk::a_check_at_the_moment_of_the_fault_misses_it` |
//! | `lasts`, 1 h, refused where it is so | `people::an_illness_by_command` |
//! | until the opposite command | `power::in_the_dark_patience_runs` |
//! | closing | `time::what_is_due_at_closing_happens` |
//! | drain | `time::nobody_drains_for_nobody` |
//! | clock times | `time::a_clock_time_is_its_first_occurrence_after_opening` |
//! | curves | `demand::the_last_value_holds_until_the_first_point` |
//! | rounding | `kitchen::cooking_takes_whole_microseconds` |
//!
//! | Customers | Test |
//! |---|---|
//! | even, surges | `demand::a_surge_hurries_the_pending_order` |
//! | a re-call is a new order | `leaving::a_refused_customer_calls_again_with_backoff` |
//! | backoff, jitter, max | `leaving::jitter_shares_the_wait` |
//! | retry budget | `leaving::a_retry_needs_a_token` |
//! | patience | `leaving::patience_until_cooking_ends_with_the_start` |
//! | who tells | `leaving::what_nobody_waits_for_is_not_driven` |
//! | who does not | `leaving::who_leaves_without_telling_is_driven_to` |
//! | tickets of the gone | `leaving::who_leaves_without_telling_is_cooked_for` |
//! | queue limit | `kitchen::a_limit_bounds_who_waits` |
//! | quotas | `rules::a_quota_takes_so_many_an_hour` |
//! | … of a zone and of all | `rules::a_call_needs_a_token_of_both_buckets_or_takes_none` |
//! | … and repeat calls | `rules::who_is_over_his_quota_calls_again_and_a_common_bucket_has_no_zone` |
//! | a limit where zones take turns | `rules::of_a_limited_line_each_zone_has_its_share` |
//! | put-back never refused | `kitchen::what_is_put_back_is_never_refused` |
//! | a refusal is final | `kitchen::a_refusal_is_final` |
//!
//! | Dispatcher | Test |
//! |---|---|
//! | what is compared | `desk::shortest_queue_counts_who_drives` |
//! | least wait | `desk::least_wait_counts_the_cooking_itself` |
//! | the board | `desk::an_old_board_sends_the_herd` |
//! | dice | `desk::dice_belong_to_the_call` |
//! | round robin, nearest | `desk::round_robin_goes_round` |
//! | checks | `desk::a_check_does_not_ask_for_chefs` |
//! | 0 s | `desk::without_checks_the_desk_always_knows` |
//! | deep checks | `health::who_lets_somebody_wait_for_longer_is_out` |
//! | … and back | `health::who_has_been_sound_for_long_enough_is_in_again` |
//! | … and the line | `health::the_line_of_a_late_outlet_stays_and_tickets_of_the_gone_count` |
//! | … of what was burnt | `health::who_burns_half_of_the_last_ten_is_out` |
//! | … asked every minute | `health::who_always_knows_asks_once_a_minute` |
//! | … by command | `health::new_rules_are_reckoned_anew_at_the_next_check` |
//! | open for all | `health::if_too_many_are_out_all_get_orders_but_the_dark` |
//! | nobody in | `health::with_everybody_out_calls_are_held_or_lost` |
//! | until learnt | `desk::until_the_check_orders_go_to_the_dark_outlet` |
//! | lose or hold | `desk::with_nobody_left_orders_are_held` |
//! | failover, room, place in the line | `desk::who_is_moved_stands_where_he_would_have_stood` |
//! | copies | `desk::failover_of_a_cut_outlet_makes_pizzas_twice` |
//! | two tickets in one line | `corners::of_two_tickets_in_one_line_the_first_goes_first` |
//! | a mended line | `desk::of_two_tickets_not_begun_the_new_one_goes` |
//! | what is away stays away | `desk::failover_moves_the_waiting_for_good` |
//!
//! | Kitchen and people | Test |
//! |---|---|
//! | shared | `kitchen::a_shared_line_goes_to_whoever_is_free` |
//! | specialised | `kitchen::an_all_rounder_takes_the_longest_waiting_head` |
//! | items that rank | `rules::small_ones_pass_large_ones_that_wait` |
//! | … and nobody's waiting is made | `rules::every_rule_makes_the_same_people_wait_the_same_minutes_of_work` |
//! | … among several lines | `rules::an_all_rounder_chooses_among_the_lines_by_their_rule` |
//! | … put-backs first | `rules::what_was_put_back_goes_before_any_rank` |
//! | zones in turn | `rules::a_loud_quarter_waits_behind_itself` |
//! | … taken at once | `rules::who_is_taken_at_once_has_had_his_turn` |
//! | a line that nobody serves | `kitchen::a_line_that_nobody_can_serve_waits` |
//! | speeds | `kitchen::tools_and_expertise_multiply` |
//! | switch time | `kitchen::changing_the_dish_takes_its_time` |
//! | longest idle | `kitchen::the_longest_idle_goes_first` |
//! | experts first | `kitchen::experts_go_before_all_rounders` |
//! | order of a line | `power::in_the_dark_cooking_is_lost` |
//! | tools | `kitchen::better_tools_for_everybody_below_the_top` |
//! | all or nothing | `kitchen::tools_for_all_or_for_nobody` |
//! | slow | `people::a_slow_chef_cooks_on_and_nobody_notices` |
//! | burns | `health::whoever_burns_has_the_shortest_line` |
//! | … what is in hand | `health::what_is_nearly_done_is_not_burnt` |
//! | … put back, over, let go | `health::what_is_put_back_is_not_burnt` |
//! | … of two tickets | `health::a_burnt_copy_loses_nothing_and_is_not_written_again` |
//! | … for nobody, and money | `health::burnt_for_nobody_is_waste_and_costs` |
//! | hiring | `people::a_hired_chef_comes_later_and_is_paid_from_then` |
//! | dismissal | `people::who_is_let_go_first` |
//! | coupled: comes home | `people::a_dismissed_driver_comes_home_first` |
//! | the last chef | `people::the_last_chef_goes_with_a_warning` |
//! | illness | `people::an_illness_costs_the_order_in_hand` |
//! | on the road | `people::an_illness_on_the_road_shows_at_home` |
//! | at a tray | `people::an_illness_costs_the_tray` |
//! | his return | `people::a_short_illness_is_noticed_at_the_return` |
//! | random illness | `people::random_illness_follows_the_calendar` |
//! | at work | `people::a_minute_in_bed_makes_nobody_healthier` |
//! | backup | `people::a_backup_steps_in_and_goes_home_after_the_order_in_hand` |
//! | which one | `people::which_backup_steps_in` |
//! | not for power cuts | `people::a_backup_is_for_illness_only` |
//! | power cut | `power::in_the_dark_boxes_keep_and_riders_ride` |
//! | closing an outlet | `desk::a_closed_outlet_costs_nothing_and_opening_costs_again` |
//! | set_kitchen | `kitchen::one_line_again_is_in_the_order_of_placing` |
//! | a new beat | `desk::a_new_beat_counts_from_now` |
//! | private | `kitchen::private_lines_are_joined_by_lot` |
//! | private, the shortest | `kitchen::of_private_lines_the_shortest_is_joined` |
//! | who is here, then whose line | `kitchen::who_steps_in_for_the_dismissed_has_a_share_of_his_line` |
//!
//! | Prep, delivery | Test |
//! |---|---|
//! | trays | `prep::a_tray_is_not_interrupted` |
//! | target | `prep::trays_are_begun_below_the_target` |
//! | oldest first | `prep::the_oldest_base_is_taken_first` |
//! | a re-cook | `prep::a_recooked_order_takes_another_base` |
//! | hit ratio | `prep::what_is_left_of_another_dish_is_a_hit` |
//! | clear_prep | `prep::who_clears_the_window_keeps_the_stock` |
//! | prep is not busy | `prep::bases_are_made_inside_the_window` |
//! | under a lamp, everyone bakes | `lamps::everyone_bakes` |
//! | … one bakes | `lamps::one_bakes_and_the_others_wait` |
//! | … and the old ones meanwhile | `lamps::old_slices_are_sold_meanwhile` |
//! | … handing over, the shelf | `lamps::a_slice_takes_as_long_as_it_takes_to_hand_over` |
//! | … a full line | `lamps::a_full_line_turns_nobody_away_from_the_lamp` |
//! | … patience | `lamps::patience_lasts_until_the_tray_is_in_the_oven` |
//! | … in the dark | `lamps::in_the_dark_slices_are_handed_out_and_none_is_baked` |
//! | … failover, closing | `lamps::customers_move_and_trays_do_not` |
//! | … burnt | `lamps::a_burnt_tray_is_baked_again_for_who_waits` |
//! | … burnt for ever | `lamps::a_tray_that_is_always_burnt_is_not_waited_for` |
//! | … another rule, a fallen lamp | `lamps::a_new_rule_is_of_the_next_tray_and_a_fallen_lamp_of_this_one` |
//! | … refused | `lamps::what_trays_are_not_for_is_refused` |
//! | cards: strangers take longer, once | `cards::a_stranger_takes_longer_once` |
//! | … filed once, by the rule then in force | `cards::cards_are_filed_once_by_the_rule_then_in_force` |
//! | … before the player speaks | `cards::at_the_moment_of_filing_the_player_is_late` |
//! | … not lost with a cooking | `cards::a_card_is_there_although_the_pizza_is_lost` |
//! | … with bases, tools, slowness | `cards::strangers_bases_and_tools_multiply` |
//! | streets while their shop is out | `cards::a_street_goes_elsewhere_while_its_shop_is_out` |
//! | … split | `cards::a_split_street_goes_to_several_shops_in_turn` |
//! | … failover | `cards::moved_to_another_shop_they_are_strangers` |
//! | … drawn apart | `cards::streets_shift_nobodys_luck` |
//! | … what moves | `cards::what_moves_when_a_shop_opens` |
//! | … the ring by names | `cards::the_order_of_the_file_says_nothing_on_a_ring` |
//! | … a customer without one | `cards::who_has_no_street_is_dealt_by_himself` |
//! | … refused | `cards::what_streets_are_not_for_is_refused` |
//! | clerks | `clerks::a_dead_telephone_holds_the_clerks_of_others` |
//! | … at most so many each | `clerks::with_one_clerk_each_the_sound_shop_is_rung_at_once` |
//! | … room is seen at the end of a call | `clerks::what_comes_to_a_full_line_is_refused_at_the_end_of_the_call` |
//! | … dead or not as it begins, a cut line | `clerks::a_call_is_dead_or_not_as_it_begins` |
//! | … the hold time | `clerks::who_never_gives_up_is_held_until_the_end` |
//! | … patience | `clerks::patience_runs_at_the_desk_and_on_the_telephone` |
//! | … fuse, trial | `clerks::a_fuse_blows_is_tried_and_is_mended` |
//! | … one for all | `clerks::a_fuse_for_all_turns_a_part_into_the_whole` |
//! | … a trial that leaves | `clerks::a_trial_that_never_rings_is_none` |
//! | … hired, let go | `clerks::clerks_come_and_go` |
//! | … a closing outlet | `clerks::a_closing_outlet_waits_for_the_calls_and_the_desk_for_none` |
//! | … failover | `clerks::failover_tells_the_desk_another_outlet` |
//! | … boards | `clerks::the_shortest_line_knows_nothing_of_the_desk` |
//! | … endless ones | `clerks::without_a_number_there_is_always_one_more_clerk` |
//! | … refused | `clerks::senseless_rules_are_refused` |
//! | trips | `road::a_trip_takes_what_is_there_and_goes_to_the_nearest_next` |
//! | ties, handover | `road::of_two_doors_equally_near_the_older_order` |
//! | shelf | `road::a_full_shelf_blocks_the_chefs` |
//! | set_delivery | `road::another_mode_is_for_orders_finished_from_now_on` |
//! | rude driver | `people::of_two_drivers_the_idle_one_was_rude` |
//! | own outlet | `road::riders_serve_their_own_outlet` |
//! | coupled | `road::a_chef_who_drives_does_not_cook` |
//!
//! | Money and measures | Test |
//! |---|---|
//! | accrual | `money::fractions_of_a_cent_add_up` |
//! | what a decision costs an hour | `money::opening_costs_rent_and_everybodys_wages` |
//! | below zero | `money::an_empty_till_buys_nothing` |
//! | ingredients | `money::ingredients_at_the_start_revenue_at_the_door` |
//! | refunds | `money::a_late_pizza_is_refunded` |
//! | cost per order | `money::what_an_order_costs` |
//! | windows | `money::what_belongs_to_which_window` |
//! | on time by customer | `money::a_customer_is_on_time_by_the_first_call` |
//! | promise by item | `rules::each_item_has_its_own_promise` |
//! | by zone | `rules::each_zone_is_measured_by_itself` |
//! | overdue, undecided | `money::who_waits_past_the_promise_is_not_on_time` |
//! | no data | `money::nobody_is_no_data` |
//! | error budget | `money::what_is_left_of_the_error_budget` |
//! | levels | `money::levels_are_weighted_by_time` |
//! | spans | `people::an_illness_costs_the_order_in_hand` |
//! | utilization | `people::a_rude_chef_is_missing_in_the_kitchen` |
//! | availability | `power::availability_of_the_shop` |
//! | percentiles | `money::percentiles_are_of_the_nearest_rank` |

//!
//! | Settled against a reference | Test in `settled` |
//! |---|---|
//! | cooked again, once | `what_is_moved_and_begun_again_is_cooked_again` |
//! | … by a second ticket | `a_lost_cooking_is_made_good_once_be_it_by_a_copy` |
//! | failover, oldest first | `copies_and_what_hung_in_the_line_go_in_one_order` |
//! | … over all outlets | `what_two_outlets_lose_at_one_check_goes_in_one_order` |
//! | who leaves the desk | `who_leaves_the_desk_without_telling_is_cooked_for` |
//! | profit | `profit_is_rounded_once` |
//! | a hopeless drain | `a_shop_without_anybody_does_not_drain_for_a_year` |
//! | equal waits | `equal_waits_are_equal_whatever_a_float_adds` |
//! | who could not tell | `who_could_not_tell_is_driven_to` |
//! | a full line behind a cut | `corners::what_hung_in_the_line_may_find_it_full` |
//! | who counts in a wait | `an_unnoticed_illness_counts_in_the_wait`, `a_slow_chef_counts_as_usual_in_the_wait`, `in_a_specialised_kitchen_who_cannot_cook_it_does_not_count_in_the_wait` |
//! | hiring in the dark | `in_the_dark_nobody_is_hired_but_tools_are_bought` |
//! | a backup goes last | `a_backup_at_home_is_let_go_last` |
//! | a rider on the way goes first | `road::a_rider_on_the_way_is_let_go_first` |
//! | bases of a closing outlet | `a_closing_outlet_makes_bases_until_it_shuts` |
//! | the end of a window | `at_the_end_of_a_window_a_tray_is_still_begun` |
//! | the longest idle rider | `road::the_longest_idle_rider_goes_first` |
//! | anybody makes bases | `in_a_specialised_kitchen_anybody_makes_bases` |
//! | whose spans | `the_spans_are_those_of_the_ticket_that_won` |
//! | turn by turn | `turn_by_turn_goes_on_from_the_last_outlet_used` |
//! | rude, and the box thrown away | `a_rude_chef_is_retrained_when_his_box_is_thrown_away` |
//! | a retry's token | `a_token_is_taken_at_the_loss` |
//! | even calls | `even_calls_do_not_drift` |
//! | put back for no time | `a_ticket_put_back_for_no_time_was_waiting` |
//! | of one instant | `chefs_go_before_riders_each_by_number` |
//! | a call at closing | `a_call_at_closing_is_placed_whatever_the_arrivals` |

mod books;
mod cards;
mod clerks;
mod corners;
mod demand;
mod desk;
mod doubts;
mod health;
mod hiring;
mod kit;
mod kitchen;
mod lamps;
mod leaving;
mod money;
mod parties;
mod people;
mod power;
mod prep;
mod road;
mod rules;
mod serving;
mod settled;
mod time;
