package io.blink.sql;

import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.TableStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The catalogs of a session, with its temporary tables and views laid over them. Implemented by {@code session}. Calls may block on a metastore. */
public interface Catalogs {
    /** The names of all catalogs, sorted. */
    List<String> names();

    /** A catalog by its name, without case. */
    Optional<Catalog> catalog(String name);

    /** A temporary table or view of the session, which hides a lasting one of the same path. */
    default Optional<CatalogTable> temporaryTable(TablePath path) {
        return Optional.empty();
    }

    /** The temporary tables and views of a database, sorted. */
    default List<String> temporaryTables(String catalog, String database) {
        return List.of();
    }

    /**
     * What a name of a function means that is none of the built-in ones: of the session, temporary, or of a catalog.
     *
     * @param name of one to three parts, as written
     * @throws io.blink.core.error.BlinkException where it is known and cannot be loaded
     */
    default Optional<UserFunctionDefinition> userFunction(
            List<String> name, String currentCatalog, String currentDatabase) {
        return Optional.empty();
    }

    /** Of users' functions that a simple name may mean, sorted. */
    default List<String> userFunctionNames(String currentCatalog, String currentDatabase) {
        return List.of();
    }

    /** What was found of a table whose connector keeps no statistics; the bytes that the table had then tell whether it is outdated. */
    default Optional<TableStatistics> statistics(TablePath path) {
        return Optional.empty();
    }

    /** These catalogs and nothing temporary. */
    static Catalogs of(Catalog... catalogs) {
        return new Catalogs() {
            @Override
            public List<String> names() {
                return Arrays.stream(catalogs).map(Catalog::name).sorted().toList();
            }

            @Override
            public Optional<Catalog> catalog(String name) {
                return Arrays.stream(catalogs)
                        .filter(catalog -> catalog.name().equalsIgnoreCase(name))
                        .findFirst();
            }
        };
    }
}
