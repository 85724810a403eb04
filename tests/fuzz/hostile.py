"""What strangers may send: texts and numbers that are meant to break, to hide or to lie."""

from hypothesis import strategies as st

# Whatever fetches or runs something would name this host.
FOREIGN = "evil.example"
_MARKUP = (
    f"<img src=//{FOREIGN}/a.png onerror=alert(1)>",
    f"![a](https://{FOREIGN}/a.png)",
    f"[press here](https://{FOREIGN})",
    f"https://{FOREIGN}/",
    f"</span><script src=//{FOREIGN}></script>",
    f"# {FOREIGN}",
    f":material/{FOREIGN}:",
    f"$\\href{{//{FOREIGN}}}{{a}}$",
    f'" onmouseover="fetch(`//{FOREIGN}`)',
)
_FORMULAS = (
    f'=HYPERLINK("http://{FOREIGN}","a")',
    f"+cmd|' /C calc'!{FOREIGN}",
    f"@SUM({FOREIGN})",
    f"-2+3+{FOREIGN}",
    f"\t={FOREIGN}",
)
_NUMBERS = (
    "nan",
    "inf",
    "-inf",
    "1e999",
    "-0",
    "0x10",
    "1_000",
    "１２３",
    "٣",
    "五万",
    "1e-400",
    "9" * 400,
    "1.2.3",
    "--1",
    "1,5",
    "３万亿",
    "½",
    "1e5e5",
    "%",
    "¥",
)
_SIGNS = ("\x00", "\u202e", "\ufeff", "\ud800", "\u2028", "a" * 60_000, "\U0001f4a3" * 50, "%s{0}")

hostile_texts = (
    st.sampled_from([*_MARKUP, *_FORMULAS, *_NUMBERS, *_SIGNS])
    | st.text(max_size=40)
    | st.floats().map(repr)
    | st.builds("{}{}".format, st.sampled_from(_MARKUP), st.text(max_size=10))
)
