"""The only floor that speaks SQL: one module per noun over one SQLite file."""

import os

# Read when numpy is loaded, which nothing does before this. Its solvers wait for each other in a busy loop: the equations of
# 300 hospitals took 0.6 to 1.6 s of two processors, and take 0.1 of one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
