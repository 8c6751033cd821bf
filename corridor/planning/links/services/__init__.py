"""Trains of `rail_services`, and a block train of the consignment's own, as links."""
