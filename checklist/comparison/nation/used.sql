-- The items compared in each version of each region. Runs unchanged in DuckDB and in Spark SQL.
-- The three questions: the code of the sheet, the first and the last fiscal year.
WITH chosen AS (
    SELECT CAST(? AS STRING) AS sheet, CAST(? AS INT) AS first_year, CAST(? AS INT) AS last_year
),
taken AS (
    SELECT a.region, a.track, a.sheet_version
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
)
SELECT v.track, v.region, v.sheet_version, s.item, s.chapter, i.module
FROM used_versions v
JOIN basis s ON s.track = v.track
JOIN items i ON i.region = v.region AND i.sheet_version = v.sheet_version AND i.item = s.item
