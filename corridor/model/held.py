"""What a figure may contain besides what it is named for."""

from __future__ import annotations

from enum import StrEnum


class Held(StrEnum):
    """
    A thing that a figure of a table may hold already; a member is its own text there.

    The bill leaves out what another of its figures holds, so nothing is paid or waited for twice.
    """

    BORDER_PAYMENTS = "border_payments"
    UNOFFICIAL_PAYMENTS = "unofficial_payments"
    BORDER_WAIT = "border_wait"
    TRAIN_WAIT = "train_wait"
    GAUGE_CHANGE = "gauge_change"
    CHANGE_OF_TRUCK = "change_of_truck"
    LOADING = "loading"
    DRIVER = "driver"
    EMPTY_RUNNING = "empty_running"
    WAGON_HIRE = "wagon_hire"
    FORWARDER = "forwarder"
    LIFT_TO_TRUCK = "lift_to_truck"
    LIFT_TO_TRAIN = "lift_to_train"
    WHARFAGE = "wharfage"
    DELIVERY_ORDER = "delivery_order"
    EMPTY_RETURN = "empty_return"
    FUEL_SURCHARGE = "fuel_surcharge"
    SEABORNE_SURCHARGES = "seaborne_surcharges"
    VAT = "vat"
