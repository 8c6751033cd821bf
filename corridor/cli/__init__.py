"""
The command line: arguments in, one core call, text out. The only place that prints.

One small module a command group; heavy imports stay inside the commands.
"""
