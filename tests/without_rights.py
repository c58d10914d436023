"""Running a program for which the modes of files hold, whoever runs the tests."""

from __future__ import annotations

import os

# The superuser reads and writes whatever it likes by a capability of its own; without it modes hold for it as for all.
PREFIX = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner"] if os.geteuid() == 0 else []
