"""
Step 3: physical network and tables in, the compiled corridor graph out.

Flows in: `corridor.tables.Dataset` and, at build time, the lines and borders found
by `corridor.build.network`. Flows out: `CorridorGraph` (segments of surveyed sections cut at
state borders, gateway stops, line-haul skims), `Lines` (what is drawn) and
`AccessNetwork` (to join an arbitrary point), all kept in graphs/ with a manifest.
"""
