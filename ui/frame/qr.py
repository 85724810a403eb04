"""The link of what is shown as a QR code, for who sits in the room."""

from urllib.parse import urlsplit

import streamlit as st

from ui.kit.imprint import held
from ui.kit.language import _
from ui.kit.qr import qr_block

_ONLY_HERE = ("localhost", "127.0.0.1", "::1")


def offer_qr() -> None:
    """Show the link as a QR code once that is unfolded, or say why there is none."""
    box = st.popover(_("QR code"), icon=":material/qr_code_2:", key="qr", on_change="rerun")
    imprinter = held()
    if not box.open or imprinter is None:
        return
    with box:
        link = imprinter.origin.link
        if not qr_block(link, _("QR code of the link to this page with this case")):
            st.caption(
                _(
                    "This link is too long for a QR code that a telephone can read. Save the case "
                    "as a file instead: File, Save this case."
                )
            )
            return
        st.caption(_("It opens this page with this case."))
        if urlsplit(link).hostname in (None, *_ONLY_HERE):
            st.caption(
                _(
                    "This address is known on this computer alone. For other devices open the "
                    "dashboard by the computer’s name or number in the network."
                )
            )
