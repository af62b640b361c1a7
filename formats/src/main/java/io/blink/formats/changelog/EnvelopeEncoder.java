package io.blink.formats.changelog;

import io.blink.core.column.Batch;
import io.blink.core.column.RowKind;
import io.blink.core.column.TextBuffer;
import io.blink.formats.json.JsonOptions;
import io.blink.formats.json.JsonRecordEncoder;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordEncoder;
import java.nio.charset.StandardCharsets;

/** Writes rows within what says whether they come or go. */
final class EnvelopeEncoder implements RecordEncoder {
    private final JsonRecordEncoder row;
    private final byte[] beforeNew;
    private final byte[] behindNew;
    private final byte[] beforeOld;
    private final byte[] behindOld;
    private byte[] kinds;

    EnvelopeEncoder(EncodingRequest request, JsonOptions options, EnvelopeFormat.Frame frame) {
        row = new JsonRecordEncoder(request, options);
        beforeNew = frame.beforeNew().getBytes(StandardCharsets.UTF_8);
        behindNew = frame.behindNew().getBytes(StandardCharsets.UTF_8);
        beforeOld = frame.beforeOld().getBytes(StandardCharsets.UTF_8);
        behindOld = frame.behindOld().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void begin(Batch batch) {
        row.begin(batch);
        kinds = batch.rowKinds();
    }

    @Override
    public void encode(int position, TextBuffer target) {
        boolean old = kinds != null
                && (kinds[position] == RowKind.UPDATE_BEFORE.ordinal() || kinds[position] == RowKind.DELETE.ordinal());
        byte[] before = old ? beforeOld : beforeNew;
        byte[] behind = old ? behindOld : behindNew;
        target.append(before, 0, before.length);
        row.encode(position, target);
        target.append(behind, 0, behind.length);
    }
}
