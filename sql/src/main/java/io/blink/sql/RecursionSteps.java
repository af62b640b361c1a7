package io.blink.sql;

import io.blink.core.spi.catalog.CatalogTable;

/** Where the steps of recursive queries run. Called while a statement is planned, by its thread; implemented by {@code session}. */
public interface RecursionSteps {
    /** A new folder that all workers can write and read, or a name for one where nothing runs. It stays until the statement is over. */
    String folder();

    /**
     * Runs a step to its end.
     *
     * @param table where its rows go; known to no catalog
     * @return how many rows it wrote
     */
    long write(Statement.Insert step, CatalogTable table, PlannerContext context);

    /** Finds out names and types and runs nothing. */
    RecursionSteps NONE = new RecursionSteps() {
        @Override
        public String folder() {
            return "recursive";
        }

        @Override
        public long write(Statement.Insert step, CatalogTable table, PlannerContext context) {
            return 0;
        }
    };
}
