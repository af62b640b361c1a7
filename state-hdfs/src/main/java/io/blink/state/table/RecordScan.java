package io.blink.state.table;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.spi.state.TableCursor;
import io.blink.state.record.Expiry;
import io.blink.state.record.FieldReading;
import io.blink.state.record.RecordBytes;
import io.blink.state.record.RecordField;
import io.blink.state.record.RecordLayout;
import io.blink.state.record.RecordPlaces;
import java.util.ArrayList;
import java.util.List;

/** All records of a log that are not over, page by page, with their keys and values. Records must not change meanwhile. */
final class RecordScan implements TableCursor {
    private final int[] addresses = new int[Batch.TARGET_ROWS];
    private final RecordPlaces places = new RecordPlaces();
    private final RecordLayout layout;
    private final List<RecordField> keys;
    private final RecordLog log;
    private final Expiry expiry;
    private final long deadline;
    private int page;
    private int offset;

    /** @param keys those of the layout that are shown */
    RecordScan(RecordLayout layout, List<RecordField> keys, RecordLog log) {
        this.layout = layout;
        this.keys = keys;
        this.log = log;
        this.expiry = log.expiry();
        this.deadline = expiry.deadlineMillis();
    }

    @Override
    public Batch next() {
        int count = 0;
        while (count < addresses.length && page < log.pageCount()) {
            RecordPage current = log.directory()[page];
            offset = current == null ? 0 : RecordLog.nextLive(current, offset);
            if (current == null || offset >= current.used()) {
                page++;
                offset = 0;
            } else {
                addresses[count] = RecordAddress.of(page, offset);
                count += expiry.applies() && expiry.isOver(current.bytes(), offset, deadline) ? 0 : 1;
                offset += RecordBytes.length(current.bytes(), offset);
            }
        }
        return count == 0 ? null : batch(count);
    }

    private Batch batch(int count) {
        log.resolve(addresses, count, places);
        List<Column> columns = new ArrayList<>();
        columns.addAll(List.of(FieldReading.read(keys, layout.fixedBytes(), count, places)));
        columns.addAll(List.of(FieldReading.read(layout.values(), layout.fixedBytes(), count, places)));
        return new Batch(count, columns);
    }
}
