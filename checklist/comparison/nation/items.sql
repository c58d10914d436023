-- The items of every version as they are worded; regions may word a version of the same code each in its own way.
-- Runs unchanged in DuckDB and in Spark SQL.
SELECT DISTINCT region, sheet, sheet_name, sheet_version, version_name, number, scale, chapter, chapter_name, item, position, text
FROM items
ORDER BY region, number, sheet_version, position
