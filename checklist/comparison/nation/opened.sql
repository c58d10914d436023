-- The blocks: the answers of a region to an item that are added up, since enough hospitals rated it at once, or nobody of enough;
-- and, as the part 'few', the items that too few of a region rated. Runs unchanged in DuckDB and in Spark SQL.
-- The one question: the smallest group that may be told of.
WITH chosen AS (
    SELECT CAST(? AS INT) AS minimum
),
parts AS (
    SELECT 'all' AS part, 'released' AS kind UNION ALL SELECT 'all', 'both' UNION ALL SELECT 'all', 'alone'
    UNION ALL SELECT 'both', 'released' UNION ALL SELECT 'both', 'both'
),
allowed AS (
    SELECT d.part, d.kind, j.region, j.track, j.fiscal_year, j.addon_class, j.item
    FROM judged j CROSS JOIN chosen c CROSS JOIN parts d
    WHERE (d.kind = 'released' AND (j.told >= c.minimum OR (j.told = 0 AND j.all_told >= c.minimum)))
        OR (d.kind <> 'released' AND (j.two + j.one >= c.minimum OR (j.two + j.one = 0 AND j.all_two + j.all_one >= c.minimum))
            AND (d.part = 'all' OR ((j.two >= c.minimum OR (j.two = 0 AND j.all_two >= c.minimum))
                AND (j.one >= c.minimum OR j.one = 0))))
),
-- Beside each other stand both sides of the same hospitals alone.
matched AS (
    SELECT kind, region, fiscal_year, addon_class, item FROM allowed WHERE part = 'both' AND track IN ('self', 'visitor')
    GROUP BY kind, region, fiscal_year, addon_class, item HAVING COUNT(*) = 2
)
SELECT part, kind, region, track, fiscal_year, addon_class, item FROM allowed WHERE part = 'all'
UNION ALL
SELECT a.part, a.kind, a.region, a.track, a.fiscal_year, a.addon_class, a.item
FROM allowed a
JOIN matched m ON m.kind = a.kind AND m.region = a.region AND m.fiscal_year = a.fiscal_year
    AND m.addon_class = a.addon_class AND m.item = a.item
WHERE a.part = 'both' AND a.track IN ('self', 'visitor')
UNION ALL
SELECT 'few', '', j.region, j.track, j.fiscal_year, j.addon_class, j.item
FROM judged j CROSS JOIN chosen c
WHERE j.told BETWEEN 1 AND c.minimum - 1 OR j.two + j.one BETWEEN 1 AND c.minimum - 1
