-- Selection: bids for every 123rd auction.
-- sink: auction BIGINT, price BIGINT
SELECT auction, price FROM bid WHERE MOD(auction, 123) = 0
