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
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;

/** Writes rows within Debezium's envelope, whose fields may stand in any order: {@code before} and {@code after}, unions of null and the row, and {@code op}. */
final class EnvelopeRecords implements RecordEncoder {
    private static final Utf8 COMES = new Utf8("c");
    private static final Utf8 GOES = new Utf8("d");

    /**
     * A field of the envelope.
     *
     * @param present the branch of what is not null, or {@link #NO_UNION}
     * @param row {@code null}: it is the operation
     */
    private record Part(int present, EncodedRow row, boolean before) {
        private static final int NO_UNION = -1;
    }

    private final List<Integer> indices;
    private final List<Part> parts = new ArrayList<>();
    private final BufferStream stream = new BufferStream();
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(stream, null);
    private List<Column> columns = List.of();
    private byte[] kinds;

    EnvelopeRecords(EncodingRequest request, Schema envelope) {
        indices = request.columns();
        for (Schema.Field field : envelope.getFields()) {
            boolean operation = field.name().equals(EnvelopeFields.OPERATION);
            EncodedRow row = operation
                    ? null
                    : new EncodedRow("", EnvelopeFields.content(envelope, field.name()), request.fields());
            parts.add(new Part(present(field.schema()), row, field.name().equals(EnvelopeFields.BEFORE)));
        }
    }

    private static int present(Schema schema) {
        if (!schema.isUnion()) {
            return Part.NO_UNION;
        }
        return schema.getTypes().get(0).getType() == Schema.Type.NULL ? 1 : 0;
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
            for (Part part : parts) {
                if (part.row() == null) {
                    operation(part, goes);
                } else {
                    content(part, goes, position);
                }
            }
            encoder.flush();
        } catch (IOException e) {
            // The stream writes to memory.
            throw new UncheckedIOException(e);
        }
    }

    private void operation(Part part, boolean goes) throws IOException {
        if (part.present() != Part.NO_UNION) {
            encoder.writeIndex(part.present());
        }
        encoder.writeString(goes ? GOES : COMES);
    }

    private void content(Part part, boolean goes, int position) throws IOException {
        boolean there = part.before() == goes;
        encoder.writeIndex(there ? part.present() : 1 - part.present());
        if (there) {
            part.row().write(columns, position, encoder);
        }
    }
}
