"""The parts of the Streamlit page."""
