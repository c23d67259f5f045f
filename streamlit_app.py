"""The page: `streamlit run streamlit_app.py`, or `presseschau chat`."""
