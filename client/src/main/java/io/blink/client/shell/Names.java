package io.blink.client.shell;

import java.util.List;

/** The names that a statement may mention, for completion. Called on the thread that reads statements, between statements; may ask a catalog. */
public interface Names {
    /** Tables and views of the current database. */
    List<String> tables();

    /** Databases of the current catalog. */
    List<String> databases();

    /** Tables and views of a database of the current catalog; none if there is no such database. */
    List<String> tablesOf(String database);

    /** Users' functions that a simple name may mean. */
    List<String> functions();

    /** Columns of a table of the current database; none if there is no such table. */
    List<String> columnsOf(String table);
}
