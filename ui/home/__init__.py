"""The home page: what a member pays."""
