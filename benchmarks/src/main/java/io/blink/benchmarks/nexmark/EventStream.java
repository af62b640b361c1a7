package io.blink.benchmarks.nexmark;

import io.blink.benchmarks.nexmark.NexmarkData.EventTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One table {@code events} of events of all kinds, as the published benchmark has it, and a view of those of each kind. The statements are the same for both engines. */
final class EventStream {
    static final String COLUMNS = "event_type INT, "
            + NexmarkData.TABLES.stream()
                    .map(table -> table.name() + " ROW<" + table.columns() + ">")
                    .collect(Collectors.joining(", "));

    static final String ALL = "SELECT event_type, person, auction, bid FROM events";

    private EventStream() {}

    /** What the events cost by themselves: all columns, into a sink that drops them. */
    static NexmarkQuery alone(String id) {
        return new NexmarkQuery(id, COLUMNS, "", Optional.empty(), 0, Optional.empty(), ALL);
    }

    /** @param options of the table */
    static List<String> definitions(String options) {
        String events = "CREATE TEMPORARY TABLE events (" + COLUMNS
                + ", `dateTime` AS CASE event_type WHEN 0 THEN person.`dateTime` WHEN 1 THEN auction.`dateTime` ELSE bid.`dateTime` END"
                + ", WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND) WITH (" + options + ")";
        return Stream.concat(Stream.of(events), NexmarkData.TABLES.stream().map(EventStream::view))
                .toList();
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
