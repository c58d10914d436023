-- Of each region and item how many hospitals rated it and how many there are: of those released, with both sides, with one.
-- Runs unchanged in DuckDB and in Spark SQL. A hospital with two visits in a year stands in a column once.
WITH hosts AS (
    SELECT region, track, fiscal_year, addon_class, kind, hospital, SUM(n) AS n
    FROM standing GROUP BY region, track, fiscal_year, addon_class, kind, hospital
),
many AS (
    SELECT region, track, fiscal_year, addon_class, kind, COUNT(*) AS hospitals
    FROM hosts GROUP BY region, track, fiscal_year, addon_class, kind
),
raters AS (
    SELECT region, track, fiscal_year, addon_class, item, kind,
        SUM(CASE WHEN several IS NULL THEN n ELSE 0 END) + COUNT(DISTINCT several) AS n
    FROM answered WHERE value NOT IN ('NA', 'UNVERIFIED')
    GROUP BY region, track, fiscal_year, addon_class, item, kind
)
SELECT d.region, d.track, d.fiscal_year, d.addon_class, d.chapter, d.item,
    SUM(CASE WHEN d.kind = 'released' THEN COALESCE(r.n, 0) ELSE 0 END) AS told,
    SUM(CASE WHEN d.kind = 'both' THEN COALESCE(r.n, 0) ELSE 0 END) AS two,
    SUM(CASE WHEN d.kind = 'alone' THEN COALESCE(r.n, 0) ELSE 0 END) AS one,
    SUM(CASE WHEN d.kind = 'released' THEN m.hospitals ELSE 0 END) AS all_told,
    SUM(CASE WHEN d.kind = 'both' THEN m.hospitals ELSE 0 END) AS all_two,
    SUM(CASE WHEN d.kind = 'alone' THEN m.hospitals ELSE 0 END) AS all_one
FROM due d
JOIN many m ON m.region = d.region AND m.track = d.track AND m.fiscal_year = d.fiscal_year
    AND m.addon_class = d.addon_class AND m.kind = d.kind
LEFT JOIN raters r ON r.region = d.region AND r.track = d.track AND r.fiscal_year = d.fiscal_year
    AND r.addon_class = d.addon_class AND r.item = d.item AND r.kind = d.kind
GROUP BY d.region, d.track, d.fiscal_year, d.addon_class, d.chapter, d.item
