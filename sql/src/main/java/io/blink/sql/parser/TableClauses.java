package io.blink.sql.parser;

import io.blink.core.expression.SourcePosition;
import io.blink.core.type.DataType;
import io.blink.sql.AlterTableAction;
import io.blink.sql.ColumnDefinition;
import io.blink.sql.ObjectName;
import io.blink.sql.PartitionColumn;
import io.blink.sql.PrimaryKey;
import io.blink.sql.QueryText;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import io.blink.sql.StorageFormat;
import io.blink.sql.TableLike;
import io.blink.sql.WatermarkDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Collects the clauses of one CREATE TABLE while the grammar meets them, in whatever order. The grammar's actions write the fields. */
final class TableClauses {
    ObjectName name;
    boolean temporary;
    boolean external;
    boolean ifNotExists;
    String comment;
    String storedAs;
    String inputFormat;
    String outputFormat;
    String serde;
    Map<String, String> serdeProperties = Map.of();
    boolean delimited;
    String location;
    Map<String, String> properties = Map.of();
    Map<String, String> options = Map.of();
    ObjectName like;
    final LikeFeatures likeFeatures = new LikeFeatures();
    QueryText query;

    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final Map<String, AlterTableAction.ColumnPlace> places = new HashMap<>();
    private final List<PartitionColumn> partitionColumns = new ArrayList<>();
    private final Map<String, String> delimiters = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private PrimaryKey primaryKey;
    private WatermarkDefinition watermark;

    void addPhysicalColumn(SqlIdentifier column, DataType type, Optional<String> columnComment) {
        columns.add(new ColumnDefinition.Physical(newName(column), type, columnComment, position(column)));
    }

    void addComputedColumn(SqlIdentifier column, String expression, Optional<String> columnComment) {
        columns.add(new ColumnDefinition.Computed(newName(column), expression, columnComment, position(column)));
    }

    void addMetadataColumn(
            SqlIdentifier column,
            DataType type,
            Optional<String> key,
            boolean virtual,
            Optional<String> columnComment) {
        columns.add(
                new ColumnDefinition.Metadata(newName(column), type, key, virtual, columnComment, position(column)));
    }

    void addColumnOfQuery(SqlIdentifier column) {
        columns.add(new ColumnDefinition.OfQuery(newName(column), position(column)));
    }

    /** Where the column that was added last stands; keys and watermarks have no place. */
    void placeLast(int columnsBefore, Optional<AlterTableAction.ColumnPlace> place, SqlParserPos at) {
        if (place.isPresent() && columns.size() == columnsBefore) {
            throw SqlErrors.at(
                    SqlErrorCode.SYNTAX_ERROR, SourceText.positionOf(at), "FIRST and AFTER are places of columns");
        }
        place.ifPresent(given -> places.put(columns.get(columns.size() - 1).name(), given));
    }

    int columnCount() {
        return columns.size();
    }

    /** Physical columns and others, for ALTER TABLE … REPLACE COLUMNS. */
    List<ColumnDefinition> columns() {
        return typedColumns();
    }

    /** For ALTER TABLE … ADD and MODIFY. */
    AlterTableAction.TableSchema schema() {
        return new AlterTableAction.TableSchema(
                typedColumns().stream()
                        .map(column -> new AlterTableAction.PlacedColumn(
                                column, Optional.ofNullable(places.get(column.name()))))
                        .toList(),
                Optional.ofNullable(primaryKey),
                Optional.ofNullable(watermark));
    }

    private List<ColumnDefinition> typedColumns() {
        columns.stream()
                .filter(ColumnDefinition.OfQuery.class::isInstance)
                .findFirst()
                .ifPresent(column -> {
                    throw SqlErrors.at(
                            SqlErrorCode.SYNTAX_ERROR,
                            column.position(),
                            "the column '" + column.name() + "' needs a type");
                });
        return List.copyOf(columns);
    }

