"""Many regions beside each other: their exported files, one SQL for every engine, and the cells made of its sums."""
