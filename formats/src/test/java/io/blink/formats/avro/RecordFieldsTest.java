package io.blink.formats.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnText;
import io.blink.core.column.RowKind;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.MalformedRecord;
import java.io.ByteArrayOutputStream;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Records that were written with other schemas than the table's. */
class RecordFieldsTest {
    private static Schema record(String fields) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"r\",\"fields\":[" + fields.replace('\'', '"') + "]}");
    }

    /** A record whose content is given in Avro's JSON, as the rows that the fields read of it. */
    private static String read(Schema writer, String fields, String json) throws Exception {
        Object datum = new GenericDatumReader<>(writer)
                .read(null, DecoderFactory.get().jsonDecoder(writer, json.replace('\'', '"')));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Encoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(writer).write(datum, encoder);
        encoder.flush();

        List<Field> columns = DataType.parse("ROW<" + fields + ">").fields();
        DecodedRows rows = new DecodedRows(columns);
        BinaryInput in = new BinaryInput();
        in.reset(bytes.toByteArray(), 0, bytes.size());
        new RecordFields(writer, columns).read(in, rows::column);
        in.finish();
        rows.endRow(RowKind.INSERT);
        Batch batch = new Batch(1, rows.build());
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(new ColumnText(columns.get(i).type(), ZoneOffset.UTC).text(batch.column(i), 0));
        }
        return String.join("|", values.stream().map(String::valueOf).toList());
    }

    @Test
    void fieldsAreFoundByNameAndWhatTheWriterDidNotHaveIsNull() throws Exception {
        Schema writer = record("""
                {'name':'old','type':{'type':'array','items':{'type':'map','values':['null','r']}}},
                {'name':'b','type':'string'},{'name':'A','type':'int'},{'name':'a','type':'int'}""");
        String json = "{'old':[{'k':null}],'b':'x','A':1,'a':2}";
        assertThat(read(writer, "a INT, B STRING, later DOUBLE", json)).isEqualTo("2|x|null");
        assertThat(read(writer, "A INT, b STRING", json)).isEqualTo("1|x");
        assertThatThrownBy(() -> read(writer, "later DOUBLE NOT NULL", json))
                .isInstanceOf(MalformedRecord.class)
                .hasMessage("'later', which is NOT NULL, is no field of r");
    }

    @Test
    void narrowerValuesAreReadAsWiderOnes() throws Exception {
        Schema writer = record("""
                {'name':'i','type':'int'},{'name':'l','type':'long'},{'name':'f','type':'float'},
                {'name':'s','type':'string'},{'name':'y','type':'bytes'}""");
        String json = "{'i':7,'l':8,'f':0.5,'s':'text','y':'byte'}";
        assertThat(read(writer, "i BIGINT, l DOUBLE, f DOUBLE, s BYTES, y STRING", json))
                .isEqualTo("7|8.0|0.5|74657874|byte");
        assertThat(read(writer, "i FLOAT, l FLOAT", json)).isEqualTo("7.0|8.0");
        assertThatThrownBy(() -> read(writer, "l INT", json))
                .hasMessage("'l': the schema of the record has long, which cannot be read as INT");
        assertThatThrownBy(() -> read(writer, "s DOUBLE", json)).hasMessageContaining("string, which cannot be read");
    }

    @Test
    void unionsAndEnumsGoByWhatStandsInThem() throws Exception {
        Schema writer = record("""
                {'name':'u','type':['string','null','long','int']},
                {'name':'e','type':{'type':'enum','name':'colour','symbols':['RED','BLUE']}}""");
        assertThat(read(writer, "u BIGINT, e STRING", "{'u':{'long':5},'e':'BLUE'}"))
                .isEqualTo("5|BLUE");
        assertThat(read(writer, "u BIGINT, e STRING", "{'u':{'int':6},'e':'RED'}"))
                .isEqualTo("6|RED");
        assertThat(read(writer, "u BIGINT, e STRING", "{'u':null,'e':'RED'}")).isEqualTo("null|RED");
        assertThatThrownBy(() -> read(writer, "u BIGINT", "{'u':{'string':'x'},'e':'RED'}"))
                .hasMessage("'u': the schema of the record has string, which cannot be read as BIGINT");
        assertThatThrownBy(() -> read(writer, "u BIGINT NOT NULL", "{'u':null,'e':'RED'}"))
                .hasMessage("'u': null stands where the column is NOT NULL");
        assertThatThrownBy(() -> read(writer, "u ARRAY<INT>", "{'u':null,'e':'RED'}"))
                .hasMessageContaining("cannot be read as ARRAY<INT>");
    }

    @Test
    void decimalsAndTimesComeInTheTypesDigits() throws Exception {
        Schema writer = record("""
                {'name':'d','type':{'type':'bytes','logicalType':'decimal','precision':9,'scale':3}},
                {'name':'f','type':{'type':'fixed','name':'sixteen','size':16,'logicalType':'decimal','precision':30,'scale':2}},
                {'name':'t','type':{'type':'long','logicalType':'timestamp-micros'}},
                {'name':'n','type':{'type':'long','logicalType':'local-timestamp-nanos'}},
                {'name':'c','type':{'type':'int','logicalType':'time-millis'}}""");
        String fixed = "\\u0000".repeat(14) + "\\u0001\\u0000";
        String json = "{'d':'\\u00CF\\u00C7','f':'" + fixed + "','t':1700000000123456,'n':-1,'c':3661001}";
        assertThat(read(
                        writer,
                        "d DECIMAL(9, 3), f DECIMAL(30, 2), t TIMESTAMP_LTZ(6), n TIMESTAMP(9), c TIME(3)",
                        json))
                .isEqualTo("-12.345|2.56|2023-11-14 22:13:20.123456|1969-12-31 23:59:59.999999999|01:01:01.001");
        assertThat(read(writer, "d DECIMAL(4, 2), f DECIMAL(10, 4), t TIMESTAMP(3), n TIMESTAMP(0)", json))
                .isEqualTo("-12.35|2.5600|2023-11-14 22:13:20.123|1969-12-31 23:59:59");
        assertThatThrownBy(() -> read(writer, "d DECIMAL(3, 2)", json))
                .hasMessage("'d': -12.345 has more digits than DECIMAL(3, 2)");
        assertThatThrownBy(() -> read(writer, "c TIME(3)", json.replace("3661001", "-5")))
                .hasMessage("'c': -5 millis are no time of a day");
    }

    @Test
    void whatLiesWithinItselfTooDeeplyIsMalformed() throws Exception {
        Schema list = record("{'name':'n','type':'int'},{'name':'next','type':['null','r']}");
        byte[] deep = new byte[20_000];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i + 1] = (byte) (i + 2 == deep.length ? 0 : 2);
        }
        List<Field> columns = DataType.parse("ROW<n INT>").fields();
        BinaryInput in = new BinaryInput();
        in.reset(deep, 0, deep.length);
        DecodedRows rows = new DecodedRows(columns);
        assertThatThrownBy(() -> new RecordFields(list, columns).read(in, rows::column))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("more than 500 deep");
    }
}
