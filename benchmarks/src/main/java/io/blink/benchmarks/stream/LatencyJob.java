package io.blink.benchmarks.stream;

import java.util.Locale;

/** What a row goes through between its source and the sink. The first column of each is when the row could first have been emitted. */
enum LatencyJob {
    /** A filter and a projection: due when the row itself is. */
    STATELESS,
    /** A tumbling window by key: due at the end of the window. */
    WINDOW,
    /** Two streams joined by key where their times are near each other: due with the later row. */
    JOIN;

    /**
     * @param rate rows a second, of all streams together
     * @param seconds until the streams end
     */
    record Shape(long rate, long seconds, long keys, long windowMillis) {}

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String script(Shape shape) {
        return switch (this) {
            case STATELESS -> events("events", "fields.item.max", shape.rate(), shape) + """
                        CREATE TABLE emitted (due TIMESTAMP(6), item BIGINT, amount BIGINT) WITH ('connector' = 'latency');
                        INSERT INTO emitted SELECT at, item, amount * 2 FROM events WHERE MOD(item, 10) < 9;
                        """;
            case WINDOW ->
                events("events", "fields.item.max", shape.rate(), shape)
                        + """
                        CREATE TABLE emitted (window_end TIMESTAMP(6), item BIGINT, events BIGINT, amount BIGINT) WITH ('connector' = 'latency');
                        INSERT INTO emitted SELECT window_end, item, COUNT(*), SUM(amount)
                        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '%d.%03d' SECOND(3, 3))) GROUP BY window_start, window_end, item;
                        """.formatted(shape.windowMillis() / 1000, shape.windowMillis() % 1000);
            case JOIN ->
                events("orders", "fields.item.end", shape.rate() / 2, shape)
                        + events("payments", "fields.item.end", shape.rate() / 2, shape)
                        + """
                        CREATE TABLE emitted (due TIMESTAMP(6), item BIGINT, amount BIGINT) WITH ('connector' = 'latency');
                        INSERT INTO emitted SELECT CASE WHEN o.at > p.at THEN o.at ELSE p.at END, o.item, o.amount + p.amount
                        FROM orders o JOIN payments p ON o.item = p.item
                          AND p.at BETWEEN o.at - INTERVAL '0.010' SECOND AND o.at + INTERVAL '0.010' SECOND;
                        """;
        };
    }

    /** @param last the option that says the greatest item: random up to there, or in turn, so that rows of two streams meet once */
    private static String events(String name, String last, long rate, Shape shape) {
        boolean inTurn = last.endsWith(".end");
        return """
                CREATE TABLE %s (item BIGINT, amount BIGINT, at TIMESTAMP(6), WATERMARK FOR at AS at)
                WITH ('connector' = 'datagen', 'start' = 'now', 'rows-per-second' = '%d', 'number-of-rows' = '%d', 'splits' = '2',
                  'fields.item.kind' = '%s', '%s' = '%d', 'fields.amount.max' = '999');
                """.formatted(
                        name, rate, rate * shape.seconds(), inTurn ? "sequence" : "random", last, shape.keys() - 1);
    }
}
