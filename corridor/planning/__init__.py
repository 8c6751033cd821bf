"""Planning: a query in; its names, links, search and answer one after the other; an answer out."""
