"""The page: `streamlit run streamlit_app.py`, or `presseschau chat`."""

from assistant.page.app import main

main()
