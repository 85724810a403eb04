"""The sources page: every figure and where it comes from."""
