"""The closing page: what is owed when a plan stops."""
