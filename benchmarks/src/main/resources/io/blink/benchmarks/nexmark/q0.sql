-- Pass-through: what sources and sinks cost.
-- sink: auction BIGINT, bidder BIGINT, price BIGINT, `dateTime` TIMESTAMP(3), extra STRING
SELECT auction, bidder, price, `dateTime`, extra FROM bid
