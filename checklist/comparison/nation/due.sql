-- How many had to answer each item, by region and column. Runs unchanged in DuckDB and in Spark SQL.
WITH alike AS (
    SELECT region, track, fiscal_year, addon_class, sheet_version, lacking, kind, SUM(n) AS n
    FROM standing GROUP BY region, track, fiscal_year, addon_class, sheet_version, lacking, kind
)
SELECT a.region, a.track, a.fiscal_year, a.addon_class, u.chapter, u.item, '' AS value, a.kind, SUM(a.n) AS n
FROM alike a
JOIN used u ON u.track = a.track AND u.region = a.region AND u.sheet_version = a.sheet_version
WHERE u.module = '' OR NOT CONTAINS(CONCAT('・', a.lacking, '・'), CONCAT('・', u.module, '・'))
GROUP BY a.region, a.track, a.fiscal_year, a.addon_class, u.chapter, u.item, a.kind
