"""Documents in; maps and their pages out."""
