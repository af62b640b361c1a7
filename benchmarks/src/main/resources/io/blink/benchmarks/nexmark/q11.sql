-- User sessions: bids of a user in each session, which ten quiet seconds end.
-- sink: bidder BIGINT, bid_count BIGINT, starttime TIMESTAMP(3), endtime TIMESTAMP(3)
SELECT b.bidder, COUNT(*) AS bid_count,
  SESSION_START(b.`dateTime`, INTERVAL '10' SECOND) AS starttime, SESSION_END(b.`dateTime`, INTERVAL '10' SECOND) AS endtime
FROM bid b
GROUP BY b.bidder, SESSION(b.`dateTime`, INTERVAL '10' SECOND)
