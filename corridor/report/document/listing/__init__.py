"""What an answer says of its list: how ways overlap, by which evidence, and what was left out."""
