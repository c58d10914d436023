"""Starlette: gate, sign-in, answers API, downloads."""
