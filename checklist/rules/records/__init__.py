"""Activity records of a hospital and the people that the rules ask for: nouns, columns, and what is wrong with one."""
