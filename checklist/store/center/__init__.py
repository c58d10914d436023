"""The support centre as it is stored."""
