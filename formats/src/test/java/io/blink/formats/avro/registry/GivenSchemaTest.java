package io.blink.formats.avro.registry;

import static io.blink.formats.record.RecordRows.batch;
import static io.blink.formats.record.RecordRows.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.blink.core.column.Batch;
import io.blink.core.column.TextBuffer;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.type.Field;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.RecordDecoder;
import io.blink.formats.record.RecordEncoder;
import io.blink.formats.record.RecordFormats;
import io.blink.formats.record.RecordRows;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schemas that a table's options give, with a registry that keeps what it is told. */
class GivenSchemaTest {
    private static final String PLAIN = "avro-confluent";
    private static final String DEBEZIUM = "debezium-avro-confluent";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Their ids are their places. */
    private final List<String> registered = new ArrayList<>();

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/schemas/ids/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
            answer(exchange, Map.of("schema", registered.get(id)));
        });
        server.createContext("/subjects/", exchange -> {
            JsonNode schema = JSON.readTree(exchange.getRequestBody().readAllBytes());
            registered.add(schema.get("schema").asText());
            answer(exchange, Map.of("id", registered.size() - 1));
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, Map<String, ?> content) throws IOException {
        byte[] body = JSON.writeValueAsBytes(content);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** @param schema with {@code '} for each {@code "}; empty: none is given */
    private Configuration options(String format, String schema) {
        Configuration options = new Configuration(Map.of(
                format + ".url", "http://localhost:" + server.getAddress().getPort(), format + ".subject", "s"));
        return schema.isEmpty() ? options : options.with(format + ".schema", schema.replace('\'', '"'));
    }

    private static List<Integer> all(List<Field> fields) {
        return IntStream.range(0, fields.size()).boxed().toList();
    }

    private List<byte[]> encode(String format, String schema, List<Field> fields, Batch batch) {
        RecordEncoder encoder = RecordFormats.named(format)
                .encoder(new EncodingRequest(fields, all(fields), ZoneOffset.UTC, options(format, schema)));
        encoder.begin(batch);
        List<byte[]> records = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            TextBuffer buffer = new TextBuffer();
            encoder.encode(row, buffer);
            records.add(Arrays.copyOf(buffer.bytes(), buffer.length()));
        }
        return records;
    }

    private List<String> decode(String format, String schema, List<Field> fields, List<byte[]> records)
            throws MalformedRecord {
        RecordDecoder decoder = RecordFormats.named(format)
                .decoder(new DecodingRequest(fields, all(fields), ZoneOffset.UTC, options(format, schema)));
        DecodedRows rows = new DecodedRows(fields);
        for (byte[] record : records) {
            decoder.decode(record, 0, record.length, rows);
        }
        return RecordRows.texts(fields, rows);
    }

    @Test
    void itIsRegisteredAndItsOrderAndDecimalsAreWritten() throws MalformedRecord {
        String schema = """
                {'type':'record','name':'Sale','namespace':'shop','doc':'sold','fields':[
                 {'name':'price','type':['null',{'type':'fixed','name':'p','size':5,'logicalType':'decimal','precision':9,'scale':2}]},
                 {'name':'wide','type':{'type':'fixed','name':'w','size':17,'logicalType':'decimal','precision':38,'scale':1}},
                 {'name':'part','type':[{'type':'record','name':'Part','fields':[
                   {'name':'b','type':['string','null']},{'name':'a','type':'int'}]},'null']},
                 {'name':'id','type':'long'}]}""";
        List<Field> fields =
                fields("id BIGINT NOT NULL, part ROW<a INT, b STRING>, price DECIMAL(9, 2), wide DECIMAL(38, 1)");
        Batch rows = batch(
                "json",
                fields,
                "{\"id\":1,\"part\":{\"a\":2,\"b\":\"x\"},\"price\":-0.01,\"wide\":-1}",
                "{\"id\":2,\"price\":1234567.89,\"wide\":1234567890123456789012345678901234567.8}");
        List<byte[]> records = encode(PLAIN, schema, fields, rows);
        assertThat(registered)
                .containsExactly(
                        new Schema.Parser().parse(schema.replace('\'', '"')).toString());
        assertThat(decode(PLAIN, "", fields, records))
                .containsExactly(
                        "1|{\"a\":2,\"b\":\"x\"}|-0.01|-1.0",
                        "2|null|1234567.89|1234567890123456789012345678901234567.8");
    }

    @Test
    void nullWhereItHasNoneIsNamed() throws MalformedRecord {
        List<Field> fields = fields("id BIGINT");
        Batch rows = batch("json", fields, "{\"id\":null}");
        String schema = "{'type':'record','name':'r','fields':[{'name':'id','type':'long'}]}";
        assertThatThrownBy(() -> encode(PLAIN, schema, fields, rows)).hasMessageContaining("'id' is NULL");
    }

    @Test
    void itsAliasesAndDefaultsCountForWhatOthersWrote() throws MalformedRecord {
        List<Field> old = fields("number BIGINT NOT NULL, label STRING");
        List<byte[]> records = encode(
                PLAIN,
                "{'type':'record','name':'Old','fields':[{'name':'number','type':'long'},{'name':'label','type':['null','string']}]}",
                old,
                batch("json", old, "{\"number\":7,\"label\":\"x\"}"));
        List<Field> fields =
                fields("id BIGINT NOT NULL, label STRING, kind STRING NOT NULL, tags ARRAY<INT>, more INT");
        String schema = """
                {'type':'record','name':'New','aliases':['Old'],'fields':[
                 {'name':'id','type':'long','aliases':['number']},{'name':'label','type':['null','string']},
                 {'name':'kind','type':'string','default':'any'},
                 {'name':'tags','type':{'type':'array','items':'int'},'default':[1,2]},
                 {'name':'more','type':['null','int'],'default':null}]}""";
        assertThat(decode(PLAIN, schema, fields, records)).containsExactly("7|x|any|[1,2]|null");
        assertThatThrownBy(() -> decode(PLAIN, "", fields, records))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("'id', which is NOT NULL, is no field of Old");
    }

    @Test
    void anEnvelopeMayHaveItsFieldsInAnyOrder() throws MalformedRecord {
        String row =
                "{'type':'record','name':'Row','fields':[{'name':'v','type':['null','string']},{'name':'id','type':'int'}]}";
        String schema =
                "{'type':'record','name':'Envelope','fields':[{'name':'op','type':'string'},{'name':'after','type':["
                        + row + ",'null']},{'name':'before','type':['null','Row']}]}";
        List<Field> fields = fields("id INT, v STRING");
        Batch rows = batch(
                "debezium-json",
                fields,
                "{\"after\":{\"id\":1,\"v\":\"a\"},\"op\":\"c\"}",
                "{\"before\":{\"id\":1,\"v\":\"a\"},\"op\":\"d\"}");
        List<byte[]> records = encode(DEBEZIUM, schema, fields, rows);
        assertThat(decode(DEBEZIUM, "", fields, records)).containsExactly("INSERT 1|a", "DELETE 1|a");
        String never = schema.replace("['null','Row']", "'Row'");
        assertThatThrownBy(() -> encode(DEBEZIUM, never, fields, rows))
                .hasMessageContaining("'before' must be a union of null and a record");
    }

    @Test
    void whatTheTableDoesNotHaveLikeItIsNamed() {
        refused("{", "is no schema of Avro");
        refused("'int'", "the record is int in the schema and record in the table");
        refused(record("{'name':'id','type':'long'}"), "the schema has no 'at', which is a column");
        refused(record("{'name':'ID','type':'long'}"), "'ID' of the schema is no column of the table");
        refused(
                record("{'name':'id','type':'int'},{'name':'at','type':'long'}"),
                "'id' is int in the schema and long in the table");
        refused(
                record(
                        "{'name':'id','type':'long'},{'name':'at','type':{'type':'long','logicalType':'timestamp-millis'}}"),
                "'at' is long (timestamp-millis) in the schema and long (local-timestamp-millis) in the table");
        String at =
                "{'name':'id','type':'long'},{'name':'at','type':{'type':'long','logicalType':'local-timestamp-millis'}}";
        refused(
                record(at + ",{'name':'part','type':{'type':'record','name':'p','fields':[{'name':'d','type':"
                        + "{'type':'bytes','logicalType':'decimal','precision':5,'scale':1}}]}}"),
                "'part.d' is bytes (decimal(5, 1)) in the schema and bytes (decimal(5, 2)) in the table");
    }

    private static String record(String fields) {
        return "{'type':'record','name':'r','fields':[" + fields + "]}";
    }

    private void refused(String schema, String why) {
        List<Field> fields = fields("id BIGINT, at TIMESTAMP(3), part ROW<d DECIMAL(5, 2)>");
        assertThatThrownBy(() -> RecordFormats.named(PLAIN).check(fields, options(PLAIN, schema)))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(CoreErrorCode.INVALID_CONFIGURATION))
                .hasMessageContaining("'avro-confluent.schema'")
                .hasMessageContaining(why);
    }
}