    /** Names without types are those of a query's columns, all of them. */
    private List<ColumnDefinition> columnsOfTable() {
        boolean allNamed = columns.stream().allMatch(ColumnDefinition.OfQuery.class::isInstance);
        return query != null && allNamed ? List.copyOf(columns) : typedColumns();
    }

    void addPartitionColumn(SqlIdentifier column, Optional<DataType> type, Optional<String> columnComment) {
        String columnName = type.isPresent() ? newName(column) : column.getSimple();
        partitionColumns.add(new PartitionColumn(columnName, type, columnComment, position(column)));
    }

    /** @param constraint its name, or {@code null} */
    void addPrimaryKey(SqlIdentifier constraint, List<String> keyColumns, SqlParserPos at) {
        if (primaryKey != null) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT, SourceText.positionOf(at), "a table has only one PRIMARY KEY");
        }
        primaryKey = new PrimaryKey(
                Optional.ofNullable(constraint).map(SqlIdentifier::getSimple), keyColumns, SourceText.positionOf(at));
    }

    void addWatermark(SqlIdentifier column, String expression) {
        if (watermark != null) {
            throw SqlErrors.at(SqlErrorCode.INVALID_STATEMENT, position(column), "a table has only one WATERMARK");
        }
        watermark = new WatermarkDefinition(String.join(".", column.names), expression, position(column));
    }

    /** Hive reads backslash escapes in its delimiters: {@code \t}, {@code \\}, and three octal digits as in {@code \001}. */
    void delimiter(String property, String written) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '\\' || i + 1 == written.length()) {
                text.append(c);
            } else if (written.substring(i + 1).matches("(?s)[01][0-7][0-7].*")) {
                text.append((char) Integer.parseInt(written.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                i++;
                text.append(
                        switch (written.charAt(i)) {
                            case 't' -> '\t';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 'b' -> '\b';
                            case '0' -> '\0';
                            default -> written.charAt(i);
                        });
            }
        }
        delimiters.put(property, text.toString());
    }

    Statement createTable(boolean replace) {
        if (replace && ifNotExists) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    name.position(),
                    "OR REPLACE and IF NOT EXISTS do not go together; give one of them");
        }
        if (like != null && query != null) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    like.position(),
                    "LIKE and AS do not go together; give one of them");
        }
        boolean hiveForm = external
                || serde != null
                || delimited
                || storedAs != null
                || inputFormat != null
                || location != null
                || !properties.isEmpty();
        if (hiveForm && !options.isEmpty()) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    name.position(),
                    "WITH ('connector' = …) does not go together with EXTERNAL, ROW FORMAT, STORED AS, LOCATION or TBLPROPERTIES");
        }
        return new Statement.CreateTable(
                name,
                temporary,
                replace,
                external,
                ifNotExists,
                columnsOfTable(),
                Optional.ofNullable(primaryKey),
                Optional.ofNullable(watermark),
                Optional.ofNullable(comment),
                List.copyOf(partitionColumns),
                storage(),
                Optional.ofNullable(location),
                properties,
                options,
                Optional.ofNullable(like).map(source -> new TableLike(source, likeFeatures.taken())),
                Optional.ofNullable(query));
    }

    private StorageFormat storage() {
        return new StorageFormat(
                Optional.ofNullable(storedAs),
                Optional.ofNullable(inputFormat),
                Optional.ofNullable(outputFormat),
                Optional.ofNullable(serde),
                serdeProperties,
                delimited,
                delimiters);
    }

    private String newName(SqlIdentifier column) {
        if (!names.add(column.getSimple().toLowerCase(Locale.ROOT))) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    position(column),
                    "the column '" + column.getSimple() + "' is defined twice");
        }
        return column.getSimple();
    }

    private static SourcePosition position(SqlIdentifier identifier) {
        return SourceText.positionOf(identifier.getParserPosition());
    }
}
