"""Volume: campaigns over random executions, shrinking of what fails, and the replay of what was saved."""
