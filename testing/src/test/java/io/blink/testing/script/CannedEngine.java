package io.blink.testing.script;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Answers {@code ROWS <type>,<type>: <cell>,<cell>; <cell>,<cell>} with those rows and {@code FAIL <message>} with an error; everything
 * else works. The cell {@code null} is NULL.
 */
final class CannedEngine implements SqlEngine {
    static final CoreErrorCode FAILURE = CoreErrorCode.values()[0];

    final List<String> statements = new ArrayList<>();
    boolean closed;

    @Override
    public SqlResult execute(String statement) {
        statements.add(statement);
        if (statement.startsWith("FAIL ")) {
            throw new BlinkException(FAILURE, statement.substring("FAIL ".length()));
        }
        if (!statement.startsWith("ROWS ")) {
            return SqlResult.EMPTY;
        }
        String[] parts = statement.substring("ROWS ".length()).split(":\\s*", 2);
        List<DataType> types = Arrays.stream(parts[0].split(","))
                .map(name -> name.equals("STRING") ? DataType.string() : DataType.of(TypeKind.valueOf(name)))
                .toList();
        List<List<String>> rows = parts[1].isBlank()
                ? List.of()
                : Arrays.stream(parts[1].split(";", -1)).map(CannedEngine::row).toList();
        return new SqlResult(types, rows);
    }

    @Override
    public void close() {
        closed = true;
    }

    private static List<String> row(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(cell -> cell.equals("null") ? null : cell)
                .toList();
    }
}
