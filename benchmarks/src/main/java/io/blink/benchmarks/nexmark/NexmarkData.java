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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The events as Parquet tables, made once: {@code person}, {@code auction} and {@code bid}, each as many files as threads, and each file in the order of event time, so
 * that all readers go through time together and no row is late. {@code side_input} has a row for each number below 10,000.
 *
 * @param rate events a second of event time
 */
record NexmarkData(Path folder, long events, long rate) implements NexmarkTables {
    static final Duration TIMEOUT = Duration.ofMinutes(60);
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

    static final String SIDE_INPUT = "side_input";
    private static final String SIDE_COLUMNS = "key BIGINT, `value` STRING";

    /** Makes what is missing; blocks, for a minute or so per ten million events. */
    static NexmarkData prepare(Path below, long events, long rate, Resources resources, PrintStream progress) {
        Path folder = below.resolve("nexmark-" + events + "-" + rate + "-" + resources.threads())
                .toAbsolutePath();
        writeUnlessThere(folder, resources, progress, (blink, unfinished) -> {
            writeEvents(blink, unfinished, events, rate, resources.threads());
            writeSideInput(blink, unfinished);
        });
        return new NexmarkData(folder, events, rate);
    }

    /** Lets a process with Blink write tables into folders of one that becomes {@code folder} when all are there. */
    static void writeUnlessThere(
            Path folder, Resources resources, PrintStream progress, BiConsumer<Peer, Path> writing) {
        if (Files.exists(folder)) {
            return;
        }
        progress.printf("Making %s%n", folder);
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        EngineSettings settings =
                EngineSettings.load("blink-stream", resources).with(Map.of("execution.runtime-mode", "batch"));
        try (Peer blink = Peer.start(new PeerOptions(
                new BlinkProgram(),
                resources.folder().resolve("nexmark-events"),
                resources.binding(),
                settings.jvmOptions(),
                settings.settings()))) {
            writing.accept(blink, unfinished);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot write " + folder, e);
        }
    }

    private static void writeEvents(Peer blink, Path below, long events, long rate, int splits) {
        blink.execute("CREATE TEMPORARY TABLE events WITH (" + generator(events, rate, splits) + ")", TIMEOUT);
        for (EventTable table : TABLES) {
            String fields = table.fields().stream()
                    .map(field -> table.name() + "." + field)
                    .collect(Collectors.joining(", "));
            String select = "SELECT " + fields + " FROM events WHERE event_type = " + table.type();
            write(blink, below, table.name(), table.columns(), select);
        }
    }

    /** Options of a table of events. */
    static String generator(long events, long rate, int splits) {
        return "'connector' = 'nexmark', 'events.num' = '" + events + "', 'first-event.rate' = '" + rate
                + "', 'splits' = '" + splits + "'";
    }

    static void writeSideInput(Peer blink, Path below) {
        blink.execute(
                "CREATE TEMPORARY TABLE numbers (key BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '"
                        + SIDE_ROWS + "', 'fields.key.kind' = 'sequence')",
                TIMEOUT);
        write(blink, below, SIDE_INPUT, SIDE_COLUMNS, "SELECT key, CAST(key AS STRING) FROM numbers");
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

    @Override
    public List<String> definitions(boolean flink) {
        List<String> statements = new ArrayList<>();
        for (EventTable table : TABLES) {
            statements.add("CREATE TEMPORARY TABLE " + table.name() + " (" + table.columns()
                    + ", WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND) WITH ("
                    + files(flink, location(table.name())) + ")");
        }
        statements.add(sideInput(flink, location(SIDE_INPUT)));
        return statements;
    }

    /** @param location of Blink's table; Flink's is in memory */
    static String sideInput(boolean flink, String location) {
        String options = flink ? "'connector' = 'side-input'" : files(false, location);
        return "CREATE TEMPORARY TABLE " + SIDE_INPUT + " (" + SIDE_COLUMNS + ") WITH (" + options + ")";
    }

    /** A file is one split, so that it is read in its order. */
    private static String files(boolean flink, String location) {
        String files = "'connector' = 'filesystem', 'format' = 'parquet', 'path' = '" + location + "'";
        return flink ? files : files + ", 'source.split.size' = '1 tb'";
    }

    private String location(String table) {
        return "file://" + folder.resolve(table);
    }
}
