package io.blink.testing.peers.nexmark;

import java.io.Serializable;
import org.apache.flink.table.types.DataType;

/**
 * What is wanted of an event: a column, or a field of a ROW as a column of its own.
 *
 * @param field {@code null}: the whole column
 */
record EventPath(String column, String field) implements Serializable {
    /** @param path positions in the declared row and, where there is a second one, in its ROW */
    static EventPath of(DataType declared, int[] path) {
        String column = DataType.getFieldNames(declared).get(path[0]);
        DataType type = DataType.getFieldDataTypes(declared).get(path[0]);
        return new EventPath(
                column, path.length == 1 ? null : DataType.getFieldNames(type).get(path[1]));
    }

    @Override
    public String toString() {
        return field == null ? column : column + "." + field;
    }
}
