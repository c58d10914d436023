"""Tests of the support centre."""
