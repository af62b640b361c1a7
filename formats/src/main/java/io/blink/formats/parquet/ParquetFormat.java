package io.blink.formats.parquet;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.Field;
import io.blink.formats.FileFormat;
import io.blink.formats.FileReader;
import io.blink.formats.FileWriter;
import io.blink.formats.ReadRequest;
import io.blink.formats.bytes.SpareArrays;
import io.blink.formats.parquet.metadata.Footers;
import io.blink.formats.parquet.metadata.ParquetTypes;
import io.blink.formats.parquet.writing.ParquetWriter;
import io.blink.formats.parquet.writing.WritingOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

/** Apache Parquet. Keeps footers that it has parsed, and arrays for readers to come. */
public final class ParquetFormat implements FileFormat {
    private final Footers footers = new Footers();
    private final SpareArrays spare = SpareArrays.ofHeap();

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(WritingOptions.COMPRESSION, WritingOptions.ROW_GROUP_SIZE);
    }

    @Override
    public List<Field> columns(InputFile file) throws IOException {
        return ParquetTypes.fields(footers.of(file).getFileMetaData().getSchema());
    }

    @Override
    public long rowCount(InputFile file) throws IOException {
        return footers.of(file).getBlocks().stream()
                .mapToLong(BlockMetaData::getRowCount)
                .sum();
    }

    @Override
    public TableStatistics statistics(InputFile file) throws IOException {
        return footers.statistics(file);
    }

    @Override
    public boolean splittable(Configuration options) {
        return true;
    }

    @Override
    public boolean readsParts() {
        return true;
    }

    @Override
    public FileReader open(InputFile file, ReadRequest request, Configuration options) throws IOException {
        return new ParquetReader(file, footers.of(file), request, spare);
    }

    @Override
    public FileWriter create(OutputStream stream, String path, List<Field> columns, Configuration options)
            throws IOException {
        return new ParquetWriter(stream, path, columns, options);
    }

    @Override
    public String extension() {
        return ".parquet";
    }
}
