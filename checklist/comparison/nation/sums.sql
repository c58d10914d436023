-- The answers of many regions added up: by class and item, by chapter, over all chapters, and by region.
-- Runs unchanged in DuckDB and in Spark SQL: no type, function or syntax that only one of them knows.
-- The four questions: the code of the sheet, the first and the last fiscal year, and the smallest group that may be told of.
-- A row is one number: `part` is 'all' (of the track), 'both' (only hospitals with self and visitor in the year), 'found' (how
-- many hospitals there were), 'few' (in how many regions an item was left out) or 'basis' (an item that is compared); region,
-- chapter and item are empty where they are added up; `value` is an answer, '' how many had to answer, 'hospitals',
-- 'assessments' or 'regions'.
--
-- Nobody is singled out here: the answers of a region to an item are added up with those of enough hospitals at once, or not at
-- all. So every number is a sum over such blocks, and so is whatever is left when one output is taken from another: the one with
-- a region from the one without it, the items from their chapter, the hospitals with both sides from all.
WITH chosen AS (
    SELECT CAST(? AS STRING) AS sheet, CAST(? AS INT) AS first_year, CAST(? AS INT) AS last_year, CAST(? AS INT) AS minimum
),
-- What the region itself has told of already stands apart, in the class in which it did.
taken AS (
    SELECT a.region, a.track, a.fiscal_year, a.hospital, CASE WHEN a.released > 0 THEN a.released ELSE a.addon_class END AS addon_class,
        a.released, a.sheet_version, a.lacking
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
-- Of each hospital whether it has both sides, and of how many papers it is rated.
marks AS (
    SELECT t.region, t.track, t.fiscal_year, t.hospital, CASE WHEN p.hospital IS NULL THEN 'alone' ELSE 'both' END AS sides,
        COUNT(*) AS papers
    FROM taken t
    LEFT JOIN paired p ON p.region = t.region AND p.hospital = t.hospital AND p.fiscal_year = t.fiscal_year
    GROUP BY t.region, t.track, t.fiscal_year, t.hospital, CASE WHEN p.hospital IS NULL THEN 'alone' ELSE 'both' END
),
standing AS (
    SELECT t.region, t.track, t.fiscal_year, t.addon_class, t.hospital, t.sheet_version, t.lacking,
        CASE WHEN t.released > 0 THEN 'released' ELSE m.sides END AS kind, COUNT(*) AS n
    FROM taken t
    JOIN marks m ON m.region = t.region AND m.track = t.track AND m.fiscal_year = t.fiscal_year AND m.hospital = t.hospital
    WHERE t.addon_class IN (1, 2)
    GROUP BY t.region, t.track, t.fiscal_year, t.addon_class, t.hospital, t.sheet_version, t.lacking,
        CASE WHEN t.released > 0 THEN 'released' ELSE m.sides END
),
-- `several` is empty for a hospital with one paper: those can be counted without being told apart.
answered AS (
    SELECT r.region, r.track, r.fiscal_year, CASE WHEN r.released > 0 THEN r.released ELSE r.addon_class END AS addon_class,
        u.chapter, u.item, r.value, CASE WHEN r.released > 0 THEN 'released' ELSE m.sides END AS kind,
        CASE WHEN m.papers > 1 THEN r.hospital END AS several, COUNT(*) AS n
    FROM ratings r
    JOIN chosen c ON r.fiscal_year BETWEEN c.first_year AND c.last_year
    JOIN used u ON u.track = r.track AND u.region = r.region AND u.sheet_version = r.sheet_version AND u.item = r.item
    JOIN marks m ON m.region = r.region AND m.track = r.track AND m.fiscal_year = r.fiscal_year AND m.hospital = r.hospital
    WHERE r.asked = 1 AND r.value IS NOT NULL AND CASE WHEN r.released > 0 THEN r.released ELSE r.addon_class END IN (1, 2)
    GROUP BY r.region, r.track, r.fiscal_year, CASE WHEN r.released > 0 THEN r.released ELSE r.addon_class END,
        u.chapter, u.item, r.value, CASE WHEN r.released > 0 THEN 'released' ELSE m.sides END,
        CASE WHEN m.papers > 1 THEN r.hospital END
),
alike AS (
    SELECT region, track, fiscal_year, addon_class, sheet_version, lacking, kind, SUM(n) AS n
    FROM standing GROUP BY region, track, fiscal_year, addon_class, sheet_version, lacking, kind
),
due AS (
    SELECT a.region, a.track, a.fiscal_year, a.addon_class, u.chapter, u.item, '' AS value, a.kind, SUM(a.n) AS n
    FROM alike a
    JOIN used u ON u.track = a.track AND u.region = a.region AND u.sheet_version = a.sheet_version
    WHERE u.module = '' OR NOT CONTAINS(CONCAT('・', a.lacking, '・'), CONCAT('・', u.module, '・'))
    GROUP BY a.region, a.track, a.fiscal_year, a.addon_class, u.chapter, u.item, a.kind
),
-- A hospital with two visits in a year stands in a column once.
hosts AS (
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
),
-- Of each region and item how many hospitals rated it and how many there are: of those released, with both sides, with one.
judged AS (
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
),
parts AS (
    SELECT 'all' AS part, 'released' AS kind UNION ALL SELECT 'all', 'both' UNION ALL SELECT 'all', 'alone'
    UNION ALL SELECT 'both', 'released' UNION ALL SELECT 'both', 'both'
),
-- The blocks: what enough hospitals rated, or nobody of enough.
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
),
opened AS (
    SELECT part, kind, region, track, fiscal_year, addon_class, item FROM allowed WHERE part = 'all'
    UNION ALL
    SELECT a.part, a.kind, a.region, a.track, a.fiscal_year, a.addon_class, a.item
    FROM allowed a
    JOIN matched m ON m.kind = a.kind AND m.region = a.region AND m.fiscal_year = a.fiscal_year
        AND m.addon_class = a.addon_class AND m.item = a.item
    WHERE a.part = 'both' AND a.track IN ('self', 'visitor')
),
counted AS (
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
-- Who has a part in any number of a column.
inside AS (
    SELECT DISTINCT part, kind, region, track, fiscal_year, addon_class FROM opened
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
    SELECT DISTINCT j.region, j.track, j.fiscal_year, j.addon_class, j.chapter, j.item
    FROM judged j CROSS JOIN chosen c
    JOIN inside i ON i.part = 'all' AND i.region = j.region AND i.track = j.track AND i.fiscal_year = j.fiscal_year
        AND i.addon_class = j.addon_class
    WHERE j.told BETWEEN 1 AND c.minimum - 1 OR j.two + j.one BETWEEN 1 AND c.minimum - 1
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
SELECT 'few', track, fiscal_year, addon_class, NULL, chapter, item, 'regions', CAST(COUNT(*) AS BIGINT)
FROM left_out GROUP BY track, fiscal_year, addon_class, chapter, item
UNION ALL
SELECT 'basis', track, NULL, NULL, NULL, chapter, item, NULL, CAST(1 AS BIGINT) FROM basis
