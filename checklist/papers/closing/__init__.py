"""The closing meeting and its sealed report on paper."""
