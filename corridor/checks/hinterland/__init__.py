"""Published figures on ports and their hinterland held against ours."""
