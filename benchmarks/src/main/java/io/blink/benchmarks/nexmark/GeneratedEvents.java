package io.blink.benchmarks.nexmark;

import io.blink.benchmarks.engine.Resources;
import io.blink.benchmarks.nexmark.NexmarkData.EventTable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Events that each engine generates in its own process, with the same code and for each run again: one table of events, and a view of those of each kind. The statements are the
 * same for both engines, but for {@code side_input}.
 *
 * @param sideInput a Parquet table, for Blink
 * @param splits as many as threads
 */
record GeneratedEvents(Path sideInput, long events, long rate, int splits) implements NexmarkTables {
    private static final String COLUMNS = "event_type INT, "
            + NexmarkData.TABLES.stream()
                    .map(table -> table.name() + " ROW<" + table.columns() + ">")
                    .collect(Collectors.joining(", "));

    /** Generating alone: all columns, into a sink that drops them. */
    static final NexmarkQuery GENERATE = new NexmarkQuery(
            "generate",
            COLUMNS,
            "",
            Optional.empty(),
            0,
            Optional.empty(),
            "SELECT event_type, person, auction, bid FROM events");

    /** Makes {@code side_input} unless it is there. */
    static GeneratedEvents prepare(Path below, long events, long rate, Resources resources, PrintStream progress) {
        Path folder = below.resolve("nexmark-side-input").toAbsolutePath();
        NexmarkData.writeUnlessThere(folder, resources, progress, NexmarkData::writeSideInput);
        return new GeneratedEvents(folder.resolve(NexmarkData.SIDE_INPUT), events, rate, resources.threads());
    }

    @Override
    public List<String> definitions(boolean flink) {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TEMPORARY TABLE events (" + COLUMNS
                + ", `dateTime` AS CASE event_type WHEN 0 THEN person.`dateTime` WHEN 1 THEN auction.`dateTime` ELSE bid.`dateTime` END"
                + ", WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND) WITH ("
                + NexmarkData.generator(events, rate, splits) + ")");
        NexmarkData.TABLES.forEach(table -> statements.add(view(table)));
        statements.add(NexmarkData.sideInput(flink, "file://" + sideInput));
        return statements;
    }

    /** The time of the event is what the watermark is for, and so is the view's. */
    private static String view(EventTable table) {
        String fields = table.fields().stream()
                .map(field -> field.equals("`dateTime`") ? field : table.name() + "." + field)
                .collect(Collectors.joining(", "));
        return "CREATE TEMPORARY VIEW " + table.name() + " AS SELECT " + fields + " FROM events WHERE event_type = "
                + table.type();
    }
}
