"""The closing meeting and its sealed report as pure rules."""
