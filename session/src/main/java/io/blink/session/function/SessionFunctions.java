package io.blink.session.function;

import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.function.user.FunctionClass;
import io.blink.core.function.user.FunctionJar;
import io.blink.core.function.user.UserFunction;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogFunction;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.session.SessionErrorCode;
import io.blink.session.catalog.SessionCatalogs;
import io.blink.sql.ObjectName;
import io.blink.sql.UserFunctionDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What names of functions mean in a session: a simple one a temporary function of the session, then a temporary one of the current database, then one of the catalog; longer ones the last two.
 */
public final class SessionFunctions implements AutoCloseable {
    private final SessionCatalogs catalogs;
    private final SessionJars jars;
    private final Map<String, CatalogFunction> system = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, CatalogFunction> temporary = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** A function and where it is kept. */
    public record Found(CatalogFunction function, boolean temporary, boolean ofSession) {}

    public SessionFunctions(FileSystems fileSystems, SessionCatalogs catalogs) {
        this.catalogs = catalogs;
        this.jars = new SessionJars(fileSystems);
    }

    /** How jars get to where jobs run; without it jobs run in this process. */
    public void publishWith(JarPublisher publisher) {
        jars.publishWith(publisher);
    }

    /** For all functions of the session. */
    public void addJar(String path) {
        jars.add(path);
    }

    public void removeJar(String path) {
        if (!jars.remove(path)) {
            throw new BlinkException(
                    SessionErrorCode.FUNCTION_NOT_FOUND,
                    "The session has no jar '" + path + "'; LIST JARS shows those that ADD JAR brought.");
        }
    }

    public List<String> addedJars() {
        return jars.added();
    }

    /** Loads the class, so that a mistake is told where it was made. */
    public FunctionClass check(CatalogFunction function) {
        return jars.load(function.path().table(), function.className(), jars.jars(function.jars()));
    }

    /** What plans have of a function; empty if nobody knows the name. */
    public Optional<UserFunctionDefinition> definition(List<String> name, String catalog, String database) {
        return find(name, catalog, database).map(found -> loaded(found.function()));
    }

    private UserFunctionDefinition loaded(CatalogFunction function) {
        List<FunctionJar> needed = jars.jars(function.jars());
        FunctionClass type = jars.load(function.path().table(), function.className(), needed);
        UserFunction inPlan = new UserFunction(
                function.path().table(),
                function.className(),
                type.kind(),
                jars.published(needed),
                type.accumulatorType());
        return new UserFunctionDefinition(inPlan, type);
    }

    private Optional<Found> find(List<String> name, String currentCatalog, String currentDatabase) {
        String simple = name.get(name.size() - 1);
        if (name.size() == 1 && system.containsKey(simple)) {
            return Optional.of(new Found(system.get(simple), true, true));
        }
        if (name.size() > 3) {
            return Optional.empty();
        }
        String catalog = name.size() == 3 ? name.get(0) : currentCatalog;
        String database = name.size() == 1 ? currentDatabase : name.get(name.size() - 2);
        CatalogFunction hiding = temporary.get(new TablePath(catalog, database, simple).toString());
        if (hiding != null) {
            return Optional.of(new Found(hiding, true, false));
        }
        return catalogs.catalog(catalog)
                .flatMap(found -> found.function(database, simple))
                .map(function -> new Found(function, false, false));
    }

    public Optional<Found> find(ObjectName name) {
        return find(name.parts(), catalogs.currentCatalog(), catalogs.currentDatabase());
    }

    /** The same, or an error that names the nearest. */
    public Found existing(ObjectName name) {
        return find(name)
                .orElseThrow(() -> new BlinkException(
                        SessionErrorCode.FUNCTION_NOT_FOUND,
                        "There is no function " + name + " of a user."
                                + NearestName.hint(
                                        name.simple(), names(catalogs.currentCatalog(), catalogs.currentDatabase()))));
    }

    /** Those that a simple name may mean, sorted. */
    public List<String> names(String catalog, String database) {
        TreeSet<String> names = new TreeSet<>(system.keySet());
        for (CatalogFunction function : temporary.values()) {
            TablePath path = function.path();
            if (path.catalog().equalsIgnoreCase(catalog) && path.database().equalsIgnoreCase(database)) {
                names.add(path.table());
            }
        }
        names.addAll(catalogs.catalog(catalog)
                .filter(found -> found.database(database).isPresent())
                .map(found -> found.listFunctions(database))
                .orElse(List.of()));
        return new ArrayList<>(names);
    }

    public Optional<CatalogFunction> temporary(TablePath path, boolean ofSession) {
        return Optional.ofNullable(ofSession ? system.get(path.table()) : temporary.get(path.toString()));
    }

    public void putTemporary(CatalogFunction function, boolean ofSession) {
        if (ofSession) {
            system.put(function.path().table(), function);
        } else {
            temporary.put(function.path().toString(), function);
        }
    }

    public boolean removeTemporary(TablePath path, boolean ofSession) {
        return (ofSession ? system.remove(path.table()) : temporary.remove(path.toString())) != null;
    }

    /** Lower case, as metastores have names of functions. */
    public static CatalogFunction named(TablePath path, String className, List<String> jars) {
        String simple = path.table().toLowerCase(Locale.ROOT);
        return new CatalogFunction(new TablePath(path.catalog(), path.database(), simple), className, jars);
    }

    /** The catalog of a path, which must have its database. */
    public Catalog catalog(TablePath path) {
        Catalog catalog = catalogs.existingCatalog(path.catalog());
        SessionCatalogs.existingDatabase(catalog, path.database());
        return catalog;
    }

    @Override
    public void close() {
        jars.close();
    }
}
