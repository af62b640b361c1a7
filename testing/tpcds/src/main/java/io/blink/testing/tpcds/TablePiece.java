package io.blink.testing.tpcds;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The rows of one chunk of a table and of the table that is generated along with it. Small tables come from chunk 1 alone. */
record TablePiece(Table table, Session session, Path file, Path childFile) {
    record Rows(long table, long child) {}

    Rows write() throws IOException {
        try (CsvFile rows = new CsvFile(file);
                CsvFile childRows = childFile == null ? null : new CsvFile(childFile)) {
            for (List<List<String>> tableAndChild : Results.constructResults(table, session)) {
                if (!tableAndChild.isEmpty()) {
                    rows.write(tableAndChild.get(0));
                }
                if (childRows != null && tableAndChild.size() > 1) {
                    childRows.write(tableAndChild.get(1));
                }
            }
            return new Rows(rows.rows(), childRows == null ? 0 : childRows.rows());
        }
    }
}
