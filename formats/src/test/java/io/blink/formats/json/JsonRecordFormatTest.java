package io.blink.formats.json;

import static io.blink.formats.record.RecordRows.batch;
import static io.blink.formats.record.RecordRows.decode;
import static io.blink.formats.record.RecordRows.encode;
import static io.blink.formats.record.RecordRows.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.type.Field;
import io.blink.formats.record.MalformedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonRecordFormatTest {
    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> LENIENT = Map.of("json.ignore-parse-errors", "true");

    private static List<String> json(String fields, String... records) throws MalformedRecord {
        return decode("json", fields, NONE, records);
    }

    @Test
    void fieldsAreFoundByNameInAnyOrder() throws MalformedRecord {
        assertThat(json(
                        "a INT, b STRING, c DOUBLE",
                        "{\"a\":1,\"b\":\"x\",\"c\":1.5}",
                        "{ \"c\" : 2.5e3 , \"other\" : {\"a\":[1,{}]}, \"b\" : null , \"a\" : -7 }",
                        "{}",
                        "{\"a\":1,\"a\":2,\"b\":\"last\"}"))
                .containsExactly("1|x|1.5", "-7|null|2500.0", "null|null|null", "2|last|null");
    }

    @Test
    void onlyWantedColumnsAreRead() throws MalformedRecord {
        assertThat(decode("json", fields("a INT, b STRING, c INT"), List.of(2, 0), NONE, "{\"a\":1,\"b\":[],\"c\":3}"))
                .containsExactly("3|1");
        assertThat(decode("json", fields("a INT"), List.of(), NONE, "{\"a\":\"no number\"}", "{}"))
                .hasSize(2);
    }

    @Test
    void numbersMayStandInQuotesAndAreChecked() throws MalformedRecord {
        assertThat(
                        json(
                                "t TINYINT, i INT, l BIGINT, d DECIMAL(10, 2), w DECIMAL(30, 5), f FLOAT",
                                "{\"t\":\"-128\",\"i\":12.0,\"l\":9223372036854775807,\"d\":1.005,\"w\":12345678901234567890.123456,\"f\":0.1}",
                                "{\"t\":1e2,\"i\":\"+3\",\"l\":-9223372036854775808,\"d\":\"99999999.99\",\"w\":-1,\"f\":1e-3}"))
                .containsExactly(
                        "-128|12|9223372036854775807|1.01|12345678901234567890.12346|0.1",
                        "100|3|-9223372036854775808|99999999.99|-1.00000|0.001");
        assertThatThrownBy(() -> json("t TINYINT", "{\"t\":128}"))
                .hasMessage("'t': 128 is no whole number from -128 to 127");
        assertThatThrownBy(() -> json("l BIGINT", "{\"l\":9223372036854775808}"))
                .hasMessageContaining("whole number");
        assertThatThrownBy(() -> json("l BIGINT", "{\"l\":1e999999999}")).hasMessageContaining("whole number");
        assertThatThrownBy(() -> json("d DECIMAL(4, 2)", "{\"d\":100}"))
                .hasMessage("'d': 100 has more digits than DECIMAL(4, 2)");
        assertThatThrownBy(() -> json("d DECIMAL(4, 2)", "{\"d\":1e999999999}")).hasMessageContaining("digits");
        assertThatThrownBy(() -> json("i INT", "{\"i\":1.5}")).hasMessageContaining("1.5 is no whole number");
        assertThatThrownBy(() -> json("i INT", "{\"i\":[1]}"))
                .hasMessage("'i': at byte 5 stands '[' where a value is expected");
    }

    @Test
    void timesAreReadInBothStandards() throws MalformedRecord {
        assertThat(json(
                        "d DATE, t TIME(3), s TIMESTAMP(3), n TIMESTAMP(9), z TIMESTAMP_LTZ(3)",
                        "{\"d\":\"2024-02-29\",\"t\":\"23:59:59.9999\",\"s\":\"2024-01-01 10:00:00.5\",\"n\":\"2024-01-01T10:00:00.123456789\",\"z\":\"2024-07-01 10:00:00Z\"}",
                        "{\"d\":\"1969-12-31\",\"t\":\"00:00\",\"s\":\"2024-01-01\",\"n\":\"1969-12-31 23:59:59.999999999\",\"z\":\"2024-07-01T10:00:00+05:30\"}",
                        "{\"z\":\"2024-07-01 10:00:00\"}"))
                .containsExactly(
                        "2024-02-29|23:59:59.999|2024-01-01 10:00:00.500|2024-01-01 10:00:00.123456789|2024-07-01 12:00:00.000",
                        "1969-12-31|00:00:00.000|2024-01-01 00:00:00.000|1969-12-31 23:59:59.999999999|2024-07-01 06:30:00.000",
                        "null|null|null|null|2024-07-01 10:00:00.000");
        assertThatThrownBy(() -> json("d DATE", "{\"d\":\"2023-02-29\"}")).hasMessage("'d': '2023-02-29' is no DATE");
        assertThatThrownBy(() -> json("s TIMESTAMP(3)", "{\"s\":12}")).hasMessage("'s': 12 is no TIMESTAMP(3)");
    }

    @Test
    void nestedValuesFillNestedColumns() throws MalformedRecord {
        String fields = "r ROW<x INT, y ARRAY<STRING>>, m MAP<STRING, INT>, b BYTES, s STRING";
        assertThat(json(
                        fields,
                        "{\"r\":{\"y\":[\"a\",null,\"\"],\"x\":1},\"m\":{\"k\":1,\"l\":null},\"b\":\"AQI=\",\"s\":{\"raw\": [1, 2]}}",
                        "{\"r\":null,\"m\":{},\"s\":12.50}"))
                .containsExactly(
                        "{\"x\":1,\"y\":[\"a\",null,\"\"]}|{\"k\":1,\"l\":null}|0102|{\"raw\": [1, 2]}",
                        "null|{}|null|12.50");
    }

    @Test
    void whatWasReadOfABadRecordLeavesNoTrace() throws MalformedRecord {
        String fields = "r ROW<x INT, y ARRAY<INT>>, m MAP<STRING, INT>, i INT";
        assertThat(decode(
                        "json",
                        fields,
                        LENIENT,
                        "{\"r\":{\"x\":1,\"y\":[1,2,\"x\"]},\"m\":{\"a\":1,\"b\":{}},\"i\":true}",
                        "{\"r\":{\"x\":1,\"y\":[1,2",
                        "nonsense",
                        "[1]",
                        "{\"i\":5} {}",
                        "{\"r\":{\"y\":[7]},\"m\":{\"c\":3},\"i\":4}"))
                .containsExactly(
                        "{\"x\":1,\"y\":[1,2,null]}|{\"a\":1,\"b\":null}|null", "{\"x\":null,\"y\":[7]}|{\"c\":3}|4");
    }

    @Test
    void malformedRecordsSayWhereAndWhy() {
        assertThatThrownBy(() -> json("a INT", "{\"a\":1"))
                .isInstanceOf(MalformedRecord.class)
                .hasMessage("the JSON ends too early, after 6 bytes");
        assertThatThrownBy(() -> json("a INT", "{\"a\" 1}")).hasMessage("at byte 5 stands '1' where ':' is expected");
        assertThatThrownBy(() -> json("a STRING", "{\"a\":\"\\x\"}")).hasMessageContaining("an escape such as");
        assertThatThrownBy(() -> json("a STRING", "{\"a\":\"\\ud80\"}")).hasMessageContaining("four hex digits");
        assertThatThrownBy(() -> json("a INT", "{\"b\":" + "[".repeat(300) + "]".repeat(300) + "}"))
                .hasMessageContaining("nested more than 256 deep");
        assertThatThrownBy(() -> json("a INT NOT NULL", "{\"a\":null}")).hasMessageContaining("'a'");
        assertThatThrownBy(
                        () -> decode("json", "a INT, b INT", Map.of("json.fail-on-missing-field", "true"), "{\"a\":1}"))
                .hasMessage("'b' is missing");
        assertThatThrownBy(() -> json("a INTERVAL DAY TO SECOND", "{}"))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("JSON has no values of type INTERVAL");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws MalformedRecord {
        List<Field> fields = fields("b BOOLEAN, i INT, d DECIMAL(20, 3), f DOUBLE, s STRING, x BYTES, t TIMESTAMP(9), z"
                + " TIMESTAMP_LTZ(3), y DATE, c TIME(6), r ROW<n INT, m MAP<INT, STRING>>, l ARRAY<ROW<v DOUBLE>>");
        String[] records = {
            "{\"b\":true,\"i\":-5,\"d\":12.500,\"f\":1.0E-7,\"s\":\"q\\\"\\\\\\n\\u0001ü\",\"x\":\"AQI=\",\"t\":\"2024-01-01 10:00:00.000000001\",\"z\":\"2024-07-01 10:00:00Z\",\"y\":\"2024-02-29\",\"c\":\"10:00:00.5\",\"r\":{\"n\":1,\"m\":{\"7\":\"x\"}},\"l\":[{\"v\":0.5},null]}",
            "{\"b\":null,\"i\":null,\"d\":null,\"f\":null,\"s\":null,\"x\":null,\"t\":null,\"z\":null,\"y\":null,\"c\":null,\"r\":null,\"l\":null}"
        };
        Batch batch = batch("json", fields, records);
        assertThat(encode("json", fields, NONE, batch)).containsExactly(records);
        assertThat(encode("json", fields, Map.of("json.encode.ignore-null-fields", "true"), batch)
                        .get(1))
                .isEqualTo("{}");
        assertThat(encode("json", fields, Map.of("json.timestamp-format.standard", "ISO-8601"), batch)
                        .get(0))
                .contains("\"2024-01-01T10:00:00.000000001\"", "\"2024-07-01T10:00:00Z\"");
    }

    /** Whatever texts random values make, and random damage to them, this scanner and Jackson's agree on what is JSON and on what strings and numbers say. */
    @Test
    void agreesWithAnotherParserOnRandomTexts() throws MalformedRecord {
        ObjectMapper mapper = new ObjectMapper()
                .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        for (long seed = 1; seed <= 3000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("{\"s\":");
            appendValue(text, random, 0);
            text.append(",\"d\":").append(random.nextInt(1000) - 500);
            if (random.nextBoolean()) {
                text.append('.').append(random.nextInt(100000)).append("e").append(random.nextInt(9) - 4);
            }
            text.append('}');
            if (random.nextInt(3) == 0) {
                text.setCharAt(random.nextInt(text.length()), "{}[]\",:0 \\".charAt(random.nextInt(10)));
            }
            // Damage may have hit half a character.
            byte[] utf8 = text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            check(mapper, new String(utf8, java.nio.charset.StandardCharsets.UTF_8), seed);
        }
    }

    private static void check(ObjectMapper mapper, String text, long seed) throws MalformedRecord {
        List<String> ours = decode("json", "s STRING, d DOUBLE", LENIENT, text);
        JsonNode theirs;
        try {
            theirs = mapper.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            assertThat(ours).as("seed %d: %s", seed, text).isEmpty();
            return;
        }
        if (!theirs.isObject()) {
            assertThat(ours).as("seed %d: %s", seed, text).isEmpty();
            return;
        }
        assertThat(ours).as("seed %d: %s", seed, text).hasSize(1);
        if (theirs.path("d").isNumber()) {
            assertThat(ours.get(0))
                    .as("seed %d: %s", seed, text)
                    .endsWith("|" + theirs.get("d").doubleValue());
        }
        if (theirs.path("s").isTextual()) {
            assertThat(ours.get(0))
                    .as("seed %d: %s", seed, text)
                    .startsWith(replaced(theirs.get("s").textValue()) + "|");
        }
    }

    /** Half surrogate pairs, which UTF-8 does not have, as the replacement character. */
    private static String replaced(String text) {
        return text.codePoints()
                .map(code -> code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE ? 0xFFFD : code)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static void appendValue(StringBuilder text, Random random, int depth) {
        switch (random.nextInt(depth > 3 ? 3 : 6)) {
            case 0 -> text.append(random.nextBoolean() ? "true" : "null");
            case 1 -> text.append(random.nextInt());
            case 2, 3 -> {
                text.append('"');
                for (int i = random.nextInt(8); i > 0; i--) {
                    List<String> pieces = new ArrayList<>(
                            List.of("a", "ü", "€", "𝄞", "\\n", "\\\"", "\\u20ac", "\\ud834\\udd1e", " ", "{"));
                    text.append(pieces.get(random.nextInt(pieces.size())));
                }
                text.append('"');
            }
            case 4 -> {
                text.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    appendValue(text, random, depth + 1);
                    text.append(i > 1 ? " ," : "");
                }
                text.append(']');
            }
            default -> {
                text.append('{');
                for (int i = random.nextInt(4); i > 0; i--) {
                    text.append("\"k").append(i).append("\":");
                    appendValue(text, random, depth + 1);
                    text.append(i > 1 ? "," : "");
                }
                text.append('}');
            }
        }
    }
}
