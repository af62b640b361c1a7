package io.blink.formats.orc.column;

import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.PhysicalType;
import io.blink.core.type.TypeKind;
import io.blink.formats.orc.stream.BitRuns;
import io.blink.formats.orc.stream.ByteRuns;
import io.blink.formats.orc.stream.LongRuns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.apache.orc.OrcProto.ColumnEncoding;
import org.apache.orc.OrcProto.Stream.Kind;
import org.apache.orc.TypeDescription;

/** The readers by types of file and table. */
public final class ColumnReaders {
    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    /** A column below arrays may have more values, and entries, than its stripe has rows. */
    private static final int ENTRIES_TRUSTED_MAX = 1 << 24;

    private ColumnReaders() {}

    /** Whether a column is read here: its type is the table's, or only narrower. */
    public static boolean reads(TypeDescription stored, DataType wanted) {
        TypeKind kind = wanted.kind();
        return switch (stored.getCategory()) {
            case BOOLEAN -> kind == TypeKind.BOOLEAN;
            case BYTE -> kind == TypeKind.TINYINT;
            case SHORT -> kind == TypeKind.SMALLINT || kind == TypeKind.INT || kind == TypeKind.BIGINT;
            case INT -> kind == TypeKind.INT || kind == TypeKind.BIGINT;
            case LONG -> kind == TypeKind.BIGINT;
            case FLOAT -> kind == TypeKind.FLOAT;
            case DOUBLE -> kind == TypeKind.DOUBLE;
            case DATE -> kind == TypeKind.DATE;
            case TIMESTAMP -> kind == TypeKind.TIMESTAMP;
            case TIMESTAMP_INSTANT -> kind == TypeKind.TIMESTAMP_LTZ;
            case STRING -> kind == TypeKind.VARCHAR && wanted.precision() == DataType.UNBOUNDED;
            case VARCHAR ->
                kind == TypeKind.VARCHAR
                        && (wanted.precision() == DataType.UNBOUNDED || wanted.precision() >= stored.getMaxLength());
            case CHAR -> kind == TypeKind.CHAR && wanted.precision() == stored.getMaxLength();
            case BINARY -> kind == TypeKind.VARBINARY && wanted.precision() == DataType.UNBOUNDED;
            case DECIMAL ->
                kind == TypeKind.DECIMAL
                        && wanted.scale() == stored.getScale()
                        && wanted.precision() >= stored.getPrecision();
            case LIST -> kind == TypeKind.ARRAY && reads(stored.getChildren().get(0), wanted.element());
            case MAP ->
                kind == TypeKind.MAP
                        && IntStream.range(0, 2)
                                .allMatch(i -> reads(
                                        stored.getChildren().get(i),
                                        wanted.fields().get(i).type()));
            case STRUCT ->
                kind == TypeKind.ROW
                        && wanted.fields().stream().allMatch(field -> {
                            int at = child(stored, field.name());
                            return at < 0 || reads(stored.getChildren().get(at), field.type());
                        });
            default -> false;
        };
    }

