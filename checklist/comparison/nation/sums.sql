-- The answers of many regions added up: by class and item, by chapter, over all chapters, and by region.
-- Runs unchanged in DuckDB and in Spark SQL: no type, function or syntax that only one of them knows.
-- The three questions: the code of the sheet, the first and the last fiscal year.
-- A row is one number: `part` is 'all' (of the track), 'both' (only hospitals with self and visitor in the year) or 'basis'
-- (an item that is compared); region, chapter and item are empty where they are added up; `value` is an answer, '' how many
-- had to answer, 'hospitals' or 'assessments'.
WITH chosen AS (
    SELECT CAST(? AS STRING) AS sheet, CAST(? AS INT) AS first_year, CAST(? AS INT) AS last_year
),
taken AS (
    SELECT a.region, a.track, a.fiscal_year, a.hospital, a.addon_class, a.sheet_version, a.lacking
    FROM assessments a
    JOIN chosen c ON a.sheet = c.sheet AND a.fiscal_year BETWEEN c.first_year AND c.last_year
),
-- The versions of the sheet, those that a track has used anywhere, and every one between the oldest and the newest of these.
versions AS (
    SELECT DISTINCT i.region, i.sheet_version, i.number, i.previous
    FROM items i JOIN chosen c ON i.sheet = c.sheet
),
used_versions AS (
    SELECT DISTINCT t.track, t.region, t.sheet_version, v.number
    FROM taken t JOIN versions v ON v.region = t.region AND v.sheet_version = t.sheet_version
),
span AS (
    SELECT track, MIN(number) AS oldest, MAX(number) AS newest FROM used_versions GROUP BY track
),
between_them AS (
    SELECT s.track, v.region, v.sheet_version, v.number, v.previous, s.oldest, s.newest
    FROM span s JOIN versions v ON v.number BETWEEN s.oldest AND s.newest
),
breadth AS (
    SELECT track, COUNT(*) AS versions, COUNT(DISTINCT CASE WHEN number = oldest THEN sheet_version END) AS roots
    FROM between_them GROUP BY track
),
known AS (
    SELECT DISTINCT track, sheet_version FROM between_them
),
-- Two regions may have given the same code to versions of their own: only what both word alike is the same item.
worded AS (
    SELECT i.sheet_version, i.item
    FROM items i JOIN chosen c ON i.sheet = c.sheet
    GROUP BY i.sheet_version, i.item
    HAVING COUNT(DISTINCT i.text) = 1 AND COUNT(DISTINCT i.scale) = 1
),
-- Comparable is an item that every version in between has, kept from the one before it, and used is one for both classes.
holding AS (
    SELECT b.track, i.item, CASE WHEN b.number = b.newest THEN i.chapter END AS chapter,
        CASE WHEN u.sheet_version IS NULL OR i.classes LIKE '1・2%' THEN 1 ELSE 0 END AS for_both
    FROM between_them b
    JOIN items i ON i.region = b.region AND i.sheet_version = b.sheet_version
    JOIN worded w ON w.sheet_version = i.sheet_version AND w.item = i.item
    JOIN breadth r ON r.track = b.track
    LEFT JOIN known p ON p.track = b.track AND p.sheet_version = b.previous
    LEFT JOIN used_versions u ON u.track = b.track AND u.region = b.region AND u.sheet_version = b.sheet_version
    WHERE (b.number = b.oldest AND r.roots = 1) OR (b.number > b.oldest AND i.kept = 1 AND p.sheet_version IS NOT NULL)
),
basis AS (
    SELECT h.track, h.item, MIN(h.chapter) AS chapter
    FROM holding h JOIN breadth r ON r.track = h.track
    GROUP BY h.track, h.item, r.versions
    HAVING COUNT(*) = r.versions AND MIN(h.for_both) = 1 AND MIN(h.chapter) IS NOT NULL
),
used AS (
    SELECT v.track, v.region, v.sheet_version, s.item, s.chapter, i.module
    FROM used_versions v
    JOIN basis s ON s.track = v.track
    JOIN items i ON i.region = v.region AND i.sheet_version = v.sheet_version AND i.item = s.item
),
paired AS (
    SELECT region, hospital, fiscal_year FROM taken WHERE track IN ('self', 'visitor')
    GROUP BY region, hospital, fiscal_year HAVING COUNT(DISTINCT track) = 2
),
standing AS (
    SELECT t.region, t.track, t.fiscal_year, t.addon_class, t.hospital, t.sheet_version, t.lacking,
        CASE WHEN p.hospital IS NULL THEN 0 ELSE 1 END AS paired, COUNT(*) AS n
    FROM taken t
    LEFT JOIN paired p ON p.region = t.region AND p.hospital = t.hospital AND p.fiscal_year = t.fiscal_year
    WHERE t.addon_class IN (1, 2)
    GROUP BY t.region, t.track, t.fiscal_year, t.addon_class, t.hospital, t.sheet_version, t.lacking,
        CASE WHEN p.hospital IS NULL THEN 0 ELSE 1 END
),
answered AS (
    SELECT r.region, r.track, r.fiscal_year, r.addon_class, u.chapter, u.item, r.value,
        CASE WHEN p.hospital IS NULL THEN 0 ELSE 1 END AS paired, COUNT(*) AS n
    FROM ratings r
    JOIN chosen c ON r.fiscal_year BETWEEN c.first_year AND c.last_year
    JOIN used u ON u.track = r.track AND u.region = r.region AND u.sheet_version = r.sheet_version AND u.item = r.item
    LEFT JOIN paired p ON p.region = r.region AND p.hospital = r.hospital AND p.fiscal_year = r.fiscal_year
    WHERE r.asked = 1 AND r.value IS NOT NULL AND r.addon_class IN (1, 2)
    GROUP BY r.region, r.track, r.fiscal_year, r.addon_class, u.chapter, u.item, r.value,
        CASE WHEN p.hospital IS NULL THEN 0 ELSE 1 END
),
alike AS (
    SELECT region, track, fiscal_year, addon_class, sheet_version, lacking, paired, SUM(n) AS n
    FROM standing GROUP BY region, track, fiscal_year, addon_class, sheet_version, lacking, paired
),
due AS (
    SELECT a.region, a.track, a.fiscal_year, a.addon_class, u.chapter, u.item, '' AS value, a.paired, SUM(a.n) AS n
    FROM alike a
    JOIN used u ON u.track = a.track AND u.region = a.region AND u.sheet_version = a.sheet_version
    WHERE u.module = '' OR NOT CONTAINS(CONCAT('・', a.lacking, '・'), CONCAT('・', u.module, '・'))
    GROUP BY a.region, a.track, a.fiscal_year, a.addon_class, u.chapter, u.item, a.paired
),
counted AS (
    SELECT region, track, fiscal_year, addon_class, chapter, item, value, paired, n FROM answered
    UNION ALL SELECT region, track, fiscal_year, addon_class, chapter, item, value, paired, n FROM due
),
parts AS (
    SELECT 'all' AS part, 0 AS paired UNION ALL SELECT 'all', 1 UNION ALL SELECT 'both', 1
),
added AS (
    SELECT d.part, k.track, k.fiscal_year, k.addon_class, k.region, k.chapter, k.item, k.value, SUM(k.n) AS n
    FROM counted k JOIN parts d ON d.paired = k.paired
    GROUP BY GROUPING SETS (
        (d.part, k.track, k.fiscal_year, k.addon_class, k.chapter, k.item, k.value),
        (d.part, k.track, k.fiscal_year, k.addon_class, k.chapter, k.value),
        (d.part, k.track, k.fiscal_year, k.addon_class, k.value),
        (d.part, k.track, k.fiscal_year, k.addon_class, k.region, k.value)
    )
),
-- A hospital with two visits in a year stands in a column once.
hosts AS (
    SELECT d.part, s.track, s.fiscal_year, s.addon_class, s.region, s.hospital, SUM(s.n) AS n
    FROM standing s JOIN parts d ON d.paired = s.paired
    GROUP BY d.part, s.track, s.fiscal_year, s.addon_class, s.region, s.hospital
),
heads AS (
    SELECT part, track, fiscal_year, addon_class, region, COUNT(*) AS hospitals, SUM(n) AS assessments
    FROM hosts
    GROUP BY GROUPING SETS ((part, track, fiscal_year, addon_class), (part, track, fiscal_year, addon_class, region))
)
SELECT part, track, fiscal_year, addon_class, region, chapter, item, value, CAST(n AS BIGINT) AS n FROM added
UNION ALL
SELECT part, track, fiscal_year, addon_class, region, NULL, NULL, 'hospitals', CAST(hospitals AS BIGINT) FROM heads
UNION ALL
SELECT part, track, fiscal_year, addon_class, region, NULL, NULL, 'assessments', CAST(assessments AS BIGINT) FROM heads
UNION ALL
SELECT 'basis', track, NULL, NULL, NULL, chapter, item, NULL, CAST(1 AS BIGINT) FROM basis
