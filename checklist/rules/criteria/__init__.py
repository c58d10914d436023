"""施設基準: dated sets of requirements, and one pure function for each that says whether the records show it."""
