"""Tests of the check sheets on the screen."""
