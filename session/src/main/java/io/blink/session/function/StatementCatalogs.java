package io.blink.session.function;

import io.blink.session.catalog.SessionCatalogs;
import io.blink.sql.ForwardingCatalogs;
import io.blink.sql.UserFunctionDefinition;
import java.util.List;
import java.util.Optional;

/** What the planner of a statement looks names up in: the session's catalogs and its functions. */
public final class StatementCatalogs extends ForwardingCatalogs {
    private final SessionFunctions functions;

    public StatementCatalogs(SessionCatalogs catalogs, SessionFunctions functions) {
        super(catalogs);
        this.functions = functions;
    }

    @Override
    public Optional<UserFunctionDefinition> userFunction(
            List<String> name, String currentCatalog, String currentDatabase) {
        return functions.definition(name, currentCatalog, currentDatabase);
    }

    @Override
    public List<String> userFunctionNames(String currentCatalog, String currentDatabase) {
        return functions.names(currentCatalog, currentDatabase);
    }
}
