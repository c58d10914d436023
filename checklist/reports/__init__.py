"""Jobs that turn stored facts into tables, files and documents."""
