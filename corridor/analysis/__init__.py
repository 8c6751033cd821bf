"""
Step 6: tables, graph and planner in; judgements and listings out, as data.

Flows in: `Dataset`, the build's reports and `RouteEngine` answers. Flows out: rows and
findings for the command line to print. Draws and writes nothing.
"""
