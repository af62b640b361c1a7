package io.blink.formats.avro.registry;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.RowKind;
import io.blink.core.column.TextBuffer;
import io.blink.formats.avro.BufferStream;
import io.blink.formats.avro.EncodedRow;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;

/** Writes rows within Debezium's envelope: {@code before}, {@code after} and {@code op}, each a union whose first branch is null. */
final class EnvelopeRecords implements RecordEncoder {
    private static final int NULL = 0;
    private static final int PRESENT = 1;
    private static final Utf8 COMES = new Utf8("c");
    private static final Utf8 GOES = new Utf8("d");

    private final List<Integer> indices;
    private final EncodedRow row;
    private final BufferStream stream = new BufferStream();
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(stream, null);
    private List<Column> columns = List.of();
    private byte[] kinds;

    EnvelopeRecords(EncodingRequest request, Schema envelope) {
        indices = request.columns();
        Schema content =
                envelope.getField(EnvelopeFields.AFTER).schema().getTypes().get(PRESENT);
        row = new EncodedRow("", content, request.fields());
    }

    @Override
    public void begin(Batch batch) {
        columns = indices.stream().map(index -> batch.column(index).flat()).toList();
        kinds = batch.rowKinds();
    }

    @Override
    public void encode(int position, TextBuffer target) {
        stream.into(target);
        boolean goes = kinds != null
                && (kinds[position] == RowKind.UPDATE_BEFORE.ordinal() || kinds[position] == RowKind.DELETE.ordinal());
        try {
            if (!goes) {
                encoder.writeIndex(NULL);
            }
            encoder.writeIndex(PRESENT);
            row.write(columns, position, encoder);
            if (goes) {
                encoder.writeIndex(NULL);
            }
            encoder.writeIndex(PRESENT);
            encoder.writeString(goes ? GOES : COMES);
            encoder.flush();
        } catch (IOException e) {
            // The stream writes to memory.
            throw new UncheckedIOException(e);
        }
    }
}
