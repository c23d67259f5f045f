"""The prompts: one Markdown file each, loaded and checked by `assistant.prompts`."""
