-- The answers of many regions added up: by class and item, by chapter, over all chapters, and by region.
-- Runs unchanged in DuckDB and in Spark SQL: no type, function or syntax that only one of them knows.
-- Of the relations that were kept before it: who stands where, the items used, the answers, and which of them are opened.
-- A row is one number: `part` is 'all' (of the track), 'both' (only hospitals with self and visitor in the year), 'found' (how
-- many hospitals there were), 'few' (in how many regions an item was left out) or 'basis' (an item that is compared); region,
-- chapter and item are empty where they are added up; `value` is an answer, '' how many had to answer, 'hospitals',
-- 'assessments' or 'regions'.
--
-- Nobody is singled out here: the answers of a region to an item are added up with those of enough hospitals at once, or not at
-- all. So every number is a sum over such blocks, and so is whatever is left when one output is taken from another: the one with
-- a region from the one without it, the items from their chapter, the hospitals with both sides from all.
WITH counted AS (
    SELECT region, track, fiscal_year, addon_class, chapter, item, value, kind, n FROM answered
    UNION ALL SELECT region, track, fiscal_year, addon_class, chapter, item, value, kind, n FROM due
),
added AS (
    SELECT o.part, k.track, k.fiscal_year, k.addon_class, k.region, k.chapter, k.item, k.value, SUM(k.n) AS n
    FROM counted k
    JOIN opened o ON o.kind = k.kind AND o.region = k.region AND o.track = k.track AND o.fiscal_year = k.fiscal_year
        AND o.addon_class = k.addon_class AND o.item = k.item
    GROUP BY GROUPING SETS (
        (o.part, k.track, k.fiscal_year, k.addon_class, k.chapter, k.item, k.value),
        (o.part, k.track, k.fiscal_year, k.addon_class, k.chapter, k.value),
        (o.part, k.track, k.fiscal_year, k.addon_class, k.value),
        (o.part, k.track, k.fiscal_year, k.addon_class, k.region, k.value)
    )
),
-- A hospital with two visits in a year stands in a column once.
hosts AS (
    SELECT region, track, fiscal_year, addon_class, kind, hospital, SUM(n) AS n
    FROM standing GROUP BY region, track, fiscal_year, addon_class, kind, hospital
),
-- Who has a part in any number of a column.
inside AS (
    SELECT DISTINCT part, kind, region, track, fiscal_year, addon_class FROM opened WHERE part <> 'few'
),
present AS (
    SELECT i.part, h.region, h.track, h.fiscal_year, h.addon_class, h.hospital, SUM(h.n) AS n
    FROM hosts h
    JOIN inside i ON i.kind = h.kind AND i.region = h.region AND i.track = h.track AND i.fiscal_year = h.fiscal_year
        AND i.addon_class = h.addon_class
    GROUP BY i.part, h.region, h.track, h.fiscal_year, h.addon_class, h.hospital
),
heads AS (
    SELECT part, track, fiscal_year, addon_class, region, COUNT(*) AS hospitals, SUM(n) AS assessments
    FROM present
    GROUP BY GROUPING SETS ((part, track, fiscal_year, addon_class), (part, track, fiscal_year, addon_class, region))
),
-- Of the regions with a part in a column, the items that too few of their hospitals rated.
left_out AS (
    SELECT o.region, o.track, o.fiscal_year, o.addon_class, o.item
    FROM opened o
    JOIN inside i ON i.part = 'all' AND i.region = o.region AND i.track = o.track AND i.fiscal_year = o.fiscal_year
        AND i.addon_class = o.addon_class
    WHERE o.part = 'few'
    GROUP BY o.region, o.track, o.fiscal_year, o.addon_class, o.item
)
SELECT part, track, fiscal_year, addon_class, region, chapter, item, value, CAST(n AS BIGINT) AS n FROM added
UNION ALL
SELECT part, track, fiscal_year, addon_class, region, NULL, NULL, 'hospitals', CAST(hospitals AS BIGINT) FROM heads
UNION ALL
SELECT part, track, fiscal_year, addon_class, region, NULL, NULL, 'assessments', CAST(assessments AS BIGINT) FROM heads
UNION ALL
SELECT 'found', track, fiscal_year, addon_class, region, NULL, NULL, 'hospitals', CAST(COUNT(DISTINCT hospital) AS BIGINT)
FROM hosts GROUP BY track, fiscal_year, addon_class, region
UNION ALL
SELECT 'few', track, fiscal_year, addon_class, NULL, NULL, item, 'regions', CAST(COUNT(*) AS BIGINT)
FROM left_out GROUP BY track, fiscal_year, addon_class, item
UNION ALL
SELECT DISTINCT 'basis', track, NULL, NULL, NULL, chapter, item, NULL, CAST(1 AS BIGINT) FROM used
