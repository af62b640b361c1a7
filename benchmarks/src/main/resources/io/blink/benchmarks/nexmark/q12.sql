-- Processing time windows: bids of a user in each ten seconds of the clock.
-- sink: bidder BIGINT, bid_count BIGINT, starttime TIMESTAMP(3), endtime TIMESTAMP(3)
-- compare: none; the clock says where a row goes
-- before: CREATE TEMPORARY VIEW bid_now AS SELECT *, PROCTIME() AS p_time FROM bid
SELECT bidder, COUNT(*) AS bid_count, window_start AS starttime, window_end AS endtime
FROM TABLE(TUMBLE(TABLE bid_now, DESCRIPTOR(p_time), INTERVAL '10' SECOND))
GROUP BY bidder, window_start, window_end
