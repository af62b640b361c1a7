package io.blink.benchmarks.engine;

import io.blink.benchmarks.data.DataSet;
import io.blink.core.type.Field;
import java.nio.file.Path;
import java.util.List;

/**
 * The Parquet files of the tables.
 *
 * @param data what the tables are
 * @param folder holds a folder for each table
 */
public record TableFiles(DataSet data, Path folder, List<String> tables) {
    Path table(String name) {
        return folder.resolve(name).toAbsolutePath();
    }

    List<Field> columns(String table) {
        return data.columns(table);
    }
}
