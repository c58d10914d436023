-- Who stands in which column with how many papers: the class, and `kind`, which is 'released' for what the region itself has told
-- of already, else whether the hospital has 'both' sides in the year or one 'alone'. Runs unchanged in DuckDB and in Spark SQL.
-- The three questions: the code of the sheet, the first and the last fiscal year.
WITH chosen AS (
    SELECT CAST(? AS STRING) AS sheet, CAST(? AS INT) AS first_year, CAST(? AS INT) AS last_year
),
-- What the region itself has told of already stands apart, in the class in which it did.
taken AS (
    SELECT a.region, a.track, a.fiscal_year, a.hospital, CASE WHEN a.released > 0 THEN a.released ELSE a.addon_class END AS addon_class,
        a.released, a.sheet_version, a.lacking
    FROM assessments a
    JOIN chosen c ON a.sheet = c.sheet AND a.fiscal_year BETWEEN c.first_year AND c.last_year
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
)
SELECT t.region, t.track, t.fiscal_year, t.addon_class, t.hospital, t.sheet_version, t.lacking,
    CASE WHEN t.released > 0 THEN 'released' ELSE m.sides END AS kind, m.sides, m.papers, COUNT(*) AS n
FROM taken t
JOIN marks m ON m.region = t.region AND m.track = t.track AND m.fiscal_year = t.fiscal_year AND m.hospital = t.hospital
WHERE t.addon_class IN (1, 2)
GROUP BY t.region, t.track, t.fiscal_year, t.addon_class, t.hospital, t.sheet_version, t.lacking,
    CASE WHEN t.released > 0 THEN 'released' ELSE m.sides END, m.sides, m.papers
