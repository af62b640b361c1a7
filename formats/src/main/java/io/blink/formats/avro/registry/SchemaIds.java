package io.blink.formats.avro.registry;

import io.blink.formats.record.MalformedRecord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;

/**
 * What is to be done with records of each schema id. Records begin with a byte 0 and the id in four bytes, the highest first (Confluent's wire format). An id is asked for once; one that
 * cannot be read is remembered too, for a while, so that many bad records do not ask as often. One thread.
 *
 * @param <T> what is made of a schema
 */
final class SchemaIds<T> {
    /** Bytes in front of what is Avro. */
    static final int HEADER_BYTES = 5;

    /** Makes something of the schema that records were written with. */
    @FunctionalInterface
    interface Resolution<T> {
        T of(Schema writer) throws MalformedRecord;
    }

    /** @param problem {@code null}: there is none @param askedNanos when */
    private record Known<T>(T made, String problem, long askedNanos) {}

    private static final VarHandle ID = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int KNOWN_MAX = 256;
    private static final long UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SchemaRegistry registry;
    private final Resolution<T> resolution;
    private final LongSupplier nanoTime;
    private final Map<Integer, Known<T>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Known<T>> eldest) {
            return size() > KNOWN_MAX;
        }
    };
    private int lastId;
    /** {@code null}: there was none yet. */
    private T last;

    SchemaIds(SchemaRegistry registry, Resolution<T> resolution, LongSupplier nanoTime) {
        this.registry = registry;
        this.resolution = resolution;
        this.nanoTime = nanoTime;
    }

    static void write(int id, byte[] target) {
        target[0] = 0;
        ID.set(target, 1, id);
    }

    T of(byte[] bytes, int from, int length) throws MalformedRecord {
        if (length < HEADER_BYTES || bytes[from] != 0) {
            throw new MalformedRecord(
                    "it does not begin with a 0 and the id of a schema, as all that is written with a schema registry");
        }
        int id = (int) ID.get(bytes, from + 1);
        if (last == null || id != lastId) {
            last = lookUp(id);
            lastId = id;
        }
        return last;
    }

    private T lookUp(int id) throws MalformedRecord {
        last = null;
        Known<T> found = known.get(id);
        boolean worthAsking =
                found == null || found.problem() != null && nanoTime.getAsLong() - found.askedNanos() > UNKNOWN_NANOS;
        if (worthAsking) {
            found = ask(id);
            known.put(id, found);
        }
        if (found.problem() != null) {
            throw new MalformedRecord(found.problem());
        }
        return found.made();
    }

    private Known<T> ask(int id) {
        Schema schema = registry.schema(id).orElse(null);
        String problem = "the schema registry has no schema " + id;
        try {
            if (schema != null) {
                return new Known<>(resolution.of(schema), null, nanoTime.getAsLong());
            }
        } catch (MalformedRecord e) {
            problem = "schema " + id + ": " + e.getMessage();
        }
        return new Known<>(null, problem, nanoTime.getAsLong());
    }
}
