"""The Streamlit page: a chat over the archive. It uses `assistant.Assistant`, `ingest.ingest`, no more."""
