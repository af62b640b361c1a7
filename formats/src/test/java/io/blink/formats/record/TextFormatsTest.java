package io.blink.formats.record;

import static io.blink.formats.record.RecordRows.batch;
import static io.blink.formats.record.RecordRows.decode;
import static io.blink.formats.record.RecordRows.encode;
import static io.blink.formats.record.RecordRows.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextFormatsTest {
    private static final Map<String, String> NONE = Map.of();

    @Test
    void csvFieldsGoByPosition() throws MalformedRecord {
        String fields = "a INT, s STRING, t TIMESTAMP(3)";
        assertThat(decode(
                        "csv",
                        fields,
                        NONE,
                        "1,x,2024-01-01 10:00:00\n",
                        " 2 ,\"a \"\"q\"\", b\",",
                        ",,\r\n",
                        "3,\"\","))
                .containsExactly("1|x|2024-01-01 10:00:00.000", "2|a \"q\", b|null", "null|null|null", "3||null");
        assertThat(decode("csv", fields(fields), List.of(1), NONE, "no number,x,"))
                .containsExactly("x");
        assertThatThrownBy(() -> decode("csv", fields, NONE, "1,x")).hasMessage("2 fields where 3 are expected");
        assertThatThrownBy(() -> decode("csv", fields, NONE, "1,x,,")).hasMessage("more fields than the 3 expected");
        assertThatThrownBy(() -> decode("csv", fields, NONE, "1,\"x,"))
                .hasMessageContaining("within a field in quotes");
        assertThatThrownBy(() -> decode("csv", fields, NONE, "x,y,"))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("'a'");
        assertThat(decode("csv", fields, Map.of("csv.ignore-parse-errors", "true"), "x,y,", "1,y", "2,z,"))
                .containsExactly("null|y|null", "2|z|null");
    }

    @Test
    void csvIsReadAsItWasWritten() throws MalformedRecord {
        List<Field> fields = fields("a INT, s STRING, d DECIMAL(20, 2)");
        Map<String, String> options = Map.of("csv.field-delimiter", ";", "csv.null-literal", "n/a");
        String[] json = {
            "{\"a\":1,\"s\":\"x;\\\"y\\\"\\nz\",\"d\":1.5}", "{\"a\":null,\"s\":\"n/a\"}", "{\"a\":2,\"s\":\"\"}"
        };
        List<String> lines = encode("csv", fields, options, batch("json", fields, json));
        assertThat(lines).containsExactly("1;\"x;\"\"y\"\"\nz\";1.50", "n/a;\"n/a\";n/a", "2;;n/a");
        assertThat(decode("csv", "a INT, s STRING, d DECIMAL(20, 2)", options, lines.toArray(String[]::new)))
                .containsExactly("1|x;\"y\"\nz|1.50", "null|n/a|null", "2||null");
    }

    @Test
    void rawIsTheValueItself() throws MalformedRecord {
        assertThat(decode("raw", "line STRING", NONE, "", "any thing")).containsExactly("", "any thing");
        assertThat(decode("raw", fields("line STRING"), List.of(), NONE, "x")).containsExactly("");
        assertThatThrownBy(() -> RecordFormats.named("raw").check(fields("a INT"), Configuration.empty()))
                .hasMessageContaining("takes one column");
        assertThatThrownBy(() -> RecordFormats.named("jason")).hasMessageContaining("Did you mean 'json'");
    }

    @Test
    void onlyTextIsText() throws MalformedRecord {
        byte[][] bad = {
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xF4, (byte) 0x90, 0, 0},
            {(byte) 0xE2, (byte) 0x82},
            {(byte) 0x80}
        };
        for (byte[] bytes : bad) {
            assertThat(Utf8.isValid(bytes, 0, bytes.length)).isFalse();
        }
        byte[] good = "aü€𝄞".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(Utf8.isValid(good, 0, good.length)).isTrue();
    }
}
