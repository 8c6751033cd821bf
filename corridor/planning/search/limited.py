"""
Searches under limits on days, money and changes, exact and quick.

A label that cannot keep a limit is dropped, and labels differ also in what they have used of
what is limited (`corridor.planning.search.ways`). What makes it quick is the order: a bound in which
the use of limited things is priced (Lagrangian relaxation). Any prices of 0 or more bound the
best way from below, since a way within the limits pays no more for its use than the limits
are worth; the prices that raise the bound most are found by halving intervals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from corridor.planning.search.lanes import NEVER, IntArray
from corridor.planning.search.limits import Limits, changes_of
from corridor.planning.search.search import Found, Search
from corridor.planning.search.ways import Task, ways

_HALVINGS = 24
_ROUNDS = 3


def ways_within(
    search: Search, limits: Limits, *, distinct: bool, most: int = NEVER, labels: int = NEVER
) -> Iterator[Found]:
    """Ways that keep every limit, in order of their own objective."""
    return _within(search.task(), limits, distinct=distinct, most=most, labels=labels)


def once_within(search: Search, limits: Limits, *, most: int = NEVER) -> Found | None:
    """The best way that keeps every limit and comes back to no country; None without one."""
    return next(_within(search.task_once(), limits, distinct=False, most=most), None)


def _within(
    task: Task, limits: Limits, *, distinct: bool, most: int = NEVER, labels: int = NEVER
) -> Iterator[Found]:
    within = limited_task(task, limits) if limits.any else task
    return ways(within, distinct=distinct, most=most, labels=labels) if within else iter(())


def best_within(search: Search, limits: Limits) -> Found | None:
    """The best way by its own objective that keeps every limit, None when there is none."""
    return next(ways_within(search, limits, distinct=False), None)


def limited_task(task: Task, limits: Limits) -> Task | None:
    """The task of a search under limits; None when one cannot be kept by any way."""
    network = task.network
    shut = task.weight >= NEVER
    used = {
        "minutes": network.time,
        "cents": network.cost,
        "changes": changes_of(network),
    }
    left: dict[str, IntArray | None] = {"minutes": None, "cents": None, "changes": None}
    for name in left:
        most = getattr(limits, name)
        if most is None:
            continue
        least = network.lanes.to(network.target, np.where(shut, NEVER, used[name]))
        if int(least[network.source]) > most:
            return None
        left[name] = least
    limits = replace(
        limits,
        left_minutes=left["minutes"],
        left_cents=left["cents"],
        left_changes=left["changes"],
    )
    prices = _prices(task, limits, used)
    limits = replace(
        limits,
        price_minute=prices.get("minutes", 0),
        price_cent=prices.get("cents", 0),
        price_change=prices.get("changes", 0),
    )
    bound = _priced(task.weight, used, prices)
    return Task(
        network,
        task.weight,
        task.time_w,
        bound,
        network.lanes.to(network.target, bound),
        -limits.offset,
        limits,
        once=task.once,
    )


def _priced(weight: IntArray, used: dict[str, IntArray], prices: dict[str, int]) -> IntArray:
    bound = weight.copy()
    open_ = weight < NEVER
    for name, price in prices.items():
        if price:
            bound[open_] += price * used[name][open_]
    return bound


def _prices(task: Task, limits: Limits, used: dict[str, IntArray]) -> dict[str, int]:
    """Prices of limited things that raise the lower bound as far as it goes."""
    names = [n for n in used if getattr(limits, n) is not None]
    prices = dict.fromkeys(names, 0)
    for _ in range(_ROUNDS if len(names) > 1 else 1):
        for name in names:
            prices[name] = _price(task, limits, used, prices, name)
    return prices


def _price(
    task: Task, limits: Limits, used: dict[str, IntArray], prices: dict[str, int], name: str
) -> int:
    """The price of one thing at which the cheapest way stops breaking its limit."""
    most = int(getattr(limits, name))

    def use(price: int) -> int:
        bound = _priced(task.weight, used, {**prices, name: price})
        return _use(task, bound, used[name])

    if use(0) <= most:
        return 0
    high = max(1, int(task.left[task.network.source]) // max(most, 1))
    while use(high) > most:
        high *= 4
        if high > NEVER >> 28:
            break
    low = 0
    for _ in range(_HALVINGS):
        middle = (low + high) // 2
        if middle in (low, high):
            break
        if use(middle) > most:
            low = middle
        else:
            high = middle
    return high


def _use(task: Task, bound: IntArray, used: IntArray) -> int:
    """How much of a thing the least way by a bound uses."""
    network = task.network
    left = network.lanes.to(network.target, bound)
    state, total, steps = network.source, 0, 0
    while state != network.target and steps < network.size:
        links = network.lanes.leaving(state)
        value = bound[links] + left[network.head[links]]
        link = int(links[int(np.argmin(value))])
        total += int(used[link])
        state = int(network.head[link])
        steps += 1
    return total
