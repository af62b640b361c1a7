-- Local item suggestion: who sells in three states in one category; a join that grows.
-- sink: name STRING, city STRING, state STRING, id BIGINT
SELECT p.name, p.city, p.state, a.id
FROM auction AS a INNER JOIN person AS p ON a.seller = p.id
WHERE a.category = 10 AND (p.state = 'OR' OR p.state = 'ID' OR p.state = 'CA')
