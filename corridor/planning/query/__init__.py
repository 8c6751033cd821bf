"""What a person asked in; places, limits and refs of the tables out."""
