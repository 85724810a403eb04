"""The log of what went wrong: each fault has a report id, which the reader is told too."""

import logging
import secrets

# Streamlit logs under its own name; an administrator finds the product's lines by this one.
LOG = logging.getLogger("mutualaid")


def note(where: str, problem: BaseException, case: str = "") -> str:
    """Write a fault into the log with all that is known of it, and return its report id.

    ``where`` is a page or a part of it, ``case`` the link's query of what the reader saw: numbers
    and choices, never a name or a table of hers.
    """
    report = secrets.token_hex(4).upper()
    # The id apart too, for logs that are kept as records (deploy/log_lines.py).
    told = {"report": report}
    LOG.error("report=%s where=%s case=%r", report, where, case, exc_info=problem, extra=told)
    return report
