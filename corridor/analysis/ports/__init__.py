"""Port against port: best ways, differences, catchments, break-evens and the verdict."""
