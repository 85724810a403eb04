"""The membership page: who leaves, and whether the plan holds."""
