"""The history page: what really happened, beside the replay."""
