-- The answers by region, column, item and value. Runs unchanged in DuckDB and in Spark SQL.
-- `several` is empty for a hospital with one paper: those can be counted without being told apart.
SELECT r.region, r.track, r.fiscal_year, CASE WHEN r.released > 0 THEN r.released ELSE r.addon_class END AS addon_class,
    u.chapter, u.item, r.value, CASE WHEN r.released > 0 THEN 'released' ELSE m.sides END AS kind,
    CASE WHEN m.papers > 1 THEN r.hospital END AS several, COUNT(*) AS n
FROM ratings r
JOIN used u ON u.track = r.track AND u.region = r.region AND u.sheet_version = r.sheet_version AND u.item = r.item
JOIN (SELECT DISTINCT region, track, fiscal_year, hospital, sides, papers FROM standing) m
    ON m.region = r.region AND m.track = r.track AND m.fiscal_year = r.fiscal_year AND m.hospital = r.hospital
WHERE r.asked = 1 AND r.value IS NOT NULL AND CASE WHEN r.released > 0 THEN r.released ELSE r.addon_class END IN (1, 2)
GROUP BY r.region, r.track, r.fiscal_year, CASE WHEN r.released > 0 THEN r.released ELSE r.addon_class END,
    u.chapter, u.item, r.value, CASE WHEN r.released > 0 THEN 'released' ELSE m.sides END,
    CASE WHEN m.papers > 1 THEN r.hospital END
