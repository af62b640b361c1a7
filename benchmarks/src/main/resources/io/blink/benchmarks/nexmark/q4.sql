-- Average price for a category: of the winning bids of its auctions.
-- sink: id BIGINT, final BIGINT
SELECT q.category, CAST(AVG(q.final) AS BIGINT) AS final
FROM (
  SELECT MAX(b.price) AS final, a.category
  FROM auction a, bid b
  WHERE a.id = b.auction AND b.`dateTime` BETWEEN a.`dateTime` AND a.expires
  GROUP BY a.id, a.category
) q
GROUP BY q.category
