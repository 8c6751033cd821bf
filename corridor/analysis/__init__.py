"""
Step 6: tables, graph and planner in; judgements and listings out, as data.

Flows in: `Library`, the build's reports and `Planner` answers. Flows out: rows and
findings for the command line to print. Draws and writes nothing.
"""
