"""Notices on the screen: what one has been told, how one wants to be told, and the server for mail."""
