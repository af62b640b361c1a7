package io.blink.formats.record;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.RowKind;
import io.blink.core.column.TextBuffer;
import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.type.Field;
import io.blink.formats.FormatErrorCode;
import java.util.List;

/** A record is one value, as it is: the UTF-8 of a string, or bytes. */
final class RawFormat implements RecordFormat {
    @Override
    public String name() {
        return "raw";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of();
    }

    @Override
    public void check(List<Field> fields, Configuration options) {
        boolean fits = fields.size() == 1
                && (fields.get(0).type().kind().isCharacter()
                        || fields.get(0).type().kind().isBinary());
        if (!fits) {
            throw new BlinkException(
                    FormatErrorCode.UNSUPPORTED_RECORD,
                    "Format 'raw' takes one column, a string or bytes, and not " + fields
                            + "; use 'json' or 'csv' for more.");
        }
    }

    @Override
    public RecordDecoder decoder(DecodingRequest request) {
        boolean wanted = !request.wanted().isEmpty();
        boolean text = request.fields().get(0).type().kind().isCharacter();
        return (bytes, from, length, rows) -> {
            if (text && !Utf8.isValid(bytes, from, from + length)) {
                throw new MalformedRecord("the text is not UTF-8");
            }
            if (wanted) {
                ((BytesColumnBuilder) rows.column(0)).append(bytes, from, length);
            }
            rows.endRow(RowKind.INSERT);
        };
    }

    @Override
    public RecordEncoder encoder(EncodingRequest request) {
        return new Encoder(request.columns().get(0));
    }

    private static final class Encoder implements RecordEncoder {
        private final int column;
        private BytesColumn values;

        Encoder(int column) {
            this.column = column;
        }

        @Override
        public void begin(Batch batch) {
            values = (BytesColumn) batch.column(column).flat();
        }

        @Override
        public void encode(int row, TextBuffer target) {
            target.append(values.bytes(), values.offset(row), values.length(row));
        }
    }
}
