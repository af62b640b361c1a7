package io.blink.session.statement;

import io.blink.core.config.NearestName;
import io.blink.session.SessionErrorCode;
import io.blink.session.StatementResult;
import io.blink.sql.ColumnName;
import io.blink.sql.ModuleAction;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** LOAD and UNLOAD MODULE, USE MODULES and SHOW MODULES. The functions of all modules that Flink has are known whatever is loaded, so that these lists are all that changes. */
public final class ModuleStatements {
    private static final String CORE = "core";
    private static final List<String> KNOWN = List.of(CORE, "hive");

    private final Consumer<String> notices;
    private final List<String> loaded = new ArrayList<>(List.of(CORE));
    private List<String> used = List.of(CORE);

    /** @param notices told that a statement changes no function */
    public ModuleStatements(Consumer<String> notices) {
        this.notices = notices;
    }

    public StatementResult change(Statement.Modules modules) {
        List<String> names = new ArrayList<>();
        for (ColumnName written : modules.names()) {
            names.add(checked(written, modules.action()));
        }
        switch (modules.action()) {
            case LOAD -> {
                loaded.addAll(names);
                used = with(used, names);
            }
            case UNLOAD -> {
                loaded.removeAll(names);
                used = used.stream().filter(loaded::contains).toList();
            }
            case USE -> used = List.copyOf(names);
        }
        notices.accept("modules change nothing: the functions of Flink, Hive and Spark are known at once.");
        return new StatementResult.Done(0);
    }

    private static List<String> with(List<String> names, List<String> more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(more);
        return List.copyOf(all);
    }

    private String checked(ColumnName written, ModuleAction action) {
        String name = written.name().toLowerCase(Locale.ROOT);
        boolean load = action == ModuleAction.LOAD;
        List<String> possible = load ? KNOWN : loaded;
        if (!possible.contains(name)) {
            throw SqlErrors.at(
                    SessionErrorCode.MODULE_NOT_FOUND,
                    written.position(),
                    "there is no module '" + written.name() + "'" + (load ? "" : " that is loaded") + "; there are "
                            + possible + "." + NearestName.hint(name, possible)
                            + " Functions of one's own come with CREATE FUNCTION");
        }
        if (load && loaded.contains(name)) {
            throw SqlErrors.at(
                    SessionErrorCode.MODULE_NOT_FOUND,
                    written.position(),
                    "the module '" + written.name() + "' is loaded already");
        }
        return name;
    }

    /** @param full with those that are loaded and not used */
    StatementResult show(boolean full) {
        if (!full) {
            TextTable names = new TextTable("module name");
            used.forEach(names::add);
            return names.result(0);
        }
        TextTable table = new TextTable("module name", "used");
        used.forEach(name -> table.add(name, "TRUE"));
        loaded.stream().filter(name -> !used.contains(name)).forEach(name -> table.add(name, "FALSE"));
        return table.result(0);
    }
}