    /** Index of the field of that name, without case; -1: none. */
    public static int child(TypeDescription struct, String name) {
        List<String> names = struct.getFieldNames();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Marks the columns of the file whose streams the reader of a column needs. @param needed by column id */
    public static void mark(TypeDescription stored, DataType wanted, boolean[] needed) {
        needed[stored.getId()] = true;
        switch (stored.getCategory()) {
            case LIST -> mark(stored.getChildren().get(0), wanted.element(), needed);
            case MAP -> {
                for (int i = 0; i < 2; i++) {
                    mark(stored.getChildren().get(i), wanted.fields().get(i).type(), needed);
                }
            }
            case STRUCT -> {
                for (Field field : wanted.fields()) {
                    int at = child(stored, field.name());
                    if (at >= 0) {
                        mark(stored.getChildren().get(at), field.type(), needed);
                    }
                }
            }
            default -> {
                // Has no children.
            }
        }
    }

    /** @param stored {@code null}: the file lacks the column, which is NULL */
    public static OrcColumnReader of(TypeDescription stored, DataType wanted, StripeData stripe) throws IOException {
        if (stored == null) {
            return new NullReader(wanted);
        }
        int id = stored.getId();
        Presence presence = Presence.of(stripe, id);
        return switch (stored.getCategory()) {
            case LIST -> {
                List<OrcColumnReader> child = List.of(of(stored.getChildren().get(0), wanted.element(), stripe));
                yield new RepeatedReader(id, presence, stripe.numbers(id, Kind.LENGTH, false), child);
            }
            case MAP -> {
                List<OrcColumnReader> children = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    children.add(of(
                            stored.getChildren().get(i), wanted.fields().get(i).type(), stripe));
                }
                yield new RepeatedReader(id, presence, stripe.numbers(id, Kind.LENGTH, false), children);
            }
            case STRUCT -> {
                List<OrcColumnReader> fields = new ArrayList<>();
                for (Field field : wanted.fields()) {
                    int at = child(stored, field.name());
                    fields.add(of(at < 0 ? null : stored.getChildren().get(at), field.type(), stripe));
                }
                yield new RowReader(id, presence, fields, wanted);
            }
            default -> new FlatReader(id, presence, values(stored, wanted, stripe));
        };
    }

    private static Values values(TypeDescription stored, DataType wanted, StripeData stripe) throws IOException {
        int id = stored.getId();
        return switch (stored.getCategory()) {
            case BOOLEAN -> new BooleanValues(new BitRuns(stripe.stream(id, Kind.DATA)));
            case BYTE -> new ByteValues(new ByteRuns(stripe.stream(id, Kind.DATA)));
            case SHORT, INT, LONG ->
                new IntegerValues(stripe.numbers(id, Kind.DATA, true), wanted.physicalType(), false);
            case DATE ->
                new IntegerValues(stripe.numbers(id, Kind.DATA, true), PhysicalType.INT, stripe.isOldCalendar());
            case FLOAT -> new FloatingValues(stripe.stream(id, Kind.DATA), false);
            case DOUBLE -> new FloatingValues(stripe.stream(id, Kind.DATA), true);
            case DECIMAL ->
                new DecimalValues(
                        stripe.stream(id, Kind.DATA),
                        stripe.numbers(id, Kind.SECONDARY, true),
                        wanted.scale(),
                        wanted.physicalType() == PhysicalType.DECIMAL128);
            case TIMESTAMP, TIMESTAMP_INSTANT ->
                new TimestampValues(
                        stripe.numbers(id, Kind.DATA, true),
                        stripe.numbers(id, Kind.SECONDARY, false),
                        wanted.physicalType(),
                        stored.getCategory() == TypeDescription.Category.TIMESTAMP ? stripe.writerZone() : UTC,
                        stripe.isOldCalendar());
            default -> strings(stored, stripe);
        };
    }

    private static Values strings(TypeDescription stored, StripeData stripe) throws IOException {
        int id = stored.getId();
        boolean trims = stored.getCategory() == TypeDescription.Category.CHAR;
        LongRuns lengths = stripe.numbers(id, Kind.LENGTH, false);
        ColumnEncoding encoding = stripe.encoding(id);
        if (encoding.getKind() != ColumnEncoding.Kind.DICTIONARY_V2) {
            return new DirectStrings(stripe.stream(id, Kind.DATA), lengths, trims);
        }
        int entries = encoding.getDictionarySize();
        if (entries < 0 || entries > Math.max(stripe.rows(), ENTRIES_TRUSTED_MAX)) {
            throw new IOException("a dictionary of " + entries + " entries for " + stripe.rows() + " rows");
        }
        LongRuns ids = stripe.numbers(id, Kind.DATA, false);
        return DictionaryStrings.of(ids, entries, stripe.stream(id, Kind.DICTIONARY_DATA), lengths, trims);
    }
}
