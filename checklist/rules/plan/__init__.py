"""The year plan: duties, who may be whose partner, and the planner."""
