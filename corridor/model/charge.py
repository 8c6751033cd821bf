"""Kinds of charges: what a line of the bill is, by a code and not by the words that show it."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.model.message import Message, say, term


@dataclass(frozen=True, slots=True, order=True)
class ChargeType:
    """
    What a line of the bill is for.

    Attributes
    ----------
    id
        Code; its name in each language is `charge.<id>` of the catalogue.
    label
        What the row of a table calls it, for charges that a table lists one by one.
    group
        Kind of charge where a table tells it, such as 'thc'.
    waits
        Whether all its hours are waiting; for what is `wait.<id>` of the catalogue.
    """

    id: str
    label: str = ""
    group: str = ""
    waits: bool = False

    @property
    def message(self) -> Message:
        """Its name."""
        if self.label:
            return say(f"charge.{self.id}", item=term(self.label))
        return say(f"charge.{self.id}")

    @property
    def order(self) -> str:
        """What ties are broken by: the label of the table, or the code written like one."""
        return self.label or self.id.replace("_", " ").capitalize()

    @property
    def reason(self) -> Message:
        """What is waited for, of a type that waits."""
        return say(f"wait.{self.id}")


# A step of a port's bill, of which there are as many types as the tables have items.
PORT_CHARGE = "port_charge"

# On the way
RAIL_HAUL = ChargeType("rail_line_haul")
ROAD_HAUL = ChargeType("road_line_haul")
DRIVER_REST = ChargeType("drivers_rest", waits=True)
SECOND_DRIVER = ChargeType("second_driver")
TRANSSHIPMENT = ChargeType("transshipment")
# The same where the hours of the border before it hold the wait for the train.
TRANSSHIPMENT_WAITED = ChargeType("transshipment_waited_at_the_border")
TRAIN_WAIT = ChargeType("waiting_for_the_train", waits=True)
# From the request for wagons to the departure of a block train.
TRAIN_REQUEST = ChargeType("waiting_for_the_train_asked_for", waits=True)
# At borders
BORDER_OUT = ChargeType("border_leaving", waits=True)
BORDER_IN = ChargeType("border_entering", waits=True)
# The same hours where the freight holds the payments.
BORDER_OUT_HELD = ChargeType("border_leaving_paid_in_freight", waits=True)
BORDER_IN_HELD = ChargeType("border_entering_paid_in_freight", waits=True)
UNOFFICIAL_OUT = ChargeType("unofficial_payments_leaving")
UNOFFICIAL_IN = ChargeType("unofficial_payments_entering")
STANDING = ChargeType("truck_standing_at_the_border")
CHANGE_OF_TRUCK = ChargeType("change_of_truck")
# How a truck passes a border, by the kind of its row of `transit_regimes`.
REGIMES = {kind: ChargeType(f"regime_{kind}") for kind in ("tir", "permit", "change", "bonded")}
# At ports and at sea
PORT_DWELL = ChargeType("port_dwell", waits=True)
LIFT = ChargeType("lift_between_quay_and_inland_vehicle")
SAILING_WAIT = ChargeType("waiting_for_the_sailing", waits=True)
SEA_FREIGHT = ChargeType("sea_freight")
SHIP_CHANGE = ChargeType("from_ship_to_ship")
# By the calendar
SAILING_DAY = ChargeType("waiting_for_the_day_of_sailing", waits=True)
FIRST_DAY = ChargeType("waiting_for_the_first_day", waits=True)
DRIVING_BAN = ChargeType("standing_under_a_ban", waits=True)
REOPENING = ChargeType("waiting_for_reopening", waits=True)
OPENING_HOURS = ChargeType("waiting_for_opening_hours", waits=True)
HOLIDAY = ChargeType("holiday", waits=True)
SEASONAL_DELAY = ChargeType("seasonal_delay", waits=True)
# At the two ends, and of the whole journey
INSURANCE = ChargeType("cargo_insurance")
AGENT_OUT = ChargeType("customs_agent_export")
AGENT_IN = ChargeType("customs_agent_import")
BOX_RETURN = ChargeType("return_of_the_empty_container")
DETENTION = ChargeType("detention_of_the_lines_box")
INVENTORY = ChargeType("inventory_cost_of_time")

CHARGES = {
    c.id: c
    for c in (
        DRIVER_REST,
        RAIL_HAUL, ROAD_HAUL, SECOND_DRIVER, TRANSSHIPMENT, TRANSSHIPMENT_WAITED, TRAIN_WAIT,
        TRAIN_REQUEST,
        BORDER_OUT, BORDER_IN, BORDER_OUT_HELD, BORDER_IN_HELD, UNOFFICIAL_OUT, UNOFFICIAL_IN,
        STANDING, CHANGE_OF_TRUCK, PORT_DWELL, LIFT, SAILING_WAIT, SEA_FREIGHT, SHIP_CHANGE,
        SAILING_DAY, FIRST_DAY, DRIVING_BAN, REOPENING, OPENING_HOURS, HOLIDAY, SEASONAL_DELAY, INSURANCE,
        *REGIMES.values(), AGENT_OUT, AGENT_IN, BOX_RETURN, DETENTION, INVENTORY,
    )
}  # fmt: skip


def regime(kind: str) -> ChargeType:
    """Give the type of the price of a regime of `transit_regimes`."""
    return REGIMES[kind]


def border_fee(item: str) -> ChargeType:
    """Make the type of a fee of `border_fees`."""
    return ChargeType("border_fee", item)


def rule_fee(item: str) -> ChargeType:
    """Make the type of a fee of `rule_effects`."""
    return ChargeType("rule_fee", item)


def port_charge(item: str, group: str) -> ChargeType:
    """Make the type of a step of a port's bill; `group` is its column `charge`."""
    return ChargeType(PORT_CHARGE, item, group)


def surcharge(item: str) -> ChargeType:
    """Make the type of a surcharge of `sea_surcharges`."""
    return ChargeType("sea_surcharge", item)
