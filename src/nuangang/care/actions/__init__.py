"""Changes to care: rules, standing duties and what was done for a child."""

from nuangang.care.actions.again import record_as_typed
from nuangang.care.actions.dropping import drop_duties_of
from nuangang.care.actions.excuses import agree_excuse, withdraw_excuse
from nuangang.care.actions.freezing import freeze
from nuangang.care.actions.from_phone import keep_both, record_from_phone
from nuangang.care.actions.photos import add_photo, remove_photo
from nuangang.care.actions.reconciling import change_calendar, reconcile_duties
from nuangang.care.actions.records import (
    correct_record,
    record_care,
    withdraw_record,
    withdraw_records,
)
from nuangang.care.actions.rules import adopt_template, change_rule, end_rule, make_rule

__all__ = [
    "add_photo",
    "adopt_template",
    "agree_excuse",
    "change_calendar",
    "change_rule",
    "correct_record",
    "drop_duties_of",
    "end_rule",
    "freeze",
    "keep_both",
    "make_rule",
    "reconcile_duties",
    "record_as_typed",
    "record_care",
    "record_from_phone",
    "remove_photo",
    "withdraw_excuse",
    "withdraw_record",
    "withdraw_records",
]
