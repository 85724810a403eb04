"""What every page stands in: state, address, undo, forms, the bar at its head and the shell."""
