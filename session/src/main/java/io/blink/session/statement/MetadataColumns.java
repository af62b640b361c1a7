package io.blink.session.statement;

import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.session.SessionErrorCode;
import java.util.Map;

/** METADATA columns of CREATE TABLE against what the connector knows. */
final class MetadataColumns {
    private MetadataColumns() {}

    static ColumnDefinition define(io.blink.sql.ColumnDefinition.Metadata column, ConnectorFactory connector) {
        Map<String, DataType> known = connector.metadataColumns();
        String key = column.key().orElse(column.name());
        if (known.isEmpty()) {
            throw refused(
                    column.position(),
                    "connector '" + connector.name() + "' has no METADATA for '" + column.name() + "'");
        }
        DataType type = known.get(key);
        if (type == null) {
            throw refused(
                    column.position(),
                    "connector '" + connector.name() + "' has no METADATA '" + key + "'; there are " + known.keySet()
                            + "." + NearestName.hint(key, known.keySet()));
        }
        if (!fits(type, column.type())) {
            throw refused(
                    column.position(),
                    "METADATA '" + key + "' is " + type + " and cannot be a column of " + column.type());
        }
        return new ColumnDefinition(
                column.name(),
                column.type(),
                null,
                column.comment().orElse(null),
                new ColumnDefinition.Metadata(key, column.virtual()));
    }

    /** A wider whole number and a time with or without its zone are the connector's to make; anything else takes a computed column. */
    private static boolean fits(DataType known, DataType declared) {
        boolean wider = known.kind() == TypeKind.INT && declared.kind() == TypeKind.BIGINT;
        boolean time = known.kind() == TypeKind.TIMESTAMP_LTZ
                && (declared.kind() == TypeKind.TIMESTAMP || declared.kind() == TypeKind.TIMESTAMP_LTZ);
        return wider || time || known.equalsIgnoringNullability(declared);
    }

    private static BlinkException refused(SourcePosition position, String why) {
        return new BlinkException(SessionErrorCode.INVALID_TABLE_DEFINITION, position + ": " + why);
    }
}
