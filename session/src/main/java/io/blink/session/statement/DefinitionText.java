package io.blink.session.statement;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The statement that would create a table or view again. */
final class DefinitionText {
    private DefinitionText() {}

    /** @param options those that a user may write */
    static String of(CatalogTable table, Map<String, String> options) {
        String name = quoted(table.path().catalog()) + "." + quoted(table.path().database()) + "."
                + quoted(table.path().table());
        if (table.isView()) {
            return "CREATE VIEW " + name + " AS\n" + table.viewText();
        }
        StringBuilder text = new StringBuilder("CREATE TABLE ").append(name).append(" (\n  ");
        text.append(String.join(",\n  ", elements(table))).append("\n)");
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

    private static List<String> elements(CatalogTable table) {
        List<String> elements = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            String declared = column.computedAs() == null ? column.type().toString() : "AS " + column.computedAs();
            String comment = column.comment() == null ? "" : " COMMENT " + literal(column.comment());
            elements.add(quoted(column.name()) + " " + declared + comment);
        }
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

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
