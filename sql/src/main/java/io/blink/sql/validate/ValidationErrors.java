package io.blink.sql.validate;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.type.TypeKind;
import io.blink.sql.Catalogs;
import io.blink.sql.PlannerContext;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.catalog.BlinkTable;
import io.blink.sql.catalog.BlinkView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.schema.Table;

/** Turns what the validator throws into a message with place, thing and nearest name. */
public final class ValidationErrors {
    private static final Pattern OBJECT =
            Pattern.compile("Object '([^']+)' not found(?: within '([^']+)')?.*", Pattern.DOTALL);
    private static final Pattern TABLE = Pattern.compile("Table '([^']+)' not found.*", Pattern.DOTALL);
    private static final Pattern COLUMN =
            Pattern.compile("Column '([^']+)' not found in (?:any table|table '([^']+)').*", Pattern.DOTALL);
    private static final Pattern AMBIGUOUS = Pattern.compile("Column '([^']+)' is ambiguous.*", Pattern.DOTALL);
    private static final Pattern IDENTIFIER = Pattern.compile("Unknown identifier '([^']+)'", Pattern.DOTALL);
    private static final Pattern NO_MATCH =
            Pattern.compile("No match found for function signature (.*)", Pattern.DOTALL);
    private static final Pattern WRONG_TYPES =
            Pattern.compile("(Cannot apply|Invalid number of arguments|Operand).*", Pattern.DOTALL);

    private ValidationErrors() {}

    /** @param used the tables that the statement has found, whose columns may be meant */
    public static BlinkException describe(CalciteContextException error, List<Table> used, PlannerContext context) {
        SourcePosition position =
                new SourcePosition(Math.max(1, error.getPosLine()), Math.max(1, error.getPosColumn()));
        String message = error.getCause() == null
                ? String.valueOf(error.getMessage())
                : String.valueOf(error.getCause().getMessage());
        Matcher column = COLUMN.matcher(message);
        if (column.matches()) {
            return at(SqlErrorCode.UNKNOWN_COLUMN, position, unknownColumn(column, used), error);
        }
        Matcher object = OBJECT.matcher(message);
        if (object.matches()) {
            return unknownObject(object.group(1), object.group(2), position, context, error);
        }
        Matcher table = TABLE.matcher(message);
        if (table.matches()) {
            String name = table.group(1);
            String text = "there is no table '" + name + "'" + SqlErrors.suggestion(name, tablesOf(context));
            return at(SqlErrorCode.UNKNOWN_TABLE, position, text, error);
        }
        Matcher ambiguous = AMBIGUOUS.matcher(message);
        if (ambiguous.matches()) {
            String text = "the column '" + ambiguous.group(1) + "' is in several tables; write which one is meant";
            return at(SqlErrorCode.AMBIGUOUS_COLUMN, position, text, error);
        }
        Matcher signature = NO_MATCH.matcher(message);
        if (signature.matches()) {
            return at(SqlErrorCode.INVALID_ARGUMENTS, position, "no function takes " + signature.group(1), error);
        }
        Matcher identifier = IDENTIFIER.matcher(message);
        if (identifier.matches()) {
            return at(SqlErrorCode.UNKNOWN_COLUMN, position, unknownName(identifier.group(1), used), error);
        }
        SqlErrorCode code =
                WRONG_TYPES.matcher(message).matches() ? SqlErrorCode.INVALID_ARGUMENTS : SqlErrorCode.INVALID_QUERY;
        return at(code, position, ValidationMessages.plain(message), error);
    }

    /** The validator takes a type that it does not know for a name, too. */
    private static String unknownName(String name, List<Table> used) {
        Set<String> known = columnNames(used);
        known.addAll(List.of("INTEGER", "STRING", "BYTES"));
        Arrays.stream(TypeKind.values()).filter(kind -> kind != TypeKind.NULL).forEach(kind -> known.add(kind.name()));
        return "there is no column or type '" + name + "'" + SqlErrors.suggestion(name, known);
    }

    private static String unknownColumn(Matcher column, List<Table> used) {
        String name = column.group(1);
        String where = column.group(2) == null ? "" : " in '" + column.group(2) + "'";
        return "there is no column '" + name + "'" + where + SqlErrors.suggestion(name, columnNames(used));
    }

    private static Set<String> columnNames(List<Table> used) {
        Set<String> known = new LinkedHashSet<>();
        for (Table table : used) {
            columnsOf(table).forEach(definition -> known.add(definition.name()));
        }
        return known;
    }

    private static List<ColumnDefinition> columnsOf(Table table) {
        if (table instanceof BlinkTable blinkTable) {
            return blinkTable.definition().columns();
        }
        return table instanceof BlinkView view ? view.definition().columns() : List.of();
    }

    /** A part of a table's name was not found; what was found before it tells whether it is a catalog, a database or a table. */
    private static BlinkException unknownObject(
            String name, String within, SourcePosition position, PlannerContext context, Throwable cause) {
        Catalogs catalogs = context.catalogs();
        String[] found = within == null ? new String[0] : within.split("\\.");
        if (found.length == 2 && catalogs.catalog(found[0]).isPresent()) {
            return unknownTable(name, found[0], found[1], position, context, cause);
        }
        if (found.length == 1
                && catalogs.catalog(context.currentCatalog())
                        .flatMap(catalog -> catalog.database(found[0]))
                        .isPresent()) {
            return unknownTable(name, context.currentCatalog(), found[0], position, context, cause);
        }
        if (found.length == 1 && catalogs.catalog(found[0]).isPresent()) {
            List<String> databases = catalogs.catalog(found[0]).orElseThrow().listDatabases();
            String text = "there is no database '" + name + "' in catalog '" + found[0] + "'"
                    + SqlErrors.suggestion(name, databases);
            return at(SqlErrorCode.UNKNOWN_DATABASE, position, text, cause);
        }
        List<String> known = new ArrayList<>(tablesOf(context));
        catalogs.catalog(context.currentCatalog()).map(Catalog::listDatabases).ifPresent(known::addAll);
        known.addAll(catalogs.names());
        String text = "there is no table, database or catalog '" + name + "'" + SqlErrors.suggestion(name, known);
        return at(SqlErrorCode.UNKNOWN_TABLE, position, text, cause);
    }

    private static BlinkException unknownTable(
            String name,
            String catalog,
            String database,
            SourcePosition position,
            PlannerContext context,
            Throwable cause) {
        List<String> tables = tablesOf(context, catalog, database);
        String text = "there is no table '" + name + "' in '" + catalog + "." + database + "'"
                + SqlErrors.suggestion(name, tables);
        return at(SqlErrorCode.UNKNOWN_TABLE, position, text, cause);
    }

    private static List<String> tablesOf(PlannerContext context) {
        return tablesOf(context, context.currentCatalog(), context.currentDatabase());
    }

    private static List<String> tablesOf(PlannerContext context, String catalogName, String database) {
        List<String> tables = new ArrayList<>(context.catalogs().temporaryTables(catalogName, database));
        context.catalogs()
                .catalog(catalogName)
                .filter(catalog -> catalog.database(database).isPresent())
                .ifPresent(catalog -> tables.addAll(catalog.listTables(database)));
        return tables;
    }

    private static BlinkException at(SqlErrorCode code, SourcePosition position, String message, Throwable cause) {
        return SqlErrors.at(code, position, message, cause);
    }
}
