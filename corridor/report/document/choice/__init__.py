"""Documents of choices: what to do if something shuts, and which way is regretted least."""
