"""The backups that a server makes by itself."""
