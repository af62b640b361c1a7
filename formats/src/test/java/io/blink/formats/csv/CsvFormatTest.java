package io.blink.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.FileReader;
import io.blink.formats.FileWriter;
import io.blink.formats.ReadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFormatTest {
    private static final Configuration HEADER = new Configuration(Map.of("csv.header", "true"));

    @TempDir
    Path folder;

    private static Field field(String name, String type) {
        return new Field(name, DataType.parse(type));
    }

    @Test
    void emptyFieldsAreNullAndQuotedOnesAreNot() throws IOException {
        List<Field> columns = List.of(field("a", "INT"), field("b", "STRING"));
        assertThat(read("1,x\n,\n2,\"\"\n3,\"say \"\"hi\"\",\nthere\"\n", columns, columns, Configuration.empty()))
                .containsExactly("1|x", "null|null", "2|", "3|say \"hi\",\nthere");
    }

    @Test
    void filesOfAFewBytesAreReadLikeOthers() throws IOException {
        List<Field> columns = List.of(field("a", "STRING"), field("b", "STRING"));
        for (String text : List.of("3,\n", "3,", "3,4", ",", "3,44", "\uFEFF3,4\n", "\uFEFF,")) {
            String[] fields = text.replace("\uFEFF", "").strip().split(",", -1);
            assertThat(read(text, columns, columns, Configuration.empty()))
                    .as(text)
                    .containsExactly((fields[0].isEmpty() ? "null" : fields[0]) + "|"
                            + (fields[1].isEmpty() ? "null" : fields[1]));
        }
        assertThat(read("\uFEFF", columns, columns, Configuration.empty())).isEmpty();
        assertThat(read("", columns, columns, Configuration.empty())).isEmpty();
    }

    @Test
    void aHeaderNamesTheColumns() throws IOException {
        List<Field> columns = List.of(field("a", "INT"), field("b", "DATE"), field("price", "DECIMAL(7, 2)"));
        List<Field> wanted = List.of(columns.get(2), columns.get(1));
        assertThat(read("PRICE,a,B\n1.5,1,2024-02-29\n", columns, wanted, HEADER))
                .containsExactly("1.50|2024-02-29");
        assertThatThrownBy(() -> read("prize,a,B\n1.5,1,2024-02-29\n", columns, wanted, HEADER))
                .hasMessageContaining("no column 'price' in its header [prize, a, B]. Did you mean 'prize'?");
    }

    @Test
    void aBadValueIsNamedWithItsLineAndColumn() {
        List<Field> columns = List.of(field("a", "INT"), field("b", "TIMESTAMP(3)"));
        assertThatThrownBy(() -> read("1,2024-01-01 10:00:00\nx,2024-01-01\n", columns, columns, Configuration.empty()))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("line 2, column 'a': 'x' cannot be read as INT");
        assertThatThrownBy(() -> read("1,2024-01-01,3\n", columns, columns, Configuration.empty()))
                .hasMessageContaining("line 1: 3 fields where 2 are expected");
        assertThatThrownBy(() -> read("a,b\n1,2024-01-01\n", columns, columns, Configuration.empty()))
                .hasMessageContaining("line 1, column 'a'")
                .hasMessageEndingWith("the line looks like a header: set 'csv.header' = 'true'");
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        List<Field> columns = List.of(
                field("a", "BIGINT"),
                field("b", "DOUBLE"),
                field("c", "STRING"),
                field("d", "TIMESTAMP(6)"),
                field("e", "BYTES"));
        String text = "a,b,c,d,e\n1,0.1,\"x,y\",2024-01-01 10:00:00.000001,00ff\n,,\"\",,\n";
        List<Batch> batches = batches(text, columns, columns, HEADER);
        String path = folder.resolve("copy.csv").toString();
        try (FileWriter writer = new CsvFormat().create(new LocalFileSystem().create(path), path, columns, HEADER)) {
            for (Batch batch : batches) {
                writer.write(batch);
            }
            writer.finish();
        }
        assertThat(Files.readString(Path.of(path))).isEqualTo(text);
    }

    @Test
    void whatWouldBeReadAsSomethingElseStandsInQuotes() throws IOException {
        List<Field> columns = List.of(field("§ a", "STRING"), field("b", "STRING"));
        Configuration options = new Configuration(Map.of(
                "csv.header", "true",
                "csv.field-delimiter", "§",
                "csv.quote-character", "'",
                "csv.null-literal", "none"));
        String text = "'§ a'§b\n'none'§none\n'it''s'§'a§b'\n''§ü\n";
        String path = folder.resolve("copy.csv").toString();
        List<Batch> batches = batches(text, columns, columns, options);
        try (FileWriter writer = new CsvFormat().create(new LocalFileSystem().create(path), path, columns, options)) {
            for (Batch batch : batches) {
                writer.write(batch);
            }
            writer.finish();
        }
        assertThat(Files.readString(Path.of(path))).isEqualTo(text.replace("''§ü", "§ü"));
        assertThat(read(text, columns, columns, options)).containsExactly("none|null", "it's|a§b", "|ü");
    }

    private List<String> read(String text, List<Field> fileColumns, List<Field> wanted, Configuration options)
            throws IOException {
        List<String> rows = new ArrayList<>();
        for (Batch batch : batches(text, fileColumns, wanted, options)) {
            for (int row = 0; row < batch.rowCount(); row++) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < wanted.size(); i++) {
                    Column column = batch.column(i);
                    values.add(
                            column.isNull(row)
                                    ? "null"
                                    : new ColumnText(wanted.get(i).type(), ZoneOffset.UTC).text(column, row));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    private List<Batch> batches(String text, List<Field> fileColumns, List<Field> wanted, Configuration options)
            throws IOException {
        Path file = folder.resolve("in" + System.nanoTime() + ".csv");
        Files.writeString(file, text);
        List<Batch> batches = new ArrayList<>();
        ReadRequest request = ReadRequest.whole(fileColumns, wanted, ZoneOffset.UTC);
        try (FileReader reader = new CsvFormat().open(new LocalFileSystem().open(file.toString()), request, options)) {
            for (Batch batch = reader.next(100); batch != null; batch = reader.next(100)) {
                batches.add(batch);
            }
        }
        return batches;
    }
}
