"""Rules of notices: when something is told, what a mail says, and how long one waits after a failure."""
