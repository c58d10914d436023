"""Kinds of files and the table that all of them show; knows no noun of the field."""
