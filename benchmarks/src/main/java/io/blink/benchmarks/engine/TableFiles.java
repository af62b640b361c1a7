package io.blink.benchmarks.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * The Parquet files of the tables.
 *
 * @param folder holds a folder for each table
 */
public record TableFiles(Path folder, List<String> tables) {
    Path table(String name) {
        return folder.resolve(name).toAbsolutePath();
    }
}
