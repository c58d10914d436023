"""Streamlit: frame, session, widgets, charts, and the sheet component."""
