package io.blink.formats.avro.container;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.avro.BinaryInput;
import io.blink.formats.record.MalformedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * What a container file begins with: {@code Obj 0x01}, a map of strings to bytes with {@code avro.schema} (JSON) and perhaps {@code avro.codec}, and 16 bytes that stand behind each block.
 *
 * @param properties the whole map, as texts
 * @param length bytes of the header
 */
record ContainerHeader(Schema schema, BlockCodec codec, Map<String, String> properties, byte[] sync, int length) {
    static final int SYNC_BYTES = 16;
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final String SCHEMA_KEY = "avro.schema";
    private static final String CODEC_KEY = "avro.codec";
    private static final int FIRST_BYTES = 1 << 16;
    private static final int BYTES_MAX = 16 << 20;

    static ContainerHeader read(InputFile file, FileWindow window) throws IOException {
        for (int most = FIRST_BYTES; ; most *= 16) {
            int length = window.available(0, most);
            int at = window.at(0, length);
            try {
                return parsed(window.bytes(), at, length);
            } catch (MalformedRecord e) {
                boolean whole = length == window.fileLength() || most >= BYTES_MAX;
                if (whole || !hasMagic(window.bytes(), at, length)) {
                    throw damaged(file, e);
                }
            }
        }
    }

    private static BlinkException damaged(InputFile file, Exception cause) {
        return new BlinkException(
                FormatErrorCode.CORRUPT_FILE,
                file.path() + " does not begin as an Avro file does: " + cause.getMessage(),
                cause);
    }

    private static boolean hasMagic(byte[] bytes, int from, int length) {
        return length >= MAGIC.length && Arrays.equals(bytes, from, from + MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    private static ContainerHeader parsed(byte[] bytes, int from, int length) throws MalformedRecord {
        if (!hasMagic(bytes, from, length)) {
            throw new MalformedRecord("its first bytes are not 'Obj' and 1");
        }
        BinaryInput in = new BinaryInput();
        in.reset(bytes, from + MAGIC.length, length - MAGIC.length);
        Map<String, String> metadata = new HashMap<>();
        for (long left = in.mapStart(); left > 0; left = in.mapNext()) {
            for (long i = 0; i < left; i++) {
                in.findString();
                String key = text(in);
                in.findBytes();
                metadata.put(key, text(in));
            }
        }
        in.findFixed(SYNC_BYTES);
        byte[] sync = Arrays.copyOfRange(in.array(), in.start(), in.start() + SYNC_BYTES);
        return new ContainerHeader(schema(metadata), codec(metadata), Map.copyOf(metadata), sync, in.position() - from);
    }

    private static String text(BinaryInput in) {
        return new String(in.array(), in.start(), in.length(), StandardCharsets.UTF_8);
    }

    private static Schema schema(Map<String, String> metadata) throws MalformedRecord {
        try {
            Schema schema = new Schema.Parser(NameValidator.NO_VALIDATION).parse(metadata.getOrDefault(SCHEMA_KEY, ""));
            if (schema.getType() != Schema.Type.RECORD) {
                throw new MalformedRecord("its values are of type " + schema.getType() + "; rows are records");
            }
            return schema;
        } catch (AvroRuntimeException e) {
            throw new MalformedRecord("its schema cannot be parsed: " + e.getMessage());
        }
    }

    private static BlockCodec codec(Map<String, String> metadata) throws MalformedRecord {
        String name = metadata.getOrDefault(CODEC_KEY, BlockCodec.NULL.key());
        return BlockCodec.named(name)
                .orElseThrow(() -> new MalformedRecord(
                        "its codec is '" + name + "'; Blink reads null, deflate, snappy and zstandard"));
    }

    static byte[] bytes(Schema schema, BlockCodec codec, Map<String, String> more, byte[] sync) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(MAGIC);
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        out.writeMapStart();
        out.setItemCount(2 + more.size());
        write(SCHEMA_KEY, schema.toString(), out);
        write(CODEC_KEY, codec.key(), out);
        for (Map.Entry<String, String> property : more.entrySet()) {
            write(property.getKey(), property.getValue(), out);
        }
        out.writeMapEnd();
        out.flush();
        bytes.writeBytes(sync);
        return bytes.toByteArray();
    }

    private static void write(String key, String value, BinaryEncoder out) throws IOException {
        out.startItem();
        out.writeString(key);
        out.writeBytes(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }
}
