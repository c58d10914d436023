"""The nouns of the product as frozen dataclasses and enums, one module for each wing; no SQL, no Streamlit, no clock."""
