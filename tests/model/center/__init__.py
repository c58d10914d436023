"""The nouns of the support centre."""
