"""The real build once a session, from the tables in data/."""

from __future__ import annotations

import pytest

from corridor.build.network.countries import CountryLookup
from corridor.build.network.records import NetworkBuild
from corridor.build.networks import build_networks
from corridor.tables.records import Tables
from tests.real import dataset


@pytest.fixture(scope="session")
def inputs() -> Tables:
    return dataset()


@pytest.fixture(scope="session")
def built(inputs: Tables) -> NetworkBuild:
    return build_networks(inputs, lambda _: None)


@pytest.fixture(scope="session")
def lookup() -> CountryLookup:
    return CountryLookup()
