"""Activity records of a hospital: its year as a calendar, what a year comes to, and the training of its manager."""
