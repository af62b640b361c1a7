package io.blink.formats.parquet.metadata;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadFailure;
import java.io.IOException;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;

/** Opens files through parquet-java. */
public final class ParquetFiles {
    private ParquetFiles() {}

    /** Opens the footer; a file that is none of Parquet, or cut short, is an error that names it. */
    public static ParquetFileReader open(InputFile file, ParquetReadOptions options) throws IOException {
        return opened(file, () -> ParquetFileReader.open(new ParquetInput(file), options));
    }

    /** Reads a footer or takes one that is known. */
    @FunctionalInterface
    public interface Opening {
        ParquetFileReader open() throws IOException;
    }

    /** What {@code opening} gives; any failure but the file system's is an error that names the file. */
    public static ParquetFileReader opened(InputFile file, Opening opening) throws IOException {
        try {
            return opening.open();
        } catch (IOException | RuntimeException e) {
            ReadFailure.rethrowFrom(e);
            throw new BlinkException(
                    FormatErrorCode.CORRUPT_FILE,
                    file.path() + " (" + file.length() + " bytes) is not a whole Parquet file: " + e.getMessage(),
                    e);
        }
    }

    /** What holds for every reader. */
    public static ParquetReadOptions.Builder options() {
        return ParquetReadOptions.builder(new PlainParquetConfiguration()).usePageChecksumVerification(true);
    }
}
