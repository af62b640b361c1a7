package io.blink.testing.peers.nexmark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Form 1: their number, then of each its id, JSON, position (empty: none) and rows. */
final class SplitsSerializer implements SimpleVersionedSerializer<List<NexmarkSplit>> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(List<NexmarkSplit> splits) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(splits.size());
        for (NexmarkSplit split : splits) {
            out.writeUTF(split.splitId());
            out.writeUTF(split.json());
            out.writeUTF(split.position() == null ? "" : split.position());
            out.writeInt(split.rows());
        }
        return bytes.toByteArray();
    }

    @Override
    public List<NexmarkSplit> deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("Splits are in form " + version + "; only " + VERSION + " is known.");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        int count = in.readInt();
        List<NexmarkSplit> splits = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String id = in.readUTF();
            String json = in.readUTF();
            String position = in.readUTF();
            splits.add(new NexmarkSplit(id, json, position.isEmpty() ? null : position, in.readInt()));
        }
        return splits;
    }

    /** Of one split, as a list of one. */
    static final class One implements SimpleVersionedSerializer<NexmarkSplit> {
        private final SplitsSerializer list = new SplitsSerializer();

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(NexmarkSplit split) throws IOException {
            return list.serialize(List.of(split));
        }

        @Override
        public NexmarkSplit deserialize(int version, byte[] serialized) throws IOException {
            return list.deserialize(version, serialized).get(0);
        }
    }
}
