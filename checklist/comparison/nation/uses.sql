-- Which versions of which sheets the assessments of each region are of. Runs unchanged in DuckDB and in Spark SQL.
SELECT region, track, sheet, sheet_version, fiscal_year, COUNT(*) AS assessments, COUNT(DISTINCT hospital) AS hospitals
FROM assessments
GROUP BY region, track, sheet, sheet_version, fiscal_year
ORDER BY region, track, sheet, sheet_version, fiscal_year
