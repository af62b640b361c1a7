package io.blink.formats.avro;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.util.List;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * A schema that an option gives in place of the one that follows from a table's columns. It has the same fields, in any order, of the same types; names of records, documentation, defaults,
 * aliases, decimals of fixed length and where null stands in a union are its own.
 */
public final class GivenSchema {
    private final String option;

    private GivenSchema(String option) {
        this.option = option;
    }

    /**
     * Reads the schema; an error that names what the columns do not have like it.
     *
     * @param option that gives it
     * @param derived from the columns
     */
    public static Schema of(String option, String text, Schema derived) {
        GivenSchema given = new GivenSchema(option);
        try {
            Schema schema = new Schema.Parser().parse(text);
            given.compare("", schema, derived);
            return schema;
        } catch (AvroRuntimeException e) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION, "'" + option + "' is no schema of Avro: " + e.getMessage(), e);
        }
    }

    /** @param place within the record; empty: the record */
    private void compare(String place, Schema schema, Schema derived) {
        Schema given = present(schema);
        Schema wanted = present(derived);
        boolean fixedDecimal = given.getType() == Schema.Type.FIXED && fits(given, wanted);
        if (!fixedDecimal && (given.getType() != wanted.getType() || !sameMeaning(given, wanted))) {
            throw invalid(text(place) + " is " + text(given) + " in the schema and " + text(wanted) + " in the table");
        }
        switch (given.getType()) {
            case RECORD -> compareFields(place, given, wanted);
            case ARRAY -> compare(place, given.getElementType(), wanted.getElementType());
            case MAP -> compare(place, given.getValueType(), wanted.getValueType());
            default -> {
                // It has no parts.
            }
        }
    }

    /** Of a union with null the other branch. */
    private static Schema present(Schema schema) {
        List<Schema> branches = schema.isUnion() ? schema.getTypes() : List.of();
        boolean nullable = branches.size() == 2 && schema.isNullable();
        return nullable ? branches.get(branches.get(0).getType() == Schema.Type.NULL ? 1 : 0) : schema;
    }

    private static boolean sameMeaning(Schema given, Schema wanted) {
        if (wanted.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return given.getLogicalType() instanceof LogicalTypes.Decimal other && holds(other, decimal);
        }
        return Objects.equals(name(given.getLogicalType()), name(wanted.getLogicalType()));
    }

    private static boolean holds(LogicalTypes.Decimal given, LogicalTypes.Decimal wanted) {
        return given.getScale() == wanted.getScale() && given.getPrecision() >= wanted.getPrecision();
    }

    /** Avro allows a fixed decimal no more digits than its bytes hold. */
    private static boolean fits(Schema fixed, Schema wanted) {
        return fixed.getLogicalType() instanceof LogicalTypes.Decimal given
                && wanted.getLogicalType() instanceof LogicalTypes.Decimal decimal
                && holds(given, decimal);
    }

    private static String name(LogicalType type) {
        return type == null ? null : type.getName();
    }

    private void compareFields(String place, Schema given, Schema wanted) {
        String of = place.isEmpty() ? "" : place + ".";
        for (Schema.Field field : given.getFields()) {
            Schema.Field column = wanted.getField(field.name());
            if (column == null) {
                throw invalid(text(of + field.name()) + " of the schema is no column of the table");
            }
            compare(of + field.name(), field.schema(), column.schema());
        }
        for (Schema.Field column : wanted.getFields()) {
            if (given.getField(column.name()) == null) {
                throw invalid("the schema has no " + text(of + column.name()) + ", which is a column of the table");
            }
        }
    }

    private static String text(String place) {
        return place.isEmpty() ? "the record" : "'" + place + "'";
    }

    private static String text(Schema schema) {
        if (schema.isUnion()) {
            return schema.toString();
        }
        String type = schema.getType().getName();
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return type + " (decimal(" + decimal.getPrecision() + ", " + decimal.getScale() + "))";
        }
        return schema.getLogicalType() == null ? type : type + " (" + name(schema.getLogicalType()) + ")";
    }

    private BlinkException invalid(String why) {
        return new BlinkException(
                CoreErrorCode.INVALID_CONFIGURATION,
                "'" + option + "': " + why + "; the schema must have the table's columns and their types.");
    }
}
