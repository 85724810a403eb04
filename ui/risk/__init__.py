"""The risk page: how sure the cost is, and who carries the tail."""
