"""Build-time step: base data in, repaired physical networks with countries out.

What flows in
    Rows of `hubs`, `sections`, `crossings`, `repair_links`, `false_links` and `length_factors`,
    and the rail and road base data of the installed `scgraph_data` (OpenStreetMap, ODbL 1.0).
What flows out
    `records.NetworkBuild`: one `physical.PhysicalNetwork` a mode, cut at every state border, the
    node of every hub, one `SectionLine` a surveyed section, and lists of everything that was
    joined, moved, dropped or could not be placed.  `side_roads.side_roads` cuts the sections out
    and leads the rest to them, for points that are no place; `sea.sea_line` draws sailings.

Order of work: `base` (load, crop) -> `countries` -> `repair` (joins, curated links) -> `insert`
(hubs) -> `borders` (cut, match crossings) -> `sections` (lines) -> `side_roads`.

Nothing heavy is imported here: scipy, timezonefinder and scgraph_data are needed to build, not to
read what was built.
"""
