"""Reports held against each other: which tell of one event, who confirms a claim, and who tells it otherwise.

A `Statement` is a sentence with its names, `moments` and figures. `sisters` finds the reports of one event,
`agreement` counts witnesses, `conflicts` finds contradictions whatever is asked, `given` those in what is asked:
times and figures (`slots`), `sites`, `doers`, `causes`.
"""
