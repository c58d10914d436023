"""Tests of the whole product."""

import os

# With defusedxml, which pyxform brings, openpyxl reads by a parser in plain Python, a third slower: and only files of ours.
os.environ["OPENPYXL_DEFUSEDXML"] = "False"
