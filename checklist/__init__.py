"""医療安全 相互チェック: regional mutual checks of patient safety between partnered hospitals."""

import os

# Read when numpy is loaded, which nothing does before this. Its solvers wait for each other in a busy loop: the equations of
# 300 hospitals took 0.6 to 1.6 s of two processors, and take 0.1 of one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
