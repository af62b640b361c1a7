package io.blink.sql.function.user;

import io.blink.core.function.user.FunctionKind;
import io.blink.sql.Catalogs;
import io.blink.sql.UserFunctionDefinition;
import io.blink.sql.function.BlinkOperatorTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/** The built-in functions, and behind them those of the session and its catalogs: a simple name that is a built-in's means that one. Of one statement. */
public final class UserFunctionTable implements SqlOperatorTable {
    private final SqlOperatorTable builtIn = BlinkOperatorTable.instance();
    private final Catalogs catalogs;
    private final String catalog;
    private final String database;
    private final Map<String, Optional<SqlOperator>> found = new HashMap<>();

    public UserFunctionTable(Catalogs catalogs, String catalog, String database) {
        this.catalogs = catalogs;
        this.catalog = catalog;
        this.database = database;
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> operators,
            SqlNameMatcher nameMatcher) {
        builtIn.lookupOperatorOverloads(name, category, syntax, operators, nameMatcher);
        if (operators.isEmpty() && syntax == SqlSyntax.FUNCTION && !name.isStar()) {
            found.computeIfAbsent(key(name), key -> find(name)).ifPresent(operators::add);
        }
    }

    private static String key(SqlIdentifier name) {
        return String.join("\u0000", name.names).toLowerCase(Locale.ROOT);
    }

    private Optional<SqlOperator> find(SqlIdentifier name) {
        return catalogs.userFunction(name.names, catalog, database).map(UserFunctionTable::operator);
    }

    private static SqlOperator operator(UserFunctionDefinition definition) {
        return definition.function().kind() == FunctionKind.AGGREGATE
                ? new UserAggregateOperator(definition)
                : new UserFunctionOperator(definition);
    }

    /** Of all functions that a simple name may mean here. */
    public List<String> functionNames() {
        List<String> names = new ArrayList<>(BlinkOperatorTable.functionNames());
        names.addAll(catalogs.userFunctionNames(catalog, database));
        return names;
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return builtIn.getOperatorList();
    }
}
