"""Pure functions: no SQL, no Streamlit, no clock."""
