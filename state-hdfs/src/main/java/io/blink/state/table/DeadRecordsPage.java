package io.blink.state.table;

import io.blink.state.checkpoint.KeyGroups;
import io.blink.state.checkpoint.StatePage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which records of some pages are dead, as a checkpoint has it; several of one name but for the sequence say it together. Little-endian:
 *
 * <pre>
 * content = pages:int page*
 * page    = part:long of its name   count:int   offset:short in units of 8 bytes, ascending * count
 * </pre>
 */
record DeadRecordsPage(PageName name, byte[] content, KeyGroups groups) implements StatePage {
    /** How many pages, by number, share a name. */
    static final int PAGES = 64;

    private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

    /**
     * The dead records of one page, frozen.
     *
     * @param said what pages before have said of it; {@code null} for nothing
     */
    record Entry(RecordPage page, DeadRecords dead, DeadRecords said) {
        int count() {
            return said == null ? dead.count() : dead.count() - said.count();
        }
    }

    /** Parts below 0 are pages of this kind. */
    static PageName name(int table, long namespace, int group) {
        return new PageName(table, namespace, -1L - group, 0);
    }

    static boolean isOne(PageName name) {
        return name.part() < 0;
    }

    /** The group of a name of this kind: pages {@code group * PAGES} and after. */
    static int group(PageName name) {
        return Math.toIntExact(-1L - name.part());
    }

    static DeadRecordsPage of(PageName name, List<Entry> entries, KeyGroups groups) {
        int bytes = Integer.BYTES;
        for (Entry entry : entries) {
            bytes += ENTRY_BYTES + entry.count() * Short.BYTES;
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(entries.size());
        for (Entry entry : entries) {
            buffer.putLong(entry.page().name().part());
            buffer.putInt(entry.count());
            for (int unit : entry.dead().unitsSince(entry.said())) {
                buffer.putShort((short) unit);
            }
        }
        return new DeadRecordsPage(name, buffer.array(), groups);
    }

    @Override
    public Encoded encode() {
        return new Encoded(content, groups);
    }

    /** Offsets in bytes by the part of the page's name. The checksum of the content has been checked. */
    static Map<Long, int[]> decode(byte[] content) {
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        Map<Long, int[]> dead = new HashMap<>();
        for (int pages = buffer.getInt(); pages > 0; pages--) {
            long part = buffer.getLong();
            int[] offsets = new int[buffer.getInt()];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = Short.toUnsignedInt(buffer.getShort()) << RecordAddress.UNIT_SHIFT;
            }
            dead.put(part, offsets);
        }
        return dead;
    }
}
