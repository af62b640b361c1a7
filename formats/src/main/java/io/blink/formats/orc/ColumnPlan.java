package io.blink.formats.orc;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.ReadRequest;
import io.blink.formats.orc.column.ColumnReaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.orc.TypeDescription;

/** Which columns of a file a request wants, and which of them it has conditions on. Immutable. */
final class ColumnPlan {
    private static final Pattern HIVE_NAME = Pattern.compile("_col\\d+");

    private final List<Field> wanted;
    private final List<TypeDescription> stored;
    private final boolean[] hasCondition;
    private final boolean[][] ids;

    private ColumnPlan(ReadRequest request, TypeDescription schema, List<TypeDescription> stored) {
        this.wanted = request.readColumns();
        this.stored = stored;
        this.hasCondition = new boolean[wanted.size()];
        request.keyFilters().stream().mapToInt(KeyFilter::column).forEach(column -> hasCondition[column] = true);
        request.filters().forEach(this::markConditions);
        this.ids = new boolean[2][schema.getMaximumId() + 1];
        for (int i = 0; i < wanted.size(); i++) {
            if (stored.get(i) != null) {
                ColumnReaders.mark(stored.get(i), wanted.get(i).type(), ids[hasCondition[i] ? 0 : 1]);
            }
        }
    }

    private void markConditions(Expression filter) {
        if (filter instanceof InputColumn column) {
            hasCondition[column.index()] = true;
        } else if (filter instanceof Call call) {
            call.arguments().forEach(this::markConditions);
        }
    }

    /** Empty if one of the columns is not read here. @param schema of the file */
    static Optional<ColumnPlan> of(ReadRequest request, TypeDescription schema) {
        if (schema.getCategory() != TypeDescription.Category.STRUCT) {
            return Optional.empty();
        }
        boolean byPosition = schema.getFieldNames().stream()
                .allMatch(name -> HIVE_NAME.matcher(name).matches());
        List<TypeDescription> stored = new ArrayList<>();
        for (Field column : request.readColumns()) {
            int at = byPosition
                    ? OrcFooters.indexOf(OrcFooters.tableColumns(request), column.name())
                    : ColumnReaders.child(schema, column.name());
            TypeDescription type = at < 0 || at >= schema.getChildren().size()
                    ? null
                    : schema.getChildren().get(at);
            if (type != null && !ColumnReaders.reads(type, column.type())) {
                return Optional.empty();
            }
            stored.add(type);
        }
        return Optional.of(new ColumnPlan(request, schema, stored));
    }

    int size() {
        return wanted.size();
    }

    DataType wanted(int column) {
        return wanted.get(column).type();
    }

    /** {@code null}: the file lacks it. */
    TypeDescription stored(int column) {
        return stored.get(column);
    }

    boolean hasCondition(int column) {
        return hasCondition[column];
    }

    /** Ids of the columns of the file that have conditions, or of the others. */
    boolean[] ids(boolean conditions) {
        return ids[conditions ? 0 : 1];
    }
}
