"""The report: one file that tells a case, page by page, and opens without a network."""
