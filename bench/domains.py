"""Which intents of CLINC150 are one business (Larson et al. 2019); small talk and commands to the bot are none."""

from __future__ import annotations

_NAMES = """
freeze_account routing pin_change bill_due pay_bill account_blocked interest_rate min_payment bill_balance transfer
order_checks balance spending_history transactions report_fraud

replacement_card_duration expiration_date damaged_card improve_credit_score report_lost_card card_declined
credit_limit_change apr redeem_rewards credit_limit rewards_balance application_status credit_score new_card
international_fees

food_last confirm_reservation how_busy ingredients_list calories nutrition_info recipe restaurant_reviews
restaurant_reservation meal_suggestion restaurant_suggestion cancel_reservation ingredient_substitution cook_time
accept_reservations

what_song play_music todo_list_update reminder reminder_update calendar_update order_status update_playlist
shopping_list calendar next_song order todo_list shopping_list_update smart_home

current_location oil_change_when oil_change_how uber traffic tire_pressure schedule_maintenance gas mpg distance
directions last_maintenance gas_type tire_change jump_start

plug_type travel_notification translate flight_status international_visa timezone exchange_rate travel_suggestion
travel_alert vaccines lost_luggage book_flight book_hotel carry_on car_rental

weather alarm date find_phone share_location timer make_call calculator definition measurement_conversion flip_coin
spelling time roll_dice text

pto_request_status next_holiday insurance_change insurance meeting_schedule payday taxes income rollover_401k
pto_balance pto_request w2 schedule_meeting direct_deposit pto_used
"""

DOMAINS = tuple(tuple(names.split()) for names in _NAMES.split("\n\n"))
