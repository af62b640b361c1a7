-- Average selling price by seller: of the last ten closed auctions.
-- sink: seller BIGINT, avg_price BIGINT
-- compare: none; rows of an auction with equal prices may win either way
SELECT q.seller, CAST(AVG(q.price) OVER (PARTITION BY q.seller ORDER BY q.`dateTime` ROWS BETWEEN 10 PRECEDING AND CURRENT ROW) AS BIGINT) AS avg_price
FROM (
  SELECT *
  FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY id, seller ORDER BY price DESC) AS rownum
    FROM (
      SELECT a.id, a.seller, b.price, b.`dateTime`
      FROM auction AS a, bid AS b
      WHERE a.id = b.auction AND b.`dateTime` BETWEEN a.`dateTime` AND a.expires
    )
  )
  WHERE rownum <= 1
) AS q
