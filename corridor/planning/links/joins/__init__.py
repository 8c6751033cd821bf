"""How the ends of a journey are joined to stops and terminals."""
