"""Judgements over tables, graph and planner: flows in all three; flows out findings, code 3."""
