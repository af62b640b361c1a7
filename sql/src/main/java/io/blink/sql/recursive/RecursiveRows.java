package io.blink.sql.recursive;

import io.blink.core.expression.SourcePosition;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.AddedTables;
import io.blink.sql.ObjectName;
import io.blink.sql.PlannerContext;
import io.blink.sql.QueryPlanner;
import io.blink.sql.QueryTree;
import io.blink.sql.RecursionSteps;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.SqlOptions;
import io.blink.sql.Statement;
import io.blink.sql.parser.ParserPositions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The rows of one recursive query: a table of files with a partition for each step, of which each is a table of its own too, so that a step neither lists
 * nor reads the files of all others. The columns have the types of first rows and steps together, strings of any length.
 */
final class RecursiveRows {
    private static final String STEP = "step";

    /** A query that was made here, with the place of the one that the user wrote. */
    private record MadeQuery(SqlNode made, SourcePosition position) implements QueryTree {
        @Override
        public SqlNode tree() {
            return TreeCopy.of(made);
        }

        @Override
        public String text() {
            return made.toString();
        }
    }

    private final SqlWithItem item;
    private final RecursiveForm form;
    private final List<SqlWithItem> visible;
    private final PlannerContext place;
    private final SqlParserPos position;
    private final TablePath path;
    private final TablePath pathOfStep;
    private SqlNodeList names;

    /**
     * @param visible elements of WITH that the query may use
     * @param table a name that no other table has
     */
    RecursiveRows(SqlWithItem item, RecursiveForm form, List<SqlWithItem> visible, PlannerContext place, String table) {
        this.item = item;
        this.form = form;
        this.visible = visible;
        this.place = place;
        this.position = item.name.getParserPosition();
        this.path = new TablePath(place.currentCatalog(), place.currentDatabase(), table);
        this.pathOfStep = new TablePath(place.currentCatalog(), place.currentDatabase(), table + "$" + STEP);
    }

    /** Runs all steps. @param tables get the rows' table */
    CatalogTable compute(RecursionSteps steps, AddedTables tables) {
        String folder = steps.folder();
        List<Field> first = describe(form.first());
        int width = first.size();
        names = names(first);
        tables.with(ofStep(0, types(first), folder));
        List<DataType> types = types(describe(
                SqlStdOperatorTable.UNION_ALL.createCall(position, form.first(), following(width, form.step()))));
        CatalogTable all = all(types, folder);
        tables.with(all);
        long rows = steps.write(
                insert(form.distinct() ? distinct(form.first()) : form.first()), ofStep(0, types, folder), place);
        int max = place.settings().get(SqlOptions.RECURSION_STEPS_MAX);
        for (int step = 1; rows > 0; step++) {
            if (step > max) {
                throw SqlErrors.at(
                        SqlErrorCode.RECURSION_TOO_DEEP,
                        ParserPositions.of(position),
                        "the recursive query '" + item.name.getSimple() + "' still gave " + rows + " rows after " + max
                                + " steps; see that it comes to an end, or set '"
                                + SqlOptions.RECURSION_STEPS_MAX.key() + "' higher");
            }
            tables.with(ofStep(step - 1, types, folder));
            rows = steps.write(insert(following(width)), ofStep(step, types, folder), place);
        }
        return all;
    }

    /** The element of WITH that reads the rows of all steps. */
    SqlWithItem all(CatalogTable table) {
        return Trees.item(item.name, names, select(table.columns().size() - 1, path));
    }

    private SqlNodeList names(List<Field> first) {
        if (item.columnList != null) {
            if (item.columnList.size() != first.size()) {
                throw SqlErrors.at(
                        SqlErrorCode.INVALID_QUERY,
                        ParserPositions.of(position),
                        "the recursive query '" + item.name.getSimple() + "' has " + item.columnList.size()
                                + " names for " + first.size() + " columns");
            }
            return item.columnList;
        }
        List<SqlNode> own = new ArrayList<>();
        first.forEach(field -> own.add(new SqlIdentifier(field.name(), position)));
        return new SqlNodeList(own, position);
    }

    private List<Field> describe(SqlNode query) {
        return QueryPlanner.describe(query(query), place);
    }

    private MadeQuery query(SqlNode body) {
        return new MadeQuery(Trees.with(visible, body), ParserPositions.of(position));
    }

    private SqlNode distinct(SqlNode rows) {
        return Trees.select(SqlNodeList.of(SqlIdentifier.star(position)), rows, true);
    }

    /** The rows of the next step. */
    private SqlNode following(int width) {
        return following(
                width,
                form.distinct()
                        ? SqlStdOperatorTable.EXCEPT.createCall(position, form.step(), select(width, path))
                        : form.step());
    }

    /** A query in which the element's name stands for the rows of the step before. */
    private SqlNode following(int width, SqlNode query) {
        return Trees.with(List.of(Trees.item(item.name, names, select(width, pathOfStep))), query);
    }

    private SqlNode select(int width, TablePath table) {
        SqlIdentifier name = new SqlIdentifier(List.of(table.catalog(), table.database(), table.table()), position);
        return Trees.select(columns(width), name, false);
    }

    private SqlNodeList columns(int width) {
        List<SqlNode> columns = new ArrayList<>();
        IntStream.range(0, width).forEach(i -> columns.add(new SqlIdentifier(column(i), position)));
        return new SqlNodeList(columns, position);
    }

    private static String column(int index) {
        return "c" + index;
    }

    private Statement.Insert insert(SqlNode rows) {
        ObjectName name =
                new ObjectName(List.of(path.catalog(), path.database(), path.table()), ParserPositions.of(position));
        return new Statement.Insert(name, false, List.of(), false, List.of(), query(rows));
    }

    private static List<DataType> types(List<Field> fields) {
        return fields.stream()
                .map(field -> field.type().kind().isCharacter() ? DataType.parse("STRING") : field.type())
                .map(type -> type.withNullable(true))
                .toList();
    }

    private CatalogTable all(List<DataType> types, String folder) {
        List<ColumnDefinition> columns = columns(types);
        columns.add(new ColumnDefinition(STEP, DataType.parse("INT")));
        return table(path, columns, List.of(STEP), folder);
    }

    private CatalogTable ofStep(int step, List<DataType> types, String folder) {
        return table(pathOfStep, columns(types), List.of(), folder + "/" + STEP + "=" + step);
    }

    private static List<ColumnDefinition> columns(List<DataType> types) {
        List<ColumnDefinition> columns = new ArrayList<>();
        types.forEach(type -> columns.add(new ColumnDefinition(column(columns.size()), type)));
        return columns;
    }

    private static CatalogTable table(
            TablePath path, List<ColumnDefinition> columns, List<String> partitionKeys, String folder) {
        Map<String, String> options = Map.of("path", folder, "format", "parquet");
        return new CatalogTable(path, "filesystem", columns, partitionKeys, List.of(), options, null, null, null);
    }
}
