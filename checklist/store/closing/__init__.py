"""The closing meeting and its sealed report as they are stored."""
