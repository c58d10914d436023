"""The comparison engine: which items, whose ratings, which sums, and what may be shown of them."""
