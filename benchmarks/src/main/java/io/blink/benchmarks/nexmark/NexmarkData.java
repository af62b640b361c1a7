package io.blink.benchmarks.nexmark;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.benchmarks.engine.EngineSettings;
import io.blink.benchmarks.engine.Resources;
import io.blink.core.error.BlinkException;
import io.blink.testing.peers.Peer;
import io.blink.testing.peers.PeerOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The events as Parquet tables, made once: {@code person}, {@code auction} and {@code bid}, each as many files as threads, and each file in the order of event time, so
 * that all readers go through time together and no row is late. {@code side_input} has a row for each number below 10,000.
 *
 * @param rate events a second of event time
 */
record NexmarkData(Path folder, long events, long rate) {
    private static final Duration TIMEOUT = Duration.ofMinutes(60);
    private static final int SIDE_ROWS = 10_000;

    /** A table of one kind of events. */
    record EventTable(String name, int type, String columns, List<String> fields) {}

    static final List<EventTable> TABLES = List.of(
            new EventTable(
                    "person",
                    0,
                    "id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING, `dateTime` TIMESTAMP(3), extra STRING",
                    List.of("id", "name", "emailAddress", "creditCard", "city", "state", "`dateTime`", "extra")),
            new EventTable(
                    "auction",
                    1,
                    "id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT, `dateTime` TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra STRING",
                    List.of(
                            "id",
                            "itemName",
                            "description",
                            "initialBid",
                            "reserve",
                            "`dateTime`",
                            "expires",
                            "seller",
                            "category",
                            "extra")),
            new EventTable(
                    "bid",
                    2,
                    "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, `dateTime` TIMESTAMP(3), extra STRING",
                    List.of("auction", "bidder", "price", "channel", "url", "`dateTime`", "extra")));

    static final String SIDE_COLUMNS = "key BIGINT, `value` STRING";

    /** Makes what is missing; blocks, for a minute or so per ten million events. */
    static NexmarkData prepare(Path below, long events, long rate, Resources resources, PrintStream progress) {
        Path folder = below.resolve("nexmark-" + events + "-" + rate + "-" + resources.threads())
                .toAbsolutePath();
        NexmarkData data = new NexmarkData(folder, events, rate);
        if (!Files.exists(folder)) {
            progress.printf("Making %d events below %s%n", events, folder);
            data.write(resources);
        }
        return data;
    }

    private void write(Resources resources) {
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        EngineSettings settings =
                EngineSettings.load("blink-stream", resources).with(Map.of("execution.runtime-mode", "batch"));
        try (Peer blink = Peer.start(new PeerOptions(
                new BlinkProgram(),
                resources.folder().resolve("nexmark-events"),
                resources.binding(),
                settings.jvmOptions(),
                settings.settings()))) {
            blink.execute(
                    "CREATE TEMPORARY TABLE events WITH ('connector' = 'nexmark', 'events.num' = '" + events
                            + "', 'first-event.rate' = '" + rate + "', 'splits' = '" + resources.threads() + "')",
                    TIMEOUT);
            for (EventTable table : TABLES) {
                String fields = String.join(
                        ", ",
                        table.fields().stream()
                                .map(field -> table.name() + "." + field)
                                .toList());
                write(
                        blink,
                        unfinished,
                        table.name(),
                        table.columns(),
                        "SELECT " + fields + " FROM events WHERE event_type = " + table.type());
            }
            blink.execute(
                    "CREATE TEMPORARY TABLE numbers (key BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '"
                            + SIDE_ROWS + "', 'fields.key.kind' = 'sequence')",
                    TIMEOUT);
            write(blink, unfinished, "side_input", SIDE_COLUMNS, "SELECT key, CAST(key AS STRING) FROM numbers");
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot write the events below " + folder, e);
        }
    }

    /** One file a writer, however large. */
    private static void write(Peer blink, Path below, String name, String columns, String select) {
        blink.execute(
                "CREATE TEMPORARY TABLE " + name + " (" + columns
                        + ") WITH ('connector' = 'filesystem', 'format' = 'parquet', 'sink.rolling-policy.file-size' = '1 tb', 'path' = 'file://"
                        + below.resolve(name) + "')",
                TIMEOUT);
        blink.execute("INSERT OVERWRITE " + name + " " + select, TIMEOUT);
    }

    /** The folder of a table, for {@code path}. */
    String location(String table) {
        return "file://" + folder.resolve(table);
    }
}
