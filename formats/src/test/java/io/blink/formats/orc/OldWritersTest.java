package io.blink.formats.orc;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.FileReader;
import io.blink.formats.ReadRequest;
import io.blink.formats.bytes.SpareArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of writers that kept times in their own zone, or days in the old calendar: what is decoded here is what orc-core's reader gives. */
class OldWritersTest {
    private static final List<Field> COLUMNS = List.of(
            new Field("t", DataType.parse("TIMESTAMP(6)")),
            new Field("i", DataType.parse("TIMESTAMP_LTZ(6)")),
            new Field("d", DataType.parse("DATE")));
    private static final int ROWS = 4000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "UTC, true",
        "UTC, false",
        "America/New_York, true",
        "America/New_York, false",
        "Asia/Kolkata, true",
        "Australia/Lord_Howe, false"
    })
    void timesAndDaysAreWhatOrcCoreReads(String zone, boolean newCalendar) throws IOException {
        String path = write(zone, newCalendar);
        ReadRequest request = ReadRequest.whole(COLUMNS, COLUMNS, ZoneOffset.UTC);
        Reader footer = OrcFooters.open(new LocalFileSystem().open(path), new OrcTails());
        List<List<Long>> decoded;
        try (FileReader reader = OrcReader.of(new LocalFileSystem().open(path), footer, request, new SpareArrays(0))
                .orElseThrow()) {
            decoded = rows(reader);
        }
        Reader second = OrcFooters.open(new LocalFileSystem().open(path), new OrcTails());
        try (FileReader reader = new VectorReader(new LocalFileSystem().open(path), second, request)) {
            assertThat(decoded).hasSize(ROWS).isEqualTo(rows(reader));
        }
    }

    private static List<List<Long>> rows(FileReader reader) throws IOException {
        List<List<Long>> rows = new ArrayList<>();
        for (Batch batch = reader.next(1000); batch != null; batch = reader.next(1000)) {
            long[] times = ((LongColumn) batch.column(0).flat()).values();
            long[] instants = ((LongColumn) batch.column(1).flat()).values();
            int[] days = ((IntColumn) batch.column(2).flat()).values();
            for (int row = 0; row < batch.rowCount(); row++) {
                rows.add(List.of(times[row], instants[row], (long) days[row]));
            }
        }
        return rows;
    }

    /** Times and days from the year 1400 to 2100, some with fractions. */
    private String write(String zone, boolean newCalendar) throws IOException {
        Path file = folder.resolve("file.orc");
        TimeZone before = TimeZone.getDefault();
        TypeDescription schema =
                TypeDescription.fromString("struct<t:timestamp,i:timestamp with local time zone,d:date>");
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        OrcFile.WriterOptions options = OrcFile.writerOptions(new Configuration(false))
                .fileSystem(OrcFiles.writing(Files.newOutputStream(file)))
                .setSchema(schema)
                .setProlepticGregorian(newCalendar);
        try (Writer writer = OrcFile.createWriter(OrcFiles.PATH, options)) {
            VectorizedRowBatch rows = schema.createRowBatch(ROWS);
            for (int row = 0; row < ROWS; row++) {
                long millis = -17_900_000_000_000L + row * 5_500_000_321L;
                int nanos = (int) Math.floorMod(millis, 1000L) * 1_000_000 + row % 3 * 1000;
                for (int column = 0; column < 2; column++) {
                    TimestampColumnVector times = (TimestampColumnVector) rows.cols[column];
                    times.time[row] = millis;
                    times.nanos[row] = nanos;
                }
                ((LongColumnVector) rows.cols[2]).vector[row] = Math.floorDiv(millis, 86_400_000L);
            }
            rows.size = ROWS;
            writer.addRowBatch(rows);
        } finally {
            TimeZone.setDefault(before);
        }
        return file.toString();
    }
}
