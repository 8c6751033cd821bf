"""
What is laid over the tables: own rows, scenarios and factors.

Flows in: TOML scenarios, a folder of a person's own rows, `--scale`, and the tables. Flows out: a
dataset like any other, whose rows say what touched them.
"""
