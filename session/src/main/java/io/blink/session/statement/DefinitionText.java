package io.blink.session.statement;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The statement that would create a table or view again. */
final class DefinitionText {
    private static final String HIVE = "hive";

    private DefinitionText() {}

    /** @param options those that a user may write */
    static String of(CatalogTable table, Map<String, String> options) {
        String name = quoted(table.path().catalog()) + "." + quoted(table.path().database()) + "."
                + quoted(table.path().table());
        if (table.isView()) {
            return ofView(table, name);
        }
        if (table.connector().equals(HIVE)) {
            return ofHive(table, name, options);
        }
        StringBuilder text = new StringBuilder("CREATE TABLE ").append(name).append(" (\n  ");
        text.append(String.join(",\n  ", elements(table, table.columns()))).append("\n)");
        if (table.comment() != null) {
            text.append("\nCOMMENT ").append(literal(table.comment()));
        }
        if (!table.partitionKeys().isEmpty()) {
            text.append("\nPARTITIONED BY (")
                    .append(table.partitionKeys().stream()
                            .map(DefinitionText::quoted)
                            .collect(Collectors.joining(", ")))
                    .append(")");
        }
        text.append("\nWITH (\n  'connector' = ").append(literal(table.connector()));
        options.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(option -> text.append(",\n  ")
                .append(literal(option.getKey()))
                .append(" = ")
                .append(literal(option.getValue())));
        return text.append("\n)").toString();
    }

    /** With the names of its columns, which the query may have others for. */
    private static String ofView(CatalogTable view, String name) {
        String columns = view.columns().stream()
                .map(column -> quoted(column.name()))
                .collect(Collectors.joining(", ", " (", ")"));
        String comment = view.comment() == null ? "" : "\nCOMMENT " + literal(view.comment());
        return "CREATE VIEW " + name + columns + comment + " AS\n" + view.viewText();
    }

    /** Hive's clauses; a managed table's place is the metastore's to choose. */
    private static String ofHive(CatalogTable table, String name, Map<String, String> options) {
        Map<String, String> properties = new TreeMap<>(options);
        boolean external = Boolean.parseBoolean(properties.remove("external"));
        String format = properties.remove("format");
        String location = properties.remove("location");
        List<ColumnDefinition> stored = table.columns().stream()
                .filter(column -> !isPartitionKey(table, column))
                .toList();
        StringBuilder text = new StringBuilder(external ? "CREATE EXTERNAL TABLE " : "CREATE TABLE ")
                .append(name)
                .append(" (\n  ")
                .append(String.join(",\n  ", elements(table, stored)))
                .append("\n)");
        if (table.comment() != null) {
            text.append("\nCOMMENT ").append(literal(table.comment()));
        }
        if (!table.partitionKeys().isEmpty()) {
            text.append(table.columns().stream()
                    .filter(column -> isPartitionKey(table, column))
                    .map(DefinitionText::column)
                    .collect(Collectors.joining(", ", "\nPARTITIONED BY (", ")")));
        }
        text.append("\nSTORED AS ").append(String.valueOf(format).toUpperCase(Locale.ROOT));
        if (external && location != null) {
            text.append("\nLOCATION ").append(literal(location));
        }
        if (!properties.isEmpty()) {
            text.append(properties.entrySet().stream()
                    .map(property -> literal(property.getKey()) + " = " + literal(property.getValue()))
                    .collect(Collectors.joining(",\n  ", "\nTBLPROPERTIES (\n  ", "\n)")));
        }
        return text.toString();
    }

    private static boolean isPartitionKey(CatalogTable table, ColumnDefinition column) {
        return table.partitionKeys().stream().anyMatch(column.name()::equalsIgnoreCase);
    }

    private static String column(ColumnDefinition column) {
        String declared = column.computedAs() == null ? column.type().toString() : "AS " + column.computedAs();
        if (column.metadata() != null) {
            declared += " " + metadata(column.metadata());
        }
        String comment = column.comment() == null ? "" : " COMMENT " + literal(column.comment());
        return quoted(column.name()) + " " + declared + comment;
    }

    static String metadata(ColumnDefinition.Metadata metadata) {
        return "METADATA FROM " + literal(metadata.key()) + (metadata.virtual() ? " VIRTUAL" : "");
    }

    private static List<String> elements(CatalogTable table, List<ColumnDefinition> columns) {
        List<String> elements = new ArrayList<>();
        columns.forEach(column -> elements.add(column(column)));
        if (!table.primaryKey().isEmpty()) {
            elements.add("PRIMARY KEY ("
                    + table.primaryKey().stream().map(DefinitionText::quoted).collect(Collectors.joining(", "))
                    + ") NOT ENFORCED");
        }
        if (table.watermark() != null) {
            elements.add("WATERMARK FOR " + quoted(table.watermark().column()) + " AS "
                    + table.watermark().expression());
        }
        return elements;
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
