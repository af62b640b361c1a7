package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.function.user.FunctionClass;
import io.blink.core.function.user.Signature;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogFunction;
import io.blink.core.spi.catalog.TablePath;
import io.blink.session.SessionErrorCode;
import io.blink.session.StatementResult;
import io.blink.session.function.SessionFunctions;
import io.blink.sql.FunctionDefinition;
import io.blink.sql.ObjectName;
import io.blink.sql.QueryPlanner;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** CREATE, ALTER, DROP and DESCRIBE FUNCTION, and jars of the session. */
public final class FunctionStatements {
    /** Languages whose functions are classes in jars. */
    private static final Set<String> CLASSES = Set.of("JAVA", "SCALA");

    private final SessionContext context;
    private final SessionFunctions functions;

    public FunctionStatements(SessionContext context) {
        this.context = context;
        this.functions = context.functions();
    }

    public StatementResult create(Statement.CreateFunction create) {
        TablePath path = path(create.function(), create.system());
        refuseBuiltIn(create.function());
        CatalogFunction function = function(path, create.function(), create.definition());
        boolean exists = exists(path, create.temporary(), create.system());
        if (exists && !create.orReplace()) {
            if (create.ifNotExists()) {
                return new StatementResult.Done(0);
            }
            throw new BlinkException(
                    SessionErrorCode.FUNCTION_ALREADY_EXISTS,
                    "Function " + create.function()
                            + " exists already; drop it, or write CREATE FUNCTION IF NOT EXISTS or CREATE OR REPLACE FUNCTION.");
        }
        functions.check(function);
        if (create.temporary()) {
            functions.putTemporary(function, create.system());
        } else if (exists) {
            functions.catalog(path).alterFunction(function);
        } else {
            functions.catalog(path).createFunction(function);
        }
        return new StatementResult.Done(0);
    }

    private TablePath path(ObjectName name, boolean system) {
        if (system && name.parts().size() > 1) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    name.position(),
                    "a SYSTEM function is of no database; write its name alone");
        }
        TablePath path = context.catalogs().resolve(name);
        return new TablePath(path.catalog(), path.database(), path.table().toLowerCase(Locale.ROOT));
    }

    private static void refuseBuiltIn(ObjectName name) {
        if (QueryPlanner.functionNames().stream().anyMatch(name.simple()::equalsIgnoreCase)) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    name.position(),
                    "'" + name.simple()
                            + "' is a built-in function, which would be called instead; choose another name");
        }
    }

    private static CatalogFunction function(TablePath path, ObjectName name, FunctionDefinition definition) {
        if (!CLASSES.contains(definition.language().toUpperCase(Locale.ROOT))) {
            throw SqlErrors.at(
                    SqlErrorCode.STATEMENT_NOT_SUPPORTED,
                    name.position(),
                    "functions are classes, of JAVA or SCALA; LANGUAGE " + definition.language() + " is not supported");
        }
        return SessionFunctions.named(path, definition.className(), definition.jars());
    }

    private boolean exists(TablePath path, boolean temporary, boolean system) {
        return temporary
                ? functions.temporary(path, system).isPresent()
                : functions
                        .catalog(path)
                        .function(path.database(), path.table())
                        .isPresent();
    }

    public StatementResult alter(Statement.AlterFunction alter) {
        TablePath path = path(alter.function(), alter.system());
        if (!exists(path, alter.temporary(), alter.system())) {
            return missing(alter.function(), alter.ifExists());
        }
        CatalogFunction function = function(path, alter.function(), alter.definition());
        functions.check(function);
        if (alter.temporary()) {
            functions.putTemporary(function, alter.system());
        } else {
            functions.catalog(path).alterFunction(function);
        }
        return new StatementResult.Done(0);
    }

    public StatementResult drop(Statement.DropFunction drop) {
        TablePath path = path(drop.function(), drop.system());
        if (drop.temporary()) {
            return functions.removeTemporary(path, drop.system())
                    ? new StatementResult.Done(0)
                    : missing(drop.function(), drop.ifExists());
        }
        Catalog catalog = functions.catalog(path);
        if (catalog.function(path.database(), path.table()).isEmpty()) {
            return missing(drop.function(), drop.ifExists());
        }
        catalog.dropFunction(path);
        return new StatementResult.Done(0);
    }

    private static StatementResult missing(ObjectName name, boolean ifExists) {
        if (ifExists) {
            return new StatementResult.Done(0);
        }
        throw new BlinkException(
                SessionErrorCode.FUNCTION_NOT_FOUND,
                "There is no such function " + name + "; SHOW USER FUNCTIONS lists those that there are.");
    }

    public StatementResult addJar(Statement.AddJar add) {
        functions.addJar(add.path());
        return new StatementResult.Done(0);
    }

    public StatementResult removeJar(Statement.RemoveJar remove) {
        functions.removeJar(remove.path());
        return new StatementResult.Done(0);
    }

    public StatementResult describe(Statement.DescribeFunction describe) {
        TextTable table = new TextTable("info name", "info value");
        ObjectName name = describe.function();
        boolean builtIn = name.parts().size() == 1
                && QueryPlanner.functionNames().stream().anyMatch(name.simple()::equalsIgnoreCase);
        table.add("is built-in", String.valueOf(builtIn));
        if (builtIn) {
            return table.result(0);
        }
        SessionFunctions.Found found = functions.existing(name);
        table.add("is temporary", String.valueOf(found.temporary()));
        table.add("class", found.function().className());
        table.add("language", "JAVA");
        table.add("jars", String.join(", ", found.function().jars()));
        if (describe.extended()) {
            FunctionClass type = functions.check(found.function());
            table.add("kind", type.kind().name());
            table.add("is deterministic", String.valueOf(type.isDeterministic()));
            for (Signature signature : type.signatures()) {
                table.add("signature", found.function().path().table() + signature);
            }
        }
        return table.result(0);
    }

    /** SHOW CREATE FUNCTION. */
    public StatementResult definition(ObjectName name) {
        SessionFunctions.Found found = functions.existing(name);
        CatalogFunction function = found.function();
        TablePath path = function.path();
        List<String> parts =
                found.ofSession() ? List.of(path.table()) : List.of(path.catalog(), path.database(), path.table());
        String quoted =
                parts.stream().map(part -> "`" + part.replace("`", "``") + "`").collect(Collectors.joining("."));
        String jars = function.jars().stream().map(jar -> "JAR " + text(jar)).collect(Collectors.joining(", "));
        TextTable table = new TextTable("create function");
        table.add(
                "CREATE " + (found.temporary() ? "TEMPORARY " : "") + (found.ofSession() ? "SYSTEM " : "") + "FUNCTION "
                        + quoted + "\nAS " + text(function.className()) + "\nLANGUAGE JAVA"
                        + (jars.isEmpty() ? "" : "\nUSING " + jars));
        return table.result(0);
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
