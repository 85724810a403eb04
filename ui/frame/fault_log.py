"""The log of what went wrong: each fault has a report id, which the reader is told too."""

import secrets

from ui.kit.log import LOG


def note(where: str, problem: BaseException, case: str = "") -> str:
    """Write a fault into the log with all that is known of it, and return its report id.

    ``where`` is a page or a part of it, ``case`` the link's query of what the reader saw: numbers
    and choices, never a name or a table of hers. The id is on the record as ``report`` too, for
    formats of an operator's own.
    """
    report = secrets.token_hex(4).upper()
    told = {"report": report}
    LOG.error("report=%s where=%s case=%r", report, where, case, exc_info=problem, extra=told)
    return report
